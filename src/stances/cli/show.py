"""`stances show`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.options import Command, snapshots_option
from stances.cli.output import Output, document_options
from stances.cli.session import open_corpus
from stances.errors import NeedsCorpus
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
        ("stances show nahavandian/nuclear-deal-first --history", "who recoded it, and when"),
    ),
    help="Show everything known of officials, statements and sources, in reading order.",
)
@click.argument("refs", metavar="REF…", nargs=-1, required=True)
@click.option(
    "--history", is_flag=True, help="Show from git who changed a statement, when, and what."
)
@snapshots_option
@document_options
@click.pass_context
def command(ctx: click.Context, /, refs: tuple[str, ...], **options: Any) -> int:
    """Show records."""
    output, named = Output.from_options(options), options.pop("snapshots")
    if options.pop("history"):
        return _show_history(ctx, refs, options, output)
    session = open_corpus(ctx, options, exported=True)
    snapshots = None
    if session.is_export and named:
        raise NeedsCorpus("stances show --snapshots", session.folder)
    if not session.is_export and (folder := find_snapshots(named, session.folder)):
        from stances.evidence.copies import Snapshots  # noqa: PLC0415 - few keep copies

        snapshots = Snapshots(folder)
    return output.write(records(session.index, refs, snapshots), found=True)


def _show_history(
    ctx: click.Context, refs: tuple[str, ...], options: dict[str, Any], output: Output
) -> int:
    """Show the history of one statement."""
    if len(refs) > 1 or "/" not in refs[0]:
        message = "--history needs one statement, by its reference: OFFICIAL/STATEMENT"
        raise click.UsageError(message)
    session = open_corpus(ctx, options, exported=True)
    if session.is_export:
        raise NeedsCorpus("stances show --history", session.folder)
    from pathlib import Path  # noqa: PLC0415 - other answers do without

    from stances.queries.history import history  # noqa: PLC0415 - as above
    from stances.queries.resolve import statement  # noqa: PLC0415 - as above
    from stances.revisions.past import Past  # noqa: PLC0415 - as above

    folder = Path(session.folder)

    def now(path: str) -> bytes | None:
        try:
            return (folder / path).read_bytes()
        except OSError:
            return None

    ref = statement(session.index, refs[0])
    query = "SELECT path, name FROM all_statements WHERE ref = ?"
    path, name = session.index.execute(query, (ref,)).fetchone()
    found = history(Past(folder), ref, path, name, now)
    return output.write(found, found=True)
