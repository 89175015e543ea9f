"""The folders that a run works in: the corpora, the indexes of them, and what others read."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpora import write_corpus
from benchmarks.ledgers import write_beancount, write_hledger
from benchmarks.peers import GIT, SCRIPTS
from benchmarks.timing import Job, run

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(SCRIPTS, "stances")
"""Ours."""
SHIPPED = 0
"""Instead of a number of statements: the corpus that is shipped."""
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

    def __init__(self, folder: Path, statements: int) -> None:
        self.statements = statements
        self._folder = folder
        self.made = folder / f"made-{statements}"
        shutil.rmtree(self.made, ignore_errors=True)
        self.made.mkdir(parents=True)
        # Nobody's settings change what a program does.
        self._env = {"PATH": "/usr/bin:/bin", "HOME": str(self.made), "LANG": "C.UTF-8"}

    @cached_property
    def corpus(self) -> Path:
        """The corpus."""
        if self.statements == SHIPPED:
            return ROOT / "data"
        folder = self._folder / f"corpus-{self.statements}"
        if not folder.exists():
            # What has its final name was written to its end.
            unfinished = folder.with_suffix(".part")
            shutil.rmtree(unfinished, ignore_errors=True)
            write_corpus(unfinished, self.statements)
            unfinished.rename(folder)
        return folder

    @cached_property
    def repository(self) -> Path:
        """The corpus, committed to a git repository of its own."""
        if not (self.corpus / ".git").exists():
            for words in _GIT_INIT:
                command = (str(GIT.path), "-C", str(self.corpus), *_GIT, *words)
                subprocess.run(command, env=self._env, check=True)  # noqa: S603 - git, as it is measured
        return self.corpus

    @cached_property
    def formatted(self) -> Path:
        """The corpus, laid out as `stances fmt` does."""
        folder = self._make("formatted", lambda to: shutil.copytree(self.corpus, to))
        run(Job((str(PROGRAM), "fmt", "--data", str(folder)), self._env))
        return folder

    @cached_property
    def lines(self) -> Path:
        """All statements, as `list --format jsonl` writes them."""
        listed = self.stances("list", "--format", "jsonl")
        return self._make("statements.jsonl", lambda to: run(listed, to))

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

    def stances(self, *words: str, before: Callable[[], object] | None = None) -> Job:
        """A command of ours about the corpus, with the index that the last one left."""
        return self._stances(words, self.made / "cache", before)

    def first(self, *words: str) -> Job:
        """The same without an index from before."""
        cache = self.made / "first"
        return self._stances(words, cache, lambda: shutil.rmtree(cache, ignore_errors=True))

    def edit(self) -> None:
        """Change a statement of the first official; the second time, change it back."""
        path = self.corpus / "officials" / "official-000000.yaml"
        first, found, rest = path.read_text("utf-8").partition("    summary: ")
        line, _, rest = rest.partition("\n")
        line = line.removesuffix(_EDITED) if line.endswith(_EDITED) else line + _EDITED
        path.write_text(f"{first}{found}{line}\n{rest}", "utf-8")

    def _stances(
        self, words: tuple[str, ...], cache: Path, before: Callable[[], object] | None
    ) -> Job:
        named = {"STANCES_DATA": str(self.corpus), "STANCES_CACHE_DIR": str(cache)}
        return Job((str(PROGRAM), *words), self._env | named, before)

    def _make(self, name: str, write: Callable[[Path], object]) -> Path:
        path = self.made / name
        write(path)
        return path
