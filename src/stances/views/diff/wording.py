"""Words for each kind of change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from stances.views.values import in_marks, plural, signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.result import Row


_MARKED = re.compile(r"(\[-.*?-\]|\{\+.*?\+\})", re.DOTALL)
_NOTHING = "none"
_PAST = {
    "added": "added",
    "removed": "removed",
    "recoded": "recoded",
    "reattributed": "attributed to another",
    "changed": "changed",
}


def stance(found: Row | None) -> str:
    """A position by its label, with its score."""
    if found is None:
        return _NOTHING
    score = "no score" if found["score"] is None else signed(found["score"])
    return f"{found.get('label') or found['position']} ({score})"


def difference(text: str) -> Iterator[Piece]:
    """A marked text, its marks in pieces of their own."""
    for part in _MARKED.split(text):
        if part:
            yield part, "lost" if part[:2] == "[-" else "won" if part[:2] == "{+" else ""


def in_words(change: Row) -> Line:
    """A change of a record that is named above it."""
    match change["kind"], change["record"]:
        case "recoded", _:
            moved = f"{stance(change['was'])} → {stance(change['now'])}"
            return line(("recoded: ", "strong"), moved)
        case "reattributed", _:
            was = f"{change['was']['name']}, as {change['previous_ref']}"
            return line(("attributed to another: ", "strong"), f"until now to {was}")
        case ("evidence-won" | "evidence-lost") as kind, _:
            return _piece(change, kind)
        case _, "dispute":
            return _dispute(change)
        case _, "evidence":
            return line(f"evidence of {change['source']}, ", *_changed(change))
    return line(*_changed(change))


def _piece(change: Row, kind: str) -> Line:
    piece = change["now"] or change["was"]
    head: Piece = (
        ("evidence won: ", "won") if kind == "evidence-won" else ("evidence lost: ", "lost")
    )
    probable = ", probable" if piece["match"] == "probable" else ""
    source = f"{change['source']} ({change['form']}{probable}): "
    return line(head, source, in_marks(piece["text"], change["form"]))


def _dispute(change: Row) -> Line:
    """A dispute, which is told in full only where all of it is new, or gone."""
    what = f"dispute about {change['key']} "
    was, now = change["was"], change["now"]
    verb = {"dispute-opened": "opened", "dispute-settled": "settled"}.get(change["kind"], "changed")
    if was and now:
        if change["kind"] == "dispute-opened":
            verb = "opened again"
        below = [line(*difference(change["difference"]))] if change["difference"] else []
        if change["kind"] != "changed":
            return line((f"{what}{verb}: ", "strong"), _noted(now), below=below)
        return line((f"{what}{verb}", "strong"), below=below)
    if change["kind"] == "changed":
        verb = "recorded, with its resolution" if now else "withdrawn"
    return line((f"{what}{verb}: ", "strong"), _noted(now or was))


def _noted(dispute: Row) -> str:
    """What a dispute says, with its resolution if it has one."""
    resolution = f" → {dispute['resolution']}" if dispute["resolution"] else ""
    return f"{dispute['note']}{resolution}"


def _changed(change: Row) -> Iterator[Piece]:
    """A key with what it was and is, or what was gained and dropped."""
    key = str(change["key"])
    yield f"{key}: ", "strong"
    if change["gained"] is not None or change["dropped"] is not None:
        parts = [("gained", "won", change["gained"]), ("dropped", "lost", change["dropped"])]
        told_parts = [part for part in parts if part[2]]
        for number, (verb, style, items) in enumerate(told_parts):
            if number:  # on its own: emphasis cannot begin with it
                yield "; ", ""
            yield f"{verb} ", "won" if style == "won" else "lost"
            yield ", ".join(f"“{item}”" if " " in item else item for item in items), ""
    elif change["difference"]:
        yield from difference(change["difference"])
    else:
        yield f"{value(change['was'])} → {value(change['now'])}", ""


def value(found: Any) -> str:  # noqa: ANN401 - any value of a record
    """A value of a key as a reader wants it; lists and mappings as they are read."""
    match found:
        case None | "":
            return _NOTHING
        case bool():
            return "yes" if found else "no"
        case list():
            return "; ".join(map(value, found)) or _NOTHING
        case dict():
            return " ".join(f"{key} {value(each)}" for key, each in found.items() if each)
    return str(found)


def because(changes: Sequence[Row]) -> str:
    """Why a position moved; empty where no change of a statement shows it."""
    refs: dict[str, list[str]] = {}
    for change in changes:
        what = f"{change['key']} " if change["kind"] == "changed" else ""
        refs.setdefault(change["ref"], []).append(f"{what}{_PAST[change['kind']]}")
    return "; ".join(f"{ref}: {', '.join(kinds)}" for ref, kinds in refs.items())


def figures(was: Row, now: Row) -> str:
    """Two means with what they rest on, which is told once if it is the same."""
    before, after = _means(was["mean"], now["mean"])
    rests = counted(was), counted(now)
    if before == after:
        return f"{after}; {rests[0]} → {rests[1]}"
    if rests[0] == rests[1]:
        return f"{before} → {after} ({rests[0]})"
    return f"{before} ({rests[0]}) → {after} ({rests[1]})"


def _means(was: float | None, now: float | None) -> tuple[str, str]:
    """Two means, with as many decimals as it takes to tell them apart."""
    if was is None or now is None or was == now or signed(was) != signed(now):
        return _mean(was), _mean(now)
    places = next((n for n in range(3, 17) if f"{was:.{n}f}" != f"{now:.{n}f}"), 17)
    return f"{was:+.{places}f}", f"{now:+.{places}f}"


def _mean(mean: float | None) -> str:
    return "no mean" if mean is None else signed(mean)


def counted(found: Row) -> str:
    """How many officials and statements figures rest on."""
    officials = plural(found["officials"], "official")
    return f"{found['scored']} scored of {found['statements']} by {officials}"


Style = Literal["", "ref", "strong", "won", "lost", "warning"]
Piece = tuple[str, Style]


class Line(NamedTuple):
    """A line of words, and what belongs to it."""

    pieces: Sequence[Piece]
    below: Sequence[Line] = ()

    def total(self) -> int:
        """How many lines it is with all that belongs to it."""
        return 1 + sum(line.total() for line in self.below)


class Section(NamedTuple):
    """A heading with its lines."""

    heading: str
    lines: Sequence[Line]


class Outline(NamedTuple):
    """The headline, what must be said of the states as such, and the sections."""

    headline: str
    notes: Sequence[str]
    sections: Sequence[Section]


def line(*pieces: str | Piece, below: Sequence[Line] = ()) -> Line:
    """A line; a text alone is a piece without style."""
    styled: Iterator[Piece] = (
        (each, "") if isinstance(each, str) else each for each in pieces if each
    )
    return Line([*styled], below)
