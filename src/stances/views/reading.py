"""A stored copy paragraph by paragraph, with marks on words that records have."""

from __future__ import annotations

from collections import OrderedDict
from heapq import heappop, heappush
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.evidence.coverage import MOST_TEXTS
from stances.views.values import named, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.evidence.copies import Spot
    from stances.evidence.coverage import Passage, Reading
    from stances.queries.coverage import Coded, Coverage, SourceCoverage


RESULTS_IN_WORDS = {
    "in-part": "coded in part",
    "not-coded": "not coded",
    "skipped": "skipped, to be decided later",
}


def percent(covered: int, quotations: int) -> int:
    """A percentage, rounded down: 100 only if nothing is missing."""
    return covered * 100 // quotations


def figure(covered: int, quotations: int) -> str:
    """The coverage of quotations, e.g. `37 of 41 quotations coded or declared: 90 %`."""
    told = f"{covered} of {plural(quotations, 'quotation')} coded or declared"
    return f"{told}: {percent(covered, quotations)} %"


def sentence(source: SourceCoverage) -> str:
    """The coverage of a source in a line that begins with its id."""
    if source.unchecked:
        return f"{source.source}: unchecked, {source.unchecked}"
    if not source.quotations:
        return f"{source.source}: no quotations{_skipped(source.skipped)}"
    return f"{source.source}: {figure(source.covered, source.quotations)}{_skipped(source.skipped)}"


def _skipped(count: int) -> str:
    """The number of skipped passages, which no figure counts; empty if none."""
    return f"; {plural(count, 'passage')} skipped" if count else ""


def sentences(found: Coverage) -> Iterator[str]:
    """A line for each source; if there are several, also one for all together."""
    yield from map(sentence, found.sources)
    if len(found.sources) > 1:
        read = [figure(found.covered, found.quotations)] if found.quotations else []
        apart = [f"{plural(found.unchecked, 'source')} unchecked"] if found.unchecked else []
        told = "; ".join([*read, *apart]) or "no quotations"
        yield f"In all: {told}{_skipped(found.skipped)}"


Kind = Literal["coded", "uncoded", "left"]
"""The kinds of marked words: in evidence, declared uncoded, or a quotation that is not covered."""


class Mark(NamedTuple):
    """Marked words: their start and end in the text, and the note on them.

    The sign is a number, or `!` for a quotation that is not covered.
    """

    start: int
    end: int
    sign: str
    kind: Kind
    note: str


class Piece(NamedTuple):
    """A piece of a paragraph: its text and the marks that begin, apply and end there.

    `text` has every run of white space as one space.
    """

    text: str
    begins: tuple[Mark, ...]
    inside: tuple[Mark, ...]
    ends: tuple[Mark, ...]


class Note(NamedTuple):
    """The meaning of a mark."""

    sign: str
    kind: Kind
    text: str


class Paragraph(NamedTuple):
    """A paragraph to show; if it has no evidence, `names` says which officials it names."""

    spot: Spot
    pieces: Sequence[Piece]
    notes: Sequence[Note]
    names: str
    is_left: bool


def paragraphs(source: SourceCoverage, people: Mapping[str, str]) -> Iterator[Paragraph]:
    """The paragraphs of a source in order; none if its copy was not read whole."""
    reading = source.reading
    if reading is None:
        return
    bare = {each.span[0]: each for each in source.passages if each.kind == "paragraph"}
    told: set[str] = set()
    marks = [*_of_words(source, reading), *_of_left(source)]
    marks.sort(key=lambda mark: (mark.start, -mark.end))  # an outer mark before the marks inside it
    within = _within(marks, [span for span, _ in reading.paragraphs])
    for (span, spot), own in zip(reading.paragraphs, within, strict=True):
        notes = _notes(mark for mark in own if mark.kind == "left" or mark.sign not in told)
        told.update(mark.sign for mark in own)
        names = ""
        if passage := bare.get(span[0]):
            who = [people.get(id_, id_) for id_ in passage.mentions]
            is_skipped = passage.result == "skipped"
            what = "a passage of it was skipped" if is_skipped else "has no evidence"
            names = f"names {named(who)}, and {what}"
        is_left = any(mark.kind == "left" for mark in own)
        yield Paragraph(spot, _pieces(reading.text, span, own), notes, names, is_left)


