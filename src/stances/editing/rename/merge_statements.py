"""Merge two statements of one official without losing data of either."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from stances.editing.comments import comments_of
from stances.editing.edits import commented, note_below, remove_part
from stances.editing.rename.merge import OF_EVIDENCE, Rules, Spot
from stances.editing.rename.repoint import needless, repoint_refs, statements, take_out
from stances.editing.touched import between
from stances.errors import CannotRename
from stances.queries.choices import default_issue, file_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from stances.editing.document import YamlFile
    from stances.editing.references import Named
    from stances.editing.rename.merge import Merging
    from stances.editing.workspace import Workspace
    from stances.problems import Where
    from stances.yaml_reader import Value
    from stances.yaml_reader.syntax_tree import Node

    Record = dict[str, Value]

_OF_BOTH = ("issue", "coder")
_OF_THE_WORDS = ("repeated", "status", "role", "faction", "spoken_by", "according_to")
"""Keys that a statement with the words of another one omits."""
_APART = ("id", "words_of", "reviewed_by", "evidence", "disputes")
"""Keys that have rules of their own in a merge."""
_NOT_READ = ("id", "reviewed_by", "same_occasion", "note")
"""Keys that do not change what a reviewer has read."""
_CODER = "SELECT coder FROM corpus"
_DEPENDANTS = """
    SELECT ref, official, issue FROM all_statements WHERE words_of IN (:old, :new)
    AND ref NOT IN (:old, :new) ORDER BY ref"""


def merge_statements(merging: Merging) -> int:
    """Merge two statements, with the evidence of both, and repoint references.

    Returns the number of references. Raises `CannotRename` if they cannot be one statement.
    """
    workspace, (old, new, _) = merging.workspace, merging.merge
    was, now = _spot(workspace, old), _spot(workspace, new)
    _refuse_others(merging, merging.mapping(was), merging.mapping(now))
    _refuse_two_answers(workspace.index, old, new)
    rules = _rules(workspace.index, merging.mapping(was), merging.mapping(now))
    refs, paths = {old.shown: new.shown}, [*workspace.after]
    uses = sum(repoint_refs(workspace, path, refs, merging.told) for path in paths)
    theirs, mine = (_without_itself(merging.mapping(spot), new.shown) for spot in (was, now))
    if "evidence" in theirs and "evidence" in mine:
        theirs, mine = between(theirs, _sources(mine)), between(mine, _sources(theirs))
        # Items that move with their comments are taken from the file.
        workspace.become(*was, merging.mapping(was) | _only(theirs, "disputes"))
    part = commented(workspace.after[was.path]).part(was.at)
    lost = comments_of(part)
    before = _comments(workspace, now)
    there = comments_of(commented(workspace.after[now.path]).part(now.at))
    statement, parts = _one(merging, now, (theirs, mine), rules, part)
    workspace.become(*now, statement, parts)
    workspace.left.add(was.path)
    workspace.change(was.path, remove_part, was.at)
    head = f"# From {old.shown}:"
    known = before if head in before else Counter(there)
    stayed = before - (Counter(lost) if was.path == now.path else Counter())
    missing = Counter(lost) - (_comments(workspace, now) - stayed) - known
    if missing:
        workspace.change(now.path, note_below, [head, *missing.elements()])
    now = _spot_in(workspace, now.path, new.id)
    keys = [each for each in needless(workspace.held(now.path)) if each[0][:2] == now.at]
    merging.told += take_out(workspace, now.path, keys, shown=new.shown)
    if not any(statements(workspace.data(was.path))):
        merging.told.append(f"{was.path}: no statements are left in it")
    return uses


def refuse_two_officials(old: Named, new: Named) -> None:
    """Raise `CannotRename`, because the statements belong to two officials."""
    hint = (
        f"if both said these words, write `words_of: {new.shown}` in `{old.shown}` in place of "
        f"its evidence. If only {new.within} said them, move it with `stances rename "
        f"{old.shown} {new.within}/ANOTHER-ID`, then merge it"
    )
    raise CannotRename(f"`{old.shown}` and `{new.shown}` are of two officials", hint)


def _spot(workspace: Workspace, statement: Named) -> Spot:
    return _spot_in(workspace, file_of(workspace.index, statement.shown), statement.id)


def _spot_in(workspace: Workspace, path: str, id_: str) -> Spot:
    found = (at for at, each in statements(workspace.data(path)) if each.get("id") == id_)
    return Spot(path, next(found))


def _refuse_others(merging: Merging, theirs: Record, mine: Record) -> None:
    """Raise `CannotRename` if one has the words of a third, or both answer two questions."""
    old, new, _ = merging.merge
    bases = theirs.get("words_of"), mine.get("words_of")
    if bases == (None, None):
        return
    issues = {each.get("issue", default_issue(merging.workspace.index)) for each in (theirs, mine)}
    if bases[0] != bases[1] and bases not in ((new.shown, None), (None, old.shown)):
        one, other = (old, new) if bases[0] else (new, old)
        base = bases[0] or bases[1]
        message = f"`{one.shown}` has the words of `{base}`, and `{other.shown}` has others"
        hint = f"merge `{base}` with `{other.shown}` first, if these are one; or give "
        hint += f"`{one.shown}` evidence of its own in place of `words_of`"
        raise CannotRename(message, hint)
    if len(issues) > 1:
        message = f"`{old.shown}` and `{new.shown}` answer two questions with the same words"
        raise CannotRename(message, "that is what `words_of` is for: nothing is there twice")


def _refuse_two_answers(index: sqlite3.Connection, old: Named, new: Named) -> None:
    """Raise `CannotRename` if an official would answer one question twice with the same words."""
    refs: dict[tuple[str, str], str] = {}
    for ref, official, issue in index.execute(_DEPENDANTS, {"old": old.shown, "new": new.shown}):
        other = refs.setdefault((official, issue), ref)
        if other != ref:
            message = f"`{other}` and `{ref}` would answer `{issue}` with the same words"
            raise CannotRename(message, "put what they say into one of them, and delete the other")


def _rules(index: sqlite3.Connection, theirs: Record, mine: Record) -> Rules:
    """Return the keys to compare as a whole, and the defaults of absent keys."""
    whole: tuple[str, ...] = _OF_BOTH
    if "words_of" not in theirs and "words_of" not in mine:
        whole += _OF_THE_WORDS
    if theirs.get("position") != mine.get("position"):
        whole += ("conditions",)  # they belong to the position
    [coder] = index.execute(_CODER).fetchone()
    defaults = {"issue": default_issue(index), "coder": coder}
    defaults |= {"repeated": "false", "status": "attested"}
    return Rules(whole, {key: value for key, value in defaults.items() if value})


def _without_itself(statement: Record, ref: str) -> Record:
    """Return a statement without references to itself."""
    occasion = statement.get("same_occasion")
    others = [each for each in occasion if each != ref] if isinstance(occasion, list) else []
    return {
        key: others if key == "same_occasion" else value
        for key, value in statement.items()
        if not (key == "words_of" and value == ref) and not (key == "same_occasion" and not others)
    }


def _only(record: Record, *keys: str) -> Record:
    return {key: record[key] for key in keys if key in record}


def _sources(statement: Record) -> list[str]:
    return [str(piece.get("source")) for _, piece in _items(statement, "evidence")]


def _items(record: Record, key: str) -> Iterator[tuple[int, Record]]:
    items = record.get(key)
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield number, item


def _one(
    merging: Merging, spot: Spot, both: tuple[Record, Record], rules: Rules, part: Node
) -> tuple[Record, dict[Where, Node]]:
    """Return the merged statement, and the items that it gets from the other one, by path."""
    theirs, mine = both
    parts: dict[Where, Node] = {}
    old, new = ({key: each[key] for key in each if key not in _APART} for each in both)
    statement = merging.joined(spot, new, old, rules)
    statement |= _only(mine, "id", "words_of")
    for key, identity in (("evidence", ("source", "text")), ("disputes", ())):
        items = [item for _, item in _items(mine, key)]
        known = {_identity(item, identity): number for number, item in enumerate(items)}
        for number, item in _items(theirs, key):
            there = known.get(_identity(item, identity))
            if there is None:
                parts[*spot.at, key, len(items)] = _item_of(part, key, number)
                items.append(item)
            elif key == "evidence":
                inner = spot.inner(key, there)
                items[there] = merging.joined(inner, items[there], item, OF_EVIDENCE)
                merging.told.append(f"quoted in both, and there once now: {item.get('text')}")
        statement |= {key: [*items]} if items else {}
    statement |= _reviewers(merging, theirs, mine, statement)
    return statement, parts


def _identity(item: Record, keys: Sequence[str]) -> str:
    """Return a text that is equal for equal items of a list, by some keys or by all."""
    return repr([item.get(key) for key in keys] if keys else sorted(item.items()))


def _item_of(part: Node, key: str, number: int) -> Node:
    [items] = [entry for entry in part.items if entry.key and entry.key.value == key]
    return items.items[number]


def _reviewers(merging: Merging, theirs: Record, mine: Record, statement: Record) -> Record:
    """Return the reviewers of both statements, and of one that already says all of the result."""

    def read(record: Record) -> Record:
        return {key: value for key, value in record.items() if key not in _NOT_READ}

    old, new, _ = merging.merge
    reviewed = [(each, _texts(each, "reviewed_by")) for each in (mine, theirs)]
    everybody = dict.fromkeys(name for _, names in reviewed for name in names)
    kept = [
        name
        for name in everybody
        if all(name in names for _, names in reviewed)
        or any(name in names and read(each) == read(statement) for each, names in reviewed)
    ]
    if left := [name for name in everybody if name not in kept]:
        has = "has" if len(left) == 1 else "have"
        one = f"one of `{old.shown}` and `{new.shown}` alone"
        merging.told.append(f"{', '.join(left)} {has} reviewed {one}: `reviewed_by` goes")
    return {"reviewed_by": [*kept]} if kept else {}


def _texts(record: Mapping[str, Value], key: str) -> list[str]:
    value = record.get(key)
    return [str(each) for each in value] if isinstance(value, list) else []


def _comments(workspace: Workspace, spot: Spot) -> Counter[str]:
    file: YamlFile = workspace.after[spot.path]
    return Counter(comments_of(commented(file).root))
