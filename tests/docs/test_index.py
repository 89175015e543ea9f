"""What people look for is two links away, from the README and from the index of the documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOUGHT = {
    "how to add a statement": ("docs/recording.md", "## By options"),
    "how to run it in CI": ("docs/ci.md", "## GitHub"),
    "how to ask from Python": ("docs/python-api.md", "stances.load"),
    "how to look up an error": ("docs/errors.md", "### ST104"),
    "what a position is": ("docs/glossary.md#position", "### position"),
    "how to open it in Datasette": ("docs/datasette.md", "datasette stances.db"),
}


def links(page: str) -> set[str]:
    """The pages that a page links to, with and without the place in them."""
    path = ROOT / page.partition("#")[0]
    if path.suffix != ".md":
        return set()
    found = set()
    for file, anchor in re.findall(r"\]\(([^)#:\s]+)(#[\w-]+)?\)", path.read_text("utf-8")):
        target = (path.parent / file).resolve().relative_to(ROOT).as_posix()
        found |= {target, target + anchor}
    return found


@pytest.mark.parametrize("start", ["README.md", "docs/README.md"])
def test_what_people_look_for_is_two_links_away(start: str) -> None:
    near = links(start)
    near |= {further for page in near for further in links(page)}
    for what, (place, text) in SOUGHT.items():
        assert place in near, what
        assert text in (ROOT / place.partition("#")[0]).read_text("utf-8"), what


def test_the_index_names_each_page_once() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    entries = re.findall(r"^- \[.+?\]\((\w[\w-]*)\.md\)", index, re.MULTILINE)
    assert sorted(entries) == sorted({*(path.stem for path in ROOT.glob("docs/*.md"))} - {"README"})
