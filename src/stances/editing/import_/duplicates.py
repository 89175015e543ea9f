"""Which statements of a table an official's file has already."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.evidence.folding import fold_text

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from stances.editing.import_.statements import NewStatement

    Words = tuple[object, ...]

TELLING = ("said", "position", "issue", "evidence")
"""What a statement with other words here is another statement, or a contradiction."""


class Match(NamedTuple):
    """What a new statement is to the record at a place of the file's list.

    `added` are the numbers of its pieces of evidence that the record lacks; `differs` the
    keys in which the two differ, of which import changes none. `contradicts` says that one of them
    is what it is about.
    """

    number: int
    id: str
    added: Sequence[int] = ()
    differs: Sequence[str] = ()
    contradicts: bool = False


@dataclass(slots=True)
class Recorded:
    """The statements of a file, and those of the table that are to stand behind them.

    `claimed` are the ids that the table itself gives: a row without one is none of these.
    """

    usual: Mapping[str, str]
    claimed: frozenset[str]
    statements: list[Mapping[str, Any]] = field(default_factory=list)
    _by_words: dict[Words, list[int]] = field(default_factory=dict)
    _by_id: dict[str, int] = field(default_factory=dict)

    def add(self, record: object) -> None:
        """Take note of a record, whatever it is."""
        number = len(self.statements)
        data: Mapping[str, Any] = record if isinstance(record, dict) else {}
        self.statements.append(data)
        for words in _words(data.get("evidence")):
            self._by_words.setdefault(words, []).append(number)
        if isinstance(id_ := data.get("id"), str):
            self._by_id.setdefault(id_, number)

    @property
    def ids(self) -> Container[str]:
        """The ids that are taken."""
        return self._by_id

    def match(self, statement: NewStatement) -> Match | None:
        """The record that a statement is, or contradicts; None if it is new."""
        if statement.id in self._by_id:
            return self._compared(statement, self._by_id[statement.id])
        found = [self._compared(statement, number) for number in self._with_words(statement)]
        same = [each for each in found if "issue" not in each.differs]
        return min(same, key=lambda each: each.contradicts, default=None)

    def _with_words(self, statement: NewStatement) -> Iterator[int]:
        """The records that have all of its words, and are not named in the table."""
        each = [{*self._by_words.get(words, ())} for words in _words(statement.evidence)]
        for number in sorted(set.intersection(*each)) if each else ():
            if statement.id == "" or self.statements[number].get("id") not in self.claimed:
                yield number

    def _compared(self, statement: NewStatement, number: int) -> Match:
        record = self.statements[number]
        theirs = [*_words(record.get("evidence"))]
        added = [n for n, words in enumerate(_words(statement.evidence)) if words not in theirs]
        wanted = (
            statement.fields if "issue" in statement.fields else {**statement.fields, "issue": None}
        )
        differs = [key for key, value in wanted.items() if self._differs(record, key, value)]
        if statement.whole and added:
            differs.append("evidence")
        contradicts = any(key in TELLING for key in differs)
        return Match(number, str(record.get("id", "")), added, differs, contradicts)

    def _differs(self, record: Mapping[str, Any], key: str, value: object) -> bool:
        usual = self.usual.get(key)
        return bool(record.get(key, usual) != (usual if value is None else value))


def _words(evidence: object) -> Iterable[Words]:
    """What tells the words of each piece of evidence from all others."""
    for number, item in enumerate(evidence if isinstance(evidence, list) else []):
        text = item.get("text") if isinstance(item, dict) else None
        if isinstance(text, str):
            folded = fold_text(text)
            yield item.get("source"), folded.text, tuple(folded.dashes)
        else:
            yield (number, None)
