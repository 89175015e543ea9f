"""The output formats by name and by file ending."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    View = Callable[..., Iterator[str]]


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


class Formats(NamedTuple):
    """The formats of a kind of output: module and function of each, and what file endings ask for.

    The function is given the result and `ViewOptions`, that of a format of problems the report.
    """

    views: dict[str, tuple[str, str]]
    endings: dict[str, str]

    def view(self, name: str) -> View:
        """The view of a format."""
        module, function = self.views[name]
        found: View = getattr(import_module(module), function)
        return found

    def of_file(self, path: str) -> str | None:
        """The format that a file's ending asks for; None if it is none of these."""
        name = os.path.basename(path).lower()  # noqa: PTH119 - pathlib is slow to import
        asked = (format_ for ending, format_ in self.endings.items() if name[1:].endswith(ending))
        return next(asked, None)


ROWS = Formats(
    {
        "table": ("stances.views.table", "table"),
        "tsv": ("stances.views.delimited", "tsv"),
        "csv": ("stances.views.delimited", "csv_"),
        "json": ("stances.views.json_yaml", "json_"),
        "jsonl": ("stances.views.json_yaml", "jsonl"),
        "yaml": ("stances.views.json_yaml", "yaml"),
        "markdown": ("stances.views.markdown", "markdown"),
    },
    {
        ".txt": "table",
        ".tsv": "tsv",
        ".csv": "csv",
        ".json": "json",
        ".jsonl": "jsonl",
        ".yaml": "yaml",
        ".yml": "yaml",
        ".md": "markdown",
    },
)
REPORT = Formats(
    {
        "markdown": ("stances.views.markdown_report", "markdown"),
        "html": ("stances.views.html.report.page", "html"),
        "json": ROWS.views["json"],
    },
    {".md": "markdown", ".html": "html", ".htm": "html", ".json": "json"},
)
DIFF = Formats(
    {
        "text": ("stances.views.diff.text", "text"),
        "markdown": ("stances.views.diff.markdown", "markdown"),
        "json": ROWS.views["json"],
        "table": ROWS.views["table"],
    },
    {".txt": "text", ".md": "markdown", ".json": "json"},
)
"""On a terminal, text is a table."""
PROBLEMS = Formats(
    {
        "github": ("stances.views.problems.github", "github"),
        "sarif": ("stances.views.problems.sarif", "sarif"),
        "junit": ("stances.views.problems.junit", "junit"),
        "gitlab": ("stances.views.problems.gitlab", "gitlab"),
    },
    {".sarif": "sarif", ".sarif.json": "sarif", ".xml": "junit"},
)
