"""Dates on the command line as people write them, and the options that say how they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stances.cli.filters import DateType
from stances.cli.hints import say
from stances.cli.options import Choice, with_options
from stances.dates import ImpreciseDate, InvalidDate, parse_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from stances.dates.grammar import Reading
    from stances.dates.patterns import Style
    from stances.editing.import_.date_columns import Choose, DateColumns

CALENDARS = ("gregorian", "solar-hijri")


def _complete(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only shells ask

    from stances.dates.patterns import USUAL  # noqa: PLC0415 - as above

    return [CompletionItem(each) for each in USUAL if each.startswith(begun)]


written_date_options = with_options(
    click.option(
        "--date-format",
        multiple=True,
        is_eager=True,
        metavar="PATTERN",
        shell_complete=_complete,
        help="How ambiguous dates are written, such as DD/MM/YYYY; repeatable.",
    ),
    click.option(
        "--calendar",
        type=Choice(CALENDARS),
        is_eager=True,
        help="The calendar of years from 1200 to 1499; solar-hijri dates are converted.",
    ),
)
"""How dates are written; read before dates are."""


def style_from(options: dict[str, Any]) -> Style:
    """The style of the options; usage error for a pattern that is none."""
    from stances.dates.patterns import style_of  # noqa: PLC0415 - help is to be quick

    patterns, calendar = options.get("date_format"), options.get("calendar")
    try:
        # While click reads the command line, what is not given is a value of its own.
        return style_of(
            tuple(patterns) if isinstance(patterns, tuple | list) else (),
            calendar if isinstance(calendar, str) else "",
        )
    except InvalidDate as error:
        message = f"{error.message}; {error.hint}"
        raise click.BadParameter(message, param_hint="'--date-format'") from error


class WrittenDate(DateType):
    """A date as people write it, taken as EDTF."""

    def __init__(self, *, timed: bool) -> None:
        """If `timed`, a day may have a time."""
        self._timed = timed

    def read(self, text: str, ctx: click.Context | None) -> ImpreciseDate:
        """The date of a text; how it was read is said. Raises `InvalidDate`."""
        from stances.dates.written import the_one  # noqa: PLC0415 - as above

        style = style_from(ctx.params if ctx else {})
        edtf = the_one(text.strip(), style, timed=self._timed).edtf
        if edtf != text:
            say(f"stances: {text} → {edtf}")
        return parse_date(edtf, timed=self._timed)


def date_columns(options: dict[str, Any], choose: Choose | None) -> DateColumns:
    """How the dates of a table are read; `choose` asks the user for their order."""
    from stances.editing.import_.date_columns import DateColumns  # noqa: PLC0415 - as above

    return DateColumns(style_from(options), choose)


def choose(column: str, row: int, text: str, found: Sequence[Reading]) -> str:
    """The order that the user chooses, empty for none."""
    from stances.cli import prompts  # noqa: PLC0415 - as above

    prompts.tell(f"No cell of the column {column} says which order it has. `{text}` in row {row}:")
    orders = {each.order: prompts.Option(each.order, each.edtf) for each in found if each.order}
    options = [*orders.values(), prompts.Option("neither", "refuse these dates")]
    prompts.show(options)
    with prompts.nothing_written():
        answer = prompts.demand("Which is it", prompts.one_of(options))
    return "" if answer == "neither" else answer
