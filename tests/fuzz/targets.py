"""What is fuzzed: the inputs of each part, and what must hold of every one of them."""

from __future__ import annotations

import io
import random
import re
import tempfile
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from fuzz.inputs import (
    DATA,
    any_text,
    articles,
    disturbed,
    files,
    joined,
    layouts,
    mutated,
    one_of,
)
from scribbles import edited
from stances.cli.run import run
from stances.dates import InvalidDate, parse_date
from stances.dates.written import readings
from stances.editing.comments import attach, comments_of
from stances.editing.document import opened
from stances.editing.edits import append, remove, replace
from stances.editing.formatting import formatted
from stances.editing.tables import KINDS, decoded
from stances.errors import CannotEdit, CannotRead
from stances.evidence.copies import Snapshots
from stances.evidence.lookup import look_up
from stances.index.build import build
from stances.queries.filters import Filters
from stances.queries.listing import listing
from stances.queries.search import search
from stances.queries.sql import SqlResult
from stances.search_query import Matcher, Term, joined_words
from stances.search_query import parse as parse_query
from stances.text import is_unfit, words
from stances.views.formats import ROWS, ViewOptions
from stances.yaml_reader import parse, parse_tree, placed
from stances.yaml_reader.line_reader import read_lines
from stances.yaml_reader.loaders import FASTEST, PYTHON

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from fuzz.inputs import Maker
    from stances.problems import Where
    from stances.search_query import Term
    from stances.text import Word
    from stances.yaml_reader import Document, Value


class Target(NamedTuple):
    """A part of the program: what makes its inputs, and what fails where something is wrong.

    `share` is how much of the time it gets, compared with the others.
    """

    made: Maker
    check: Callable[[Any], None]
    share: int = 1


def raw(text: str) -> set[str]:
    """The characters of a text that act on what shows it; the program isolates words itself."""
    bare = re.sub("\u2068(.*?)\u2069", r"\1", text)
    return set() if bare.isprintable() else {c for c in bare if c == "\r" or is_unfit(ord(c))}


# The reader.

DIRECTIVES = (
    *("name: x", "\n", "\n\n", "\n ", "\r\n", " ", "%TAG ! x", "%TAG !! tag:x,2000:"),
    *("%TAG !e! x", "%YAML 1.1", "%", "! x", "!", "!!", "!e!x", "!<x>", "!<", "!%41", "!a!"),
    *("---", "--- ", "...", "a: ", "b", "- ", "[", "]", "{", "}", ",", "\t", "#c", "'", '"', "|"),
    *("? ", ": ", "&a ", "*a", "%c3%a9", "!%C0%80", "%ED%A0%80", "!%f5%80", "%00", "\0"),
    *("\u202e", ">-\n ", "\\", "~"),
)


def told(document: Document) -> list[object]:
    """All that a document says, with its places as they are told."""
    places = [
        {at: placed(spot) for at, spot in spots.items()}
        for spots in (document.keys, document.values)
    ]
    return [document.data, document.faults, *places, document.commented]


def reader(text: str) -> None:
    """Both parsers say the same; what has no fault can be laid out, and says the same then."""
    content = text.encode("utf-8", "surrogateescape")
    document = parse(content, loader=FASTEST)
    assert told(document) == told(parse(content, loader=PYTHON))
    assert not any(raw(fault.message + fault.hint) - {*text} for fault in document.faults)
    tree = parse_tree(content)
    assert (tree is None) == bool(document.faults)
    if tree is not None:
        laid_out = formatted(content, "official")  # which compares the two itself
        assert isinstance(laid_out, bytes)


def lines(text: str) -> None:
    """What is read line by line is just what a parser makes of it, in the same order."""
    content = text.encode("utf-8", "surrogateescape")
    if document := read_lines(content, text):
        parsed = parse(content, loader=FASTEST)
        assert told(document) == told(parsed)
        assert str(document.data) == str(parsed.data)
        for mine, theirs in ((document.values, parsed.values), (document.keys, parsed.keys)):
            assert [*mine] == [*theirs]


# Dates.

