"""`stances search`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.options import Command, long_option
from stances.cli.output import Output, output_options
from stances.cli.session import open_corpus
from stances.queries.search import EXCERPT, KEYS, search
from stances.search_query import parse


@click.command(
    "search",
    cls=Command,
    keys=KEYS,
    examples=(
        ("stances search nuclear agreement", "both words, in any order"),
        ("""stances search '"military intervention"'""", "these words in a row"),
        ("stances search 'terroris*' --faction military", "words that begin so"),
        ("stances search 'ISIS OR terrorists -Maliki'", "either word, without a third"),
    ),
    help="Find statements by the words in them, the best match first: what sources print, and what "
    "the analyst wrote of it. Words are compared as names are: case, accents and variants of "
    "letters do not count.",
)
@click.argument("words", metavar="TEXT…", nargs=-1, required=True)
@long_option
@filter_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, words: tuple[str, ...], **options: Any) -> int:
    """Search statements."""
    query = parse(" ".join(words))
    if not query:
        raise click.BadParameter("there are no words to look for", param_hint="TEXT")
    filters, output = filters_from(options), Output.from_options(options)
    output.check_keys(KEYS)
    index = open_corpus(ctx, options).index
    arranged = output.sort.removeprefix("-") not in EXCERPT
    order = (output.sort, output.limit) if arranged else ("", None)
    result = search(index, query, filters.resolved(index), *order)
    return output.write(result, arranged=arranged)
