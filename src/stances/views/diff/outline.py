"""The outline of a diff: what is reported, in which order."""

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
from stances.views.values import best_evidence, in_marks, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stances.queries.diff import Diff
    from stances.queries.result import Row
    from stances.views.diff.wording import Line, Piece


_PEOPLE = frozenset(("official", "statement", "evidence", "dispute"))
_ASIDE = frozenset(("quote-changed", "renamed"))
_WORDS = ("corpus", "issue", "position", "faction", "frame")


def outline(found: Diff) -> Outline:
    """All of a difference."""
    told = [row for row in found.changes if row["kind"] not in _ASIDE]
    sections = [
        _section("Quotations altered", _altered(found)),
        *_people(found, [row for row in told if row["record"] in _PEOPLE]),
        _section("Factions", map(_faction, found.factions)),
        _section("Sources", _sources([r for r in told if r["record"] in ("source", "assessment")])),
        _section("Codebook", _codebook([row for row in told if row["record"] in _WORDS])),
        _section("Renamed", _renamed(found.changes)),
        _section("Not compared", _not_compared(found)),
    ]
    return Outline(headline(found), notes(found), [each for each in sections if each.lines])


def _section(heading: str, lines: Iterator[Line]) -> Section:
    return Section(heading, [*lines])


def _altered(found: Diff) -> Iterator[Line]:
    """Words of sources that are not what they were, each at its place, as problems are shown."""
    for row in found.changes:
        if row["kind"] != "quote-changed":
            continue
        what = f"{row['ref']}, {row['source']}" if row["record"] == "evidence" else row["ref"]
        which = ", the words before translation" if row["key"] == "original" else ""
        place = f"{place_of(found.new, row)}: "
        warning: Piece = ("warning[quote-changed] ", "warning")
        yield line(place, warning, f"{what}{which}", below=[line(*difference(row["difference"]))])


def place_of(state: Row, row: Row) -> str:
    """Where something stands, as it is typed from here."""
    folder = state["path"].rstrip("/")
    path = row["path"] if folder in ("", ".") else f"{folder}/{row['path']}"
    return ":".join(str(each) for each in (path, row["line"], row["column"]) if each is not None)


def _people(found: Diff, rows: Sequence[Row]) -> Iterator[Section]:
    """A section for each official about whom there is something, in the order of names."""
    issues = {row["issue"] for row in (*found.changes, *found.positions) if row["issue"]}
    moved: dict[tuple[str, str], list[Row]] = {}
    own: dict[tuple[str, str], list[Row]] = {}
    for place, each in ((moved, found.positions), (own, rows)):
        for row in each:
            place.setdefault((row["name"] or "", row["official"]), []).append(row)
    for key in sorted({*moved, *own}):
        lines = [_moved(row) for row in moved.get(key, ())]
        lines += _records(own.get(key, ()), lambda row: _statement(row, several=len(issues) > 1))
        yield Section(f"{key[0]} ({key[1]})", lines)


def _moved(row: Row) -> Line:
    was, now = (" and ".join(map(stance, row[side])) for side in ("was", "now"))
    why = because(row["because"])
    below = [line(f"because of {why}")] if why else []
    head: Piece = (f"position on {row['issue']} moved: ", "strong")
    return line(head, f"{was} → {now}", below=below)


def _records(rows: Sequence[Row], whole: Callable[[Row], Line]) -> Iterator[Line]:
    """Each record with its changes below it; one that was added or removed as a whole."""
    # The official before its statements.
    ordered = sorted(rows, key=lambda row: ("/" in row["ref"], row["ref"]))
    for ref, own in groupby(ordered, key=lambda row: row["ref"]):
        changes = [*own]
        if changes[0]["kind"] in ("added", "removed") and changes[0]["record"] != "assessment":
            yield whole(changes[0])
        else:
            yield line((ref, "ref"), below=[in_words(row) for row in changes])


def _statement(row: Row, *, several: bool) -> Line:
    """An official or a statement that was added or removed."""
    record = row["now"] or row["was"]
    if row["record"] == "official":
        roles = "; ".join(
            " · ".join(part for part in (role["title"], role["faction"]) if part)
            for role in record["roles"]
        )
        return line((row["ref"], "ref"), *_done(row, "official "), f": {roles}" if roles else "")
    found = f": said {record['said']}, {stance(record['stance'])}"
    found += f" on {row['issue']}" if several else ""
    piece = best_evidence(record)
    others = len(record["evidence"]) - 1
    more = f", and {plural(others, 'other piece')} of evidence" if others else ""
    quoted = f"{in_marks(piece['text'], piece['form'])} ({piece['source']}, {piece['form']}{more})"
    below = [line(quoted)]
    if record["conditions"]:
        below.append(line(f"only if: {'; '.join(record['conditions'])}"))
    return line((row["ref"], "ref"), *_done(row), found, below=below)


