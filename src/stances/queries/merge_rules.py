"""Rules that merge several readings of a statement: what each proposes, and why.

A rule only proposes. docs/coding.md has their truth table, which a test runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

ALL_AGREE, MAJORITY, ONE = "all-agree", "majority", "one:"
RULES = (ALL_AGREE, MAJORITY, f"{ONE}CODER")
_A_MAJORITY = 2
"""The fewest readings for a majority: one reading alone is none."""


class Content(NamedTuple):
    """The content of a reading of a statement.

    `frames` is None if they were not coded; `said` is None if the day is the record's. A `position`
    of None means that the statement was skipped.
    """

    position: str | None
    conditions: tuple[str, ...] = ()
    frames: tuple[str, ...] | None = None
    said: str | None = None


class Proposal(NamedTuple):
    """The content that a rule proposes, or None if it settles nothing; and why."""

    rule: str
    content: Content | None
    why: str

    @property
    def reason(self) -> str:
        """The rule and why, as the reason of a decision; the rule alone if `why` adds nothing."""
        return self.rule if self.rule == f"{ONE}{self.why}" else f"{self.rule}: {self.why}"


def proposal(rule: str, readings: Mapping[str, Content], coders: Collection[str]) -> Proposal:
    """Return what a rule proposes; `readings` are by coder, `coders` are those expected."""
    if rule == ALL_AGREE:
        found = _all_agree(readings, coders)
    elif rule == MAJORITY:
        found = _majority(readings)
    else:
        found = _one(readings, rule.removeprefix(ONE))
    return Proposal(rule, *found)


_Found = tuple[Content | None, str]


def _all_agree(readings: Mapping[str, Content], coders: Collection[str]) -> _Found:
    """Propose what all say, if all coders expected have read it and none skipped it."""
    if missing := sorted({*coders} - {*readings}):
        return None, f"{_named(missing)} did not read it"
    if skipped := sorted(coder for coder, each in readings.items() if each.position is None):
        return None, f"{_named(skipped)} skipped it"
    positions = {each.position for each in readings.values()}
    if len(positions) != 1:
        return None, f"{len(positions)} positions"
    return _of_one_position(readings, f"all agree ({_named(sorted(readings))})")


def _majority(readings: Mapping[str, Content]) -> _Found:
    """Propose the position of more than half of the readings; a skip is a reading."""
    if len(readings) < _A_MAJORITY:
        return None, "fewer than two readings"
    by_position: dict[str | None, dict[str, Content]] = {}
    for coder, each in readings.items():
        by_position.setdefault(each.position, {})[coder] = each
    for position, own in by_position.items():
        if 2 * len(own) > len(readings):
            count = f"{len(own)} of {len(readings)}"
            if position is None:
                return None, f"{count} skipped it"
            return _of_one_position(own, f"{count} ({_named(sorted(own))})")
    return None, "no position has more than half of the readings"


def _one(readings: Mapping[str, Content], coder: str) -> _Found:
    """Propose what one coder says."""
    if coder not in readings:
        return None, f"{coder} did not read it"
    content = readings[coder]
    return (None, f"{coder} skipped it") if content.position is None else (content, coder)


def _of_one_position(readings: Mapping[str, Content], why: str) -> _Found:
    """Propose one content of readings with the same position, unless other keys differ."""
    contents = [readings[coder] for coder in sorted(readings)]
    conditions = {same_conditions(each.conditions) for each in contents}
    framed = [each for each in contents if each.frames is not None]
    for key, different in (
        ("conditions", len(conditions)),
        ("frames", len({frozenset(each.frames or ()) for each in framed})),
        ("said", len({each.said for each in contents})),
    ):
        if different > 1:
            return None, f"{why}, but they differ in `{key}`"
    first = contents[0]
    return first._replace(frames=framed[0].frames if framed else None), why


def same_conditions(conditions: Sequence[str]) -> frozenset[str]:
    """Return conditions for comparison: order, case and punctuation do not matter."""
    return frozenset(map(fold_words, conditions))


def _named(coders: Sequence[str]) -> str:
    return ", ".join(coders)


def differing(contents: Collection[Content]) -> list[str]:
    """Return the keys in which some readings differ.

    Conditions are compared within a position; frames that were not coded do not differ from any.
    """
    read = [each for each in contents if each.position is not None]
    conditions = {(each.position, same_conditions(each.conditions)) for each in read}
    framed = {frozenset(each.frames) for each in read if each.frames is not None}
    ways = {
        "position": len({each.position for each in contents}),
        "conditions": 1 + len(conditions) - len({each.position for each in read}),
        "frames": len(framed),
        "said": len({each.said for each in read}),
    }
    return [key for key, number in ways.items() if number > 1]


def shared_frames(contents: Iterable[Content]) -> list[str]:
    """Return the frames that every coder of frames has, in the order of the first."""
    framed = [each.frames for each in contents if each.frames is not None]
    return [each for each in framed[0] if all(each in own for own in framed)] if framed else []
