from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import click
import pytest

from stances.views.edit_results import patch

if TYPE_CHECKING:
    from pathlib import Path

GIT = shutil.which("git") or "git"
CASES = [
    (b"a\nb\nc\n", b"a\nB\nc\n"),
    (b"a\nb", b"a\nb\n"),
    (b"a\nb\n", b"a\nb"),
    (b"a\r\nb\r\n", b"a\r\nc\r\n"),
    (b"\xef\xbb\xbfa\n", b"a\n"),
    ("گ\x0b\u2028x\n".encode(), "گ\x0b\u2028y\n".encode()),
    (None, b"a\nb\n"),
    (b"a\n", None),
]


@pytest.mark.parametrize("name", ["x.yaml", "two words/x.yaml"])
@pytest.mark.parametrize(("before", "after"), CASES)
def test_git_makes_the_new_file_of_the_old_one(
    tmp_path: Path, before: bytes | None, after: bytes | None, name: str
) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    if before is not None:
        file.write_bytes(before)
    text = click.unstyle("".join(patch(name, before, after)))
    subprocess.run([GIT, "apply", "-"], cwd=tmp_path, input=text.encode(), check=True)
    assert (file.read_bytes() if file.exists() else None) == after


def test_what_stays_the_same_has_no_diff() -> None:
    assert [*patch("x.yaml", b"a\n", b"a\n")] == []


def test_additions_and_deletions_have_colours_and_signs() -> None:
    text = "".join(patch("x.yaml", b"a\n--- b\n", b"a\nc\n"))
    assert "\x1b[31m---- b\x1b[0m\n" in text
    assert "\x1b[32m+c\x1b[0m\n" in text
    assert "\n a\n" in text


@pytest.mark.parametrize("name", ["new.yaml", "two words/new.yaml"])
@pytest.mark.parametrize("after", [b"a\nb\n", b"a\nc\n"])
def test_git_moves_a_file_and_changes_it(tmp_path: Path, name: str, after: bytes) -> None:
    old = tmp_path / name.replace("new", "old")
    old.parent.mkdir(exist_ok=True)
    old.write_bytes(b"a\nb\n")
    was = name.replace("new", "old")
    text = click.unstyle("".join(patch(name, b"a\nb\n", after, was)))
    subprocess.run([GIT, "apply", "-"], cwd=tmp_path, input=text.encode(), check=True)
    assert (tmp_path / name).read_bytes() == after
    assert not old.exists()
