from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

import stances
from stances import corpus as reading
from stances.corpus import CorpusReader
from stances.index.cache import private_folder, read_private, records_file, write_private
from stances.index.store import open_index
from stances.model.records import Meta, Record
from stances.paths import RECORD_FOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpora import CorpusBuilder


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "kept"
    monkeypatch.setenv("STANCES_CACHE_DIR", str(folder))
    return folder


def load_without_reading(folder: Path) -> stances.Corpus:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "read", None)
        return stances.load(folder)


def told(value: Any) -> Any:  # noqa: ANN401 - any value of a record
    """A value with all that a record is made of, its keys that were given too."""
    if isinstance(value, Record):
        cells = {name: told(each) for name, each in value.__dict__.items()}
        return type(value), cells, value.model_fields_set
    if isinstance(value, list):
        return [*map(told, value)]
    return {key: told(each) for key, each in value.items()} if isinstance(value, Mapping) else value


def lists_in(value: Any) -> Iterator[list[Any]]:  # noqa: ANN401 - as above
    if isinstance(value, Record):
        value = value.__dict__
    if isinstance(value, list):
        yield value
    if isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from lists_in(each)


def parts(corpus: stances.Corpus) -> list[Any]:
    return [corpus.meta, corpus.codebook, corpus.officials, corpus.statements, corpus.sources]


@pytest.fixture(params=["data", "examples/presidents-on-iran"])
def folder(request: pytest.FixtureRequest, pytestconfig: pytest.Config) -> Path:
    place: Path = pytestconfig.rootpath / request.param
    return place


class TestKeptRecords:
    def test_are_as_the_reader_reads_them(self, folder: Path) -> None:
        stances.load(folder)
        kept = load_without_reading(folder)
        reader = CorpusReader(folder)
        files = [*reader.heads()]
        files += [
            file
            for kind in RECORD_FOLDERS
            for each in reader.records(kind)
            for file in reader.read(each)
        ]
        entries = {entry.ref: entry.statement for file in files for entry in file.entries}
        assert told(kept.statements) == told(entries)
        assert [*kept.statements] == [*entries]
        by_kind: dict[type, dict[str, Any]] = {}
        for file in files:
            by_kind.setdefault(type(file.record), {})[file.id] = file.record
        assert told(kept.sources) == told(by_kind[stances.Source])
        assert told([kept.codebook]) == told([*by_kind[stances.Codebook].values()])
        assert told([kept.meta]) == told([*by_kind[Meta].values()])
        bare = {
            id_: each.model_copy(update={"statements": by_kind[stances.Official][id_].statements})
            for id_, each in kept.officials.items()
        }
        assert bare == by_kind[stances.Official]

    def test_are_those_of_the_files(self, folder: Path) -> None:
        read, kept = stances.load(folder), load_without_reading(folder)
        assert told(parts(kept)) == told(parts(read))
        assert [*kept.statements] == [*read.statements]
        assert parts(kept) == parts(read)
        dumped = [
            [each.model_dump_json(exclude_unset=True) for each in corpus.statements.values()]
            for corpus in (kept, read)
        ]
        assert dumped[0] == dumped[1]

    def test_share_no_list(self, folder: Path) -> None:
        stances.load(folder)
        kept = load_without_reading(folder)
        lists = [*lists_in([kept.codebook, kept.sources, kept.statements])]
        assert len({*map(id, lists)}) == len(lists)

    def test_are_immutable(self, folder: Path) -> None:
        stances.load(folder)
        statement = next(iter(load_without_reading(folder).statements.values()))
        with pytest.raises(ValueError, match="frozen"):
            statement.position = "zzz"  # type: ignore[misc]

    def test_are_read_again_after_a_change(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=["supports"]).source("herald")
        stances.load(corpus.folder)
        corpus.official("jansen", statements=["rejects", "supports"])
        found = stances.load(corpus.folder)
        assert [each.position for each in found.statements.values()] == ["rejects", "supports"]
        again = load_without_reading(corpus.folder)
        assert parts(again) == parts(found)

    def test_leave_out_what_has_errors(self, corpus: CorpusBuilder) -> None:
        bad: dict[str, Any] = {"faction": "zzz"}
        corpus.official("jansen", statements=["supports", bad, {"evidence": ["zzz"]}])
        corpus.official("cas", statements=["rejects"], note="").source("herald", lang="Dutch")
        read, kept = stances.load(corpus.folder), load_without_reading(corpus.folder)
        assert told(parts(kept)) == told(parts(read))
        assert kept.problems == read.problems

    @pytest.mark.parametrize(
        "damage",
        [
            lambda _: b"",
            lambda content: content[:3],
            lambda content: content[:-1],
            lambda content: content[:200] + bytes([content[200] ^ 1]) + content[201:],
            lambda _: bytes(4),
            lambda _: bytes(100),
        ],
    )
    def test_are_read_again_if_damaged(self, folder: Path, damage: Any) -> None:  # noqa: ANN401
        read = stances.load(folder)
        cache = private_folder()
        index = open_index(folder, cache, lambda _, __: None)
        file = records_file(index.file)  # type: ignore[attr-defined]
        index.close()
        content = read_private(file)
        assert content
        write_private(file, damage(content))
        assert told(parts(stances.load(folder))) == told(parts(read))
        assert read_private(file) == content
