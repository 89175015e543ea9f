from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stances.corpus import stray_files
from stances.errors import NoCorpus
from stances.paths import (
    find_corpus,
    printable,
    program,
    record_files,
    repository_path,
    shipped_corpus,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Found = Callable[..., Path | None]


def lay(folder: Path, *paths: str) -> Path:
    """Make empty files, and folders where a path ends in a slash."""
    for path in paths:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.mkdir() if path.endswith("/") else target.touch()
    return folder


def strays(folder: Path) -> list[tuple[str, str]]:
    return [(problem.path, problem.hint) for problem in stray_files(folder)]


class TestRecordFiles:
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


class TestStrayFile:
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

    @pytest.mark.skipif(os.name == "nt", reason="the disk takes both for the same")
    def test_may_be_a_folder_of_records_in_other_letters(self, tmp_path: Path) -> None:
        lay(tmp_path, "Codings/ben/a.yaml", "sources/a.yaml", "SOURCES/", "Officials", "other/")
        [sources, codings] = sorted(stray_files(tmp_path), key=lambda each: each.hint)[::-1]
        assert (codings.path, codings.code) == ("Codings", "ST018")
        assert codings.message == "nothing in this folder is read"
        assert codings.hint == "rename it to codings"
        assert (sources.path, sources.hint) == ("SOURCES", "rename it to sources")
        (tmp_path / "codings").symlink_to("Codings")
        assert [path for path, _ in strays(tmp_path)] == ["SOURCES"], "both are one folder"

    def test_is_none_if_it_looks_like_no_record(self, tmp_path: Path) -> None:
        lay(tmp_path, "corpus.yaml", "codebook.yaml", "README.md", "notes.yaml", "corpus.txt")
        lay(tmp_path, "officials/a.yaml", "officials/README.md", "sources/article.pdf", "other/")
        assert strays(tmp_path) == []


class TestUnreadableFolder:
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


class TestPrintable:
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


@pytest.fixture(autouse=True)
def _nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STANCES_DATA", raising=False)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path | None]:
    """The corpus that is found from a folder."""

    def find(here: Path, named: str | None = None) -> Path | None:
        monkeypatch.chdir(here)
        folder = find_corpus(named)
        return Path(folder) if folder else None

    return find


class TestFindCorpus:
    def test_where_one_is(self, tmp_path: Path, found: Found) -> None:
        assert found(lay(tmp_path, "corpus.yaml")) == tmp_path

    def test_upwards_from_here(self, tmp_path: Path, found: Found) -> None:
        lay(tmp_path, "corpus.yaml", "a/b/c/")
        assert found(tmp_path / "a" / "b" / "c") == tmp_path

    def test_in_the_data_folder_of_a_project(self, tmp_path: Path, found: Found) -> None:
        lay(tmp_path, "data/corpus.yaml", "src/")
        assert found(tmp_path) == tmp_path / "data"
        assert found(tmp_path / "src") == tmp_path / "data"

    def test_the_nearest_first(self, tmp_path: Path, found: Found) -> None:
        lay(tmp_path, "corpus.yaml", "a/data/corpus.yaml")
        lay(tmp_path, "a/b/corpus.yaml", "a/b/data/corpus.yaml")
        assert found(tmp_path / "a" / "b") == tmp_path / "a" / "b"
        assert found(tmp_path / "a") == tmp_path / "a" / "data"

    def test_nowhere_if_there_is_none(self, tmp_path: Path, found: Found) -> None:
        assert found(lay(tmp_path, "corpus.yml", "codebook.yaml")) is None

    def test_nowhere_from_a_folder_that_is_gone(self, tmp_path: Path, found: Found) -> None:
        lay(tmp_path, "corpus.yaml", "gone/")
        assert found(tmp_path / "gone")
        (tmp_path / "gone").rmdir()
        assert find_corpus(None) is None

    def test_where_one_cannot_be_read(self, tmp_path: Path, found: Found) -> None:
        (tmp_path / "corpus.yaml").symlink_to("nowhere")
        assert found(tmp_path) == tmp_path
        assert found(tmp_path, str(tmp_path)) == tmp_path


class TestFindCorpusNamed:
    def test_comes_before_the_nearest(
        self, tmp_path: Path, found: Found, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lay(tmp_path, "corpus.yaml", "a/corpus.yaml", "b/corpus.yaml")
        monkeypatch.setenv("STANCES_DATA", str(tmp_path / "b"))
        assert found(tmp_path, str(tmp_path / "a")) == tmp_path / "a"
        assert found(tmp_path) == tmp_path / "b"
        monkeypatch.setenv("STANCES_DATA", "")
        assert found(tmp_path) == tmp_path

    def test_has_to_be_one(
        self, tmp_path: Path, found: Found, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lay(tmp_path, "corpus.yaml", "empty/data/corpus.yaml")
        with pytest.raises(NoCorpus, match=r"empty \(named by --data\)") as caught:
            found(tmp_path, str(tmp_path / "empty"))
        assert caught.value.exit_code == 3
        assert "--data DIR" in caught.value.hint
        with pytest.raises(NoCorpus, match=r"named by --data"):
            found(tmp_path, "")
        monkeypatch.setenv("STANCES_DATA", str(tmp_path / "empty"))
        with pytest.raises(NoCorpus, match=r"empty \(named by \$STANCES_DATA\)"):
            found(tmp_path)


class TestRepositoryPath:
    @pytest.mark.parametrize("root", [".git/", ".git"])
    def test_is_the_nearest_above_the_corpus(self, tmp_path: Path, root: str) -> None:
        lay(tmp_path, ".git/", f"a/{root}", "a/b/c/corpus.yaml")
        assert repository_path(str(tmp_path / "a" / "b" / "c")) == "b/c"
        assert repository_path(str(tmp_path / "a")) == ""
        assert repository_path(str(tmp_path / "b")) == "b"

    def test_is_else_the_working_folder_or_what_the_corpus_lies_in(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lay(tmp_path, "a/b/corpus.yaml", "c/", "gone/")
        for here, place in ((".", "a/b"), ("a", "b"), ("a/b", ""), ("c", "b"), ("gone", "b")):
            monkeypatch.chdir(tmp_path / here)
            if here == "gone":
                (tmp_path / here).rmdir()
            assert repository_path(str(tmp_path / "a" / "b")) == place

    def test_is_that_of_the_files_and_not_of_a_link_to_them(self, tmp_path: Path) -> None:
        lay(tmp_path, ".git/", "corpora/x/corpus.yaml")
        (tmp_path / "data").symlink_to("corpora/x")
        assert repository_path(str(tmp_path / "data")) == "corpora/x"


def test_the_shipped_corpus_is_the_one_of_this_project(data: Path) -> None:
    assert shipped_corpus() == str(data)


def test_a_program_is_never_one_of_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("here", "here/bin", "there"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "tool").touch(mode=0o755)
    (tmp_path / "there" / "data").touch(mode=0o644)
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("PATH", os.pathsep.join((".", "", "bin", str(tmp_path / "there"))))
    assert program("tool") == str(tmp_path / "there" / "tool")
    assert program("data") is None
    monkeypatch.setenv("PATH", os.pathsep.join((".", "", "bin")))
    assert program("tool") is None
