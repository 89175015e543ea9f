"""The tables of `list` and `search`."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from stances.queries.result import StoredRows
from stances.views import styles
from stances.views.table.components import joined, quote_piece, quote_text, who_text, words_text
from stances.views.table.console import Lines, block
from stances.views.table.statement_rows import Cells, Layout
from stances.views.values import best_evidence, marked, plural, told_by
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from stances.queries.listing import Listing
    from stances.queries.result import Row
    from stances.queries.search import SearchResult
    from stances.views.formats import ViewOptions
    from stances.views.table.console import Line, PageConsole, Piece

_UNSEEN = ("frames", "forms", "reviewed_by", "disputes")
"""The lists of a row that the table does not show."""


def listing_table(listing: Listing, options: ViewOptions) -> Lines:
    """The statements of `list`, and a line with their numbers."""
    return _Statements(listing, options)


def search_table(result: SearchResult, options: ViewOptions) -> Lines:
    """The statements of `search`, the best match first, and a line with their numbers."""
    rows = map(_with_source_first, result.rows)
    return _Statements(result.with_rows(rows), options, _excerpt)


class _Statements(Lines):
    """Statements below the names of their officials."""

    def __init__(
        self,
        result: Listing | SearchResult,
        options: ViewOptions,
        words: Callable[[Row], Text | Piece] = quote_piece,
    ) -> None:
        """`words` returns the words shown for a row."""
        self._result, self._words, self._whole = result, words, options.whole
        self._wording = Wording.of(result.background, options)
        self._issues = [*(result.issues or result.background.names().issues)]
        self._layout = Layout.of(options.width)

    def lines(self, console: PageConsole) -> Iterator[Line]:
        """The heads of columns, each official with their statements, and a line of counts."""
        count = _Count(self._result.asked)
        rows = self._result.rows
        if isinstance(rows, StoredRows):
            rows = rows.without(_UNSEEN)
        groups = self._groups(count.counting(rows))
        for number, group in enumerate(groups):
            yield from [[]] if number else self._heads(console)
            yield from block(console, [who_text(group[0], self._wording)], console.width)
            yield from self._rows(group, console)
        told = Text(count.told(self._wording) if count.statements else "", style=styles.ASIDE)
        yield from block(console, [Text()] * bool(told) + [told], console.width)

    def _heads(self, console: PageConsole) -> Iterator[Line]:
        """The question if there is only one, and the names of the columns."""
        if len(self._issues) == 1:
            question = Text(self._wording.issue(self._issues[0]), style=styles.STRONG)
            yield from block(console, [question, Text()], console.width)
        yield from self._layout.heads(console)

    def _groups(self, rows: Iterable[Row]) -> Iterator[Sequence[Row]]:
        """Adjacent statements of an official in one office; `by_official` results sort by issue."""
        for _, group in groupby(rows, lambda row: (row["official"], row["role"], row["faction"])):
            if self._result.by_official and len(self._issues) > 1:
                yield sorted(group, key=lambda row: self._issues.index(row["issue"]))
            else:
                yield [*group]

    def _rows(self, group: Sequence[Row], console: PageConsole) -> Iterator[Line]:
        """The statements; if there are several questions, each is above its statements."""
        for issue, rows in groupby(group, lambda row: row["issue"]):
            if len(self._issues) > 1:
                question = Text(self._wording.issue(issue), style="italic")
                yield from block(console, [question], console.width)
            for row in rows:
                cells = Cells.of(row, self._wording, self._words, whole=self._whole)
                yield from self._layout.row(console, cells)


class _Count:
    """Counts statements, officials and disputed statements while rows pass."""

    def __init__(self, asked: Sequence[str]) -> None:
        """`asked` has the officials asked for."""
        self._asked = asked
        self._officials: set[str] = set()
        self.statements = self._disputed = self._others = 0

    def counting(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows unchanged, and count them."""
        for row in rows:
            self._officials.add(row["official"])
            self.statements += 1
            self._disputed += row["disputed"]
            self._others += bool(self._asked) and row["official"] not in self._asked
            yield row

    def told(self, wording: Wording) -> str:
        """The counts in words."""
        line = f"{plural(self.statements, 'statement')} {told_by(self._officials, wording)}"
        line += f", {self._disputed} disputed" if self._disputed else ""
        if self._others:
            line += f", {self._others} of them recorded with another official"
        return line


def _with_source_first(row: Row) -> Row:
    """The row with the quotation of the excerpt, so that its source is named first."""
    passage = row["excerpt"].strip("…")
    for piece in row["evidence"]:
        original = piece["original"] or {"text": ""}
        text = original["text"] or "" if row["excerpt_of"] == "original" else piece["text"]
        if piece["source"] == row["excerpt_source"] and passage in text:
            return row | {"quote": piece["text"]}
    return row


def _excerpt(row: Row) -> Text:
    """The excerpt of a row; if it is not from a source's words, the words are below it."""
    excerpt = Text()
    for piece, matched in marked(row["excerpt"], row["matches"]):
        excerpt.append(piece, style=styles.STRONG if matched else "")
    if row["excerpt_of"] != "text":
        labelled = Text.assemble((f"{row['excerpt_of']}: ", styles.ASIDE), excerpt)
        return joined([labelled, quote_text(row)], "\n")
    words = words_text(excerpt.plain, best_evidence(row)["form"])
    shift = words.plain.index(excerpt.plain)
    for span in excerpt.spans:
        words.stylize(span.style, span.start + shift, span.end + shift)
    return words
