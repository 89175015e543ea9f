"""`stances diff`."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from stances.cli.hints import naming, pasted, say
from stances.cli.options import (
    Choice,
    Command,
    color_option,
    corpus_option,
    output_option,
    strict_option,
)
from stances.cli.output import emit, format_from, terminal_width, wants_color
from stances.cli.progress import READING, Progress
from stances.cli.session import index_of, named_corpus, report_cut_off
from stances.errors import NoCorpus, UnusableCorpus
from stances.paths import find_corpus, from_here
from stances.queries.diff import Side, diff
from stances.queries.diff.changes import ANY, KINDS
from stances.queries.faults import all_left_out, unusable
from stances.revisions.states import Here, is_of_here
from stances.revisions.states import states as read_states
from stances.text import did_you_mean
from stances.views.diff.outline import described
from stances.views.formats import DIFF, ViewOptions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from stances.queries.diff import Diff
    from stances.revisions.states import State

_LISTED = 8
"""The most files that the command for their lines names."""


def _kinds(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> frozenset[str]:
    """The kinds that `--fail-on` names; usage error for a word that is none."""
    words = [word.strip() for text in given for word in text.split(",") if word.strip()]
    for word in words:
        if word not in KINDS and word != ANY:
            message = f"there is no kind of change `{word}`; {did_you_mean(word, [*KINDS, ANY])}"
            raise click.BadParameter(message)
    if given and not words:
        raise click.BadParameter("it names no kind of change")
    return frozenset(KINDS if ANY in words else words)


def _complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The kinds that the last word of a list may become."""
    from stances.cli.shell_completion import completed_list  # noqa: PLC0415 - only shells ask

    return completed_list((*KINDS, ANY), incomplete)


@click.command(
    "diff",
    cls=Command,
    examples=(
        ("stances diff", "the last commit and the working tree"),
        ("stances diff main...HEAD", "what a pull request changes"),
        ("stances diff v1..v2 --format markdown", "for a comment"),
        ("stances diff ../old data", "two folders, without git"),
        ("stances diff --fail-on quote-changed,removed", "in CI: exit 1 if words were altered"),
    ),
    help="Compare two states of the corpus, in words: records added or recoded, positions that "
    "moved, evidence won or lost, disputes opened or settled. Altered words of a source are "
    "a warning. Renamed files, reordered keys and comments are not changes. A state is a git "
    "revision or a folder. Default: HEAD and the working tree. Kinds of change for "
    f"--fail-on: {', '.join(KINDS)}; or {ANY}.",
)
@click.argument("states", metavar="[A..B | A...B | OLD [NEW]]", nargs=-1)
@click.option(
    "--fail-on",
    metavar="KIND,…",
    multiple=True,
    callback=_kinds,
    shell_complete=_complete,
    help="Exit 1 if there is a change of one of these kinds; `any` for all.",
)
@click.option("--format", type=Choice([*DIFF.endings.values()]), help="Default: text.")
@output_option()
@color_option
@strict_option
@corpus_option
@click.pass_context
def command(
    ctx: click.Context, /, states: tuple[str, ...], *, fail_on: frozenset[str], **options: Any
) -> int:
    """Compare two states."""
    if len(states) > 2:  # noqa: PLR2004 - the older and the newer
        raise click.UsageError(f"diff compares two states, and these are {len(states)}")
    format_ = format_from(DIFF, options["format"], options["output"], "text")
    named = named_corpus(ctx, options)
    try:
        folder = find_corpus(named)
        here = Here(Path(folder), Path(folder)) if folder else Here(Path())
    except NoCorpus:  # a revision may have it
        here = Here(Path(), inside=named or os.environ.get("STANCES_DATA"))
    both = read_states(states, here)
    old, new = (_side(ctx, options, state) for state in both)
    _say_left_out((old, new), named, strict=options["strict"])
    with Progress("comparing the two states"):
        result = diff(old, new)
    _write(result, format_, options)
    return _exit_code(result, fail_on, both[0].folder)


