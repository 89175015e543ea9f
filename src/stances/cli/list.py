"""`stances list`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.options import Command, coding_option, long_option
from stances.cli.output import Output, output_options
from stances.cli.session import open_corpus
from stances.queries.listing import KEYS, listing


@click.command(
    "list",
    cls=Command,
    keys=KEYS,
    examples=(
        ("stances list --faction military", "what the military said, with the words"),
        ("stances list --official zarif --since 2014-06", "one official, from June on"),
        ("stances list --position rejects --format json", "for a script"),
        ("stances list --columns name,position,said -o who.csv", "a sheet"),
    ),
    help="List statements, official by official in order of time.",
)
@long_option
@filter_options
@coding_option
@output_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """List statements."""
    filters, output = filters_from(options), Output.from_options(options)
    output.check_keys(KEYS)
    session = open_corpus(ctx, options, exported=True)
    result = listing(session.index, session.resolved(filters), output.sort, output.limit)
    return output.write(result, arranged=True)
