"""Write into docs/corpus.md how far the blind coders of each round agree on what is a statement.

`stances agreement` reckons with statements that the corpus has. The coders were also asked of each
passage whether it is a statement at all, and on which issue: `python scripts/agreement.py` reads
these answers in tests/data/agreement and writes what stands between `<!-- rounds -->` and
`<!-- end of rounds -->`; `--check` exits 1 if that is stale.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import stances
from stances.queries.agreement.alpha import Group, alpha, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = ROOT / "tests" / "data" / "agreement"
PAGE = ROOT / "docs" / "corpus.md"
NOTHING = "-"
"""The answer that a passage is no statement on an issue."""
_FIRST, _LAST = "<!-- rounds -->\n", "<!-- end of rounds -->"
_HEAD = """\
| round | answers | same for both | α | not quoted | same for both | α | same as the corpus |
|---|---|---|---|---|---|---|---|
"""


class Unit(NamedTuple):
    """A passage meets an issue: what either coder answers."""

    passage: str
    issue: str
    a: str
    b: str
    is_quoted: bool
    """The definitions of the issue quote words of the passage."""


def units(number: int, passages: Sequence[dict[str, Any]]) -> list[Unit]:
    """The answers of a round."""
    a, b = (
        json.loads((ANSWERS / f"round{number}-{coder}.json").read_text("utf-8")) for coder in "ab"
    )
    return [
        Unit(id_, issue, a[id_][issue], b[id_][issue], issue in passage["quoted"])
        for passage in passages
        for id_ in [passage["id"]]
        for issue in [key for key in a[id_] if key not in {"conditions", "why"}]
    ]


def cells(own: Sequence[Unit]) -> list[str]:
    """How many answers there are, how many are the same, and alpha, reckoned within each issue."""
    by_issue: dict[str, list[Unit]] = {}
    for unit in own:
        by_issue.setdefault(unit.issue, []).append(unit)
    groups = [Group([counted((u.a, u.b)) for u in of_issue]) for of_issue in by_issue.values()]
    found = alpha(groups, "nominal")
    same = sum(unit.a == unit.b for unit in own)
    return [str(len(own)), str(same), "undefined" if found is None else f"{float(found):.3f}"]


def recorded(passages: Sequence[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """What the corpus has of each passage and issue."""
    corpus = stances.load(ROOT / "data")
    said = {}
    for passage in passages:
        for ref in passage["statements"]:
            statement = corpus.statements[ref]
            issue = str(statement.issue or corpus.meta.default_issue)
            said[passage["id"], issue] = statement.position
    return said


def table() -> str:
    """A line for each round of which both answers are there."""
    passages = json.loads((ANSWERS / "passages.json").read_text("utf-8"))
    said = recorded(passages)
    numbers = sorted(int(path.stem[5:-2]) for path in ANSWERS.glob("round*-b.json"))
    lines = []
    for number in numbers:
        own = units(number, passages)
        row = [str(number), *cells(own), *cells([unit for unit in own if not unit.is_quoted])]
        has = [said.get((unit.passage, unit.issue), NOTHING) for unit in own]
        a, b = (
            sum(getattr(unit, coder) == answer for unit, answer in zip(own, has, strict=True))
            for coder in "ab"
        )
        lines.append(f"| {' | '.join([*row, f'{a} and {b}'])} |\n")
    return f"\n{_HEAD}{''.join(lines)}\n"


def renewed(page: str) -> str:
    """The page with the figures of each round."""
    found = re.compile(f"({re.escape(_FIRST)}).*?({re.escape(_LAST)})", re.DOTALL)
    if not found.search(page):
        raise SystemExit(f"{PAGE}: no {_FIRST.strip()} … {_LAST}")
    return found.sub(lambda marks: f"{marks[1]}{table()}{marks[2]}", page)


def main() -> int:
    """Write the page, or say that it is stale."""
    page = PAGE.read_text("utf-8")
    new = renewed(page)
    if "--check" in sys.argv[1:]:
        if new != page:
            print(f"{PAGE.relative_to(ROOT)} is stale: python scripts/agreement.py")
        return int(new != page)
    PAGE.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
