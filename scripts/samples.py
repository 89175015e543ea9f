"""Keep the sample output in README.md and docs/ true to the program.

Every fence marked `console` holds commands behind `$ ` and what they print on a terminal of 80
columns. `python scripts/samples.py` runs them in the shipped corpus's checkout and writes their
output; `--check` only says which documents are stale, and exits 1 if any is.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path

import pexpect

ROOT = Path(__file__).resolve().parent.parent
_FENCE = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
_COLUMNS = 80
_MANY_ROWS = 2000  # so that nothing is sent through a pager


def documents() -> list[Path]:
    """The documents that may hold samples."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def renewed(text: str) -> str:
    """A document's text with the output of its samples as the program prints it now."""
    return _FENCE.sub(lambda fence: _run_all(fence[1]), text)


def _run_all(fence: str) -> str:
    commands = [line for line in fence.splitlines() if line.startswith("$ ")]
    return "\n".join(f"{command}\n{_run(command[2:])}" for command in commands)


def _run(command: str) -> str:
    """What a command prints on a terminal, without colour."""
    program, *arguments = shlex.split(command, comments=True)
    beside = Path(sys.executable).with_name(program)
    child = pexpect.spawn(
        str(beside if beside.exists() else program),
        arguments,
        cwd=ROOT,
        env={
            **os.environ,
            "GITHUB_ACTIONS": "",
            "TERM": "dumb",
            "NO_COLOR": "1",
            "COLUMNS": str(_COLUMNS),
        },
        dimensions=(_MANY_ROWS, _COLUMNS),
        encoding="utf-8",
        timeout=60,
    )
    output = child.read().replace("\r\n", "\n")
    child.close()
    return f"{output.rstrip()}\n" if output.strip() else ""


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
