from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from stances.editing.import_.columns import Columns
from stances.editing.import_.officials import spelt_alike
from stances.editing.import_.result import Wishes, propose
from stances.editing.save import save
from stances.editing.tables import jsonl_table
from stances.evidence.copies import Snapshots

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpora import CorpusBuilder
    from stances.editing.import_.officials import Guess
    from stances.editing.import_.result import ImportReport, Proposal

    Row = dict[str, Any]
    Propose = Callable[..., Proposal]
    Import = Callable[..., ImportReport]

ROW = {
    "official": "jansen",
    "said": "2021-05-03",
    "position": "supports",
    "form": "quote",
    "text": "Trams are the future",
    "source": "courier",
}


MINISTRY = "Foreign Ministry spokeswoman"
EVENING = "{title: Evening, published: 2021-06-01, lang: en, publisher: Post}"


def row(**fields: Any) -> Row:
    return {key: value for key, value in (ROW | fields).items() if value is not None}


@pytest.fixture
def proposed(town: CorpusBuilder) -> Propose:
    """What becomes of rows in the town, which has `jansen` of the mayor's, `cas` and `bo`."""

    def call(*rows: Row, **wishes: Any) -> Proposal:
        columns = Columns()
        sheet = jsonl_table("\n".join(map(json.dumps, rows)), columns.knows)
        return propose(town.index(), town.folder, sheet, Wishes(columns, **wishes))

    return call


@pytest.fixture
def imported(town: CorpusBuilder, proposed: Propose) -> Import:
    """The same, and written."""

    def call(*rows: Row, **wishes: Any) -> ImportReport:
        proposal = proposed(*rows, **wishes)
        save(town.folder, proposal.replacements)
        return proposal.report

    return call


def results(report: ImportReport) -> list[tuple[int, str, str | None]]:
    return [(line.line, line.result, line.ref) for line in report.lines]


def told(report: ImportReport) -> list[tuple[int, str | None, str | None]]:
    lines = [line for line in report.lines if line.result in ("wrong", "conflict")]
    return [(line.line, line.column, line.code) for line in lines]


def stored(town: CorpusBuilder, ref: str) -> Row:
    query = "SELECT * FROM all_statements WHERE ref = ?"
    return dict(town.index().execute(query, (ref,)).fetchone())


class TestImportedStatements:
    def test_a_row_is_a_statement(self, imported: Import, town: CorpusBuilder) -> None:
        before = town.codes()
        assert results(imported(row())) == [(1, "added", "jansen/trams-future")]
        assert stored(town, "jansen/trams-future")["faction"] == "mayor"
        assert town.codes() == before

    def test_rows_with_one_id_are_one(self, imported: Import, town: CorpusBuilder) -> None:
        report = imported(
            row(id="x", venue="town hall"),
            row(id="x", text="Other words", source="herald"),
        )
        assert results(report) == [(1, "added", "jansen/x"), (2, "added", "jansen/x")]
        found = stored(town, "jansen/x")
        assert json.loads(found["sources"]) == ["courier", "herald"]
        assert found["venue"] == "town hall"

    def test_rows_with_one_id_must_agree(self, proposed: Propose) -> None:
        report = proposed(row(id="x"), row(id="x", text="Other", position="rejects")).report
        assert told(report) == [(2, "position", None)]

    def test_rows_without_one_are_not_taken_for_one(self, imported: Import) -> None:
        report = imported(row(), row(text="Trams, the future"), row(text="دریاچه"))
        assert [ref for _, _, ref in results(report)] == [
            *("jansen/trams-future", "jansen/trams-future-2", "jansen/dryache"),
        ]

    def test_the_same_words_twice_are_one(self, imported: Import) -> None:
        report = imported(
            row(), row(text="Trams  are the\u00adfuture"), row(text="Trams are the  future")
        )
        assert [result for _, result, _ in results(report)] == ["added", "added", "there"]

    def test_the_same_words_cannot_take_two_positions(self, proposed: Propose) -> None:
        report = proposed(row(), row(position="rejects")).report
        assert told(report) == [(2, "position", None)]

    def test_evidence_is_added_to_what_is_there(
        self, imported: Import, town: CorpusBuilder
    ) -> None:
        given = row(id="s1", text="Words of the herald", source="herald", venue="elsewhere")
        report = imported(given)
        assert results(report) == [(1, "added", "jansen/s1")]
        assert report.lines[0].message == "differs in venue"
        assert json.loads(stored(town, "jansen/s1")["sources"]) == ["courier", "herald"]
        assert results(imported(given)) == [(1, "there", "jansen/s1")]

    def test_a_whole_row_does_not_add_to_what_is_there(self, proposed: Propose) -> None:
        evidence = [{"source": "courier", "form": "quote", "text": "other words"}]
        report = proposed(
            {"ref": "jansen/s1", "said": ROW["said"], "position": "supports", "evidence": evidence}
        ).report
        assert [line.result for line in report.lines] == ["conflict"]
        assert told(report) == [(1, "evidence", None)]

    @pytest.mark.parametrize("key", ["said", "position", "issue"])
    def test_what_is_there_is_not_contradicted(
        self, proposed: Propose, town: CorpusBuilder, key: str
    ) -> None:
        scale = {"supports": 1, "rejects": -1, "unstated": None, "denies": None}
        town.codebook(issues={"tram": scale, "quays": scale})
        other = {"said": "2021-05-04", "position": "rejects", "issue": "quays"}[key]
        report = proposed(row(id="s1", text="words 1", **{key: other})).report
        assert [(line.result, line.column) for line in report.lines] == [("conflict", key)]

    def test_words_about_two_issues_say_so(self, imported: Import, town: CorpusBuilder) -> None:
        scale = {"supports": 1, "rejects": -1, "unstated": None, "denies": None}
        town.codebook(issues={"tram": scale, "quays": scale})
        second = row(issue="quays", position="rejects")
        report = imported(row(id="a"), second)
        assert results(report) == [(1, "added", "jansen/a"), (2, "double", "jansen/a")]
        assert report.complete
        tied = {"official": "jansen", "words_of": "jansen/a", "issue": "quays"}
        report = imported({**tied, "position": "rejects"}, {**second, "same_occasion": "jansen/a"})
        assert [result for _, result, _ in results(report)] == ["added", "added"]


