"""One statement in HTML: its words, sources and disputes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.model import fields
from stances.views.html.components import (
    code,
    dated,
    form_told,
    in_language,
    listed,
    note,
    others,
    paragraph,
    quotation,
    with_probable,
)
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import statement_place
from stances.views.values import best_evidence, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.result import Row
    from stances.views.html.links import Labels


# What has a place of its own on the page is left out.
_STATEMENT = fields.keys(
    "Statement",
    without=(
        "id said repeated venue issue position conditions frames summary coder status role faction "
        "evidence disputes note"
    ),
)
_EVIDENCE = fields.keys(
    "Evidence",
    without=(
        "source form match speaker said position text lang original prefix suffix locator "
        "derived_from note"
    ),
)
_DISPUTE = fields.keys("Dispute", without="about note resolution")


def statement(row: Row, names: Labels) -> Markup:
    """A row of `list`."""
    best = best_evidence(row)
    rest = [piece for piece in row["evidence"] if piece is not best]
    return element(
        "article",
        _head(row, names),
        in_language("p", row["summary"], None, "summary") if row["summary"] else None,
        quotation(best["text"], best["form"], best["lang"]),
        element("div", _source(best, row, names), class_="credit"),
        conditions(row),
        _others(rest, row, names),
        *(_dispute(dispute) for dispute in row["disputes"]),
        note(row["note"]),
        _coding(row),
        class_="statement disputed" if row["disputed"] else "statement",
        id=statement_place(row["ref"]),
    )


def conditions(row: Row) -> Markup | None:
    """What a position depends on, if on anything."""
    if not row["conditions"]:
        return None
    items = [element("span", condition, dir="auto") for condition in row["conditions"]]
    return element("div", element("b", "Only if"), listed(items), class_="conditions")


def marks(status: str, *, disputed: bool) -> Markup | None:
    """What a reader must not miss."""
    told = status if status != "attested" else "disputed" if disputed else ""
    return element("span", told, class_="mark") if told else None


def _head(row: Row, names: Labels) -> Markup:
    where = [element("span", row["venue"], dir="auto")] if row["venue"] else []
    told = [dated(row["said"]), *where, code(row["ref"])]
    counted = with_probable(row["match_certain"], row["match_probable"])
    return element(
        "p",
        names.position(row["issue"], row["position"]),
        " ",
        marks(row["status"], disputed=row["disputed"]),
        element("span", joined([*told, counted], " · "), class_="told"),
        class_="head",
    )


def _source(piece: Row, row: Row, names: Labels) -> Markup:
    """Who printed the words, in what form, and what that source alone says of the statement."""
    told: list[Markup | str] = [names.source(piece["source"]), form_told(piece["form"])]
    if piece["derived_from"]:
        told.append(joined(["a copy of ", names.source(piece["derived_from"]), ", not counted"]))
    if piece["match"] == "probable":
        told.append("probably the same occasion")
    told += _otherwise(piece, row, names)
    told += _place(piece)
    inner = [element("p", joined(told, " · ")), _original(piece), note(piece["note"])]
    return joined(inner)


def _place(piece: Row) -> Iterator[Markup]:
    """Where the words stand in their source, if that had to be said."""
    if piece["locator"]:
        yield in_language("span", piece["locator"], None)
    yield from others(piece, _EVIDENCE)
    for key, which in (("prefix", "behind "), ("suffix", "before ")):
        if piece[key]:
            yield joined([which, in_language("q", piece[key], piece["lang"])])


def _otherwise(piece: Row, row: Row, names: Labels) -> Iterator[Markup]:
    """What a source says otherwise than the record."""
    if piece["speaker"] and piece["speaker"] != row["official"]:
        yield _mark("attributes it to ", names.official(piece["speaker"]))
    if piece["said"] and piece["said"] != row["said"]:
        yield _mark("dates it ", dated(piece["said"]))
    if piece["position"] and piece["position"] != row["position"]:
        yield _mark("read as ", names.position(row["issue"], piece["position"]))


def _mark(*told: Markup | str) -> Markup:
    return element("span", *told, class_="otherwise")


def _original(piece: Row) -> Markup | None:
    original = piece["original"]
    if not original:
        return None
    return joined(
        [paragraph("In the original:"), quotation(original["text"], "quote", original["lang"])]
    )


def _others(pieces: list[Row], row: Row, names: Labels) -> Markup | None:
    """The other words for it, which take part of the page only when they are asked for."""
    if not pieces:
        return None
    items = [
        joined(
            [
                quotation(piece["text"], piece["form"], piece["lang"]),
                element("div", _source(piece, row, names), class_="credit"),
            ]
        )
        for piece in pieces
    ]
    title = element("summary", f"{plural(len(pieces), 'other wording')} of the same")
    return element("details", title, listed(items, "wordings"))


def _dispute(dispute: Row) -> Markup:
    state = "" if dispute["resolution"] else ", unresolved"
    return element(
        "div",
        *others(dispute, _DISPUTE),
        note(dispute["note"], f"Disputed {dispute['about']}{state}"),
        note(dispute["resolution"], "Resolution"),
        class_="dispute" if dispute["resolution"] else "dispute open",
    )


def _coding(row: Row) -> Markup:
    """How it was coded."""
    told: list[Markup | str] = [f"in the role of {row['role']}"] if row["role"] else []
    told += [f"frames: {', '.join(row['frames'])}"] if row["frames"] else []
    told += [f"coded by {row['coder']}", *others(row, _STATEMENT)]
    return element("p", joined(told, " · "), class_="coding", dir="auto")
