"""Writes a result to stdout, to a pager or to a file, in the format asked for."""

from __future__ import annotations

import json
import os
import sys
from contextlib import closing, suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from stances.cli.hints import say
from stances.cli.options import (
    BEGUN,
    READING,
    READINGS,
    SHIPPED,
    Choice,
    color_option,
    corpus_option,
    dates_option,
    output_option,
    strict_option,
    with_options,
)
from stances.cli.progress import Progress, is_shown
from stances.errors import CannotWrite
from stances.paths import program
from stances.queries.background import background_of
from stances.queries.listing import SORTED_BY
from stances.queries.result import StoredRows, is_stream, short_keys
from stances.text import closest, did_you_mean
from stances.views.formats import BINARY, FOR_PEOPLE, ROWS, ViewOptions

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from typing import TextIO

    from stances.cli.options import Decorator
    from stances.queries.background import Background
    from stances.queries.result import Result, Row
    from stances.views.formats import Formats


fail_empty_option = click.option("--fail-empty", is_flag=True, help="Exit 1 if nothing matches.")
row_options = with_options(
    output_option(),
    click.option("--columns", metavar="KEY,…", help="Write only these keys, in this order."),
    click.option(
        "--sort",
        metavar="[-]KEY",
        default="",
        help="Sort by this key. With - before the key, the largest value comes first.",
    ),
    click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Write at most N rows."),
    click.option("--no-header", is_flag=True, help="Write TSV and CSV without the header line."),
    click.option(
        "--spreadsheet-safe",
        is_flag=True,
        help="Keep spreadsheets from reading text cells as formulas.",
    ),
    dates_option,
    color_option,
)
"""Where the rows of a result go, and which of them."""


def _output_options(unless_given: str) -> Decorator:
    """How the result is written, and how strict the command is about the corpus."""
    return with_options(
        click.option("--format", type=Choice([*ROWS.views]), help=unless_given),
        row_options,
        fail_empty_option,
        strict_option,
        corpus_option,
    )


output_options = _output_options("Default: a table on a terminal, TSV of a few keys in a pipe.")
document_options = _output_options("Default: the same text on a terminal and in a pipe.")


def format_from(formats: Formats, named: str | None, path: str | None, otherwise: str) -> str:
    """The format that is named, or that of the file's ending, or `otherwise` without a file.

    Usage error for a file with another ending.
    """
    if named or not path:
        return named or otherwise
    if format_ := formats.of_file(path):
        return format_
    message, ending = "its ending tells no format;", path[path.rfind(".") :]
    if closest(ending, formats.endings):
        message += f" {did_you_mean(ending, formats.endings)}"
    message += f" use one of {' '.join(formats.endings)}, or --format"
    raise click.BadParameter(message, param_hint="'--output'")


