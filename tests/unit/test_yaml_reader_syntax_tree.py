"""Where each part of a file begins and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stances.yaml_reader import parse, parse_tree
from stances.yaml_reader.loaders import FASTEST, PYTHON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.yaml_reader.loaders import Loader
    from stances.yaml_reader.syntax_tree import Node

TEXT = """\
# head
name:  'A'  # a

roles:
  - title: >-
      T
      t

    faction: f
  - {faction: g, aliases: [x, y: z]}
note: |+
  n

last: w w
  w
"""


def parts(part: Node) -> Iterator[Node]:
    yield part
    for item in part.items:
        yield from parts(item)


@pytest.mark.parametrize("loader", [FASTEST, PYTHON])
def test_every_part_is_found_from_its_first_character_to_its_last(loader: Loader) -> None:
    found = parse_tree(TEXT.encode(), loader=loader)
    assert found is not None
    assert [TEXT[part.start : part.end] for part in parts(found.root) if part.kind == "scalar"] == [
        *("'A'", ">-\n      T\n      t", "f", "g", "x", "z", "|+\n  n\n", "w w\n  w"),
    ]
    flows = [part for part in parts(found.root) if part.flow]
    assert [TEXT[part.start : part.end] for part in flows] == [
        *("{faction: g, aliases: [x, y: z]}", "[x, y: z]", "y: z"),
    ]
    assert [part.bare for part in flows] == [False, False, True]
    keys = [part.key for part in parts(found.root) if part.key]
    assert all(TEXT[key.start : key.end] == key.value for key in keys)
    assert [key.parent for key in keys if key.value == "name"] == [found.root.items[0]]


@pytest.mark.parametrize("loader", [FASTEST, PYTHON])
def test_gaps_are_those_with_comments_or_blank_lines(loader: Loader) -> None:
    found = parse_tree(TEXT.encode(), loader=loader)
    assert found is not None
    assert [TEXT[gap.start : gap.end] for gap in found.gaps] == [
        *("# head\n", "  # a\n\n", "\n\n    "),
    ]
    assert [gap.ahead.value for gap in found.gaps if gap.ahead] == ["", "roles", "faction"]


@pytest.mark.parametrize(
    "text",
    [
        "a: 1%",
        "a: what?",
        "a: 'x\\y'",
        "- a: b",
        "%a",
        "a: ?",
        "a",
        "? a",
        'a: "\\x07"',
        "~: a",
        "a: [? ]",
    ],
)
def test_a_file_has_a_tree_unless_the_reader_refuses_it(text: str) -> None:
    assert (parse_tree(text.encode()) is None) == bool(parse(text.encode()).faults)


@pytest.mark.parametrize("loader", [FASTEST, PYTHON])
@pytest.mark.parametrize("before", ["[", "- ", "{a: ", "a: b\nc: [", "a: b\n["])
def test_what_is_nested_without_end_has_no_tree(before: str, loader: Loader) -> None:
    text = before + before[-1] * 100_000 if before.endswith("[") else before * 100_000
    assert parse_tree(text.encode(), loader=loader) is None
    assert parse(text.encode(), loader=loader).faults
