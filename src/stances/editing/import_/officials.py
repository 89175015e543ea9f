"""Find the officials of rows, recorded and new ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.editing.ids import fits, official_id, taken_ids
from stances.editing.import_.columns import NewRecord
from stances.editing.titles import (
    begins_with_title,
    leads_to_name,
    parted,
)
from stances.errors import AmbiguousName, UnknownName
from stances.index.names import orders, surnames, titled
from stances.model.types import SLUG
from stances.queries import choices, resolve
from stances.text import fold, fold_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from stances.editing.import_.columns import Entry
    from stances.editing.refusals import Refusal
    from stances.editing.titles import Titled

_LEFT_OUT = "is left out"
"""Part of the hint for an official whose file cannot be used: such an official is not new."""
_ALIAS = "`--alias` records it as another name of that one"
_NEW_ONES = 10
"""Similar names are sought for this many times more new officials than unknown names."""
_TWICE, _VOWEL = re.compile(r"(.)\1+"), re.compile("[aeiouy]")
_ALIKE, _ALIKE_IN_SOUND = 0.9, 0.8
"""How similar two spellings of a name must be, and two spellings with the same consonants."""

Called = tuple[str, str]
"""The `official` of a row, or else the official in its `ref`; and the name."""


class Guess(NamedTuple):
    """An official whom an unknown name may mean; `spellings` are all names of this official."""

    name: str
    official: str
    full_name: str
    spellings: tuple[str, ...]

    @property
    def is_spelt_alike(self) -> bool:
        """Whether the name differs only in spelling from one of the official's names."""
        return any(spelt_alike(self.name, other) for other in self.spellings)


