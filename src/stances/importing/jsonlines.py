"""JSON lines: an object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from stances.importing.sheets import Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stances.importing.delimited import Known


class _TwiceError(ValueError):
    """A key stands twice."""


def jsonl_sheet(text: str, known: Known, *, safe: bool = False) -> Sheet:  # noqa: ARG001
    """Rows of JSON lines. What is null, false, or empty is left out."""
    sheet = Sheet()
    columns: dict[str, None] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and (found := _object(sheet, number, line)) is not None:
            columns |= dict.fromkeys(found)
            cells = {key: kept for key, value in found.items() if (kept := _kept(value))}
            sheet.rows += [Row(number, cells)] if cells else []
    sheet.columns = list(columns)
    return sheet


def _object(sheet: Sheet, line: int, text: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except _TwiceError as error:
        sheet.refuse(line, f"the key `{error}` stands twice", "delete one of the two")
        return None
    except RecursionError:
        sheet.refuse(line, "this line is nested too deeply to be a row")
        return None
    except ValueError as error:
        sheet.refuse(line, f"this line is not JSON: {error}", "write one object on each line")
        return None
    if isinstance(found, dict):
        return found
    sheet.refuse(line, "this line is no object", "write one object on each line: `{…}`")
    return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(key)
        found[key] = value
    return found


def _no_number(text: str) -> None:
    message = f"`{text}` is no number"
    raise ValueError(message)


def _kept(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """A value as records have it, or None for nothing: scalars as text."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list):
        return [kept for item in value if (kept := _kept(item)) is not None] or None
    if isinstance(value, dict):
        inner = {key: kept for key, item in value.items() if (kept := _kept(item)) is not None}
        return inner or None
    if value is None or value is False:
        return None
    return "true" if value is True else json.dumps(value)
