"""The words of the report, shared by all its formats."""

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
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from stances.queries.camps import Camps
    from stances.queries.conflicts import Conflicts
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
    "network": "Who stands with whom",
    "conflicts": "Conflicts and disputes",
    "assessments": "What sources say in their own voice",
    "sources": "Sources",
    "method": "How to read this report",
    "about": "How this report was made",
}
"""The titles of the sections, except the sections of issues."""
MOST_NAMES = 40
"""The most names in one picture; if there are more, they are counted."""
_NAMED_SOURCES = 3
_NO_CHANGE = "No official is known to have changed position in"

MEANINGS = {
    "Statement": (
        "What one speaker said on one occasion, with one position on one issue. The words "
        "come from the sources. The position is the coder’s reading of them."
    ),
    "Who takes which position": (
        "Each official is listed at every position taken. If there are more than "
        f"{MOST_NAMES} officials, their numbers are shown."
    ),
    "Score": (
        "The place of a position on the scale of the codebook. A position without a score is "
        "not on the scale: no position is not a moderate position."
    ),
    "Mean": (
        "The mean of an official is over the statements with a score. The mean of a group is "
        "over the means of its officials, and needs at least three. The number of statements "
        "is in brackets. The range shows where the mean would be if all other officials of "
        "the group, with or without a statement, were at one end."
    ),
    "Latest": (
        "The statements of an official that no other one certainly follows, without hearsay. "
        "There are several if dates overlap or are open."
    ),
    "Change": (
        "A scored statement differs in its score or its conditions from the latest one that "
        "certainly came before it. If it is not known which came first, there is no change, "
        "and the statements are in no known order."
    ),
    "Over time": (
        "A point is a day; a bar is some day within it. A round, hollow end is approximate "
        "or uncertain. An arrow is an open end. A dashed frame is disputed. The sign is the "
        "sign of the position, in brackets for hearsay. Statements that leave the question "
        "open have no sign. ▲ is a change; △ is in no known order with a different "
        "statement; ◇ is a claim of a source in its own voice. Shaded stretches, in which "
        "nothing begins or ends, are left out."
    ),
    "Hearsay": (
        "A statement known only because somebody else says that it was made. It is shown, "
        "but counts in no figure."
    ),
    "Camp": (
        "One of the two groups of officials in the split that fits best. Fit is the share of "
        "all agreement and conflict that is agreement within a camp or conflict between "
        "camps. Two statements on one question agree the more, the nearer their scores are "
        "on its scale; the rest is conflict. Without scores, equal positions agree and "
        "different ones conflict. Own fit is the fit of the pairs of one official. Fit "
        "without is the fit of the best split of all others. For comparison with chance, the "
        "officials’ answers to each question are shuffled among them."
    ),
    "Disputed": (
        "The statement is denied or disputed, or its sources disagree about the speaker or "
        "the position and nobody has resolved that."
    ),
    "Conflict": (
        "Sources differ about a statement, or a source only probably reports it, or an "
        "official takes opposite positions close in time. Resolved: the record says which "
        "reading is followed. Judged: the record says why it is the same occasion. "
        "Compatible: the dates overlap, so both can be right."
    ),
    "Sources counted": (
        "Independent sources that certainly report the occasion. Sources that probably "
        "report it are counted separately; copies are not counted."
    ),
}
"""The terms of the report without `Date`, which depends on how dates are written."""
_DATES = (
    "Only as exact as the sources. “11–25 June 2014”: some day within. “by 25 June”: that "
    "day or earlier. “about”: approximate. “perhaps”: uncertain."
)
_ISO_DATES = (
    "Only as exact as the sources. 2014-06: some day of that month. A/B: some day within. "
    "../B: on or before B. “~”: approximate. “?”: uncertain. “%”: both."
)


def meanings(*, iso: bool) -> dict[str, str]:
    """The terms of the report and their meanings; `iso` if dates are as written in records."""
    return MEANINGS | {"Date": _ISO_DATES if iso else _DATES}