@dataclass(slots=True)
class People:
    """Finds the official of each row. If `add`, `new` are the officials to add, by id.

    An unknown name becomes one of the `aliases` of an official that it may mean, if `accepted`
    agrees. `notes` say for each official how its names were read. If not `add`, `lacking` are the
    names that belong to no official.
    """

    index: sqlite3.Connection
    add: bool = False
    accepted: Callable[[Guess], bool] | None = None
    new: dict[str, NewRecord] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)
    _known: dict[Called, str | Refusal] = field(default_factory=dict)
    _names: dict[str, set[str]] = field(default_factory=dict)
    _by_initials: dict[str, list[str]] = field(default_factory=dict)
    _roles: list[str] = field(default_factory=list)
    _titled: dict[str, Titled | None] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _unknown: int = 0

    def introduce(self, rows: Sequence[tuple[Entry, dict[str, Any]]]) -> None:
        """Find the officials of all rows, and collect the new ones, the fullest names first.

        If the table has no roles, the title in the name of a new official becomes the role of the
        row.
        """
        query = "SELECT DISTINCT title FROM roles WHERE title <> '' ORDER BY title"
        titles = [title for (title,) in self.index.execute(query)]
        own = (values["role"] for _, values in rows if "role" in values)
        self._taken = taken_ids(self.index, "official")
        self._roles = [*dict.fromkeys((*titles, *own))]
        first: dict[Called, Entry] = {}
        for entry, values in rows:
            first.setdefault(_called(values), entry)
        unknown: list[Called] = []
        for called, entry in first.items():
            found = self._recorded(called, entry)
            if found is None:
                unknown.append(called)
            else:
                self._known[called] = found
        longer = dict(self._with_words_before(unknown))
        for called in sorted(unknown, key=lambda each: self._fullness(each[1] or each[0])):
            if called not in longer:
                self._known[called] = self._unrecorded(called, first[called])
        for called, other in longer.items():
            self._known[called] = self._under(called, self._known[other])
        for called, entry in first.items():
            self._refuse_two(called, entry)
        for entry, values in rows:
            self._add_role(entry, values)

    def official(self, entry: Entry, values: Mapping[str, Any]) -> str | Refusal:
        """Return the id of the official of a row, or a refusal."""
        official = self._known[_called(values)]
        # The refusal is stored for the first row with this name; it holds for this row too.
        return official if isinstance(official, str) else official._replace(line=entry.line)

    def _parted(self, text: str) -> Titled | None:
        """Split a text into name and title; None if it has no title."""
        if text not in self._titled:
            self._titled[text] = parted(text, self._roles)
        return self._titled[text]

    def _fullness(self, name: str) -> tuple[int, bool, int]:
        """Return a sort key: the fullest names first, then names without a comma or a title."""
        titled_ = self._parted(name)
        bare = titled_.name if titled_ else name
        return -len(bare.split()), "," in bare, len(name.split())

    def _bare(self, called: Called) -> str:
        """Return a name without the title beside it."""
        text = called[1] or called[0]
        titled_ = self._parted(text)
        return titled_.name if titled_ else text

    def _with_words_before(self, names: Sequence[Called]) -> Iterator[tuple[Called, Called]]:
        """Yield each name that ends in another whole name, with that other name.

        The words before it may be an unknown title or one more given name.
        """
        whole = {fold(bare): each for each in names if " " in (bare := self._bare(each))}
        for called in names:
            words = self._bare(called).split()
            tails = (
                " ".join(words[at:])
                for at in range(len(words) - 2, 0, -1)
                if leads_to_name(words[:at])
            )
            if not called[0] and (tail := next((t for t in map(fold, tails) if t in whole), "")):
                yield called, whole[tail]

    def _under(self, called: Called, found: str | Refusal) -> str | Refusal:
        """Make a name an alias of the new official whose name it ends in; return the official."""
        new = self.new.get(found) if isinstance(found, str) else None
        if new and isinstance(found, str):
            name, bare = new.data["name"], self._bare(called)
            self._note(
                found, f"`{called[1]}` is taken as {name}; if that is wrong, give each an id"
            )
            if fold(bare) not in map(fold, new.data.setdefault("aliases", [])):
                new.data["aliases"].append(bare)
            self._names.setdefault(fold(bare), set()).add(found)
        return found

    def _recorded(self, called: Called, entry: Entry) -> str | Refusal | None:
        """Return the recorded official, or a refusal; None if nobody has this name."""
        own, name = called
        shown = own or name
        if not shown:
            message = "the row does not say who said it"
            return entry.refusal("official", message, "fill in `official`, an id or a name")
        key = "official" if own else "name"
        try:
            id_ = resolve.official(self.index, shown, before=inf)
        except UnknownName as error:
            if _LEFT_OUT in error.hint:
                return entry.refusal(key, str(error), error.hint)
            behind = self._behind_title(shown)
            return behind and (self._contradicted(behind, called, entry) or behind)
        except AmbiguousName as error:
            return entry.refusal(key, str(error), error.hint)
        return self._contradicted(id_, called, entry) or id_

    def _behind_title(self, shown: str) -> str | None:
        """Return the official whose name is next to a title; None if there is none.

        A surname alone with an office fits only an official who is not known to hold other offices.
        """
        titled_ = self._parted(shown)
        names = [titled_.name] if titled_ else []
        if not titled_ and begins_with_title(shown):
            names = [
                rest for title, rest in titled(shown) if " " in rest and _is_whole_title(title)
            ]
        for name in names:
            try:
                id_ = resolve.official(self.index, name, before=inf)
            except (UnknownName, AmbiguousName):
                continue
            has_whole = self.index.execute(_WHOLE, (id_, fold(name))).fetchone()
            has_role = self.index.execute(_OFFICES, (id_,)).fetchone()
            if titled_ and not titled_.is_office:
                return id_
            if has_whole or not has_role:
                if has_role and " " not in name:
                    hint = "if that is somebody else, give an id"
                    self._note(id_, f"`{shown}` is taken as {id_}, who has no such role; {hint}")
                return id_
        return None

    def _unrecorded(self, called: Called, entry: Entry) -> str | Refusal:
        """Return the official whom an unknown name means, if this is accepted; else a new one."""
        own, name = called
        shown = own or name
        found = self._among_new(own, name)
        if len(found) == 1:
            return found[0]
        if found:
            pairs = [(id_, str(self.new[id_].data["name"])) for id_ in found]
            error = AmbiguousName(shown, pairs)
            return entry.refusal("name", str(error), error.hint)
        titled_ = self._parted(shown)
        bare = titled_.name if titled_ else shown
        before = len(self.new) / _NEW_ONES if self.add else self._unknown
        self._unknown += 1
        near = resolve.alike(self.index, bare, before)
        if id_ := self._accepted(bare, near):
            self.aliases.setdefault(id_, []).append(bare)
            return id_
        if self.add:
            return self._add(called, entry, titled_, near)
        self.lacking.append(bare)
        key = "official" if own else "name"
        hint = f"{resolve.meant(near)} {_ALIAS}" if near else ""
        return entry.refusal(key, str(UnknownName("official", bare, hint)), hint)

    def _accepted(self, name: str, ids: Sequence[str]) -> str:
        """Return the first official whom a name may mean that is accepted; empty if none is."""
        if self.accepted is None:
            return ""
        for id_ in ids:
            rows = self.index.execute("SELECT name FROM names WHERE official = ?", (id_,))
            full_name = choices.official(self.index, id_).name
            if self.accepted(Guess(name, id_, full_name, tuple(each for (each,) in rows))):
                return id_
        return ""

    def _refuse_two(self, called: Called, entry: Entry) -> None:
        """Refuse a name that both a recorded and a new official have."""
        recorded, shown = self._known[called], called[0] or called[1]
        if not isinstance(recorded, str) or recorded in (called[0], *self.new):
            return
        query = "SELECT official, name FROM officials WHERE official = ?"
        if ids := [each for each in self._among_new(*called) if each != called[0]]:
            row = self.index.execute(query, (recorded,)).fetchone()
            pairs = [(row[0], row[1]), *((id_, str(self.new[id_].data["name"])) for id_ in ids)]
            error = AmbiguousName(shown, pairs)
            key = "official" if called[0] else "name"
            self._known[called] = entry.refusal(key, str(error), error.hint)

    def _contradicted(self, id_: str, called: tuple[str, str], entry: Entry) -> Refusal | None:
        """Return a refusal if the row names one official by id and another by name."""
        own, name = called
        try:
            other = resolve.official(self.index, name, before=inf) if own and name else id_
        except (UnknownName, AmbiguousName):
            return None
        if other == id_:
            return None
        message = f"`{own}` is the official `{id_}`, and `{name}` is `{other}`"
        return entry.refusal("name", message, "correct one of the two")

    def _among_new(self, own: str, name: str) -> list[str]:
        """Return the ids of the new officials with this name."""
        if own in self.new:
            return [own]
        called = own or name
        titled_ = self._parted(called)
        for spelling in (called, *([titled_.name] if titled_ else [])):
            if found := self._names.get(fold(spelling)):
                return sorted(found)
        return []

    def _add(
        self, called: Called, entry: Entry, titled_: Titled | None, near: Sequence[str]
    ) -> str | Refusal:
        own, name = called
        shown = name or own
        titled_ = titled_ if not (own and name) else self._parted(name)
        bare = titled_.name if titled_ else shown
        if (other := self._like_new(bare)) is not None:
            return other
        is_given = bool(own and SLUG.fullmatch(own))
        id_ = own if is_given else official_id({"name": bare}, self._taken)
        base = own if is_given else official_id({"name": bare}, ())
        query = "SELECT 1 FROM files WHERE kind = 'official' AND id = ? AND left_out"
        if not fits(id_):
            message = f"no id can be made of `{shown}`"
            hint = "give one in the column `official`, and the name in `name`"
            return entry.refusal("name", message, hint)
        if id_ in self._taken or self.index.execute(query, (base,)).fetchone():
            message = f"`{shown}` would be `{base}`, and officials/{base}.yaml is somebody else's"
            hint = "give an id of its own in the column `official`, and the name in `name`"
            return entry.refusal("name", message, hint)
        self._taken.add(id_)
        self.new[id_] = NewRecord(id_, entry, {"name": bare})
        self._by_initials.setdefault(_initials(bare), []).append(id_)
        for spelling in (*map(fold, (id_, bare, *surnames(bare))), *orders(bare)):
            self._names.setdefault(spelling, set()).add(id_)
        if titled_:
            self._note(id_, f"`{shown}` is new as {bare}, without the title")
        elif begins_with_title(shown):
            hint = "write the name alone, and the title in `role`"
            self._note(id_, f"`{shown}` is new, and begins with a title: {hint}")
        if near:
            self._note(id_, f"`{bare}` is new: {resolve.meant(near)}")
        return id_

    def _like_new(self, name: str) -> str | None:
        """Return the new official with another spelling of this name, if that is accepted."""
        alike = self._by_initials.setdefault(_initials(name), [])
        for id_ in alike[:_MOST_COMPARED]:
            new = self.new[id_]
            full_name = str(new.data["name"])
            guess = Guess(name, id_, full_name, (full_name, *surnames(full_name)))
            if guess.is_spelt_alike:
                if self.accepted and self.accepted(guess):
                    new.data.setdefault("aliases", []).append(name)
                    self._names.setdefault(fold(name), set()).add(id_)
                    return id_
                self._note(id_, f"`{name}` is new too, and spelt like `{full_name}`")
        return None

    def _note(self, id_: str, text: str) -> None:
        self.notes.setdefault(id_, []).append(text)

    def _add_role(self, entry: Entry, values: dict[str, Any]) -> None:
        """Add the office of a row to the roles of a new official."""
        called = _called(values)
        new = self.new.get(str(self._known[called]))
        if new is None:
            return
        titled_ = self._parted(called[1] or called[0])
        if titled_ and titled_.is_office and "role" not in {*entry.columns, *entry.values}:
            if titled_.is_former:
                _put_role(new, {"title": titled_.title, "former": "true"})
            else:
                values["role"] = titled_.title
        if title := values.get("role"):
            faction = values.get("faction")
            own = {"faction": faction} if faction and faction != "none" else {}
            _put_role(new, {"title": title, **own})


