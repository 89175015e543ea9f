from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import SCALE, CorpusBuilder
from stances.checks.statement import CHECKS, Context, statement_faults
from stances.corpus import CorpusReader
from stances.model.records import Official, Statement
from stances.roles import Offices

if TYPE_CHECKING:
    from stances.codebook import CodebookLookup

OPEN = {"about": "date", "note": "They differ."}
TENURE = {"title": "Mayor", "from": "2020-06", "until": "2021-04"}
NEAR = {
    "issue": ("tra", "tram", "ST103"),
    "position": ("support", "supports", "ST105"),
    "faction": ("mayo", "mayor", "ST104"),
    "role": ("Membe", "Member", "ST108"),
}
"""By key, a word that is not known, the one that is meant, and the code."""


def jansen(corpus: CorpusBuilder, **fields: Any) -> CorpusBuilder:
    return corpus.source("herald").official("jansen", statements=[fields])


def fault(corpus: CorpusBuilder, *naming: str, **fields: Any) -> tuple[str, str]:
    """Give the code of a statement's one problem, and the text that it points at.

    `naming`: what message and hint have to name.
    """
    problem = jansen(corpus, **fields).problem()
    assert (problem.path, problem.ref) == ("officials/jansen.yaml", "jansen/s1")
    assert problem.hint
    assert [name for name in naming if name not in f"{problem.message} {problem.hint}"] == []
    return problem.code, corpus.pointed_at(problem)


def sound(corpus: CorpusBuilder, **fields: Any) -> bool:
    return jansen(corpus, **fields).codes() == []