def found(report: Report, issue: Issue, wording: Wording) -> str:
    """The findings on an issue in words."""
    return found_on(report.findings.get(issue.issue), wording)


def found_on(finding: Finding | None, wording: Wording) -> str:
    """The findings in words; without a finding, say that sources only attribute statements."""
    if finding:
        return sentences(finding, wording)
    return "Nothing is recorded here: sources only attribute statements of others."


def relations_read(camps: Camps) -> str:
    """Say how to read the picture of who stands with whom."""
    order = (
        "Those who agree most with all others come first."
        if camps.is_chance
        else "Those who fit their camp best come first; a hollow shape is an unsure place."
    )
    return (
        "Each cell shows agreement minus conflict of two officials, over all questions that "
        f"both answer. Filled: agreement. Hatched: conflict. Darker: more of it. {order}"
    )


def counts_told(counts: Counts) -> tuple[str, str, str]:
    """The numbers of statements, officials and sources, with their nouns."""
    statements = plural(counts.statements, "statement")
    return statements, plural(counts.officials, "official"), plural(counts.sources, "source")


def sources_named(report: Report) -> list[str]:
    """The sources that statements rest on; empty if they are too many to name."""
    cited = [row["source"] for row in report.sources if row["statements"]]
    return cited if len(cited) <= _NAMED_SOURCES else []


def basis(report: Report) -> Iterator[str]:
    """Sentences on the evidence for the findings, for use after the numbers and the sources."""
    yield from rests_on(report.issues, report.conflicts)


def rests_on(issues: Iterable[Issue], conflicts: Conflicts) -> Iterator[str]:
    """Say how many statements have two sources, and how many conflicts there are."""
    if (total := backing(issues)).statements:
        yield _backing(total)
    yield in_a_sentence(conflicts)


_MOST_DIFFERENCES = 5


def differences(report: Report, wording: Wording) -> Iterator[str]:
    """Say how sources differ or an official contradicts themselves, and how that is settled.

    Only the first ones; open ones come first.
    """
    conflicts = report.conflicts
    found = [row for row in conflicts.rows if row["reported"]]
    for row in found[:_MOST_DIFFERENCES]:
        name = conflicts.statements[row["ref"]]["name"]
        words = f": {in_marks(row['words'], row['form'])}" if row["words"] else ""
        told = f"{matter(row, wording)} ({laid_out(settlement(row))})"
        yield f"{laid_out(name)}{laid_out(words)} — {told}"


def backing_of(report: Report) -> Backing:
    """Count the statements on all issues by their number of sources."""
    return backing(report.issues)


def backing(issues: Iterable[Issue]) -> Backing:
    """Count the statements on some issues by their number of sources."""
    every = [each for issue in issues for each in issue.corroboration.positions]
    columns = zip(*(each[1:] for each in every), strict=True)
    return Backing("", *map(sum, columns)) if every else Backing("", 0, 0, 0, 0, 0)


def _backing(total: Backing) -> str:
    """Say how many statements have two sources, certainly or probably."""
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


def coded_by(about: About) -> str:
    """Name the coders whose readings the report has."""
    if about.coding is None:
        return about.coder
    rest = f", and what that one did not read by {about.coder}" if about.coding.decided else ""
    return f"{about.coding.coder}{rest}"


def left_out(about: About) -> Iterator[str]:
    """Say what the figures leave out, part by part."""
    if about.left_out:
        yield f"{about.left_out} with errors"
    if about.misattributed:
        yield f"{plural(about.misattributed, 'statement')} marked as misattributed"
    if about.disputed is not None:
        yield f"{plural(about.disputed, 'disputed statement')}, as was asked for"
    if about.coding and about.coding.skipped:
        yield f"{plural(about.coding.skipped, 'statement')} that {about.coding.coder} skipped"


