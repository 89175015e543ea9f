"""Finds where words may end in scripts without blanks.

These are Chinese, Japanese, Thai, Lao, Khmer and Burmese: a part of a sentence has no blanks at its
ends. It never ends within a unit: a letter with its marks, a number, a word of katakana.
"""

from __future__ import annotations

import re
from unicodedata import category

from stances import text

UNSPACED = f"{text.UNSPACED}\u2e80-\u2fdf\uf900-\ufaff\uff66-\uff9f"
"""All these scripts, including compatibility forms that search folds, for a set in a pattern."""
_UNSPACED = re.compile(f"[{UNSPACED}]")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc\u31f0-\u31ff\uff66-\uff9f]")
_NUMBER = re.compile("[\\d\u3007零一二三四五六七八九十百千万萬億亿兆]")
# Vowels of Thai and Lao before their consonant, and signs that join two in Khmer and Burmese.
_NEVER_LAST = frozenset("เแโใไເແໂໃໄ\u1039\u17d2\u200c\u200d")
# Thai and Lao vowels after their consonant, signs of repetition, small kana, joiners.
_NEVER_FIRST = frozenset(
    "ะาำๅๆະາຳໆຽ々〻ーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶゝゞヽヾｧｨｩｪｫｬｭｮｯｰﾞﾟ\u200c\u200d"
)


def may_cut(before: str, after: str) -> bool:
    """Whether a word may end between two letters of a script without blanks."""
    if not (_UNSPACED.match(before) or _UNSPACED.match(after)):
        return False
    within = (
        before in _NEVER_LAST
        or after in _NEVER_FIRST
        or category(after)[0] == "M"
        or (_KATAKANA.match(before) and _KATAKANA.match(after))
        or (_NUMBER.match(before) and _NUMBER.match(after))
    )
    return not within
