"""The sources of rows: recorded and new ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stances.editing.ids import fits, slug, source_slug
from stances.editing.import_.columns import SOURCE, NewRecord
from stances.errors import UnknownName
from stances.model.types import SLUG
from stances.queries import resolve

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from stances.editing.import_.columns import Entry
    from stances.editing.refusals import Refusal

_NAMES = ("source", "url", "title", "published", "publisher")
_SAME_SOURCE = (
    "SELECT source FROM sources WHERE url = :url ORDER BY source",
    """SELECT source FROM sources WHERE title = :title
        AND coalesce(publisher = :publisher, TRUE) AND coalesce(published = :published, TRUE)
        ORDER BY source""",
)
"""How to recognize a source if a row does not have its id.

Many have the title `Press briefing`: publisher and day of the row must fit too.
"""
_NEW = "if it is new, `--new-sources` adds it, with the columns title, published and lang"


@dataclass(slots=True)
class Origins:
    """Finds the source of each row. `new` are the sources to add, by id; only if `add`."""

    index: sqlite3.Connection
    add: bool = False
    new: dict[str, NewRecord] = field(default_factory=dict)
    _known: dict[tuple[str, ...], str] = field(default_factory=dict)
    _unknown: int = 0

    def source(self, entry: Entry, values: Mapping[str, Any]) -> str | Refusal:
        """The id of the source of a row, or why there is none; empty if the row names none."""
        named = tuple(str(values.get(key, "")) for key in _NAMES)
        if not any(named[:4]):
            return ""
        if named in self._known:
            id_ = self._known[named]
            return (self._more(id_, entry, values) or id_) if id_ in self.new else id_
        found = self._recorded(entry, values)
        if found is None:
            found = self._added(entry, values)
        if isinstance(found, str):
            self._known[named] = found
        return found

    def lang(self, id_: str) -> str | None:
        """The language of a source."""
        if id_ in self.new:
            return self.new[id_].data.get("lang")
        row = self.index.execute("SELECT lang FROM sources WHERE source = ?", (id_,)).fetchone()
        return row["lang"] if row else None

    def _recorded(self, entry: Entry, values: Mapping[str, Any]) -> str | Refusal | None:
        """The source of the corpus; None if a new one is to be added."""
        if name := values.get("source"):
            return self._called(entry, name)
        wanted = {key: values.get(key) for key in ("title", "url", "publisher", "published")}
        for query in _SAME_SOURCE:
            rows = self.index.execute(query, wanted).fetchall()
            if len(rows) == 1:
                return str(rows[0]["source"])
        if self.add:
            return None
        keys = [key for key, value in wanted.items() if value]
        listed = ", ".join(f"{key} `{values[key]}`" for key in keys)
        return entry.refusal(keys[0], f"no source is there with {listed}", _NEW)

    def _called(self, entry: Entry, name: str) -> str | Refusal | None:
        """The source of the corpus with an id; None if a new one is to be added."""
        if name in self.new:
            return None
        try:
            return resolve.word(self.index, "source", name, self._unknown)
        except UnknownName as error:
            self._unknown += 1
            if "is left out" in error.hint:
                return entry.refusal("source", str(error), error.hint)
            if self.add:
                return None
            guess = error.hint if error.hint.startswith("did you mean") else ""
            return entry.refusal("source", str(error), f"{guess} {_NEW}".strip())

    def _added(self, entry: Entry, values: Mapping[str, Any]) -> str | Refusal:
        name = values.get("source", "")
        id_ = name if SLUG.fullmatch(name) else slug(name) if name else source_slug(values)
        if not fits(id_):
            hint = "give one in the column `source`: lower-case ASCII letters, digits and hyphens"
            return entry.refusal("source", "no id can be made for this source", hint)
        data = _data(values)
        query = "SELECT 1 FROM files WHERE kind = 'source' AND id = ?"
        if self.index.execute(query, (id_,)).fetchone():
            message = f"this source would be `{id_}`, and sources/{id_}.yaml is another"
            return entry.refusal("source", message, "give an id of its own in the column `source`")
        if id_ not in self.new and "title" not in data:
            hint = "give it a title, a day of publication and a language: title, published, lang"
            return entry.refusal("source", f"the source `{id_}` is new, and has no title", hint)
        if id_ not in self.new:
            self.new[id_] = NewRecord(id_, entry, data)
            return id_
        return self._more(id_, entry, values) or id_

    def _more(self, id_: str, entry: Entry, values: Mapping[str, Any]) -> Refusal | None:
        """Add the fields of a further row to a new source; a refusal if one is different."""
        data = self.new[id_].data
        for key, value in _data(values).items():
            if data.setdefault(key, value) != value and key != "lang":
                line = self.new[id_].entry.line
                message = f"the source `{id_}` has another `{key}` in line {line}"
                return entry.refusal(key, message, "correct one, or give each source its own id")
        return None


def _data(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a source."""
    named = {key: values[key] for key in SOURCE if key in values}
    if kind := named.pop("source_kind", None):
        named["kind"] = kind
    return named | ({"lang": values["lang"]} if "lang" in values else {})
