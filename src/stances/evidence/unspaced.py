"""Tells where words may be cut in scripts that set no blanks between them.

Chinese, Japanese, Thai, Lao, Khmer and Burmese: a part of a sentence has no blanks at its ends. It
never ends within what is read as one: a letter with its marks, a number, a word of katakana.
"""

from __future__ import annotations

import re
from unicodedata import category

CHARACTERS = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U0001aff0-\U0001b16f\U00020000-\U0003fffd"
)
"""Chinese characters and kana. The inside of a pattern's set."""
_LETTERS = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\ua9e0-\ua9ff\uaa60-\uaa7f"
UNSPACED = CHARACTERS + _LETTERS
"""All of these scripts. The inside of a pattern's set."""
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
