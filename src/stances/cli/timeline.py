"""`stances timeline`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.options import Command
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
    help="Show who held which position when: a lane for each official, imprecise dates as the "
    "spans they are, and below what sources say of the speakers in their own voice; and every "
    "change: two scored statements of one official on one issue, one after the other, that differ "
    "in position or conditions. A change is certain only where the two dates do not overlap.",
)
@click.option("--shifts", is_flag=True, help="Only the changes, and what could be in either order.")
@filter_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, *, shifts: bool, **options: Any) -> int:
    """Show statements in order of time."""
    filters, output = filters_from(options), Output.from_options(options)
    output.check_keys(KEYS)
    index = open_corpus(ctx, options, exported=True).index
    return output.write(timeline(index, filters.resolved(index), shifts=shifts))
