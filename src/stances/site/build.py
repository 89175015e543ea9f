"""Builds the site: workers make its pages and stage them, then all are put into the folder.

Most pages are of officials and statements. A task has some officials, and the worker queries the
index for all data of their pages. All other pages are about all statements. The main process
queries their data, one page after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple

from stances import parallel
from stances.errors import CannotWrite
from stances.index.connection import Index
from stances.queries.filters import Filters
from stances.queries.site import site
from stances.queries.site.changes import NoHistory, read_changes
from stances.queries.site.making import about_page
from stances.queries.site.officials import (
    OfficialIndex,
    People,
    StatementsFound,
    entries,
)
from stances.queries.site.told_of_all import told_of_all
from stances.revisions import commit_of
from stances.site.folder import Folder, Written
from stances.site.whole_files import WHOLE_FILES
from stances.views.html.site import about, official, places, statement
from stances.views.html.site.feed import feed
from stances.views.html.site.page import Pages
from stances.views.html.site.redirects import redirects
from stances.views.html.site.sitemap import sitemap

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from stances.evidence.copies import Snapshots
    from stances.queries.site import Site
    from stances.queries.site.changes import Changes
    from stances.site.folder import Committed, Stage

    File = tuple[str, str]
    """The path of a file, and its text."""
    Made = tuple[int, list[Written]]
    Task = tuple[str, Sequence[Any]]
    """A module of pages and the data for them.

    It may also be `PEOPLE` and ids of officials, or `WHOLE` and names of files about the whole
    corpus.
    """

_VIEWS = "stances.views.html.site"
PEOPLE, WHOLE = "people", "whole"
_FEW = 2_000
"""A site with fewer statements is written by this process alone: workers take longer to start."""
_DOWNLOADS = frozenset({places.CSV, places.JSON, places.SQLITE})


class SiteOptions(NamedTuple):
    """The options of a site: its future address, the filters, and the stored copies, if used."""

    base: str = ""
    filters: Filters = Filters()
    snapshots: Snapshots | None = None


class Built(NamedTuple):
    """The result of a build.

    `without_history` says why git's history is left out; None if it is not. `is_empty` means that
    the site has no statement.
    """

    files: Committed
    without_history: NoHistory | None
    is_empty: bool


def build(
    index: sqlite3.Connection,
    corpus: Path,
    target: Path,
    options: SiteOptions,
    progress: Callable[[int, int], object],
) -> Built:
    """Write the site of the corpus in a folder into the folder `target`.

    `index` is the index of that corpus. `progress` is called with the number of statements that
    have pages, and the number of all. Raises `CannotWrite`, also if a site without statements would
    replace one with statements.
    """
    with Folder(target) as folder, TemporaryDirectory() as place:
        changes = read_changes(corpus, index, Path(place))
        without = changes if isinstance(changes, NoHistory) else None
        known = None if isinstance(changes, NoHistory) else changes
        state = replace(
            site(index, options.filters, known.commit if known else commit_of(corpus)),
            base=options.base,
            without_history=without.told if without else "",
            news=known.news if known else (),
        )
        building = _Building(index, options, state, known, folder.stage(), place)
        try:
            if state.is_empty and folder.has(places.is_statement):
                why = "the site there has statements, and this one would have none"
                raise CannotWrite(target, why, f"if that is meant, delete {target} first")
            return Built(folder.commit(building.files(progress)), without, state.is_empty)
        finally:
            if known:
                known.close()


@dataclass(frozen=True)
class _Building:
    """Makes all files of one site."""

    index: sqlite3.Connection
    options: SiteOptions
    site: Site
    changes: Changes | None
    stage: Stage
    place: str

    def files(self, progress: Callable[[int, int], object]) -> Iterator[Written]:
        """Write all files to the stage, and yield each."""
        total = self.site.about.answer.statements
        file = getattr(self.index, "file", None)
        given = self.stage, self.site, self.options, self.changes, file
        if file is None or total < _FEW:
            here = _Worker(*given, index=self.index)
            made: Iterable[Made] = map(here.work, self._tasks())
        else:
            made = parallel.in_order(_work, self._tasks(), _begin, *given)
        done, sizes = 0, dict[str, int]()
        with TemporaryFile("w+", encoding="ascii", dir=self.place) as pages:
            for count, written in chain(made, self._about(sizes)):
                for each in written:
                    if each.path in _DOWNLOADS:
                        sizes[each.path] = self.stage.size(each)
                    if each.path.endswith(".html"):
                        pages.write(f"{each.path}\n")
                    yield each
                done += count
                progress(done, total)
            pages.seek(0)
            if self.site.base:
                found = sitemap(self.site.base, (line[:-1] for line in pages))
                yield from self.stage.put_texts(found)
        yield from self._unlisted()

    def _about(self, sizes: Mapping[str, int]) -> Iterator[Made]:
        """Write the page on how the site was made: it needs the sizes of other files."""
        _, filters, copies = self.options
        own = filters if self.site.is_part else None
        found = about_page(self.index, own, sizes, copies)
        yield 0, [*self.stage.put_texts(about.pages(found, Pages(self.site)))]

    def _unlisted(self) -> Iterator[Written]:
        """Write what no sitemap has: the feed, and pages that search engines shall not keep."""
        yield from self.stage.put_texts(Pages(self.site).not_found())
        if self.changes:
            yield from self.stage.put_texts(feed(self.site, self.changes))
            yield from self.stage.put_texts(redirects(self.site, self.changes.renamed))

    def _tasks(self) -> Iterator[Task]:
        """Yield the tasks of the workers, the longest first."""
        index, (_, filters, copies) = self.index, self.options
        yield from ((WHOLE, [name]) for name in WHOLE_FILES)
        yield from ((PEOPLE, ids) for ids in People(index, filters).batches())
        yield f"{_VIEWS}.official_list", [OfficialIndex(entries(index, filters))]
        for module, pieces, at_once in told_of_all(index, filters, self.site, copies):
            rest = iter(pieces)
            while some := [*islice(rest, at_once)]:
                yield f"{_VIEWS}.{module}", some


class _Worker:
    """Makes files in one process, and writes them to the stage."""

    def __init__(  # noqa: PLR0913 - all that a worker knows
        self,
        stage: Stage,
        state: Site,
        options: SiteOptions,
        changes: Changes | None,
        file: str | None,
        *,
        index: sqlite3.Connection | None = None,
    ) -> None:
        self._stage, self._pages, self._filters = stage, Pages(state), options.filters
        self._changes = changes
        # A connection must not be used after a fork, so each worker opens its own.
        self._index = index or Index(file or ":memory:", isolation_level=None)
        self._people = People(self._index, options.filters, options.snapshots)

    def work(self, task: Task) -> Made:
        """Make the files of a task; return them after the number of statements on them."""
        module, pieces = task
        if module == WHOLE:
            makers = (WHOLE_FILES[name] for name in pieces)
            made = (make(self._index, self._filters, self._stage, self._pages) for make in makers)
            return 0, [*chain.from_iterable(made)]
        if module == PEOPLE:
            return self._people_pages(pieces)
        pages: Callable[..., Iterator[File]] = import_module(module).pages
        files = chain.from_iterable(pages(piece, self._pages) for piece in pieces)
        return 0, [*self._stage.put_texts(files)]

    def _people_pages(self, ids: Sequence[str]) -> Made:
        """Make the pages of some officials and of their statements."""
        count, written = 0, list[Written]()
        for found in self._people.of(ids):
            if isinstance(found, StatementsFound):
                count += len(found.rows)
                if self._changes:
                    found.history.update((ref, self._changes.of(ref)) for ref in found.refs)
                written += self._stage.put_texts(statement.pages(found, self._pages))
            else:
                written += self._stage.put_texts(official.pages(found, self._pages))
        return count, written


_here: list[_Worker] = []
"""The worker of this process."""


def _begin(*given: Any) -> None:
    _here[:] = [_Worker(*given)]


def _work(task: Task) -> Made:
    return _here[0].work(task)
