"""The records of a corpus, as they stand in its files: the only definition of each.

A field's name is its YAML key. Every scalar arrives as text (`yamlfile` reads nothing else);
what a field makes of it is said here. Reference of all fields: docs/data-format.md.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from stances.dates import ImpreciseDate, InvalidDate, parse_date
from stances.shape import shape_faults

if TYPE_CHECKING:
    from stances.problems import Fault, Where

SCHEMA_VERSION = 1
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_URL = re.compile(r"https?://[^\s/]+\S*")
_WHOLE = re.compile(r"[+-]?[0-9]{1,6}")


def _refuse(code: str, message: str, hint: str) -> PydanticCustomError:
    context = {"message": message, "hint": hint}
    return PydanticCustomError(code, "{message}", context)


def _one_line(text: str) -> str:
    if "\n" in text or "\r" in text:
        message, hint = "this text runs over several lines", "write it on one line, or fold it: >-"
        raise _refuse("ST207", message, hint)
    return _some(text)


def _some(text: str) -> str:
    if not text.strip():
        raise _refuse("ST015", "there is no value here", "give one, or leave the key out")
    return text.strip()


@lru_cache(maxsize=10_000)  # sources, positions and frames are named again and again
def _slug(text: str) -> str:
    if not SLUG.fullmatch(text):
        hint = "use lower-case ASCII letters and digits, joined by single hyphens: `first-reply`"
        raise _refuse("ST206", f"`{text}` cannot be an id", hint)
    return text


_parsed = lru_cache(maxsize=10_000)(parse_date)
"""A newsroom says the same few thousand dates."""


def _date(text: object) -> object:
    if not isinstance(text, str):
        return text
    try:
        return _parsed(text)
    except InvalidDate as error:
        raise _refuse("ST204", error.message, error.hint) from error


def _truth(text: object) -> object:
    if text in ("true", "false"):
        return text == "true"
    if not isinstance(text, str):
        return text
    raise _refuse("ST209", f"`{text}` is neither true nor false", "write `true`, or drop the key")


def _whole(text: object) -> object:
    if not isinstance(text, str):
        return text
    if not _WHOLE.fullmatch(text):
        raise _refuse("ST208", f"`{text}` is not a whole number", "write one such as 2, 0 or -1")
    return int(text)


def _count(number: int) -> int:
    if number < 0:
        raise _refuse("ST208", f"`{number}` is below zero", "write a number of records")
    return number


def _matching(pattern: re.Pattern[str], code: str, what: str, hint: str) -> AfterValidator:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise _refuse(code, f"`{text}` is not {what}", hint)
        return text

    return AfterValidator(check)


Line = Annotated[str, AfterValidator(_one_line)]
"""Text on one line."""
Prose = Annotated[str, AfterValidator(_some)]
"""Text that may run over lines and paragraphs."""
Slug = Annotated[str, AfterValidator(_slug)]
Date = Annotated[InstanceOf[ImpreciseDate], BeforeValidator(_date)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Whole = Annotated[int, BeforeValidator(_whole)]
Count = Annotated[Whole, AfterValidator(_count)]
Language = Annotated[
    str, _matching(_LANGUAGE, "ST211", "a language tag", "write a tag such as en, fa or zh-Hant")
]
Sha256 = Annotated[
    str, _matching(_SHA256, "ST210", "a SHA-256 sum", "write the 64 hex digits of `sha256sum FILE`")
]
Url = Annotated[
    str, _matching(_URL, "ST212", "a web address", "begin it with https:// and leave no spaces")
]

Kind = Literal["person", "institution"]
Form = Literal["quote", "document", "partial-quote", "paraphrase"]
"""How near a source's words are to the official's own, nearest first."""
Match = Literal["certain", "probable"]
Status = Literal["attested", "disputed", "denied", "misattributed"]
About = Literal["speaker", "wording", "date", "position"]


class Record(BaseModel):
    """What all records share: unknown keys are faults, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Bounds(Record):
    """How many records of a kind there should be: fewer is an error, more a warning."""

    minimum: Count | None = None
    maximum: Count | None = None


class Assertions(Record):
    """What `stances check` holds the size of the corpus to."""

    officials: Bounds = Bounds()
    statements: Bounds = Bounds()
    sources: Bounds = Bounds()


class Meta(Record):
    """What `corpus.yaml` says of the corpus as a whole."""

    title: Line
    description: Prose | None = None
    scope: Prose | None = None
    schema_version: Whole
    coder: Line
    default_issue: Slug | None = None
    assertions: Assertions = Assertions()


