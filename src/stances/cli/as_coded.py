"""Runs queries on a coder's readings or on all codings, and says how much was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stances.cli.hints import say
from stances.cli.options import ASKED, READING, READINGS
from stances.queries.as_coded import ask_as, coder_named, ranges
from stances.queries.filters import ALL_CODINGS
from stances.views.as_coded_text import all_told, reading_told

if TYPE_CHECKING:
    from collections.abc import Callable

    from stances.cli.session import Session
    from stances.queries.as_coded import Ranges
    from stances.queries.filters import Filters
    from stances.queries.result import Result


def resolved(session: Session, filters: Filters) -> Filters:
    """Filters with ids in place of names, for an index that answers as a coder has coded it.

    Raises `UnknownName` or `AmbiguousName`, a usage error for the figures of all codings, and
    `UnusableCorpus` if some of the coder's are left out with `--strict`.
    """
    index, coding = session.index, session.coding
    ctx = click.get_current_context()
    if coding == ALL_CODINGS:
        message = (
            f"`all` is for figures, as of `stances summary`; `stances {ctx.info_name}` takes one "
            "coder. What codings differ in: `stances agreement --disagreements`"
        )
        raise click.BadParameter(message, param_hint="'--coding'")
    coder, asked = coder_named(index, coding), filters.resolved(index)
    if coder:
        _refuse_printing(ctx)
        session.report_codings(coder)
        reading = ctx.meta[READING] = ask_as(index, coder, asked)
        say(f"stances: {reading_told(reading)}")
    return asked


def of_all(session: Session, filters: Filters, question: Callable[[Filters], Result]) -> Ranges:
    """The figures of a question by each coding.

    Raises `UnusableCorpus` if some are left out with `--strict`.
    """
    index = session.index
    _refuse_printing(click.get_current_context())
    asked = filters.resolved(index)
    session.report_codings()
    found = ranges(index, asked, lambda: question(asked))
    click.get_current_context().meta[READINGS] = found.readings
    say(f"stances: {all_told(found.readings)}")
    return found


def _refuse_printing(ctx: click.Context) -> None:
    """Usage error where the SQL of a question is asked for."""
    if ASKED in ctx.meta:
        message = (
            "the SQL that is printed is that of the decided readings; "
            "a coder's are in the table codings"
        )
        raise click.BadParameter(message, param_hint="'--coding'")
