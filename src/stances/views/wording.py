"""Readable names for ids, and dates in words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.background import NO_BACKGROUND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stances.queries.background import Background, Names
    from stances.views.formats import ViewOptions


_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_QUALIFIERS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}
_END = r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?([?~%]?)"
# A copy without the checks of `dates.py`: importing these would slow every start.
_DATE = re.compile(rf"{_END}(?:/(?:{_END}|\.\.))?|\.\./{_END}")
_TIMED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9:]{8})(Z|[+-][0-9:]{5})?")


@lru_cache(4096)
def in_words(said: str) -> str:
    """A record's date in words; any other text is returned unchanged.

    A qualifier of either end is put before the whole, because it makes the whole less certain. An
    interval with an open end is `11 June 2014 or later`; with an open beginning, it is `by 21 June
    2014` or `by the end of June 2014`.
    """
    if timed := _TIMED.fullmatch(said):
        return f"{in_words(timed[1])}, {_clock(timed[2], timed[3])}"
    match = _DATE.fullmatch(said)
    if not match:
        return said
    groups = [group or "" for group in match.groups()]
    first, last, limit = (_End.of(*groups[at : at + 4]) for at in (0, 4, 8))
    if limit.year:
        return f"by {limit.qualifier or ('' if limit.day else 'the end of ')}{limit}"
    if last.year:
        return _span(first, last)
    return f"{first.qualifier}{first}{' or later' if said.endswith('..') else ''}"


class _End(NamedTuple):
    """A year, a month or a day; unknown parts are empty."""

    year: str
    month: str
    day: str
    qualifier: str

    @classmethod
    def of(cls, year: str, month: str, day: str, mark: str) -> _End:
        """Return an end from the parts of a written date."""
        name = _MONTHS[int(month) - 1] if month else ""
        return cls(year, name, day.lstrip("0"), _QUALIFIERS.get(mark, ""))

    def __str__(self) -> str:
        return " ".join(filter(None, self[2::-1]))


def _span(first: _End, last: _End) -> str:
    """Both ends, with shared parts once: `12–18 June 2014`, `30 June – 2 July 2014`."""
    qualifiers = {first.qualifier, last.qualifier} - {""}
    mark = _QUALIFIERS["%"] if len(qualifiers) > 1 else "".join(qualifiers)
    if first[:3] == last[:3]:
        return f"{mark}{last}"
    is_alike = [*map(bool, first[:3])] == [*map(bool, last[:3])]
    if not is_alike or (first.month and first.year != last.year):
        return f"{mark}{first} – {last}"
    if not first.month:
        return f"{mark}{first}–{last}"
    if first.month == last.month:
        return f"{mark}{first.day}–{last}"
    return f"{mark}{first._replace(year='')} – {last}"


def _clock(time: str, zone: str | None) -> str:
    """A time with its zone, `20:30 (+04:30)`; seconds only if they are not 0."""
    shown = time.removesuffix(":00")
    return f"{shown} ({'UTC' if zone == 'Z' else zone})" if zone else shown


class Wording:
    """Names, labels and dates of one result as people read them.

    An unknown id is returned unchanged.
    """

    def __init__(self, background: Background = NO_BACKGROUND, *, iso: bool = False) -> None:
        """With `iso`, dates stay as written in the records."""
        self.background = background
        self._iso = iso

    @classmethod
    def of(cls, background: Background, options: ViewOptions) -> Wording:
        """Return the wording of a result, with dates as the options ask."""
        return cls(background, iso=options.dates == "iso")

    def date(self, said: str) -> str:
        """A date of a record, e.g. `about 12–18 June 2014`."""
        return said if self._iso else in_words(said)

    def source(self, id_: str) -> str:
        """A source as `WSWS, 21 June 2014`, without a time; without a publisher, the id.

        If several sources have the same name, each has its id after it.
        """
        return self._sources.get(id_, id_)

    def position(self, issue: str, id_: str) -> str:
        """The label of a position."""
        return self._names.positions.get((issue, id_), id_)

    def issue(self, id_: str) -> str:
        """The question of an issue."""
        return self._names.issues.get(id_, id_)

    def faction(self, id_: str | None) -> str:
        """The label of a faction; `No faction` for None."""
        return self._names.factions.get(id_, id_) if id_ else "No faction"

    @property
    def factions(self) -> Sequence[str]:
        """The ids of all factions, in the codebook's order."""
        return [*self._names.factions]

    def frame(self, id_: str) -> str:
        """The label of a frame."""
        return self._names.frames.get(id_, id_)

    def official(self, id_: str) -> str:
        """The name of an official; a name is returned unchanged."""
        return self._names.officials.get(id_, id_)

    def subject(self, id_: str) -> str:
        """The name of an official or the label of a faction with this id."""
        return self._names.officials.get(id_) or self.faction(id_)

    def surname(self, id_: str) -> str:
        """The surname of an official; the whole name if the surname is not unique."""
        return self.background.short_names().get(id_) or self.official(id_)

    @cached_property
    def _names(self) -> Names:
        return self.background.names()

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        called = {
            id_: self._called(imprint.publisher, imprint.published)
            for id_, imprint in self._names.sources.items()
            if imprint.publisher
        }
        times = Counter(called.values())
        return {
            id_: name if times[name] == 1 else f"{name} ({id_})" for id_, name in called.items()
        }

    def _called(self, publisher: str, published: str | None) -> str:
        day = (published or "").partition("T")[0]
        return f"{publisher}, {self.date(day)}" if day else publisher
