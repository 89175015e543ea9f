from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stances.evidence.matching import (
    MAX_GAP,
    Ambiguous,
    Found,
    Hints,
    NotFound,
    Searchable,
    TooShort,
)

if TYPE_CHECKING:
    from stances.evidence.matching import Outcome

FOLDER = Path(__file__).parent.parent / "data" / "articles"


def copy_of(text: str) -> Searchable:
    return Searchable(text, lambda at: text.count("\n", 0, at) + 1)


ENGLISH, PERSIAN = (
    copy_of((FOLDER / f"{name}.txt").read_text(encoding="utf-8")) for name in ("english", "persian")
)


def find(words: str, copy: Searchable | str, hints: Hints | None = None) -> Outcome:
    searched = copy_of(copy) if isinstance(copy, str) else copy
    return searched.find(words, hints or Hints())


def printed(words: str, copy: Searchable | str, hints: Hints | None = None) -> list[str]:
    """What a copy prints where the words are found in it, piece by piece."""
    found = find(words, copy, hints)
    assert isinstance(found, Found), found
    text = copy if isinstance(copy, str) else copy.text
    return [text[start:end] for start, end in found.spans]


def places(outcome: Outcome) -> tuple[int, ...]:
    assert isinstance(outcome, Ambiguous), outcome
    return outcome.places


class TestFindPrintedWords:
    @pytest.mark.parametrize(
        ("copy", "words"),
        [
            *((ENGLISH, words) for words in (
                "untrue",
                "called reports of a deal “untrue”",
                "A ferry without a timetable is no ferry,”",
                "pay its bills\n[for the bridge], we can talk about that.",
                "meant… or none at all",
                "“Well... perhaps,” he said",
                "On Wednesday—no doubt",
                "3.5 or\n1,000 boats",
                "the U.S. company",
                "fell to \u22125 that night",
                "a well-\nknown judge",
                "The coun-\ncil wants",
                "I asked her twice; a clerk",
                "anybody, as\n\nthey are still",
                "in 2019.\n\fOn the second page",
            )),
            *((PERSIAN, words) for words in (
                "نادرست",
                "«نادرست» خواند و گفت",
                "بدهی‌های خود را [برای پل] بپردازد",
                "لازم است… شاید\nهیچ",
                "ما هرگز نمی‌پذیریم",
                "«نه!»",
            )),
        ],
    )  # fmt: skip
    def test_finds_them_letter_by_letter(self, copy: Searchable, words: str) -> None:
        assert printed(words, copy) == [words.strip("—")]

    @pytest.mark.parametrize(
        ("copy", "words", "as_printed"),
        [
            (ENGLISH, "called reports of a deal «untrue»", "called reports of a deal “untrue”"),
            (ENGLISH, "The port's spokesman", "The port’s spokesman"),
            (ENGLISH, "meant... or none", "meant… or none"),
            (ENGLISH, "“Well… perhaps", "“Well... perhaps"),
            (ENGLISH, "fell to -5", "fell to \u22125"),
            (ENGLISH, "The council wants to", "The coun-\ncil wants to"),
            (ENGLISH, "a well-known judge", "a well-\nknown judge"),
            (ENGLISH, "pre- and post-war treaties", "pre-\nand post-war treaties"),
            (ENGLISH, "from the mid-1990s", "from the mid-\n1990s"),
            (ENGLISH, "silent for a while", "silent for a whi\u00adle"),
            (ENGLISH, "by café boat", "by cafe\u0301 boat"),
            (ENGLISH, "Jon A\u030aske", "Jon Åske"),
            (ENGLISH, " \u200f\u00a0idle talk\u00a0\u202c ", "idle talk"),
            (PERSIAN, "علي كريمي", "علی کریمی"),
            (PERSIAN, "یک نسخه از نامه نزد کریمی", "يك نسخه از نامه نزد كريمي"),
            (PERSIAN, "\u200f شهردار\n\nگفت:", "شهردار\nگفت:"),
        ],
    )  # fmt: skip
    def test_finds_them_whatever_their_typography(
        self, copy: Searchable, words: str, as_printed: str
    ) -> None:
        assert printed(words, copy) == [as_printed]


