"""Fields about a page: the corpus and its commit, the filters, and what they leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.components import code, fields
from stances.views.html.elements import Markup, element, joined
from stances.views.report_text import coded_by, counts_told, left_out
from stances.views.values import plural

if TYPE_CHECKING:
    from stances.queries.report.about import About
    from stances.views.html.elements import Child
    from stances.views.html.links import Labels


def asked(about: About, without: str = "") -> Markup | None:
    """The filters as typed, `without` one of them; None if there are none."""
    options = [
        code(f"--{option} {value}".rstrip())
        for option, values in about.filters.items()
        if option != without
        for value in (values or [""])
    ]
    return joined(options, " ") if options else None


def about_fields(
    about: About, here: tuple[str, str], names: Labels, *more: tuple[Child, Child]
) -> Markup:
    """The corpus, the filters, the counts `here` and in all, and the statements left out."""
    problems = f"{plural(about.errors, 'error')}, {plural(about.warnings, 'warning')}"
    pairs: list[tuple[Child, Child]] = [
        ("Corpus", element("bdi", about.title)),
        (
            "What it is",
            element("span", about.description, dir="auto") if about.description else None,
        ),
        ("Scope", element("span", about.scope, dir="auto") if about.scope else None),
        ("Filters", asked(about) or "none"),
        here,
        ("In the corpus", ", ".join(counts_told(about.corpus))),
        ("Left out", "; ".join(left_out(about)) or ("nothing else" if asked(about) else "nothing")),
        ("Problems of the corpus", problems if about.errors or about.warnings else "none found"),
        ("Coded by", element("bdi", coded_by(about))),
        *more,
        ("State", _state(about, names)),
        ("Written by", f"stances {about.program}"),
    ]
    return fields(pairs)


def _state(about: About, names: Labels) -> Markup:
    if about.commit is None:
        return joined(["no commit of git is known that says which state of the corpus this is"])
    commit = about.commit
    name = element("code", commit.name[:12], title=commit.name)
    changed = ", with changes since that are not committed" if commit.changed else ""
    return joined(["commit ", name, " of ", names.date(commit.day), changed])
