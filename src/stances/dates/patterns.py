"""What users can specify about dates: patterns like `DD/MM/YYYY`, calendars, spreadsheet days."""

from __future__ import annotations

import re
from typing import NamedTuple

from stances.dates.edtf import InvalidDate

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "day first", "month first", "year first"
EXCEL, EXCEL_1904 = "excel", "excel-1904"
EPOCHS = {EXCEL: 693_594, EXCEL_1904: 695_056}
"""The ordinals of day 0 in spreadsheets: 30 December 1899, and 1 January 1904."""
USUAL = ("DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "YYYY/MM/DD", "DD-MMM-YY", EXCEL, EXCEL_1904)
"""The values that Tab completion offers."""
_EXAMPLES = "write it as in `DD/MM/YYYY`, `MM/DD/YY`, `D MMM YYYY` or `%d/%m/%Y`"
_STRPTIME = {"%d": "DD", "%e": "D", "%m": "MM", "%b": "MMM", "%B": "MMMM", "%Y": "YYYY", "%y": "YY"}
_TIME = re.compile(r"[T ]*(%[HI]|H).*", re.IGNORECASE)
_PART = re.compile(r"Y+|M+|D+|.", re.DOTALL)
_WITHIN = "[-/., ]*"
"""Separators beside the name of a month."""


class DateFormat(NamedTuple):
    """A pattern, and the shape of tokens that it matches.

    If the pattern has no separators, `compact` is its sequence of digits.
    """

    text: str
    shape: re.Pattern[str]
    order: str
    compact: str = ""


class Style(NamedTuple):
    """The user's specification of dates: calendar, formats, and the first day in spreadsheets.

    Empty fields are unspecified. Unless it `converts`, days of other calendars are refused.
    """

    calendar: str = ""
    formats: tuple[DateFormat, ...] = ()
    epoch: int = EPOCHS[EXCEL]
    converts: bool = True


def style_of(patterns: tuple[str, ...], calendar: str = "") -> Style:
    """Make a style from a user's patterns. Raises `InvalidDate` if one is invalid."""
    formats: list[DateFormat] = []
    epoch = EPOCHS[EXCEL]
    for pattern in dict.fromkeys(patterns):
        if pattern.lower() in EPOCHS:
            epoch = EPOCHS[pattern.lower()]
            continue
        new = _format(pattern)
        for other in formats:
            if _without_names(other.shape) == _without_names(new.shape):
                message = f"`{other.text}` and `{new.text}` fit the same dates"
                raise InvalidDate(
                    message, "give one of them, and correct the other dates in the sheet"
                )
        formats.append(new)
    return Style(calendar, tuple(formats), epoch)


def _without_names(shape: re.Pattern[str]) -> str:
    return re.sub(r"\?P<.>", "", shape.pattern)


def _format(text: str) -> DateFormat:
    pattern = text
    for code, letters in _STRPTIME.items():
        pattern = pattern.replace(code, letters)
    pattern = _TIME.sub("", pattern.upper()).strip()
    parts = _PART.findall(pattern)
    fields = [part for part in parts if part[0] in "YMD"]
    order = "".join(part[0] for part in fields)
    lengths = {"Y": (2, 4), "M": (1, 2, 3, 4), "D": (1, 2)}
    is_known = all(len(part) in lengths[part[0]] for part in fields)
    others = {part for part in parts if part[0] not in "YMD"}
    if order not in ("DMY", "MDY", "YMD", "YDM", "MY", "YM") or not is_known or others - {*"-/., "}:
        raise InvalidDate(f"`{text}` is no pattern of a date", _EXAMPLES)
    return DateFormat(text, re.compile(_shape(parts)), _order(fields), _compact(fields, others))


def _shape(parts: list[str]) -> str:
    """Turn a pattern into a regular expression over the kinds of tokens; see `tokens.Token`."""
    is_named = any(len(part) > 2 for part in parts if part[0] == "M")  # noqa: PLR2004 - digits
    shape, last = "", ""
    for part in parts:
        if part[0] in "YMD":
            kind = {"Y": "y" if len(part) == 4 else "[dq]", "M": "M" if is_named else "d"}  # noqa: PLR2004
            shape += f"(?P<{part[0].lower()}>{kind.get(part[0], '[do]' if is_named else 'd')})"
        elif is_named:
            shape += "" if last == _WITHIN else _WITHIN
            part = _WITHIN  # noqa: PLW2901 - the next part is not needed
        else:
            shape += "" if part == " " and last and last in "-/.," else re.escape(part)
        last = part
    if is_named and not any(part in "-/., " for part in parts):  # `DDMMMYYYY`
        shape = shape.replace(")(", f"){_WITHIN}(")
    return rf"{shape}\.?"


def _order(fields: list[str]) -> str:
    return {"D": DAY_FIRST, "M": MONTH_FIRST, "Y": YEAR_FIRST}[fields[0][0]]


def _compact(fields: list[str], others: set[str]) -> str:
    """The order of the digits in a pattern without separators; else empty."""
    fixed = all(len(part) in (2, 4) for part in fields)
    return "".join(fields) if not others and fixed and max(map(len, fields)) else ""
