"""Write an answer where and how the command line says."""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

import click

from stances.cli.run import say
from stances.errors import CannotWrite
from stances.queries.listing import SORTED_BY, Listing
from stances.queries.sql import Selection
from stances.queries.timeline import Timeline
from stances.suggest import did_you_mean
from stances.views.formats import ENDINGS, format_of, view
from stances.views.options import ViewOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from stances.queries.result import Result, Row

_NESTED = ("json", "yaml")


@dataclass(frozen=True)
class Output:
    """Where an answer goes, in what format, and what of it."""

    format: str
    path: str | None
    options: ViewOptions
    sort: str
    limit: int | None
    fail_empty: bool

    @classmethod
    def from_options(cls, options: dict[str, Any]) -> Output:
        """Take the options of `output_options`; usage errors for those that do not fit."""
        path, format_ = options["output"], options["format"]
        if path and not format_ and not (format_ := format_of(path)):
            message = f"its ending tells no format; use one of {' '.join(ENDINGS)}, or --format"
            raise click.BadParameter(message, param_hint="'--output'")
        terminal = not path and sys.stdout.isatty()
        columns = _keys(options["columns"])
        chosen = ViewOptions(
            columns=columns,
            header=not options["no_header"],
            spreadsheet_safe=options["spreadsheet_safe"],
            color=not path and wants_color(options["color"], sys.stdout),
            width=shutil.get_terminal_size().columns,
        )
        format_ = format_ or ("table" if terminal else "tsv")
        return cls(format_, path, chosen, options["sort"], options["limit"], options["fail_empty"])

    def check_keys(self, keys: Sequence[str]) -> None:
        """Refuse columns and an order that the answer has no keys for."""
        for option, asked in (("columns", self.options.columns), ("sort", (self.sort,))):
            for key in asked:
                if key and key.removeprefix("-" if option == "sort" else "") not in keys:
                    hint = did_you_mean(key.removeprefix("-"), keys)
                    message = f"the answer has no key `{key.removeprefix('-')}`; {hint}"
                    raise click.BadParameter(message, param_hint=f"'--{option}'")

    def write(self, result: Result, *, arranged: bool = False, found: bool = False) -> int:
        """Write the result and return the exit code.

        `arranged` results have their order and limit already; `found` ones are what was asked for,
        even if they have no rows.
        """
        self.check_keys(result.keys)
        rearranged = bool(self.options.columns) or (not arranged and self._arranges)
        if result.document is not None and rearranged and self.format in (*_NESTED, "table"):
            message = f"--columns, --sort and --limit do not go with {self.format} here; "
            raise click.UsageError(message + "use jsonl, tsv, csv or markdown")
        if rearranged:
            result = self._rearranged(result, done=arranged)
        result, empty = _peeked(result)
        empty = empty and not found
        chunks = view(self.format)(result, self.options)
        if empty and self.format == "table":
            chunks = _or_said(chunks)
        self._emit(chunks)
        return 1 if self.fail_empty and empty else 0

    def _rearranged(self, result: Result, *, done: bool) -> Result:
        rows = self._arrange(result.rows, done=done)
        if isinstance(result, Timeline) and not self.options.columns:
            return replace(result, rows=rows)
        return Rows(result.keys, rows)

    @property
    def _arranges(self) -> bool:
        return bool(self.sort) or self.limit is not None

    def _arrange(self, rows: Iterable[Row], *, done: bool) -> Iterable[Row]:
        if done or not self._arranges:
            return rows
        found = list(rows)
        backwards, key = self.sort.startswith("-"), self.sort.removeprefix("-")
        for each in reversed(SORTED_BY.get(key, (key,) if key else ())):
            known = [row for row in found if row[each] is not None]
            known.sort(key=lambda row: _sortable(row[each]), reverse=backwards)
            found = known + [row for row in found if row[each] is None]
        return found[: self.limit]

    def _emit(self, chunks: Iterator[str]) -> None:
        if self.path:
            _write_file(Path(self.path), chunks)
        elif self.format == "table" and sys.stdout.isatty():
            _page("".join(chunks), color=self.options.color)
        else:
            for chunk in chunks:
                sys.stdout.write(chunk)


@dataclass(frozen=True)
class Rows:
    """Rows as asked for: some of the keys, in another order, or only the first."""

    keys: Sequence[str]
    rows: Iterable[Row]
    document: None = None


def _peeked(result: Result) -> tuple[Result, bool]:
    """The result, still whole, and whether it has no rows."""
    rows = iter(result.rows)
    first = next(rows, None)
    if isinstance(result, Rows | Listing | Selection | Timeline) and first is not None:
        return replace(result, rows=chain([first], rows)), False
    return result, first is None


def _or_said(chunks: Iterator[str]) -> Iterator[str]:
    """A table without rows; if it has nothing to say either, that is said."""
    text = "".join(chunks)
    if not text.strip():
        say("stances: nothing matches")
    return iter([text])


def _sortable(value: Any) -> Any:  # noqa: ANN401 - any cell
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def wants_color(option: str, stream: TextIO) -> bool:
    """Whether to colour: as told by `--color`, or the environment, or on a terminal that can."""
    if option != "auto":
        return option == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _keys(text: str | None) -> tuple[str, ...]:
    """The keys of `--columns`; usage error for none at all."""
    keys = tuple(key.strip() for key in (text or "").split(",") if key.strip())
    if text is not None and not keys:
        raise click.BadParameter("it names no key", param_hint="'--columns'")
    return keys


def _write_file(path: Path, chunks: Iterable[str]) -> None:
    """Write the whole answer or nothing; an answer that fails half-way leaves the old file.

    What is no file, such as a pipe, is written to as it is.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(chunks)
        else:
            _replace(path.resolve(), chunks)
    except (OSError, RuntimeError) as error:
        raise CannotWrite(path, getattr(error, "strerror", None) or str(error)) from error


def _replace(path: Path, chunks: Iterable[str]) -> None:
    with drafted(path) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(chunks)


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """An empty file beside `path`, which takes its place once all is written."""
    draft: Path | None = None
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".stances-", delete=False) as file:
            draft = Path(file.name)
        yield draft
        draft.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        draft.replace(path)
    finally:
        if draft is not None:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _page(text: str, *, color: bool) -> None:
    """Show through a pager what does not fit on the terminal."""
    if text.count("\n") < shutil.get_terminal_size().lines:
        sys.stdout.write(text)
        return
    os.environ.setdefault("LESS", "-FRX")
    click.echo_via_pager(text, color=color)