LONG = "Trams are the future of all of us, she said"


class TestImportedDoubles:
    @pytest.fixture
    def recorded(self, town: CorpusBuilder) -> CorpusBuilder:
        words = {"source": "courier", "text": LONG}
        return town.official("bo", statements=[{"evidence": [words]}]).source("herald")

    @pytest.mark.usefixtures("recorded")
    def test_are_left_out_of_one_official_and_of_another(
        self, imported: Import, town: CorpusBuilder
    ) -> None:
        part = row(text="the future of all of us", official="bo", position="rejects")
        report = imported(part, row(text=LONG), row(text="the rails come first"))
        assert [line[:3] for line in report.lines] == [
            (1, "double", "bo/s1"),
            (2, "double", "bo/s1"),
            (3, "added", "jansen/rails-come-first"),
        ]
        assert report.complete
        assert "the same words are recorded as `bo/s1`" in str(report.lines[0].message)
        assert town.codes() == []

    @pytest.mark.usefixtures("recorded")
    def test_can_be_taken_as_evidence(
        self, proposed: Propose, imported: Import, town: CorpusBuilder
    ) -> None:
        part = row(official="bo", text="the future of all of us")
        near = row(official="bo", text=f"{LONG} to me", source="herald", said="2021")
        report = proposed(part, near).report
        assert [line[:3] for line in report.lines] == [
            (1, "double", "bo/s1"),
            (2, "double", "bo/s1"),
        ]
        assert "further evidence of `bo/s1`, which has these words" in str(report.lines[0].message)
        assert "which has nearly these words" in str(report.lines[1].message)
        report = imported(part, near, as_evidence=True)
        assert results(report) == [(1, "added", "bo/s1"), (2, "added", "bo/s1")]
        evidence = json.loads(stored(town, "bo/s1")["evidence"])
        assert [each["text"] for each in evidence] == [LONG, part["text"], near["text"]]
        assert town.codes() == []
        assert [line.result for line in imported(part, near, as_evidence=True).lines] == [
            *("there", "there"),
        ]

    @pytest.mark.usefixtures("recorded")
    @pytest.mark.parametrize(
        ("changes", "result"),
        [
            ({"position": "rejects"}, "double"),
            ({"said": "2021-05-04"}, "double"),
            ({"source": "herald", "text": LONG, "position": "rejects"}, "added"),
            ({"source": "herald", "said": "2021-05-04"}, "added"),
            ({"official": "cas"}, "double"),
            ({"official": "cas", "source": "herald"}, "added"),
            ({"accept": "ST419", "evidence_note": "Said twice."}, "added"),
            ({"same_occasion": "bo/s1", "position": "rejects"}, "added"),
        ],
    )
    def test_are_no_evidence_of_what_says_otherwise(
        self, proposed: Propose, changes: Row, result: str
    ) -> None:
        given = row(**{"official": "bo", "text": "the future of all of us", **changes})
        report = proposed(given, as_evidence=True).report
        assert [line.result for line in report.lines] == [result]

    def test_of_one_sheet_are_one_statement(self, imported: Import, town: CorpusBuilder) -> None:
        part = row(text="the future of all of us", said="2021-05", venue="a square")
        report = imported(row(text=LONG), row(text=LONG), part, row(text=LONG, official="cas"))
        ref = "jansen/trams-future-all-said"
        assert results(report) == [
            (1, "added", ref),
            (2, "there", ref),
            (3, "added", ref),
            (4, "double", ref),
        ]
        assert report.lines[2].message == "differs in said"
        evidence = json.loads(stored(town, ref)["evidence"])
        assert [each["text"] for each in evidence] == [LONG, part["text"]]
        assert town.codes() == []

    def test_of_one_sheet_keep_the_ids_that_it_gives(self, imported: Import) -> None:
        report = imported(row(id="a", text=LONG), row(id="b", text=LONG))
        assert results(report) == [(1, "added", "jansen/a"), (2, "double", "jansen/a")]

    @pytest.mark.usefixtures("recorded")
    def test_have_their_own_conditions(self, imported: Import, town: CorpusBuilder) -> None:
        words = {"source": "courier", "text": LONG}
        conditional = {"position": "conditional", "conditions": ["the state pays half"]}
        town.official("bo", statements=[{"evidence": [words], **conditional}])
        part = row(official="bo", text="the future of all of us", position="conditional")
        imported({**part, "conditions": "the state pays"}, as_evidence=True)
        [_, second] = json.loads(stored(town, "bo/s1")["evidence"])
        assert second["conditions"] == ["the state pays"]

    @pytest.mark.usefixtures("recorded")
    def test_have_a_date_that_says_more(self, imported: Import, town: CorpusBuilder) -> None:
        words = {"source": "courier", "text": LONG}
        town.official("bo", statements=[{"evidence": [words], "said": "2021-05/2021-06"}])
        part = row(official="bo", text="the future of all of us", said="2021-06-01")
        whole = row(official="bo", text=f"{LONG} to me", source="herald", said="2021")
        imported(part, whole, as_evidence=True)
        _, *further = json.loads(stored(town, "bo/s1")["evidence"])
        assert [each["said"] for each in further] == ["2021-06-01", None]


