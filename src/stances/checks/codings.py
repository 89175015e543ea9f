"""Finds faults of codings, alone and compared with their statements."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from stances.coders import coding_ref, digest_of_words
from stances.problems import Fault, Problem
from stances.text import did_you_mean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from stances.codebook import CodebookLookup
    from stances.model.records import Coding
    from stances.problems import Where

    Row = Mapping[str, object]

UNKNOWN, WITHOUT_OFFICIAL, OUTDATED = "ST109", "ST022", "ST421"
NEEDS_CONDITIONS, HAS_NO_CONDITIONS = "ST301", "ST302"
_SUGGESTED = 20
"""Suggestions are sought for this many faults of a kind in a file; each takes time."""


def coding_faults(
    coding: Coding, id_: str, codebook: CodebookLookup, before: int
) -> Iterator[Fault]:
    """The faults of a coding of the statement `id_` that show without the statement.

    `before` is the number of faults of the file so far; after very many, no hints are sought.
    """
    for key in ("frames", "conditions"):
        items: list[str] = getattr(coding, key) or []
        seen: set[str] = set()
        for number, item in enumerate(items):
            at: Where = (id_, key, number)
            if item in seen:
                message = f"`{item}` already stands in this list"
                yield Fault("ST312", at, message, "delete one of the two")
            elif key == "frames" and item not in codebook.frames:
                hint = did_you_mean(item, codebook.frames, before)
                yield Fault("ST106", at, f"no frame is called `{item}`", hint)
            seen.add(item)


class _Official(NamedTuple):
    """Whether an official has a file, and which of its files are skipped."""

    is_there: bool
    left_out: Sequence[str]


def coding_problems(
    index: sqlite3.Connection, officials: Collection[str] | None = None
) -> Iterator[Problem]:
    """Find problems of codings compared with their statements, for some officials or for all."""
    query = """
        SELECT path, id FROM files WHERE path > 'codings/' AND path < 'codings0' AND NOT left_out
        ORDER BY path"""
    files = [
        (path, id_)
        for path, id_ in index.execute(query).fetchall()
        if officials is None or id_ in officials
    ]
    if not files:
        return
    known: dict[str, _Official] = {}
    scales: dict[str, dict[str, tuple[str | None, str | None]]] = {}
    for issue, position, requires, allows in index.execute(
        "SELECT issue, position, requires, allows FROM positions ORDER BY issue, number"
    ):
        scales.setdefault(issue, {})[position] = requires, allows
    for path, id_ in files:
        if id_ not in known:
            known[id_] = _official(index, id_)
        # All are reported, however many, since a coding without a problem counts as a reading.
        yield from _problems(index, path, id_, known[id_], scales)


def concerned(index: sqlite3.Connection, changed: Iterable[str]) -> set[str]:
    """The officials whose codings may have other problems after a change of some officials.

    These are the changed officials and those who share words with them. If a coding names an
    unknown statement, its official is included too: the statement may now be another official's.
    """
    found = {*changed}
    for id_ in sorted(found):
        others = """
            SELECT official FROM all_statements
            WHERE words_of > :id || '/' AND words_of < :id || '0'
            UNION SELECT o.official FROM all_statements AS s
            JOIN all_statements AS o ON o.words_of = s.words_of WHERE s.official = :id"""
        found |= {other for (other,) in index.execute(others, {"id": id_})}
    # A statement with too many sharers lends its words to nobody until there are fewer.
    heavy = "SELECT ref FROM problems WHERE code = 'ST418'"
    found |= {ref.partition("/")[0] for (ref,) in index.execute(heavy)}
    unknown = "SELECT path FROM problems WHERE scope = 'codings' AND code IN (?, ?)"
    for (path,) in index.execute(unknown, (UNKNOWN, WITHOUT_OFFICIAL)):
        found.add(path.rpartition("/")[2].removesuffix(".yaml"))
    return found


def _official(index: sqlite3.Connection, id_: str) -> _Official:
    query = """
        SELECT path, left_out FROM files WHERE kind IN ('official', 'part') AND id = ?
        ORDER BY path"""
    files = index.execute(query, (id_,)).fetchall()
    return _Official(
        any(path == f"officials/{id_}.yaml" for path, _ in files),
        [path for path, left_out in files if left_out],
    )


def _problems(
    index: sqlite3.Connection,
    path: str,
    id_: str,
    official: _Official,
    scales: Mapping[str, Mapping[str, tuple[str | None, str | None]]],
) -> Iterator[Problem]:
    """The problems of the codings in a file, in file order."""
    coder = path.split("/")[1]
    ref = coding_ref(coder, id_)
    if not official.is_there:
        ids = index.execute("SELECT id FROM files WHERE kind = 'official' ORDER BY id")
        hint = did_you_mean(id_, [each for (each,) in ids]) or "add the official, or delete this"
        message = f"no official is called `{id_}`, whose statements are coded here"
        yield Problem(path, 1, 1, WITHOUT_OFFICIAL, message, hint, ref)
        return
    if official.left_out:
        first = official.left_out[0]
        message = f"{first} has errors, so the codings of its statements are left out too"
        yield Problem(path, 1, 1, WITHOUT_OFFICIAL, message, "correct that file", "")
    statements = _Statements(index, id_)
    query = "SELECT * FROM all_codings WHERE path = ? ORDER BY line, ref"
    for coding in index.execute(query, (path,)).fetchall():
        statement = statements.found.get(coding["ref"])

        def problem(
            code: str,
            key: str,
            message: str,
            hint: str,
            coding: sqlite3.Row = coding,
        ) -> Problem:
            place = (coding[f"{key}line"], coding[f"{key}column"])
            own = "" if code == OUTDATED else coding_ref(coder, coding["ref"])
            return Problem(path, *place, code, message, hint, own)

        if statement is not None:
            yield from _against(problem, coding, statement, scales)
        elif coding["ref"] not in statements.spoilt and not official.left_out:
            message = f"there is no statement `{coding['ref']}`"
            yield problem(UNKNOWN, "", message, statements.hint(coding))


def _against(
    problem: Callable[[str, str, str, str], Problem],
    coding: sqlite3.Row,
    statement: sqlite3.Row,
    scales: Mapping[str, Mapping[str, tuple[str | None, str | None]]],
) -> Iterator[Problem]:
    """The problems of a coding compared with its statement."""
    issue, position = statement["issue"], coding["position"]
    scale = scales.get(issue)
    if position and scale is not None:
        conditions = coding["conditions"] != "[]"
        if position not in scale:
            message = f"the issue `{issue}` has no position called `{position}`"
            yield problem("ST105", "position_", message, did_you_mean(position, scale))
        elif scale[position][0] and not conditions:
            message = f"the position `{position}` needs its conditions named"
            hint = "add `conditions: [what must come first]`"
            yield problem(NEEDS_CONDITIONS, "position_", message, hint)
        elif conditions and not any(scale[position]):
            choices = [f"choose `{each}`" for each, takes in scale.items() if any(takes)]
            hint = " or ".join(["drop `conditions`", *choices])
            message = f"the position `{position}` has no conditions"
            yield problem(HAS_NO_CONDITIONS, "conditions_", message, hint)
    if coding["words"] != "[]":
        evidence = json.loads(statement["evidence"])
        if changes := changed_words(json.loads(coding["words"]), evidence):
            message = f"the words have changed since this was coded: {changes}"
            hint = "read them again; then `words` can be dropped, or is written by `stances code`"
            yield problem(OUTDATED, "words_", message, hint)


def changed_words(words: Sequence[str], evidence: Sequence[Row]) -> str:
    """What has changed since evidence with these digests was read, as a clause; empty if nothing.

    The order of the evidence does not matter.
    """
    now = [digest_of_words(str(piece["text"])) for piece in evidence]
    if now == words:
        return ""
    both = range(min(len(now), len(words)))
    same = {number for number in both if now[number] == words[number]}
    unread = [number for number in range(len(now)) if number not in same]
    gone = [number for number in range(len(words)) if number not in same]
    for number in [*unread]:  # the same words may now be in another place
        if (was := next((each for each in gone if words[each] == now[number]), None)) is not None:
            unread.remove(number)
            gone.remove(was)
    told: list[str] = []
    for number in unread:
        what = "has other words" if number in gone else "is new"
        told.append(f"evidence {number + 1} (`{evidence[number]['source']}`) {what}")
    told += [f"what was evidence {each + 1} is gone" for each in gone if each not in unread]
    return ", ".join(told)


class _Statements:
    """The statements of an official, by reference."""

    def __init__(self, index: sqlite3.Connection, official: str) -> None:
        query = "SELECT ref, issue, evidence FROM all_statements WHERE official = ?"
        self.found = {row["ref"]: row for row in index.execute(query, (official,)).fetchall()}
        spoilt = "SELECT ref FROM problems WHERE scope = 'file' AND ref > ? AND ref < ?"
        bounds = (f"{official}/", f"{official}0")
        self.spoilt = {ref for (ref,) in index.execute(spoilt, bounds)}
        self._index, self._official, self._asked = index, official, 0
        self._by_words: dict[tuple[str, ...], list[str]] | None = None

    def hint(self, coding: sqlite3.Row) -> str:
        """What an unknown statement may be now, found by its words, its id, or its spelling."""
        self._asked += 1
        if self._asked > _SUGGESTED:
            return ""
        id_ = coding["ref"].partition("/")[2]
        if same := self._with_words(tuple(json.loads(coding["words"]))):
            return f"`{same}` has the words that were coded: write that id"
        query = "SELECT ref FROM all_statements WHERE ref LIKE '%/' || ? ORDER BY ref LIMIT 2"
        elsewhere = [ref for (ref,) in self._index.execute(query, (id_,))]
        if len(elsewhere) == 1:
            other = elsewhere[0].partition("/")[0]
            return f"is it `{elsewhere[0]}` now? then move the coding to {other}.yaml"
        ids = sorted(ref.partition("/")[2] for ref in self.found)
        return did_you_mean(id_, ids) or "add the statement, or delete the coding"

    def _with_words(self, words: tuple[str, ...]) -> str:
        """The id of the only statement whose evidence has these digests; empty if there is none."""
        if not words:
            return ""
        if self._by_words is None:
            self._by_words = {}
            for ref, row in sorted(self.found.items()):
                texts = [piece["text"] for piece in json.loads(row["evidence"])]
                own = tuple(map(digest_of_words, texts))
                self._by_words.setdefault(own, []).append(ref.partition("/")[2])
        same = self._by_words.get(words, [])
        return same[0] if len(same) == 1 else ""
