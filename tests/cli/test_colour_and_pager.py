"""Colour where it can be seen, and a pager where it is needed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .conftest import Ledger, Run

COMMANDS = [("list",), ("summary",), ("show", "adler"), ("compare", "adler", "brandt"), ("check",)]
EVERY_VIEW = [
    *COMMANDS,
    *(("summary", "--by", "official"), ("summary", "--by", "faction,position")),
    *(("timeline",), ("timeline", "--shifts"), ("conflicts",), ("search", "quiet OR body")),
    *(("show", "gazette", "nama", "farahi/ask-the-fishers"), ("officials",), ("sources",)),
    *(("network",), ("network", "--window", "2w"), ("network", "--explain", "adler", "brandt")),
    *(("codebook",), ("coverage",), ("coverage", "--read"), ("verify", "--format", "table")),
    ("list", "--columns", "ref,score"),
]
READABLE = {*"0 1 2 3 4 31 32 35 36".split()}
"""The codes of bold, dim, italic and underlined text, and of red, green, magenta and cyan."""
SPOILT = {"officials/farahi.yaml": "nam: x\n"}

each_command = pytest.mark.parametrize("asked", COMMANDS, ids=lambda asked: asked[0])


class TestColour:
    @pytest.mark.parametrize("asked", EVERY_VIEW, ids=" ".join)
    def test_can_be_read_on_dark_and_on_light(
        self, stances: Run, ledger: Ledger, asked: tuple[str, ...]
    ) -> None:
        how = () if asked[0] in {"check", "verify"} or "--read" in asked else ("--format", "table")
        folder = ledger(SPOILT if asked == ("check",) else None)
        (folder / "snapshots").mkdir()
        (folder / "snapshots/gazette.txt").write_text("“Over my dead body,” said Brandt. “No.”")
        shown = stances(*asked, *how, "--color", "always", "--data", folder).stdout
        codes = re.findall(r"\x1b\[([0-9;]*)m", shown)
        assert codes
        for code in codes:
            assert {*code.split(";")} <= READABLE
            assert "2" not in code.split(";") or len(code) == 1

    @pytest.mark.parametrize("asked", [("list",), ("check",)])
    @pytest.mark.parametrize(
        ("env", "options", "coloured"),
        [
            ({}, (), True),
            ({}, ("--color", "never"), False),
            ({"NO_COLOR": "1"}, (), False),
            ({"NO_COLOR": ""}, (), True),
            ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), False),
            ({"NO_COLOR": "1"}, ("--color", "always"), True),
            ({"TERM": "dumb"}, (), False),
            ({"TERM": "dumb", "FORCE_COLOR": "1"}, (), True),
            ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
        ],
    )
    def test_on_a_terminal(  # noqa: PLR0913, PLR0917
        self,
        terminal: Run,
        ledger: Ledger,
        asked: tuple[str, ...],
        env: Mapping[str, str],
        options: tuple[str, ...],
        coloured: bool,  # noqa: FBT001
    ) -> None:
        shown = terminal(*asked, *options, "--data", ledger(SPOILT), env=env)
        assert ("\x1b[" in shown.stdout) is coloured

    @each_command
    @pytest.mark.parametrize(
        ("env", "options", "coloured"),
        [
            ({}, (), False),
            ({"TERM": "xterm-256color"}, (), False),
            ({"FORCE_COLOR": "1"}, (), True),
            ({}, ("--color", "always"), True),
            ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, (), False),
        ],
    )
    def test_in_a_pipe(  # noqa: PLR0913, PLR0917
        self,
        stances: Run,
        ledger: Ledger,
        monkeypatch: pytest.MonkeyPatch,
        asked: tuple[str, ...],
        env: Mapping[str, str],
        options: tuple[str, ...],
        coloured: bool,  # noqa: FBT001
    ) -> None:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        table = () if asked == ("check",) else ("--format", "table")
        shown = stances(*asked, *table, *options, "--data", ledger(SPOILT))
        assert ("\x1b[" in shown.stdout) is coloured

    @each_command
    def test_never_is_in_data(
        self, stances: Run, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...]
    ) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        for format_ in ("tsv", "csv", "json", "jsonl", "yaml", "markdown"):
            if asked != ("check",):
                given = ("--format", format_, "--color", "always", "--data", ledger())
                assert "\x1b" not in stances(*asked, *given).stdout

    @each_command
    def test_says_nothing_that_is_not_said_without(
        self, terminal: Run, ledger: Ledger, asked: tuple[str, ...]
    ) -> None:
        folder = ledger(SPOILT)
        with_colour = terminal(*asked, "--data", folder)
        without = terminal(*asked, "--color", "never", "--data", folder)
        assert "\x1b" not in without.stdout
        assert len(without.stdout.split()) > 5
        assert without.stdout.count("\n") == with_colour.stdout.count("\n")


class TestPager:
    @pytest.fixture
    def pager(self, tmp_path: Path) -> str:
        script = tmp_path / "pager"
        script.write_text("#!/bin/sh\necho PAGED\nexec cat\n", "utf-8")
        script.chmod(0o755)
        return str(script)

    @pytest.mark.parametrize(("height", "paged"), [(10, True), (500, False)])
    @pytest.mark.parametrize(
        "asked", [("list",), ("show", "rouhani"), ("compare", "rouhani", "zarif")]
    )
    def test_is_only_for_what_does_not_fit(
        self,
        terminal: Run,
        pager: str,
        asked: tuple[str, ...],
        height: int,
        paged: bool,  # noqa: FBT001
    ) -> None:
        shown = terminal(*asked, width=100, height=height, env={"PAGER": pager})
        assert shown.returncode == 0
        assert ("PAGED" in shown.stdout) is paged

    def test_gets_all_of_it(self, terminal: Run) -> None:
        whole = terminal("list", height=500)
        paged = terminal("list", height=10, env={"PAGER": "cat"})
        assert paged.stdout.rstrip() == whole.stdout.rstrip()

    def test_is_for_no_format_but_tables(self, terminal: Run, pager: str) -> None:
        for format_ in ("json", "tsv"):
            shown = terminal("list", "--format", format_, height=10, env={"PAGER": pager})
            assert "PAGED" not in shown.stdout

    @pytest.mark.parametrize("pager", ["no-such-pager", "./no-such-pager", "less '"])
    def test_may_be_one_that_is_not_there(self, terminal: Run, pager: str) -> None:
        shown = terminal("list", height=10, env={"PAGER": pager, "TERM": "dumb"})
        assert shown.returncode == 0
        assert "firouzabadi" in shown.stdout

    def test_may_end_at_once(self, terminal: Run) -> None:
        shown = terminal("list", height=10, env={"PAGER": "true"})
        assert (shown.returncode, shown.stdout) == (0, "")

    def test_has_no_part_in_an_output_file(self, terminal: Run, pager: str, tmp_path: Path) -> None:
        shown = terminal("list", "-o", tmp_path / "a.txt", height=10, env={"PAGER": pager})
        assert (shown.returncode, shown.stdout) == (0, "")
