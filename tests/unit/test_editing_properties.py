"""Whatever a file looks like: an edit is made, and every byte outside it stays as it is."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from scribbles import dates, evidence, scribbled, slugs, statements, texts
from stances.editing.comments import attach
from stances.editing.document import YamlFile, drawn_up, opened, with_value
from stances.editing.edits import append, insert, remove, replace
from stances.editing.formatting import formatted
from stances.editing.workspace import Workspace
from stances.errors import CannotEdit
from stances.yaml_reader import parse, parse_tree
from stances.yaml_reader.loaders import FASTEST, PYTHON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.editing.file_text import Change
    from stances.problems import Where
    from stances.yaml_reader import Value
    from stances.yaml_reader.syntax_tree import Node

FILE = Path("officials/jansen.yaml")
many = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
NEW: dict[str, st.SearchStrategy[Any]] = {
    "statements": statements,
    "evidence": evidence,
    "aliases": texts,
    "frames": slugs,
    "conditions": texts,
}


def sheet(raw: bytes, folder: Path) -> YamlFile:
    file = folder / "jansen.yaml"
    file.write_bytes(raw)
    return opened(file, "official")


def judged(raw: bytes) -> Any:  # noqa: ANN401 - whatever the file holds
    """What another reader makes of a file, with all scalars as text."""
    return yaml.load(raw.decode("utf-8-sig"), yaml.BaseLoader)  # noqa: S506 - it makes text only


def nodes(data: Value, at: Where = ()) -> Iterator[tuple[Where, Value]]:
    yield at, data
    pairs = enumerate(data) if isinstance(data, list) else ()
    for step, value in data.items() if isinstance(data, dict) else pairs:
        yield from nodes(value, (*at, step))


def paths(data: Value, kind: type) -> list[Where]:
    return [at for at, node in nodes(data) if isinstance(node, kind)]


def made(before: YamlFile, change: Change) -> YamlFile:
    """The file with the change; it touches nothing but what the edits name."""
    after = before.changed(change)
    old, new = before.text.text, after.text.text
    kept, at = [], 0
    for edit in sorted(change.edits):
        kept.append(old[at : edit.start])
        at = edit.end
    place = 0
    for piece in [*kept, old[at:]]:
        place = new.index(piece, place) + len(piece)
    assert after.raw.startswith(b"\xef\xbb\xbf") == before.raw.startswith(b"\xef\xbb\xbf")
    assert judged(after.raw) == after.data == change.data
    if b"\r\n" in before.raw and b"\n" not in before.raw.replace(b"\r\n", b""):
        assert b"\n" not in after.raw.replace(b"\r\n", b"")
    return after


class TestFormatting:
    @many
    @given(scribbled())
    def test_changes_nothing_that_is_said_and_nothing_twice(self, raw: bytes) -> None:
        once = formatted(raw, "official")
        assert isinstance(once, bytes)
        assert judged(once) == judged(raw)
        assert formatted(once, "official") == once
        assert once.endswith(b"\n")
        assert (b"\r\n" in once) == (raw.count(b"\r\n") * 2 > raw.count(b"\n"))

    @many
    @given(scribbled())
    def test_keeps_every_comment(self, raw: bytes) -> None:
        once = formatted(raw, "official")
        assert isinstance(once, bytes)
        assert sorted(comments(raw)) == sorted(comments(once))

    @many
    @given(scribbled())
    def test_of_canonical_data_is_canonical(self, raw: bytes) -> None:
        data = parse(raw).data
        assert data is not None
        new = drawn_up(FILE, "official", data)
        assert formatted(new.raw, "official") == new.raw

    @many
    @given(scribbled())
    def test_finds_the_same_parts_with_both_parsers(self, raw: bytes) -> None:
        fast, slow = parse_tree(raw, loader=FASTEST), parse_tree(raw, loader=PYTHON)
        assert fast is not None
        assert slow is not None
        assert spans(fast.root) == spans(slow.root)


def comments(raw: bytes) -> list[str]:
    found = parse_tree(raw)
    assert found is not None
    attach(found)
    return [comment for part in parts(found.root) for comment in told(part) if comment]


def parts(part: Node) -> Iterator[Node]:
    yield part
    for item in part.items:
        yield from parts(item)


def told(part: Node) -> list[str]:
    return [*part.before, part.beside, *part.after]


def spans(root: Node) -> list[tuple[int, int, int, str]]:
    return [(part.start, part.end, part.column, part.style) for part in parts(root)]


TOKENS = [
    *("a", "b", "name", " ", "  ", "\n", "\n  ", "\n- ", "\n  - ", ": ", ":\n  ", "- ", "? ", ", "),
    *("[", "]", "{", "}", " #", "# c\n", '"', "'", "|\n  ", ">-\n ", "|+\n  ", "---\n", "...\n"),
    *("\r\n", "\r", "\t", "&a ", "*a", "!a ", "~", "%", "\\", "\na: ", "\nb: x", "\u200c"),
]
soup = st.lists(st.sampled_from(TOKENS), max_size=25).map(lambda found: "a: " + "".join(found))


class TestAnyText:
    @settings(max_examples=400)
    @given(soup)
    def test_is_formatted_or_refused_by_the_reader(self, text: str) -> None:
        once = formatted(text.encode(), "official")
        document = parse(text.encode())
        assert isinstance(once, list) == bool(document.faults)
        if isinstance(once, bytes):
            # The other reader refuses tabs that this one takes, but none are left.
            assert judged(once) == document.data


class TestAnEdit:
    @many
    @given(scribbled(), st.data())
    def test_appends_an_item(self, tmp_path_factory: Any, raw: bytes, data: st.DataObject) -> None:  # noqa: ANN401
        before = sheet(raw, tmp_path_factory.getbasetemp())
        lists = [at for at in paths(before.data, list) if str(at[-1]) in NEW]
        at = data.draw(st.sampled_from([*lists, ("statements",), ("aliases",)]))
        value = data.draw(NEW[str(at[-1])])
        old: Any = next((node for path, node in nodes(before.data) if path == at), None)
        after = made(before, append(before, at, value))
        assert after.data == with_value(before.data, at, [*(old or []), value])

    @many
    @given(scribbled(), st.data())
    def test_inserts_a_key(self, tmp_path_factory: Any, raw: bytes, data: st.DataObject) -> None:  # noqa: ANN401
        before = sheet(raw, tmp_path_factory.getbasetemp())
        at = data.draw(st.sampled_from(paths(before.data, dict)))
        held = next(node for path, node in nodes(before.data) if path == at)
        assert isinstance(held, dict)
        fields: dict[str, st.SearchStrategy[Any]] = {
            "said": dates,
            "id": slugs,
            "note": texts,
            "statements": st.lists(statements),
        }
        key = data.draw(st.sampled_from(sorted(fields)))
        assume(key not in held)
        value = data.draw(fields[key])
        try:
            change = insert(before, (*at, key), value)
        except CannotEdit:
            reject()
        after = made(before, change)
        assert after.data == with_value(before.data, (*at, key), value)

    @many
    @given(scribbled(), st.data())
    def test_replaces_texts(self, tmp_path_factory: Any, raw: bytes, data: st.DataObject) -> None:  # noqa: ANN401
        before = sheet(raw, tmp_path_factory.getbasetemp())
        scalars = paths(before.data, str)
        assume(scalars)
        chosen = data.draw(st.lists(st.sampled_from(scalars), min_size=1, max_size=4, unique=True))
        values = {at: data.draw(slugs | dates | texts) for at in chosen}
        after = made(before, replace(before, values))
        expected = before.data
        for at, value in values.items():
            expected = with_value(expected, at, value)
        assert after.data == expected

    @many
    @given(scribbled(), st.data())
    def test_removes_an_item_or_a_key(
        self,
        tmp_path_factory: Any,  # noqa: ANN401
        raw: bytes,
        data: st.DataObject,
    ) -> None:
        before = sheet(raw, tmp_path_factory.getbasetemp())
        at = data.draw(st.sampled_from([at for at, _ in nodes(before.data) if at]))
        try:
            change = remove(before, at)
        except CannotEdit:
            reject()
        after = made(before, change)
        assert after.data == with_value(before.data, at, None)


class TestWorkspace:
    @many
    @given(scribbled(), st.data())
    def test_keeps_the_layout_of_a_file_that_is_laid_out(
        self,
        tmp_path_factory: Any,  # noqa: ANN401
        raw: bytes,
        data: st.DataObject,
    ) -> None:
        laid_out = formatted(raw, "official")
        assert isinstance(laid_out, bytes)
        before = sheet(laid_out, tmp_path_factory.getbasetemp())
        workspace = Workspace(FILE.parent, sqlite3.connect(":memory:"), {"a.yaml": before})
        scalars, lists = paths(before.data, str), paths(before.data, list)
        assume(scalars or lists)
        at = data.draw(st.sampled_from([*scalars, *lists]))
        if at in lists:
            workspace.change("a.yaml", append, at, data.draw(NEW.get(str(at[-1]), texts)))
        else:
            workspace.change("a.yaml", replace, {at: data.draw(texts)})
        after = workspace.after["a.yaml"].raw
        assert formatted(after, "official") == after
        assert judged(after) == workspace.data("a.yaml")
