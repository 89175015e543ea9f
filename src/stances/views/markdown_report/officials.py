"""The report's section on officials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.markdown_escape import code, literal
from stances.views.markdown_report.components import (
    article,
    command,
    denial,
    marks,
    name,
    place,
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
    remarks,
    signed,
    source_note,
    sources_counted,
    sources_in_order,
    status_told,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from stances.queries.findings import Step
    from stances.queries.report.issues import Issue
    from stances.queries.report.officials import Official
    from stances.queries.result import Row
    from stances.views.markdown_report.components import Page

    Scale = Mapping[str, Step]


def officials(page: Page, issue: Issue) -> Iterator[Block]:
    """A table of all officials, then each with quotations, in lists of at most `few` entries."""
    scale = {step.id: step for step in issue.scale}
    yield Block("### Officials one by one\n\n")
    heads = ["official", "faction", "last position", "statements:", "mean:"]
    rows = (_row(page, scale, official) for official in issue.officials)
    count = len(issue.officials)
    yield table(
        heads, rows, count, command(page.report, "summary --by official", issue=[issue.issue])
    )
    entries = ("".join(_entry(page, issue, official)) for official in issue.officials)
    yield Block("", entries, count, "", command(page.report, "list", issue=[issue.issue]))


def _row(page: Page, scale: Scale, official: Official) -> list[str]:
    latest = sorted(official.latest, key=official.rank)
    lines = [*_dated(page, scale, latest)] or ["none recorded"]
    lines += [f"before that, {line}" for line in _dated(page, scale, official.latest_scored)]
    counted = len(official.counted)
    return [
        name(page, official.official, official.name),
        literal(page.wording.faction(official.faction)),
        "<br>".join(lines),
        f"{counted}{and_hearsay(len(official.statements) - counted)}",
        "–" if official.mean is None else f"{signed(official.mean)} ({len(official.scores)})",
    ]


def _dated(page: Page, scale: Scale, rows: Sequence[Row]) -> Iterator[str]:
    """Each position once, with its dates, in the order of the rows."""
    positions: dict[str, dict[str, None]] = {}
    for row in rows:
        kinds = ["hearsay"] if row["hearsay"] else []
        kinds += [status] if (status := status_told(row)) else []
        told = f" ({', '.join(kinds)})" if kinds else ""
        when = literal(page.wording.date(row["said"]))
        positions.setdefault(row["position"], {})[when + told] = None
    return (f"{position(scale, id_)}: {', '.join(dates)}" for id_, dates in positions.items())


def _entry(page: Page, issue: Issue, official: Official) -> Iterator[str]:
    """An official: positions with their words, then, folded, those that leave the question open."""
    scale = {step.id: step for step in issue.scale}
    native = f" ({literal(official.native_name)})" if official.native_name else ""
    yield f"#### {name(page, official.official, official.name)}{native}\n\n"
    role = f"{literal(official.role)} · " if official.role else ""
    yield f"{role}{literal(page.wording.faction(official.faction))}. {_counts(scale, official)}\n\n"
    latest, scored = official.foremost[: page.few], official.latest_scored[::-1][: page.few]
    leaving = [row for row in latest if scale[row["position"]].is_open]
    for row in latest:
        if not scale[row["position"]].is_open:
            yield from _statement(page, scale, row)
    if scored:
        yield "The last that has a score:\n\n"
    for row in scored:
        yield from _statement(page, scale, row)
    if leaving:
        leaves = "leaves" if len(leaving) == 1 else "leave"
        title = f"{plural(len(leaving), 'statement')} that {leaves} the question open"
        yield f"<details><summary>{title}</summary>\n\n"
        for row in leaving:
            yield from _statement(page, scale, row)
        yield "</details>\n\n"
    shown = {row["ref"] for row in (*latest, *scored)}
    yield from _others(page, scale, official, shown)
    yield from _shifts(page, scale, official)
    yield from _attributed(page, scale, official)


def _others(page: Page, scale: Scale, official: Official, shown: Container[str]) -> Iterator[str]:
    """The statements without their words, one line each."""
    others = [each for each in official.statements if each.ref not in shown]
    if not others:
        return
    yield f"<details><summary>{plural(len(others), 'other statement')}</summary>\n\n"
    for each in others[page.last]:
        when = literal(page.wording.date(each.said))
        parts = [when, position(scale, each.position), code(each.ref)]
        yield f"- {' · '.join([*parts, *marks(page, each._asdict())])}\n"
    yield from _more(page, official, len(others))
    yield "\n</details>\n\n"


def _counts(scale: Scale, official: Official) -> str:
    """Say how many statements there are, how many have a score, and how many are later."""
    if not official.statements:
        return "No statement is recorded with them."
    counted, scores = len(official.counted), len(official.scores)
    hearsay = len(official.statements) - counted
    count = counted_told(counted, hearsay)
    if not counted:
        return f"{count}, and in no figure."
    if all(scale[said.position].is_open for said in official.counted):
        none = "which takes no position" if counted == 1 else "none of which takes a position"
        return f"{count}, {none}: that says nothing of where they stand."
    if all(step.score is None for step in scale.values()):
        told = f"{count}."
    elif not scores:
        told = f"{count}, none with a score."
    else:
        told = f"{plural(counted, 'statement')}, {scores} with a score{and_hearsay(hearsay)}."
    if official.is_unnamed and scores:
        told += " No mean: somebody who is not named may be several people."
    if official.later:
        told += f" {plural(official.later, 'later one')}, which the filters leave out."
    return told


def _statement(page: Page, scale: Scale, row: Row) -> Iterator[str]:
    occasion = [literal(page.wording.date(row["said"]))]
    occasion += [literal(row["venue"])] if row["venue"] else []
    head = [f"**{position(scale, row['position'])}**", *occasion, code(row["ref"])]
    told = (f"**{literal(each)}**" for each in remarks(row, page.wording))
    yield f"{' · '.join([*head, *told])}\n\n"
    best = best_evidence(row)
    yield f"> {literal(in_marks(row['quote'], best['form']))}\n\n"
    first, *rest = sources_in_order(row)
    named = (
        f"{literal(page.wording.source(s))}{source_note(row, s, page.wording.source)}" for s in rest
    )
    others = f": also {'; '.join(named)}" if rest else ""
    where = f"{article(page, first, best)}{source_note(row, first, page.wording.source)}"
    yield f"- {where}, {best['form']}{place(best)}; {sources_counted(row)}{others}\n"
    yield from _ties(page, row)
    if row["conditions"]:
        yield f"- {conditions_told(row['conditions'], literal)}\n"
    for dispute in row["disputes"]:
        outcome = literal(dispute["resolution"]) if dispute["resolution"] else "**unresolved**"
        yield f"- dispute about the {dispute['about']}: {literal(dispute['note'])} → {outcome}\n"
        if dispute["words"]:
            yield f"- {denial(page, dispute['words'])}\n"
    yield "\n"


def _ties(page: Page, row: Row) -> Iterator[str]:
    """The statements in the same words, and those of the same occasion."""
    shared = [ref for ref, *_ in page.report.background.sharing().get(row["ref"], ())]
    for told, refs in (
        ("in the words of", [row["words_of"]] if row["words_of"] else []),
        ("the same words elsewhere:", shared),
        ("taken for one occasion with", page.report.together.get(row["ref"], ())),
    ):
        if refs:
            yield f"- {told} {', '.join(map(code, refs))}\n"


def _shifts(page: Page, scale: Scale, official: Official) -> Iterator[str]:
    # A list directly after another would be read as one with it.
    yield "Changes of position:\n\n" if official.changes else ""
    for shift in official.changes[page.last]:
        before, now = (
            f"{position(scale, id_)}, {literal(page.wording.date(said))}"
            for id_, said in (
                (shift["previous_position"], shift["previous_said"]),
                (shift["position"], shift["said"]),
            )
        )
        alone = " (conditions alone)" if shift["score"] == shift["previous_score"] else ""
        yield f"- from {before} to {now}{alone}"
        yield f" ({code(shift['previous'])} → {code(shift['ref'])})"
        for what in ("gained", "dropped"):
            if shift[what]:
                yield f"; {what}: {'; '.join(map(literal, shift[what]))}"
        yield "; disputed\n" if shift["disputed"] else "\n"
    yield from _more(page, official, len(official.changes), "timeline --shifts")
    yield "\n" if official.changes else ""
    yield "Different, in no known order:\n\n" if official.unordered else ""
    for group in official.unordered[page.last]:
        stands = [
            f"{position(scale, row['position'])}, {literal(page.wording.date(row['said']))} "
            f"({code(row['ref'])})"
            for row in group
        ]
        yield f"- {'; '.join(stands)}\n"
    yield "\n" if official.unordered else ""


def _attributed(page: Page, scale: Scale, official: Official) -> Iterator[str]:
    """Statements that sources attribute to this official, but that are recorded with another."""
    yield "Recorded with somebody else:\n\n" if official.attributed else ""
    for each in official.attributed[: page.few]:
        sources = "; ".join(literal(page.wording.source(source)) for source in each.sources)
        yield f"- named by {sources} as the speaker of {code(each.ref)}, "
        yield f"which is recorded with {name(page, each.official, each.name)}: "
        yield f"{position(scale, each.position)}, {literal(page.wording.date(each.said))}\n"
    yield from _more(page, official, len(official.attributed))
    yield "\n" if official.attributed else ""


def _more(page: Page, official: Official, count: int, name: str = "list") -> Iterator[str]:
    """A note on entries that are left out of a list, with the command that shows them."""
    if page.few is not None and count > page.few:
        see = code(command(page.report, name, official=[official.official]))
        yield f"- {count - page.few} more: {see}\n"
