"""The files of a site that are about the whole corpus: downloads, search index and assets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stances.index.export import export
from stances.queries.listing import listing
from stances.queries.site.searched import other_names, searched
from stances.views.formats import ROWS, ViewOptions
from stances.views.html.site import places
from stances.views.html.site.scripts import script
from stances.views.html.site.search_index import search_files
from stances.views.html.site.search_page import search_page
from stances.views.html.site.style import style

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping

    from stances.queries.filters import Filters
    from stances.site.folder import Stage, Written
    from stances.views.html.site.page import Pages

    Maker = Callable[[sqlite3.Connection, Filters, Stage, Pages], Iterator[Written]]


def _rows(format_: str, path: str) -> Maker:
    """Return a function that writes all statements in a format."""

    def make(
        index: sqlite3.Connection, filters: Filters, stage: Stage, _: Pages
    ) -> Iterator[Written]:
        # Readers may open the file in a spreadsheet, and did not choose its content.
        options = ViewOptions(spreadsheet_safe=True)

        def write(file: str) -> None:
            with Path(file).open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(ROWS.view(format_)(listing(index, filters), options))

        yield stage.put_file(path, write)

    return make


def _database(
    index: sqlite3.Connection, _: Filters, stage: Stage, pages: Pages
) -> Iterator[Written]:
    """Write the corpus as `export sqlite` does; not for a part, since that has no filters."""
    if not pages.site.is_part:
        yield stage.put_file(places.SQLITE, lambda file: export(index, Path(file)))


def _searching(
    index: sqlite3.Connection, filters: Filters, stage: Stage, pages: Pages
) -> Iterator[Written]:
    """Write the search page, and the files of the search index."""
    yield stage.put(places.SEARCH, search_page(pages).encode())
    found, names = searched(index, filters), pages.names(places.SEARCH)
    yield from stage.put_texts(search_files(found, names, other_names(index)))


def _assets(_: object, __: object, stage: Stage, ___: object) -> Iterator[Written]:
    """Write the style sheet and the scripts."""
    yield stage.put(places.STYLE, style().encode())
    yield from stage.put_texts((path, script(path)) for path in places.SCRIPTS)


WHOLE_FILES: Mapping[str, Maker] = {
    "sqlite": _database,
    "search": _searching,
    "csv": _rows("csv", places.CSV),
    "json": _rows("json", places.JSON),
    "assets": _assets,
}
"""The functions that write the files, by name, the slowest first."""
