"""A statement in HTML: its position and words, with its coding folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.model import fields
from stances.views.html.components import (
    folded,
    form_told,
    in_language,
    listed,
    mark,
    note,
    others,
    paragraph,
    quotation,
)
from stances.views.html.elements import Markup, element, joined, markup
from stances.views.html.links import statement_place
from stances.views.values import (
    best_evidence,
    copy_told,
    denial_told,
    line_of,
    plural,
    remarks,
    sources_counted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.result import Row
    from stances.views.html.links import Labels


# Without the fields that have their own place on the page.
_STATEMENT = fields.keys(
    "Statement",
    without=(
        "id said repeated venue words_of same_occasion issue position conditions frames summary "
        "coder decided reviewed_by status role faction spoken_by according_to evidence disputes "
        "note"
    ),
)
_EVIDENCE = fields.keys(
    "Evidence",
    without=(
        "source form match speaker said position text lang original prefix suffix locator "
        "derived_from url conditions note"
    ),
)
_DISPUTE = fields.keys("Dispute", without="about note resolution words")


def statement(row: Row, names: Labels, role: str | None = None) -> Markup:
    """A row of `list` as an article; a role equal to `role` is not repeated."""
    best = best_evidence(row)
    is_open = names.scale(row["issue"]).is_open(row["position"])
    unresolved = [each for each in row["disputes"] if not each["resolution"]]
    return element(
        "article",
        _head(row, names),
        in_language("p", row["summary"], None, "summary") if is_open and row["summary"] else None,
        quotation(best["text"], best["form"], best["lang"]),
        paragraph(
            joined(
                [cited(best, names), *differences(best, row, names), sources_counted(row)], " · "
            ),
            class_="credit",
        ),
        conditions(row),
        *ties(row, names),
        *(dispute(each, names) for each in unresolved),
        _coding(row, best, names, role),
        class_="statement disputed" if row["disputed"] else "statement",
        id=statement_place(row["ref"]),
    )


def conditions(row: Row) -> Markup | None:
    """The conditions of a position; None if there are none."""
    if not row["conditions"]:
        return None
    items = [element("span", condition, dir="auto") for condition in row["conditions"]]
    name = "Condition: " if len(items) == 1 else "Conditions: "
    return element("p", element("b", name), joined(items, "; "), class_="conditions")


def place_told(piece: Row) -> Iterator[Markup]:
    """The place of words: the locator of the record, and what `verify` found in the stored copy."""
    if piece.get("locator"):
        yield in_language("span", piece["locator"], None)
    if copy := piece.get("copy"):
        told, is_doubt = copy_told(copy)
        if is_doubt:
            yield mark(told)
        elif line_of(copy) != piece.get("locator"):
            yield markup(told)


def _head(row: Row, names: Labels) -> Markup:
    where = [element("span", row["venue"], dir="auto")] if row["venue"] else []
    parts = [names.date(row["said"]), *where, *(["repeatedly"] if row["repeated"] else [])]
    return element(
        "p",
        names.position(row["issue"], row["position"]),
        *(joined([" ", mark(each)]) for each in remarks(row, names.wording)),
        " ",
        element("span", joined(parts, " · "), class_="told"),
        " ",
        names.permalink(row["ref"]),
        class_="head",
    )


def cited(piece: Row, names: Labels) -> Markup:
    """The source of the words, their form, and their place in it."""
    source, form = names.article(piece["source"], piece), markup(form_told(piece["form"]))
    return Markup(", ".join((source, form, *place_told(piece))))


def differences(piece: Row, row: Row, names: Labels) -> Iterator[Markup]:
    """The differences between a source and the statement; a copy or probable match is noted."""
    if piece["derived_from"]:
        yield joined(["a copy of ", names.source(piece["derived_from"]), ", not counted"])
    if piece["match"] == "probable":
        yield joined(["probably the same occasion"])
    differences = []
    if piece["speaker"] and piece["speaker"] != row["official"]:
        differences.append(("attributes it to ", names.official(piece["speaker"])))
    if piece["said"] and piece["said"] != row["said"]:
        differences.append(("dates it ", names.date(piece["said"])))
    if piece["position"] and piece["position"] != row["position"]:
        differences.append(("read as ", names.position(row["issue"], piece["position"])))
    if piece["conditions"] and piece["conditions"] != row["conditions"]:
        told = joined([element("span", each, dir="auto") for each in piece["conditions"]], "; ")
        differences.append(("on condition: ", told))
    for each in differences:
        yield element("span", *each, class_="otherwise")


def ties(row: Row, names: Labels) -> Iterator[Markup]:
    """The statements with the same words, and those of the same occasion."""
    ref, own = row["ref"], (row["official"], row["issue"])
    together, shared = names.together.get(ref), names.background.sharing().get(ref)
    if row["words_of"] or shared:
        refs = [row["words_of"]] if row["words_of"] else []
        refs += [ref for ref, *_ in shared or ()]
        yield _tie("The same words elsewhere: ", refs, names, own)
    if together:
        yield _tie("Taken for one occasion with: ", together, names, own)


def _tie(told: str, refs: Sequence[str], names: Labels, own: tuple[str, str]) -> Markup:
    links = joined([names.other(ref, *own) for ref in refs], "; ")
    return element("p", told, links, class_="ties")


def _coding(row: Row, best: Row, names: Labels, role: str | None) -> Markup | None:
    """The other wordings, resolved disputes, notes and the coding, folded."""
    rest = [piece for piece in row["evidence"] if piece is not best]
    resolved = [each for each in row["disputes"] if each["resolution"]]
    title = [*_counted([piece["text"] for piece in rest], row["quote"])]
    title += [f"{plural(len(resolved), 'dispute')} resolved"] if resolved else []
    title += ["notes"] if row["note"] or best["note"] else []
    wordings = [
        joined(
            [
                quotation(piece["text"], piece["form"], piece["lang"]),
                paragraph(
                    joined([cited(piece, names), *differences(piece, row, names)], " · "),
                    class_="credit",
                ),
                *besides(piece),
            ]
        )
        for piece in rest
    ]
    pieces = [
        listed(wordings, "wordings") if wordings else None,
        *besides(best),
        *(dispute(each, names) for each in resolved),
        note(row["note"]),
        coded(row, names, role),
    ]
    if not any(pieces):
        return None
    return folded(", ".join([*title, "coding"]).capitalize(), *pieces, class_="coded")


def coded(row: Row, names: Labels, role: str | None = None) -> Markup | None:
    """The other facts that the coder recorded, on one line; None if there are none."""
    parts: list[Markup | str] = []
    if row["summary"] and not names.scale(row["issue"]).is_open(row["position"]):
        parts.append(joined(["in short: ", element("bdi", row["summary"])]))
    if row["role"] and row["role"] != role:
        parts.append(joined(["in the role of ", element("bdi", row["role"])]))
    if row["frames"]:
        parts.append(f"frames: {', '.join(map(names.wording.frame, row['frames']))}")
    parts += [f"coded by {row['coder']}"] if row["coder"] != names.coder else []
    if row["decided_by"]:
        day = [", ", names.date(row["decided"])] if row["decided"] else []
        why = element("bdi", row["decided_why"])
        parts.append(joined([f"decided by {row['decided_by']}", *day, ": ", why]))
    parts += [f"reviewed by {', '.join(row['reviewed_by'])}"] if row["reviewed_by"] else []
    parts += others(row, _STATEMENT)
    return Markup(f'<p class="coding">{joined(parts, " · ")}</p>') if parts else None


def _counted(texts: Sequence[str], quote: str) -> Iterator[str]:
    """The numbers of other wordings, and of other sources with the same words."""
    wordings, again = len({*texts} - {quote}), texts.count(quote)
    if wordings:
        yield plural(wordings, "other wording")
    if again:
        yield f"the same words in {plural(again, 'other source')}"


def besides(piece: Row) -> Iterator[Markup | None]:
    """The other data of a piece of evidence: its context, its original, its note."""
    parts = [*others(piece, _EVIDENCE)]
    for key, label in (("prefix", "after "), ("suffix", "before ")):
        if piece[key]:
            parts.append(joined([label, in_language("q", piece[key], piece["lang"])]))
    if parts:
        yield paragraph(joined(parts, " · "), class_="credit")
    original = piece["original"]
    if original and original["text"]:
        yield paragraph("In the original:")
        yield quotation(original["text"], "quote", original["lang"])
    elif original:
        yield paragraph(f"Translated from {original['lang']}.")
    yield note(piece["note"])


def _denial(words: Row, names: Labels) -> Markup:
    """The words of a denial or correction, with their speaker and place."""
    told = denial_told(words, names.wording)
    lang = names.language(words["source"])
    origin = [names.article(words["source"], words), *place_told(words)]
    return joined(
        [
            element("p", element("bdi", f"{told[0].upper()}{told[1:]}:"), class_="side"),
            quotation(words["text"], "quote", lang),
            element("p", joined(origin, ", "), class_="credit"),
        ]
    )


def dispute(each: Row, names: Labels) -> Markup:
    """A dispute with its resolution, and the words of a denial if it has them."""
    state = "" if each["resolution"] else ", unresolved"
    return element(
        "div",
        *others(each, _DISPUTE),
        note(each["note"], f"Disputed {each['about']}{state}"),
        note(each["resolution"], "Resolution"),
        _denial(each["words"], names) if each["words"] else None,
        class_="dispute" if each["resolution"] else "dispute open",
    )
