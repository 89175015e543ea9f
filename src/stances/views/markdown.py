"""Markdown: one table, its cells escaped so that no words of a source become markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.views.cells import cell
from stances.views.columns import shown_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.result import Result
    from stances.views.options import ViewOptions

_MARKUP = re.compile(r"([\\`*_{}\[\]<>&|~#@!$])")
_NUMBERS = frozenset(
    "score previous_score statements officials scored unstated disputed mean spread match_certain "
    "match_probable".split()
)


def markdown(result: Result, options: ViewOptions) -> Iterator[str]:
    """A table of the keys that a reader wants first, or of those asked for."""
    keys = options.columns or shown_keys(result)
    yield f"| {' | '.join(keys)} |\n"
    yield f"| {' | '.join('---:' if key in _NUMBERS else '---' for key in keys)} |\n"
    for row in result.rows:
        yield f"| {' | '.join(escaped(cell(key, row[key])) for key in keys)} |\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _MARKUP.sub(r"\\\1", text).replace("\r", "").replace("\n", "<br>")
