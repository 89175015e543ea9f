"""A browser, if there is one: where there is none, the test says so."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from browsing import listening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext

    from browsing import Window

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as `$CHROMIUM` says or as it is found; needed in CI, and else only where it is."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        told = f"needs a browser: none of {', '.join(NAMES)} is installed, and $CHROMIUM is not set"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Window]]:
    """Opens windows of their own."""
    contexts: list[BrowserContext] = []

    def call(width: int = 1280, **settings: Any) -> Window:
        context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
        contexts.append(context)
        return listening(context.new_page())

    yield call
    for context in contexts:
        context.close()
