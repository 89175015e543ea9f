"""`stances review`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from stances.cli.confirm import write
from stances.cli.filters import filter_options, filters_from
from stances.cli.hints import say
from stances.cli.options import (
    Command,
    color_option,
    corpus_option,
    dates_option,
    snapshots_option,
)
from stances.cli.output import terminal_width, wants_color
from stances.views.problems.plain_text import problem_line, shown_path
from stances.views.styles import STRONG, painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.cli.session import Session
    from stances.queries.review import Agenda, ReviewSheet

    Statement = dict[str, Any]

_ANSWERS = {
    "ok": "you have read it against its sources, and it is right: your name goes to `reviewed_by`",
    "change": "opens the file in your editor, at the statement; see `stances edit`",
    "note": "adds a sentence to its `note`",
    "skip": "goes on, and writes nothing",
    "<": "goes back to the statement before",
    "undo": "takes your name off again",
    "quit": "ends; what was answered is written",
}
_STEPS = {"skip": 1, "<": -1, "quit": None}
"""Where answers lead that write nothing."""
_DONE = {"ok": "reviewed", "change": "changed", "note": "noted", "undo": "undone"}


@click.command(
    "review",
    cls=Command,
    examples=(
        ("stances review --reviewer TK", "what TK has not read yet, one by one"),
        ("stances review --reviewer TK --official zarif", "of one official"),
        ("stances review --reviewer TK --unreviewed", "what nobody has read yet"),
        ("stances list --unreviewed", "what is left, without being asked"),
    ),
    help="Show statement after statement beside the passages of the stored copies that have its "
    "words, and ask: `ok` writes the reviewer's name into `reviewed_by`, `change` opens it in the "
    "editor, `note` adds a sentence. Each answer is written at once. What the reviewer has coded, "
    "or has read already, is left out.",
)
@click.option("--reviewer", metavar="NAME", help="Who reviews; asked for if it is not given.")
@click.option("--again", is_flag=True, help="Also what the reviewer has read already.")
@filter_options
@snapshots_option
@click.option("--force", is_flag=True, help="Even if an editor seems to have a file open.")
@dates_option
@color_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """Review statements."""
    filters = filters_from(options)
    from stances.cli.prompts import is_terminal  # noqa: PLC0415 - help is to be quick
    from stances.cli.session import open_corpus  # noqa: PLC0415 - as above
    from stances.queries.review import agenda  # noqa: PLC0415 - as above

    if not options["reviewer"] and not is_terminal():
        raise click.UsageError("there is no terminal to ask on: say with --reviewer who reviews")
    session = open_corpus(ctx, options, fall_back=False)
    filters = filters.resolved(session.index)
    reviewer = _reviewer(session, options["reviewer"])
    found = agenda(session.index, filters, reviewer, again=options["again"])
    _say_left_out(found, reviewer)
    if not found.refs:
        say("stances: there is nothing to review")
        return 0
    if not is_terminal():
        message = "a review is asked on a terminal; `stances list --unreviewed` lists what is left"
        raise click.UsageError(message)
    return Review(ctx, options, session, reviewer).hold(found.refs)


def _reviewer(session: Session, given: str | None) -> str:
    """Who reviews, as the corpus writes it. Usage error for another spelling of a known name."""
    from stances.cli.prompts import Hint, demand, nothing_written, read_option  # noqa: PLC0415 - as above
    from stances.editing.values import InvalidValue, line  # noqa: PLC0415 - as above
    from stances.queries.review import coders  # noqa: PLC0415 - as above
    from stances.text import is_same_name  # noqa: PLC0415 - as above

    known = coders(session.index)

    def read(text: str) -> str:
        name = line(text)
        for each in known:
            if name not in known and is_same_name(name, each):
                raise InvalidValue(f"the corpus writes `{each}`")
        return name

    if given is not None:
        return read_option(read, given, "reviewer")
    hint = Hint(
        "The name that goes to `reviewed_by`, as for `coder`.",
        lambda begun: [each for each in known if each.startswith(begun)],
    )
    with nothing_written():
        return demand("Who reviews", read, hint=hint)


def _say_left_out(found: Agenda, reviewer: str) -> None:
    from stances.views.values import plural  # noqa: PLC0415 - as above

    if found.own:
        say(f"stances: {plural(found.own, 'statement')} coded by {reviewer} left out")
    if found.read:
        told = f"{plural(found.read, 'statement')} reviewed by {reviewer} left out"
        say(f"stances: {told}; --again shows them too")


class Review:
    """Statements that are shown one by one, and what the reviewer says of each."""

    def __init__(
        self, ctx: click.Context, options: dict[str, Any], session: Session, reviewer: str
    ) -> None:
        from stances.evidence.copies import Snapshots  # noqa: PLC0415 - as above
        from stances.paths import find_snapshots  # noqa: PLC0415 - as above

        self.ctx, self.session, self.reviewer = ctx, session, reviewer
        self.options = options | {"yes": False, "dry_run": False}
        self.snapshots = Snapshots(find_snapshots(options["snapshots"], session.folder))
        self.counts: Counter[str] = Counter()

    @property
    def corpus(self) -> Path:
        """The folder of the corpus."""
        return Path(self.session.folder)

    def hold(self, refs: Sequence[str]) -> int:
        """Go through statements until the last one or `quit`."""
        number = 0
        try:
            while number < len(refs):
                step = self._statement(refs[number], f"{number + 1} of {len(refs)}")
                if step is None:
                    break
                number = max(number + step, 0)
        except (click.Abort, KeyboardInterrupt):
            click.echo(err=True)
            raise
        finally:
            self._say_done(len(refs))
        return 0

    def _say_done(self, number: int) -> None:
        from stances.views.values import plural  # noqa: PLC0415 - as above

        told = [f"{self.counts[each]} {done}" for each, done in _DONE.items() if self.counts[each]]
        say(f"stances: {plural(number, 'statement')}: {', '.join(told) or 'nothing was written'}")

    def _statement(self, ref: str, progress: str) -> int | None:
        """Ask about a statement until there is a way to go from it: 1, -1, or None for quit."""
        while True:
            self._refresh()
            shown = self._shown(ref, progress)
            if shown is None:
                say(f"stances: {ref} is gone, or left out because of problems")
                return 1
            if (step := self._answered(shown)) != 0:
                return step

    def _shown(self, ref: str, progress: str) -> Shown | None:
        """Show a statement as it is now; None if it is no longer there."""
        from stances.queries.review import review_sheet  # noqa: PLC0415 - as above
        from stances.views.formats import ROWS, ViewOptions  # noqa: PLC0415 - as above

        index = self.session.index
        row = index.execute("SELECT path, line FROM statements WHERE ref = ?", (ref,)).fetchone()
        if row is None:
            return None
        sheet = review_sheet(index, ref, self.snapshots, self.corpus)
        place = f"{shown_path(Path(self.session.shown), row['path'])}:{row['line']}"
        color = wants_color(self.options["color"], sys.stdout)
        click.echo(f"\n{painted(progress, STRONG)}  {place}\n", color=color)
        options = ViewOptions(color=color, width=terminal_width(), dates=self.options["dates"])
        text = "".join(ROWS.view("table")(sheet, options))
        click.echo(f"{text.rstrip()}\n", color=color)
        return Shown(ref, sheet, row["path"], row["line"])

    def _answered(self, shown: Shown) -> int | None:
        """Ask, and do what the answer says: where to go, 0 for showing the statement again."""
        from stances.errors import StancesError  # noqa: PLC0415 - as above

        answer = self._ask(shown)
        if answer in _STEPS:
            return _STEPS[answer]
        try:
            is_done = self._change(shown) if answer == "change" else self._write(shown, answer)
        except StancesError as error:
            say(f"stances: {error}", error.hint)
            is_done = False
        self.counts[answer] += is_done
        return 1 if is_done and answer == "ok" else 0

    def _ask(self, shown: Shown) -> str:
        from stances.cli.line_input import CTRL_B  # noqa: PLC0415 - as above
        from stances.cli.prompts import Hint, demand, tell  # noqa: PLC0415 - as above
        from stances.editing.values import InvalidValue  # noqa: PLC0415 - as above

        has_read = self.reviewer in shown.sheet.row["reviewed_by"]
        answers = [each for each in _ANSWERS if each != ("ok" if has_read else "undo")]

        def read(text: str) -> str:
            if CTRL_B in text:
                return "<"
            fitting = [each for each in answers if each.startswith(text.casefold())]
            if not fitting:
                raise InvalidValue(f"`{text}` is none of {', '.join(answers)}")
            return fitting[0]

        means = "\n".join(f"{each}: {_ANSWERS[each]}" for each in answers)
        hint = Hint(
            means,
            lambda begun: [each for each in answers if each.startswith(begun)],
            hears_ctrl_b=True,
        )
        label = f"{', '.join(answers)}; ?"
        usual = "skip" if has_read else "ok" if shown.sheet.is_found else ""
        if not (usual or has_read):
            tell("Not all words were found without a warning: see the source before `ok`.")
        return demand(label, read, usual, hint)

    def _change(self, shown: Shown) -> bool:
        """Open a statement in the editor; whether it was changed."""
        from stances.cli.edit import Draft  # noqa: PLC0415 - as above
        from stances.editing.by_hand import Spot  # noqa: PLC0415 - as above

        spot = Spot(shown.path, shown.line)
        draft = Draft(self.ctx, self.options, self.session, spot, shown.ref)
        try:
            return draft.edit() == 0 and draft.is_written
        finally:
            self.session = draft.session

    def _write(self, shown: Shown, answer: str) -> bool:
        """Write what an answer means for the statement; whether that was done."""
        from stances.editing.touched import take_off_reviews  # noqa: PLC0415 - as above
        from stances.editing.trial import tried  # noqa: PLC0415 - as above
        from stances.editing.workspace import Workspace  # noqa: PLC0415 - as above

        if (text := _note() if answer == "note" else "") is None:
            return False
        self._refresh()
        if not self._is_as_shown(shown):
            say(
                f"stances: {shown.ref}, or what it rests on, has been changed meanwhile; nothing "
                "was written",
                "read it again as it is now",
            )
            return False
        workspace = Workspace(self.corpus, self.session.index)
        workspace.open(shown.path)
        items = workspace.data(shown.path)["statements"]
        number = next(n for n, each in enumerate(items) if each["id"] == shown.ref.split("/")[1])
        at = ("statements", number)
        workspace.become(shown.path, at, _with_answer(items[number], answer, self.reviewer, text))
        for ref in take_off_reviews(workspace):
            say(f"stances: nobody has reviewed {ref} as it is now: its `reviewed_by` goes")
        with tried(workspace) as trial:
            errors = [each for each in trial.new_problems() if each.severity == "error"]
        for each in errors:
            say(f"stances: {problem_line(each, each.path)}")
        if errors:
            say("stances: nothing was written")
            return False
        write(workspace.replacements(), self.session, self.options, "review", shown.ref)
        return True

    def _is_as_shown(self, shown: Shown) -> bool:
        """Whether the statement, its words and their copies are what the reviewer has seen."""
        from stances.queries.review import review_sheet  # noqa: PLC0415 - as above

        index = self.session.index
        query = "SELECT path FROM statements WHERE ref = ?"
        row = index.execute(query, (shown.ref,)).fetchone()
        if row is None or row["path"] != shown.path:
            return False
        sheet = review_sheet(index, shown.ref, self.snapshots, self.corpus)
        return sheet.content == shown.sheet.content

    def _refresh(self) -> None:
        """Open the corpus as it is now. Raises `UnusableCorpus`."""
        from stances.cli.session import open_index  # noqa: PLC0415 - as above

        self.session.let_go()
        self.session = open_index(self.ctx, self.options, fall_back=False)
        self.session.refuse_unusable()


class Shown(NamedTuple):
    """A statement as it was shown, and the place it stands at."""

    ref: str
    sheet: ReviewSheet
    path: str
    line: int


def _note() -> str | None:
    """A sentence for a note, None for going back."""
    from stances.cli.prompts import Hint, demand  # noqa: PLC0415 - as above
    from stances.cli.transcript import Back, Transcript  # noqa: PLC0415 - as above
    from stances.editing.add.records import one_line  # noqa: PLC0415 - as above
    from stances.editing.values import line  # noqa: PLC0415 - as above

    about = "A sentence that is added to the `note`; say whose it is if that matters."
    hint = Hint(f"{about} < goes back.", is_passage=True)
    run = Transcript(leaves=True)
    try:
        return run.run(lambda: demand("Note", lambda text: line(one_line(text)), hint=hint))
    except Back:
        return None


def _with_answer(statement: Statement, answer: str, reviewer: str, note: str) -> Statement:
    """A statement after an answer."""
    from stances.editing.touched import and_then  # noqa: PLC0415 - as above

    if answer == "note":
        before = statement.get("note")
        return statement | {"note": and_then(before, note) if before else note}
    others = [each for each in statement.get("reviewed_by", ()) if each != reviewer]
    names = [*others, *([reviewer] if answer == "ok" else [])]
    rest = {key: value for key, value in statement.items() if key != "reviewed_by"}
    return rest | ({"reviewed_by": names} if names else {})