def notes(issue: Issue) -> Iterator[str]:
    """Notes below the picture of an issue, sentence by sentence."""
    total = issue.total.figures
    if mean := mean_told(total):
        yield f"All together: {mean}."
        if total.disputed and total.undisputed:
            without = total.undisputed.mean
            told = "none" if without is None else signed(round(without, DECIMALS))
            yield f"Disputed statements are counted; without them, the mean of all is {told}."
    if total.unnamed:
        yield f"Not in any mean: {unnamed(total)}."
    if issue.hearsay:
        yield f"Known by hearsay, and not counted: {plural(issue.hearsay, 'statement')}."
    if scored := [official for official in issue.officials if official.mean is not None]:
        changes = sum(len(official.changes) for official in issue.officials)
        among = plural(sum(len(official.scores) for official in scored), "scored statement")
        among += f" by {plural(len(scored), 'official')}"
        told = f"{plural(changes, 'change')} of position in" if changes else _NO_CHANGE
        yield f"{told} {among}."
    if issue.silent:
        yield f"No statement on this: {names_of([each.name for each in issue.silent])}."
    if issue.misattributed:
        yield f"Left out as misattributed: {plural(issue.misattributed, 'statement')}."
    if issue.disputed is not None:
        yield f"Left out as disputed: {plural(issue.disputed, 'statement')}."


def mean_told(figures: Figures) -> str:
    """The mean of a group with its median and range; empty if the group has too few officials."""
    if not has_mean(figures):
        return ""
    told = f"mean {signed(figures.mean)} over {plural(len(figures.means), 'official')}"
    told += f", median {signed(figures.median)}"
    if ends := range_of(figures):
        told += (
            f"; {signed(ends[0])} to {signed(ends[1])} if all others stood at one end of the scale"
        )
    return told


def range_of(figures: Figures) -> tuple[float, float] | None:
    """The lowest and highest mean if all others stood at one end; None if there are no others."""
    low, high = figures.low, figures.high
    return None if low is None or high is None or low == high else (low, high)


def forms_told(report: Report) -> str:
    """Count the evidence by form: `2 quotes (1 probable), 3 paraphrases`."""
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
    """The officials by faction and position."""
    places: dict[tuple[str | None, str], list[Standing]] = {}
    for each in finding.standings:
        for choice in finding.taken(each):
            places.setdefault((each.faction, choice.id), []).append(each)
    return places


def are_few(places: Mapping[tuple[str | None, str], Sequence[Standing]]) -> bool:
    """Whether the officials at these places are few enough to be named."""
    return sum(map(len, places.values())) <= MOST_NAMES


def steps_shown(issue: Issue, places: Container[tuple[str | None, str]]) -> list[Step]:
    """The positions in the picture of an issue: the whole scale, and others that are taken.

    They run from the lowest score to the highest; positions that leave the question open are last.
    """
    factions = [group.faction for group in issue.groups]
    shown = [
        step
        for step in issue.scale
        if step.score is not None or any((each, step.id) in places for each in factions)
    ]
    return ascending(shown)


def led_by(report: Report) -> Issue | None:
    """The issue whose picture begins the report: the first with a scale, else the first."""
    pictured = [issue for issue in report.issues if standings_of(report, issue)]
    on_scale = (i for i in pictured if any(step.score is not None for step in i.scale))
    return next(on_scale, pictured[0] if pictured else None)


def standings_of(report: Report, issue: Issue) -> Finding | None:
    """The finding on an issue; None if no official has a standing in it."""
    finding = report.findings.get(issue.issue)
    return finding if finding and finding.standings else None


def corpus_told(report: Report) -> str:
    """Say how large the corpus is, for a report on a part of it."""
    statements, officials, sources = counts_told(report.about.corpus)
    return f"the corpus has {statements}, {officials} and {sources}"


def answer_told(report: Report) -> str:
    """Say how many statements, officials and sources the report has."""
    statements, officials, sources = counts_told(report.about.answer)
    return f"{statements} by {officials}, from {sources}{and_hearsay(report.hearsay)}"
