"""Finds words of one source that two statements share.

Two statements share words if both have a run of eight, not counting names and titles of officials.
They also do if the whole of one text of four or more is in the other, except for its omissions. The
versions and copies of a source belong to it: a family. Candidates are found by fingerprints: hashes
of each run of eight words, and of the whole of shorter texts. Texts with a common fingerprint are
then compared letter by letter.
"""

from __future__ import annotations

import json
import re
from collections import deque
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.evidence.locate import uncut
from stances.index.origins import families
from stances.text import fold_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterable, Iterator, Sequence

    _Rows = Sequence[Sequence[Any]]
    """The source, reference, number and text of pieces of evidence."""


RUN = 8
"""Consecutive words that two statements do not share by chance."""
FEWEST = 4
"""The fewest words of a text that is wholly in another."""
_TRIED = 16
"""The most statements with a common run that further ones are compared with. Only one of each kind
is compared: kinds differ in their hints to the passage, or in their ties to others."""
_LONGEST_NAME = 16
"""The most words of a name or title."""
_GAP = "…"
"""Stands for omissions among folded words; no folded word equals it."""
_LINE = re.compile(r"\s*line\s+([1-9][0-9]{0,8})\s*", re.IGNORECASE)
CODE = "ST419"
"""The warning of `check` that evidence can accept."""
_AT_A_TIME = 16  # families for a process
_MANY = 10_000
"""The number of pieces of evidence from which starting processes saves time."""

_PIECES = """
    SELECT e.source, e.ref, e.number, e.text FROM evidence AS e
    WHERE {} AND e.ref NOT IN (SELECT ref FROM all_statements WHERE status = 'misattributed')
    ORDER BY e.source, e.ref, e.number"""
_OF_SOURCES = "e.source IN (SELECT value FROM json_each(?))"
_DETAILS = """
    SELECT s.ref, e.number, e.source, e.prefix, e.suffix, e.locator, e.accept,
        s.official, s.occasion, s.issue, s.position, s.conditions, s.hearsay, s.path,
        s.number AS place
    FROM evidence AS e JOIN all_statements AS s ON s.ref = e.ref
    WHERE e.ref = ? AND e.number = ?"""
_REPORTED = """
    SELECT EXISTS (SELECT 1 FROM voices AS v WHERE v.ref = ? AND v.kind = 'according_to'
        AND EXISTS (SELECT 1 FROM names AS n WHERE n.folded = v.folded AND n.official = ?))"""
_NAMES = """
    SELECT folded FROM names WHERE kind <> 'id' UNION SELECT folded FROM roles WHERE folded <> ''"""
_NAMES_OF = """
    SELECT folded FROM names WHERE official = :id AND kind <> 'id'
    UNION SELECT folded FROM roles WHERE official = :id"""
_PIECES_OF = """
    SELECT e.source, e.ref, e.number, e.text, e.prefix, e.suffix, e.locator, e.accept, s.status,
        s.occasion, s.issue, s.position, s.conditions, s.according_to, s.path, s.number
    FROM evidence AS e JOIN all_statements AS s ON s.ref = e.ref
    WHERE e.ref >= :id || '/' AND e.ref < :id || '0'"""


def line_of(locator: str | None) -> int | None:
    """The line of the stored copy that a locator names; None unless it is `line N`."""
    line = _LINE.fullmatch(locator or "")
    return int(line[1]) if line else None


def folded_words(text: str) -> str:
    """The folded words of a source in a quotation, without insertions, with a sign for omissions.

    There is one space before, between and after them.
    """
    if "[" not in text and "…" not in text and "..." not in text:
        return fold_words(text)
    parts = (fold_words(part).strip() for part in uncut(text))
    return f" {f' {_GAP} '.join(filter(None, parts))} "


def accepted(index: sqlite3.Connection) -> set[tuple[str, int]]:
    """The evidence that rightly accepts the warning that another statement has its words."""
    query = "SELECT ref, number FROM doubles WHERE accepted = 1"
    return {(ref, number) for ref, number in index.execute(query)}


