"""`stances compare`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.options import Command
from stances.cli.output import Output, document_options
from stances.cli.session import open_corpus
from stances.queries.comparison import KEYS, comparison


@click.command(
    "compare",
    cls=Command,
    keys=KEYS,
    examples=(
        ("stances compare rouhani shamkhani", "two officials"),
        ("stances compare rouhani velayati khamenei", "more than two"),
        ("stances compare faction:executive faction:military", "two factions"),
    ),
    help="Put officials or factions side by side: positions in order of time with their words, "
    "conditions, frames they share, and how far apart they are on the declared scale.",
)
@click.argument("sides", metavar="NAME NAME…", nargs=-1, required=True)
@click.option("--all", "whole", is_flag=True, help="Show also what leaves a question open.")
@filter_options
@document_options
@click.pass_context
def command(ctx: click.Context, /, sides: tuple[str, ...], **options: Any) -> int:
    """Compare officials or factions."""
    if len(sides) < 2:  # noqa: PLR2004 - one beside another
        message = "comparing takes two names or more: stances compare rouhani shamkhani"
        raise click.UsageError(message)
    filters, output = filters_from(options), Output.from_options(options)
    index = open_corpus(ctx, options, exported=True).index
    try:
        result = comparison(index, sides, filters.resolved(index))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    return output.write(result)
