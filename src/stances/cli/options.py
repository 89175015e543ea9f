"""Options that many commands share, and the command class that shows examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


VARIABLE = "_STANCES_COMPLETE"
"""By this the scripts of `stances completion` ask the program."""
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


def strict_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--strict`, of commands that answer."""
    help_ = "Exit 4 if anything had to be left out."
    return click.option("--strict", is_flag=True, help=help_)(function)


def within_option(days: int) -> Decorator:
    """`--within`, so many days unless given."""
    return click.option(
        "--within",
        type=click.IntRange(min=0),
        default=days,
        show_default=True,
        metavar="DAYS",
        help="How far apart statements on opposite sides may be.",
    )


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
