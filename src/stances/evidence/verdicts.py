"""The verdict on one quotation: found, not found, ambiguous or unchecked."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.evidence.matching import (
    MAX_GAP,
    MOST_PLACES,
    Ambiguous,
    Found,
    Hints,
    NotFound,
    TooShort,
)
from stances.evidence.meaning import Claim

if TYPE_CHECKING:
    from stances.evidence.copies import Copy, Spot
    from stances.evidence.meaning import Background
    from stances.evidence.quotation_marks import Marks

Verdicts = Literal["found", "original-found", "not-found", "ambiguous", "unchecked"]
RESULTS: tuple[Verdicts, ...] = (
    "found",
    "original-found",
    "not-found",
    "ambiguous",
    "unchecked",
)
"""`original-found`: the words before translation are found, and nobody has checked the translation;
`ambiguous`: found in several places; `unchecked`: neither found nor not found."""
_OR_ACCEPT = "or add the code to `accept`, with a `note` that says why it is right"
HINTS = {
    "ST501": "copy the words from the source again; `[…]` stands for what is left out",
    "ST502": "add the words next to them as `prefix` or `suffix`, or `locator: line N`",
    "ST503": "restore that copy; or see what has changed in it, and then correct `sha256`",
    "ST504": "quote more of it, or leave the piece out",
    "ST505": "choose `partial-quote` or `paraphrase`, or quote only what stands in the marks",
    "ST506": "choose `quote`",
    "ST507": "correct or drop `prefix`, `suffix` or `locator`",
    "ST508": "correct that, or run without `--require-all`",
    "ST509": "put the text itself in its place, as a .txt",
    "ST510": "drop it from `accept`",
    "ST511": f"see who says it; {_OR_ACCEPT}",
    "ST512": f"quote all of it; {_OR_ACCEPT}",
    "ST513": f"quote the speaker's own words; {_OR_ACCEPT}",
    "ST514": f"quote it together with the negation; {_OR_ACCEPT}",
    "ST515": f"quote it in two pieces of evidence, or all of it; {_OR_ACCEPT}",
    "ST516": f"say it in `summary` or a `note`; {_OR_ACCEPT}",
    "ST517": f"record what each of them says by itself; {_OR_ACCEPT}",
    "ST518": f"quote from one paragraph, or make two pieces of evidence; {_OR_ACCEPT}",
    "ST519": f"see whether readers of the page see it; {_OR_ACCEPT}",
    "ST520": f"quote what stands there now, or an earlier edition; {_OR_ACCEPT}",
    "ST523": f"name it in `conditions`, or quote it too; {_OR_ACCEPT}",
    "ST524": f"quote the whole question; {_OR_ACCEPT}",
    "ST525": f"quote them together with that; {_OR_ACCEPT}",
    "ST522": "write `negation: not never …`, a kind of word to a line",
    "ST521": f"choose `quote` or `paraphrase`, or correct the source's `kind`; {_OR_ACCEPT}",
}
"""What to do about each fault."""
_LISTED = 5
_SHOWN = 420
"""The most characters of a difference in a message, which may have 600."""


class Sought(NamedTuple):
    """Words to look for in a copy; `form` is None if quotation marks do not matter.

    `gap` is the most characters that an omission may stand for; `claim` is what the record says
    about the speaker.
    """

    words: str
    form: str | None = None
    hints: Hints = Hints()
    gap: float = MAX_GAP
    claim: Claim = Claim()


@dataclass(frozen=True)
class Verdict:
    """The result of looking for words, and its faults.

    `reason` says why words are not found or unchecked, or has notes on found words. `spot` is their
    place in the copy; `before` and `behind` are the text around them. For words not found,
    `nearest` is the most similar passage, `spot` its place, and `excerpt` the part around the first
    difference. `faults` are problem codes, each with a message.
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

    @property
    def is_found(self) -> bool:
        """Whether the words, or the words before translation, are found."""
        return self.result in ("found", "original-found")


def verdict(sought: Sought, copy: Copy, background: Background | None = None) -> Verdict:
    """Look for words in a copy; without a `background`, their meaning is not checked."""
    outcome = copy.searchable.find(sought.words, sought.hints, sought.gap)
    if isinstance(outcome, NotFound) and copy.unshown:
        other = copy.unshown.searchable.find(sought.words, sought.hints, sought.gap)
        if isinstance(other, Found):
            outcome, copy = other, copy.unshown
    match outcome:
        case Found() as found:
            return _found(found, sought, copy, background)
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
            return _not_found(sought.words, copy, sought.gap if apart else None)


def _found(found: Found, sought: Sought, copy: Copy, background: Background | None) -> Verdict:
    spot, form = copy.spot(found.spans[0][0]), sought.form
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
    unshown = copy.parts_at(found.spans)
    if copy.is_unshown and "hidden" in unshown:
        faults.append(("ST519", f"on {where}, the page hides these words"))
    elif copy.is_unshown:
        faults.append(("ST520", f"on {where}, these words are struck out"))
    if background is not None and form is not None:
        meaning = copy.meaning(found.spans, background)
        warnings = meaning.warnings(found, sought.claim, quoted=marks == "inside")
        faults += ((code, f"on {where}, {message}") for code, message in warnings)
    notes = [f"with the insertion [{insertion}]" for insertion in found.insertions]
    notes += found.damage
    if form in ("quote", "paraphrase") and marks == "unclear":
        notes.append("the quotation marks around it do not balance: unclear whether it is quoted")
    reason = "; ".join(notes) or None
    return Verdict(
        "found", reason, spot, before, behind, marks, found.insertions, faults=tuple(faults)
    )


def _not_found(words: str, copy: Copy, apart: float | None) -> Verdict:
    """The verdict on words not found; `apart`: the largest gap, if all their pieces are found."""
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