class TestImportedWords:
    def test_are_those_of_the_issue_by_label_and_in_any_case(
        self, imported: Import, town: CorpusBuilder
    ) -> None:
        labels = {"supports": {"label": "For it"}, "away": {"label": "FOR IT"}}
        scales = {"tram": {"supports": 1, "rejects": -1}, "quays": {"away": 1, "stay": -1}}
        town.codebook(issues=scales, traits=labels)
        report = imported(
            row(position="for it"),
            row(issue="QUAYS", position="For it", text="More"),
            row(issue="quays", position="Stay", text="Less", frames="JOBS"),
        )
        positions = [stored(town, str(ref))["position"] for _, _, ref in results(report)]
        assert positions == ["supports", "away", "stay"]
        assert told(imported(row(issue="quays", position="against"))) == [(1, "position", None)]

    def test_have_no_marks_around_a_quotation(self, imported: Import, town: CorpusBuilder) -> None:
        rows = [
            row(text="“Trams are the future”"),
            row(text="he called it “a tram”", form="partial-quote"),
            row(text="“a paraphrase”", form="paraphrase"),
        ]
        report = imported(*rows)
        assert report.changes == {("text", "the marks around were taken off"): [1]}
        evidence = [
            json.loads(stored(town, str(ref))["evidence"])[0]["text"]
            for _, _, ref in results(report)
        ]
        assert evidence == ["Trams are the future", rows[1]["text"], rows[2]["text"]]
        assert imported(*rows).counts["there"] == 3

    def test_of_lists_may_have_commas_between_them(
        self, proposed: Propose, imported: Import, town: CorpusBuilder
    ) -> None:
        wrong = proposed(row(frames="jobs; tone, cost")).report
        assert told(wrong) == [(1, "frames", None)]
        [(_, _, ref)] = results(imported(row(frames="Jobs, COST")))
        assert json.loads(stored(town, str(ref))["frames"]) == ["jobs", "cost"]


