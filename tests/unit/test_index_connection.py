from __future__ import annotations

from typing import TYPE_CHECKING

from stances.index.connection import copied

if TYPE_CHECKING:
    from corpora import CorpusBuilder


def test_a_copy_is_the_same_and_apart(town: CorpusBuilder) -> None:
    index = town.index()
    copy = copied(index)
    count = "SELECT COUNT(*) FROM statements"
    [before] = index.execute(count).fetchone()
    assert copy.execute(count).fetchone()[0] == before
    copy.execute("DELETE FROM all_statements")
    assert index.execute(count).fetchone()[0] == before
    assert copy.execute("SELECT name FROM officials").fetchone()["name"]
    copy.close()
