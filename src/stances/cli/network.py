"""`stances network`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.hints import pasted, say
from stances.cli.options import (
    Choice,
    Command,
    codings_option,
    corpus_option,
    duplicates_option,
    min_statements_option,
    strict_option,
)
from stances.cli.output import Output, fail_empty_option, row_options
from stances.cli.session import open_corpus
from stances.queries.filters import ALL_CODINGS
from stances.queries.network import (
    DUPLICATES,
    KEYS,
    MEASURES,
    NORMALIZATIONS,
    OF,
    ON,
    Asked,
    network,
    weight_in,
)
from stances.queries.network.explanation import explanation
from stances.queries.network.windows import days_in
from stances.views.formats import GRAPHS, NETWORK, PICTURES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from stances.queries.filters import Filters


class _ReadType(click.ParamType):  # type: ignore[type-arg] # takes one only as of click 8.4
    """A value that a function reads; what it says of one that it cannot read is the message."""

    def __init__(self, name: str, read: Callable[[str], Any]) -> None:
        self.name, self._read = name, read

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401 - as above
        """The value as it is read."""
        try:
            return self._read(value) if isinstance(value, str) else value
        except ValueError as error:
            self.fail(str(error), param, ctx)


_DAYS, _WEIGHT = _ReadType("days", days_in), _ReadType("weight", weight_in)


@click.command(
    "network",
    cls=Command,
    keys=KEYS,
    examples=(
        ("stances network", "who agrees with whom, over all questions"),
        ("stances network --measure subtract --normalize average", "agreement minus conflict"),
        ("stances network --explain rouhani shamkhani", "one figure, term by term"),
        ("stances network --window 90d --step 30d", "one network per window of time"),
        ("stances network -o network.graphml", "for Gephi, networkx or igraph"),
        ("stances network -o network.svg", "as a picture; --picture nodes for another"),
    ),
    help="Measure who agrees with whom. Each statement of one actor is compared with each "
    "statement of another on the same issue, by the distance of their scores. On issues without "
    "scores, equal positions agree and different positions conflict. On frames, the signs of "
    "the scores are compared. Statements that leave a question open or have no score are left "
    "out. The output counts them.",
)
@click.option("--of", type=Choice(OF), default=OF[0], show_default=True, help="Who is compared.")
@click.option("--on", type=Choice(ON), default=ON[0], show_default=True, help="On what.")
@click.option(
    "--measure",
    type=Choice(MEASURES),
    default=MEASURES[0],
    show_default=True,
    help="What an edge's weight is. subtract: congruence minus conflict; shared: their sum.",
)
@click.option(
    "--normalize",
    type=Choice(NORMALIZATIONS),
    default=NORMALIZATIONS[0],
    show_default=True,
    help="Divide the weight, so that actors with many statements do not weigh more.",
)
@duplicates_option(DUPLICATES)
@min_statements_option
@click.option(
    "--min-weight",
    type=_WEIGHT,
    default="0",
    metavar="W",
    help="Exclude edges whose weight is nearer to 0.",
)
@click.option(
    "--window", type=_DAYS, metavar="90d", help="Make one network for each window of this length."
)
@click.option(
    "--step",
    type=_DAYS,
    metavar="30d",
    help="The time from one window to the next. Default: the length of a window.",
)
@click.option(
    "--explain",
    "pair",
    nargs=2,
    metavar="A B",
    help="Show the terms of the weight between these two actors.",
)
@filter_options
@codings_option
@click.option(
    "--format",
    type=Choice([*NETWORK.views]),
    help="Default: a table on a terminal, TSV of a few keys in a pipe. graphml and gexf include "
    "the actors; svg is a picture.",
)
@click.option(
    "--picture",
    type=Choice(PICTURES),
    help="What svg draws. Default: matrix, of congruence minus conflict unless --measure is given.",
)
@row_options
@fail_empty_option
@strict_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, *, pair: tuple[str, str] | None, **options: Any) -> int:
    """Show who agrees with whom."""
    from stances.views.network_text import odd  # noqa: PLC0415 - brings the words of results

    asked = Asked(**{key: options.pop(key) for key in Asked._fields})
    picture = options.pop("picture")
    _refuse_senseless(asked, pair)
    filters = filters_from(options, in_windows=asked.window is not None)
    output = Output.from_options(options, NETWORK)
    if output.format in GRAPHS:
        _refuse_in_graphs(output, asked, pair)
        if options["coding"] == ALL_CODINGS:
            message = f"a file of {output.format} holds one network; give one coder"
            raise click.BadParameter(message, param_hint="'--coding'")
    if output.format == "svg":
        output = output.with_picture(picture or PICTURES[0])
        if ctx.get_parameter_source("measure") is click.core.ParameterSource.DEFAULT:
            asked = asked._replace(measure="subtract")
    elif picture:
        raise click.UsageError("--picture needs --format svg, or -o FILE.svg")
    session = open_corpus(ctx, options, exported=True)
    index = session.index
    if pair:
        return _explain(output, index, session.resolved(filters), asked, pair)
    if session.coding == ALL_CODINGS:
        return output.write(session.figures(filters, lambda own: network(index, own, asked)))
    found = network(index, session.resolved(filters), asked)
    output.check_keys(found.keys)
    for each in odd(found) if output.format != "table" else ():
        say(f"stances: {each}")
    return output.write(found)


def _explain(
    output: Output,
    index: sqlite3.Connection,
    filters: Filters,
    asked: Asked,
    pair: tuple[str, str],
) -> int:
    from stances.views.network_text import why_no_terms  # noqa: PLC0415 - as above

    found = explanation(index, filters, asked, pair)
    if output.format != "table" and not found.terms:
        say(f"stances: {why_no_terms(found)}")
    return output.write(found)


def _refuse_senseless(asked: Asked, pair: tuple[str, str] | None) -> None:
    """Usage errors for options that do not go together."""
    if asked.step is not None and asked.window is None:
        raise click.UsageError("--step needs --window")
    if asked.is_two_mode and asked.normalize != NORMALIZATIONS[0]:
        message = (
            "--normalize cannot be combined with --measure two-mode, which has no pairs of actors"
        )
        raise click.UsageError(message)
    if pair and asked.is_two_mode:
        listed = pasted("stances", "list", f"--{asked.of}", pair[0])
        message = f"--explain is for two actors; `{listed}` lists the statements of a tie"
        raise click.UsageError(message)
    if pair and asked.window is not None:
        message = "--explain is for one network; use --since and --until instead of --window"
        raise click.UsageError(message)


def _refuse_in_graphs(output: Output, asked: Asked, pair: tuple[str, str] | None) -> None:
    """Usage errors for options that do not go with a file of one whole network."""
    if pair:
        raise click.UsageError(f"--explain gives rows, and {output.format} is of whole networks")
    if asked.window is not None:
        message = "use --since and --until instead of --window"
        raise click.UsageError(f"a file of {output.format} holds one network; {message}")
    if output.options.columns or output.sort or output.limit is not None:
        message = f"--columns, --sort and --limit cannot be combined with {output.format}; "
        raise click.UsageError(message + "use --min-weight and --min-statements")
