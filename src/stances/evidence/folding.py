"""Removes differences of typography, so that the same words match in any print.

Two texts fold to the same if they differ only in these ways: Unicode NFC; white space, of which any
run is one space; marks of one family (double quotation marks; single ones and apostrophes; dashes);
soft hyphens and other invisible marks; the ellipsis as one character or three dots; Arabic yeh and
kaf as Persian ones; ligatures, and the positional forms of Arabic letters; the kashida that
stretches a word; variation selectors; a word hyphenated over the end of a line. Nothing else folds:
not case, digits, diacritics, sentence punctuation or U+200C.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.offset_map import Trace, replaced

if TYPE_CHECKING:
    from collections.abc import Sequence

DOUBLE_MARKS = '"\u201c\u201d\u201e\u201f«»\u2033\u301d\u301e\u301f\uff02「」﹁﹂｢｣'
"""Double quotation marks: curly, low, angular, corners, straight, and the double prime."""
SINGLE_MARKS = "'`\u00b4\u02bc\u2018\u2019\u201a\u201b\u2032\u2039\u203a\uff07『』﹃﹄"
"""Single quotation marks of the same kinds, accents typed for them, and apostrophes."""
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
"""Dashes from the hyphen to the horizontal bar, and the minus."""
UNSEEN = "\xad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Soft hyphen, direction marks and zero-width joints; not the joiners that Persian needs."""
SHAPES = "\ufb00-\ufb06\ufb13-\ufb17\ufb4f-\ufdff\ufe70-\ufefc"
"""Ligatures, and initial, medial and final forms of Arabic letters, for a set in a pattern."""

_FAMILIES = {'"': DOUBLE_MARKS, "'": SINGLE_MARKS, "-": DASHES, "ی": "ي", "ک": "ك"}
_ONE_FOR_ONE = [(old, new) for new, family in _FAMILIES.items() for old in family if old != new]
_MOST_MARKS = 60
"""The most marks on one letter that are sorted together, because the time is quadratic. No language
uses more than six."""
# Characters that only affect how letters are set, not which letters they are.
_SETTING = re.compile(
    f"(?P<shape>[{SHAPES}])|(?P<kashida>ـ++)"
    "|[\ufe00-\ufe0f\u180b-\u180d\u180f\U000e0100-\U000e01ef]"  # variation selectors
)
_MAYBE_SETTING = re.compile("[\u0640\u180b-\u180f\ufb00-\U000e01ef]")
"""A superset in one range, six times as fast: most texts have none of these."""
_HYPHENS = "-\u2010\u2011"
_LINE_END = re.compile("[\n\v\f\r\x85\u2028\u2029]")
# Runs of dots, and of characters set between words. The set at the start has no space, which makes
# the search three times as fast: lone spaces are not examined. Nor are lone full stops.
_GAP = rf"[\s\-{UNSEEN}]*"
_WHITE = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_RUN = re.compile(rf"[{_WHITE}\-.…{UNSEEN}](?:(?<=…)[.…]*|(?<=\.)[.…]+|(?<![.…]){_GAP})")
_RUN_OR_SPACES = re.compile(rf"  {_GAP}|{_RUN.pattern}")


