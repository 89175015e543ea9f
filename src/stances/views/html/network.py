"""A network as a picture, from the edges and the camps of its actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.errors import TooManyDrawn
from stances.queries.camps import MOST_DRAWN, Camps, usual_camps
from stances.views.camps_text import in_short
from stances.views.html.charts.network import PICTURES, Node, Plot, Tie, document, heat_map
from stances.views.html.elements import Markup, element
from stances.views.network_text import left_out_told
from stances.views.values import decimal, listed, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.network import Edge, Network, Pictured
    from stances.queries.network.cells import Actor
    from stances.views.formats import ViewOptions

_MEASURED = {
    "congruence": "agreement",
    "conflict": "conflict",
    "subtract": "agreement minus conflict",
    "shared": "pairs of statements",
    "two-mode": "statements",
}
_NORMALIZED = {"average": "by the mean of statements", "product": "by their product"}
_MOST_TOLD = 5
"""The number of heaviest and of lightest pairs in the text for screen readers."""


def svg(network: Network, options: ViewOptions) -> Iterator[str]:
    """The requested picture as an SVG document.

    Raises `TooManyDrawn` if there are too many nodes.
    """
    nodes = sum(1 for _ in network.nodes())
    if nodes > MOST_DRAWN:
        raise TooManyDrawn(nodes, MOST_DRAWN, network.asked.of)
    plot = two_mode(network) if network.asked.is_two_mode else plot_of(network)
    yield document(PICTURES[options.picture](plot))


def plot_of(network: Network | Pictured, camps: Camps | None = None) -> Plot:
    """The content of a picture of pairs, ordered by camp.

    There are no camps on frames, or if chance fits as well.
    """
    asked, cells = network.asked, network.whole.cells
    edges = [*network.whole.edges()]
    if camps is None and asked.on == "issue":
        camps = usual_camps(cells)
    has_camps = camps and camps.members and not camps.is_chance
    order = _in_camps(camps) if camps and has_camps else _by_weight(cells.actors, edges)
    at = {node: n for n, (node, _) in enumerate(order)}
    ties = {}
    for edge in edges:
        one, other = sorted((at[edge.one.id], at[edge.other.id]))
        turn = -1 if asked.measure == "conflict" else 1
        ties[one, other] = Tie(turn * float(edge.weight), told(edge))
    notes = [_about(network, len(edges))]
    if camps:
        notes.append(in_short(camps))
    if left_out := left_out_told(asked, cells):
        notes.append(f"Left out: {left_out}.")
    return Plot(
        title=f"Who stands with whom: {_measured(network)}",
        notes=notes,
        describes=_described(edges, notes),
        rows=[node for _, node in order],
        ties=ties,
        is_signed=asked.measure != "shared",
        measured=_MEASURED["shared"] if asked.measure == "shared" else "weight",
        blank=_blank(network),
    )


def pairs(plot: Plot) -> Markup:
    """The heat map of all pairs for a page; it scrolls by itself if it is too wide."""
    drawing = heat_map(plot._replace(is_headed=False))
    label = "Who stands with whom"
    frame = element("div", drawing, class_="scroll", role="region", tabindex=0, aria_label=label)
    return element("figure", frame, class_="chart")


def two_mode(network: Network) -> Plot:
    """The content of a picture of actors and concepts."""
    cells = network.whole.cells
    rows = {actor.id: n for n, actor in enumerate(cells.actors)}
    columns = {concept.id: n for n, concept in enumerate(cells.concepts)}
    ties, sentences = {}, []
    for tie in network.whole.ties():
        words = f"{tie.actor.label} on {tie.concept.id}: {plural(tie.statements, 'statement')}"
        if tie.total is not None:
            words += f", scores in all {tie.total:+d}"
        sentences.append(words)
        ties[rows[tie.actor.id], columns[tie.concept.id]] = Tie(tie.statements, words)
    notes = [f"{plural(len(rows), network.asked.of)} and {plural(len(columns), network.asked.on)}."]
    return Plot(
        title=f"Who speaks on what: {_measured(network)}",
        notes=notes,
        describes=" ".join([*notes, *(f"{each}." for each in sentences[: 2 * _MOST_TOLD])]),
        rows=[Node(actor.label) for actor in cells.actors],
        ties=ties,
        columns=[Node(concept.id) for concept in cells.concepts],
        is_signed=False,
        measured=_MEASURED["two-mode"],
        blank=_blank(network),
    )


def told(edge: Edge) -> str:
    """A pair in words, with no mark before or after it."""
    return (
        f"{edge.one.label} and {edge.other.label}: agreement {decimal(edge.congruence)}, conflict "
        f"{decimal(edge.conflict)}, weight {decimal(edge.weight)}"
    )


def _measured(network: Network | Pictured) -> str:
    asked = network.asked
    on = "questions" if asked.on == "issue" else "frames"
    over = {"none": "", "jaccard": ", by what either says"}.get(asked.normalize)
    over = f", divided {_NORMALIZED[asked.normalize]}" if over is None else over
    return f"{_MEASURED[asked.measure]} over all {on}{over}"


def _about(network: Network | Pictured, edges: int) -> str:
    cells = network.whole.cells
    said = sum(cells.statements.values())
    return (
        f"{plural(len(cells.actors), network.asked.of)}, {plural(said, 'statement')} on "
        f"{plural(len(cells.concepts), network.asked.on)}, {plural(edges, 'pair')}."
    )


def _blank(network: Network | Pictured) -> str:
    least = network.asked.min_weight
    return (
        f"nothing in common, or a weight nearer to 0 than {decimal(least)}"
        if least
        else ("nothing in common")
    )


def _in_camps(camps: Camps) -> list[tuple[str, Node]]:
    """The actors by camp, the best fit first; actors in no camp are last."""
    ordered = [
        (member.actor.id, Node(member.actor.label, camp, member.actor.id in camps.unsure))
        for camp, side in enumerate(camps.sides, 1)
        for member in side
    ]
    return [*ordered, *((actor.id, Node(actor.label)) for actor in camps.apart)]


def _by_weight(actors: Sequence[Actor], edges: Sequence[Edge]) -> list[tuple[str, Node]]:
    """The actors, those with the heaviest edges first."""
    weights: Mapping[str, float] = dict.fromkeys((actor.id for actor in actors), 0.0)
    weights = {
        id_: float(sum(edge.weight for edge in edges if id_ in (edge.one.id, edge.other.id)))
        for id_ in weights
    }
    ordered = sorted(actors, key=lambda actor: -weights[actor.id])
    return [(actor.id, Node(actor.label)) for actor in ordered]


def _described(edges: Sequence[Edge], notes: Sequence[str]) -> str:
    """The text for screen readers: the notes, and the heaviest and lightest pairs."""
    ordered = sorted(edges, key=lambda edge: -edge.weight)
    sentences = [*notes]
    for name, some in (("Heaviest", ordered[:_MOST_TOLD]), ("Lightest", ordered[:-6:-1])):
        if some:
            sentences.append(f"{name}: {listed([told(edge) for edge in some])}.")
    return " ".join(sentences)
