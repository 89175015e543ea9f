"""`stances curate`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances.cli.coder_options import who
from stances.cli.confirm import asking, confirmed, show_changes, write, writing_options
from stances.cli.filters import filter_options, filters_from
from stances.cli.hints import say
from stances.cli.one_by_one import OneByOne
from stances.cli.options import (
    Command,
    color_option,
    corpus_option,
    dates_option,
    snapshots_option,
)
from stances.cli.written_dates import WrittenDate, style_from, written_date_options
from stances.errors import UnknownName

if TYPE_CHECKING:
    import sqlite3

    from click.shell_completion import CompletionItem

    from stances.cli.session import Session
    from stances.editing.decisions import Outcome
    from stances.queries.curation import CasePage
    from stances.queries.filters import Filters
    from stances.queries.merge_rules import Content

OTHER, REJECT, LEAVE, QUIT = "other", "reject", "leave", "quit"
_WORDS = {
    OTHER: "use another reading than these; asks for it",
    REJECT: "reject the statement: remove it and its codings; its words go to `uncoded` of their "
    "sources, with the reason. It then counts in no figure, so report agreement first",
    LEAVE: "go on, and write nothing; the statement is shown again next time",
    "<": "go back to the last statement",
    QUIT: "quit; all decisions are written",
}
_REJECTED = (
    "Rejected statements and their readings count in no figure, so report agreement before "
    "you decide."
)
_STEPS = {LEAVE: 1, "<": -1, QUIT: None}
"""Where answers lead that write nothing."""


def _complete_rule(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """The rules, with the coders of the corpus."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only shells ask

    from stances.cli.shell_completion import known  # noqa: PLC0415 - as above
    from stances.queries.merge_rules import ONE, RULES  # noqa: PLC0415 - as above

    coders = known(ctx, "coder", begun.removeprefix(ONE)) if begun.startswith("o") else []
    rules = [*RULES[:2], *(f"{ONE}{each.id}" for each in coders)] if coders else [*RULES[:2], ONE]
    return [CompletionItem(each) for each in rules if each.startswith(begun)]


@click.command(
    "curate",
    cls=Command,
    examples=(
        ("stances curate --by TK", "statements on which coders differ, one by one"),
        ("stances curate --by TK --merge-rule majority", "propose the reading of a majority"),
        (
            "stances curate --by TK --merge-rule majority --write --dry-run",
            "show all changes, as a diff",
        ),
        ("stances curate --by TK --official zarif", "of one official"),
    ),
    help="Show each statement that coders read differently, with all readings side by side. The "
    "command asks which reading the record follows, and why, or why to reject the statement. Each "
    "decision is written at once: position, conditions, frames, day and `decided`. The command "
    "asks again only if a reading changes. A merge rule only proposes a reading. With --write, its "
    "decisions are written after you have seen the changes.",
)
@click.option("--by", metavar="NAME", help="Who decides. Default: the command asks.")
@click.option("--date", type=WrittenDate(timed=False), help="The day of the decision.")
@click.option(
    "--merge-rule",
    "rule",
    metavar="RULE",
    shell_complete=_complete_rule,
    help="A rule that proposes a reading: all-agree, majority or one:CODER.",
)
@click.option(
    "--write", "writes", is_flag=True, help="Write the decisions of the rule, without prompts."
)
@filter_options
@written_date_options
@snapshots_option
@writing_options
@dates_option
@color_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """Decide where coders differ."""
    filters = filters_from(options)
    from stances.cli.prompts import is_terminal  # noqa: PLC0415 - help is to be quick
    from stances.cli.session import open_corpus  # noqa: PLC0415 - as above
    from stances.queries.curation import cases  # noqa: PLC0415 - as above

    _refuse_senseless(options)
    asks = asking(options) if options["writes"] else True
    if not options["by"] and not is_terminal():
        raise click.UsageError("there is no terminal to ask on; name who decides with --by")
    session = open_corpus(ctx, options, fall_back=False)
    filters = filters.resolved(session.index)
    _check_rule(session.index, options["rule"])
    refs = cases(session.index, filters)
    if not refs:
        say("stances: there is nothing to decide")
        return 0
    if not (options["writes"] or is_terminal()):
        raise click.UsageError(
            "decisions need a terminal; without one, `--merge-rule RULE --write` writes the "
            "decisions of a rule"
        )
    by = who(session.index, options["by"], "by", "Who decides", "The name that goes to `decided`.")
    if options["writes"]:
        return Merge(options, session, filters, by).write(asks=asks)
    return Curation(ctx, options, session, filters, by).hold(refs)


def _refuse_senseless(options: dict[str, Any]) -> None:
    """Usage errors for options that only mean something together."""
    if options["writes"] and not options["rule"]:
        raise click.UsageError("--write needs --merge-rule RULE")
    for option in ("dry_run", "yes"):
        if options[option] and not options["writes"]:
            raise click.UsageError(f"--{option.replace('_', '-')} needs --write")


