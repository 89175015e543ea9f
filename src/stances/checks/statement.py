"""Finds faults of one statement, given its official and the codebook."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from stances.codes.evidence import EVIDENCE
from stances.model.fields import OF_ONE_OFFICIAL
from stances.problems import Fault
from stances.roles import NO_FACTION
from stances.text import brief, did_you_mean, fold, is_same_name, without_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stances.codebook import CodebookLookup
    from stances.model.records import Evidence, Official, Statement
    from stances.problems import Where
    from stances.roles import Offices

    Check = Callable[["Context"], Iterator[Fault]]


class Context(NamedTuple):
    """A statement and what it is checked against; `at` is its path in the file.

    `before` is the number of faults of the file so far; after very many, no hints are sought.
    """

    statement: Statement
    at: Where
    id: str
    official: Official
    offices: Offices
    codebook: CodebookLookup
    before: int = 0


_NEEDLESS = "ST510"
DOUBLE = "ST419"
"""The code of equal words under two statements, which can both be right."""
ACCEPTABLE = (
    DOUBLE,
    *(
        code
        for code, entry in EVIDENCE.items()
        if entry.severity == "warning" and code != _NEEDLESS  # says that one is not needed
    ),
)
"""The codes that `accept` may name."""
_A_PAIR = 2
_SUGGESTED = 20
"""Suggestions are sought for this many unknown frames of a statement; each takes time."""


def statement_faults(case: Context) -> list[Fault]:
    """All faults of a statement."""
    pieces = [piece.model_fields_set for piece in case.statement.evidence]
    given = frozenset(case.statement.model_fields_set), frozenset().union(*pieces)
    return [fault for check in _fitting(*given) for fault in check(case)]


@lru_cache(maxsize=1000)
def _fitting(given: frozenset[str], of_evidence: frozenset[str]) -> Sequence[Check]:
    """The checks that may find something if these keys are given, in order.

    Cached, because the same few sets of keys recur.
    """
    keys = {*given, *(f"evidence.{key}" for key in of_evidence)}
    return [check for check, about in CHECKS.items() if not about or keys & {*about.split()}]


def unknown_issue(case: Context) -> Iterator[Fault]:
    """Report an issue that is not in the codebook, or no issue if the corpus has no default."""
    issue = case.codebook.issue_of(case.statement)
    if issue is None:
        hint = "add `issue:` here, or `default_issue:` to corpus.yaml"
        yield Fault("ST202", (*case.at, "issue"), "the statement names no issue", hint)
    elif case.statement.issue and issue not in case.codebook.issues:
        hint = did_you_mean(issue, case.codebook.issues, case.before)
        yield Fault("ST103", (*case.at, "issue"), f"no issue is called `{issue}`", hint)


def unknown_position(case: Context) -> Iterator[Fault]:
    """Report a position of the statement or of its evidence that is not on the issue's scale."""
    scale = case.codebook.scale_of(case.statement)
    if scale is None:
        return
    named = [((*case.at, "position"), case.statement.position)]
    for number, evidence in enumerate(case.statement.evidence):
        if evidence.position:
            named.append(((*case.at, "evidence", number, "position"), evidence.position))
    unknown = [(at, position) for at, position in named if position not in scale]
    for before, (at, position) in enumerate(unknown, case.before):
        issue = case.codebook.issue_of(case.statement)
        message = f"the issue `{issue}` has no position called `{position}`"
        yield Fault("ST105", at, message, did_you_mean(position, scale, before))


def unknown_frame(case: Context) -> Iterator[Fault]:
    """Report a frame that is not in the codebook."""
    unknown: set[str] = set()
    for number, frame in enumerate(case.statement.frames):
        if frame not in case.codebook.frames and frame not in unknown:
            unknown.add(frame)
            frames = case.codebook.frames if len(unknown) <= _SUGGESTED else ()
            hint = did_you_mean(frame, frames, case.before)
            at = (*case.at, "frames", number)
            yield Fault("ST106", at, f"no frame is called `{frame}`", hint)


