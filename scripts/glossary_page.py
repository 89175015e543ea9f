"""Write the list of names in docs/glossary.md from the tables of the other documents.

`python scripts/glossary_page.py` writes the list; `--check` exits 1 if it is stale. That these
tables have every key and column of the program, tests/docs/test_documents.py holds.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = DOCS / "glossary.md"
_BEGIN, _END = "<!-- names -->\n", "<!-- end of names -->\n"
_FILES, _OUTPUTS, _SQL = "in files", "in outputs", "in SQL"
_PAGES = {
    "data-format.md": _FILES,
    "answers.md": _OUTPUTS,
    "disagreement.md": _OUTPUTS,
    "verify.md": _OUTPUTS,
    "diff.md": _OUTPUTS,
    "coding.md": _OUTPUTS,
    "sql.md": _SQL,
}
"""Pages with tables that begin with names, and the column of the list that they are for."""
_ELSEWHERE = {"in-a-pipe"}
"""Sections whose names are explained in others."""
_SECTION = re.compile(r"^##+ (.+)\n((?:(?!##+ ).*\n)*)", re.MULTILINE)
_ROW = re.compile(r"^\| `([a-z_][a-z0-9_-]*)` \|(.*)\|$", re.MULTILINE)
_VALUES = re.compile(r"^((?:`[a-z-]+`,? ?(?:or |and )?)+)")
_WORD = re.compile(r"`([a-z-]+)`")
_TABLE_OF_SQL = re.compile(r"[a-z_]+")


def page() -> str:
    """The whole page, with the list as the other pages now are."""
    before, _, rest = PAGE.read_text("utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}{''.join(_rows())}{_END}{after}"


def _rows() -> Iterator[str]:
    """A row for each name, with links to the sections that explain it."""
    columns = (_FILES, _OUTPUTS, _SQL)
    yield f"\n| name | {' | '.join(columns)} |\n|---|---|---|---|\n"
    places: dict[str, dict[str, list[str]]] = {}
    for name, column, place in _found():
        known = places.setdefault(name, {each: [] for each in columns})[column]
        if place not in known:
            known.append(place)
    for name in sorted(places):
        yield f"| `{name}` | {' | '.join(' · '.join(places[name][each]) for each in columns)} |\n"
    yield "\n"


def _found() -> Iterator[tuple[str, str, str]]:
    """Each name, the column it belongs to, and a link to a section that explains it."""
    for file, column in _PAGES.items():
        for heading, text in _SECTION.findall((DOCS / file).read_text("utf-8")):
            anchor = _anchor(heading)
            if anchor in _ELSEWHERE:
                continue
            place = f"[{heading}]({file}#{anchor})"
            if column == _SQL and _TABLE_OF_SQL.fullmatch(heading):
                yield heading, column, place
            for name, cells in _ROW.findall(text):
                yield name, column, place
                values = _VALUES.match(cells.strip())
                for value in _WORD.findall(values[1] if values else ""):
                    yield value, column, place


def _anchor(heading: str) -> str:
    """What git hosts and the site of the documents call a heading in an address."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` only compare it."""
    if "--check" not in arguments:
        PAGE.write_text(page(), "utf-8")
    elif PAGE.read_text("utf-8") != page():
        print(f"docs/{PAGE.name} is stale: run python scripts/glossary_page.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
