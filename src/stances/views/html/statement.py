"""One statement in HTML: its position and words, and folded how it was coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.model import fields
from stances.views.html.components import (
    code,
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
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import statement_place
from stances.views.values import (
    best_evidence,
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
        "derived_from url conditions note"
    ),
)
_DISPUTE = fields.keys("Dispute", without="about note resolution words")


def statement(row: Row, names: Labels, role: str | None = None) -> Markup:
    """A row of `list` as an article; the `role` need not be said again."""
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
                [_cited(best, names), *_differences(best, row, names), sources_counted(row)], " · "
            ),
            class_="credit",
        ),
        conditions(row),
        *_ties(row, names),
        *(_dispute(dispute, names) for dispute in unresolved),
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
    """Where words stand: what the record says of it, and the line of the stored copy."""
    if piece.get("locator"):
        yield in_language("span", piece["locator"], None)
    copy = piece.get("copy")
    if copy and copy["copy_line"] and (line := line_of(copy)) != piece.get("locator"):
        yield joined([f"{line} of the stored copy"])


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
        element("a", code(row["ref"]), href=f"#{statement_place(row['ref'])}", class_="id"),
        class_="head",
    )


def _cited(piece: Row, names: Labels) -> Markup:
    """The source of the words, their form and their place in it."""
    parts = [names.article(piece["source"], piece), form_told(piece["form"]), *place_told(piece)]
    return joined(parts, ", ")


def _differences(piece: Row, row: Row, names: Labels) -> Iterator[Markup]:
    """In what a source differs from the statement, and how it hangs together with others."""
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


def _ties(row: Row, names: Labels) -> Iterator[Markup]:
    """The statements in the same words, and those of the same occasion."""
    own = (row["official"], row["issue"])
    shared = [ref for ref, *_ in names.background.sharing().get(row["ref"], ())]
    for told, refs in (
        ("In the words of: ", [row["words_of"]] if row["words_of"] else []),
        ("The same words elsewhere: ", shared),
        ("Said together with: ", names.together.get(row["ref"], ())),
    ):
        if refs:
            links = joined([names.other(ref, *own) for ref in refs], "; ")
            yield element("p", told, links, class_="ties")


def _coding(row: Row, best: Row, names: Labels, role: str | None) -> Markup | None:
    """The other wordings, the disputes that are resolved, notes, and the coding, folded."""
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
                    joined([_cited(piece, names), *_differences(piece, row, names)], " · "),
                    class_="credit",
                ),
                *_besides(piece),
            ]
        )
        for piece in rest
    ]
    pieces = [
        listed(wordings, "wordings") if wordings else None,
        *_besides(best),
        *(_dispute(dispute, names) for dispute in resolved),
        note(row["note"]),
        _coded(row, names, role),
    ]
    if not any(pieces):
        return None
    return folded(", ".join([*title, "coding"]).capitalize(), *pieces, class_="coded")


def _coded(row: Row, names: Labels, role: str | None) -> Markup | None:
    """What else the coder says of a statement, on one line."""
    parts: list[Markup | str] = []
    if row["summary"] and not names.scale(row["issue"]).is_open(row["position"]):
        parts.append(joined(["in short: ", element("bdi", row["summary"])]))
    if row["role"] and row["role"] != role:
        parts.append(joined(["in the role of ", element("bdi", row["role"])]))
    if row["frames"]:
        parts.append(f"frames: {', '.join(map(names.wording.frame, row['frames']))}")
    parts += [f"coded by {row['coder']}"] if row["coder"] != names.coder else []
    parts += [f"reviewed by {', '.join(row['reviewed_by'])}"] if row["reviewed_by"] else []
    parts += others(row, _STATEMENT)
    return element("p", joined(parts, " · "), class_="coding") if parts else None


def _counted(texts: Sequence[str], quote: str) -> Iterator[str]:
    """How many other wordings there are, and other sources with the same words."""
    wordings, again = len({*texts} - {quote}), texts.count(quote)
    if wordings:
        yield plural(wordings, "other wording")
    if again:
        yield f"the same words in {plural(again, 'other source')}"


def _besides(piece: Row) -> Iterator[Markup | None]:
    """What else is recorded of a piece of evidence: what stands around it, its original, notes."""
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
    """The words of a denial or a correction, with who says them, and where."""
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