def unknown_faction(case: Context) -> Iterator[Fault]:
    """Report a faction of the statement that is not in the codebook."""
    faction = case.statement.faction
    if faction and faction != NO_FACTION and faction not in case.codebook.factions:
        hint = did_you_mean(faction, [*case.codebook.factions, NO_FACTION], case.before)
        yield Fault("ST104", (*case.at, "faction"), f"no faction is called `{faction}`", hint)


def unknown_role(case: Context) -> Iterator[Fault]:
    """Report a role that the official does not list, in a statement without a faction."""
    role = case.statement.role
    if role and case.statement.faction is None and role not in case.offices.titles:
        hint = did_you_mean(role, case.offices.titles, case.before)
        yield Fault("ST108", (*case.at, "role"), f"{case.official.name} has no role `{role}`", hint)


def missing_condition(case: Context) -> Iterator[Fault]:
    """Report a position that requires conditions, if there are none."""
    position = case.codebook.position_of(case.statement, case.statement)
    if position and position.requires == "conditions" and not case.statement.conditions:
        message = f"the position `{position.id}` needs its conditions named"
        hint = "add `conditions: [what must come first]`"
        yield Fault("ST301", (*case.at, "position"), message, hint)


def superfluous_condition(case: Context) -> Iterator[Fault]:
    """Report conditions of a position that takes none."""
    statement = case.statement
    conditions: list[tuple[Where, Statement | Evidence, list[str]]] = [
        ((*case.at, "conditions"), statement, statement.conditions)
    ]
    for number, evidence in enumerate(statement.evidence):
        reading = evidence if evidence.position else statement
        at = (*case.at, "evidence", number, "conditions")
        conditions.append((at, reading, evidence.conditions))
    for at, record, named in conditions:
        position = case.codebook.position_of(record, statement)
        if position and named and not position.takes_conditions:
            scale = case.codebook.scale_of(statement) or {}
            choices = [f"choose `{p.id}`" for p in scale.values() if p.takes_conditions]
            hint = " or ".join(["drop `conditions`", *choices])
            yield Fault("ST302", at, f"the position `{position.id}` has no conditions", hint)


def status_without_dispute(case: Context) -> Iterator[Fault]:
    """Report a status other than `attested` without a dispute that explains it."""
    if case.statement.status != "attested" and not case.statement.disputes:
        message = f"nothing says why the statement is {case.statement.status}"
        hint = "add `disputes:` with `about` and `note`"
        yield Fault("ST303", (*case.at, "status"), message, hint)


def probable_without_reason(case: Context) -> Iterator[Fault]:
    """Report evidence matched as probable, without a note or a dispute."""
    if case.statement.disputes:
        return
    for number, evidence in enumerate(case.statement.evidence):
        if evidence.match == "probable" and not evidence.note:
            message = "nothing says why this is probably the same occasion"
            hint = "add a `note` to the evidence, or a dispute to the statement"
            yield Fault("ST304", (*case.at, "evidence", number, "match"), message, hint)


def repeated_evidence(case: Context) -> Iterator[Fault]:
    """Report a source and text that occur twice."""
    if len(case.statement.evidence) < _A_PAIR:
        return
    seen: set[tuple[str, str]] = set()
    for number, evidence in enumerate(case.statement.evidence):
        words = (evidence.source, " ".join(evidence.text.split()))
        if words in seen:
            message = f"these words of `{evidence.source}` already stand above"
            at = (*case.at, "evidence", number, "text")
            yield Fault("ST305", at, message, "delete one of the two")
        seen.add(words)


def marks_around_quote(case: Context) -> Iterator[Fault]:
    """Report quotation marks around a `quote`, whose form already implies them."""
    for number, evidence in enumerate(case.statement.evidence):
        bare = without_marks(evidence.text) if evidence.form == "quote" else evidence.text
        if bare != evidence.text:
            at = (*case.at, "evidence", number, "text")
            message = "a `quote` is written without the quotation marks around it"
            yield Fault("ST323", at, message, f"write `{brief(bare)}`")


