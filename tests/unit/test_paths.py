from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from stances.corpus import stray_files
from stances.paths import printable, record_files

if TYPE_CHECKING:
    from pathlib import Path


def lay(folder: Path, *paths: str) -> Path:
    """Make empty files, and folders where a path ends in a slash."""
    for path in paths:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.mkdir() if path.endswith("/") else target.touch()
    return folder


def strays(folder: Path) -> list[tuple[str, str]]:
    return [(problem.path, problem.hint) for problem in stray_files(folder)]


class TestTheFilesOfRecords:
    def test_are_those_that_end_in_yaml_by_name(self, tmp_path: Path) -> None:
        lay(tmp_path, "officials/b.yaml", "officials/a.yaml", "officials/c.yml", "officials/d/")
        lay(tmp_path, "officials/e.yaml/")
        names = [path.name for path in record_files(tmp_path, "officials")]
        assert names == ["a.yaml", "b.yaml", "e.yaml"]

    def test_are_not_those_that_are_hidden_or_that_an_editor_left(self, tmp_path: Path) -> None:
        lay(tmp_path, "sources/.a.yaml", "sources/#a.yaml", "sources/~a.yaml", "sources/a.yaml~")
        assert record_files(tmp_path, "sources") == []
        assert strays(tmp_path) == []

    def test_are_none_without_their_folder(self, tmp_path: Path) -> None:
        assert record_files(tmp_path, "officials") == []
        assert strays(tmp_path) == []


class TestAFileThatIsReadByNobody:
    @pytest.mark.parametrize("name", ["a.yml", "a.YAML", "a.json", "a.yaml.bak", "a.yaml.txt"])
    def test_is_warned_of_if_it_looks_like_a_record(self, tmp_path: Path, name: str) -> None:
        [problem] = stray_files(lay(tmp_path, f"officials/{name}"))
        assert (problem.path, problem.code) == (f"officials/{name}", "ST018")
        assert (problem.severity, problem.line, problem.column) == ("warning", 1, 1)
        assert problem.hint == "give it the ending .yaml, or move it out"

    def test_may_be_a_folder_in_a_folder(self, tmp_path: Path) -> None:
        told = strays(lay(tmp_path, "sources/2014/a.yaml", "officials/old/"))
        assert told == [
            ("sources/2014", "put its files into sources/ itself"),
            ("officials/old", "put its files into officials/ itself"),
        ]

    @pytest.mark.parametrize(
        ("name", "meant"),
        [
            ("corpus.yml", "corpus.yaml"),
            ("Codebook.yaml", "codebook.yaml"),
            ("codebook.json", "codebook.yaml"),
            ("CORPUS.YAML", "corpus.yaml"),
            ("corpus.backup.yaml", "corpus.yaml"),
        ],
    )
    def test_may_be_a_misspelt_head_of_the_corpus(
        self, tmp_path: Path, name: str, meant: str
    ) -> None:
        assert strays(lay(tmp_path, name)) == [(name, f"rename it to {meant}, or move it out")]

    def test_is_none_if_it_looks_like_no_record(self, tmp_path: Path) -> None:
        lay(tmp_path, "corpus.yaml", "codebook.yaml", "README.md", "notes.yaml", "corpus.txt")
        lay(tmp_path, "officials/a.yaml", "officials/README.md", "sources/article.pdf", "other/")
        assert strays(tmp_path) == []


class TestAFolderThatCannotBeRead:
    def test_is_told_if_it_is_no_folder(self, tmp_path: Path) -> None:
        [problem] = stray_files(lay(tmp_path, "officials"))
        assert (problem.path, problem.code, problem.severity) == ("officials", "ST002", "error")
        assert problem.message == "this should be a folder of records"
        assert (problem.line, problem.column) == (1, 1)

    def test_is_told_if_its_link_leads_nowhere(self, tmp_path: Path) -> None:
        (tmp_path / "sources").symlink_to("nowhere")
        [problem] = stray_files(tmp_path)
        assert (problem.path, problem.code) == ("sources", "ST001")
        assert problem.message == "this link leads nowhere"
        assert (problem.line, problem.column) == (1, 1)

    def test_is_told_if_it_may_not_be_listed(self, tmp_path: Path) -> None:
        (tmp_path / "officials").symlink_to("officials")
        [problem] = stray_files(tmp_path)
        assert (problem.path, problem.code) == ("officials", "ST001")
        assert problem.message.startswith("this folder cannot be read: ")
        assert (problem.line, problem.column) == (1, 1)
        assert record_files(tmp_path, "officials") == []


class TestTheNameOfAFile:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("rouhani", "rouhani"),
            ("روحانی", "روحانی"),
            ("a b", "a b"),
            ("a\nb", "a\\x0ab"),
            ("a\x1b[31m", "a\\x1b[31m"),
            ("a\u202eb", "a\\x202eb"),
            (os.fsdecode(b"a\xffb"), "a\\xffb"),
        ],
    )
    def test_is_shown_without_what_cannot_be(self, name: str, shown: str) -> None:
        assert printable(name) == shown