class Output(NamedTuple):
    """Where a result goes, in what format, and which of its rows."""

    format: str
    path: str | None
    options: ViewOptions
    sort: str
    limit: int | None
    fail_empty: bool
    formats: Formats = ROWS
    is_usual: bool = False

    @classmethod
    def from_options(cls, options: dict[str, Any], formats: Formats = ROWS) -> Output:
        """Take the options of `output_options`; usage errors for those that do not fit.

        It is the usual one if neither a format nor a file is named.
        """
        path, fail_empty = options["output"], options.get("fail_empty", False)
        usual = "table" if sys.stdout.isatty() else "tsv"
        format_ = format_from(formats, options["format"], path, usual)
        refuse_on_a_terminal(format_, path)
        view_options = ViewOptions(
            columns=_keys(options["columns"]),
            header=not options["no_header"],
            spreadsheet_safe=options["spreadsheet_safe"],
            color=not path and wants_color(options["color"], sys.stdout),
            dates=options["dates"],
            whole=options.get("whole", False),
        )
        if format_ == "table" and not path:
            view_options = view_options._replace(width=terminal_width())
        is_usual = not (options["format"] or path)
        rows = (options["sort"], options["limit"], fail_empty)
        return cls(format_, path, view_options, *rows, formats, is_usual)

    def with_picture(self, picture: str) -> Output:
        """The same with a kind of picture of a network."""
        return self._replace(options=self.options._replace(picture=picture))

    def check_keys(self, keys: Sequence[str]) -> None:
        """Usage error if a column or the order names a key that the result does not have."""
        for option, asked in (("columns", self.options.columns), ("sort", (self.sort,))):
            for key in asked:
                if key and key.removeprefix("-" if option == "sort" else "") not in keys:
                    hint = did_you_mean(key.removeprefix("-"), keys)
                    message = f"the result has no key `{key.removeprefix('-')}`; {hint}"
                    raise click.BadParameter(message, param_hint=f"'--{option}'")

    def write(self, result: Result, *, arranged: bool = False, found: bool = False) -> int:
        """Write the result and return the exit code.

        An `arranged` result has its order and limit already; one that is `found` is not empty, even
        without rows.
        """
        self.check_keys(result.keys)
        arranges = not arranged and (bool(self.sort) or self.limit is not None)
        rearranges = arranges or bool(self.options.columns)
        if self.is_usual and self.format == "tsv":
            piped = self._in_a_pipe(result, rows=rearranges)
            return piped.write(result, arranged=arranged, found=found)
        if result.document is not None and rearranges and self.format in ("json", "yaml", "table"):
            message = f"--columns, --sort and --limit cannot be combined with {self.format} here; "
            raise click.UsageError(message + "use jsonl, tsv, csv or markdown")
        if rearranges:
            rows = self._arrange(result.rows) if arranges else result.rows
            if is_stream(result) and not self.options.columns:
                result = result.with_rows(rows)
            else:
                result = Rows(result.keys, rows, short_keys(result), background_of(result))
        with Progress():
            result, has_rows = _peeked(result)
        empty = not (has_rows or found)
        chunks = self.formats.view(self.format)(result, self.options)
        is_told = False
        if empty and self.format == "table":
            text = "".join(chunks)
            chunks = iter([text])
            if is_told := not text.strip():
                say("stances: nothing matches")
        paged = self.format == "table" and sys.stdout.isatty()
        if self.format in FOR_PEOPLE and not is_told:
            chunks = chain(_as_coded(self), chunks, _all_coded(self, has_columns=rearranges))
        if paged and not self.path and not is_told:
            chunks = chain(_above(self.options), chunks)
        emit(chunks, self.path, paged=paged, color=self.options.color)
        if not (self.fail_empty and empty):
            return 0
        return 1 if is_told else fail_for_nothing()

    def _in_a_pipe(self, result: Result, *, rows: bool) -> Output:
        """The output of a result in a pipe: few keys of rows, or the text of a document.

        A document has `rows` where they are asked for by options that only rows have.
        """
        if result.document is not None and not rows:
            return self._replace(format="table", is_usual=False)
        columns = self.options.columns or tuple(short_keys(result))
        return self._replace(options=self.options._replace(columns=columns), is_usual=False)

    def _arrange(self, rows: Iterable[Row]) -> list[Row]:
        ordered = list(rows)
        backwards, key = self.sort.startswith("-"), self.sort.removeprefix("-")
        for each in reversed(SORTED_BY.get(key, (key,) if key else ())):
            with_value = [row for row in ordered if row[each] is not None]
            with_value.sort(key=lambda row: _sortable(row[each]), reverse=backwards)
            ordered = with_value + [row for row in ordered if row[each] is None]
        return ordered[: self.limit]


def _above(options: ViewOptions) -> Iterator[str]:
    """The line above a table that is about another corpus than its reader may think.

    Standard error says so as well, and is out of sight in a pager.
    """
    ctx = click.get_current_context(silent=True)
    if title := ctx and ctx.meta.get(SHIPPED):
        from stances.views.wrapping import wrapped  # noqa: PLC0415 - few tables have such a line

        line = f"From the shipped example corpus, because there is no corpus here: {title}"
        folded = "\n".join(wrapped(line, options.width))
        yield f"{click.style(folded, dim=True) if options.color else folded}\n\n"


def _as_coded(output: Output) -> Iterator[str]:
    """The line above a table that is not about the decided readings."""
    ctx = click.get_current_context(silent=True)
    if reading := ctx and ctx.meta.get(READING):
        from stances.views.as_coded_text import above  # noqa: PLC0415 - most are
        from stances.views.wrapping import wrapped  # noqa: PLC0415 - as above

        is_table = output.format == "table"
        lines = wrapped(above(reading), output.options.width) if is_table else [above(reading)]
        yield "\n".join(lines) + "\n\n"


def _all_coded(output: Output, *, has_columns: bool) -> Iterator[str]:
    """The line under figures by all codings, where they are rows: how much each coder has read.

    A table of cells with their ends says it itself.
    """
    ctx = click.get_current_context(silent=True)
    readings = ctx and ctx.meta.get(READINGS)
    if readings and (has_columns or output.format == "markdown"):
        from stances.views.as_coded_text import all_told  # noqa: PLC0415 - most are not of all
        from stances.views.wrapping import wrapped  # noqa: PLC0415 - as above

        told = f"By all codings: {all_told(readings)}."
        lines = wrapped(told, output.options.width) if output.format == "table" else [told]
        yield "\n" + "\n".join(lines) + "\n"


def refuse_on_a_terminal(format_: str, path: str | None) -> None:
    """Usage error for a format that is no text and would go to a terminal."""
    if format_ in BINARY and not path and sys.stdout.isatty():
        message = f"{format_} cannot be shown on a terminal; name a file: `-o FILE.{format_}`"
        raise click.BadParameter(message, param_hint="'--format'")