def is_reported(index: sqlite3.Connection, ref: str, official: str) -> bool:
    """Whether a statement is known only because an official reports it."""
    return bool(index.execute(_REPORTED, (ref, official)).fetchone()[0])


def having_words(index: sqlite3.Connection, source: str, text: str) -> list[tuple[str, int]]:
    """The evidence of a source, its versions and copies that has these words, in any place."""
    known = families(index)
    family = known.get(source, source)
    sources = [source, *(each for each in known if known[each] == family and each != source)]
    pieces = [*index.execute(_PIECES.format(_OF_SOURCES), (json.dumps(sources),))]
    found = _Family(index, [(source, "", 0, text), *pieces], _Names(index))
    found.compare()
    alike = (row for row in found.rows() if row[0] and row[3] == "")
    return sorted((ref, number) for ref, number, *_ in alike)


def note_doubles(index: sqlite3.Connection, meanwhile: Iterable[object] = ()) -> None:
    """Fill the table `doubles` of a new index; alternates with some steps of `meanwhile`."""
    # Only a build needs these, and importing them is slow.
    from stances.parallel import in_order, processes  # noqa: PLC0415

    names, others = _Names(index), iter(meanwhile)
    waiting: deque[list[tuple[str, _Rows]]] = deque()

    def texts() -> Iterator[list[list[str]]]:
        pieces_of = _all_pieces(index)
        while families := [*islice(pieces_of, _AT_A_TIME)]:
            waiting.append(families)
            yield [[text for _, _, _, text in pieces] for _, pieces in families]

    [number] = index.execute("SELECT COUNT(*) FROM evidence").fetchone()
    in_turn = map if number < _MANY or processes() == 1 else in_order
    for found in in_turn(_with_doubles, texts()):
        families = waiting.popleft()
        for at in found:
            _note(index, *families[at], names)
        next(others, None)


def _all_pieces(index: sqlite3.Connection) -> Iterator[tuple[str, _Rows]]:
    """The evidence of each family."""
    known = families(index)
    joined: dict[str, list[Sequence[Any]]] = {}
    cursor = index.cursor()
    cursor.row_factory = None
    # All rows are needed, so sorting is faster than going through an index by source.
    query = _PIECES.format("TRUE").replace("ORDER BY e.source", "ORDER BY +e.source")
    for source, rows in groupby(cursor.execute(query), itemgetter(0)):
        if source in known:
            joined.setdefault(known[source], []).extend(rows)
        else:
            yield source, [*rows]
    yield from joined.items()


def _with_doubles(families: Sequence[Sequence[str]]) -> list[int]:
    """The numbers of the families that may have doubles."""
    return [at for at, texts in enumerate(families) if _may_have_doubles(texts)]


def _may_have_doubles(texts: Sequence[str]) -> bool:
    """Whether any texts of a family share a fingerprint, so that they must be compared."""
    folded = [*map(folded_words, texts)]
    short = {tuple(words) for text in folded for words in _short(text)}
    lengths = {*map(len, short)}
    seen, found = set[int](), 0
    for words in map(str.split, folded):
        runs = {*_keys(words, RUN)}
        if not seen.isdisjoint(runs):
            return True
        seen |= runs
        for length in lengths:
            found += len(short.intersection(_runs(words, length)))
    return found > len(short)  # each is also found in its own text


def _short(text: str) -> Iterator[Sequence[str]]:
    """The words of a folded text, if it is too short for a run of words.

    For a text with omissions, also its longest piece, which leads to texts with all of it.
    """
    longest = [max(text.split(_GAP), key=len)] if _GAP in text else []
    for words in map(str.split, [text, *longest]):
        if FEWEST <= len(words) < RUN:
            yield words


