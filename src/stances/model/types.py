"""The types of values that a record can have.

Each type has its JSON Schema beside it. Other programs read YAML by rules in which `2014` is a
number and `true` is not text. So a schema must accept these in place of text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BeforeValidator, InstanceOf, WithJsonSchema
from pydantic_core import PydanticCustomError

from stances.dates import ImpreciseDate, InvalidDate, parse_date
from stances.model.web_address import WEB_ADDRESS, is_web_address, names_a_user

SCHEMA_VERSION = 1
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"ST[0-9]{3}")
_DIGEST = re.compile(r"[0-9a-f]{8}")
_WHOLE = re.compile(r"[+-]?[0-9]{1,6}")
_MOST = 999_999
"""The largest number of six digits."""

_ONE_LINE = "write it on one line, or fold it: >-"
_SOME = "give one, or leave the key out"
_AN_ID = "use lower-case ASCII letters and digits, joined by single hyphens: `first-reply`"
_A_TRUTH = "write `true`, or drop the key"
_A_NUMBER = "write one such as 2, 0 or -1"
_A_COUNT = "write a number of records"
_A_DATE = "write a date such as 2014-06-18, 2014-06 or 2014, or an interval such as ../2014-06-18"
_A_MOMENT = f"{_A_DATE}, or a day with its time, such as 2014-06-18T20:30:00+04:30"
_A_REF = "write the official and the statement: `zarif/first-reply`"
_A_CODE = "write the code of a problem, such as ST502"
_A_LANGUAGE = "write a tag such as en, fa or zh-Hant"
_A_DIGEST = "drop it; `stances code` and `import codings` write it"
_A_SUM = "write the 64 hex digits of `sha256sum FILE`"
_AN_ADDRESS = "write it in full, such as https://example.org/page, and without spaces"


def _refuse(code: str, message: str, hint: str) -> PydanticCustomError:
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


def _one_line(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise _refuse("ST207", "this text runs over several lines", _ONE_LINE)
    return _some(text)


def _some(text: str) -> str:
    if stripped := text.strip():
        return stripped
    raise _refuse("ST015", "there is no value here", _SOME)


@lru_cache(maxsize=10_000)  # the same sources, positions and frames recur very often
def _slug(text: str) -> str:
    if not SLUG.fullmatch(text):
        raise _refuse("ST206", f"`{text}` cannot be an id", _AN_ID)
    return text


def _ref(text: str) -> str:
    if text.count("/") != 1 or not all(map(SLUG.fullmatch, text.split("/"))):
        raise _refuse("ST206", f"`{text}` cannot be a reference", _A_REF)
    return text


_parsed = lru_cache(maxsize=10_000)(parse_date)  # a corpus has few different dates


def _date(text: object, *, timed: bool = False) -> object:
    if not isinstance(text, str):
        return text
    try:
        return _parsed(text, timed=timed)
    except InvalidDate as error:
        raise _refuse("ST204", error.message, error.hint) from error


def _moment(text: object) -> object:
    return _date(text, timed=True)


def _several(item: object) -> object:
    return [item] if isinstance(item, str) else item


def _truth(text: object) -> object:
    if text in ("true", "false"):
        return text == "true"
    if not isinstance(text, str):
        return text
    raise _refuse("ST209", f"`{text}` is neither true nor false", _A_TRUTH)


def _whole(text: object) -> object:
    if not isinstance(text, str):
        return text
    if not _WHOLE.fullmatch(text):
        raise _refuse("ST208", f"`{text}` is not a whole number", _A_NUMBER)
    return int(text)


def _count(number: int) -> int:
    if number < 0:
        raise _refuse("ST208", f"`{number}` is below zero", _A_COUNT)
    return number


def _web_address(text: str) -> str:
    if names_a_user(text):
        message, hint = (
            "a user name or a password stands in this address",
            "delete everything up to the @",
        )
        raise _refuse("ST212", message, f"{hint}: everybody can read these files")
    if not is_web_address(text):
        raise _refuse("ST212", f"`{text}` is not a web address", _AN_ADDRESS)
    return text


def _schema(types: str, pattern: str, hint: str, **others: Any) -> WithJsonSchema:
    """The schema of a text; editors show `patternErrorMessage` if a value does not match."""
    type_ = types.split() if " " in types else types
    unfit = {"pattern": pattern, "patternErrorMessage": hint}
    return WithJsonSchema({"type": type_, **unfit, **others})


def _any_text(pattern: str, hint: str, **others: Any) -> WithJsonSchema:
    """The schema of a text that may look like a number or boolean, such as a position `true`.

    Booleans are allowed by an exception, so that editors do not suggest `true` everywhere.
    """
    schema = {"pattern": pattern, "patternErrorMessage": hint, **others}
    not_true = {"if": {"type": "boolean"}, "else": {"type": ["string", "number"]}}
    return WithJsonSchema({**schema, **not_true})


def _matching(pattern: re.Pattern[str], code: str, what: str, hint: str) -> AfterValidator:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise _refuse(code, f"`{text}` is not {what}", hint)
        return text

    return AfterValidator(check)


_SEEN = r"[^\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]"
_BEFORE = r"[^\n\r]*"
_YEAR = r"(?!0000)[0-9]{4}"
_DAY = rf"{_YEAR}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?[?~%]?"
_DATE = rf"^(?:{_DAY}(?:/(?:{_DAY}|\.\.))?|\.\./{_DAY})$"
_CLOCK = r"T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"
_DATE_TIME = rf"{_DATE}|^{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]){_CLOCK}$"

Line = Annotated[
    str, AfterValidator(_one_line), _any_text(f"^{_BEFORE}{_SEEN}{_BEFORE}$", _ONE_LINE)
]
"""Text on one line."""
Prose = Annotated[str, AfterValidator(_some), _any_text(_SEEN, _SOME)]
"""Text that may have several lines and paragraphs."""
Slug = Annotated[str, AfterValidator(_slug), _any_text(f"^{SLUG.pattern}$", _AN_ID, minimum=0)]


class Names(NamedTuple):
    """The kinds of record that an id can name."""

    kinds: tuple[str, ...]


IssueId = Annotated[Slug, Names(("issue",))]
PositionId = Annotated[Slug, Names(("position",))]
FactionId = Annotated[Slug, Names(("faction",))]
FrameId = Annotated[Slug, Names(("frame",))]
SourceId = Annotated[Slug, Names(("source",))]
OfficialId = Annotated[Slug, Names(("official",))]
Ref = Annotated[
    str,
    AfterValidator(_ref),
    _schema("string", f"^{SLUG.pattern}/{SLUG.pattern}$", _A_REF),
    Names(("statement",)),
]
"""The reference of a statement."""
Person = Annotated[Line, Names(("official",))]
"""The id of an official, or the name of a person without a file."""
People = Annotated[list[Person], BeforeValidator(_several)]
"""One person, or several."""
Origin = Annotated[Line, Names(("source",))]
"""The id of a source, or a name."""
SubjectId = Annotated[Slug, Names(("official", "faction"))]
Date = Annotated[
    InstanceOf[ImpreciseDate],
    BeforeValidator(_date),
    _schema("string integer", _DATE, _A_DATE, minimum=1, maximum=9999),
]
Moment = Annotated[
    InstanceOf[ImpreciseDate],
    BeforeValidator(_moment),
    _schema("string integer", _DATE_TIME, _A_MOMENT, minimum=1, maximum=9999),
]
"""A date that may have a time of day."""
Truth = Annotated[
    bool, BeforeValidator(_truth), _schema("boolean string", "^(?:true|false)$", _A_TRUTH)
]
Whole = Annotated[
    int,
    BeforeValidator(_whole),
    _schema("integer string", f"^{_WHOLE.pattern}$", _A_NUMBER, minimum=-_MOST, maximum=_MOST),
]
Count = Annotated[
    Whole,
    AfterValidator(_count),
    _schema("integer string", r"^(?:\+?[0-9]{1,6}|-0{1,6})$", _A_COUNT, minimum=0, maximum=_MOST),
]
Version = Annotated[Whole, WithJsonSchema({"enum": [SCHEMA_VERSION, str(SCHEMA_VERSION)]})]
"""Of a corpus with another version, nothing but the version is read; see `stances.corpus`."""
Language = Annotated[
    str,
    _matching(_LANGUAGE, "ST211", "a language tag", _A_LANGUAGE),
    _schema("string", f"^{_LANGUAGE.pattern}$", _A_LANGUAGE),
]
Sha256 = Annotated[
    str,
    _matching(_SHA256, "ST210", "a SHA-256 sum", _A_SUM),
    _schema("string", f"^{_SHA256.pattern}$", _A_SUM),
]
Digest = Annotated[
    str,
    _matching(_DIGEST, "ST214", "a digest of words", _A_DIGEST),
    _schema(
        "string integer",
        f"^{_DIGEST.pattern}$",
        _A_DIGEST,
        minimum=10**7,  # other programs read eight digits without a letter as a number
        maximum=10**8 - 1,
    ),
]
"""The digest that `stances.coders.digest_of_words` makes of a text."""
Url = Annotated[
    str,
    AfterValidator(_web_address),
    _schema("string", f"^{WEB_ADDRESS}$", _AN_ADDRESS),
]

Code = Annotated[
    str,
    _matching(_CODE, "ST205", "a code", _A_CODE),
    _schema("string", f"^{_CODE.pattern}$", _A_CODE),
]
Kind = Literal["person", "institution", "unnamed"]
Form = Literal["quote", "document", "partial-quote", "paraphrase"]
"""How close a source's words are to the official's own, closest first."""
Match = Literal["certain", "probable"]
Status = Literal["attested", "disputed", "denied", "misattributed"]
About = Literal["speaker", "wording", "date", "position", "conditions"]
Change = Literal["corrected", "retracted", "updated", "deleted"]
"""What has happened to a source since its publication."""
