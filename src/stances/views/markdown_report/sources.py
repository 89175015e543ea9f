"""The report's sections on conflicts, assessments and sources."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from stances.queries.conflicts import OPEN
from stances.views.conflict_text import (
    STATES_IN_WORDS,
    WORDINGS,
    denial,
    in_a_sentence,
    matter,
    noted,
)
from stances.views.markdown_escape import code, literal, sentence
from stances.views.markdown_report.components import (
    article,
    command,
    linked,
    marks,
    name,
    paragraph,
    place,
    position,
    table,
)
from stances.views.markdown_report.size_limit import Block
from stances.views.report_text import TITLES, backing_of, forms_told
from stances.views.values import grouped, in_marks, notice_text, notices_of, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.report import Report
    from stances.queries.result import Row
    from stances.views.markdown_report.components import Page
    from stances.views.wording import Wording


def disagreement(page: Page) -> Iterator[Block]:
    """All conflicts, open ones first."""
    conflicts = page.report.conflicts
    yield Block(f"## {TITLES['conflicts']}\n\n")
    yield paragraph(in_a_sentence(conflicts))
    groups = grouped(conflicts.rows, ("ref", "other"))
    entries = ("".join(_entry(page, rows)) for rows in groups)
    see = command(page.report, f"conflicts --within {page.report.about.within}")
    yield Block("", entries, len(groups), "\n" if groups else "", see)


def _entry(page: Page, rows: Sequence[Row]) -> Iterator[str]:
    """The conflicts of a statement, or between two; words are shown only if one is still open.

    Settled conflicts are with the statement, with the reason.
    """
    conflicts = page.report.conflicts
    refs = [ref for ref in (rows[0]["ref"], rows[0]["other"]) if ref]
    statements = conflicts.statements
    dated = [f"{code(ref)}, {literal(page.wording.date(statements[ref]['said']))}" for ref in refs]
    of = {statements[ref]["official"]: statements[ref]["name"] for ref in refs}
    names = " and ".join(name(page, *each) for each in of.items())
    yield f"- **{names}**: {' and '.join(dated)}\n"
    for ref in refs:
        if told := marks(page, statements[ref]):
            yield f"  - {' · '.join([code(ref), *told])}\n"
    for group in grouped(rows, WORDINGS):
        for text, row in {sentence(matter(row, page.wording)): row for row in group}.items():
            state = STATES_IN_WORDS[row["state"]]
            yield f"  - {text} — {f'**{state}**' if row['state'] in OPEN else state}\n"
        if any(row["state"] in OPEN for row in group):
            yield from _sides(page, group)


def _sides(page: Page, rows: Sequence[Row]) -> Iterator[str]:
    """The words on both sides, and the notes of the analyst."""
    row, told = rows[0], denial(rows[0], page.report.conflicts)
    own = _words(page, row["source"], row["form"], row["words"])
    yield f"    - {own or 'no source says it'}\n"
    form = "quote" if told else row["other_form"]
    if against := _words(page, row["other_source"], form, row["other_words"], told):
        yield f"    - {against}\n"
    for kinds, each in noted(rows):
        resolution = f" → {literal(each['resolution'])}" if each["resolution"] else ""
        yield f"    - {kinds}: {literal(each['note'])}{resolution}\n"


def _words(
    page: Page, source: str | None, form: str | None, text: str | None, told: str = ""
) -> str:
    """A source and its words; `told` describes the words if they are no evidence."""
    if not source:
        return ""
    origin = article(page, source, {"text": text or ""})
    credit = ", ".join(filter(None, (origin, literal(told) or form)))
    return f"{credit}: {literal(in_marks(text or '', form))}"


def assessments(page: Page) -> Iterator[Block]:
    """The claims that authors of sources make themselves, folded, by source; they have no score."""
    rows = [*chain.from_iterable(grouped(page.report.assessments, ("source",)))]
    if not rows:
        return
    yield Block(f"## {TITLES['assessments']}\n\nNobody’s statement, and never scored.\n\n")
    head = f"<details><summary>{plural(len(rows), 'claim')}</summary>\n\n"
    entries = (_assessment(page, row) for row in rows)
    see = command(page.report, "report --format json")
    yield Block(head, entries, len(rows), "\n</details>\n\n", see)


def backing(report: Report) -> Iterator[Block]:
    """The numbers of sources by position, or by issue if there are several, and of evidence."""
    counted = [issue for issue in report.issues if issue.corroboration.positions]
    if not counted:
        return
    rows = []
    if len(report.issues) > 1:
        rows += [[literal(each.question), *each.corroboration.total()[1:]] for each in counted]
    else:
        scale = {step.id: step for step in counted[0].scale}
        found = counted[0].corroboration.positions
        rows += [[position(scale, each.position), *each[1:]] for each in found]
    rows.append(["**all**", *backing_of(report)[1:]])
    heads = ["question" if len(report.issues) > 1 else "position", *_BACKING]
    cells = [[str(cell) for cell in row] for row in rows]
    see = command(report, "list")
    yield Block(f"## {TITLES['sources']}\n\n")
    yield Block("<details><summary>How many sources the statements have</summary>\n\n")
    yield table(heads, cells, len(cells), see)
    yield paragraph(
        "Sources are counted without copies, and apart where they only probably report the same "
        f"occasion. Evidence: {forms_told(report)}.\n\n</details>"
    )


_BACKING = ("statements:", "no certain source:", "one:", "two or more:", "two with probable ones:")


def sources(page: Page) -> Iterator[Block]:
    """A table of the sources."""
    report = page.report
    if report.sources:
        heads = ["source", "title", "publisher", "published", "statements:", "claims:"]
        rows = (_source(row, page.wording) for row in report.sources)
        yield table(heads, rows, len(report.sources), "stances sources")


def _assessment(page: Page, row: Row) -> str:
    wording = page.wording
    names = [name(page, id_, wording.subject(id_)) for id_ in row["about"]]
    when = f", {literal(wording.date(row['when']))}" if row["when"] else ""
    where = f"{article(page, row['source'], row)}{place(row)}"
    note = f"<br>Note: {literal(row['note'])}" if row["note"] else ""
    note += "".join(f"<br>**{literal(each)}**" for each in notices_of([row["source"]], wording))
    return f"- {where} on {', '.join(names)}{when}: {literal(row['text'])}{note}\n"


def _source(row: Row, wording: Wording) -> list[str]:
    title = linked(literal(row["title"]), row["url"])
    title += f" ({literal(row['kind'])})" if row["kind"] else ""
    title += f"<br>{linked('archived', row['archive_url'])}" if row["archive_url"] else ""
    for key, told in (("version_of", "a later edition of"), ("copy_of", "a copy of")):
        title += f"<br>{told} {code(row[key])}" if row[key] else ""
    for notice in row["notices"]:
        title += f"<br>**{literal(notice_text(**notice, wording=wording))}**"
    published = wording.date(row["published"]) if row["published"] else ""
    imprint = [literal(row["publisher"] or ""), literal(published)]
    return [code(row["source"]), title, *imprint, str(row["statements"]), str(row["assessments"])]
