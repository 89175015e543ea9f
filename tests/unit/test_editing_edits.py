"""What an edit makes of a file, by examples; that nothing else changes is tested for any file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.editing.comments import attach
from stances.editing.document import YamlFile, drawn_up, opened, with_value
from stances.editing.edits import append, append_part, insert, note_below, remove, replace
from stances.editing.file_text import Change, Edit, UnfaithfulError, spliced
from stances.errors import CannotEdit
from stances.yaml_reader import parse_tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Open = Callable[[str], YamlFile]


@pytest.fixture
def sheet(tmp_path: Path) -> Open:
    """Opens a file with this text."""

    def write(text: str) -> YamlFile:
        file = tmp_path / "x.yaml"
        file.write_bytes(text.encode())
        return opened(file, "official")

    return write


def after(before: YamlFile, change: Change) -> str:
    return before.changed(change).raw.decode()


STATEMENT: Any = {"id": "b", "said": "2014", "frames": ["x", "z"], "evidence": [{"text": "a: b"}]}


class TestAppend:
    def test_goes_below_the_last_item_and_its_comments(self, sheet: Open) -> None:
        found = sheet(
            "statements:\n- id: a # x\n  # of a\n# more to come\n\n# of the note\nnote: n\n"
        )
        assert after(found, append(found, ("statements",), STATEMENT)) == (
            "statements:\n- id: a # x\n  # of a\n- id: b\n  said: 2014\n  frames: [x, z]\n"
            '  evidence:\n    - text: "a: b"\n# more to come\n\n# of the note\nnote: n\n'
        )

    def test_keeps_line_ends_and_a_missing_last_one(self, sheet: Open) -> None:
        found = sheet("\ufeffstatements:\r\n   - id: a")
        assert after(found, append(found, ("statements",), {"id": "b", "said": "2014"})) == (
            "\ufeffstatements:\r\n   - id: a\r\n   - id: b\r\n     said: 2014"
        )

    def test_of_a_text_that_ends_a_line_gives_the_file_its_own_line_end(self, sheet: Open) -> None:
        found = sheet("name: |-\r\n no")
        text = "name: |-\r\n no\r\naliases:\r\n  - |\r\n    0\r\n"
        assert after(found, append(found, ("aliases",), "0\n")) == text

    def test_of_a_text_that_ends_a_line_gives_the_file_its_last_one(self, sheet: Open) -> None:
        found = sheet("roles: []")
        value: Any = {"said": "2014-06-18", "note": "0\n"}
        assert after(found, append(found, ("statements",), value)) == (
            "roles: []\nstatements:\n  - said: 2014-06-18\n    note: |\n      0\n"
        )

    def test_goes_into_brackets_where_there_are_some(self, sheet: Open) -> None:
        found = sheet("aliases: [A , 'B',] # c\n")
        assert after(found, append(found, ("aliases",), "C, D")) == (
            "aliases: [A , 'B', \"C, D\",] # c\n"
        )
        found = sheet("statements: [{id: a}]\n")
        assert after(found, append(found, ("statements",), STATEMENT)) == (
            'statements: [{id: a}, {id: b, said: 2014, frames: [x, z], evidence: [{text: "a: b"}]}]'
            "\n"
        )

    def test_into_empty_brackets(self, sheet: Open) -> None:
        for text, expected in (
            ("aliases: []\n", "aliases: [A]\n"),
            ("aliases: [# none\n ]\n", "aliases: [A # none\n ]\n"),
        ):
            found = sheet(text)
            assert after(found, append(found, ("aliases",), "A")) == expected

    def test_of_a_mapping_replaces_empty_brackets_by_lines(self, sheet: Open) -> None:
        found = sheet("name: A\nstatements: []  # none yet\nnote: n\n")
        assert after(found, append(found, ("statements",), {"id": "b"})) == (
            "name: A\nstatements:  # none yet\n  - id: b\nnote: n\n"
        )

    def test_makes_a_list_that_is_absent_where_its_key_belongs(self, sheet: Open) -> None:
        found = sheet("name: A\n# of the note\nnote: n\n")
        assert after(found, append(found, ("aliases",), "B")) == (
            "name: A\naliases: [B]\n# of the note\nnote: n\n"
        )

    def test_goes_behind_a_text_whose_line_ends_count(self, sheet: Open) -> None:
        found = sheet("aliases:\n- |+\n  a\n\n\nname: A\n")
        assert after(found, append(found, ("aliases",), "b")) == (
            "aliases:\n- |+\n  a\n\n\n- b\nname: A\n"
        )

    def test_keeps_the_last_text_of_a_file_as_it_was(self, sheet: Open) -> None:
        """`|` has no line end at the end of a file without one, and would get one."""
        found = sheet("statements:\n- note: |\n    a")
        assert after(found, append(found, ("statements",), {"id": "b"})) == (
            "statements:\n- note: |-\n    a\n- id: b"
        )

    def test_to_what_is_not_there_is_an_error(self, sheet: Open) -> None:
        with pytest.raises(KeyError):
            append(sheet("name: A\n"), ("statements", 0, "evidence"), {"source": "x"})


class TestInsert:
    def test_finds_the_place_that_the_model_has_for_the_key(self, sheet: Open) -> None:
        found = sheet("statements:\n  - id: a\n    said: 2014\n    # p\n    position: x\n")
        assert after(found, insert(found, ("statements", 0, "venue"), "Oslo")) == (
            "statements:\n  - id: a\n    said: 2014\n    venue: Oslo\n    # p\n    position: x\n"
        )

    def test_may_come_first_behind_a_dash(self, sheet: Open) -> None:
        found = sheet("statements:\n  - said: 2014\n")
        assert after(found, insert(found, ("statements", 0, "id"), "a")) == (
            "statements:\n  - id: a\n    said: 2014\n"
        )

    def test_stays_below_the_head_of_the_file(self, sheet: Open) -> None:
        found = sheet("# head\nnote: n")
        assert after(found, insert(found, ("name",), "A")) == "# head\nname: A\nnote: n"

    def test_goes_into_brackets(self, sheet: Open) -> None:
        found = sheet("roles: [{faction: f, until: 2014}]\nidentifiers: {}\n")
        once = found.changed(insert(found, ("roles", 0, "from"), "2013"))
        once = once.changed(insert(once, ("roles", 0, "title"), "a, b"))
        once = once.changed(insert(once, ("identifiers", "wikidata"), "Q1"))
        assert once.raw.decode() == (
            'roles: [{title: "a, b", faction: f, from: 2013, until: 2014}]\n'
            "identifiers: {wikidata: Q1}\n"
        )

    def test_of_a_key_that_is_there_is_an_error(self, sheet: Open) -> None:
        with pytest.raises(KeyError):
            insert(sheet("name: A\n"), ("name",), "B")

    def test_is_refused_where_a_key_has_no_braces(self, sheet: Open) -> None:
        with pytest.raises(CannotEdit, match="line 2") as error:
            insert(sheet("name: A\nroles: [title: T]\n"), ("roles", 0, "faction"), "f")
        assert "stances fmt" in error.value.hint


class TestReplace:
    def test_changes_each_as_it_is_written(self, sheet: Open) -> None:
        found = sheet("name: A # a\nnote: 'b'\naliases: [c, d]\nkind: >- # e\n  e\n  f\nx: y\n")
        values = {
            ("name",): "1984",
            ("note",): "new",
            ("aliases", 1): "d, e",
            ("kind",): "person",
        }
        assert after(found, replace(found, values)) == (
            'name: "1984" # a\nnote: "new"\naliases: [c, "d, e"]\nkind: "person" # e\nx: y\n'
        )

    def test_keeps_dates_plain(self, sheet: Open) -> None:
        found = sheet("statements:\n- said: 2014\n")
        assert after(found, replace(found, {("statements", 0, "said"): "2014-06-18"})) == (
            "statements:\n- said: 2014-06-18\n"
        )

    def test_folds_what_was_folded_if_it_does_not_fit(self, sheet: Open) -> None:
        found = sheet("note: >- # n\n    a\n    b\nname: A\n")
        long = ("word " * 30).strip()
        text = after(found, replace(found, {("note",): long}))
        assert text.startswith("note: >- # n\n  word word")
        assert text.endswith("\nname: A\n")

    def test_of_the_same_text_changes_nothing(self, sheet: Open) -> None:
        found = sheet("name: 'A'\n")
        assert replace(found, {("name",): "A"}) == Change([], {"name": "A"})

    @pytest.mark.parametrize("at", [("aliases",), ("none",), ("aliases", 7), ("aliases", 0, "x")])
    def test_of_what_is_no_text_is_an_error(self, sheet: Open, at: Any) -> None:  # noqa: ANN401
        with pytest.raises(KeyError):
            replace(sheet("aliases: [a]\n"), {at: "x"})


class TestRemove:
    @pytest.mark.parametrize(
        ("text", "at", "expected"),
        [
            ("a: 1\n# of b\nb: 2 # b\n  # in b\nc: 3\n", ("b",), "a: 1\n# of b\nc: 3\n"),
            ("x:\n- a: 1\n  b: 2\n", ("x", 0, "a"), "x:\n- b: 2\n"),
            ("x:\n- a: 1\n  # c\n  b: 2\n", ("x", 0, "a"), "x:\n- # c\n  b: 2\n"),
            ("x:\n- a: 1\n  b: 2\n- c: 3\n", ("x", 0), "x:\n- c: 3\n"),
            ("x:\n- a: 1\n-\n  c: 3\n# d\n", ("x", 1), "x:\n- a: 1\n# d\n"),
            ("x: # y\n- a\n# d\n", ("x", 0), "x: [] # y\n# d\n"),
            ("x:\n- - a\n  - b\n", ("x", 0, 0), "x:\n- - b\n"),
            ("x: [a, b, c]\n", ("x", 1), "x: [a, c]\n"),
            ("x: [a, b, c]\n", ("x", 2), "x: [a, b]\n"),
            ("x: [a,]\n", ("x", 0), "x: []\n"),
            ("x: {a: 1, b: 2}\n", ("x", "a"), "x: {b: 2}\n"),
            ("x: [a, # , a\n b # b\n ]\n", ("x", 1), "x: [a # , a\n  # b\n ]\n"),
            ("x: [a # , a\n , b]\n", ("x", 0), "x: [ # , a\n  b]\n"),
            ("a: 1\nb: 2", ("b",), "a: 1\n"),
            ("a: |\n  x\nb: 2", ("b",), "a: |\n  x\n"),
        ],
    )
    def test_takes_out_the_part_and_what_lies_within(
        self,
        sheet: Open,
        text: str,
        at: tuple[str | int, ...],
        expected: str,
    ) -> None:
        found = sheet(text)
        assert after(found, remove(found, at)) == expected

    @pytest.mark.parametrize("text", ["x:\n- a: 1\n", "x:\n- [a: 1]\n"])
    def test_of_all_of_a_mapping_is_refused(self, sheet: Open, text: str) -> None:
        found = sheet(text)
        with pytest.raises(CannotEdit):
            remove(found, ("x", 0, "a") if "[" not in text else ("x", 0, 0, "a"))


class TestEditedFile:
    def test_with_problems_of_the_reader_is_not_opened(self, sheet: Open) -> None:
        with pytest.raises(CannotEdit, match="line 2: the key `name` stands twice"):
            sheet("name: A\nname: B\n")

    def test_that_is_not_there_is_not_opened(self, tmp_path: Path) -> None:
        with pytest.raises(CannotEdit, match="gone"):
            opened(tmp_path / "none.yaml", "official")

    def test_is_drawn_up_in_the_canonical_layout(self, tmp_path: Path) -> None:
        new = drawn_up(tmp_path / "x.yaml", "official", {"statements": [STATEMENT], "name": "A"})
        assert new.raw.decode() == (
            "name: A\nstatements:\n  - id: b\n    said: 2014\n    frames: [x, z]\n"
            '    evidence:\n      - text: "a: b"\n'
        )

    @pytest.mark.parametrize(
        "edit", [Edit(6, 7, "B"), Edit(6, 7, "["), Edit(0, 7, ""), Edit(7, 7, "\nname: B")]
    )
    def test_is_not_changed_into_what_was_not_asked_for(self, sheet: Open, edit: Edit) -> None:
        found = sheet("name: A\n")
        with pytest.raises(UnfaithfulError):
            found.changed(Change([edit], {"name": "C"}))

    def test_that_is_oddly_laid_out_is_to_be_formatted_first(self, sheet: Open) -> None:
        """The blanks at its end become part of the text, once nothing stands between them."""
        found = sheet("name: |\n  a\nnote: x\n   ")
        with pytest.raises(CannotEdit, match="say something else") as error:
            found.changed(remove(found, ("note",)))
        assert "stances fmt" in error.value.hint


class TestSpliced:
    def test_replaces_pieces_in_any_order(self) -> None:
        edits = [Edit(4, 5, "!"), Edit(0, 0, "<"), Edit(0, 1, "A"), Edit(5, 5, ">")]
        assert spliced("abcde", edits) == "<Abcd!>"

    @pytest.mark.parametrize("edits", [[Edit(0, 3, ""), Edit(2, 4, "")], [Edit(4, 9, "")]])
    def test_refuses_what_overlaps_or_lies_outside(self, edits: list[Edit]) -> None:
        with pytest.raises(UnfaithfulError):
            spliced("abcde", edits)


@pytest.mark.parametrize(
    ("at", "value", "expected"),
    [
        (("a",), "x", {"a": "x", "b": ["1", {"c": "2"}]}),
        (("b", 2), "x", {"a": "0", "b": ["1", {"c": "2"}, "x"]}),
        (("b", 1, "c"), None, {"a": "0", "b": ["1", {}]}),
        (("b", 0), None, {"a": "0", "b": [{"c": "2"}]}),
        (("d",), "x", {"a": "0", "b": ["1", {"c": "2"}], "d": "x"}),
    ],
)
def test_a_value_is_set_in_a_copy(at: Any, value: str | None, expected: object) -> None:  # noqa: ANN401
    data: Any = {"a": "0", "b": ["1", {"c": "2"}]}
    assert with_value(data, at, value) == expected
    assert data == {"a": "0", "b": ["1", {"c": "2"}]}


class TestWithValue:
    OTHER = b"statements:\n# above\n- id: b # aside\n  # within\n  said: 2014\n"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "statements:\n  - id: a # one\nnote: x\n",
                (
                    "statements:\n  - id: a # one\n  # above\n  - id: b # aside\n    # within\n"
                    "    said: 2014\nnote: x\n"
                ),
            ),
            ("statements: [{id: a}]\n", "statements: [{id: a}, {id: b, said: 2014}]\n"),
        ],
    )
    def test_brings_its_comments_along_where_there_is_room(
        self, sheet: Open, text: str, expected: str
    ) -> None:
        found = parse_tree(self.OTHER)
        assert found is not None
        attach(found)
        [statements] = found.root.items
        before = sheet(text)
        value: Any = {"id": "b", "said": "2014"}
        change = append_part(before, ("statements",), value, statements.items[0])
        assert after(before, change) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: x\n", "name: x\n# a\n# b\n"),
        ("name: x", "name: x\n# a\n# b"),
        ("name: x\r\n", "name: x\r\n# a\r\n# b\r\n"),
        ("name: x\nnote: |\n  y", "name: x\nnote: |-\n  y\n# a\n# b"),
    ],
)
def test_comments_are_put_at_the_end_of_a_file(sheet: Open, text: str, expected: str) -> None:
    before = sheet(text)
    assert after(before, note_below(before, ["# a", "# b"])) == expected
