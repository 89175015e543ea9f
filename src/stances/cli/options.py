"""Options that many commands share, and the command class that shows examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stances.text import closest, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


INDEX, BEGUN, ASKED = "stances.index", "stances.begun", "stances.asked"
"""Keys of a context's `meta`: the index of a command, whether it has begun to write, and a list to
which the queries of a question are added."""
SHIPPED = "stances.shipped"
"""The key of the title of the shipped corpus, where that is asked because there is no other."""
READING = "stances.reading"
"""The key of whose readings a question is answered with, where it is not as decided."""
READINGS = "stances.readings"
"""The key of how much each coder has read, where a question is answered once for each."""
VARIABLE = "_STANCES_COMPLETE"
"""By this the scripts of `stances completion` ask the program."""
# Older releases of click name the first of the two after a mistake, newer ones the longer.
HELP_OPTIONS = {"help_option_names": ["--help", "-h"], "max_content_width": 100}


class Choice(click.Choice):  # type: ignore[type-arg] # takes one only as of click 8.4
    """One of a few words; for another, the message says which was probably meant."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ANN401 - click's signature
        """All of the words, and the nearest; of several of them, that they are given one by one."""
        if "," in str(value) and {*str(value).split(",")} <= {*self.choices}:
            return f"{value!r} has several values: repeat the option for each"
        message = super().get_invalid_choice_message(value, ctx).removesuffix(".")
        near = closest(str(value), self.choices)
        return f"{message}; {did_you_mean(str(value), self.choices)}" if near else f"{message}."


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

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; where a name stands alone, say how it is given."""
        if not any("--official" in parameter.opts for parameter in self.params):
            return super().parse_args(ctx, args)
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            given = f"Got unexpected extra argument{'s' * (len(rest) > 1)} ({' '.join(rest)})"
            name = f'"{rest[0]}"' if " " in rest[0] else rest[0]
            ctx.fail(f"{given}; to name an official, write `--official {name}`")
        return rest

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


def with_options(*options: Decorator) -> Decorator:
    """A decorator that gives a command these options, in the order of its help."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def output_option(help_: str = "Write to this file; its ending sets the format.") -> Decorator:
    """`-o FILE`; `-` is stdout, as it is without the option."""

    def named(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
        return None if value == "-" else value

    return click.option("-o", "--output", metavar="FILE", callback=named, help=help_)


def within_option(days: int) -> Decorator:
    """`--within`, so many days unless given."""
    return click.option(
        "--within",
        type=click.IntRange(min=0),
        default=days,
        show_default=True,
        metavar="DAYS",
        help="The most days between two statements on opposite sides.",
    )


def duplicates_option(choices: Sequence[str]) -> Decorator:
    """`--duplicates`; the first of the choices unless given."""
    return click.option(
        "--duplicates",
        type=Choice(choices),
        default=choices[0],
        show_default=True,
        help="Count the same position of an actor once per source, per month or in all.",
    )


def seed_option(help_: str) -> Decorator:
    """`--seed`, 1 unless given."""
    return click.option(
        "--seed",
        type=click.IntRange(min=0),
        default=1,
        show_default=True,
        metavar="N",
        help=help_,
    )


min_statements_option = click.option(
    "--min-statements",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Exclude actors with fewer statements.",
)
data_option = click.option(
    "--data",
    metavar="DIR",
    help="The folder of the corpus. Default: $STANCES_DATA, else the nearest corpus in this "
    "folder or above it.",
)
corpus_option = with_options(
    data_option,
    click.option("--no-index", is_flag=True, help="Read all files; do not use or write an index."),
)
"""Which corpus, and how it is read; before or after the command."""
named_snapshots_option = click.option(
    "--snapshots",
    metavar="DIR",
    help="The folder of stored copies, for the lines of quotations. Default: none are read.",
)
"""For documents, which do not depend on who keeps copies."""
snapshots_option = click.option(
    "--snapshots",
    metavar="DIR",
    help="The folder of stored copies. Default: $STANCES_SNAPSHOTS, else snapshots/.",
)
dates_option = click.option(
    "--dates",
    type=Choice(["words", "iso"]),
    default="words",
    show_default=True,
    help="How tables and texts write dates; iso: as the records do.",
)
long_option = click.option(
    "--long", "whole", is_flag=True, help="Show a table with all marks, conditions and sources."
)


def _coding(metavar: str, help_: str) -> Decorator:
    return click.option(
        "--coding", metavar=metavar, default="decided", show_default=True, help=help_
    )


coding_option = _coding("CODER|decided", "Use the readings of this coder, or the decided ones.")
"""Of questions that readings decide."""
codings_option = _coding(
    "CODER|all", "Use the readings of this coder, or show each figure for all coders."
)
"""The same, where the figures of all codings can be asked for."""
strict_option = click.option(
    "--strict", is_flag=True, help="Exit 4 if a record had to be left out because of problems."
)
"""Of commands that write results."""
color_option = click.option(
    "--color",
    type=Choice(["auto", "always", "never"]),
    default="auto",
    help="When to use colours; auto: on a terminal only.",
)
