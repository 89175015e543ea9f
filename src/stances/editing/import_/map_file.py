"""Map files: how to read the columns of a sheet, kept for similar sheets.

columns:
  name: Who
  said: Date of statement
left_out: [Mood]
set:
  lang: en
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.atomic import drafted
from stances.editing.import_.columns import KEYS, Columns
from stances.editing.yaml_writer import inline
from stances.errors import CannotRead, CannotWrite
from stances.regular_files import TooLargeError, UnfitFileError, contents
from stances.text import brief, did_you_mean, fold
from stances.yaml_reader import parse
from stances.yaml_reader.characters import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from stances.editing.import_.mapping import Reading
    from stances.problems import Where
    from stances.yaml_reader import Value

_KEYS = ("columns", "left_out", "set")
_LARGEST = 1024 * 1024
_HEAD = "# How `stances import` reads such sheets, with --map-file."
_EXAMPLE = "`columns: {said: Date}`, `left_out: [Mood]`, `set: {lang: en}`"


def read_map(path: Path) -> Columns:
    """Read the columns of a map file. Raises `CannotRead` with the lines of all problems."""
    try:
        raw = contents(path, _LARGEST, None)
    except UnfitFileError as error:
        raise CannotRead(str(path), f"it is not a file but {error.kind}") from error
    except TooLargeError as error:
        raise CannotRead(str(path), f"it is larger than {_LARGEST:,} bytes") from error
    except OSError as error:
        raise CannotRead(str(path), (error.strerror or str(error)).lower()) from error
    document = parse(raw)
    wrong = [(each.place or document.place(each.at), each.message) for each in document.faults]
    if document.data is not None:
        wrong += [(document.place(at), message) for at, message in _faults(document.data)]
    if wrong:
        told = [f"line {place.line}: {message}" for place, message in sorted(wrong)]
        raise CannotRead(str(path), brief("; ".join(told)), f"a map file has {_EXAMPLE}")
    data = document.data or {}
    columns, left_out, given = (data.get(key) for key in _KEYS)
    mapped = {str(name): key for key, name in columns.items()} if isinstance(columns, dict) else {}
    mapped |= dict.fromkeys(map(str, left_out if isinstance(left_out, list) else ()), "")
    values = {key: str(each) for key, each in given.items()} if isinstance(given, dict) else {}
    return Columns(mapped, values, str(path))


def _faults(data: Mapping[str, Value]) -> Iterator[tuple[Where, str]]:
    """Yield the problems in the data of a map file, and their places."""
    for key, value in data.items():
        if key not in _KEYS:
            yield (key,), f"there is no key `{key}` here; {did_you_mean(key, _KEYS)}"
        elif key == "left_out":
            if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                yield (key,), "`left_out` should be a list of columns: [Mood, Tone]"
        elif not isinstance(value, dict):
            yield (key,), f"`{key}` should be keys with values: said: Date"
        else:
            yield from _wrong_keys(key, value)
    names = [*_texts(data.get("columns")), *_texts(data.get("left_out"))]
    for number, name in enumerate(names):
        if fold(name) in map(fold, names[:number]):
            yield ("columns",), f"the column `{name}` stands here twice"


def _wrong_keys(key: str, values: Mapping[str, Value]) -> Iterator[tuple[Where, str]]:
    for name, value in values.items():
        if name not in KEYS:
            yield (key, name), f"there is no key `{name}`; {did_you_mean(name, KEYS)}"
        elif not isinstance(value, str):
            yield (key, name), f"`{name}` should have a single value"


def _texts(value: Value | None) -> list[str]:
    texts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [each for each in texts if isinstance(each, str)]


def save_map(path: Path, reading: Reading, given: Mapping[str, str]) -> None:
    """Write how columns are read. Raises `CannotWrite`; only an existing map file is replaced.

    Characters that are forbidden in corpus files are removed from names; matching ignores them.
    """
    if path.exists():
        try:
            read_map(path)
        except CannotRead as error:
            raise CannotWrite(path, "it is there, and is no map file") from error
    try:
        with drafted(path.resolve()) as draft:
            draft.write_text("\n".join(_lines(reading, given)) + "\n", "utf-8")
    except OSError as error:
        raise CannotWrite(path, (error.strerror or str(error)).lower()) from error


def _lines(reading: Reading, given: Mapping[str, str]) -> Iterator[str]:
    yield _HEAD
    if names := reading.names:
        yield "columns:"
        yield from (f"  {key}: {_inline(name)}" for key, name in names.items())
    if left_out := [each.name for each in reading.columns if not each.key]:
        yield f"left_out: [{', '.join(_inline(name, flow=True) for name in left_out)}]"
    if values := {**reading.implied, **given}:
        yield "set:"
        yield from (f"  {key}: {_inline(value)}" for key, value in values.items())
    if reading.unknown:
        yield "# Not understood: give each a key above, or put it into left_out."
        yield from (f"#   {_inline(name)}" for name in reading.unknown)


def _inline(text: str, *, flow: bool = False) -> str:
    return inline(FORBIDDEN.sub("", text), flow=flow)
