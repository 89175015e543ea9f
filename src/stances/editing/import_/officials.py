"""The officials of rows: those of the corpus, and new ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stances.editing.ids import fits, slug
from stances.editing.import_.columns import NewRecord
from stances.errors import AmbiguousName, UnknownName
from stances.model.types import SLUG
from stances.queries import resolve
from stances.text import fold, surnames

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from stances.editing.import_.columns import Entry
    from stances.editing.refusals import Refusal

_NO_NAME = "the row does not say who said it"
_LEFT_OUT = "is left out"
"""What the hint for a name says whose file cannot be used: that is nobody new."""
_NEW = "if this is somebody new, `--new-officials` adds them"


@dataclass(slots=True)
class People:
    """Finds the official of each row. `new` are those to be added, by id; only where `add`."""

    index: sqlite3.Connection
    add: bool = False
    new: dict[str, NewRecord] = field(default_factory=dict)
    _known: dict[tuple[str, str], str | Refusal] = field(default_factory=dict)
    _names: dict[str, set[str]] = field(default_factory=dict)

    def introduce(self, rows: Sequence[tuple[Entry, Mapping[str, Any]]]) -> None:
        """Get to know those that the corpus lacks; the fullest names first."""
        if not self.add:
            return
        unknown: dict[tuple[str, str], Entry] = {}
        for entry, values in rows:
            called = _called(values)
            if any(called) and called not in unknown and self._is_unknown(called):
                unknown[called] = entry
        fullest = sorted(unknown, key=lambda called: -len((called[1] or called[0]).split()))
        for called in fullest:
            if not self._among_new(*called):
                self._add(called, unknown[called])
        for _, values in rows:
            if (found := self.new.get(self._among_new(*_called(values)))) is not None:
                _give_role(found, values)

    def official(self, entry: Entry, values: Mapping[str, Any]) -> str | Refusal:
        """The id of the official of a row, or why there is none."""
        called = _called(values)
        if called not in self._known:
            self._known[called] = self._found(called, entry)
        found = self._known[called]
        # The refusal is of this row too.
        return found if isinstance(found, str) else found._replace(line=entry.line)

    def _found(self, called: tuple[str, str], entry: Entry) -> str | Refusal:
        own, name = called
        key = "official" if own else "name"
        if not (own or name):
            return entry.refusal("official", _NO_NAME, "fill in `official`, an id or a name")
        if id_ := self._among_new(own, name):
            return id_
        try:
            id_ = resolve.official(self.index, own or name)
        except UnknownName as error:
            return entry.refusal(key, str(error), _hint(error.hint, add=self.add))
        except AmbiguousName as error:
            return entry.refusal(key, str(error), error.hint)
        return self._contradicted(id_, called, entry) or id_

    def _contradicted(self, id_: str, called: tuple[str, str], entry: Entry) -> Refusal | None:
        """The row names one official by id and another by name."""
        own, name = called
        if not (own and name):
            return None
        try:
            other = resolve.official(self.index, name)
        except (UnknownName, AmbiguousName):
            return None
        if other == id_:
            return None
        message = f"`{own}` is the official `{id_}`, and `{name}` is `{other}`"
        return entry.refusal("name", message, "correct one of the two")

    def _is_unknown(self, called: tuple[str, str]) -> bool:
        try:
            resolve.official(self.index, called[0] or called[1])
        except UnknownName as error:
            return _LEFT_OUT not in error.hint
        except AmbiguousName:
            return False
        return False

    def _among_new(self, own: str, name: str) -> str:
        """The id of the one new official who is called so; empty if there is none."""
        wanted = fold(own or name)
        if own in self.new:
            return own
        fitting = self._names.get(wanted, set())
        return next(iter(fitting)) if wanted and len(fitting) == 1 else ""

    def _add(self, called: tuple[str, str], entry: Entry) -> None:
        own, name = called
        id_ = own if SLUG.fullmatch(own) else slug(own or name)
        if not fits(id_):
            hint = "give one in the column `official`, and the name in `name`"
            refusal = entry.refusal("name", f"no id can be made of `{own or name}`", hint)
            self._known[called] = refusal
        elif self._has_file(id_):
            message = (
                f"`{own or name}` would be `{id_}`, and officials/{id_}.yaml is somebody else's"
            )
            hint = "give an id of its own in the column `official`, and the name in `name`"
            self._known[called] = entry.refusal("name", message, hint)
        elif id_ in self.new:
            message = f"`{own or name}` and `{self.new[id_].data['name']}` would both be `{id_}`"
            hint = "give each an id of its own in the column `official`"
            self._known[called] = entry.refusal("name", message, hint)
        else:
            near = _near(self.index, own or name)
            self.new[id_] = NewRecord(id_, entry, {"name": name or own}, near)
            for spelt in (id_, name or own, *surnames(name or own)):
                self._names.setdefault(fold(spelt), set()).add(id_)

    def _has_file(self, id_: str) -> bool:
        query = "SELECT 1 FROM files WHERE kind = 'official' AND id = ?"
        return self.index.execute(query, (id_,)).fetchone() is not None


def _called(values: Mapping[str, Any]) -> tuple[str, str]:
    """The id or name under `official`, else the id in `ref`; and the name."""
    own = values.get("official") or str(values.get("ref", "")).partition("/")[0]
    return own, values.get("name", "")


def _give_role(new: NewRecord, values: Mapping[str, Any]) -> None:
    """Add the office that a row names to those of a new official."""
    if title := values.get("role"):
        role = {"title": title}
        if (faction := values.get("faction")) and faction != "none":
            role["faction"] = faction
        roles: list[dict[str, str]] = new.data.setdefault("roles", [])
        if role not in roles:
            roles.append(role)


def _hint(found: str, *, add: bool) -> str:
    if add or _LEFT_OUT in found:
        return found
    return f"{found} {_NEW}" if found.endswith("?") else _NEW


def _near(index: sqlite3.Connection, name: str) -> str:
    try:
        resolve.official(index, name)
    except UnknownName as error:
        return error.hint if error.hint.startswith("did you mean") else ""
    except AmbiguousName:
        return ""
    return ""
