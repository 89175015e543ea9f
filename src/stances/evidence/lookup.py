"""Looks up the words of new evidence in the copy of its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.copies import Unread
from stances.evidence.limits import verdicts
from stances.evidence.matching import Hints
from stances.evidence.verdicts import Sought, Verdict
from stances.text import brief

if TYPE_CHECKING:
    from stances.evidence.copies import Snapshots

_MARKED = {
    "inside": ", in quotation marks",
    "outside": ", not all in quotation marks",
    "unclear": ", where the quotation marks do not balance",
}
_FORMS = {"inside": "quote", "outside": "paraphrase"}


class LookupResult(NamedTuple):
    """The verdict on words, and the name of the copy that was searched; empty if there is none."""

    verdict: Verdict
    copy: str = ""

    @property
    def usual_form(self) -> str:
        """The usual form of words in quotation marks, or of words outside them."""
        return _FORMS.get(self.verdict.marks or "", "")

    def told(self) -> list[str]:
        """The result as lines, for the user who typed the words."""
        result = self.verdict
        if result.result == "unchecked":
            return [f"not looked for: {result.reason}"]
        if result.result == "found":
            lines = [f"found on {result.spot} of {self.copy}{_MARKED[result.marks or 'unclear']}"]
            around = f"… {result.before} [these words] {result.behind} …"
            return [*lines, brief(around), *([brief(result.reason)] if result.reason else [])]
        lines = [brief(result.reason or "")]
        if result.excerpt:
            lines += [f"nearest, on {result.spot}, [-typed-] and {{+printed+}} where they differ:"]
            lines.append(brief(result.excerpt))
        return lines


def look_up(
    snapshots: Snapshots, source: str, sha256: str | None, words: str, line: int | None = None
) -> LookupResult:
    """Look for words in the copy of a source; `line` decides between several places."""
    stored = snapshots.copy_of(source, sha256)
    if isinstance(stored, Unread):
        return LookupResult(Verdict("unchecked", stored.reason))
    if sha256 is not None and stored.sha256 != sha256:
        reason = f"{stored.path.name} is not the copy that was recorded"
        return LookupResult(Verdict("unchecked", reason))
    result = verdicts(snapshots, stored, [Sought(words, None, Hints(line=line))])
    if isinstance(result, Unread):
        return LookupResult(Verdict("unchecked", result.reason))
    return LookupResult(result[0], stored.path.name)


def checksum(snapshots: Snapshots, source: str) -> tuple[str, str] | None:
    """The name and the SHA-256 of the one stored copy of a source; None if there is none."""
    stored = snapshots.copy_of(source, None)
    return None if isinstance(stored, Unread) else (stored.path.name, stored.sha256)
