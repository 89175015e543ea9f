"""Who should be named near the words of evidence, and by which names."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING

from stances.evidence.mentions import Mentions
from stances.evidence.speakers import Wanted, wanted
from stances.index.names import surnames
from stances.text import fold_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

_NAMES = "SELECT official, name FROM names WHERE kind <> 'id' ORDER BY official"
_TITLES = "SELECT official, title FROM roles WHERE title IS NOT NULL AND former = 0"
_VOICES = "SELECT DISTINCT name FROM voices ORDER BY name"
_OFFICIALS = "SELECT official, name, kind FROM officials"
_SHARED = "SELECT words_of, official FROM statements WHERE words_of IS NOT NULL"
_ABOUT = """
    SELECT title, description, scope FROM corpus
    UNION ALL SELECT DISTINCT title, NULL, NULL FROM roles WHERE title IS NOT NULL"""
_SOURCES = "SELECT title, authors FROM sources WHERE source = ?"


class WantedSpeakers:
    """The officials of an index, by the names that texts use for them."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index
        self._authors: dict[str, frozenset[str]] = {}
        self._wanted: dict[tuple[str, ...], Wanted] = {}

    @cached_property
    def known(self) -> Mentions:
        """All names of all officials, and of others who spoke for them or reported their words."""
        return Mentions((of, name) for of, names in self._names.items() for name in names)

    @cached_property
    def own(self) -> frozenset[str]:
        """Words of the corpus's title, description and scope, and of all offices.

        They say whose officials the corpus is about.
        """
        texts = [text for row in self._index.execute(_ABOUT) for text in row if text]
        return frozenset(fold_words(" ".join(texts)).split())

    @cached_property
    def people(self) -> Mapping[str, Wanted]:
        """All officials with a name, by id."""
        return {
            official: self._known_as((official,))
            for official, kind in self._kinds.items()
            if kind != "unnamed"
        }

    def of(self, row: sqlite3.Row) -> Wanted | None:
        """Return who should be named near a piece of evidence; None if no one has to be.

        No one has to be named near an official's own document, or if the speaker is unnamed and
        nobody reported the words. If the title or authors of the source name one of these, the
        result is `assumed`: only another name is looked for.
        """
        voices = [*filter(None, [row["spoken_by"]]), *json.loads(row["according_to"])]
        speaker = row["speaker"] or row["official"]
        if row["form"] == "document" or (self._kinds.get(speaker) == "unnamed" and not voices):
            return None
        ids = (speaker, *([] if row["speaker"] else self._sharing.get(row["ref"], ())), *voices)
        who = self._known_as(ids)
        is_titled = bool(who.ids & self._named_in_title(row["source"]))
        return who._replace(assumed=True) if is_titled else who

    def _known_as(self, ids: tuple[str, ...]) -> Wanted:
        if ids not in self._wanted:
            names = [name for id_ in ids for name in self._names.get(id_, ())]
            titles = (title for id_ in ids for title in self._titles.get(id_, ()))
            self._wanted[ids] = wanted(ids, names or ids, titles)
        return self._wanted[ids]

    def _named_in_title(self, source: str) -> frozenset[str]:
        if source not in self._authors:
            row = self._index.execute(_SOURCES, (source,)).fetchone()
            texts = [row["title"] or "", *json.loads(row["authors"] or "[]")] if row else []
            found = (each.official for text in texts for each in self.known.find(text))
            self._authors[source] = frozenset(found)
        return self._authors[source]

    @cached_property
    def _names(self) -> Mapping[str, Sequence[str]]:
        names = _listed(self._index, _NAMES)
        for (name,) in self._index.execute(_VOICES):
            names.setdefault(name, [name, *surnames(name)[-1:]])
        return names

    @cached_property
    def _titles(self) -> Mapping[str, Sequence[str]]:
        return _listed(self._index, _TITLES)

    @cached_property
    def _sharing(self) -> Mapping[str, Sequence[str]]:
        return _listed(self._index, _SHARED)

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return {official: kind for official, _, kind in self._index.execute(_OFFICIALS)}


def _listed(index: sqlite3.Connection, query: str) -> dict[str, list[str]]:
    listed: dict[str, list[str]] = {}
    for key, value in index.execute(query):
        listed.setdefault(key, []).append(value)
    return listed
