"""The records of a corpus: the only definition of each.

A field's name is its YAML key, and its type in `types` defines its possible values. See
`stances.schema.descriptions` and docs/data-format.md for the meanings of the keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stances.model.fields import INHERITED, NEEDED, READ
from stances.model.types import (
    About,
    Change,
    Code,
    Count,
    Date,
    Digest,
    FactionId,
    Form,
    FrameId,
    IssueId,
    Kind,
    Language,
    Line,
    Match,
    Moment,
    OfficialId,
    Origin,
    People,
    Person,
    PositionId,
    Prose,
    Ref,
    Sha256,
    Slug,
    SourceId,
    Status,
    SubjectId,
    Truth,
    Url,
    Version,
    Whole,
)
from stances.model.validation import shape_faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.problems import Fault, Where


class Record(BaseModel):
    """The base of all records: unknown keys are faults, and records are immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Bounds(Record):
    """How many records of a kind are expected: fewer is an error, more a warning."""

    minimum: Count | None = None
    maximum: Count | None = None


class Assertions(Record):
    """The numbers of records that `stances check` expects."""

    officials: Bounds = Bounds()
    statements: Bounds = Bounds()
    sources: Bounds = Bounds()


class Meta(Record):
    """`corpus.yaml`: data about the corpus as a whole."""

    title: Line
    description: Prose | None = None
    scope: Prose | None = None
    license: Line | None = None
    schema_version: Version
    coder: Line
    default_issue: IssueId | None = None
    assertions: Assertions = Assertions()


class Position(Record):
    """A position on an issue. Without a `score` it is on no scale and in no mean."""

    id: Slug
    label: Line
    definition: Prose
    score: Whole | None = None
    requires: Literal["conditions"] | None = None
    allows: Literal["conditions"] | None = None
    open: Truth = False
    tension_with: list[PositionId] = Field(default_factory=list)

    @property
    def takes_conditions(self) -> bool:
        """Whether statements with this position may name conditions."""
        return bool(self.requires or self.allows)


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
    """`codebook.yaml`: the words that the records may use."""

    issues: list[Issue] = Field(min_length=1)
    factions: list[Term] = Field(default_factory=list)
    frames: list[Term] = Field(default_factory=list)


class Assessment(Record):
    """A claim by a source's author in their own voice; shown with its subjects, never scored."""

    about: list[SubjectId] = Field(min_length=1)
    text: Line
    when: Date | None = None
    accept: list[Code] = Field(default_factory=list)
    note: Prose | None = None


class Notice(Record):
    """A change of a source since its publication."""

    kind: Change
    date: Date | None = None
    note: Prose | None = None


class Uncoded(Record):
    """A passage of a source that was read and is not a statement, or was `skipped` for later."""

    text: Line
    why: Prose | None = None
    skipped: Truth = False
    prefix: Line | None = None
    suffix: Line | None = None
    locator: Line | None = None
    accept: list[Code] = Field(default_factory=list)


class Source(Record):
    """A publication that evidence is taken from."""

    title: Line
    publisher: Line | None = None
    authors: list[Line] = Field(default_factory=list)
    published: Moment
    retrieved: Date | None = None
    url: Url | None = None
    archive_url: Url | None = None
    lang: Language
    kind: Line | None = None
    sha256: Sha256 | None = None
    version_of: SourceId | None = None
    copy_of: SourceId | None = None
    note: Prose | None = None
    notices: list[Notice] = Field(default_factory=list)
    uncoded: list[Uncoded] = Field(default_factory=list)
    assessments: list[Assessment] = Field(default_factory=list)


class Role(Record):
    """An office and its faction. A missing `from` or `until` is unknown."""

    title: Line | None = None
    faction: FactionId | None = None
    from_: Date | None = Field(default=None, alias="from")
    until: Date | None = None
    former: Truth = False


class Original(Record):
    """The words before translation; only their language if the words are unknown."""

    text: Line | None = None
    lang: Language


class Evidence(Record):
    """The words of one source that support a statement."""

    source: SourceId
    form: Form
    match: Match = "certain"
    speaker: OfficialId | None = None
    said: Moment | None = None
    position: PositionId | None = None
    conditions: list[Line] = Field(default_factory=list)
    text: Line
    lang: Language | None = None
    original: Original | None = None
    url: Url | None = None
    prefix: Line | None = None
    suffix: Line | None = None
    locator: Line | None = None
    via: Origin | None = None
    derived_from: SourceId | None = None
    accept: list[Code] = Field(default_factory=list)
    note: Prose | None = None


class Denial(Record):
    """The words of a denial or a correction, which are not evidence."""

    text: Line
    source: SourceId
    by: Person | None = None


class Dispute(Record):
    """A point on which sources or readings differ. Without a `resolution`, it is open.

    `sources` are the sources that differ; the default is all sources of the statement.
    """

    about: About
    note: Prose
    resolution: Prose | None = None
    sources: list[SourceId] = Field(default_factory=list)
    words: Denial | None = None


class Decision(Record):
    """Which reading of a statement was chosen where its coders differ, and why."""

    date: Date | None = None
    by: Line
    why: Prose
    of: list[Line] = Field(default_factory=list)


