"""`stances codebook`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.options import Choice, Command
from stances.cli.output import Output, output_options
from stances.cli.session import open_corpus
from stances.queries.lookups import CODEBOOK, CODEBOOK_KINDS, codebook


@click.command(
    "codebook",
    cls=Command,
    keys=CODEBOOK,
    examples=(
        ("stances codebook", "every word that records may use"),
        ("stances codebook positions", "the scale, with definitions"),
    ),
    help="List issues, positions, factions and frames with their definitions.",
)
@click.argument(
    "kinds",
    metavar="[issues|positions|factions|frames]…",
    nargs=-1,
    type=Choice(CODEBOOK_KINDS),
)
@output_options
@click.pass_context
def command(ctx: click.Context, /, kinds: tuple[str, ...], **options: Any) -> int:
    """List the words of the codebook."""
    output = Output.from_options(options)
    return output.write(codebook(open_corpus(ctx, options, exported=True).index, kinds))
