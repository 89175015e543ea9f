"""Decisions: what they change, what they leave, and that they are asked for once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stances.editing.decisions import Reason, decide_all, reject_one
from stances.editing.rename.coders import plan_coder
from stances.editing.rename.merge import Merge
from stances.editing.rename.move import Moving, plan_move
from stances.editing.rename.plan import plan as plan_thing
from stances.editing.rename.targets import new_thing, old_thing, split
from stances.editing.save import save
from stances.editing.workspace import Workspace
from stances.errors import CannotEdit
from stances.queries.curation import case_of, cases, coders_of, signs_of
from stances.queries.filters import Filters
from stances.queries.merge_rules import Content
from stances.yaml_reader import read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from corpora import CorpusBuilder
    from stances.editing.decisions import Outcome

WHY = Reason("TK", "So it is.")
REF = "jansen/s1"
POSITIONS = st.sampled_from(["supports", "opposes", "denies"])
READINGS = st.one_of(
    st.fixed_dictionaries({"skip": st.just("unclear")}),
    st.fixed_dictionaries(
        {"position": POSITIONS},
        optional={
            "frames": st.lists(st.sampled_from(["jobs", "cost"]), unique=True),
            "said": st.sampled_from(["2021-05-02", "2021-05-03"]),
        },
    ),
)


def code(corpus: CorpusBuilder, readings: Mapping[str, Any], official: str = "jansen") -> None:
    for coder, reading in readings.items():
        corpus.file(f"codings/{coder}/{official}.yaml", json.dumps({"s1": reading}))


def written(corpus: CorpusBuilder, outcome: Outcome) -> None:
    assert not outcome.errors, outcome.errors
    save(corpus.folder, outcome.workspace.replacements(), force=False)


def statements(corpus: CorpusBuilder, path: str = "officials/jansen.yaml") -> list[dict[str, Any]]:
    data: Any = read(corpus.folder / path).data
    return list(data.get("statements", []))


@settings(max_examples=25)
@given(
    readings=st.dictionaries(st.sampled_from(["anna", "ben", "tests"]), READINGS, min_size=1),
    taken=st.integers(0, 3),
    later=POSITIONS,
)
def test_what_is_decided_is_asked_again_only_if_a_reading_changes(
    new_corpus: Callable[[], CorpusBuilder],
    readings: Mapping[str, Any],
    taken: int,
    later: str,
) -> None:
    corpus = new_corpus().official("jansen", statements=["supports"])
    code(corpus, readings)
    case = case_of(corpus.index(), REF)
    if case is None:
        return
    contents = [each for each in case.contents.values() if each.position]
    content = contents[taken % len(contents)] if contents else Content("denies")
    written(corpus, decide_all(corpus.folder, corpus.index(), {REF: (content, WHY)}))
    [statement] = statements(corpus)
    assert statement["position"] == content.position
    assert statement["decided"]["by"] == "TK"
    index = corpus.index()
    assert case_of(index, REF) is None
    # The coder of the record has the reading that was there at first.
    known = {each.partition(" ")[0] for each in statement["decided"]["of"]}
    assert known == coders_of(index, Filters()) == {*readings, "tests"}
    code(corpus, {"carla": {"position": later}})
    again = case_of(corpus.index(), REF)
    assert (again is not None) == (later != content.position)


RENAMINGS = [
    ("coder:anna", "Ann"),
    ("coder:tests", "Tess T"),
    ("frame:jobs", "work"),
    ("position:opposes", "against"),
    ("official:jansen", "jan"),
    ("statement:jansen/s1", "first"),
    ("statement:jansen/s1", "bo/s9"),
    ("issue:tram", "rails"),
]


@pytest.mark.parametrize(("old", "new"), RENAMINGS)
def test_what_is_decided_is_not_asked_again_after_a_renaming(
    corpus: CorpusBuilder, old: str, new: str
) -> None:
    corpus.official("bo", statements=["opposes"])
    corpus.official("jansen", statements=[{"position": "supports", "frames": ["jobs"]}])
    code(corpus, {"anna": {"position": "opposes", "frames": ["jobs"]}, "ben": {"skip": "No."}})
    written(corpus, decide_all(corpus.folder, corpus.index(), {REF: (Content("denies"), WHY)}))
    code(corpus, {"ben": {"position": "unstated"}})  # this reading is new
    [before] = cases(corpus.index(), Filters())
    index = corpus.index()
    workspace = Workspace(corpus.folder, index)
    kind, name = split(old)
    thing = old_thing(index, name, kind)
    merge = Merge(thing, new_thing(index, thing, new))
    if kind == "coder":
        plan = plan_coder(workspace, merge, quiet, name=new)
    elif "/" in new:
        plan = plan_move(workspace, merge, Moving("Heard."), quiet)
    else:
        plan = plan_thing(workspace, merge, quiet)
    save(corpus.folder, plan.replacements, force=False)
    index = corpus.index()
    [ref] = cases(index, Filters())
    case, expected = case_of(index, ref), {*signs_of(index, ref)}
    assert case
    of = {*(case.record.of or ())}
    # Of the readings that are there now, the one that has changed is the only one not decided of.
    assert [sign.partition(" ")[0] for sign in expected - of] == ["ben"]
    assert [sign.partition(" ")[0] for sign in of - expected] == ["ben"]
    assert (ref == before) == (kind not in ("official", "statement"))


def test_a_renaming_that_changes_no_record_carries_decisions(corpus: CorpusBuilder) -> None:
    corpus.official("jansen", statements=["supports"])
    code(corpus, {"anna": {"position": "opposes"}})
    taken = {REF: (Content("supports"), WHY)}
    written(corpus, decide_all(corpus.folder, corpus.index(), taken))
    assert cases(corpus.index(), Filters()) == []
    index = corpus.index()
    old = old_thing(index, "opposes", "position")
    workspace = Workspace(corpus.folder, index)
    plan = plan_thing(workspace, Merge(old, new_thing(index, old, "against")), quiet)
    save(corpus.folder, plan.replacements, force=False)
    assert cases(corpus.index(), Filters()) == []


def test_what_is_decided_is_not_asked_again_after_another_day_of_the_record(
    corpus: CorpusBuilder,
) -> None:
    """No reading has changed: those that give a day keep theirs, the others have the record's."""
    corpus.official("jansen", statements=[{"said": "2021-05-01"}])
    dated = {"position": "opposes", "said": "2021-05-01"}
    code(corpus, {"anna": {"position": "opposes"}, "ben": dated, "cy": {"skip": "No."}})
    taken = {REF: (Content("denies"), WHY)}
    written(corpus, decide_all(corpus.folder, corpus.index(), taken))
    path = corpus.folder / "officials/jansen.yaml"
    path.write_text(path.read_text("utf-8").replace("2021-05-01", "2021-05-02"), "utf-8")
    index = corpus.index()
    assert index.execute("SELECT said FROM statements").fetchone()[0] == "2021-05-02"
    assert cases(index, Filters()) == []
    code(corpus, {"ben": {**dated, "said": "2021-05-03"}})
    assert cases(corpus.index(), Filters()) == [REF]


