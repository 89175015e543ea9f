"""Networks as GraphML and GEXF, for programs that draw and measure them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries.network import concept_node
from stances.text import Escapes, backslash_x

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from stances.queries.network import Network, Node
    from stances.views.formats import ViewOptions

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NODE = {"label": str, "kind": str, "faction": str, "statements": int}
_EDGE = {
    **dict.fromkeys(("concepts", "shared"), int),
    **dict.fromkeys(("congruence", "conflict", "subtract", "weight"), float),
    **dict.fromkeys(("one_statements", "other_statements"), int),
}
_TIE = {**dict.fromkeys(("statements", "scored", "total"), int), "weight": float}
_TIE["one_statements"] = int
_GRAPH = ("of", "on", "measure", "normalize", "duplicates")
_IN_GRAPHML = {str: "string", int: "long", float: "double"}
_IN_GEXF = {str: "string", int: "long", float: "double"}


def graphml(network: Network, options: ViewOptions) -> Iterator[str]:  # noqa: ARG001 - of all views
    """The network as GraphML; nodes and edges have our ids, and all figures as attributes."""
    edge = _edge_types(network)
    yield _DECLARATION
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    domains: Sequence[tuple[str, Mapping[str, type]]]
    domains = (("graph", dict.fromkeys(_GRAPH, str)), ("node", _NODE), ("edge", edge))
    for domain, types in domains:
        for name, type_ in types.items():
            yield (
                f'  <key id="{domain}_{name}" for="{domain}" attr.name="{name}" '
                f'attr.type="{_IN_GRAPHML[type_]}"/>\n'
            )
    yield '  <graph edgedefault="undirected">\n'
    asked = {name: getattr(network.asked, name) for name in _GRAPH}
    yield from _data("graph", asked, "    ")
    for node in network.nodes():
        yield f'    <node id="{_text(node.id)}">\n'
        yield from _data("node", _of_node(node), "      ")
        yield "    </node>\n"
    for number, (source, target, values) in enumerate(_edges(network, edge)):
        ends = f'source="{_text(source)}" target="{_text(target)}"'
        yield f'    <edge id="e{number}" {ends}>\n'
        yield from _data("edge", values, "      ")
        yield "    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def _data(domain: str, values: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in values.items():
        if value is not None:
            yield f'{indent}<data key="{domain}_{name}">{_text(value)}</data>\n'


def gexf(network: Network, options: ViewOptions) -> Iterator[str]:  # noqa: ARG001 - of all views
    """The network as GEXF 1.2 for Gephi, with the same nodes, edges and attributes as GraphML."""
    edge = _edge_types(network)
    told = ", ".join(f"{name}: {getattr(network.asked, name)}" for name in _GRAPH)
    yield _DECLARATION
    yield '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield f"  <meta>\n    <creator>stances</creator>\n    <description>{_text(told)}"
    yield "</description>\n  </meta>\n"
    yield '  <graph defaultedgetype="undirected" mode="static">\n'
    kept = {name: type_ for name, type_ in _NODE.items() if name != "label"}
    figures = {name: type_ for name, type_ in edge.items() if name != "weight"}
    for domain, types in (("node", kept), ("edge", figures)):
        yield f'    <attributes class="{domain}">\n'
        for name, type_ in types.items():
            yield f'      <attribute id="{name}" title="{name}" type="{_IN_GEXF[type_]}"/>\n'
        yield "    </attributes>\n"
    yield "    <nodes>\n"
    for node in network.nodes():
        yield f'      <node id="{_text(node.id)}" label="{_text(node.label)}">\n'
        yield from _attributes(_of_node(node), kept)
        yield "      </node>\n"
    yield "    </nodes>\n    <edges>\n"
    for number, (source, target, values) in enumerate(_edges(network, edge)):
        ends = f'source="{_text(source)}" target="{_text(target)}"'
        yield f'      <edge id="{number}" {ends} weight="{_text(values["weight"])}">\n'
        yield from _attributes(values, figures)
        yield "      </edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _attributes(values: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    yield "        <attvalues>\n"
    for name in names:
        if values[name] is not None:
            yield f'          <attvalue for="{name}" value="{_text(values[name])}"/>\n'
    yield "        </attvalues>\n"


def _edge_types(network: Network) -> Mapping[str, type]:
    return _TIE if network.asked.is_two_mode else _EDGE


def _of_node(node: Node) -> Mapping[str, Any]:
    return {name: getattr(node, name) for name in _NODE}


def _edges(
    network: Network, types: Mapping[str, type]
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The ids of both ends of each edge, and the figures of the edge."""
    if network.asked.is_two_mode:
        for tie in network.whole.ties():
            named = dict(zip(network.asked.keys, tie.row(), strict=True))
            values = {name: named[name] for name in types} | {"weight": float(named["weight"])}
            yield tie.actor.id, concept_node(tie.concept), values
        return
    for edge in network.whole.edges():
        named = dict(zip(network.asked.keys, edge.row(), strict=True))
        yield edge.one.id, edge.other.id, {name: named[name] for name in types}


def _in_xml(code: int) -> str:
    r"""A character reference; for a character that XML cannot contain, an escape such as `\x1b`."""
    is_allowed = code >= 0x20 and not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF)  # noqa: PLR2004
    return f"&#x{code:x};" if is_allowed else backslash_x(code)


_escapes = Escapes(_in_xml, {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})


def _text(value: object) -> str:
    """A value escaped for XML text and attributes."""
    text = value if isinstance(value, str) else repr(value)
    for char, name in (("&", "amp"), ("<", "lt"), (">", "gt"), ('"', "quot")):
        text = text.replace(char, f"&{name};")
    return _escapes(text)
