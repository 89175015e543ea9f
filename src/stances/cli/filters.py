"""The filter options, the same on every command that asks a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stances.cli.options import Choice, with_options
from stances.queries.filters import FORMS, STATUSES, Filters
from stances.text import fold_words

if TYPE_CHECKING:
    from stances.cli.options import Decorator
    from stances.dates import ImpreciseDate


class DateType(click.ParamType):  # type: ignore[type-arg] # takes one only as of click 8.4
    """A date as records have them."""

    name = "date"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> ImpreciseDate:
        """Read the date, or say what is wrong with it."""
        # Few questions have a date.
        from stances.dates import ImpreciseDate, InvalidDate  # noqa: PLC0415

        if isinstance(value, ImpreciseDate):
            return value
        try:
            return self.read(value, ctx)
        except InvalidDate as error:
            self.fail(f"{error.message}; {error.hint}" if error.hint else error.message, param, ctx)

    def read(self, text: str, _: click.Context | None) -> ImpreciseDate:
        """The date of a text. Raises `InvalidDate`."""
        from stances.dates import parse_date  # noqa: PLC0415 - as above

        return parse_date(text)


def _names(option: str, metavar: str, help_: str) -> Decorator:
    return click.option(option, multiple=True, metavar=metavar, help=help_)


filter_options = with_options(
    _names("--official", "NAME", "Id, alias, surname or native name."),
    _names("--faction", "ID", "Spoke for this faction; `none` for no faction."),
    _names("--position", "ID", "Takes this position."),
    _names("--issue", "ID", "Is about this issue."),
    _names("--frame", "ID", "Uses this frame."),
    click.option("--form", multiple=True, type=Choice(FORMS), help="Has such evidence."),
    click.option("--status", multiple=True, type=Choice(STATUSES), help="Has this status."),
    _names("--source", "ID", "Rests on this source."),
    click.option("--since", type=DateType(), help="Possibly said on this day or later."),
    click.option("--until", type=DateType(), help="Possibly said on this day or before."),
    click.option("--certain", is_flag=True, help="Certainly within --since and --until."),
    _names("--text", "WORDS", "Has these words, in a row."),
    click.option(
        "--min-sources",
        type=click.IntRange(min=0),
        default=0,
        metavar="N",
        help="Rests on N sources for certain; copies do not count.",
    ),
    click.option("--without-disputed", is_flag=True, help="Leave out what is disputed."),
    click.option("--with-hearsay", is_flag=True, help="Count what is known only by hearsay."),
    click.option("--unreviewed", is_flag=True, help="Was read against its sources by nobody else."),
)
"""The filters; all of them end up in one `Filters`."""


def filters_from(options: dict[str, Any]) -> Filters:
    """Take the filters out of all options; usage errors for those without sense."""
    values = {name: options.pop(name) for name in Filters._fields}
    if any(not fold_words(text).strip() for text in values["text"]):
        raise click.BadParameter("there are no words to look for", param_hint="'--text'")
    if values["certain"] and not (values["since"] or values["until"]):
        message = "--certain says how --since and --until are meant; give one of them"
        raise click.UsageError(message)
    filters = Filters(**values)
    if name := filters.boundless():
        message = f"{values[name]} has no {'first' if name == 'since' else 'last'} day to go by"
        raise click.BadParameter(message, param_hint=f"'--{name}'")
    return filters
