from __future__ import annotations

import pytest

from stances.editing.import_.columns import KEYS, Columns, Entry, entries, listed, understood
from stances.editing.tables import Row
from stances.errors import UnknownName
from stances.queries.listing import KEYS as LISTED


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


class TestColumns:
    def test_are_known_however_they_are_spelt(self) -> None:
        columns, refusals = Columns().keys(["Said", "EVIDENCE-note", "source kind", "Quote"])
        assert refusals == []
        assert columns == {
            "said": "Said",
            "evidence_note": "EVIDENCE-note",
            "source_kind": "source kind",
            "text": "Quote",
        }

    def test_all_of_list_are_known(self) -> None:
        columns, refusals = Columns().keys(LISTED)
        assert refusals == []
        assert len(columns) == len(LISTED)
        assert set(columns) <= set(KEYS)

    def test_may_be_mapped_or_left_out(self) -> None:
        columns, refusals = Columns({"wer": "official", "x": ""}).keys(["Wer", "x", "said"])
        assert (columns, refusals) == ({"official": "Wer", "said": "said"}, [])

    def test_that_are_mapped_must_be_there(self) -> None:
        with pytest.raises(UnknownName, match="no column is called `Wre`") as raised:
            Columns({"Wre": "official"}).keys(["Wer", "said"])
        assert "`Wer`" in raised.value.hint

    @pytest.mark.parametrize(
        ("names", "told"),
        [
            (["said", "form", "mood"], "`mood` is none that is known"),
            (["said", "form", "date"], "`said` and `date` are both `said`"),
            (["said", "form", "said"], "2 columns are called `said`"),
            (["rouhani", "quote", "x"], "names no column that is known"),
        ],
    )
    def test_are_refused_if_they_cannot_be_understood(self, names: list[str], told: str) -> None:
        [refusal] = Columns().keys(names)[1]
        assert told in refusal.message

    def test_what_is_given_is_for_rows_that_say_nothing(self) -> None:
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
