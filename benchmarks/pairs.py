"""What one would write with networkx for `stances network`: a projection of who said what.

`python benchmarks/pairs.py STATEMENTS` reads the lines of `stances list --format jsonl`, of issues
with scores from -2 to 2, and writes congruence and conflict of every two officials as JSON lines.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import networkx as nx

RANGE = 4

said: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
with Path(sys.argv[1]).open(encoding="utf-8") as lines:
    for row in map(json.loads, lines):
        if row["score"] is not None and not row["hearsay"]:
            said[row["official"], row["issue"]][row["score"]] += 1

graph = nx.Graph()
officials = sorted({official for official, _ in said})
for (official, issue), scores in said.items():
    graph.add_edge(official, ("issue", issue), scores=scores)


def congruence(of: nx.Graph, one: str, other: str) -> tuple[float, float]:
    """How far two officials agree, and how far they do not."""
    agree = conflict = 0.0
    for issue in {*of[one]} & {*of[other]}:
        theirs = of[other][issue]["scores"].items()
        for own, n in of[one][issue]["scores"].items():
            for its, m in theirs:
                apart = n * m * abs(own - its) / RANGE
                agree += n * m - apart
                conflict += apart
    return agree, conflict


pairs = nx.bipartite.generic_weighted_projected_graph(graph, officials, congruence)
write = sys.stdout.write
for one, other, data in pairs.edges(data=True):
    agree, conflict = data["weight"]
    write(json.dumps({"one": one, "other": other, "congruence": agree, "conflict": conflict}))
    write("\n")
