"""The forms of dates as people write them, and the possible meanings of each."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from stances.dates.calendars import NO_CALENDARS, SOLAR_YEARS, solar_days
from stances.dates.date_words import (
    AND,
    BEFORE,
    BETWEEN,
    BY,
    EARLIER,
    GREGORIAN,
    LATER,
    LUNAR,
    PART,
    SEASON,
    SINCE,
    SOLAR,
    TO,
)
from stances.dates.edtf import InvalidDate, length_of, read
from stances.dates.patterns import DAY_FIRST, MONTH_FIRST, YEAR_FIRST, Style
from stances.dates.tokens import MARK, MONTH, WEEKDAY, Token, plain, shown, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NAMED, NUMBERED, SERIAL, CLOCK, SPAN, SLASHED = "named numbered serial clock span slashed".split()
"""How a date is written; the constants of `date_words` are further kinds, for open intervals."""

_WINDOWS = {GREGORIAN: range(1970, 2040), SOLAR: range(1349, 1419)}
"""The unambiguous years of two digits; the same years in both calendars."""
_DAY_NAMES = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SERIAL = re.compile(r"([2-5][0-9]{4})(?:[.,]([0-9]+))?")
_SECONDS = 86_400

_HALF = r"(?:\s?(?P<half>[ap])\.?\s?m\.?(?!\w))"
_ZONE = r"(?:\s?\(?(?P<zone>z|utc|gmt|(?:utc|gmt)?[+-][0-9]{1,2}:?[0-9]{2})(?![0-9])\)?)"
_AT = r"(?:(?<=[0-9])t(?=[0-9])|(?:\b(?:at|um|a las|a|à|vers|ساعت|الساعة)\s|[\s,])*)"
_CLOCK = re.compile(
    rf"{_AT}(?<![0-9.,/-])(?:"
    rf"(?P<h>[0-9]{{1,2}}):(?P<m>[0-9]{{2}})(?::(?P<s>[0-9]{{2}})(?:[.,][0-9]+)?)?(?![0-9:])"
    rf"{_HALF}?{_ZONE}?(?:\s?uhr\b)?"
    rf"|(?P<h2>[0-9]{{1,2}})(?:[.:](?P<m2>[0-9]{{2}}))?\s?(?:uhr|h)\b"
    rf"|(?P<h3>[0-9]{{1,2}})h(?P<m4>[0-9]{{2}})\b"
    rf"|(?P<h4>[0-9]{{1,2}})\s?(?P<half4>[ap])\.?m\.?(?!\w)"
    r")"
)

# Shapes of tokens: `d` a number of up to two digits, `o` one with `th`, `y` four digits, `q` two
# after an apostrophe, `M` the name of a month. A year of two digits comes last.
_BETWEEN = {"=": r"(?P<s>[-/. ])", "+": "(?P=s)", "_": "[-/., ]*"}
"""Separators between the numbers of a date, and around the name of a month."""


def _compiled(shape: str) -> re.Pattern[str]:
    return re.compile("".join(_BETWEEN.get(char, char) for char in shape))


_SHAPES = [
    (_compiled(shape), order)
    for shape, order in (
        (r"(?P<d>[do])=(?P<m>d)+(?P<y>[ydq])\.?", DAY_FIRST),
        (r"(?P<m>d)=(?P<d>[do])+(?P<y>[ydq])\.?", MONTH_FIRST),
        (r"(?P<y>y)=(?P<m>d)+(?P<d>d)\.?", YEAR_FIRST),
        (r"(?P<y>y)[-/. ](?P<m>d)\.?", YEAR_FIRST),
        (r"(?P<m>d)[-/. ](?P<y>y)", ""),
        (r"(?P<y>y)", ""),
        (r"(?P<d>[do])_(?P<m>M)_(?P<y>[ydq])\.?", ""),
        (r"(?P<m>M)_(?P<d>[do])[-/., ]{1,3}(?P<y>[ydq])\.?", ""),
        (r"(?P<y>y)_(?P<m>M)_(?P<d>[do])\.?", ""),
        (r"(?P<y>y)_(?P<d>[do])_(?P<m>M)\.?", ""),
        (r"(?P<m>M)_(?P<y>[ydq])\.?", ""),
        (r"(?P<y>y)_(?P<m>M)\.?", ""),
        # Without a year, which the other end of an interval may have.
        (r"(?P<d>[do])\.?", ""),
        (r"(?P<d>d)[-/.](?P<m>d)\.?", DAY_FIRST),
        (r"(?P<m>d)[-/.](?P<d>d)\.?", MONTH_FIRST),
        (r"(?P<m>M)\.?", ""),
        (r"(?P<d>[do])_(?P<m>M)\.?", ""),
        (r"(?P<m>M)_(?P<d>[do])\.?", ""),
        (r"(?P<d>[do])[., ]{1,2}(?P<y>[yq])", ""),
    )
]
_SOLAR_SHAPES = [(_compiled(r"(?P<y>[dq])=(?P<m>d)+(?P<d>d)"), YEAR_FIRST)]
"""If all dates are Solar Hijri, a year of two digits may also come first: `93/03/24`."""
_MOST_MONTHS, _HALF_A_YEAR, _MOST_TOKENS = 12, 6, 20
_CONVERTED = "write the same day in the Gregorian calendar, as in `2014-06-18`"
WAYS = "write it as in `2014-06-14`, `14 June 2014`, `14/06/2014` or `12-18 June 2014`"


@lru_cache(4096)  # dates have few different shapes
def _places(shape: re.Pattern[str], kinds: str) -> dict[str, int]:
    """The places of year, month and day in a shape; empty if it does not fit."""
    match = shape.fullmatch(kinds)
    return {key: match.start(key) for key in "ymd" if key in shape.groupindex} if match else {}


class Reading(NamedTuple):
    """A possible meaning of a date, as EDTF; empty if the library to convert it is missing.

    `order` is the order of its numbers, empty if a name or a year in front makes it certain. `kind`
    is how it is written. `because` is what excludes the other order: `22 stands first`. `window`
    has the possible years of two digits, if they are limited.
    """

    edtf: str
    order: str = ""
    calendar: str = GREGORIAN
    kind: str = NUMBERED
    because: str = ""
    window: range | None = None


class _Part(NamedTuple):
    """A date that may lack parts; these are 0."""

    year: int = 0
    month: int = 0
    day: int = 0
    order: str = ""
    calendar: str = ""
    mark: str = ""
    weekday: int | None = None
    window: range | None = None


class _End(NamedTuple):
    """A complete date: its Gregorian text, twice, or its first and last day."""

    first: str
    last: str


class Reader:
    """Finds the readings of one text; `_errors` say why other readings fail."""

    def __init__(self, text: str, style: Style, *, timed: bool) -> None:
        self._text, self._style, self._timed = text, style, timed
        self._shown = shown(text)
        self._clock = ""
        self._has_clock = False
        self._era = ""
        self._errors: list[InvalidDate] = []

    def read(self) -> tuple[Reading, ...]:
        """All possible readings. Raises `InvalidDate` if there are none."""
        body = plain(self._text)
        if match := _SERIAL.fullmatch(body):
            return (self._of_a_spreadsheet(match),)
        body = self._without_clock(body)
        compact = [each.compact for each in self._style.formats if each.compact]
        tokens = tokens_of(body, compact)
        self._era = next((token.text for token in tokens if token.kind == "C"), "")
        found = self._found([token for token in tokens if token.kind != "C"])
        readings = [*dict.fromkeys(each for each in found if self._is_sound(each))]
        if readings:
            return tuple(map(self._with_clock, readings))
        if self._errors:
            raise self._errors[0]
        raise InvalidDate(f"`{self._shown}` is not written as a date", WAYS)

    def _refuse(self, message: str, hint: str = "") -> None:
        self._errors.append(InvalidDate(message, hint))

    # A complete date.

    def _found(self, tokens: list[Token]) -> Iterator[Reading]:
        marks, tokens = _without_marks(tokens)
        if not tokens:
            return
        if any(token.kind in (PART, SEASON) for token in _with_parts(tokens)):
            self._refuse_part(_with_parts(tokens))
            return
        front, tokens = _front(tokens)
        if front == BETWEEN:
            yield from self._spans(tokens, AND, marks)
        elif front == SINCE and (spans := [*self._spans(tokens, TO + "-", marks)]):
            yield from spans
        elif front:
            yield from self._open(tokens, front, marks)
        else:
            for part, calendar, ends in self._singles(tokens):
                mark = _joined(marks, part.mark)
                text = f"{ends.first}{mark}"
                if ends.first != ends.last:
                    text += f"/{ends.last}{mark}"
                yield self._reading(text, calendar, part)
            yield from self._spans(tokens, TO + "-/", marks)

    def _spans(self, tokens: Sequence[Token], between: str, marks: str) -> Iterator[Reading]:
        """The intervals with one of the tokens `between` their two dates."""
        for at, token in enumerate(tokens):
            if token.kind not in between or not token.kind:
                continue
            lefts, rights = self._parts(tokens[:at]), self._parts(tokens[at + 1 :])
            kind = SLASHED if token.kind == "/" else SPAN
            for right, left in product([each for each in rights if each.year], lefts):
                if both := _completed(left, right):
                    yield from self._span(*both, marks, kind)

    def _span(self, left: _Part, right: _Part, marks: str, kind: str) -> Iterator[Reading]:
        for calendar, first in self._ends(left):
            for other, last in self._ends(right):
                if calendar == other:
                    text = f"{first.first}{_joined(marks, left.mark)}"
                    text += f"/{last.last}{_joined(marks, right.mark)}"
                    part = max(left, right, key=lambda each: each.day)
                    part = part._replace(order=left.order or right.order)
                    yield self._reading(text, calendar, part)._replace(kind=kind)

    def _open(self, tokens: list[Token], front: str, marks: str) -> Iterator[Reading]:
        """The intervals with one open end."""
        for part, calendar, ends in self._singles(tokens):
            mark = _joined(marks, part.mark)
            if front == BY:
                text = f"../{ends.last}{mark}"
            elif front == SINCE:
                text = f"{ends.first}{mark}/.."
            elif front == BEFORE:
                text = f"../{_day(ends.first, -1)}{mark}"
            else:
                text = f"{_day(ends.last, 1)}{mark}/.."
            yield self._reading(text, calendar, part)._replace(kind=front)

    def _reading(self, text: str, calendar: str, part: _Part) -> Reading:
        kind = NAMED if part.calendar else NUMBERED
        if not text.strip("./?~%"):  # the library for the calendar is missing
            return Reading("", part.order, calendar, kind, NO_CALENDARS)
        because = ""
        if part.order in (DAY_FIRST, MONTH_FIRST) and part.day > _MOST_MONTHS:
            because = f"{part.day} stands {'first' if part.order == DAY_FIRST else 'second'}"
        elif part.weekday is not None and part.order:
            because = f"it was a {_DAY_NAMES[part.weekday]}"
        return Reading(text, part.order, calendar, kind, because, part.window)

    def _is_sound(self, reading: Reading) -> bool:
        try:
            return not reading.edtf or read(reading.edtf) is not None
        except InvalidDate as error:
            self._errors.append(error)
            return False

    def _refuse_part(self, tokens: list[Token]) -> None:
        """Report what to write in place of a part of a month or a year."""
        if any(token.kind == SEASON for token in tokens):
            year = next((token.text for token in tokens if token.kind == "y"), "2014")
            message = f"`{self._shown}` is a season, which differs from country to country"
            hint = f"write its months as an interval, as in `{year}-06/{year}-08`"
            self._refuse(message, hint)
            return
        number = next(token.meaning.part for token in tokens if token.kind == PART) or 0
        rest = [token for token in tokens if token.kind != PART]
        while rest and rest[0].kind in "-. ":
            del rest[0]
        for part in self._parts(rest):
            for _, ends in self._ends(part) if part.year and not part.day else ():
                message = f"`{self._shown}` does not say which days it means"
                whole, hint = ends.first, f"write them within `{ends.first}/{ends.last}`"
                if ends.first == ends.last:
                    first, last = _third(part, number)
                    hint = f"write them, such as `{whole}-{first}/{whole}-{last}`, or `{whole}`"
                self._refuse(message, hint)

    # One complete date.

    def _singles(self, tokens: Sequence[Token]) -> Iterator[tuple[_Part, str, _End]]:
        parts = self._parts(tokens)
        without = [part for part in parts if part.month and not part.year]
        whole = [part for part in parts if part.year]
        if whole and any(part.day for part in without):
            texts = " or ".join(f"`{ends.first}`" for each in whole for _, ends in self._ends(each))
            message = f"`{self._shown}` can be a month of a year, or a day of a month"
            hint = f"write {texts}, or the day with its year" if texts else ""
            raise InvalidDate(message, hint)
        if without:
            days = [
                f"`YYYY-{part.month:02}{f'-{part.day:02}' if part.day else ''}`"
                for part in without
                if part.month <= _MOST_MONTHS and part.calendar != SOLAR
            ]
            hint = f"write {' or '.join(days)}, with its year" if days else WAYS
            self._refuse(f"`{self._shown}` has no year of four digits", hint)
        for part in whole:
            for calendar, ends in self._ends(part):
                yield part, calendar, ends

    def _ends(self, part: _Part) -> Iterator[tuple[str, _End]]:
        """A date in each calendar that it may belong to."""
        calendars = self._calendars(part)
        for calendar in calendars:
            try:
                ends = self._end(part, calendar)
            except InvalidDate as error:
                if len(calendars) > 1 and error.message == NO_CALENDARS:
                    yield calendar, _End("", "")
                else:
                    self._errors.append(error)
                continue
            if part.weekday is not None and (not part.day or not self._agrees(part, ends.first)):
                continue
            yield calendar, ends

    def _calendars(self, part: _Part) -> Sequence[str]:
        said = self._era or part.calendar
        if said:
            return [said]
        if part.year in SOLAR_YEARS:
            both = [self._style.calendar] if self._style.calendar else [GREGORIAN, SOLAR]
            is_western = part.order == MONTH_FIRST and not self._style.formats
            return [each for each in both if not (each == SOLAR and is_western)]
        return [GREGORIAN]

    def _end(self, part: _Part, calendar: str) -> _End:
        if calendar == LUNAR or (calendar == SOLAR and not self._style.converts):
            raise InvalidDate(f"`{self._shown}` is of another calendar", _CONVERTED)
        if calendar == SOLAR:
            return _End(*solar_days(part.year, part.month, part.day))
        text = f"{part.year:04}"
        text += f"-{part.month:02}" if part.month or part.day else ""
        text += f"-{part.day:02}" if part.day else ""
        read(text)
        return _End(text, text)

    def _agrees(self, part: _Part, day: str) -> bool:
        weekday = date.fromisoformat(day).weekday()
        if weekday != part.weekday:
            message = f"`{self._shown}` names another day of the week than that of {day}"
            self._refuse(message, f"{day} was a {_DAY_NAMES[weekday]}; correct one of the two")
        return weekday == part.weekday

    # A date that may lack parts.

    def _parts(self, tokens: Sequence[Token]) -> list[_Part]:
        """The possible meanings of tokens; formats given by the user exclude all others."""
        mark, weekday, tokens = _stripped(tokens)
        if not tokens or len(tokens) > _MOST_TOKENS:
            return []
        kinds = "".join(token.kind for token in tokens)
        shapes: list[tuple[re.Pattern[str], str]] = [
            (each.shape, each.order) for each in self._style.formats if each.shape.fullmatch(kinds)
        ]
        if not shapes:
            shapes = _SHAPES + (_SOLAR_SHAPES if self._style.calendar == SOLAR else [])
        parts: dict[_Part, None] = {}
        for shape, order in shapes:
            if places := _places(shape, kinds):
                at = {key: tokens[place] for key, place in places.items()}
                parts |= dict.fromkeys(self._part(at, order, mark, weekday))
        return [*parts]

    def _part(
        self, at: Mapping[str, Token], order: str, mark: str, weekday: int | None
    ) -> Iterator[_Part]:
        month, day, calendar = 0, at["d"].value if "d" in at else 0, ""
        if "m" in at:
            calendar, month = at["m"].meaning.month or ("", at["m"].value)
        if ("d" in at and not day) or ("m" in at and not month):
            return
        order = "" if calendar else order
        for year, window in self._years(at["y"], calendar) if "y" in at else [(0, None)]:
            yield _Part(year, month, day, order, calendar, mark, weekday, window)

    def _years(self, token: Token, calendar: str) -> list[tuple[int, range | None]]:
        """The possible years of a number: four digits are exact, two are within a window."""
        if token.kind == "y":
            return [(token.value, None)] if token.value else []
        if len(token.text) < 2:  # noqa: PLR2004 - digits
            return []
        named = calendar or self._era or self._style.calendar or GREGORIAN
        window = _WINDOWS.get(named, _WINDOWS[GREGORIAN])
        both = [
            century + token.value for century in (window[0] // 100 * 100, window[-1] // 100 * 100)
        ]
        return [(year, window) for year in both if year in window] or [
            (year, None) for year in both
        ]

    # Times of day.

    def _without_clock(self, body: str) -> str:
        """The text without its time of day, which is at its beginning or end."""
        match = _CLOCK.search(body)
        if match is None:
            return body
        before, after = body[: match.start()].strip(" ,"), body[match.end() :].strip(" ,")
        if before and after:
            return body
        groups = match.groupdict("")
        hour = int(groups["h"] or groups["h2"] or groups["h3"] or groups["h4"])
        minute = int(groups["m"] or groups["m2"] or groups["m4"] or 0)
        second = int(groups["s"] or 0)
        if half := groups["half"] or groups["half4"]:
            if not 1 <= hour <= 12:  # noqa: PLR2004 - hours
                return body
            hour = hour % 12 + (12 if half == "p" else 0)
        self._has_clock = True
        zone = _zone(groups["zone"])
        if hour or minute or second or zone not in ("", "Z"):
            self._clock = f"T{hour:02}:{minute:02}:{second:02}{zone}"
        return before or after

    def _with_clock(self, reading: Reading) -> Reading:
        if not self._has_clock or not reading.edtf:
            return reading
        if len(reading.edtf) != len("2014-06-14"):
            message = f"`{self._shown}` has a time of day, which only a single day may have"
            raise InvalidDate(message, f"write `{reading.edtf}`")
        text = reading.edtf + (self._clock if self._timed else "")
        if read(text, timed=True) is None:
            raise InvalidDate(
                f"`{self._shown}` has a time of day that there is not", f"write `{reading.edtf}`"
            )
        return reading._replace(edtf=text, kind=CLOCK)

    def _of_a_spreadsheet(self, match: re.Match[str]) -> Reading:
        day = date.fromordinal(self._style.epoch + int(match[1])).isoformat()
        second = round(float(f"0.{match[2] or 0}") * _SECONDS) % _SECONDS
        if second and self._timed:
            hours, seconds = divmod(second, 3600)
            day += f"T{hours:02}:{seconds // 60:02}:{seconds % 60:02}"
        return Reading(day, kind=SERIAL)


def _zone(text: str) -> str:
    """A time zone in EDTF; empty if there is none."""
    if not text:
        return ""
    offset = text.removeprefix("utc").removeprefix("gmt")
    if offset in ("", "z"):
        return "Z"
    hours, minutes = re.fullmatch(r"([+-][0-9]{1,2}):?([0-9]{2})", offset).groups()  # type: ignore[union-attr]
    return f"{hours[0]}{hours[1:]:0>2}:{minutes}"


def _joined(*marks: str) -> str:
    """Combine qualifiers into one."""
    found = set("".join(marks))
    return "%" if len(found) > 1 else "".join(found)


def _without_marks(tokens: Sequence[Token]) -> tuple[str, list[Token]]:
    """The qualifiers at the beginning, and the remaining tokens."""
    rest, marks = [*tokens], ""
    while rest and (rest[0].kind == MARK or (marks and rest[0].kind in ".-, ")):
        token = rest.pop(0)
        marks += token.text if token.kind == MARK else ""
    return _joined(marks), rest


def _front(tokens: list[Token]) -> tuple[str | None, list[Token]]:
    """The word that makes an end open, in any place, and the remaining tokens."""
    kinds = [token.kind for token in tokens]
    if kinds[-1] in (LATER, EARLIER):
        return SINCE if kinds[-1] == LATER else BY, tokens[:-1]
    if kinds[:2] == [TO, "/"]:  # `../14 June 2014`
        return BY, tokens[2:]
    if kinds[-2:] == ["/", TO]:
        return SINCE, tokens[:-2]
    front = tokens[0].meaning.front
    return front, tokens[1:] if front else tokens


def _with_parts(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with `Mi` as the middle of a month if no day is named: `mi-juin`."""
    if any(token.kind in "do" for token in tokens[:-1]):
        return [*tokens]
    return [
        token._replace(kind=PART) if token.meaning.part is not None else token for token in tokens
    ]


