"""What a cell says, as a record has it; and what no record can have."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

from stances.editing.shapes import TYPED
from stances.yamlfile import seen_in
from stances.yamlfile.characters import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.importing.columns import Entry
    from stances.importing.refusals import Refusal

LISTS = frozenset(("conditions", "frames", "authors"))
NESTED = frozenset(("evidence", "disputes"))
_YES = frozenset(("true", "yes", "x", "1"))
_NO = frozenset(("false", "no", "0"))
_DEEPEST = 4
_LONGEST = 200_000
"""Characters of a cell: more than any quotation has, and a tenth of what a file may have."""


class _UnfitError(Exception):
    """A message and a hint."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.told = (message, hint)


def understood(entry: Entry) -> tuple[dict[str, Any], list[Refusal]]:
    """The values of a row with lists as such, and what is wrong with its cells."""
    values: dict[str, Any] = {}
    refusals: list[Refusal] = []
    for key, cell in entry.values.items():
        try:
            value = _value(key, cell)
        except _UnfitError as error:
            refusals.append(entry.refusal(key, *error.told))
            continue
        faults = [*unfit(value)]
        refusals += [entry.refusal(key, *fault) for fault in faults[:1]]
        if value and not faults:
            values[key] = value
    return values, refusals


def _value(key: str, cell: Any) -> Any:  # noqa: ANN401 - any JSON
    """The value of a cell; raises `_UnfitError`."""
    if key in NESTED:
        return _nested(key, cell)
    if key in LISTS:
        return cell if isinstance(cell, list) else listed(str(cell))
    if key == "original" and isinstance(cell, dict):
        return cell
    if not isinstance(cell, str):
        raise _UnfitError(f"`{key}` should be text", "write a single value")
    if key == "repeated":
        return _truth(cell)
    if key in TYPED and cell.casefold() in ("~", "null"):
        raise _UnfitError(f"`{cell}` is no value", "leave the cell empty")
    return cell


def listed(cell: str) -> list[str]:
    """A list as JSON, or with `;` between its items."""
    if cell.startswith("["):
        try:
            found = json.loads(cell)
        except ValueError:
            found = None
        if isinstance(found, list) and all(isinstance(item, str) for item in found):
            return [item for item in map(str.strip, found) if item]
    return [item for item in map(str.strip, cell.split(";")) if item]


def _nested(key: str, cell: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """A list of mappings, as JSON where the cell is text."""
    hint = f"write `{key}` as `stances list` does: a JSON list of objects"
    if isinstance(cell, str):
        try:
            cell = json.loads(cell)
        except (ValueError, RecursionError) as error:
            raise _UnfitError(f"the cell is not JSON: {error}", hint) from error
    if not isinstance(cell, list) or not all(isinstance(item, dict) for item in cell):
        raise _UnfitError("the cell is no list of objects", hint)
    return [_told(item) for item in cell]


def _told(item: dict[str, Any]) -> dict[str, Any]:
    """A mapping without what says nothing, all scalars as text."""
    found: dict[str, Any] = {}
    for key, value in item.items():
        if isinstance(value, dict):
            value = _told(value)  # noqa: PLW2901 - the same, told
        elif isinstance(value, bool):
            value = "true" if value else ""  # noqa: PLW2901
        elif isinstance(value, int | float):
            value = json.dumps(value)  # noqa: PLW2901
        if value not in (None, "", [], {}):
            found[key] = value
    return found


def _truth(cell: str) -> str:
    if cell.casefold() in _YES:
        return "true"
    if cell.casefold() in _NO:
        return ""
    raise _UnfitError(f"`{cell}` is neither yes nor no", "write `true`, or leave the cell empty")


def unfit(value: Any, depth: int = 0) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any value
    """What keeps a value from standing in a file: messages with hints."""
    if isinstance(value, str):
        yield from _of_text(value)
    elif depth == _DEEPEST:
        yield "this is nested too deeply", ""
    elif isinstance(value, list | dict):
        inner = value if isinstance(value, list) else [*value.keys(), *value.values()]
        for item in inner:
            yield from unfit(item, depth + 1)


def _of_text(text: str) -> Iterator[tuple[str, str]]:
    if len(text) > _LONGEST:
        message = f"the cell has {len(text):,} characters, and may have {_LONGEST:,}"
        yield message, "keep whole texts out of the corpus: a record holds only the words quoted"
    elif found := FORBIDDEN.search(text):
        name = unicodedata.name(found[0], "a control character")
        message = f"the character U+{ord(found[0]):04X} ({name}) is not allowed"
        yield message, "it may be invisible: delete all around it, and type that again"
    elif text and not seen_in(text):
        yield "nothing can be seen in this cell", "empty it, or write something"
