"""Where the words of a statement come from."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from recount.statement import Record

FORMS = ["quote", "document", "partial-quote", "paraphrase"]
"""The nearest to the official's own words first."""
EARLIER = ("copy_of", "version_of")


class Origins:
    """Where the words of a statement come from."""

    def __init__(self, evidence: Sequence[Record], sources: Mapping[str, Record]) -> None:
        self.evidence, self.sources = evidence, sources
        self.valid = [piece for piece in evidence if not self._is_retracted(piece)]

    def _is_retracted(self, piece: Record) -> bool:
        """Whether its edition, or what that was copied or taken from, is retracted."""
        to_do, seen = [piece["source"], piece.get("derived_from"), piece.get("via")], set[str]()
        while to_do:
            source = to_do.pop()
            if source not in self.sources or source in seen:
                continue
            seen.add(source)
            to_do.append(self.sources[source].get("copy_of"))
            if source != piece["source"]:
                to_do += self._taken_from(source)
        return any(
            notice["kind"] == "retracted"
            for source in seen
            for notice in self.sources[source].get("notices", [])
        )

    def _taken_from(self, source: str) -> list[str | None]:
        """What all of the evidence of a source beside it was taken from."""
        own = [piece for piece in self.evidence if piece["source"] == source]
        if not own or any("derived_from" not in each and "via" not in each for each in own):
            return []
        return [each.get(key) for each in own for key in ("derived_from", "via")]

    def origin(self, piece: Record) -> str:
        """A source, or `name:` and a name."""
        return self._followed(piece["source"], self._before(piece), ())

    def _before(self, piece: Record) -> str | None:
        """What a piece of evidence was taken from."""
        source = self.sources[piece["source"]]
        keys = [piece.get("via"), piece.get("derived_from"), *map(source.get, EARLIER)]
        return next(filter(None, keys), None)

    def _followed(self, node: str, before: str | None, seen: tuple[str, ...]) -> str:
        if before is not None and before not in self.sources:
            name = before.casefold()
            before = next((id_ for id_ in self._cited if self._publisher(id_) == name), None)
            if before is None:
                return f"name:{name}"
        if before is None or before in (*seen, node):
            return node
        own = [piece for piece in self.valid if piece["source"] == before]
        taken = [piece for piece in own if "via" in piece or "derived_from" in piece]
        further = self._before(own[0]) if own and own == taken else self._earlier(before)
        return self._followed(before, further, (*seen, node))

    def _earlier(self, source: str) -> str | None:
        return next(filter(None, map(self.sources[source].get, EARLIER)), None)

    def _publisher(self, source: str) -> str:
        name: str = self.sources[source].get("publisher", "")
        return name.casefold()

    @property
    def _cited(self) -> list[str]:
        """The sources that the evidence names, each before what it is a copy or an edition of."""
        return [
            source
            for piece in self.valid
            for cited in (piece["source"], piece.get("derived_from"), piece.get("via"))
            if cited and cited in self.sources
            for source in self._chain(cited)
        ]

    def _chain(self, source: str) -> list[str]:
        earlier = self._earlier(source)
        return [source, *(self._chain(earlier) if earlier else ())]

    def counts(self) -> tuple[int, int]:
        """The numbers of origins: certain ones, and those that are probable alone."""
        found: dict[str, set[str]] = defaultdict(set)
        for piece in self.valid:
            found[self.origin(piece)].add(piece.get("match", "certain"))
        certain = sum("certain" in matches for matches in found.values())
        return certain, len(found) - certain

    def best(self) -> Record | None:
        """What to quote: of what is not retracted the newest edition, then the nearest form."""
        candidates = self.valid or list(self.evidence)
        older = {each for piece in candidates for each in self._older(piece["source"])}
        ranked = [
            (self._edition(piece["source"]) in older, FORMS.index(piece["form"]), number)
            for number, piece in enumerate(candidates)
        ]
        return candidates[min(ranked)[2]] if ranked else None

    def _edition(self, source: str) -> str:
        copied = self.sources[source].get("copy_of")
        return self._edition(copied) if copied else source

    def _older(self, source: str) -> list[str]:
        before = self.sources[self._edition(source)].get("version_of")
        return [self._edition(before), *self._older(before)] if before else []
