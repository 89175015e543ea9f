"""Keep the sample output in README.md and docs/ true to the program.

Every fence marked `console` holds commands behind `$ ` and what they print on a terminal of 80
columns. `python scripts/samples.py` runs them in the shipped corpus's checkout and writes their
output; `--check` only says which documents are stale, and exits 1 if any is.

A document that says so in a comment is about a folder that is empty at first: its commands are run
there, one after the other, and a fence that names a file behind its language is written into it.
One that names a folder in its comment runs them beside a copy of that corpus, called `data`, and a
fence that names a file of it shows what stands there: all of it, or behind `#` the item of that id.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import textwrap
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pexpect

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ERASED = re.compile(r"[^\n]*\r\x1b\[K")
"""What a terminal does not show any more: how far work is that takes longer than a moment."""
_EMPTY_FOLDER = "<!-- samples: in an empty folder -->"
_OF_A_CORPUS = re.compile(r"<!-- samples: of (\S+) -->")
COLUMNS = 80
_MANY_ROWS = 2000  # so that nothing is sent through a pager


def documents() -> list[Path]:
    """The documents that may hold samples."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def renewed(text: str) -> str:
    """A document's text with the output of its samples as the program prints it now."""
    corpus = _OF_A_CORPUS.search(text)
    if corpus is None and _EMPTY_FOLDER not in text:
        return _FENCE.sub(lambda fence: _renewed(fence, ROOT), text)
    with TemporaryDirectory() as folder:
        if corpus is None:
            return _FENCE.sub(lambda fence: _written(fence, Path(folder)), text)
        shutil.copytree(ROOT / corpus[1], Path(folder, "data"))
        return _FENCE.sub(lambda fence: _shown(fence, Path(folder)), text)


def _renewed(fence: re.Match[str], folder: Path) -> str:
    language, _, text = fence.groups()
    return f"```console\n{_run_all(text, folder)}```" if language == "console" else fence[0]


def _written(fence: re.Match[str], folder: Path) -> str:
    _, file, text = fence.groups()
    if file is not None:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, "utf-8")
    return _renewed(fence, folder)


def _shown(fence: re.Match[str], folder: Path) -> str:
    language, named, _ = fence.groups()
    if named is None:
        return _renewed(fence, folder)
    file, _, item = named.partition("#")
    text = (folder / file).read_text("utf-8")
    return f"```{language} {named}\n# {file}\n{_item(text, item) if item else text}```"


def _item(text: str, id_: str) -> str:
    """The item of a list that has this id, as it stands in a file, without its indentation."""
    pattern = rf"^( *)- \{{?id: {re.escape(id_)}\b.*\n(?:\1 .*\n)*"
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        raise SystemExit(f"no item is called `{id_}`")
    return textwrap.dedent(found[0])


def _run_all(fence: str, folder: Path) -> str:
    commands = [line for line in fence.splitlines() if line.startswith("$ ")]
    return "\n".join(f"{command}\n{_run(command[2:], folder)}" for command in commands)


def _run(command: str, folder: Path) -> str:
    """What a command prints on a terminal, without colour."""
    output = printed(command, folder, {**os.environ, "TERM": "dumb", "NO_COLOR": "1"})
    return f"{output.rstrip()}\n" if output.strip() else ""


def printed(command: str, folder: Path, env: Mapping[str, str]) -> str:
    """What a command prints on a terminal of 80 columns in a folder, with what `env` asks for."""
    program, *arguments = shlex.split(command, comments=True)
    beside = Path(sys.executable).with_name(program)
    child = pexpect.spawn(
        str(beside if beside.exists() else program),
        arguments,
        cwd=folder,
        env={
            **env,
            "GITHUB_ACTIONS": "",
            "COLUMNS": str(COLUMNS),
            "LINES": str(_MANY_ROWS),
        },
        dimensions=(_MANY_ROWS, COLUMNS),
        encoding="utf-8",
        timeout=60,
    )
    output = _ERASED.sub("", child.read().replace("\r\n", "\n"))
    child.close()
    return output


def stale() -> list[Path]:
    """The documents whose samples are not what the program prints."""
    return [
        path for path in documents() if renewed(path.read_text("utf-8")) != path.read_text("utf-8")
    ]


def main(arguments: list[str]) -> int:
    """Write the samples, or with `--check` only compare them."""
    found = stale()
    for path in found:
        print(f"{path.relative_to(ROOT)}: the samples are stale")
        if "--check" not in arguments:
            path.write_text(renewed(path.read_text("utf-8")), "utf-8")
    return 1 if found and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
