"""Find the places in files that refer to ids and codebook words."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from stances.model import fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stances.problems import Where
    from stances.yaml_reader import Value

KINDS = ("official", "source", "statement", "issue", "position", "faction", "frame", "coder")
"""The kinds of things that have ids. The id of an official or source is the name of its file, and
the id of a coder the name of a folder."""


def _ids(
    record: str, at: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for key, field in fields.RECORDS[record].items():
        if field.kind == "id" or field.names:
            # An own id names an item of the list that it is in, such as `issues`.
            yield (*at, key), field.names or (at[-1].removesuffix("s"),)
        elif field.record:
            yield from _ids(field.record, (*at, key))


FIELDS = {kind: dict(_ids(record)) for kind, record in (fields.FILES | fields.BY_STATEMENT).items()}
"""The fields of each kind of file that hold an id or a list of ids, and the kinds of these ids.

Some fields may hold names too: their text is an id only if something has this id."""


class Named(NamedTuple):
    """Something that has an id.

    `within` is the issue of a position or the official of a statement, and empty for all other
    kinds.
    """

    kind: str
    id: str
    within: str = ""

    @property
    def shown(self) -> str:
        """The id as users type it: `rouhani`, `rouhani/first-reply`."""
        return f"{self.within}/{self.id}" if self.within else self.id

    def called(self, id_: str) -> Named:
        """Return the same thing with another id."""
        return self._replace(id=id_)


class Held(NamedTuple):
    """A file that is searched: its kind, id and data, and the default issue of its corpus.

    For a file of codings, `issues` are the issues of the official's statements, by id.
    """

    kind: str
    id: str
    data: dict[str, Value]
    default_issue: str
    issues: Mapping[str, str] = MappingProxyType({})


def uses(thing: Named, file: Held) -> Iterator[Where]:
    """Yield the paths of all texts in a file that refer to this thing, in the order of the file.

    A file of codings refers to an official by its file name; the path is (). It refers to a
    statement by a key; the path has one step.
    """
    fields_ = FIELDS[file.kind]
    is_coding = file.kind in fields.BY_STATEMENT
    if is_coding and thing.kind == "official" and file.id == thing.id:
        yield ()
    if (
        is_coding
        and thing.kind == "statement"
        and file.id == thing.within
        and thing.id in file.data
    ):
        yield (thing.id,)
    for at, text in texts(file.data):
        keys = keys_of(at)[is_coding:]
        if text == thing.id:
            if thing.kind in fields_.get(keys, ()) and _is_within(thing, at, file):
                yield at
        elif refers(text, thing) and "statement" in fields_.get(keys, ()):
            yield at


def references(file: Held) -> Iterator[tuple[Where, str]]:
    """Yield the references to statements in a file, with their paths."""
    for at, text in texts(file.data):
        if "/" in text and "statement" in FIELDS[file.kind].get(keys_of(at), ()):
            yield at, text


def refers(ref: str, thing: Named) -> bool:
    """Whether the reference of a statement names this thing: the statement, or its official."""
    if thing.kind == "official":
        return ref.startswith(f"{thing.id}/")
    return thing.kind == "statement" and ref == thing.shown


def renamed(use: str, old: Named, new: Named) -> str:
    """Return a text that refers to the old thing as one that refers to the new thing."""
    if "/" not in use:
        return new.id
    return f"{new.id}/{use.partition('/')[2]}" if old.kind == "official" else new.shown


def texts(node: Value, at: Where = ()) -> Iterator[tuple[Where, str]]:
    """Yield all texts of a file with their paths."""
    if isinstance(node, str):
        yield at, node
        return
    pairs = enumerate(node) if isinstance(node, list) else node.items()
    for step, value in pairs:
        yield from texts(value, (*at, step))


def keys_of(at: Where) -> tuple[str, ...]:
    """Return the keys of a path, without the numbers of items."""
    return tuple(step for step in at if isinstance(step, str))


def node_at(node: Value, at: Where) -> Value:
    """Return the value at a path. Raises `KeyError` or `IndexError` if there is none."""
    for step in at:
        if isinstance(node, dict):
            node = node[str(step)]
        elif isinstance(node, list):
            node = node[int(step)]
        else:
            raise KeyError(step)
    return node


def _is_within(thing: Named, at: Where, file: Held) -> bool:
    """Whether an id at a path means this thing, not another one with the same id."""
    if thing.kind == "statement":
        return file.id == thing.within
    if thing.kind == "position" and file.kind in fields.BY_STATEMENT:
        return file.issues.get(str(at[0])) == thing.within
    if thing.kind == "position":
        holder = node_at(file.data, at[:2])
        key, otherwise = ("id", "") if file.kind == "codebook" else ("issue", file.default_issue)
        issue = holder.get(key, otherwise) if isinstance(holder, dict) else ""
        return issue == thing.within
    return True