def fail_for_nothing() -> int:
    """Report that an empty result is a failure, and return the exit code."""
    say("stances: nothing matches, and --fail-empty is given")
    return 1


def emit(chunks: Iterable[str | bytes], path: str | None, *, paged: bool, color: bool) -> None:
    """Write a result to a file, or to stdout: if `paged`, through a pager if it is long."""
    remaining = iter(chunks)
    with Progress():
        first = next(remaining, "")
    with closing(_counted(first, remaining, is_told=bool(path or paged))) as counted:
        if path:
            write_file(path, counted)
        elif paged:
            page("".join(map(str, counted)), color=color)
        else:
            if ctx := click.get_current_context(silent=True):
                ctx.meta[BEGUN] = True
            stream: Any = sys.stdout.buffer if isinstance(first, bytes) else sys.stdout
            stream.writelines(counted)


def _counted(
    first: str | bytes, remaining: Iterator[str | bytes], *, is_told: bool
) -> Generator[str | bytes]:
    """All chunks, while a terminal that they do not go to directly shows how much they are."""
    yield first
    if not (is_shown() and (is_told or not sys.stdout.isatty())):
        yield from remaining
        return
    size = len(first)
    with Progress("writing", "kB") as progress:
        for chunk in remaining:
            yield chunk
            size += len(chunk)
            progress(size // 1000)


class Rows(NamedTuple):
    """The rows of a result with some of its keys, in another order, or only the first."""

    keys: Sequence[str]
    rows: Iterable[Row]
    shown: Sequence[str]
    background: Background
    document: None = None
    kind: str = "rows"

    def with_rows(self, rows: Iterable[Row]) -> Rows:
        """The same about other rows."""
        return self._replace(rows=rows)


def _peeked(result: Result) -> tuple[Result, bool]:
    """The same result, and whether it has any rows."""
    rows = result.rows
    if isinstance(rows, StoredRows):
        return result, not rows.is_empty()
    remaining = iter(rows)
    first = next(remaining, None)
    if is_stream(result) and first is not None:
        result = result.with_rows(chain([first], remaining))
    return result, first is not None


def _sortable(value: Any) -> Any:  # noqa: ANN401 - any cell
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def wants_color(option: str, stream: TextIO) -> bool:
    """Whether to color: as `--color` says, else the environment, else on a capable terminal."""
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


def terminal_width() -> int:
    """The columns of the terminal; a default if there is none."""
    return _terminal_size().columns


def stream_width(*, err: bool) -> int | None:
    """The width of the terminal that stdout or stderr is; None if it is none."""
    stream = sys.stderr if err else sys.stdout
    return terminal_width() if stream.isatty() else None


def _terminal_size() -> os.terminal_size:
    import shutil  # noqa: PLC0415 - only tables mind it

    return shutil.get_terminal_size()


def page(text: str, *, color: bool) -> None:
    """Write to the terminal, through a pager if the text does not fit."""
    if text.count("\n") < _terminal_size().lines or not _has_pager():
        sys.stdout.write(text)
        return
    os.environ.setdefault("LESS", "-FRX")
    click.echo_via_pager(text, color=color)


def _has_pager() -> bool:
    """Whether there is a pager; it is named by its file, so that none of this folder is taken."""
    import shlex  # noqa: PLC0415 - few answers are longer than a screen

    named = os.environ.get("PAGER", "")
    if not named and os.environ.get("TERM") in {"dumb", "emacs"}:
        return False
    with suppress(ValueError):  # a quote without its end
        name, *options = shlex.split(named) or ["more" if os.name == "nt" else "less"]
        if file := name if os.sep in name else program(name):
            # Older versions of click take quotation marks for a part of a word.
            quoted = (each if _is_plain(each) else shlex.quote(each) for each in (file, *options))
            os.environ["PAGER"] = " ".join(quoted)
            return True
    return False


def _is_plain(word: str) -> bool:
    """Whether a word of a command line means the same without quotation marks."""
    return bool(word) and not set(word) & set(" \t\n'\"\\")


def write_file(name: str, chunks: Iterable[str | bytes]) -> None:
    """Write a file; if that fails half-way, the old file stays.

    What is not a regular file, such as a pipe, is written directly.
    """
    from pathlib import Path  # noqa: PLC0415 - most output goes to stdout

    path = Path(name)
    content = (each if isinstance(each, bytes) else each.encode() for each in chunks)
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                stream.writelines(content)
        else:
            from stances.atomic import drafted  # noqa: PLC0415 - as above

            with drafted(path.resolve()) as draft, draft.open("wb") as stream:
                stream.writelines(content)
    except (OSError, RuntimeError) as error:
        raise CannotWrite(path, getattr(error, "strerror", None) or str(error)) from error
