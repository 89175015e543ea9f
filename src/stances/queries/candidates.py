"""`add --from`: what in the copy of a source may be a statement, and is in no record yet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.candidates import Candidate, People, candidates_of
from stances.evidence.copies import Unread
from stances.evidence.limits import read_within
from stances.evidence.meaning import Background
from stances.queries.choices import author_of
from stances.queries.coverage import asked_of, official_names, texts_of
from stances.queries.speakers import WantedSpeakers
from stances.queries.verification import Languages, primary, stored_copy
from stances.text import fold_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from stances.evidence.copies import Snapshots
    from stances.queries.choices import Published


_MEASURED = "en"
"""The language in which it was counted how often the rules are right."""


class SourceCandidates(NamedTuple):
    """The passages of a source; `copy` is the name of the file, `unread` why there are none.

    `quotations` are all that the copy has, `covered` those that are in evidence or uncoded.
    `left_out` are not proposed: they are too many, or their words stand in too many places.
    """

    candidates: Sequence[Candidate] = ()
    copy: str | None = None
    unread: str | None = None
    quotations: int = 0
    covered: int = 0
    left_out: int = 0

    def having(self, words: Sequence[str]) -> SourceCandidates:
        """Only the passages in which a word begins with one of these; all, if there are none."""
        begun = [fold_words(word).rstrip() for word in words]
        kept = [
            each
            for each in self.candidates
            if not begun or any(word in fold_words(each.text) for word in begun)
        ]
        return self._replace(candidates=kept)


def candidates(
    index: sqlite3.Connection,
    corpus: Path,
    snapshots: Snapshots,
    source: Published,
    *,
    with_skipped: bool = False,
) -> SourceCandidates:
    """Read the copy of a source for what is in no record of it.

    What was skipped is left out, unless `with_skipped`.
    """
    _, copy = stored_copy(index, source.id, snapshots, [])
    if isinstance(copy, Unread):
        return SourceCandidates(copy=copy.name, unread=copy.reason)
    texts = texts_of(index, source.id)
    if with_skipped:
        texts = [each for each in texts if each.row["kind"] != "uncoded" or not each.row["skipped"]]
    speakers = WantedSpeakers(index)
    lang = primary(source.lang)
    background = Background(Languages(corpus, []).of(lang), speakers.known, speakers.own)
    author = author_of(index, source.id)
    known = People(background, speakers.people, measured=lang == _MEASURED, author=author)
    asked = asked_of(texts, official_names(index), whole=True)
    work = partial(candidates_of, asked=asked, known=known)
    found = read_within(snapshots, copy, [each.sought for each in texts], work)
    if isinstance(found, Unread):
        return SourceCandidates(copy=found.name, unread=found.reason)
    quotations = [each for each in found.coverage.passages if each.kind == "quotation"]
    covered = sum(each.is_covered for each in quotations)
    name = copy.path.name
    return SourceCandidates(found.candidates, name, None, len(quotations), covered, found.left_out)
