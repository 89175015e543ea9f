"""Collects what `stances add` is given, checks it and writes it."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from stances.cli.add_prompts import (
    ask_evidence,
    ask_statement,
    known_ids,
    new_official,
    new_source,
    with_checksum,
)
from stances.cli.confirm import asking, show_changes, write
from stances.cli.form import Desk
from stances.cli.hints import naming, pasted, say
from stances.cli.output import wants_color
from stances.cli.prompts import (
    Hint,
    Option,
    ask,
    confirm,
    demand,
    is_terminal,
    nothing_written,
    shortened,
    show,
    tell,
)
from stances.cli.session import open_index
from stances.cli.transcript import Transcript
from stances.cli.unfinished import Command, KeptSession, unfinished
from stances.cli.written_dates import style_from
from stances.editing.add import records
from stances.editing.add.checks import faults, same_sources, unwritable
from stances.editing.add.json_lines import as_line, read_lines
from stances.editing.add.passage import without_marks_of_quotes
from stances.editing.add.placement import place
from stances.editing.add.records import Addition, one_line
from stances.editing.add.stored_copy import (
    STANDARD_INPUT,
    NewCopy,
    read_copy,
    refuse_unignored,
    stored,
    target,
)
from stances.editing.ids import names_a_file, official_id, source_id, taken_ids
from stances.editing.tables import contents, decoded
from stances.editing.values import InvalidValue
from stances.editing.workspace import Workspace
from stances.errors import AmbiguousName, StancesError, UnknownName
from stances.evidence.copies import Snapshots
from stances.paths import find_snapshots, from_here, usual_snapshots
from stances.queries import resolve
from stances.queries.verification import of_statements, verification
from stances.views.edit_results import refusal_lines
from stances.views.problems.plain_text import shown_path

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from stances.cli.session import Session
    from stances.editing.add.placement import PlacedRecord
    from stances.editing.add.records import AddedKind, Flat
    from stances.editing.refusals import Refusal
    from stances.problems import Problem


_LINES = "-"
"""In place of a name: JSON lines on standard input."""
_REQUIRED = {
    "statement": ("source", "form", "text", "said", "position"),
    "evidence": ("source", "form", "text"),
    "official": (),
    "source": ("title", "published", "lang"),
}
_OF_WORDS = ("position",)
"""What is required of a statement whose words are those of another."""
_NAMED = {"statement": "OFFICIAL", "evidence": "REF", "official": "NAME"}
"""Names that are required; the id of a source can be made."""


def gather(ctx: click.Context, kind: AddedKind, given: Flat, options: dict[str, Any]) -> int:
    """Add what a command line says, and return the exit code."""
    name: str | None = options["name"]
    for key, value in given.items():
        if isinstance(value, str) and key not in ("note", "evidence_note"):
            given[key] = one_line(value)
    missing = _missing(kind, name, given, options)
    # An official needs nothing but a name, and whoever sits there is asked for the rest.
    is_open = kind == "official" and name != _LINES and not {"role", "faction"} <= given.keys()
    asks = (bool(missing) or is_open) and is_terminal() and not options["yes"]
    asks = asks and options.get("copy") != STANDARD_INPUT
    _refuse_usage(name, given, options, [] if asks else missing)
    lines = decoded(contents(None), _LINES) if name == _LINES else None
    session = open_writable(ctx, options)
    desk = desk_of(session, options)
    keeps = _copy_of(session, options, name, given)
    if asks:
        kept = KeptSession(Path(session.folder), Command(kind, name, given, _kept_of(options)))
        return converse(session, desk, kept, options, keeps)
    writer = Writer(session, desk.snapshots, options, keeps=keeps)
    if lines is None:
        with nothing_written():
            return writer.write(_given(desk, kind, name, given))
    new, refusals = read_lines(session.index, kind, lines)
    if kind == "source":
        new = [with_checksum(desk, each) for each in new]
    return writer.write(new, refusals)


def open_writable(ctx: click.Context, options: dict[str, Any]) -> Session:
    """The corpus, whatever its problems, to add to it."""
    writes = not options["dry_run"]
    session = open_index(ctx, options, fall_back=False, adds=True, writes=writes)
    session.refuse_unusable()
    return session


def desk_of(session: Session, options: dict[str, Any]) -> Desk:
    """The corpus and its stored copies, as prompts have them."""
    snapshots = Snapshots(find_snapshots(options["snapshots"], session.folder))
    return Desk(session.index, Path(session.shown), snapshots, style_from(options))


def converse(
    session: Session,
    desk: Desk,
    kept: KeptSession,
    options: dict[str, Any],
    keeps: KeptCopy | None = None,
) -> int:
    """Ask for a record and write it, and return the exit code.

    What is answered is kept until it is written or declined, for `stances add --resume`.
    """
    writer = Writer(session, desk.snapshots, options, kept, keeps)
    command = kept.command
    new: list[Addition] = []

    def ask_all() -> int:
        new[:] = _with_day(_asked(desk, command.kind, command.name, command.given), keeps)
        # Others may have written while the questions were answered.
        now = open_writable(click.get_current_context(), options)
        return writer._replace(session=now).write(new)

    try:
        code = Transcript(kept.answers, kept.keep).run(ask_all)
    except (click.Abort, KeyboardInterrupt):
        click.echo(err=True)
        say("stances: nothing was written" + _how_to_resume(session, kept))
        raise
    except click.UsageError:
        kept.forget()  # the options are wrong, and answers do not mend them
        raise
    except StancesError:
        _show_answers(new)
        if kept.is_kept:
            say(f"stances: not added{_how_to_resume(session, kept)}")
        raise
    if code:
        _show_answers(new)
    if code and kept.is_kept:
        say(f"stances: not added{_how_to_resume(session, kept)}")
    return code


def _how_to_resume(session: Session, kept: KeptSession) -> str:
    command = pasted("stances", "add", "--resume", *naming(session.named))
    return f"; to continue, run `{command}`" if kept.is_kept else ""


def _kept_of(options: dict[str, Any]) -> dict[str, Any]:
    """The options that a session is taken up with, from whatever folder."""
    paths = {key: options.get(key) for key in ("snapshots", "copy")}
    return {
        "verify": options["verify"],
        **{key: path and os.path.abspath(path) for key, path in paths.items()},  # noqa: PTH100
        "date_format": [*options["date_format"]],
        "calendar": options["calendar"],
    }


def take_up(ctx: click.Context, options: dict[str, Any]) -> int:
    """Take up a session that was cut off, and return the exit code."""
    if not is_terminal():
        raise click.UsageError("there is no terminal to ask on")
    session = open_writable(ctx, options | {"dry_run": False})
    sessions = unfinished(Path(session.folder))
    if not sessions:
        say("stances: no session of `stances add` was cut off in this corpus")
        return 1
    with nothing_written():
        kept = sessions[0] if len(sessions) == 1 else _chosen(sessions)
    if not kept.claim():
        say("stances: another process has just continued this session")
        return 1
    tell(f"{_title(kept)}, of {kept.when}:")
    for each in kept.answers:
        tell(f"{each.label}: {shortened(each.text)}" if each.text else f"{each.label}:", head="  ")
    options = {"yes": False, "dry_run": False} | options | kept.command.options
    keeps = _copy_of(session, options, kept.command.name, kept.command.given)
    return converse(session, desk_of(session, options), kept, options, keeps)


def _title(kept: KeptSession) -> str:
    name = [kept.command.name] if kept.command.name else []
    return pasted("stances", "add", kept.command.kind, *name)


def _chosen(sessions: Sequence[KeptSession]) -> KeptSession:
    """The session that the user wants."""
    listed = [
        Option(
            each.when, _title(each), ", ".join(shortened(a.text) for a in each.answers if a.text)
        )
        for each in sessions
    ]
    tell("Sessions that were cut off, the last one first:")
    show(listed)

    def read(text: str) -> KeptSession:
        if not text.isdecimal() or not 0 < int(text) <= len(sessions):
            raise InvalidValue(f"write a number from 1 to {len(sessions)}")
        return sessions[int(text) - 1]

    return demand("Which one", read, "1", Hint("", options=listed))


def _missing(kind: AddedKind, name: str | None, given: Flat, options: dict[str, Any]) -> list[str]:
    """The options and arguments that are needed and not given."""
    if name == _LINES:
        return []
    required = _OF_WORDS if "words_of" in given else _REQUIRED[kind]
    required = (*required, "retrieved") if options.get("copy") else required
    missing = [f"--{key}" for key in required if key not in given]
    return [_NAMED[kind], *missing] if kind in _NAMED and not name else missing


class KeptCopy(NamedTuple):
    """The copy of a source that is added, and the folder that it goes into."""

    copy: NewCopy
    folder: Path


def _copy_of(
    session: Session, options: dict[str, Any], name: str | None, given: Flat
) -> KeptCopy | None:
    """The copy that `--copy` names, if it does; its checksum is added to what is given."""
    file = options.get("copy")
    if file is None:
        return None
    copy = read_copy(file)
    if given.setdefault("sha256", copy.sha256) != copy.sha256:
        message = f"it is {given['sha256']}, and that of the copy is {copy.sha256}"
        raise click.BadParameter(message, param_hint="'--sha256'")
    folder = find_snapshots(options["snapshots"], session.folder)
    folder = folder or usual_snapshots(Path(session.folder))
    refuse_unignored(folder / f"{name or 'copy'}{copy.ending}")  # before anything is asked
    return KeptCopy(copy, folder)


def _with_day(new: Sequence[Addition], keeps: KeptCopy | None) -> list[Addition]:
    """A source with the day on which its copy was taken, which is asked for if it is not there."""
    if keeps is None or "retrieved" in new[0].data:
        return [*new]
    read = partial(records.read_field, "source", "retrieved")
    hint = Hint(records.about("source", "retrieved"))
    day = demand("Retrieved on, the day of the copy", read, keeps.copy.day, hint)
    return [new[0]._replace(data={**new[0].data, "retrieved": day})]


def _show_answers(new: Sequence[Addition]) -> None:
    """Show the answers as JSON lines, so that nobody has to give all of them again."""
    for each in new:
        click.echo(f"your answers, for `stances add {each.kind} -`:", err=True)
        click.echo(f"  {as_line(each)}", err=True)


def _refuse_usage(
    name: str | None, given: Flat, options: dict[str, Any], missing: list[str]
) -> None:
    if name == _LINES and given:
        option = next(iter(given)).replace("_", "-")
        raise click.UsageError(f"--{option} cannot be combined with `-`; write it on each line")
    if name == _LINES and options.get("copy"):
        raise click.UsageError("--copy cannot be combined with `-`: it is for one source")
    if missing:
        *others, last = missing
        listed = f"{', '.join(others)} and {last}" if others else last
        why = "" if options["yes"] else "there is no terminal to ask on; "
        raise click.UsageError(f"{why}give {listed}")
    taken = options.get("copy") == STANDARD_INPUT or not sys.stdout.isatty()
    asking(options, taken=taken)


def _asked(desk: Desk, kind: AddedKind, name: str | None, given: Flat) -> list[Addition]:
    """The records, after prompts for what is missing."""
    if kind == "statement":
        return ask_statement(desk, name, given)
    if kind == "evidence":
        ref = resolve.statement(desk.index, name) if name else _ask_ref(desk.index)
        return ask_evidence(desk, ref, given)
    if kind == "official":
        return [new_official(desk, given | ({"name": name} if name else {}))]
    return [new_source(desk, given | ({"id": name} if name else {}))]


def _ask_ref(index: sqlite3.Connection) -> str:
    def read(text: str) -> str:
        try:
            return resolve.statement(index, text)
        except (UnknownName, AmbiguousName) as error:
            raise InvalidValue(str(error), error.hint) from error

    known = known_ids(index, "statement")

    def complete(begun: str) -> Sequence[str]:
        """Statements, once the official is clear."""
        ids = known(begun)
        return [id_ for id_ in ids if "/" in id_] or ids

    return demand("Statement, as official/id", read, hint=Hint("", complete))


def _given(desk: Desk, kind: AddedKind, name: str | None, given: Flat) -> list[Addition]:
    """The record that the options describe."""
    if kind == "statement":
        to = resolve.official(desk.index, name or "")
        named = {"id": given["id"]} if "id" in given else {}
        return [Addition(kind, to, named | records.statement(given))]
    if kind == "evidence":
        ref = resolve.statement(desk.index, name or "")
        return [Addition(kind, ref, records.evidence(given))]
    taken = taken_ids(desk.index, kind)
    if kind == "official":
        given["name"] = name
        id_ = _usable(given.get("id") or official_id(given, taken), "--id")
        return [Addition(kind, id_, records.official(given))]
    data = records.source(given)
    id_ = _usable(name or source_id(data, taken), "ID")
    return [with_checksum(desk, Addition(kind, id_, data))]


def _usable(id_: str, option: str) -> str:
    """The id. Usage error if it cannot name a file; `option` is the one that gives an id."""
    if not names_a_file(id_):
        hint = "use lower-case ASCII letters and digits, joined by single hyphens: first-reply"
        why = f"`{id_}` cannot be an id" if id_ else f"no id can be made of this; give {option}"
        raise click.UsageError(f"{why}; {hint}")
    return id_


class Writer(NamedTuple):
    """Writes records to a corpus, as the options of a command say.

    Records from prompts come with the session of prompts that is `kept`: these have shown already
    what is similar and whether the words are in the stored copies. `keeps` is the copy of the only
    record, with the folder that it goes into.
    """

    session: Session
    snapshots: Snapshots
    options: dict[str, Any]
    kept: KeptSession | None = None
    keeps: KeptCopy | None = None

    @property
    def asked(self) -> bool:
        """Whether the records are from prompts."""
        return self.kept is not None

    @property
    def folder(self) -> Path:
        """The corpus."""
        return Path(self.session.folder)

    def write(self, new: Sequence[Addition], refusals: Sequence[Refusal] = ()) -> int:
        """Write records, and return the exit code; nothing is written if anything is wrong."""
        index = self.session.index
        refusals = [*refusals, *unwritable(new), *same_sources(index, new)]
        if refusals or not new:
            return self._refuse(refusals)
        new, count = without_marks_of_quotes(new)
        if count:
            what = "a quotation" if count == 1 else f"{count:,} quotations"
            say(f"stances: the outer quotation marks of {what} were removed")
        workspace = Workspace(self.folder, index)
        placed = place(workspace, new)
        verifies = self.options["verify"] and not self.asked
        further = self._verified if verifies else None
        problems = faults(workspace, placed, further, asked=self.asked)
        if any(each.is_error for each in problems):
            return self._refuse(problems)
        self._print(problems)
        changes = workspace.replacements()
        storing = self._copy(placed[0].ref)
        if not self.options["yes"]:
            show_changes(changes, self.session, color=self.options["color"])
        wanted = (
            self.options["dry_run"]
            or self.options["yes"]
            or confirm("Write this?", default=True, is_kept=False)
        )
        if wanted and not self.options["dry_run"]:
            with storing:
                write(changes, self.session, self.options, "add", placed[0].addition.kind)
        if self.kept:
            self.kept.forget()
        if self.options["dry_run"]:
            return 0
        if not wanted:
            say("stances: nothing was written")
            return 1
        self._report(workspace, placed)
        return 0

    def _copy(self, source: str) -> AbstractContextManager[None]:
        """What stores the copy of a source, which is told. Raises `CannotStore`."""
        if self.keeps is None:
            return nullcontext()
        copy, folder = self.keeps
        path, is_there = target(copy, folder, source)
        shown = shown_path(Path(from_here(path.parent)), path.name)
        told = f"is {shown} already" if is_there else f"is to be {shown}"
        say(f"stances: the copy {told}: {len(copy.content):,} bytes, sha256 {copy.sha256}")
        return nullcontext() if is_there else stored(copy, path)

    def _verified(self, index: sqlite3.Connection, refs: Sequence[str]) -> list[Problem]:
        """The problems that `stances verify` finds in statements."""
        clause = of_statements(refs)
        return verification(index, self.snapshots, clause, sources=None).problems()

    def _refuse(self, refusals: Sequence[Refusal]) -> int:
        self._print(refusals)
        say("stances: nothing was written")
        if self.asked:
            ask("Type < to change an answer", _nothing, empty="leave", hint=Hint(is_kept=False))
        return 1

    def _print(self, refusals: Sequence[Refusal]) -> None:
        def named(key: str) -> str:
            return key if self.asked or not key else f"--{key.replace('_', '-')}"

        colored = wants_color(self.options["color"], sys.stderr)
        for line in refusal_lines(refusals, named):
            click.echo(line, err=True, color=colored)

    def _report(self, workspace: Workspace, placed: Sequence[PlacedRecord]) -> None:
        """Print what was added, and what to run next."""
        print_added(self.session, workspace, placed)
        last = placed[-1]
        following = _NEXT_WITH_COPY if self.keeps else _NEXT[last.addition.kind]
        say(f"stances: next, `{following.format(last.ref)}`")


def print_added(session: Session, workspace: Workspace, placed: Sequence[PlacedRecord]) -> None:
    """Print the line and reference of each record that was added."""
    for each in placed:
        path = shown_path(Path(session.shown), each.path)
        evidence = "evidence to " if each.addition.kind == "evidence" else ""
        click.echo(f"{path}:{each.line(workspace)}: added {evidence}{each.ref}")


def _nothing(_: str) -> None:
    raise InvalidValue("type < to go back, or press Enter to quit")


_NEXT = {
    "statement": "stances show {}",
    "evidence": "stances show {}",
    "official": "stances add statement {}",
    "source": "stances add statement --source {}",
}
"""What is most often done after adding a record."""
_NEXT_WITH_COPY = "stances add --from {}"
"""The same, of a source whose copy was stored."""
