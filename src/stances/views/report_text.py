"""The report's words, which are the same in all its formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries.findings import ascending
from stances.queries.summary import Backing
from stances.views.conflict_text import in_a_sentence, matter, settlement
from stances.views.direction import laid_out
from stances.views.findings_text import sentences
from stances.views.values import DECIMALS, and_hearsay, has_mean, in_marks, plural, signed, unnamed
from stances.views.values import named as names_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from stances.queries.findings import Finding, Standing, Step
    from stances.queries.report import Report
    from stances.queries.report.about import About, Counts
    from stances.queries.report.issues import Issue
    from stances.queries.summary import Figures
    from stances.views.wording import Wording

TITLES = {
    "found": "What was found",
    "rests": "What it rests on",
    "officials": "Index of officials",
    "conflicts": "Conflicts and disputes",
    "assessments": "What sources say in their own voice",
    "sources": "Sources",
    "method": "How to read this report",
    "about": "How this report was made",
}
"""The titles of the sections, but for those of the issues."""
MOST_NAMES = 40
"""The most names that stand in one picture; of more, there are numbers."""
_NAMED_SOURCES = 3
_NO_CHANGE = "No official is known to have changed position:"

MEANINGS = {
    "Statement": (
        "One speaker, one occasion as far as the sources tell occasions apart, one position "
        "on one issue. The words are the sources’; the position is the coder’s reading of them."
    ),
    "Who takes which position": (
        "Each official stands at the position taken, and at each of several. Of more than "
        f"{MOST_NAMES}, the numbers stand there."
    ),
    "Score": (
        "The place of a position on the scale that the codebook declares. A position without "
        "a score stands on no scale: taking no position is not moderation."
    ),
    "Mean": (
        "That of an official is over the statements with a score, that of a group over its "
        "officials’ means, from three of them on; in brackets stands of how many statements it is. "
        "The range is where it would lie if all others of the group, silent ones included, stood "
        "at one end of the scale."
    ),
    "Latest": (
        "The statements of an official that no other certainly follows, hearsay apart: where dates "
        "overlap or are open, that is several."
    ),
    "Change": (
        "A scored statement differs in its score, or in what it depends on, from the latest that "
        "certainly came before it. Where it is not known which came first, there is no change: "
        "these are in no known order."
    ),
    "Over time": (
        "A point is a day, a bar some day within it. A round, hollow end is approximate or "
        "uncertain, an arrow is open, a dashed frame is disputed. The sign is that of the "
        "position, in brackets of hearsay; what leaves the question open has none. ▲ is a change, "
        "△ in no known order with another that differs; ◇ is a claim of a source in its own voice. "
        "Shaded stretches, in which nothing begins or ends, are left out."
    ),
    "Hearsay": (
        "Known only because somebody else says that it was said. It is shown, and in no figure."
    ),
    "Disputed": (
        "The statement is denied or disputed, or its sources disagree about who said it or "
        "about its position, and nobody has resolved that."
    ),
    "Conflict": (
        "Sources differ about a statement, or one of them only probably reports it, or an "
        "official takes opposite positions close in time. Resolved: it is said which reading "
        "is followed. Judged: it is said why the occasion is taken for the same. Compatible: "
        "the dates overlap, so both can be right."
    ),
    "Sources counted": (
        "Independent ones that certainly report the occasion; those that probably do are "
        "counted apart, copies not at all."
    ),
}
"""The terms of the report; a date is explained as it is written."""
_DATES = (
    "As exact as the sources are, and no more: “11–25 June 2014” is some day within, “by 25 June” "
    "that day or earlier; “about” is approximate, “perhaps” uncertain."
)
_ISO_DATES = (
    "As exact as the sources are, and no more: 2014-06 is some day of that month, A/B "
    "some day within, ../B on or before B; “~” is approximate, “?” uncertain, “%” both."
)


def meanings(*, iso: bool) -> dict[str, str]:
    """The terms of the report with what they mean, dates as they are written."""
    return MEANINGS | {"Date": _ISO_DATES if iso else _DATES}


def found(report: Report, issue: Issue, wording: Wording) -> str:
    """What was found on an issue."""
    if finding := report.findings.get(issue.issue):
        return sentences(finding, wording)
    return "Nothing is recorded here: sources only attribute statements of others."


def counts_told(counts: Counts) -> tuple[str, str, str]:
    """The numbers of statements, officials and sources."""
    statements = plural(counts.statements, "statement")
    return statements, plural(counts.officials, "official"), plural(counts.sources, "source")


def sources_named(report: Report) -> list[str]:
    """The sources that statements rest on, if they are few enough to be named."""
    cited = [row["source"] for row in report.sources if row["statements"]]
    return cited if len(cited) <= _NAMED_SOURCES else []


def basis(report: Report) -> Iterator[str]:
    """How much the findings rest on, sentence by sentence; after the numbers and the sources."""
    if (total := backing_of(report)).statements:
        yield _backing(total)
    yield in_a_sentence(report.conflicts)


_MOST_DIFFERENCES = 5


def differences(report: Report, wording: Wording) -> Iterator[str]:
    """What sources tell otherwise, or an official contradicts, and how it is settled.

    The first ones alone; those still open come first.
    """
    conflicts = report.conflicts
    found = [row for row in conflicts.rows if row["reported"]]
    for row in found[:_MOST_DIFFERENCES]:
        name = conflicts.statements[row["ref"]]["name"]
        words = f": {in_marks(row['words'], row['form'])}" if row["words"] else ""
        told = f"{matter(row, wording)} ({laid_out(settlement(row))})"
        yield f"{laid_out(name)}{laid_out(words)} — {told}"


def backing_of(report: Report) -> Backing:
    """By how many sources the statements on all issues are reported."""
    every = [each for issue in report.issues for each in issue.corroboration.positions]
    columns = zip(*(each[1:] for each in every), strict=True)
    return Backing("", *map(sum, columns)) if every else Backing("", 0, 0, 0, 0, 0)


def _backing(total: Backing) -> str:
    """How many statements have two sources, for certain or probably."""
    if total.several == total.statements:
        return "Every statement has two sources or more."
    have = "has" if total.several == 1 else "have"
    told = f"{plural(total.several, 'statement')} {have} two sources or more"
    if not total.several:
        told = "No statement has two sources that certainly report it"
    if probable := total.with_probable:
        more = " more" if total.several else ""
        told += f"; {probable}{more} {'has' if probable == 1 else 'have'} a second that probably"
        told += " does" if not total.several else " reports it"
    return f"{told}."


def left_out(about: About) -> Iterator[str]:
    """What the figures leave out, part by part."""
    if about.left_out:
        yield f"{about.left_out} with errors"
    if about.misattributed:
        yield f"{plural(about.misattributed, 'statement')} marked as misattributed"
    if about.disputed is not None:
        yield f"{plural(about.disputed, 'disputed statement')}, as was asked for"


def notes(issue: Issue) -> Iterator[str]:
    """What the picture of an issue leaves out, sentence by sentence."""
    total = issue.total.figures
    if mean := mean_told(total):
        yield f"All together: {mean}."
        if total.disputed and total.undisputed:
            without = total.undisputed.mean
            told = "none" if without is None else signed(round(without, DECIMALS))
            yield f"Disputed statements are counted; without them, the mean of all is {told}."
    if total.unnamed:
        yield f"In no mean: {unnamed(total)}."
    if issue.hearsay:
        yield f"Hearsay, in no figure: {plural(issue.hearsay, 'statement')}."
    if scored := [official for official in issue.officials if official.mean is not None]:
        changes = sum(len(official.changes) for official in issue.officials)
        among = plural(sum(len(official.scores) for official in scored), "scored statement")
        among += f" by {plural(len(scored), 'official')}"
        told = f"{plural(changes, 'change')} of position in" if changes else _NO_CHANGE
        yield f"{told} {among}."
    if issue.silent:
        yield f"Silent on this: {names_of([each.name for each in issue.silent])}."
    if issue.misattributed:
        yield f"Left out as misattributed: {plural(issue.misattributed, 'statement')}."
    if issue.disputed is not None:
        yield f"Left out as disputed: {plural(issue.disputed, 'statement')}."


def mean_told(figures: Figures) -> str:
    """The mean of a group with its median and its range; empty if it has too few officials."""
    if not has_mean(figures):
        return ""
    told = f"mean {signed(figures.mean)} over {plural(len(figures.means), 'official')}"
    told += f", median {signed(figures.median)}"
    if ends := range_of(figures):
        told += f"; from {signed(ends[0])} to {signed(ends[1])}, wherever the others stand"
    return told


def range_of(figures: Figures) -> tuple[float, float] | None:
    """Where the mean would lie if all others stood at one end; None if there are no others."""
    low, high = figures.low, figures.high
    return None if low is None or high is None or low == high else (low, high)


def forms_told(report: Report) -> str:
    """How much evidence has which form: `2 quotes (1 probable), 3 paraphrases`."""
    counts: dict[str, list[int]] = {}
    for form, *numbers in (each for issue in report.issues for each in issue.corroboration.forms):
        counts[form] = [*map(sum, zip(counts.get(form, (0, 0, 0)), numbers, strict=True))]
    forms = []
    for form, (certain, probable, copies) in counts.items():
        parts = [f"{probable} probable"] if probable else []
        parts += [f"{copies} copied"] if copies else []
        count = plural(certain + probable + copies, form)
        forms.append(f"{count} ({', '.join(parts)})" if parts else count)
    return ", ".join(forms)


def at_positions(finding: Finding) -> dict[tuple[str | None, str], list[Standing]]:
    """The officials by faction and position taken."""
    places: dict[tuple[str | None, str], list[Standing]] = {}
    for each in finding.standings:
        for choice in finding.taken(each):
            places.setdefault((each.faction, choice.id), []).append(each)
    return places


def are_few(places: Mapping[tuple[str | None, str], Sequence[Standing]]) -> bool:
    """Whether the officials at these places can be named, rather than counted."""
    return sum(map(len, places.values())) <= MOST_NAMES


def steps_shown(issue: Issue, places: Container[tuple[str | None, str]]) -> list[Step]:
    """The positions of a picture of an issue: all of the scale, and of the others those taken.

    From the lowest score to the highest; what leaves the question open comes last.
    """
    factions = [group.faction for group in issue.groups]
    shown = [
        step
        for step in issue.scale
        if step.score is not None or any((each, step.id) in places for each in factions)
    ]
    return ascending(shown)


def led_by(report: Report) -> Issue | None:
    """The issue whose picture stands at the beginning: the first that has a scale."""
    pictured = [issue for issue in report.issues if standings_of(report, issue)]
    on_scale = (i for i in pictured if any(step.score is not None for step in i.scale))
    return next(on_scale, pictured[0] if pictured else None)


def standings_of(report: Report, issue: Issue) -> Finding | None:
    """What was found on an issue, if officials have a standing in it."""
    finding = report.findings.get(issue.issue)
    return finding if finding and finding.standings else None


def corpus_told(report: Report) -> str:
    """What the corpus has, where the report is not of all of it."""
    statements, officials, sources = counts_told(report.about.corpus)
    return f"the corpus has {statements}, {officials} and {sources}"


def answer_told(report: Report) -> str:
    """The numbers of statements, officials and sources in the report."""
    statements, officials, sources = counts_told(report.about.answer)
    return f"{statements} by {officials}, from {sources}{and_hearsay(report.hearsay)}"
