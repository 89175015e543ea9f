"""What numbers mean in the number formats of a workbook.

openpyxl knows which of these show dates, and what day a number is.
"""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stances.editing.workbook.package import Attributes, Package

_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""What a number format has besides its codes."""


class NumberFormats:
    """Which number formats the styles of cells have, and what numbers mean in them."""

    def __init__(self, package: Package, part: str, *, from_1904: bool) -> None:
        self._numbers = importlib.import_module("openpyxl.styles.numbers")
        self._dates = importlib.import_module("openpyxl.utils.datetime")
        self._epoch = self._dates.MAC_EPOCH if from_1904 else self._dates.WINDOWS_EPOCH
        own: dict[str, str] = {}
        styles: list[str] = []
        inside = False

        def number_format(attributes: Attributes) -> None:
            own.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))

        def begin(_: Attributes) -> None:
            nonlocal inside
            inside = True

        def style(attributes: Attributes) -> None:
            if inside:
                styles.append(attributes.get("numFmtId", "0"))

        def end() -> None:
            nonlocal inside
            inside = False

        if part in package:
            starts = {"numFmt": number_format, "cellXfs": begin, "xf": style}
            package.parse(part, starts, {"cellXfs": end})
        builtin: Mapping[int, str] = self._numbers.BUILTIN_FORMATS
        self._codes = [
            own.get(each) or builtin.get(int(each) if each.isdecimal() else 0, "General")
            for each in styles
        ]
        self._kinds: dict[str, str] = {}

    def text(self, number: str, style: str) -> tuple[str, str]:
        """A number as text, and which kind of date it is, if any.

        Raises `ValueError` for what is no number, and `OverflowError` for no date.
        """
        kind = self._kinds.get(style)
        if kind is None:
            at = int(style or 0)
            kind = self._kind(self._codes[at] if at < len(self._codes) else "General")
            self._kinds[style] = kind
        value = float(number)
        if not kind:
            whole = value.is_integer() and abs(value) < 1e15  # noqa: PLR2004 - digits of Excel
            return str(int(value)) if whole else format(value, ".15g"), ""
        if value < 0:
            raise OverflowError
        if kind == "duration":
            return _duration(value), ""
        try:
            return _date_text(self._dates.from_excel(value, self._epoch), kind), kind
        except ValueError as error:
            raise OverflowError from error

    def day(self, text: str) -> str:
        """A date that is stored as a text, in the same form."""
        return _date_text(self._dates.from_ISO8601(text), "date")

    def _kind(self, code: str) -> str:
        """Whether a format shows a date, and how much of it."""
        if not self._numbers.is_date_format(code):
            return ""
        if self._numbers.is_timedelta_format(code):
            return "duration"
        shown = set(_NOT_SHOWN.sub("", code.partition(";")[0]).lower())
        if "d" in shown:
            return "date" if shown & {"y", "e"} else "day without a year"
        if not shown & {"h", "s"}:
            return "month" if "m" in shown else "year"
        return "date"


def _duration(days: float) -> str:
    minutes, seconds = divmod(round(days * 86_400), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def _date_text(value: object, kind: str) -> str:
    """A date as in records, a time only where it is not midnight, no more than is shown."""
    day, _, time = str(value).partition(".")[0].partition(" ")
    if ":" in day:  # a time alone
        return day.removesuffix(":00")
    if kind in ("month", "year"):
        return day[: len("2014-06") if kind == "month" else len("2014")]
    return day if time in ("", "00:00:00") else f"{day}T{time}"
