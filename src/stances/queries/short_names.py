"""What officials are called where there is little room."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from stances.text import fold

if TYPE_CHECKING:
    import sqlite3

_MOST_WORDS = 8
"""A name with more words is not searched for the one that the id is made of."""


def short_names(index: sqlite3.Connection) -> dict[str, str]:
    """The surnames of officials by id; the whole names of those who would be called the same."""
    from stances.index.names import surnames  # noqa: PLC0415 - views, which know no index, import this

    names: dict[str, str] = {}
    short: dict[str, str] = {}
    for official, name, kind in index.execute("SELECT official, name, kind FROM officials"):
        names[official] = name
        last = surnames(name)[-1:] if kind == "person" else []
        short[official] = _as_in_id(official, name) or "".join(last) or name
    times = Counter(map(fold, short.values()))
    return {
        id_: called if times[fold(called)] == 1 else names[id_] for id_, called in short.items()
    }


def _as_in_id(official: str, name: str) -> str:
    """The words of a name that its id is made of: `Naghavi Hosseini`; empty if it is of others.

    Whoever gave the id has said what somebody is called.
    """
    words = [word.strip(",") for word in name.split()]
    if len(words) > _MOST_WORDS:
        return ""
    wanted = fold(official)
    runs = (words[at:end] for at in range(len(words)) for end in range(at + 1, len(words) + 1))
    return next((" ".join(run) for run in runs if fold("".join(run)) == wanted), "")
