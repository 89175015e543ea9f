"""Tells where words may be cut in scripts that set no blanks between them.

Chinese, Japanese, Thai, Lao, Khmer and Burmese: a part of a sentence has no blanks at its ends. It
never ends within what is read as one: a letter with its marks, a number, a word of katakana.
"""

from __future__ import annotations

import re
from unicodedata import category

from stances import text

UNSPACED = f"{text.UNSPACED}\u2e80-\u2fdf\uf900-\ufaff\uff66-\uff9f"
"""All of these scripts, with what a search folds. The inside of a pattern's set."""
_UNSPACED = re.compile(f"[{UNSPACED}]")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc\u31f0-\u31ff\uff66-\uff9f]")
_NUMBER = re.compile("[\\d\u3007零一二三四五六七八九十百千万萬億亿兆]")
# Vowels of Thai and Lao that stand before their consonant, and what binds two of Khmer and Burmese.
_NEVER_LAST = frozenset("เแโใไເແໂໃໄ\u1039\u17d2\u200c\u200d")
# Vowels of theirs that stand behind it, signs of repetition, small kana, joiners.
_NEVER_FIRST = frozenset(
    "ะาำๅๆະາຳໆຽ々〻ーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶゝゞヽヾｧｨｩｪｫｬｭｮｯｰﾞﾟ\u200c\u200d"
)


def may_cut(before: str, after: str) -> bool:
    """Whether the words of a text may end between two of its letters, as no blank would show."""
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
