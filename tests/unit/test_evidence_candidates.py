"""What in a copy may be a statement, and whose words it is: evidence/candidates.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdfs import pdf
from stances.evidence.candidates import Candidate, Candidates, People, candidates_of
from stances.evidence.copies import Copy, ReadText, Stored
from stances.evidence.coverage import Asked
from stances.evidence.languages import language
from stances.evidence.matching import MAX_GAP, Hints
from stances.evidence.meaning import Background, Claim
from stances.evidence.mentions import Mentions
from stances.evidence.offset_map import Trace
from stances.evidence.speakers import wanted
from stances.evidence.verdicts import Sought, verdict

NAMES = {
    "adler": ["Anna Adler", "Adler"],
    "brandt": ["Bruno Brandt", "Brandt"],
    "zarif": ["Mohammad Javad Zarif", "Zarif"],
}
TITLES = {"brandt": ["Minister of Trade"]}


def plain(text: str) -> Copy:
    return Copy("x.txt", ReadText(text, text, Trace()))


def people(lang: str = "en", *, measured: bool = True) -> People:
    known = Mentions((id_, name) for id_, names in NAMES.items() for name in names)
    who = {id_: wanted([id_], names, TITLES.get(id_, ())) for id_, names in NAMES.items()}
    return People(Background(language(lang), known), who, measured)


def read(
    copy: Copy | str, *coded: str, uncoded: tuple[str, ...] = (), skipped: tuple[str, ...] = ()
) -> Candidates:
    copy = plain(copy) if isinstance(copy, str) else copy
    texts = [*coded, *uncoded, *skipped]
    declared = frozenset(range(len(coded), len(texts)))
    put_off = frozenset(range(len(coded) + len(uncoded), len(texts)))
    sought = [Sought(text, None, Hints(quoted=n in declared)) for n, text in enumerate(texts)]
    asked = Asked(declared, Mentions((i, n) for i, all_ in NAMES.items() for n in all_))
    return candidates_of(copy, sought, asked._replace(skipped=put_off), people())


def told(found: Candidates) -> list[tuple[str, str, str | None]]:
    return [(each.form, each.text, each.proposal.official) for each in found.candidates]


@pytest.mark.parametrize(
    ("text", "form", "words", "official", "rule"),
    [
        ("“We go home,” Adler said.", "quote", "We go home,", "adler", "name-said"),
        ("“We go home,” said Adler.", "quote", "We go home,", "adler", "said-name"),
        ('"We go home," Anna Adler said.', "quote", "We go home,", "adler", "name-said"),
        ("“We go,” Senator Anna Adler (Greens) said.", "quote", "We go,", "adler", "name-said"),
        ("“We go,” Adler, 56, told reporters.", "quote", "We go,", "adler", "name-said"),
        ("“We go home.” Adler said in Oslo.", "quote", "We go home.", "adler", "name-said"),
        (
            "“The boats,” said Adler, “sail home.”",
            "quote",
            "The boats, […] sail home.",
            "adler",
            "said-name",
        ),
        ("“We go,” thundered Adler.", "quote", "We go,", "adler", "said-name"),
        ("Adler said: “We go home.”", "quote", "We go home.", "adler", "said-quote"),
        (
            "Adler called any boat “meaningless”.",
            "partial-quote",
            "called any boat “meaningless”",
            "adler",
            "said-quote",
        ),
        (
            "Help for boats, Adler insisted, “will be free.”",
            "partial-quote",
            "Help for boats, Adler insisted, “will be free.”",
            "adler",
            "said-quote",
        ),
        ("Adler said that boats are good.", "paraphrase", "boats are good", "adler", "reported"),
        ("By phone with Kerry, Adler said that we go.", "paraphrase", "we go", "adler", "reported"),
        ("Adler denied it all.", "paraphrase", "denied it all", "adler", "reported"),
        ("Boats are good, Adler said.", "paraphrase", "Boats are good", "adler", "reported"),
        (
            "Adler, who met Kerry, did not reject boats but said they cost.",
            "paraphrase",
            "did not reject boats but said they cost",
            "adler",
            "in-sentence",
        ),
    ],
)
def test_a_passage_has_words_form_speaker_and_rule(
    text: str, form: str, words: str, official: str, rule: str
) -> None:
    [found] = read(text).candidates
    assert (found.form, found.text, found.proposal.official) == (form, words, official)
    assert found.proposal.rule is not None
    assert found.proposal.rule.id == rule
    assert found.proposal.is_filled_in == (rule in ("name-said", "said-name", "goes-on"))


def test_a_quotation_goes_on_behind_its_speaker() -> None:
    text = "“We go,” said Adler, a sailor. “It is late. Boats wait for nobody.”"
    [_, second] = read(text).candidates
    assert (second.proposal.official, second.proposal.is_filled_in) == ("adler", True)


@pytest.mark.parametrize(
    "text",
    [
        "“We go,” said a report by friends of Adler.",
        "“We go,” said Kerry, whom Adler had met.",
        "Adler came. “We go,” said the Adler administration.",
        "“We go.” Adler said that boats sink.",
        "“We go,” Adler and Brandt wrote.",
        "In a book titled “The Boat,” Adler writes of boats.",
        "Adler came. “We go,” he said.",
        "Adler said “we go”.",
        "Adler came. “We go.”",
    ],
)
def test_no_speaker_is_filled_in_by_what_is_less_sure(text: str) -> None:
    assert not any(each.proposal.is_filled_in for each in read(text).candidates)


def test_an_official_is_named_by_office_too() -> None:
    [found] = read("“We go,” said the Minister of Trade.").candidates
    assert found.proposal.official == "brandt"


def test_whoever_is_no_official_is_named_as_printed() -> None:
    [found] = read("“We go home,” said John Kerry.").candidates
    assert (found.proposal.official, found.proposal.printed) == (None, "John Kerry")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“We go home,” said John Kerry.", "John Kerry"),
        ("“We go home,” Abdel al-Sisi said.", "Abdel al-Sisi"),
        ("“We go home,” said European diplomats.", ""),
        ("“We go home,” said a report.", ""),
        ("“We go home,” said Adler’s pro-US aides.", ""),
        ("“We go home,” said The Captain.", ""),
    ],
)
def test_a_speaker_is_proposed_only_by_what_looks_like_a_name(text: str, name: str) -> None:
    [found] = read(text).candidates
    assert (found.name, found.official) == (name, name)


def test_a_paragraph_proposes_the_only_official_that_it_names() -> None:
    assert [each.official for each in read("Adler lives in Oslo by the sea.").candidates] == [
        "adler"
    ]
    assert [each.official for each in read("Adler lives near Brandt by the sea.").candidates] == [
        ""
    ]


def test_passages_of_a_paragraph_begin_where_it_begins() -> None:
    text = "“We go,” Adler said. “We sing,” said Brandt.\n\n“We stay,” Zarif said."
    first, second, third = (each.begins for each in read(text).candidates)
    assert first == second == 0 < third


@pytest.mark.parametrize("how", ["coded", "uncoded", "skipped"])
def test_a_paragraph_of_which_a_passage_was_decided_does_not_come_again(how: str) -> None:
    text = "Adler said that boats are good. Brandt was there."
    words = "boats are good"
    found = read(text, words) if how == "coded" else read(text, **{how: (words,)})
    assert found.candidates == []
    results = [each.result for each in found.coverage.passages]
    assert results == (["skipped"] if how == "skipped" else [])


def test_marks_that_do_not_balance_are_read_too() -> None:
    [found] = read("He came in. “We go home, and all of us.").candidates
    assert (found.form, found.text) == ("quote", "We go home, and all of us.")


def test_what_is_too_short_to_be_found_is_read_with_its_sentence() -> None:
    text = "“We,” said Adler, “go home.”"
    assert told(read(text)) == [("partial-quote", text, "adler")]


def test_two_scraps_of_a_clause_are_one_passage() -> None:
    text = "Adler called it “vain” and said that it was “mad”."
    assert told(read(text)) == [
        ("partial-quote", "called it “vain” and said that it was “mad”", "adler")
    ]


def test_two_speakers_of_a_sentence_are_two_passages() -> None:
    text = "“No jobs, no tram,” says Adler; “no tram, no jobs,” says Brandt."
    assert told(read(text)) == [
        ("quote", "No jobs, no tram,", "adler"),
        ("partial-quote", "“no tram, no jobs,”", "brandt"),
    ]


def test_an_answer_says_more_than_a_question() -> None:
    [found] = read("Asked who would pay, Adler said that boats are free.").candidates
    assert (found.text, found.proposal.official) == ("boats are free", "adler")


def test_what_is_in_evidence_uncoded_or_skipped_is_left_out() -> None:
    text = "“We go,” Adler said.\n\n“We stay,” Brandt said.\n\n“We sing,” Zarif said."
    assert [each.text for each in read(text).candidates] == ["We go,", "We stay,", "We sing,"]
    left = read(text, "We go,", uncoded=("We stay,",), skipped=("We sing,",))
    assert not [each for each in left.candidates if not each.bare]
    passages = [each for each in left.coverage.passages if each.kind == "quotation"]
    assert [each.result for each in passages] == ["coded", "uncoded", "skipped"]


def test_of_a_quotation_that_is_coded_in_part_the_rest_is_left() -> None:
    [found] = read("“We go home today,” Adler said.", "We go").candidates
    assert (found.text, found.partly) == ("home today,", True)


def test_a_paragraph_that_only_names_somebody_comes_behind_all_that_is_in_it() -> None:
    text = "Adler lives in Oslo, by the sea, as always."
    [found] = read(text).candidates
    assert (found.bare, found.mentions, found.text) == (True, ("adler",), text)
    assert found.at == (len(text), len(text))


def test_words_that_stand_twice_are_told_apart() -> None:
    text = "“We go home,” Adler said.\n\nNo.\n\n“We go home,” Brandt said."
    found = read(text).candidates
    assert [dict(each.hints) for each in found] == [{"locator": "line 1"}, {"locator": "line 5"}]
    [first, _] = pdf_of("“We go home,” Adler said. No. “We go home,” Brandt said.").candidates
    assert "locator" not in first.hints
    assert first.hints


def pdf_of(text: str) -> Candidates:
    copy = Stored(Path("x.pdf"), pdf(text)).read()
    assert isinstance(copy, Copy)
    return read(copy)


def test_a_page_is_read_in_its_article() -> None:
    page = "<nav>“Home,” said Adler.</nav><article><p>“We go,” said Adler.</p></article>"
    copy = Stored(Path("x.html"), page.encode()).read()
    assert isinstance(copy, Copy)
    assert [each.text for each in read(copy).candidates] == ["We go,"]


def test_in_other_languages_nobody_is_filled_in() -> None:
    asked = Asked(frozenset(), Mentions((i, n) for i, all_ in NAMES.items() for n in all_))
    german = people("de", measured=False)
    [found] = candidates_of(plain("„Wir gehen“, sagte Adler."), [], asked, german).candidates
    assert (found.proposal.official, found.proposal.is_filled_in) == ("adler", False)
    assert found.proposal.rule is not None
    assert found.proposal.rule.where == " in English"


def test_very_many_passages_are_cut_off_and_counted() -> None:
    found = read("\n\n".join(f"“Go {n},” said Adler." for n in range(1010)))
    assert (len(found.candidates), found.left_out) == (1000, 10)


PIECES = (
    "“We go home,” Adler said. ",
    "“We stay,” said Brandt, “and sing.” ",
    "He called it “vain” and left. ",
    "Zarif denied that boats sink. ",
    '"It is late," she said. "We go." ',
    "Boats are good, Adler told reporters. ",
    "\n\n",
    "“Never. ",
    "Kerry met Adler, the minister, in Oslo. ",
    "According to Brandt, boats float. ",
    "‘So it goes’, said Zarif — again… ",
    "(“Ha!”) \x07 \t ",
)


@given(
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.lists(st.booleans(), min_size=30, max_size=30),
)
def test_to_decide_the_first_passage_leaves_no_more_than_the_others(
    text: str, skips: list[bool]
) -> None:
    copy, at = plain(text or " "), (-1, -1)
    uncoded: list[str] = []
    skipped: list[str] = []
    left: int | None = None
    for is_skipped in skips:
        found = read(copy, uncoded=(*uncoded,), skipped=(*skipped,)).candidates
        passages = [each for each in found if each.at > at]
        assert left is None or len(passages) < left
        left = len(passages)
        if not passages:
            break
        at = passages[0].at
        (skipped if is_skipped else uncoded).append(passages[0].declared["text"])


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_every_passage_is_found_where_it_stands(text: str) -> None:
    copy = plain(text or " ")
    known = people()
    for each in read(copy).candidates:
        line = each.hints.get("locator", "").removeprefix("line ")
        hints = Hints(
            each.hints.get("prefix"),
            each.hints.get("suffix"),
            int(line) if line else None,
            each.form == "quote",
        )
        official = each.proposal.official
        claim = Claim(known.people[official]) if official else Claim()
        sought = Sought(each.text, each.form, hints, MAX_GAP, claim)
        found = verdict(sought, copy, known.background)
        assert found.result == "found"
        wrong = [code for code, _ in found.faults if code in ("ST501", "ST502", "ST505", "ST506")]
        assert not wrong
        assert is_in_order(each, text)


def is_in_order(each: Candidate, text: str) -> bool:
    ends = [end for span in each.spans for end in span]
    return ends == sorted(ends) and each.paragraph in text and ends[-1] <= len(each.paragraph)
