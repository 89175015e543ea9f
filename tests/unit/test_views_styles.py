"""What a terminal shows can be read on a dark and on a light background."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import stances
from stances.views import styles
from stances.views.styles import painted

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(stances.__file__).parent
COLORS = {"red", "green", "cyan", "magenta"}
ATTRIBUTES = {"bold", "dim", "italic", "underline"}
NAMES = "black red green yellow blue magenta cyan white".split()
WORDS = {*NAMES, *(f"bright_{name}" for name in NAMES), *ATTRIBUTES, "reverse", "blink"}
"""The words of styles, readable and not."""
UNREADABLE = [
    *("blue", "bold blue", "bright_blue", "yellow", "bold yellow", "bright_yellow", "white"),
    *("black", "dim red", "dim green", "red dim", "reverse", "red on white", "bright_cyan"),
]


def is_readable(style: str) -> bool:
    """A colour on both backgrounds, perhaps bold; dimmed only what has no colour."""
    words = set(style.split())
    return words <= COLORS | ATTRIBUTES and not ("dim" in words and words & COLORS)


def styles_in(path: Path) -> Iterator[str]:
    """The texts in a module that are nothing but words of a style; colours of click among them."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Constant(value=str() as text):
                words = re.split(r"[\s.]+", text.strip())
                if text.strip() and {*words} - {"on"} and {*words} - {"on"} <= WORDS:
                    yield " ".join(words)
            case ast.keyword(arg="fg" | "bg" | "color", value=ast.Constant(value=str() as color)):
                if color != "auto":  # when to paint, not what with
                    yield color


MODULES = sorted(
    path
    for part in ("views", "cli", "editing", "init")
    for path in (SOURCE / part).rglob("*.py")
    if "html" not in path.parts
)
USED = [
    (path.relative_to(SOURCE).as_posix(), style) for path in MODULES for style in styles_in(path)
]


@pytest.mark.parametrize("style", UNREADABLE)
def test_some_styles_are_refused(style: str) -> None:
    assert not is_readable(style)


def test_every_style_is_readable_on_dark_and_on_light() -> None:
    assert ("views/styles.py", "bold magenta") in USED
    assert [(module, style) for module, style in USED if not is_readable(style)] == []


def test_the_styles_with_a_name_are_all_readable() -> None:
    named = [value for name, value in vars(styles).items() if name.isupper() and name[0] != "_"]
    assert len(named) > 10
    assert all(map(is_readable, named))


@pytest.mark.parametrize("style", ["", *sorted({style for _, style in USED})])
def test_a_painted_text_is_the_text_between_codes(style: str) -> None:
    text = painted("words", style)
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == "words"
    assert text.endswith("\x1b[0m") is bool(style)
