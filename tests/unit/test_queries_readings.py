"""The readings of statements: that of their own coder, and every other coder's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stances.index.build import build
from stances.queries.filters import Filters
from stances.queries.readings import readings, unread

CODED = Path(__file__).resolve().parents[1] / "data" / "coded"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "coded"
    shutil.copytree(CODED, folder)
    return folder


def of(folder: Path, ref: str, filters: Filters | None = None) -> dict[str, tuple[object, ...]]:
    """By coder: whether they are its own coder, whether it is the record, and the position."""
    clause = (filters or Filters()).counted()
    [own] = [each for each in readings(build(folder), clause) if each[0].ref == ref]
    return {each.coder: (each.is_own, each.is_record, each.position) for each in own}


def test_are_the_record_and_every_coding(copied: Path) -> None:
    assert of(copied, "okafor/first-the-quays") == {
        "anna": (True, True, "conditional"),
        "ben": (False, False, "conditional"),
        "clara": (False, False, "doubts"),
    }


def test_of_the_own_coder_are_the_coding_in_their_own_folder_if_there_is_one(copied: Path) -> None:
    (copied / "codings" / "anna").mkdir()
    coding = copied / "codings" / "anna" / "okafor.yaml"
    coding.write_text("first-the-quays:\n  position: opposes\n", "utf-8")
    found = of(copied, "okafor/first-the-quays")
    assert found["anna"] == (True, False, "opposes")
    assert [*found] == ["anna", "ben", "clara"]


def test_of_a_statement_with_a_coder_of_its_own_are_theirs(copied: Path) -> None:
    path = copied / "officials" / "okafor.yaml"
    text = path.read_text("utf-8").replace(
        "    position: doubts\n", "    position: doubts\n    coder: BEN\n"
    )
    path.write_text(text, "utf-8")
    found = of(copied, "okafor/not-this-plan")
    assert found == {"ben": (True, False, "doubts"), "clara": (False, False, "doubts")}


@pytest.mark.parametrize(
    "text", ["first-the-quays:\n  position: zz\n", "first-the-quays: [\n"], ids=["coding", "file"]
)
def test_of_the_own_coder_is_none_where_their_coding_has_an_error(copied: Path, text: str) -> None:
    (copied / "codings" / "anna").mkdir()
    (copied / "codings" / "anna" / "okafor.yaml").write_text(text, "utf-8")
    assert [*of(copied, "okafor/first-the-quays")] == ["ben", "clara"]


def test_of_a_record_alone_is_none_where_its_coder_has_a_coding_with_an_error(
    copied: Path,
) -> None:
    def alone() -> int:
        return sum(each.statements for each in unread(build(copied), Filters().counted()))

    before = alone()
    (copied / "codings" / "anna").mkdir()
    coding = copied / "codings" / "anna" / "lind.yaml"
    coding.write_text("quiet-market:\n  position: zz\n", "utf-8")
    assert before == 1
    assert alone() == 0


def test_have_skips_without_a_position(copied: Path) -> None:
    index = build(copied)
    [own] = [
        each for each in readings(index, Filters().counted()) if each[0].ref == "moreau/no-word-yet"
    ]
    clara = own[-1]
    assert (clara.coder, clara.position, clara.score, clara.frames) == ("clara", None, None, None)
    assert clara.skip == "says that she says nothing"
    assert clara.said == own[0].said == "2021-05-04"


def test_take_the_score_of_their_own_position_and_tell_no_frames_from_none(copied: Path) -> None:
    index = build(copied)
    [own] = [
        each
        for each in readings(index, Filters().counted())
        if each[0].ref == "okafor/first-the-quays"
    ]
    assert [(each.score, each.frames) for each in own] == [(1, []), (1, []), (-1, None)]
    assert [each.conditions for each in own] == [["the quays are mended"]] * 3


def test_are_of_the_statements_that_filters_let_through(copied: Path) -> None:
    index = build(copied)
    traders = Filters(faction=("traders",)).counted()
    assert {own[0].official for own in readings(index, traders)} == {"lind"}
    [rest] = unread(index, traders)
    assert rest == ("harbour-tram", "traders", "anna", True, 1)
    refs = [own[0].ref for own in readings(index, Filters().counted())]
    assert refs == sorted(refs)
    assert len(refs) == 13
