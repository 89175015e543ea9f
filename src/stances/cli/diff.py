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
from stances.cli.options import Command, color_option, corpus_option, output_option, strict_option
from stances.cli.output import Progress, emit, format_from, terminal_width, wants_color
from stances.cli.session import index_of, named_corpus
from stances.errors import NoCorpus, UnusableCorpus
from stances.paths import find_corpus
from stances.queries.diff import Side, diff
from stances.queries.diff.changes import ANY, KINDS
from stances.queries.faults import left_out, unusable
from stances.revisions.states import Here, is_of_here
from stances.revisions.states import states as meant
from stances.text import did_you_mean
from stances.views.diff.outline import described
from stances.views.formats import DIFF, ViewOptions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from stances.queries.diff import Diff
    from stances.queries.result import Row
    from stances.revisions.states import State

_SHORT = 7
_LISTED = 8


def _kinds(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> frozenset[str]:
    """The kinds that `--fail-on` names; usage error for a word that is none."""
    named = [word.strip() for text in given for word in text.split(",") if word.strip()]
    for word in named:
        if word not in KINDS and word != ANY:
            message = f"there is no kind of change `{word}`; {did_you_mean(word, [*KINDS, ANY])}"
            raise click.BadParameter(message)
    if given and not named:
        raise click.BadParameter("it names no kind of change")
    return frozenset(KINDS if ANY in named else named)


def _begun(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The kinds that the last word of a list may become."""
    from stances.cli.shell_completion import completed_list  # noqa: PLC0415 - only shells ask

    return completed_list((*KINDS, ANY), incomplete)


@click.command(
    "diff",
    cls=Command,
    examples=(
        ("stances diff", "the working tree beside the last commit"),
        ("stances diff main...HEAD", "what a pull request changes"),
        ("stances diff v1..v2 --format markdown", "for a comment"),
        ("stances diff ../old data", "two folders, without git"),
        ("stances diff --fail-on quote-changed,removed", "in CI: exit 1 if words were altered"),
    ),
    help="Compare two states of the corpus in words: who was added, what was recoded, whose "
    "position moved and whether that moves the faction, which evidence was won or lost, which "
    "disputes were opened or settled. Words of a source that were altered are a warning. Renamed "
    "files, reordered keys and comments are no change. A state is a revision of git or a folder; "
    "without any, HEAD beside the working tree. The kinds of change for --fail-on: "
    f"{', '.join(KINDS)}; or {ANY}.",
)
@click.argument("states", metavar="[A..B | A...B | OLD [NEW]]", nargs=-1)
@click.option(
    "--fail-on",
    metavar="KIND,…",
    multiple=True,
    callback=_kinds,
    shell_complete=_begun,
    help="Exit 1 if there is a change of such a kind; `any` for all.",
)
@click.option("--format", type=click.Choice([*DIFF.endings.values()]), help="`text`, unless given.")
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
        raise click.UsageError(f"a comparison is of two states; there are {len(states)}")
    format_ = format_from(DIFF, options["format"], options["output"], "text")
    asked = meant(states, _here(ctx, options))
    old, new = (
        Side(_index(ctx, options, state), _described(state), state.absent) for state in asked
    )
    _say_left_out((old, new), named_corpus(ctx, options), strict=options["strict"])
    found = diff(old, new)
    _write(found, format_, options)
    return _failed(found, fail_on, asked[0].folder)


def _here(ctx: click.Context, options: dict[str, Any]) -> Here:
    """The corpus of the working tree, if there is one, and where git is to look for others."""
    named = named_corpus(ctx, options)
    try:
        folder = find_corpus(named)
    except NoCorpus:  # it may be in a revision all the same
        return Here(Path(), inside=named or os.environ.get("STANCES_DATA"))
    return Here(Path(folder), Path(folder)) if folder else Here(Path())


def _index(ctx: click.Context, options: dict[str, Any], state: State) -> sqlite3.Connection:
    """The index of a state; that of a revision is made in memory."""
    if state.kind != "revision":
        return index_of(ctx, options, state.folder)
    from stances.index.build import build  # noqa: PLC0415 - reading is slow to import
    from stances.revisions.trees import unpack  # noqa: PLC0415 - only for revisions

    with TemporaryDirectory(prefix="stances-") as folder, Progress() as progress:
        if state.commit and state.inside is not None:
            unpack(state.folder, state.commit, state.inside, Path(folder))
        index = build(Path(folder), progress=progress)
    ctx.call_on_close(index.close)
    return index


def _described(state: State) -> Row:
    """A state as answers describe it; `path` is where its files are, as seen from here."""
    told = {"kind": state.kind, "name": state.name, "commit": state.commit, "day": state.day}
    return told | {"path": state.shown}


def _say_left_out(sides: tuple[Side, Side], named: str | None, *, strict: bool) -> None:
    """Say what problems keep from being compared; raise if that is too much.

    `named` is what `--data` says.
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
        missing = left_out(side.index)
        if missing and not side.absent:
            if strict:
                raise UnusableCorpus(f"{missing} of {name} would be left out", check)
            where = " (once it is checked out)" if kind == "revision" else ""
            say(f"stances: {missing} of {name} left out because of problems; see `{check}`{where}")


def _write(found: Diff, format_: str, options: dict[str, Any]) -> None:
    terminal = not options["output"] and sys.stdout.isatty()
    color = not options["output"] and wants_color(options["color"], sys.stdout)
    chosen = ViewOptions(color=color)
    if format_ == "text" and terminal:
        format_, chosen = "table", chosen._replace(width=terminal_width())
    chunks = DIFF.view(format_)(found, chosen)
    emit(chunks, options["output"], paged=terminal and format_ == "table", color=color)


def _failed(found: Diff, fail_on: frozenset[str], folder: Path) -> int:
    """The exit code; where it is 1, what it is for and how to see it: git runs in `folder`."""
    failing = {kind: number for kind, number in found.counts.items() if number and kind in fail_on}
    if not failing:
        return 0
    counts = ", ".join(f"{number} {kind}" for kind, number in failing.items())
    paths = [row["path"] for row in found.changes if row["kind"] in failing and row["path"]]
    say(f"stances: {counts}, which --fail-on names", _lines_of(found, sorted({*paths}), folder))
    return 1


def _lines_of(found: Diff, paths: Sequence[str], folder: Path) -> str:
    """The command that shows the lines of some files that differ, wherever they were and are."""
    old, new = found.old, found.new
    if old["commit"]:
        commits = [side["commit"][:_SHORT] for side in (old, new) if side["commit"]]
        places = dict.fromkeys(side["path"] for side in (old, new) if side["corpus"])
        files = [str(Path(place, path)) for path in paths[:_LISTED] or ("",) for place in places]
        git = ["git", "diff"]
        if not is_of_here(folder):
            git[1:1] = ["-C", str(folder)]
            files = [os.path.relpath(file, folder) for file in files]
        return f"see the lines: `{shlex.join([*git, *commits, '--', *files])}`"
    return f"see the lines: `diff -ru {shlex.join([old['path'], new['path']])}`"