def _check_rule(index: sqlite3.Connection, rule: str | None) -> None:
    """Usage error for what is no rule; raises `UnknownName` for a coder who has read nothing."""
    from stances.queries.curation import coders_of  # noqa: PLC0415 - as above
    from stances.queries.filters import Filters  # noqa: PLC0415 - as above
    from stances.queries.merge_rules import ONE, RULES  # noqa: PLC0415 - as above
    from stances.text import did_you_mean  # noqa: PLC0415 - as above

    if rule is None or rule in RULES[:2]:
        return
    if not rule.startswith(ONE):
        message = f"`{rule}` is no rule; {did_you_mean(rule, RULES)}"
        raise click.BadParameter(message, param_hint="'--merge-rule'")
    coder, known = rule.removeprefix(ONE), sorted(coders_of(index, Filters()))
    if coder not in known:
        raise UnknownName("coder", coder, did_you_mean(coder, known))


class Merge:
    """What a rule settles, taken as a whole."""

    def __init__(
        self, options: dict[str, Any], session: Session, filters: Filters, by: str
    ) -> None:
        self.options, self.session, self.filters, self.by = options, session, filters, by

    def write(self, *, asks: bool) -> int:
        """Show, and write, the decisions; return the exit code."""
        from stances.editing.decisions import Reason, decide_all  # noqa: PLC0415 - as above
        from stances.queries.curation import settled  # noqa: PLC0415 - as above
        from stances.views.values import plural  # noqa: PLC0415 - as above

        index, rule = self.session.index, self.options["rule"]
        found = [*settled(index, self.filters, rule)]
        date = str(self.options["date"] or "")
        taken: dict[str, tuple[Content, Reason]] = {}
        for case, each in found:
            if each.content:
                taken[case.ref] = each.content, Reason(self.by, each.reason, date)
            else:
                say(f"stances: {case.ref} is left: {each.why}")
        say(f"stances: {rule} settles {len(taken)} of {plural(len(found), 'statement')}")
        if not taken:
            return 0
        outcome = decide_all(Path(self.session.folder), index, taken)
        if not say_outcome(outcome):
            return 1
        changes = outcome.workspace.replacements()
        if asks or self.options["dry_run"]:
            show_changes(changes, self.session, color=self.options["color"])
        if self.options["dry_run"]:
            return 0
        if asks and not confirmed(len(changes)):
            return 1
        write(changes, self.session, self.options, "curate", "--merge-rule", rule, "--write")
        say(f"stances: {plural(len(taken), 'statement')} decided")
        return 0


