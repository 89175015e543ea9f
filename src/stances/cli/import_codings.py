"""`stances import codings`: takes back the sheet of a coder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from stances.cli.coder_options import say_like_others
from stances.cli.confirm import asking, confirmed, show_changes, write
from stances.cli.output import (
    Output,
    refuse_on_a_terminal,
    stream_width,
    terminal_width,
    wants_color,
)
from stances.cli.session import open_index
from stances.cli.written_dates import choose, date_columns
from stances.editing.import_.codings import CODED_KEYS, CodingWishes, propose_codings
from stances.text import did_you_mean
from stances.views.edit_results import count_lines, fault_lines, folded, reading_lines
from stances.views.formats import ViewOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stances.cli.session import Session
    from stances.editing.import_.result import ImportReport
    from stances.editing.tables import Table

_OTHERS = (
    "map_file save_map given new_officials new_sources new as_evidence alias partial verify "
    "snapshots"
).split()
"""Options that say something of statements alone."""


def import_codings(
    ctx: click.Context,
    words: Sequence[str],
    options: dict[str, Any],
    read: Callable[[Callable[[str], bool]], tuple[str, Table]],
) -> int:
    """Take a sheet of codings; return the exit code.

    `read` gives the name of the file and its table, by what tells whether a column is known.
    """
    _refuse_others(ctx)
    if not options["coder"]:
        raise click.UsageError("name the coder of these codings: --coder CODER")
    wishes = CodingWishes(
        options["coder"],
        _mapped(options["mapped"]),
        options["replace"],
        str(options["date"] or ""),
        None,
    )
    output = _output(options)
    asks = asking(options, taken=words[-1] == "-")
    name, table = read(wishes.knows)
    writes = not options["dry_run"]
    session = open_index(ctx, options, fall_back=False, adds=True, writes=writes)
    session.refuse_unusable()
    say_like_others(session.index, wishes.coder)
    wishes = wishes._replace(dates=date_columns(options, choose if asks else None))
    proposal = propose_codings(session.index, Path(session.folder), table, wishes)
    report = proposal.report
    if output is None:
        _show(report, name, options)
        if proposal.replacements and (options["dry_run"] or asks):
            show_changes(proposal.replacements, session, color=options["color"])
    count = len(proposal.replacements)
    written = bool(count) and writes and (not asks or confirmed(count))
    if written:
        what = ("import", "codings", name, "--coder", wishes.coder)
        write(proposal.replacements, session, options, *what)
    if not (written or options["dry_run"]):
        report = report.without_files()
    if output:
        output.write(report)
    return _end(report, written=written, options=options, session=session, has_output=bool(output))


def _refuse_others(ctx: click.Context) -> None:
    """Usage error for options that are for statements."""
    by_name = {each.name: each.opts[0] for each in ctx.command.params}
    for name in _OTHERS:
        if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(
                f"{by_name[name]} cannot be used with codings, only with statements"
            )


def _mapped(texts: Sequence[str]) -> dict[str, str]:
    """The keys of columns, by `--map`; usage error for an unknown one."""
    mapped: dict[str, str] = {}
    for text in texts:
        column, equals, key = text.rpartition("=")
        column, key = column.strip(), key.strip()
        if not (equals and column):
            raise click.BadParameter(f"`{text}` has no `=`", param_hint="'--map'")
        if key and key not in CODED_KEYS:
            message = f"there is no key `{key}`; {did_you_mean(key, CODED_KEYS)}"
            raise click.BadParameter(message, param_hint="'--map'")
        mapped[column] = key
    return mapped


def _output(options: dict[str, Any]) -> Output | None:
    """Where rows go, if these are asked for."""
    if options["format"] in (None, "text"):
        return None
    refuse_on_a_terminal(options["format"], None)
    view = ViewOptions(color=wants_color(options["color"], sys.stdout), width=terminal_width())
    return Output(options["format"], None, view, "", None, fail_empty=False)


def _show(report: ImportReport, name: str, options: dict[str, Any]) -> None:
    err = bool(options["dry_run"])
    color = wants_color(options["color"], sys.stderr if err else sys.stdout)
    for lines in (reading_lines, fault_lines):
        for text in lines(report, name, stream_width(err=err)):
            click.echo(text, color=color, err=err)


def _end(
    report: ImportReport,
    *,
    written: bool,
    options: dict[str, Any],
    session: Session,
    has_output: bool,
) -> int:
    """Say what came of it, and return the exit code."""
    err = bool(options["dry_run"]) or has_output
    for text in count_lines(report, written=written, width=stream_width(err=err)):
        click.echo(text, err=err)
    if not written and report.counts["sound"]:
        for text in folded("nothing was written", stream_width(err=err)):
            click.echo(text, err=err)
    session.let_go()
    is_done = written or options["dry_run"] or not report.counts["sound"]
    return 0 if report.complete and is_done else 1