class TestUnknownWord:
    @pytest.mark.parametrize("key", NEAR)
    def test_is_a_fault_with_the_word_that_was_meant(self, corpus: CorpusBuilder, key: str) -> None:
        word, meant, code = NEAR[key]
        found = fault(corpus, f"`{word}`", f"did you mean `{meant}`?", **{key: word})
        assert found == (code, f'"{word}"')

    def test_is_a_fault_among_others_in_a_list(self, corpus: CorpusBuilder) -> None:
        found = fault(corpus, "`csot`", "did you mean `cost`?", frames=["jobs", "csot"])
        assert found == ("ST106", '"csot"')
        assert jansen(corpus, frames=["csot", "csot"]).codes() == ["ST106", "ST312"]

    def test_is_a_fault_in_evidence(self, corpus: CorpusBuilder) -> None:
        pieces = ["herald", {"position": "rejetcs"}]
        found = fault(corpus, "`tram`", "`rejetcs`", "did you mean `rejects`?", evidence=pieces)
        assert found == ("ST105", '"rejetcs"')

    def test_is_a_fault_that_lists_all_words_if_none_is_like_it(
        self, corpus: CorpusBuilder
    ) -> None:
        assert fault(corpus, "council, mayor", faction="zzz")
        assert fault(corpus, "cost, jobs", frames=["zzz"])

    def test_is_no_fault_where_it_is_known(self, corpus: CorpusBuilder) -> None:
        assert sound(corpus, issue="tram", frames=["jobs"], faction="mayor", role="Member")
        assert sound(corpus, evidence=[{"position": "rejects"}])

    def test_is_a_fault_though_known_on_another_issue(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": {"supports": 1}, "quays": {"mend": 1}})
        found = fault(corpus, "`quays`", "`supports`", ": mend", issue="quays", position="supports")
        assert found == ("ST105", '"supports"')

    def test_hides_nothing_but_what_depends_on_it(self, corpus: CorpusBuilder) -> None:
        assert fault(corpus, issue="zzz", position="zzz")[0] == "ST103"

    def test_is_not_the_faction_none(self, corpus: CorpusBuilder) -> None:
        assert sound(corpus, faction="none")

    def test_is_no_unlisted_role_beside_a_faction(self, corpus: CorpusBuilder) -> None:
        assert sound(corpus, faction="mayor", role="Poet")
        assert sound(corpus, faction="none", role="Poet")


def test_a_statement_needs_an_issue_if_the_corpus_has_no_default(corpus: CorpusBuilder) -> None:
    corpus.meta(default_issue=None)
    assert fault(corpus, "`issue:`", "`default_issue:`", position="zzz")[0] == "ST202"
    assert sound(corpus, issue="tram")


class TestConditions:
    def test_are_missing_where_the_position_needs_them(self, corpus: CorpusBuilder) -> None:
        found = fault(corpus, "`conditional`", position="conditional", conditions=None)
        assert found == ("ST301", '"conditional"')

    def test_are_superfluous_where_it_has_none(self, corpus: CorpusBuilder) -> None:
        found = fault(corpus, "`supports`", "conditional", "drop", conditions=["money"])
        assert found == ("ST302", "[")
        assert "indirect" not in corpus.problem().hint

    def test_have_no_place_on_a_scale_that_knows_none(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": {"supports": 1}})
        problem = jansen(corpus, conditions=["money"]).problem()
        assert problem.code == "ST302"
        assert "conditional" not in problem.hint

    def test_belong_to_the_one_that_requires_them(self, corpus: CorpusBuilder) -> None:
        assert sound(corpus, position="conditional", conditions=["money"])

    def test_are_no_matter_of_a_position_that_is_unknown(self, corpus: CorpusBuilder) -> None:
        assert fault(corpus, position="zzz", conditions=["money"])[0] == "ST105"


class TestDoubt:
    @pytest.mark.parametrize("status", ["disputed", "denied", "misattributed"])
    def test_of_the_status_needs_a_dispute_that_says_why(
        self, corpus: CorpusBuilder, status: str
    ) -> None:
        found = fault(corpus, status, "`disputes:`", status=status, disputes=[])
        assert found == ("ST303", f'"{status}"')
        assert sound(corpus, status=status, disputes=[OPEN])

    def test_is_no_fault_of_what_is_attested(self, corpus: CorpusBuilder) -> None:
        assert sound(corpus, status="attested", disputes=[])
        assert sound(corpus, disputes=[OPEN])

    def test_of_the_occasion_needs_a_note_or_a_dispute(self, corpus: CorpusBuilder) -> None:
        bare = {"match": "probable", "note": None, "source": "herald"}
        found = fault(corpus, "`note`", "dispute", evidence=["courier", bare])
        assert found == ("ST304", '"probable"')
        assert sound(corpus, evidence=["courier", bare], disputes=[OPEN])
        assert sound(corpus, evidence=["courier", bare | {"note": "The same words."}])
        assert sound(corpus, evidence=["courier", bare | {"match": "certain"}])


class TestDuplicates:
    def test_are_a_fault_in_evidence(self, corpus: CorpusBuilder) -> None:
        pieces = [{"text": "We build."}, "herald", {"text": "We  build.", "form": "paraphrase"}]
        assert fault(corpus, "`courier`", evidence=pieces) == ("ST305", '"We  build."')

    def test_are_no_evidence_of_other_source_or_words(self, corpus: CorpusBuilder) -> None:
        pieces = [{"text": "a"}, {"text": "b"}, {"text": "a", "source": "herald"}]
        assert sound(corpus, evidence=pieces)

    @pytest.mark.parametrize("key", ["frames", "conditions"])
    def test_are_a_fault_in_a_list(self, corpus: CorpusBuilder, key: str) -> None:
        listed = {key: ["jobs", "cost", "jobs"]}
        found = fault(corpus, "`jobs`", position="conditional", **listed)
        assert found == ("ST312", '"jobs"')

    def test_in_a_list_are_told_at_the_second_place(self, corpus: CorpusBuilder) -> None:
        problem = jansen(corpus, frames=["jobs", "jobs"]).problem()
        text = (corpus.folder / problem.path).read_text().splitlines()
        assert text[problem.line - 2].strip() == '"jobs",'

    def test_in_evidence_and_in_its_statement_are_a_warning(self, corpus: CorpusBuilder) -> None:
        same = {"speaker": "jansen", "said": "2021-05-03", "position": "supports"}
        problems = jansen(corpus, evidence=["herald", same]).problems()
        for problem, (key, value) in zip(problems, same.items(), strict=True):
            assert (problem.code, problem.severity) == ("ST310", "warning")
            assert corpus.pointed_at(problem) == f'"{value}"'
            assert f"`{key}`" in problem.message

    def test_are_none_in_evidence_that_says_otherwise(self, corpus: CorpusBuilder) -> None:
        other = {"speaker": "de-vries", "said": "2021-05", "position": "rejects"}
        corpus.official("de-vries")
        assert sound(corpus, evidence=[other])


def test_a_source_does_not_copy_from_itself(corpus: CorpusBuilder) -> None:
    pieces = ["herald", {"derived_from": "courier"}]
    assert fault(corpus, "`courier`", evidence=pieces) == ("ST313", '"courier"')
    assert sound(corpus, evidence=["herald", {"derived_from": "herald"}])


def held(corpus: CorpusBuilder, statement: dict[str, str], *roles: Any) -> CorpusBuilder:
    return corpus.official("jansen", roles=roles, statements=[statement])


class TestOutsideEveryRole:
    @pytest.mark.parametrize("said", ["2020-05-31", "2020-05", "../2020-05", "2021-05", "2021-06"])
    def test_is_a_fault_where_that_is_certain(self, corpus: CorpusBuilder, said: str) -> None:
        former = {"title": "Clerk", "former": True}
        problem = held(corpus, {"said": said}, TENURE, former).problem()
        assert (problem.code, corpus.pointed_at(problem)) == ("ST307", f'"{said}"')
        assert "Jansen" in problem.message
        assert "`role` and `faction`" in problem.hint

    @pytest.mark.parametrize("said", ["2020-06-01", "2020", "2021-04-30", "2021", "../2021-06-18"])
    def test_is_no_fault_where_it_is_only_possible(self, corpus: CorpusBuilder, said: str) -> None:
        assert held(corpus, {"said": said}, TENURE).codes() == []

    def test_is_no_fault_where_another_role_can_hold(self, corpus: CorpusBuilder) -> None:
        for other in ({"title": "Clerk", "until": "2020-05"}, {"title": "Clerk"}):
            assert held(corpus, {"said": "2019"}, TENURE, other).codes() == []

    def test_is_no_fault_where_only_former_roles_are_listed(self, corpus: CorpusBuilder) -> None:
        assert held(corpus, {"said": "2019"}).codes() == []
        assert held(corpus, {"said": "2019"}, TENURE | {"former": True}).codes() == []

    def test_is_no_fault_where_the_statement_names_its_own(self, corpus: CorpusBuilder) -> None:
        assert held(corpus, {"said": "2019", "role": "Mayor"}, TENURE).codes() == []
        assert held(corpus, {"said": "2019", "faction": "none"}, TENURE).codes() == []


def test_all_faults_of_a_statement_are_told_at_once(corpus: CorpusBuilder) -> None:
    bad = {"position": "zzz", "frames": ["zzz"], "faction": "zzz", "status": "denied"}
    jansen(corpus, **bad, disputes=[])
    assert sorted(corpus.codes()) == ["ST104", "ST105", "ST106", "ST303"]


class TestAmbiguousRole:
    BOTH = ({"title": "Mayor", "faction": "mayor"}, {"title": "Member", "faction": "council"})

    def test_is_told_where_roles_of_two_factions_can_hold(self, corpus: CorpusBuilder) -> None:
        problem = held(corpus, {"said": "2021-05-03"}, *self.BOTH).problem()
        assert (problem.code, problem.severity) == ("ST317", "warning")
        assert corpus.pointed_at(problem) == '"2021-05-03"'
        assert "`Mayor` or `Member`" in problem.message
        assert "`role`" in problem.hint

    @pytest.mark.parametrize("own", [{"role": "Member"}, {"faction": "council"}])
    def test_is_none_where_the_statement_names_its_own(
        self, corpus: CorpusBuilder, own: dict[str, str]
    ) -> None:
        assert held(corpus, {"said": "2021-05-03"} | own, *self.BOTH).codes() == []

    @pytest.mark.parametrize(
        "other",
        [
            {"title": "Member", "faction": "mayor"},
            {"title": "Member", "faction": "council", "former": True},
            {"title": "Member", "faction": "council", "until": "2021-05-02"},
            {"title": "Member", "faction": "council", "from": "2021-05-04"},
        ],
    )
    def test_is_none_of_one_faction_or_of_other_days(
        self, corpus: CorpusBuilder, other: dict[str, Any]
    ) -> None:
        assert held(corpus, {"said": "2021-05-03"}, self.BOTH[0], other).codes() == []


class TestReferences:
    def test_are_not_to_the_statement_itself(self, corpus: CorpusBuilder) -> None:
        own: dict[str, Any] = {"same_occasion": ["jansen/s1"]}
        assert fault(corpus, "not with itself", **own) == ("ST314", '"jansen/s1"')
        own = {"words_of": "jansen/s1"}
        assert fault(corpus, "cannot be its own", **own) == ("ST314", '"jansen/s1"')

    @pytest.mark.parametrize("name", ["jansen", "Jansen", "jan J."])
    def test_of_who_spoke_are_not_to_the_official(self, corpus: CorpusBuilder, name: str) -> None:
        own = {"evidence": ["courier"]}
        for key, words in (("spoken_by", "who speaks needs"), ("according_to", "somebody else")):
            statement = own | {key: name}
            corpus.official("jansen", aliases=["Jan J."], statements=[statement])
            problem = corpus.problem()
            assert (problem.code, words in problem.message) == ("ST314", True)
            assert corpus.pointed_at(problem) == f'"{name}"'
            corpus.official("jansen", kind="unnamed", aliases=["Jan J."], statements=[statement])
            assert corpus.codes() == []

    def test_of_an_occasion_are_to_the_same_official(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=[{"said": "2020"}])
        found = fault(corpus, "write `words_of: bo/s1`", same_occasion=["bo/s1"])
        assert found == ("ST316", '"bo/s1"')

    @pytest.mark.parametrize("ref", ["s1", "bo/", "/s1", "bo/s1/x", "Bo/s1", "bo s1"])
    def test_are_an_official_and_a_statement(self, corpus: CorpusBuilder, ref: str) -> None:
        assert fault(corpus, f"`{ref}`", words_of=ref) == ("ST206", f'"{ref}"')


class TestBesideWordsOf:
    BASE: ClassVar[Any] = {"evidence": ["herald"]}

    def told(self, corpus: CorpusBuilder, official: str, **fields: Any) -> list[tuple[str, str]]:
        """The codes of what stands beside the words of another, and what they point at."""
        corpus.codebook(issues={"tram": SCALE, "quays": SCALE})
        corpus.source("herald").official("jansen", statements=[self.BASE])
        second = {"id": "s2", "words_of": "jansen/s1", "issue": "quays"} | fields
        if official == "jansen":
            corpus.official("jansen", statements=[self.BASE, second])
        else:
            corpus.official(official, statements=[second])
        found = corpus.problems()
        assert {problem.ref for problem in found} <= {f"{official}/s2"}
        return [(problem.code, corpus.pointed_at(problem)) for problem in found]

    @pytest.mark.parametrize("official", ["jansen", "bo"])
    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("said", "2021-05-03"),
            ("venue", "Hall"),
            ("evidence", ["herald"]),
            ("repeated", True),
            ("spoken_by", "Eva"),
            ("according_to", ["Eva"]),
        ],
    )
    def test_stands_nothing_that_is_that_of_the_words(
        self, corpus: CorpusBuilder, official: str, key: str, value: object
    ) -> None:
        [(code, _)] = self.told(corpus, official, **{key: value})
        assert code == "ST315"
        assert key in corpus.problem().message

    @pytest.mark.parametrize(
        ("key", "value"), [("status", "attested"), ("role", "Member"), ("faction", "council")]
    )
    def test_stands_a_role_or_a_status_only_for_another_official(
        self, corpus: CorpusBuilder, key: str, value: str
    ) -> None:
        assert self.told(corpus, "jansen", **{key: value}) == [("ST315", f'"{value}"')]
        assert self.told(corpus, "bo", **{key: value}) == []

    @pytest.mark.parametrize("official", ["jansen", "bo"])
    def test_stands_what_is_its_own(self, corpus: CorpusBuilder, official: str) -> None:
        own: dict[str, Any] = {
            "position": "conditional",
            "frames": ["jobs"],
            "summary": "So.",
            "note": "Why.",
        }
        own |= {"disputes": [OPEN], "coder": "Eva", "reviewed_by": ["Jo"]}
        assert self.told(corpus, official, **own) == []


