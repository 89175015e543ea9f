"""The prompts of a reading: position, conditions, frames, and what else there is to say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stances.cli.form import options_of
from stances.cli.prompts import (
    NONE,
    Hint,
    ask,
    ask_several,
    demand,
    ids_of,
    one_of,
    show,
    some_of,
    tell,
)
from stances.cli.transcript import Answered
from stances.dates.written import PLAIN_STYLE
from stances.editing.add.records import prose, read_field
from stances.editing.values import InvalidValue
from stances.queries import choices

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

    from stances.cli.prompts import Option
    from stances.dates.patterns import Style
    from stances.queries.coding import Coding

SKIP = "skip"
_SCORE = re.compile("[+\u2212-][0-9]+|0")
"""A score as a position shows it, and no number of a list."""
_CONDITION, _WHY = "Condition", "Why it is skipped"
_NO_FRAMES = "none"
_FURTHER = "Anything else, such as note: …"
_ADDED = {
    "note": "A sentence that explains the reading.",
    "said": "The day on which it was said, if the words name another day than shown.",
}
_ALSO = (
    "+2, -1: the position with this score; a number without a sign is its number in the "
    "list\n<: back to the last prompt, or from the first prompt to the last statement\n[1:…:1] "
    "in a passage: the words of [1]"
)
_DEPENDS = "What the position depends on, in the words of the source; one condition at a time."


class ReadingPrompts:
    """Asks for readings; `words` are what may be typed in the place of a position, and means.

    `style` is how dates are typed. `uncoded` is what frames are that are not coded. `is_listed`:
    whether the frames were listed before.
    """

    def __init__(
        self, words: Mapping[str, str], style: Style = PLAIN_STYLE, *, uncoded: str
    ) -> None:
        self.words, self.style, self.is_listed = words, style, False
        self.uncoded = uncoded
        self.frames_label = f"Frames, with commas between them; {NONE} for {uncoded}"
        self.label = f"Position ({', '.join([*words, '? has definitions'])})"

    def reading(
        self, index: sqlite3.Connection, issue: str, frames: Sequence[str] = ()
    ) -> dict[str, Any] | str:
        """A reading, in the order of its keys, or one of the words that lead elsewhere.

        `frames` are proposed.
        """
        scale = choices.positions(index, issue)
        options = options_of(scale)
        show([each._replace(meaning="") for each in options])
        hint = self._position_hint(options)
        answer = demand(self.label, self._position_reader(options), hint=hint)
        if answer == SKIP:
            hint = Hint("Say in a sentence why you do not code it.", is_passage=True)
            return {SKIP: demand(_WHY, prose, hint=hint)}
        word = next((each for each in scale if each.id == answer), None)
        if word is None:
            return answer
        coding: dict[str, Any] = {"position": answer}
        if word.requires or word.allows:
            least = 1 if word.requires else 0
            end = "no more" if least else "none, or no more"
            hint = Hint(_DEPENDS, is_passage=True)
            if conditions := ask_several(_CONDITION, prose, least, end=end, hint=hint):
                coding["conditions"] = conditions
        self._ask_frames(index, coding, frames)
        return coding | self._further()

    def answers_of(self, coding: Coding) -> list[Answered]:
        """A recorded coding as answers to these prompts."""
        if coding.skip:
            return [Answered(self.label, SKIP), Answered(_WHY, coding.skip)]
        conditions = enumerate(coding.conditions, 1)
        told = [Answered(self.label, coding.position or "")]
        told += [Answered(f"{_CONDITION} {number}", each) for number, each in conditions]
        framed = NONE if coding.frames is None else ", ".join(coding.frames) or _NO_FRAMES
        told.append(Answered(self.frames_label, framed))
        further = {"note": coding.note, "said": coding.said}
        return told + [
            Answered(_FURTHER, f"{key}: {each}") for key, each in further.items() if each
        ]

    def _position_reader(self, options: Sequence[Option]) -> Callable[[str], str]:
        read, ids = one_of(options), {each.id for each in options}

        def read_position(text: str) -> str:
            """The id of a position; what a number or a score comes to is said."""
            word = text.strip().casefold()
            if word in self.words and word not in ids:
                return word
            scored = _SCORE.fullmatch(text.strip())
            found = _with_score(options, scored[0]) if scored else read(text)
            if scored or text.strip().isdecimal():
                chosen = next(each for each in options if each.id == found)
                tell(f"Chosen: {chosen.label or chosen.id} ({chosen.mark})")
            return found

        return read_position

    def _position_hint(self, options: Sequence[Option]) -> Hint:
        means = "\n".join([*(f"{each}: {text}" for each, text in self.words.items()), _ALSO])
        known = [*(each.id for each in options), *self.words]
        return Hint(
            means, lambda begun: [each for each in known if each.startswith(begun)], options
        )

    def _ask_frames(
        self, index: sqlite3.Connection, coding: dict[str, Any], proposed: Sequence[str]
    ) -> None:
        """Ask for frames, where the corpus has any; none is an answer too, and so is not coded."""
        if not (frames := options_of(choices.words(index, "frame"))):
            return
        if not self.is_listed:
            show([each._replace(meaning="") for each in frames])
        read_some = some_of(frames)

        def read(text: str) -> str:
            """The frames as they can be typed again."""
            if text == NONE or text.casefold() == _NO_FRAMES:
                return text.casefold()
            return ", ".join(read_some(text)) or _NO_FRAMES

        means = f"{_NO_FRAMES}: no frame applies\n{NONE}: frames are {self.uncoded}"
        hint = Hint(means, ids_of(frames), frames, is_listed=self.is_listed)
        self.is_listed = True
        answer = demand(self.frames_label, read, ", ".join(proposed) or _NO_FRAMES, hint)
        if answer != NONE:
            coding["frames"] = [] if answer == _NO_FRAMES else answer.split(", ")

    def _further(self) -> dict[str, str]:
        """Ask for a note, and for another day, as `key: value`, until an empty line."""
        found: dict[str, str] = {}
        means = "\n".join(f"{key}: {text}" for key, text in _ADDED.items())

        def complete(begun: str) -> list[str]:
            return [f"{key}: " for key in _ADDED if key.startswith(begun)]

        while answer := ask(_FURTHER, self._field, hint=Hint(means, complete), empty="no"):
            key, value = answer.split(": ", 1)
            found[key] = value
        return found

    def _field(self, text: str) -> str:
        """`key: value`, with a date as records have it."""
        key, colon, value = text.partition(":")
        key = key.strip().casefold()
        if not colon or key not in _ADDED:
            raise InvalidValue(f"write one of these, a colon, and its value: {', '.join(_ADDED)}")
        read = prose(value)
        return f"{key}: {read_field('statement', key, read, self.style) if key == 'said' else read}"


def _with_score(options: Sequence[Option], score: str) -> str:
    """The id of the only position with a score. Raises `InvalidValue`."""
    number = int(score.replace("\u2212", "-"))
    found = [
        each.id for each in options if _SCORE.fullmatch(each.mark) and int(each.mark) == number
    ]
    if len(found) != 1:
        which = f"{len(found)} positions have" if found else "no position has"
        raise InvalidValue(f"{which} the score {score}; write the number in the list, or the id")
    return found[0]
