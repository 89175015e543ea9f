"""Write into docs/corpus.md how far the two blind coders of each round agree.

`python scripts/agreement.py` reads their answers in tests/data/agreement and writes what stands
between `<!-- round 1 -->` and `<!-- end of round 1 -->`; `--check` exits 1 if that is stale. A
round is there as soon as `roundN-a.json` and `roundN-b.json` are, and the page has its two marks.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import stances

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = ROOT / "tests" / "data" / "agreement"
PAGE = ROOT / "docs" / "corpus.md"
NOTHING = "-"
"""The answer that a passage is no statement on an issue."""
_HEAD = """\
| issue | A: n | agree | α | B: n | agree | α | C: n | agree | α |
|---|---|---|---|---|---|---|---|---|---|
"""

Answers = dict[str, dict[str, Any]]
Pair = tuple[str, str]


class Unit(NamedTuple):
    """A passage meets an issue: what either coder answers."""

    passage: str
    issue: str
    a: str
    b: str
    quoted: bool
    """The definitions of the issue quote words of the passage."""

    @property
    def pair(self) -> Pair:
        """Both answers."""
        return self.a, self.b


RULES: list[Callable[[Unit], bool]] = [
    lambda _: True,
    lambda unit: NOTHING not in unit.pair,
    lambda unit: not unit.quoted,
]
"""Which units count by the rules A, B and C."""


def disagreement(pairs: list[Pair]) -> tuple[float, float]:
    """Observed and expected disagreement, each from 0 to 1 (Krippendorff, nominal, two coders)."""
    values = 2 * len(pairs)
    counts = Counter(value for pair in pairs for value in pair)
    observed = sum(a != b for a, b in pairs) / len(pairs)
    same = sum(count * count for count in counts.values())
    return observed, (values * values - same) / (values * (values - 1))


def alpha(groups: Iterable[list[Pair]]) -> str:
    """Of one group, or pooled: disagreement is then expected within each group only."""
    observed = expected = 0.0
    for pairs in filter(None, groups):
        seen, by_chance = disagreement(pairs)
        observed += len(pairs) * seen
        expected += len(pairs) * by_chance
    return f"{1 - observed / expected:.3f}" if expected else "undefined"


def row(name: str, units: list[Unit], grouped: Callable[[list[Unit]], list[list[Pair]]]) -> str:
    """A line of the table: n, agreement and alpha by each rule."""
    cells = [name]
    for counts in RULES:
        own = list(filter(counts, units))
        same = sum(unit.a == unit.b for unit in own)
        percent = f"{100 * same / len(own):.1f} %" if own else ""
        cells += [str(len(own)), percent, alpha(grouped(own))]
    return f"| {' | '.join(cells)} |\n"


def _one_group(units: list[Unit]) -> list[list[Pair]]:
    return [[unit.pair for unit in units]]


def _one_matrix(units: list[Unit]) -> list[list[Pair]]:
    """A position of one issue is none of another's; no answer is the same on all."""

    def value(unit: Unit, answer: str) -> str:
        return answer if answer == NOTHING else f"{unit.issue}/{answer}"

    return [[(value(unit, unit.a), value(unit, unit.b)) for unit in units]]


def _by_issue(units: list[Unit]) -> list[list[Pair]]:
    issues = dict.fromkeys(unit.issue for unit in units)
    return [[unit.pair for unit in units if unit.issue == issue] for issue in issues]


def table(units: list[Unit]) -> str:
    """The figures of a round."""
    issues = dict.fromkeys(unit.issue for unit in units)
    rows = [
        row(f"`{issue}`", [unit for unit in units if unit.issue == issue], _one_group)
        for issue in issues
    ]
    pooled = [row("all, by issue", units, _by_issue), row("all, one matrix", units, _one_matrix)]
    return _HEAD + "".join(rows + pooled)


def differences(units: list[Unit]) -> str:
    """Each unit on which the coders differ."""
    found = [unit for unit in units if unit.a != unit.b]
    if not found:
        return f"The coders differ on none of {len(units)} units.\n"
    rows = "".join(f"| {u.passage} | `{u.issue}` | `{u.a}` | `{u.b}` |\n" for u in found)
    count = f"The coders differ on {len(found)} of {len(units)} units:\n\n"
    return f"{count}| passage | issue | A | B |\n|---|---|---|---|\n{rows}"


def recorded(passages: list[dict[str, Any]], units: list[Unit]) -> str:
    """On how many units the corpus has the answer of each coder."""
    corpus = stances.load(ROOT / "data")
    said = {}
    for passage in passages:
        for ref in passage["statements"]:
            statement = corpus.statements[ref]
            issue = statement.issue or corpus.meta.default_issue
            said[passage["id"], issue] = statement.position
    own = [(unit, said.get((unit.passage, unit.issue), NOTHING)) for unit in units]
    a, b = (sum(getattr(unit, coder) == answer for unit, answer in own) for coder in "ab")
    return f"The corpus has A's answer on {a} of {len(units)} units, and B's on {b}.\n"


def report(number: int) -> str:
    """What the page says of a round."""
    passages = json.loads((ANSWERS / "passages.json").read_text("utf-8"))
    a, b = (
        json.loads((ANSWERS / f"round{number}-{coder}.json").read_text("utf-8")) for coder in "ab"
    )
    units = [
        Unit(id_, issue, a[id_][issue], b[id_][issue], issue in passage["quoted"])
        for passage in passages
        for id_ in [passage["id"]]
        for issue in [key for key in a[id_] if key not in {"conditions", "why"}]
    ]
    return "\n".join((table(units), differences(units), recorded(passages, units)))


def rounds() -> list[int]:
    """The rounds of which both answers are there."""
    found = (re.fullmatch(r"round(\d+)-b", path.stem) for path in ANSWERS.glob("round*-b.json"))
    return sorted(int(name[1]) for name in found if name)


def renewed(page: str) -> str:
    """The page with the figures of each round."""
    for number in rounds():
        first, last = f"<!-- round {number} -->\n", f"<!-- end of round {number} -->"
        head, _, rest = page.partition(first)
        _, end, tail = rest.partition(last)
        if not end:
            raise SystemExit(f"{PAGE}: no {first.strip()} … {last}")
        page = f"{head}{first}\n{report(number)}\n{last}{tail}"
    return page


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
