"""Citations, read by other people's programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import rispy
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import parse_string

from stances.views.citations import Citation, Recorded, bibtex, citation, csl_json, plain, ris
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable

CITED = Citation(
    "bo/s1",
    "Bo Ko",
    "Bo Ko",
    "words",
    "“words”",
    "2021-05-03",
    "3 May 2021",
    "Oslo",
    "Reported by Courier, 30 June 2021.",
    "en",
    "Trams",
    "0123456789abcdef",
    "https://example.org/officials/bo/s1.html",
)
NASTY = (
    '}{ \\ $x_1^2$ 100% #1 ~ & @misc{x, "',
    "</script><script>alert(1)</script>",
    "TY - JOUR ER -",
    "تا وقتی اسکله‌ها",
    "{" * 9,
    "\\" * 9 + "}",
)
_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1
).map(lambda text: " ".join(text.split()) or "x")
# What a citation processor takes; all else is refused by its schema.
_CSL = {
    "id": str,
    "type": str,
    "title": str,
    "author": list,
    "issued": dict,
    "container-title": str,
    "archive_location": str,
    "note": str,
    "version": str,
    "event": str,
    "language": str,
    "URL": str,
}


def test_citation_in_words_says_who_when_where_what_and_where_it_is_recorded() -> None:
    assert plain(CITED) == (
        "Bo Ko, 3 May 2021, Oslo: “words”. Reported by Courier, 30 June 2021. "
        "In: Trams, bo/s1, commit 0123456789ab. https://example.org/officials/bo/s1.html"
    )


def test_citation_without_a_site_or_a_commit_has_the_corpus_and_the_reference() -> None:
    cited = CITED._replace(version="", address="", venue="")
    assert plain(cited).endswith("In: Trams, bo/s1.")
    assert "url" not in parse_string(bibtex(cited), "bibtex").entries["bo:s1"].fields
    assert "urls" not in rispy.loads(ris(cited))[0]
    assert not {"URL", "version", "event"} & json.loads(csl_json(cited))[0].keys()


def test_bibtex_is_read_with_all_fields() -> None:
    entry = parse_string(bibtex(CITED), "bibtex").entries["bo:s1"]
    assert entry.type == "misc"
    [author] = entry.persons["author"]
    assert str(author) == "{Bo Ko}"
    assert entry.fields["title"] == "{words}"
    assert (entry.fields["year"], entry.fields["month"]) == ("2021", "May")
    assert entry.fields["url"] == CITED.address


def test_ris_is_read_with_all_fields() -> None:
    [record] = rispy.loads(ris(CITED))
    assert record["authors"] == ["Bo Ko"]
    assert record["title"] == "words"
    assert (record["year"], record["date"]) == ("2021", "2021/05/03/")
    assert record["secondary_title"] == "Trams"
    assert record["urls"] == [CITED.address]


@pytest.mark.parametrize(
    ("said", "issued"),
    [
        ("2021", {"date-parts": [[2021]]}),
        ("2021-05", {"date-parts": [[2021, 5]]}),
        ("2021-05-03T10:00:00Z", {"date-parts": [[2021, 5, 3]]}),
        ("2021-05-03~", {"date-parts": [[2021, 5, 3]], "circa": True}),
        ("2021-05-03/2021-06", {"date-parts": [[2021, 5, 3], [2021, 6]]}),
        ("../2021-05-03", {"literal": "../2021-05-03"}),
    ],
)
def test_csl_json_has_a_date_as_exact_as_the_record(said: str, issued: object) -> None:
    [item] = json.loads(csl_json(CITED._replace(said=said)))
    assert item["issued"] == issued


@pytest.mark.parametrize("said", ["2021/2022", "../2021-05-03", "2021-11-03/2022-01-04"])
def test_a_date_in_no_one_year_has_no_year(said: str) -> None:
    cited = CITED._replace(said=said)
    assert "year" not in parse_string(bibtex(cited), "bibtex").entries["bo:s1"].fields
    assert "year" not in rispy.loads(ris(cited))[0]


@example(NASTY[0])
@example(NASTY[1])
@example(NASTY[2])
@example(NASTY[3])
@example(NASTY[4])
@example(NASTY[5])
@given(_TEXTS)
def test_no_words_break_out_of_a_citation(text: str) -> None:
    cited = CITED._replace(author=text, title=text, corpus=text, reported=text, venue=text)
    [item] = json.loads(csl_json(cited))
    assert (item["title"], item["author"]) == (text, [{"literal": text}])
    assert {key: type(value) for key, value in item.items()} == _CSL
    [record] = rispy.loads(ris(cited))
    assert record["title"] == text
    assert record["authors"] == [text]
    assert record["type_of_reference"] == "GEN"
    entries = parse_string(bibtex(cited), "bibtex").entries
    assert [*entries] == ["bo:s1"]
    assert entries["bo:s1"].fields["url"] == CITED.address
    assert _without_latex(entries["bo:s1"].fields["title"][1:-1]) == " ".join(text.split())


def _without_latex(text: str) -> str:
    """The text that LaTeX prints."""
    for command, char in (
        (r"\textbackslash{}", "\0"),
        (r"\textbraceleft{}", "{"),
        (r"\textbraceright{}", "}"),
        (r"\textasciicircum{}", "^"),
        (r"\textasciitilde{}", "~"),
    ):
        text = text.replace(command, char)
    return text.replace("\\", "").replace("\0", "\\")


@pytest.mark.parametrize("words", ["“We build.”", "“Do we?”", "it is “so!”", "he builds."])
def test_no_full_stop_follows_another(words: str) -> None:
    assert f": {words} Reported by" in plain(CITED._replace(words=words))


@pytest.mark.parametrize("said", ["2021-05-03/2021-05-05", "2021-05-03~", "../2021-05-03"])
def test_a_date_that_is_no_day_is_told_in_a_note(said: str) -> None:
    cited = CITED._replace(said=said, when="some day in May")
    told = "Said some day in May. Reported by"
    assert told in rispy.loads(ris(cited))[0]["notes"][0]
    assert told in parse_string(bibtex(cited), "bibtex").entries["bo:s1"].fields["note"]
    assert told not in ris(CITED)


_SOURCES: dict[str, dict[str, Any]] = {
    "courier": {"publisher": "Courier", "title": "Trams at last", "authors": ["Ann Lee"]},
    "wire": {"publisher": "Wire", "title": "No trams", "authors": []},
}


def _cited(pieces: list[dict[str, Any]], **fields: Any) -> Citation:
    nothing = {"speaker": None, "derived_from": None, "match": "certain", "lang": "en"}
    evidence = [nothing | piece for piece in pieces]
    row = {
        "ref": "bo/s1",
        "official": "bo",
        "name": "Bo Ko",
        "said": "2021-05-03",
        "venue": None,
        "quote": pieces[0]["text"],
        "evidence": evidence,
        "sources": [*dict.fromkeys(piece["source"] for piece in evidence)],
        "status": "attested",
        "disputed": False,
        "hearsay": False,
        "according_to": [],
        "spoken_by": None,
        "retracted": False,
    }
    return citation(row | fields, Wording(), _SOURCES, Recorded("Trams", "", ""))


def test_words_of_a_source_are_not_the_official_s() -> None:
    cited = _cited([{"source": "courier", "form": "paraphrase", "text": "he builds"}])
    assert cited.author == ""
    assert cited.title == "Bo Ko: he builds (paraphrased by Courier)"
    assert plain(cited).startswith("Bo Ko, 3 May 2021: he builds (paraphrased by Courier). ")
    assert not parse_string(bibtex(cited), "bibtex").entries["bo:s1"].persons
    assert "authors" not in rispy.loads(ris(cited))[0]
    assert "author" not in json.loads(csl_json(cited))[0]
    partly = _cited([{"source": "wire", "form": "partial-quote", "text": "“no” to it"}])
    assert partly.title == "Bo Ko: “no” to it (partly quoted by Wire)"
    quoted = _cited([{"source": "courier", "form": "quote", "text": "We build"}])
    assert (quoted.author, quoted.title) == ("Bo Ko", "We build")


def test_words_that_somebody_else_tells_say_so() -> None:
    said = {"source": "courier", "form": "quote", "text": "We build"}
    heard = _cited([said], hearsay=True, according_to=["Ann"])
    assert (heard.author, heard.title) == ("", "Bo Ko: “We build” (according to Ann)")
    spoken = _cited([said], spoken_by="Cas")
    assert (spoken.author, spoken.title) == ("", "Bo Ko: “We build” (spoken by Cas)")


def test_sources_are_cited_as_they_report() -> None:
    quoted = {"source": "courier", "form": "quote", "text": "We build"}
    other = {"source": "wire", "form": "paraphrase", "text": "he builds"}
    article = "Ann Lee, “Trams at last”, courier"
    assert _cited([quoted]).reported == f"Reported by {article}."
    both = _cited([quoted, other])
    assert both.reported == f"Words from {article}; also reported by wire."
    probable = _cited([quoted, other | {"match": "probable", "speaker": "Cas"}])
    assert probable.reported == (
        f"Words from {article}; probably also reported by wire, which ascribes it to Cas."
    )
    copied = _cited([quoted, other | {"derived_from": "courier"}])
    assert copied.reported == f"Words from {article}; copied by wire."
    assert _cited([quoted | {"match": "probable"}]).reported == f"Probably reported by {article}."


@pytest.mark.parametrize("written", [plain, bibtex, ris, csl_json])
def test_words_are_cited_as_those_of_the_source_that_has_them(
    written: Callable[[Citation], str],
) -> None:
    probable = {"source": "courier", "form": "quote", "text": "We build", "match": "probable"}
    certain = {"source": "wire", "form": "paraphrase", "text": "he builds"}
    told = written(_cited([probable, certain]))
    assert (
        "Words from Ann Lee, “Trams at last”, courier, which probably reports the same occasion;"
        " the occasion is reported by wire." in told
    )
    copy = probable | {"match": "certain", "derived_from": "wire", "speaker": "Cas"}
    assert (
        "Words from Ann Lee, “Trams at last”, courier, which ascribes it to Cas and is a copy;"
        " also reported by wire." in written(_cited([copy, certain]))
    )


def test_doubts_are_cited_too() -> None:
    said = {"source": "courier", "form": "quote", "text": "We build"}
    denied = _cited([said], status="denied", retracted=True)
    assert denied.reported.endswith(". Status: denied. All its sources are retracted.")
