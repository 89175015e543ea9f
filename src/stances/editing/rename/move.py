"""Move a statement to another official, with all its references and codings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from stances.editing.codings import files_of_codings
from stances.editing.comments import comments_of
from stances.editing.edits import commented, insert, note_below, remove, remove_part
from stances.editing.edits import replace as replaced
from stances.editing.filing import Filing
from stances.editing.ids import free
from stances.editing.rename.half_done import dangling
from stances.editing.rename.merge import Merging, Spot
from stances.editing.rename.merge_records import add_statement
from stances.editing.rename.plan import checked, is_taken, mentions
from stances.editing.rename.repoint import needless, put, repoint_refs, statements, take_out
from stances.editing.rename.targets import is_there
from stances.editing.touched import and_then
from stances.errors import CannotRename
from stances.model.fields import OF_ONE_OFFICIAL
from stances.queries.choices import file_of, files_of_official

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence

    from stances.editing.references import Held, Named
    from stances.editing.rename.merge import Merge
    from stances.editing.rename.plan import RenamePlan
    from stances.editing.workspace import Workspace
    from stances.problems import Where
    from stances.yaml_reader import Value

_ITS_WORDS = "SELECT ref FROM all_statements WHERE words_of = ? ORDER BY ref"
_OCCASION = """
    SELECT o.ref FROM all_statements AS s JOIN all_statements AS o ON o.occasion = s.occasion
    WHERE s.ref = ? AND o.official = s.official ORDER BY o.ref"""
_TIES = """
    SELECT ref, other FROM same_occasions WHERE ref = :ref OR other = :ref ORDER BY ref, other"""
_TWIN = """
    SELECT o.ref FROM all_statements AS s JOIN all_statements AS o
    ON o.issue = s.issue AND o.position = s.position AND o.said = s.said
        AND (o.quote = s.quote OR (s.words_of IS NOT NULL AND o.words_of IS NOT NULL))
    WHERE s.ref = :ref AND o.official = :official ORDER BY o.ref DESC"""
_OFFICE = "SELECT role, faction, status FROM all_statements WHERE ref = ?"
_SPEAKERS = frozenset(("speaker", "spoken_by", *OF_ONE_OFFICIAL))
"""Keys that another official may make needless."""


class Moving(NamedTuple):
    """How to move a statement.

    `note` says why the statement belongs to another official. `keep_speaker`: its sources still
    name the former official. `with_occasion`: move the other statements of the same occasion too.
    """

    note: str
    keep_speaker: bool = False
    with_occasion: bool = False


def plan_move(
    workspace: Workspace, merge: Merge, how: Moving, progress: Callable[[int, int], object]
) -> RenamePlan:
    """Plan to move a statement to another official, together with statements that have its words.

    Nothing is written. Raises `CannotRename` and `CannotEdit`.
    """
    old, new, _ = merge
    merging = Merging(workspace, merge)
    names = dict(_together(workspace.index, merge, how))
    paths = {was.shown: file_of(workspace.index, was.shown) for was in names}
    also = {*paths.values(), *files_of_official(workspace.index, new.within)}
    also |= {*files_of_codings(workspace.index, (old.within, new.within))}
    if how.keep_speaker:
        _refuse_nameless(workspace.index, names)
    workspace.open_naming(f"{old.within}/", also, progress)
    spots = {now: _spot(workspace, paths[was.shown], was.id) for was, now in names.items()}
    for was, now in [*names.items()][1:]:
        merging.told.append(f"{was.shown} moves with it, and becomes {now.shown}")
    refs = {was.shown: now.shown for was, now in names.items()}
    uses = len(spots)
    uses += sum(repoint_refs(workspace, each, refs, merging.told) for each in [*workspace.after])
    for now, spot in spots.items():
        put(workspace, spot.path, {spot.inner("id").at: now.id})
        _reattribute(merging, spot, how)
    target = f"officials/{new.within}.yaml"
    for path in dict.fromkeys(paths.values()):
        ats = [spot.at for spot in spots.values() if spot.path == path]
        keys = _needless(workspace.held(path)._replace(id=new.within), at=ats)
        merging.told += take_out(workspace, path, keys, shown=target)
    begun = _hand_over(merging, spots)
    for path in workspace.of(target):
        keys = _needless(workspace.held(path), words_of=[*refs.values()])
        merging.told += take_out(workspace, path, keys, shown=path)
    workspace.left |= {*paths.values()}
    workspace.renamed |= {now: was for was, now in refs.items()}
    before = {now.shown: _office(workspace.index, was.shown) for was, now in names.items()}
    offices: list[str] = []
    plan = checked(
        merging,
        uses,
        merged=False,
        exact=not (begun or dangling(workspace.index, new)),
        look=lambda index: offices.extend(_offices(index, before)),
    )
    others = [each for was in names if was != old for each in mentions(workspace, was)]
    return replace(
        plan,
        told=[*plan.told, *offices],
        mentions=[*plan.mentions, *others],
    )


def _together(
    index: sqlite3.Connection, merge: Merge, how: Moving
) -> Iterator[tuple[Named, Named]]:
    """Yield the statements that move, each with its new name; the named statement comes first.

    Raises `CannotRename` if other statements were made on the same occasion and do not move.
    """
    old, new, _ = merge
    yield old, new
    query = _OCCASION if how.with_occasion else _ITS_WORDS
    found = [ref for (ref,) in index.execute(query, (old.shown,))]
    own = [ref.partition("/")[2] for ref in found if ref.startswith(f"{old.within}/")]
    moving = {old.id, *own}
    tied = {
        ref
        for id_ in moving
        for pair in index.execute(_TIES, {"ref": f"{old.within}/{id_}"})
        for ref in pair
    }
    if left := sorted(tied - {f"{old.within}/{id_}" for id_ in moving}):
        message = f"`{old.shown}` was said on one occasion with {_listed(left)}"
        hint = "--with-occasion moves all of it; else take it out of `same_occasion` first"
        raise CannotRename(f"{message}, by one official", hint)
    refs = index.execute("SELECT ref FROM all_statements WHERE official = ?", (new.within,))
    taken = {ref.partition("/")[2] for (ref,) in refs} | {new.id}
    begun = is_there(index, new)
    for id_ in own:
        if id_ != old.id:
            names = {"ref": f"{old.within}/{id_}", "official": new.within}
            twin = index.execute(_TWIN, names).fetchone() if begun else None
            now = twin[0].partition("/")[2] if twin else free(id_, taken)
            taken.add(now)
            yield old.called(id_), new.called(now)


def _listed(refs: Sequence[str]) -> str:
    return " and ".join(f"`{ref}`" for ref in refs)


def _spot(workspace: Workspace, path: str, id_: str) -> Spot:
    """Find a statement in a file."""
    found = (at for at, each in statements(workspace.data(path)) if each.get("id") == id_)
    return Spot(path, next(found))


def _refuse_nameless(index: sqlite3.Connection, names: Mapping[Named, Named]) -> None:
    """Raise `CannotRename` if no source can still name the former official."""
    former = next(iter(names)).within
    if _is_unnamed(index, former):
        raise CannotRename(f"no source names `{former}`, who is unnamed", "drop --keep-speaker")
    for was in names:
        joint = [ref for (ref,) in index.execute(_ITS_WORDS, (was.shown,))]
        if others := [ref for ref in joint if not ref.startswith(f"{former}/")]:
            message = f"{_listed(others)} would have no evidence: it would name `{former}` alone"
            raise CannotRename(message, "drop --keep-speaker, or give it evidence of its own")


def _reattribute(merging: Merging, spot: Spot, how: Moving) -> None:
    """Change what a statement says about itself, before it leaves the file of its old official."""
    workspace, (old, new, _), (path, at) = merging.workspace, merging.merge, spot
    statement = merging.mapping(spot)
    ref = f"{new.within}/{statement['id']}"
    note = statement.get("note")
    if not isinstance(note, str):
        workspace.change(path, insert, (*at, "note"), how.note)
    elif how.note not in note:
        workspace.change(path, replaced, {(*at, "note"): and_then(note, how.note)})
    if "reviewed_by" in statement:
        workspace.change(path, remove, (*at, "reviewed_by"))
        merging.told.append(f"{ref}: nobody has reviewed it as it is now; `reviewed_by` goes")
    _drop_role(merging, spot, ref)
    evidence = statement.get("evidence")
    plain = [
        number
        for number, piece in enumerate(evidence if isinstance(evidence, list) else ())
        if isinstance(piece, dict) and "speaker" not in piece
    ]
    if how.keep_speaker:
        for number in plain:
            workspace.change(path, insert, (*at, "evidence", number, "speaker"), old.within)
    elif plain and not _is_unnamed(workspace.index, old.within):
        one = len(plain) == 1
        pieces = "1 piece of evidence names" if one else f"{len(plain)} pieces of evidence name"
        other = f"if {'its source names' if one else 'their sources name'} {old.within}"
        merging.told.append(f"{ref}: {pieces} {new.within} now; {other}, use --keep-speaker")
    merging.told += _to_be_read(statement, ref)


def _is_unnamed(index: sqlite3.Connection, official: str) -> bool:
    query = "SELECT kind FROM officials WHERE official = ?"
    [kind] = index.execute(query, (official,)).fetchone()
    return bool(kind == "unnamed")


def _to_be_read(statement: Mapping[str, Value], ref: str) -> Iterator[str]:
    """Yield what a statement says about its official that the user has to check."""
    status, disputes = statement.get("status"), statement.get("disputes")
    if status in ("denied", "misattributed"):
        yield f"{ref}: see whether it is still {status}"
    for dispute in disputes if isinstance(disputes, list) else ():
        if isinstance(dispute, dict) and dispute.get("about") == "speaker":
            yield f"{ref}: read what its dispute about the speaker says"
    words_of = str(statement.get("words_of", ref))
    if words_of.partition("/")[0] != ref.partition("/")[0]:
        yield f"{ref}: it has the words of {words_of}, so that both have said them"
    if statement.get("faction"):
        yield f"{ref}: it names its own faction, `{statement['faction']}`"


def _drop_role(merging: Merging, spot: Spot, ref: str) -> None:
    """Drop a role that only the old official has, unless the statement names a faction too."""
    workspace, new = merging.workspace, merging.merge.new
    statement = merging.mapping(spot)
    role = statement.get("role")
    query = "SELECT 1 FROM roles WHERE official = ? AND title = ?"
    if role is None or "faction" in statement:
        return
    if workspace.index.execute(query, (new.within, role)).fetchone() is None:
        workspace.change(spot.path, remove, spot.inner("role").at)
        merging.told.append(f"{ref}: `role: {role}` goes, for {new.within} has no such role")


def _hand_over(merging: Merging, spots: Mapping[Named, Spot]) -> bool:
    """Move statements from their files to those of the other official, with their comments.

    Returns whether one is there already, because an earlier move was cut off.
    """
    workspace, official = merging.workspace, merging.merge.new.within
    files = workspace.of(f"officials/{official}.yaml")
    held = (each for file in files for _, each in statements(workspace.data(file)))
    there = {str(each.get("id")): each for each in held}
    filing = Filing(workspace, official)
    theirs = {spot.path: commented(workspace.after[spot.path]) for spot in spots.values()}
    for now, spot in spots.items():
        statement, part = merging.mapping(spot), theirs[spot.path].part(spot.at)
        if now.id not in there:
            target = filing.path(statement)
            is_new = target not in workspace.after
            known = [] if is_new else comments_of(commented(workspace.after[target]).root)
            add_statement(workspace, target, statement, part)
            mine = comments_of(commented(workspace.after[target]).root)
            if len(mine) - len(known) < len(comments := comments_of(part)):
                workspace.change(target, note_below, comments)
        elif there[now.id] == statement:
            merging.told.append(f"`{now.shown}` is there already")
        else:
            raise is_taken(merging.merge.old, now)
    for path, at in sorted(spots.values(), reverse=True):
        workspace.change(path, remove_part, at)
    for path in theirs:
        if not any(statements(workspace.data(path))):
            merging.told.append(f"{path}: no statements are left in it")
    return any(now.id in there for now in spots)


def _needless(
    held: Held, at: Container[Where] = (), words_of: Container[Value] = ()
) -> list[tuple[Where, Value]]:
    """Return keys that became needless in statements at some places, or with the words of some."""
    meant = {
        place
        for place, statement in statements(held.data)
        if place in at or statement.get("words_of") in words_of
    }
    return [
        (key, value) for key, value in needless(held) if key[:2] in meant and key[-1] in _SPEAKERS
    ]


Office = tuple[str | None, str | None, str]
"""The role, the faction and the status of a statement."""


def _office(index: sqlite3.Connection, ref: str) -> Office:
    role, faction, status = index.execute(_OFFICE, (ref,)).fetchone()
    return role, faction, status


def _offices(index: sqlite3.Connection, before: Mapping[str, Office]) -> Iterator[str]:
    """Yield a line for each statement whose role, faction or status changes."""
    for ref, was in before.items():
        now = _office(index, ref)
        changes = [
            f"{key} {old or 'none'} → {new or 'none'}"
            for key, old, new in zip(("role", "faction", "status"), was, now, strict=True)
            if old != new
        ]
        if changes:
            yield f"{ref}: {'; '.join(changes)}"
