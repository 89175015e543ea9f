"""The made-up official and source of a new corpus.

The words answer no question and take no side, so that they fit any corpus.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from stances.editing.yaml_writer import inline

if TYPE_CHECKING:
    from stances.init.outline import Outline

OFFICIAL = "alex-example"
SOURCE = "example-article"

_QUOTED = "I have thought about this for a long time, and here is my answer"
_CLAIMED = "all the others keep everybody waiting"

_ARTICLE = f"""\
Alex Example has an answer

This article does not exist: `stances init` made it up. It is here so that the example record has
a source to quote, and `stances verify` has a copy to find the words in.

On Monday, a reporter asked the Minister of Examples the question.

“{_QUOTED},” Alex Example said.

She is the first to give one; {_CLAIMED}.
"""

_SOURCE = """\
# yaml-language-server: $schema=../schemas/source.schema.json

# An example of a source. The name of a file is the id of its record, so
# evidence that is taken from here says `source: {source}`. It is
# made up; delete it together with {official}.yaml.

title: Alex Example has an answer
publisher: The Example Times
authors: [Erin Example]

# The day that is printed on it, or the month or year: 2024-01 and 2024 are
# dates too.
published: 2024-01-16
# url: https://…

# The language it is written in: en, fa, pt-BR.
lang: en
kind: news-article

# Of the stored copy, snapshots/{source}.txt: `sha256sum FILE` prints it,
# `stances verify` checks it. Copies are never committed; a source may do
# without one, and is then not verified.
sha256: {sha256}

# What the author says of officials or factions in their own voice. It is shown
# with them, and never scored. A source may do without.
assessments:
  - about: {about}
    text: {claimed}
"""

_OFFICIAL = """\
# yaml-language-server: $schema=../schemas/official.schema.json

# An example of an official and what they said: one file for each. To record
# somebody, copy this to officials/first-last.yaml and change it there. It is
# made up; delete it when you have your own.

name: Alex Example

# Every other way in which sources spell the name.
aliases: [Minister Example]

# Offices, as far as they are known. `from` and `until` are dates.
roles:
  - title: Minister of Examples
{faction}
# One for each occasion on which they took a position.
statements:
  - id: first-answer
    # The day, no more exactly than the source tells it: 2024-01 and
    # ../2024-01-16 (on some day up to then) are dates too.
    said: 2024-01-15

    # How the coder reads it: one of the positions in codebook.yaml.
    position: {position}
{conditions}
    # The source's own words, so that everybody can judge the reading. `form` is
    # `quote` for words between quotation marks, `paraphrase` for the
    # reporter's; there are `partial-quote` and `document` too. Other sources of
    # the same statement go below, each behind a dash.
    evidence:
      - source: {source}
        form: quote
        text: {quoted}

    # What a reader should know of this record.
    note: Made up by `stances init`; the position is no more than an example.
"""


def article() -> str:
    """The stored copy of the example's source."""
    return _ARTICLE


def source_draft(outline: Outline) -> str:
    """The example's source. Its author mentions every faction, so that none is unused."""
    subjects = [OFFICIAL, *(faction.id for faction in outline.factions)]
    return _SOURCE.format(
        source=SOURCE,
        official=OFFICIAL,
        sha256=sha256(article().encode()).hexdigest(),
        about=f"[{', '.join(inline(id_, flow=True) for id_ in subjects)}]",
        claimed=inline(_CLAIMED),
    )


def official_draft(outline: Outline) -> str:
    """The example's official, whose statement takes the first position that needs no conditions."""
    position = min(outline.positions, key=lambda each: each.requires_conditions)
    factions = [f"    faction: {inline(faction.id)}\n" for faction in outline.factions]
    condition = "    conditions: [something else comes first]\n"
    return _OFFICIAL.format(
        faction=factions[0] if factions else "",
        position=inline(position.id),
        conditions=condition if position.requires_conditions else "",
        source=SOURCE,
        quoted=inline(_QUOTED),
    )
