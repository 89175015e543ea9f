"""Codings of a random corpus, and the corpus that its records would be if they said the same.

    codings = draw(index, random)
    write(folder, "anna", codings)
    rewrite(folder, "anna", codings)

What is rewritten has the readings of a coder in its records, and lacks what the coder skipped.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from random_corpora import DATES, save

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path
    from random import Random

    Coding = dict[str, Any]

_CONDITIONS = ("peace", "a well-known treaty", "money")
_READ = ("position", "conditions", "frames", "said")


def draw(
    index: sqlite3.Connection, random: Random, *, rewritable: bool = False
) -> dict[str, Coding]:
    """Codings of most statements; if `rewritable`, without what no record could say."""
    scales: dict[str, list[tuple[str, str | None, str | None]]] = {}
    query = "SELECT issue, position, requires, allows FROM positions ORDER BY issue, number"
    for issue, *position in index.execute(query):
        scales.setdefault(issue, []).append((*position,))
    frames = [frame for (frame,) in index.execute("SELECT frame FROM frames ORDER BY number")]
    tied = {ref for pair in index.execute("SELECT ref, other FROM same_occasions") for ref in pair}
    query = "SELECT DISTINCT words_of FROM all_statements WHERE words_of IS NOT NULL"
    bases = {ref for (ref,) in index.execute(query)}
    found: dict[str, Coding] = {}
    query = "SELECT ref, issue, words_of FROM statements ORDER BY ref"
    for ref, issue, words_of in index.execute(query).fetchall():
        if random.random() < 0.3:
            continue
        if random.random() < 0.15 and not (rewritable and ref in tied | bases):
            found[ref] = {"skip": "It bears on another question."}
            continue
        position, requires, allows = random.choice(scales[issue])
        own: Coding = {"position": position}
        if requires or (allows and random.random() < 0.6):
            own["conditions"] = random.sample(_CONDITIONS, random.randint(1, 2))
        if random.random() < 0.5:
            own["frames"] = random.sample(frames, random.randint(0, min(2, len(frames))))
        if not words_of and random.random() < 0.4 and not (rewritable and ref in tied):
            own["said"] = random.choice(DATES)
        found[ref] = own
    return found


def write(folder: Path, coder: str, codings: Mapping[str, Coding]) -> None:
    """Write codings into the corpus in a folder."""
    by_official: dict[str, dict[str, Coding]] = {}
    for ref, coding in codings.items():
        official, _, id_ = ref.partition("/")
        by_official.setdefault(official, {})[id_] = coding
    for official, own in by_official.items():
        save(folder / f"codings/{coder}/{official}.yaml", own)


def rewrite(folder: Path, coder: str, codings: Mapping[str, Coding]) -> None:
    """Let the records of the corpus in a folder say what a coder has read."""
    for path in (*folder.glob("officials/*.yaml"), *folder.glob("officials/*/*.yaml")):
        official = path.stem if path.parent.name == "officials" else path.parent.name
        record = json.loads(path.read_text(encoding="utf-8"))
        kept = []
        for statement in record.pop("statements", []):
            coding = codings.get(f"{official}/{statement['id']}", {})
            if "skip" in coding:
                continue
            if coding:
                statement["coder"] = coder
                statement.pop("conditions", None)
            for key in _READ:
                if key in coding:
                    statement[key] = coding[key]
                if statement.get(key) == []:
                    del statement[key]
            kept.append(statement)
        if kept:
            save(path, record | {"statements": kept})
        elif path.parent.name == "officials":
            save(path, record)
        else:
            path.unlink()
