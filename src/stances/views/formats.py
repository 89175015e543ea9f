"""The output formats by name and by file ending."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    View = Callable[..., Iterator[Any]]
    """Yields pieces of text; a binary format yields bytes."""


PICTURES = ("matrix", "nodes")
"""The pictures of a network: a heat map of its pairs, and actors joined by lines."""


class ViewOptions(NamedTuple):
    """The options of an output; each view uses those that apply to it.

    `columns` are the keys asked for; if empty, the view chooses. `width` is the terminal's in
    characters, for tables. `dates` is `iso` for dates as written. With `whole`, tables leave
    nothing out and fold nothing. `picture` is the kind of network picture. `max_bytes` limits a
    report in Markdown; the default is the longest summary that GitHub accepts.
    """

    columns: tuple[str, ...] = ()
    header: bool = True
    spreadsheet_safe: bool = False
    color: bool = False
    width: int = 80
    dates: str = "words"
    whole: bool = False
    max_bytes: int = 1 << 20
    picture: str = PICTURES[0]


class Formats(NamedTuple):
    """The formats of one kind of output: module and function by name, and format by file ending.

    The function takes the result and `ViewOptions`; for `PROBLEMS`, it takes a `ProblemReport`.
    """

    views: dict[str, tuple[str, str]]
    endings: dict[str, str]

    def view(self, name: str) -> View:
        """Return the view of a format."""
        module, function = self.views[name]
        view: View = getattr(import_module(module), function)
        return view

    def of_file(self, path: str) -> str | None:
        """Return the format for the ending of a file; None if the ending is unknown."""
        name = os.path.basename(path).lower()  # noqa: PTH119 - pathlib is slow to import
        formats = (format_ for end, format_ in self.endings.items() if name[1:].endswith(end))
        return next(formats, None)


ROWS = Formats(
    {
        "table": ("stances.views.table", "table"),
        "tsv": ("stances.views.delimited", "tsv"),
        "csv": ("stances.views.delimited", "csv_"),
        "json": ("stances.views.json_yaml", "json_"),
        "jsonl": ("stances.views.json_yaml", "jsonl"),
        "yaml": ("stances.views.json_yaml", "yaml"),
        "markdown": ("stances.views.markdown", "markdown"),
        "xlsx": ("stances.views.workbook", "xlsx"),
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
        ".xlsx": "xlsx",
    },
)
BINARY = frozenset(("xlsx",))
"""Formats of bytes, which are never printed to a terminal."""
FOR_PEOPLE = ("table", "markdown")
"""Formats of rows that say above the table whose readings it shows."""
COVERAGE = Formats(
    ROWS.views | {"html": ("stances.views.html.reading", "html")},
    ROWS.endings | {".html": "html", ".htm": "html"},
)
"""The HTML format shows the stored copies with marks."""
NETWORK = Formats(
    ROWS.views
    | {"graphml": ("stances.views.graph_files", "graphml")}
    | {"gexf": ("stances.views.graph_files", "gexf")}
    | {"svg": ("stances.views.html.network", "svg")},
    ROWS.endings | {".graphml": "graphml", ".gexf": "gexf", ".svg": "svg"},
)
GRAPHS = frozenset(NETWORK.views.keys() - ROWS.views.keys())
"""Formats of whole networks, with nodes."""
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
        "text": ("stances.views.diff.plain_text", "text"),
        "markdown": ("stances.views.diff.markdown", "markdown"),
        "json": ROWS.views["json"],
        "table": ROWS.views["table"],
    },
    {".txt": "text", ".md": "markdown", ".json": "json"},
)
"""`text` is shown as a table on a terminal."""
PROBLEMS = Formats(
    {
        "github": ("stances.views.problems.github", "github"),
        "sarif": ("stances.views.problems.sarif", "sarif"),
        "junit": ("stances.views.problems.junit", "junit"),
        "gitlab": ("stances.views.problems.gitlab", "gitlab"),
    },
    {".sarif": "sarif", ".sarif.json": "sarif", ".xml": "junit"},
)