def _done(row: Row, what: str = "") -> Iterator[Piece]:
    yield f" {what}{row['kind']}", "won" if row["kind"] == "added" else "lost"


def _faction(row: Row) -> Line:
    name = row["label"] or row["faction"] or "No faction"
    was, now = row["was"], row["now"]
    verb = "moved" if row["moved"] else "did not move"
    head: Piece = (f"{name} {verb} on {row['issue']}: ", "strong")
    return line(head, figures(was, now))


def _sources(rows: Sequence[Row]) -> Iterator[Line]:
    for ref, own in groupby(sorted(rows, key=lambda row: row["ref"]), key=lambda row: row["ref"]):
        changes = [*own]
        first = changes[0]
        if first["record"] == "source" and first["kind"] in ("added", "removed"):
            record = first["now"] or first["was"]
            parts = (record["title"], record["publisher"], record["published"])
            yield line((ref, "ref"), *_done(first), f": {', '.join(filter(None, parts))}")
        else:
            yield line((ref, "ref"), below=[_of_source(row) for row in changes])


def _of_source(row: Row) -> Line:
    if row["record"] == "source":
        return in_words(row)
    if row["kind"] == "changed":
        return line("assessment, ", *in_words(row).pieces)
    record = row["now"] or row["was"]
    about = f"assessment of {', '.join(record['about'])}"
    return line(about, *_done(row), f": {record['text']}")


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


def _not_compared(found: Diff) -> Iterator[Line]:
    names = {"old": found.old["name"], "new": found.new["name"], "both": "both"}
    rows = sorted(found.not_compared, key=_left_out)
    for (side, record), own in groupby(rows, key=_left_out):
        refs = [row["ref"] for row in own]
        head = f"left out in {names[side]} because of problems: {plural(len(refs), record)}: "
        yield line(head, ", ".join(refs))


def _left_out(row: Row) -> tuple[str, str]:
    return row["left_out_in"], row["record"]


_BY_RECORD = ("added", "removed", "reattributed", "recoded", "changed")
_RECORDS = "official statement source assessment issue position faction frame corpus".split()
_OTHERS = {
    "position-moved": ("position of an official moved", "positions of officials moved"),
    "faction-moved": ("faction moved", "factions moved"),
    "evidence-won": ("piece of evidence won", "pieces of evidence won"),
    "evidence-lost": ("piece of evidence lost", "pieces of evidence lost"),
    "dispute-opened": ("dispute opened", "disputes opened"),
    "dispute-settled": ("dispute settled", "disputes settled"),
    "renamed": ("id renamed", "ids renamed"),
    "quote-changed": ("quotation altered", "quotations altered"),
}
_SHORT = 7


def headline(found: Diff) -> str:
    """Between which states something differs, or that nothing does."""
    between = f"between {described(found.old)} and {described(found.new)}"
    if not found:
        whole = not (found.not_compared or found.old["unusable"])
        return f"No difference {'' if whole else 'in what can be compared '}{between}"
    return f"What has changed {between}"


def described(state: Row) -> str:
    """A state, with its commit if it has one."""
    if not state["commit"]:
        return str(state["name"])
    commit = f"{state['commit'][:_SHORT]} of {state['day']}"
    return commit if state["commit"].startswith(state["name"]) else f"{state['name']} ({commit})"


def _counts(found: Diff) -> Iterator[str]:
    for kind in _BY_RECORD:
        own = {(_record(row), row["ref"]) for row in found.changes if row["kind"] == kind}
        for record in _RECORDS:
            if number := sum(each[0] == record for each in own):
                yield f"{plural(number, record)} {kind}"
    for kind, (one, many) in _OTHERS.items():
        if number := found.counts[kind]:
            yield f"{number} {one if number == 1 else many}"


def _record(row: Row) -> str:
    """What a change is a change of: evidence and disputes are parts of a statement."""
    record: str = row["record"]
    return "statement" if record in ("evidence", "dispute") else record


def notes(found: Diff) -> Sequence[str]:
    """How much of what has changed, and what must be said of the states before anything else."""
    counts = ", ".join(_counts(found)) or "Only figures"
    return [
        *([counts] if found else []),
        *_notes(found, found.old, "added"),
        *_notes(found, found.new, "removed"),
    ]


def _notes(found: Diff, state: Row, done: str) -> Iterator[str]:
    if not state["corpus"]:
        yield f"There is no corpus in {described(state)}, so everything is {done}"
    elif state["unusable"]:
        where = f"in {described(state)}, {state['unusable']}"
        yield f"Officials and statements cannot be compared: {where}"
    elif state["kind"] == "revision" and state["path"] != found.new["path"]:
        yield f"The corpus lies in {state['path'] or 'the root'} of {described(state)}"
