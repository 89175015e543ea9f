"""What is meant by the words of the command line, and what cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stances.editing.references import Named
from stances.editing.rename.targets import is_there, new_thing, old_thing, split
from stances.errors import AmbiguousName, AmbiguousThing, CannotRename, UnknownName

if TYPE_CHECKING:
    import sqlite3

    from corpora import CorpusBuilder


@pytest.fixture
def index(town: CorpusBuilder) -> sqlite3.Connection:
    scale = {"supports": 1, "rejects": -1, "conditional": 0, "unstated": None, "denies": None}
    issues: dict[str, dict[str, int | None]] = {
        "tram": scale,
        "bridge": {"supports": 1, "waits": 0},
    }
    town.codebook(issues=issues, factions=("mayor", "council", "cost"))
    return town.index()


class TestOldThing:
    @pytest.mark.parametrize(
        ("name", "kind", "found"),
        [
            ("jansen", "", Named("official", "jansen")),
            ("Jan Jansen", "", Named("official", "jansen")),
            ("بو", "", Named("official", "bo")),
            ("courier", "", Named("source", "courier")),
            ("jansen/s1", "", Named("statement", "s1", "jansen")),
            ("Jan Jansen/s1", "", Named("statement", "s1", "jansen")),
            ("tram", "", Named("issue", "tram")),
            ("waits", "", Named("position", "waits", "bridge")),
            ("tram/supports", "", Named("position", "supports", "tram")),
            ("bridge/supports", "position", Named("position", "supports", "bridge")),
            ("mayor", "", Named("faction", "mayor")),
            ("Mayor", "", Named("faction", "mayor")),
            ("jobs", "", Named("frame", "jobs")),
            ("cost", "frame", Named("frame", "cost")),
            ("cost", "faction", Named("faction", "cost")),
        ],
    )
    def test_is_an_id_an_alias_or_a_label(
        self, index: sqlite3.Connection, name: str, kind: str, found: Named
    ) -> None:
        assert old_thing(index, name, kind) == found

    def test_of_several_things_has_to_be_told_apart(self, index: sqlite3.Connection) -> None:
        with pytest.raises(AmbiguousThing, match="the faction `cost`, the frame `cost`") as error:
            old_thing(index, "cost")
        assert error.value.hint == "say --kind faction or --kind frame"

    def test_of_positions_on_two_issues_has_to_name_the_issue(
        self, index: sqlite3.Connection
    ) -> None:
        with pytest.raises(AmbiguousThing, match="`bridge/supports`, the position `tram/supp"):
            old_thing(index, "supports")

    @pytest.mark.parametrize(
        ("name", "kind", "hint"),
        [
            ("janse", "", "`jansen`"),
            ("janse", "official", "`jansen`"),
            ("jansen/s9", "", "`jansen/s"),
            ("couriers", "source", "`courier`"),
            ("zzzzzz", "", "stances check"),
            ("jansen", "faction", "stances"),
        ],
    )
    def test_that_is_unknown_gets_a_suggestion(
        self, index: sqlite3.Connection, name: str, kind: str, hint: str
    ) -> None:
        with pytest.raises(UnknownName) as error:
            old_thing(index, name, kind)
        assert hint in error.value.hint

    def test_of_two_officials_lists_them(self, town: CorpusBuilder) -> None:
        index = town.official("jansen-2", name="Piet Jansen", statements=["rejects"]).index()
        with pytest.raises(AmbiguousName):
            old_thing(index, "Jansen", "official")


class TestNewThing:
    @pytest.mark.parametrize(
        ("old", "name", "id_"),
        [
            (Named("official", "bo"), "bo-ko", "bo-ko"),
            (Named("faction", "mayor"), "faction:mayors", "mayors"),
            (Named("statement", "s1", "bo"), "first", "first"),
            (Named("statement", "s1", "bo"), "bo/first", "first"),
            (Named("position", "supports", "tram"), "position:tram/for", "for"),
            (Named("frame", "none-too-soon"), "none", "none"),
        ],
    )
    def test_is_an_id(self, index: sqlite3.Connection, old: Named, name: str, id_: str) -> None:
        assert new_thing(index, old, name) == old.called(id_)

    @pytest.mark.parametrize(
        ("old", "name", "why", "hint"),
        [
            (Named("official", "bo"), "Bo Ko", "`Bo Ko` cannot be an id", "`bo-ko`"),
            (Named("official", "bo"), "", "`` cannot be an id", "lower-case"),
            (Named("official", "bo"), "../bo", "cannot be the id of a", "lower-case"),
            (Named("official", "bo"), "بو", "cannot be an id", "lower-case"),
            (Named("official", "bo"), "bo", "is called `bo` already", ""),
            (Named("official", "bo"), "faction:bo", "cannot become a faction", ""),
            (Named("faction", "mayor"), "none", "which means no faction", "another"),
            (Named("position", "x", "tram"), "bridge/x", "to the issue `bridge`", "belongs"),
        ],
    )
    def test_that_cannot_be_is_refused(
        self, index: sqlite3.Connection, old: Named, name: str, why: str, hint: str
    ) -> None:
        with pytest.raises(CannotRename) as error:
            new_thing(index, old, name)
        assert why in str(error.value)
        assert hint in error.value.hint

    @pytest.mark.parametrize(
        ("name", "found"),
        [
            ("cas/first", Named("statement", "first", "cas")),
            ("Cas Ko/first", Named("statement", "first", "cas")),
            ("cas/", Named("statement", "s1", "cas")),
        ],
    )
    def test_of_a_statement_may_be_with_another_official(
        self, index: sqlite3.Connection, name: str, found: Named
    ) -> None:
        assert new_thing(index, Named("statement", "s1", "bo"), name) == found

    def test_with_an_official_that_is_not_there_is_refused(self, index: sqlite3.Connection) -> None:
        with pytest.raises(UnknownName):
            new_thing(index, Named("statement", "s1", "bo"), "dirk/s1")


@pytest.mark.parametrize(
    ("thing", "found"),
    [
        (Named("official", "bo"), True),
        (Named("official", "mayor"), False),
        (Named("statement", "s1", "bo"), True),
        (Named("statement", "s9", "bo"), False),
        (Named("position", "waits", "bridge"), True),
        (Named("position", "waits", "tram"), False),
    ],
)
def test_only_something_of_its_kind_is_in_the_way(
    index: sqlite3.Connection,
    thing: Named,
    found: bool,  # noqa: FBT001 - what is expected
) -> None:
    assert is_there(index, thing) == found


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("faction:military", ("faction", "military")),
        ("zarif", ("", "zarif")),
        ("party:zarif", ("", "party:zarif")),
    ],
)
def test_a_kind_may_stand_before_a_name(name: str, parts: tuple[str, str]) -> None:
    assert split(name) == parts
