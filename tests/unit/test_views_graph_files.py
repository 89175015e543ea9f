"""GraphML and GEXF are read back by other people's libraries, whatever is in ids and labels."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import igraph
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.queries.filters import Filters
from stances.queries.network import Asked, network
from stances.views.formats import NETWORK, ViewOptions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from corpora import CorpusBuilder

FIGURES = (
    "concepts shared congruence conflict subtract weight one_statements other_statements"
).split()
HOSTILE = "<&>\"'  ]]> \u202eabc\u202c \u2028 &amp; گفت \U0001f6a4 %s {} \u0085"


def written(format_: str, index: sqlite3.Connection, **asked: Any) -> str:
    found = network(index, Filters(), Asked(**asked))
    return "".join(NETWORK.view(format_)(found, ViewOptions()))


def as_graph(format_: str, text: str) -> Any:  # noqa: ANN401 - a graph of networkx
    read = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[format_]
    return read(BytesIO(text.encode()))


@pytest.fixture
def town(corpus: CorpusBuilder) -> CorpusBuilder:
    for name, position in (("abel", "supports"), ("bo", "indirect"), ("cas", "rejects")):
        corpus.official(name, statements=[position, "supports"], faction="mayor")
    return corpus.official("zoe", faction=None, kind="institution")


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
class TestBoth:
    def test_have_our_nodes_and_edges_with_all_figures(
        self, format_: str, shipped: sqlite3.Connection
    ) -> None:
        asked: dict[str, Any] = {"measure": "subtract", "normalize": "average"}
        found = network(shipped, Filters(), Asked(**asked))
        graph = as_graph(format_, written(format_, shipped, **asked))
        assert not graph.is_directed()
        assert not graph.is_multigraph()
        assert {*graph} == {node.id for node in found.nodes()}
        for node in found.nodes():
            own = graph.nodes[node.id]
            assert (own["label"], own["kind"], own["statements"]) == node[1:3] + node[4:]
            assert own.get("faction") == node.faction
        rows = [*found.rows]
        assert graph.number_of_edges() == len(rows)
        for row in rows:
            edge = graph.edges[row["one"], row["other"]]
            assert {key: edge[key] for key in FIGURES} == {key: row[key] for key in FIGURES}

    def test_of_two_modes_have_actors_and_concepts(
        self, format_: str, shipped: sqlite3.Connection
    ) -> None:
        graph = as_graph(format_, written(format_, shipped, measure="two-mode"))
        rows = [*network(shipped, Filters(), Asked(measure="two-mode")).rows]
        assert graph.number_of_edges() == len(rows)
        for row in rows:
            edge = graph.edges[row["one"], f"issue:{row['concept']}"]
            assert (edge["statements"], edge["weight"]) == (row["statements"], row["weight"])
            assert edge.get("total") == row["total"]
        assert nx.is_bipartite(graph)

    def test_without_actors_are_empty_graphs(self, format_: str, corpus: CorpusBuilder) -> None:
        assert len(as_graph(format_, written(format_, corpus.index()))) == 0

    def test_of_hostile_ids_and_labels_have_them_as_they_are(
        self, format_: str, town: CorpusBuilder
    ) -> None:
        index = renamed(town, f"ab{HOSTILE}", f"Abel {HOSTILE}\n\t\r end")
        text = written(format_, index)
        graph = as_graph(format_, text)
        label = graph.nodes[f"ab{HOSTILE}"]["label"]
        assert label == f"Abel {HOSTILE}\n\t\r end"
        assert graph.edges[f"ab{HOSTILE}", "bo"]["concepts"] == 1
        assert "\u202e" not in text

    def test_show_what_xml_cannot_hold(self, format_: str, town: CorpusBuilder) -> None:
        text = written(format_, renamed(town, "abel", "a\x00b\x1b[31mc\ufffe\uffffd"))
        assert as_graph(format_, text).nodes["abel"]["label"] == "a\\x00b\\x1b[31mc\\ufffe\\uffffd"
        assert ET.fromstring(text) is not None  # noqa: S314 - our own


def renamed(corpus: CorpusBuilder, id_: str, name: str) -> sqlite3.Connection:
    """An index in which Abel has another id and name, as no file could give them."""
    index = corpus.index()
    for table in ("officials", "all_statements", "names"):
        index.execute(f"UPDATE {table} SET official = ? WHERE official = 'abel'", (id_,))
    index.execute("UPDATE officials SET name = ? WHERE official = ?", (name, id_))
    return index


@given(label=st.text(st.characters(codec="utf-8"), max_size=20))
def test_any_label_is_well_formed(label: str, new_corpus: Callable[[], CorpusBuilder]) -> None:
    index = TOWN.get("index") or TOWN.setdefault("index", small(new_corpus()))
    index.execute("UPDATE officials SET name = ?", (label,))
    for format_ in ("graphml", "gexf"):
        assert len(as_graph(format_, written(format_, index))) == 2


TOWN: dict[str, sqlite3.Connection] = {}
"""An index that is made once for all labels."""


def small(corpus: CorpusBuilder) -> sqlite3.Connection:
    corpus.official("abel", statements=["supports"]).official("bo", statements=["rejects"])
    return corpus.index()


def test_graphml_is_read_by_igraph_too(shipped: sqlite3.Connection, tmp_path: Path) -> None:
    several: list[dict[str, Any]] = [
        {},
        {"measure": "two-mode"},
        {"of": "faction", "on": "frame"},
    ]
    for asked in several:
        path = tmp_path / "network.graphml"
        path.write_text(written("graphml", shipped, **asked), "utf-8")
        graph = igraph.Graph.Read_GraphML(str(path))
        found = network(shipped, Filters(), Asked(**asked))
        nodes, rows = [*found.nodes()], [*found.rows]
        assert graph.vs["id"] == [node.id for node in nodes]
        assert graph.vs["label"] == [node.label for node in nodes]
        assert graph.vs["statements"] == [node.statements for node in nodes]
        assert graph.es["weight"] == [row["weight"] for row in rows]
        ends = [(graph.vs[each.source]["id"], graph.vs[each.target]["id"]) for each in graph.es]
        other = "concept" if "concept" in found.keys else "other"
        assert [(a, b.removeprefix("issue:")) for a, b in ends] == [
            (row["one"], row[other]) for row in rows
        ]
        assert graph["measure"] == found.asked.measure


def test_igraph_reads_hostile_labels(town: CorpusBuilder, tmp_path: Path) -> None:
    path = tmp_path / "network.graphml"
    path.write_text(written("graphml", renamed(town, "abel", HOSTILE)), "utf-8")
    assert HOSTILE in igraph.Graph.Read_GraphML(str(path)).vs["label"]
