"""Documents and charts, as notebooks show them."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

_KEYS = 8
"""The most keys in the short form of a document."""
_HEIGHT = 640
"""The height in pixels of a page in a notebook."""


class Document(dict[str, Any]):
    """The JSON output of a command, which can be written in its other formats too.

    A notebook shows a report as its HTML page, and any other document as terminal text.
    """

    def __init__(self, kind: str, content: dict[str, Any], written: Callable[[str], str]) -> None:
        """`written` returns the text in one of the command's formats."""
        super().__init__(content)
        self._kind, self._written = kind, written

    def to(self, format: str) -> str:  # noqa: A002 - as the option of the commands
        """Return the text that the command writes with `--format FORMAT`.

        Raises `ValueError` for a format that the command does not have.
        """
        return self._written(format)

    def __repr__(self) -> str:
        keys = [*self][:_KEYS]
        return f"<{self._kind}: {' '.join(keys)}{' …' if len(self) > _KEYS else ''}>"

    def _repr_html_(self) -> str:
        """Return the HTML for notebooks."""
        if self._kind != "report":
            text = self.to("text" if self._kind == "diff" else "table")
            return f"<pre>{escape(text)}</pre>"
        # In a frame, so that its style is kept from the notebook.
        page = escape(self.to("html"))
        style = f"width: 100%; height: {_HEIGHT}px; border: 0"
        return f'<iframe title="report" sandbox="" style="{style}" srcdoc="{page}"></iframe>'


class Chart:
    """A chart of the report as an SVG document; notebooks show it."""

    def __init__(self, title: str, svg: str) -> None:
        self.title, self.svg = title, svg

    def save(self, path: str | PathLike[str]) -> None:
        """Write the SVG to a file."""
        Path(path).write_text(self.svg, encoding="utf-8", newline="\n")

    def __repr__(self) -> str:
        return f"<chart: {self.title}>"

    def _repr_svg_(self) -> str:
        return self.svg
