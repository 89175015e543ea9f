"""What is measured: the table of bars of the design, and other programs that do the like.

A bar is a ratio, ours to the yardstick's, on one corpus. On others the ratio is printed without a
bar, to know where we stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpora import LOPSIDED
from benchmarks.peers import BEANQUERY, DUCKDB, GIT, HLEDGER, JQ, NETWORKX, RIPGREP, SQLITE
from benchmarks.places import PROGRAM, SHIPPED, Size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.peers import Peer
    from benchmarks.places import Places
    from benchmarks.timing import Job, Side

    Sides = Callable[[Places], tuple[Side, Side]]

_HERE = Path(__file__).resolve().parent
_MIDDLE, _LARGE, _LARGEST = Size(10_000), Size(100_000), Size(1_000_000)
LOPSIDED_SIZES = tuple(Size(2_500 if kind == "one official" else 20_000, kind) for kind in LOPSIDED)
"""2,500 statements of one official, 2,000 officials of one alias, 20,000 statements of a source."""
_FACTION = "faction-3"
_WORDS = "quays should"
"""About one statement in a hundred of the invented ones has these in a row."""
_HALF = "harbour"
"""About half of the invented statements have this word."""

_CLICK = "import click"
_RICH = "import click, rich.console, rich.table"
_MODELS = "import pydantic, yaml, stances.model.records"
_YAML = """
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
_LOAD = """
import os, stances
corpus = stances.load(os.environ["STANCES_DATA"])
print(sum(len(statement.evidence) for statement in corpus.statements.values()))
"""
_COUNT = """
    SELECT issue, faction, sum(number), count(*), avg(mean), median(mean), stddev_pop(mean)
    FROM (
        SELECT issue, faction, official, count(*) AS number, avg(score) AS mean
        FROM {} GROUP BY ALL
    ) GROUP BY issue, faction ORDER BY issue, faction"""
_DUCKDB = """
import sys, duckdb
query, path = sys.argv[1:]
rows = query.format("read_parquet('" + path + "')")
duckdb.execute("COPY (" + rows + ") TO '/dev/stdout' (FORMAT json)")
"""
_SELECT = "SELECT * FROM {} WHERE faction = 'faction-3' ORDER BY said_from, ref"
_SQLITE_COUNT = "SELECT faction, position, count(*), avg(score) FROM statements GROUP BY 1, 2"
_SQLITE_SELECT = "SELECT * FROM statements WHERE faction = 'faction-3' ORDER BY ref"
_JQ_COUNT = 'reduce inputs as $each ({}; .[$each.faction + " " + $each.position] += 1)'
_JQ_SELECT = 'select(.faction == "faction-3")'
_BEANQUERY = "SELECT account, sum(position) GROUP BY account"


@dataclass(frozen=True)
class Measure:
    """A row of the table: ours, and what it is held against.

    `bars` are by the corpus that they are for. On the shipped corpus a row is there if it has a
    bar, and on a lopsided one if it has a bar for one that is lopsided in this way; on others up to
    the largest with a bar, or up to `most` statements.
    `peer` has to be installed. With `limit`, the memory of ours is held against so many bytes.
    """

    name: str
    ours: str
    theirs: str
    sides: Sides
    bars: Mapping[Size, float] = field(default_factory=dict)
    most: int = 0
    peer: Peer | None = None
    limit: int | None = None

    def is_for(self, size: Size) -> bool:
        """Whether there is anything to measure on a corpus of this size."""
        if size == SHIPPED:
            return size in self.bars
        if size.lopsided:
            return any(each.lopsided == size.lopsided for each in self.bars)
        most = max((each.statements for each in self.bars if not each.lopsided), default=self.most)
        return size.statements <= most


def _start(*words: str, beside: str) -> Sides:
    return lambda at: ((at.stances(*words),), (at.python("-c", beside),))


def _first(at: Places) -> tuple[Side, Side]:
    models = at.python("-c", f"{_MODELS}, click")
    return (at.first("list", "--format", "json"),), (models,)


def _build(at: Places) -> tuple[Side, Side]:
    return (at.first("check"),), (at.python("-c", _YAML, at.corpus),)


def _by_hand(at: Places) -> tuple[Side, Side]:
    return (at.first("check", of=at.by_hand),), (at.python("-c", _YAML, at.by_hand),)


def _even(at: Places) -> tuple[Side, Side]:
    return (at.first("check"),), (at.first("check", of=at.of(Size(at.size.statements))),)


def _memory(*words: str) -> Sides:
    return lambda at: ((at.stances(*words),), ())


def _memory_of_check(at: Places) -> tuple[Side, Side]:
    return (at.first("check"),), ()


def _list(at: Places, *words: str) -> Job:
    return at.stances("list", *words, "--format", "jsonl")


def _beside_list(*words: str) -> Sides:
    return lambda at: ((at.stances(*words),), (_list(at),))


