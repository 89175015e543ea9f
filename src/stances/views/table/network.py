"""The page of `network`: findings in words, then edges, windows, or the terms of one edge."""

from __future__ import annotations

from heapq import nlargest, nsmallest
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from stances.views import styles
from stances.views.direction import laid_out
from stances.views.network_text import (
    actor_named,
    divisor_told,
    notes,
    pair_named,
    sentences,
    why_empty,
    why_no_terms,
    windows_told,
)
from stances.views.table.rows import empty_table
from stances.views.values import decimal, plural, signed
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from stances.queries.network import Asked, Edge, Network, Slice, Tie
    from stances.queries.network.cells import Value
    from stances.queries.network.explanation import Explanation
    from stances.queries.network.pairs import Term
    from stances.views.formats import ViewOptions

_ALL, _STRONGEST, _WEAKEST = 60, 40, 10
"""The most edges that are all shown; of more, the numbers of heaviest and lightest shown."""


def network_page(network: Network, options: ViewOptions) -> RenderableType:
    """The finding in words, and the edges, the heaviest first."""
    wording = Wording.of(network.background, options)
    if network.asked.window is not None:
        return _in_windows(network, wording)
    if network.asked.is_two_mode:
        return _two_mode(network, wording, options)
    if network.is_empty:
        return _nothing(network)
    of = network.whole
    found = of.extremes()
    told = Text(" ".join(sentences(of, found, wording)))
    if found.shown <= _ALL or options.whole:
        return Group(told, Text(), _edges(network.asked, _heaviest(of, found.shown), wording))
    left = found.shown - _STRONGEST - _WEAKEST
    lightest = nsmallest(_WEAKEST, of.edges(), key=_by_weight)
    return Group(
        told,
        Text(),
        _edges(network.asked, _heaviest(of, _STRONGEST), wording),
        Text(f"… and {left:,} edges between; all of them: --format csv", style=styles.ASIDE),
        _edges(network.asked, lightest[::-1], wording),
    )


def _nothing(network: Network) -> RenderableType:
    why = why_empty(network)
    told = [f"{why[0].upper()}{why[1:]}.", *notes(network.whole)] if why else []
    return Text(" ".join(told))


def _by_weight(edge: Edge) -> float:
    return float(edge.weight)


def _heaviest(of: Slice, number: int) -> Sequence[Edge]:
    # Of equal weights, the first in the order of the rows.
    return nlargest(number, of.edges(), key=_by_weight)


def _edges(asked: Asked, edges: Iterable[Edge], wording: Wording) -> Table:
    table = empty_table()
    table.add_column(f"two {asked.of}s", overflow="fold")
    for name in (f"{asked.on}s", "congruence", "conflict", "weight"):
        table.add_column(name, justify="right", no_wrap=True)
    for edge in edges:
        table.add_row(
            pair_named(edge, wording),
            str(edge.pair.concepts),
            decimal(edge.congruence),
            decimal(edge.conflict),
            decimal(edge.weight),
        )
    return table


def _two_mode(network: Network, wording: Wording, options: ViewOptions) -> RenderableType:
    """The number of statements of each actor on each concept."""
    asked, ties = network.asked, [*network.whole.ties()]
    if not ties:
        return _nothing(network)
    cells = network.whole.cells
    actors, concepts = plural(len(cells.actors), asked.of), plural(len(cells.concepts), asked.on)
    told = f"{plural(sum(tie.statements for tie in ties), 'statement')} of {actors} on {concepts}."
    table = empty_table()
    table.add_column(asked.of, overflow="fold")
    table.add_column(asked.on, overflow="fold")
    for name in ("statements", "scored", "sum of scores"):
        table.add_column(name, justify="right")
    most = len(ties) if options.whole else _ALL
    for tie in ties[:most]:
        table.add_row(*_tie(tie, wording))
    more = len(ties) - most
    rest = [Text(f"… and {more:,} more; all of them: --format csv", style=styles.ASIDE)]
    lines = Text(" ".join([told, *notes(network.whole)]))
    return Group(lines, Text(), table, *rest * (more > 0))


