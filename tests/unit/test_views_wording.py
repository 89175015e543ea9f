from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.queries.background import Background, Imprint, Names
from stances.views.formats import ViewOptions
from stances.views.wording import Wording


def wording(**sources: Imprint) -> Wording:
    names = Names(
        issues={"boats": "Should motorboats leave the lake?"},
        positions={("boats", "rejects"): "Will not have it", ("trams", "rejects"): "Never"},
        factions={"council": "Town council"},
        frames={"noise": "Noise"},
        officials={"adler": "Anna Adler"},
        sources={id_.replace("_", "-"): imprint for id_, imprint in sources.items()},
    )
    return Wording(Background(names=lambda: names))


class TestWordsOfTheCodebook:
    def test_are_their_labels(self) -> None:
        told = wording()
        assert told.issue("boats") == "Should motorboats leave the lake?"
        assert told.position("boats", "rejects") == "Will not have it"
        assert told.position("trams", "rejects") == "Never"
        assert told.faction("council") == "Town council"
        assert told.frame("noise") == "Noise"
        assert told.official("adler") == "Anna Adler"

    @pytest.mark.parametrize("id_", ["unknown", "Bo Beran"])
    def test_stand_for_themselves_where_nothing_is_known_of_them(self, id_: str) -> None:
        for told in (wording(), Wording()):
            assert told.issue(id_) == told.position("boats", id_) == id_
            assert told.faction(id_) == told.frame(id_) == told.official(id_) == id_
            assert told.source(id_) == id_

    def test_of_no_faction_say_so(self) -> None:
        assert wording().faction(None) == "No faction"


class TestSource:
    def test_is_its_publisher_and_day(self) -> None:
        told = wording(gazette=Imprint("The Gazette", "2021-06-10"))
        assert told.source("gazette") == "The Gazette, 10 June 2021"

    @pytest.mark.parametrize(
        ("published", "name"),
        [
            ("2021-06~", "The Gazette, about June 2021"),
            ("../2021-06-10", "The Gazette, by 10 June 2021"),
            ("2021-06-10T08:30:00+02:00", "The Gazette, 10 June 2021"),
            (None, "The Gazette"),
        ],
    )
    def test_has_its_date_as_exactly_as_it_is_known_but_for_a_time_of_day(
        self, published: str | None, name: str
    ) -> None:
        assert wording(gazette=Imprint("The Gazette", published)).source("gazette") == name

    def test_of_a_name_that_several_have_is_followed_by_its_id(self) -> None:
        same = Imprint("The Gazette", "2021-06-10")
        told = wording(boats=same, trams=same, later=same._replace(published="2021-06-11"))
        assert told.source("boats") == "The Gazette, 10 June 2021 (boats)"
        assert told.source("trams") == "The Gazette, 10 June 2021 (trams)"
        assert told.source("later") == "The Gazette, 11 June 2021"

    def test_of_whom_nothing_is_known_is_its_id(self) -> None:
        told = wording(one=Imprint(None, "2021"), other=Imprint(None, "2021"))
        assert (told.source("one"), told.source("other")) == ("one", "other")

    @given(
        st.dictionaries(
            st.from_regex("[a-z]{1,3}", fullmatch=True),
            st.builds(
                Imprint,
                st.sampled_from([None, "The Gazette", "Nama"]),
                st.sampled_from([None, "2021", "2021-06-10", "2021-06-10T08:00:00"]),
            ),
        )
    )
    def test_has_a_name_of_its_own(self, imprints: dict[str, Imprint]) -> None:
        told = wording(**imprints)
        assert len({told.source(id_) for id_ in imprints}) == len(imprints)


def test_dates_are_as_written_if_that_is_asked_for() -> None:
    for options in (ViewOptions(dates="iso"), ViewOptions()):
        told = Wording.of(wording(gazette=Imprint("The Gazette", "2021-06-10")).background, options)
        is_iso = options.dates == "iso"
        assert told.date("2021-06~") == ("2021-06~" if is_iso else "about June 2021")
        assert told.source("gazette").endswith("2021-06-10" if is_iso else "10 June 2021")
