from __future__ import annotations

import os
import subprocess

import pytest

from stances.cli.hints import naming, pasted


@pytest.mark.parametrize(
    "word",
    [
        *(
            "plain",
            "two words",
            "it's",
            '"',
            "$(id)",
            "`id`",
            "*",
            "",
            "~",
            "-x",
            "a;b",
            "#",
            "\\n",
        ),
        *("a\nb", "\x1b[31m'\\", "دریاچه", "می\u200cشود", os.fsdecode(b"\xff")),
    ],
)
def test_a_shell_reads_the_words_that_were_meant(word: str) -> None:
    line = pasted("printf", "%s|", word, "end")
    assert line.count("\n") == 0
    assert "\x1b" not in line
    ran = subprocess.run(["/bin/bash", "-c", line], capture_output=True, check=True)
    assert ran.stdout == os.fsencode(f"{word}|end|")


def test_a_corpus_is_named_if_its_place_does_not_say_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STANCES_DATA", raising=False)
    assert naming(None) == []
    assert naming("data") == ["--data", "data"]
    monkeypatch.setenv("STANCES_DATA", "elsewhere")
    assert naming(None) == ["--data", "elsewhere"]
    assert naming("data") == ["--data", "data"]