DATES = (
    *("2014", "-", "06", "18", "/", "..", "?", "~", "%", "T", "20:30:00", "Z", "+04:30", " "),
    *("0", "1", "13", "31", "02-29", "2016", "00", "June", "Jun", "14", ",", "XX", "2014-22"),
    *("۲۰۱۴", ".", "0000", "9999", "th", "of", "summer", "\n", "\0", "\u202e", "a", "é", "99"),
    *("2014-06-18", "../"),
)


def dates(text: str) -> None:
    """A date is read with its bounds in order, or refused in a line with something to do."""
    date, refused = None, ""
    with suppress(InvalidDate):
        assert all(parse_date(each.edtf, timed=True) for each in readings(text))
    try:
        date = parse_date(text)
    except InvalidDate as error:
        refused = f"{error.message}{error.hint}"
    if date is None:
        assert refused
        assert not raw(refused)
        return
    assert str(date) == text
    assert parse_date(str(date)) == date
    assert date.first is None or date.last is None or date.first <= date.last
    assert date.may_overlap(date)
    assert date.lies_within(date)


# Sheets.

COLUMNS = "official said position source form text note conditions".split()
CELLS = (
    *(",", ";", "\t", '"', '""', "\n", "\r\n", "\r", "'", "=", "+", "-", "@", "=cmd|x", "\\"),
    *("\\t", "\\x1b", "\\u202e", "\\q", "a", "adler", "2021-06", "[", "]", '["a"]', "{", "}"),
    *(":", "null", " ", "true", "\0", "\x1b", "\u202e", "é", "گ", "sep=;\n", "\ufeff", "{}"),
    *('{"a": "b"}', "1e9"),
)


def _sheet(chance: random.Random) -> tuple[str, str]:
    kind, separator = chance.choice((("csv", ","), ("csv", ";"), ("tsv", "\t"), ("jsonl", "")))
    text: str = joined(CELLS, 25)(chance)
    if kind == "jsonl":
        return kind, chance.choice(('{"official": "a", "text": "', "", "{")) + text
    head = separator.join(chance.sample(COLUMNS, chance.randint(1, 4))) + "\n"
    return kind, chance.choice((head, head, "")) + text


def _known(name: str) -> bool:
    return name in COLUMNS


def sheets(given: tuple[str, str]) -> None:
    """A sheet is read or refused; what is read can be written for spreadsheets and read again."""
    kind, content = given
    try:
        text = decoded(content.encode("utf-8", "surrogateescape"), "x", "")
    except CannotRead:
        return
    table = KINDS[kind](text, _known)
    rows = [{**dict.fromkeys(table.columns), **row.cells} for row in table.rows]
    unique = len(table.columns) == len({*table.columns})
    if kind == "jsonl" or not rows or not unique or table.refusals or raw("".join(table.columns)):
        return
    for format_, safe in (("csv", True), ("tsv", True), ("tsv", False)):
        result = SqlResult(table.columns, rows)
        written = "".join(ROWS.view(format_)(result, ViewOptions(spreadsheet_safe=safe)))
        assert not raw(written.removeprefix("\ufeff")), written
        again = KINDS[format_](written.removeprefix("\ufeff"), _known, safe=safe)
        if format_ == "tsv" or not any(raw(cell) for row in rows for cell in row.values() if cell):
            assert [{**row.cells} for row in again.rows] == [{**row.cells} for row in table.rows]


# Searches.

QUERIES = (
    *('"', "“", "”", "«", "»", "„", "-", "*", "OR", "or", " ", "  ", "(", ")", "AND", "NOT"),
    *("NEAR", "Iran", "iraq", "terror", "terrorists", "the", "of", "US", "U.S.", "co-operate"),
    *("cooperat*", "-", "'", "’", "\u200c", "ایران", "می‌گوید", "é", "ß", "İ", "1", "2014", "\0"),
    *("\x1b", "😀", ":"),
)


@cache
def index() -> sqlite3.Connection:
    """That of the shipped corpus, to be asked."""
    return build(DATA)


class _Passage(NamedTuple):
    """A folded text with a blank at each end, and its joined words, which notes do not have."""

    folded: str
    joined: Sequence[Word]


