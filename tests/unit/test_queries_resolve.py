from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stances.errors import AmbiguousName, UnknownName
from stances.queries import resolve
from stances.queries.filters import Filters

if TYPE_CHECKING:
    import sqlite3

    from corpora import CorpusBuilder


@pytest.fixture
def index(corpus: CorpusBuilder) -> sqlite3.Connection:
    corpus.official(
        "naghavi-hosseini",
        name="Hossein Naghavi Hosseini",
        native_name="سید حسین نقوی حسینی",
        aliases=["Naqavi-Husseini"],
        statements=["supports"],
    )
    corpus.official("amir", name="José Amir", native_name="علی‌اکبر", statements=["supports"])
    corpus.official("hosseini", name="Ali Hosseini", statements=["supports"])
    corpus.official("research", name="Research Center", kind="institution", statements=["supports"])
    return corpus.index()


def hint(index: sqlite3.Connection, name: str, kind: str = "") -> str:
    with pytest.raises(UnknownName) as caught:
        resolve.word(index, kind, name) if kind else resolve.official(index, name)
    assert str(caught.value) == f"no {kind or 'official'} is called `{name}`"
    assert caught.value.exit_code == 1
    return caught.value.hint


class TestResolveOfficial:
    @pytest.mark.parametrize(
        "name",
        [
            "naghavi-hosseini",
            "Naghavi-Hosseini",
            "NAGHAVI HOSSEINI",
            "naghavi hosseini",
            "Hossein Naghavi Hosseini",
            "naqavi husseini",
            "Náqavi–Husseini",
            "سید حسین نقوی حسینی",
            "سيد حسين نقوى حسيني",
            "سیدحسین نقوی‌حسینی",
            "سَید حسین نقوی حسینی",
        ],
    )
    def test_by_id_name_alias_surname_or_native_name(
        self, index: sqlite3.Connection, name: str
    ) -> None:
        assert resolve.official(index, name) == "naghavi-hosseini"

    @pytest.mark.parametrize(
        "name", ["jose amir", "Jose\N{COMBINING ACUTE ACCENT} Amir", "على اكبر"]
    )
    def test_by_names_folded(self, index: sqlite3.Connection, name: str) -> None:
        assert resolve.official(index, name) == "amir"

    def test_by_id_even_if_that_is_a_surname_of_another(self, index: sqlite3.Connection) -> None:
        assert resolve.official(index, "hosseini") == "hosseini"

    @pytest.mark.parametrize(
        "name", ["Jose", "Center", "Hossein Naghavi", "Naghavi", "حسین", "", "-"]
    )
    def test_by_nothing_else(self, index: sqlite3.Connection, name: str) -> None:
        with pytest.raises(UnknownName):
            resolve.official(index, name)


