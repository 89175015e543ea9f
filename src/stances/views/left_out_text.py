"""Why statements or readings are in no figure, in words for all outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_STATEMENTS = {
    "open": "leaving the question open",
    "unscored": "in positions without a score",
    "one-value": "on issues whose scale has one value",
    "no-frame": "without a frame",
    "no-faction": "for no faction",
    "unnamed": "by officials who are not named",
    "hearsay": "known by hearsay alone",
    "misattributed": "misattributed",
    "disputed": "disputed",
    "few": "by {of}s with fewer statements than asked for",
    "single": "on questions that one {of} alone answers",
}
"""The words after a number of statements, by reason, in the order of output."""
_READINGS = {
    "skipped": "skipped by their coder",
    "unscored": "without a score",
    "no-frame": "whose coder did not code frames",
    "single": "the only one of their statement",
    "hearsay": "of statements known by hearsay alone",
    "misattributed": "of misattributed statements",
    "disputed": "of disputed statements",
}
"""The words after a number of readings, by reason."""


def statements_told(left_out: Mapping[str, int], of: str) -> list[str]:
    """Say how many statements are left out, by reason; `of` is `official` or `faction`."""
    return _told(left_out, {reason: words.format(of=of) for reason, words in _STATEMENTS.items()})


def readings_told(left_out: Mapping[str, int]) -> list[str]:
    """Say how many readings are left out, by reason."""
    return _told(left_out, _READINGS)


def _told(left_out: Mapping[str, int], words: Mapping[str, str]) -> list[str]:
    return [f"{left_out[each]:,} {words[each]}" for each in words if left_out.get(each)]
