"""How an answer is to be written."""

from __future__ import annotations

from typing import NamedTuple


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
