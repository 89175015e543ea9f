"""Shows the changes of a writing command and asks before they are written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances.cli.hints import pasted, say
from stances.cli.options import with_options
from stances.cli.output import page, wants_color
from stances.views.problems.plain_text import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.cli.session import CorpusLocation
    from stances.editing.save import Replacement


force_option = click.option(
    "--force", is_flag=True, help="Write even if an editor seems to have a file open."
)
writing_options = with_options(
    click.option("--dry-run", is_flag=True, help="Show what would change; write nothing."),
    click.option("-y", "--yes", is_flag=True, help="Write without asking."),
    force_option,
)
"""Whether to show, to ask and to write."""


def asking(options: dict[str, Any], *, taken: bool = False) -> bool:
    """Whether the user is to be asked before anything is written.

    Usage error if nobody can be asked: in a pipe, or if a stream is `taken` for something else.
    """
    if options["yes"] or options["dry_run"]:
        return False
    if taken or not sys.stdin.isatty():
        message = (
            "there is no terminal to ask on; use --yes to write, or --dry-run to see the changes"
        )
        raise click.UsageError(message)
    return True


def show_changes(changes: Sequence[Replacement], corpus: CorpusLocation, *, color: str) -> None:
    """Show changes as a diff; on a terminal through a pager if they do not fit."""
    colored = wants_color(color, sys.stdout)
    patches = "".join(_patches(changes, corpus))
    text = patches if colored else click.unstyle(patches)
    if sys.stdout.isatty():
        page(text, color=colored)
    else:
        sys.stdout.write(text)


def confirmed(count: int) -> bool:
    """Whether the user, who has seen the changes, wants that many files written."""
    from stances.cli.prompts import confirm, nothing_written  # noqa: PLC0415 - as below

    with nothing_written():
        return confirm(f"write {number_of_files(count)}?")


def write(
    changes: Sequence[Replacement], corpus: CorpusLocation, options: dict[str, Any], *words: str
) -> None:
    """Write files; `words` are those of the command that make out what it does."""
    from stances.editing.save import save  # noqa: PLC0415 - help is to be quick

    what = pasted("stances", *words)
    save(
        Path(corpus.folder),
        changes,
        force=options["force"],
        what=what,
        tell=lambda line: say(f"stances: {line}"),
    )


def number_of_files(count: int) -> str:
    """E.g. `1 file`, `10,000 files`."""
    return f"{count:,} file{'' if count == 1 else 's'}"


def _patches(changes: Sequence[Replacement], corpus: CorpusLocation) -> Iterator[str]:
    from stances.views.edit_results import patch  # noqa: PLC0415 - slow, and help is to be quick

    shown = sys.stdout.isatty()
    before = {each.path: each.before for each in changes}
    renamed = {each.like for each in changes}
    # For git, the head of a file that is only moved must come last, or before another such head.
    for each in sorted(changes, key=lambda each: before.get(each.like or each.path) == each.after):
        if each.like is not None:
            was = _shown(each.like, corpus)
            path = _shown(each.path, corpus)
            yield from patch(path, before[each.like], each.after, was, shown=shown)
        elif each.path not in renamed:
            path = _shown(each.path, corpus)
            yield from patch(path, each.before, each.after, shown=shown)


def _shown(path: Path, corpus: CorpusLocation) -> str:
    inside = path.relative_to(Path(corpus.folder)).as_posix()
    return shown_path(Path(corpus.shown), inside).replace("\\", "/")