class Folded(NamedTuple):
    """A folded text, with the way back to the original.

    Dashes between two words are removed from it, so that one search finds both readings of a hyphen
    at a line end. `dashes` are the offsets of the characters after removed dashes. `loose` are
    those where there may be no dash at all.
    """

    text: str
    dashes: Sequence[int]
    loose: frozenset[int]
    traces: tuple[Trace, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original that the characters `start` to `end` were made from."""
        folding, *others = self.traces
        # The end is where the next character begins, so all of a composed letter is included. Only
        # a dash removed between the two is not.
        dash = self.has_dash(end)
        first, last = folding.origin(start), folding.origin(end - dash) + dash
        for trace in others:
            first, last = trace.origin(first), max(trace.origin(last), trace.origin(last - 1) + 1)
        return first, last

    def has_dash(self, at: int) -> bool:
        """Whether a dash was removed before the character at an offset."""
        number = bisect_left(self.dashes, at)
        return number < len(self.dashes) and self.dashes[number] == at

    def has_dashes_of(self, other: Folded, at: int) -> bool:
        """Whether the dashes from `at` on can be those of `other`, which is found there."""
        end = at + len(other.text)
        low, high = bisect_right(self.dashes, at), bisect_left(self.dashes, end)
        ours = {dash - at for dash in self.dashes[low:high]}
        theirs = set(other.dashes)
        return theirs <= ours and all(at + dash in self.loose for dash in ours - theirs)


def fold_text(text: str) -> Folded:
    """Fold a text."""
    plain, setting = (text, ()) if text.isascii() else _without_setting(text)
    composed, composing = _composed(plain)
    # Map each family of marks and letters to one character; offsets stay the same.
    if composed.isascii():
        even = composed.replace("`", "'")
    else:
        even = composed
        # Thirty searches for mostly absent characters are faster than a look-up per character.
        for old, new in _ONE_FOR_ONE:
            even = even.replace(old, new)
    dashes: list[int] = []
    loose: set[int] = set()

    def make(run: re.Match[str], at: int) -> str:
        if not _joins_words(run):
            return _folded_run(run)
        dashes.append(at)
        if _may_be_none(composed, run):
            loose.add(at)
        return ""

    runs = _RUN_OR_SPACES if "  " in even else _RUN
    folded, folding = replaced(even, runs.finditer(even), make)
    return Folded(folded, dashes, frozenset(loose), (folding, *composing, *setting))


def _joins_words(run: re.Match[str]) -> bool:
    """Whether a run is a dash right after a word and before another."""
    if run[0].lstrip(UNSEEN)[:1] != "-":
        return False
    text, (start, end) = run.string, run.span()
    return text[max(start - 1, 0) : start].isalnum() and text[end : end + 1].isalnum()


def _may_be_none(text: str, run: re.Match[str]) -> bool:
    """Whether a dash may only be hyphenation at a line end; numbers are never hyphenated."""
    start, end = run.span()
    printed = text[start:end]
    return (
        printed.lstrip(UNSEEN)[0] in _HYPHENS
        and text[start - 1].isalpha()
        and text[end].isalpha()
        and _LINE_END.search(printed) is not None
    )


def _folded_run(run: re.Match[str]) -> str:
    text = run[0]
    if text[0] in ".…":
        dots = text.count(".") + 3 * text.count("…")
        return "…" + "." * (dots - 3) if dots >= len("...") else text
    before, dash, after = text.partition("-")
    if not dash and before[0] == "\xad" and _LINE_END.search(before):
        return ""
    spaced = run.string[max(run.start() - 1, 0) : run.start()] == " "
    opening = " " if before.strip(UNSEEN) and not spaced else ""
    # A line may end after a dash without a space before it, so a space after it does not count.
    closing = " " if after.strip(UNSEEN + "-") and (opening or spaced) else ""
    return opening + dash + closing


def plain_shape(shape: str) -> str:
    """The letters of a ligature, or the plain letter of an Arabic form."""
    return unicodedata.normalize("NFKC", shape).strip(" ")  # NFKC puts a separate mark on a blank


def _without_setting(text: str) -> tuple[str, tuple[Trace, ...]]:
    """A text without letter forms, kashida and selectors, and the way back if it had any."""
    if not _MAYBE_SETTING.search(text):
        return text, ()

    def make(match: re.Match[str], _: int) -> str:
        if match["shape"]:
            return plain_shape(match[0])
        if not match["kashida"]:
            return ""
        start, end = match.span()
        alone = not text[max(start - 1, 0) : start].strip() and not text[end : end + 1].strip()
        return "-" if alone else ""  # set for a dash

    plain, trace = replaced(text, _SETTING.finditer(text), make)
    return plain, (trace,)


def _composed(text: str) -> tuple[str, tuple[Trace, ...]]:
    """The composed form of Unicode, and the way back if it differs."""
    if unicodedata.is_normalized("NFC", text):
        return text, ()
    letters = set(text)
    late = {  # marks, and the later parts of Korean syllables
        char
        for char in letters
        if unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"
    }
    changing = {char for char in letters if unicodedata.normalize("NFC", char) != char}
    # Only these combine with the character before, so each cluster is composed by itself.
    patterns = [f"[^{_set(late)}]?[{_set(late)}]{{1,{_MOST_MARKS}}}"] if late else []
    patterns += [f"[{_set(changing)}]"] if changing else []
    clusters = re.compile("|".join(patterns), re.DOTALL).finditer(text)
    composed, trace = replaced(
        text, clusters, lambda cluster, _: unicodedata.normalize("NFC", cluster[0])
    )
    return composed, (trace,)


def _set(chars: set[str]) -> str:
    return re.escape("".join(sorted(chars)))
