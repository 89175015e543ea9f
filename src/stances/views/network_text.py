"""Sentences on a network, and on why it is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.direction import laid_out
from stances.views.left_out_text import statements_told
from stances.views.values import decimal, listed, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.network import Asked, Edge, Extremes, Network, Slice
    from stances.queries.network.cells import Actor, Cells
    from stances.queries.network.explanation import Explanation
    from stances.views.wording import Wording


def sentences(of: Slice, found: Extremes, wording: Wording) -> Iterator[str]:
    """Say which actors are nearest and furthest, how many share nothing, and what is left out."""
    asked, cells = of.asked, of.cells
    yield _counted(asked, cells, found)
    if found.nearest and found.furthest:
        yield _nearest(asked, found.nearest, found.also_nearest, wording)
        if asked.measure != "shared":
            yield _furthest(asked, found.furthest, found.also_furthest, wording)
    if below := found.linked - found.shown:
        least = decimal(asked.min_weight)
        weights = "its weight is" if below == 1 else "their weights are"
        yield f"{plural(below, 'edge')} not shown: {weights} nearer to 0 than {least}."
    yield from notes(of)


def notes(of: Slice) -> Iterator[str]:
    """Notes for readers of any network: statements left out or not counted, mixed issues."""
    asked, cells = of.asked, of.cells
    if left_out := left_out_told(asked, cells):
        yield f"Left out: {left_out}."
    if cells.duplicates:
        again = plural(cells.duplicates, "statement")
        per = {"source": "a source", "month": "a month", "all": "all"}[asked.duplicates]
        value = "position" if asked.on == "issue" else "sign of a frame"
        yield f"{again} not counted again: one {value} of an actor counts once in {per}."
    if asked.on == "frame" and cells.issues > 1:
        mixed = f"Frames are counted over {cells.issues} issues"
        yield f"{mixed}, on each of which a sign means something else: --issue asks about one."


def left_out_told(asked: Asked, cells: Cells) -> str:
    """The numbers of statements that are in no network, by reason; empty if there are none."""
    return "; ".join(statements_told(cells.left_out, asked.of))


def actor_named(actor: Actor, wording: Wording) -> str:
    """The name of an actor in a sentence: a faction's label or an official's surname."""
    called = actor.label if actor.kind == "faction" else wording.surname(actor.id)
    return laid_out(called)


def pair_named(edge: Edge, wording: Wording) -> str:
    """The names of both actors of an edge."""
    return f"{actor_named(edge.one, wording)} and {actor_named(edge.other, wording)}"


def _counted(asked: Asked, cells: Cells, found: Extremes) -> str:
    """Say how many actors and pairs there are, and how many share something or nothing."""
    of = plural(len(cells.actors), asked.of)
    statements = sum(cells.statements.values())
    counted = plural(statements, "statement" if asked.on == "issue" else "use")
    on = plural(len(cells.concepts), asked.on)
    apart = found.pairs - found.linked
    if not found.pairs:
        return f"{of}, {counted} on {on}."
    told = f"{of}, {counted} on {on}; of {plural(found.pairs, 'pair')}, "
    some, none = (f"{n} {'shares' if n == 1 else 'share'}" for n in (found.linked, apart))
    return f"{told}{some} {_an(asked.on)}, {none} none."


def _an(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _nearest(asked: Asked, edge: Edge, also: int, wording: Wording) -> str:
    if asked.measure == "shared":
        shared = plural(edge.pair.shared, "pair")
        on = plural(edge.pair.concepts, asked.on)
        told = f"Most in common: {pair_named(edge, wording)}, {shared} of statements on {on}"
        return f"{told}{_as_well(also, 'have as much')}."
    if edge.pair.agreement <= edge.pair.conflict:
        return "No pair has more congruence than conflict."
    told = f"Nearest: {pair_named(edge, wording)}, {_sums(asked, edge)}"
    return f"{told}{_as_well(also, 'are as near')}."


def _furthest(asked: Asked, edge: Edge, also: int, wording: Wording) -> str:
    if edge.pair.agreement >= edge.pair.conflict:
        return "No pair has more conflict than congruence."
    told = f"Furthest: {pair_named(edge, wording)}, {_sums(asked, edge)}"
    return f"{told}{_as_well(also, 'are as far')}."


def _sums(asked: Asked, edge: Edge) -> str:
    on = plural(edge.pair.concepts, asked.on)
    return f"congruence {decimal(edge.congruence)}, conflict {decimal(edge.conflict)} on {on}"


def _as_well(others: int, verb: str) -> str:
    if not others:
        return ""
    return f"; {plural(others, 'other pair')} {verb if others > 1 else _SINGULAR[verb]}"


_SINGULAR = {"have as much": "has as much", "are as near": "is as near", "are as far": "is as far"}


def windows_told(network: Network) -> Iterator[str]:
    """Warn of a window that holds all days, or of statements that are in no window."""
    if not network.windows or not network.asked.window:
        return
    if network.between:
        were = "statement was" if network.between == 1 else "statements were"
        told = f"--step is longer than --window: {network.between:,} {were} said between windows"
        yield f"{told}, and {'is' if network.between == 1 else 'are'} in none"
    elif len(network.windows) == 1:
        days = plural(network.asked.window, "day")
        yield f"a window of {days} is as long as the days of the statements, or longer: it has all"


def odd(network: Network) -> list[str]:
    """Notes for a reader of rows alone: why there are none, or `windows_told`."""
    if network.is_empty and (why := why_empty(network)):
        return [why]
    return [*windows_told(network)]


def why_empty(network: Network) -> str:
    """Say why a network has no edges; empty if no statement matches."""
    asked, cells = network.asked, network.whole.cells
    if not cells.actors:
        return _why_no_cells(asked, cells)
    if asked.is_two_mode:
        return f"no {asked.of} has so many statements on {_an(asked.on)} as --min-weight asks for"
    if len(cells.actors) == 1:
        name = laid_out(cells.actors[0].label)
        return f"only {name} has statements here that can be compared, and an edge is between two"
    found = network.whole.extremes()
    if not found.heaviest:
        return f"no two {asked.of}s share {_an(asked.on)}"
    if found.shown:
        return "no window has an edge, although all days together have"
    names = f"{laid_out(found.heaviest.one.label)} and {laid_out(found.heaviest.other.label)}"
    heaviest, least = decimal(found.heaviest.weight), decimal(asked.min_weight)
    return f"no weight is as far from 0 as {least}; the furthest is {heaviest}, of {names}"


def _why_no_cells(asked: Asked, cells: Cells) -> str:
    if cells.flat and cells.left_out.get("one-value"):
        scales = listed([f"`{issue}`" for issue in cells.flat])
        has = "has" if len(cells.flat) == 1 else "have"
        return f"the scale of {scales} {has} one value: nobody can agree or disagree there"
    left_out = left_out_told(asked, cells)
    return f"no statement can be compared: {left_out}" if left_out else ""


def why_no_terms(found: Explanation) -> str:
    """Say why two actors have no terms."""
    actors = zip((found.one, found.other), found.statements, strict=True)
    mute = [laid_out(actor.label) for actor, statements in actors if not statements]
    if mute:
        have = "has" if len(mute) == 1 else "have"
        left_out = left_out_told(found.asked, found.cells)
        told = f" (left out in all: {left_out})" if left_out else ""
        return f"{' and '.join(mute)} {have} no statement here that can be compared{told}"
    names = f"{laid_out(found.one.label)} and {laid_out(found.other.label)}"
    return f"{names} share no {found.asked.on}, so they have no edge"


def divisor_told(found: Explanation) -> str:
    """Say by what the sums of a pair are divided; empty if they are not divided."""
    one, other = found.statements
    told = {
        "average": f"the mean of {one} and {other} statements",
        "product": f"{one} statements times {other}",
        "jaccard": "what either says and not both, and what both say",
    }
    how = told.get(found.asked.normalize)
    return f"divided by {decimal(found.divisor)}, {how}" if how else ""
