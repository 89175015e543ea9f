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
    _names(
        "--official", "NAME", "Only statements of this official: id, alias, surname or native name."
    ),
    _names("--faction", "ID", "Only statements made for this faction; `none`: for no faction."),
    _names("--position", "ID", "Only statements with this position."),
    _names("--issue", "ID", "Only statements on this issue."),
    _names("--frame", "ID", "Only statements with this frame."),
    click.option(
        "--form",
        multiple=True,
        type=Choice(FORMS),
        help="Only statements with evidence of this form.",
    ),
    click.option(
        "--status", multiple=True, type=Choice(STATUSES), help="Only statements with this status."
    ),
    _names("--source", "ID", "Only statements with evidence from this source."),
    click.option(
        "--since", type=DateType(), help="Only statements possibly made on this day or later."
    ),
    click.option(
        "--until", type=DateType(), help="Only statements possibly made on this day or earlier."
    ),
    click.option(
        "--certain",
        is_flag=True,
        help="With --since or --until: only statements certainly made then.",
    ),
    _names("--text", "WORDS", "Only statements with these words in a row."),
    click.option(
        "--min-sources",
        type=click.IntRange(min=0),
        default=0,
        metavar="N",
        help="Only statements with at least N certain sources; copies do not count.",
    ),
    click.option("--without-disputed", is_flag=True, help="Exclude disputed statements."),
    click.option(
        "--with-hearsay", is_flag=True, help="Also count statements known only by hearsay."
    ),
    click.option(
        "--unreviewed",
        is_flag=True,
        help="Only statements that no second coder has checked against the sources.",
    ),
)
"""The filters; all of them end up in one `Filters`."""


def filters_from(options: dict[str, Any], *, in_windows: bool = False) -> Filters:
    """Take the filters out of all options; usage errors for those without sense.

    `in_windows`: windows of days are asked for, which `--certain` can be about too.
    """
    values = {name: options.pop(name) for name in Filters._fields}
    if any(not fold_words(text).strip() for text in values["text"]):
        raise click.BadParameter("no words to look for", param_hint="'--text'")
    if values["certain"] and not (values["since"] or values["until"] or in_windows):
        message = "--certain changes what --since and --until mean; give at least one of them"
        raise click.UsageError(message)
    filters = Filters(**values)
    if name := filters.boundless():
        message = (
            f"{values[name]} has no {'first' if name == 'since' else 'last'} day; give a date "
            "that has one"
        )
        raise click.BadParameter(message, param_hint=f"'--{name}'")
    return filters