class TestFindNothingElse:
    @pytest.mark.parametrize(
        "words",
        [
            pytest.param("We will cooperate with the southern port", id="punctuation and case"),
            pytest.param("We will cooperate With the southern port", id="punctuation"),
            pytest.param("We will cooperate. With the southern port.", id="a mark changed"),
            pytest.param("The town council of Osk has agreed", id="a dropped not"),
            pytest.param("“should move anybody", id="another dropped not"),
            pytest.param("the northern port is ready to work", id="another order"),
            pytest.param("is ready to work closely with", id="an added word"),
            pytest.param("called reports of a deal untrue", id="dropped marks"),
            pytest.param("called reports of a deal ‘untrue’", id="single marks for double"),
            pytest.param("a Ferry without", id="case"),
            pytest.param("5 May 2021", id="another day"),
            pytest.param("a well known judge", id="no hyphen"),
            pytest.param("On Wednesday — no doubt", id="spaces around a dash"),
            pytest.param("bills for the bridge, we", id="no brackets"),
            pytest.param("its bills, we can talk", id="without the printed brackets"),
            pytest.param("its bills [for a bridge], we can talk", id="other printed brackets"),
            pytest.param("by cafe boat", id="another letter"),
            pytest.param("They can", id="up to an apostrophe"),
            pytest.param("t expect a ruling", id="behind an apostrophe"),
            pytest.param("whether 3", id="up to a decimal point"),
            pytest.param("000 boats", id="behind a comma in a number"),
        ],
    )
    def test_of_english(self, words: str) -> None:
        assert find(words, ENGLISH) == NotFound()

    @pytest.mark.parametrize(
        "words",
        [
            pytest.param("ما هرگز می‌پذیریم که دیگران", id="a dropped negation"),
            pytest.param("پذیریم که", id="behind a zero width non-joiner"),
            pytest.param("ما هرگز نمی", id="up to one"),
            pytest.param("ما هرگز نمی پذیریم", id="a space for it"),
            pytest.param("ما هرگز نمیپذیریم", id="without it"),
            pytest.param("35 روز", id="other digits"),
            pytest.param("\u06f5 میلیون", id="behind a decimal point"),
        ],
    )
    def test_of_persian(self, words: str) -> None:
        assert find(words, PERSIAN) == NotFound()

    @pytest.mark.parametrize(
        ("words", "text"),
        [
            ("We will cooperate with America", "We will cooperate. With America? Never."),
            ("cat", "They concatenate."),
            ("2014", "in 20141 words"),
            ("35 boats", "only 3-\n5 boats"),
            ("5", "about 1.5"),
            ("a", ""),
            ("yes", "ye"),
            ("a", "I am Anna"),
        ],
    )
    def test_of_other_texts(self, words: str, text: str) -> None:
        assert find(words, text) == NotFound()

    @pytest.mark.parametrize(
        ("words", "text"),
        [
            ("cooperation pact", "A non-cooperation pact."),
            ("I", "I am."),
            ("a", "not a, but b"),
            ("We go", "end.We go"),
            ("we", "(we)"),
            ("in 2014", "in 2014. Then"),
            ("boats", "the boats’ owners"),
            ("the boats are mine", "‘the boats are mine’"),
        ],
    )
    def test_but_whole_words_next_to_marks(self, words: str, text: str) -> None:
        assert printed(words, text) == [words]


