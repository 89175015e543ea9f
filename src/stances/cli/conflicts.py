"""`stances conflicts`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.hints import advise, naming, pasted
from stances.cli.options import Command, within_option
from stances.cli.output import Output, output_options
from stances.cli.session import open_corpus
from stances.queries.conflicts import KEYS, OPEN, WITHIN, conflicts


@click.command(
    "conflicts",
    cls=Command,
    keys=KEYS,
    examples=(
        ("stances conflicts", "where sources disagree: what is open, and how the rest was settled"),
        ("stances conflicts --all", "both wordings and all notes, also of what is settled"),
        ("stances conflicts --official shamkhani", "about one official"),
        ("stances conflicts --unresolved --fail", "in CI: exit 1 if something is open"),
        ("stances conflicts --within 7 --format csv", "for a sheet"),
    ),
    help="Show where sources disagree, found in the evidence and not only as declared: another "
    "speaker, date or position, other words in the same passage, evidence that only probably fits, "
    "the same words in two statements, statements of one official on opposite sides. What is open "
    "has both wordings and the analyst's notes; how the rest was settled has a line each.",
)
@within_option(WITHIN)
@click.option("--unresolved", is_flag=True, help="Only what is not declared or not resolved.")
@click.option("--all", "whole", is_flag=True, help="On a terminal, show what is settled whole too.")
@click.option("--fail", is_flag=True, help="Exit 1 if anything is not declared or not resolved.")
@filter_options
@output_options
@click.pass_context
def command(
    ctx: click.Context, /, *, within: int, unresolved: bool, fail: bool, **options: Any
) -> int:
    """Show conflicts."""
    filters, output = filters_from(options), Output.from_options(options)
    session = open_corpus(ctx, options, exported=True)
    index = session.index
    found = conflicts(index, filters.resolved(index), within=within, unresolved=unresolved)
    # Statements without conflicts are a result too, unless --fail-empty says otherwise.
    code = output.write(found, found=bool(found.among) and not output.fail_empty)
    if not (fail and found.open):
        return code
    ref = next(row["ref"] for row in found.rows if row["state"] in OPEN)
    command = pasted("stances", "show", *naming(session.named), ref)
    advise(f"{found.open} open, until a dispute has a resolution; the first: {command}")
    return 1
