"""`stances fmt`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances.cli.confirm import number_of_files, write
from stances.cli.hints import advise, naming, pasted
from stances.cli.options import Command, color_option, data_option
from stances.cli.output import Progress, wants_color
from stances.cli.problem_output import print_problems, within
from stances.cli.session import locate
from stances.views.problems.plain_text import shown_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.editing.formatting import Outcome


@click.command(
    "fmt",
    cls=Command,
    examples=(
        ("stances fmt", "the whole corpus"),
        ("stances fmt data/officials/zarif.yaml", "one file"),
        ("stances fmt --diff", "show what would change, and change nothing"),
        ("stances fmt --check", "in CI: exit 1 if anything would change"),
    ),
    help="Lay out the files of the corpus in one way: order of keys, quoting, width of lines. "
    "Comments stay, and what the files say does not change: that is compared before anything is "
    "written. A file that cannot be read is told, and left alone.",
)
@click.argument("paths", metavar="[PATH]…", nargs=-1)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if any file would change.")
@click.option("--diff", is_flag=True, help="Change nothing; show what would change.")
@click.option("--force", is_flag=True, help="Write even if an editor seems to have a file open.")
@color_option
@data_option
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> int:
    """Format the corpus."""
    writes = not (options["check"] or options["diff"])
    located = locate(ctx, options, fall_back=False, writes=writes)
    from stances.editing.formatting import corpus_files, outcomes  # noqa: PLC0415 - slow

    with Progress() as progress:
        files = within(corpus_files(Path(located.folder), located.check), paths, located)
        formatted = [*outcomes(files, progress)]
    changed = [each for each in formatted if each.is_changed]
    unread = [problem for each in formatted for problem in each.problems]
    print_problems(unread, located, color=options["color"], err=True)
    if options["diff"]:
        from stances.views.edit_results import patch  # noqa: PLC0415 - as above

        colored = wants_color(options["color"], sys.stdout)
        for each in changed:
            path = shown_path(Path(located.shown), each.path).replace("\\", "/")
            lines = patch(path, each.before, each.after, shown=sys.stdout.isatty())
            click.echo("".join(lines), color=colored, nl=False)
    elif not options["check"]:
        from stances.editing.save import Replacement  # noqa: PLC0415 - as above

        replacements = [Replacement(each.file, each.before, each.after) for each in changed]
        write(replacements, located, options, "fmt")
    if not options["diff"]:
        for each in changed:
            click.echo(shown_path(Path(located.shown), each.path))
    if changed or not options["diff"]:  # an empty diff needs no count
        click.echo(_counts(formatted, changed, is_done=writes), err=options["diff"])
    if options["check"] and changed:
        command = pasted("stances", "fmt", *naming(located.named), *paths)
        advise(f"to format them: {command}")
    return 1 if unread or (options["check"] and changed) else 0


def _counts(outcomes: Sequence[Outcome], changed: Sequence[Outcome], *, is_done: bool) -> str:
    unread = sum(each.after is None for each in outcomes)
    others = len(outcomes) - len(changed) - unread
    parts = []
    if changed:
        parts.append(
            f"{number_of_files(len(changed))} {'formatted' if is_done else 'would change'}"
        )
    if others:
        be = "is" if others == 1 else "are"
        parts.append(f"{number_of_files(others)} {be} as they should be")
    if unread:
        parts.append(f"{number_of_files(unread)} left alone")
    return ", ".join(parts) or "no files"
