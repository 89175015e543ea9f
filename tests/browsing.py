"""Pages in a browser: what was said and asked for there, and how a page looks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = {"phone": 360, "desktop": 1280}
_LOOK = (Path(__file__).parent / "browser" / "looking.js").read_text("utf-8")
_COLOURS = """() => {
  const style = getComputedStyle(document.body);
  return [style.color, style.backgroundColor];
}"""


class Window(NamedTuple):
    """A page in a window of its own, and what the browser said and asked for there."""

    page: Page
    said: list[str]
    asked: list[str]


def listening(page: Page) -> Window:
    """Write down what the browser says of a page, and what the page asks for."""
    window = Window(page, [], [])

    def ask(dialog: Any) -> None:  # noqa: ANN401 - one of the browser's
        window.said.append(dialog.message)
        dialog.dismiss()

    page.on("console", lambda message: window.said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: window.said.append(str(error)))
    page.on("dialog", ask)
    page.on("request", lambda request: window.asked.append(request.url))
    return window


def look(page: Page, scheme: Scheme) -> dict[str, Any]:
    """What a page looks like in light or dark colours: lists of what is wrong, and two numbers."""
    page.emulate_media(color_scheme=scheme)
    seen: dict[str, Any] = page.evaluate(_LOOK)
    return seen


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def is_whole_and_legible(page: Page, scheme: Scheme, texts: int) -> bool:
    """Whether a page of more than so many texts shows all of them, and each can be read."""
    seen = look(page, scheme)
    assert seen.pop("texts") > texts
    assert seen.pop("wide") == 0
    assert {what: where for what, where in seen.items() if where} == {}
    return True


def is_black_on_white_on_paper(page: Page) -> bool:
    """Whether a page is printed so by somebody whose screen is dark."""
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(_COLOURS) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    return True
