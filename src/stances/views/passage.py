"""A passage of a stored copy in its paragraph, with its probable speaker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.evidence.proposed_speakers import AUTHOR
from stances.text import visible
from stances.views import styles
from stances.views.direction import laid_out
from stances.views.values import named
from stances.views.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stances.evidence.candidates import Candidate

_BEGIN, _END = "[:", ":]"
"""The marks around the passage, with and without colour."""
_MARKS = re.compile(r"(\[:|:\])")


def passage_lines(
    passage: Candidate, place: str, people: Mapping[str, str], width: int, *, color: bool
) -> Iterator[str]:
    """The lines that show a passage; `people` has the names of officials by id."""

    def painted(text: str, style: str) -> str:
        return styles.painted(text, style) if color else text

    yield ""
    yield painted(f"{place}, {passage.spot}", styles.HEADING)
    inside = False
    for line in wrapped(_marked(passage), width):
        pieces = []
        for piece in _MARKS.split(laid_out(line)):
            inside = inside or piece == _BEGIN
            pieces.append(painted(piece, styles.STRONG) if inside and piece else piece)
            inside = inside and piece != _END
        yield "".join(pieces)
    yield ""
    for line in (_as_recorded(passage), _speaker(passage, people)):
        yield from map(laid_out, wrapped(line, width, rest="  "))


def _marked(passage: Candidate) -> str:
    """The paragraph on one line, with marks around the passage."""
    text, done = passage.paragraph, 0
    parts: list[str] = []
    for start, end in passage.spans:
        parts += text[done:start], _BEGIN, text[start:end], _END
        done = end
    return visible(" ".join("".join([*parts, text[done:]]).split()))


def _as_recorded(passage: Candidate) -> str:
    if passage.bare:
        who = "no report of what was said is found in it"
        return f"This paragraph has no evidence, and {who}."
    marked = [passage.paragraph[slice(*span)] for span in passage.spans]
    words = " […] ".join(" ".join(each.split()) for each in marked)
    partly = ", of which a part is in evidence" if passage.partly else ""
    told = "" if words == passage.text else f": {visible(passage.text)}"
    return f"{passage.form}{partly}{told}"


def _speaker(passage: Candidate, people: Mapping[str, str]) -> str:
    """Say who seems to speak, by which rule, and how often the rule is right."""
    proposal = passage.proposal
    if passage.bare:
        return f"It names {named([people.get(id_, id_) for id_ in passage.mentions])}."
    printed = f" (“{visible(proposal.printed)}”)" if proposal.printed else ""
    if proposal.official is None or proposal.rule is None:
        if not passage.name:
            return "Who says it is not found."
        return f"“{visible(passage.name)}” is no official of this corpus."
    name = people.get(proposal.official, proposal.official)
    if proposal.rule is AUTHOR:
        return f"{name}, {proposal.rule.shape}"
    guess = "" if proposal.is_filled_in else "a guess, "
    often = f"right in {proposal.rule.right} of 100{proposal.rule.where}"
    return f"{name}{printed}: {proposal.rule.shape}, {guess}{often}"
