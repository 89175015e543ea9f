"""`stances timeline`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.options import Command, coding_option
from stances.cli.output import Output, output_options
from stances.cli.session import open_corpus
from stances.queries.timeline import KEYS, timeline


@click.command(
    "timeline",
    cls=Command,
    keys=KEYS,
    examples=(
        ("stances timeline --official rouhani", "what one official said when"),
        ("stances timeline --faction executive", "its members in sequence"),
        ("stances timeline --shifts", "who changed position, and how sure that is"),
        ("stances timeline --since 2014-06 --format csv", "for a sheet"),
    ),
    help="Show who took which position when. Each official has a line of time, a lane. A date that "
    "is not exact is a bar. Below the lanes are the sources' own assessments of the speakers. "
    "A change is a scored statement of an official that differs from the one before on the same "
    "issue, in position or conditions. It is certain only if the two dates do not overlap.",
)
@click.option(
    "--shifts",
    is_flag=True,
    help="Show only changes, and statements that could be in either order.",
)
@filter_options
@coding_option
@output_options
@click.pass_context
def command(ctx: click.Context, /, *, shifts: bool, **options: Any) -> int:
    """Show statements in order of time."""
    filters, output = filters_from(options), Output.from_options(options)
    output.check_keys(KEYS)
    session = open_corpus(ctx, options, exported=True)
    return output.write(timeline(session.index, session.resolved(filters), shifts=shifts))
