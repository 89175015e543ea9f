"""The styles of what a terminal shows, all readable on a dark and on a light background.

ANSI blue is lost on black, yellow on white, and a dimmed colour on either. Nothing is told by a
style alone.
"""

from __future__ import annotations

import click

STRONG = "bold"
HEADING = "bold underline"
ASIDE = "dim"
"""A remark on the text beside it."""
REFERENCE = "cyan"
MARK, URGENT = "magenta", "bold magenta"
"""What a reader must not miss."""
FOR, BETWEEN, AGAINST = "green", "cyan", "red"
"""The ends of a scale, and its middle."""
ERROR, WARNING, NOTE = "bold red", "bold magenta", "cyan"
GAINED, LOST = "green", "red"

_ATTRIBUTES = ("bold", "dim", "italic", "underline")


def painted(text: str, style: str) -> str:
    """A text in a style, or as it is in none."""
    words = style.split()
    color = next((word for word in words if word not in _ATTRIBUTES), None)
    attributes = {word: True for word in words if word in _ATTRIBUTES}
    return click.style(text, fg=color, **attributes) if words else text
