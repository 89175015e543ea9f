"""Effects of a changed statement on its disputes and reviews."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from stances.editing.references import node_at
from stances.errors import CannotEdit
from stances.model.fields import INHERITED
from stances.paths import main_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from stances.editing.document import YamlFile
    from stances.editing.workspace import Workspace
    from stances.problems import Where
    from stances.yaml_reader import Value

    Statement = Mapping[str, Value]
    _Held = tuple[str, int, dict[str, Value]]

_A_PAIR = 2
UNORDERED = ("conditions", "frames")
"""Lists of a statement whose order has no meaning."""
_WITH_WORDS_OF = """
    SELECT ref, path FROM all_statements WHERE words_of IN (SELECT value FROM json_each(?))
    ORDER BY ref"""


def before_evidence(workspace: Workspace, path: str, at: Where, sources: Iterable[str]) -> None:
    """Prepare the statement at a path of a file for evidence from these sources."""
    statement = node_at(workspace.data(path), at)
    if isinstance(statement, dict):
        workspace.become(path, at, between(statement, sources))


def between(statement: dict[str, Value], sources: Iterable[str]) -> dict[str, Value]:
    """Return a statement whose disputes name the present sources, before it gets a third one.

    A dispute without `sources` is about all sources of the statement, so a new source would join
    it.
    """
    evidence, disputes = statement.get("evidence"), statement.get("disputes")
    cited: dict[str, None] = dict.fromkeys(
        str(piece["source"])
        for piece in (evidence if isinstance(evidence, list) else ())
        if isinstance(piece, dict) and "source" in piece
    )
    if not isinstance(disputes, list) or len({*cited, *sources}) <= max(_A_PAIR, len(cited)):
        return statement
    named: list[Value] = [
        {**dispute, "sources": [*cited]}
        if isinstance(dispute, dict) and "sources" not in dispute
        else dispute
        for dispute in disputes
    ]
    return {**statement, "disputes": named}


def and_then(note: str, text: str) -> str:
    """Append a sentence to a note."""
    note = note.rstrip()
    end = "" if note.rstrip("\"'”’»)]")[-1:] in (".", "!", "?", "…", "؟", ":") else "."
    return f"{note}{end} {text}"


def take_off_reviews(workspace: Workspace) -> list[str]:
    """Remove the reviewers of statements that a change has altered; return their references.

    A review covers the statement as it was, with the words that it has from another one. Reviewers
    that the change itself adds stay. All counts but comments, and the order of keys, conditions and
    frames.
    """
    before = dict(statements_in(workspace.before, workspace.changed))
    after = dict(statements_in(workspace.after, workspace.changed))
    altered, words = set[str](), list[str]()
    for ref in sorted(before.keys() & after.keys()):
        old, new = before[ref][-1], after[ref][-1]
        if _content(old) != _content(new):
            altered.add(ref)
        if any(old.get(key) != new.get(key) for key in INHERITED):
            words.append(ref)
    altered |= {*_begun_anew(before, after)}
    if not altered:
        return []
    for ref, path in workspace.index.execute(_WITH_WORDS_OF, (json.dumps(words),)).fetchall():
        with suppress(CannotEdit):  # `check` says why
            workspace.open(path)
        altered.add(ref)
    return _take_off(workspace, altered)


def _take_off(workspace: Workspace, refs: set[str]) -> list[str]:
    """Remove the earlier reviewers of these statements; return the statements that had any."""
    both = (workspace.before, workspace.after)
    before, after = (dict(statements_in(files, files)) for files in both)
    gone = [name for ref in before.keys() - after.keys() for name in _reviewers(before[ref][-1])]
    taken: list[str] = []
    by_path: dict[str, dict[int, Value]] = {}
    for ref in sorted(refs & after.keys()):
        path, number, statement = after[ref]
        was: Value = _reviewers(before[ref][-1]) if ref in before else gone
        now = statement.get("reviewed_by")
        if not (isinstance(was, list) and isinstance(now, list)):
            continue
        kept = [name for name in now if name not in was]
        if kept != now:
            rest = {key: value for key, value in statement.items() if key != "reviewed_by"}
            new: dict[str, Value] = {"reviewed_by": kept} if kept else {}
            by_path.setdefault(path, {})[number] = rest | new
            taken.append(ref)
    for path, items in by_path.items():
        statements = workspace.data(path)["statements"]
        value = [items.get(number, item) for number, item in enumerate(statements)]
        workspace.become(path, ("statements",), value)
    return taken


def _begun_anew(before: Mapping[str, _Held], after: Mapping[str, _Held]) -> Iterator[str]:
    """Yield the statements with a new id that do not equal a statement that is gone.

    A statement with only another id is the same, so its reviews stay.
    """
    gone = [before[ref][-1] for ref in before.keys() - after.keys()]
    same = [_content(each, "id") for each in gone]
    for ref in after.keys() - before.keys():
        if gone and _content(after[ref][-1], "id") not in same:
            yield ref


def _reviewers(statement: Statement) -> list[Value]:
    names = statement.get("reviewed_by")
    return names if isinstance(names, list) else []


def _content(statement: Statement, *without: str) -> dict[str, Value]:
    """Return the part of a statement that a review covers, in a fixed order."""
    others = ("reviewed_by", *without)
    content = {key: value for key, value in statement.items() if key not in others}
    for key in UNORDERED:
        if isinstance(value := content.get(key), list):
            content[key] = sorted(value, key=str)
    return content


def statements_in(
    files: Mapping[str, YamlFile], paths: Iterable[str]
) -> Iterator[tuple[str, tuple[str, int, dict[str, Value]]]]:
    """Yield the statements in some files: reference, then path, number in the file, and data."""
    for path in paths:
        items = files[path].data.get("statements") if path in files else None
        for number, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                ref = f"{PurePosixPath(main_of(path)).stem}/{item.get('id')}"
                yield ref, (path, number, item)