class TestOtherNames:
    """Names that nobody is recorded with, and that mean one official all the same."""

    @pytest.fixture
    def index(self, corpus: CorpusBuilder) -> sqlite3.Connection:
        minister = [{"title": "Foreign Minister", "faction": "mayor"}]
        secretary = [{"title": "Secretary of the Security Council", "faction": "mayor"}]
        corpus.official(
            "abe",
            name="Shinzo Abe",
            native_name="安倍 晋三",
            roles=[{"title": "Prime Minister", "faction": "mayor", "former": True}],
            statements=["unstated"],
        )
        corpus.official(
            "lavrov",
            name="Sergei Lavrov",
            native_name="Сергей Лавров",
            aliases=["Sergey Lawrow", "Lavroff"],
            roles=minister,
            statements=["supports"],
        )
        corpus.official("ali-bo", name="Ali Bo", roles=minister, statements=["supports"])
        corpus.official("eva-bo", name="Eva Bo", roles=secretary, statements=["supports"])
        corpus.official("cas", name="Jan Cas", aliases=["Lawrow"], statements=["supports"])
        corpus.official("lee", name="Lee Min", aliases=["M. Lavroff"], statements=["supports"])
        corpus.official("two", name="Min Two", aliases=["Kit Yun"], statements=["supports"])
        corpus.official("three", name="Tim Three", aliases=["Bob Yun"], statements=["supports"])
        corpus.official("council", name="Town Council", kind="institution", statements=["supports"])
        return corpus.index()

    @pytest.mark.parametrize(
        ("name", "id_"),
        [
            ("Лавров", "lavrov"),
            ("安倍", "abe"),
            ("Abe Shinzō", "abe"),
            ("Abe, Shinzo", "abe"),
            ("晋三 安倍", "abe"),
            ("Лавров Сергей", "lavrov"),
            ("Foreign Minister Lavrov", "lavrov"),
            ("Dr. Lavrov", "lavrov"),
            ("Prof. Shinzo Abe", "abe"),
            ("former Prime Minister Abe Shinzo", "abe"),
            ("господин Лавров", "lavrov"),
            ("Foreign Minister Bo", "ali-bo"),
            ("Secretary Bo", "eva-bo"),
            ("Secretary of the Security Council Bo", "eva-bo"),
        ],
    )
    def test_mean_an_official(self, index: sqlite3.Connection, name: str, id_: str) -> None:
        assert resolve.official(index, name) == id_

    @pytest.mark.parametrize(("name", "id_"), [("Lawrow", "cas"), ("Lavroff", "lavrov")])
    def test_come_after_those_that_are_recorded(
        self, index: sqlite3.Connection, name: str, id_: str
    ) -> None:
        assert resolve.official(index, name) == id_

    def test_make_no_alias_ambiguous(self, corpus: CorpusBuilder) -> None:
        corpus.official("lavrov", aliases=["Sergey Lawrow"], statements=["supports"])
        corpus.official("cas", aliases=["Lawrow"], statements=["supports"])
        assert "ST401" not in corpus.codes()

    @pytest.mark.parametrize(
        ("name", "both"),
        [
            ("Yun", "Tim Three (`three`), Min Two (`two`)"),
            ("Dr. Bo", "Ali Bo (`ali-bo`), Eva Bo (`eva-bo`)"),
            ("General Yun", "Tim Three (`three`), Min Two (`two`)"),
        ],
    )
    def test_that_mean_two_are_told_with_both(
        self, index: sqlite3.Connection, name: str, both: str
    ) -> None:
        with pytest.raises(AmbiguousName, match="may be 2 officials") as caught:
            resolve.official(index, name)
        assert both in str(caught.value)

    @pytest.mark.parametrize(
        "name",
        [
            "Friend Lavrov",
            "President Lavrov",
            "Foreign Minister Abe",
            "Minister of Fish Lavrov",
            "President Town Council",
            "President",
            "Shinzo",
            "Lavrov Abe",
            "Lavrov Foreign Minister",
        ],
    )
    def test_are_not_guessed(self, index: sqlite3.Connection, name: str) -> None:
        with pytest.raises(UnknownName):
            resolve.official(index, name)

    def test_with_an_unknown_title_get_a_hint(self, index: sqlite3.Connection) -> None:
        assert hint(index, "President Lavrov") == "did you mean `lavrov`?"
        assert hint(index, "Director Bo") == "did you mean `ali-bo` or `eva-bo`?"

    def test_do_not_lead_to_another_than_who_is_left_out(self, corpus: CorpusBuilder) -> None:
        corpus.official("jensen", statements=["supports"], note="")
        corpus.official("cas", aliases=["Jan Jensen"], statements=["supports"])
        with pytest.raises(UnknownName, match="Jensen") as caught:
            resolve.official(corpus.index(), "Jensen")
        assert "is left out" in caught.value.hint

    def test_link_no_reporter_to_an_official(self, corpus: CorpusBuilder) -> None:
        """What a record says is taken as it is written; only people are asked what they mean."""
        corpus.official("lavrov", aliases=["Sergey Lawrow"], statements=["supports"])
        spoken = {"id": "s", "spoken_by": "Lawrow"}
        corpus.official("cas", statements=[spoken])
        clause = Filters(official=("lavrov",)).clause(attributed=True)
        query = f"SELECT ref FROM statements AS s WHERE {clause.sql}"
        refs = [ref for (ref,) in corpus.index().execute(query, clause.values)]
        assert refs == ["lavrov/s1"]


