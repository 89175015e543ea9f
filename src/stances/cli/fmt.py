"""`stances fmt`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances.cli.confirm import number_of_files, write
from stances.cli.hints import advise, naming, pasted
from stances.cli.options import Command, color_option, data_option
from stances.cli.output import wants_color
from stances.cli.problem_output import (
    print_problems,
    skip_outside_option,
    within,
    without_outside,
)
from stances.cli.progress import Progress
from stances.cli.session import locate
from stances.cli.stdin_file import is_piped, kind_at, piped, stdin_filename_option
from stances.text import one_line
from stances.views.problems.plain_text import problem_line, shown_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.editing.formatting import Outcome


@click.command(
    "fmt",
    cls=Command,
    examples=(
        ("stances fmt", "the whole corpus"),
        ("stances fmt data/officials/zarif.yaml", "one file"),
        ("stances fmt - < draft.yaml", "in an editor: standard input to standard output"),
        ("stances fmt --diff", "show what would change, and change nothing"),
        ("stances fmt --check", "in CI: exit 1 if anything would change"),
    ),
    help="Format the files of the corpus: order of keys, quoting, width of lines. Comments stay. "
    "The data does not change; this is checked before anything is written. A file that "
    "cannot be read is reported and not changed. `-` reads one file from standard input and "
    "writes it to standard output if it can be read.",
)
@click.argument("paths", metavar="[PATH]…", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if any file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.option("--force", is_flag=True, help="Write even if an editor seems to have a file open.")
@skip_outside_option
@stdin_filename_option
@color_option
@data_option
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> int:
    """Format the corpus."""
    if is_piped(paths, options["stdin_filename"]):
        return _piped(options)
    writes = not (options["check"] or options["diff"])
    located = locate(ctx, options, fall_back=False, writes=writes)
    if options["skip_outside"] and paths and not (paths := without_outside(paths, located)):
        return 0
    from stances.editing.formatting import corpus_files, outcomes  # noqa: PLC0415 - slow

    with Progress("formatting", "files") as progress:
        files = within(corpus_files(Path(located.folder), located.check), paths, located)
        formatted = [*outcomes(files, progress)]
    changed = [each for each in formatted if each.is_changed]
    unread = [problem for each in formatted for problem in each.problems]
    print_problems(unread, located, color=options["color"], err=True)
    if options["diff"]:
        for each in changed:
            path = shown_path(Path(located.shown), each.path).replace("\\", "/")
            _show_diff(path, each, options)
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


def _piped(options: dict[str, Any]) -> int:
    """Format one file from standard input to standard output; of a broken one, nothing.

    A file that is no record stays as it is, because editors hand over every YAML file; and stderr
    stays empty unless the exit code is 1, because some of them take it for the text.
    """
    from stances.editing.formatting import kind_by_keys, outcome  # noqa: PLC0415 - as above

    raw, filename = piped(), options["stdin_filename"]
    kind = kind_at(filename) if filename else kind_by_keys(raw)
    if kind is None:
        sys.stdout.buffer.write(b"" if options["check"] or options["diff"] else raw)
        return 0
    name = one_line(filename or "-")
    each = outcome(name, Path(name), raw, kind)
    # There is no file whose lines could be shown: it is in the editor.
    click.echo(
        "".join(f"{problem_line(problem, name)}\n" for problem in each.problems), err=True, nl=False
    )
    if options["diff"]:
        if each.is_changed:
            _show_diff(name, each, options)
    elif options["check"]:
        if each.is_changed:
            click.echo(f"{name} would change")
    elif each.after is not None:
        sys.stdout.buffer.write(each.after)
        sys.stdout.buffer.flush()
    return 1 if each.problems or (options["check"] and each.is_changed) else 0


def _show_diff(path: str, outcome: Outcome, options: dict[str, Any]) -> None:
    from stances.views.edit_results import patch  # noqa: PLC0415 - as above

    lines = patch(path, outcome.before, outcome.after, shown=sys.stdout.isatty())
    click.echo("".join(lines), color=wants_color(options["color"], sys.stdout), nl=False)


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
