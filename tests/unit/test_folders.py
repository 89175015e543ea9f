from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stances.errors import NoCorpus
from stances.paths import find_corpus, repository_path, shipped_corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    Found = Callable[..., Path | None]


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


def lay(folder: Path, *paths: str) -> Path:
    """Make empty files, and folders where a path ends in a slash."""
    for path in paths:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.mkdir() if path.endswith("/") else target.touch()
    return folder


class TestACorpusIsFound:
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

    def test_even_if_it_cannot_be_read(self, tmp_path: Path, found: Found) -> None:
        (tmp_path / "corpus.yaml").symlink_to("nowhere")
        assert found(tmp_path) == tmp_path
        assert found(tmp_path, str(tmp_path)) == tmp_path


class TestACorpusThatIsNamed:
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


class TestTheRepository:
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
