"""Write docs/errors.md from the catalogue of problems and the bad files of tests/data/errors.

`python scripts/errors_page.py` writes the page; `--check` exits 1 if it is stale. What `stances
check` prints, or for ST5xx `stances verify`, is taken from each case's `expected.txt`, which
tests/cli/test_codes.py holds against the program.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from stances.codes import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "errors.md"
_ERRORS = ROOT / "tests" / "data" / "errors"
_PROBLEM = re.compile(r"data/(?P<path>[^:]+):(?P<line>\d+):(?P<column>\d+): ")
_ABOVE, _SHOWN = 2, 4
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_HUNDREDS = {
    "0": "Reading a file",
    "1": "Words that lead nowhere",
    "2": "The shape of a record",
    "3": "One record",
    "4": "Records compared with each other",
    "5": "Evidence compared with the stored copies of its sources",
}
_INTRODUCTION = """\
# Errors and warnings, code by code

This page lists every problem that `stances check` and `stances verify` report: what it is, what to
do, and an example. `scripts/errors_page.py` writes it from the catalogue of problems and the bad
files in `tests/data/errors/`. Each bad file replaces a file of the small corpus in
`tests/data/base/`.

`stances check` reports every problem of a corpus on its own line:

```text
{example}
```

The line has these parts:

- the file, the line and the column; both count from 1, and the column counts characters
- the severity: error or warning
- the code and the name of the problem
- the message, and in brackets what to do

On a terminal, the line of the file follows, with carets below the wrong part. `stances check
--explain ST104` or `--explain unknown-faction` explains a code. Codes are never renumbered. For CI
there are [other formats](check-formats.md).

`stances check` exits 1 if there is an error. If there are only warnings, it exits 0, or 1 with
`--strict`. `--select` and `--ignore` choose which problems are reported and counted. If the command
fails, the last line on stderr names a command that explains what to do.

Other commands still work on a corpus with errors. They leave out statements with an error, and
files that cannot be read. If an error is in a field outside the statements, such as the name of
an official, they leave out the whole file. A line on stderr counts these records. With
`--strict`, such a command exits 4 instead. If `corpus.yaml` or `codebook.yaml` has an error, the
command always exits 4. See also [exit codes](commands.md#exit-codes) and the [format of the
files](data-format.md).

`stances verify` reports the problems of ST5xx; see [verify](verify.md).
"""


def page() -> str:
    """The whole page."""
    example = _expected("ST104").splitlines()[0]
    parts = [_INTRODUCTION.format(example=example)]
    for hundred, codes in groupby(CATALOGUE, lambda code: code[2]):
        parts.append(f"## ST{hundred}xx {_HUNDREDS[hundred]}\n")
        parts += map(_section, codes)
    return "\n".join(parts)


def _section(code: str) -> str:
    """A code with what it means, a file that has it, and what is said of that."""
    entry = CATALOGUE[code]
    severity = "Retired" if entry.retired else entry.severity.capitalize()
    parts = [f"### {code} {entry.name}", f"**{severity}.** {entry.why}"]
    parts.append(f"**What to do:** {entry.cure}")
    if not entry.retired:
        parts += [*_examples(code), _fenced(_expected(code))]
    return "\n\n".join(parts) + "\n"


def _case(code: str) -> Path:
    return _ERRORS / f"{code}-{CATALOGUE[code].name}"


def _expected(code: str) -> str:
    """What `stances check` prints on the bad file."""
    return (_case(code) / "expected.txt").read_text("utf-8")


def _examples(code: str) -> Iterator[str]:
    """What has to be known of the bad file, and the lines that its problems point at."""
    case, about = _case(code), _case(code) / "about.txt"
    if about.exists():
        yield about.read_text("utf-8").strip()
    for path, problems in groupby(
        _PROBLEM.finditer(_expected(code)), lambda problem: problem["path"]
    ):
        if (case / path).is_file():
            lines = _lines(case / path)
            places = [(int(problem["line"]), int(problem["column"])) for problem in problems]
            yield f"`data/{path}`:"
            yield _fenced("\n     …\n".join(_excerpt(lines, *place) for place in places))


def _excerpt(lines: list[str], line: int, column: int) -> str:
    """A line among its neighbours, and a caret below the column."""
    numbered = [f"{number:>4} | {text}".rstrip() for number, text in enumerate(lines, 1)]
    first = max(0, line - 1 - _ABOVE)
    caret = f"     | {' ' * (column - 1)}^"
    return "\n".join([*numbered[first:line], caret, *numbered[line : first + _SHOWN]])


def _lines(file: Path) -> list[str]:
    """The lines of a file as a reader can see them."""
    text = file.read_bytes().decode("utf-8", "backslashreplace")
    return ["".join(map(_visible, line)) for line in text.splitlines()]


def _visible(char: str) -> str:
    hidden = unicodedata.category(char).startswith("C") and char not in _JOINERS
    return f"<U+{ord(char):04X}>" if hidden else char


def _fenced(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```"


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` only compare it."""
    if "--check" not in arguments:
        PAGE.write_text(page(), "utf-8")
    elif not PAGE.exists() or PAGE.read_text("utf-8") != page():
        print(f"docs/{PAGE.name} is stale: run python scripts/errors_page.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
