"""Choose the files of an official for new statements."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from stances.dates import InvalidDate, parse_date
from stances.editing.edits import with_statements
from stances.editing.yaml_writer import STEP, item_lines, part_of, shape_of
from stances.paths import MAX_BYTES
from stances.queries.choices import newest_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stances.editing.workspace import Workspace
    from stances.problems import Where
    from stances.yaml_reader import Value

_FULL = MAX_BYTES - MAX_BYTES // 16
"""Files are filled up to this many bytes; the canonical layout may need some more."""
_BY_YEAR = re.compile(r"[0-9]{4}(-[0-9]+)?")


@dataclass(slots=True)
class Filing:
    """New statements of one official, each in the file where it will be written.

    The default is the file of the official's newest statement, or `ID.yaml`. If the files are named
    by years, or that file is full, it is `ID/YEAR.yaml` for the year of the statement. If this one
    is full too, it is `ID/YEAR-2.yaml` and so on. `new` are the fields of an official without a
    file.
    """

    workspace: Workspace
    official: str
    new: Mapping[str, Value] | None = None
    _items: dict[str, list[Value]] = field(default_factory=dict)
    _sizes: dict[str, int] = field(default_factory=dict)

    @property
    def main(self) -> str:
        """The path of `ID.yaml`."""
        return f"officials/{self.official}.yaml"

    def put(self, statement: dict[str, Any]) -> tuple[str, Where]:
        """Add a statement; return the path of its file, and its path in the data there.

        Raises `CannotEdit` for a file that has problems.
        """
        path, size = self._place(statement)
        items = self._items.setdefault(path, [])
        at = ("statements", self._recorded(path) + len(items))
        items.append(statement)
        self._sizes[path] = self._size(path) + size
        return path, at

    def path(self, statement: dict[str, Any]) -> str:
        """Return the path of the file for a statement. Raises `CannotEdit` as `put`."""
        return self._place(statement)[0]

    def write(self) -> None:
        """Put the statements into their files. Raises `CannotEdit` if one would be too large."""
        for path, items in self._items.items():
            if path in self.workspace.after:
                self.workspace.put(path, with_statements(self.workspace.after[path], items))
            else:
                own = self.new if self.new and path == self.main else {}
                self.workspace.draw_up(path, {**own, "statements": items})

    def _place(self, statement: dict[str, Any]) -> tuple[str, int]:
        """Return the path of the file for a statement, and the size of the statement in bytes."""
        lines = item_lines(part_of(statement), shape_of("part").inner["statements"], "", STEP)
        size = sum(len(line.encode()) + len("\r\n") for line in lines)
        paths = self._candidates(statement)
        path = next(path for path in paths if not (full := self._size(path)) or full + size < _FULL)
        return path, size

    def _candidates(self, statement: Mapping[str, Any]) -> Iterator[str]:
        newest = newest_file(self.workspace.index, self.official) or self.main
        year = _year(statement)
        by_year = self._is_there(self._part(year)) or self._is_by_year(newest)
        if not (year and by_year):
            yield newest
        stem = year or "more"
        yield from map(self._part, chain([stem], (f"{stem}-{n}" for n in count(2))))

    def _part(self, stem: str) -> str:
        return f"officials/{self.official}/{stem}.yaml"

    def _is_by_year(self, path: str) -> bool:
        return path != self.main and bool(_BY_YEAR.fullmatch(PurePosixPath(path).stem))

    def _is_there(self, path: str) -> bool:
        return path in self.workspace.after or (self.workspace.folder / path).exists()

    def _size(self, path: str) -> int:
        if path not in self._sizes:
            is_there = self._is_there(path)
            self._sizes[path] = len(self.workspace.open(path).raw) if is_there else 0
        return self._sizes[path]

    def _recorded(self, path: str) -> int:
        data = self.workspace.data(path) if path in self.workspace.after else {}
        statements = data.get("statements", ())
        return len(statements) if isinstance(statements, list) else 0


def _year(statement: Mapping[str, Any]) -> str:
    """Return the year of a statement; empty if it is unknown."""
    try:
        said = parse_date(str(statement.get("said", "")), timed=True)
    except InvalidDate:
        return ""
    return (said.first or said.last or "")[:4]
