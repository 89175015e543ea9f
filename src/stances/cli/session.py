"""Opens the corpus that a command works on, and reports what had to be left out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from stances.cli.hints import naming, pasted, say
from stances.cli.options import ASKED, INDEX, SHIPPED
from stances.cli.progress import READING, Progress
from stances.errors import NeedsCorpus, NoCorpus, UnusableCorpus
from stances.index import store
from stances.index.cache import cache_folder, journal_file, private_folder, why_no_folder
from stances.index.connection import Index
from stances.paths import find_corpus, from_here, is_export, repository_path, shipped_corpus
from stances.queries.faults import all_left_out, codings_left_out, is_empty, left_out, unusable
from stances.queries.filters import ALL_CODINGS, DECIDED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from os import PathLike

    import click

    from stances.index.parquet_index import ParquetIndex
    from stances.queries.faults import CodingsLeftOut, LeftOut
    from stances.queries.filters import Filters
    from stances.queries.result import Result


class CorpusLocation:
    """The folder of a corpus; `named` is its name on the command line, if it has one."""

    def __init__(self, folder: str, named: str | None) -> None:
        self.folder = folder
        self.named = named

    @property
    def shown(self) -> str:
        """The folder, relative to this one."""
        return from_here(self.folder)

    @property
    def place(self) -> str:
        """The printable path of the folder in its repository."""
        from stances.paths import printable  # noqa: PLC0415 - only reports have places

        return "/".join(map(printable, repository_path(self.folder).split("/")))

    @property
    def is_export(self) -> bool:
        """Whether it is a Parquet export of a corpus."""
        return is_export(self.folder)

    @property
    def check(self) -> str:
        """The command that checks this corpus."""
        if self.is_export:
            return "stances check --data CORPUS"
        return pasted("stances", "check", *naming(self.named))


class Session(CorpusLocation):
    """A corpus and the index of it."""

    def __init__(self, located: CorpusLocation, index: sqlite3.Connection) -> None:
        super().__init__(located.folder, located.named)
        self.index = index
        self.coding = DECIDED
        """Whose readings a question is asked of, as it is typed."""
        self.strict = False
        """Whether it is a failure if anything is left out."""

    def let_go(self) -> None:
        """Close the index; open, it would keep its file from being brought up to date."""
        self.index.close()

    def resolved(self, filters: Filters) -> Filters:
        """Filters with ids in place of names; from now on, the index answers as is asked for.

        Raises `UnknownName` or `AmbiguousName`, and a usage error where the figures of all codings
        are asked for, and there are none.
        """
        if self.coding != DECIDED:
            from stances.cli.as_coded import resolved  # noqa: PLC0415 - most answer as decided

            return resolved(self, filters)
        return filters.resolved(self.index)

    def figures(self, filters: Filters, question: Callable[[Filters], Result]) -> Result:
        """What a question about resolved filters gives; of all codings, how far they differ."""
        if self.coding == ALL_CODINGS:
            from stances.cli.as_coded import of_all  # noqa: PLC0415 - as above

            return of_all(self, filters, question)
        return question(self.resolved(filters))

    def report_missing(self, missing: LeftOut | CodingsLeftOut | str) -> None:
        """Say on stderr what is left out because of problems, if anything is.

        Raises `UnusableCorpus` if that is a failure.
        """
        if missing and self.strict:
            raise UnusableCorpus(f"{missing} would be left out", self.check)
        if missing:
            say(f"stances: {missing} left out because of problems; see `{self.check}`")

    def report_codings(self, coder: str = "") -> None:
        """The same of codings, of one coder if named."""
        self.report_missing(codings_left_out(self.index, coder))

    def refuse_unusable(self) -> None:
        """Raise `UnusableCorpus` if the corpus cannot be queried, nor therefore be edited."""
        if why := unusable(self.index):
            raise UnusableCorpus(why, self.check)


def locate(
    ctx: click.Context,
    options: dict[str, Any],
    *,
    fall_back: bool,
    writes: bool = False,
    exported: bool = False,
) -> CorpusLocation:
    """The corpus that the command line names, without reading it; else that of the file on stdin.

    With `fall_back`, the shipped corpus if nothing names another. A change that was cut off is
    reported, or finished by a command that `writes`. Raises `NeedsCorpus` for an export, unless
    what is asked can be answered from one that is `exported`.
    """
    named = named_corpus(ctx, options)
    folder = find_corpus(named, options.get("stdin_filename"))
    if folder is None and fall_back and (folder := shipped_corpus()):
        say("stances: no corpus here; using the shipped example corpus")
        ctx.meta[SHIPPED] = ""
    if folder is None:
        raise NoCorpus(None)
    if is_export(folder):
        if not exported:
            raise NeedsCorpus(f"stances {ctx.info_name}", folder)
        return CorpusLocation(folder, named)
    if writes:
        finish_cut_off(folder, options)
    else:
        report_cut_off(folder)
    return CorpusLocation(folder, named)


def report_cut_off(folder: str) -> None:
    """Report a change of a corpus that was cut off, in a line on stderr."""
    cache = cache_folder()
    if cache is not None and os.path.lexists(journal_file(folder, cache)):
        from pathlib import Path  # noqa: PLC0415 - it is hardly ever needed

        from stances.editing.resume import report  # noqa: PLC0415

        if line := report(Path(folder)):
            say(f"stances: {line}")


def finish_cut_off(folder: str, options: dict[str, Any]) -> None:
    """Finish a change of a corpus that was cut off, and say so on stderr."""
    from pathlib import Path  # noqa: PLC0415 - only commands that write need it

    from stances.editing.resume import resume  # noqa: PLC0415

    resume(Path(folder), lambda line: say(f"stances: {line}"), force=options["force"])


def open_index(  # noqa: PLR0913 - what a command does with the corpus, each by its keyword
    ctx: click.Context,
    options: dict[str, Any],
    *,
    fall_back: bool,
    adds: bool = False,
    writes: bool = False,
    exported: bool = False,
) -> Session:
    """The corpus that `locate` finds, with its index, whatever its problems.

    If it has no records yet, stderr says so, but not to a command that `adds` some.
    """
    located = locate(ctx, options, fall_back=fall_back, writes=writes, exported=exported)
    open_ = exported_index if located.is_export else index_of
    session = Session(located, open_(ctx, options, located.folder))
    if SHIPPED in ctx.meta:
        [ctx.meta[SHIPPED]] = session.index.execute("SELECT MAX(title) FROM corpus").fetchone()
    if not adds and is_empty(session.index) and not unusable(session.index):
        add = pasted("stances", *naming(session.named), "add")
        say(
            f"stances: the corpus in {session.shown} has no records yet",
            f"add a source and an official first: `{add} source`, `{add} official`",
        )
    return session


def named_corpus(ctx: click.Context, options: dict[str, Any]) -> str | None:
    """The value of `--data`, before or after the command; None without it."""
    named: str | None = ctx.obj["data"] if options["data"] is None else options["data"]
    return named


def index_of(
    ctx: click.Context, options: dict[str, Any], folder: str | PathLike[str]
) -> sqlite3.Connection:
    """The index of the corpus in a folder, open until the command ends."""
    cache = None if (without := options["no_index"] or ctx.obj["no_index"]) else private_folder()
    if cache is None and not without and (why := why_no_folder()):
        say(f"stances: cannot keep an index: {why}, or use --no-index")
    with Progress(*READING) as progress:
        index = store.open_index(folder, cache, progress)
    ctx.meta[INDEX] = index
    ctx.call_on_close(index.close)  # a connection holds itself until garbage is collected
    return index


def exported_index(ctx: click.Context, options: dict[str, Any], folder: str) -> ParquetIndex:
    """What answers from the Parquet export in a folder, until the command ends."""
    from pathlib import Path  # noqa: PLC0415 - slow to import, and an index does without

    from stances.index.parquet_index import open_export  # noqa: PLC0415 - few questions need it

    cache = None if options["no_index"] or ctx.obj["no_index"] else private_folder()
    with Progress("checking the export", "files") as progress:
        index = open_export(Path(folder), cache, progress)
    ctx.call_on_close(index.close)
    return index


def open_corpus(
    ctx: click.Context,
    options: dict[str, Any],
    *,
    fall_back: bool = True,
    exported: bool = False,
    codings: bool = False,
) -> Session:
    """The corpus for a query, with one line on stderr about what is left out.

    With `exported`, a Parquet export does as well; with `codings`, the output has these too,
    whatever `--coding` says.
    Raises `UnusableCorpus` if it cannot be queried, or if anything is left out with `--strict`.
    """
    strict, coding = options.pop("strict", False), options.pop("coding", DECIDED)
    session = open_index(ctx, options, fall_back=fall_back, exported=exported)
    session.refuse_unusable()
    session.strict = strict
    session.report_missing(all_left_out(session.index) if codings else left_out(session.index))
    if isinstance(session.index, Index):
        session.index.asked = ctx.meta.get(ASKED)
    session.coding = coding
    return session
