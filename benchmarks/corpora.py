"""Corpora of any size, for benchmarks: ten statements to a file, in English and Persian.

`python benchmarks/corpora.py FOLDER STATEMENTS` writes one, laid out as `stances fmt` does it. The
same numbers give the same bytes.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import yaml

from stances.editing.yaml_writer import file_text, part_of, shape_of

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

_META = {
    "title": "A corpus for benchmarks",
    "description": "Invented from beginning to end.",
    "schema_version": "1",
    "coder": "benchmark",
    "default_issue": "tram",
}
_SCALE = (
    {"id": "supports", "label": "Supports", "definition": "Is for it.", "score": "2"},
    {"id": "indirect", "label": "Indirect", "definition": "By others.", "score": "1"},
    {
        "id": "conditional",
        "label": "Conditional",
        "definition": "If.",
        "score": "0",
        "requires": "conditions",
    },
    {"id": "opposes", "label": "Opposes", "definition": "Is against it.", "score": "-1"},
    {"id": "rejects", "label": "Rejects", "definition": "Refuses it.", "score": "-2"},
    {"id": "unstated", "label": "Unstated", "definition": "Takes no position."},
)


LOPSIDED = ("one official", "one alias", "one source")
"""What all statements are of, all officials have, or all evidence is from."""


def write_corpus(folder: Path, statements: int) -> None:
    """Write a corpus with so many statements; a source for each hundred of them."""
    officials = [TO_A_FILE] * (statements // TO_A_FILE)
    _write_corpus(folder, max(2, statements // 100), officials, random.Random(statements))


def write_lopsided(folder: Path, statements: int, lopsided: str) -> None:
    """Write a corpus with so many statements, one of `LOPSIDED`."""
    alone = lopsided == "one official"
    officials = [statements] if alone else [TO_A_FILE] * (statements // TO_A_FILE)
    sources = 1 if lopsided == "one source" else max(2, statements // 100)
    alias = ["The Councillor"] if lopsided == "one alias" else []
    _write_corpus(folder, sources, officials, random.Random(statements), alias)


def write_by_hand(folder: Path, to: Path) -> None:
    """Write a corpus again as people type: short lists in brackets, comments, own line breaks."""
    shutil.copytree(folder, to)
    for path in to.glob("*/*.yaml"):
        data = yaml.load(path.read_bytes(), yaml.CBaseLoader)  # noqa: S506 - makes text alone
        text = yaml.dump(data, allow_unicode=True, sort_keys=False, width=100, indent=4)
        frames = re.sub(r"frames:\n +- (.+)", r"frames: [\1]  # as coded", text)
        path.write_text(f"# Entered by hand.\n{frames}", "utf-8")


def _write_corpus(
    folder: Path,
    number_of_sources: int,
    officials: list[int],
    choose: random.Random,
    aliases: list[str] | None = None,
) -> None:
    sources = [f"source-{number:05d}" for number in range(number_of_sources)]
    for kind in ("sources", "officials"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    _write(folder / "corpus.yaml", "corpus", _META)
    _write(folder / "codebook.yaml", "codebook", _codebook())
    for source in sources:
        _write(folder / "sources" / f"{source}.yaml", "source", _source(source, choose))
    for number, statements in enumerate(officials):
        path = folder / "officials" / f"official-{number:06d}.yaml"
        data = _official(number, statements, choose, sources)
        data["aliases"] += aliases or []
        _write(path, "official", data)


def _write(path: Path, kind: str, data: dict[str, Any]) -> None:
    path.write_text(file_text(part_of(data), shape_of(kind)), "utf-8")


def _codebook() -> dict[str, Any]:
    question = "Should the town build a tram?"
    return {
        "issues": [{"id": "tram", "question": question, "positions": [*_SCALE]}],
        "factions": [_term(id_) for id_ in _FACTIONS],
        "frames": [_term(id_) for id_ in _FRAMES],
    }


def _term(id_: str) -> dict[str, Any]:
    return {"id": id_, "label": id_, "definition": f"Called {id_}."}


def _source(id_: str, choose: random.Random) -> dict[str, Any]:
    day = f"2021-{choose.randint(7, 12):02d}-{choose.randint(1, 28):02d}"
    return {
        "title": f"What {id_} printed",
        "publisher": "The Courier",
        "authors": ["Nora Lind"],
        "published": day,
        "lang": "en",
        "kind": "news-article",
        "assessments": [{"about": [choose.choice(_FACTIONS)], "text": _words(choose)}],
    }


def _official(
    number: int, statements: int, choose: random.Random, sources: list[str]
) -> dict[str, Any]:
    faction = _FACTIONS[number % len(_FACTIONS)]
    return {
        "name": f"Nora Lind {number}",
        "aliases": [f"Lind {number}", f"N. Lind {number}"],
        "roles": [{"title": f"Councillor {number}", "faction": faction, "from": "2019-05"}],
        "statements": [_statement(rank, choose, sources) for rank in range(statements)],
    }


def _statement(rank: int, choose: random.Random, sources: list[str]) -> dict[str, Any]:
    position = choose.choice(_POSITIONS)
    statement: dict[str, Any] = {
        "id": f"statement-{rank}",
        "said": f"2021-{choose.randint(1, 6):02d}-{choose.randint(1, 28):02d}",
        "position": position,
        "frames": [choose.choice(_FRAMES)],
        "summary": _words(choose, 6),
    }
    if position == "conditional":
        statement["conditions"] = [_words(choose, 5)]
    statement["evidence"] = [_evidence(choose.choice(sources), choose)]
    if rank % 3 == 0:
        statement["evidence"].append(_evidence(choose.choice(sources), choose))
    return statement


def _evidence(source: str, choose: random.Random) -> dict[str, Any]:
    text = " ".join(choose.choices(_PERSIAN, k=12)) if choose.random() < 0.1 else _words(choose)  # noqa: PLR2004
    form = choose.choice(_FORMS)
    return {"source": source, "form": form, "text": f"{text} {choose.randint(0, 10**9)}"}


def _words(choose: random.Random, number: int = 18) -> str:
    return " ".join(choose.choices(_WORDS, k=number))


if __name__ == "__main__":
    write_corpus(Path(sys.argv[1]), int(sys.argv[2]))
