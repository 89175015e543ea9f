from __future__ import annotations

import pytest

from stances.editing.import_.columns import Entry, entries, listed, understood
from stances.editing.tables import Row


def values(**cells: object) -> dict[str, object]:
    found, refusals = understood(Entry(2, cells, {}))
    assert refusals == []
    return found


def refused(**cells: object) -> str:
    found, [refusal] = understood(Entry(2, cells, {key: key.title() for key in cells}))
    assert not found
    assert refusal.line == 2
    assert refusal.key == next(iter(cells)).title()
    return refusal.message


def test_what_is_given_is_for_rows_that_say_nothing() -> None:
    rows = [Row(2, {"A": "x", "S": "9"}), Row(3, {"S": "9"})]
    found = entries(rows, {"form": "A", "score": "S"}, {"form": "quote", "source": "s"})
    assert [entry.values for entry in found] == [
        {"form": "x", "source": "s"},
        {"form": "quote", "source": "s"},
    ]


class TestCells:
    def test_are_lists_of_either_kind(self) -> None:
        assert listed("a; b ;;c") == listed('["a", "b", "c"]') == ["a", "b", "c"]
        assert listed("[…] a") == ["[…] a"]
        assert listed('["a; b"]') == ["a; b"]
        assert listed("[1]") == ["[1]"]
        assert values(frames=["a"]) == {"frames": ["a"]}

    def test_have_blanks_for_line_ends_and_between_ids_more_of_them(self) -> None:
        found = values(
            text="one \r\n two\u2028three", note="a\n\nb", frames="a\nb; c", conditions="d\ne; f"
        )
        assert found == {
            "text": "one two three",
            "note": "a b",
            "frames": ["a", "b", "c"],
            "conditions": ["d e", "f"],
        }
        whole = values(ref="a/b", evidence="[]", note="a\nb", text="c\nd")
        assert (whole["note"], whole["text"]) == ("a\nb", "c d")

    @pytest.mark.parametrize("cell", ["-", "–", "—", "n/a", "N/A"])
    def test_may_say_that_there_is_nothing(self, cell: str) -> None:
        assert values(venue=cell, conditions=cell) == {}
        assert values(ref="a/b", evidence='[{"text": "x"}]', venue=cell)["venue"] == cell

    @pytest.mark.parametrize(
        ("key", "cell", "word"),
        [
            ("form", "Quote", "quote"),
            ("form", "DIRECT QUOTE", "quote"),
            ("form", "paraphrased", "paraphrase"),
            ("form", "Partial quote", "partial-quote"),
            ("form", "sinngemäß", "paraphrase"),
            ("form", "نقل قول مستقیم", "quote"),
            ("form", "screamed", "screamed"),
            ("match", "Probable", "probable"),
            ("status", "DISPUTED", "disputed"),
            ("lang", "Persian", "fa"),
            ("lang", "EN", "en"),
            ("lang", "zh-Hant", "zh-Hant"),
            ("original_lang", "فارسی", "fa"),
        ],
    )
    def test_are_words_as_people_write_them(self, key: str, cell: str, word: str) -> None:
        assert values(**{key: cell}) == {key: word}

    def test_are_yes_or_nothing(self) -> None:
        assert values(repeated="YES") == {"repeated": "true"}
        assert values(repeated="no") == {}
        assert refused(repeated="often") == "`often` is neither yes nor no"

    def test_are_evidence_without_what_says_nothing(self) -> None:
        cell = '[{"source": "a", "speaker": null, "original": {"text": "b", "lang": null}}]'
        expected = [{"source": "a", "original": {"text": "b"}}]
        assert values(evidence=cell) == {"evidence": expected}
        assert values(evidence=[{"source": "a", "n": 1, "t": True, "f": False}]) == {
            "evidence": [{"source": "a", "n": "1", "t": "true"}]
        }

    @pytest.mark.parametrize(
        ("cells", "told"),
        [
            ({"evidence": "gazette"}, "not JSON"),
            ({"evidence": "{}"}, "no list of objects"),
            ({"disputes": "[1]"}, "no list of objects"),
            ({"disputes": "[" * 100_000}, "not JSON"),
            ({"evidence": [{"a": {"b": {"c": {"d": "e"}}}}]}, "nested too deeply"),
            ({"text": ["a"]}, "`text` should be text"),
            ({"text": "a\0"}, "U+0000"),
            ({"frames": ["a\u202e"]}, "U+202E"),
            ({"evidence": [{"a\x07": "b"}]}, "U+0007"),
            ({"text": "\u200b"}, "nothing can be seen"),
            ({"text": "x" * 200_001}, "200,001 characters"),
            ({"said": "null"}, "`null` is no value"),
        ],
    )
    def test_are_refused_if_no_file_can_have_them(
        self, cells: dict[str, object], told: str
    ) -> None:
        assert told in refused(**cells)

    def test_words_that_yaml_takes_for_something_else_are_text(self) -> None:
        assert values(text="null", venue="~") == {"text": "null", "venue": "~"}
