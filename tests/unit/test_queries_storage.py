from __future__ import annotations

from random import Random

import pytest

from stances.queries import storage
from stances.queries.storage import SpooledMapping, SpooledRows


@pytest.fixture(params=["in memory", "in a file"])
def where(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that stay in memory, and rows of which all but the first are in a file."""
    if request.param == "in a file":
        monkeypatch.setattr(storage, "IN_MEMORY", 50)


@pytest.mark.usefixtures("where")
class TestSpooledRows:
    def test_come_back_in_any_order(self) -> None:
        rows = SpooledRows()
        given = [{"ref": f"a/{n}", "score": n, "words": "روحانی" * n} for n in range(30)]
        places = [rows.add(row) for row in given]
        assert [*rows.in_order(places[::-1])] == given[::-1]

    def test_are_a_sequence_that_is_read_when_it_is_looked_at(self) -> None:
        rows = SpooledRows()
        places = [rows.add({"n": n}) for n in range(9)]
        found = rows.in_order(places)
        assert (len(found), found[-1], [*found[2:4]]) == (9, {"n": 8}, [{"n": 2}, {"n": 3}])
        assert found == [{"n": n} for n in range(9)]
        assert found != [{"n": 1}]

    def test_can_be_added_after_some_were_read(self) -> None:
        rows = SpooledRows()
        first = rows.add({"n": 1})
        assert rows.at(first) == {"n": 1}
        second = rows.add({"n": 2})
        assert [rows.at(first), rows.at(second)] == [{"n": 1}, {"n": 2}]


@pytest.mark.usefixtures("where")
class TestSpooledMapping:
    def test_has_what_was_added_and_nothing_else(self) -> None:
        known = SpooledMapping()
        refs = [f"official-{n}/statement" for n in range(500)]
        Random(5).shuffle(refs)
        for number, ref in enumerate(refs):
            known.add(ref, (ref, number, None))
        assert all(known.get(ref) == (ref, number, None) for number, ref in enumerate(refs))
        assert known.get("official-500/statement") is None

    def test_tells_references_of_one_hash_apart(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(storage, "hash", lambda _: 7, raising=False)
        known = SpooledMapping()
        known.add("a/b", (1,))
        known.add("c/d", (2,))
        assert (known.get("a/b"), known.get("c/d"), known.get("e/f")) == ((1,), (2,), None)
