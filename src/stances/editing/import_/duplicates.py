"""Find statements of a table that the official's file already has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.dates import InvalidDate, parse_date
from stances.evidence.folding import fold_text
from stances.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from stances.dates import ImpreciseDate
    from stances.editing.import_.statements import NewStatement

    Words = tuple[object, ...]

TELLING = ("said", "position", "issue", "evidence")
"""If two statements differ in one of these keys, they are different or contradict each other."""


class Match(NamedTuple):
    """A comparison of a new statement with a record, whose index in the file's list is `number`.

    `added` are the indexes of the evidence that the record lacks. `differs` are the keys in which
    the two differ; import does not change these. `contradicts`: one of these keys is in `TELLING`.
    """

    number: int
    id: str
    added: Sequence[int] = ()
    differs: Sequence[str] = ()
    contradicts: bool = False


@dataclass(slots=True)
class Recorded:
    """The statements of a file, and the statements of the table that are added after them.

    `claimed` are the ids that the table gives: a row without an id never matches their statements.
    """

    usual: Mapping[str, str]
    claimed: frozenset[str]
    statements: list[Mapping[str, Any]] = field(default_factory=list)
    _by_words: dict[Words, list[int]] = field(default_factory=dict)
    _by_id: dict[str, int] = field(default_factory=dict)

    def add(self, record: object) -> None:
        """Add a record, whatever its type."""
        number = len(self.statements)
        data: Mapping[str, Any] = record if isinstance(record, dict) else {}
        self.statements.append(data)
        for words in _words(data.get("evidence")):
            self._by_words.setdefault(words, []).append(number)
        if isinstance(id_ := data.get("id"), str):
            self._by_id.setdefault(id_, number)

    def extend(self, number: int, pieces: Sequence[Mapping[str, Any]]) -> None:
        """Add evidence to a record."""
        record = self.statements[number]
        self.statements[number] = {**record, "evidence": [*record.get("evidence", ()), *pieces]}
        for words in _words([*pieces]):
            self._by_words.setdefault(words, []).append(number)

    @property
    def ids(self) -> Container[str]:
        """The ids that are taken."""
        return self._by_id

    def match(self, statement: NewStatement) -> Match | None:
        """Return the record that a statement equals or contradicts; None if it is new."""
        if statement.id in self._by_id:
            return self._compared(statement, self._by_id[statement.id])
        matches = [self._compared(statement, number) for number in self._with_words(statement)]
        same = [match for match in matches if "issue" not in match.differs]
        return min(same, key=lambda match: match.contradicts, default=None)

    def further(self, statement: NewStatement, id_: str) -> Match | None:
        """Return a match with this record if the statement can be further evidence of it.

        Words that differ from recorded ones only in marks and accents add nothing.
        """
        if id_ not in self._by_id:
            return None
        match = self._compared(statement, self._by_id[id_])
        record = self.statements[match.number]
        if not can_be_one(record, statement.fields, self.usual):
            return None
        known = {_plain(each) for each in record.get("evidence", ())}
        added = [n for n in match.added if _plain(statement.evidence[n]) not in known]
        return match._replace(added=added, contradicts=False)

    def _with_words(self, statement: NewStatement) -> Iterator[int]:
        """Yield the records that have all its words, and whose id the table does not give."""
        numbers = [{*self._by_words.get(words, ())} for words in _words(statement.evidence)]
        for number in sorted(set.intersection(*numbers)) if numbers else ():
            if statement.id == "" or self.statements[number].get("id") not in self.claimed:
                yield number

    def _compared(self, statement: NewStatement, number: int) -> Match:
        record, usual = self.statements[number], self.usual
        recorded = [*_words(record.get("evidence"))]
        added = [n for n, words in enumerate(_words(statement.evidence)) if words not in recorded]
        wanted = {**statement.fields, "issue": statement.fields.get("issue", usual.get("issue"))}
        differs = [key for key in wanted if record.get(key, usual.get(key)) != wanted[key]]
        if statement.whole and added:
            differs.append("evidence")
        contradicts = any(key in TELLING for key in differs)
        return Match(number, str(record.get("id", "")), added, differs, contradicts)


def can_be_one(
    record: Mapping[str, Any], other: Mapping[str, Any], usual: Mapping[str, str]
) -> bool:
    """Whether two records can describe the same statement.

    They can if they have the same issue and position, and their dates overlap.
    """
    dates = [_date(each) for each in (record, other)]
    if not (dates[0] and dates[1] and dates[0].may_overlap(dates[1])):
        return False
    told = [
        tuple(each.get(key, usual.get(key)) for key in ("issue", "position"))
        for each in (record, other)
    ]
    return told[0] == told[1]


def say_what_differs(statement: NewStatement, record: Mapping[str, Any]) -> None:
    """Copy conditions and date of a statement to its evidence if those of the record differ.

    The date is copied only if it adds to the record's.
    """
    conditions, said = statement.fields.get("conditions"), _date(statement.fields)
    own = {}
    if conditions and conditions != record.get("conditions"):
        own["conditions"] = conditions
    if said and (recorded := _date(record)) and said.adds_to(recorded):
        own["said"] = str(said)
    for piece in statement.evidence:
        for key, value in own.items():
            piece.setdefault(key, value)


def _plain(piece: Mapping[str, Any]) -> tuple[object, str]:
    """Return the source of evidence, and its words without marks and accents."""
    return piece.get("source"), fold_words(str(piece.get("text")))


def _date(record: Mapping[str, Any]) -> ImpreciseDate | None:
    try:
        return parse_date(record.get("said", ""), timed=True)
    except (InvalidDate, TypeError):
        return None


def _words(evidence: object) -> Iterable[Words]:
    """Return the source and folded text of each piece of evidence, for comparison."""
    for number, item in enumerate(evidence if isinstance(evidence, list) else []):
        text = item.get("text") if isinstance(item, dict) else None
        if isinstance(text, str):
            folded = fold_text(text)
            yield item.get("source"), folded.text, tuple(folded.dashes)
        else:
            yield (number, None)
