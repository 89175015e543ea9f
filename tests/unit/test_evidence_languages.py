"""The lists of words by which languages negate, quote and name."""

from __future__ import annotations

from pathlib import Path

import pytest

from stances.evidence import languages
from stances.evidence.languages import Language, UnfitLineError, language, read

LISTS = sorted(Path(languages.__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_list_of_ours_can_be_read_and_negates(path: Path) -> None:
    assert read(path.read_text("utf-8")) == language(path.stem)
    assert language(path.stem).negation.whole


def test_a_language_without_a_list_has_no_words() -> None:
    assert language("tlh") == Language()
    assert language("") == language("../en") == Language()


def test_words_are_whole_begun_or_phrases() -> None:
    negation = read("# ours\nnegation: Né  refus* far_from\n\nnegation: nay\n").negation
    assert negation.within(["we", "ne", "go"]) == 1
    assert negation.within(["refusing"]) == 0
    assert negation.within(["we", "are", "far", "from", "it"]) == 2
    assert negation.within(["nay"]) == 0
    assert negation.within(["far", "away", "near", "from"]) is None


def test_a_vocabulary_without_any_is_known_to_have_none() -> None:
    negation = read("negation: not refus* far_from\n").negation
    assert not negation.may_be_among(frozenset(["we", "go"]))
    for word in ("not", "refused", "far"):
        assert negation.may_be_among(frozenset(["we", word]))


def test_more_words_are_added_to_ours() -> None:
    more = language("en").with_more(read("negation: nay\n"))
    assert more.negation.within(["nay"]) == more.negation.within(["not"]) == 0


@pytest.mark.parametrize("line", ["nope", "nothing: a", ": a"])
def test_a_line_of_another_kind_is_told(line: str) -> None:
    with pytest.raises(UnfitLineError) as raised:
        read(f"negation: not\n{line}\n")
    assert raised.value.line == 2