def _of_words(source: SourceCoverage, reading: Reading) -> Iterator[Mark]:
    """The marks of words in the records, numbered in the order of their first places."""
    signs: dict[int, str] = {}
    for (start, end), number in sorted(reading.words, key=lambda each: (each[0][0], -each[0][1])):
        sign = signs.setdefault(number, str(len(signs) + 1))
        coded = source.coded[number]
        kind: Kind = "uncoded" if coded.kind == "uncoded" else "coded"
        yield Mark(start, end, sign, kind, _coded_told(coded))


def _of_left(source: SourceCoverage) -> Iterator[Mark]:
    for each in source.passages:
        if each.kind == "quotation" and not each.is_covered:
            yield Mark(*each.span, "!", "left", left_told(each))


def _within(marks: Sequence[Mark], spans: Sequence[tuple[int, int]]) -> Iterator[list[Mark]]:
    """The marks in each span, both in order; of marks that go on, at most `MOST_TEXTS`."""
    going_on: OrderedDict[int, Mark] = OrderedDict()
    ends: list[tuple[int, int]] = []
    added = 0
    for start, end in spans:
        while ends and ends[0][0] <= start:
            del going_on[heappop(ends)[1]]
        own = [*islice(going_on.values(), MOST_TEXTS)]
        while added < len(marks) and marks[added].start < end:
            mark = marks[added]
            if mark.end > start:
                own.append(mark)
                going_on[added] = mark
                heappush(ends, (mark.end, added))
            added += 1
        yield own


def _pieces(text: str, span: tuple[int, int], marks: Sequence[Mark]) -> list[Piece]:
    """The paragraph, cut wherever a mark begins or ends."""
    start, end = span
    begins: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for mark in marks:
        begins.setdefault(max(mark.start, start), []).append(mark)
        ends.setdefault(min(mark.end, end), []).append(mark)
    cuts = sorted({start, end, *begins, *ends})
    pieces = []
    inside: OrderedDict[Mark, None] = OrderedDict()
    for first, last in pairwise(cuts):
        for mark in begins.get(first, ()):
            inside[mark] = None
        words = " ".join(f"x{text[first:last]}x".split())[1:-1]
        now = (
            (*begins.get(first, ()),),
            (*islice(inside, MOST_TEXTS),),
            (*reversed(ends.get(last, ())),),
        )
        pieces.append(Piece(words, *now))
        for mark in ends.get(last, ()):
            inside.pop(mark, None)
    return pieces


def _notes(marks: Iterable[Mark]) -> list[Note]:
    """The notes of the marks; equal notes are one, with all their signs."""
    signs: dict[tuple[Kind, str], dict[str, None]] = {}
    for mark in marks:
        signs.setdefault((mark.kind, mark.note), {})[mark.sign] = None
    return [Note(", ".join(own), kind, text) for (kind, text), own in signs.items()]


def _coded_told(coded: Coded) -> str:
    """Say how words are recorded: who takes which position, and in which statement."""
    match coded.kind:
        case "uncoded":
            if coded.is_skipped:
                why = f": {coded.why}" if coded.why else ""
                return f"{RESULTS_IN_WORDS['skipped']}{why}"
            return f"declared uncoded: {coded.why}"
        case "assessment":
            return f"the author, about {named(coded.names)}"
        case "words":
            return f"words of a dispute about {named(coded.refs)}"
    return f"{named(coded.names)}: {named(coded.positions)} ({named(coded.refs)})"


def left_told(passage: Passage) -> str:
    """Say why a quotation is not covered."""
    told = RESULTS_IN_WORDS[passage.result]
    unclear = "; its quotation marks do not balance" if passage.unclear else ""
    return f"{told}{unclear}"
