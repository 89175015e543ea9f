"""The journal of a change: what it holds, and what is not believed of one."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from stances.editing import journal
from stances.editing.journal import begin, end, read
from stances.editing.resume import resume
from stances.editing.save import Replacement
from stances.errors import CutOff
from stances.index.cache import journal_file, private_folder, write_private

if TYPE_CHECKING:
    from collections.abc import Callable

    Rewrite = Callable[[Callable[[dict[str, Any]], object]], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus, as far as its files have names."""
    folder = tmp_path / "corpus"
    for name in ("sources", "officials", "snapshots"):
        (folder / name).mkdir(parents=True)
    for name in ("codebook.yaml", "sources/a.yaml", "snapshots/a.txt"):
        (folder / name).write_text(f"old {name}", "utf-8")
    return folder


@pytest.fixture
def file(folder: Path) -> Path:
    """The journal of that corpus."""
    cache = private_folder()
    assert cache is not None
    return Path(journal_file(folder, cache))


def changes(folder: Path) -> list[Replacement]:
    """A file is changed, two are renamed."""
    codebook, source, copy = (
        folder / name for name in ("codebook.yaml", "sources/a.yaml", "snapshots/a.txt")
    )
    return [
        Replacement(codebook, codebook.read_bytes(), b"n\xffw\r\n"),
        Replacement(folder / "sources/b.yaml", None, source.read_bytes(), source),
        Replacement(source, source.read_bytes(), None),
        Replacement(folder / "snapshots/b.txt", None, copy.read_bytes(), copy),
        Replacement(copy, copy.read_bytes(), None),
    ]


@pytest.fixture
def rewrite(folder: Path, file: Path) -> Rewrite:
    """Changes what a journal says."""

    def change(how: Callable[[dict[str, Any]], object]) -> None:
        assert begin(folder, changes(folder), "x") == ""
        plain = json.loads(file.read_bytes())
        how(plain)
        write_private(file, json.dumps(plain).encode())

    return change


