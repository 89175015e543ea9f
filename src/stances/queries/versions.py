"""The contents of a corpus's files in its states; each file and statement is read once."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from stances.paths import CORPUS_FILE, MAX_BYTES
from stances.yaml_reader import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stances.queries.result import Row
    from stances.revisions.past import Past
    from stances.yaml_reader import Value

HEADS = (CORPUS_FILE, "codebook.yaml")
NOTHING = ""
"""The state before the first commit."""
OWN = ""
"""The key of an official's own keys, beside the ids of its statements."""

Key = TypeVar("Key")
Made = TypeVar("Made")


class Kept(Generic[Key, Made]):
    """A cache of the latest values made, by key."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Key, Made] = OrderedDict()

    def of(self, key: Key, make: Callable[[], Made]) -> Made:
        """Return the value of a key; make it if it is not in the cache."""
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        made = self._made[key] = make()
        if len(self._made) > self._most:
            self._made.popitem(last=False)
        return made


class Words(NamedTuple):
    """The parts of a state's corpus.yaml and codebook that statements depend on."""

    default_issue: str | None
    coder: str | None
    positions: Mapping[tuple[str, str], Row]


class Versions:
    """The files of a corpus in its states; state `None` means the files as they are."""

    def __init__(self, past: Past, now: Callable[[str], bytes | None]) -> None:
        self._past, self._now = past, now
        self._parsed: Kept[str, dict[str, Value] | None] = Kept(32)
        self._heads: Kept[str, dict[str, Value] | None] = Kept(32)
        self._words: Kept[tuple[str, str], Words] = Kept(32)
        self._digests: Kept[str, Mapping[str, bytes]] = Kept(4096)

    def is_same(self, old: str | None, new: str | None, path: str) -> bool:
        """Whether a file has the same content in two states."""
        if old and new:
            return self._past.object(old, path) == self._past.object(new, path)
        if old and new is None:
            return self._past.is_now(old, path, self._now)
        return self.raw(old, path) == self.raw(new, path)

    def has(self, state: str | None, path: str) -> bool:
        """Whether a file exists in a state."""
        return (self._past.object(state, path) if state else self.raw(state, path)) is not None

    def raw(self, state: str | None, path: str) -> bytes | None:
        """Return the bytes of a file; None if it does not exist."""
        if state == NOTHING:
            return None
        return self._now(path) if state is None else self._past.read(state, path)

    def data(self, state: str | None, path: str) -> dict[str, Value] | None:
        """Return the data of a YAML file; None if it does not exist or cannot be read."""

        def read() -> dict[str, Value] | None:
            raw = self.raw(state, path)
            return None if raw is None or len(raw) > MAX_BYTES else parse(raw).data

        kept = self._heads if path in HEADS else self._parsed
        return kept.of(self._name(state, path), read)

    def digests(self, state: str | None, path: str) -> Mapping[str, bytes]:
        """Return digests of a file's statements by id, and under `OWN` that of all else.

        If an id occurs twice, the first statement counts.
        """
        return self._digests.of(self._name(state, path), lambda: self._digested(state, path))

    def _digested(self, state: str | None, path: str) -> Mapping[str, bytes]:
        data = self.data(state, path)
        if data is None:
            return {}
        items = reversed(mappings(data.get("statements")))
        digests = {str(item.get("id")): _digest(item) for item in items}
        own = {key: value for key, value in data.items() if key != "statements"}
        return digests | {OWN: _digest(own)}

    def words(self, state: str | None) -> Words:
        """Return the parts of a state's corpus.yaml and codebook that statements depend on."""
        names = self._name(state, HEADS[0]), self._name(state, HEADS[1])
        return self._words.of(names, lambda: self._read_words(state))

    def _read_words(self, state: str | None) -> Words:
        meta, book = (self.data(state, path) or {} for path in HEADS)
        positions = {
            (str(issue.get("id")), str(each.get("id"))): {
                "position": each.get("id"),
                "label": each.get("label"),
                "score": _number(each.get("score")),
            }
            for issue in mappings(book.get("issues"))
            for each in mappings(issue.get("positions"))
        }
        default, coder = meta.get("default_issue"), meta.get("coder")
        return Words(str(default) if default else None, str(coder) if coder else None, positions)

    def ids(self, state: str | None, key: str) -> set[str]:
        """Return the ids of a list of the codebook, such as `issues`."""
        book = self.data(state, HEADS[1]) or {}
        return {str(each.get("id")) for each in mappings(book.get(key))}

    def _name(self, state: str | None, path: str) -> str:
        """Return a name for a file's content in a state; the same content has the same name."""
        return f"{self._past.object(state, path)}" if state else f"{state}:{path}"


def mappings(value: object) -> list[dict[str, Any]]:
    """Return the mappings in a list; none if it is not a list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _digest(value: object) -> bytes:
    return hashlib.blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _number(value: object) -> int | None:
    try:
        return int(str(value)) if value is not None else None
    except ValueError:
        return None
