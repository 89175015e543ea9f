"""A change of a file as a unified diff, which `git apply` and `patch -p1` understand."""

from __future__ import annotations

import re
from difflib import unified_diff
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINES = re.compile(r"[^\n]*\n|[^\n]+\Z")
_NAMES = 2
"""Lines of a diff that name the files; what follows them is told by its first character."""
_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def patch(path: str, before: bytes | None, after: bytes | None) -> Iterator[str]:
    """The lines of a diff, styled; None where there is no such file. `path` is as seen from here.

    Nothing if both are the same.
    """
    old, new = _lines(before), _lines(after)
    # As git does it, so that the name ends where it should.
    end = "\t" if " " in path else ""
    was = f"a/{path}{end}" if before is not None else "/dev/null"
    now = f"b/{path}{end}" if after is not None else "/dev/null"
    for number, line in enumerate(unified_diff(old, new, was, now)):
        body = line.removesuffix("\n")
        if number < _NAMES:
            yield click.style(body, bold=True)
        else:
            color = _COLORS.get(body[:1])
            yield click.style(body, fg=color) if color else body
        yield "\n" if body != line else "\n\\ No newline at end of file\n"


def _lines(content: bytes | None) -> list[str]:
    """The lines of a file, split as diffs split them: at line feeds alone."""
    return _LINES.findall((content or b"").decode())
