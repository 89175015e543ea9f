"""`stances coverage`."""

from __future__ import annotations

from typing import Any

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.hints import advise, same_question
from stances.cli.options import (
    Choice,
    Command,
    corpus_option,
    snapshots_option,
    strict_option,
)
from stances.cli.output import Output, fail_empty_option, row_options
from stances.cli.progress import Progress
from stances.cli.session import open_corpus
from stances.evidence.copies import Snapshots
from stances.paths import find_snapshots
from stances.queries.coverage import KEYS, Coverage, Readings, coverage
from stances.queries.resolve import word
from stances.views.formats import COVERAGE
from stances.views.reading import figure


@click.command(
    "coverage",
    cls=Command,
    keys=KEYS,
    examples=(
        ("stances coverage", "how much of each source is coded, and what is left"),
        ("stances coverage wsws-2014-06-21", "of one source"),
        ("stances coverage wsws-2014-06-21 --read", "the article itself, with marks"),
        ("stances coverage wsws-2014-06-21 -o reading.html", "the same as a page"),
        (
            "stances coverage --require-all --fail-under 100",
            "in CI: nothing left, all copies there",
        ),
    ),
    help="Show how much of the stored copies of sources is coded: which quotations are in "
    "evidence or declared `uncoded`, and which are not. Also lists paragraphs that name an "
    "official and have no evidence. Filters choose statements, and the command reads their "
    "sources. --read and HTML show the copies themselves with marks. Do not commit this output "
    "or the copies.",
)
@click.argument("sources", metavar="[SOURCE]…", nargs=-1)
@click.option(
    "--read", is_flag=True, help="Show the copies themselves, with coded passages marked."
)
@click.option("--left", is_flag=True, help="Show only passages that are not covered.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit 1 if a smaller share of all quotations is coded or declared.",
)
@click.option(
    "--require-all",
    is_flag=True,
    help=(
        "Exit 1 if the copy of a source cannot be read, 4 if a record was left out because of "
        "problems."
    ),
)
@filter_options
@click.option(
    "--format",
    type=Choice([*COVERAGE.views]),
    help="Default: a table on a terminal, TSV of a few keys in a pipe. html: --read as a page.",
)
@row_options
@snapshots_option
@fail_empty_option
@strict_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, sources: tuple[str, ...], **options: Any) -> int:
    """Show what is coded, and what is left."""
    filters, output = filters_from(options), Output.from_options(options, COVERAGE)
    reads = options["read"] or output.format == "html"
    if reads:
        output = _reading(output)
    else:
        output.check_keys(KEYS)
    options["strict"] = options["strict"] or options["require_all"]
    session = open_corpus(ctx, options)
    index = session.index
    chosen = [word(index, "source", name) for name in sources]
    snapshots = Snapshots(find_snapshots(options["snapshots"], session.folder))
    resolved = filters.resolved(index)
    with Progress("reading the stored copies", "sources") as progress:
        found = coverage(index, snapshots, resolved, chosen, whole=reads, progress=progress)
    found = found._replace(only_left=options["left"])
    code = output.write(Readings(found) if reads else found, found=reads and bool(found.sources))
    return _failed(found, options, same_question(ctx, session.named)) or code


def _reading(output: Output) -> Output:
    """Where the reading goes; usage error for what only rows have."""
    if output.options.columns or output.sort or output.limit is not None:
        raise click.UsageError("--columns, --sort and --limit cannot be combined with --read")
    if output.format == "tsv" and output.is_usual:  # a document is the same text in a pipe
        return output._replace(format="table")
    if output.format not in ("table", "html"):
        raise click.UsageError("--read needs the format table or html")
    return output


def _failed(found: Coverage, options: dict[str, Any], question: str) -> int:
    """1 if too little is covered or something is unchecked, which stderr says; else 0."""
    why = []
    least = options["fail_under"]
    if least is not None and found.is_under(least):
        why.append(f"{figure(found.covered, found.quotations)}, less than {least:g} %")
    if options["require_all"] and found.unchecked:
        sources = "source is" if found.unchecked == 1 else "sources are"
        why.append(f"{found.unchecked} {sources} unchecked")
    if why:
        command = question if options["left"] else f"{question} --left"
        advise(f"{'; '.join(why)}; what is left: {command}")
    return int(bool(why))
