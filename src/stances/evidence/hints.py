"""What tells places of the same words apart: the words beside them, and the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.folding import fold, trim

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stances.evidence.outcomes import Hint
    from stances.evidence.searching import Searchable

    Fits = Callable[[int], bool]


class Hints(NamedTuple):
    """What a record says of the place of its words."""

    prefix: str | None = None
    suffix: str | None = None
    line: int | None = None

    def tests(self, pieces: Sequence[str], copy: Searchable) -> list[Test]:
        """The hints that are given, for words that are sought in these pieces."""
        tests: list[Test] = []
        if self.prefix is not None:
            tests.append(Test("prefix", 0, _before(trim(self.prefix), pieces[0], copy)))
        if self.suffix is not None:
            tests.append(Test("suffix", -1, _behind(trim(self.suffix), pieces[-1], copy)))
        if self.line is not None:
            tests.append(Test("line", 0, _on_line(self.line, pieces[0], copy)))
        return tests


class Test(NamedTuple):
    """Whether a piece, the first (0) or the last (-1), is where a hint says if it begins there."""

    hint: Hint
    piece: int
    fits: Fits


def _before(prefix: str, piece: str, copy: Searchable) -> Fits:
    length = len(fold(piece).text)
    joined = [fold(f"{prefix}{space}{piece}") for space in ("", " ")]
    return lambda at: any(copy.stands(both, at + length - len(both.text)) for both in joined)


def _behind(suffix: str, piece: str, copy: Searchable) -> Fits:
    joined = [fold(f"{piece}{space}{suffix}") for space in ("", " ")]
    return lambda at: any(copy.stands(both, at) for both in joined)


def _on_line(line: int, piece: str, copy: Searchable) -> Fits:
    needle = fold(piece)
    return lambda at: copy.placed.spot(copy.printed(needle, at)[0]).line == line
