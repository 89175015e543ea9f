from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stances.index import store
from stances.index.doubles import accepted, folded_words, line_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from corpora import CorpusBuilder

    Piece = dict[str, Any]

EIGHT = "we shall not pay for rails this year"
SEVEN = "we shall not pay for rails this"
HEARD = "the trams are far too dear for us all, he said to me"


def groups(index: sqlite3.Connection) -> set[frozenset[str]]:
    """The statements that share words, group by group."""
    found: dict[tuple[str, str], set[str]] = {}
    query = "SELECT family, first, ref FROM doubles WHERE accepted = 0"
    for family, first, ref in index.execute(query):
        found.setdefault((family, first), set()).add(ref)
    return {frozenset(refs) for refs in found.values()}


def words(text: str, **fields: Any) -> dict[str, Any]:
    """The fields of a statement with these words; those of its evidence are given in `evidence`."""
    evidence = {"text": text, **fields.pop("evidence", {})}
    return {**fields, "evidence": [evidence]}


def are_doubles(corpus: CorpusBuilder, one: str, other: str) -> bool:
    """Whether two texts of one source are doubles."""
    corpus.official("lind", statements=[words(one), words(other)])
    return groups(corpus.index()) == {frozenset(("lind/s1", "lind/s2"))}


class TestDoubles:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("the rails must wait", "the rails must wait"),
            ("The rails MUST “wait”", "no: the rails must wait, and so must we"),
            (f"now {EIGHT} or ever", f"but {EIGHT} after all"),
            ("the rails […] must wait", "the rails [...] must wait"),
            ("the rails [of the tram] must wait", "the rails must wait"),
            ("[T]he rails must wait", "the rails must wait"),
            ("… the rails must wait …", "the rails must wait"),
            (f"one thing […] {EIGHT}", f"{EIGHT} […] another thing"),
            ("we shall not pay […] for rails this year", f"no, {EIGHT}, I said"),
            ("we shall not pay […] this year", f"no, {EIGHT}, I said"),
        ],
    )
    def test_are_texts_with_the_same_words(
        self, one: str, other: str, corpus: CorpusBuilder
    ) -> None:
        assert are_doubles(corpus, one, other)
        assert are_doubles(corpus, other, one)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("rails must wait", "rails must wait"),
            ("rails must wait", "the rails must wait"),
            (f"now {SEVEN} decade", f"but {SEVEN} century"),
            ("we shall not […] this year", f"no, {EIGHT}, I said"),
            ("we shall not pay […] next year", f"no, {EIGHT}, I said"),
            ("this year […] we shall not pay", f"no, {EIGHT}, I said"),
            ("we shall not pay [much] for rails", "we shall not pay for bridges"),
            ("the rails must wait", "the rails must waits"),
            ("the rails must wait", "all the rail must wait"),
        ],
    )
    def test_are_no_texts_with_fewer_in_common(
        self, one: str, other: str, corpus: CorpusBuilder
    ) -> None:
        assert not are_doubles(corpus, one, other)

    def test_leave_out_names_and_titles_of_all_officials(self, corpus: CorpusBuilder) -> None:
        corpus.official("hagen", name="Ulla Hagen", roles=[{"title": "Minister of Public Works"}])
        head = "the Minister of Public Works Ulla Hagen said today that the"
        assert not are_doubles(corpus, f"{head} trams go", f"{head} rails stay")
        assert are_doubles(corpus, f"{head} old trams of ours go", f"{head} old trams of ours stay")

    def test_are_of_one_source_its_versions_and_its_copies(self, corpus: CorpusBuilder) -> None:
        corpus.source("later", version_of="courier").source("reprint", copy_of="later")
        corpus.source("other")
        said = [words(EIGHT, evidence={"source": each}) for each in ("courier", "reprint", "other")]
        corpus.official("lind", statements=said)
        assert groups(corpus.index()) == {frozenset(("lind/s1", "lind/s2"))}

    def test_are_of_two_officials_too(self, corpus: CorpusBuilder) -> None:
        corpus.official("lind", statements=[words(EIGHT)])
        corpus.official("moss", statements=[words(EIGHT)])
        assert groups(corpus.index()) == {frozenset(("lind/s1", "moss/s1"))}

    def test_are_not_in_one_statement(self, corpus: CorpusBuilder) -> None:
        pieces = [{"text": EIGHT}, {"text": f"{EIGHT} now"}]
        corpus.official("lind", statements=[{"evidence": pieces}])
        assert not groups(corpus.index())

    def test_are_not_tied_by_words_of(self, corpus: CorpusBuilder) -> None:
        corpus.official("lind", statements=[words(EIGHT)])
        corpus.official("moss", statements=[{"words_of": "lind/s1"}])
        assert not groups(corpus.index())

    @pytest.mark.parametrize(("name", "tied"), [("moss", True), ("J. Moss", True), ("pym", False)])
    def test_are_not_tied_by_who_reports_it(
        self, name: str, *, tied: bool, corpus: CorpusBuilder
    ) -> None:
        corpus.official("moss", statements=[words(HEARD)], aliases=["J. Moss"])
        corpus.official("pym", statements=[])
        corpus.official("lind", statements=[words(HEARD[:30], according_to=[name])])
        assert (groups(corpus.index()) == set()) is tied

    @pytest.mark.parametrize(
        ("changes", "tied"),
        [
            ({}, False),
            ({"position": "opposes"}, True),
            ({"issue": "bus"}, True),
            ({"position": "conditional", "conditions": ["the state pays half"]}, True),
        ],
    )
    def test_are_not_tied_by_an_occasion_with_another_answer(
        self, changes: dict[str, Any], *, tied: bool, corpus: CorpusBuilder
    ) -> None:
        scale = {"supports": 1, "opposes": -1, "conditional": 0}
        corpus.codebook(issues={"tram": scale, "bus": scale})
        second = words(EIGHT, same_occasion=["lind/s1"], **changes)
        corpus.official("lind", statements=[words(EIGHT), second])
        assert (groups(corpus.index()) == set()) is tied
        corpus.official("lind", statements=[words(EIGHT), words(EIGHT, **changes)])
        assert groups(corpus.index())

    def test_with_one_position_differ_in_conditions(self, corpus: CorpusBuilder) -> None:
        both = [
            words(EIGHT, position="conditional", conditions=["a", "b"]),
            words(EIGHT, position="conditional", conditions=["b", "a"], same_occasion=["lind/s1"]),
        ]
        corpus.official("lind", statements=both)
        assert groups(corpus.index())
        both[1]["conditions"] = ["a"]
        corpus.official("lind", statements=both)
        assert not groups(corpus.index())

    def test_are_none_that_is_misattributed(self, corpus: CorpusBuilder) -> None:
        corpus.official("lind", statements=[words(EIGHT), words(EIGHT, status="misattributed")])
        assert not groups(corpus.index())

    @pytest.mark.parametrize(
        ("one", "other", "apart"),
        [
            ({"locator": "line 3"}, {"locator": "Line 9"}, True),
            ({"locator": "line 3"}, {"locator": "line 3"}, False),
            ({"locator": "line 3"}, {"locator": "page 9"}, False),
            ({"locator": "line 3"}, {}, False),
            ({"prefix": "He said: "}, {"prefix": "She asked: "}, True),
            ({"prefix": "He said: "}, {"prefix": "aid: "}, False),
            ({"prefix": "He said: "}, {}, False),
            ({"suffix": ", they say"}, {"suffix": ", we say"}, True),
            ({"prefix": "He said: "}, {"suffix": "he said"}, False),
        ],
    )
    def test_are_not_told_apart_as_passages(
        self, one: Piece, other: Piece, *, apart: bool, corpus: CorpusBuilder
    ) -> None:
        said = [words(EIGHT, evidence=each) for each in (one, other)]
        corpus.official("lind", statements=said)
        assert (groups(corpus.index()) == set()) is apart

    def test_are_told_apart_by_the_words_around_them(self, corpus: CorpusBuilder) -> None:
        short, long = {"text": EIGHT, "prefix": "no:"}, f"yes: {EIGHT}"
        corpus.official("lind", statements=[{"evidence": [short]}, words(long)])
        assert not groups(corpus.index())
        corpus.official("lind", statements=[{"evidence": [short]}, words(f"no: {EIGHT}")])
        assert groups(corpus.index())
        # What is left out is not known.
        corpus.official("lind", statements=[{"evidence": [short]}, words(f"yes […] {EIGHT}")])
        assert groups(corpus.index())

    def test_of_lines_are_of_one_copy(self, corpus: CorpusBuilder) -> None:
        corpus.source("later", version_of="courier")
        pieces = [{"locator": "line 3"}, {"locator": "line 4", "source": "later"}]
        corpus.official("lind", statements=[words(EIGHT, evidence=each) for each in pieces])
        assert groups(corpus.index())

    def test_are_accepted_with_a_note(self, corpus: CorpusBuilder) -> None:
        accepts = {"accept": ["ST419"], "note": "The paper prints it twice."}
        said = [words(EIGHT), words(EIGHT, evidence=accepts), words("the rails", evidence=accepts)]
        corpus.official("lind", statements=said)
        index = corpus.index()
        assert not groups(index)
        assert accepted(index) == {("lind/s2", 1)}
        corpus.official("lind", statements=[*said, words(EIGHT)])
        assert groups(corpus.index()) == {frozenset(("lind/s1", "lind/s4"))}

    def test_are_warned_of_once_a_group_at_the_second(self, corpus: CorpusBuilder) -> None:
        corpus.official("lind", statements=[words(EIGHT), words(EIGHT)])
        corpus.official("moss", statements=[words(EIGHT), words("something else entirely here")])
        problem = corpus.problem()
        assert problem.code == "ST419"
        assert problem.message == (
            "`lind/s2` has words of `courier` that `lind/s1` has too, and so has another"
        )
        assert corpus.pointed_at(problem) == f'"{EIGHT}"'

    def test_are_those_of_the_first_however_the_files_are_named(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.official("lind", statements=[words("the rails", id="z"), words(EIGHT, id="b")])
        corpus.part("lind", "a", words(EIGHT, id="a"))
        assert "`lind/a` has words of `courier` that `lind/b` has too" in corpus.problem().message


BASE = [f"w{number}" for number in range(14)] + "ulla hagen said".split()
BASE += [f"w{number}" for number in range(14, 26)]
"""A source: no word stands twice, and some are a name."""
NAMED = {"ulla", "hagen"}


@st.composite
def slices(draw: st.DrawFn) -> dict[str, Any]:
    """Evidence with some words of the source, one of them perhaps another."""
    start = draw(st.integers(0, len(BASE) - 3))
    text = BASE[start : start + draw(st.integers(2, 16))]
    if draw(st.booleans()):
        text[draw(st.integers(0, len(text) - 1))] = "else"
    hints: dict[str, Any] = draw(
        st.sampled_from([{}, {}, {}, {"locator": "line 3"}, {"locator": "line 4"}, {"prefix": "x"}])
    )
    if "prefix" in hints and start:
        hints = {"prefix": draw(st.sampled_from([BASE[start - 1], "x"]))}
    accepts = {"accept": ["ST419"], "note": "So it is."} if draw(st.integers(0, 9)) == 0 else {}
    return {"text": " ".join(text), **hints, **accepts}


def common(one: Sequence[str], other: Sequence[str]) -> Iterable[tuple[int, int, int]]:
    """All that two texts have in common and that can be made no longer: two places and a length."""
    for i in range(len(one)):
        for j in range(len(other)):
            if one[i] == other[j] and not (i and j and one[i - 1] == other[j - 1]):
                length = 0
                while [*one[i : i + length + 1]] == [*other[j : j + length + 1]]:
                    length += 1
                    if i + length >= len(one) or j + length >= len(other):
                        break
                yield i, j, length


def told_apart(one: Piece, other: Piece, i: int, j: int) -> bool:
    """Whether hints say that two texts, alike from two words on, are two passages."""
    if "locator" in one and "locator" in other:
        return bool(one["locator"] != other["locator"])
    before = [
        f"{piece.get('prefix', '')} {' '.join(piece['text'].split()[:start])}".split()
        for piece, start in ((one, i), (other, j))
    ]
    tells = ("prefix" in one and i == 0) or ("prefix" in other and j == 0)
    return tells and any(a != b for a, b in zip(*map(reversed, before), strict=False))


def are_same(one: Piece, other: Piece) -> bool:
    """Whether two pieces of evidence of a source are doubles, as the rule has it."""
    if "accept" in one or "accept" in other:
        return False
    first, second = one["text"].split(), other["text"].split()
    for i, j, length in common(first, second):
        run = first[i : i + length]
        # A name that is cut is none.
        named = {*run} & NAMED if {*run} >= NAMED else {*run} & {"hagen"}
        enough = length == min(len(first), len(second)) >= 4 or length - len(named) >= 8
        if enough and not told_apart(one, other, i, j):
            return True
    return False


def expected(pieces: Sequence[Piece]) -> set[frozenset[str]]:
    """The groups of statements s1, s2 … with one piece of evidence each."""
    found = [{number} for number in range(len(pieces))]
    for a, b in combinations(range(len(pieces)), 2):
        if are_same(pieces[a], pieces[b]):
            one = next(each for each in found if a in each)
            two = next(each for each in found if b in each)
            if one is not two:
                one |= two
                found.remove(two)
    return {frozenset(f"lind/s{n + 1}" for n in each) for each in found if len(each) > 1}


class TestTheDetector:
    @given(pieces=st.lists(slices(), min_size=2, max_size=7))
    @settings(max_examples=150)
    def test_finds_what_the_rule_says_of_each_two(
        self, pieces: list[Piece], new_corpus: Callable[[], CorpusBuilder]
    ) -> None:
        corpus = new_corpus().official("hagen", name="Ulla Hagen")
        corpus.official("lind", statements=[{"evidence": [each]} for each in pieces])
        assert groups(corpus.index()) == expected(pieces)

    @given(
        texts=st.lists(
            st.lists(st.sampled_from("ab"), min_size=3, max_size=14).map(" ".join),
            min_size=2,
            max_size=5,
        )
    )
    def test_finds_it_where_few_words_come_again_and_again(
        self, texts: list[str], new_corpus: Callable[[], CorpusBuilder]
    ) -> None:
        corpus = new_corpus()
        corpus.official("lind", statements=[words(each) for each in texts])
        assert groups(corpus.index()) == expected([{"text": each} for each in texts])


class TestALastingIndex:
    def test_has_the_doubles_of_a_new_one_after_each_change(
        self, corpus: CorpusBuilder, tmp_path: Path
    ) -> None:
        head = "the Minister of Public Works Ulla Hagen said that"
        titled = [{"title": "Minister of Public Works"}]

        def rules() -> set[frozenset[str]]:
            index = store.open_index(corpus.folder, tmp_path, lambda *_: None)
            found = groups(index)
            index.close()
            assert found == groups(corpus.index())
            return found

        for name in "abcdefghij":  # of many files, those that change alone are read again
            corpus.source(name)
        corpus.source("later").source("other")
        corpus.official("lind", statements=[words(f"{head} we go"), words(EIGHT)])
        corpus.official("moss", statements=[words(f"{head} we stay")])
        pair = frozenset(("lind/s1", "moss/s1"))
        assert rules() == {pair}
        corpus.official("hagen", name="Ulla Hagen", roles=titled)
        assert rules() == set()
        corpus.official("hagen", name="Otto Pym", roles=titled)
        assert rules() == set()
        corpus.official("hagen", name="Otto Pym")
        assert rules() == {pair}
        corpus.official("moss", statements=[words(EIGHT, evidence={"source": "later"})])
        assert rules() == set()
        corpus.source("later", version_of="other")
        corpus.source("other", copy_of="courier")
        assert rules() == {frozenset(("lind/s2", "moss/s1"))}
        corpus.source("other")
        assert rules() == set()
        corpus.official("moss", statements=[words(EIGHT), words(EIGHT, position="opposes")])
        three = frozenset(("lind/s2", "moss/s1", "moss/s2"))
        assert rules() == {three}
        moved = words(EIGHT, position="opposes", same_occasion=["moss/s1"])
        corpus.official("moss", statements=[words(EIGHT), moved])
        assert rules() == {three}
        corpus.official("lind", statements=[words(f"{head} we go")])
        assert rules() == set()
        (corpus.folder / "officials/moss.yaml").unlink()
        corpus.official("lind", statements=[words(EIGHT), words(EIGHT)])
        assert rules() == {frozenset(("lind/s1", "lind/s2"))}

    def test_has_them_once_where_a_source_is_joined_with_one_that_changes(
        self, corpus: CorpusBuilder, tmp_path: Path
    ) -> None:
        for name in "abcdefghijk":
            corpus.source(name)
        corpus.official("lind", statements=[words(EIGHT), words(EIGHT)])

        def rows(index: sqlite3.Connection) -> list[tuple[Any, ...]]:
            query = "SELECT family, ref, first FROM doubles ORDER BY family, ref"
            return [tuple(row) for row in index.execute(query)]

        pair = ("lind/s1", "lind/s2")
        for joined, family in ((True, "a"), (False, "courier"), (True, "a")):
            corpus.source("a", **({"version_of": "courier"} if joined else {}))
            index = store.open_index(corpus.folder, tmp_path, lambda *_: None)
            assert rows(index) == [(family, ref, "lind/s1") for ref in pair]
            assert rows(index) == rows(corpus.index())
            index.close()


class TestWords:
    def test_are_folded_without_what_was_put_in(self) -> None:
        assert folded_words("We [the town] “go”, … [T]hen […] stop …") == " we go … then … stop "
        assert folded_words("…") == "  "

    def test_of_a_locator_name_a_line(self) -> None:
        assert [line_of(each) for each in ("line 12", " LINE 3 ", "p. 4", None)] == [
            *(12, 3),
            *(None, None),
        ]