class Changes:
    """Tracks changes in an index that affect doubles.

    Call `see` for each record before it is read again, and `note` after all are read.
    """

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index
        self._families = families(index)
        self._sources: set[str] = set()
        self._officials: dict[str, None] = {}
        self._pieces: set[Sequence[Any]] = set()
        self._names: set[str] = set()

    def see(self, kind: str, id_: str) -> None:
        """Remember a record's state before it is read again."""
        if kind == "sources":
            self._sources.add(id_)
        elif id_ not in self._officials:
            self._officials[id_] = None
            self._pieces |= self._pieces_of(id_)
            self._names |= self._names_of(id_)

    def note(self, moved: Iterable[str]) -> None:
        """Bring `doubles` up to date; the statements `moved` now belong to another occasion."""
        index, now = self._index, families(self._index)
        pieces: set[Sequence[Any]] = set().union(*map(self._pieces_of, self._officials))
        sources = self._sources | {source for source, *_ in pieces ^ self._pieces}
        for ref in moved:
            query = "SELECT source FROM evidence WHERE ref = ?"
            sources |= {source for (source,) in index.execute(query, (ref,))}
        old = {self._families.get(source, source) for source in sources}
        if self._names != set().union(*map(self._names_of, self._officials)):
            old |= {family for (family,) in index.execute("SELECT family FROM named_families")}
        members: dict[str, list[str]] = {}
        for source, family in now.items():
            members.setdefault(family, []).append(source)
        wanted = {now.get(each, each) for each in sources}
        while True:  # sources that are joined now were in other families before
            wanted |= {now.get(each, each) for each in old}
            wanted |= {now.get(each, each) for each, of in self._families.items() if of in old}
            joined = {each for family in wanted for each in members.get(family, [family])}
            if old.issuperset(before := {self._families.get(each, each) for each in joined}):
                break
            old |= before
        names = _Names(index)
        for family in sorted(wanted | old):
            for table in ("doubles", "named_families"):
                index.execute(f"DELETE FROM {table} WHERE family = ?", (family,))
            if family in wanted:
                listed = (json.dumps(members.get(family, [family])),)
                _note(index, family, [*index.execute(_PIECES.format(_OF_SOURCES), listed)], names)

    def _pieces_of(self, id_: str) -> set[Sequence[Any]]:
        return {tuple(row) for row in self._index.execute(_PIECES_OF, {"id": id_})}

    def _names_of(self, id_: str) -> set[str]:
        return {name for (name,) in self._index.execute(_NAMES_OF, {"id": id_})}


def _note(index: sqlite3.Connection, family: str, pieces: _Rows, names: _Names) -> None:
    """Find the doubles among the evidence of a family."""
    if len({ref for _, ref, _, _ in pieces}) < 2:  # noqa: PLR2004 - alone, no statement is a double
        return
    found = _Family(index, pieces, names)
    found.compare()
    rows = [(family, *row) for row in found.rows()]
    index.executemany("INSERT INTO doubles VALUES (?, ?, ?, ?, ?, ?)", rows)
    if found.is_named:
        index.execute("INSERT INTO named_families VALUES (?)", (family,))


class _Piece(NamedTuple):
    """A piece of evidence, with everything that separates it from others or ties it to them.

    `place` orders statements; `answer` is what a statement says: issue, position and conditions.
    """

    ref: str
    number: int
    official: str
    place: tuple[str, int]
    source: str
    line: int | None = None
    prefix: str = ""
    suffix: str = ""
    accepts: bool = False
    occasion: str | None = None
    answer: tuple[str, ...] = ()
    hearsay: bool = False

    @property
    def kind(self) -> tuple[Any, ...]:
        """A key, equal for pieces that can stand for each other."""
        hints = self.source if self.line else "", self.line, self.prefix, self.suffix
        ties = self.official, self.occasion, self.answer, self.ref if self.hearsay else ""
        return *hints, *ties, self.accepts


