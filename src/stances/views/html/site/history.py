"""Git history on pages: the changes of a statement, and the changes that a commit made."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from stances.views.diff.history import lines_of
from stances.views.html.components import code, folded, listed, mark, named, paragraph
from stances.views.html.elements import element, joined
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.result import Row
    from stances.views.diff.wording import Line, Piece
    from stances.views.html.elements import Child, Markup
    from stances.views.html.site.labels import SiteLabels

_MOST = 8
"""The most lines that are shown of a commit's changes to one statement."""
_FEW = 3
"""The most records that are named in a short line."""
_LONG = 300
"""The most characters of one piece of such a line."""
_SHORT = 7
_MARKS = {"[-": "del", "{+": "ins"}
_UNREADABLE, _CHANGED = "unreadable", "changed"
_WORDED = ("label", "question", "score")
"""The keys of codebook terms whose values are shown if they change; definitions are too long."""
_NAMED = ("official", "source", "issue", "faction", "coder")
"""The records that have names; any other change is listed by its file."""


def history_of(entries: Sequence[Row], names: SiteLabels) -> Markup | None:
    """Return the folded history of a statement, newest first; None if it has none."""
    if not entries:
        return None
    oldest = entries[-1]
    begins = oldest["changes"][-1]["kind"] if oldest["changes"] else ""
    if len(entries) == len(oldest["changes"]) == 1 and begins == "added":
        told = joined(["Added in ", commit(oldest, names), "; not changed since."])
        if oldest["commit"] is None:
            told = joined(["Added, and not committed yet."])
        return paragraph(told, class_="history told")
    title = [f"History: {plural(len(entries), 'change')}"]
    if begins == "added" and oldest["commit"]:
        times = plural(len(entries) - 1, "change")
        title = ["History: added ", names.date(oldest["day"]), f", {times} since"]
    if entries[0]["commit"] is None:
        title.append(", the latest not committed")
    items = [
        joined(
            [
                element("p", commit(entry, names), class_="told"),
                _lines(lines_of(entry["changes"], entry["gap"], names.wording.date)),
            ]
        )
        for entry in entries
    ]
    commits = element("ol", *(element("li", item) for item in items), reversed=True)
    return folded(joined(title), commits, class_="history")


def commit(entry: Row, names: SiteLabels) -> Markup:
    """Return a commit by its short name, with its day and author."""
    if entry["commit"] is None:
        return joined(["Not committed"])
    author = named(entry["author"] or "nobody")
    name = code(entry["commit"][:_SHORT])
    return joined([name, " of ", names.date(entry["day"]), ", by ", author])


def _lines(lines: Sequence[Line], most: int | None = None) -> Markup:
    """Return lines of words as a list; lines beyond `most` are only counted."""
    items: list[Child] = [_line(each, most) for each in lines[:most]]
    if rest := len(lines[len(items) :]):
        items.append(f"and {plural(rest, 'other change')}")
    return listed(items)


def _line(line: Line, most: int | None = None) -> Markup:
    below = _lines(line.below, most) if line.below else None
    longest = None if most is None else _LONG
    return joined([*(_piece(each, longest) for each in line.pieces), below])


def _piece(piece: Piece, longest: int | None) -> Child:
    """Return words in their style; removed and added words lose the brackets for terminals."""
    words, style = piece
    if longest is not None and len(words) > longest:
        words = f"{words[:longest]}…"
    bare = words.strip()
    if style in ("won", "lost") and (tag := _MARKS.get(bare[:2])):
        return element(tag, bare[2:].removesuffix("-]").removesuffix("+}"), dir="auto")
    if style == "ref":
        return code(words)
    if style == "warning":
        return mark(words)
    return element("b", words) if style else element("bdi", words)


def commit_told(row: Row, names: SiteLabels) -> Markup:
    """Return the changes of a commit as lists: statements first, then all others."""
    statements = [_statement(each, names) for each in row["statements"]]
    if row["more_statements"]:
        statements.append(joined([f"and {plural(row['more_statements'], 'other statement')}"]))
    if row["more_files"]:
        left = plural(row["more_files"], "other file")
        statements.append(joined([f"and what {left} of officials say, which are not listed here"]))
    others = [*others_told(row, names)]
    if not statements and not others:
        return paragraph("No statement has changed.")
    return joined([listed(statements) if statements else None, listed(others) if others else None])


