"""What commands have in common: how they show help, and options that go on most of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stances.cli.completion import complete_by_name
from stances.queries.filters import FORMS, STATUSES, Filters
from stances.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stances.dates import ImpreciseDate

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


HELP_OPTIONS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Command(click.Command):
    """A command that shows examples before anything else."""

    examples: Sequence[tuple[str, str]] = ()
    keys: Sequence[str] = ()
    """Those of the rows that it answers with, where these are the same every time."""

    def __init__(
        self,
        *args: Any,
        examples: Sequence[tuple[str, str]] = (),
        keys: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("context_settings", HELP_OPTIONS)
        super().__init__(*args, **kwargs)
        self.examples, self.keys = examples, keys
        complete_by_name(self.params)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples, then what the command does."""
        with formatter.section("Examples"):
            formatter.write_dl(self.examples, col_max=50)
        click.Command.format_help_text(self, ctx, formatter)


class CommandGroup(Command, click.Group):
    """A command that has commands of its own, and shows examples before them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Their names, in the order in which they were made."""
        return [*self.commands]


def corpus_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Which corpus, and how it is read; before or behind the command."""
    no_index = click.option("--no-index", is_flag=True, help="Read all files, and keep no index.")
    return with_options([data_option, no_index], function)


def data_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--data`."""
    return click.option(
        "--data",
        metavar="DIR",
        help="The corpus; else $STANCES_DATA, else the nearest one upwards.",
    )(function)


def snapshots_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--snapshots`."""
    return click.option(
        "--snapshots",
        metavar="DIR",
        help="The stored copies of the sources; else $STANCES_SNAPSHOTS, else snapshots/.",
    )(function)


def output_option(help_: str = "Write there; its ending tells the format.") -> Decorator:
    """`-o FILE`; `-` is stdout, as it is without the option."""

    def named(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
        return None if value == "-" else value

    return click.option("-o", "--output", metavar="FILE", callback=named, help=help_)


def color_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--color`."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="On a terminal only, unless told otherwise.",
    )(function)


def with_options(options: Sequence[Decorator], function: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a command with options, in the order of its help."""
    for option in reversed(options):
        function = option(function)
    return function


class DateType(click.ParamType["ImpreciseDate"]):
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
        from stances.dates import ImpreciseDate, InvalidDate, parse_date  # noqa: PLC0415

        if isinstance(value, ImpreciseDate):
            return value
        try:
            return parse_date(value)
        except InvalidDate as error:
            self.fail(f"{error.message}; {error.hint}" if error.hint else error.message, param, ctx)


def filter_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The filters; all of them end up in one `Filters`."""
    options: list[Decorator] = [
        _names("--official", "NAME", "Id, alias, surname or native name."),
        _names("--faction", "ID", "Spoke for this faction; `none` for no faction."),
        _names("--position", "ID", "Takes this position."),
        _names("--issue", "ID", "Is about this issue."),
        _names("--frame", "ID", "Uses this frame."),
        click.option("--form", multiple=True, type=click.Choice(FORMS), help="Has such evidence."),
        click.option(
            "--status", multiple=True, type=click.Choice(STATUSES), help="Has this status."
        ),
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
    ]
    return with_options(options, function)


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


def _names(option: str, metavar: str, help_: str) -> Decorator:
    return click.option(option, multiple=True, metavar=metavar, help=help_)