class TestAccept:
    def piece(self, *codes: str, note: str | None = "It is a caption.") -> dict[str, Any]:
        return {"evidence": [{"accept": [*codes], "note": note}]}

    def test_names_warnings_of_verify(self, corpus: CorpusBuilder) -> None:
        found = fault(corpus, "`ST501`", "ST505", **self.piece("ST505", "ST501"))
        assert found == ("ST318", '"ST501"')
        assert sound(corpus, **self.piece("ST505", "ST507"))

    def test_needs_a_note(self, corpus: CorpusBuilder) -> None:
        assert fault(corpus, "`note`", **self.piece("ST505", note=None))[0] == "ST319"


class TestDisputedSources:
    @pytest.fixture
    def three(self, corpus: CorpusBuilder) -> CorpusBuilder:
        return corpus.source("agency")

    def test_are_those_of_the_evidence(self, three: CorpusBuilder) -> None:
        dispute = OPEN | {"sources": ["courier", "heralt"]}
        found = fault(three, "did you mean `herald`", evidence=["courier", "herald"],
                      disputes=[dispute])  # fmt: skip
        assert found == ("ST320", '"heralt"')

    def test_are_named_where_there_are_three(self, three: CorpusBuilder) -> None:
        pieces = ["courier", "herald", "agency"]
        jansen(three, evidence=pieces, disputes=[OPEN])
        problem = three.problem()
        assert (problem.code, problem.severity) == ("ST321", "warning")
        dispute = OPEN | {"sources": ["courier", "agency"]}
        assert sound(three, evidence=pieces, disputes=[dispute])

    def test_need_not_be_named_where_there_are_two(self, three: CorpusBuilder) -> None:
        twice = {"source": "herald", "text": "more"}
        assert sound(three, evidence=["courier", "herald", twice], disputes=[OPEN])