def _tie(tie: Tie, wording: Wording) -> Iterable[str]:
    counts = (str(tie.statements), str(tie.scored), signed(tie.total))
    return (actor_named(tie.actor, wording), laid_out(tie.concept.label), *counts)


def _in_windows(network: Network, wording: Wording) -> RenderableType:
    """A line for each window: the numbers of actors and edges, the nearest and furthest pair."""
    asked = network.asked
    if not network.windows or network.is_empty:
        return _nothing(network)
    number = plural(len(network.windows), "window")
    begin, end = network.windows[0].first, network.windows[-1].last
    told = f"{number} of {plural(asked.window or 0, 'day')}, {wording.date(f'{begin}/{end}')}."
    for odd in windows_told(network):
        told += f" {odd[0].upper()}{odd[1:]}."
    told += " Weights are of what may have been said in the window, and in brackets of what"
    told += " certainly was."
    table = empty_table()
    ends = ("most",) if asked.is_two_mode else ("nearest", "furthest")
    for name in ("window", f"{asked.of}s", "edges", *ends):
        is_number = name in (f"{asked.of}s", "edges")
        table.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for of in network.slices():
        days = wording.date(f"{of.days.first}/{of.days.last}")
        if asked.is_two_mode:
            ties = sorted(of.ties(), key=lambda tie: -tie.statements)
            most = [_tie_told(tie, wording) for tie in ties[:1]] or [""]
            table.add_row(days, str(len(of.cells.actors)), str(len(ties)), *most)
            continue
        found = of.extremes()
        told_of = (_edge_told(each, wording) for each in (found.nearest, found.furthest))
        table.add_row(days, str(len(of.cells.actors)), str(found.shown), *told_of)
    return Group(Text(told), Text(), table)


def _edge_told(edge: Edge | None, wording: Wording) -> str:
    if edge is None:
        return ""
    return f"{pair_named(edge, wording)} {decimal(edge.weight)} ({decimal(edge.certain)})"


def _tie_told(tie: Tie, wording: Wording) -> str:
    counts = f"{tie.statements} ({tie.certain})"
    return f"{actor_named(tie.actor, wording)}: {laid_out(tie.concept.label)} {counts}"


def terms_page(found: Explanation, options: ViewOptions) -> RenderableType:
    """The weight of an edge, and the terms whose sum it is."""
    if not found.terms:
        why = why_no_terms(found)
        return Text(f"{why[0].upper()}{why[1:]}.")
    wording = Wording.of(found.background, options)
    one, other = (actor_named(each, wording) for each in (found.one, found.other))
    how = ", ".join(filter(None, (found.asked.measure, divisor_told(found))))
    table = empty_table()
    table.add_column(found.asked.on, overflow="fold")
    for name in (one, other):
        table.add_column(name, justify="right", overflow="fold")
    for name in ("congruence", "conflict", "weight"):
        table.add_column(name, justify="right", no_wrap=True)
    previous = None
    for term in found.terms:
        table.add_row(
            "" if term.concept == previous else _concept(term),
            _said(term, term.one_value, term.one_n, wording),
            _said(term, term.other_value, term.other_n, wording),
            decimal(term.agreement),
            decimal(term.conflict),
            decimal(found.weight_of(term)),
        )
        previous = term.concept
    sums = (
        sum(term.agreement or 0 for term in found.terms),
        sum(t.conflict or 0 for t in found.terms),
    )
    table.add_row("sum", "", "", *map(decimal, sums), decimal(found.weight), style=styles.STRONG)
    return Group(Text(f"{one} and {other}: {decimal(found.weight)} ({how})."), Text(), table)


def _concept(term: Term) -> str:
    """A concept, and the range of its scale."""
    span = term.concept.span
    reach = "no scores" if span is None else f"range {span}"
    return f"{laid_out(term.concept.label)} ({reach})"


def _said(term: Term, value: Value, n: int, wording: Wording) -> str:
    """A value with its number of statements, e.g. `2 × +1`."""  # noqa: RUF002 - as people write it
    if value is None:
        told = "no score"
    elif isinstance(value, str):
        told = laid_out(wording.position(term.concept.id, value))
    else:
        told = signed(value)
    return f"{n} × {told}"  # noqa: RUF001 - as above
