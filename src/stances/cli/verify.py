"""`stances verify`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from stances.cli.output import Output, writing_options
from stances.cli.parts import Command, corpus_option, snapshots_option
from stances.cli.problems import print_problems, within
from stances.cli.session import ask
from stances.evidence.copies import Snapshots
from stances.folders import find_snapshots
from stances.queries.verification import KEYS, verification
from stances.views.formats import VIEWS
from stances.views.problems import count_line
from stances.views.verification import count, notes


@click.command(
    "verify",
    cls=Command,
    keys=KEYS,
    examples=(
        ("stances verify", "against the copies in snapshots/"),
        ("stances verify --snapshots ~/articles", "against those in another folder"),
        ("stances verify --require-all --strict", "in CI: nothing unchecked, no warnings"),
        ("stances verify --format table", "where each text stands in its copy"),
    ),
    help="Look for the words of every evidence and assessment in the stored copy of its source: a "
    "file that is called like the source's id, with the ending .txt, .md, .html or .pdf. Exits 1 "
    "if words are not found, or a copy has changed. PATHs limit what is shown.",
)
@click.argument("paths", metavar="[PATH]…", nargs=-1)
@click.option(
    "--require-all", is_flag=True, help="Exit 1 if anything is unchecked, 4 if it is left out."
)
@click.option(
    "--strict", is_flag=True, help="Exit 1 on warnings too, 4 if anything had to be left out."
)
@click.option(
    "--format",
    type=click.Choice(["text", *VIEWS]),
    help="Each text with what came of it, instead of the problems; `text` for these.",
)
@snapshots_option
@writing_options
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> int:
    """Verify the words of the corpus."""
    strict, output = options["strict"], _output(options)
    options["strict"] = strict or options["require_all"]
    session = ask(ctx, options, fall_back=False)
    snapshots = Snapshots(find_snapshots(options["snapshots"], session.folder))
    found = verification(session.index, snapshots)
    problems = found.problems(require_all=options["require_all"])
    shown = within(problems, paths, session)
    found = replace(found, checked=within(found.checked, paths, session))
    if output:
        output.write(found)
    if output is None or output.path:
        print_problems(shown, session, color=options["color"])
        lines = [*notes(found, Path(session.shown)), count(found)]
        if problems:
            lines.append(count_line(shown, len(problems) - len(shown)))
        click.echo("\n".join(lines))
    if options["fail_empty"] and not found.checked:
        return 1
    return 1 if any(strict or problem.severity == "error" for problem in shown) else 0


def _output(options: dict[str, Any]) -> Output | None:
    """Where the rows go; None if only the text is asked for."""
    if options["format"] == "text":
        options["format"] = None
    if options["format"] or options["output"]:
        return Output.from_options(options)
    if options["columns"] or options["sort"] or options["limit"] is not None:
        message = "--columns, --sort and --limit go with --format or --output, which write rows"
        raise click.UsageError(message)
    return None
