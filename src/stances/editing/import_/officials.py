"""The officials of rows: recorded and new ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any

from stances.editing.ids import fits, slug
from stances.editing.import_.columns import NewRecord
from stances.errors import AmbiguousName, UnknownName
from stances.index.names import is_address, orders, surnames, titled
from stances.model.types import SLUG
from stances.queries import resolve
from stances.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from stances.editing.import_.columns import Entry
    from stances.editing.refusals import Refusal

_LEFT_OUT = "is left out"
"""In the hint for an official whose file cannot be used: that is not a new one."""
_NEW = "if this is somebody new, `--new-officials` adds them"
_NEW_ONES = 10
"""A name like that of a new official is sought for so many more of them than for unknown ones."""


@dataclass(slots=True)
class People:
    """Finds the official of each row. `new` are the officials to add, by id; only if `add`."""

    index: sqlite3.Connection
    add: bool = False
    new: dict[str, NewRecord] = field(default_factory=dict)
    _known: dict[tuple[str, str], str | Refusal] = field(default_factory=dict)
    _names: dict[str, set[str]] = field(default_factory=dict)
    _unknown: int = 0

    def introduce(self, rows: Sequence[tuple[Entry, Mapping[str, Any]]]) -> None:
        """Collect the new officials of all rows; the fullest names first."""
        if not self.add:
            return
        unknown: dict[tuple[str, str], Entry] = {}
        for entry, values in rows:
            called = _called(values)
            if any(called) and called not in unknown and self._is_unknown(called):
                unknown[called] = entry
        fullest = sorted(unknown, key=lambda called: _fullness(called[1] or called[0]))
        for called in fullest:
            if not self._among_new(*called):
                self._add(called, unknown[called])
        for _, values in rows:
            if (new := self.new.get(self._among_new(*_called(values)))) is not None:
                _add_role(new, values)

    def official(self, entry: Entry, values: Mapping[str, Any]) -> str | Refusal:
        """The id of the official of a row, or why there is none."""
        called = _called(values)
        if called not in self._known:
            self._known[called] = self._resolved(called, entry)
        official = self._known[called]
        # The refusal is of this row too.
        return official if isinstance(official, str) else official._replace(line=entry.line)

    def _resolved(self, called: tuple[str, str], entry: Entry) -> str | Refusal:
        own, name = called
        key = "official" if own else "name"
        if not (own or name):
            message = "the row does not say who said it"
            return entry.refusal("official", message, "fill in `official`, an id or a name")
        new = self._among_new(own, name)
        if new and new == own:
            return new
        try:
            id_ = resolve.official(self.index, own or name, before=inf if new else self._unknown)
            if new and id_ != own:
                self._refuse_two(own or name, id_, new)
        except UnknownName as error:
            if new:
                return new
            self._unknown += 1
            hint = error.hint
            if not self.add and _LEFT_OUT not in hint:
                hint = f"{hint} {_NEW}" if hint.endswith("?") else _NEW
            return entry.refusal(key, str(error), hint)
        except AmbiguousName as error:
            return entry.refusal(key, str(error), error.hint)
        return self._contradicted(id_, called, entry) or id_

    def _refuse_two(self, name: str, recorded: str, new: str) -> None:
        """Raise `AmbiguousName` for a recorded and a new official of one name."""
        query = "SELECT official, name FROM officials WHERE official = ?"
        row = self.index.execute(query, (recorded,)).fetchone()
        raise AmbiguousName(name, [(row[0], row[1]), (new, str(self.new[new].data["name"]))])

    def _contradicted(self, id_: str, called: tuple[str, str], entry: Entry) -> Refusal | None:
        """A refusal if the row names one official by id and another by name."""
        own, name = called
        try:
            other = resolve.official(self.index, name, before=inf) if own and name else id_
        except (UnknownName, AmbiguousName):
            return None
        if other == id_:
            return None
        message = f"`{own}` is the official `{id_}`, and `{name}` is `{other}`"
        return entry.refusal("name", message, "correct one of the two")

    def _is_unknown(self, called: tuple[str, str]) -> bool:
        try:
            resolve.official(self.index, called[0] or called[1], before=inf)
        except UnknownName as error:
            return _LEFT_OUT not in error.hint
        except AmbiguousName:
            return False
        return False

    def _among_new(self, own: str, name: str) -> str:
        """The id of the only new official with this name; empty if there is none."""
        if own in self.new:
            return own
        called = own or name
        for spelling in (called, *(rest for title, rest in titled(called) if is_address(title))):
            if wanted := fold(spelling):
                ids = self._names.get(wanted, set())
                if ids:
                    return next(iter(ids)) if len(ids) == 1 else ""
        return ""

    def _add(self, called: tuple[str, str], entry: Entry) -> None:
        own, name = called
        shown = own or name
        id_ = own if SLUG.fullmatch(own) else slug(shown)
        query = "SELECT 1 FROM files WHERE kind = 'official' AND id = ?"
        if not fits(id_):
            message = f"no id can be made of `{shown}`"
            hint = "give one in the column `official`, and the name in `name`"
        elif self.index.execute(query, (id_,)).fetchone():
            message = f"`{shown}` would be `{id_}`, and officials/{id_}.yaml is somebody else's"
            hint = "give an id of its own in the column `official`, and the name in `name`"
        elif id_ in self.new:
            message = f"`{shown}` and `{self.new[id_].data['name']}` would both be `{id_}`"
            hint = "give each an id of its own in the column `official`"
        else:
            near = _near(self.index, shown, len(self.new) / _NEW_ONES)
            self.new[id_] = NewRecord(id_, entry, {"name": name or own}, near)
            spellings = map(fold, (id_, name or own, *surnames(name or own)))
            for spelling in (*spellings, *orders(name or own)):
                self._names.setdefault(spelling, set()).add(id_)
            return
        self._known[called] = entry.refusal("name", message, hint)


def _fullness(name: str) -> tuple[int, bool, int]:
    """What sorts the fullest names first, and those without a comma or a title before others."""
    words = len(name.split())
    own = [len(rest.split()) for title, rest in titled(name) if is_address(title)]
    return -min(own, default=words), "," in name, words


def _called(values: Mapping[str, Any]) -> tuple[str, str]:
    """The id or name under `official`, else the id in `ref`; and the name."""
    own = values.get("official") or str(values.get("ref", "")).partition("/")[0]
    return own, values.get("name", "")


def _add_role(new: NewRecord, values: Mapping[str, Any]) -> None:
    """Add the office of a row to those of a new official."""
    if title := values.get("role"):
        role = {"title": title}
        if (faction := values.get("faction")) and faction != "none":
            role["faction"] = faction
        roles: list[dict[str, str]] = new.data.setdefault("roles", [])
        if role not in roles:
            roles.append(role)


def _near(index: sqlite3.Connection, name: str, before: float) -> str:
    try:
        resolve.official(index, name, before=before)
    except UnknownName as error:
        return error.hint if error.hint.startswith("did you mean") else ""
    except AmbiguousName:
        return ""
    return ""