def quiet(done: int, of: int) -> None:
    """Tell nobody."""


def test_several_decisions_are_one_change(corpus: CorpusBuilder) -> None:
    corpus.official("jansen", statements=["supports", "rejects"])
    text = json.dumps({"s1": {"position": "opposes"}, "s2": {"position": "denies"}})
    corpus.file("codings/anna/jansen.yaml", text)
    index = corpus.index()
    assert cases(index, Filters()) == ["jansen/s1", "jansen/s2"]
    taken = {ref: (Content("opposes"), WHY) for ref in cases(index, Filters())}
    outcome = decide_all(corpus.folder, index, taken)
    written(corpus, outcome)
    assert [each["position"] for each in statements(corpus)] == ["opposes", "opposes"]
    assert all(len(each["decided"]["of"]) == 2 for each in statements(corpus))
    assert len(outcome.done) == 2
    assert not corpus.problems()


def test_a_decision_keeps_what_the_reading_does_not_say(corpus: CorpusBuilder) -> None:
    given_ = {"position": "conditional", "frames": ["jobs"], "summary": "x", "note": "y"}
    corpus.official("jansen", statements=[given_])
    code(corpus, {"anna": {"position": "supports"}})
    case = case_of(corpus.index(), REF)
    assert case
    taken = {REF: (case.contents["anna"], WHY)}
    written(corpus, decide_all(corpus.folder, corpus.index(), taken))
    [statement] = statements(corpus)
    assert "conditions" not in statement
    assert (statement["frames"], statement["summary"], statement["note"]) == (["jobs"], "x", "y")


