"""`stances officials`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.options import Command
from stances.cli.output import Output, output_options
from stances.cli.session import open_corpus
from stances.queries.lookups import OFFICIALS, officials


@click.command(
    "officials",
    cls=Command,
    keys=OFFICIALS,
    examples=(("stances officials", "all officials, with their names"),),
    help="List the officials, with their factions and the numbers of their statements.",
)
@output_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """List officials."""
    output = Output.from_options(options)
    return output.write(officials(open_corpus(ctx, options, exported=True).index))
