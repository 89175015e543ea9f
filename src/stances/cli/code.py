"""`stances code`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from stances.cli.coder_options import (
    agenda_of,
    coder_argument,
    like_others,
    sample_options,
)
from stances.cli.confirm import force_option, write
from stances.cli.filters import filter_options, filters_from
from stances.cli.hints import naming, pasted, say
from stances.cli.one_by_one import OneByOne, is_sound
from stances.cli.options import (
    Command,
    color_option,
    corpus_option,
    dates_option,
    snapshots_option,
)
from stances.cli.written_dates import WrittenDate, style_from, written_date_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.cli.session import Session
    from stances.cli.transcript import Answered
    from stances.queries.coding import Task

SKIP, LATER, QUIT = "skip", "later", "quit"
_WORDS = {
    SKIP: "do not code it, for example because the words do not answer the question; asks why",
    LATER: "go on, and write nothing; the statement is shown again next time",
    QUIT: "quit; all codings are written; run the command again to continue",
}
_STEPS = {LATER: 1, "<": -1}
"""Where answers lead that write nothing; `quit` leads out."""


@click.command(
    "code",
    cls=Command,
    examples=(
        ("stances code anna", "statements that Anna has not coded yet, one by one"),
        ("stances code anna --sample 50", "50 statements; the same for every coder"),
        ("stances code anna --official zarif", "of one official"),
        ("stances code anna --again", "also statements she has coded, to change readings"),
    ),
    help="Show statements one by one, and ask how CODER reads them. The command shows the words, "
    "who said them, when and where, and the passages of the stored copies, but no earlier reading. "
    "Each reading is written to codings/CODER/ at once. Run the command again to continue. "
    "`?` shows the definitions, `<` goes back.",
)
@coder_argument
@filter_options
@sample_options
@click.option("--again", is_flag=True, help="Also show statements that CODER has coded.")
@click.option("--date", type=WrittenDate(timed=False), help="The day of the coding.")
@written_date_options
@snapshots_option
@force_option
@dates_option
@color_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, coder: str, **options: Any) -> int:
    """Code statements."""
    filters = filters_from(options)
    from stances.cli.prompts import is_terminal  # noqa: PLC0415 - help is to be quick
    from stances.cli.session import open_corpus  # noqa: PLC0415 - as above

    session = open_corpus(ctx, options, fall_back=False)
    filters = filters.resolved(session.index)
    found = agenda_of(session.index, filters, coder, options, again=options["again"])
    if not found.refs:
        say("stances: there is nothing to code")
        return 0
    if not is_terminal():
        sheet = pasted("stances", *naming(session.named), "coding", "sheet", coder)
        message = f"codings are asked for on a terminal; without one, `{sheet} -o {coder}.csv` "
        raise click.UsageError(
            f"{message}writes a sheet, and `stances import codings` takes it back"
        )
    if like_others(session.index, coder) and not _begins(coder):
        return 1
    return CodingSession(ctx, options, session, coder, found.coded).hold(found.refs)


def _begins(coder: str) -> bool:
    """Whether the user means a new coder, who is called nearly like another."""
    from stances.cli.prompts import confirm, nothing_written  # noqa: PLC0415 - as above

    with nothing_written():
        if confirm(f"Begin as {coder}, who is new?"):
            return True
    say("stances: nothing was written")
    return False


class CodingSession(OneByOne):
    """Statements that are shown one by one, and how a coder reads each.

    `earlier` ones of the same were coded before.
    """

    def __init__(
        self,
        ctx: click.Context,
        options: dict[str, Any],
        session: Session,
        coder: str,
        earlier: int,
    ) -> None:
        from stances.cli.coding_prompts import ReadingPrompts  # noqa: PLC0415 - as above

        super().__init__(ctx, options, session)
        self.coder, self.earlier = coder, earlier
        self.answers: dict[str, Sequence[Answered]] = {}
        self.done: dict[str, str] = {}
        self.prompts = ReadingPrompts(_WORDS, style_from(options), uncoded="not coded")

    def say_done(self, number: int) -> None:
        """Say what was coded, and how to go on."""
        from stances.views.values import plural  # noqa: PLC0415 - as above

        counts = Counter(self.done.values())
        told = [f"{counts[each]} {each}" for each in ("coded", "skipped") if counts[each]]
        if left := number - len(self.done):
            told.append(f"{left} left")
        done, every = self.earlier + len(self.done), self.earlier + number
        whole = f"; with those of earlier, {done:,} of {every:,} are done" if self.earlier else ""
        say(f"stances: {plural(number, 'statement')}: {', '.join(told)}{whole}")
        if left:
            again = pasted("stances", *naming(self.session.named), "code", self.coder)
            say(f"stances: `{again}` with the same options goes on with what is left")

    def statement(self, ref: str, progress: str) -> int | None:
        """Ask about a statement until there is a way to go from it: 1, -1, or None for quit."""
        while True:
            self.refresh()
            if (task := self._task(ref)) is None:
                say("stances: a statement was removed, or is left out because of problems")
                return 1
            state = f", {self.done[ref]} already" if ref in self.done else ""
            self.show(task, progress, state)
            coding = self._asked(task)
            if isinstance(coding, str):
                return _STEPS.get(coding)
            if self._write(task, coding):
                self.done[ref] = "skipped" if SKIP in coding else "coded"
                return 1

    def _task(self, ref: str) -> Task | None:
        from stances.queries.coding import tasks  # noqa: PLC0415 - as above

        return next(tasks(self.session.index, [ref], self.snapshots), None)

    def _asked(self, task: Task) -> dict[str, Any] | str:
        """The reading of a statement, or where to go without one: `later`, `<` or `quit`."""
        from stances.cli.transcript import Back, Transcript  # noqa: PLC0415 - as above

        run = Transcript(self.answers.get(task.ref) or self._recorded(task), leaves=True)
        run.propose_given()
        try:
            coding = run.run(lambda: self.prompts.reading(self.session.index, task.issue))
        except Back:
            return "<"
        if not isinstance(coding, str):
            self.answers[task.ref] = run.answered
        return coding

    def _recorded(self, task: Task) -> Sequence[Answered]:
        """The coder's own reading as answers, where there is one already."""
        from stances.queries.coding import coding_of  # noqa: PLC0415 - as above

        coding = coding_of(self.session.index, task.ref, self.coder)
        return self.prompts.answers_of(coding) if coding else []

    def _write(self, task: Task, coding: dict[str, Any]) -> bool:
        """Write a reading; whether that was done."""
        from stances.editing.codings import put_codings, with_words  # noqa: PLC0415 - as above
        from stances.editing.workspace import Workspace  # noqa: PLC0415 - as above
        from stances.errors import StancesError  # noqa: PLC0415 - as above

        try:
            self.refresh()
            now = self._task(task.ref)
            if now is None or now.content != task.content:
                say(
                    "stances: the words or their passage were changed in the meantime; "
                    "nothing was written",
                    "read the statement again as it is now",
                )
                return False
            if date := self.options["date"]:
                coding = coding | {"coded": str(date)}
            workspace = Workspace(self.corpus, self.session.index)
            own = with_words(coding, [piece.text for piece in task.pieces])
            put_codings(workspace, self.coder, {task.ref: own})
            if not is_sound(workspace):
                return False
            write(workspace.replacements(), self.session, self.options, "code", self.coder)
        except StancesError as error:
            say(f"stances: {error}", error.hint)
            return False
        return True
