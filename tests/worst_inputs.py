"""Every pattern and loop that goes through what somebody else wrote, with its worst input.

Each entry is a `Case`: `make` gives an input of about `n` characters (or items, where it says so),
`work` is what is done with it. The inputs are those that would take time in proportion to the
square of their length, or worse, if the pattern or the loop were written carelessly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from stances import dates, search_query, text
from stances.evidence import folding, html_text, locate, word_diff
from stances.evidence.copies import Copy, ReadText
from stances.evidence.matching import Hints, Searchable
from stances.evidence.nearest import Passages
from stances.evidence.offset_map import Trace
from stances.evidence.quotation_marks import Quotations
from stances.evidence.verdicts import verdict

if TYPE_CHECKING:
    from collections.abc import Callable


class Case(NamedTuple):
    """Work on an input that grows with `n`."""

    make: Callable[[int], Any]
    work: Callable[[Any], object]
    n: int = 100_000


def spots(content: str) -> object:
    copy = Copy("x", ReadText(content, content, Trace(), pages=True))
    return [copy.spot(at) for at in range(0, len(content), max(len(content) // 1000, 1))]


def look_up(words: str, form: str = "quote", **hints: Any) -> Callable[[str], object]:
    def work(content: str) -> object:
        copy = Copy("x", ReadText(content, content, Trace()))
        return [verdict(words, form, Hints(**hints), copy) for _ in range(3)]

    return work


def search_words(content: str) -> object:
    return search_query.matches(content, search_query.parse("a b OR c -d e*").terms)


def excerpt(content: str) -> object:
    from stances.queries.search import excerpt

    row = {
        "quote": content,
        "evidence": [{"text": content, "source": "s", "original": None, "note": None}],
        "summary": None,
        "conditions": [],
        "venue": None,
        "note": None,
        "disputes": [],
    }
    return excerpt(row, search_query.parse("a b c").terms)


def rep(unit: str, tail: str = "") -> Callable[[int], str]:
    return lambda n: unit * (n // len(unit)) + tail


def many(cases: dict[str, Case]) -> dict[str, Case]:
    return cases


CASES: dict[str, Case] = {
    "joined_in: no blanks": Case(rep("a-"), search_query.joined_in),
    "joined_in: no joint": Case(rep("a"), search_query.joined_in),
    "joined_in: joints only": Case(rep("-"), search_query.joined_in),
    "joined_in: dots": Case(rep("a.b-c'"), search_query.joined_in),
    "joined_in: short words": Case(rep("a-b "), search_query.joined_in),
    "parse: open marks": Case(rep('"'), search_query.parse),
    "parse: open curly": Case(rep("“a "), search_query.parse),
    "parse: open low": Case(rep("„"), search_query.parse),
    "parse: open angles": Case(rep("«"), search_query.parse),
    "parse: minus": Case(rep("-"), search_query.parse),
    "parse: -marks": Case(rep("-“"), search_query.parse),
    "parse: words": Case(rep("a b OR c "), search_query.parse),
    "matches: many hits": Case(rep("a b "), search_words),
    "matches: joined": Case(rep("a-b."), search_words),
    "matches: prefix": Case(rep("e"), search_words),
    "matches: accents": Case(rep("e\u0301"), search_words),
    "excerpt: many hits": Case(rep("a b "), excerpt),
    "excerpt: hits without blanks": Case(rep("a-b-"), excerpt),
    "excerpt: one hit": Case(lambda n: "x" * n + " a", excerpt),
    "words: accents": Case(lambda n: "a" + "\u0301" * n, text.words),
    "words: tatweel": Case(lambda n: "a" + "ـ" * n, text.words),
    "words: one word": Case(rep("a"), text.words),
    "fold": Case(rep("\u01c4ﷺ"), text.fold_words),
    "brief: one word": Case(rep("a"), text.brief),
    "brief: controls": Case(rep("\x00"), text.brief),
    "brief: words of 121": Case(lambda n: ("a" * 122 + " ") * (n // 123), text.brief),
    "surnames": Case(rep("a "), text.surnames),
    "did_you_mean: long word": Case(
        rep("ab"), lambda w: text.did_you_mean(w, [f"ab{n}" for n in range(50)])
    ),
    "did_you_mean: many words": Case(
        lambda n: [f"word-{i}" for i in range(n)],
        lambda known: text.did_you_mean("wodr-77", known),
        20_000,
    ),
    "did_you_mean: long words": Case(
        rep("ab"), lambda w: text.did_you_mean(w + "x", [w + "y", w + "z", "b" + w])
    ),
    "parse_date: digits": Case(rep("2"), lambda t: _date(t)),
    "parse_date: slashes": Case(rep("/"), lambda t: _date(t)),
    "fold_text: dots": Case(rep("."), folding.fold_text),
    "fold_text: spaces": Case(rep("  "), folding.fold_text),
    "fold_text: tabs": Case(rep("\t"), folding.fold_text),
    "fold_text: hyphens": Case(rep("-"), folding.fold_text),
    "fold_text: hyphens between letters": Case(rep("a-\n"), folding.fold_text),
    "fold_text: soft hyphens": Case(rep("a\xad\n"), folding.fold_text),
    "fold_text: unseen": Case(rep("\u200b"), folding.fold_text),
    "fold_text: blank dot": Case(rep("a. "), folding.fold_text),
    "fold_text: marks": Case(rep("\u0301"), folding.fold_text),
    "fold_text: one letter and marks": Case(
        lambda n: "a" + "\u0301\u0316" * (n // 2), folding.fold_text
    ),
    "fold_text: letters and marks": Case(rep("a\u0301"), folding.fold_text),
    "fold_text: all letters": Case(
        lambda n: "".join(chr(0xAC00 + i % 11000) + "\u11a8" for i in range(n // 2)),
        folding.fold_text,
    ),
    "fold_text: singletons": Case(rep("\u212b"), folding.fold_text),
    "html: <": Case(rep("<"), html_text.visible_text),
    "html: <!--": Case(rep("<!--"), html_text.visible_text),
    "html: <a": Case(rep("<a"), html_text.visible_text),
    "html: <a =": Case(rep("<a ="), html_text.visible_text),
    "html: <a ='": Case(rep("<a ='"), html_text.visible_text),
    "html: </": Case(rep("</"), html_text.visible_text),
    "html: <script>": Case(rep("<script>"), html_text.visible_text),
    "html: <script></scrip": Case(rep("<script></scrip"), html_text.visible_text),
    "html: <title></title>": Case(rep("<title></title>"), html_text.visible_text),
    "html: nested": Case(rep("<div>"), html_text.visible_text),
    "html: nested q": Case(rep("<q>a"), html_text.visible_text),
    "html: pre": Case(rep("<pre>\n"), html_text.visible_text),
    "html: &": Case(rep("&"), html_text.visible_text),
    "html: &amp": Case(rep("&amp"), html_text.visible_text),
    "html: &aaa": Case(rep("&" + "a" * 41), html_text.visible_text),
    "html: &#": Case(rep("&#99999999999;"), html_text.visible_text),
    "html: --": Case(lambda n: "<!--" + "--" * (n // 2), html_text.visible_text),
    "html: <a aaa": Case(lambda n: "<a " + "a=" * (n // 2), html_text.visible_text),
    "copy: spots of pages": Case(rep("\f"), spots),
    "copy: spots of lines on one page": Case(rep("a\n"), spots),
    "copy: CR": Case(rep("\r"), spots),
    "quotations: marks": Case(rep("“"), Quotations),
    "quotations: closed": Case(rep("“a” "), Quotations),
    "quotations: straight": Case(rep('"a" '), Quotations),
    "quotations: paragraphs": Case(rep("“a\n\n"), Quotations),
    "quotations: line ends": Case(rep("\n"), Quotations),
    "quotations: blank lines": Case(rep("\n "), Quotations),
    "quotations: blanks": Case(lambda n: "a\n" + " " * n, Quotations),
    "quotations: many blanks": Case(lambda n: ("\n" + " " * 1000 + "a") * (n // 1002), Quotations),
    "quotations: form feeds": Case(rep("\f"), Quotations),
    "quotations: lines of 200": Case(lambda n: ("a" * 200 + "\n") * (n // 201), Quotations),
    "look up: the same again and again": Case(rep("go there "), look_up("go there go there")),
    "look up: a long quotation": Case(rep("go there "), lambda c: look_up(c[: len(c) // 2])(c)),
    "look up: blocks": Case(
        rep("abcdefghijklmno "), look_up("abcdefghijklmno abcdefghijklmno abcdefghijklmno")
    ),
    "look up: one letter": Case(rep("a"), look_up("aaaaaaaa")),
    "look up: letters, long": Case(rep("a"), look_up("a" * 60)),
    "look up: pieces": Case(rep("go there "), look_up("go there … go there … go there")),
    "look up: hints": Case(
        rep("go there "), look_up("go there", prefix="go there", suffix="go there", line=1)
    ),
    "look up: hints without letters": Case(
        lambda n: "go there" + " . " * (n // 3) + "go there",
        look_up("go there", prefix="xx", suffix="xx"),
    ),
    "look up: hints and blanks": Case(
        lambda n: "go there. , ." * (n // 13),
        look_up("go there", prefix="xx . , .", suffix=". , xx"),
    ),
    "look up: hints with marks": Case(
        lambda n: (". , " * 250 + "go there ") * (n // 1009),
        look_up("go there", prefix="xx", suffix="xx"),
    ),
    "look up: not found": Case(rep("go there "), look_up("they went to the lake and there")),
    "look up: not found, rare words": Case(
        lambda n: " ".join(f"w{i}" for i in range(n // 6)), look_up("w1 w2 w3 w9 w8 x y z")
    ),
    "look up: dashes": Case(rep("a-b-\n"), look_up("a-b a-b")),
    "look up: omissions": Case(
        lambda n: "… ".join(["go there"] * (n // 10)), lambda w: look_up(w)("go there and go there")
    ),
    "look up: brackets": Case(rep("[go] there "), lambda w: look_up(w)("go there and go there")),
    "look up: open brackets": Case(rep("["), lambda w: look_up(w)("go there and go there")),
    "look up: long words, not found": Case(
        lambda n: " ".join(f"w{i}" for i in range(n // 6)), lambda w: look_up(w + " zz")(w), 12_000
    ),
    "look up: all other words": Case(
        lambda n: " ".join(f"w{i}" for i in range(n // 6)),
        lambda w: look_up(w + " zz")("w1 w2 w3 w4 go there"),
    ),
    "readings: omissions": Case(
        rep("a … "), lambda w: list(locate.readings_of(w, lambda _: False))
    ),
    "readings: brackets": Case(
        rep("a [b] "), lambda w: list(locate.readings_of(w, lambda _: False))
    ),
    "readings: open": Case(rep("["), lambda w: list(locate.readings_of(w, lambda _: False))),
    "readings: [ [": Case(rep("[ "), lambda w: list(locate.readings_of(w, lambda _: False))),
    "readings: [.": Case(
        lambda n: "[" + "." * n, lambda w: list(locate.readings_of(w, lambda _: False))
    ),
    "readings: [blank": Case(
        lambda n: "[" + " " * n + "…", lambda w: list(locate.readings_of(w, lambda _: False))
    ),
    "readings: ( (": Case(
        lambda n: ("(" + " " * 10) * (n // 11) + "…",
        lambda w: list(locate.readings_of(w, lambda _: False)),
    ),
    "readings: [a": Case(
        lambda n: "[" + "a" * n + "…", lambda w: list(locate.readings_of(w, lambda _: False))
    ),
    "readings: ..": Case(rep(".. "), lambda w: list(locate.readings_of(w + "[", lambda _: False))),
    "readings: dots": Case(rep("..."), lambda w: list(locate.readings_of(w, lambda _: False))),
    "readings: blanks": Case(
        lambda n: "a" + " " * n + "… b", lambda w: list(locate.readings_of(w, lambda _: False))
    ),
    "readings: words in brackets": Case(
        lambda n: "[!" + "a " * (n // 2),
        lambda w: list(locate.readings_of(w + "…", lambda _: False)),
    ),
    "word diff: all other": Case(
        lambda n: " ".join(f"w{i}" for i in range(n // 6)),
        lambda w: list(word_diff.pieces(w, w.replace("w", "v"))),
    ),
    "word diff: the same word": Case(
        rep("a "), lambda w: list(word_diff.pieces(w, "b " + w[2:-4] + "c d"))
    ),
    "word diff: apostrophes": Case(rep("a'"), lambda w: list(word_diff.pieces(w, w + "b"))),
    "word diff: blanks": Case(rep(" "), lambda w: list(word_diff.pieces(w, w + "b"))),
    "word diff: likeness": Case(rep("a "), lambda w: word_diff.likeness(w, "b " + w)),
    "nearest: the same word": Case(
        rep("a "), lambda w: Passages(w, folding.fold_text(w)).nearest("b a b a b a")
    ),
    "nearest: apostrophes": Case(
        rep("a'"), lambda w: Passages(w, folding.fold_text(w)).nearest("b a b a b a")
    ),
}


def _date(written: str) -> object:
    try:
        return dates.parse_date(written)
    except dates.InvalidDate as error:
        return error.message
