"""`stances show`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.options import Command, snapshots_option
from stances.cli.output import Output, output_options
from stances.cli.session import open_corpus
from stances.paths import find_snapshots
from stances.queries.listing import KEYS
from stances.queries.records import records


@click.command(
    "show",
    cls=Command,
    keys=KEYS,
    examples=(
        ("stances show rouhani", "an official, with all statements"),
        ("stances show nahavandian/nuclear-deal-first", "a statement, with all evidence"),
        ("stances show wsws-2014-06-21", "a source, with what it assesses"),
    ),
    help="Show everything known of officials, statements and sources, in reading order.",
)
@click.argument("refs", metavar="REF…", nargs=-1, required=True)
@snapshots_option
@output_options
@click.pass_context
def command(ctx: click.Context, /, refs: tuple[str, ...], **options: Any) -> int:
    """Show records."""
    output, named = Output.from_options(options), options.pop("snapshots")
    session = open_corpus(ctx, options)
    snapshots = None
    if folder := find_snapshots(named, session.folder):
        from stances.evidence.copies import Snapshots  # noqa: PLC0415 - few keep copies

        snapshots = Snapshots(folder)
    return output.write(records(session.index, refs, snapshots), found=True)
