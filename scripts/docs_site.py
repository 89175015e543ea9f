"""Make the site of the documents, in a folder that any web server can serve.

`python scripts/docs_site.py FOLDER` reads the Markdown of the repository as it lies there, and
fails if a link or an anchor leads nowhere, or if docs/README.md does not list a page. The headings
and lists of docs/README.md are the navigation. The site asks no other server for anything.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils.nodes import section as section_node
from pygments.lexers.data import JsonLexer
from pygments.lexers.special import TextLexer
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains import ObjType
from sphinx.util.docutils import docutils_namespace

from stances import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes

ROOT = Path(__file__).resolve().parent.parent
INDEX = "docs/README"
STYLE, SCRIPT = ROOT / "scripts" / "docs_site.css", ROOT / "scripts" / "docs_site.js"
_GROUP = re.compile(r"^## (.+)\n((?:(?!## ).*\n)*)", re.MULTILINE)
_ENTRY = re.compile(r"^- \[(.+?)\]\(([^)#]+)\.md\)", re.MULTILINE)
_SOUGHT = {
    "docs/commands": ("command", re.compile(r"stances (.+)")),
    "docs/errors": ("problem", re.compile(r"(ST\d+)")),
    "docs/glossary": ("word", re.compile(r"(.+)")),
}
"""Pages whose sections are what people search for: as what, and by which part of the heading."""
_FRONT = f"""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>stances</title>
<meta http-equiv="refresh" content="0; url={INDEX}.html">
<p><a href="{INDEX}.html">The documents of stances</a></p>
</html>
"""
_SETTINGS: dict[str, Any] = {
    "project": "stances",
    "version": __version__,
    "html_title": f"stances {__version__}",
    "language": "en",
    "root_doc": INDEX,
    "include_patterns": ["*.md", "docs/*.md", "benchmarks/README.md"],
    "extensions": ["myst_parser"],
    "myst_heading_anchors": 6,
    "html_theme": "furo",
    "html_static_path": [str(STYLE), str(SCRIPT)],
    "html_css_files": [STYLE.name],
    "html_js_files": [SCRIPT.name],
    "html_copy_source": False,
    "html_show_copyright": False,
    "html_use_index": False,
    # An example of a file need not be one that the highlighter understands.
    "suppress_warnings": ["misc.highlighting_failure"],
}


def navigation(index: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each group of pages in the text of docs/README.md: its heading, and titles with pages."""
    for heading, text in _GROUP.findall(index):
        if entries := _ENTRY.findall(text):
            yield heading, entries


def _with_navigation(_: Sphinx, document: str, source: list[str]) -> None:
    """Give the index the navigation that its lists are."""
    if document == INDEX:
        for heading, entries in navigation(source[0]):
            pages = "\n".join(f"{title} <{page}>" for title, page in entries)
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {heading}\n\n{pages}\n```\n"


def _without_folders(app: Sphinx, document: nodes.document) -> None:
    """Leave the words of a link to a folder, which a site does not show."""
    for link in [*document.findall(pending_xref)]:
        _, path = app.env.relfn2path(link["reftarget"], app.env.docname)
        if Path(path).is_dir():
            link.replace_self(link.children)


def _with_sections_to_search_for(app: Sphinx, document: nodes.document) -> None:
    """Let the search lead to a section itself, before all pages with its word in them."""
    kind, pattern = _SOUGHT.get(app.env.docname, ("", None))
    domain = app.env.domains.standard_domain
    if pattern is not None:
        domain.object_types.setdefault(kind, ObjType(kind, kind))
        for section in document.findall(section_node):
            if name := pattern.match(section[0].astext()):
                domain.note_object(kind, name[1], section["ids"][0], location=section)


def made(folder: Path, repository: Path = ROOT) -> int:
    """Make the site in a folder; 0, or what a process exits with if something is wrong."""
    with docutils_namespace():
        app = Sphinx(
            repository,
            None,
            folder,
            folder / ".doctrees",
            "html",
            confoverrides=_SETTINGS,
            status=None,
            warning=sys.stderr,
            freshenv=True,
            warningiserror=True,
        )
        app.add_lexer("csv", TextLexer)
        app.add_lexer("jsonl", JsonLexer)
        app.connect("source-read", _with_navigation)
        app.connect("doctree-read", _without_folders)
        app.connect("doctree-read", _with_sections_to_search_for)
        app.build()
    (folder / "index.html").write_text(_FRONT, "utf-8")
    return app.statuscode


def main(arguments: list[str]) -> int:
    """Make the site in the folder that is named."""
    parser = argparse.ArgumentParser(prog="scripts/docs_site.py", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    return made(parser.parse_args(arguments).folder.resolve())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
