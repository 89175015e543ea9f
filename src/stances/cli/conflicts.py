"""`stances conflicts`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.hints import advise, naming, pasted
from stances.cli.options import Command, coding_option, within_option
from stances.cli.output import Output, output_options
from stances.cli.session import open_corpus
from stances.queries.conflicts import KEYS, OPEN, WITHIN, conflicts


@click.command(
    "conflicts",
    cls=Command,
    keys=KEYS,
    examples=(
        ("stances conflicts", "open conflicts, and how the others were settled"),
        ("stances conflicts --all", "both wordings and all notes, also of settled conflicts"),
        ("stances conflicts --official shamkhani", "about one official"),
        ("stances conflicts --unresolved --fail", "in CI: exit 1 if something is open"),
        ("stances conflicts --within 7 --format csv", "for a sheet"),
    ),
    help="Show where sources disagree, also without a dispute that declares it. A source may give "
    "a different speaker, date, position or wording, or may report the same occasion only "
    "probably. Other conflicts are the same words in two statements, and statements of one "
    "official on opposite sides. Open conflicts are shown with both wordings and the analyst's "
    "notes. Settled conflicts have a line each.",
)
@within_option(WITHIN)
@click.option(
    "--unresolved", is_flag=True, help="Show only conflicts that are not declared or not resolved."
)
@click.option(
    "--all", "whole", is_flag=True, help="On a terminal, show settled conflicts in full too."
)
@click.option("--fail", is_flag=True, help="Exit 1 if anything is not declared or not resolved.")
@filter_options
@coding_option
@output_options
@click.pass_context
def command(
    ctx: click.Context, /, *, within: int, unresolved: bool, fail: bool, **options: Any
) -> int:
    """Show conflicts."""
    filters, output = filters_from(options), Output.from_options(options)
    session = open_corpus(ctx, options, exported=True)
    asked = session.resolved(filters)
    found = conflicts(session.index, asked, within=within, unresolved=unresolved)
    # Statements without conflicts are a result too, unless --fail-empty says otherwise.
    code = output.write(found, found=bool(found.among) and not output.fail_empty)
    if not (fail and found.open):
        return code
    ref = next(row["ref"] for row in found.rows if row["state"] in OPEN)
    command = pasted("stances", "show", *naming(session.named), ref)
    advise(f"{found.open} open: a dispute needs a resolution; see the first: {command}")
    return 1
