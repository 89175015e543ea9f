"""Disputed records are marked, counted apart and left out where that is asked for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ledger, Run

BRANDT = """\
name: Bruno Brandt
roles:
  - {title: Harbour master, faction: harbour}
statements:
  - id: over-my-dead-body
    said: ../2021-06-10
    position: rejects
    evidence:
      - {source: gazette, form: quote, text: Over my dead body}
  - id: perhaps
    said: 2021-06
    position: supports
    evidence:
      - {source: gazette, form: quote, text: Perhaps}
      - {source: nama, form: quote, text: شاید}
    disputes:
      - {about: speaker, note: Nama has a clerk say it.}
"""


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    """The small corpus with a disputed statement that is scored, and that has two sources."""
    return ledger({"officials/brandt.yaml": BRANDT})


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def asked(terminal: Run, folder: Path, plain: Callable[[str], str]) -> Callable[..., str]:
    """What a person reads on a terminal."""
    return lambda *arguments: words(plain(terminal(*arguments, "--data", folder, width=76).stdout))


class TestOnATerminal:
    def test_each_record_says_how_many_sources_stand_behind_it(
        self, asked: Callable[..., str]
    ) -> None:
        for question in (
            ("list",),
            ("compare", "faction:council", "faction:harbour"),
        ):
            told = asked(*question)
            for behind in ("+ 1 probable", "+ 1 more"):
                assert f"The Gazette, 10 June 2021 {behind}" in told, question
        told = asked("show", "adler", "brandt")
        for behind in ("2 sources (1 probable); coded", "2 sources; coded", "1 source; coded"):
            assert behind in told

    def test_a_summary_has_the_means_without_the_disputed(self, asked: Callable[..., str]) -> None:
        told = asked("summary")
        assert "2 of 5 statements are disputed." in told
        assert "A second source for 1 of 5, probably for 1 more;" in told
        assert "Disputed, and counted: 2 (--without-disputed leaves them out)." in told
        by_official = asked("summary", "--by", "official")
        assert re.search(r"Bruno Brandt .* 0\.00 ", by_official)
        assert "Mean without the disputed: Bruno Brandt -2.00." in by_official
        without = asked("summary", "--by", "official", "--without-disputed")
        assert re.search(r"Bruno Brandt .* -2\.00 ", without)
        assert "Left out as disputed: 2." in without

    def test_a_comparison_has_the_distance_without_the_disputed(
        self, asked: Callable[..., str]
    ) -> None:
        told = asked("compare", "adler", "brandt")
        assert (
            "They are 1 apart on a scale of -2 to +2: Anna Adler +1 (Supports, Conditional; "
            "2 statements)," in told
        )
        assert "Without the 1 disputed, they are 3 apart, on 3 scored statements." in told
        without = asked("compare", "adler", "brandt", "--without-disputed")
        assert (
            "They are 3 apart on a scale of -2 to +2, on opposite sides: Anna Adler +1 (" in without
        )
        assert "Left out as disputed: 0 of Anna Adler, 1 of Bruno Brandt" in without


class TestElsewhere:
    def test_the_keys_of_a_summary_are_what_they_were(self, stances: Run, folder: Path) -> None:
        rows = json.loads(stances("summary", "--format", "json", "--data", folder).stdout)
        assert [*rows[0]] == (
            "issue faction statements officials silent open unscored scored disputed mean median "
            "low high spread"
        ).split()
        assert [row["disputed"] for row in rows] == [1, 1]

    @pytest.mark.parametrize("question", [("list",), ("compare", "adler", "brandt")])
    def test_markdown_marks_the_disputed_and_counts_the_sources(
        self, stances: Run, folder: Path, question: tuple[str, ...]
    ) -> None:
        written = stances(*question, "--format", "markdown", "--data", folder).stdout
        head, _, *lines = [
            [cell.strip() for cell in line.strip("|\n").split("|")] for line in written.splitlines()
        ]
        rows = {line[-1]: dict(zip(head, line, strict=True)) for line in lines}
        told = ("disputed", "match_certain", "match_probable")
        assert [rows["brandt/perhaps"][key] for key in told] == ["yes", "2", "0"]
        assert [rows["adler/quiet-lake"][key] for key in told] == ["", "1", "1"]
