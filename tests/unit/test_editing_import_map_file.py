from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stances.editing.import_.columns import Columns
from stances.editing.import_.map_file import read_map, save_map
from stances.editing.import_.mapping import ReadColumn, Reading
from stances.errors import CannotRead, CannotWrite

if TYPE_CHECKING:
    from pathlib import Path

READING = Reading(
    [ReadColumn("Who?", "name"), ReadColumn("Date: said", "said"), ReadColumn("No.", "")],
    {"form": "quote"},
    unknown=["Mood"],
)


def test_says_how_columns_are_read(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    save_map(path, READING, {"lang": "en"})
    assert path.read_text("utf-8") == (
        "# How `stances import` reads such sheets, with --map-file.\n"
        "columns:\n"
        "  name: Who?\n"
        '  said: "Date: said"\n'
        "left_out: [No.]\n"
        "set:\n"
        "  form: quote\n"
        "  lang: en\n"
        "# Not understood: give each a key above, or put it into left_out.\n"
        "#   Mood\n"
    )
    columns = read_map(path)
    assert columns.mapped == {"Who?": "name", "Date: said": "said", "No.": ""}
    assert columns.given == {"form": "quote", "lang": "en"}
    assert columns.told_by == str(path)


@given(
    st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1))
)
def test_holds_columns_whatever_they_are_called(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    names = [" ".join(name.split()) for name in names]
    names = [*{name.casefold(): name for name in names if any(map(str.isalnum, name))}.values()]
    path = tmp_path_factory.mktemp("map") / "map.yaml"
    save_map(path, Reading([ReadColumn(name, "") for name in names]), {})
    raw = yaml.load(path.read_text("utf-8"), yaml.BaseLoader) or {}  # noqa: S506 - it makes texts
    assert raw.get("left_out", []) == names


def test_can_be_read_back_whatever_characters_a_name_has(tmp_path: Path) -> None:
    path, name = tmp_path / "map.yaml", "Wh\x1bo\u202e says"
    save_map(path, Reading([ReadColumn(name, "name")], unknown=["\x00x"]), {})
    assert read_map(path).given_key(name) == "name"


def test_is_replaced_and_nothing_else_is(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    save_map(path, READING, {})
    save_map(path, READING, {"lang": "fa"})
    assert "lang: fa" in path.read_text("utf-8")
    other = tmp_path / "corpus.yaml"
    other.write_text("title: Boats\n")
    with pytest.raises(CannotWrite, match="it is there, and is no map file"):
        save_map(other, READING, {})
    assert other.read_text() == "title: Boats\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("columns:\n  sad: Date\n", "line 2: there is no key `sad`; did you mean `said`"),
        ("column: {}\n", "line 1: there is no key `column` here; did you mean `columns`?"),
        ("columns:\n  said: [a]\n", "line 2: `said` should have a single value"),
        ("columns: Date\n", "line 1: `columns` should be keys with values"),
        ("left_out: Mood\n", "line 1: `left_out` should be a list of columns"),
        (
            "columns: {said: Date}\nleft_out: [date]\n",
            "line 1: the column `date` stands here twice",
        ),
        ("set:\n  form: &a quote\n", "line 2: "),
        ("[", "line 1"),
        ("set: {frm: x}\ncolumns: {sad: y}\n", "line 1: there is no key `frm`"),
    ],
)
def test_is_refused_with_its_lines(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(text)
    with pytest.raises(CannotRead) as raised:
        read_map(path)
    assert told in str(raised.value)


@pytest.mark.parametrize("name", ["nowhere.yaml", ".", "/dev/zero"])
def test_is_a_file_that_can_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotRead, match="cannot read"):
        read_map(tmp_path / name)


def test_yields_to_what_the_command_line_says() -> None:
    file = Columns({"Who": "name", "Date": "said", "Day": ""}, {"lang": "en", "form": "quote"}, "m")
    told = file.with_more(Columns({"who": "official", "Day": "said"}, {"lang": "fa"}))
    assert told.mapped == {"who": "official", "Day": "said"}
    assert told.given == {"lang": "fa", "form": "quote"}
    assert told.told_by == "m"
