"""`stances review`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from stances.cli.coder_options import who
from stances.cli.confirm import write
from stances.cli.filters import filter_options, filters_from
from stances.cli.hints import say
from stances.cli.one_by_one import OneByOne, is_sound
from stances.cli.options import (
    Command,
    color_option,
    corpus_option,
    dates_option,
    snapshots_option,
)
from stances.views.problems.plain_text import shown_path

if TYPE_CHECKING:
    from stances.cli.session import Session
    from stances.queries.review import Agenda, ReviewSheet

    Statement = dict[str, Any]

_ANSWERS = {
    "ok": "you have checked it and it is right; adds your name to `reviewed_by`",
    "change": "open the statement in your editor, as `stances edit` does",
    "note": "add a sentence to its `note`",
    "skip": "go on, and write nothing",
    "<": "go back to the last statement",
    "undo": "remove your name again",
    "quit": "quit; all answers are written",
}
_STEPS = {"skip": 1, "<": -1, "quit": None}
"""Where answers lead that write nothing."""
_DONE = {"ok": "reviewed", "change": "changed", "note": "noted", "undo": "undone"}


@click.command(
    "review",
    cls=Command,
    examples=(
        ("stances review --reviewer TK", "statements that TK has not reviewed, one by one"),
        ("stances review --reviewer TK --official zarif", "of one official"),
        ("stances review --reviewer TK --unreviewed", "statements that nobody has reviewed"),
        ("stances list --unreviewed", "list what is left, without prompts"),
    ),
    help="Show statements one by one beside their passages in the stored copies, and ask for a "
    "review. `ok` adds the reviewer's name to `reviewed_by`, `change` opens the editor, "
    "`note` adds a sentence. Each answer is written at once. Statements that the reviewer "
    "has coded or reviewed are skipped.",
)
@click.option("--reviewer", metavar="NAME", help="The reviewer. Default: the command asks.")
@click.option("--again", is_flag=True, help="Also show statements that the reviewer has reviewed.")
@filter_options
@snapshots_option
@click.option("--force", is_flag=True, help="Write even if an editor seems to have a file open.")
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
        raise click.UsageError("there is no terminal to ask on; name the reviewer with --reviewer")
    session = open_corpus(ctx, options, fall_back=False)
    filters = filters.resolved(session.index)
    about = "The name that goes to `reviewed_by`, as for `coder`."
    reviewer = who(session.index, options["reviewer"], "reviewer", "Who reviews", about)
    found = agenda(session.index, filters, reviewer, again=options["again"])
    _say_left_out(found, reviewer)
    if not found.refs:
        say("stances: there is nothing to review")
        return 0
    if not is_terminal():
        message = "a review needs a terminal; `stances list --unreviewed` lists what is left"
        raise click.UsageError(message)
    return Review(ctx, options, session, reviewer).hold(found.refs)


def _say_left_out(found: Agenda, reviewer: str) -> None:
    from stances.views.values import plural  # noqa: PLC0415 - as above

    if found.own:
        say(f"stances: {plural(found.own, 'statement')} coded by {reviewer} left out")
    if found.read:
        told = f"{plural(found.read, 'statement')} reviewed by {reviewer} left out"
        say(f"stances: {told}; --again shows them too")


class Review(OneByOne):
    """Statements that are shown one by one, and what the reviewer says of each."""

    def __init__(
        self, ctx: click.Context, options: dict[str, Any], session: Session, reviewer: str
    ) -> None:
        super().__init__(ctx, options | {"yes": False, "dry_run": False}, session)
        self.reviewer = reviewer
        self.counts: Counter[str] = Counter()

    def say_done(self, number: int) -> None:
        """Say what was answered."""
        from stances.views.values import plural  # noqa: PLC0415 - as above

        told = [f"{self.counts[each]} {done}" for each, done in _DONE.items() if self.counts[each]]
        say(f"stances: {plural(number, 'statement')}: {', '.join(told) or 'nothing was written'}")

    def statement(self, ref: str, progress: str) -> int | None:
        """Ask about a statement until there is a way to go from it: 1, -1, or None for quit."""
        while True:
            self.refresh()
            shown = self._shown(ref, progress)
            if shown is None:
                say(f"stances: {ref} was removed, or is left out because of problems")
                return 1
            if (step := self._answered(shown)) != 0:
                return step

    def _shown(self, ref: str, progress: str) -> Shown | None:
        """Show a statement as it is now; None if it is no longer there."""
        from stances.queries.review import review_sheet  # noqa: PLC0415 - as above

        index = self.session.index
        row = index.execute("SELECT path, line FROM statements WHERE ref = ?", (ref,)).fetchone()
        if row is None:
            return None
        sheet = review_sheet(index, ref, self.snapshots, self.corpus)
        place = f"{shown_path(Path(self.session.shown), row['path'])}:{row['line']}"
        self.show(sheet, progress, f"  {place}")
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
                raise InvalidValue(f"`{text}` is not one of {', '.join(answers)}")
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
            tell("Some words were not found, or have a warning: check the source before `ok`.")
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
        from stances.editing.first_readings import keep_first_readings  # noqa: PLC0415 - as above
        from stances.editing.touched import take_off_reviews  # noqa: PLC0415 - as above
        from stances.editing.workspace import Workspace  # noqa: PLC0415 - as above

        if (text := _note() if answer == "note" else "") is None:
            return False
        self.refresh()
        if not self._is_as_shown(shown):
            say(
                f"stances: {shown.ref} or its sources were changed in the meantime; nothing "
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
        for kept in keep_first_readings(workspace):
            say(f"stances: {kept.told}")
        if not is_sound(workspace):
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
    from stances.editing.add.records import prose  # noqa: PLC0415 - as above

    about = "A sentence that is added to the `note`; say whose it is if that matters."
    hint = Hint(f"{about} < goes back.", is_passage=True)
    run = Transcript(leaves=True)
    try:
        return run.run(lambda: demand("Note", prose, hint=hint))
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
