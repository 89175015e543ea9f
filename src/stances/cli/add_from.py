"""`stances add --from SOURCE`: what the copy of a source has, passage by passage."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from stances.cli.add_prompts import ask_statement, copy_path
from stances.cli.add_run import desk_of, open_writable, print_added
from stances.cli.confirm import write
from stances.cli.form import Usual
from stances.cli.hints import naming, pasted, say
from stances.cli.line_input import CTRL_B
from stances.cli.output import wants_color
from stances.cli.prompts import BACK, Hint, ask, demand, is_terminal, prompt_width, shortened, tell
from stances.cli.transcript import Back, Transcript
from stances.editing.add.checks import faults, unwritable
from stances.editing.add.placement import place
from stances.editing.add.records import one_line
from stances.editing.add.uncoded import decide, declare
from stances.editing.save import Replacement
from stances.editing.values import InvalidValue, line, unfit
from stances.editing.workspace import Workspace
from stances.errors import StancesError
from stances.queries import choices, resolve
from stances.queries.candidates import candidates
from stances.views.edit_results import refusal_lines
from stances.views.passage import passage_lines
from stances.views.values import in_marks, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.cli.form import Desk
    from stances.cli.session import Session
    from stances.editing.add.placement import PlacedRecord
    from stances.editing.add.records import Addition
    from stances.evidence.candidates import Candidate
    from stances.queries.candidates import SourceCandidates
    from stances.queries.choices import Published
    from stances.yaml_reader import Value

RECORD, CHANGE, UNCODED, SKIP, LEAVE = "", "e", "u", "s", "q"
_KEYS = {"change": CHANGE, "uncoded": UNCODED, "skip": SKIP, "back": BACK, "leave": LEAVE}
_WHY_NOT = "not a statement of an official"
_HELP = (
    "Enter: record the passage as proposed; only missing values are asked for. e: edit all "
    "values. u: declare that it is not a statement, with a reason. s: skip it for now. <: "
    "take back the last decision. q: quit; all decisions are already written."
)
_ANOTHER = (
    "This passage was decided in the meantime, or the copy or its records have changed. "
    "Nothing was written."
)
_FIRST_WORDS = 40
"""Characters of a text that are shown of what was recorded."""


def add_from(ctx: click.Context, source: str, options: dict[str, Any]) -> int:
    """Go through what the copy of a source has and no record does; return the exit code."""
    if not is_terminal():
        raise click.UsageError("--from needs a terminal, because it asks about each passage")
    session = open_writable(ctx, options)
    id_ = resolve.word(session.index, "source", source)
    walk = _Walk(ctx, options, session, id_)
    try:
        walk.go()
    except (click.Abort, KeyboardInterrupt):
        click.echo(err=True)
        walk.report()
        raise
    if unread := walk.found.unread:  # from the beginning, or it has gone meanwhile
        say(f"stances: cannot go through {id_}: {unread}", walk.where_copies_are())
        return 1
    walk.report()
    return 0


class _Decision(NamedTuple):
    """A decision that is written: what it was, about what place, and how it is taken back."""

    kind: str
    at: tuple[int, int]
    backwards: Sequence[Replacement]


class _Walk:
    """The passages of a source, from the first to the last that is undecided."""

    def __init__(
        self, ctx: click.Context, options: dict[str, Any], session: Session, source: str
    ) -> None:
        self._ctx, self._options = ctx, options
        self._session, self._source = session, source
        self._listed: set[str] = set()
        self._decided: list[_Decision] = []
        self._usual = Usual()
        self._dated = -1
        """The paragraph of the statement before, whose date is proposed only there."""
        self._is_asking = False
        """Whether a statement is half answered."""
        self._why = _WHY_NOT
        self.found = self._read()

    def _read(self) -> SourceCandidates:
        index, folder = self._session.index, Path(self._session.folder)
        skipped = self._options["skipped"]
        found = candidates(
            index, folder, self._desk().snapshots, self._published(), with_skipped=skipped
        )
        fit = [each for each in found.candidates if not _unfit(each)]
        left_out = found.left_out + len(found.candidates) - len(fit)
        found = found._replace(candidates=fit, left_out=left_out)
        return found.having(self._options["text"])

    def _desk(self, usual: Usual | None = None) -> Desk:
        """The corpus as it is now; lists that were shown are not shown again."""
        desk = desk_of(self._session, self._options)
        return replace(desk, listed=self._listed, usual=usual)

    def _published(self) -> Published:
        index = self._session.index
        id_ = resolve.word(index, "source", self._source)  # it may have gone meanwhile
        return next(each for each in choices.sources(index) if each.id == id_)

    def where_copies_are(self) -> str:
        """Where a copy would be read."""
        path = copy_path(self._desk(), self._source)
        return f"store a copy as {path}.txt, .html or .pdf, or name its folder with --snapshots"

    def go(self) -> None:
        """Ask about each passage until all are decided, or the user leaves."""
        at = (-1, -1)
        while passages := [each for each in self.found.candidates if each.at > at]:
            self._is_asking = False
            self._show(passages[0], len(passages))
            answer = _asked(passages[0])
            if answer == LEAVE:
                return
            try:
                if answer == BACK:
                    at = self._taken_back() or at
                else:
                    at = passages[0].at if self._decide(passages[0], answer) else at
            except Back:
                continue
            except StancesError as error:  # somebody else may be writing
                tell(f"Error: {error}" + (f"; {error.hint}" if error.hint else ""))
                self._read_again()

    def _show(self, passage: Candidate, left: int) -> None:
        number = len(self._decided) + 1
        place_ = f"{self._source}: passage {number} of {number + left - 1}"
        ids = filter(None, (passage.proposal.official, *passage.mentions))
        people = {id_: choices.official(self._session.index, id_).name for id_ in ids}
        width = prompt_width()
        color = wants_color(self._options["color"], sys.stderr)
        for each in passage_lines(passage, place_, people, width, color=color):
            click.echo(each, err=True, color=color)

    def _decide(self, passage: Candidate, answer: str) -> bool:
        """Carry out a decision about a passage; False if nothing is written."""
        if answer == SKIP:
            return self._write(answer, passage, declared={"skipped": "true"})
        if answer == UNCODED:
            hint = Hint(
                "The reason is written to `uncoded` of the source, for later readers.",
                is_passage=True,
            )
            run = Transcript(leaves=True)
            why = run.run(lambda: demand("Why it is no statement", _prose, self._why, hint))
            self._why = why
            return self._write(answer, passage, declared={"why": why})
        said = self._usual.said if passage.begins == self._dated else ""
        usual = self._usual._replace(official=passage.official, said=said)
        given: dict[str, Any] = {"source": self._source}
        if answer == CHANGE:
            text = "" if passage.bare else passage.text
            usual = usual._replace(text=text, form=passage.form, is_whole=True)
        else:
            given |= {"text": passage.text, "form": passage.form, **passage.hints}
        sure = passage.proposal.is_filled_in and answer != CHANGE
        official = passage.proposal.official if sure else None
        desk = self._desk(usual)
        self._is_asking = True
        new = Transcript(leaves=True).run(lambda: ask_statement(desk, official, given))
        self._is_asking = False
        if not self._write(RECORD, passage, new):
            return False
        data = new[-1].data
        if new[-1].kind == "statement":
            said, issue = str(data["said"]), str(data.get("issue", ""))
            self._usual, self._dated = Usual(said=said, issue=issue), passage.begins
        return True

    def _write(
        self,
        kind: str,
        passage: Candidate,
        new: Sequence[Addition] = (),
        declared: dict[str, Value] | None = None,
    ) -> bool:
        """Write a decision; False, with the reasons shown, if it is refused."""
        self._read_again()
        if passage not in self.found.candidates:
            tell(_ANOTHER)
            return False
        folder = Path(self._session.folder)
        workspace = Workspace(folder, self._session.index)
        refusals = [*unwritable(new)]
        placed: list[PlacedRecord] = []
        if not refusals:
            placed = place(workspace, new)
            decide(workspace, self._source, {passage.declared["text"]})
            if declared is not None:
                declare(workspace, self._source, {**passage.declared, **declared})
            refusals += faults(workspace, placed, None, asked=True)
        colored = wants_color(self._options["color"], sys.stderr)
        for told in refusal_lines(refusals, lambda key: key):
            click.echo(told, err=True, color=colored)
        if any(refusal.is_error for refusal in refusals):
            return False
        changes = workspace.replacements()
        write(changes, self._session, self._options, "add", "--from", self._source)
        print_added(self._session, workspace, placed)
        backwards = [Replacement(file.path, file.after, file.before) for file in changes]
        self._decided.append(_Decision(kind, passage.at, backwards))
        self._read_again()
        if kind == RECORD:
            self._tell_recorded(placed[-1])
        return True

    def _tell_recorded(self, placed: PlacedRecord) -> None:
        """What was recorded, on one line: who, position, date, and the first words."""
        index, data = self._session.index, placed.addition.data
        recorded = choices.recorded(index, placed.ref)
        name = choices.official(index, placed.ref.partition("/")[0]).name
        piece: Any = data if placed.addition.kind == "evidence" else data["evidence"]
        piece = piece[0] if isinstance(piece, list) else piece
        position = piece.get("position", recorded.position)
        text = in_marks(shortened(piece["text"], _FIRST_WORDS), piece["form"])
        tell(f"{name}, {position}, {piece.get('said', recorded.said)}: {text}", head="  ")

    def _read_again(self) -> None:
        self._session.let_go()
        self._session = open_writable(self._ctx, self._options)
        self.found = self._read()

    def _taken_back(self) -> tuple[int, int] | None:
        """Take back the decision before; the place before which its passage is asked about."""
        if not self._decided:
            tell("This is the first passage, so there is no decision to take back.")
            return None
        last = self._decided[-1]
        write(last.backwards, self._session, self._options, "add", "--from", self._source)
        self._decided.pop()
        self._read_again()
        tell("The last decision was taken back. Its passage is shown again.")
        return last.at[0], last.at[1] - 1

    def report(self) -> None:
        """What was decided, what is left, and how to go on."""
        counts = Counter(each.kind for each in self._decided)
        told = ((RECORD, "recorded"), (UNCODED, "declared uncoded"), (SKIP, "skipped"))
        done = [f"{counts[kind]} {what}" for kind, what in told if counts[kind]]
        at = self._decided[-1].at if self._decided else (-1, -1)
        left = sum(each.at > at for each in self.found.candidates)
        having = " with these words" if self._options["text"] else ""
        done.append(f"{plural(left, 'passage')} left" if left else f"nothing left{having}")
        words = [*naming(self._session.named), self._source]
        again = pasted("stances", "add", "--from", self._source, *naming(self._session.named))
        if count := self.found.left_out:
            done.append(
                f"{count} not asked about: too many, in too many places, or with control characters"
            )
        say(f"stances: {self._source}: {', '.join(done)}")
        if self._is_asking:
            say("stances: the answers about the last passage were not kept; it will be shown again")
        if left:
            say(f"stances: to continue, run `{again}`")
        else:
            say(f"stances: next, `{pasted('stances', 'coverage', *words)}`")


def _asked(passage: Candidate) -> str:
    """What is to become of a passage, as a key."""
    keys = "e change, u uncoded, s skip, < back, q leave"
    empty = "record it"
    if passage.bare:
        keys, empty = "e record words of it, u uncoded, < back, q leave", "skip it"

    def read(text: str) -> str:
        key = BACK if CTRL_B in text else text.strip().casefold()
        key = _KEYS.get(key, key)
        if key not in _KEYS.values():
            raise InvalidValue("type one of these letters, or press Enter")
        return key

    answer = ask(keys, read, empty=empty, hint=Hint(_HELP, hears_ctrl_b=True))
    if answer is None:
        return SKIP if passage.bare else RECORD
    return answer


def _unfit(passage: Candidate) -> bool:
    """Whether no file can hold a passage, neither as evidence nor as `uncoded`."""
    texts = [passage.text, *passage.hints.values(), *passage.declared.values()]
    return any(True for _ in unfit(texts))


def _prose(text: str) -> str:
    return line(one_line(text))
