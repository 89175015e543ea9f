"""Take the pictures of docs/pictures: terminals and networks as SVG, report and site as WebP.

`python scripts/screenshots.py` takes them all; report and site need Chromium. `--check` takes all
but these, since the bytes of the others are the same everywhere, and exits 1 if any is stale: how a
browser draws a page depends on the fonts of the machine.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from base64 import b64decode
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.text import Text

# Run as a file: what lies beside it is found as the package that it is for the tests too.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.samples import COLUMNS, printed
from stances.cli.run import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
REPORTS = {"report-wide.webp": (1280, 730), "report-narrow.webp": (360, 730)}
"""Pictures of the first screen of the report, with the width and height of the window."""
SITES = {
    "site-home.webp": "index.html",
    "site-official.webp": "officials/rouhani/index.html",
    "site-statement.webp": "officials/nahavandian/nuclear-deal-first.html",
}
"""Pictures of the first screen of pages of the site, in a window as wide as the wide report's."""
_LOSSLESS = {"format": "webp", "quality": 100}  # half the size of a PNG
_SMALL = {"format": "webp", "quality": 70}
DRAWN = "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
"""Waits until a page has been drawn. It may have loaded before that, and Chromium then refuses a
picture of it: "Unable to capture screenshot"."""
_MARGIN = 2
_FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" \
height="{height}">
<style>
.{unique_id}-matrix, .{unique_id}-title {{
font: {char_height}px "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""What rich draws into; its own asks another server for a font."""


class Terminal(NamedTuple):
    """A command, and where it is run."""

    command: str
    slips: tuple[tuple[str, str, str], ...] = ()
    """What somebody got wrong in a copy of tests/data/base: a file, what stood there, and what
    stands there now. Without any, the command asks the shipped corpus."""


TERMINALS = {
    "summary.svg": Terminal("stances summary --issue us-iran-cooperation"),
    "compare.svg": Terminal("stances compare rouhani shamkhani --issue us-iran-cooperation"),
    "verify.svg": Terminal(
        "stances verify",
        (("officials/moreau.yaml", "the first rail this autumn", "the first rails this summer"),),
    ),
    "check.svg": Terminal(
        "stances check",
        (
            ("officials/moreau.yaml", "faction: town-hall", "faction: townhall"),
            ("officials/moreau.yaml", "said: 2021-05-03", "said: 3 May 2021"),
            ("officials/moreau.yaml", "    conditions: [", "    condition: ["),
        ),
    ),
}


NETWORKS = {"network.svg": "network", "network-nodes.svg": "network --picture nodes"}
"""Pictures that the program writes itself, of the shipped corpus, with the commands."""


def written(command: str) -> str:
    """The picture that a command writes."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "picture.svg"
        run(["--data", str(ROOT / "data"), *command.split(), "-o", str(file)])
        return file.read_text("utf-8")


def drawn(terminal: Terminal) -> str:
    """What the terminal shows, as SVG."""
    with TemporaryDirectory() as folder:
        place = ROOT
        if terminal.slips:
            place = Path(folder)
            shutil.copytree(ROOT / "tests" / "data" / "base", place / "data")
        for name, right, wrong in terminal.slips:
            file = place / "data" / name
            file.write_text(file.read_text("utf-8").replace(right, wrong, 1), "utf-8")
        told = {name: text for name, text in os.environ.items() if name not in {"NO_COLOR", "CI"}}
        colored = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        shown = printed(terminal.command, place, told | colored).strip("\n")
    console = Console(width=COLUMNS + _MARGIN, record=True, file=io.StringIO())
    console.print(Text.from_ansi(shown), soft_wrap=True)
    return console.export_svg(title=terminal.command, code_format=_FRAME, unique_id="terminal")


def photographed(report: Path, browser: Browser) -> dict[str, bytes]:
    """The first screen of a report in windows of several widths, as WebP."""
    return {name: _photograph(report, size, browser, _LOSSLESS) for name, size in REPORTS.items()}


def photographed_pages(site: Path, browser: Browser) -> dict[str, bytes]:
    """The first screen of pages of a site, as WebP."""
    size = REPORTS["report-wide.webp"]
    return {name: _photograph(site / path, size, browser, _SMALL) for name, path in SITES.items()}


def _photograph(file: Path, size: tuple[int, int], browser: Browser, kept: dict[str, Any]) -> bytes:
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(file.as_uri())
    page.bring_to_front()
    page.evaluate(DRAWN)
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", kept)
    page.close()
    return b64decode(taken["data"])


def stale() -> list[str]:
    """The pictures that are not of the program as it is, but for those that a browser draws."""
    found = []
    for name, picture in _vector():
        path = PICTURES / name
        if not path.exists() or path.read_text("utf-8") != picture:
            found.append(name)
    return found


def _vector() -> Iterator[tuple[str, str]]:
    """The pictures of terminals and networks by their names."""
    yield from ((name, drawn(terminal)) for name, terminal in TERMINALS.items())
    yield from ((name, written(command)) for name, command in NETWORKS.items())


def main(arguments: list[str]) -> int:
    """Take the pictures, or with `--check` only compare them."""
    if "--check" in arguments:
        found = stale()
        for name in found:
            print(f"docs/pictures/{name} is stale: run python scripts/screenshots.py")
        return bool(found)
    PICTURES.mkdir(exist_ok=True)
    for name, picture in _vector():
        (PICTURES / name).write_text(picture, "utf-8")
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        print("no Chromium: the pictures of report and site are left as they are", file=sys.stderr)
        return 1
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        report = Path(folder) / "report.html"
        run(["--data", str(ROOT / "data"), "report", "-o", str(report)])
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        site = Path(folder) / "site"
        run(["--data", str(ROOT / "data"), "site", str(site)])
        taken = photographed(report, browser) | photographed_pages(site, browser)
        for name, photograph in taken.items():
            (PICTURES / name).write_bytes(photograph)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