def test_a_day_is_decided_where_the_words_are(corpus: CorpusBuilder) -> None:
    joint = {"words_of": REF, "position": "supports"}
    corpus.official("jansen", statements=["supports"]).official("bo", statements=[joint])
    code(corpus, {"anna": {"position": "opposes", "said": "2021-05-01"}}, "bo")
    case = case_of(corpus.index(), "bo/s1")
    assert case
    with pytest.raises(CannotEdit, match="has the day of `jansen/s1`"):
        decide_all(corpus.folder, corpus.index(), {"bo/s1": (case.contents["anna"], WHY)})


def test_a_decision_that_would_make_an_error_is_not_written(corpus: CorpusBuilder) -> None:
    corpus.official("jansen", statements=["supports"])
    outcome = decide_all(corpus.folder, corpus.index(), {REF: (Content("conditional"), WHY)})
    assert [each.code for each in outcome.errors] == ["ST301"]


class TestRejection:
    def test_moves_the_words_to_uncoded_and_removes_the_codings(
        self, corpus: CorpusBuilder
    ) -> None:
        piece = {"text": "No tram", "prefix": "says:", "locator": "line 4"}
        corpus.official("jansen", statements=[{"evidence": [piece, "courier"]}, "rejects"])
        code(corpus, {"anna": {"position": "opposes"}, "ben": {"skip": "no"}})
        written(corpus, reject_one(corpus.folder, corpus.index(), REF, "A joke."))
        assert [each["id"] for each in statements(corpus)] == ["s2"]
        source: Any = read(corpus.folder / "sources/courier.yaml").data
        assert source["uncoded"] == [
            {"text": "No tram", "why": "A joke.", "prefix": "says:", "locator": "line 4"},
            {"text": "words 2", "why": "A joke."},
        ]
        assert not any((corpus.folder / "codings").rglob("*.yaml"))
        assert not corpus.problems()

    def test_leaves_words_that_another_statement_has_too(self, corpus: CorpusBuilder) -> None:
        accepted = {"accept": ["ST419"], "note": "Said twice."}
        twice = {"evidence": [{"text": "the very same words", **accepted}]}
        corpus.official("jansen", statements=[twice, {**twice, "position": "rejects"}])
        outcome = reject_one(corpus.folder, corpus.index(), REF, "No.")
        assert "sources/courier.yaml" not in outcome.workspace.changed

    def test_deletes_a_part_that_is_left_empty(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=["rejects"])
        corpus.part("jansen", "2021", {"id": "late"})
        written(corpus, reject_one(corpus.folder, corpus.index(), "jansen/late", "No."))
        assert not (corpus.folder / "officials/jansen").exists()
        assert not corpus.problems()

    def test_below_the_assertions_is_told_and_written(self, corpus: CorpusBuilder) -> None:
        corpus.meta(assertions={"statements": {"minimum": 2}})
        corpus.official("jansen", statements=["supports", "rejects"])
        outcome = reject_one(corpus.folder, corpus.index(), REF, "No.")
        assert [each.code for each in outcome.warnings] == ["ST407"]
        written(corpus, outcome)
        assert len(statements(corpus)) == 1

    def test_is_refused_where_others_have_the_words(self, corpus: CorpusBuilder) -> None:
        joint = {"words_of": REF, "position": "supports"}
        corpus.official("jansen", statements=["supports"]).official("bo", statements=[joint])
        with pytest.raises(CannotEdit, match="`bo/s1` has its words"):
            reject_one(corpus.folder, corpus.index(), REF, "No.")


@pytest.mark.parametrize("conditions", [("a",), ("c", "a"), ("d", "e", "f", "g"), ()])
def test_a_decision_may_have_fewer_conditions_and_frames(
    corpus: CorpusBuilder, conditions: tuple[str, ...]
) -> None:
    one = {"position": "conditional", "conditions": ["a", "b", "c"], "frames": ["jobs", "cost"]}
    corpus.official("jansen", statements=[one, "supports"])
    content = Content("conditional" if conditions else "opposes", conditions, ("cost",))
    written(corpus, decide_all(corpus.folder, corpus.index(), {REF: (content, WHY)}))
    statement = statements(corpus)[0]
    assert tuple(statement.get("conditions", ())) == conditions
    assert statement["frames"] == ["cost"]