def _side(ctx: click.Context, options: dict[str, Any], state: State) -> Side:
    described = {"kind": state.kind, "name": state.name, "commit": state.commit, "day": state.day}
    described["path"] = state.shown
    return Side(_index(ctx, options, state), described, state.absent)


def _index(ctx: click.Context, options: dict[str, Any], state: State) -> sqlite3.Connection:
    """The index of a state; that of a revision is made in memory."""
    if state.kind != "revision":
        report_cut_off(str(state.folder))
        return index_of(ctx, options, state.folder)
    from stances.index.build import build  # noqa: PLC0415 - reading is slow to import
    from stances.revisions.trees import unpack  # noqa: PLC0415 - only for revisions

    with TemporaryDirectory(prefix="stances-") as folder, Progress(*READING) as progress:
        if state.commit and state.inside is not None:
            unpack(state.folder, state.commit, state.inside, Path(folder))
        index = build(Path(folder), progress=progress)
    ctx.call_on_close(index.close)
    return index


def _say_left_out(sides: tuple[Side, Side], named: str | None, *, strict: bool) -> None:
    """Report what is left out because of problems; raise if that is too much.

    `named` is the value of `--data`.
    """
    old, new = sides
    names = [described(side.described) for side in sides]
    if old.absent and new.absent:
        raise NoCorpus(Path(" and ".join(names)), named_by="the command line")
    for side, name in zip(sides, names, strict=True):
        why = "" if side.absent else unusable(side.index)
        kind, path = side.described["kind"], side.described["path"]
        check = pasted("stances", "check", *naming(path if kind == "folder" else named))
        if why and (strict or side is new):
            raise UnusableCorpus(f"in {name}, {why}", check)
        missing = all_left_out(side.index)
        if missing and not side.absent:
            if strict:
                raise UnusableCorpus(f"{missing} of {name} would be left out", check)
            where = " (once it is checked out)" if kind == "revision" else ""
            say(f"stances: {missing} of {name} left out because of problems; see `{check}`{where}")


def _write(result: Diff, format_: str, options: dict[str, Any]) -> None:
    terminal = not options["output"] and sys.stdout.isatty()
    color = not options["output"] and wants_color(options["color"], sys.stdout)
    view_options = ViewOptions(color=color)
    if format_ == "text" and terminal:
        format_, view_options = "table", view_options._replace(width=terminal_width())
    chunks = DIFF.view(format_)(result, view_options)
    emit(chunks, options["output"], paged=terminal and format_ == "table", color=color)


def _exit_code(result: Diff, fail_on: frozenset[str], folder: Path) -> int:
    """The exit code; if it is 1, stderr says why and what to run: git runs in `folder`."""
    failing = {kind: number for kind, number in result.counts.items() if number and kind in fail_on}
    if not failing:
        return 0
    counts = ", ".join(f"{number} {kind}" for kind, number in failing.items())
    paths = [row["path"] for row in result.changes if row["kind"] in failing and row["path"]]
    say(f"stances: {counts}, which --fail-on names", _show_lines(result, sorted({*paths}), folder))
    return 1


def _show_lines(result: Diff, paths: Sequence[str], folder: Path) -> str:
    """The command that shows the differing lines of files, by their old and new paths."""
    old, new = result.old, result.new
    if old["commit"]:
        commits = [side["commit"][:7] for side in (old, new) if side["commit"]]
        places = dict.fromkeys(side["path"] for side in (old, new) if side["corpus"])
        files = [str(Path(place, path)) for path in paths[:_LISTED] or ("",) for place in places]
        git = ["git", "diff"]
        if not is_of_here(folder):
            git[1:1] = ["-C", str(folder)]
            files = [from_here(file, folder) for file in files]
        return f"see the lines: `{shlex.join([*git, *commits, '--', *files])}`"
    return f"see the lines: `diff -ru {shlex.join([old['path'], new['path']])}`"
