"""`stances compare`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.options import Command, codings_option
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
    help="Compare officials or factions side by side. Shows their positions in order of time with "
    "the words and conditions, the frames they share, and their distance on the declared "
    "scale.",
)
@click.argument("sides", metavar="NAME NAME…", nargs=-1, required=True)
@click.option(
    "--all", "whole", is_flag=True, help="Also show statements that leave a question open."
)
@filter_options
@codings_option
@document_options
@click.pass_context
def command(ctx: click.Context, /, sides: tuple[str, ...], **options: Any) -> int:
    """Compare officials or factions."""
    if len(sides) < 2:  # noqa: PLR2004 - one beside another
        message = "give two names or more, as in: stances compare rouhani shamkhani"
        raise click.UsageError(message)
    filters, output = filters_from(options), Output.from_options(options)
    session = open_corpus(ctx, options, exported=True)
    try:
        result = session.figures(filters, lambda asked: comparison(session.index, sides, asked))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    return output.write(result)
