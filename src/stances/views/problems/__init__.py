"""Problems as other programs read them: the formats by name, each imported when it is chosen.

One module for each program that reads, with one function that is given a `Report`; `text` is what
people read, `records` the problems as rows for the formats of any answer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stances.views.problems.report import Report

    Format = Callable[[Report], Iterator[str]]

FORMATS = {
    "github": "stances.views.problems.github",
    "sarif": "stances.views.problems.sarif",
    "junit": "stances.views.problems.junit",
    "gitlab": "stances.views.problems.gitlab",
}
"""The module of each format; its function is called like the format."""
ENDINGS = {".sarif": "sarif", ".sarif.json": "sarif", ".xml": "junit"}


def format_named(name: str) -> Format:
    """What writes a format."""
    found: Format = getattr(import_module(FORMATS[name]), name)
    return found


def format_of(path: str) -> str | None:
    """The format that a file's ending asks for; None if it is none of these."""
    name = path.lower()
    return next((format_ for ending, format_ in ENDINGS.items() if name.endswith(ending)), None)
