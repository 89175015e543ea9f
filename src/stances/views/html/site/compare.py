"""The page that compares two officials, and the data files that its script reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from unicodedata import category, normalize

from stances.queries.comparison import Comparison
from stances.queries.site.compared import AT_ONCE, MOST, Block
from stances.views.comparison_text import short, within
from stances.views.html.components import direction, paragraph
from stances.views.html.elements import Markup, element, seen
from stances.views.html.site import places
from stances.views.html.site.lists import beside_words, excerpt, marks
from stances.views.html.site.page import Head
from stances.views.values import (
    best_evidence,
    form_noted,
    in_marks,
    plural,
    sources_in_short,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.result import Row
    from stances.queries.site.compared import Choice, On, Person
    from stances.views.html.site.labels import SiteLabels
    from stances.views.html.site.page import Pages

_FEW = 300
"""The most names in one file; if there are more, a file has names by their first letters."""
_KEY = 2
"""The number of letters of a word that select the file of a name."""
_WORDS = 320
MINUS = "\N{MINUS SIGN}"
_ALIKE = str.maketrans("يكى", "یکی")
"""Letters that keyboards confuse; `compare.js` replaces the same ones."""


def pages(given: Choice | Block, pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the page with its files of names and positions, or the file of some officials."""
    if isinstance(given, Block):
        yield _block(given, pages)
        return
    path, title = places.COMPARE, "Compare two officials"
    names = pages.names(path)
    told = (
        "Where they agree and where they differ, question by question, "
        "with their words, the newest first."
    )
    main = [
        element("h1", title),
        paragraph(told, class_="lead"),
        *_chosen(given, names),
    ]
    yield path, pages.page(path, Head(title, told, scripts=(places.COMPARING,)), main)
    if len(given.people) > 1:
        yield places.COMPARED, script("frame", "", _frame(given, pages))
        yield from _names(given, names)


def _chosen(given: Choice, names: SiteLabels) -> Iterator[Markup]:
    """Yield the form, and what is shown without JavaScript."""
    if len(given.people) < len("ab"):
        yield paragraph(
            f"The site has {plural(len(given.people), 'official')}; to compare takes two.",
            class_="nothing-found",
        )
        return
    fields = []
    for key, label in (("a", "One official"), ("b", "The other")):
        field = element(
            "input",
            type="text",
            id=key,
            list=f"{key}-names",
            autocomplete="off",
            placeholder="Begin with a name",
        )
        fields += [
            element(
                "p",
                element("label", label, for_=key),
                " ",
                field,
                element("datalist", id=f"{key}-names"),
            )
        ]
    where = names.link(places.OFFICIALS, "the pages of officials")
    yield element(
        "noscript",
        paragraph(
            "This page needs JavaScript. Without it, open both officials from ",
            where,
            ": each page has the position on each question, with the words.",
        ),
    )
    fields += [
        element("button", "Copy the address", type="button", id="copy", hidden=True),
        element("p", id="note", class_="explained", role="status"),
    ]
    yield element("form", *fields, id="choose", class_="choose", hidden=True)
    yield element("div", id="result", class_="compared", aria_live="polite")


def script(kind: str, key: str, data: object) -> str:
    """Return a script file that passes data to the page, by calling `compared`."""
    told = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f'compared("{kind}","{key}",{told});\n'


def _frame(given: Choice, pages: Pages) -> dict[str, Any]:
    """Return the issues with their positions, and the first official of each file."""
    site, names = pages.site, pages.names(places.COMPARE)
    issues = []
    for issue, question in site.names.issues.items():
        scale = names.scale(issue)
        steps = [
            [
                seen(step.label),
                scale.sign(step.id),
                scale.tone(step.id),
                step.score,
                int(step.is_open),
            ]
            for step in site.scales[issue]
        ]
        issues.append([seen(question), places.issue(issue), steps])
    comparison = Comparison((), (), is_whole=given.is_whole, is_of_days=given.is_of_days)
    return {
        "issues": issues,
        "first": [each.official for each in given.people[::AT_ONCE]],
        "within": within(comparison),
        "few": int(len(given.people) <= _FEW),
        "most": MOST,
    }


def _names(given: Choice, names: SiteLabels) -> Iterator[tuple[str, str]]:
    """Yield the names of officials in one file, or in a file for each beginning of a word."""
    people = sorted(given.people, key=lambda each: (each.name, each.official))
    if len(people) <= _FEW:
        yield places.compared_names(""), script("names", "", _told(people, names))
        return
    by_key: dict[str, list[Person]] = {}
    for each in people:
        words = folded(" ".join([each.name, *each.others])).split()
        for key in sorted({word[:_KEY] for word in words}):
            by_key.setdefault(key, []).append(each)
    for key, some in sorted(by_key.items()):
        code = in_code(key)
        yield places.compared_names(code), script("names", code, _told(some, names))


def _told(people: Iterable[Person], names: SiteLabels) -> list[list[str]]:
    return [
        [
            each.official,
            seen(each.name),
            seen(names.faction(each.faction)) if each.faction else "",
            *map(seen, each.others),
        ]
        for each in people
    ]


def folded(text: str) -> str:
    """Return a name as it is searched: lower case, without marks; `compare.js` does the same."""
    apart = normalize("NFKD", text)
    letters = "".join(each for each in apart if not category(each).startswith("M"))
    return "".join(
        each if category(each)[0] in "LN" else " " for each in letters.lower().translate(_ALIKE)
    )


def in_code(key: str) -> str:
    """Return the beginning of a word as a file name: the code points of its letters in hex."""
    return "-".join(f"{ord(each):x}" for each in key)


def _block(given: Block, pages: Pages) -> tuple[str, str]:
    """Return the path and the file of some officials."""
    number, officials = given
    names, site = pages.names(places.COMPARE), pages.site
    at = {issue: n for n, issue in enumerate(site.scales)}
    steps = {
        issue: {step.id: n for n, step in enumerate(scale)} for issue, scale in site.scales.items()
    }
    told = [
        [
            each.official,
            seen(each.name),
            places.official(each.official),
            int(each.is_unnamed),
            {str(at[issue]): _on(on, steps[issue], names) for issue, on in each.issues.items()},
        ]
        for each in officials
    ]
    return places.compared_block(number), script("block", str(number), told)


def _on(on: On, steps: dict[str, int], names: SiteLabels) -> list[Any]:
    """Return the figures, positions and statements of an official on an issue."""
    total, scored = on.scores
    mean = short(total / scored, sign=True).replace("-", MINUS) if scored else ""
    taken = sorted(steps[each] for each in on.taken)
    figures = [total, scored, mean, *on.undisputed, on.disputed, *(on.as_one or ())]
    return [figures, taken, [_saying(each, steps, names) for each in on.statements], on.number]


def _saying(row: Row, steps: dict[str, int], names: SiteLabels) -> list[Any]:
    wording, form = names.wording, best_evidence(row)["form"]
    return [
        places.statement(row["ref"]),
        wording.date(row["said"]),
        steps[row["position"]],
        [*map(seen, marks(row, names))],
        in_marks(seen(excerpt(row["quote"], _WORDS)), form),
        row["lang"] or "",
        direction(row["lang"]),
        seen(sources_in_short(row, wording)),
        form_noted(form),
        [seen(excerpt(each, _WORDS)) for each in beside_words(row, names)],
    ]