class Position(Record):
    """A position on an issue. Without a `score` it stands on no scale and enters no mean."""

    id: Slug
    label: Line
    definition: Prose
    score: Whole | None = None
    requires: Literal["conditions"] | None = None


class Issue(Record):
    """A question that statements answer, with its whole scale in order."""

    id: Slug
    question: Line
    positions: list[Position] = Field(min_length=1)


class Term(Record):
    """A faction or a frame."""

    id: Slug
    label: Line
    definition: Prose


class Codebook(Record):
    """The words that the records may use, as `codebook.yaml` declares them."""

    issues: list[Issue] = Field(min_length=1)
    factions: list[Term] = Field(default_factory=list)
    frames: list[Term] = Field(default_factory=list)


class Assessment(Record):
    """What a source's author claims in their own voice; shown with its subjects, never scored."""

    about: list[Slug] = Field(min_length=1)
    text: Line
    when: Date | None = None
    note: Prose | None = None


class Source(Record):
    """Something published that evidence is taken from."""

    title: Line
    publisher: Line | None = None
    authors: list[Line] = Field(default_factory=list)
    published: Date
    retrieved: Date | None = None
    url: Url | None = None
    lang: Language
    kind: Line | None = None
    sha256: Sha256 | None = None
    note: Prose | None = None
    assessments: list[Assessment] = Field(default_factory=list)


class Role(Record):
    """An office and the faction it belongs to. An absent `from` or `until` is unknown."""

    title: Line | None = None
    faction: Slug | None = None
    from_: Date | None = Field(default=None, alias="from")
    until: Date | None = None
    former: Truth = False


class Original(Record):
    """The words before translation."""

    text: Line
    lang: Language


class Evidence(Record):
    """The words of one source that a statement rests on."""

    source: Slug
    form: Form
    match: Match = "certain"
    speaker: Slug | None = None
    said: Date | None = None
    position: Slug | None = None
    text: Line
    lang: Language | None = None
    original: Original | None = None
    prefix: Line | None = None
    suffix: Line | None = None
    locator: Line | None = None
    derived_from: Slug | None = None
    note: Prose | None = None


class Dispute(Record):
    """Something on which sources or readings differ. Without a `resolution` it is open."""

    about: About
    note: Prose
    resolution: Prose | None = None


class Statement(Record):
    """One speaker, one occasion, one position on one issue, and the evidence of it."""

    id: Slug
    said: Date
    repeated: Truth = False
    venue: Line | None = None
    issue: Slug | None = None
    position: Slug
    conditions: list[Line] = Field(default_factory=list)
    frames: list[Slug] = Field(default_factory=list)
    summary: Line | None = None
    coder: Line | None = None
    status: Status = "attested"
    role: Line | None = None
    faction: Slug | None = None
    evidence: list[Evidence] = Field(min_length=1)
    disputes: list[Dispute] = Field(default_factory=list)
    note: Prose | None = None


class Official(Record):
    """A person or institution. Its statements are validated one by one, each on its own.

    `statements` are those without errors of their own, once all have been validated.
    """

    name: Line
    native_name: Line | None = None
    kind: Kind = "person"
    aliases: list[Line] = Field(default_factory=list)
    roles: list[Role] = Field(default_factory=list)
    identifiers: dict[str, Line] = Field(default_factory=dict)
    note: Prose | None = None
    statements: list[Statement] = Field(default_factory=list)


FREE_TEXT = frozenset(
    "title description scope text note venue conditions summary definition label question name "
    "native_name aliases prefix suffix locator resolution".split()
)
"""Keys in which a `#` behind an unquoted value has probably cut the analyst's words."""

AnyRecord = TypeVar("AnyRecord", bound=Record)


def validate(
    model: type[AnyRecord],
    data: Any,  # noqa: ANN401 - whatever the file held
    at: Where = (),
) -> tuple[AnyRecord | None, list[Fault]]:
    """Make a record of what stands at `at` in a file, or say what keeps it from being one."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        found = error.errors(include_url=False)
        return None, shape_faults(found, at, lambda path: _keys(model, path))


def _keys(model: type[BaseModel], path: Where) -> list[str]:
    """The keys that the mapping at `path` may have."""
    for step in path:
        if isinstance(step, int):
            continue
        model = _model_of(model, step) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_of(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    """The model of the mappings that stand under a key, if there are any."""
    field = model.model_fields.get(key)
    return _find_model(field.annotation) if field else None


def _find_model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    parts = getattr(annotation, "__args__", ())
    return next((found for part in parts if (found := _find_model(part))), None)
