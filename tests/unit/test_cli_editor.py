"""How editors are told the line, and to wait."""

from __future__ import annotations

from pathlib import Path

import pytest

from stances.cli.editor import with_file

FILE = Path("/x/a.yaml")


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("/usr/bin/vim", "/usr/bin/vim +12 /x/a.yaml"),
        ("/usr/bin/nvim -n", "/usr/bin/nvim -n +12 /x/a.yaml"),
        ("/usr/bin/nano", "/usr/bin/nano +12 /x/a.yaml"),
        ("/usr/bin/emacsclient -nw", "/usr/bin/emacsclient -nw +12 /x/a.yaml"),
        ("/usr/bin/gvim", "/usr/bin/gvim --nofork +12 /x/a.yaml"),
        ("/usr/bin/gvim -f", "/usr/bin/gvim -f +12 /x/a.yaml"),
        ("/usr/bin/hx", "/usr/bin/hx /x/a.yaml:12"),
        ("/usr/bin/subl", "/usr/bin/subl --wait /x/a.yaml:12"),
        ("/usr/bin/code", "/usr/bin/code --wait --goto /x/a.yaml:12"),
        ("/usr/bin/code -n -w", "/usr/bin/code -n -w --goto /x/a.yaml:12"),
        ("C:/Code/Code.exe", "C:/Code/Code.exe --wait --goto /x/a.yaml:12"),
        ("/usr/bin/kate", "/usr/bin/kate --block --line 12 /x/a.yaml"),
        ("/usr/bin/another", "/usr/bin/another /x/a.yaml"),
    ],
)
def test_is_by_their_own_options(words: str, command: str) -> None:
    assert with_file(words.split(), FILE, 12) == command.split()
