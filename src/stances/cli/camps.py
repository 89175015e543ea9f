"""`stances camps`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.hints import say
from stances.cli.options import (
    Choice,
    Command,
    codings_option,
    duplicates_option,
    min_statements_option,
    seed_option,
)
from stances.cli.output import Output, fail_for_nothing, output_options
from stances.cli.progress import Progress
from stances.cli.session import open_corpus
from stances.queries.camps import EXPLAINED, KEYS, Asked, Terms, camps
from stances.queries.filters import ALL_CODINGS
from stances.queries.network.cells import DUPLICATES, OF


@click.command(
    "camps",
    cls=Command,
    keys=(*KEYS, *(key for key in EXPLAINED if key not in KEYS)),
    examples=(
        ("stances camps", "which officials stand together, over all issues"),
        ("stances camps --of faction", "the same of factions"),
        ("stances camps --issue iran-in-iraq --issue us-intervention", "over two issues only"),
        ("stances camps --since 2014-06 --until 2014-06", "in one month"),
        ("stances camps --explain --format csv", "how much each pair fits, for a sheet"),
    ),
    help="Split officials or factions into the two camps that fit best. Fit is the share of all "
    "agreement and conflict that is agreement within a camp or conflict between camps. The "
    "output also has the fit of shuffled positions (chance), and the actors whose camp depends "
    "on one other actor.",
)
@click.option(
    "--of", type=Choice(OF), default=OF[0], show_default=True, help="What to split into camps."
)
@click.option(
    "--explain",
    is_flag=True,
    help="List each actor with all others, and how much of each pair fits.",
)
@duplicates_option(DUPLICATES)
@min_statements_option
@seed_option("The seed for shuffles and for the search.")
@filter_options
@codings_option
@output_options
@click.pass_context
def command(ctx: click.Context, /, *, explain: bool, **options: Any) -> int:
    """Split actors into camps."""
    filters, output = filters_from(options), Output.from_options(options)
    if options["coding"] != ALL_CODINGS:
        output.check_keys(EXPLAINED if explain else KEYS)
    session = open_corpus(ctx, options, exported=True)
    index = session.index
    asked = Asked(options["of"], options["duplicates"], options["min_statements"], options["seed"])
    with Progress("shuffling positions", "times", "looking who is unsure") as progress:
        if session.coding == ALL_CODINGS and not explain:
            of_all = session.figures(filters, lambda each: camps(index, each, asked, progress))
            return output.write(of_all)
        found = camps(index, session.resolved(filters), asked, progress)
    if explain and found.reason and output.format != "table":
        from stances.views.camps_text import finding  # noqa: PLC0415 - most have an answer
        from stances.views.wording import Wording  # noqa: PLC0415 - as above

        say(f"stances: {finding(found, Wording(found.background))}")
    matches = bool(found.statements or found.left_out)
    code = output.write(Terms(found) if explain else found, found=matches)
    return fail_for_nothing() if output.fail_empty and not (code or matches) else code
