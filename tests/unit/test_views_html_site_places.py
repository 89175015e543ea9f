"""Addresses of the site's pages: each is a file of its own on any disk."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from stances.site.manifest import can_be
from stances.views.html.site import places

WORDS = st.text("abz019", min_size=1, max_size=4)
IDS = st.lists(
    WORDS | st.sampled_from(["index", "page", "letter", "con", "year"]), min_size=1, max_size=3
).map("-".join)


def _all(official: str, statement: str) -> list[str]:
    return [
        places.official(official),
        places.statement(f"{official}/{statement}"),
        places.official_in(official, "2014"),
        *(places.further(places.official_in(official, "2014"), number) for number in (2, 3)),
    ]


FIXED = [
    places.OFFICIALS,
    *(places.further(places.OFFICIALS, number) for number in (2, 3)),
    *(places.officials_by(letter) for letter in ("a", "other")),
    places.further(places.officials_by("a"), 2),
]


@given(IDS, IDS, IDS, IDS)
@example("page", "2", "letter", "a")
@example("letter", "a-2", "page", "3")
@example("index", "index", "con", "con")
def test_no_page_has_the_address_of_another(one: str, its: str, other: str, own: str) -> None:
    first, second = _all(one, its), _all(other, own)
    if one == other:
        second = [places.statement(f"{other}/{own}")] if its != own else []
    every = [*first, *second, *FIXED]
    assert len({path.lower() for path in every}) == len(every)
    assert all(map(can_be, every))


@given(st.text("ab", min_size=150, max_size=400), st.text("ab", min_size=150, max_size=400))
def test_a_long_id_is_the_name_of_a_file_all_the_same(one: str, other: str) -> None:
    names = {places.file_name(one), places.file_name(other)}
    assert len(names) == len({one, other})
    assert all(len(name) < 240 for name in names)
    assert all(can_be(f"{name}.html") for name in names)


def test_ids_that_windows_takes_for_devices_are_no_names_of_files() -> None:
    devices = {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert devices.isdisjoint(map(places.file_name, devices))
