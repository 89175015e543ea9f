"""The formats by name and by file ending, and the view of each, imported when it is chosen."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from stances.queries.result import Result

    View = Callable[[Result, "ViewOptions"], Iterator[str]]


class ViewOptions(NamedTuple):
    """What the command line says of an output; each view takes what concerns it.

    `columns` are the keys asked for, empty for the view's own choice. `width` is that of the
    terminal in characters; only tables mind it. `max_bytes` is how long a report in Markdown may
    be: what GitHub takes as a summary, unless told otherwise.
    """

    columns: tuple[str, ...] = ()
    header: bool = True
    spreadsheet_safe: bool = False
    color: bool = False
    width: int = 80
    max_bytes: int = 1 << 20


VIEWS = {
    "table": ("stances.views.table", "table"),
    "tsv": ("stances.views.delimited", "tsv"),
    "csv": ("stances.views.delimited", "csv_"),
    "json": ("stances.views.json_yaml", "json_"),
    "jsonl": ("stances.views.json_yaml", "jsonl"),
    "yaml": ("stances.views.json_yaml", "yaml"),
    "markdown": ("stances.views.markdown", "markdown"),
}
ENDINGS = {
    ".txt": "table",
    ".tsv": "tsv",
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".md": "markdown",
}

REPORTS = {
    "markdown": ("stances.views.markdown_report", "markdown"),
    "html": ("stances.views.html", "view"),
    "json": VIEWS["json"],
}
"""The formats of a report, which is no table."""
REPORT_ENDINGS = {".md": "markdown", ".html": "html", ".htm": "html", ".json": "json"}


def view(name: str, views: Mapping[str, tuple[str, str]] = VIEWS) -> View:
    """The view of a format, by the modules and functions that `views` have for each."""
    module, function = views[name]
    found: View = getattr(import_module(module), function)
    return found


def format_of(path: str, endings: Mapping[str, str] = ENDINGS) -> str | None:
    """The format that a file's ending asks for."""
    ending = os.path.splitext(path)[1]  # noqa: PTH122 - pathlib is slow to import
    return endings.get(ending.lower())
