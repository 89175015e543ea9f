"""What is new, on the first page: a line for each statement or record, and all else folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.components import folded, listed, named, paragraph
from stances.views.html.elements import element, joined
from stances.views.html.site import places
from stances.views.html.site.history import (
    commit,
    commit_told,
    linked,
    others_told,
    told_in_short,
)
from stances.views.values import listed as in_a_sentence
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.result import Row
    from stances.views.html.elements import Child, Markup
    from stances.views.html.site.labels import SiteLabels

MOST = 10
"""The most lines that are shown of what changed."""
_SINCE = 3
"""The most later commits among them."""
_WHOLE = {
    "removed": "removed",
    "renamed": "has another address",
    "reattributed": "attributed to another official",
    "unreadable": "cannot be read in this commit",
}
_OF_RECORDS = {"evidence": "evidence", "dispute": "dispute"}


def news_section(rows: Sequence[Row], names: SiteLabels) -> Markup | None:
    """What the last commit that changed statements did, in short, and which commits came after it.

    `rows` are these commits, newest first.
    """
    if not rows:
        return None
    *later, last = rows
    since = [_in_one_line(each, names) for each in later[:_SINCE]]
    if rest := len(later[_SINCE:]):
        since[_SINCE - 1 :] = [joined([f"and {plural(rest + 1, 'other commit')}"])]
    lines = [*_lines(last, names)]
    shown = lines[: MOST - len(since)]
    what = "statements" if last["statements"] or last["more_files"] else "the corpus"
    pieces: list[Child] = [
        element("h2", f"The last change of {what}"),
        paragraph(commit(last, names), ": ", element("bdi", last["subject"]), class_="told"),
        listed(shown),
        folded(f"In detail: {told_in_short(last)}", commit_told(last, names)),
    ]
    if since:
        pieces += [paragraph("Since then, no statement has changed:"), listed(since)]
    pieces.append(element("p", names.link(places.FEED, "All changes, as a feed")))
    return element("section", *pieces, class_="news", id="news")


def _in_one_line(row: Row, names: SiteLabels) -> Markup:
    """A commit, with how much it did."""
    return joined([commit(row, names), ": ", told_in_short(row)])


def _lines(row: Row, names: SiteLabels) -> Iterator[Markup]:
    """A line for each statement, then one for each kind of other records."""
    for each in row["statements"]:
        who = named(each["name"] or each["official"])
        yield joined([who, ", ", linked(each, names), ": ", *_summary(each, names)])
    yield from others_told(row, names, is_short=True)


def _summary(row: Row, names: SiteLabels) -> Iterator[Child]:
    """What befell a statement: its positions, else the names of what has changed."""
    first = row["changes"][0] if row["changes"] else {}
    if row["kind"] == "added":
        record = first["now"]
        said = f", {names.wording.date(record['said'])}" if record["said"] else ""
        yield joined(["added: ", element("bdi", _position(record["stance"])), said])
        return
    told: list[Child] = [_WHOLE[row["kind"]]] if row["kind"] in _WHOLE else []
    for each in row["changes"]:
        if each["kind"] == "recoded":
            was, now = (element("bdi", _position(each[side])) for side in ("was", "now"))
            told.append(joined([was, " → ", now]))
    keys = {_named(each): None for each in row["changes"] if each["key"] != "position"}
    keys.pop("", None)
    if keys:
        told.append(f"{in_a_sentence([*keys])} changed")
    yield joined(told or ["changed"], "; ")


def _position(stance: Row | None) -> str:
    return str(stance.get("label") or stance["position"]) if stance else "No position"


def _named(change: Row) -> str:
    """What a change is of: a key of a statement, its evidence or a dispute; empty if of all."""
    return _OF_RECORDS.get(change["record"], (change["key"] or "").replace("_", " "))