@cache
def _passages() -> Mapping[str, Sequence[_Passage]]:
    """All texts that are searched, by reference."""
    found = {}
    for row in listing(index(), Filters()).rows:
        own = [row["summary"], *row["conditions"], *(each["text"] for each in row["evidence"])]
        own += [each["original"]["text"] for each in row["evidence"] if each["original"]]
        notes = [row["venue"], row["note"], *(each["note"] for each in row["evidence"])]
        notes += [each[key] for each in row["disputes"] for key in ("note", "resolution")]
        found[row["ref"]] = [_Passage(_folded(text), joined_words(text)) for text in own if text]
        found[row["ref"]] += [_Passage(_folded(text), []) for text in notes if text]
    return found


def _stands(term: Term, passages: Sequence[_Passage]) -> bool:
    return any(
        Matcher((term,))(each.folded)
        or (term.whole and any(term.fits(word.folded) for word in each.joined))
        for each in passages
    )


def _folded(text: str) -> str:
    return f" {' '.join(word.folded for word in words(text))} "


def searches(text: str) -> None:
    """The index finds the statements that have the words, and no others."""
    query = parse_query(text)
    if not query:
        return
    found = {row["ref"] for row in search(index(), query, Filters()).rows}
    expected = {
        ref
        for ref, passages in _passages().items()
        if all(any(_stands(term, passages) for term in group) for group in query.groups)
        and not any(_stands(term, passages) for term in query.without)
    }
    assert found == expected, found ^ expected


# Stored copies.

MARKUP = (
    *("<", ">", "</", "<p>", "</p>", "<br>", "<script>", "</script>", "<style>", "<!--", "-->"),
    *("&", "&#27;", "&#x202e;", "&amp;", "&nbsp;", "&#0;", "&#99999999999;", "&lt", "<![CDATA["),
    *("]]>", "<title>", "<textarea>", "<svg>", "<template>", "hidden", '"', "'", "=", "“", "”"),
    *("«", "»", "we want our quiet lake back", "we", "want", "lake", " ", "\n", "\r", "\t", "\0"),
    *("\x1b", "\f", "\u202e", "\u00ad", "\u200b", "é", "ﬁ", "گفت", "…", "[…]", "-", "\ufeff"),
    *("<p hidden>", "/>", "<a "),
)
_PDF_HEAD = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]"
_PDF_TAIL = (
    b"/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]/Resources"
    b"<</Font<</F 5 0 R>>>>>>endobj 4 0 obj<</Length 44>>stream\n"
    b"BT /F 9 Tf (we want our lake) Tj ET\n"
    b"endstream endobj 5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF"
)
PDF_BITS = (
    *("<<", ">>", "[", "]", "(", ")", "obj", "endobj", "stream", "endstream", "/Kids"),
    *("/Count 9", "0 R", "3 0 R", "2 0 R", "/Length -1", "/Filter/FlateDecode"),
    *("/Filter/LZWDecode", "/Contents", "BT", "Tj", "<00ff>", "\x1b[31m", "%%EOF", "xref"),
    *("trailer", "/Parent 3 0 R", "/Root 9 0 R", "\n", " ", "9"),
)


def _copy(chance: random.Random) -> tuple[str, bytes]:
    text = one_of(mutated(articles, MARKUP), joined(MARKUP, 40), any_text)(chance)
    content = text.encode("utf-8", "surrogateescape")
    if chance.random() < 0.1:
        content = chance.randbytes(chance.randint(0, 40)) + content
    return chance.choice((".html", ".html", ".txt", ".md")), content


def _pdf(chance: random.Random) -> tuple[str, bytes]:
    content = (_PDF_HEAD + _PDF_TAIL).decode("latin-1")
    return ".pdf", edited(chance, content, PDF_BITS).encode("latin-1", "replace")


WANTED = ("we want our quiet lake back", "want […] lake", "[We] want", "گفت", "quiet lake", "-")


@cache
def _folder() -> Path:
    """A folder of one's own, until the process ends."""
    holder = tempfile.TemporaryDirectory(prefix="fuzz-")
    folders.append(holder)
    return Path(holder.name)


