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
    mark,
    note,
    others,
    paragraph,
    quotation,
    with_probable,
)
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import statement_place
from stances.views.values import best_evidence, circumstances, denial_told, plural, status_told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.result import Row
    from stances.views.html.links import Labels


# What has a place of its own on the page is left out.
_STATEMENT = fields.keys(
    "Statement",
    without=(
        "id said repeated venue words_of same_occasion issue position conditions frames summary "
        "coder reviewed_by status role faction spoken_by according_to evidence disputes note"
    ),
)
_EVIDENCE = fields.keys(
    "Evidence",
    without=(
        "source form match speaker said position text lang original prefix suffix locator "
        "derived_from note"
    ),
)
_DISPUTE = fields.keys("Dispute", without="about note resolution words")


def statement(row: Row, names: Labels) -> Markup:
    """A row of `list` as an article."""
    best = best_evidence(row)
    rest = [piece for piece in row["evidence"] if piece is not best]
    coding: list[Markup | str] = [f"in the role of {row['role']}"] if row["role"] else []
    coding += [f"frames: {', '.join(row['frames'])}"] if row["frames"] else []
    coding += ["said repeatedly"] if row["repeated"] else []
    coding += [f"coded by {row['coder']}", *others(row, _STATEMENT)]
    if row["reviewed_by"]:
        coding.append(f"reviewed by {', '.join(row['reviewed_by'])}")
    return element(
        "article",
        _head(row, names),
        *(
            paragraph(mark(each), class_="circumstance")
            for each in circumstances(row, names.wording)
        ),
        in_language("p", row["summary"], None, "summary") if row["summary"] else None,
        quotation(best["text"], best["form"], best["lang"]),
        element("div", _source(best, row, names), class_="credit"),
        conditions(row),
        _others(rest, row, names),
        *(_dispute(dispute, names) for dispute in row["disputes"]),
        note(row["note"]),
        element("p", joined(coding, " · "), class_="coding", dir="auto"),
        class_="statement disputed" if row["disputed"] else "statement",
        id=statement_place(row["ref"]),
    )


def conditions(row: Row) -> Markup | None:
    """The conditions of a position; None if there are none."""
    if not row["conditions"]:
        return None
    items = [element("span", condition, dir="auto") for condition in row["conditions"]]
    return element(
        "div",
        element("b", "Condition" if len(items) == 1 else "Conditions"),
        listed(items),
        class_="conditions",
    )


def _head(row: Row, names: Labels) -> Markup:
    where = [element("span", row["venue"], dir="auto")] if row["venue"] else []
    sources = with_probable(row["match_certain"], row["match_probable"])
    parts = [dated(row["said"]), *where, code(row["ref"]), sources]
    return element(
        "p",
        names.position(row["issue"], row["position"]),
        " ",
        mark(status) if (status := status_told(row)) else None,
        element("span", joined(parts, " · "), class_="told"),
        class_="head",
    )


def _source(piece: Row, row: Row, names: Labels) -> Markup:
    """The source of the words, their form and place, and in what the source differs."""
    parts: list[Markup | str] = [names.source(piece["source"]), form_told(piece["form"])]
    if piece["derived_from"]:
        parts.append(joined(["a copy of ", names.source(piece["derived_from"]), ", not counted"]))
    if piece["match"] == "probable":
        parts.append("probably the same occasion")
    differences = []
    if piece["speaker"] and piece["speaker"] != row["official"]:
        differences.append(("attributes it to ", names.official(piece["speaker"])))
    if piece["said"] and piece["said"] != row["said"]:
        differences.append(("dates it ", dated(piece["said"])))
    if piece["position"] and piece["position"] != row["position"]:
        differences.append(("read as ", names.position(row["issue"], piece["position"])))
    parts += [element("span", *each, class_="otherwise") for each in differences]
    if piece["locator"]:
        parts.append(in_language("span", piece["locator"], None))
    parts += others(piece, _EVIDENCE)
    for key, label in (("prefix", "behind "), ("suffix", "before ")):
        if piece[key]:
            parts.append(joined([label, in_language("q", piece[key], piece["lang"])]))
    return joined([element("p", joined(parts, " · ")), *_original(piece), note(piece["note"])])


def _original(piece: Row) -> Iterator[Markup]:
    """The words before translation, or only their language."""
    original = piece["original"]
    if original and original["text"]:
        yield paragraph("In the original:")
        yield quotation(original["text"], "quote", original["lang"])
    elif original:
        yield paragraph(f"Translated from {original['lang']}.")


def _others(pieces: list[Row], row: Row, names: Labels) -> Markup | None:
    """The other wordings, folded."""
    if not pieces:
        return None
    items = []
    for piece in pieces:
        words = quotation(piece["text"], piece["form"], piece["lang"])
        items.append(joined([words, element("div", _source(piece, row, names), class_="credit")]))
    texts = [piece["text"] for piece in pieces]
    wordings, again = len({*texts} - {row["quote"]}), texts.count(row["quote"])
    parts = [f"{plural(wordings, 'other wording')} of the same"] if wordings else []
    parts += [f"the same words in {plural(again, 'other source')}"] if again else []
    return element("details", element("summary", ", and ".join(parts)), listed(items, "wordings"))


def _denial(words: Row, names: Labels) -> Markup:
    """The words of a denial or a correction, with who says them, and where."""
    told = denial_told(words, names.wording)
    lang = names.language(words["source"])
    return joined(
        [
            element("p", element("bdi", f"{told[0].upper()}{told[1:]}:"), class_="side"),
            quotation(words["text"], "quote", lang),
            element("p", names.source(words["source"]), class_="credit"),
        ]
    )


def _dispute(dispute: Row, names: Labels) -> Markup:
    state = "" if dispute["resolution"] else ", unresolved"
    return element(
        "div",
        *others(dispute, _DISPUTE),
        note(dispute["note"], f"Disputed {dispute['about']}{state}"),
        note(dispute["resolution"], "Resolution"),
        _denial(dispute["words"], names) if dispute["words"] else None,
        class_="dispute" if dispute["resolution"] else "dispute open",
    )
