"""The files as they would be with new records in them. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.editing.document import drawn_up, opened
from stances.editing.edits import append
from stances.editing.ids import statement_id
from stances.editing.import_.plan import changed, sources_first, with_statements
from stances.editing.save import Replacement
from stances.errors import CannotEdit
from stances.queries.faults import refuse_faulty

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from stances.editing.add.records import Addition
    from stances.editing.document import YamlFile
    from stances.problems import Where


class Placed(NamedTuple):
    """An addition in its file: at which path of the data, and by which reference it is found."""

    addition: Addition
    path: str
    at: Where
    ref: str


@dataclass(slots=True)
class Candidate:
    """Files of the corpus in `folder` with additions, by their paths, with what was there before.

    `placed` are the additions in the order in which they were put in.
    """

    folder: Path
    files: dict[str, tuple[bytes | None, YamlFile]] = field(default_factory=dict)
    placed: list[Placed] = field(default_factory=list)

    @property
    def sheets(self) -> dict[str, YamlFile]:
        """The files as they would be."""
        return {path: sheet for path, (_, sheet) in self.files.items()}

    @property
    def refs(self) -> list[str]:
        """The statements that are new, or gain something."""
        return list(dict.fromkeys(each.ref for each in self.placed if "/" in each.ref))

    def line_of(self, placed: Placed) -> int:
        """The line on which an addition begins."""
        sheet = self.files[placed.path][1]
        start = sheet.part(placed.at).start if placed.at else 0
        return sheet.text.text.count("\n", 0, start) + 1

    @property
    def replacements(self) -> list[Replacement]:
        """What would be written."""
        return [
            Replacement(self.folder / path, before, sheet.text.encoded())
            for path, (before, sheet) in sources_first(self.files)
        ]


def candidate(index: sqlite3.Connection, folder: Path, additions: Sequence[Addition]) -> Candidate:
    """Put records where they belong: officials and sources first, then what goes into them.

    A statement without an id gets one. Raises `CannotEdit` for a file that has problems, is there
    already, or would become too large.
    """
    made = Candidate(folder)
    for each in additions:
        if each.kind in ("official", "source"):
            _draw_up(made, each)
    by_official: dict[str, list[Addition]] = {}
    for each in additions:
        if each.kind == "statement":
            by_official.setdefault(each.to, []).append(each)
    for official, own in by_official.items():
        _open(made, index, f"officials/{official}.yaml")
        _add_statements(made, official, own)
    for each in additions:
        if each.kind == "evidence":
            path = f"officials/{each.to.partition('/')[0]}.yaml"
            _open(made, index, path)
            _add_evidence(made, path, each)
    return made


def recorded_ids(folder: Path, official: str) -> set[str]:
    """The ids that the statements of an official's file have."""
    path = folder / f"officials/{official}.yaml"
    return _ids(_statements(opened(path, "official"))) if path.exists() else set()


def _draw_up(made: Candidate, each: Addition) -> None:
    path = f"{each.kind}s/{each.to}.yaml"
    if path in made.files or (made.folder / path).exists():
        raise CannotEdit(made.folder / path, "it is there already", "choose another id")
    kind: Any = each.kind
    made.files[path] = None, drawn_up(made.folder / path, kind, each.data)
    made.placed.append(Placed(each, path, (), each.to))


def _open(made: Candidate, index: sqlite3.Connection, path: str) -> None:
    """Take a file as it is."""
    if path not in made.files:
        refuse_faulty(index, made.folder, path)
        sheet = opened(made.folder / path, "official")
        made.files[path] = sheet.raw, sheet


def _add_statements(made: Candidate, official: str, own: Iterable[Addition]) -> None:
    path = f"officials/{official}.yaml"
    before, sheet = made.files[path]
    found = _statements(sheet)
    taken = _ids(found) | {str(each.data["id"]) for each in own if "id" in each.data}
    new: list[dict[str, Any]] = []
    for each in own:
        id_ = each.data.get("id") or statement_id(each.data, taken)
        taken.add(str(id_))
        at = ("statements", len(found) + len(new))
        made.placed.append(Placed(each, path, at, f"{official}/{id_}"))
        new.append({"id": id_, **each.data})
    made.files[path] = before, with_statements(sheet, new)


def _add_evidence(made: Candidate, path: str, each: Addition) -> None:
    before, sheet = made.files[path]
    id_ = each.to.partition("/")[2]
    found = _statements(sheet)
    number = next(n for n, own in enumerate(found) if isinstance(own, dict) and own["id"] == id_)
    at = ("statements", number, "evidence")
    held = found[number].get("evidence")
    made.files[path] = before, changed(sheet, append(sheet, at, each.data))
    made.placed.append(Placed(each, path, (*at, len(held or ())), each.to))


def _statements(sheet: YamlFile) -> list[Any]:
    found = sheet.data.get("statements", [])
    return found if isinstance(found, list) else []


def _ids(statements: Iterable[Any]) -> set[str]:
    return {str(each.get("id")) for each in statements if isinstance(each, dict)}
