"""Marks for officials in cells of a table: names, beginnings of names, or numbers."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from stances.views import styles
from stances.views.direction import laid_out

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from stances.views.wording import Wording

_MOST_MARKED = 48
"""The most officials on a page that are marked; a longer legend would not be read."""
_MOST_IN_A_CELL = 12
_LETTERS = 2
DOUBTFUL = "?"
DOUBTFUL_MEANS = f"{DOUBTFUL}: all statements of that position are disputed."


class Marks(NamedTuple):
    """The mark of each official on a page, by id; empty if officials are only counted."""

    of: Mapping[str, str] = {}
    names: Mapping[str, str] = {}

    @property
    def are_names(self) -> bool:
        """Whether the marks are whole names."""
        return bool(self.of) and self.of == self.names

    def words(self, officials: Sequence[str], doubtful: Container[str] = ()) -> list[str]:
        """The words of a cell with these officials; if they are too many, their number."""
        if not officials:
            return []
        if not self.of or len(officials) > _MOST_IN_A_CELL:
            return [str(len(officials))]
        ordered = sorted(officials, key=lambda official: self.of[official])
        marked = [f"{self.of[each]}{DOUBTFUL * (each in doubtful)}" for each in ordered]
        if not self.are_names:
            return marked
        return [*(f"{each}," for each in marked[:-1]), marked[-1]]

    def legend(self) -> Text:
        """The legend: the names, with the marks that begin them."""
        told = sorted((name, self.of[id_]) for id_, name in self.names.items())
        names = []
        for name, mark in told:
            line = Text(laid_out(name if name.startswith(mark) else f"{mark} {name}"))
            start = line.plain.index(mark)
            line.stylize(styles.STRONG, start, start + len(mark))
            names.append(line)
        return Text("Names: ").append_text(Text(", ").join(names)).append(".")


COUNTED = Marks()


def marks_of(officials: Iterable[str], wording: Wording) -> list[Marks]:
    """The possible marks for officials on a page, the fullest first."""
    ids = [*dict.fromkeys(officials)]
    if len(ids) > _MOST_MARKED:
        return [COUNTED]
    names = {official: wording.surname(official) for official in ids}
    return [Marks(names, names), Marks(beginnings(names), names), COUNTED]


def beginnings(names: Mapping[str, str]) -> dict[str, str]:
    """The shortest unique beginnings of names, by id, with at least two letters.

    Equal names are numbered.
    """
    count = dict.fromkeys(names, _LETTERS)
    while True:
        begun = {id_: _beginning(name, count[id_]) for id_, name in names.items()}
        times = Counter(each.casefold() for each in begun.values())
        alike = [id_ for id_, mark in begun.items() if times[mark.casefold()] > 1]
        longer = [id_ for id_ in alike if begun[id_] != names[id_]]
        if not longer:
            return begun | {id_: f"{begun[id_]}{n}" for n, id_ in enumerate(alike, 1)}
        for id_ in longer:
            count[id_] += 1


def _beginning(name: str, count: int) -> str:
    """The first `count` letters of a name, with their marks; blanks are not counted."""
    seen = 0
    for place, char in enumerate(name):
        is_mark = unicodedata.category(char)[0] == "M" or char in "\u200c\u200d"
        seen += not is_mark and char != " "
        if seen > count:
            return name[:place].rstrip()
    return name
