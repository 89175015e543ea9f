"""A site that is served, in a browser: its pages are reloaded, and say what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.site.folder import Folder
from stances.site.serve import Server

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

PATIENCE = 180_000
"""Milliseconds, so that a machine with much else to do passes as well."""
PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src &#x27;none&#x27;; \
style-src &#x27;self&#x27;; script-src &#x27;self&#x27;; img-src &#x27;self&#x27; data:">
<link rel="icon" href="data:,">
<title>A site</title>
</head>
<body><h1>{}</h1></body>
</html>
"""


def put(root: Path, **pages: str) -> None:
    with Folder(root) as folder:
        folder.commit(
            [
                folder.put(f"{name}.html", PAGE.format(words).encode())
                for name, words in pages.items()
            ]
        )


def test_a_page_follows_the_site_and_runs_nothing_else(browser: Browser, tmp_path: Path) -> None:
    put(tmp_path, index="First")
    told: list[str] = []
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    with Server(tmp_path, 0) as server, server.running():
        page.goto(server.address)
        assert page.inner_text("h1") == "First"
        put(tmp_path, index="Second", more="More")
        server.publish()
        page.wait_for_selector("h1:text-is('Second')")
        server.publish("Not rebuilt:\n<img src=x onerror=alert(1)>")
        alert = page.wait_for_selector("[role=alert]")
        assert alert
        assert alert.inner_text() == "Not rebuilt:\n<img src=x onerror=alert(1)>"
        assert page.query_selector("img") is None
        server.publish()
        page.wait_for_selector("[role=alert]", state="detached")
        assert page.evaluate(
            "fetch('https://example.org/').then(() => 'sent', () => 'refused')"
        ) == ("refused")
        assert told.pop()
        assert len([each for each in told if "Content Security Policy" not in each]) == 0
        told.clear()
        page.goto(f"{server.address}later.html")
        put(tmp_path, index="Second", later="Later")
        server.publish()
        page.wait_for_selector("h1:text-is('Later')")
        assert all("404" in each for each in told)
        page.close()