class TestFindWithWordsLeftOut:
    @pytest.mark.parametrize("sign", ["…", "...", "[…]", "[...]", "(…)"])
    def test_between_pieces_that_follow_each_other(self, sign: str) -> None:
        words = f"A ferry without a timetable {sign} is no ferry, {sign} the harbour master"
        pieces = ["A ferry without a timetable", "is no ferry,", "the harbour master"]
        assert printed(words, ENGLISH) == pieces

    @pytest.mark.parametrize(
        ("words", "outcome"),
        [
            pytest.param("is no ferry, […] A ferry without", NotFound(apart=True), id="reversed"),
            pytest.param("a ferry with […] ferry without", NotFound(), id="not there"),
            pytest.param("ferry without a […] a timetable", NotFound(apart=True), id="overlap"),
            pytest.param("The town council […] slow\nand", NotFound(apart=True), id="far apart"),
            pytest.param("is no ferry, […] no doubts", NotFound(), id="one piece is missing"),
            pytest.param("A ferry […] no […] declared the", TooShort("no"), id="too short"),
            pytest.param("A ferry […] t […] is", TooShort("t"), id="a letter"),
            pytest.param("[…]", TooShort("[…]"), id="nothing but that"),
            pytest.param("“—”", TooShort("“—”"), id="no words"),
        ],
    )  # fmt: skip
    def test_only_of_pieces_in_order_and_near(self, words: str, outcome: Outcome) -> None:
        assert find(words, ENGLISH) == outcome

    @pytest.mark.parametrize(("gap", "found"), [(MAX_GAP, Found), (MAX_GAP + 1, NotFound)])
    def test_up_to_so_many_characters(self, gap: int, found: type) -> None:
        text = f"one two {'x' * (gap - 2)} three four"
        assert isinstance(find("one two … three four", text), found)

    def test_where_nothing_is_between_them(self) -> None:
        assert printed("one two … three four", "one two three four") == ["one two", "three four"]

    def test_follows_the_next_of_several_places(self) -> None:
        text = "one two, five, three four, three four"
        assert find("one two … three four", text) == Found(((0, 7), (15, 25)))

    def test_is_ambiguous_with_two_places_to_begin_with(self) -> None:
        text = "one two, one two, three four, three four"
        assert places(find("one two … three four", text)) == (0, 9)

    @pytest.mark.parametrize(
        ("hints", "spans"),
        [
            (Hints(prefix="so"), ((3, 10), (21, 31))),
            (Hints(prefix="so", suffix="at last"), ((3, 10), (33, 43))),
        ],
    )
    def test_takes_the_place_that_the_record_names(
        self, hints: Hints, spans: tuple[tuple[int, int], ...]
    ) -> None:
        text = "so one two, one two, three four, three four at last"
        assert find("one two … three four", text, hints) == Found(spans)

    def test_takes_the_sign_where_it_is_printed(self) -> None:
        text = "we go [...] or not. But we wait and see whether we go."
        assert printed("we go […] or not", text) == ["we go [...] or not"]
        assert printed("we go … or not", text) == ["we go", "or not"]

    def test_next_to_brackets_that_are_printed(self) -> None:
        found = find("pay its bills [for the bridge] […] talk about that", ENGLISH)
        assert isinstance(found, Found)
        assert (len(found.spans), found.insertions) == (2, ())


class TestFindWithWordsPutIn:
    def test_where_they_are_not_printed(self) -> None:
        found = find("is ready to work [again] with the northern port [of Osk],", ENGLISH)
        assert isinstance(found, Found)
        assert found.insertions == ("again", "of Osk")

    def test_though_the_same_brackets_are_printed_elsewhere(self) -> None:
        text = "we pay [now] and then we pay too"
        assert find("then we [now] pay too", text) == Found(((17, 32),), ("now",))
        assert find("we pay [now] and", text) == Found(((0, 16),))

    @pytest.mark.parametrize(
        "words", ["[Then] we can talk", "idle talk [of them]", "“[all] untrue”"]
    )
    def test_at_an_end_of_the_words_too(self, words: str) -> None:
        found = find(words, ENGLISH)
        assert isinstance(found, Found)
        assert found.insertions

    @pytest.mark.parametrize(
        ("words", "text"),
        [
            ("the [un]true words", "the true words"),
            ("we will [gladly] cooperate", "we will not cooperate"),
        ],
    )
    def test_gives_way_to_nothing_else(self, words: str, text: str) -> None:
        assert find(words, text) == NotFound()


class TestFindQuotedWords:
    TEXT = "evil “Evil” or “evil”, not the “evil day”; an evil 'day'."
    QUOTED = Hints(quoted=True)

    @pytest.mark.parametrize(
        ("words", "text"),
        [
            ("evil", TEXT),
            ("day", TEXT),
            ("evil", "evil " * 1000 + "“evil.”" + " evil" * 1000),
            ("Twelfth Night,", "Twelfth Night, and “Twelfth Night,” he said"),
            ("بد", "بد بد «بد»"),
            ("X-ray", "X-ray “X-ray” X-ray"),
        ],
    )
    def test_where_just_these_stand_in_marks(self, words: str, text: str) -> None:
        found = find(words, text, self.QUOTED)
        assert isinstance(found, Found)
        [(start, end)] = found.spans
        assert text[start:end] == words
        assert text[start - 1] in "“«'"
        assert isinstance(find(words, text), Ambiguous)

    def test_in_any_place_if_there_is_only_one(self) -> None:
        assert printed("evil", "an evil day", self.QUOTED) == ["evil"]

    @pytest.mark.parametrize(
        "text",
        ["“evil” and “evil”", "evil and evil", "“an evil” and “evil day”", "e “evils” evil, evil"],
    )
    def test_in_no_place_if_there_are_several(self, text: str) -> None:
        assert isinstance(find("evil", text, self.QUOTED), Ambiguous)

    def test_where_the_other_hints_say(self) -> None:
        text = "“evil” one\n“evil” two\nevil"
        for hints, start in (
            (Hints(line=2, quoted=True), 12),
            (Hints(suffix="one", quoted=True), 1),
            (Hints(line=3, quoted=True), 22),
        ):
            found = find("evil", text, hints)
            assert isinstance(found, Found)
            assert found.spans[0][0] == start


