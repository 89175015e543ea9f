"""Build sites and measure them: the table of `docs/site.md`.

`python benchmarks/site.py data 1000 100000` builds the site of each corpus, a folder or a number of
statements, and prints a row of the table for each. The last three columns need Chromium.

Two columns say what no faster way to make pages can save. `files alone` is the time to read the
files of the built site and to write them again from two processes, each with its digest.
`downloads alone` is the time in which two cores could write the CSV, the JSON and the SQLite file,
as `list` and `export` write them.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import sync_playwright

from benchmarks.corpora import write_corpus
from benchmarks.timing import Job, Sample, on_two_cores, run, side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, BrowserContext

STANCES = str(Path(sys.executable).with_name("stances"))
HEAD = (
    "corpus, statements",
    "built in",
    "beside `list`",
    "files alone",
    "downloads alone",
    "memory",
    "pages",
    "size",
    "largest page (packed)",
    "CSS (packed)",
    "most JavaScript of a page",
    "first paint",
    "first search",
    "next search",
)
OPENINGS = 5
"""How often a page is opened: the first paint is the median."""
WORDS = ("agreement", "cooperate")
"""What is searched for, first and next: words of the shipped corpus, and of those made here."""
_SCRIPT = re.compile(rb'<script src="([^"]+)"')
_PAINTED = """
() => new Promise((done) => {
  const look = () => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    if (paint) done(paint.startTime);
    else setTimeout(look, 5);
  };
  look();
})
"""


class Size(NamedTuple):
    """How large a file is, as it is and packed as servers pack it."""

    raw: int
    packed: int

    @classmethod
    def of(cls, content: bytes) -> Size:
        """The sizes of a content."""
        return cls(len(content), len(gzip.compress(content, mtime=0)))

    def __str__(self) -> str:
        """In kB, since this is what the budget is in."""
        return f"{self.raw / 1000:.1f} kB ({self.packed / 1000:.1f})"


class Page(NamedTuple):
    """A page, and how many bytes of scripts it asks for."""

    path: Path
    size: Size
    scripts: int


class Shown(NamedTuple):
    """Milliseconds in a browser."""

    paint: float
    first: float
    later: float


def pages(site: Path) -> Iterator[Page]:
    """The pages of a site."""
    for path in site.rglob("*.html"):
        content = path.read_bytes()
        scripts = [path.parent / name.decode() for name in _SCRIPT.findall(content)]
        yield Page(path, Size.of(content), sum(script.stat().st_size for script in scripts))


def _paint(context: BrowserContext, path: Path) -> float:
    """Milliseconds until a page shows anything."""
    page = context.new_page()
    page.goto(path.as_uri())
    painted = float(page.evaluate(_PAINTED))
    page.close()
    return painted


def shown(browser: Browser, site: Path, largest: Sequence[Path]) -> Shown:
    """How long pages take to be painted from a folder, and how long two searches take."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    paints = [median(_paint(context, path) for _ in range(OPENINGS)) for path in largest]
    page = context.new_page()
    took = []
    for word in WORDS:
        if page.url == "about:blank":
            page.goto(f"{(site / 'search/index.html').as_uri()}?q={word}")
        else:
            page.evaluate("delete document.body.dataset.took")
            page.fill("#words", word)
            page.press("#words", "Enter")
        page.wait_for_selector("body[data-took]", timeout=60_000)
        took.append(float(page.evaluate("document.body.dataset.took")))
    context.close()
    return Shown(max(paints), *took)


def written_again(site: Path, folder: Path) -> float:
    """Seconds to write all files of a site but its downloads once more, with a digest of each."""
    paths = [path for path in site.rglob("*") if path.is_file() and path.parent.name != "downloads"]
    for path in paths:
        (folder / path.relative_to(site)).parent.mkdir(parents=True, exist_ok=True)
    parts = [[(path, folder / path.relative_to(site)) for path in paths[at::2]] for at in range(2)]
    with ProcessPoolExecutor(2) as pool:
        start = time.perf_counter()
        list(pool.map(_write, parts))
        return time.perf_counter() - start


def _write(files: Sequence[tuple[Path, Path]]) -> None:
    for path, target in files:
        content = path.read_bytes()
        draft = f"{target}.{sha256(content).hexdigest()}"
        Path(draft).write_bytes(content)
        Path(draft).replace(target)


def row(data: Path, folder: Path, browser: Browser, rounds: int) -> str:
    """Build a site again and again into an empty folder beside `list`, and look at it."""
    site, lines = folder / "site", folder / "lines"
    env = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    build, listing = (
        Job((STANCES, "--data", str(data), *command), env, before=before)
        for command, before in (
            (("site", str(site)), lambda: shutil.rmtree(site, ignore_errors=True)),
            (("list", "--format", "jsonl"), None),
        )
    )
    run(listing, lines)
    downloads = [
        Job((STANCES, "--data", str(data), *command), env)
        for command in (
            ("list", "--format", "csv"),
            ("list", "--format", "json"),
            ("export", "sqlite", str(folder / "stances.db"), "--force"),
        )
    ]
    pairs = side_by_side((build,), (listing,), rounds)
    built, listed = (
        Sample(median(each.seconds for each in side), max(each.bytes for each in side))
        for side in zip(*pairs, strict=True)
    )
    copied = written_again(site, folder / "again")
    loaded = sum(run(job).seconds for job in downloads) / 2
    found = sorted(pages(site), key=lambda page: -page.size.packed)
    opened = [site / "index.html", found[0].path]
    times = shown(browser, site, opened)
    cells = (
        f"{data.name}, {sum(1 for _ in lines.open()):,}",
        f"{built.seconds:.1f} s",
        *(f"{seconds / listed.seconds:.1f} times" for seconds in (built.seconds, copied, loaded)),
        f"{built.bytes / 1e6:.0f} MB",
        f"{len(found):,}",
        f"{sum(path.stat().st_size for path in site.rglob('*')) / 1e6:.1f} MB",
        str(found[0].size),
        str(Size.of((site / "assets/site.css").read_bytes())),
        f"{max(page.scripts for page in found) / 1000:.1f} kB",
        *(f"{time:.0f} ms" for time in times),
    )
    return f"| {' | '.join(cells)} |"


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", metavar="CORPUS", help="a folder, or a number")
    parser.add_argument("--rounds", type=int, default=3, help="how often each site is built")
    asked = parser.parse_args(arguments)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    on_two_cores()
    print(f"| {' | '.join(HEAD)} |\n|---|{'--:|' * (len(HEAD) - 1)}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for number, corpus in enumerate(asked.corpora):
            folder, data = Path(scratch, str(number)), Path(corpus)
            folder.mkdir()
            if corpus.isdecimal():
                data = folder / "made"
                write_corpus(data, int(corpus))
            print(row(data.resolve(), folder, browser, asked.rounds), flush=True)
            shutil.rmtree(folder)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
