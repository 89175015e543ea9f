"""The verdict on one quotation: found, not found, ambiguous or unchecked."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf
from typing import TYPE_CHECKING, Literal

from stances.evidence.matching import MAX_GAP, MOST_PLACES, Ambiguous, Found, NotFound, TooShort

if TYPE_CHECKING:
    from stances.evidence.copies import Copy, Spot
    from stances.evidence.matching import Hints
    from stances.evidence.quotation_marks import Marks

Verdicts = Literal["found", "not-found", "ambiguous", "unchecked"]
RESULTS: tuple[Verdicts, ...] = ("found", "not-found", "ambiguous", "unchecked")
"""`ambiguous`: found in several places; `unchecked`: neither found nor not found."""
HINTS = {
    "ST501": "copy the words from the source again; `[…]` stands for what is left out",
    "ST502": "add the words next to them as `prefix` or `suffix`, or `locator: line N`",
    "ST503": "restore that copy; or see what has changed in it, and then correct `sha256`",
    "ST504": "quote more of it, or leave the piece out",
    "ST505": "choose `partial-quote` or `paraphrase`, or quote only what stands in the marks",
    "ST506": "choose `quote`",
    "ST507": "correct or drop `prefix`, `suffix` or `locator`",
    "ST508": "mend that, or do without `--require-all`",
    "ST509": "put the text itself in its place, as a .txt",
    "ST510": "drop it from `accept`",
}
"""What to do about each fault."""
_LISTED = 5
_SHOWN = 420
"""Characters of a difference that a message shows; a message has 600."""


@dataclass(frozen=True)
class Verdict:
    """What was found, and what is wrong with it.

    `reason` says why words are not found or unchecked, or has notes on those found. `spot` is where
    they begin in the copy; `before` and `behind` are the words around them. For words not found,
    `nearest` is the most similar passage, `excerpt` what is around the first difference in it, and
    `spot` its place. `faults` are problem codes, each with a message.
    """

    result: Verdicts
    reason: str | None = None
    spot: Spot | None = None
    before: str | None = None
    behind: str | None = None
    marks: Marks | None = None
    insertions: tuple[str, ...] = ()
    nearest: str | None = None
    excerpt: str | None = None
    faults: tuple[tuple[str, str], ...] = ()


def verdict(
    words: str, form: str | None, hints: Hints, copy: Copy, gap: float = MAX_GAP
) -> Verdict:
    """Look for words in a copy; `form` is None where quotation marks do not matter.

    `gap` is the most characters that an omission may stand for.
    """
    match copy.searchable.find(words, hints, gap):
        case Found() as found:
            return _found(found, form, copy)
        case Ambiguous(places):
            spots = [copy.spot(place) for place in places[:_LISTED]]
            listed = "; ".join(f"{spot}, column {spot.column}" for spot in spots)
            more = "; …" if len(places) > _LISTED else ""
            many = f"more than {MOST_PLACES}" if len(places) > MOST_PLACES else len(places)
            message = f"these words stand in {copy.name} {many} times: {listed}{more}"
            return Verdict("ambiguous", message, spots[0], faults=(("ST502", message),))
        case TooShort(piece):
            reason = f"“{piece}” is too short a piece to look for"
            return Verdict("not-found", reason, faults=(("ST504", reason),))
        case NotFound(apart):
            return _not_found(words, copy, gap if apart else None)


def _found(found: Found, form: str | None, copy: Copy) -> Verdict:
    spot = copy.spot(found.spans[0][0])
    before, behind = copy.around(found.spans[0][0], found.spans[-1][1])
    marks = copy.searchable.quotations.of(found.spans)
    where = f"{spot} of {copy.name}"
    faults = []
    if found.misplaced:
        message = f"these words stand on {where}, which is not where the record says"
        faults.append(("ST507", message))
    if form == "quote" and marks == "outside":
        faults.append(("ST505", f"on {where}, these words are not all in quotation marks"))
    if form == "paraphrase" and marks == "inside":
        faults.append(("ST506", f"on {where}, these words stand in quotation marks"))
    notes = [f"with the insertion [{insertion}]" for insertion in found.insertions]
    notes += found.damage
    if form in ("quote", "paraphrase") and marks == "unclear":
        notes.append("the quotation marks around it do not balance: unclear whether it is quoted")
    reason = "; ".join(notes) or None
    return Verdict(
        "found", reason, spot, before, behind, marks, found.insertions, faults=tuple(faults)
    )


def _not_found(words: str, copy: Copy, apart: float | None) -> Verdict:
    """The verdict on words that are not there; `apart`: their pieces are, but not so near."""
    reason = f"these words are not in {copy.name}"
    if apart is not None:
        near = "in this order" + ("" if isinf(apart) else f", at most {apart} characters apart")
        reason = f"{copy.name} has the pieces of these words, but not {near}"
    passage = copy.searchable.nearest(words)
    if passage is None:
        return Verdict("not-found", reason, faults=(("ST501", reason),))
    spot = copy.spot(passage.start)
    excerpt = passage.excerpt(_SHOWN)
    reason = f"{reason}; {passage.look_alikes}" if passage.look_alikes else reason
    place, differs = f"on {spot}", copy.spot(passage.differs)
    if excerpt != passage.difference and differs.line != spot.line:
        place = f"from {spot} on, differs on {differs}"
    message = f"{reason}; nearest, {place}: {excerpt}"
    return Verdict(
        "not-found",
        reason,
        spot,
        nearest=passage.difference,
        excerpt=excerpt,
        faults=(("ST501", message),),
    )
