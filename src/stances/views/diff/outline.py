"""The outline of a diff: the changes and their order."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from stances.views.diff.wording import (
    Outline,
    Section,
    because,
    difference,
    figures,
    in_words,
    line,
    stance,
)
from stances.views.values import (
    best_evidence,
    conditions_told,
    in_marks,
    people,
    plural,
    reading_told,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stances.queries.diff import Diff
    from stances.queries.result import Row
    from stances.views.diff.wording import Line, Piece

_OFFICIALS = ("official", "statement", "evidence", "dispute")
_SOURCES = ("source", "assessment")
_CODEBOOK = ("corpus", "issue", "position", "faction", "frame")


def outline(diff: Diff) -> Outline:
    """The outline of a difference."""
    rows = [row for row in diff.changes if row["kind"] not in ("quote-changed", "renamed")]
    sections = [
        Section("Quotations altered", [*_altered(diff)]),
        *_officials(diff, [row for row in rows if row["record"] in _OFFICIALS]),
        Section("Factions", [*map(_faction, diff.factions)]),
        Section("Codings", [*_codings([row for row in rows if row["record"] == "coding"])]),
        Section("Sources", [*_sources([row for row in rows if row["record"] in _SOURCES])]),
        Section("Codebook", [*_codebook([row for row in rows if row["record"] in _CODEBOOK])]),
        Section("Renamed", [*_renamed(diff.changes)]),
        Section("Not compared", [*_not_compared(diff)]),
    ]
    counts = [", ".join(_counts(diff)) or "Only figures"] if diff else []
    notes = [*counts, *_notes(diff, diff.old, "added"), *_notes(diff, diff.new, "removed")]
    return Outline(headline(diff), notes, [section for section in sections if section.lines])


_WORDS = {
    "original": ", the words before translation",
    "words": ", words in a dispute",
    "uncoded": ", a passage that is not coded",
}


def _altered(diff: Diff) -> Iterator[Line]:
    """The altered words of sources, each with its place, in the format of problems."""
    for row in diff.changes:
        if row["kind"] != "quote-changed":
            continue
        what = f"{row['ref']}, {row['source']}" if "/" in row["ref"] else row["ref"]
        which = _WORDS.get(row["key"], "")
        folder = diff.new["path"].rstrip("/")
        path = row["path"] if folder in ("", ".") else f"{folder}/{row['path']}"
        parts = [str(part) for part in (path, row["line"], row["column"]) if part is not None]
        warning: Piece = ("warning[quote-changed] ", "warning")
        below = [line(*difference(row["difference"]))]
        yield line(f"{':'.join(parts)}: ", warning, f"{what}{which}", below=below)


def _officials(diff: Diff, rows: Sequence[Row]) -> Iterator[Section]:
    """A section for each official with changes, ordered by name."""
    issues = {row["issue"] for row in (*diff.changes, *diff.positions) if row["issue"]}
    moves: dict[tuple[str, str], list[Row]] = {}
    records: dict[tuple[str, str], list[Row]] = {}
    for groups, each in ((moves, diff.positions), (records, rows)):
        for row in each:
            groups.setdefault((row["name"] or "", row["official"]), []).append(row)
    for name, id_ in sorted({*moves, *records}):
        lines = []
        for row in moves.get((name, id_), ()):
            was, now = (" and ".join(map(stance, row[side])) for side in ("was", "now"))
            why = because(row["because"])
            below = [line(f"because of {why}")] if why else []
            head: Piece = (f"position on {row['issue']} moved: ", "strong")
            lines.append(line(head, f"{was} → {now}", below=below))
        # The changes of the official come before those of statements.
        own = sorted(records.get((name, id_), ()), key=lambda row: ("/" in row["ref"], row["ref"]))
        for ref, changes in groupby(own, key=lambda row: row["ref"]):
            first, *others = changes
            if first["kind"] in ("added", "removed"):
                lines.append(whole(first, with_issue=len(issues) > 1))
            else:
                lines.append(line((ref, "ref"), below=[*map(in_words, (first, *others))]))
        yield Section(f"{name} ({id_})", lines)


def whole(row: Row, *, with_issue: bool, date: Callable[[str], str] = str) -> Line:
    """An official or statement that was added or removed; `date` formats days."""
    record = row["now"] or row["was"]
    if row["record"] == "official":
        roles = "; ".join(
            " · ".join(part for part in (role["title"], role["faction"]) if part)
            for role in record["roles"]
        )
        return line((row["ref"], "ref"), *_done(row, "official "), f": {roles}" if roles else "")
    heard = record["according_to"]
    hearsay = f", hearsay according to {people(heard, {})}" if heard else ""
    if not record["evidence"]:
        return line(
            (row["ref"], "ref"),
            *_done(row),
            f"{hearsay}: the words of {record['words_of']}, {stance(record['stance'])}",
        )
    summary = f"{hearsay}: said {date(record['said'])}, {stance(record['stance'])}"
    summary += f" on {row['issue']}" if with_issue else ""
    piece = best_evidence(record)
    others = len(record["evidence"]) - 1
    more = f", and {plural(others, 'other piece')} of evidence" if others else ""
    quoted = f"{in_marks(piece['text'], piece['form'])} ({piece['source']}, {piece['form']}{more})"
    below = [line(quoted)]
    if record["conditions"]:
        below.append(line(conditions_told(record["conditions"])))
    return line((row["ref"], "ref"), *_done(row), summary, below=below)


def _done(row: Row, what: str = "") -> Iterator[Piece]:
    yield f" {what}{row['kind']}", "won" if row["kind"] == "added" else "lost"


def _faction(row: Row) -> Line:
    name = row["label"] or row["faction"] or "No faction"
    verb = "moved" if row["moved"] else "did not move"
    head: Piece = (f"{name} {verb} on {row['issue']}: ", "strong")
    return line(head, figures(row["was"], row["now"]))


def _sources(rows: Sequence[Row]) -> Iterator[Line]:
    for ref, group in groupby(sorted(rows, key=lambda row: row["ref"]), key=lambda row: row["ref"]):
        changes = [*group]
        first = changes[0]
        if first["record"] == "source" and first["kind"] in ("added", "removed"):
            record = first["now"] or first["was"]
            parts = (record["title"], record["publisher"], record["published"])
            yield line((ref, "ref"), *_done(first), f": {', '.join(filter(None, parts))}")
        else:
            yield line((ref, "ref"), below=[*map(_of_source, changes)])


def _of_source(row: Row) -> Line:
    if row["record"] == "source":
        return in_words(row)
    if row["kind"] == "changed":
        return line("assessment, ", *in_words(row).pieces)
    record = row["now"] or row["was"]
    about = f"assessment of {', '.join(record['about'])}"
    return line(about, *_done(row), f": {record['text']}")


def _codings(rows: Sequence[Row]) -> Iterator[Line]:
    for ref, group in groupby(rows, key=lambda row: row["ref"]):
        first, *others = group
        if first["kind"] in ("added", "removed"):
            record = first["now"] or first["was"]
            yield line((ref, "ref"), *_done(first), f": {reading_told(record)}")
        else:
            yield line((ref, "ref"), below=[*map(in_words, (first, *others))])


def _codebook(rows: Sequence[Row]) -> Iterator[Line]:
    for row in rows:
        name: Piece = ("corpus" if row["record"] == "corpus" else row["ref"], "ref")
        what = "" if row["record"] == "corpus" else f"{row['record']} "
        if row["kind"] in ("added", "removed"):
            yield line(what, name, *_done(row), f": {row['name']}")
        else:
            yield line(what, name, ", ", *in_words(row).pieces)


def _renamed(rows: Sequence[Row]) -> Iterator[Line]:
    for row in rows:
        if row["kind"] == "renamed":
            was: Piece = (str(row["previous_ref"]), "ref")
            yield line(f"{row['record']} ", was, " → ", (row["ref"], "ref"))


def _not_compared(diff: Diff) -> Iterator[Line]:
    names = {"old": diff.old["name"], "new": diff.new["name"], "both": "both"}
    rows = sorted(diff.not_compared, key=_left_out)
    for (side, record), group in groupby(rows, key=_left_out):
        refs = [row["ref"] for row in group]
        head = f"left out in {names[side]} because of problems: {plural(len(refs), record)}: "
        yield line(head, ", ".join(refs))


def _left_out(row: Row) -> tuple[str, str]:
    return row["left_out_in"], row["record"]


_RECORDS = "official statement coding source assessment issue position faction frame corpus".split()
_OTHERS = {
    "position-moved": ("position of an official moved", "positions of officials moved"),
    "faction-moved": ("faction moved", "factions moved"),
    "evidence-won": ("piece of evidence won", "pieces of evidence won"),
    "evidence-lost": ("piece of evidence lost", "pieces of evidence lost"),
    "dispute-opened": ("dispute opened", "disputes opened"),
    "dispute-settled": ("dispute settled", "disputes settled"),
    "renamed": ("id renamed", "ids renamed"),
    "quote-changed": ("quotation altered", "quotations altered"),
    "review-kept": ("review kept after a change", "reviews kept after changes"),
}


def headline(diff: Diff) -> str:
    """A headline that names both states, and says whether they differ."""
    between = f"between {described(diff.old)} and {described(diff.new)}"
    if not diff:
        is_partial = diff.not_compared or diff.old["unusable"]
        return f"No difference {'in what can be compared ' if is_partial else ''}{between}"
    return f"What has changed {between}"


def described(state: Row) -> str:
    """The name of a state, with its commit if it has one."""
    if not state["commit"]:
        return str(state["name"])
    commit = f"{state['commit'][:7]} of {state['day']}"
    return commit if state["commit"].startswith(state["name"]) else f"{state['name']} ({commit})"


def _counts(diff: Diff) -> Iterator[str]:
    # Evidence and disputes are parts of a statement.
    wholes = {"evidence": "statement", "dispute": "statement"}
    for kind in ("added", "removed", "reattributed", "recoded", "changed"):
        rows = [row for row in diff.changes if row["kind"] == kind]
        changed = {(wholes.get(row["record"], row["record"]), row["ref"]) for row in rows}
        for record in _RECORDS:
            if number := sum(changed_record == record for changed_record, _ in changed):
                yield f"{plural(number, record)} {kind}"
    for kind, (one, many) in _OTHERS.items():
        if number := diff.counts[kind]:
            yield f"{number} {one if number == 1 else many}"


def _notes(diff: Diff, state: Row, done: str) -> Iterator[str]:
    """Notes on a state that a reader needs before the changes."""
    if not state["corpus"]:
        yield f"There is no corpus in {described(state)}, so everything is {done}"
    elif state["unusable"]:
        where = f"in {described(state)}, {state['unusable']}"
        yield f"Officials and statements cannot be compared: {where}"
    elif state["kind"] == "revision" and state["path"] != diff.new["path"]:
        yield f"The corpus lies in {state['path'] or 'the root'} of {described(state)}"
