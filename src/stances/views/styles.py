"""The styles of terminal output, readable on dark and on light backgrounds.

ANSI blue is unreadable on black, yellow on white, and dimmed colours on both. No information is
shown by style alone.
"""

from __future__ import annotations

import click

STRONG = "bold"
HEADING = "bold underline"
ASIDE = "dim"
"""A remark on the text beside it."""
REFERENCE = "cyan"
MARK, URGENT = "magenta", "bold magenta"
"""Marks that a reader must not miss."""
FOR, BETWEEN, AGAINST = "green", "cyan", "red"
"""The high end of a scale, its middle, and its low end."""
ERROR, WARNING, NOTE = "bold red", "bold magenta", "cyan"
GAINED, LOST = "green", "red"

_ATTRIBUTES = ("bold", "dim", "italic", "underline")


def painted(text: str, style: str) -> str:
    """The text in a style; unchanged if the style is empty."""
    words = style.split()
    color = next((word for word in words if word not in _ATTRIBUTES), None)
    attributes = {word: True for word in words if word in _ATTRIBUTES}
    return click.style(text, fg=color, **attributes) if words else text
