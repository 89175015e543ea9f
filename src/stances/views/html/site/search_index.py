"""The search index of the site, as script files: a page opened from disk can read no others.

Each file calls `stances` with its name and its content. Statements have numbers, newest first. The
words of all statements form one sequence, in which each word has its places. A file of words has
the places of each, so that phrases can be found. A query loads the files of its words, and the
statements that are shown.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from functools import cache, lru_cache
from heapq import merge
from itertools import islice
from operator import attrgetter, sub
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from stances.queries.site.searched import ORIGINAL
from stances.views.html.components import direction, form_told
from stances.views.html.elements import seen
from stances.views.html.site import places
from stances.views.html.site.lists import beside_words, marks
from stances.views.values import beside_source, form_noted, name_told, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from stances.queries.result import Row
    from stances.queries.site.searched import Searched
    from stances.views.html.site.labels import SiteLabels

    File = tuple[str, str]
    """The path of a file, and its text."""

FOLDER = places.SEARCH.removesuffix("index.html")
FILTERS = {
    "issue": "Issue",
    "position": "Position",
    "faction": "Faction",
    "official": "Official",
    "source": "Source",
    "form": "Form of the evidence",
    "status": "Status in the record",
}
"""The filters by name, with their labels. Each has a file, `by-NAME.js`."""
_STATUS = {
    "attested": "attested (marked as neither disputed nor denied)",
    "disputed": "marked as disputed",
    "denied": "denied by the official",
}
_TOGETHER = 64
"""The statements in a file. If hits are few, each of them loads a file of its own."""
_LARGEST = 64 * 1024
"""The most characters of a file of words, unless a single word has more."""
_AT_ONCE = 1_000_000
"""The most places of words in memory; all others are on disk."""
_LONGEST, _MOST_PASSAGES = 400, 6
"""The most characters of a text, and the most texts, that are stored for a statement."""
_BETWEEN = "·"


def search_files(
    statements: Iterable[Searched], names: SiteLabels, others: Mapping[str, Sequence[str]]
) -> Iterator[File]:
    """Yield the files of the index with their paths; `names` are the labels of the search page.

    `others` are further names of officials by id.
    """
    words, dates, lengths = _Words(), _Dates(), array("I")
    labels = _labels(names)
    columns = [_Column(name, label) for name, label in labels.items()]
    adding = [column.add for column in columns]
    hits, number = _Hits(names, labels), 0
    for number, each in enumerate(statements, 1):
        lengths.append(words.add(each.words, each.notes, each.joined))
        dates.add(each.said_from, each.said_to)
        for add in adding:
            add(each)
        hits.add(each)
        if number % _TOGETHER == 0:
            yield _file(f"statements-{number // _TOGETHER - 1}", hits.labels, hits.rows)
            hits = _Hits(names, labels)
    if hits.rows:
        yield _file(f"statements-{number // _TOGETHER}", hits.labels, hits.rows)
    starts = []
    for start, file in words.files():
        starts.append(start)
        yield file
    yield _file("lengths", _coded(lengths))
    yield _file("dates", *dates.values())
    for column in columns:
        further = others if column.name == "official" else {}
        yield _file(f"by-{column.name}", *column.values(further))
    yield _file("index", number, _TOGETHER, starts)


def _file(name: str, *values: object) -> File:
    """Return a file that passes some values to the page."""
    return _script(name, ",".join(map(_json, values)))


def _script(name: str, values: str) -> File:
    return f"{FOLDER}{name}.js", f'stances("{name}",{values});\n'


def _of_words(number: int, entries: Iterable[str]) -> File:
    """Return a file of words. They have only letters and digits, so they need no escapes."""
    values = '","'.join(entries)
    return _script(f"words-{number}", f'["{values}"]')


def _json(value: object) -> str:
    """Return a value as JSON that is safe anywhere in a script, also within HTML.

    JSON may have line separators, but these were made visible before, like all invisible
    characters.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c") if "<" in text else text


