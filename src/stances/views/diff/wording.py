"""Words for each kind of change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from stances.views.values import in_marks, plural, signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.result import Row

_OPENING = re.compile(r"\[-|\{\+")
_CLOSING = {"[-": "-]", "{+": "+}"}
_NOTHING = "none"


def stance(position: Row | None) -> str:
    """The label of a position with its score."""
    if position is None:
        return _NOTHING
    score = "no score" if position["score"] is None else signed(position["score"])
    return f"{position.get('label') or position['position']} ({score})"


def difference(text: str) -> Iterator[Piece]:
    """The pieces of a word diff; each removed or added passage is one piece."""
    done = 0
    for start, end in _marked(text):
        if done < start:
            yield text[done:start], ""
        yield text[start:end], "lost" if text[start] == "[" else "won"
        done = end
    if done < len(text):
        yield text[done:], ""


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """The start and end of each marked passage; each closing mark is searched once."""
    at, last = 0, {mark: text.rfind(closing) for mark, closing in _CLOSING.items()}
    while opening := _OPENING.search(text, at):
        mark, at = opening[0], opening.end()
        if at <= last[mark]:
            at = text.index(_CLOSING[mark], at) + 2
            yield opening.start(), at


def in_words(change: Row) -> Line:
    """A change of a record in words; the record itself is named above."""
    match change["kind"], change["record"]:
        case "recoded", _:
            moved = f"{stance(change['was'])} → {stance(change['now'])}"
            return line(("recoded: ", "strong"), moved)
        case "reattributed", _:
            was = f"{change['was']['name']}, as {change['previous_ref']}"
            return line(("attributed to another: ", "strong"), f"until now to {was}")
        case ("evidence-won" | "evidence-lost") as kind, _:
            piece = change["now"] or change["was"]
            style: Style = "won" if kind == "evidence-won" else "lost"
            probable = ", probable" if piece["match"] == "probable" else ""
            source = f"{change['source']} ({change['form']}{probable}): "
            return line(
                (f"evidence {style}: ", style), source, in_marks(piece["text"], change["form"])
            )
        case _, "dispute":
            return _dispute(change)
        case _, "evidence":
            return line(f"evidence of {change['source']}, ", *_changed(change))
    return line(*_changed(change))


def _dispute(change: Row) -> Line:
    """A change of a dispute: whole if it is new, settled or gone, else only the difference."""
    what = f"dispute about {change['key']} "
    was, now = change["was"], change["now"]
    verb = {"dispute-opened": "opened", "dispute-settled": "settled"}.get(change["kind"], "changed")
    if was and now:
        if change["kind"] == "dispute-opened":
            verb = "opened again"
        below = [line(*difference(change["difference"]))] if change["difference"] else []
        below += [
            line((f"{key}: ", "strong"), f"{value(was[key])} → {value(now[key])}")
            for key in ("sources", "words")
            if was[key] != now[key]
        ]
        if change["kind"] != "changed":
            return line((f"{what}{verb}: ", "strong"), _noted(now), below=below)
        return line((f"{what}{verb}", "strong"), below=below)
    if change["kind"] == "changed":
        verb = "recorded, with its resolution" if now else "withdrawn"
    return line((f"{what}{verb}: ", "strong"), _noted(now or was))


def _noted(dispute: Row) -> str:
    """The note of a dispute, with its resolution if it has one."""
    resolution = f" → {dispute['resolution']}" if dispute["resolution"] else ""
    return f"{dispute['note']}{resolution}"


def _changed(change: Row) -> Iterator[Piece]:
    """A key with its old and new value, or with the items gained and dropped."""
    key = str(change["key"])
    if change["kind"] == "review-kept":
        yield f"{key} kept: ", "warning"
        yield f"{value(change['now'])}, though the statement has changed", ""
        return
    yield f"{key}: ", "strong"
    if change["gained"] is not None or change["dropped"] is not None:
        for verb in ("gained", "dropped"):
            items = change[verb]
            if not items:
                continue
            if verb == "dropped" and change["gained"]:  # on its own: emphasis cannot begin with it
                yield "; ", ""
            yield f"{verb} ", "won" if verb == "gained" else "lost"
            yield ", ".join(f"“{item}”" if " " in item else item for item in items), ""
    elif change["difference"]:
        yield from difference(change["difference"])
    else:
        yield f"{value(change['was'])} → {value(change['now'])}", ""


def value(field: Any) -> str:  # noqa: ANN401 - any value of a record
    """A value of a record as text; lists and mappings are on one line."""
    match field:
        case None | "":
            return _NOTHING
        case bool():
            return "yes" if field else "no"
        case list():
            return "; ".join(map(value, field)) or _NOTHING
        case dict():
            return " ".join(f"{key} {value(item)}" for key, item in field.items() if item)
    return str(field)


def because(changes: Sequence[Row]) -> str:
    """The changes of statements that moved a position; empty if there are none."""
    refs: dict[str, list[str]] = {}
    for change in changes:
        kind: str = change["kind"]
        words = {"changed": f"{change['key']} changed", "reattributed": "attributed to another"}
        refs.setdefault(change["ref"], []).append(words.get(kind, kind))
    return "; ".join(f"{ref}: {', '.join(kinds)}" for ref, kinds in refs.items())


def figures(was: Row, now: Row) -> str:
    """Two means with their counts; an equal count is written once."""
    old, new = was["mean"], now["mean"]
    before, after = ("no mean" if mean is None else signed(mean) for mean in (old, new))
    if old != new and before == after:
        # Use as many decimals as the two need to differ.
        places = next((n for n in range(3, 17) if f"{old:.{n}f}" != f"{new:.{n}f}"), 17)
        before, after = f"{old:+.{places}f}", f"{new:+.{places}f}"
    counts = counted(was), counted(now)
    if before == after:
        return f"{after}; {counts[0]} → {counts[1]}"
    if counts[0] == counts[1]:
        return f"{before} → {after} ({counts[0]})"
    return f"{before} ({counts[0]}) → {after} ({counts[1]})"


def counted(figure: Row) -> str:
    """The numbers of statements and officials that a mean is based on."""
    officials = plural(figure["officials"], "official")
    return f"{figure['scored']} scored of {figure['statements']} by {officials}"


Style = Literal["", "ref", "strong", "won", "lost", "warning"]
Piece = tuple[str, Style]


class Line(NamedTuple):
    """A line of words, and the lines indented below it."""

    pieces: Sequence[Piece]
    below: Sequence[Line] = ()

    def total(self) -> int:
        """The number of lines, with all lines below."""
        return 1 + sum(line.total() for line in self.below)


class Section(NamedTuple):
    """A heading with its lines."""

    heading: str
    lines: Sequence[Line]


class Outline(NamedTuple):
    """The headline, notes on the states, and the sections."""

    headline: str
    notes: Sequence[str]
    sections: Sequence[Section]


def line(*pieces: str | Piece, below: Sequence[Line] = ()) -> Line:
    """A line; strings among `pieces` have no style."""
    styled: Iterator[Piece] = (
        (each, "") if isinstance(each, str) else each for each in pieces if each
    )
    return Line([*styled], below)
