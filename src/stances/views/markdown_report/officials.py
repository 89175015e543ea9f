"""The report's section on officials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.markdown_escape import code, literal
from stances.views.markdown_report.components import (
    command,
    denial,
    faction,
    marks,
    name,
    paragraph,
    position,
    table,
)
from stances.views.markdown_report.size_limit import Block
from stances.views.values import (
    and_hearsay,
    best_evidence,
    conditions_told,
    counted_told,
    in_marks,
    plural,
    signed,
    source_note,
    sources_counted,
    sources_in_order,
    status_told,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.report import Report
    from stances.queries.report.issues import Issue
    from stances.queries.report.officials import Official
    from stances.queries.result import Row
    from stances.queries.summary import Step

    Scale = Mapping[str, Step]


def officials(report: Report, issue: Issue, few: int | None) -> Iterator[Block]:
    """A table of all officials, then each with quotations; lists have at most `few` entries."""
    scale = {step.id: step for step in issue.scale}
    yield Block("### Officials, and where they stand last\n\n")
    heads = ["official", "faction", "last position", "statements:", "mean:"]
    rows = (_row(report, scale, official) for official in issue.officials)
    count = len(issue.officials)
    yield table(heads, rows, count, command(report, "summary --by official", issue=[issue.issue]))
    apart = ", hearsay apart" if issue.hearsay else ""
    yield paragraph(
        f"The last position is that of the statements that no other here certainly follows{apart}. "
        "Behind a mean stands how many statements with a score it is of."
    )
    entries = ("".join(_entry(report, issue, official, few)) for official in issue.officials)
    yield Block("", entries, count, "", command(report, "list", issue=[issue.issue]))


def _row(report: Report, scale: Scale, official: Official) -> list[str]:
    latest = sorted(official.latest, key=official.rank)
    lines = [*_dated(scale, latest)] or ["none recorded"]
    lines += [f"before that, {line}" for line in _dated(scale, official.latest_scored)]
    counted = len(official.counted)
    return [
        name(report, official.official, official.name),
        faction(report, official.faction),
        "<br>".join(lines),
        f"{counted}{and_hearsay(len(official.statements) - counted)}",
        "none" if official.mean is None else f"{signed(official.mean)} ({len(official.scores)})",
    ]


def _dated(scale: Scale, rows: Sequence[Row]) -> Iterator[str]:
    """Each position once with its dates, in the order of the rows."""
    positions: dict[str, dict[str, None]] = {}
    for row in rows:
        kinds = ["hearsay"] if row["hearsay"] else []
        kinds += [status] if (status := status_told(row)) else []
        told = f" ({', '.join(kinds)})" if kinds else ""
        positions.setdefault(row["position"], {})[literal(row["said"]) + told] = None
    return (f"{position(scale, id_)}: {', '.join(dates)}" for id_, dates in positions.items())


def _entry(report: Report, issue: Issue, official: Official, few: int | None) -> Iterator[str]:
    scale = {step.id: step for step in issue.scale}
    native = f" ({literal(official.native_name)})" if official.native_name else ""
    yield f"#### {name(report, official.official, official.name)}{native}\n\n"
    role = f"{literal(official.role)} · " if official.role else ""
    group = faction(report, official.faction) if role or official.faction else "No faction"
    yield f"{role}{group}. {_counts(official)}\n\n"
    latest, scored = official.foremost[:few], official.latest_scored[::-1][:few]
    for row in latest:
        yield from _statement(report, scale, row)
    if scored:
        yield "The last that has a score:\n\n"
    for row in scored:
        yield from _statement(report, scale, row)
    shown = {row["ref"] for row in (*latest, *scored)}
    if others := [each for each in official.statements if each.ref not in shown]:
        yield f"<details><summary>{plural(len(others), 'other statement')}</summary>\n\n"
        for each in others[_last(few)]:
            parts = [literal(each.said), position(scale, each.position), code(each.ref)]
            yield f"- {' · '.join([*parts, *marks(report, each._asdict())])}\n"
        yield from _more(report, official, len(others), few)
        yield "\n</details>\n\n"
    yield from _shifts(report, scale, official, few)
    yield from _attributed(report, scale, official, few)


def _counts(official: Official) -> str:
    """The numbers of statements, of those with a score, and of later ones."""
    if not official.statements:
        return "No statement is recorded with them."
    counted, scores = len(official.counted), len(official.scores)
    hearsay = len(official.statements) - counted
    count = counted_told(counted, hearsay)
    if not counted:
        return f"{count}, and in no figure."
    if not scores:
        return f"{count}, none with a score: that says nothing of where they stand."
    scored = f"{plural(counted, 'statement')}, {scores} with a score{and_hearsay(hearsay)}."
    if official.is_unnamed:
        scored += " No mean: somebody who is not named may be several people."
    if official.later:
        scored += f" {plural(official.later, 'later one')}, which the filters leave out."
    return scored


def _statement(report: Report, scale: Scale, row: Row) -> Iterator[str]:
    occasion = [literal(row["said"]), *([literal(row["venue"])] if row["venue"] else [])]
    head = [f"**{position(scale, row['position'])}**", *occasion, code(row["ref"])]
    yield f"{' · '.join([*head, *marks(report, row)])}\n\n"
    form = best_evidence(row)["form"]
    yield f"> {literal(in_marks(row['quote'], form))}\n\n"
    lang = f", {literal(row['lang'])}" if row["lang"] else ""
    sources = ", ".join(
        f"{code(each)}{source_note(row, each, code)}" for each in sources_in_order(row)
    )
    yield f"- {form}{lang}; {sources_counted(row)}: {sources}\n"
    if row["conditions"]:
        yield f"- {conditions_told(row['conditions'], literal)}\n"
    for dispute in row["disputes"]:
        outcome = literal(dispute["resolution"]) if dispute["resolution"] else "**unresolved**"
        yield f"- dispute about the {dispute['about']}: {literal(dispute['note'])} → {outcome}\n"
        if dispute["words"]:
            yield f"- {denial(report, dispute['words'])}\n"
    yield "\n"


def _last(few: int | None) -> slice:
    return slice(few and -few, None)


def _shifts(report: Report, scale: Scale, official: Official, few: int | None) -> Iterator[str]:
    # A list directly after another would be read as one with it.
    yield "Changes of position:\n\n" if official.changes else ""
    for shift in official.changes[_last(few)]:
        before = f"{position(scale, shift['previous_position'])}, {literal(shift['previous_said'])}"
        now = f"{position(scale, shift['position'])}, {literal(shift['said'])}"
        alone = " (conditions alone)" if shift["score"] == shift["previous_score"] else ""
        yield f"- from {before} to {now}{alone}"
        yield f" ({code(shift['previous'])} → {code(shift['ref'])})"
        for what in ("gained", "dropped"):
            if shift[what]:
                yield f"; {what}: {'; '.join(map(literal, shift[what]))}"
        yield "; disputed\n" if shift["disputed"] else "\n"
    yield from _more(report, official, len(official.changes), few, "timeline --shifts")
    yield "\n" if official.changes else ""
    yield "Different, in no known order:\n\n" if official.unordered else ""
    for group in official.unordered[_last(few)]:
        stands = [
            f"{position(scale, row['position'])}, {literal(row['said'])} ({code(row['ref'])})"
            for row in group
        ]
        yield f"- {'; '.join(stands)}\n"
    yield "\n" if official.unordered else ""


def _attributed(report: Report, scale: Scale, official: Official, few: int | None) -> Iterator[str]:
    """Statements that sources attribute to this official, and that are recorded with another."""
    yield "Recorded with somebody else:\n\n" if official.attributed else ""
    for each in official.attributed[:few]:
        sources = ", ".join(map(code, each.sources))
        yield f"- named by {sources} as the speaker of {code(each.ref)}, "
        yield f"which is recorded with {name(report, each.official, each.name)}: "
        yield f"{position(scale, each.position)}, {literal(each.said)}\n"
    yield from _more(report, official, len(official.attributed), few)
    yield "\n" if official.attributed else ""


def _more(
    report: Report, official: Official, count: int, few: int | None, name: str = "list"
) -> Iterator[str]:
    """A note on the entries of a list that are left out, with the command that shows them."""
    if few is not None and count > few:
        see = code(command(report, name, official=[official.official]))
        yield f"- {count - few} more: {see}\n"
