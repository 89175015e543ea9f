"""Text without its typography, for finding words however they were set.

Two texts that differ only in these ways fold to the same: Unicode NFC; white space, of which any
run is one space; marks of one family (double quotation marks, single ones and apostrophes, dashes);
soft hyphens and invisible marks of direction; the ellipsis as one character or three dots; Arabic
yeh and kaf as Persian ones. A word hyphenated over a line end may be read joined, hyphenated or as
two words. Nothing else folds: not case, diacritics, digits, punctuation or U+200C.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from stances.evidence.composing import compose
from stances.evidence.tracing import Blocks, Tracing
from stances.evidence.words import is_word

DOUBLE_MARKS = '"\u201c\u201d\u201e\u201f«»\u2033\u301d\u301e\uff02'
"""Quotation marks, curly, low, angular and straight, and the double prime."""
SINGLE_MARKS = "'`\u00b4\u02bc\u2018\u2019\u201a\u201b\u2032\u2039\u203a\uff07"
"""The same single, with the accents that are typed for them, and apostrophes."""
HYPHENS = "-\u2010\u2011"
"""The dashes that hyphenate words."""
DASHES = f"{HYPHENS}\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
"""From the hyphen to the horizontal bar, with the minus."""

_FAMILIES = {'"': DOUBLE_MARKS, "'": SINGLE_MARKS, "-": DASHES, "ی": "ي", "ک": "ك"}
_ONE_FOR_ONE = [(old, new) for new, family in _FAMILIES.items() for old in family if old != new]

# Marks of direction, and joints without width. The overrides, U+202D and U+202E, stay: they make
# what is shown another text.
_UNSEEN = "\xad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u2060\u2066\u2067\u2068\u2069\ufeff"
_WHITE = "\t\n\v\f\r\x1c-\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_LINE_END = r"\s*[\n\v\f\r\x85\u2028\u2029]\s*"
# Runs of what is set between letters, and of dots. Each begins with one set of characters, which
# makes the search three times as fast; a lone space, the commonest, is not even looked at.
_GAP = rf"[{_WHITE}\-{_UNSEEN}]"
_DOTS = r"(?<=…)[.…]*|(?<=\.)(?:\.+[.…]|…)[.…]*"
_RUN = re.compile(rf"[{_WHITE.replace(' ', '')}\-{_UNSEEN}.…](?:(?<![.…]){_GAP}*|{_DOTS})")
_RUN_OR_SPACES = re.compile(f"  {_GAP}*|{_RUN.pattern}")
_SOFT_BREAK = re.compile(f"\xad{_LINE_END}")
_HARD_BREAK = re.compile(f"-{_LINE_END}")
_INVISIBLE = re.compile(f"[{_UNSEEN}]")

NO_DASH = ("",)
_KEPT = ("-", "- ")  # "mid-\n1990s" is "mid-1990s"; "pre-\nand post-war" is "pre- and post-war"
_JOINED = ("-", "- ", "")  # "coop-\neration" is "cooperation"


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text without its dashes, which are kept beside it with the spaces around them.

    Before the character `dash_at[k]` of `text` stands a dash that can be read in each of the
    `dash_forms[k]`. They are kept apart so that one search finds all readings of a hyphen.
    """

    text: str
    dash_at: list[int]
    dash_forms: list[tuple[str, ...]]
    _dash_spans: list[tuple[int, int]]
    _maps: tuple[Blocks, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original from which the characters `start` to `end` were made."""
        for blocks in self._maps:
            start, end = blocks.span(start, end)
        return start, end

    def dash_span(self, number: int) -> tuple[int, int]:
        """The part of the original in which a dash was printed."""
        start, end = self._dash_spans[number]
        for blocks in self._maps[1:]:
            start, end = blocks.span(start, end)
        return start, end

    def reads_as(self, other: Folded) -> bool:
        """Whether both are the same words, with each dash read in one way."""
        ours = dict(zip(self.dash_at, self.dash_forms, strict=True))
        theirs = dict(zip(other.dash_at, other.dash_forms, strict=True))
        return self.text == other.text and all(
            not set(ours.get(at, NO_DASH)).isdisjoint(theirs.get(at, NO_DASH))
            for at in {*ours, *theirs}
        )


def fold(text: str) -> Folded:
    """Fold a text; for one that is looked for, see `trim`."""
    composed, composing = compose(text)
    work = _Work(composed, unify(composed))
    runs = _RUN_OR_SPACES if "  " in work.even else _RUN
    for run in runs.finditer(work.even):
        work.replace(*run.span())
    work.keep(len(composed))
    maps = (work.folded.blocks, composing) if composing else (work.folded.blocks,)
    return Folded(work.folded.text, work.dash_at, work.dash_forms, work.dash_spans, maps)


def trim(text: str) -> str:
    """The text without white space and invisible characters at its ends."""
    trimmed = text.strip().strip(_UNSEEN)
    return trimmed if trimmed == text else trim(trimmed)


def unify(text: str) -> str:
    """One character for each family of marks and letters; no character moves."""
    if text.isascii():
        return text.replace("`", "'")
    # Thirty searches for what is mostly not there are faster than a look-up for each character.
    for old, new in _ONE_FOR_ONE:
        text = text.replace(old, new)
    return text


@dataclass(slots=True)
class _Work:
    """A text half folded: `even` has one mark for each family of them, where `plain` has many."""

    plain: str
    even: str
    done: int = 0  # so much of it is folded
    folded: Tracing = field(default_factory=Tracing)
    dash_at: list[int] = field(default_factory=list)
    dash_forms: list[tuple[str, ...]] = field(default_factory=list)
    dash_spans: list[tuple[int, int]] = field(default_factory=list)

    def keep(self, end: int) -> None:
        """Take over what comes next, one by one."""
        if self.done < end:
            self.folded.add(self.even[self.done : end], self.done, end)
            self.done = end

    def replace(self, start: int, end: int) -> None:
        """Fold a run of what is set between letters, or of dots, and keep what stands before it."""
        if start > self.done and self.even[start - 1] == " " and self.even[start] not in ".…":
            start -= 1
        self.keep(start)
        run = self.even[start:end]
        if "-" in run:
            self._add_dash(run, start, end)
        else:
            folded = _fold_run(run)
            extra = max(len(folded) - 1, 0)  # dots beyond the three of an ellipsis, one by one
            self.folded.add(folded[:1], start, end - extra)
            self.folded.add(folded[1:], end - extra, end)
        self.done = end

    def _add_dash(self, run: str, start: int, end: int) -> None:
        printed = start + run.index("-"), start + run.rindex("-") + 1
        self.dash_at.append(self.folded.length)
        self.dash_forms.append(self._broken(run, printed[0], start, end) or _fold_dash(run))
        self.dash_spans.append(printed)

    def _broken(self, run: str, dash: int, start: int, end: int) -> tuple[str, ...] | None:
        """The readings of a dash at the end of a line, if it is one between two words."""
        if run == "-" or not _HARD_BREAK.fullmatch(_INVISIBLE.sub("", run)):
            return None
        before, after = self.even[start - 1 : start], self.even[end : end + 1]
        if not (before and after and is_word(before) and is_word(after)):
            return None
        can_join = self.plain[dash] in HYPHENS and before.isalpha() and after.islower()
        return _JOINED if can_join else _KEPT


@lru_cache(maxsize=4096)
def _fold_run(run: str) -> str:
    if run[0] in ".…":
        dots = len(run.replace("…", "..."))
        return "…" + "." * (dots - 3)
    return re.sub(r"\s+", " ", _INVISIBLE.sub("", _SOFT_BREAK.sub("", run)))


@lru_cache(maxsize=4096)
def _fold_dash(run: str) -> tuple[str, ...]:
    return (_fold_run(run),)