class Curation(OneByOne):
    """Statements that are shown one by one, and what the curator decides of each."""

    def __init__(
        self,
        ctx: click.Context,
        options: dict[str, Any],
        session: Session,
        filters: Filters,
        by: str,
    ) -> None:
        from stances.cli.coding_prompts import ReadingPrompts  # noqa: PLC0415 - as above

        super().__init__(ctx, options, session)
        self.filters, self.by = filters, by
        self.prompts = ReadingPrompts({}, style_from(options), uncoded="as they are")
        self.done: Counter[str] = Counter()
        self.is_over: set[str] = set()

    def say_done(self, number: int) -> None:
        """Say what was decided."""
        from stances.views.values import plural  # noqa: PLC0415 - as above

        told = [f"{self.done[each]} {each}" for each in ("decided", "rejected") if self.done[each]]
        told += [f"{left} left"] if (left := number - len(self.is_over)) else []
        say(f"stances: {plural(number, 'statement')}: {', '.join(told)}")

    def statement(self, ref: str, progress: str) -> int | None:
        """Ask about a statement until there is a way to go from it: 1, -1, or None for quit."""
        while True:
            self.refresh()
            page = self._page(ref)
            if page is None:
                if ref not in self.is_over:
                    say(
                        f"stances: {ref} was decided or removed, or is left out because of problems"
                    )
                    return 1
                say(f"stances: {ref} is decided; `stances edit {ref}` changes it")
                return 1
            self.show(page, progress)
            answer = self._asked(page)
            if answer in _STEPS:
                return _STEPS[answer]
            if self._done(page, answer):
                self.is_over.add(ref)
                return 1

    def _page(self, ref: str) -> CasePage | None:
        """A statement that is to be decided, as it is now; None if it is not any more."""
        from stances.queries.curation import CasePage, case_of, coders_of, proposed  # noqa: PLC0415 - as above
        from stances.queries.review import review_sheet  # noqa: PLC0415 - as above

        index, rule = self.session.index, self.options["rule"]
        if (case := case_of(index, ref)) is None:
            return None
        sheet = review_sheet(index, ref, self.snapshots, self.corpus)
        found = proposed(case, rule, coders_of(index, self.filters)) if rule else None
        return CasePage(sheet, case, found)

    def _asked(self, page: CasePage) -> str:
        """A coder, the rule, or another answer."""
        from stances.cli.line_input import CTRL_B  # noqa: PLC0415 - as above
        from stances.cli.prompts import Hint, demand  # noqa: PLC0415 - as above
        from stances.editing.values import InvalidValue  # noqa: PLC0415 - as above

        coders = [each.coder for each in page.case.readings if each.position is not None]
        rule = page.proposed.rule if page.proposed and page.proposed.content else ""
        words = [each for each in coders if each not in _WORDS]
        answers = [*words, *filter(None, [rule]), *_WORDS]

        def read(text: str) -> str:
            if CTRL_B in text:
                return "<"
            word = text.strip().casefold()
            fitting = [word] if word in answers else [a for a in answers if a.startswith(word)]
            if len(fitting) != 1:
                what = "none" if not fitting else f"{len(fitting)}"
                raise InvalidValue(f"`{text}` is {what} of {', '.join(answers)}")
            return fitting[0]

        means = [f"{', '.join(words)}: use the reading of that coder"]
        means += [f"{rule}: use the proposal of the rule"] if rule else []
        means += [f"{each}: {text}" for each, text in _WORDS.items()]
        hint = Hint(
            "\n".join(means),
            lambda begun: [each for each in answers if each.startswith(begun)],
            hears_ctrl_b=True,
        )
        return demand(f"{', '.join(answers)}; ?", read, rule, hint)

    def _done(self, page: CasePage, answer: str) -> bool:
        """Take a decision, with its reason; whether it is written."""
        from stances.cli.transcript import Back, Transcript  # noqa: PLC0415 - as above

        try:
            content, why = Transcript(leaves=True).run(lambda: self._decision(page, answer))
        except Back:
            return False
        return self._write(page, content, why)

    def _decision(self, page: CasePage, answer: str) -> tuple[Content | None, str]:
        """What is to stand, None for nothing, and why."""
        from stances.cli.prompts import Hint, demand, tell  # noqa: PLC0415 - as above
        from stances.editing.add.records import prose  # noqa: PLC0415 - as above
        from stances.queries.merge_rules import Content, shared_frames  # noqa: PLC0415 - as above

        content: Content | None = None
        usual, proposed = "", page.proposed
        if proposed and answer == proposed.rule:
            content, usual = proposed.content, proposed.reason
        elif answer == OTHER:
            issue, frames = page.sheet.row["issue"], shared_frames(page.case.contents.values())
            read: Any = self.prompts.reading(self.session.index, issue, frames)
            content = Content(
                read["position"],
                tuple(read.get("conditions", ())),
                tuple(read["frames"]) if "frames" in read else None,
                read.get("said"),
            )
        elif answer != REJECT:
            content = page.case.contents[answer]
        if content is None:
            tell(_REJECTED)
        about = "Why the statement is rejected" if content is None else "Why"
        hint = Hint("A sentence for later readers. < goes back.", is_passage=True)
        return content, demand(about, prose, usual, hint)

    def _write(self, page: CasePage, content: Content | None, why: str) -> bool:
        """Write a decision; whether that was done."""
        from stances.editing.decisions import Reason, decide_all, reject_one  # noqa: PLC0415 - as above
        from stances.errors import StancesError  # noqa: PLC0415 - as above

        ref = page.case.ref
        try:
            self.refresh()
            now = self._page(ref)
            if now is None or now.content != page.content:
                say(
                    f"stances: {ref}, its readings or its sources were changed in the "
                    "meantime; nothing was written",
                    "read it again as it is now",
                )
                return False
            index = self.session.index
            if content is None:
                outcome = reject_one(self.corpus, index, ref, why)
            else:
                reason = Reason(self.by, why, str(self.options["date"] or ""))
                outcome = decide_all(self.corpus, index, {ref: (content, reason)})
            if not say_outcome(outcome):
                return False
            write(outcome.workspace.replacements(), self.session, self.options, "curate", ref)
        except StancesError as error:
            say(f"stances: {error}", error.hint)
            return False
        self.done["rejected" if content is None else "decided"] += 1
        return True


def say_outcome(outcome: Outcome) -> bool:
    """Say what else a decision does, or why it cannot be written; whether it can."""
    from stances.views.problems.plain_text import problem_line  # noqa: PLC0415 - as above

    for each in (*outcome.errors, *outcome.warnings):
        say(f"stances: {problem_line(each, each.path)}")
    if outcome.errors:
        say("stances: nothing was written")
        return False
    for line in outcome.done:
        say(f"stances: {line}")
    return True