class TestImportedRoles:
    def test_that_are_cut_short_are_those_of_the_official(
        self, imported: Import, town: CorpusBuilder
    ) -> None:
        town.official("dora", roles=[{"title": "Chief of Staff of the Mayor", "faction": "mayor"}])
        imported(row(official="dora", role="chief of staff"))
        assert stored(town, "dora/trams-future")["role"] == "Chief of Staff of the Mayor"

    def test_that_the_official_has_are_not_written(
        self, imported: Import, town: CorpusBuilder
    ) -> None:
        imported(row(role="Member", faction="Mayor"))
        text = (town.folder / "officials" / "jansen.yaml").read_text("utf-8")
        assert text.count("Member") == 1

    def test_that_differ_are_the_statements_own(
        self, imported: Import, town: CorpusBuilder
    ) -> None:
        imported(row(faction="council"), row(text="None", faction="none"))
        assert stored(town, "jansen/trams-future")["faction"] == "council"
        assert stored(town, "jansen/none")["faction"] is None

    def test_of_somebody_new_become_roles(self, imported: Import, town: CorpusBuilder) -> None:
        report = imported(
            row(official=None, name="Carla Cohn", role="Clerk", faction="council"),
            row(official=None, name="Cohn", text="More", role="Mayor", faction="mayor"),
            row(official="COHN", text="Yet more", role="Clerk", faction="mayor"),
            new_officials=True,
        )
        assert [ref for _, _, ref in results(report)] == [
            *("cohn/trams-future", "cohn/more", "cohn/yet-more"),
        ]
        offices = [
            (found["role"], found["faction"])
            for ref in ("trams-future", "more", "yet-more")
            for found in [stored(town, f"cohn/{ref}")]
        ]
        assert offices == [("Clerk", "council"), ("Mayor", "mayor"), ("Clerk", "mayor")]