def outside_every_role(case: Context) -> Iterator[Fault]:
    """Report a statement at a time when the official certainly held none of the listed roles."""
    statement = case.statement
    is_told = statement.role or statement.faction or statement.words_of
    if is_told or not case.offices.lasting:
        return
    if not case.offices.possible(statement.said):
        message = f"{case.official.name} held none of the listed roles when this was said"
        hint = "correct a date, or give the statement its own `role` and `faction`"
        yield Fault("ST307", (*case.at, "said"), message, hint)


def ambiguous_role(case: Context) -> Iterator[Fault]:
    """Report a statement without a role if roles of different factions are possible."""
    statement = case.statement
    if statement.role or statement.faction or statement.words_of:
        return
    if possible := case.offices.several(statement.said):
        titles = " or ".join(dict.fromkeys(f"`{role.title or role.faction}`" for role in possible))
        message = f"{case.official.name} can have spoken as {titles}, and the first is taken"
        hint = "give the statement its own `role`"
        yield Fault("ST317", (*case.at, "said"), message, hint)


def needless_override(case: Context) -> Iterator[Fault]:
    """Report evidence that repeats what its statement already says."""
    keys = ("said", "position", "conditions")
    own = {"speaker": case.id} | {key: getattr(case.statement, key) for key in keys}
    for number, evidence in enumerate(case.statement.evidence):
        for key, value in own.items():
            if value and getattr(evidence, key) == value:
                message = f"`{key}` only repeats what the statement says"
                at = (*case.at, "evidence", number, key)
                yield Fault("ST310", at, message, f"drop `{key}` here")


def derived_from_itself(case: Context) -> Iterator[Fault]:
    """Report evidence whose source is said to copy from itself."""
    for number, evidence in enumerate(case.statement.evidence):
        for key in ("derived_from", "via"):
            if getattr(evidence, key) == evidence.source:
                at = (*case.at, "evidence", number, key)
                message = f"`{evidence.source}` is said to copy from itself"
                yield Fault("ST313", at, message, "name the source that it copies")


def reference_to_itself(case: Context) -> Iterator[Fault]:
    """Report a statement that names itself in `words_of` or `same_occasion`."""
    own, hint = f"{case.id}/{case.statement.id}", "name the other statement, or drop the key"
    if case.statement.words_of == own:
        message = "the words of a statement cannot be its own"
        yield Fault("ST314", (*case.at, "words_of"), message, hint)
    for number, ref in enumerate(case.statement.same_occasion):
        at = (*case.at, "same_occasion", number)
        if ref == own:
            message = "a statement is of one occasion with others, not with itself"
            yield Fault("ST314", at, message, hint)
        elif ref.partition("/")[0] != case.id:
            message = f"`{ref}` is another official's"
            hint = f"write `words_of: {ref}` if both said it together, or drop it"
            yield Fault("ST316", at, message, hint)


def spoken_for_itself(case: Context) -> Iterator[Fault]:
    """Report an official who is said to speak for itself, or to report its own words."""
    statement, official = case.statement, case.official
    named = [("spoken_by", each) for each in filter(None, [statement.spoken_by])]
    named += [("according_to", each) for each in statement.according_to]
    if not named or official.kind == "unnamed":
        return
    names = {*map(fold, (case.id, official.name, official.native_name or "", *official.aliases))}
    why = {
        "spoken_by": "who speaks needs nobody to speak for it",
        "according_to": "hearsay is known from somebody else",
    }
    for key, name in named:
        if fold(name) in names:
            message = f"`{name}` is this official: {why[key]}"
            yield Fault("ST314", (*case.at, key), message, f"name who it was, or drop `{key}`")


