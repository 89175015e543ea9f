"""A stored copy paragraph by paragraph, with marks where its words are in the records."""

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
    """A percentage that is 100 only if nothing is missing."""
    return covered * 100 // quotations


def figure(covered: int, quotations: int) -> str:
    """E.g. `37 of 41 quotations coded or declared: 90 %`."""
    told = f"{covered} of {plural(quotations, 'quotation')} coded or declared"
    return f"{told}: {percent(covered, quotations)} %"


def sentence(source: SourceCoverage) -> str:
    """What came of a source, in a line that begins with its id."""
    if source.unchecked:
        return f"{source.source}: unchecked, {source.unchecked}"
    if not source.quotations:
        return f"{source.source}: no quotations{_skipped(source.skipped)}"
    return f"{source.source}: {figure(source.covered, source.quotations)}{_skipped(source.skipped)}"


def _skipped(count: int) -> str:
    """What was read and put off, which no figure counts."""
    return f"; {plural(count, 'passage')} skipped" if count else ""


def sentences(found: Coverage) -> Iterator[str]:
    """A line for each source, and for all together if there are several."""
    yield from map(sentence, found.sources)
    if len(found.sources) > 1:
        read = [figure(found.covered, found.quotations)] if found.quotations else []
        apart = [f"{plural(found.unchecked, 'source')} unchecked"] if found.unchecked else []
        told = "; ".join([*read, *apart]) or "no quotations"
        yield f"In all: {told}{_skipped(found.skipped)}"


Kind = Literal["coded", "uncoded", "left"]
"""What marked words are: in evidence, declared uncoded, or a quotation that is left."""


class Mark(NamedTuple):
    """Words that are marked: their start and end in the text, and what is noted of them.

    The sign is a number, and `!` for a quotation that is left.
    """

    start: int
    end: int
    sign: str
    kind: Kind
    note: str


class Piece(NamedTuple):
    """A piece of a paragraph: the marks that begin before it and end after it, and those it is in.

    `text` has every run of white space as one space.
    """

    text: str
    begins: tuple[Mark, ...]
    inside: tuple[Mark, ...]
    ends: tuple[Mark, ...]


class Note(NamedTuple):
    """What a mark means."""

    sign: str
    kind: Kind
    text: str


class Paragraph(NamedTuple):
    """A paragraph as it is read; `names` says which officials it names if it has no evidence."""

    spot: Spot
    pieces: Sequence[Piece]
    notes: Sequence[Note]
    names: str
    is_left: bool


def paragraphs(source: SourceCoverage, people: Mapping[str, str]) -> Iterator[Paragraph]:
    """The paragraphs of a source that was read whole, in order."""
    reading = source.reading
    if reading is None:
        return
    bare = {each.span[0]: each for each in source.passages if each.kind == "paragraph"}
    told: set[str] = set()
    marks = [*_of_words(source, reading), *_of_left(source)]
    marks.sort(key=lambda mark: (mark.start, -mark.end))  # what has others in it before these
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
    """The marks of words in the records, signed in the order in which they begin."""
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
    """The marks in each of some spans, both in order; of those that go on, only the first ones."""
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
    """A paragraph cut wherever a mark begins or ends."""
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
    """What marks mean; those that say the same are one note, with all their signs."""
    signs: dict[tuple[Kind, str], dict[str, None]] = {}
    for mark in marks:
        signs.setdefault((mark.kind, mark.note), {})[mark.sign] = None
    return [Note(", ".join(own), kind, text) for (kind, text), own in signs.items()]


def _coded_told(coded: Coded) -> str:
    """What words are in the records: who takes which position, and in which statement."""
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
    """What is left of a quotation."""
    told = RESULTS_IN_WORDS[passage.result]
    unclear = "; its quotation marks do not balance" if passage.unclear else ""
    return f"{told}{unclear}"
