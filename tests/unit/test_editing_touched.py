"""Whose reviews a change of statements takes off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.editing.touched import take_off_reviews
from stances.editing.workspace import Workspace

if TYPE_CHECKING:
    from corpora import CorpusBuilder

BO, CY = "officials/bo.yaml", "officials/cy.yaml"
AT = ("statements", 0)
REVIEWED: dict[str, Any] = {"frames": ["jobs", "cost"], "reviewed_by": ["TK", "OB"]}
JOINT: dict[str, Any] = {"words_of": "bo/s1", "said": None, "evidence": None}


@pytest.fixture
def workspace(corpus: CorpusBuilder) -> Workspace:
    """Two statements that were reviewed, one with the words of the other; the first is open."""
    corpus.official("bo", statements=[REVIEWED, REVIEWED])
    corpus.official("cy", statements=[JOINT | {"reviewed_by": ["TK"]}])
    workspace = Workspace(corpus.folder, corpus.index())
    workspace.open(BO)
    return workspace


def changed(workspace: Workspace, **fields: Any) -> list[str]:
    [first, *_] = workspace.data(BO)["statements"]
    value = {key: item for key, item in (first | fields).items() if item is not None}
    workspace.become(BO, AT, value)
    return take_off_reviews(workspace)


def reviewers(workspace: Workspace, path: str = BO) -> list[Any]:
    return [each.get("reviewed_by") for each in workspace.data(path)["statements"]]


def test_is_that_of_the_changed_statement_alone(workspace: Workspace) -> None:
    assert changed(workspace, note="A thought.") == ["bo/s1"]
    assert reviewers(workspace) == [None, ["TK", "OB"]]
    assert CY not in workspace.changed


def test_is_also_that_of_a_statement_with_its_words(workspace: Workspace) -> None:
    assert changed(workspace, said="2021-05-04") == ["bo/s1", "cy/s1"]
    assert reviewers(workspace, CY) == [None]


def test_is_also_that_of_a_statement_that_takes_the_place_of_one(workspace: Workspace) -> None:
    assert changed(workspace, id="other", note="A thought.") == ["bo/other"]
    assert reviewers(workspace) == [None, ["TK", "OB"]]


def test_is_not_that_of_a_statement_with_another_id_alone(workspace: Workspace) -> None:
    assert changed(workspace, id="other") == []
    assert reviewers(workspace) == [["TK", "OB"], ["TK", "OB"]]


def test_is_not_that_of_who_is_named_by_the_change(workspace: Workspace) -> None:
    assert changed(workspace, note="A thought.", reviewed_by=["OB", "NL"]) == ["bo/s1"]
    assert reviewers(workspace) == [["NL"], ["TK", "OB"]]


@pytest.mark.parametrize(
    "fields", [{"frames": ["cost", "jobs"]}, {"reviewed_by": ["TK"]}, {"reviewed_by": None}]
)
def test_is_nobodys_where_only_the_order_or_the_reviewers_change(
    workspace: Workspace, fields: dict[str, Any]
) -> None:
    before = fields.get("reviewed_by", ["TK", "OB"])
    assert changed(workspace, **fields) == []
    assert reviewers(workspace) == [before, ["TK", "OB"]]


def test_leaves_other_statements_as_they_were(workspace: Workspace) -> None:
    before = workspace.after[BO].text.text
    changed(workspace, note="A thought.")
    after = workspace.after[BO].text.text
    assert before.partition("s2")[2] == after.partition("s2")[2]
