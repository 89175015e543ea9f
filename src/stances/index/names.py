"""Derives forms of people's names: surnames, other orders, and the parts after a title."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import dropwhile
from typing import TYPE_CHECKING

from stances.text import fold, fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BETWEEN = re.compile(r"[\s,،、\uff0c]+")
_MOST_WORDS = 8
"""A name with more words is only looked up as written."""
_FAMILY_FIRST = re.compile("[\u1100-\u11ff\u3041-\u30ff\u3131-\u318e\u3400-\u9fff\uac00-\ud7a3]")
"""Korean, Japanese and Chinese letters, for names that begin with the surname."""

_ADDRESSES = """
    Mr Mrs Ms Miss Mx Dr Prof Professor Sir Dame Lord Lady Hon Honourable Honorable Herr Frau
    Monsieur Madame Señor Señora Don Doña Former Ex Prince Princess Emir Sheikh Sultan Ayatollah
    Grand Hojatoleslam Mullah Imam Cardinal Archbishop Bishop Rabbi Reverend Father Sister General
    Major Lieutenant Brigadier Colonel Captain Commander Admiral Rear Marshal
    Gen Maj Lt Brig Col Capt Cmdr Adm Rev Msgr آقای خانم دکتر مهندس
    آیت‌الله حجت‌الاسلام سردار سرلشکر سرتیپ الشيخ السيد الدكتور господин госпожа доктор генерал"""
"""Forms of address and ranks, which roles may not mention. Offices come from the roles."""


@cache
def _addresses() -> frozenset[str]:
    return frozenset(fold_words(_ADDRESSES).split())


def surnames(name: str) -> list[str]:
    """The possible surnames of a full name: its last three words, its last two, its last.

    With a comma, the part before it is the surname. A name in Chinese, Japanese or Korean letters
    begins with the surname, if a blank follows it.
    """
    first, comma, _ = name.partition(",")
    if comma:
        return [first.strip(), *surnames(first)]
    words = name.split()
    if _FAMILY_FIRST.match(name.lstrip()):
        return words[:1] if len(words) > 1 else []
    return [" ".join(words[-count:]) for count in range(min(len(words) - 1, 3), 0, -1)]


def derived(names: Iterable[str], known: Iterable[str], offices: Sequence[str]) -> list[str]:
    """The surnames of a person's further names, each once, except those in `known`.

    An alias may be a description or an office: `a top diplomat` has no surname. `Prime Minister`
    has none if a title of the person's roles begins with it.
    """
    there = {*map(fold, known)}
    found: dict[str, str] = {}
    roles: list[str] = []
    for name in names:
        # Most aliases are spellings of the name, with its surname.
        new = [each for each in surnames(name) if fold(each) not in there]
        if not new:
            continue
        roles = roles or sorted(map(fold_words, offices))
        role = roles[at] if (at := bisect_left(roles, fold_words(name))) < len(roles) else ""
        for surname in () if role.startswith(fold_words(name)) else new:
            if fold(surname) and not (surname.split()[-1].islower() or is_address(surname)):
                found.setdefault(fold(surname), surname)
    return [*found.values()]


def orders(name: str) -> list[str]:
    """The other orders of a name, folded: `abeshinzo` for `Shinzō Abe`."""
    words = [word for word in _BETWEEN.split(name) if word]
    if len(words) > _MOST_WORDS:
        return []
    turned = (" ".join(words[at:] + words[:at]) for at in range(1, len(words)))
    return [folded for each in turned if (folded := fold(each))]


def titled(name: str) -> Iterator[tuple[str, str]]:
    """Yield each possible title at the beginning of a name, with the rest; the shortest first."""
    words = name.split()
    if len(words) <= _MOST_WORDS:
        for count in range(1, len(words)):
            yield " ".join(words[:count]), " ".join(words[count:])


def is_address(title: str) -> bool:
    """Whether a title consists only of forms of address and ranks."""
    words = fold_words(title).split()
    return bool(words) and _addresses().issuperset(words)


def begins_role(title: str, role: str) -> bool:
    """Whether a role's title begins with a title: `Secretary of …` begins with `Secretary`.

    Forms of address before the title are ignored: `former Foreign Minister`.
    """
    words = fold_words(title).split()
    office = [*dropwhile(_addresses().__contains__, words)]
    begun = (f" {' '.join(each)} " for each in (words, office) if each)
    return fold_words(role).startswith((*begun,))
