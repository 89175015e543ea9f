"""`stances agreement`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stances.cli.coder_options import say_telling
from stances.cli.filters import filter_options, filters_from
from stances.cli.hints import say
from stances.cli.options import Choice, Command, seed_option
from stances.cli.output import Output, output_options
from stances.cli.progress import Progress
from stances.cli.session import open_corpus
from stances.queries.agreement import BY, KEYS, LEVELS, OF, agreement, asked, clash
from stances.queries.agreement.details import (
    CONFUSION,
    DISAGREEMENTS,
    EXPLANATION,
    confusion,
    disagreements,
    explanation,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from stances.queries.agreement import Asked, By
    from stances.queries.result import Result

_DETAILS: dict[str, Callable[[sqlite3.Connection, Asked], Result]] = {
    "disagreements": disagreements,
    "confusion": confusion,
    "explain": explanation,
}
_SELECTING = tuple(
    f"{verb} statements by their decided reading, which distorts how far coders agree"
    for verb in ("selects", "select")
)
"""What one filter or several do that go by the decided reading."""


@click.command(
    "agreement",
    cls=Command,
    keys=[*dict.fromkeys((*KEYS, *BY, *DISAGREEMENTS, *CONFUSION, *EXPLANATION))],
    examples=(
        ("stances agreement", "how far all coders agree, issue by issue"),
        ("stances agreement --level ordinal", "near positions count as near"),
        ("stances agreement --coder blind-a --coder blind-b", "these two coders only"),
        ("stances agreement --by coder", "which coder reads differently"),
        ("stances agreement --disagreements", "where coders differ, with each reading"),
        ("stances agreement --explain -o terms.csv", "each term of alpha, for a sheet"),
    ),
    help="Measure how far coders agree on the same statements: the number of statements, "
    "Krippendorff's alpha with its interval, Cohen's kappa, and the readings left out. If "
    "all readings are the same, alpha is undefined, not 1.",
)
@click.option(
    "--of",
    type=Choice(OF),
    default="position",
    show_default=True,
    help="What to compare. conditions: whether any are named; scored: whether the position has a "
    "score.",
)
@click.option(
    "--level",
    type=Choice(LEVELS),
    default="nominal",
    show_default=True,
    help=(
        "How positions differ: nominal: yes or no; ordinal: by their order; interval: by their "
        "scores."
    ),
)
@click.option("--by", type=Choice(BY), help="Write a row for each of these. Default: issue.")
@click.option(
    "--coder",
    multiple=True,
    metavar="NAME",
    help="Use only the readings of this coder; repeatable.",
)
@click.option(
    "--disagreements",
    is_flag=True,
    help="List the statements on which readings differ, with each reading.",
)
@click.option(
    "--confusion",
    is_flag=True,
    help="Show which values coders gave to the same statement, and how often.",
)
@click.option("--explain", is_flag=True, help="Show each term of alpha.")
@seed_option("The seed for drawing resamples.")
@filter_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """Say how far coders agree."""
    detail = _detail(options)
    filters, output = filters_from(options), Output.from_options(options)
    say_telling(filters, *_SELECTING)
    index = open_corpus(ctx, options, exported=True, codings=True).index
    found = asked(
        index,
        filters.resolved(index),
        of=options["of"],
        level=options["level"],
        coders=options["coder"],
    )
    if found.outdated:
        from stances.views.agreement_text import outdated_told  # noqa: PLC0415 - seldom needed

        say(f"stances: {outdated_told(found.outdated)}; `stances check --select ST421` says which")
    return output.write(
        _DETAILS[detail](index, found) if detail else _figures(index, found, options)
    )


def _figures(index: sqlite3.Connection, found: Asked, options: dict[str, Any]) -> Result:
    with Progress("drawing resamples", "resamples") as progress:
        by: By = options["by"] or "issue"
        return agreement(index, found, by=by, seed=options["seed"], progress=progress)


def _detail(options: dict[str, Any]) -> str | None:
    """What is asked for in place of figures; usage errors for options that do not go together."""
    if why := clash(options["of"], options["level"], options["by"] or "issue"):
        raise click.UsageError(why)
    details = [detail for detail in _DETAILS if options[detail]]
    if len(details) > 1:
        raise click.UsageError(
            f"--{details[0]} and --{details[1]} cannot be combined; use one of them"
        )
    if options["by"] and details:
        message = f"--by and --{details[0]} cannot be combined; use filters to choose statements"
        raise click.UsageError(message)
    return details[0] if details else None