def beside_words_of(case: Context) -> Iterator[Fault]:
    """Report keys that a statement takes from `words_of`, if both belong to one official."""
    words_of = case.statement.words_of or ""
    if words_of.partition("/")[0] != case.id:
        return
    for key in OF_ONE_OFFICIAL:
        if key in case.statement.model_fields_set:
            message = f"`{key}` is that of `{words_of}`"
            yield Fault("ST315", (*case.at, key), message, f"drop `{key}` here")


def unfit_accept(case: Context) -> Iterator[Fault]:
    """Report an `accept` that names something else than a warning about words, or has no reason."""
    for number, evidence in enumerate(case.statement.evidence):
        at = (*case.at, "evidence", number, "accept")
        yield from accept_faults(evidence.accept, at, evidence.note)


def accept_faults(codes: Sequence[str], at: Where, reason: str | None) -> Iterator[Fault]:
    """Faults of an `accept` at a place; `reason` says why the warnings are accepted."""
    for number, code in enumerate(codes):
        if code not in ACCEPTABLE:
            hint = f"one of {', '.join(ACCEPTABLE)}"
            yield Fault("ST318", (*at, number), f"`{code}` cannot be accepted", hint)
    if codes and not reason:
        yield Fault("ST319", at, "nothing says why this is accepted", "add a `note`")


def disputed_sources(case: Context) -> Iterator[Fault]:
    """Report a dispute that names a source not cited, or none of three or more."""
    cited = {evidence.source for evidence in case.statement.evidence}
    for number, dispute in enumerate(case.statement.disputes):
        at = (*case.at, "disputes", number)
        if len(cited) > _A_PAIR and not dispute.sources:
            message = f"this does not say between which of {len(cited)} sources it is"
            yield Fault("ST321", at, message, "add `sources: […]`")
        for place, source in enumerate(dispute.sources if cited else ()):
            if source not in cited:
                message = f"no evidence of this statement is from `{source}`"
                hint = did_you_mean(source, sorted(cited))
                yield Fault("ST320", (*at, "sources", place), message, hint)


def repeated_item(case: Context) -> Iterator[Fault]:
    """Report an item that occurs twice in a list."""
    for key in ("frames", "conditions", "same_occasion", "reviewed_by", "according_to"):
        items: list[str] = case.statement.__dict__[key]  # four times as fast as getattr
        seen: set[str] = set()
        for number, item in enumerate(items if len(items) > 1 else ()):
            if item in seen:
                message = f"`{item}` already stands in this list"
                yield Fault("ST312", (*case.at, key, number), message, "delete one of the two")
            seen.add(item)


def own_review(case: Context) -> Iterator[Fault]:
    """Report the coder of the statement among its reviewers."""
    coder = case.statement.coder or case.codebook.meta.coder
    for number, name in enumerate(case.statement.reviewed_by):
        if is_same_name(name, coder):
            message = f"`{name}` has coded this statement, and cannot review it"
            hint = "drop the name; somebody else has to read it"
            yield Fault("ST324", (*case.at, "reviewed_by", number), message, hint)


CHECKS: dict[Check, str] = {
    unknown_issue: "",
    unknown_position: "",
    unknown_frame: "frames",
    unknown_faction: "faction",
    unknown_role: "role",
    missing_condition: "",
    superfluous_condition: "conditions evidence.conditions",
    status_without_dispute: "status",
    probable_without_reason: "evidence.match",
    repeated_evidence: "evidence",
    marks_around_quote: "evidence",
    outside_every_role: "",
    ambiguous_role: "",
    needless_override: "evidence.speaker evidence.said evidence.position evidence.conditions",
    derived_from_itself: "evidence.derived_from evidence.via",
    reference_to_itself: "words_of same_occasion",
    spoken_for_itself: "spoken_by according_to",
    beside_words_of: "words_of",
    unfit_accept: "evidence.accept",
    disputed_sources: "disputes",
    repeated_item: "frames conditions same_occasion reviewed_by according_to",
    own_review: "reviewed_by",
}
"""The checks, each with the keys that it needs: without any of them, it is skipped."""