def _twice(*words: str) -> Sides:
    """A question about the statements of one official, and about half as many."""

    def sides(at: Places) -> tuple[Side, Side]:
        half = at.of(Size(at.size.statements // 2, at.size.lopsided))
        return (at.stances(*words),), (at.stances(*words, of=half),)

    return sides


def _load(at: Places) -> tuple[Side, Side]:
    return (at.asking(_LOAD),), (_list(at),)


def _search(at: Places) -> tuple[Side, Side]:
    ours = at.stances("search", _HALF, "--format", "jsonl")
    return (ours,), (_list(at, "--limit", str(at.rows_of(ours))),)


def _search_edit(at: Places) -> tuple[Side, Side]:
    words = ("search", _WORDS, "--format", "jsonl")
    return (at.stances(*words, before=at.edit),), (at.stances(*words), at.python("-c", _MODELS))


def _summary(at: Places) -> tuple[Side, Side]:
    return (at.stances("summary"),), (at.python("-c", _DUCKDB, _COUNT, at.parquet),)


def _faction(at: Places) -> tuple[Side, Side]:
    ours = _list(at, "--faction", _FACTION)
    return (ours,), (at.python("-c", _DUCKDB, _SELECT, at.parquet),)


def _summary_jq(at: Places) -> tuple[Side, Side]:
    return (at.stances("summary"),), (at.program(JQ.path, "-n", _JQ_COUNT, at.lines),)


def _faction_jq(at: Places) -> tuple[Side, Side]:
    ours = _list(at, "--faction", _FACTION)
    return (ours,), (at.program(JQ.path, "-c", _JQ_SELECT, at.lines),)


def _summary_sqlite(at: Places) -> tuple[Side, Side]:
    return (at.stances("summary"),), (at.program(SQLITE.path, at.sqlite, _SQLITE_COUNT),)


def _faction_sqlite(at: Places) -> tuple[Side, Side]:
    ours = _list(at, "--faction", _FACTION)
    return (ours,), (at.program(SQLITE.path, "-json", at.sqlite, _SQLITE_SELECT),)


def _edit(at: Places) -> tuple[Side, Side]:
    ours = at.stances("summary", before=at.edit)
    return (ours,), (at.stances("summary"), at.python("-c", _MODELS))


def _freshness(at: Places) -> tuple[Side, Side]:
    status = at.program(GIT.path, "-C", at.repository, "status", "--porcelain")
    return (at.python("-c", _SCAN, at.repository, inside=True),), (status,)


def _fmt(at: Places) -> tuple[Side, Side]:
    ours = at.program(str(PROGRAM), "fmt", "--check", "--data", at.corpus)
    return (ours,), (at.python("-c", _YAML, at.corpus),)


def _quotes(at: Places) -> tuple[Side, Side]:
    words = (_HERE / "quotes.py", at.made)
    return (at.python(*words, inside=True),), (at.python(*words, "--once", inside=True),)


def _coders(at: Places) -> tuple[Side, Side]:
    words = (_HERE / "coders.py",)
    return (at.python(*words, inside=True),), (at.python(*words, "--package", inside=True),)


def _plain(at: Places) -> tuple[Side, Side]:
    return (at.first("summary"),), (at.python(_HERE / "plain.py", at.corpus),)


def _hledger(at: Places) -> tuple[Side, Side]:
    return (at.stances("summary"),), (at.program(HLEDGER.path, "-f", at.journal, "balance"),)


def _beanquery(at: Places) -> tuple[Side, Side]:
    return (at.stances("summary"),), (at.program(BEANQUERY.path, at.ledger, _BEANQUERY),)


def _ripgrep(at: Places) -> tuple[Side, Side]:
    officials = at.corpus / "officials"
    rg = at.program(RIPGREP.path, "--fixed-strings", _WORDS, officials)
    return (_list(at, "--text", _WORDS),), (rg,)


def _network(at: Places) -> tuple[Side, Side]:
    ours = at.stances("network", "--format", "jsonl")
    return (ours,), (at.python(_HERE / "pairs.py", at.lines),)


_JSON = ("list", "--format", "json")
_TABLE = ("list", "--format", "table")
_TIMELINE = ("timeline", "--format", "jsonl")
_CONFLICTS = ("conflicts", "--format", "jsonl")
_REPORT = ("report", "--format", "json")
_MB_250 = 250_000_000
_ALL = dict.fromkeys((_LARGE, *LOPSIDED_SIZES), 3.0)
_DOUBLED = {LOPSIDED_SIZES[0]: 2.3}
_BUILDS = {Size(20_000): 0.9, _LARGE: 0.7}
_HAND_BUILDS = {Size(20_000): 1.1, _LARGE: 1.1}
_EVEN = dict.fromkeys(LOPSIDED_SIZES, 1.5)
_ASKED = {
    "list": ("list", "--format", "jsonl"),
    "summary": ("summary",),
    "timeline": _TIMELINE,
    "conflicts": _CONFLICTS,
    "report": _REPORT,
    "search": ("search", _HALF, "--format", "jsonl"),
}
MEASURES = (
    Measure("help", "`--help`", "click", _start("--help", beside=_CLICK), {SHIPPED: 1.1}),
    Measure("version", "`--version`", "click", _start("--version", beside=_CLICK), {SHIPPED: 1.1}),
    Measure("json", "warm `list` as JSON", "click", _start(*_JSON, beside=_CLICK), {SHIPPED: 1.25}),
    Measure(
        *("table", "warm `list` as a table", "click, rich"),
        *(_start(*_TABLE, beside=_RICH), {SHIPPED: 1.5}),
    ),
    Measure("first", "first `list` as JSON", "models, click", _first, {SHIPPED: 1.3}),
    Measure("quotes", "1,000 quotes in 1 MB", "reading and folding it", _quotes, {SHIPPED: 3.0}),
    Measure("coders", "alpha of 10,000 by 200", "krippendorff", _coders, {SHIPPED: 3.0}),
    Measure("build", "first `check`", "yaml.CSafeLoader", _build, _BUILDS),
    Measure("by-hand", "first `check`, by hand", "yaml.CSafeLoader", _by_hand, _HAND_BUILDS),
    Measure("even", "first `check`", "`check`, not lopsided", _even, _EVEN),
    Measure("summary", "warm `summary`", "DuckDB on Parquet", _summary, {_LARGE: 1.0}, peer=DUCKDB),
    Measure("summary-jq", "warm `summary`", "jq reduce", _summary_jq, {_LARGE: 0.1}, peer=JQ),
    Measure(
        *("faction", "warm `list --faction`", "DuckDB on Parquet", _faction, {_LARGE: 1.0}),
        peer=DUCKDB,
    ),
    Measure("search", "`search`, half of all", "`list`, as many", _search, {_LARGE: 1.5}),
    Measure(
        *("search-edit", "`search` after an edit", "warm `search` + models"),
        *(_search_edit, {_LARGE: 1.3}),
    ),
    Measure("edit", "`summary` after an edit", "warm `summary` + models", _edit, {_LARGE: 1.2}),
    Measure("timeline", "`timeline`", "`list`", _beside_list(*_TIMELINE), _ALL),
    Measure("conflicts", "`conflicts`", "`list`", _beside_list(*_CONFLICTS), _ALL),
    Measure("report", "`report` as JSON", "`list`", _beside_list(*_REPORT), _ALL),
    Measure(
        *("network", "`network`, 1,000 officials", "networkx", _network, {_MIDDLE: 1.0}),
        peer=NETWORKX,
    ),
    Measure("twice-timeline", "`timeline`", "`timeline` of half", _twice(*_TIMELINE), _DOUBLED),
    Measure("twice-conflicts", "`conflicts`", "`conflicts` of half", _twice(*_CONFLICTS), _DOUBLED),
    Measure("twice-report", "`report`", "`report` of half", _twice(*_REPORT), _DOUBLED),
    Measure("rows", "`list` as a table", "`list`", _beside_list(*_TABLE), {_MIDDLE: 4.0}),
    Measure("load", "`stances.load`, one pass", "`list`", _load, {_MIDDLE: 2.0}),
    Measure("freshness", "looking for edits", "git status", _freshness, {_LARGE: 2.0}, peer=GIT),
    Measure(
        *("memory-check", "memory of the first `check`", "250 MB", _memory_of_check),
        *({_LARGEST: 1.0},),
        limit=_MB_250,
    ),
    *(
        Measure(
            *(f"memory-{name}", f"memory of `{name}`", "250 MB", _memory(*words), {_LARGEST: 1.0}),
            limit=_MB_250,
        )
        for name, words in _ASKED.items()
    ),
    Measure("fmt", "`fmt --check`", "yaml.CSafeLoader", _fmt, most=100_000),
    Measure("plain", "first `summary`", "plain.py", _plain, most=100_000),
    Measure(
        *("summary-sqlite", "warm `summary`", "sqlite3 on the export", _summary_sqlite),
        most=100_000,
        peer=SQLITE,
    ),
    Measure(
        *("faction-sqlite", "warm `list --faction`", "sqlite3 on the export", _faction_sqlite),
        most=100_000,
        peer=SQLITE,
    ),
    Measure(
        *("faction-jq", "warm `list --faction`", "jq select", _faction_jq),
        most=100_000,
        peer=JQ,
    ),
    Measure(
        *("hledger", "warm `summary`", "hledger balance", _hledger), most=100_000, peer=HLEDGER
    ),
    Measure(
        *("bean-query", "warm `summary`", "bean-query", _beanquery), most=100_000, peer=BEANQUERY
    ),
    Measure("ripgrep", "warm `list --text`", "ripgrep", _ripgrep, most=100_000, peer=RIPGREP),
)
"""The rows in the order of the table."""