def _stripped(tokens: Sequence[Token]) -> tuple[str, int | None, list[Token]]:
    """The qualifier and day of the week of a date, and the remaining tokens."""
    rest, marks, weekday = [*tokens], "", None
    months = [token for token in rest if token.kind == MONTH]
    if len(months) > 1:  # `mar. 18 mars 2014`: a Tuesday
        rest = [
            token._replace(kind=WEEKDAY)
            if token.kind == MONTH and token.meaning.weekday is not None and token is not months[-1]
            else token
            for token in rest
        ]
    for at in (0, -1):
        while rest and rest[at].kind in (MARK, WEEKDAY, ",", " "):
            token = rest.pop(at)
            marks += token.text if token.kind == MARK else ""
            if token.kind == WEEKDAY:
                weekday = token.meaning.weekday
                while rest and rest[at].kind in ".-,":
                    del rest[at]
    return _joined(marks), weekday, rest


def _completed(left: _Part, right: _Part) -> tuple[_Part, _Part] | None:
    """Complete both ends of an interval from each other; None if they do not fit."""
    if {left.order, right.order} == {DAY_FIRST, MONTH_FIRST}:
        return None
    if not left.year:
        # `30 December - 2 January 2015`. If the months are closer, it is a mistake.
        is_year_before = left.month - right.month > _HALF_A_YEAR and right.month
        left = left._replace(year=right.year - (1 if is_year_before else 0))
        if not left.month and left.day:
            left = left._replace(month=right.month, calendar=right.calendar)
        if not right.month and right.day:
            right = right._replace(month=left.month, calendar=left.calendar)
        if bool(left.day) != bool(right.day) or bool(left.month) != bool(right.month):
            return None
    calendars = {left.calendar, right.calendar} - {""}
    is_whole = all(
        part.month <= _MOST_MONTHS and part.month >= bool(part.day) for part in (left, right)
    )
    return (left, right) if is_whole and len(calendars) <= 1 else None


def _day(text: str, step: int) -> str:
    """The day before or after a date; empty if unknown. Raises `InvalidDate` out of range."""
    known = read(text) if text else None
    end = (known.first if step < 0 else known.last) if known else None
    try:
        return (date.fromisoformat(end) + timedelta(days=step)).isoformat() if end else ""
    except OverflowError:
        raise InvalidDate("this day is out of range: years are 0001 to 9999") from None


def _third(part: _Part, number: int) -> tuple[str, str]:
    """The first and last day of a third of a month, or month of a third of a year."""
    if not part.month:
        return (("01", "04"), ("05", "08"), ("09", "12"))[number]
    end = str(length_of(part.year, part.month))
    return (("01", "10"), ("11", "20"), ("21", end))[number]
