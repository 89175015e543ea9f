"""Put new records into the files of a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from stances.editing.edits import append, replace
from stances.editing.filing import Filing
from stances.editing.first_readings import keep_first_readings
from stances.editing.ids import statement_id
from stances.editing.references import node_at
from stances.editing.touched import before_evidence, take_off_reviews
from stances.queries.choices import file_of, statement_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.editing.add.records import Addition
    from stances.editing.workspace import Workspace
    from stances.problems import Where


_A_PAIR = 2
"""If a statement has this many sources, a dispute without `sources` is about both."""


class PlacedRecord(NamedTuple):
    """An addition in its file: its path in the data, and its reference."""

    addition: Addition
    path: str
    at: Where
    ref: str

    def line(self, workspace: Workspace) -> int:
        """The first line of the record in its file, from 1."""
        file = workspace.after[self.path]
        start = file.part(self.at).start if self.at else 0
        return file.text.text.count("\n", 0, start) + 1


def place(workspace: Workspace, additions: Sequence[Addition]) -> list[PlacedRecord]:
    """Put records into their files: officials and sources first, then statements and evidence.

    A statement without an id gets one. Raises `CannotEdit` if a file has problems, exists already,
    or would become too large.
    """
    placed: list[PlacedRecord] = []
    by_official: dict[str, list[Addition]] = {}
    for each in additions:
        if each.kind in ("official", "source"):
            path = f"{each.kind}s/{each.to}.yaml"
            workspace.draw_up(path, each.data)
            placed.append(PlacedRecord(each, path, (), each.to))
        elif each.kind == "statement":
            by_official.setdefault(each.to, []).append(each)
    for official, statements in by_official.items():
        placed += _add_statements(workspace, official, statements)
    evidence = [each for each in additions if each.kind == "evidence"]
    placed += [_add_evidence(workspace, each) for each in evidence]
    take_off_reviews(workspace)
    keep_first_readings(workspace)
    return placed


def _add_statements(
    workspace: Workspace, official: str, additions: Iterable[Addition]
) -> Iterator[PlacedRecord]:
    filing = Filing(workspace, official)
    taken = statement_ids(workspace.index, official)
    taken |= {str(each.data["id"]) for each in additions if "id" in each.data}
    for each in additions:
        id_ = each.data.get("id") or statement_id(each.data, taken, official)
        taken.add(str(id_))
        path, at = filing.put({"id": id_, **each.data})
        yield PlacedRecord(each, path, at, f"{official}/{id_}")
    filing.write()


def _add_evidence(workspace: Workspace, each: Addition) -> PlacedRecord:
    id_ = each.to.partition("/")[2]
    path = file_of(workspace.index, each.to)
    statements = _statements(workspace.open(path).data)
    number = next(n for n, s in enumerate(statements) if isinstance(s, dict) and s["id"] == id_)
    at = ("statements", number, "evidence")
    recorded = statements[number].get("evidence")
    before_evidence(workspace, path, at[:2], [str(each.data.get("source"))])
    # Evidence does not repeat the date that its statement gets.
    data = {k: v for k, v in each.data.items() if (k, v) != ("said", each.narrowed_to)}
    workspace.change(path, append, at, data)
    if each.narrowed_to:
        workspace.change(path, replace, {(*at[:2], "said"): each.narrowed_to})
    if each.dispute:
        cited = dict.fromkeys(str(piece["source"]) for piece in _evidence(workspace, path, at))
        dispute = dict(each.dispute)
        if len(cited) > _A_PAIR:
            dispute["sources"] = [*cited]
        workspace.change(path, append, (*at[:2], "disputes"), dispute)
    return PlacedRecord(each, path, (*at, len(recorded or ())), each.to)


def _evidence(workspace: Workspace, path: str, at: Where) -> list[Any]:
    pieces = node_at(workspace.data(path), at)
    return pieces if isinstance(pieces, list) else []


def _statements(data: Mapping[str, Any]) -> list[Any]:
    statements = data.get("statements", [])
    return statements if isinstance(statements, list) else []
