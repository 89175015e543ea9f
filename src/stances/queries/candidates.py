"""`add --from`: passages in the copy of a source that may be statements and are not recorded."""

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
"""The language for which the accuracy of the rules was measured."""


class SourceCandidates(NamedTuple):
    """The passages of a source; `unread` says why there are none.

    `left_out` counts passages not proposed: there are too many, or their words occur too often.
    """

    candidates: Sequence[Candidate] = ()
    unread: str | None = None
    left_out: int = 0

    def having(self, words: Sequence[str]) -> SourceCandidates:
        """Keep passages with a word that begins with one of these; all if `words` is empty."""
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
    """Search the copy of a source for passages that no record has.

    Skipped passages are left out, unless `with_skipped`.
    """
    _, copy = stored_copy(index, source.id, snapshots, [])
    if isinstance(copy, Unread):
        return SourceCandidates(unread=copy.reason)
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
        return SourceCandidates(unread=found.reason)
    return SourceCandidates(found.candidates, None, found.left_out)