class TestAJournal:
    def test_says_what_was_to_be_written(self, folder: Path, file: Path) -> None:
        assert begin(folder, changes(folder), "stances x") == ""
        assert file.stat().st_mode & 0o777 == 0o600
        found = read(folder)
        assert found is not None
        assert (found.what, found.copies) == ("stances x", folder / "snapshots")
        assert [(found.file(each.path), each.like) for each in found.entries] == [
            (folder / "codebook.yaml", None),
            (folder / "sources/b.yaml", "sources/a.yaml"),
            (folder / "sources/a.yaml", None),
            (folder / "snapshots/b.txt", "copies/a.txt"),
            (folder / "snapshots/a.txt", None),
        ]
        assert [len(kind) for kind in found.progress()] == [0, 5, 0]

    def test_ends(self, folder: Path, file: Path) -> None:
        begin(folder, changes(folder), "x")
        end(folder)
        assert read(folder) is None
        assert not file.exists()
        end(folder)

    def test_holds_no_stored_copies(self, folder: Path, file: Path) -> None:
        begin(folder, changes(folder), "x")
        contents = [row[3] for row in json.loads(file.read_bytes())["files"]]
        assert [content is not None for content in contents] == [True, False, False, False, False]

    def test_is_found_through_a_link_to_the_corpus(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(folder)
        begin(folder, changes(folder), "x")
        assert read(tmp_path / "link") == read(folder)

    def test_of_a_name_that_is_no_text_is_read_back(self, tmp_path: Path) -> None:
        folder = tmp_path / os.fsdecode(b"corpus-\xff")
        (folder / "sources").mkdir(parents=True)
        odd = folder / "sources" / os.fsdecode(b"\xfe.yaml")
        new = [Replacement(odd, None, b"1"), Replacement(folder / "corpus.yaml", None, b"2")]
        assert begin(folder, new, "x") == ""
        found = read(folder)
        assert found is not None
        assert found.file(found.entries[0].path) == odd


class TestThereIsNoJournal:
    def test_of_too_much(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(journal, "_LARGEST", 3)
        assert begin(folder, changes(folder), "x") == "the change is too large for one"
        assert read(folder) is None

    def test_of_a_file_that_a_link_leads_to(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "x.yaml").write_text("x", "utf-8")
        (folder / "sources/x.yaml").symlink_to(tmp_path / "x.yaml")
        linked = Replacement(folder / "sources/x.yaml", b"x", b"y")
        why = begin(folder, [linked, *changes(folder)[:1]], "x")
        assert why == "copies/x.yaml is not a file of records in the corpus itself"
        assert read(folder) is None

    def test_in_the_place_of_that_of_another_corpus(self, folder: Path, rewrite: Rewrite) -> None:
        rewrite(lambda plain: plain.update(folder="/elsewhere"))
        assert read(folder) is None
        assert begin(folder, changes(folder), "x").endswith("is that of another corpus")

    def test_in_a_cache_folder_that_cannot_be_ours(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "cache").touch()
        monkeypatch.setenv("STANCES_CACHE_DIR", str(tmp_path / "cache"))
        assert "by $STANCES_CACHE_DIR" in begin(folder, changes(folder), "x")
        assert read(folder) is None


class TestADamagedJournal:
    @pytest.mark.parametrize(
        "raw", [b"", b"{", b"\xff", b"[]", b"{}", b"7", b"[" * 100_000, b'{"format": 1}']
    )
    def test_is_refused(self, folder: Path, file: Path, raw: bytes) -> None:
        write_private(file, raw)
        self._is_refused(folder)

    @pytest.mark.parametrize("key", ["folder", "what", "when", "copies", "files"])
    def test_that_lacks_something_is_refused(
        self, folder: Path, rewrite: Rewrite, key: str
    ) -> None:
        rewrite(lambda plain: plain.pop(key))
        self._is_refused(folder)

    @pytest.mark.parametrize(
        "files", [7, None, "x", [7], [[]], [["sources/x.yaml"] * 6], {"a": 1}, [None], [{}]]
    )
    def test_without_a_list_of_files_is_refused(
        self, folder: Path, rewrite: Rewrite, files: object
    ) -> None:
        rewrite(lambda plain: plain.update(files=files))
        self._is_refused(folder)

    @pytest.mark.parametrize(
        "path",
        [
            *("../victim.yaml", "sources/../../victim.yaml", "/etc/passwd", "/codebook.yaml"),
            *("sources/x.txt", "sources/.hidden.yaml", "victim.yaml", ".git/config", "copies/x"),
            *("officials/deep/er/x.yaml", "sources/deep/x.yaml", "officials/.deep/x.yaml"),
            *("officials/deep/x.txt", "sources//x.yaml", "sources/x\0.yaml", "", "sources/", "."),
            *(7, None, [], {}),
        ],
    )
    @pytest.mark.parametrize("number", [0, 2])
    def test_with_a_path_that_is_none_of_a_record_is_refused(
        self, folder: Path, rewrite: Rewrite, path: object, number: int
    ) -> None:
        rewrite(lambda plain: plain["files"][number].__setitem__(0, path))
        self._is_refused(folder)

    @pytest.mark.parametrize("content", ["eA==", "", "x", "\u0663", 7, [], None])
    def test_with_other_bytes_than_it_says_is_refused(
        self, folder: Path, rewrite: Rewrite, content: object
    ) -> None:
        rewrite(lambda plain: plain["files"][0].__setitem__(3, content))
        self._is_refused(folder)

    @pytest.mark.parametrize(
        "row",
        [
            ["copies/x", "00", None, None, None],  # deleted, and under no other name
            ["copies/x", None, "{source}", None, "sources/a.yaml"],  # from elsewhere
            ["sources/x.yaml", None, "{copy}", None, "copies/a.txt"],
            ["copies/x", None, "{codebook}", "{content}", None],
        ],
    )
    def test_may_do_no_more_than_rename_stored_copies(
        self, folder: Path, rewrite: Rewrite, row: list[str | None]
    ) -> None:
        def add(plain: dict[str, Any]) -> None:
            rows = plain["files"]
            known = {
                "{source}": rows[2][1],
                "{copy}": rows[4][1],
                "{codebook}": rows[0][2],
                "{content}": rows[0][3],
            }
            rows.append([known.get(str(each), each) for each in row])

        rewrite(add)
        self._is_refused(folder)

    def _is_refused(self, folder: Path) -> None:
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        with pytest.raises(CutOff, match=r"its journal is damaged; nothing was written"):
            read(folder)
        with pytest.raises(CutOff):
            resume(folder, lambda _: None)
        assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("number", [0, 2, "1", None, []])
def test_a_journal_of_another_version_is_named(
    folder: Path, rewrite: Rewrite, number: object
) -> None:
    rewrite(lambda plain: plain.update(format=number, stances="9.9"))
    with pytest.raises(CutOff, match=r"another version of stances, 9.9"):
        read(folder)
