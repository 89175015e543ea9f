"""What goes through the words of strangers, each with the inputs that are worst for it.

An entry of `CASES` has `make`, which gives an input of about `n` characters, and `work`, which
is done with it. The inputs are those on which a pattern that goes back, or a loop in a loop, would
take the square of `n`. `n` is so large that the square of it would take far more than `SECONDS`;
what takes time in proportion needs one at the most. Run as a program, this does a share of it, and
writes the name of each entry before it begins: so a limit of CPU time on the process shows which
entry has no bound.

    worst_inputs.py NUMBER SHARES    # the entries of one of so many shares, the first of which is 0

Where a bound is no line, it is the product of two inputs, and stands here:

- words of a record that are looked for in a stored copy: texts times characters of the copy, up to
  the limits of `stances.evidence.limits`;
- words of a search in a text: words of the longest phrase times words of the text;
- disputes of a statement and the readings of its sources: each is shown with each.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corpora import CorpusBuilder
from stances import dates, search_query, text
from stances.checks import across
from stances.editing import doubles as recorded
from stances.editing import edits, tables, yaml_writer
from stances.editing.add.records import one_line
from stances.editing.document import YamlFile
from stances.editing.file_text import Text
from stances.editing.formatting import formatted
from stances.editing.ids import short_slug, slug
from stances.editing.import_.columns import Columns, listed
from stances.editing.import_.mapping import read_columns
from stances.editing.references import Named
from stances.editing.rename.merge import Merge, Merging, Spot
from stances.editing.workspace import Workspace
from stances.evidence import folding, html_text, locate, word_diff
from stances.evidence.candidates import People, candidates_of
from stances.evidence.copies import Copy, ReadText
from stances.evidence.coverage import Asked, coverage_of
from stances.evidence.languages import language, read
from stances.evidence.matching import Found, Hints
from stances.evidence.meaning import Background, Claim
from stances.evidence.mentions import Mentions
from stances.evidence.offset_map import Trace
from stances.evidence.quotation_marks import Quotations
from stances.evidence.speakers import wanted
from stances.evidence.verdicts import Sought, verdict
from stances.index import doubles, names, origins
from stances.model import records, types
from stances.model.web_address import WEB_ADDRESS
from stances.problems import Problem, told
from stances.queries.conflicts import conflicts, wordings
from stances.queries.coverage import Coded, Coverage, SourceCoverage
from stances.queries.filters import Filters
from stances.queries.order import Scored, places
from stances.queries.search import excerpt
from stances.roles import Offices
from stances.views import direction, markdown_escape, reading, wrapping
from stances.views.diff.wording import difference
from stances.views.html.elements import markup
from stances.views.line_diff import hunks
from stances.views.problems import gitlab, plain_text, sarif
from stances.yaml_reader import parse, parse_tree
from stances.yaml_reader.loaders import FASTEST, PYTHON

try:
    import resource
except ImportError:  # pragma: no cover - on Windows
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 6
"""CPU time that an entry may take: far more than any does on a slow machine."""
DONE = "done"


class Case(NamedTuple):
    """Work on an input that grows with `n`."""

    make: Callable[[int], Any]
    work: Callable[[Any], object]
    n: int


CASES: dict[str, Case] = {}
Row = dict[str, Any]
Inputs = dict[str, "str | Callable[[int], Any]"]
"""Inputs by name; a text is repeated up to `n` characters."""


def add(name: str, work: Callable[[Any], object], inputs: Inputs, n: int = 100_000) -> None:
    """Add an entry for each input."""
    for label, made in inputs.items():
        make = repeated(made) if isinstance(made, str) else made
        CASES[f"{name}: {label}"] = Case(make, work, n)


def repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    return lambda n: before + unit * (n // len(unit)) + after


def numbered(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """A unit with a number in it, again and again."""

    def make(n: int) -> str:
        count = n // (len(unit) + 3)
        return before + "".join(unit.replace("N", str(i)) for i in range(count)) + after

    return make


# Searching.


def _matches(content: str) -> object:
    return search_query.matches(content, search_query.parse('a "b a" e* a-b 近平習近 나라').terms)


def _excerpt(content: str) -> object:
    none = dict.fromkeys(("summary", "venue", "note", "spoken_by"))
    piece = {"text": content, "source": "s", "original": None, "note": None, "via": None}
    lists: dict[str, list[str]] = {"conditions": [], "disputes": [], "according_to": []}
    row = {"quote": content, "evidence": [piece], **lists, **none}
    return excerpt(row, search_query.parse("a b c 習近").terms, {})


_WORDS: Inputs = {
    "hits": "a b ",
    "no blanks": "a",
    "joined": "a-b.",
    "joints": "-",
    "marks": "e\u0301",
    "one letter with marks": repeated("\u0301", "a"),
    "stretched": repeated("ـ", "a"),
    "no blanks in Chinese": "習近平",
    "no blanks in Thai": "ที่",
    "Korean particles": "들에게는",
    "Korean words": "나라들에게는 ",
}
add("joined_in", search_query.joined_in, _WORDS)
add("matches", _matches, _WORDS, 20_000)
add("excerpt", _excerpt, _WORDS, 20_000)
add("words", text.words, _WORDS)
add("fold_words", text.fold_words, _WORDS)
add("nouns_in", text.nouns_in, _WORDS)
add("brief", text.brief, {**_WORDS, "controls": "\0"})
add("surnames", names.surnames, _WORDS)
add("derived", lambda name: names.derived([name], ["a"], ["b"]), _WORDS)
add(
    "derived",
    lambda many: names.derived(many, many, many),
    {"aliases and offices": lambda n: [f"a {number}" for number in range(n // 8)]},
)
add("orders", names.orders, _WORDS)
add("titled", lambda name: [names.is_address(title) for title, _ in names.titled(name)], _WORDS)
add(
    "parse",
    search_query.parse,
    {mark: mark for mark in ('"', "“a ", "„a ", "«a ", "-", '-“"', "a OR ")},
)
add("did_you_mean", lambda word: text.did_you_mean(word, [word + "x", "b" + word]), {"long": "ab"})
add(
    "did_you_mean",
    lambda known: [text.did_you_mean("wodr-77", known, before) for before in range(300)],
    {"many words, many times": lambda n: [f"word-{number}" for number in range(n // 400)]},
)

# Stored copies.


def _verify(words: str, form: str = "quote", **hints: Any) -> Callable[[str], object]:
    def work(content: str) -> object:
        copy = Copy("x", ReadText(content, content, Trace()))
        return verdict(Sought(words, form, Hints(**hints)), copy)

    return work


def _coverage(content: str) -> object:
    """A copy with itself, with a word and with the first and last of its words declared."""
    copy = Copy("x", ReadText(content, content, Trace()))
    texts = ("a", content[:60], "a […] a")
    sought = [Sought(text, None, Hints(quoted=True)) for text in texts for _ in range(5)]
    officials = Mentions([("a", "a"), ("b", "Anna Adler"), ("c", "ع")])
    found = coverage_of(copy, sought, Asked(frozenset(range(10, 15)), officials, whole=True))
    evidence = [Coded("evidence", ("a/b",), ("A",), ("c",))] * 15
    source = SourceCoverage("s", "t", "en", "x", None, (), found.passages, evidence, found.reading)
    return source.covered, [*reading.paragraphs(source, {})], Coverage([source]).rows


def _candidates(content: str) -> object:
    """What of a copy may be a statement of one of two officials."""
    copy = Copy("x", ReadText(content, content, Trace()))
    names = [("b", "Anna Adler"), ("b", "Adler"), ("c", "Brandt")]
    people = {
        "b": wanted(["b"], ["Anna Adler", "Adler"], ["Mayor"]),
        "c": wanted(["c"], ["Brandt"], []),
    }
    known = People(Background(language("en"), Mentions(names)), people)
    return candidates_of(copy, [], Asked(frozenset(), Mentions(names)), known)


def _page_coverage(content: str) -> object:
    page = html_text.read_page(content)
    copy = Copy("x", ReadText(page.text, content, page.trace, articles=page.articles))
    sought = [Sought("a b", None, Hints())]
    return coverage_of(copy, sought, Asked(frozenset(), Mentions([])))


def _spots(content: str) -> object:
    copy = Copy("x", ReadText(content, content, Trace(), pages=True))
    return [copy.spot(at) for at in range(0, len(content), len(content) // 100)]


def _long(content: str) -> object:
    """Look for nearly all of a text, with a word in its midst that it does not have."""
    half = len(content) // 2
    return _verify(f"{content[1:half]} other {content[half + 1 :]}")(content)


def _in_page(source: str) -> object:
    content, trace, *_, asides = html_text.read_page(source)
    copy = Copy("x", ReadText(content, source, trace, asides=asides))
    return verdict(Sought("go there", "quote", Hints()), copy)


def _damaged(content: str) -> object:
    """Look in a PDF for words that it has damaged, and for much of what it has."""
    copy = Copy("x", ReadText(content, content, Trace(), pages=True))
    sought = ["\u0627\u200c" * 20 + "\u0628", f"\u0628 {content[: len(content) // 50]}"]
    return [verdict(Sought(words, "quote", Hints()), copy) for words in sought]


_SET_APART = {"footnotes", "raised", "figures", "open figures", "figures in a quotation"}
_PAGE: Inputs = {
    **{
        tag: tag
        for tag in ("<", "<!--", "<a", "<a =", "<a ='", '<a ="', "</", "<script>", "&", "&#")
    },
    "open scripts": "<script></scrip",
    "titles": "<title></title>",
    "nested": "<div>",
    "quoted": "<q>a",
    "footnotes": "a<sup>1</sup>",
    "raised": "<sup>1",
    "figures": "<figure>a</figure>",
    "open figures": "<figure>a",
    "figures in a quotation": repeated("<figure>a</figure>b", "“"),
    "as typed": "<pre>\n",
    "names": "&" + "a" * 41,
    "dashes": repeated("--", "<!--"),
    "attributes": repeated("a=", "<a "),
}
_TEXT: Inputs = {
    "dots": ".",
    "blanks": "  ",
    "hyphens": "-",
    "divided words": "a-\n",
    "soft hyphens": "a\xad\n",
    "unseen": "\u200b",
    "sentences": "a. ",
    "marks": "\u0301",
    "two marks in turn on one letter": repeated("\u0301\u0316", "a"),
    "two marks in turn on each letter": "a\u0301\u0316",
    "singletons": "\u212b",
    "ligatures": "\ufb03",
    "phrases in one": "\ufdfa",
    "kashida": "\u0640",
    "kashida in words": "b\u0640\u064b",
    "selectors": "a\ufe0f",
    "syllables": lambda n: "".join(chr(0xAC00 + i % 11000) + "\u11a8" for i in range(n // 2)),
}
_QUOTED: Inputs = {
    "open": "“",
    "closed": "“a” ",
    "straight": '"a" ',
    "paragraphs": "“a\n\n",
    "lines": "«a\n",
    "closed lines": repeated("»a\n", "«"),
    "closed paragraphs": repeated("» a\n\n", "«"),
    "corners": "「a",
    "line ends": "\n",
    "blank lines": "\n ",
    "a line of blanks": repeated(" ", "a\n"),
    "form feeds": "\f",
    "long lines": "a" * 200 + "\n",
}
_NOTES: Inputs = {"footnotes": "a[1] ", "stars": "abc* ", "raised": "abc\u00b9"}
_SIGNS: Inputs = {
    "omissions": "a … ",
    "brackets": "a [b] ",
    "open": "[",
    "open and blanks": "[ ",
    "dots in a bracket": repeated(".", "["),
    "blanks in a bracket": repeated(" ", "[", "…"),
    "letters in a bracket": repeated("a", "[", "…"),
    "round": "(          ",
    "two dots": repeated(".. ", after="["),
    "blanks before": repeated(" ", "a", "… b"),
}
add("HTML", html_text.read_page, _PAGE)
add("folding", folding.fold_text, {**_TEXT, **_QUOTED})
add("quotation marks", Quotations, {**_TEXT, **_QUOTED}, 50_000)
add(
    "coverage",
    _coverage,
    {
        **_QUOTED,
        "single": " 'a'",
        "single and open": " 'a",
        "one in a chain": repeated("'a", " 'a"),
        "names": "Anna Adler. ",
        "paragraphs of names": "Anna Adler.\n\n",
        "different words": numbered("“wN”\n\n"),
    },
    50_000,
)
add(
    "candidates",
    _candidates,
    {
        "the same": "“We go,” said Adler. ",
        "different": numbered("“We go wN,” said Adler.\n\n"),
        "one paragraph": numbered("“We go wN,” said Adler. "),
        "reports": numbered("Adler said that boats wN sink. "),
        "marks": "“”",
        "paragraphs of names": "Anna Adler went home.\n\n",
    },
    10_000,
)
add(
    "coverage of a page",
    _page_coverage,
    {
        "articles": "<article>“a b”</article>",
        "nested": "<article>“a b”",
        "ends of another": repeated("</main>", "<article>" * 1000),
        "in turn": "<article><main></article>",
    },
)
add("places of pages", _spots, {"pages": "\f", "lines": "a\n", "returns": "\r"})
add("omissions", lambda words: [*locate.readings_of(words, lambda _: False)], _SIGNS, 50_000)
add("verify", _verify("go there"), {"again and again": "go there "})
add("verify, long", _verify("go there " * 20), {"again and again": "go there "}, 25_000)
add("verify, one letter", _verify("a" * 60), {"again and again": "a"}, 25_000)
add("verify, pieces", _verify("go there … go there"), {"again and again": "go there "}, 25_000)
_NEAR: dict[str, Any] = {"prefix": "xx", "suffix": ". , xx", "line": 1}
add("verify, hints", _verify("go there", **_NEAR), {"marks": "go there. , ."}, 25_000)
add("verify, not there", _verify("they went to a lake and there"), {"again": "go there "}, 50_000)
add("verify, not there", _verify("x" * 60), {"letters": "x", "emoji": "\U0001f44d\u200d"}, 25_000)
add("verify, not there", _long, {"one word": "a ", "two words": "a b ", "words": numbered("wN ")})
add("verify, not there", _long, {"look-alikes": "\u0430 a ", "vowel marks": "b\u064e"}, 50_000)
add("verify, running on", _verify("go [1] there"), {**_QUOTED, **_NOTES}, 50_000)
add(
    "verify, aside",
    _in_page,
    {tag: made for tag, made in _PAGE.items() if tag in _SET_APART},
    50_000,
)
add("verify, damaged", _damaged, {"half-spaces": "\u0627\u200c", "blanks": "\u0627 "}, 25_000)
add(
    "verify, damaged", _damaged, {"numbers": "\u06f1\u06f2", "dots": "1.", "years": "1393 "}, 25_000
)
add("verify, not there", _verify("w1 w2 w3 w9 x y z"), {"rare": numbered("wN ")}, 50_000)
_COPY = "go there and go there"
add("verify, signs", lambda words: _verify(words)(_COPY), {"omissions": "go there … "}, 20_000)
add("verify, signs", lambda words: _verify(words)(_COPY), {"brackets": "[go] there "}, 20_000)
_ADLER = wanted(["adler"], ["Ada Adler", "Adler"], ["Mayor"])


def _meaning(content: str) -> object:
    """What words mean at twenty places of a text, and where they are joined over most of it."""
    copy = Copy("x", ReadText(content, content, Trace()))
    meaning = copy.meaning([(0, 1)], Background(language("en"), Mentions([("adler", "Adler")])))
    step = max(len(content) // 20, 2)
    places = [*range(0, len(content) - 1, step)]
    founds = [Found(((at, at + 1),)) for at in places]
    founds.append(Found(tuple((at, at + 1) for at in places)))
    return [[*meaning.warnings(found, Claim(_ADLER), quoted=True)] for found in founds]


_TOLD: Inputs = {
    "words": "a ",
    "capitals": "Aa ",
    "names": "Adler ",
    "owners": "Adler's ",
    "sayings": "said ",
    "names and sayings": "Adler said ",
    "others": "a man said ",
    "commas": "A, said ",
    "sources": "according to ",
    "negations": "not ",
    "offices": "mayor ",
    "labels": "A: ",
    "label lines": "\nA: b",
    "items": "\n- ",
    "abbreviations": "A. ",
    "dots": ".",
    "quotations": "“a” said A. ",
    "quoted negations": "“not a” ",
    "Persian": "گفت آدلر ",
    "joined": "وآدلر ",
    "blanks": " \n",
}
add("meaning", _meaning, {**_TOLD, **_QUOTED}, 4_000)
add(
    "meaning, names",
    lambda names: Mentions(names).find("Ali A1 A2 A3 " * 50),
    {
        "many that begin alike": lambda n: [
            (f"o{i}", f"Ali A{i} B{i % 7}") for i in range(n // 20)
        ],
    },
)
add(
    "mentions",
    Mentions([("a", "Adler"), ("b", "وآدلر"), ("c", "安倍")]).find,
    {
        **_TOLD,
        "a run": "安",
        "prefixes": "و",
    },
)
add(
    "languages",
    read,
    {"words": repeated("a* ", "negation: "), "lines": "but: a\n"},
)
_CHANGED: Inputs = {"words": numbered("wN "), "one word": "a ", "apostrophes": "a'", "blanks": " "}
add("word diff", lambda was: [*word_diff.pieces(was, "b " + was[2:-4] + "c d")], _CHANGED, 50_000)
add("likeness", lambda was: word_diff.likeness(was, "b " + was), _CHANGED, 50_000)

# Records.


def _date(written: str) -> object:
    try:
        return dates.parse_date(written)
    except dates.InvalidDate as error:
        return error.message


def _read(written: str) -> object:
    return parse(written.encode(), loader=FASTEST), parse_tree(written.encode())


def _read_lines(written: str) -> object:
    document = parse(written.encode())
    return [document.place(at) for at in (*document.values, *document.keys)]


def _read_in_python(written: str) -> object:
    return parse(written.encode(), loader=PYTHON)


def _format(written: str) -> object:
    return formatted(written.encode(), "official")


_YAML: Inputs = {
    **{unit: unit for unit in ("k: v\n", "- ", "[", "{", "[],", "? ", "#", "#\n", "\n", " ", "\t")},
    **{unit: unit for unit in ("\r", "\r\n", "%\n", "%a b\r", "\n#\n%", '"', "'", "\0", "---\n")},
    **{
        unit: unit
        for unit in ("...\n", "- &a b\n", "<<: a\n", "a\u202e", "a:b\n", "a:\n\tb\n", "a: ~\n")
    },
    "keys": numbered("kN: v\n"),
    "questions": repeated("b ?, ", "a: [", "]"),
    "a question and comments": repeated(" #\n", "a: [?"),
    "question marks": repeated("?", "a: [", "]"),
    "comments in a text": repeated("b #", "a: "),
    "escapes": repeated("\\x41", 'a: "', '"'),
    "surrogates": repeated("\\ud800", 'a: "', '"'),
    "too large escapes": repeated("\\U00110000", 'a: "', '"'),
    "hidden": repeated("\\u202e", 'a: "', '"'),
    "plain": repeated("b ", "a: "),
    "plain lines": repeated("b\n  ", "a: "),
    "plain with blanks": repeated(" ", "a: b", "c"),
    "colons": repeated("b:", "a: "),
    "folded": repeated("  b\n", "a: >\n"),
    "blank lines after a folded text": repeated("\n", "a: >\n  b"),
    "blank lines kept": repeated("\n  ", "a: |+\n  b"),
    "blank lines before a text": repeated(" \n", "a: |\n", "  b\n"),
    "a tag": repeated("b", "a: !"),
    "an address of a tag": repeated("b", "a: !<"),
    "aliases": repeated("*b, ", "a: [", "]"),
    "a staircase": lambda n: "".join(f"{' ' * i}a:\n" for i in range(int((2 * n) ** 0.5))),
    "brackets": repeated("b, ", "a: [", "]"),
    "comments in brackets": repeated("b, # c\n ", "a: [", "]"),
    "a bracket that is open": repeated("b, ", "a: ["),
    "a long key": repeated("a", after=": b"),
    "blanks before": repeated(" ", after="a"),
}
_LAID_OUT: Inputs = {
    "items in brackets": repeated("b, ", "a: [", "b]\n"),
    "quoted items": repeated("'b''c', ", "a: [", "b]\n"),
    "items that do not end": repeated("b, ", "a: [", "b"),
    "quotes that do not end": repeated("'', ", "a: [", "b]\n"),
    "colons in brackets": repeated("b:b", "a: [", ":]\n"),
    "blanks in brackets": repeated(" ", "a: [b", "]\n"),
    "hashes": repeated(" #", "a: b", "\n"),
    "hashes after brackets": repeated("] #", "a: [b", "\n"),
    "doubled quotation marks": repeated("''", "a: 'b", "'\n"),
    "blanks in a folded text": repeated("  b", "a: >-\n  b", "\n"),
    "a folded text that is not": repeated("  b\n", "a: >-\n", "c\n"),
    "blank lines in a folded text": repeated("\n", "a: >-\n  b", "  c\n"),
    "folded texts": repeated("  - >-\n    b\n", "a:\n"),
    "comments on values": repeated("  - b # c\n", "a:\n"),
    "a list of mappings": numbered("  - bN: c\n", "a:\n"),
    "comments and blank lines": repeated("# c\n\n", "a: b\n"),
}
_OFFICIAL: Inputs = {
    "a list": repeated("  - a\n", "name: x\naliases:\n"),
    "comments": repeated("  # c\n  - a # d\n", "name: x\naliases:\n"),
    "comments at the end": repeated("    # c\n\n", "name: x\naliases:\n  - a\n"),
    "brackets": repeated("a, ", "name: x\naliases: [", "b]\n"),
    "comments in brackets": repeated("a, # c\n", "name: x\naliases: [", "b]\n"),
    "a long text": repeated("ab ", "name: x\nnote: ", "\n"),
    "a long word": repeated("ab", "name: x\nnote: ", "\n"),
    "lines": repeated("  ab\n", "name: x\nnote: |\n"),
    "unknown keys": numbered("kN: v\n", "name: x\n"),
    "nested": repeated("  - - - - a\n", "name: x\nstatements:\n"),
    "digits": repeated("1:1", "name: x\nnote: ", "\n"),
    "marks": repeated("''", "name: x\nnote: '", "'\n"),
}
add("reading", _read, _YAML, 50_000)
add("reading lines", _read_lines, {**_YAML, **_LAID_OUT}, 50_000)
add("reading in Python", _read_in_python, _YAML, 20_000)
add("formatting", _format, _OFFICIAL, 25_000)
add("date", _date, {"digits": "2", "slashes": "/", "question marks": "2?"})
_NAMES = ("SLUG", "_LANGUAGE", "_SHA256", "_WHOLE")
_PATTERNS = [*(getattr(types, name) for name in _NAMES), re.compile(WEB_ADDRESS)]
add(
    "types",
    lambda written: [pattern.fullmatch(written) for pattern in _PATTERNS],
    {
        "id": "a-",
        "address": repeated("a", "https://", " "),
        "language": repeated("-aaaaaaaa", "en", "!"),
    },
)


def _assessed(key: str) -> Callable[[int], Any]:
    """A source whose assessments lack a key and have another."""
    head = {"title": "x", "published": "2014", "lang": "en"}
    return lambda n: {**head, "assessments": [{key: "x"} for _ in range(n // 10)]}


add(
    "validation",
    lambda data: records.validate(records.Source, data),
    {"keys": _assessed("txet")},
    25_000,
)


def _offices(n: int) -> tuple[list[records.Role], list[records.Statement]]:
    piece = {"source": "c", "form": "quote", "text": "t"}
    said = {"id": "s", "position": "p", "said": "1990", "evidence": [piece]}
    role = records.Role.model_validate({"title": "A", "from": "2000", "until": "2001"})
    statement = records.Statement.model_validate(said)
    return [role] * (n // 20), [statement] * (n // 20)


add("roles", lambda of: [*map(Offices(of[0]).of, of[1])], {"never held": _offices})


def _problems(n: int) -> list[Problem]:
    return [Problem("x", number, 1, "ST201", "m") for number in range(n // 10)]


add("told", told, {"of one kind": _problems})

# Conflicts.


def _evidence(*kinds: str) -> Callable[[int], Any]:
    """The index of a corpus with one statement and much evidence, of these kinds in turn."""
    head = "name: Jan Jansen\nroles: [{title: Clerk}]\nstatements:\n"
    head += "  - {id: s, said: 2021-05-03, position: supports, evidence: [\n"
    head += "    {source: courier, form: quote, text: We want it}"

    def make(n: int) -> sqlite3.Connection:
        texts = (kinds[i % len(kinds)].replace("N", str(i)) for i in range(n // 10))
        pieces = "".join(f",\n    {{{each}}}" for each in texts)
        builder = CorpusBuilder(Path(tempfile.mkdtemp()) / "corpus").source("a").source("b")
        for name in ("cas", "dee"):
            builder.official(name)
        return builder.file("officials/jansen.yaml", f"{head}{pieces}\n    ]}}\n").index()

    return make


_PASSAGE = "form: quote, text: we want our quiet lake wN back before the summer begins"
_SAID: Inputs = {
    "copied": _evidence(
        "source: a, form: quote, text: wN, speaker: cas, derived_from: b",
        "source: b, form: quote, text: wN, speaker: dee, derived_from: a",
    ),
    "dated": _evidence("source: a, form: quote, text: wN, said: 2021-05"),
    "of many dates": _evidence(
        "source: a, form: quote, text: wN, said: 2021-05/..",
        "source: b, form: quote, text: wN, said: ../2021-05",
    ),
    "probable": _evidence("source: a, form: quote, text: wN, match: probable, note: So."),
    "probable and certain": _evidence(
        "source: a, form: quote, text: wN, match: probable, note: So.",
        "source: a, form: quote, text: wN",
    ),
    "wordings": _evidence(f"source: a, {_PASSAGE}", f"source: b, {_PASSAGE}"),
    "wordings of one word": _evidence(
        f"source: a, {_PASSAGE}", "source: b, form: quote, text: N lake lake lake lake lake lake"
    ),
    "wordings of one source": _evidence(f"source: a, {_PASSAGE}"),
    "passages": _evidence(
        "source: a, form: quote, text: bN of the wN cN of the dN",
        "source: b, form: quote, text: wN of the bN aN of the cN",
    ),
}
add("conflicts", lambda index: conflicts(index, Filters()), _SAID, 50_000)

# The same words twice.


def _twice(*kinds: Row, sources: str = "a") -> Callable[[int], Any]:
    """The index of one official's statements, each with evidence of these kinds in turn.

    `N` in a value is the number of the statement.
    """

    def make(n: int) -> sqlite3.Connection:
        builder = CorpusBuilder(Path(tempfile.mkdtemp()) / "corpus").source("a").source("b")
        index = builder.official("jansen", statements=["supports"]).index()
        for kept in ("all_statements", "evidence"):
            first = dict(index.execute(f"SELECT * FROM {kept}").fetchone())
            rows = []
            for i in range(n // 5):
                own: Row = {"ref": f"jansen/s{i + 10}", "source": sources[i % len(sources)]}
                if kept == "all_statements":
                    own = {"ref": own["ref"], "number": i + 10}
                else:
                    kind = kinds[i % len(kinds)]
                    own |= {key: str(value).replace("N", str(i)) for key, value in kind.items()}
                rows.append([*(first | own).values()])
            marks = ", ".join("?" * len(first))
            index.executemany(f"INSERT INTO {kept} VALUES ({marks})", rows)
        return index

    return make


def _long_and_parts(n: int) -> sqlite3.Connection:
    """One text of many words, and short ones that are all in it."""
    words = [f"w{number}" for number in range(n // 2)]
    index: sqlite3.Connection = _twice({"text": "wN wN wN wN wN wN wN wN wN"})(n)
    parts = [" ".join(words[at : at + 9]) for at in range(n // 5)]
    rows = [(part, f"jansen/s{number + 10}") for number, part in enumerate(parts)]
    rows[0] = " ".join(words), rows[0][1]
    index.executemany("UPDATE evidence SET text = ? WHERE ref = ?", rows)
    return index


_LAKE = "we want our quiet lake back before the summer begins"
_TWICE: Inputs = {
    "one text": _twice({"text": _LAKE}),
    "one short text": _twice({"text": "we want our lake"}),
    "a short text in all others": _twice({"text": "our quiet lake back"}, {"text": f"{_LAKE} N"}),
    "one beginning": _twice({"text": f"{_LAKE} N N N N"}),
    "told apart by lines": _twice({"text": _LAKE, "locator": "line N"}),
    "told apart by what is before": _twice({"text": _LAKE, "prefix": "wN"}),
    "accepted": _twice({"text": _LAKE, "accept": '["ST419"]'}),
    "one word": _twice({"text": "lake " * 60 + "N"}),
    "a name": _twice({"text": "Jansen " * 12 + "N"}),
    "a long text and its parts": _long_and_parts,
    "of two sources": _twice({"text": _LAKE}, sources="ab"),
    "nearly the same in two sources": _twice({"text": f"{_LAKE} N"}, sources="ab"),
}
add("doubles", doubles.note_doubles, _TWICE, 25_000)
add("doubles of sources", lambda index: conflicts(index, Filters()), _TWICE, 25_000)
add(
    "recorded words",
    lambda index: recorded.doubles(
        index, {f"jansen/s{number}": {1} for number in range(10, 1_000)}, few_words=True
    ),
    _TWICE,
    25_000,
)

_TOGETHER = origins.together
add(
    "occasions",
    _TOGETHER,
    {
        "each with the one before": lambda n: [(f"a/s{i + 1}", f"a/s{i}") for i in range(n // 5)],
        "each with the next": lambda n: [(f"a/s{i}", f"a/s{i + 1}") for i in range(n // 5)],
        "all with one": lambda n: [("a/s", f"a/s{i}") for i in range(n // 5)],
        "two at a time": lambda n: [
            (f"a/s{i}", f"a/s{i + size}")
            for size in (1, 2, 4, 8)
            for i in range(0, n // 20, 2 * size)
        ],
    },
    250_000,
)

add(
    "circles",
    across.circular,
    {
        "a chain": lambda n: [(f"s{i + 1}", f"s{i}") for i in range(n // 10)],
        "a chain the other way": lambda n: [(f"s{i}", f"s{i + 1}") for i in range(n // 10)],
        "a circle": lambda n: [(f"s{i}", f"s{(i + 1) % (n // 10)}") for i in range(n // 10)],
        "two ways": lambda n: [(f"s{i}", f"s{i // k}") for i in range(2, n // 10) for k in (2, 3)],
    },
)


def _sources(*, copies: bool, retracted: bool) -> Callable[[int], Any]:
    """The evidence of a statement, from sources each of which comes from the one before."""

    def make(n: int) -> tuple[list[dict[str, Any]], dict[str, origins.Edition]]:
        made = {}
        for i in range(n // 20):
            before = f"s{i - 1}" if i else None
            version_of, copy_of = (None, before) if copies else (before, None)
            made[f"s{i}"] = origins.Edition(version_of, copy_of, "", retracted and not i)
        nothing = {"via": None, "derived_from": None, "match": "certain", "form": "quote"}
        return [nothing | {"source": source} for source in made], made

    return make


add(
    "origins",
    lambda of: (origins.not_retracted(*of), origins.counted(*of), origins.best(*of)),
    {
        "editions": _sources(copies=False, retracted=False),
        "copies": _sources(copies=True, retracted=False),
        "copies of what is retracted": _sources(copies=True, retracted=True),
    },
)


def _said(*kinds: tuple[bool, bool, bool]) -> Callable[[int], Any]:
    """Statements of one day, of these kinds in turn: zoned, of one occasion, of one value."""

    def make(n: int) -> list[Scored]:
        day, made = "2021-05-03", []
        for i in range(n // 10):
            is_zoned, is_tied, is_alike = kinds[i % len(kinds)]
            moment, occasion = f"{day}T{i:08}Z", "a" if is_tied else None
            value = 0 if is_alike else i
            own = (day, day, moment if is_zoned else None, occasion, value)
            made.append(Scored(f"s{i}", *own))
        return made

    return make


def _occasions(n: int) -> list[Scored]:
    """Very many occasions, each with a wide day and two that come one after the other within it."""
    days = (
        ("2021-01-01", "2021-12-31"),
        ("2021-02-01", "2021-02-01"),
        ("2021-03-01", "2021-03-01"),
    )
    return [
        Scored(f"s{i}/{value}", *days[value], None, f"o{i}", value)
        for i in range(n // 30)
        for value in range(3)
    ]


add(
    "order",
    places,
    {
        "of many occasions": _occasions,
        "alike": _said((False, False, True)),
        "of one occasion": _said((False, True, False)),
        "at different times": _said((True, False, False)),
        "at different times alike": _said((True, False, True)),
        "of one occasion and of none": _said((False, True, False), (False, False, True)),
        "of all kinds": _said((True, True, False), (False, True, True), (True, False, True)),
    },
)

_TWENTY = " ".join(f"{letter}N" for letter in "abcdefghijklmnopqrs")
_DIFFERING = wordings._differing  # noqa: SLF001 - what is not asked of an index


def _two(one: str, other: str) -> Callable[[int], Any]:
    """The passages of two sources, each of a text again and again, with `N` numbered."""

    def make(n: int) -> list[dict[str, Any]]:
        made = [numbered(each)(n) for each in (one, other)]
        return [
            {"number": i, "source": str(i), "form": "quote", "lang": "en", "text": text}
            for i, text in enumerate(made)
        ]

    return make


add(
    "two passages",
    lambda pieces: [*_DIFFERING(pieces, {})],
    {
        "of one word": _two("a ", "a "),
        "in turn": _two("a b ", "b c a "),
        "the same but for each fifth word": _two("aN bN cN dN eN ", "aN bN cN dN fN "),
        "the same but for each twentieth": _two(f"{_TWENTY} yN ", f"{_TWENTY} zN "),
        "one with more": _two("aN bN cN ", "aN x bN y cN z "),
        "letters": _two("aaaa ", "a a a a "),
        "brackets": _two("[", "[a"),
        "omissions": _two("a b … ", "a b [c] "),
        "marks": _two("“a b c d ", "a b c d” "),
    },
    50_000,
)

# Changing files.


def _file(written: str) -> YamlFile:
    raw = written.encode()
    tree, data = parse_tree(raw), parse(raw).data
    assert tree is not None
    assert data is not None
    return YamlFile(Path("x"), "official", raw, Text.of(raw), tree.root, data)


_ALIASES = ("aliases",)
add(
    "append",
    lambda written: edits.append(_file(written), _ALIASES, "z"),
    {
        "a list": _OFFICIAL["a list"],
        "blank lines": repeated("\n", "name: x\naliases:\n  - a\n"),
        "comments": repeated("    # c\n", "name: x\naliases:\n  - a\n"),
    },
    25_000,
)
add(
    "remove",
    lambda written: edits.remove(_file(written), (*_ALIASES, 1)),
    {
        "brackets": _OFFICIAL["comments in brackets"],
        "commas in a comment": repeated("c, ", "name: x\naliases: [a, # ", "\n b]\n"),
        "blank lines": repeated("\n", "name: x\naliases:\n  - a\n  -", "    b\n"),
    },
    25_000,
)
add(
    "insert",
    lambda written: edits.insert(_file(written), ("kind",), "person"),
    {"keys": _OFFICIAL["unknown keys"]},
    25_000,
)


def _pair(kind: str) -> Callable[[int], tuple[str, dict[str, Any]]]:
    """An official's file of `n` characters, and what it is to become."""

    def make(n: int) -> tuple[str, dict[str, Any]]:
        keys = [f"k{number}" for number in range(n // 12)]
        if kind == "list":
            lines = "".join(f"- {key}\n" for key in keys)
            return f"name: x\naliases:\n{lines}# c\n", {"aliases": keys + [f"x{k}" for k in keys]}
        pairs = dict.fromkeys(keys, "a") | {f"x{key}": "b" for key in keys}
        if kind == "brackets":
            written = ", ".join(f"{key}: b" for key in keys)
            return f"name: x\nidentifiers: {{{written}}}\n", {"identifiers": pairs}
        lines = "".join(f"  {key}: b\n" for key in keys)
        return f"name: x\nidentifiers:\n{lines}", {"identifiers": pairs}

    return make


def _become(pair: tuple[str, dict[str, Any]]) -> object:
    return edits.become(_file(pair[0]), (), {"name": "x", **pair[1]})


add(
    "become",
    _become,
    {kind: _pair(kind) for kind in ("list", "keys", "brackets")},
    20_000,
)
_JOINED = Merging(
    Workspace(Path(), sqlite3.connect(":memory:")),
    Merge(Named("official", "a"), Named("official", "b"), "NEW"),
)
add(
    "joined records",
    lambda texts: _JOINED.joined(Spot("x"), {"aliases": texts}, {"aliases": [*texts, "z"]}),
    {"a list": lambda n: [str(number) for number in range(n // 6)]},
)
_PROSE: Inputs = {"words": "ab ", "a word": "a", "lines": "ab\n", "blanks": repeated(" ", "a", "b")}
_NUMBERS: Inputs = {
    "digits": "1",
    "sexagesimal": "1:1",
    "grouped": "1_",
    "a day": repeated(" ", "2014-01-01", "x"),
}
add("paragraph", lambda written: yaml_writer.paragraph(written, 2), _PROSE)
add("inline", yaml_writer.inline, {**_PROSE, **_NUMBERS})
add("one_line", one_line, {**_PROSE, "line ends": " \n", "many blanks": " " * 10_000 + "a"})
add("slug", lambda written: (slug(written), short_slug(written, "")), {**_PROSE, **_TEXT}, 50_000)


def _known(_: str) -> bool:
    return True


_SHEET: Inputs = {
    "rows": "a,b\n",
    "marks": '"',
    "columns": "a,",
    "tabs": "a\t",
    "blank lines": "\n",
    "a long cell": repeated("a\n", 'official\n"', '"'),
    "a cell that is open": repeated("a\n", 'official\n"'),
    "escapes": "\\t",
    "wrong escapes": "\\x",
    "objects": '{"a": 1}\n',
    "brackets": "[",
    "digits": repeated("1", '{"a": ', "}"),
    "keys": lambda n: json.dumps({f"k{number}": 1 for number in range(n // 10)}),
    "columns of objects": numbered('{"kN": 1}\n'),
}
for _kind, _reader in tables.KINDS.items():
    add(_kind, lambda sheet, read=_reader: read(f"official,text\n{sheet}", _known), _SHEET, 50_000)  # type: ignore[misc]
add(
    "columns",
    lambda names: read_columns(Columns(), tables.Table(names)),
    {"others": lambda n: [f"c {i}" for i in range(n)]},
)
add("listed", listed, {"items": "a;"})

# Output.
_MARKDOWN: Inputs = {
    **{
        unit: unit
        for unit in (
            "@a #1 :",
            ":",
            ":a",
            "+-",
            ":+",
            " ",
            "1",
            "www.",
            "GH-",
            "د",
            "\r\n",
            "`",
            "`a",
        )
    },
    "a reference": ":" + "a" * 300,
    "blanks between": repeated(" ", "@a", "b"),
}
add(
    "Markdown",
    lambda words: (markdown_escape.literal(words), markdown_escape.code(words)),
    _MARKDOWN,
)
_PLACES, _TOLD_IN_SARIF = (
    getattr(module, name) for module, name in ((gitlab, "_PLACE"), (sarif, "_message"))
)
_RIGHT_TO_LEFT: Inputs = {
    "letters": "د",
    "blanks": repeated(" ", "د", "a"),
    "dots": repeated(".", "د", "a"),
    "dots again": "د" + "." * 500 + "a",
    **{
        f"again: {again}": again
        for again in (
            "“د",
            "“د” ",
            "“د” a ",
            "“ ",
            '"د',
            "د a ",
            "د A ",
            "د (",
            "د (a",
            "د: ",
            "د · ",
        )
    },
    "words before": repeated("A ", "", "د"),
    "words behind": repeated(" A", "د", ""),
    "wide letters": repeated("東", "د", "b"),
}
add("isolates", direction.laid_out, _RIGHT_TO_LEFT)
add(
    "excerpts",
    lambda words: [plain_text.excerpt(words, at, 70) for at in (0, 5, len(words) // 2)],
    {
        again: again
        for again in (
            "a ",
            "a: ",
            "- ",
            "{a: ",
            "[",
            "]",
            '"',
            "'",
            "''",
            "\\",
            "#",
            " ",
            "د ",
            "د: ",
        )
    },
)
add(
    "folded lines",
    lambda words: wrapping.wrapped(words, 60),
    {"words": "a ", "blanks": " ", "a word": "a", "wide letters": "東", "both": "東 a"},
)
add(
    "escapes",
    lambda words: (text.one_line(words), text.visible(words)),
    {"controls": "\x1b"},
)
add(
    "places in messages",
    lambda words: _PLACES.sub("", words),
    {"lines": "line ", "digits": "1,"},
)
add(
    "SARIF",
    _TOLD_IN_SARIF,
    {"{": "{", "{1": "{1", "backslashes": "\\", "links": repeated("\\", after="x](")},
)
add(
    "diff",
    lambda words: [*difference(words)],
    {"open": "[-a", "open too": "{+", "closed": "[-a-]{+b+}"},
)
_LINES: Inputs = {
    "all changed": lambda n: [(f"a{i}\n", f"b{i}\n") for i in range(n // 8)],
    "every other changed": lambda n: [(f"a{i}\n", f"a{i + i % 2}\n") for i in range(n // 8)],
    "turned round": lambda n: [(f"a{i}\n", f"a{n // 8 - i}\n") for i in range(n // 8)],
    "a few again and again": lambda n: [(f"a{i % 70}\n", f"a{i % 71}\n") for i in range(n // 8)],
    "every other the same": lambda n: [
        ("a\n" * (i % 2) or f"b{i}\n", "a\n") for i in range(n // 8)
    ],
    "a few between those that stay": lambda n: [
        (f"{i}\n", f"{i}\n") if i % 32 == 0 else ("ab"[i % 2], "ac"[i % 2]) for i in range(n // 8)
    ],
}
add("line diff", lambda pairs: [*hunks(*zip(*pairs, strict=True))], _LINES, 400_000)
add("HTML out", markup, {"markup": "<\0"})


def _long_line(n: int) -> Path:
    folder = Path(tempfile.mkdtemp())
    (folder / "x").write_text("a" * n)
    return folder


def _carets(folder: Path) -> object:
    at = (folder / "x").stat().st_size
    problems = [Problem("x", 1, at, "ST201", "m")] * 1000
    return [*plain_text.problem_lines(problems, folder, folder, width=80)]


add("excerpts", _carets, {"one long line": _long_line})


def main(number: int, shares: int) -> None:
    """Do the work of a share of the entries, each within its CPU time, where that is limited."""
    for name, case in [*CASES.items()][number::shares]:
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
        given = case.make(case.n)
        if resource is not None:
            used = resource.getrusage(resource.RUSAGE_SELF)
            most = int(used.ru_utime + used.ru_stime) + 1 + SECONDS
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
        case.work(given)
    sys.stdout.write(f"{DONE}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
