"""Corpora of any size, for benchmarks: ten statements to a file, in English and Persian.

`python benchmarks/corpora.py FOLDER STATEMENTS` writes one. The same numbers give the same bytes.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

TO_A_FILE = 10
_WORDS = (
    "the harbour line council would not accept before any agreement with town on costs rails and "
    "quays should be built this year under no condition without public money from state said again "
    "that must first show its good intentions ready to cooperate against all who want delay"
).split()
_PERSIAN = (
    "تا وقتی اسکله‌ها تعمیر نشده‌اند شهر تراموا را نمی‌سازد و دولت باید هزینه را بپردازد".split()
)
_POSITIONS = ("supports", "indirect", "conditional", "opposes", "rejects", "unstated")
_FACTIONS = tuple(f"faction-{number}" for number in range(12))
_FRAMES = tuple(f"frame-{number}" for number in range(20))
_FORMS = ("quote", "partial-quote", "paraphrase", "paraphrase")

_META = """\
title: A corpus for benchmarks
description: Invented from beginning to end.
schema_version: 1
coder: benchmark
default_issue: tram
"""
_SCALE = """\
issues:
  - id: tram
    question: Should the town build a tram?
    positions:
      - {id: supports, label: Supports, definition: Is for it., score: 2}
      - {id: indirect, label: Indirect, definition: By others., score: 1}
      - {id: conditional, label: Conditional, definition: If., score: 0, requires: conditions}
      - {id: opposes, label: Opposes, definition: Is against it., score: -1}
      - {id: rejects, label: Rejects, definition: Refuses it., score: -2}
      - {id: unstated, label: Unstated, definition: Takes no position.}
"""


def write_corpus(folder: Path, statements: int) -> None:
    """Write a corpus with so many statements; a source for each hundred of them."""
    choose = random.Random(statements)
    sources = [f"source-{number:05d}" for number in range(max(2, statements // 100))]
    for kind in ("sources", "officials"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    (folder / "corpus.yaml").write_text(_META, "utf-8")
    (folder / "codebook.yaml").write_text(_SCALE + _terms(), "utf-8")
    for source in sources:
        (folder / "sources" / f"{source}.yaml").write_text(_source(source, choose), "utf-8")
    for number in range(statements // TO_A_FILE):
        id_ = f"official-{number:06d}"
        text = _official(number, choose, sources)
        (folder / "officials" / f"{id_}.yaml").write_text(text, "utf-8")


def _terms() -> str:
    lines = []
    for kind, ids in (("factions", _FACTIONS), ("frames", _FRAMES)):
        lines.append(f"{kind}:")
        lines += [f"  - {{id: {id_}, label: {id_}, definition: Called {id_}.}}" for id_ in ids]
    return "\n".join(lines) + "\n"


def _source(id_: str, choose: random.Random) -> str:
    day = f"2021-{choose.randint(7, 12):02d}-{choose.randint(1, 28):02d}"
    return (
        f"title: What {id_} printed\npublisher: The Courier\nauthors: [Nora Lind]\n"
        f"published: {day}\nlang: en\nkind: news-article\n"
        f"assessments:\n  - about: [{choose.choice(_FACTIONS)}]\n    text: {_words(choose)}\n"
    )


def _official(number: int, choose: random.Random, sources: list[str]) -> str:
    faction = _FACTIONS[number % len(_FACTIONS)]
    lines = [
        f"name: Nora Lind {number}",
        f"aliases: [Lind {number}, N. Lind {number}]",
        "roles:",
        f"  - {{title: Councillor {number}, faction: {faction}, from: 2019-05}}",
        "statements:",
    ]
    for rank in range(TO_A_FILE):
        lines += _statement(rank, choose, sources)
    return "\n".join(lines) + "\n"


def _statement(rank: int, choose: random.Random, sources: list[str]) -> list[str]:
    position = choose.choice(_POSITIONS)
    lines = [
        f"  - id: statement-{rank}",
        f"    said: 2021-{choose.randint(1, 6):02d}-{choose.randint(1, 28):02d}",
        f"    position: {position}",
        f"    frames: [{choose.choice(_FRAMES)}]",
        f"    summary: {_words(choose, 6)}",
    ]
    lines += [f"    conditions: [{_words(choose, 5)}]"] if position == "conditional" else []
    lines.append("    evidence:")
    lines += _evidence(choose.choice(sources), choose)
    if rank % 3 == 0:
        lines += _evidence(choose.choice(sources), choose)
    return lines


def _evidence(source: str, choose: random.Random) -> list[str]:
    text = " ".join(choose.choices(_PERSIAN, k=12)) if choose.random() < 0.1 else _words(choose)  # noqa: PLR2004
    return [
        f"      - source: {source}",
        f"        form: {choose.choice(_FORMS)}",
        f"        text: {text} {choose.randint(0, 10**9)}",
    ]


def _words(choose: random.Random, number: int = 18) -> str:
    return " ".join(choose.choices(_WORDS, k=number))


if __name__ == "__main__":
    write_corpus(Path(sys.argv[1]), int(sys.argv[2]))
