"""`stances search`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.options import Command, coding_option, long_option
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
        ("stances search 'terroris*' --faction military", "words that begin like this"),
        ("stances search 'ISIS OR terrorists -Maliki'", "either of two words, without a third"),
    ),
    help="Find statements by their words, the best match first. Searches the words of the sources "
    "and the analyst's texts. Case, accents and variants of letters do not count.",
)
@click.argument("words", metavar="TEXT…", nargs=-1, required=True)
@long_option
@filter_options
@coding_option
@output_options
@click.pass_context
def command(ctx: click.Context, /, words: tuple[str, ...], **options: Any) -> int:
    """Search statements."""
    query = parse(" ".join(words))
    if not query:
        raise click.BadParameter("no words to look for", param_hint="TEXT")
    filters, output = filters_from(options), Output.from_options(options)
    output.check_keys(KEYS)
    session = open_corpus(ctx, options)
    arranged = output.sort.removeprefix("-") not in EXCERPT
    order = (output.sort, output.limit) if arranged else ("", None)
    result = search(session.index, query, session.resolved(filters), *order)
    return output.write(result, arranged=arranged)
