"""Small corpora for tests, written from short Python data.

    corpus.official("jansen", faction="mayor", statements=["supports", {"position": "rejects"}])
    corpus.index()

A corpus is sound from the start, and stays so: whatever a test does not say is filled in (a title,
an id, a date, evidence, the condition that `conditional` needs). A field that is None is left out
after all. Every call writes at once, and gives the builder back.
"""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from stances.index.build import build
from stances.queries.faults import problems

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Self

    from stances.problems import Problem

    Fields = dict[str, Any]
    Given = str | Mapping[str, Any]

SCALE = {
    "supports": 2,
    "indirect": 1,
    "conditional": 0,
    "opposes": -1,
    "rejects": -2,
    "denies": None,
    "unstated": None,
}
"""The positions of every issue and their scores."""

TRAITS: Mapping[str, Fields] = {
    "conditional": {"requires": "conditions"},
    "unstated": {"open": True},
}
"""What else the codebook says of positions, wherever they stand."""

SAID = "2021-05-03"
PUBLISHED = "2021-06-30"
UNUSED = frozenset(("ST404", "ST405", "ST406"))


class CorpusBuilder:
    """A corpus on disk: the issue `tram`, the factions `mayor` and `council`, the frames `jobs`
    and `cost`, and the source `courier`, in English.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._meta: Fields = {
            "title": "Trams",
            "schema_version": 1,
            "coder": "tests",
            "default_issue": "tram",
        }
        folder.mkdir(parents=True, exist_ok=True)
        self.meta().codebook().source("courier")

    def meta(self, **fields: Any) -> Self:
        """Set fields of `corpus.yaml`."""
        self._meta |= fields
        return self._write("corpus.yaml", self._meta)

    def codebook(
        self,
        *,
        issues: Mapping[str, Mapping[str, int | None]] = MappingProxyType({"tram": SCALE}),
        factions: Iterable[str] = ("mayor", "council"),
        frames: Iterable[str] = ("jobs", "cost"),
        traits: Mapping[str, Fields] = MappingProxyType({}),
    ) -> Self:
        """Declare the words: of each issue, the positions and their scores.

        `traits` are further fields of positions, beside those of `TRAITS`.
        """
        book = {
            "issues": [_issue(id_, scale, {**TRAITS, **traits}) for id_, scale in issues.items()],
            "factions": [_term(id_) for id_ in factions],
            "frames": [_term(id_) for id_ in frames],
        }
        return self._write("codebook.yaml", book)

    def source(self, id_: str, **fields: Any) -> Self:
        """Add a source."""
        own = {"title": f"The {id_}", "published": PUBLISHED, "lang": "en"}
        return self._write(f"sources/{id_}.yaml", own | fields)

    def official(
        self,
        id_: str,
        *,
        statements: Iterable[Given] = (),
        faction: str | None = "council",
        roles: Iterable[Mapping[str, Any]] | None = None,
        **fields: Any,
    ) -> Self:
        """Add an official in a role of `faction`, or in `roles`; a text is a position taken."""
        held = [{"faction": faction}] if roles is None else roles
        own: Fields = {"name": id_.replace("-", " ").title()}
        own["roles"] = [_told({"title": "Member", **role}) for role in held]
        said = [_statement(number, given) for number, given in enumerate(statements, 1)]
        return self._write(f"officials/{id_}.yaml", own | fields | {"statements": said})

    def part(self, id_: str, name: str, *statements: Given) -> Self:
        """Add a file with more statements of an official; without ids of their own: s1, s2 …"""
        said = [_statement(number, given) for number, given in enumerate(statements, 1)]
        return self._write(f"officials/{id_}/{name}.yaml", {"statements": said})

    def file(self, path: str, text: str) -> Self:
        """Write a file as it is."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return self

    def index(self) -> sqlite3.Connection:
        """The index of the corpus as it now is."""
        return build(self.folder)

    def problems(self, *codes: str) -> list[Problem]:
        """The problems with these codes; if none is named all, but for what is unused."""
        found = problems(self.index())
        return [p for p in found if (p.code in codes if codes else p.code not in UNUSED)]

    def problem(self) -> Problem:
        """The only problem, but for what is unused."""
        [found] = self.problems()
        return found

    def codes(self) -> list[str]:
        """The codes of all problems, but for what is unused."""
        return [problem.code for problem in self.problems()]

    def pointed_at(self, problem: Problem) -> str:
        """What stands at a problem's place, to the end of its line."""
        line = (
            (self.folder / problem.path).read_text(encoding="utf-8").splitlines()[problem.line - 1]
        )
        return line[problem.column - 1 :].rstrip(", ")

    def _write(self, path: str, fields: Fields) -> Self:
        # JSON is YAML, and the reader takes every scalar for the text that it is.
        return self.file(path, json.dumps(_told(fields), ensure_ascii=False, indent=1))


def _told(fields: Mapping[str, Any]) -> Fields:
    return {key: value for key, value in fields.items() if value is not None}


def _issue(id_: str, scale: Mapping[str, int | None], traits: Mapping[str, Fields]) -> Fields:
    positions = [
        _told(_term(position) | {"score": score} | traits.get(position, {}))
        for position, score in scale.items()
    ]
    return {"id": id_, "question": f"What of the {id_}?", "positions": positions}


def _term(id_: str) -> Fields:
    return {"id": id_, "label": id_.replace("-", " ").title(), "definition": f"What {id_} means."}


def _statement(number: int, given: Given) -> Fields:
    fields: Fields = {"position": given} if isinstance(given, str) else dict(given)
    position = fields.setdefault("position", "supports")
    if position == "conditional":
        fields.setdefault("conditions", ["the state pays half"])
    if fields.get("status", "attested") != "attested":
        settled = {"about": "wording", "note": "They differ.", "resolution": "One is followed."}
        fields.setdefault("disputes", [settled])
    # With `words_of`, the day and the words are those of another statement.
    own = {} if "words_of" in fields else {"said": SAID, "evidence": ["courier"]}
    fields = {"id": f"s{number}", **own, **fields}
    pieces = fields.get("evidence")
    if isinstance(pieces, list | tuple):
        fields["evidence"] = [_evidence(rank, piece) for rank, piece in enumerate(pieces, 1)]
    return _told(fields)


def _evidence(rank: int, given: Given) -> Fields:
    fields: Fields = {"source": given} if isinstance(given, str) else dict(given)
    if fields.get("match") == "probable":
        fields.setdefault("note", "The same words on the same day.")
    return _told({"source": "courier", "form": "quote", "text": f"words {rank}", **fields})
