"""Writes `corpus.yaml` and `codebook.yaml` of a new corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.editing.yaml_writer import inline
from stances.model.types import SCHEMA_VERSION

if TYPE_CHECKING:
    from stances.init.outline import Outline, Position

_CORPUS = """\
# yaml-language-server: $schema=schemas/corpus.schema.json

# What this corpus is. Every file here is plain text: change it in any editor,
# and let `stances check` say what is wrong.

# What reports are headed with.
title: {title}

# What is recorded here and what is not, for others and for yourself in a year.
# description: What officials were reported to have said about …
# scope: Every statement on … that one of these papers printed between … and …

# The version of this format. It stays as it is.
schema_version: {version}

# Who decides which position a statement takes. A statement by another coder
# names its own.
coder: {coder}

# The issue of codebook.yaml that is meant where a statement names none.
default_issue: {issue}

# How many records there are at least, so that none gets lost unseen.
# assertions:
#   statements:
#     minimum: 10
"""

_CODEBOOK = """\
# yaml-language-server: $schema=schemas/codebook.schema.json

# The words that records may use. One that is not here is an error, so that no
# mistyped position is ever counted as one of its own.

# The questions that are asked of what officials say, each with its whole scale.
issues:
  - id: {issue}
    question: {question}
    # From one end to the other: this is the order in which answers show them.
    # `label` is what readers see; `definition` is what coders go by, so say
    # where one position ends and the next begins. `score` is the place on the
    # scale that means are taken of; a position without one is counted and never
    # averaged. `requires: conditions` makes statements name their conditions.
    positions:
{positions}

# Groups that officials speak for: parties, ministries, camps. An official's
# role names one.
{factions}

# Arguments and themes, whatever position they serve. A statement may have
# several.
# frames:
#   - id: cost
#     label: Cost
#     definition: Argues with what it costs, or saves.
"""

_NO_FACTIONS = """\
# factions:
#   - id: government
#     label: Government
#     definition: The ministers and those who speak for them."""


def corpus_draft(outline: Outline) -> str:
    """The text of `corpus.yaml`."""
    return _CORPUS.format(
        title=inline(outline.title),
        version=SCHEMA_VERSION,
        coder=inline(outline.coder),
        issue=inline(outline.issue),
    )


def codebook_draft(outline: Outline) -> str:
    """The text of `codebook.yaml`."""
    to_be_written = inline("To be written. Who belongs to it, and how does a source show that?")
    factions = "".join(
        f"\n  - id: {inline(faction.id)}\n"
        f"    label: {inline(faction.label)}\n"
        f"    definition: {to_be_written}"
        for faction in outline.factions
    )
    return _CODEBOOK.format(
        issue=inline(outline.issue),
        question=inline(outline.question),
        positions="\n".join(map(_position, outline.positions)),
        factions=f"factions:{factions}" if factions else _NO_FACTIONS,
    )


def _position(position: Position) -> str:
    lines = [
        f"      - id: {inline(position.id)}",
        f"        label: {inline(position.label)}",
        f"        definition: {inline(position.definition)}",
    ]
    if position.score is not None:
        lines.append(f"        score: {position.score}")
    if position.is_open:
        lines.append("        open: true")
    if position.requires_conditions:
        lines.append("        requires: conditions")
    return "\n".join(lines)
