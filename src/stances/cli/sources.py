"""`stances sources`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.options import Command
from stances.cli.output import Output, output_options
from stances.cli.session import open_corpus
from stances.queries.lookups import SOURCES, sources


@click.command(
    "sources",
    cls=Command,
    keys=SOURCES,
    examples=(("stances sources", "all sources, with the number of their statements"),),
    help="List the sources, with the number of their statements.",
)
@output_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """List sources."""
    output = Output.from_options(options)
    return output.write(sources(open_corpus(ctx, options, exported=True).index))
