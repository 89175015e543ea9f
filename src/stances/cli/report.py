"""`stances report`."""

from __future__ import annotations

import sys
from typing import Any

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.hints import say
from stances.cli.options import (
    Choice,
    Command,
    coding_option,
    corpus_option,
    dates_option,
    named_snapshots_option,
    output_option,
    strict_option,
    within_option,
)
from stances.cli.output import emit, fail_for_nothing, format_from
from stances.cli.progress import Progress
from stances.cli.session import open_corpus
from stances.errors import NeedsCorpus
from stances.paths import find_snapshots
from stances.queries.conflicts import WITHIN
from stances.views.formats import REPORT, ViewOptions


@click.command(
    "report",
    cls=Command,
    examples=(
        ("stances report -o report.md", "about the whole corpus"),
        ("stances report --faction military --since 2014-06", "about a part of the corpus"),
        ("stances report --max-bytes 65536", "for a comment on a pull request"),
        ("stances report -o report.html", "as a single HTML page"),
        ("stances report --format json", "for a program"),
    ),
    help="Write one document about the corpus. For each issue: what was found, who takes which "
    "position, and how many sources support it. Then officials one by one with their "
    "positions and words, conflicts and disputes, assessments, and the sources. Last: how to "
    "read the report, the filters and the commit. The same corpus at the same commit gives "
    "the same bytes.",
)
@filter_options
@coding_option
@click.option("--format", type=Choice([*REPORT.views]), help="Default: markdown.")
@output_option()
@click.option(
    "--max-bytes",
    type=click.IntRange(min=1),
    default=ViewOptions().max_bytes,
    show_default=True,
    metavar="N",
    help=(
        "Shorten the longest lists of Markdown to fit into N bytes, with a note; a GitHub "
        "comment holds 65536."
    ),
)
@within_option(WITHIN)
@named_snapshots_option
@dates_option
@strict_option
@click.option("--fail-empty", is_flag=True, help="Exit 1 if no statement matches.")
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, output: str | None, within: int, **options: Any) -> int:
    """Write a report."""
    from pathlib import Path  # noqa: PLC0415 - help of it is to be quick

    from stances.queries.report import report  # noqa: PLC0415 - as above
    from stances.revisions import commit_of, distrust  # noqa: PLC0415 - as above

    filters = filters_from(options)
    format_ = format_from(REPORT, options["format"], output, "markdown")
    session = open_corpus(ctx, options, fall_back=False, exported=True)
    if session.is_export and options["snapshots"]:
        raise NeedsCorpus("stances report --snapshots", session.folder)
    resolved = session.resolved(filters)
    folder = Path(session.folder)
    if session.is_export:
        from stances.index.parquet_index import exported_commit  # noqa: PLC0415 - as above

        commit = exported_commit(session.index)
    else:
        commit = commit_of(folder)
        if not commit and (helps := distrust(folder)):
            say("stances: git does not say at which commit the corpus is", helps)
    copies = None
    if named := options["snapshots"]:
        from stances.evidence.copies import Snapshots  # noqa: PLC0415 - few keep copies

        copies = Snapshots(find_snapshots(named, session.folder))
    with Progress():
        found = report(session.index, resolved, commit, within=within, snapshots=copies)
    view_options = ViewOptions(max_bytes=options["max_bytes"], dates=options["dates"])
    chunks = REPORT.view(format_)(found, view_options)
    emit(chunks, output, paged=not output and sys.stdout.isatty(), color=False)
    empty = not found.about.answer.statements
    return fail_for_nothing() if options["fail_empty"] and empty else 0