def _is_whole_title(title: str) -> bool:
    """Whether all words before a name are a title: `President of Iran`."""
    return leads_to_name(title.split()) and begins_with_title(title.rstrip(",،"))


def spelt_alike(one: str, other: str) -> bool:
    """Whether two names may be spellings of one name."""
    words, others = fold_words(one).split(), fold_words(other).split()
    if not (words and others):
        return False
    if len(words) == len(others):
        return all(_are_alike(*pair) for pair in zip(words, others, strict=True))
    return _are_alike(fold(one), fold(other))


def _are_alike(one: str, other: str) -> bool:
    """Whether names are nearly the same; names that sound alike may differ more."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - only where a name is unknown

    least = _ALIKE_IN_SOUND if _consonants(one) == _consonants(other) else _ALIKE
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The first two are quick, and never less than the third.
    ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return one == other or all(ratio() >= least for ratio in ratios)


def _consonants(name: str) -> str:
    """Return the letters that spellings of a Latin name share: `mhmd` of Mohammad and Mohamed.

    Returns all letters of a name with fewer than two consonants; empty for other scripts.
    """
    if not name.isascii():
        return ""
    single = _TWICE.sub(r"\1", name)
    bare = _VOWEL.sub("", single)
    return bare if len(bare) > 1 else single


def _initials(name: str) -> str:
    return "".join(word[0] for word in fold_words(name).split())


_MOST_COMPARED = 30
_WHOLE = """
    SELECT 1 FROM names WHERE official = ? AND folded = ?
    AND kind IN ('id', 'name', 'native', 'alias')"""
_OFFICES = "SELECT 1 FROM roles WHERE official = ? AND title <> ''"


def _called(values: Mapping[str, Any]) -> Called:
    """Return the id or name under `official`, else the official's id in `ref`; and the name."""
    own = values.get("official") or str(values.get("ref", "")).partition("/")[0]
    return own, values.get("name", "")


def _put_role(new: NewRecord, role: dict[str, str]) -> None:
    roles: list[dict[str, str]] = new.data.setdefault("roles", [])
    if role not in roles:
        roles.append(role)
