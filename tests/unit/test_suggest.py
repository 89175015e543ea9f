from __future__ import annotations

import pytest

from stances.text import closest, did_you_mean

FACTIONS = ("leadership", "executive", "military", "security", "parliament")


class TestTheWordThatWasMeant:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("militray", "military"),
            ("MILITARY", "military"),
            ("securty", "security"),
            ("exec", "executive"),
            ("lea", "leadership"),
            ("parl", "parliament"),
        ],
    )
    def test_is_one_that_is_like_it_or_begins_with_it(self, typed: str, meant: str) -> None:
        assert closest(typed, FACTIONS) == [meant]

    @pytest.mark.parametrize("typed", ["", "le", "zzz", "judiciary-branch"])
    def test_is_unknown_where_nothing_is_like_it(self, typed: str) -> None:
        assert closest(typed, FACTIONS) == []

    def test_is_spelt_as_it_is_declared(self) -> None:
        assert closest("wsws", ("WSWS", "IranWire")) == ["WSWS"]

    def test_may_be_several_the_likest_first(self) -> None:
        known = ("reject-all", "rejected", "rejects")
        assert closest("reject", known) == ["rejects", "rejected", "reject-all"]

    def test_may_be_several_but_only_so_many(self) -> None:
        known = [f"position-{letter}" for letter in "abcdef"]
        assert len(closest("position", known)) == 3
        assert closest("position-b", known, 1) == ["position-b"]

    def test_stands_once_in_the_suggestion(self) -> None:
        assert closest("exec", ("Executive", "executive", "EXECUTIVE")) == ["Executive"]


class TestAHint:
    def test_names_what_was_meant(self) -> None:
        assert did_you_mean("militry", FACTIONS) == "did you mean `military`?"

    def test_names_all_that_may_have_been_meant(self) -> None:
        hint = did_you_mean("reject", ["rejects", "rejected"])
        assert hint == "did you mean `rejects` or `rejected`?"

    def test_says_what_there_is_where_nothing_is_like_it(self) -> None:
        assert did_you_mean("zzz", iter(FACTIONS)).endswith(f": {', '.join(FACTIONS)}")

    def test_does_not_list_more_than_one_takes_in(self) -> None:
        words = [str(number) for number in range(13)]
        assert did_you_mean("zzz", words[:12]).endswith(f": {', '.join(words[:12])}")
        assert did_you_mean("zzz", words).endswith(f": {', '.join(words[:12])}, …")

    def test_is_empty_where_there_is_nothing(self) -> None:
        assert did_you_mean("zzz", []) == ""