class TestAmbiguousName:
    def test_is_told_with_both(self, index: sqlite3.Connection) -> None:
        with pytest.raises(AmbiguousName) as caught:
            resolve.official(index, "Hosseini")
        assert caught.value.exit_code == 1
        listed = "Ali Hosseini (`hosseini`), Hossein Naghavi Hosseini (`naghavi-hosseini`)"
        assert str(caught.value) == f"`Hosseini` may be 2 officials: {listed}"
        assert "id" in caught.value.hint

    def test_is_not_one_of_two_names_of_one(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", name="Jan Jansen", aliases=["JANSEN"], statements=["supports"])
        assert resolve.official(corpus.index(), "Jansen") == "jansen"


class TestUnknownName:
    @pytest.mark.parametrize(
        ("name", "meant"),
        [
            ("nagavi-hoseini", "naghavi-hosseini"),
            ("Naqavi Huseini", "naghavi-hosseini"),
            ("Reserch Center", "research"),
            ("res", "research"),
            ("علی‌اکبرر", "amir"),
        ],
    )
    def test_gets_the_id_of_who_was_probably_meant(
        self, index: sqlite3.Connection, name: str, meant: str
    ) -> None:
        assert hint(index, name).startswith(f"did you mean `{meant}`")

    def test_gets_at_most_three_ids_each_once(self, corpus: CorpusBuilder) -> None:
        for number in range(5):
            corpus.official(f"jansen-{number}", statements=["supports"])
        assert hint(corpus.index(), "jansen").count("`") == 6

    def test_is_told_where_all_are_listed_if_nobody_is_like_it(
        self, index: sqlite3.Connection
    ) -> None:
        assert "`stances officials`" in hint(index, "zzz")

    def test_may_be_of_somebody_who_is_left_out(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=["supports"], note="")
        corpus.official("jensen", statements=["supports"])
        told = hint(corpus.index(), "Jansen")
        assert "officials/jansen.yaml" in told
        assert "`stances check`" in told
        assert "left out" not in hint(corpus.index(), "jenson")

    def test_may_be_of_a_source_where_that_will_do(self, index: sqlite3.Connection) -> None:
        with pytest.raises(UnknownName, match="no official, statement or source is") as caught:
            resolve.official(index, "curier", or_source=True)
        assert caught.value.hint == "did you mean `courier`?"
        assert "courier" not in hint(index, "curier")
        with pytest.raises(UnknownName) as caught:
            resolve.official(index, "zzz", or_source=True)
        assert "`stances sources`" in caught.value.hint


class TestResolveWord:
    @pytest.mark.parametrize(
        ("kind", "typed", "id_"),
        [
            ("faction", "mayor", "mayor"),
            ("faction", "MAYOR", "mayor"),
            ("frame", "Jobs", "jobs"),
            ("position", "re-jects", "rejects"),
            ("issue", "Tram", "tram"),
            ("source", "Courier", "courier"),
        ],
    )
    def test_is_found_by_its_id_or_its_label(
        self, index: sqlite3.Connection, kind: str, typed: str, id_: str
    ) -> None:
        assert resolve.word(index, kind, typed) == id_

    def test_is_found_by_a_label_unlike_its_id(self, corpus: CorpusBuilder) -> None:
        text = (corpus.folder / "codebook.yaml").read_text()
        corpus.file("codebook.yaml", text.replace('"Mayor"', '"Town Hall"'))
        assert resolve.word(corpus.index(), "faction", "town hall") == "mayor"

    def test_is_found_by_its_id_before_any_label(self, corpus: CorpusBuilder) -> None:
        text = (corpus.folder / "codebook.yaml").read_text()
        corpus.file("codebook.yaml", text.replace('"Mayor"', '"Council"'))
        assert resolve.word(corpus.index(), "faction", "council") == "council"
        with pytest.raises(UnknownName):
            resolve.word(corpus.index(), "faction", "Council!")

    def test_on_the_scales_of_two_issues_is_one(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": {"yes": 1, "no": -1}, "bus": {"yes": 1}})
        assert resolve.word(corpus.index(), "position", "YES") == "yes"
        assert hint(corpus.index(), "zzz", "position").endswith(": yes, no")

    @pytest.mark.parametrize(
        ("kind", "typed", "told"),
        [
            ("faction", "mayr", "did you mean `mayor`?"),
            ("frame", "zzz", ": jobs, cost"),
            ("issue", "zzz", ": tram"),
            ("source", "curier", "did you mean `courier`?"),
            (
                "position",
                "zzz",
                ": supports, indirect, conditional, opposes, rejects, denies, unstated",
            ),
        ],
    )
    def test_that_is_unknown_gets_a_hint(
        self, index: sqlite3.Connection, kind: str, typed: str, told: str
    ) -> None:
        assert hint(index, typed, kind).endswith(told)

    def test_of_which_there_are_many_are_not_all_listed(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(frames=[f"frame-{n}" for n in range(13)])
        assert hint(corpus.index(), "zzz", "frame").endswith("frame-10, frame-11, …")

    def test_of_which_there_are_none_gets_no_hint(self, corpus: CorpusBuilder) -> None:
        assert hint(corpus.codebook(frames=()).index(), "zzz", "frame") == ""


def test_nothing_is_suggested_after_very_many_unknown_names(corpus: CorpusBuilder) -> None:
    index = corpus.official("jansen", name="Jan Jansen").index()
    for before, hint in (
        (0, "did you mean `jansen`?"),
        (10**6, "`stances officials` lists them all"),
    ):
        with pytest.raises(UnknownName) as caught:
            resolve.official(index, "jansn", before=before)
        assert caught.value.hint == hint
