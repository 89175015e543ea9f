"""Parses the user's input about a new corpus."""

from __future__ import annotations

import re

from stances.editing.values import InvalidValue, line, slug
from stances.init.example import OFFICIAL as EXAMPLE
from stances.init.outline import Faction, Position
from stances.model.types import SLUG
from stances.roles import NO_FACTION
from stances.text import fold_words

TO_BE_WRITTEN = "To be written. What does somebody have to say to be given this position?"
_SCORE = re.compile(r"[+-]?[0-9]{1,6}")
_WORDS = 4
"""The most words of a question in its id."""
_STOP_WORDS = frozenset(
    "a about an and any are as at be by can could do does for from has have how if in into is it "
    "its may might must no not of off on or shall should so than that the their there this to "
    "was we were what when where which who why will with would".split()
)


def position(text: str) -> Position:
    """Parse `ID[=SCORE][: LABEL[: DEFINITION]]`."""
    head, _, rest = text.partition(":")
    name, scored, score = head.partition("=")
    if scored and not _SCORE.fullmatch(score.strip()):
        raise InvalidValue(f"`{score.strip()}` is no score; write one such as 2, 0 or -1")
    label, _, definition = rest.partition(": ")
    id_ = slug(name)
    return Position(
        id_,
        line(label) if label.strip() else _label_of(id_),
        line(definition) if definition.strip() else TO_BE_WRITTEN,
        int(score) if scored else None,
    )


def faction(text: str) -> Faction:
    """Parse `ID[: LABEL]`."""
    name, _, label = text.partition(":")
    id_ = slug(name)
    if id_ == NO_FACTION:
        raise InvalidValue(f"`{NO_FACTION}` is no faction's id; it says that there is none")
    if id_ == EXAMPLE:  # an id cannot be both a faction's and an official's
        raise InvalidValue(f"`{EXAMPLE}` is the official of the example; take another id")
    return Faction(id_, line(label) if label.strip() else _label_of(id_))


def taken_once(ids: list[str]) -> None:
    """Refuse a repeated id."""
    if twice := next((id_ for number, id_ in enumerate(ids) if id_ in ids[:number]), None):
        raise InvalidValue(f"`{twice}` is there twice; give one of them another id")


def slug_for(question: str, otherwise: str = "question") -> str:
    """An id from the main words of a question; `otherwise` if no word is in Latin letters."""
    text = question.translate(str.maketrans("", "", ".'’"))  # so that U.S. is one word
    words = [word for word in fold_words(text).split() if SLUG.fullmatch(word)]
    return "-".join([word for word in words if word not in _STOP_WORDS][:_WORDS]) or otherwise


def _label_of(id_: str) -> str:
    return id_.replace("-", " ").capitalize()
