"""Corpora whose report is looked at, and the page of one."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import html5lib

from stances.queries.filters import Filters
from stances.queries.report import report
from stances.views.formats import ViewOptions
from stances.views.html.report.page import html

if TYPE_CHECKING:
    import sqlite3
    from xml.etree.ElementTree import Element

    from corpora import CorpusBuilder

PERSIAN = "تا وقتی اسکله‌ها تعمیر نشده‌اند، شهر تراموا را نمی‌سازد (ISIS)"
HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "::error::bad %0A::set-output",
    "]]> --> <!-- <![CDATA[ `code` | **bold** &amp; &lt; &#0;",
    "javascript:alert(1) \\u001b[31m {{7*7}} ${x}",
)
_NAMES = "Anna Bruno Carla Dmitri Esra Farid Golnaz Henrik Ines Jan".split()
_SURNAMES = (
    "Adler",
    "Brandt",
    "al-Khwarizmi",
    "van der Meulen-Oosterhuis de Montmorency",
    "Lindqvist",
    "Ó Súilleabháin",
    "Nguyễn",
    "Farahani",
    "Wolfeschlegelsteinhausenbergerdorff",
    "Kim",
)
_NATIVE = "شیرین فرحی گلناز محمدی فرید حسینی".split()
_SAID = (
    "2021-05-0{}",
    "2021-05",
    "../2021-06-1{}",
    "2021-03-0{}~/2021-04-1{}~",
    "2021-02-1{}?",
    "2021-04-0{}/2021-05-2{}",
    "2020-11/..",
    "2021~",
    "2021-06-0{}",
    "1998-07-0{}",
)
_UNEVEN = [(0, 0), (1, 1), (2, 2), (3, -1), (4, 60), (5, 61), (6, 400), (7, -100)]
_POSITIONS = "supports supports indirect conditional opposes rejects denies unstated".split()


def page(index: sqlite3.Connection, **asked: Any) -> str:
    """The page of the report on what filters let through."""
    found = report(index, Filters(**asked).resolved(index))
    return "".join(html(found, ViewOptions()))


def parsed(text: str) -> Element:
    """A page as another program reads it: as strictly as HTML can be read, without namespaces."""
    builder = html5lib.getTreeBuilder("etree")
    parser = html5lib.HTMLParser(builder, strict=True, namespaceHTMLElements=False)
    found: Element = parser.parse(text)
    for each in found.iter():
        if isinstance(each.tag, str):
            each.tag = each.tag.rpartition("}")[2]
    return found


def words_of(node: Element) -> str:
    """The words of an element, with single blanks."""
    return " ".join("".join(node.itertext()).split())


def crowd(corpus: CorpusBuilder, officials: int = 100, statements: int = 10) -> CorpusBuilder:
    """Very many who spoke on two issues: long names, Persian ones, every kind of date, disputes."""
    choose = random.Random(officials)
    factions = [f"party-{number}" for number in range(6)] + ["a-very-long-name-of-a-coalition"]
    corpus.codebook(issues={"tram": _scale(), "ferry": _scale()}, factions=factions)
    corpus.source(
        "neda",
        lang="fa",
        title="ندای بندر",
        publisher="ندا",
        assessments=[{"about": ["party-0"], "text": "می‌خواهند منتظر بمانند", "when": "2021-05/.."}],
    )
    for number in range(officials):
        name = f"{_NAMES[number % 10]} {_SURNAMES[number // 10 % 10]}"
        said = [_statement(choose) for _ in range(choose.randint(1, statements))]
        native = f"{_NATIVE[number % 6]} {_NATIVE[number // 3 % 6]}" if number % 3 == 0 else None
        corpus.official(
            f"official-{number:04d}",
            name=f"{name} {number:04d}",
            native_name=native and f"{native} {number:04d}",
            faction=None if number % 17 == 0 else choose.choice(factions),
            statements=said,
        )
    return corpus


def unwieldy(corpus: CorpusBuilder) -> CorpusBuilder:
    """Whatever is longer than anybody would like, and scales that are not even."""
    endless = "Donaudampfschifffahrtsgesellschaft" * 9
    scale: dict[str, int | None] = {
        f"position-number-{n}-{'of-many-' * (n % 3)}x": score for n, score in _UNEVEN
    }
    scale |= {"unbroken" * 8: 1000, "conditional": None, "also-unscored-and-long-winded": None}
    corpus.codebook(issues={"tram": scale, "quay": {"only": None}}, factions=["f" * 60, "council"])
    corpus.meta(title=endless, description=endless, scope=endless)
    url = f"https://example.org/{endless}?q=1"
    corpus.source("s" * 60, title=endless, publisher=endless, url=url, authors=[endless] * 3)
    said = [
        {
            "position": position,
            "said": f"{1900 + 7 * n}-01-0{n % 9 + 1}",
            "venue": endless,
            "summary": endless,
            "note": endless,
            "evidence": [{"source": "s" * 60, "text": f"{endless} {n}", "locator": endless}],
        }
        for n, position in enumerate(scale)
        if position != "conditional"
    ]
    said.append({"issue": "quay", "position": "only", "said": "../1999"})
    said.append({"position": "conditional", "conditions": [endless], "said": "2021/.."})
    role = {"title": endless, "faction": "f" * 60}
    corpus.official("o" * 60, name=endless, native_name=endless, roles=[role], statements=said)
    return corpus.official("bo", statements=[{"issue": "quay", "position": "only"}])


def hostile(corpus: CorpusBuilder) -> CorpusBuilder:
    """Words that would be markup, script or commands, in all places that take words."""
    url, evil = 'https://example.org/"><script>alert(1)</script>', HOSTILE[0]
    corpus.meta(title=HOSTILE[1], description=HOSTILE[4], scope=HOSTILE[2], coder="c" + evil)
    corpus.source(
        "evil",
        title=HOSTILE[5],
        publisher=HOSTILE[2],
        authors=[evil],
        url=url,
        note=HOSTILE[3],
        assessments=[{"about": ["mallory"], "text": text} for text in HOSTILE],
    )
    said = [
        {
            "position": "conditional",
            "conditions": [text],
            "venue": text,
            "summary": text,
            "note": text,
            "evidence": [
                {"source": "evil", "text": text, "locator": text, "note": text},
                {"source": "courier", "text": f"{text} too", "position": "rejects"},
            ],
            "disputes": [{"about": "wording", "note": text, "resolution": text}],
        }
        for text in HOSTILE
    ]
    role = {"title": HOSTILE[2], "faction": "mayor"}
    return corpus.official(
        "mallory", name=evil, native_name=HOSTILE[2], roles=[role], statements=said
    )


def _scale() -> dict[str, int | None]:
    scale = {"supports": 2, "indirect": 1, "conditional": 0, "opposes": -1, "rejects": -2}
    return {**scale, "denies": None, "unstated": None}


def _statement(choose: random.Random) -> dict[str, Any]:
    day = choose.randint(1, 9)
    text = PERSIAN if choose.random() < 0.3 else "We shall not build it before the quays are mended"
    source = "neda" if text == PERSIAN else "courier"
    fields: dict[str, Any] = {
        "said": choose.choice(_SAID).format(day, day),
        "issue": choose.choice(("tram", "tram", "ferry")),
        "position": choose.choice(_POSITIONS),
        "evidence": [{"source": source, "text": f"{text} {choose.randint(0, 10**6)}"}],
    }
    if choose.random() < 0.1:
        fields["disputes"] = [{"about": "speaker", "note": "They differ."}]
    return fields
