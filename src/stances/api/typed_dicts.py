"""The types of the Python API: filters of questions, and rows of results.

A row has the keys of the command's JSON, in the order of the CSV columns. `tests/unit/
test_api_types.py` compares these types with the filters, the columns and the documented JSON.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date  # noqa: TC003 - as below
from fractions import Fraction  # noqa: TC003 - as below
from typing import Literal, TypedDict

from stances.dates import ImpreciseDate  # noqa: TC001 - `get_type_hints` reads it

Words = str | Iterable[str]
"""A text, or several of which any may match."""
Form = Literal["quote", "document", "partial-quote", "paraphrase"]
Match = Literal["certain", "probable"]
Status = Literal["attested", "disputed", "denied", "misattributed"]


class FilterOptions(TypedDict, total=False):
    """The filters of a question, under the names of the commands' options.

    A statement has to match every filter, and one value of each. Dates are EDTF texts or `date`
    objects. `coding` names the coder whose readings count; `all` gives figures for each coder.
    """

    official: Words
    faction: Words
    position: Words
    issue: Words
    frame: Words
    form: Words
    status: Words
    source: Words
    since: str | date | ImpreciseDate
    until: str | date | ImpreciseDate
    certain: bool
    text: Words
    min_sources: int
    without_disputed: bool
    with_hearsay: bool
    unreviewed: bool
    coding: str


class OriginalRow(TypedDict):
    """The words before translation, or only their language."""

    text: str | None
    lang: str


class EvidenceRow(TypedDict):
    """A piece of evidence: the words of one source, with all keys."""

    source: str
    form: Form
    match: Match
    speaker: str | None
    said: str | None
    position: str | None
    conditions: list[str]
    text: str
    lang: str | None
    original: OriginalRow | None
    url: str | None
    prefix: str | None
    suffix: str | None
    locator: str | None
    via: str | None
    derived_from: str | None
    accept: list[str]
    note: str | None


class DenialRow(TypedDict):
    """The words of a denial or a correction."""

    text: str
    source: str
    by: str | None


class DisputeRow(TypedDict):
    """A dispute: sources or readings differ."""

    about: Literal["speaker", "wording", "date", "position", "conditions"]
    note: str
    resolution: str | None
    sources: list[str]
    words: DenialRow | None


class ListRow(TypedDict):
    """A row of `list`: a statement."""

    ref: str
    official: str
    name: str
    faction: str | None
    role: str | None
    said: str
    said_from: str | None
    said_to: str | None
    venue: str | None
    issue: str
    position: str
    score: int | None
    conditions: list[str]
    frames: list[str]
    status: Status
    disputed: bool
    match_certain: int
    match_probable: int
    forms: list[Form]
    quote: str
    lang: str | None
    summary: str | None
    coder: str
    decided: str | None
    decided_by: str | None
    decided_why: str | None
    decided_of: list[str] | None
    sources: list[str]
    evidence: list[EvidenceRow]
    disputes: list[DisputeRow]
    note: str | None
    words_of: str | None
    same_occasion: list[str]
    spoken_by: str | None
    according_to: list[str]
    hearsay: bool
    repeated: bool
    retracted: bool
    reviewed_by: list[str]


class SearchRow(ListRow):
    """A row of `search`: a statement, and the words that matched."""

    rank: int
    excerpt: str
    matches: list[list[int]]
    excerpt_of: Literal[
        "text",
        "original",
        "summary",
        "conditions",
        "venue",
        "note",
        "disputes",
        "spoken_by",
        "according_to",
        "via",
    ]
    excerpt_source: str | None


class Groups(TypedDict, total=False):
    """The keys that `summary` can group by; a row has the keys of its grouping.

    With all codings, it also has `coding`.
    """

    faction: str | None
    position: str
    official: str
    source: str
    frame: str | None
    month: str | None
    coding: str


class SummaryRow(Groups):
    """A row of `summary`: a group on an issue."""

    issue: str
    statements: int
    officials: int
    silent: int | None
    open: int
    unscored: int
    scored: int
    disputed: int
    mean: float | None
    median: float | None
    low: float | None
    high: float | None
    spread: float | None


class CampsOptions(FilterOptions, total=False):
    """The options of `Corpus.camps`, with the filters."""

    of: Literal["official", "faction"]
    duplicates: Literal["keep", "source", "month", "all"]
    min_statements: int
    seed: int


StatementsLeftOut = TypedDict(
    "StatementsLeftOut",
    {
        "hearsay": int,
        "misattributed": int,
        "disputed": int,
        "unnamed": int,
        "no-faction": int,
        "open": int,
        "unscored": int,
        "one-value": int,
        "few": int,
        "single": int,
    },
    total=False,
)
"""The number of statements in no pair of `camps`, by reason; unused reasons are missing."""


CampsRow = TypedDict(
    "CampsRow",
    {
        "issue": str | None,
        "from": str | None,
        "to": str | None,
        "actors": int,
        "statements": int,
        "fit": float | None,
        "null_mean": float | None,
        "null_95": float | None,
        "p": float | None,
        "camps": list[list[str]] | None,
        "left_out": StatementsLeftOut,
        "concepts": int,
        "ties": int | None,
        "unsure": list[str] | None,
        "apart": list[str],
        "together": float | None,
        "reason": Literal["no-pair", "one-concept", "few-actors", "no-conflict"] | None,
    },
)
"""The row of `camps`."""


class CampTermRow(TypedDict):
    """A row of `camps --explain`: two actors who have a concept in common."""

    one: str
    camp: int
    own_fit: float
    fit_without: float | None
    moves: list[str]
    other: str
    other_camp: int
    concepts: int
    shared: int
    agreement: float
    conflict: float
    fitting: float


class TimelineRow(TypedDict):
    """A row of `timeline`: a statement, or an assessment by a source."""

    kind: Literal["statement", "assessment"]
    ref: str
    official: str | None
    name: str | None
    faction: str | None
    role: str | None
    said: str
    said_from: str | None
    said_to: str | None
    issue: str | None
    position: str | None
    score: int | None
    conditions: list[str] | None
    status: Status | None
    disputed: bool | None
    match_certain: int | None
    match_probable: int | None
    forms: list[Form] | None
    quote: str
    lang: str | None
    sources: list[str]
    about: list[str] | None
    change: Literal["certain", "unordered"] | None
    previous: str | None
    previous_said: str | None
    previous_position: str | None
    previous_score: int | None
    gained: list[str] | None
    dropped: list[str] | None
    group: str | None


ReadingsLeftOut = TypedDict(
    "ReadingsLeftOut",
    {
        "hearsay": int,
        "misattributed": int,
        "disputed": int,
        "no-frame": int,
        "unscored": int,
        "skipped": int,
        "single": int,
    },
    total=False,
)
"""The number of readings in no figure of `agreement`, by reason; unused reasons are missing."""


class AgreementGroups(TypedDict, total=False):
    """The keys that `agreement` can group by; a row has the key of its grouping."""

    faction: str | None
    coder: str
    frame: str


class AgreementRow(AgreementGroups):
    """A row of `agreement`: the figures for the statements of a group.

    `issue` is None if they are about several.
    """

    issue: str | None
    of: Literal["position", "conditions", "frames", "scored"]
    level: Literal["nominal", "ordinal", "interval"]
    coders: int
    units: int
    readings: int
    agreement: float | None
    kappa: float | None
    alpha: float | None
    low: float | None
    high: float | None
    left_out: ReadingsLeftOut
    reason: str | None


class ConflictRow(TypedDict):
    """A row of `conflicts`."""

    kind: Literal[
        "speaker",
        "position",
        "conditions",
        "date",
        "wording",
        "match",
        "double",
        "opposite",
        "uncorroborated",
        "tension",
    ]
    state: Literal["undeclared", "unresolved", "compatible", "judged", "resolved"]
    ref: str
    other: str | None
    official: str
    name: str
    other_official: str | None
    issue: str
    recorded: str | None
    reported: str | None
    source: str | None
    form: Form | None
    words: str | None
    other_source: str | None
    other_form: Form | None
    other_words: str | None
    match_certain: int
    match_probable: int
    other_certain: int | None
    other_probable: int | None
    note: str | None
    resolution: str | None
    more: int | None


class NetworkOptions(FilterOptions, total=False):
    """The options of a network that do not change the keys of its rows, and the filters."""

    of: Literal["official", "faction"]
    on: Literal["issue", "frame"]
    normalize: Literal["none", "average", "jaccard", "product"]
    duplicates: Literal["keep", "source", "month", "all"]
    min_statements: int
    min_weight: float | str | Fraction


class NetworkRow(TypedDict):
    """A row of `network`: an edge between two actors."""

    one: str
    other: str
    concepts: int
    shared: int
    congruence: float
    conflict: float
    subtract: float
    weight: float
    one_statements: int
    other_statements: int


NetworkWindowRow = TypedDict(
    "NetworkWindowRow",
    {
        "from": str,
        "to": str,
        "one": str,
        "other": str,
        "concepts": int,
        "shared": int,
        "congruence": float,
        "conflict": float,
        "subtract": float,
        "weight": float,
        "weight_certain": float,
        "one_statements": int,
        "other_statements": int,
    },
)
"""A row of `network` in windows: an edge within one window."""


class NetworkTieRow(TypedDict):
    """A row of a two-mode network: an actor on a concept."""

    one: str
    concept: str
    statements: int
    scored: int
    total: int | None
    weight: int
    one_statements: int


class NetworkTermRow(TypedDict):
    """A row of `network --explain`: a term of the weight of an edge."""

    concept: str
    range: int | None
    one_score: int | str | None
    one_n: int
    other_score: int | str | None
    other_n: int
    agreement: float | None
    conflict: float | None
    weight: float


class VerifyRow(TypedDict):
    """A row of `verify`: a text, and whether the stored copy of its source has it."""

    ref: str
    path: str
    line: int
    column: int
    source: str
    kind: Literal["evidence", "words", "assessment", "uncoded"]
    form: Form | None
    text: str
    result: Literal["found", "original-found", "not-found", "ambiguous", "unchecked"]
    reason: str | None
    copy: str | None
    copy_line: int | None
    copy_column: int | None
    copy_page: int | None
    before: str | None
    behind: str | None
    marks: Literal["inside", "outside", "unclear"] | None
    insertions: list[str]
    nearest: str | None
    codes: list[str]


class CoverageRow(TypedDict):
    """A row of `coverage`: a source, or a quotation or paragraph of its stored copy."""

    source: str
    kind: Literal["source", "quotation", "paragraph"]
    result: Literal["read", "unchecked", "coded", "uncoded", "skipped", "in-part", "not-coded"]
    text: str | None
    left: str | None
    reason: str | None
    refs: list[str]
    positions: list[str]
    mentions: list[str]
    marks: Literal["inside", "unclear"] | None
    copy: str | None
    copy_line: int | None
    copy_column: int | None
    copy_page: int | None
    quotations: int | None
    covered: int | None
    skipped: int | None
