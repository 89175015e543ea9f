"""Unicode's composed form (NFC) of a text, with a map back to the text as it was."""

from __future__ import annotations

import re
import unicodedata

from stances.evidence.tracing import Blocks, Tracing


def compose(text: str) -> tuple[str, Blocks | None]:
    """The composed form; no map where the text is in it already."""
    if unicodedata.is_normalized("NFC", text):
        return text, None
    composed, done = Tracing(), 0
    for cluster in _clusters(text).finditer(text):
        start, end = cluster.span()
        composed.add(text[done:start], done, start)
        composed.add(unicodedata.normalize("NFC", cluster[0]), start, end)
        done = end
    composed.add(text[done:], done, len(text))
    return composed.text, composed.blocks


def _clusters(text: str) -> re.Pattern[str]:
    """Find the letters of this text, with all that combines with them, that composing may change.

    Nothing but marks and the later parts of a Korean syllable combines with what stands before it,
    so each cluster can be composed by itself.
    """
    letters = set(text)
    combining = {char for char in letters if unicodedata.category(char)[0] == "M" or _is_jamo(char)}
    changing = {char for char in letters if unicodedata.normalize("NFC", char) != char}
    alternatives = []
    if combining:
        late = re.escape("".join(sorted(combining)))
        alternatives.append(f"[^{late}]?[{late}]+")
    if changing:
        alternatives.append(f"[{re.escape(''.join(sorted(changing)))}]")
    return re.compile("|".join(alternatives), re.DOTALL)


def _is_jamo(char: str) -> bool:
    return "\u1160" <= char <= "\u11ff"
