"""The head of a page that needs nothing else, with its style."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from stances.views.html.elements import Markup, element


def head(title: str) -> Markup:
    """The head, which allows no script and no request."""
    digest = b64encode(sha256(_style().encode()).digest()).decode()
    policy = (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{digest}'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        # Without it, browsers request one.
        element("link", rel="icon", href="data:,"),
        element("title", title),
        Markup(f"<style>{_style()}</style>"),
    )


@cache
def _style() -> str:
    style = files("stances.views.html").joinpath("style.css").read_text("utf-8")
    return style.replace("\r\n", "\n")
