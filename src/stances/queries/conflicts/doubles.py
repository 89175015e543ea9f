"""Statements that are probably one: the same words in different sources.

Two statements of one official must have nearly the same words, on days that may be the same. Those
of two officials must have exactly the same words. If one source has the words under two statements,
`check` warns instead.
"""

from __future__ import annotations

from array import array
from heapq import heappop, heappush
from itertools import groupby, islice, pairwise
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.conflicts.disagreements import about, declared, naming
from stances.queries.conflicts.rows import STATEMENT, Conflict, conflict
from stances.queries.conflicts.wordings import FEWEST, PLACES, TRIED, Passage, are_nearly_the_same
from stances.queries.listing import by_time, row_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from stances.queries.filters import Filters
    from stances.queries.result import Row

_PIECES = """
    SELECT s.ref, s.official, COALESCE(s.said_from, '') AS first,
        COALESCE(s.said_to, '9999-12-31') AS last, s.occasion, s.hearsay,
        CASE WHEN s.disputes = '[]' THEN 0 ELSE 1 END AS disputed,
        CASE WHEN {wanted} THEN 1 ELSE 0 END AS wanted, e.number, e.source, e.text
    FROM statements AS s JOIN evidence AS e ON e.ref = s.ref
    WHERE s.status <> 'misattributed' AND {thinned}
    ORDER BY s.official, COALESCE(s.said_from, ''), s.ref, e.number"""

_GAP = "…"  # as `folded_words` writes it


class Piece(NamedTuple):
    """A piece of evidence, with the statement it belongs to and the days of that statement.

    `number` is its place in the statement's evidence, from 1. `family` identifies its source and
    the versions of that source. `folded` are its words as `folded_words` writes them.
    """

    ref: str
    official: str
    first: str
    last: str
    occasion: str | None
    is_hearsay: int
    is_disputed: int
    is_wanted: int
    number: int
    source: str
    text: str
    family: str
    folded: str

    @property
    def fingerprint(self) -> int:
        """A hash of its words; 0 if they are too few to be compared."""
        return hash(self.folded) if self.folded.count(" ") > FEWEST else 0


class _Groups(NamedTuple):
    """Groups of statements with the same words, as pairs; `settled` pairs are in no group."""

    leads: dict[str, str]
    pairs: list[tuple[Piece, Piece]]
    settled: list[tuple[Piece, Piece]]

    def of(self, ref: str) -> str:
        """Return the statement that represents the group of `ref`."""
        while (following := self.leads.setdefault(ref, ref)) != ref:
            self.leads[ref] = self.leads[following]
            ref = following
        return ref

    def join(self, one: Piece, other: Piece) -> None:
        """Put two statements into one group."""
        self.leads[self.of(one.ref)] = self.of(other.ref)
        self.pairs.append((one, other))


def doubles(index: sqlite3.Connection, filters: Filters) -> Iterator[Conflict]:
    """Yield groups of statements with the same words, if one of them passes resolved filters.

    A pair is settled if a dispute about the wording or the speaker of one names the other.
    """
    finder = _Finder(index)
    thinned, clause = filters._replace(official=()).thinning(), filters.clause()
    query = _PIECES.format(wanted=clause.sql, thinned=thinned.sql)
    values = (*clause.values, *thinned.values)
    every = array("q")  # for a million statements, sets would take a hundred megabytes
    for pieces in finder.by_official(index.execute(query, values)):
        words: set[int] = set()
        yield from finder.conflicts(finder.of_one(_noted(pieces, words)))
        every.extend(words)
    again = {one for one, other in pairwise(sorted(every)) if one == other}
    alike: dict[int, list[Piece]] = {}
    for pieces in finder.by_official(index.execute(query, values)) if again else ():
        for piece in pieces:
            if piece.fingerprint in again:
                alike.setdefault(piece.fingerprint, []).append(piece)
    yield from finder.conflicts(finder.of_two(alike.values()))


def _noted(pieces: Iterable[Piece], words: set[int]) -> Iterator[Piece]:
    """Yield the pieces unchanged, and add their fingerprints to `words`."""
    for piece in pieces:
        if fingerprint := piece.fingerprint:
            words.add(fingerprint)
        yield piece


def nearly_the_same(index: sqlite3.Connection, official: str) -> Sequence[tuple[Piece, Piece]]:
    """Return an official's pairs of statements that are probably one and not settled."""
    finder = _Finder(index)
    query = _PIECES.format(wanted="TRUE", thinned="s.official = ?")
    groups = (finder.of_one(each) for each in finder.by_official(index.execute(query, (official,))))
    return [pair for group in groups for pair in group.pairs]