class _Hits:
    """The statements of a file as hits show them; each label is stored once."""

    def __init__(self, names: SiteLabels, label: Mapping[str, Callable[[str], str]]) -> None:
        self._names, self._label = names, label
        self.labels: list[str | Sequence[str | Sequence[str]]] = []
        self.rows: list[list[Any]] = []
        self._at: dict[Any, int] = {}

    def add(self, each: Searched) -> None:
        """Add a statement: its address, date, labels, marks, notes and texts.

        The labels of official, faction, issue and position are stored as numbers. So are the marks
        and notes, which readers need with any of the texts.
        """
        address = places.statement(each.ref).removeprefix("officials/").removesuffix(".html")
        row: list[Any] = [address, _date(self._names, each.said)]
        for kind, id_ in (
            ("official", each.officials[0]),
            ("faction", each.faction),
            ("issue", each.issue),
        ):
            if (at := self._at.get((kind, id_))) is None:
                at = self._at[kind, id_] = len(self.labels)
                self.labels.append(seen(self._label[kind](id_)))
            row.append(at)
        if (at := self._at.get((each.issue, each.position, ""))) is None:
            at = self._at[each.issue, each.position, ""] = len(self.labels)
            scale, id_ = self._names.scale(each.issue), each.position
            self.labels.append((scale.sign(id_), scale.tone(id_), seen(scale.label(id_))))
        row += (at, self._remarks(each.row))
        for text, lang, kind, source in each.passages[:_MOST_PASSAGES]:
            row.append(_passage(text, self._credit(kind, source, each.row), lang))
        self.rows.append(row)

    def _remarks(self, row: Row) -> int:
        """Return the number of the marks and notes; most statements have the same: none."""
        told = (*marks(row, self._names),), (*beside_words(row, self._names),)
        if (at := self._at.get(told)) is None:
            at = self._at[told] = len(self.labels)
            self.labels.append(tuple([seen(_cut(each)) for each in part] for part in told))
        return at

    def _credit(self, kind: str, source: str | None, row: Row) -> int:
        """Return the number of the label for words: quotation mark, form and source."""
        note = beside_source(row, source, self._names.wording) if source else ""
        if (at := self._at.get((kind, source, note))) is None:
            at = self._at[kind, source, note] = len(self.labels)
            is_of_source = source is not None and kind != ORIGINAL
            form = form_noted(kind).strip() if is_of_source else kind
            told = seen(self._label["source"](source) + note) if source else ""
            self.labels.append(
                ("“" if kind == "quote" else "", "" if kind == "quote" else form, told)
            )
        return at


@lru_cache(20_000)
def _date(names: SiteLabels, said: str) -> str:
    return names.wording.date(said) if said else ""


def _passage(text: str, credit: int, lang: str | None) -> Sequence[str | int]:
    """Return a text, the number of its label, and its language and direction if known."""
    told: list[str | int] = [seen(_cut(text)), credit]
    if lang is None:
        return told
    way = _direction(lang)
    return [*told, lang] if way == "auto" else [*told, lang, way]


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST].rpartition(' ')[0] or text[:_LONGEST]}…"


_direction = lru_cache(direction)


def _labels(names: SiteLabels) -> dict[str, Callable[[str], str]]:
    """Return for each filter the function that returns the label of a value."""
    wording, unnamed = names.wording, names.background.unnamed
    called: dict[str, list[str]] = {}
    for (_, position), label in names.background.names().positions.items():
        called.setdefault(position, []).append(label)
    return {
        "issue": wording.issue,
        "position": lambda id_: _of_several(called.get(id_, [id_])),
        "faction": lambda id_: wording.faction(None if id_ == "none" else id_),
        "official": lambda id_: name_told(wording.official(id_), is_unnamed=id_ in unnamed),
        "source": wording.source,
        "form": form_told,
        "status": lambda status: _STATUS.get(status, status),
    }


def _of_several(labels: Sequence[str]) -> str:
    """Return the labels of a position of one or more questions."""
    told = " / ".join(dict.fromkeys(labels))
    return f"{told} (on {plural(len(labels), 'question')})" if len(labels) > 1 else told


_DIGITS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_HALF = len(_DIGITS) // 2
_FEW = 1 << 15
"""The numbers below this are looked up in a list, because most numbers are small."""


def _digits(number: int) -> str:
    """Return a number in base 32, smallest digit first.

    The last digit is from the first half of `_DIGITS`, all others are from the second half.
    """
    text = ""
    while number >= _HALF:
        number, digit = divmod(number, _HALF)
        text += _DIGITS[_HALF + digit]
    return text + _DIGITS[number]


@cache
def _small() -> list[str]:
    return [*map(_digits, range(_FEW))]


def _coded(numbers: Sequence[int]) -> str:
    small = _small()
    try:
        return "".join(map(small.__getitem__, numbers))
    except IndexError:
        return "".join(small[each] if each < _FEW else _digits(each) for each in numbers)


