"""`stances rename`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances.cli.confirm import asking, confirmed, show_changes, write, writing_options
from stances.cli.hints import advise
from stances.cli.options import Choice, Command, color_option, corpus_option, snapshots_option
from stances.cli.output import wants_color
from stances.cli.progress import READING, Progress
from stances.cli.session import CorpusLocation, Session, named_corpus, open_index
from stances.errors import CannotRename, NoCorpus
from stances.paths import find_corpus, find_snapshots
from stances.text import brief

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stances.editing.rename.merge import Merge
    from stances.editing.rename.move import Moving
    from stances.editing.rename.plan import RenamePlan

_MOVING = ("keep-speaker", "with-occasion")
KINDS = ("official", "source", "statement", "issue", "position", "faction", "frame", "coder")


@click.command(
    "rename",
    cls=Command,
    examples=(
        ("stances rename zarif javad-zarif --dry-run", "show what would change, as a diff"),
        ("stances rename zarif javad-zarif", "show the changes, ask, and write them"),
        ("stances rename rouhani/if-there-is-a-plan rouhani/a-plan", "a statement"),
        (
            "stances rename an-official/no-talks zarif/ --note 'Named on 26 June.'",
            "move a statement to another official",
        ),
        ("stances rename faction:military faction:armed-forces --yes", "a word of the codebook"),
        ("stances rename coder:anna 'Anna Schmidt'", "a coder, in codings/ and in the records"),
        ("stances rename hasan-rouhani rouhani --merge --dry-run", "merge two ids of one official"),
        ("stances rename zarif/no-troops zarif/no-troops-in-iraq --merge", "two statements"),
    ),
    help="Change the id of an official, source, statement, coder or codebook word wherever the "
    "corpus uses it. Nothing else in the files changes. NEW must not exist yet. With "
    "--merge, NEW may exist: the two become one record, which keeps the content of both. If NEW "
    "names another official, a statement moves to that official, with a note that says why. "
    "See docs/renaming.md.",
)
@click.argument("old", metavar="OLD", required=False)
@click.argument("new", metavar="NEW", required=False)
@click.option("--kind", type=Choice(KINDS), help="The kind of OLD, if the id has several.")
@click.option("--merge", is_flag=True, help="If NEW exists, merge the two.")
@click.option(
    "--prefer",
    type=Choice(["OLD", "NEW"]),
    help="With --merge: which values to keep where the two differ.",
)
@click.option(
    "--abandon",
    is_flag=True,
    help="Delete the journal of an interrupted change, without finishing the change.",
)
@click.option(
    "--note", metavar="TEXT", help="Moving: why the words are another official's; added to `note`."
)
@click.option(
    "--keep-speaker", is_flag=True, help="Moving: record that the sources name the former official."
)
@click.option(
    "--with-occasion", is_flag=True, help="Moving: also move statements of the same occasion."
)
@snapshots_option
@writing_options
@color_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, old: str | None, new: str | None, **options: Any) -> int:
    """Rename a thing."""
    if options["abandon"]:
        if old is not None:
            raise click.UsageError(
                "--abandon takes no OLD and NEW: it drops the change that was cut off"
            )
        return _abandon(ctx, options)
    for name, value in (("OLD", old), ("NEW", new)):
        if value is None:
            raise click.UsageError(f"Missing argument '{name}'.")
    if options["prefer"] and not options["merge"]:
        raise click.UsageError("--prefer needs --merge")
    must_ask = asking(options)
    session = open_index(ctx, options, fall_back=False, writes=not options["dry_run"])
    plan = _plan(session, str(old), str(new), options)
    from stances.views.edit_results import difference_lines, plan_lines  # noqa: PLC0415 - as above

    _print(difference_lines(plan), options, err=True)
    _refuse_undecided(plan, options)
    if must_ask or options["dry_run"]:
        show_changes(sorted(plan.replacements), session, color=options["color"])
    if not options["yes"]:
        _print(plan_lines(plan, Path(session.folder), written=False), options, err=True)
    if options["dry_run"]:
        return 0
    if must_ask and not confirmed(plan.files):
        click.echo("nothing was written", err=True)
        return 1
    flags = [f"--{name}" for name in ("merge", *_MOVING) if options[name.replace("-", "_")]]
    words = ["rename", str(old), str(new), *flags]
    write([*plan.replacements, *plan.copies], session, options, *words)
    _print(plan_lines(plan, Path(session.folder), written=True), options, err=False)
    return 0


def _abandon(ctx: click.Context, options: dict[str, Any]) -> int:
    """Drop the journal of a change that was cut off."""
    from stances.editing.resume import abandon  # noqa: PLC0415 - help is to be quick

    named = named_corpus(ctx, options)
    if (folder := find_corpus(named)) is None:
        raise NoCorpus(None)
    for line in abandon(Path(folder)):
        click.echo(brief(line))
    advise(f"to see what is wrong with the corpus now: {CorpusLocation(folder, named).check}")
    return 0


def _plan(session: Session, old: str, new: str, options: dict[str, Any]) -> RenamePlan:
    """The plan. Raises what prevents the renaming."""
    from stances.editing.rename.coders import plan_coder  # noqa: PLC0415 - as above
    from stances.editing.rename.half_done import half_renamed, only_dangles  # noqa: PLC0415 - as above
    from stances.editing.rename.merge import Merge  # noqa: PLC0415 - help is to be quick
    from stances.editing.rename.merge_statements import refuse_two_officials  # noqa: PLC0415 - as above
    from stances.editing.rename.move import plan_move  # noqa: PLC0415 - as above
    from stances.editing.rename.plan import plan, plan_rest  # noqa: PLC0415 - as above
    from stances.editing.rename.targets import id_in, is_there, new_thing, old_thing, split  # noqa: PLC0415 - as above
    from stances.editing.workspace import Workspace  # noqa: PLC0415 - as above

    kind, name = split(old)
    if kind and options["kind"] not in (None, kind):
        raise click.UsageError(f"OLD says that it is a {kind}, and --kind {options['kind']}")
    kind = options["kind"] or kind
    if not only_dangles(session.index, id_in(name), id_in(new)):
        session.refuse_unusable()
    workspace = Workspace(Path(session.folder), session.index)
    snapshots = find_snapshots(options["snapshots"], session.folder)
    index = session.index
    with Progress(*READING) as progress:
        if rest := half_renamed(workspace, name, new, kind, progress):
            merge = Merge(rest, new_thing(index, rest, new))
            return plan_rest(workspace, merge, snapshots=snapshots)
    thing = old_thing(index, name, kind)
    merge = Merge(thing, new_thing(index, thing, new), options["prefer"] or "")
    if moves := thing.kind == "statement" and merge.new.within != thing.within:
        if options["merge"] and is_there(index, merge.new):
            refuse_two_officials(thing, merge.new)
        how = _how_to_move(merge, options)
    elif given := next(
        (each for each in ("note", *_MOVING) if options[each.replace("-", "_")]), ""
    ):
        raise click.UsageError(f"--{given} needs a statement that moves to another official")
    with Progress(*READING) as progress:
        if moves:
            return plan_move(workspace, merge, how, progress)
        may_merge = options["merge"]
        if thing.kind == "coder":
            name = split(new)[1]
            return plan_coder(workspace, merge, progress, may_merge=may_merge, name=name)
        return plan(workspace, merge, progress, may_merge=may_merge, snapshots=snapshots)


def _how_to_move(merge: Merge, options: dict[str, Any]) -> Moving:
    """How to move a statement; on a terminal, the reason is asked for if it is missing."""
    from stances.cli.prompts import Hint, demand, nothing_written  # noqa: PLC0415 - as above
    from stances.editing.rename.move import Moving  # noqa: PLC0415 - as above
    from stances.editing.values import InvalidValue, line  # noqa: PLC0415 - as above

    note = options["note"]
    if note is None:
        if options["yes"] or not sys.stdin.isatty():
            message = "say with --note why the words are another official's"
            raise click.UsageError(message)
        with nothing_written():
            hint = Hint("Say what shows that the words are theirs; this is added to the `note`.")
            note = demand(f"why are these words of `{merge.new.within}`?", line, hint=hint)
    try:
        note = line(note)
    except InvalidValue as error:
        raise click.BadParameter(str(error), param_hint="'--note'") from error
    return Moving(
        note, keep_speaker=options["keep_speaker"], with_occasion=options["with_occasion"]
    )


def _refuse_undecided(plan: RenamePlan, options: dict[str, Any]) -> None:
    number = len(plan.undecided)
    if number and not options["prefer"]:
        differences = "1 difference" if number == 1 else f"{number} differences"
        hint = (
            f"--prefer NEW keeps what `{plan.new.shown}` says, --prefer OLD takes what "
            f"`{plan.old.shown}` says"
        )
        message = f"{differences} must be decided first; nothing was written"
        raise CannotRename(message, hint)


def _print(lines: Iterable[str], options: dict[str, Any], *, err: bool) -> None:
    colored = wants_color(options["color"], sys.stderr if err else sys.stdout)
    for line in lines:
        click.echo(line, color=colored, err=err)
