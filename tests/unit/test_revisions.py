from __future__ import annotations

import ast
import os
from datetime import date
from pathlib import Path

import pytest

import stances
from repositories import in_git
from stances.errors import GitFailed
from stances.revisions import Commit, commit_of
from stances.revisions.repository import git

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

    @pytest.mark.parametrize("when", ["-5 +0000", "", "99999999999999999999 +0000"])
    def test_has_a_day_whatever_a_converter_wrote(self, repository: Path, when: str) -> None:
        tree = in_git(repository, "rev-parse", "HEAD^{tree}")
        raw = f"tree {tree}\nauthor A <a@b> {when}\ncommitter A <a@b> {when}\n\nodd\n"
        (repository / "raw").write_text(raw)
        how = ("-t", "commit", "--literally", "-w", "raw")
        name = in_git(repository, "hash-object", *how)
        in_git(repository, "update-ref", "HEAD", name)
        found = commit_of(repository / "data")
        assert found
        assert found.name == name
        assert date.fromisoformat(found.day).isoformat() == found.day

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


class TestCommitOfARealRepository:
    """All that git can be told to do with files, and that is no attack."""

    @pytest.fixture
    def data(self, repository: Path) -> Path:
        folder = repository / "data"
        for name in ("sources", "officials"):
            (folder / name).mkdir()
            (folder / name / "a.yaml").write_text("name: A\nnote: B\n")
        in_git(repository, "add", ".")
        in_git(repository, "commit", "--quiet", "--message", "second")
        return folder

    @staticmethod
    def changed(folder: Path) -> bool | None:
        commit = commit_of(folder)
        return commit and commit.changed

    def test_is_not_changed_by_line_endings_of_a_checkout(self, data: Path) -> None:
        file = data / "officials/a.yaml"
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
        assert self.changed(data) is False
        file.write_bytes(b"name: A\r\nnote: C\r\n")
        assert self.changed(data) is True

    def test_is_not_changed_by_other_times_or_modes(self, data: Path) -> None:
        file = data / "officials/a.yaml"
        os.utime(file, (1, 1))
        file.chmod(0o755)
        assert self.changed(data) is False

    @pytest.mark.parametrize("name", ["officials/a.yaml", "corpus.yaml"])
    def test_is_changed_by_what_is_gone_or_something_else(self, data: Path, name: str) -> None:
        text = (data / name).read_text()
        (data / name).unlink()
        assert self.changed(data) is True
        (data / "elsewhere").write_text(text)
        (data / name).symlink_to(data / "elsewhere")
        assert self.changed(data) is True
        (data / name).unlink()
        os.mkfifo(data / name)
        assert self.changed(data) is True

    def test_is_changed_by_what_is_only_staged(self, repository: Path, data: Path) -> None:
        (data / "codebook.yaml").write_text("")
        in_git(repository, "add", "data/codebook.yaml")
        assert self.changed(data) is True

    def test_is_not_changed_by_what_git_ignores(self, data: Path) -> None:
        (data / "officials/a.bak").write_text("")
        assert self.changed(data) is True
        (data / ".gitignore").write_text("*.bak\n")
        assert self.changed(data) is False

    def test_knows_links(self, repository: Path, data: Path) -> None:
        (data / "officials/b.yaml").symlink_to("../../README")
        in_git(repository, "add", ".")
        in_git(repository, "commit", "--quiet", "--message", "third")
        assert self.changed(data) is False
        (data / "officials/b.yaml").unlink()
        (data / "officials/b.yaml").symlink_to("a.yaml")
        assert self.changed(data) is True

    def test_knows_linked_worktrees(self, repository: Path, data: Path, tmp_path: Path) -> None:
        in_git(repository, "worktree", "add", "--quiet", str(tmp_path / "other"), "HEAD~1")
        name = in_git(repository, "rev-parse", "HEAD~1")
        assert commit_of(tmp_path / "other" / data.name) == Commit(
            name, "2020-02-04", changed=False
        )

    def test_knows_submodules(self, repository: Path, tmp_path: Path) -> None:
        outer = tmp_path / "outer"
        outer.mkdir()
        in_git(outer, "init", "--quiet")
        allowed = ("-c", "protocol.file.allow=always")
        in_git(outer, *allowed, "submodule", "--quiet", "add", str(repository), "ledger")
        name = in_git(repository, "rev-parse", "HEAD")
        assert commit_of(outer / "ledger/data") == Commit(name, "2020-02-04", changed=False)

    def test_does_not_know_what_is_in_a_submodule_of_the_corpus(
        self, repository: Path, data: Path
    ) -> None:
        inner = data / "sources/more"
        inner.mkdir()
        in_git(inner, "init", "--quiet")
        in_git(inner, "commit", "--quiet", "--allow-empty", "--message", "inner")
        in_git(repository, "add", ".")
        in_git(repository, "commit", "--quiet", "--message", "third")
        assert self.changed(data) is True

    def test_knows_repositories_with_names_of_sha256(self, tmp_path: Path) -> None:
        folder = tmp_path / "new"
        folder.mkdir()
        (folder / "corpus.yaml").write_text("title: x\n")
        in_git(folder, "init", "--quiet", "--object-format=sha256")
        in_git(folder, "add", ".")
        in_git(folder, "commit", "--quiet", "--message", "first")
        assert self.changed(folder) is False
        (folder / "corpus.yaml").write_text("title: y\n")
        assert self.changed(folder) is True

    def test_knows_a_corpus_that_a_link_leads_to(self, data: Path, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(data)
        assert self.changed(tmp_path / "link") is False


COMMANDS = set(
    "cat-file check-ignore config for-each-ref ls-files ls-tree merge-base rev-list "
    "rev-parse".split()
)
"""None of these compares files, writes, enters a submodule, or looks at a signature."""


def test_no_command_is_run_but_those_that_start_nothing() -> None:
    run = set()
    for path in Path(stances.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "git":
                run.add(ast.literal_eval(node.args[1]))
    assert run == COMMANDS
