"""The page on `verify` says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from cases import every_case
from stances.evidence.folding import fold_text
from stances.evidence.matching import Found, Hints, Searchable

PAGE = (Path(__file__).parents[2] / "docs" / "verify.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| [^|]+ \| `([^`|]+)` \| `([^`|]+)` \|$", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|n)")


def written(cell: str) -> str:
    """The text that a cell of the table shows."""
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)) if escape[1] else "\n", cell)


def test_what_counts_as_the_same_words_is_the_same_on_both_sides() -> None:
    rows = _ROW.findall(PAGE)
    assert len(rows) == 13
    with every_case() as case:
        for here, there in rows:
            with case(here, there):
                one, other = written(here), written(there)
                assert one != other
                for words, copy in ((one, other), (other, one)):
                    if "-\n" not in words:  # a record has no line ends
                        outcome = Searchable(f"so {copy}, they", int).find(words, Hints())
                        assert isinstance(outcome, Found)
                        assert fold_text(words).text == fold_text(copy).text


def test_the_marks_named_are_read_as_quotation_marks() -> None:
    [marks] = re.findall(r"These are read as marks: ([^.]+?), the variants", PAGE)
    with every_case() as case:
        for pair in marks.replace("\n", " ").split(", "):
            opening, *closing = pair.strip("`").split()
            with case(pair):
                quoted = f"{opening}it is so{closing[0] if closing else opening}"
                copy = Searchable(f"He said: {quoted}, they say", int)
                outcome = copy.find("it is so", Hints())
                assert isinstance(outcome, Found)
                assert copy.quotations.of(outcome.spans) == "inside"