class TestImportedOfficials:
    @pytest.mark.parametrize("name", ["jansen", "Jan Jansen", "JANSEN", "Jan-Jansen"])
    def test_are_found_by_any_name(self, proposed: Propose, name: str) -> None:
        assert proposed(row(official=name)).report.complete
        assert proposed(row(official=None, name=name)).report.complete

    @pytest.mark.parametrize(
        "name", ["Jansen Jan", "Jansen, Jan", "Dr. Jansen", "Member Jan Jansen"]
    )
    def test_are_found_in_other_orders_and_behind_titles(
        self, proposed: Propose, name: str
    ) -> None:
        report = proposed(row(official=None, name=name), new_officials=True).report
        assert {ref for _, _, ref in results(report)} == {"jansen/trams-future"}

    def test_that_are_new_are_found_so_too(self, proposed: Propose) -> None:
        names = ["Dr. Carla Cohn", "Cohn, Carla", "Carla Cohn", "Prof. Cohn", "Cohn"]
        rows = [row(official=None, name=name, text=name) for name in names]
        report = proposed(*rows, new_officials=True).report
        assert report.complete
        assert [path for path, is_new in report.files if is_new] == ["officials/cohn.yaml"]

    @pytest.mark.parametrize(
        ("names", "name", "roles"),
        [
            (["President Carla Cohn", "Cohn"], "Carla Cohn", ["President"]),
            (["Dr. Carla Cohn", "Prof. Cohn"], "Carla Cohn", []),
            (["Gen. Cohn", "General Carla Cohn"], "Carla Cohn", []),
            (["Carla Cohn, Minister of Trade"], "Carla Cohn", ["Minister of Trade"]),
            (["Carla Cohn (Deputy Mayor)", "Mayor Cohn"], "Carla Cohn", ["Deputy Mayor", "Mayor"]),
            (["former President Carla Cohn"], "Carla Cohn", ["President"]),
            (["Foreign Ministry spokeswoman Carla Cohn"], "Carla Cohn", [MINISTRY]),
            (["آیت‌الله علی خامنه‌ای", "خامنه‌ای"], "علی خامنه‌ای", []),
            (["Cohn, Carla"], "Cohn, Carla", []),
        ],
    )
    def test_that_are_new_have_no_title_in_their_name(
        self, imported: Import, town: CorpusBuilder, names: list[str], name: str, roles: list[str]
    ) -> None:
        rows = [row(official=None, name=each, text=f"{each} says no") for each in names]
        report = imported(*rows, new_officials=True)
        [path] = [path for path, is_new in report.files if is_new]
        index = town.index()
        assert index.execute("SELECT name FROM officials WHERE name = ?", (name,)).fetchone()
        id_ = path.removeprefix("officials/").removesuffix(".yaml")
        query = "SELECT title FROM roles WHERE official = ? ORDER BY number"
        assert [title for (title,) in index.execute(query, (id_,))] == roles
        assert imported(*rows).counts["there"] == len(rows)

    def test_that_are_new_have_the_roles_of_their_column_and_not_their_title(
        self, imported: Import, town: CorpusBuilder
    ) -> None:
        report = imported(
            row(official=None, name="Dr. Carla Cohn", role="Clerk"),
            row(official=None, name="President Cohn", text="More", role=None),
            new_officials=True,
        )
        assert report.complete, report.lines
        assert "`Dr. Carla Cohn` is new as Carla Cohn, without the title" in report.notes
        titles = town.index().execute("SELECT title FROM roles WHERE official = 'cohn'")
        assert [title for (title,) in titles] == ["Clerk"]

    @pytest.mark.parametrize(
        ("name", "official"),
        [
            ("President Jan Jansen", "jansen"),
            ("Gen. Jansen", "jansen"),
            ("Minister of Rails Jan Jansen", "jansen"),
        ],
    )
    def test_behind_a_title_that_no_role_has_are_found(
        self, proposed: Propose, name: str, official: str
    ) -> None:
        report = proposed(row(official=None, name=name), new_officials=True).report
        assert {ref for _, _, ref in results(report)} == {f"{official}/trams-future"}

    @pytest.mark.parametrize(
        "name",
        [
            "adviser to Jan Jansen",
            "spokesman for President Jan Jansen",
            "Chief of Staff of President Jan Jansen",
            "conseiller du président Jan Jansen",
            "President Carla Cohn and Minister Jan Jansen",
            "President Carla Cohn, Jan Jansen",
        ],
    )
    def test_are_not_whoever_is_named_beside_them(self, proposed: Propose, name: str) -> None:
        report = proposed(row(official=None, name=name)).report
        assert told(report) == [(1, "name", None)]
        report = proposed(row(official=None, name=name), new_officials=True).report
        assert not {ref for _, _, ref in results(report)} & {"jansen/trams-future"}

    def test_that_are_new_are_not_whoever_is_named_beside_them(self, proposed: Propose) -> None:
        names = ["Carla Cohn", "wife of Carla Cohn"]
        rows = [row(official=None, name=name, text=name) for name in names]
        report = proposed(*rows, new_officials=True).report
        assert not any("is taken as" in note for note in report.notes)

    def test_with_a_surname_beside_an_office_that_no_role_has_are_told(
        self, proposed: Propose
    ) -> None:
        report = proposed(row(official=None, name="President Jansen"), new_officials=True).report
        assert {ref for _, _, ref in results(report)} == {"jansen/trams-future"}
        assert any("`President Jansen` is taken as jansen" in note for note in report.notes)

    def test_of_one_surname_are_not_a_third(self, proposed: Propose) -> None:
        names = ["Ada Cohn", "Bob Cohn", "Cohn"]
        report = proposed(
            *(row(official=None, name=name, text=name) for name in names), new_officials=True
        ).report
        assert told(report) == [(3, "name", None)]
        assert "`Cohn` may be 2 officials" in str(report.lines[-1].message)

    def test_are_spelt_alike_if_they_sound_so(self) -> None:
        alike = [("Hasan Rohani", "Hassan Rouhani"), ("Mohamed", "Mohammad"), ("Brant", "Brandt")]
        others = [("Aida Adler", "Ada Adler"), ("Rouhanian", "Rouhani"), ("Ali Rouhani", "Hassan")]
        assert [pair for pair in alike if not spelt_alike(*pair)] == []
        assert [pair for pair in others if spelt_alike(*pair)] == []

    def test_spelt_alike_become_one_if_that_is_accepted(
        self, imported: Import, town: CorpusBuilder
    ) -> None:
        names = ["Jan Janssen", "Carla Kohnen", "Carla Kohnnen", "Bo Alike"]
        rows = [row(official=None, name=name, text=name) for name in names]
        asked = []

        def accepted(guess: Guess) -> bool:
            asked.append((guess.name, guess.official))
            return guess.is_spelt_alike

        report = imported(*rows, new_officials=True, accepted=accepted)
        assert ("Jan Janssen", "jansen") in asked
        assert ("Carla Kohnnen", "kohnen") in asked
        assert report.counts["added"] == 4
        assert "`Jan Janssen` is recorded as another name of `jansen`" in report.notes
        names_of = "SELECT aliases FROM officials WHERE official = ?"
        for id_, alias in (("jansen", "Jan Janssen"), ("kohnen", "Carla Kohnnen")):
            assert alias in json.loads(town.index().execute(names_of, (id_,)).fetchone()[0])
        assert imported(*rows).counts["there"] == 4

    def test_unknown_are_refused_with_what_they_may_mean(self, proposed: Propose) -> None:
        [line] = proposed(row(official=None, name="Dr. Jan Janssen")).report.lines
        assert line.hint == (
            "did you mean `jansen`? `--alias` records it as another name of that one"
        )

    def test_may_not_be_one_that_is_recorded_or_one_that_is_new(self, proposed: Propose) -> None:
        new = row(official=None, name="Eva Jansen")
        report = proposed(new, row(official=None, name="Dr. Jansen"), new_officials=True).report
        assert told(report) == [(2, "name", None)]
        assert "may be 2 officials" in str(report.lines[-1].message)
        report = proposed(new, row(official="jansen", text="x"), new_officials=True).report
        assert {ref for _, _, ref in results(report)} == {"eva-jansen/trams-future", "jansen/x"}

    def test_are_not_guessed(self, proposed: Propose) -> None:
        report = proposed(row(official="jansn")).report
        assert told(report) == [(1, "official", None)]
        assert "did you mean `jansen`" in str(report.lines[0].hint)

    def test_may_not_be_two(self, proposed: Propose) -> None:
        assert told(proposed(row(name="Cas Ko")).report) == [(1, "name", None)]
        assert told(proposed(row(ref="cas/x")).report) == [(1, "ref", None)]

    def test_that_are_new_are_told_if_they_are_much_like_another(self, imported: Import) -> None:
        report = imported(row(official=None, name="Jan Janssen"), new_officials=True)
        assert report.notes == ["`Jan Janssen` is new: did you mean `jansen`?"]
        assert ("officials/janssen.yaml", True) in report.files

    def test_that_are_new_need_an_id(self, proposed: Propose) -> None:
        report = proposed(row(official=None, name="习近平"), new_officials=True).report
        assert ("officials/official-1.yaml", True) in report.files
        report = proposed(row(official=None, name="شیرین فرحی"), new_officials=True).report
        assert ("officials/frhi.yaml", True) in report.files
        wrong = proposed(row(official=None, name="x" * 300), new_officials=True).report
        assert told(wrong) == [(1, "name", None)]
        right = proposed(row(official="shirin", name="شیرین"), new_officials=True).report
        assert right.complete

    def test_that_are_new_do_not_take_the_id_of_a_file(
        self, proposed: Propose, town: CorpusBuilder
    ) -> None:
        town.file("officials/dorn.yaml", "name: [")
        report = proposed(row(official=None, name="Dora Dörn"), new_officials=True).report
        assert told(report) == [(1, "name", None)]

    def test_two_that_are_new_do_not_share_an_id(self, proposed: Propose) -> None:
        rows = row(official=None, name="Ö Berg"), row(official=None, name="Ö. Bérg!", text="x")
        assert proposed(*rows, new_officials=True).report.complete
        rows = row(official=None, name="Berg A"), row(official="berg-a", name="Other", text="x")
        assert {ref for _, _, ref in results(proposed(*rows, new_officials=True).report)} == {
            *("berg-a/trams-future", "berg-a/x"),
        }

    def test_that_are_new_are_left_out_if_nothing_is_theirs(self, proposed: Propose) -> None:
        bad = row(official=None, name="Carla Cohn", position="nonsense")
        proposal = proposed(bad, row(), new_officials=True, partial=True)
        assert [path for path, _ in proposal.report.files] == ["officials/jansen.yaml"]


