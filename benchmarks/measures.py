"""What is measured: the table of bars of the design, and other programs that do the like.

A bar is a ratio, ours to the yardstick's, at one size of corpus: that which is shipped, or so many
statements. At other sizes the ratio is only told.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.peers import BEANQUERY, DUCKDB, GIT, HLEDGER, JQ, RIPGREP
from benchmarks.places import PROGRAM, SHIPPED

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.peers import Peer
    from benchmarks.places import Places
    from benchmarks.timing import Side

    Sides = Callable[[Places], tuple[Side, Side]]

_HERE = Path(__file__).resolve().parent
_LARGE, _LARGEST = 100_000, 1_000_000
_FACTION = "faction-3"
_WORDS = "quays should"
"""About one statement in a hundred of the invented ones has these in a row."""

_CLICK = "import click"
_RICH = "import click, rich.console, rich.table"
_MODELS = "import pydantic, yaml, stances.model.records"
_LOAD = """
import sys, yaml
from pathlib import Path
for path in Path(sys.argv[1]).rglob("*.yaml"):
    yaml.load(path.read_bytes(), yaml.CSafeLoader)
"""
_SCAN = """
import sys, time
from collections.abc import Iterator
from pathlib import Path
from stances.index.scan import scan
start = time.perf_counter()
found = scan(Path(sys.argv[1]))
if isinstance(found, Iterator):
    found = [*found]
print(time.perf_counter() - start)
"""
_DUCKDB = """
import sys, duckdb
query = "SELECT faction, position, count(*) FROM read_json_auto(?) GROUP BY ALL ORDER BY ALL"
print(duckdb.execute(query, [sys.argv[1]]).fetchall())
"""
_JQ_COUNT = 'reduce inputs as $each ({}; .[$each.faction + " " + $each.position] += 1)'
_JQ_SELECT = f'select(.faction == "{_FACTION}")'
_BEANQUERY = "SELECT account, sum(position) GROUP BY account"


@dataclass(frozen=True)
class Measure:
    """A row of the table: ours, and what it is held against.

    `bar` is for a corpus of `at` statements; without one, `at` is the largest that is tried.
    `peer` has to be installed. With `limit`, the memory of ours is held against so many bytes.
    """

    name: str
    ours: str
    theirs: str
    sides: Sides
    at: int
    bar: float | None = None
    peer: Peer | None = None
    limit: int | None = None

    def is_for(self, statements: int) -> bool:
        """Whether there is anything to measure on a corpus of this size."""
        if SHIPPED in (self.at, statements):
            return self.at == statements
        return self.bar is not None or statements <= self.at


def _start(*words: str, beside: str) -> Sides:
    return lambda at: ((at.stances(*words),), (at.python("-c", beside),))


def _first(at: Places) -> tuple[Side, Side]:
    models = at.python("-c", f"{_MODELS}, click")
    return (at.first("list", "--format", "json"),), (models,)


def _build(at: Places) -> tuple[Side, Side]:
    return (at.first("check"),), (at.python("-c", _LOAD, at.corpus),)


def _memory(at: Places) -> tuple[Side, Side]:
    return (at.first("check"),), ()


def _summary(at: Places) -> tuple[Side, Side]:
    return (at.stances("summary"),), (at.program(JQ.path, "-n", _JQ_COUNT, at.lines),)


def _faction(at: Places) -> tuple[Side, Side]:
    ours = at.stances("list", "--faction", _FACTION, "--format", "jsonl")
    return (ours,), (at.program(JQ.path, "-c", _JQ_SELECT, at.lines),)


def _edit(at: Places) -> tuple[Side, Side]:
    ours = at.stances("summary", before=at.edit)
    return (ours,), (at.stances("summary"), at.python("-c", _MODELS))


def _freshness(at: Places) -> tuple[Side, Side]:
    status = at.program(GIT.path, "-C", at.repository, "status", "--porcelain")
    return (at.python("-c", _SCAN, at.repository, inside=True),), (status,)


def _fmt(at: Places) -> tuple[Side, Side]:
    ours = at.program(str(PROGRAM), "fmt", "--check", "--data", at.formatted)
    return (ours,), (at.python("-c", _LOAD, at.formatted),)


def _quotes(at: Places) -> tuple[Side, Side]:
    words = (_HERE / "quotes.py", at.made)
    return (at.python(*words, inside=True),), (at.python(*words, "--once", inside=True),)


def _plain(at: Places) -> tuple[Side, Side]:
    return (at.first("summary"),), (at.python(_HERE / "plain.py", at.corpus),)


def _duckdb(at: Places) -> tuple[Side, Side]:
    return (at.stances("summary"),), (at.python("-c", _DUCKDB, at.lines),)


def _hledger(at: Places) -> tuple[Side, Side]:
    return (at.stances("summary"),), (at.program(HLEDGER.path, "-f", at.journal, "balance"),)


def _beanquery(at: Places) -> tuple[Side, Side]:
    return (at.stances("summary"),), (at.program(BEANQUERY.path, at.ledger, _BEANQUERY),)


def _ripgrep(at: Places) -> tuple[Side, Side]:
    ours = at.stances("list", "--text", _WORDS, "--format", "jsonl")
    officials = at.corpus / "officials"
    return (ours,), (at.program(RIPGREP.path, "--fixed-strings", _WORDS, officials),)


_JSON = ("list", "--format", "json")
_TABLE = ("list", "--format", "table")
MEASURES = (
    Measure("help", "`--help`", "click", _start("--help", beside=_CLICK), SHIPPED, 1.35),
    Measure("version", "`--version`", "click", _start("--version", beside=_CLICK), SHIPPED, 1.35),
    Measure("json", "warm `list` as JSON", "click", _start(*_JSON, beside=_CLICK), SHIPPED, 1.5),
    Measure(
        *("table", "warm `list` as a table", "click, rich"),
        *(_start(*_TABLE, beside=_RICH), SHIPPED, 1.8),
    ),
    Measure("first", "first `list` as JSON", "models, click", _first, SHIPPED, 1.5),
    Measure("quotes", "1,000 quotes in 1 MB", "reading and folding it", _quotes, SHIPPED, 3.0),
    Measure("build", "first `check`", "yaml.CSafeLoader", _build, _LARGE, 1.0),
    Measure("summary", "warm `summary`", "jq reduce", _summary, _LARGE, 0.2, JQ),
    Measure("faction", "warm `list --faction`", "jq select", _faction, _LARGE, 0.5, JQ),
    Measure("edit", "`summary` after an edit", "warm `summary` + models", _edit, _LARGE, 1.3),
    Measure("freshness", "looking for edits", "git status", _freshness, _LARGE, 2.5, GIT),
    Measure(*("memory", "memory of `check`", "250 MB", _memory, _LARGEST, 1.0), limit=250_000_000),
    Measure("fmt", "`fmt --check`", "yaml.CSafeLoader", _fmt, _LARGE),
    Measure("plain", "first `summary`", "plain.py", _plain, _LARGE),
    Measure("duckdb", "warm `summary`", "DuckDB", _duckdb, _LARGE, peer=DUCKDB),
    Measure("hledger", "warm `summary`", "hledger balance", _hledger, _LARGE, peer=HLEDGER),
    Measure("bean-query", "warm `summary`", "bean-query", _beanquery, _LARGE, peer=BEANQUERY),
    Measure("ripgrep", "warm `list --text`", "ripgrep", _ripgrep, _LARGE, peer=RIPGREP),
)
"""The rows in the order of the table."""