def _statement(row: Row, names: SiteLabels) -> Markup:
    """Return a statement with a commit's changes to it."""
    if not row["changes"]:
        what = "cannot be read in this commit" if row["kind"] == _UNREADABLE else "changed"
        return joined([code(row["ref"]), f" {what}"])
    gap = _UNREADABLE if row["kind"] == _UNREADABLE else None
    lines = lines_of(row["changes"], gap, names.wording.date)
    if row["kind"] in ("added", "removed"):
        first = lines[0]
        told = joined([linked(row, names), *(_piece(each, _LONG) for each in first.pieces[1:])])
        below = _lines(first.below, _MOST) if first.below else None
        return joined([named(row["name"] or row["official"]), ": ", told, below])
    who = [named(row["name"] or row["official"]), ": ", linked(row, names)]
    return joined([*who, _lines(lines, _MOST)])


def linked(row: Row, names: SiteLabels) -> Markup:
    """Return the reference of a statement, with a link if the statement still exists."""
    shown = code(row["ref"])
    return names.statement(row["here"], shown) if row["here"] else shown


def others_told(row: Row, names: SiteLabels, *, is_short: bool = False) -> Iterator[Markup]:
    """Yield the other changes of a commit, a line for each kind of change and of record.

    In short, words of the codebook are counted, and only some records are named.
    """
    for (kind, record), group in groupby(sorted(row["others"], key=_sort), key=_sort):
        found = [*group]
        if record not in _NAMED:
            words = [_word(each) for row in found for each in row.get("words", ())]
            if is_short:
                number = f": {plural(len(words), 'change')}" if words else ""
                yield joined([code(f"{record}.yaml"), f" {kind}{number}"])
                continue
            if rest := len(words[_MOST:]):
                words[_MOST:] = [joined([f"and {plural(rest, 'other change')}"])]
            below = listed(words) if words else None
            yield joined([code(f"{record}.yaml"), f" {kind}", below])
            continue
        most = _FEW if is_short else len(found)
        told = [_other(each, names) for each in found[:most]]
        if rest := len(found[most:]):
            told.append(joined([f"and {rest} more"]))
        yield joined([f"{plural(len(found), record)} {kind}: ", joined(told, ", ")])
    if coded := _codings_told(row):
        yield joined([coded])
    if row["more_others"]:
        yield joined([f"and {plural(row['more_others'], 'other file')}"])


def told_in_short(row: Row) -> str:
    """How much a commit did: `2 statements added, 1 changed, 3 codings added`."""
    kinds = Counter(each["kind"] for each in row["statements"])
    parts = _in_numbers(kinds, "statement") if kinds else []
    if row["more_statements"] or row["more_files"]:
        parts.append("and more")
    if coded := _codings_told(row):
        parts.append(coded)
    return ", ".join(parts or _others_in_short(row))


def _others_in_short(row: Row) -> Iterator[str]:
    for (kind, record), number in Counter(map(_sort, row["others"])).items():
        what = plural(number, record) if record in _NAMED else f"{record}.yaml"
        yield f"{what} {kind}"
    if row["more_others"]:
        yield f"and {plural(row['more_others'], 'other file')}"


def _sort(each: Row) -> tuple[str, str]:
    return each["kind"], each["record"]


def _codings_told(row: Row) -> str:
    """How many codings a commit added, changed and removed, in words: empty if none."""
    told = _in_numbers(row["codings"], "coding") if row["codings"] else []
    if row["more_codings"]:
        told.append(f"{plural(row['more_codings'], 'file')} of codings not counted")
    return ", ".join(told)


def _in_numbers(numbers: Mapping[str, int], what: str) -> list[str]:
    """What befell how many records, the first with their name: `2 codings added`, `1 removed`."""
    first, *others = numbers.items()
    return [f"{plural(first[1], what)} {first[0]}", *(f"{n} {kind}" for kind, n in others)]


def _word(row: Row) -> Markup:
    """Return a change of a codebook term, with the old and new value if its key is in `_WORDED`."""
    pieces: list[Child] = [f"{row['record']} ", code(row["ref"])]
    if row["kind"] != _CHANGED:
        label = [" (", element("bdi", str(row["label"])), ")"] if row["label"] else []
        return joined([*pieces, *label, f" {row['kind']}"])
    if row["key"] not in _WORDED:
        return joined([*pieces, f": {row['key']} changed"])
    pieces.append(f": {row['key']} ")
    for tag, side in (("del", "was"), ("ins", "now")):
        if row[side] is not None:
            pieces += [element(tag, str(row[side])[:_LONG], dir="auto"), " "]
    return joined(pieces)


def _other(row: Row, names: SiteLabels) -> Markup:
    """Return a record by its name with a link if it still exists, or else by its id."""
    here, shown = row["here"], code(row["ref"])
    if here:
        match row["record"]:
            case "official":
                shown = names.official(here)
            case "source":
                shown = names.source(here)
            case "issue":
                shown = names.question(here, names.wording.issue(here))
            case "faction":
                shown = element("a", names.faction(here), href=names.faction_address(here))
    if row["previous_ref"]:
        return joined([code(row["previous_ref"]), " → ", shown])
    return shown