class TestImportedSources:
    def test_that_are_new_get_the_checksum_of_their_copy(
        self, imported: Import, town: CorpusBuilder, tmp_path: Path
    ) -> None:
        (tmp_path / "post-2021-06-01.txt").write_text("Trams are the future")
        new = row(**self.NEW | {"publisher": "The Post"})
        report = imported(new, new_sources=True, copies=Snapshots(tmp_path))
        assert (
            "the stored copy of `post-2021-06-01` is post-2021-06-01.txt; its sha256 is recorded"
            in (report.notes)
        )
        query = "SELECT sha256 FROM sources WHERE source = 'post-2021-06-01'"
        assert (
            town.index().execute(query).fetchone()[0] == sha256(b"Trams are the future").hexdigest()
        )

    def test_of_one_publisher_and_day_are_told_by_title_and_address(
        self, imported: Import, town: CorpusBuilder
    ) -> None:
        of_day = {**self.NEW, "publisher": "The Post"}
        rows = [
            row(**of_day),
            row(**of_day | {"title": "Morning"}, text="b"),
            row(**of_day | {"title": "Morning"}, text="c", url="https://x.example/1"),
            row(**of_day | {"title": "Morning"}, text="d", url="https://x.example/2"),
            row(source=None, url="https://x.example/1", text="e"),
        ]
        report = imported(*rows, new_sources=True)
        assert [path for path, is_new in report.files if is_new] == [
            "sources/post-2021-06-01-2.yaml",
            "sources/post-2021-06-01-3.yaml",
            "sources/post-2021-06-01.yaml",
        ]
        assert imported(*rows[:1], *rows[2:]).counts["there"] == 4
        assert town.codes() == []

    def test_are_known_by_publisher_and_day_where_a_row_has_no_more(
        self, imported: Import, town: CorpusBuilder
    ) -> None:
        town.file("sources/evening.yaml", EVENING)
        given = row(source=None, publisher="Post", published="2021-06-01")
        assert imported(given).counts["added"] == 1
        town.file("sources/morning.yaml", EVENING.replace("Evening", "Morning"))
        assert imported(given | {"text": "b"}).counts["wrong"] == 1

    def test_that_are_new_have_the_language_of_their_words(
        self, imported: Import, town: CorpusBuilder
    ) -> None:
        new = {"source": None, "published": "2021-06-01"}
        texts = {
            "Evening": "The trams are the future of the town, and that is all there is to it",
            "Abend": "Die Bahn ist nicht für die Stadt, und das wird sie auch nicht mit der Zeit",
            "Short": "No trams",
        }
        rows = [row(title=title, text=text, **new) for title, text in texts.items()]
        report = imported(*rows, new_sources=True)
        query = "SELECT title, lang FROM sources WHERE title IN ('Evening', 'Abend')"
        assert report.counts["wrong"] == 1
        report = imported(*rows[:2], new_sources=True)
        assert "lang of `evening-2021-06-01` is `en`, by the words quoted" in report.notes
        found = dict(town.index().execute(query).fetchall())
        assert found == {"Evening": "en", "Abend": "de"}

    NEW: ClassVar = {"source": None, "title": "Evening", "published": "2021-06-01", "lang": "en"}

    def test_are_not_guessed(self, proposed: Propose) -> None:
        assert told(proposed(row(source="courir")).report) == [(1, "source", None)]
        assert told(proposed(row(**self.NEW)).report) == [(1, "title", None)]

    def test_that_are_new_are_added_once(self, imported: Import, town: CorpusBuilder) -> None:
        rows = row(**self.NEW), row(**self.NEW, text="More", url="https://x.example/1")
        report = imported(*rows, new_sources=True)
        assert ("sources/evening-2021-06-01.yaml", True) in report.files
        assert imported(*rows).counts["there"] == 2
        assert town.codes() == []

    def test_with_the_title_of_another_are_another(
        self, proposed: Propose, imported: Import, town: CorpusBuilder
    ) -> None:
        """Many an article is called `Press briefing`."""
        imported(row(**self.NEW), new_sources=True)
        next_day = {**self.NEW, "published": "2021-07-01", "text": "Of another day"}
        elsewhere = {**self.NEW, "publisher": "Herald", "text": "Of another paper"}
        town.file("sources/evening-2021-06-01.yaml", EVENING)
        for other in (next_day, elsewhere):
            assert told(proposed(row(**other)).report) == [(1, "title", None)]
            report = imported(row(**other), new_sources=True)
            assert len([path for path, is_new in report.files if is_new]) == 1
            assert imported(row(**other)).counts["there"] == 1
        assert proposed(row(**self.NEW | {"published": None})).report.counts["wrong"] == 1

    def test_that_are_new_are_written_before_what_cites_them(self, proposed: Propose) -> None:
        proposal = proposed(row(**self.NEW), new_sources=True)
        assert [each.path.parent.name for each in proposal.replacements] == ["sources", "officials"]

    def test_that_are_new_are_checked(self, proposed: Propose) -> None:
        fields = self.NEW | {"published": "June", "lang": None}
        report = proposed(row(**fields), new_sources=True).report
        assert set(told(report)) == {(1, "published", "ST204"), (1, None, "ST202")}

    def test_that_are_new_need_a_title(self, proposed: Propose) -> None:
        report = proposed(row(source="evening"), new_sources=True).report
        assert told(report) == [(1, "source", None)]

    def test_that_are_new_need_an_id(self, proposed: Propose) -> None:
        fields = self.NEW | {"source": "x" * 300}
        assert told(proposed(row(**fields), new_sources=True).report) == [(1, "source", None)]

    def test_that_are_new_do_not_take_the_id_of_a_file(
        self, proposed: Propose, town: CorpusBuilder
    ) -> None:
        town.file("sources/evening-2021-06-01.yaml", "title: [")
        assert told(proposed(row(**self.NEW), new_sources=True).report) == [(1, None, None)]

    def test_that_are_new_say_one_thing(self, proposed: Propose) -> None:
        rows = (
            row(**self.NEW | {"source": "x"}),
            row(**self.NEW | {"source": "x", "title": "Morning"}, text="More"),
        )
        assert told(proposed(*rows, new_sources=True).report) == [(2, "title", None)]

    def test_mend_what_cites_them_already(self, imported: Import, town: CorpusBuilder) -> None:
        town.official("dora", statements=[{"evidence": ["evening"]}])
        assert town.codes() == ["ST101"]
        imported(row(**self.NEW | {"source": "evening"}), new_sources=True)
        assert town.codes() == []


