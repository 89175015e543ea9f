"""The heat map of an issue: officials by month."""

from __future__ import annotations

from itertools import groupby, pairwise
from statistics import fmean
from typing import TYPE_CHECKING

from stances.views.html.charts.svg import tone
from stances.views.html.components import named
from stances.views.html.elements import Markup, element
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from stances.queries.report.issues import Issue
    from stances.queries.report.officials import Official, StatementSummary
    from stances.views.html.links import Labels

MOST_MONTHS = 36
"""The most months that are drawn; earlier ones are left out."""
_FEWEST = 2
_MONTH = len("2014-06")

_By = dict[str | None, list["StatementSummary"]]


def heat_map(issue: Issue, officials: Sequence[Official], names: Labels) -> Markup | None:
    """A cell for each month in which an official spoke; None if there are fewer than two months.

    Statements whose date is not within one month are in a separate column.
    """
    by_official = {each.official: _by_month(each.counted) for each in officials}
    found = sorted({month for own in by_official.values() for month in own if month})
    months = found[-MOST_MONTHS:]
    if len(months) < _FEWEST:
        return None
    columns: dict[str | None, str] = {month: names.wording.date(month) for month in months}
    columns[None] = "not in one month"
    apart = {later for month, later in pairwise(months) if not _follows(month, later)} | {None}
    heads = [
        element("th", "Official", scope="col"),
        *(_head(*each, apart) for each in columns.items()),
    ]
    bodies = []
    for faction, members in groupby(officials, key=lambda official: official.faction):
        label = named(names.faction(faction))
        head = element("th", label, scope="rowgroup", colspan=len(heads), class_="group")
        rows = [element("tr", head)]
        for official in members:
            own = by_official[official.official]
            name = element("th", names.official(official.official, issue.issue), scope="row")
            cells = [
                element(
                    "td",
                    _cell(issue, when, own.get(month, ()), names),
                    class_="apart" if month in apart else None,
                )
                for month, when in columns.items()
            ]
            rows.append(element("tr", name, *cells))
        bodies.append(element("tbody", *rows))
    caption = "Officials by month"
    content = element(
        "table", element("caption", caption), element("thead", element("tr", *heads)), *bodies
    )
    told = element("p", _told(len(found) - len(months)), class_="explained")
    return element(
        "div",
        told,
        element(
            "div", content, class_="scroll months", role="region", tabindex=0, aria_label=caption
        ),
    )


def _by_month(statements: Sequence[StatementSummary]) -> _By:
    by: _By = {}
    for said in statements:
        first, last = (said.said_from or "")[:_MONTH], (said.said_to or "")[:_MONTH]
        by.setdefault(first if first == last and first else None, []).append(said)
    return by


def _follows(month: str, later: str) -> bool:
    """Whether `later` is the month right after `month`."""
    one, other = (12 * int(each[:4]) + int(each[5:]) for each in (month, later))
    return other == one + 1


def _head(month: str | None, when: str, apart: Container[str | None]) -> Markup:
    class_ = "apart" if month in apart else None
    if month is None:
        return element("th", "wider", scope="col", class_=class_)
    name, _, year = when.partition(" ")
    inner = (name[:3], element("br"), year) if year else (name,)
    return element("th", element("time", *inner, datetime=month), scope="col", class_=class_)


def _cell(issue: Issue, when: str, own: Sequence[StatementSummary], names: Labels) -> Markup | None:
    """The mean of the scores, or the sign of the last position, or a dot."""
    if not own:
        return None
    scale = names.scale(issue.issue)
    scores = [said.score for said in own if said.score is not None]
    if scores:
        mean = fmean(scores)
        text, colour, of = _short(mean), tone(mean, scale.reach), f", mean {_short(mean)}"
    else:
        stated = [said.position for said in own if not scale.is_open(said.position)]
        last = stated[-1] if stated else own[-1].position
        text, colour, of = scale.sign(last), scale.tone(last), ""
    title = f"{when}: {plural(len(own), 'statement')}{of}"
    return element("span", text, class_=f"heat {colour}", title=title)


def _short(mean: float) -> str:
    """A mean with its sign and at most one decimal."""
    text = f"{mean:+.1f}".removesuffix(".0")
    return text.replace("-", "\N{MINUS SIGN}") if text.strip("+-0.") else "0"


def _told(left_out: int) -> str:
    told = (
        "Each cell shows what an official said in a month: the mean of the scores, or the "
        "sign of the last position if none has a score. “Wider”: dates that cover several "
        "months. A line marks months in which nobody spoke; they are left out."
    )
    return f"{told} {plural(left_out, 'earlier month')} left out." if left_out else told