class _Names:
    """The names and titles of all officials, read on first use."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index

    @cached_property
    def _folded(self) -> Container[str]:
        return {name for (name,) in self._index.execute(_NAMES)}

    @cached_property
    def _beginnings(self) -> Container[str]:
        """The first letters of all names, since most words need no further check."""
        query = f"SELECT DISTINCT substr(folded, 1, 3) FROM ({_NAMES})"
        return {letters for (letters,) in self._index.execute(query)}

    def counted(self, words: Sequence[str]) -> int:
        """How many consecutive words are not part of a name or title; gaps do not count."""
        count, named = 0, 0
        for at, word in enumerate(words):
            if word[:3] in self._beginnings or len(word) < 3:  # noqa: PLR2004 - as above
                name = ""
                for end, part in enumerate(words[at : at + _LONGEST_NAME], at + 1):
                    name += part
                    if name in self._folded:
                        named = max(named, end)
            count += at >= named and word != _GAP
        return count


class _Family:
    """The evidence of a source, its versions and its copies: rows of source, ref, number, text."""

    def __init__(self, index: sqlite3.Connection, rows: _Rows, names: _Names) -> None:
        self._index = index
        self._rows = rows
        self._names = names
        self._texts = [folded_words(text) for _, _, _, text in rows]
        self._pieces: dict[int, _Piece] = {}
        self._first: dict[str, str] = {}  # links a statement to another of its group
        self._pairs: list[tuple[int, int]] = []
        self._matched: set[int] = set()
        self._accepted: dict[int, str] = {}
        self._reported: dict[tuple[str, str], bool] = {}
        self.is_named = False
        """Whether names and titles were excluded in any comparison."""

    def compare(self) -> None:
        """Find pieces that share words."""
        short, runs = _Fingerprints(self), _Fingerprints(self)
        lengths: set[int] = set()
        for at, text in enumerate(self._texts):
            for words in _short(text):
                lengths.add(len(words))
                short.add(hash(tuple(words)), at)
        for at, text in enumerate(self._texts):
            self._compare_one(at, text.split(), short, lengths, runs)

    def _compare_one(
        self,
        at: int,
        words: Sequence[str],
        short: _Fingerprints,
        lengths: Iterable[int],
        runs: _Fingerprints,
    ) -> None:
        """Compare a piece with all short texts, and by runs of words with the pieces before it."""
        done: dict[tuple[int, int], int] = {}
        decided = {at}
        for length in lengths:
            for key, place in {key: n for n, key in enumerate(_keys(words, length))}.items():
                if key in short.first:
                    for other in short.having(key):
                        if other not in decided and self._try(
                            other, at, words[place : place + length], done
                        ):
                            decided.add(other)
        first, seen = runs.first, set[int]()
        for place, key in enumerate(_keys(words, RUN)):
            if first.setdefault(key, at) != at and key not in seen:
                seen.add(key)
                for other in runs.having(key):
                    if other not in decided and self._try(
                        other, at, words[place : place + RUN], done
                    ):
                        decided.add(other)
                runs.add(key, at)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The cells of `doubles` after the family."""
        groups: dict[str, list[int]] = {}
        for at in self._matched:
            groups.setdefault(self._group(self.piece(at).ref), []).append(at)
        firsts: dict[str, str] = {}
        for group, members in groups.items():
            firsts[group] = min(map(self.piece, members), key=lambda each: each.place).ref
        # The next one that shares words with the first is reported.
        told: dict[str, _Piece] = {}
        for pair in self._pairs:
            first = firsts[self._group(self.piece(pair[0]).ref)]
            refs = [self.piece(at).ref for at in pair]
            if first in refs:
                second = self.piece(pair[refs[0] == first])
                best = told.get(first, second)
                told[first] = min(second, best, key=lambda each: (each.place, each.number))
        for group, members in groups.items():
            first = firsts[group]
            more = len({self.piece(at).ref for at in members}) - 2
            for piece in map(self.piece, sorted(members)):
                is_told = (piece.ref, piece.number) == told[first][:2]
                yield piece.ref, piece.number, 0, first, more if is_told else None
        for at, other in self._accepted.items():
            yield *self.piece(at)[:2], 1, other, None

    def piece(self, at: int) -> _Piece:
        """A piece of evidence with its details, read when needed; most never are."""
        if at not in self._pieces:
            source, ref, number, _ = self._rows[at]
            if not ref:  # words that are not recorded yet
                self._pieces[at] = _Piece("", 0, "", ("", 0), source)
                return self._pieces[at]
            row = self._index.execute(_DETAILS, (ref, number)).fetchone()
            conditions = sorted(json.loads(row["conditions"]))
            self._pieces[at] = _Piece(
                ref,
                number,
                row["official"],
                (row["path"], row["place"]),
                row["source"],
                line_of(row["locator"]),
                fold_words(row["prefix"] or "").strip(),
                fold_words(row["suffix"] or "").strip(),
                CODE in json.loads(row["accept"]),
                row["occasion"],
                (row["issue"] or "", row["position"] or "", *conditions),
                bool(row["hearsay"]),
            )
        return self._pieces[at]

    def _try(
        self, one: int, other: int, words: Sequence[str], done: dict[tuple[int, int], int]
    ) -> bool:
        """Join two pieces that seem to have some words in common, if they are doubles.

        `done` says how far the second has been compared, by the first and their offset. Returns
        whether further comparison of the two cannot find more.
        """
        if self._is_decided(one, other) or self._is_tied(one, other):
            return True
        pair = one, other
        text, second = self._texts[one], self._texts[other]
        shared = f" {' '.join(words)} "
        at, there = text.find(shared), second.find(shared)
        if at < 0 or done.get((one, at - there), -1) > there:
            return False
        before = _behind(text, at, second, there)
        after = _ahead(text, at + len(shared), second, there + len(shared))
        start = text.index(" ", at - before)
        end = text.rindex(" ", 0, at + len(shared) + after) + 1
        offset = at - there
        done[one, offset] = end - offset
        run = text[start:end].split()
        count = len(run) - run.count(_GAP)
        spans = ((start, end), (start - offset, end - offset))
        is_whole = (0, len(text)) == spans[0] or (0, len(second)) == spans[1]
        if not is_whole and (in_pieces := _all_within(text, second) or _all_within(second, text)):
            is_whole, count = True, in_pieces
        if not is_whole and count >= RUN:
            self.is_named = True
            count = self._names.counted(run)
        is_double = count >= (FEWEST if is_whole else RUN) and not self._are_apart(*pair, spans)
        if is_double:
            self._join(one, other)
        return is_double

    def _is_decided(self, one: int, other: int) -> bool:
        """Whether comparing two pieces cannot find anything new."""
        pieces = self.piece(one), self.piece(other)
        if pieces[0].ref == pieces[1].ref:
            return True
        if any(piece.accepts for piece in pieces):
            accepting = (at for at in (one, other) if self.piece(at).accepts)
            return all(at in self._accepted for at in accepting)
        groups = {self._group(piece.ref) for piece in pieces}
        return len(groups) == 1 and {one, other} <= self._matched

    def _is_tied(self, one: int, other: int) -> bool:
        """Whether two statements explain their relation themselves."""
        first, second = self.piece(one), self.piece(other)
        if first.occasion and first.occasion == second.occasion and first.answer != second.answer:
            return True
        if first.official == second.official or not (first.hearsay or second.hearsay):
            return False
        return self._is_reported(first, second) or self._is_reported(second, first)

    def _is_reported(self, hearsay: _Piece, by: _Piece) -> bool:
        key = hearsay.ref, by.official
        if hearsay.hearsay and key not in self._reported:
            self._reported[key] = is_reported(self._index, *key)
        return self._reported.get(key, False)

    def _are_apart(self, one: int, other: int, spans: Sequence[tuple[int, int]]) -> bool:
        """Whether two pieces name different places; `spans` are the words that they share.

        A prefix or suffix is compared with the known words around the other piece.
        """
        pieces = self.piece(one), self.piece(other)
        if all(piece.line for piece in pieces) and pieces[0].source == pieces[1].source:
            return pieces[0].line != pieces[1].line
        before: list[str] = []
        behind: list[str] = []
        tells = [False, False]
        for at, piece, (start, end) in zip((one, other), pieces, spans, strict=True):
            text = self._texts[at]
            heads = f"{piece.prefix}{text[:start]}".rpartition(_GAP)
            tails = f"{text[end:]}{piece.suffix}".partition(_GAP)
            before.append(heads[2].strip())
            behind.append(tails[0].strip())
            tells[0] = tells[0] or (start == 0 and bool(piece.prefix))
            tells[1] = tells[1] or (end == len(text) and bool(piece.suffix))
        # The outer ends may have cut a word in two.
        heads_agree = before[0].endswith(before[1]) or before[1].endswith(before[0])
        tails_agree = behind[0].startswith(behind[1]) or behind[1].startswith(behind[0])
        return (tells[0] and not heads_agree) or (tells[1] and not tails_agree)

    def _join(self, one: int, other: int) -> None:
        first, second = self.piece(one), self.piece(other)
        if first.accepts or second.accepts:
            for at, piece, partner in ((one, first, second), (other, second, first)):
                if piece.accepts:
                    self._accepted.setdefault(at, partner.ref)
            return
        self._first[self._group(first.ref)] = self._group(second.ref)
        self._pairs.append((one, other))
        self._matched |= {one, other}

    def _group(self, ref: str) -> str:
        while (following := self._first.setdefault(ref, ref)) != ref:
            self._first[ref] = self._first[following]
            ref = following
        return ref


