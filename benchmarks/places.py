"""The folders that a run works in: the corpora, the indexes of them, and what others read."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.corpora import write_by_hand, write_corpus, write_lopsided
from benchmarks.ledgers import write_beancount, write_hledger
from benchmarks.peers import GIT, SCRIPTS
from benchmarks.timing import Job, run

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(SCRIPTS, "stances")
"""Ours."""


class Size(NamedTuple):
    """A corpus to measure on: how many statements, and what is lopsided about it.

    `lopsided` is a key of `corpora.LOPSIDED`, or empty where the statements are spread evenly.
    """

    statements: int
    lopsided: str = ""

    @property
    def title(self) -> str:
        """As the table is headed."""
        if self == SHIPPED:
            return "The shipped corpus"
        return f"{self.statements:,} statements{self.lopsided and f', {self.lopsided}'}"


SHIPPED = Size(0)
_TO_PARQUET = """
import sys, duckdb
copy = "COPY (SELECT * FROM read_json_auto('{}')) TO '{}' (FORMAT parquet)"
duckdb.execute(copy.format(*sys.argv[1:]))
"""
_EDITED = ", edited"
_GIT_INIT = (
    ("init", "--quiet"),
    ("add", "--all"),
    ("commit", "--quiet", "--message", "A corpus"),
)
# Nobody's name, and no cleaning up in the background while something is timed.
_GIT = ("-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "gc.auto=0")


class Places:
    """What is measured at one size of corpus; each thing is made when it is first asked for.

    The corpora stay in the folder for the next run, as the same number gives the same bytes; all
    else is made anew, for the program may have changed.
    """

    def __init__(self, folder: Path, size: Size) -> None:
        self.size = size
        self._folder = folder
        self.made = folder / _name("made", size)
        shutil.rmtree(self.made, ignore_errors=True)
        self.made.mkdir(parents=True)
        # Nobody's settings change what a program does.
        self._env = {"PATH": "/usr/bin:/bin", "HOME": str(self.made), "LANG": "C.UTF-8"}

    @cached_property
    def corpus(self) -> Path:
        """The corpus."""
        return ROOT / "data" if self.size == SHIPPED else self.of(self.size)

    def of(self, size: Size) -> Path:
        """A corpus of any size, in the same folder."""
        folder = self._folder / _name("corpus", size)
        if not folder.exists():
            # What has its final name was written to its end.
            unfinished = folder.with_suffix(".part")
            shutil.rmtree(unfinished, ignore_errors=True)
            if size.lopsided:
                write_lopsided(unfinished, size.statements, size.lopsided)
            else:
                write_corpus(unfinished, size.statements)
            unfinished.rename(folder)
        return folder

    @cached_property
    def by_hand(self) -> Path:
        """The corpus as somebody might type it."""
        return self._make("by-hand", lambda to: write_by_hand(self.corpus, to))

    @cached_property
    def repository(self) -> Path:
        """The corpus, committed to a git repository of its own."""
        if not (self.corpus / ".git").exists():
            for words in _GIT_INIT:
                command = (str(GIT.path), "-C", str(self.corpus), *_GIT, *words)
                subprocess.run(command, env=self._env, check=True)  # noqa: S603 - git, as it is measured
        return self.corpus

    @cached_property
    def lines(self) -> Path:
        """All statements, as `list --format jsonl` writes them."""
        listed = self.stances("list", "--format", "jsonl")
        return self._make("statements.jsonl", lambda to: run(listed, to))

    @cached_property
    def parquet(self) -> Path:
        """All statements with the columns of `list`, as DuckDB itself writes them."""
        words = ("-c", _TO_PARQUET, self.lines)
        return self._make("statements.parquet", lambda to: run(self.python(*words, to)))

    @cached_property
    def sqlite(self) -> Path:
        """What `export sqlite` writes."""
        name = "stances.db"
        return self._make(name, lambda to: run(self.stances("export", "sqlite", str(to))))

    @cached_property
    def journal(self) -> Path:
        """As many transactions, for hledger."""
        return self._make("statements.journal", lambda to: write_hledger(self.lines, to))

    @cached_property
    def ledger(self) -> Path:
        """As many transactions, for Beancount."""
        return self._make("statements.beancount", lambda to: write_beancount(self.lines, to))

    def program(self, path: str | None, *words: str | Path) -> Job:
        """Another program."""
        return Job((str(path), *map(str, words)), self._env)

    def python(self, *words: str | Path, inside: bool = False) -> Job:
        """A script, or with `-c` code, for the interpreter that ours runs on."""
        return Job((sys.executable, *map(str, words)), self._env, inside=inside)

    def stances(
        self,
        *words: str,
        of: Path | None = None,
        before: Callable[[], object] | None = None,
    ) -> Job:
        """A command of ours about the corpus, or `of` another, with an index from before."""
        return self._with_index((str(PROGRAM), *words), of or self.corpus, "cache", before)

    def asking(self, code: str, *words: str) -> Job:
        """Code that asks the corpus from Python, with the index that the last one left."""
        return self._with_index((sys.executable, "-c", code, *words), self.corpus, "cache")

    def first(self, *words: str, of: Path | None = None) -> Job:
        """A command of ours without an index from before; `check` may find problems."""
        empty = partial(shutil.rmtree, self.made / "first", ignore_errors=True)
        return self._with_index((str(PROGRAM), *words), of or self.corpus, "first", empty)

    def rows_of(self, job: Job) -> int:
        """The number of lines that a job prints."""
        printed = self.made / "rows"
        run(job, printed)
        with printed.open("rb") as file:
            return sum(1 for _ in file)

    def edit(self) -> None:
        """Change a statement of the first official; the second time, change it back."""
        path = self.corpus / "officials" / "official-000000.yaml"
        first, found, rest = path.read_text("utf-8").partition("    summary: ")
        line, _, rest = rest.partition("\n")
        line = line.removesuffix(_EDITED) if line.endswith(_EDITED) else line + _EDITED
        path.write_text(f"{first}{found}{line}\n{rest}", "utf-8")

    def _with_index(
        self,
        argv: tuple[str, ...],
        corpus: Path,
        cache: str,
        before: Callable[[], object] | None = None,
    ) -> Job:
        named = {"STANCES_DATA": str(corpus), "STANCES_CACHE_DIR": str(self.made / cache)}
        return Job(argv, self._env | named, before, codes=(0, 1) if "check" in argv else (0,))

    def _make(self, name: str, write: Callable[[Path], object]) -> Path:
        path = self.made / name
        write(path)
        return path


def _name(kind: str, size: Size) -> str:
    return "-".join([kind, str(size.statements), *size.lopsided.split()])