class _Column:
    """The values of a filter, each once, and the values of each statement as numbers.

    Values are counted from 1, and a number is twice that of its value. The last number of a
    statement is one more. A statement without values has the number 0.
    """

    def __init__(self, name: str, label: Callable[[str], str]) -> None:
        self.name, self._label = name, label
        self._value = attrgetter(_PLURAL.get(name, name))
        self._of: dict[str, int] = {}
        self._numbers = array("I")

    def add(self, each: Searched) -> None:
        values: str | Sequence[str] = self._value(each)
        of, numbers = self._of, self._numbers
        if isinstance(values, str):
            numbers.append(2 * of.setdefault(values, len(of) + 1) + 1)
        elif values:
            numbers.extend([2 * of.setdefault(value, len(of) + 1) for value in values])
            numbers[-1] += 1
        else:
            numbers.append(0)

    def values(self, others: Mapping[str, Sequence[str]]) -> tuple[list[list[str]], str]:
        """Return each value with its label and `others`, and the numbers."""
        labels = ((value, self._label(value), *others.get(value, ())) for value in self._of)
        return [[value, *map(seen, told)] for value, *told in labels], _coded(self._numbers)


_PLURAL = {"official": "officials", "source": "sources", "form": "forms"}


class _Dates:
    """The first and last days of statements: all days in order, and two numbers for each statement.

    The earliest day is 1; 0 is an open end. The first number is how much the first day decreases
    from the statement before: statements come newest first. The second number is the last day minus
    the first day plus one; it is 0 if the last day is open.
    """

    def __init__(self) -> None:
        self._of: dict[str, int] = {}
        self._days = array("I")

    def add(self, first: str | None, last: str | None) -> None:
        of = self._of
        for day in (first, last):
            self._days.append(of.setdefault(day, len(of) + 1) if day else 0)

    def values(self) -> tuple[list[str], str]:
        days = sorted(self._of)
        rank = [0, *(0 for _ in days)]
        for number, day in enumerate(days, 1):
            rank[self._of[day]] = number
        numbers, before, pairs = array("I"), len(days), iter(self._days)
        for first, last in zip(pairs, pairs, strict=True):
            begins, ends = rank[first], rank[last]
            numbers.extend((before - begins, ends - begins + 1 if last else 0))
            before = begins
        return days, _coded(numbers)


_Line = tuple[bytes, str, int, int, str]
"""A sort key as in scripts, the word, its first and last place, and the distances between."""


class _Words:
    """The places of all words. Most are on disk, in sorted runs."""

    def __init__(self) -> None:
        self._found: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._place = self._stored = 0
        self._runs: list[IO[str]] = []

    def add(self, *columns: str) -> int:
        """Add the words of the next statement; return how many places it takes."""
        found, start = self._found, self._place
        place = start
        for column in columns:
            if column:
                for word in column.split():
                    found[word].append(place)
                    place += 1
                place += 1  # a gap, so that no phrase is found across columns
        self._place = place
        if place - self._stored > _AT_ONCE:
            self._store()
        return place - start

    def _store(self) -> None:
        """Move the words in memory to a temporary file, which is deleted when it is closed."""
        file = TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 - closed when read
        for _, *line in self._lines():
            file.write("\t".join(map(str, line)) + "\n")
        file.seek(0)
        self._runs.append(file)
        self._found.clear()
        self._stored = self._place

    def _lines(self) -> Iterator[_Line]:
        """Yield the words in memory, in order."""
        self._found.pop(_BETWEEN, None)
        for key, word in sorted((word.encode("utf-16-be"), word) for word in self._found):
            at = self._found[word]
            between = _coded([*map(sub, islice(at, 1, None), at)])
            yield key, word, at[0], at[-1], between

    def files(self) -> Iterator[tuple[str, File]]:
        """Yield the files of words, each with its first word; places are written as distances."""
        stored = [map(_line, run) for run in self._runs]
        entries: list[str] = []
        first, size, number = "", 0, 0
        for word, told in _distances(merge(*stored, self._lines())):
            if entries and size + len(told) > _LARGEST:
                yield first, _of_words(number, entries)
                entries, size, number = [], 0, number + 1
            first = first if entries else word
            entries += (word, told)
            size += len(word) + len(told) + 6
        if entries:
            yield first, _of_words(number, entries)
        for run in self._runs:
            run.close()


def _line(text: str) -> _Line:
    word, first, last, between = text[:-1].split("\t")
    return word.encode("utf-16-be"), word, int(first), int(last), between


def _distances(lines: Iterable[_Line]) -> Iterator[tuple[str, str]]:
    """Yield each word of all runs with the distances between its places, the first from 0."""
    current, told, before = "", [""], 0
    for _, word, first, last, between in lines:
        if word != current:
            if current:
                yield current, "".join(told)
            current, told, before = word, [], 0
        told += (_digits(first - before), between)
        before = last
    if current:
        yield current, "".join(told)