class _Fingerprints:
    """Maps fingerprints to pieces of a family: the first with it, and some of other kinds."""

    def __init__(self, family: _Family) -> None:
        self._family = family
        self.first: dict[int, int] = {}
        self._more: dict[int, list[int]] = {}

    def having(self, key: int) -> Sequence[int]:
        """The pieces with a fingerprint, which must be known."""
        return self.first[key], *self._more.get(key, ())

    def add(self, key: int, at: int) -> None:
        """Add a piece with a fingerprint."""
        if self.first.setdefault(key, at) == at:
            return
        others = self.having(key)
        if len(others) < _TRIED and at not in others:
            kinds = {self._family.piece(other).kind for other in others}
            if self._family.piece(at).kind not in kinds:
                self._more.setdefault(key, []).append(at)


def _all_within(text: str, other: str) -> int:
    """The number of words of a text with omissions, if all are in another in order; else 0."""
    if _GAP not in text:
        return 0
    at, count = 0, 0
    for piece in filter(None, map(str.strip, text.split(_GAP))):
        at = other.find(f" {piece} ", at)
        if at < 0:
            return 0
        at += len(piece) + 1
        count += piece.count(" ") + 1
    return count


def _keys(words: Sequence[str], length: int) -> Iterable[int]:
    """The fingerprints of all runs of `length` words."""
    return map(hash, _runs(words, length))


def _runs(words: Sequence[str], length: int) -> Iterable[tuple[str, ...]]:
    return zip(*[words[start:] for start in range(length)], strict=False)


def _ahead(one: str, at: int, other: str, there: int) -> int:
    """The number of equal characters from two places on."""
    most = min(len(one) - at, len(other) - there)
    done, step = 0, 32
    while step:
        start, end = at + done, there + done
        if done + step <= most and one[start : start + step] == other[end : end + step]:
            done += step
            step *= 2
        else:
            step //= 2
    return done


def _behind(one: str, at: int, other: str, there: int) -> int:
    """The number of equal characters before two places."""
    most = min(at, there)
    done, step = 0, 32
    while step:
        start, end = at - done, there - done
        if done + step <= most and one[start - step : start] == other[end - step : end]:
            done += step
            step *= 2
        else:
            step //= 2
    return done
