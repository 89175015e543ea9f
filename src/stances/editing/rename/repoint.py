"""Replace an old id by a new one in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.editing.codings import codings_path, hand_all_over, rekey
from stances.editing.document import with_value
from stances.editing.edits import append, remove, replace
from stances.editing.file_text import Change, Edit
from stances.editing.references import node_at, references, renamed, uses
from stances.editing.yaml_writer import inline
from stances.model.fields import OF_ONE_OFFICIAL
from stances.paths import coder_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stances.editing.document import YamlFile
    from stances.editing.references import Held, Named
    from stances.editing.workspace import Workspace
    from stances.problems import Where
    from stances.yaml_reader import Value


def repoint(
    workspace: Workspace, path: str, old: Named, new: Named, *, shared: bool = False
) -> int:
    """Replace all references of a file to the old id; return their number.

    If a list has the new id already, the old one is removed. `shared`: things of two kinds have the
    old id. A reference that may mean either is kept, and the new id is added.
    """
    data = workspace.data(path)
    found = [*uses(old, workspace.held(path))]
    if workspace.after[path].kind == "coding":
        if old.kind == "statement":
            return rekey(workspace, path, {old.shown: new.shown})
        if () in found:
            hand_all_over(workspace, path, codings_path(coder_of(path), new.id))
            return len(found)
    places = {at: renamed(str(node_at(data, at)), old, new) for at in found}
    ambiguous = [at for at in places if shared and at[-2:-1] == ("about",)]
    put(workspace, path, {at: use for at, use in places.items() if at not in ambiguous})
    for at in ambiguous:
        if not _has(workspace, path, at, new.id):
            workspace.change(path, append, at[:-1], new.id)
    return len(places)


def repoint_refs(
    workspace: Workspace, path: str, refs: Mapping[str, str], told: list[str] | None = None
) -> int:
    """Replace references to statements in a file; return their number.

    Lines about what the user should check are added to `told`.
    """
    if path not in workspace.after:  # all its codings have gone to another official's file
        return 0
    if workspace.after[path].kind == "coding":
        return rekey(workspace, path, refs, told)
    held = workspace.held(path)
    ids = {at: refs[text] for at, text in references(held) if text in refs}
    put(workspace, path, ids)
    return len(ids)


def put(workspace: Workspace, path: str, ids: Mapping[Where, str]) -> None:
    """Put ids at their places in a file; remove an id that its list already has."""
    doubled = [at for at, id_ in ids.items() if _has(workspace, path, at, id_)]
    plain = {at: id_ for at, id_ in ids.items() if at not in doubled}
    if plain:
        workspace.change(path, _ids_replaced, plain)
    for at in reversed(doubled):
        workspace.change(path, remove, at)


def drop_needless(workspace: Workspace, path: str) -> list[str]:
    """Remove all needless keys of a file; return notices of them."""
    return take_out(workspace, path, needless(workspace.held(path)), shown=path)


def take_out(
    workspace: Workspace, path: str, keys: Sequence[tuple[Where, Value]], *, shown: str
) -> list[str]:
    """Remove keys with these values from a file; return notices of them that name `shown`."""
    for at, _ in reversed(keys):
        workspace.change(path, remove, at)
    return [
        f"{shown}: `{at[-1]}: {value}` {_WHY.get(str(at[-1]), 'says nothing any more')}, "
        "and is taken out"
        for at, value in keys
    ]


_WHY = dict.fromkeys(OF_ONE_OFFICIAL, "has to be that of `words_of`")


def needless(held: Held) -> list[tuple[Where, Value]]:
    """Return the keys of an official's file that only repeat something, with their values.

    Evidence need not repeat its statement or source, nor a statement its official. A statement with
    the words of another need not repeat what it inherits from that one.
    """
    found: list[tuple[Where, Value]] = []
    for at, statement in statements(held.data):
        words_of = str(statement.get("words_of", ""))
        inherited = OF_ONE_OFFICIAL if words_of.startswith(f"{held.id}/") else ()
        repeated = {key: statement[key] for key in inherited if key in statement}
        found += _equal(at, statement, {"spoken_by": held.id} | repeated)
        for inner, piece in _evidence(at, statement):
            source = piece.get("source", "")
            repeated = {"speaker": held.id, "position": statement.get("position", "")}
            found += _equal(inner, piece, repeated | {"derived_from": source, "via": source})
    return found


def _equal(
    at: Where, record: dict[str, Value], values: Mapping[str, Value]
) -> list[tuple[Where, Value]]:
    """Return the paths of the keys of a record that have these values, with the values."""
    return [((*at, key), value) for key, value in values.items() if record.get(key) == value]


def pieces(data: dict[str, Value]) -> Iterator[tuple[Where, dict[str, Value], dict[str, Value]]]:
    """Yield the evidence of an official's file: its path, its data, and its statement."""
    for at, statement in statements(data):
        for inner, piece in _evidence(at, statement):
            yield inner, piece, statement


def statements(data: dict[str, Value]) -> Iterator[tuple[Where, dict[str, Value]]]:
    """Yield the statements of an official's file with their paths."""
    found = data.get("statements", [])
    for number, statement in enumerate(found if isinstance(found, list) else ()):
        if isinstance(statement, dict):
            yield ("statements", number), statement


def _evidence(at: Where, statement: dict[str, Value]) -> Iterator[tuple[Where, dict[str, Value]]]:
    evidence = statement.get("evidence", [])
    for number, piece in enumerate(evidence if isinstance(evidence, list) else ()):
        if isinstance(piece, dict):
            yield (*at, "evidence", number), piece


def _ids_replaced(file: YamlFile, ids: Mapping[Where, str]) -> Change:
    """Replace only the ids themselves, within the quotation marks around them."""
    edits: list[Edit] = []
    data, others = file.data, {}
    for at, new in ids.items():
        part = file.part(at)
        old = part.value
        # A comment after `>-` may contain the word too.
        start = file.text.text.rfind(old, part.start, part.end)
        data = with_value(data, at, new)
        if start < 0 or not (part.style or inline(new, flow=True) == new):
            others[at] = new
        else:
            edits.append(Edit(start, start + len(old), new))
    return Change([*edits, *replace(file, others).edits], data)


def _has(workspace: Workspace, path: str, at: Where, id_: str) -> bool:
    """Whether the list of an item has this id too."""
    holder = node_at(workspace.data(path), at[:-1])
    return isinstance(holder, list) and id_ in holder