class TestConditionsOfAPosition:
    @pytest.fixture
    def unless(self, corpus: CorpusBuilder) -> CorpusBuilder:
        return corpus.codebook(traits={"rejects": {"allows": "conditions"}})

    def test_may_be_there_or_not_where_they_are_allowed(self, unless: CorpusBuilder) -> None:
        assert sound(unless, position="rejects", conditions=["unless the state pays"])
        assert sound(unless, position="rejects")

    def test_are_none_of_other_positions(self, unless: CorpusBuilder) -> None:
        found = fault(unless, "`rejects`", position="supports", conditions=["the state pays"])
        assert found[0] == "ST302"

    def test_of_evidence_belong_to_its_own_position(self, unless: CorpusBuilder) -> None:
        own = {"position": "rejects", "conditions": ["unless the state pays"], "text": "b"}
        pieces = ["courier", {"source": "herald"} | own]
        note = [{"about": "position", "note": "They differ."}]
        assert sound(unless, position="supports", evidence=pieces, disputes=note)
        del own["position"]
        pieces = ["courier", {"source": "herald"} | own]
        code, _ = fault(unless, position="supports", evidence=pieces, disputes=note)
        assert code == "ST302"


GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "position": st.sampled_from(["supports", "conditional", "sideways"]),
        "said": st.sampled_from(["2021-05-03", "2019", "../2020"]),
        "frames": st.lists(st.sampled_from(["jobs", "cost", "csot"]), max_size=3),
        "faction": st.sampled_from(["mayor", "none", "myor"]),
        "role": st.sampled_from(["Member", "Membr"]),
        "conditions": st.lists(st.sampled_from(["money"]), max_size=2),
        "status": st.sampled_from(["attested", "denied"]),
        "disputes": st.lists(st.sampled_from([OPEN, OPEN | {"sources": ["nobody"]}]), max_size=1),
        "words_of": st.sampled_from(["jansen/s1", "jansen/s2", "bo/s1"]),
        "same_occasion": st.lists(st.sampled_from(["jansen/s1", "jansen/s2", "bo/s1"])),
        "spoken_by": st.sampled_from(["jansen", "Bo"]),
        "according_to": st.lists(st.sampled_from(["jansen", "Bo"]), max_size=2),
        "reviewed_by": st.lists(st.sampled_from(["tests", "Bo"]), max_size=2),
    },
)
PIECE = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["courier", "herald"]),
        "form": st.sampled_from(["quote", "paraphrase"]),
        "text": st.sampled_from(["no", "“no”"]),
    },
    optional={
        "match": st.sampled_from(["certain", "probable"]),
        "speaker": st.sampled_from(["jansen", "bo"]),
        "said": st.sampled_from(["2021-05-03", "2019"]),
        "position": st.sampled_from(["supports", "sideways"]),
        "conditions": st.lists(st.sampled_from(["money"]), max_size=1),
        "via": st.sampled_from(["courier", "Post"]),
        "derived_from": st.sampled_from(["courier", "herald"]),
        "accept": st.lists(st.sampled_from(["ST419", "ST101"]), max_size=1),
    },
)


@given(GIVEN, st.lists(PIECE, max_size=2))
def test_a_check_that_is_left_out_for_the_keys_that_are_given_would_find_nothing(
    lookup: CodebookLookup, fields: dict[str, Any], pieces: list[dict[str, Any]]
) -> None:
    data = {"id": "s1", "position": "supports", "evidence": pieces} | fields
    statement = Statement.model_validate(data)
    official = Official.model_validate({"name": "Jansen", "roles": [{"title": "Member"}]})
    case = Context(statement, (), "jansen", official, Offices(official.roles), lookup)
    assert [*statement_faults(case)] == [fault for check in CHECKS for fault in check(case)]


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> CodebookLookup:
    reader = CorpusReader(CorpusBuilder(tmp_path_factory.mktemp("town") / "data").folder)
    reader.heads()
    assert reader.codebook
    return reader.codebook