folders: list[tempfile.TemporaryDirectory[str]] = []


def copies(given: tuple[str, bytes]) -> None:
    """Words are found, or it is told why not; what is found has a place in the copy."""
    suffix, content = given
    folder = _folder() / "snapshots"
    folder.mkdir(exist_ok=True)
    file = folder / f"x{suffix}"
    file.write_bytes(content)
    try:
        for wanted in WANTED[:: 5 if suffix == ".pdf" else 1]:
            found = look_up(Snapshots(folder), "x", None, wanted)
            assert found.verdict.result
            assert not raw("".join(found.told()))
            if found.verdict.result == "found":
                assert found.verdict.spot is not None
                assert (
                    1 <= found.verdict.spot.line <= content.count(b"\n") + content.count(b"\r") + 1
                )
    finally:
        file.unlink()


# Command lines.

ASKING = (
    *("list", "show", "compare", "summary", "conflicts", "timeline", "search", "officials"),
    "sources",
)
ARGUMENTS = (
    *("--official", "--faction", "--position", "--issue", "--frame", "--form", "--status"),
    *("--source", "--since", "--until", "--certain", "--text", "--min-sources"),
    *("--without-disputed", "--columns", "--sort", "--limit", "--no-header"),
    *("--spreadsheet-safe", "--by", "--within", "--fail-empty", "rouhani", "Rouhani", "zarif"),
    *("executive", "military", "supports", "us-iran-cooperation", "quote", "none", "2014-06"),
    *("2014-06-18", "../2014", "attested", "disputed", "wsws-2014-06-21", "ref,said", "-said"),
    *("score", "0", "1", "-1", "99999999999999999999", "", " ", "-", "--", "\x1b[31m", "\u202e"),
    *("ایران", "iran OR iraq", '"', "*", "%", "'", ";", "\udcff", "é", "a/b", "=1", "faction"),
    "month",
)


def _command_line(chance: random.Random) -> list[str]:
    words_ = [chance.choice(ARGUMENTS) for _ in range(chance.randint(0, 6))]
    format_ = chance.choice([*ROWS.views])
    return [chance.choice(ASKING), *words_, "--format", format_, "--color", "never"]