class _Finder:
    """Finds statements with the same words in an index."""

    def __init__(self, index: sqlite3.Connection) -> None:
        # Imported here: views have no index, but import the names of conflicts.
        from stances.index.doubles import folded_words, is_reported  # noqa: PLC0415
        from stances.index.origins import families  # noqa: PLC0415

        self._index = index
        self._families = families(index)
        self._folded = folded_words
        self._is_reported = is_reported

    def by_official(self, rows: Iterable[sqlite3.Row]) -> Iterator[Iterator[Piece]]:
        """Yield the evidence of each official, read piece by piece."""
        for _, together in groupby(rows, key=itemgetter("official")):
            yield map(self._piece, together)

    def _piece(self, row: sqlite3.Row) -> Piece:
        *_, source, text = row
        return Piece._make((*row, self._families.get(source, source), self._folded(text)))

    def of_one(self, pieces: Iterable[Piece]) -> _Groups:
        """Group the evidence of one official, given in order of first days."""
        groups = _Groups({}, [], [])
        known: dict[int, tuple[Piece, Passage]] = {}
        ends: list[tuple[str, int]] = []
        having: dict[tuple[str, str, str], list[int]] = {}
        for at, piece in enumerate(_overlapping(pieces)):
            words = [word for word in piece.folded.split() if word != _GAP]
            if len(words) < FEWEST:
                continue
            # No known piece begins later: those that end before this one are of other days.
            while ends and ends[0][0] < piece.first:
                del known[heappop(ends)[1]]
            # The same words are the same in any language, so none is set.
            passage = Passage({"number": at, "source": piece.family, "lang": None}, words)
            votes: dict[int, int] = {}
            for pair in passage.places:
                for n in having.get(pair, ()):
                    if n in known:
                        votes[n] = votes.get(n, 0) + 1
            ranked = sorted(votes, key=votes.__getitem__, reverse=True)
            fit = (n for n in ranked if self._can_be_one(known[n][0], piece))
            for other, words_of_other in [known[n] for n in islice(fit, TRIED)]:
                if groups.of(other.ref) != groups.of(piece.ref) and are_nearly_the_same(
                    passage, words_of_other
                ):
                    self._put(groups, other, piece)
            for pair in passage.places:
                numbers = having.setdefault(pair, [])
                numbers.append(at)
                del numbers[:-PLACES]
            known[at] = piece, passage
            heappush(ends, (piece.last, at))
        return groups

    def of_two(self, alike: Iterable[Sequence[Piece]]) -> _Groups:
        """Group evidence of different officials; each item has pieces with the same fingerprint."""
        groups = _Groups({}, [], [])
        for pieces in alike:  # with the same fingerprint
            kept: dict[tuple[str, str], Piece] = {}
            for piece in pieces:
                for other in kept.values():
                    if (
                        other.official != piece.official
                        and groups.of(other.ref) != groups.of(piece.ref)
                        and self._can_be_one(other, piece)
                        and other.folded == piece.folded
                    ):
                        self._put(groups, other, piece)
                if len(kept) < PLACES:
                    kept.setdefault((piece.official, piece.family), piece)
        return groups

    def _can_be_one(self, one: Piece, other: Piece) -> bool:
        """Whether two pieces of different sources may belong to one statement.

        They cannot if the corpus records how they are related. For one official, callers pass only
        pieces that can be of one day.
        """
        if one.ref == other.ref or one.family == other.family:
            return False
        if not (one.is_wanted or other.is_wanted):
            return False
        if one.occasion and one.occasion == other.occasion:
            return self._answer(one) == self._answer(other)
        heard = (one.is_hearsay or other.is_hearsay) and one.official != other.official
        return not heard or not (
            self._is_reported(self._index, one.ref, other.official)
            or self._is_reported(self._index, other.ref, one.official)
        )

    def _answer(self, piece: Piece) -> tuple[str, str, list[str]]:
        """Return issue, position and conditions of the statement of a piece."""
        row = self._statement(piece.ref)
        return row["issue"], row["position"], sorted(row["conditions"])

    def _put(self, groups: _Groups, one: Piece, other: Piece) -> None:
        if (one.is_disputed or other.is_disputed) and self._settling(one.ref, other.ref):
            groups.settled.append((one, other))
        else:
            groups.join(one, other)

    def _settling(self, one: str, other: str) -> list[Row]:
        """Return the disputes of two statements that name the other statement."""
        first, second = self._statement(one), self._statement(other)
        return [*_naming(first, other), *_naming(second, one)]

    def _statement(self, ref: str) -> Row:
        return row_of(self._index, ref, STATEMENT)

    def conflicts(self, groups: _Groups) -> Iterator[Conflict]:
        """Yield one conflict for each group, and those of each settled pair."""
        by_group: dict[str, list[tuple[Piece, Piece]]] = {}
        for pair in groups.pairs:
            by_group.setdefault(groups.of(pair[0].ref), []).append(pair)
        for pairs in by_group.values():
            first = min(pairs, key=lambda pair: sorted(map(_by_day, pair)))
            yield self._conflict(first, len({each.ref for pair in pairs for each in pair}) - 2)
        for pair in groups.settled:
            found = self._conflict(pair, 0)
            yield from declared(found, self._settling(pair[0].ref, pair[1].ref))

    def _conflict(self, pair: tuple[Piece, Piece], more: int) -> Conflict:
        pieces = {piece.ref: piece for piece in pair}
        one, other = sorted((self._statement(ref) for ref in pieces), key=by_time)
        words = [each["evidence"][pieces[each["ref"]].number - 1] for each in (one, other)]
        positions = one["position"], other["position"]
        found = conflict("double", (one, other), (words[0], words[1]), positions)
        return found._replace(row=found.row | {"more": more or None})


def _naming(one: Row, other: str) -> list[Row]:
    return naming([*about(one, "wording"), *about(one, "speaker")], [other])


def _by_day(piece: Piece) -> tuple[str, str]:
    return piece.first, piece.ref


def _overlapping(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield an official's pieces whose statement may be of the same day as another statement.

    The pieces come in order of first days.
    """
    statements = groupby(pieces, key=attrgetter("ref"))
    last, own = "", [*next(statements, ("", ()))[1]]
    while own:
        first, end = own[0].first, own[0].last
        following = [*next(statements, ("", ()))[1]]
        if (last and first <= last) or (following and following[0].first <= end):
            yield from own
        last, own = max(last, end), following
