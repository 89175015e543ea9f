"""How people call what records have as ids and as written dates."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from stances.queries.background import NO_BACKGROUND
from stances.views.date_words import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stances.queries.background import Background, Names
    from stances.views.formats import ViewOptions


class Wording:
    """Dates, sources and words of the codebook as people read them, for one result.

    An id that nothing is known of stands for itself.
    """

    def __init__(self, background: Background = NO_BACKGROUND, *, iso: bool = False) -> None:
        """If `iso`, dates are as written in the records."""
        self.background = background
        self._iso = iso

    @classmethod
    def of(cls, background: Background, options: ViewOptions) -> Wording:
        """The wording of a result, with the dates that are asked for."""
        return cls(background, iso=options.dates == "iso")

    def date(self, said: str) -> str:
        """A date of a record, e.g. `about 12–18 June 2014`."""
        return said if self._iso else in_words(said)

    def source(self, id_: str) -> str:
        """`WSWS, 21 June 2014`, without a time of day; without a publisher, the id.

        Several of one name have their ids after it.
        """
        return self._sources.get(id_, id_)

    def position(self, issue: str, id_: str) -> str:
        """The label of a position."""
        return self._names.positions.get((issue, id_), id_)

    def issue(self, id_: str) -> str:
        """The question of an issue."""
        return self._names.issues.get(id_, id_)

    def faction(self, id_: str | None) -> str:
        """The label of a faction, also of none."""
        return self._names.factions.get(id_, id_) if id_ else "No faction"

    @property
    def factions(self) -> Sequence[str]:
        """The ids of all factions, in the codebook's order."""
        return [*self._names.factions]

    def frame(self, id_: str) -> str:
        """The label of a frame."""
        return self._names.frames.get(id_, id_)

    def official(self, id_: str) -> str:
        """The name of an official; a name stands for itself."""
        return self._names.officials.get(id_, id_)

    def surname(self, id_: str) -> str:
        """The surname of an official; the whole name where that says too little."""
        return self.background.short_names().get(id_) or self.official(id_)

    @property
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