class Statement(Record):
    """One speaker, one occasion, one position on one issue, and the evidence for it.

    With `words_of`, the words, day and occasion are those of another statement, and the keys
    `INHERITED` are not allowed here.
    """

    id: Slug
    said: Moment | None = None
    repeated: Truth = False
    venue: Line | None = None
    words_of: Ref | None = None
    same_occasion: list[Ref] = Field(default_factory=list)
    issue: IssueId | None = None
    position: PositionId
    conditions: list[Line] = Field(default_factory=list)
    frames: list[FrameId] = Field(default_factory=list)
    summary: Line | None = None
    coder: Line | None = None
    decided: Decision | None = None
    reviewed_by: list[Line] = Field(default_factory=list)
    status: Status = "attested"
    role: Line | None = None
    faction: FactionId | None = None
    spoken_by: Person | None = None
    according_to: People = Field(default_factory=list)
    evidence: list[Evidence] = Field(default_factory=list)
    disputes: list[Dispute] = Field(default_factory=list)
    note: Prose | None = None

    @property
    def ref(self) -> str:
        """The reference, `official/id`, in the loaded corpus; empty if it was not loaded."""
        # Declaring a private attribute would make each validation slower by a third.
        ref: str = (self.__pydantic_private__ or {}).get("ref", "")
        return ref


class Official(Record):
    """A person or institution. Its statements are validated one by one.

    `statements` has the statements without errors of their own, after all have been validated.
    """

    name: Line
    native_name: Line | None = None
    kind: Kind = "person"
    aliases: list[Line] = Field(default_factory=list)
    roles: list[Role] = Field(default_factory=list)
    identifiers: dict[str, Line] = Field(default_factory=dict)
    note: Prose | None = None
    statements: list[Statement] = Field(default_factory=list)


class Part(Record):
    """A further file of an official, which holds only statements."""

    statements: list[Statement]


class Coding(Record):
    """A coder's reading of a statement, or the reason why there is none.

    It is in `codings/CODER/OFFICIAL.yaml`, under the id of the statement. If `frames` is missing,
    frames were not coded; an empty list means that no frame applies.
    """

    position: PositionId | None = None
    conditions: list[Line] = Field(default_factory=list)
    frames: list[FrameId] | None = None
    said: Moment | None = None
    skip: Prose | None = None
    note: Prose | None = None
    coded: Date | None = None
    words: list[Digest] = Field(default_factory=list)


class Codings(Record):
    """A coder's readings of one official's statements, by statement id."""

    codings: dict[Slug, Coding]


AnyRecord = TypeVar("AnyRecord", bound=Record)


def validate(
    model: type[AnyRecord],
    data: Any,  # noqa: ANN401 - anything that a file can hold
    at: Where = (),
    before: int = 0,
) -> tuple[AnyRecord | None, list[Fault]]:
    """Make a record of `data`, which is at `at` in a file; return it or None, and its faults.

    `before` is the number of faults of the file so far; after very many, no hints are sought.
    """
    errors: list[Any] = []
    record = None
    try:
        record = model.model_validate(data)
    except ValidationError as error:
        errors += error.errors(include_url=False)
    if model is Statement and isinstance(data, dict):
        errors += _of_words(data)
    if model is Uncoded:
        errors += _without_reason(data, ())
    if model is Coding and isinstance(data, dict):
        errors += _read_or_skipped(data)
    if model is Source and isinstance(data, dict) and isinstance(data.get("uncoded"), list):
        for number, passage in enumerate(data["uncoded"]):
            errors += _without_reason(passage, ("uncoded", number))
    if errors:
        return None, shape_faults(errors, at, lambda path: _keys(model, path), before)
    return record, []


def validated(statements: Sequence[Any]) -> list[Statement] | None:
    """Validate statements all at once; None if any has a fault, or may have one."""
    try:
        made = Part.model_validate({"statements": statements}).statements
    except ValidationError:
        return None
    return None if any(map(_of_words, statements)) else made


def _of_words(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Errors of a statement with neither own words nor `words_of`, or with both.

    They have the form of `pydantic.ValidationError.errors()`.
    """
    if "words_of" in data:
        return [
            {
                "type": "ST315",
                "loc": (key,),
                "ctx": {"message": f"`{key}` is that of `words_of`", "hint": f"drop `{key}` here"},
            }
            for key in INHERITED
            if key in data
        ]
    wrong = [{"type": "missing", "loc": (key,)} for key in NEEDED if key not in data]
    if data.get("evidence") == []:
        wrong.append({"type": "too_short", "loc": ("evidence",), "input": []})
    return wrong


def _without_reason(
    passage: Any,  # noqa: ANN401 - anything that a file can hold
    at: Where,
) -> Iterator[dict[str, Any]]:
    """The error of a passage that is not `skipped` and has no `why`."""
    has_none = isinstance(passage, dict) and "why" not in passage
    if has_none and passage.get("skipped") not in (True, "true"):
        yield {"type": "missing", "loc": (*at, "why")}


def _read_or_skipped(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Errors of a coding with neither a position nor a `skip`, or with both."""
    if "skip" in data:
        for key in READ:
            if key in data:
                message = f"a statement that is skipped has no `{key}`"
                hint = f"drop `{key}`, or `skip`"
                yield {"type": "ST325", "loc": (key,), "ctx": {"message": message, "hint": hint}}
    elif "position" not in data:
        yield {"type": "missing", "loc": ("position",)}


def _keys(model: type[BaseModel], path: Where) -> list[str]:
    """The keys that the mapping at `path` may have."""
    for step in path:
        field = model.model_fields.get(step) if isinstance(step, str) else None
        model = (_find_model(field.annotation) if field else None) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _find_model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    parts = getattr(annotation, "__args__", ())
    return next((found for part in parts if (found := _find_model(part))), None)
