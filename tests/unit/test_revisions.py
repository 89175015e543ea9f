from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from repositories import in_git
from stances.errors import GitFailed
from stances.revisions import Commit, commit_of, git

if TYPE_CHECKING:
    from pathlib import Path

WHEN = "2020-02-03T23:30:00-05:00"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit: a file in the folder `data`, and one beside it."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "corpus.yaml").write_text("title: x\n")
    (tmp_path / "README").write_text("x\n")
    in_git(tmp_path, "init", "--quiet")
    in_git(tmp_path, "add", ".")
    in_git(tmp_path, "commit", "--quiet", "--message", "first", when=WHEN)
    return tmp_path


class TestCommitOf:
    def test_is_named_in_full_with_its_day_in_universal_time(self, repository: Path) -> None:
        name = in_git(repository, "rev-parse", "HEAD")
        assert commit_of(repository / "data") == Commit(name, "2020-02-04", changed=False)

    def test_is_changed_if_a_file_in_the_folder_is(self, repository: Path) -> None:
        (repository / "README").write_text("y\n")
        assert not commit_of(repository / "data").changed  # type: ignore[union-attr]
        (repository / "data" / "corpus.yaml").write_text("title: y\n")
        assert commit_of(repository / "data").changed  # type: ignore[union-attr]

    def test_is_changed_by_a_file_that_git_does_not_know(self, repository: Path) -> None:
        (repository / "data" / "codebook.yaml").write_text("")
        assert commit_of(repository / "data").changed  # type: ignore[union-attr]

    def test_is_not_changed_by_what_is_no_part_of_the_corpus(self, repository: Path) -> None:
        (repository / "data" / "report.md").write_text("x\n")
        assert not commit_of(repository / "data").changed  # type: ignore[union-attr]
        (repository / "data" / "officials").mkdir()
        (repository / "data" / "officials" / "bo.yaml").write_text("name: Bo\n")
        assert commit_of(repository / "data").changed  # type: ignore[union-attr]

    def test_is_none_where_there_is_no_repository_or_no_commit_yet(self, tmp_path: Path) -> None:
        assert commit_of(tmp_path) is None
        in_git(tmp_path, "init", "--quiet")
        assert commit_of(tmp_path) is None

    def test_is_none_where_another_repository_happens_to_lie_around_it(
        self, repository: Path
    ) -> None:
        (repository / "env").mkdir()
        (repository / "env" / "corpus.yaml").write_text("title: x\n")
        assert commit_of(repository / "env") is None

    def test_is_the_folder_s_own_in_a_hook_of_another_repository(
        self, repository: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GIT_DIR", str(repository / "elsewhere"))
        monkeypatch.setenv("GIT_INDEX_FILE", str(repository / "elsewhere" / "index"))
        found = commit_of(repository / "data")
        assert found is not None
        assert not found.changed


class TestGit:
    def test_fails_in_its_own_words(self, tmp_path: Path) -> None:
        with pytest.raises(GitFailed, match="not a git repository"):
            git(tmp_path, "status")

    def test_may_not_be_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(GitFailed, match="git cannot be run"):
            git(tmp_path, "status")
        assert commit_of(tmp_path) is None
