"""What one would write without `stances`: load a corpus with PyYAML, validate it, count.

`python benchmarks/plain.py FOLDER` reads the officials of a corpus. No places of errors, no checks
across files, no index, and no protection from what a hostile file holds.
"""

import sys
from collections import Counter
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel


class Evidence(BaseModel):
    """What a source printed."""

    source: str
    form: str
    text: str


class Statement(BaseModel):
    """What was said."""

    id: str
    said: date
    position: str
    frames: list[str]
    summary: str
    conditions: list[str] = []
    evidence: list[Evidence]


class Official(BaseModel):
    """Who said it."""

    name: str
    aliases: list[str]
    roles: list[dict[str, str]]
    statements: list[Statement]


def counted(folder: Path) -> Counter[tuple[str, str]]:
    """How many statements each faction has of each position."""
    figures: Counter[tuple[str, str]] = Counter()
    for path in sorted(folder.glob("officials/*.yaml")):
        official = Official.model_validate(yaml.load(path.read_bytes(), yaml.CSafeLoader))
        faction = official.roles[0]["faction"]
        figures.update((faction, each.position) for each in official.statements)
    return figures


if __name__ == "__main__":
    for (faction, position), number in sorted(counted(Path(sys.argv[1])).items()):
        print(faction, position, number)