class TestFindWordsThatStandTwice:
    TEXT = "The offer was late. They left.\nThe offer was late, too. They — stayed."

    @pytest.mark.parametrize(
        ("hints", "start"),
        [
            (Hints(line=1), 0),
            (Hints(line=2), 31),
            (Hints(suffix=", too"), 31),
            (Hints(suffix=". They left"), 0),
            (Hints(prefix="They  left.\n"), 31),
            (Hints(prefix="left.", suffix=", too. They –", line=2), 31),
            (Hints(prefix="They"), None),
            (Hints(line=3), None),
            (Hints(line=1, suffix=", too"), None),
            (Hints(), None),
        ],
    )
    def test_are_told_apart_by_what_is_next_to_them(self, hints: Hints, start: int | None) -> None:
        outcome = find("The offer was late", self.TEXT, hints)
        if start is None:
            assert places(outcome) == (0, 31)
        else:
            assert outcome == Found(((start, start + 18),))

    @pytest.mark.parametrize(
        ("hints", "nth"),
        [
            (Hints(prefix='he said: "'), 0),
            (Hints(prefix="he said"), 0),
            (Hints(prefix="said – «"), 1),
            (Hints(prefix="mid-1990s"), 2),
            (Hints(prefix="letter—"), 3),
            (Hints(prefix="then –"), 4),
            (Hints(suffix="—the owner"), 3),
        ],
    )
    def test_are_told_apart_by_words_set_otherwise(self, hints: Hints, nth: int) -> None:
        text = 'he said: "no". She said — “no”. It is mid-\n1990s no.'
        text += " A letter—no—the owner; then — no."
        starts = places(find("no", text))
        assert len(starts) == 5
        assert find("no", text, hints) == Found(((starts[nth], starts[nth] + 2),))

    def test_are_still_ambiguous_where_two_of_three_fit(self) -> None:
        text = "a no b. a no c. d no b."
        assert places(find("no", text, Hints(prefix="a"))) == (2, 10)
        assert places(find("no", text, Hints(suffix="b"))) == (2, 18)

    def test_are_counted_where_they_overlap(self) -> None:
        assert places(find("ha ha", "ha ha ha")) == (0, 3)

    @pytest.mark.parametrize("times", [2, 7])
    def test_are_all_found_in_a_long_text(self, times: int) -> None:
        sentence = "The river belongs to everyone on this shore of it."
        text = "".join(f"{sentence} {'So they say. ' * number}" for number in range(times))
        assert places(find(sentence, text)) == tuple(
            at for at in range(len(text)) if text.startswith(sentence, at)
        )


@pytest.mark.parametrize(
    ("hints", "misplaced"),
    [
        (Hints(prefix="He said", suffix="and left", line=1), False),
        (Hints(prefix="She said"), True),
        (Hints(suffix="and stayed"), True),
        (Hints(line=2), True),
    ],
)
def test_words_that_stand_once_but_elsewhere_are_told(hints: Hints, misplaced: bool) -> None:  # noqa: FBT001
    assert find("never", "He said never and left.", hints) == Found(((8, 13),), (), misplaced)


@pytest.mark.parametrize(
    ("words", "copy", "found"),
    [
        ("-5 percent. The", "Growth was 5 percent. The Rate", False),
        ("-5 percent. The", "Growth was –5 percent. The Rate", True),
        ("there is no—", "There is no. there is no—thing", True),
        ("there is no—", "there is no thing", False),
        ("Some word x", "Some word x\u0304yz", False),
        ("کتاب", "کتابِ", False),
        ("او گفت که رفت", "او \u202bگفت\u202c که رفت", True),
    ],
)
def test_nothing_more_than_typography_may_differ(
    words: str,
    copy: str,
    found: bool,  # noqa: FBT001
) -> None:
    assert isinstance(find(words, copy), Found) == found


def test_hints_are_whole_words_and_look_over_marks() -> None:
    text = "The knot will go with us; they do not: “will go with us,” declared the mayor."
    second = Found(((40, 55),))
    assert find("will go with us", text, Hints(prefix="not")) == second
    assert find("will go with us", text, Hints(suffix="declared the")) == second
