"""Find the key of each table column: by the user's options, by its name, or by its cells.

If a name is usual for several keys, the cells decide. If a name is unknown, the cells may show its
key; the key is taken only if no other key and no other column fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from math import inf
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from stances.editing.import_.columns import KEYS, SYNONYMS, WHO, is_key
from stances.editing.import_.vocabulary import CHOICES, is_word, word
from stances.editing.refusals import Refusal
from stances.editing.tables import MIN_KNOWN
from stances.editing.titles import begins_with_title
from stances.errors import AmbiguousName, UnknownName
from stances.model.types import SLUG
from stances.queries import resolve
from stances.text import closest, did_you_mean, fold, is_unspaced

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from stances.editing.import_.columns import Columns
    from stances.editing.tables import Table

_MOST_COLUMNS = 1000
_SAMPLE = 60
"""At most this many different cells of a column are examined."""
_FEWEST = 3
"""The key of a column with fewer cells is never guessed from them."""
_NEARLY_ALL, _MOST = 0.8, 0.5
"""The share of cells that must fit a key: if the column's name is unknown, and if it is usual."""
_WORDS_OF_A_TEXT, _LETTERS_OF_A_TEXT = 5, 40
_NUMBERED = re.compile(r"column [0-9]+")
"""The name of a column that has none in the table."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_YEAR = r"(?:1[3-9]|20)\d\d"
_DATE = re.compile(
    rf"""\D{{0,12}}\d{{1,4}}\s?[-./\s]\s?\d{{1,2}}\s?[-./\s]\s?\d{{1,4}}\D{{0,12}}
      | \D{{0,15}}\d{{1,2}}\D{{1,15}}{_YEAR}\D{{0,12}} | \D{{3,15}}\d{{1,2}}\D{{1,4}}{_YEAR}
      | \d{{1,2}}[-./\s]\D{{3,12}}[-./\s]\d\d | \D{{3,15}}{_YEAR} | {_YEAR}(?:-\d\d){{0,2}}[?~%]?
      | (?:\.\.|[0-9?~%-]{{4,11}})/(?:\.\.|[0-9?~%-]{{4,11}})""",
    re.VERBOSE,
)
"""Texts that may be dates as people write them; other code parses them."""
_LONGEST_DATE = 60
_TIME = re.compile(r"[T\s][0-9]{1,2}:[0-9]{2}.{0,12}", re.DOTALL)


class ReadColumn(NamedTuple):
    """The key of a column; empty if the column is not read.

    `why` is the reason if the name alone does not explain the key. `is_told`: report it to the
    user.
    """

    name: str
    key: str
    why: str = ""
    is_told: bool = False


@dataclass(slots=True)
class Reading:
    """The keys of a table's columns, and refusals for the columns that have none.

    `implied` are values for all rows that follow from the name of a column. `unknown` are the
    columns with unknown names, and `notes` help the user to correct these.
    """

    columns: list[ReadColumn] = field(default_factory=list)
    implied: dict[str, str] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def names(self) -> dict[str, str]:
        """The column of each key."""
        return {each.key: each.name for each in self.columns if each.key}

    @property
    def notes(self) -> list[str]:
        """A note with the options that leave all unknown columns out, if there are several."""
        options = " ".join(map(left_out, self.unknown))
        return [f"to leave all of these out: {options}"] if len(self.unknown) > 1 else []


def read_columns(
    columns: Columns, table: Table, index: sqlite3.Connection | None = None
) -> Reading:
    """Find the keys of a table's columns.

    Raises `UnknownName` for a mapped column that the table does not have.
    """
    names = table.columns
    if len(names) > _MOST_COLUMNS:
        message = f"{len(names):,} columns are named, and no more than {_MOST_COLUMNS:,} read"
        hint = "look for a delimiter that is another"
        return Reading(refusals=[Refusal(table.header, "", message, hint)])
    folded = {*map(fold, names)}
    for name in columns.mapped:
        if name not in names and fold(name) not in folded:
            where = f"; {columns.told_by} names it" if columns.told_by else ""
            raise UnknownName("column", name, f"{did_you_mean(name, names)}{where}")
    return _Reader(columns, table, Cells(table, index)).read()


@dataclass(slots=True)
class _Reader:
    columns: Columns
    table: Table
    cells: Cells
    reading: Reading = field(default_factory=Reading)
    _taken: dict[str, str] = field(default_factory=dict)
    _left: list[str] = field(default_factory=list)

    def read(self) -> Reading:
        """Read mapped columns first, then clear names, then names that need cells to decide."""
        names = [*dict.fromkeys(self.table.columns)]
        keys = {name: self.columns.keys(name) for name in names}
        told = [name for name in names if self.columns.given_key(name) is not None]
        by_name = [name for name in names if keys[name] and name not in told]
        for name in told:
            self._take(name, keys[name][0], is_told=False)
        plain = [name for name in by_name if len(keys[name]) == 1]
        for name in plain:
            self._take(name, keys[name][0], is_told=not is_key(name))
        for name in sorted((n for n in by_name if n not in plain), key=is_key, reverse=True):
            self._choose(name, keys[name])
        self._guess([name for name in names if not keys[name]])
        order = {name: number for number, name in enumerate(names)}
        self.reading.columns.sort(key=lambda each: order[each.name])
        self._refuse_no_header(len(told) + len(by_name))
        self._imply_form()
        return self.reading

    def _take(self, name: str, key: str, why: str = "", *, is_told: bool = True) -> None:
        """Read a column as a key, or skip it if the key is empty; add a refusal if that fails."""
        if key and self.cells.are_none(name) and key in self._taken:
            key, why = "", "it is empty"
        elif key == "id" and is_told is False and self.cells.number_the_rows(name):
            key, why, is_told = "", "it numbers the rows", True
        if key and (number := sum(fold(name) == fold(each) for each in self.table.columns)) > 1:
            self._refuse(name, f"{number} columns are called `{name}`", "rename all but one")
        elif key in self._taken:
            message = f"the columns `{self._taken[key]}` and `{name}` are both `{key}`"
            self._refuse(name, message, f"leave one of them out: {left_out(name)}")
        else:
            if key:
                self._taken[key] = name
            self.reading.columns.append(ReadColumn(name, key, why, is_told=is_told))

    def _refuse(self, name: str, message: str, hint: str) -> None:
        self.reading.refusals.append(Refusal(self.table.header, name, message, hint))

    def _choose(self, name: str, keys: Sequence[str]) -> None:
        """Read a column whose name is usual for several keys: take the key that its cells fit."""
        free = [key for key in keys if key not in self._taken]
        fitting = next((key for key in free if self.cells.fit(name, key, _MOST)), None)
        untested = next((key for key in free if not self.cells.tell(key)), None)
        key = fitting or untested or (free or keys)[0]
        why = self.cells.said(name, key) if fitting and key != keys[0] else ""
        if not why and key != keys[0] and untested and keys[0] not in self._taken:
            why = f"its cells are no {_WHAT[keys[0]]}" if keys[0] in _WHAT else ""
        self._take(name, key, why, is_told=key != keys[0] or not is_key(name))

    def _guess(self, names: Sequence[str]) -> None:
        """Read columns with unknown names by their cells, if the cells fit only one key."""
        fitting: dict[str, list[str]] = {}
        for name in names:
            if self.cells.are_none(name):
                self._take(name, "", "it is empty")
            elif self.cells.number_the_rows(name):
                self._take(name, "", "it numbers the rows")
            else:
                fitting[name] = [key for key in _GUESSED if self._may_be(name, key)]
        for name, keys in fitting.items():
            rivals = [each for each in fitting if each != name and {*fitting[each]} & {*keys}]
            if len(keys) == 1 and not rivals and keys[0] not in _COMMON:
                self._take(name, keys[0], self.cells.said(name, keys[0]))
                continue
            self.reading.unknown.append(name)
            message = f"the column `{name}` is none that is known"
            if _NUMBERED.fullmatch(name):
                message = f"{name} has no name"
            if len(keys) == 1:
                message += f", and {self.cells.said(name, keys[0])}"
            self._refuse(name, message, _hint(name, keys))

    def _may_be(self, name: str, key: str) -> bool:
        if key in self._taken or (key == "official" and not self._taken.keys().isdisjoint(WHO)):
            return False
        if key == "published" and "said" not in self._taken:  # more likely the day of the words
            return False
        return self.cells.fit(name, key, _NEARLY_ALL, _FEWEST)

    def _refuse_no_header(self, known: int) -> None:
        """Refuse a table without a header: few names are known, or a name looks like a cell."""
        guessed = [each for each in self.reading.columns if each.key and each.why]
        is_header = known + len(guessed) >= MIN_KNOWN and not (
            known < MIN_KNOWN and any(self.cells.is_like(each.name, each.key) for each in guessed)
        )
        if not is_header:
            message = "the first line names no column that is known"
            hint = "name the columns: official, said, position, form, text, source; or say which "
            hint += "is which: --map COLUMN=KEY"
            self.reading = Reading(refusals=[Refusal(self.table.header, "", message, hint)])

    def _imply_form(self) -> None:
        """Take the form of all rows from the name of the `text` column if no column gives it."""
        name = self._taken.get("text", "")
        form = word("form", name)
        if (
            not self.reading.refusals
            and form in CHOICES["form"]
            and self._taken.keys().isdisjoint(("form", "evidence"))
        ):
            self.reading.implied["form"] = form


def option(name: str, key: str) -> str:
    """Return the option that reads a column as a key."""
    text = f"{name}={key}"
    return f"--map {quote(text)}" if "'" in text else f"--map '{text}'"


def left_out(name: str) -> str:
    """Return the option that leaves a column out."""
    return option(name, "")


def _hint(name: str, keys: Sequence[str]) -> str:
    if len(keys) == 1:
        hint = f"if these are its `{keys[0]}`, say {option(name, keys[0])}; else"
    elif near := closest(name, [*KEYS, *SYNONYMS]) or keys:
        hint = f"did you mean {' or '.join(f'`{key}`' for key in near)}? else"
    else:
        hint = "say which key it is, `--map COLUMN=KEY`, or"
    return f"{hint} leave it out: {left_out(name)}"


_WHAT = {
    "url": "addresses",
    "official": "officials of the corpus",
    "position": "positions of the codebook",
    "form": "forms",
    "frames": "frames of the codebook",
    "faction": "factions of the codebook",
    "issue": "issues of the codebook",
    "source": "ids of sources",
    "publisher": "publishers of the corpus",
    "said": "dates",
    "published": "dates",
    "retrieved": "dates",
    "lang": "languages",
    "role": "titles",
    "status": "statuses",
    "text": "long texts",
}
"""Descriptions of the cells, for each key that can be recognized by its cells."""
_GUESSED = tuple(key for key in _WHAT if key not in ("status", "retrieved", "role", "source"))

_COMMON = ("said", "published", "text")
"""Keys that are never guessed, because other columns have dates and long texts too."""
_OPEN = ("publisher", "text")
"""Keys whose cells may be any text."""


@dataclass
class Cells:
    """The cells of a table's columns, and the keys that they fit."""

    table: Table
    index: sqlite3.Connection | None

    @cached_property
    def _cells(self) -> dict[str, list[str]]:
        """All cells of each column; a value that is not text is empty."""
        cells: dict[str, list[str]] = {name: [] for name in self.table.columns}
        for row in self.table.rows:
            for name, cell in row.cells.items():
                cells[name].append(" ".join(cell.split()) if isinstance(cell, str) else "")
        return cells

    def _sample(self, name: str) -> list[str]:
        return [*dict.fromkeys(self._cells[name])][:_SAMPLE]

    def are_none(self, name: str) -> bool:
        """Whether a column is empty."""
        return not self._cells[name]

    def number_the_rows(self, name: str) -> bool:
        """Whether the cells of a column are whole numbers, each greater than the one before."""
        cells = self._cells[name]
        if len(cells) < max(_FEWEST, len(self.table.rows)):
            return False
        if not all(cell.rstrip(".").isdecimal() and len(cell) < 8 for cell in cells):  # noqa: PLR2004
            return False
        numbers = [int(cell.rstrip(".")) for cell in cells]
        return all(one < next_ for one, next_ in pairwise(numbers))

    def tell(self, key: str) -> bool:
        """Whether cells that fail the test of a key cannot be values of this key."""
        return key in self._tests and key not in _OPEN

    def fit(self, name: str, key: str, share: float, fewest: int = 1) -> bool:
        """Whether enough cells of a column fit a key."""
        cells = self._sample(name)
        if key not in self._tests or len(self._cells[name]) < fewest:
            return False
        return bool(cells) and sum(map(self._tests[key], cells)) >= share * len(cells)

    def is_like(self, name: str, key: str) -> bool:
        """Whether the name of a column is itself a possible value of a key."""
        return key in self._tests and self._tests[key](name)

    def said(self, name: str, key: str) -> str:
        """Return why a column is read as a key: e.g. `all 12 cells are dates`."""
        cells = self._sample(name)
        fitting = sum(map(self._tests[key], cells))
        count = "all cells" if fitting == len(cells) else f"{fitting} of {len(cells)} cells"
        return f"{count} are {_WHAT[key]}"

    @cached_property
    def _tests(self) -> dict[str, Callable[[str], bool]]:
        words = {key: partial(_is_listed, self._known(key)) for key in _QUERIES}
        words["frames"] = partial(_are_listed, self._known("frames"))
        known_sources = self._known("source")
        return {
            **words,
            "official": self._is_official,
            "source": lambda cell: bool(SLUG.fullmatch(cell)) or fold(cell) in known_sources,
            "url": lambda cell: bool(_ADDRESS.fullmatch(cell)),
            "said": is_dated,
            "published": is_dated,
            "retrieved": is_dated,
            "form": lambda cell: word("form", cell) in CHOICES["form"],
            "status": lambda cell: word("status", cell) in CHOICES["status"],
            "lang": partial(is_word, "lang"),
            "role": begins_with_title,
            "text": _is_long,
        }

    def _known(self, key: str) -> frozenset[str]:
        rows = self.index.execute(_QUERIES[key]) if self.index else ()
        return frozenset(folded for row in rows for each in row if (folded := fold(each or "")))

    def _is_official(self, cell: str) -> bool:
        if self.index is None:
            return False
        try:
            resolve.official(self.index, cell, before=inf)
        except AmbiguousName:
            return True
        except UnknownName:
            return False
        return True


_QUERIES = {
    "position": "SELECT position, label FROM positions",
    "frames": "SELECT frame, label FROM frames",
    "faction": "SELECT faction, label FROM factions",
    "issue": "SELECT issue, question FROM issues",
    "source": "SELECT source FROM sources",
    "publisher": "SELECT publisher FROM sources",
}


def _is_listed(known: frozenset[str], cell: str) -> bool:
    return fold(cell) in known


def _are_listed(known: frozenset[str], cell: str) -> bool:
    items = [item for item in map(fold, re.split("[;,]", cell)) if item]
    return bool(items) and known.issuperset(items)


def is_dated(cell: str) -> bool:
    """Whether a cell may be a date as people write it."""
    digits = "".join(str(int(char)) if char.isdecimal() else char for char in cell)
    return len(digits) <= _LONGEST_DATE and bool(_DATE.fullmatch(_TIME.sub("", digits)))


def _is_long(cell: str) -> bool:
    is_address = _ADDRESS.fullmatch(cell) is not None
    has_words = len(cell.split()) >= _WORDS_OF_A_TEXT or is_unspaced(cell)
    return len(cell) >= _LETTERS_OF_A_TEXT and has_words and not is_address
