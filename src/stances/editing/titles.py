"""Find titles before and after names, by the words of all languages and the roles of the corpus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.languages import all_words
from stances.index.names import begins_role, is_address
from stances.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_AFTER = re.compile(r"([^,،(]+?)\s*(?:[,،]\s*([^,،()]+)|\(([^()]+)\))\s*")
_JOINING = frozenset("of for to the and".split())
_PAST = frozenset(("former", "ex"))
_MOST_WORDS = 8


class Titled(NamedTuple):
    """A name without the title beside it. `is_former`: the title is no longer held."""

    name: str
    title: str
    is_former: bool = False

    @property
    def is_office(self) -> bool:
        """Whether the title is a role, not just a form of address or a rank."""
        return bool(self.title) and not is_address(self.title)


def parted(text: str, roles: Collection[str] = ()) -> Titled | None:
    """Split `President Hassan Rouhani` into name and title; None if there is no title.

    `roles` count as titles too, whatever their words.
    """
    words = text.split()
    if not 1 < len(words) <= _MOST_WORDS:
        return None
    if (match := _AFTER.fullmatch(text)) and _is_title(tail := match[2] or match[3], roles):
        return _titled(match[1].strip(), tail.split()) if not _is_title(match[1], ()) else None
    for count in range(len(words) - 1, 0, -1):
        title, rest = words[:count], words[count:]
        if (_leads(title) or _is_role(" ".join(title), roles)) and _is_name(rest):
            return _titled(" ".join(rest), title)
    return None


def begins_with_title(text: str) -> bool:
    """Whether a text is a title without a name after it."""
    words = text.split()
    is_short = 0 < len(words) <= _MOST_WORDS
    return is_short and _is_title(text, ()) and parted(text) is None


def leads_to_name(words: Sequence[str]) -> bool:
    """Whether the words before a name may be its title, or a part of it.

    `spokesman for` and `adviser to President` are titles of somebody else; `Rouhani and` names
    another person.
    """
    last = words[-1]
    return last.endswith((",", "،")) or not (last.islower() or _is_title_word(last))


def _titled(name: str, title: Sequence[str]) -> Titled:
    is_former = bool(_PAST.intersection(fold_words(title[0]).split()[:1]))
    kept = title[1:] if is_former and title[0].casefold().rstrip(".") in _PAST else title
    if not is_address(" ".join(kept)):  # `Mayor Dr.` has an office: `Mayor`
        is_office = [not is_address(word) for word in kept]
        kept = kept[is_office.index(True) : len(kept) - is_office[::-1].index(True)]
    return Titled(name, " ".join(kept).rstrip(",") or " ".join(title), is_former)


def _is_role(title: str, roles: Collection[str]) -> bool:
    return any(begins_role(title, role) for role in roles)


def _leads(words: Sequence[str]) -> bool:
    """Whether words are a title before a name: `Foreign Ministry spokeswoman`."""
    return _is_title_word(words[-1]) and all(
        _is_title_word(word) or fold_words(word).strip() in all_words("organisation")
        for word in words
    )


def _is_title_word(word: str) -> bool:
    parts = fold_words(word).split()
    return bool(parts) and all(
        part in all_words("honorific") or part in all_words("former") or is_address(part)
        for part in parts
    )


def _is_title(text: str, roles: Collection[str]) -> bool:
    """Whether a text is a title: all words are title words, or no name follows the first ones."""
    words = text.split()
    if _is_role(text, roles):
        return True
    if not words or not _is_title_word(words[0]):
        return False
    run = next((n for n, word in enumerate(words) if not _is_title_word(word)), len(words))
    return run == len(words) or not _is_name(words[run:])


def _is_name(words: Sequence[str]) -> bool:
    """Whether words may be a name: none belongs to a title or an institution."""
    if not words or words[-1].islower():
        return False
    parts = [part for word in words for part in fold_words(word).split()]
    return bool(parts) and not any(
        part in _JOINING or part in all_words("organisation") or part in all_words("honorific")
        for part in parts
    )