class TestImportRefused:
    def test_is_found_as_check_finds_it(self, proposed: Propose) -> None:
        report = proposed(
            row(position="conditional"),
            row(text="b", said="2021-07-20"),
            row(text="c", id="Not An Id"),
            row(text="d", status="denied"),
            row(text="e", match="probable"),
            row(text="f", form=None),
        ).report
        assert told(report) == [
            (1, "position", "ST301"),
            (2, "said", "ST402"),
            (3, "id", "ST206"),
            (4, "status", "ST303"),
            (5, "match", "ST304"),
            (6, "form", "ST202"),
        ]

    def test_is_told_with_the_key_that_is_missing(
        self, proposed: Propose, town: CorpusBuilder
    ) -> None:
        town.meta(default_issue=None)
        town.official("dora", statements=[{"issue": "tram"}])
        [line] = proposed(row(official="dora")).report.lines
        assert (line.code, line.message) == ("ST202", "`issue` is missing")
        assert line.hint == "fill it in, or say it for all rows: --set issue=VALUE"

    def test_spoils_no_other_row_if_that_is_wanted(self, imported: Import) -> None:
        report = imported(row(), row(text="b", said="2021-07-20"), partial=True)
        assert [line.result for line in report.lines] == ["added", "wrong"]

    def test_writes_nothing_otherwise(self, proposed: Propose) -> None:
        proposal = proposed(row(), row(text="b", said="2021-07-20"))
        assert proposal.replacements == ()
        assert [line.result for line in proposal.report.lines] == ["sound", "wrong"]

    def test_with_an_official_that_is_new_is_told_in_the_sheet(self, proposed: Propose) -> None:
        new = row(official=None, name="Carla Cohn", role="Clerk", faction="nonsense")
        report = proposed(new, new_officials=True).report
        assert told(report) == [(1, "faction", None)]

    def test_already_does_not_matter(self, imported: Import, town: CorpusBuilder) -> None:
        """As long as it is in another file."""
        town.official("dora", statements=["supports"])
        town.official("emil", statements=[{"frames": ["nonsense"]}, "supports"])
        town.meta(assertions={"statements": {"minimum": "90"}})
        report = imported(row(official="dora"))
        assert [line.result for line in report.lines] == ["added"]

    def test_is_told_though_it_is_a_warning(self, proposed: Propose, town: CorpusBuilder) -> None:
        town.meta(assertions={"statements": {"maximum": "1"}})
        report = proposed(row()).report
        assert [(line.line, line.result) for line in report.lines] == [(1, "added")]
        town.meta(assertions={"statements": {"maximum": "7"}})
        report = proposed(row()).report
        assert [(line.line, line.result) for line in report.lines] == [
            *((0, "warning"), (1, "added")),
        ]

    def test_is_nobodys_row_if_it_is_elsewhere(
        self, proposed: Propose, town: CorpusBuilder
    ) -> None:
        town.official("dora", aliases=["Cohn"], statements=["supports"])
        proposal = proposed(
            row(official="carla", name="Cohn"), row(), new_officials=True, partial=True
        )
        assert told(proposal.report) == [(0, None, "ST401")]
        assert "officials/dora.yaml" in str(proposal.report.lines[0].message)
        assert proposal.replacements == ()
        assert proposal.report.counts["sound"] == 2

    def test_is_a_file_that_would_be_too_large(self, proposed: Propose) -> None:
        rows = [row(id="long", text=f"{number} " + "word " * 30_000) for number in range(15)]
        proposal = proposed(*rows)
        assert proposal.replacements == ()
        [refusal] = proposal.report.lines
        assert refusal.result == "wrong"
        assert "no more than" in str(refusal.message)

    def test_is_none_where_another_file_has_room(self, proposed: Propose) -> None:
        rows = [row(text=f"word{number} " * 22_000) for number in range(15)]
        proposal = proposed(*rows)
        assert proposal.report.counts["added"] == 15
        assert len([each for each in proposal.replacements if "officials" in each.path.parts]) == 2


def test_many_rows_take_no_time_that_grows_with_their_square(proposed: Propose) -> None:
    report = proposed(*(row(text=f"word {number}") for number in range(1500))).report
    assert report.counts["added"] == 1500