def answered(*arguments: str) -> tuple[int, str, str]:
    """The exit code of a command line, its answer and what it said besides."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(list(arguments))
    assert code in {0, 1, 2, 3, 4}, (arguments, code, err.getvalue())
    for text in (out.getvalue(), err.getvalue()):
        assert "Traceback" not in text
        assert not raw(text.removeprefix("\ufeff")), (arguments, text)
    return code, out.getvalue(), err.getvalue()


def arguments(given: list[str]) -> None:
    """Any arguments are answered or refused."""
    answered(*given, "--data", str(DATA))


# Queries in SQL.

SQL = (
    *("SELECT ", "* ", "FROM ", "statements ", "evidence ", "main.", "temp.", "files ", "WHERE "),
    *("(", ")", ", ", "ref ", "COUNT(*) ", "WITH x AS ", "x ", "UNION ALL ", "ORDER BY 1 "),
    *("LIMIT 3 ", "1 ", "'a' ", "NULL ", "json_each('[1]') ", "zeroblob(99999999) ", "char(27) "),
    *("AS ", '"=\x1b" ', "; ", "-- ", "/* ", "JOIN ", "ON ", "= ", "|| ", "CAST(", "AS TEXT) "),
    *("x'ff' ", "sqlite_master ", "VALUES ", "EXPLAIN ", "DELETE ", "PRAGMA "),
    *("pragma_table_list ", "printf('%s', ", "? ", "\0", "[", "`", "GROUP BY 1 ", "é "),
)


def queries(text: str) -> None:
    """A query is answered or refused, and leaves the index as it was."""
    answered("sql", text, "--limit", "5", "--format", "json", "--data", str(DATA))


# Edits.


def comments(content: bytes) -> list[str]:
    """All comments of a file."""
    tree = parse_tree(content)
    assert tree is not None
    attach(tree)
    return sorted(comments_of(tree.root))


def _paths(data: Value, at: Where = ()) -> Iterator[tuple[Where, Value]]:
    yield at, data
    pairs = enumerate(data) if isinstance(data, list) else ()
    for step, value in data.items() if isinstance(data, dict) else pairs:
        yield from _paths(value, (*at, step))


def _layout(chance: random.Random) -> tuple[str, int]:
    text = chance.choice(layouts())
    return edited(chance, text) if chance.random() < 0.3 else text, chance.randrange(2**32)


def edits(given: tuple[str, int]) -> None:
    """An edit changes what it names, which the program compares itself, and keeps all comments."""
    text, number = given
    chance = random.Random(number)
    path = _folder() / "jansen.yaml"
    path.write_bytes(text.encode())
    with suppress(CannotEdit):
        file = opened(path, "official")
        for _ in range(chance.randint(1, 3)):
            at, node = chance.choice([*_paths(file.data)])
            before = comments(file.raw)
            if isinstance(node, list) and not any(isinstance(item, dict) for item in node):
                change = append(file, at, "one: more # item")
            elif at and chance.random() < 0.3:
                file = file.changed(remove(file, at))
                continue
            elif isinstance(node, str) and at:
                change = replace(file, {at: chance.choice(("a", "b: c", "- d", "گفت #", "'\"'"))})
            else:
                continue
            file = file.changed(change)
            assert comments(file.raw) == before


# Whole corpora.

_FILES = ("corpus.yaml", "codebook.yaml", "sources/wsws-2014-06-21.yaml", "officials/zarif.yaml")
_LINE = re.compile(r"[^\n:]+:[1-9]\d*:[1-9]\d*: (error|warning)\[ST\d{3} [a-z0-9-]+\] [^\n]+")


@cache
def _originals() -> Mapping[str, bytes]:
    names = [*_FILES, "officials/rouhani.yaml", "sources/iranwire-2014-06-25.yaml"]
    return {name: (DATA / name).read_bytes() for name in names}


def _spoilt(chance: random.Random) -> tuple[dict[str, str], str]:
    names = chance.sample(_FILES, chance.choice((1, 1, 2)))
    spoilt = {name: edited(chance, _originals()[name].decode()) for name in names}
    return spoilt, chance.choice([*_ASKED])


_ASKED = {
    "check": ("check", "--format", "json"),
    "list": ("list", "--format", "json"),
    "summary": ("summary", "--format", "table"),
    "report": ("report", "--format", "markdown"),
    "show": ("show", "zarif", "--format", "yaml"),
    "timeline": ("timeline", "--format", "tsv"),
    "fmt": ("fmt", "--diff"),
}


def corpora(given: tuple[dict[str, str], str]) -> None:
    """A spoilt corpus is checked and asked without a bug, with the index as without it."""
    spoilt, asked = given
    folder = _folder() / "corpus"
    for name, content in _originals().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        text = spoilt.get(name)
        (folder / name).write_bytes(content if text is None else text.encode("utf-8", "replace"))
    data = ("--data", str(folder))
    _, checked, _ = answered("check", "--format", "text", *data)
    assert all(_LINE.fullmatch(line) for line in checked.splitlines()[:-1]), checked
    words_ = _ASKED[asked]
    if asked == "fmt":
        answered(*words_, *data)
    else:
        assert answered(*words_, *data) == answered(*words_, "--no-index", *data)


TARGETS: dict[str, Target] = {
    "reader": Target(one_of(mutated(files), joined(DIRECTIVES), any_text), reader, 8),
    "lines": Target(one_of(disturbed, disturbed, disturbed, mutated(files)), lines, 8),
    "dates": Target(one_of(joined(DATES, 7), any_text), dates, 2),
    "sheets": Target(_sheet, sheets, 3),
    "searches": Target(one_of(joined(QUERIES, 8), any_text), searches, 3),
    "copies": Target(_copy, copies, 3),
    "pdfs": Target(_pdf, copies),
    "arguments": Target(_command_line, arguments, 2),
    "queries": Target(joined(SQL), queries),
    "edits": Target(_layout, edits, 2),
    "corpora": Target(_spoilt, corpora, 3),
}
"""By name."""
