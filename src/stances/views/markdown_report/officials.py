"""The report's section on officials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.markdown_escape import code, literal
from stances.views.markdown_report.components import command, faction, paragraph, position, table
from stances.views.markdown_report.size_limit import Block
from stances.views.values import (
    best_evidence,
    in_marks,
    plural,
    signed,
    source_note,
    sources_counted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.report import Report
    from stances.queries.report.issues import Issue
    from stances.queries.report.officials import Official, StatementSummary
    from stances.queries.result import Row
    from stances.queries.summary import Step

    Scale = Mapping[str, Step]


def officials(report: Report, issue: Issue, few: int | None) -> Iterator[Block]:
    """A table of all, then each with words; no more than `few` of what is listed of each."""
    scale = {step.id: step for step in issue.scale}
    yield Block("### Officials, and where they stand last\n\n")
    heads = ["official", "faction", "last position", "statements:", "mean:"]
    rows = (_row(report, scale, official) for official in issue.officials)
    count = len(issue.officials)
    yield table(heads, rows, count, command(report, "summary --by official", issue=[issue.issue]))
    yield paragraph(
        "The last position is that of the statements that no other here certainly follows. Behind "
        "a mean stands how many statements with a score it is of."
    )
    entries = ("".join(_entry(report, issue, official, few)) for official in issue.officials)
    yield Block("", entries, count, "", command(report, "list", issue=[issue.issue]))


def _row(report: Report, scale: Scale, official: Official) -> list[str]:
    lines = [*_dated(scale, official.latest)] or ["none recorded"]
    lines += [f"before that, {line}" for line in _dated(scale, official.latest_scored)]
    return [
        literal(official.name),
        faction(report, official.faction),
        "<br>".join(lines),
        str(len(official.statements)),
        _mean(official),
    ]


def _dated(scale: Scale, rows: Sequence[Row]) -> Iterator[str]:
    """Each position once with its dates, those with a score first."""
    found: dict[str, dict[str, None]] = {}
    for row in sorted(rows, key=lambda row: row["score"] is None):
        found.setdefault(row["position"], {})[literal(row["said"])] = None
    return (f"{position(scale, id_)}: {', '.join(dates)}" for id_, dates in found.items())


def _mean(official: Official) -> str:
    if official.mean is None:
        return "none"
    return f"{signed(official.mean)} ({len(official.scores)})"


def _entry(report: Report, issue: Issue, official: Official, few: int | None) -> Iterator[str]:
    """Everything about one official."""
    scale = {step.id: step for step in issue.scale}
    native = f" ({literal(official.native_name)})" if official.native_name else ""
    yield f"#### {literal(official.name)}{native}\n\n"
    role = f"{literal(official.role)} · " if official.role else ""
    belongs = faction(report, official.faction) if role or official.faction else "No faction"
    yield f"{role}{belongs}. {_counted(official)}\n\n"
    latest, scored = official.foremost[:few], official.latest_scored[::-1][:few]
    for row in latest:
        yield from _statement(scale, row)
    if scored:
        yield "The last that has a score:\n\n"
    for row in scored:
        yield from _statement(scale, row)
    yield from _others(report, scale, official, {row["ref"] for row in (*latest, *scored)}, few)
    yield from _shifts(report, scale, official, few)
    yield from _attributed(report, scale, official, few)


def _counted(official: Official) -> str:
    """How many statements there are, and what can be said of them at all."""
    if not official.statements:
        return "No statement is recorded with them."
    count = plural(len(official.statements), "statement")
    if not official.scores:
        return f"{count}, none with a score: that says nothing of where they stand."
    scored = f"{count}, {len(official.scores)} with a score."
    if official.later:
        scored += f" {plural(official.later, 'later one')}, which the filters leave out."
    return scored


def _statement(scale: Scale, row: Row) -> Iterator[str]:
    """A statement: the position, when, its words, and what it depends on."""
    marks = [] if row["status"] == "attested" else [f"**{row['status']}**"]
    if row["disputed"] and row["status"] != "disputed":
        marks.append("**disputed**")
    occasion = [literal(row["said"]), *([literal(row["venue"])] if row["venue"] else [])]
    head = [f"**{position(scale, row['position'])}**", *occasion, code(row["ref"]), *marks]
    yield f"{' · '.join(head)}\n\n"
    form = best_evidence(row)["form"]
    yield f"> {literal(in_marks(row['quote'], form))}\n\n"
    lang = f", {literal(row['lang'])}" if row["lang"] else ""
    sources = ", ".join(f"{code(each)}{source_note(row, each, code)}" for each in row["sources"])
    yield f"- {form}{lang}; {sources_counted(row)}: {sources}\n"
    if row["conditions"]:
        yield f"- only if: {'; '.join(map(literal, row['conditions']))}\n"
    for dispute in row["disputes"]:
        followed = literal(dispute["resolution"]) if dispute["resolution"] else "**unresolved**"
        yield f"- dispute about the {dispute['about']}: {literal(dispute['note'])} → {followed}\n"
    yield "\n"


def _others(
    report: Report, scale: Scale, official: Official, shown: set[str], few: int | None
) -> Iterator[str]:
    """The statements that are not shown with their words, folded."""
    others = [said for said in official.statements if said.ref not in shown]
    if others:
        yield f"<details><summary>{plural(len(others), 'other statement')}</summary>\n\n"
        yield from (f"- {_short(scale, said)}\n" for said in others[_last(few)])
        yield from _more(report, official, len(others), few)
        yield "\n</details>\n\n"


def _last(few: int | None) -> slice:
    """The last of what stands in order of time; all of it, if there is room."""
    return slice(few and -few, None)


def _short(scale: Scale, said: StatementSummary) -> str:
    disputed = " · disputed" if said.disputed else ""
    return f"{literal(said.said)} · {position(scale, said.position)} · {code(said.ref)}{disputed}"


def _shifts(report: Report, scale: Scale, official: Official, few: int | None) -> Iterator[str]:
    """The changes of position, and how sure each is."""
    # A list right behind another would be read as one with it.
    yield "Changes of position:\n\n" if official.shifts else ""
    for shift in official.shifts[_last(few)]:
        before = f"{position(scale, shift['previous_position'])}, {literal(shift['previous_said'])}"
        now = f"{position(scale, shift['position'])}, {literal(shift['said'])}"
        yield f"- {shift['change']}: from {before} to {now}"
        yield f" ({code(shift['previous'])} → {code(shift['ref'])})"
        for what in ("gained", "dropped"):
            if shift[what]:
                yield f"; {what}: {'; '.join(map(literal, shift[what]))}"
        yield "; disputed\n" if shift["disputed"] else "\n"
    yield from _more(report, official, len(official.shifts), few, "timeline --shifts")
    yield "\n" if official.shifts else ""


def _attributed(report: Report, scale: Scale, official: Official, few: int | None) -> Iterator[str]:
    """What sources say that this one said, and what is recorded with somebody else."""
    yield "Recorded with somebody else:\n\n" if official.attributed else ""
    for each in official.attributed[:few]:
        sources = ", ".join(map(code, each.sources))
        yield f"- named by {sources} as the speaker of {code(each.ref)}, "
        yield f"which is recorded with {literal(each.name)}: "
        yield f"{position(scale, each.position)}, {literal(each.said)}\n"
    yield from _more(report, official, len(official.attributed), few)
    yield "\n" if official.attributed else ""


def _more(
    report: Report, official: Official, count: int, few: int | None, name: str = "list"
) -> Iterator[str]:
    """How many of a list are left out, and what shows them."""
    if few is not None and count > few:
        see = code(command(report, name, official=[official.official]))
        yield f"- {count - few} more: {see}\n"
