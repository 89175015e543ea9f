"""Find the sources of rows, recorded and new ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stances.editing.ids import fits, slug, source_id, taken_ids
from stances.editing.import_.columns import SOURCE, NewRecord
from stances.editing.usual_words import language_of
from stances.errors import UnknownName
from stances.evidence.lookup import checksum
from stances.model.types import SLUG
from stances.queries import resolve

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from stances.editing.import_.columns import Entry
    from stances.editing.refusals import Refusal
    from stances.evidence.copies import Snapshots

_NAMES = ("source", "url", "title", "published", "publisher")
_SAME_SOURCE = (
    "SELECT source FROM sources WHERE url = :url ORDER BY source",
    """SELECT source FROM sources WHERE title = :title
        AND coalesce(publisher = :publisher, TRUE) AND coalesce(published = :published, TRUE)
        AND coalesce(url = :url, TRUE) ORDER BY source""",
    """SELECT source FROM sources WHERE publisher = :publisher AND published = :published
        AND :title IS NULL AND :url IS NULL ORDER BY source""",
)
"""How to recognize a source if a row does not have its id.

Many sources have the title `Press briefing`, so publisher, day and address must fit too."""


@dataclass(slots=True)
class Origins:
    """Finds the source of each row. If `add`, `new` are the sources to add, by id.

    A new source with a stored copy gets its checksum; `copied` are the names of these copies, by
    source. If not `add`, `lacking` are the sources that the corpus does not have.
    """

    index: sqlite3.Connection
    add: bool = False
    copies: Snapshots | None = None
    new: dict[str, NewRecord] = field(default_factory=dict)
    copied: dict[str, str] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)
    _known: dict[tuple[str, ...], str | Refusal] = field(default_factory=dict)
    _texts: dict[str, list[str]] = field(default_factory=dict)
    _by_name: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _taken: set[str] = field(init=False)
    _unknown: int = 0

    def __post_init__(self) -> None:
        """Look up which ids are taken."""
        self._taken = taken_ids(self.index, "source")

    def source(self, entry: Entry, values: Mapping[str, Any]) -> str | Refusal:
        """Return the id of the source of a row, or a refusal; empty if the row names no source."""
        named = tuple(str(values.get(key, "")) for key in _NAMES)
        if not any(named[:4]):
            return ""
        if named not in self._known:
            found = self._recorded(entry, values)
            self._known[named] = self._added(entry, values) if found is None else found
        id_ = self._known[named]
        if not isinstance(id_, str):
            return id_._replace(line=entry.line)
        if id_ in self.new:
            self._texts.setdefault(id_, []).append(str(values.get("text", "")))
            return self._more(id_, entry, values) or id_
        return id_

    def tell_languages(self) -> list[str]:
        """Set the language of new sources without one from their words; return notes about it.

        If the words of a source are too few, the words of all such sources decide.
        """
        without = [id_ for id_, record in self.new.items() if "lang" not in record.data]
        every = " ".join(text for id_ in without for text in self._texts.get(id_, ()))
        usual = language_of(every)
        told: dict[str, list[str]] = {}
        for id_ in without:
            own = language_of(" ".join(self._texts.get(id_, ())))
            if lang := own or usual:
                self.new[id_].data["lang"] = lang
                told.setdefault(lang, []).append(id_)
        return [
            f"lang of `{ids[0]}`{f' and {len(ids) - 1} more' if len(ids) > 1 else ''} is `{lang}`, "
            "by the words quoted"
            for lang, ids in told.items()
        ]

    def lang(self, id_: str) -> str | None:
        """Return the language of a source."""
        if id_ in self.new:
            return self.new[id_].data.get("lang")
        row = self.index.execute("SELECT lang FROM sources WHERE source = ?", (id_,)).fetchone()
        return row["lang"] if row else None

    def _recorded(self, entry: Entry, values: Mapping[str, Any]) -> str | Refusal | None:
        """Return the recorded source or a refusal; None if a new source is to be added."""
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
        self.lacking.append(str(values[keys[0]]))
        listed = ", ".join(f"{key} `{values[key]}`" for key in keys)
        return entry.refusal(keys[0], f"no source is there with {listed}", "")

    def _called(self, entry: Entry, name: str) -> str | Refusal | None:
        """Return the recorded source with an id, or a refusal; None if a new one is to be added."""
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
            self.lacking.append(name)
            guess = error.hint if error.hint.startswith("did you mean") else ""
            return entry.refusal("source", str(error), guess)

    def _added(self, entry: Entry, values: Mapping[str, Any]) -> str | Refusal:
        """Return a new source, or one that an earlier row has added; or a refusal."""
        data = _data(values)
        if name := str(values.get("source", "")):
            id_ = name if SLUG.fullmatch(name) else slug(name) or source_id(data, ())
        elif (found := self._among_new(entry, data)) is not None:
            return found
        else:
            id_ = source_id(data, ())
        if not fits(id_):
            hint = "give one in the column `source`: lower-case ASCII letters, digits and hyphens"
            return entry.refusal("source", "no id can be made for this source", hint)
        query = "SELECT left_out FROM files WHERE kind = 'source' AND id = ?"
        file = self.index.execute(query, (id_,)).fetchone()
        if file and (name or file["left_out"]):
            message = f"this source would be `{id_}`, and sources/{id_}.yaml is another"
            return entry.refusal("source", message, "give an id of its own in the column `source`")
        if id_ in self.new and name:
            return self._more(id_, entry, values) or id_
        if "title" not in data:
            hint = "give it a title, a day of publication and a language: title, published, lang"
            return entry.refusal("source", f"the source `{id_}` is new, and has no title", hint)
        if not name:
            id_ = source_id(data, self._taken)
        self._add(id_, NewRecord(id_, entry, data))
        return id_

    def _add(self, id_: str, record: NewRecord) -> None:
        self._taken.add(id_)
        self.new[id_] = record
        self._call(id_, record.data)
        if self.copies and (stored := checksum(self.copies, id_)):
            self.copied[id_], record.data["sha256"] = stored

    def _call(self, id_: str, data: Mapping[str, Any]) -> None:
        """Index a new source by its address and title."""
        for key in ("url", "title"):
            if key in data and id_ not in (ids := self._by_name.setdefault((key, data[key]), [])):
                ids.append(id_)

    def _among_new(self, entry: Entry, data: Mapping[str, Any]) -> str | Refusal | None:
        """Return the new source of a row, or a refusal if several fit; None if none does."""
        ids = self._by_name.get(("url", data.get("url", "")), [])
        if not ids:
            titled = self._by_name.get(("title", data.get("title", "")), [])
            ids = [id_ for id_ in titled if _agree(self.new[id_].data, data)]
        if len(ids) > 1:
            message = f"this may be {len(ids)} sources: {', '.join(f'`{id_}`' for id_ in ids)}"
            hint = "say which by its url, its publisher and its day of publication"
            return entry.refusal("title", message, hint)
        return ids[0] if ids else None

    def _more(self, id_: str, entry: Entry, values: Mapping[str, Any]) -> Refusal | None:
        """Add the fields of a further row to a new source; return a refusal if one is different."""
        data = self.new[id_].data
        for key, value in _data(values).items():
            if data.setdefault(key, value) != value and key != "lang":
                line = self.new[id_].entry.line
                message = f"the source `{id_}` has another `{key}` in line {line}"
                return entry.refusal(key, message, "correct one, or give each source its own id")
        self._call(id_, data)
        return None


def _agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two records with the same title may be the same source."""
    return all(
        one.get(key, value) == value
        for key, value in other.items()
        if key in ("publisher", "published", "url")
    )


def _data(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a source."""
    named = {key: values[key] for key in SOURCE if key in values}
    if kind := named.pop("source_kind", None):
        named["kind"] = kind
    return named | ({"lang": values["lang"]} if "lang" in values else {})
