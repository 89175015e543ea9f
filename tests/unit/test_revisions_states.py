from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from repositories import in_git
from stances.errors import AmbiguousState, GitFailed, NoCorpus, NoRevision
from stances.revisions.repository import git
from stances.revisions.states import Here, states
from stances.revisions.trees import corpus_in, unpack

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Here:
    """A repository with one commit and a corpus in `data`, in which we are."""
    for path in ("data/corpus.yaml", "data/sources/a.yaml", "data/officials/b.yaml", "README"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)
    in_git(tmp_path, "init", "--quiet", "--initial-branch=main")
    in_git(tmp_path, "add", ".")
    in_git(tmp_path, "commit", "--quiet", "--message", "first")
    monkeypatch.chdir(tmp_path)
    return Here(Path("data"), Path("data"))


@pytest.fixture
def unpacked(here: Here, tmp_path: Path) -> Callable[[], dict[str, str]]:
    """Unpacks the corpus of the last commit; what is then in which file."""

    def of_head() -> dict[str, str]:
        target = tmp_path / "unpacked"
        target.mkdir()
        unpack(here.folder, "HEAD", "data", target)
        files = [path for path in target.rglob("*") if path.is_file()]
        return {str(path.relative_to(target)): path.read_text() for path in files}

    return of_head


class TestStates:
    def test_are_told_with_commit_day_and_folder(self, here: Here) -> None:
        old, new = states([], here)
        commit = in_git(Path(), "rev-parse", "HEAD")
        assert str(old) == f"HEAD ({commit[:7]} of 2020-02-03)"
        assert (old.commit, old.inside, old.shown) == (commit, "data", "data")
        assert (str(new), new.kind, new.shown) == ("the working tree", "working-tree", "data")

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            (["main"], ("main", "the working tree")),
            (["main..HEAD"], ("main", "HEAD")),
            (["main.."], ("main", "HEAD")),
            (["..main"], ("HEAD", "main")),
            (["main...HEAD"], ("the merge base of main and HEAD", "HEAD")),
            (["./data..main"], ("./data", "main")),
            (["main../data"], ("main", "the working tree")),
            (["main", "./data"], ("main", "./data")),
        ],
    )
    def test_are_read_as_git_does(
        self, here: Here, asked: list[str], names: tuple[str, str]
    ) -> None:
        if asked == ["main../data"]:  # `main` and `/data`, or nothing
            with pytest.raises(NoRevision, match="/data"):
                states(asked, here)
            return
        old, new = states(asked, here)
        assert (old.name, new.name) == names

    @pytest.mark.parametrize(
        "asked", [["-x"], ["--all"], ["main..-x"], ["x\ny"], [""], ["main", ""]]
    )
    def test_are_no_options_of_git(self, here: Here, asked: list[str]) -> None:
        with pytest.raises(NoRevision):
            states(asked, here)

    def test_may_have_a_name_that_is_two_things(self, here: Here) -> None:
        in_git(Path(), "branch", "data")
        with pytest.raises(AmbiguousState):
            states(["data"], here)
        assert states(["./data"], here)[0].kind == "folder"

    def test_need_a_corpus_or_a_working_tree(
        self, here: Here, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        with pytest.raises(NoCorpus):
            states([], here._replace(corpus=None))
        bare = tmp_path_factory.mktemp("bare")
        in_git(Path(), "clone", "--quiet", "--bare", ".", str(bare))
        for folder in (bare, bare / "objects"):
            with pytest.raises(GitFailed, match="bare repository"):
                states(["main"], Here(folder))
            assert states(["main", "main"], Here(folder))[0].inside == "data"

    def test_are_never_of_a_bare_repository_within_a_working_tree(self, here: Here) -> None:
        in_git(Path(), "clone", "--quiet", "--bare", ".", "bare")
        in_git(Path(), "commit", "--quiet", "--allow-empty", "--message", "second")
        old, _ = states(["main", "main"], Here(Path("bare")))
        assert old.commit == in_git(here.folder, "rev-parse", "main")

    def test_may_be_of_a_folder_beside_this_one(self, here: Here) -> None:
        Path("docs").mkdir()
        docs = here._replace(folder=Path("docs"), corpus=None)
        for inside in ("../data", "data"):
            assert states(["main", "main"], docs._replace(inside=inside))[0].inside == "data"
        outside = states(["main", "main"], docs._replace(inside="../../data"))
        assert [state.inside for state in outside] == [None, None]

    def test_before_the_first_commit_are_none(self, tmp_path: Path, here: Here) -> None:
        (tmp_path / "new").mkdir()
        in_git(tmp_path / "new", "init", "--quiet")
        with pytest.raises(NoRevision) as raised:
            states([], here._replace(folder=tmp_path / "new"))
        assert "`git commit`" in raised.value.hint

    def test_with_nothing_in_common_have_no_merge_base(self, here: Here) -> None:
        in_git(Path(), "checkout", "--quiet", "--orphan", "other")
        in_git(Path(), "commit", "--quiet", "--message", "other")
        with pytest.raises(GitFailed, match="no commit in common") as raised:
            states(["main...other"], here)
        assert "`stances diff main..other`" in raised.value.hint


class TestUnpack:
    def test_has_its_corpus_where_it_lies_or_not_at_all(self, here: Here) -> None:
        assert corpus_in(here.folder, "HEAD", ["ledger/", "./data/", ""]) == "data"
        assert corpus_in(here.folder, "HEAD", ["", "ledger", "../x", "a\nb"]) is None

    def test_is_unpacked_without_what_is_no_record(
        self, unpacked: Callable[[], dict[str, str]]
    ) -> None:
        Path("data/sources/a.yml").write_text("x")
        Path("data/notes.yaml").write_text("x")
        Path("data/officials/ünï “c”.yaml").write_text("y")
        in_git(Path(), "add", ".")
        in_git(Path(), "commit", "--quiet", "--message", "x")
        assert unpacked() == {
            "corpus.yaml": "data/corpus.yaml",
            "sources/a.yaml": "data/sources/a.yaml",
            "officials/b.yaml": "data/officials/b.yaml",
            "officials/ünï “c”.yaml": "y",
        }

    def test_has_the_parts_of_officials(self, unpacked: Callable[[], dict[str, str]]) -> None:
        for path in ("officials/b/2021.yaml", "officials/b/note.txt", "officials/b/deep/x.yaml"):
            (Path("data") / path).parent.mkdir(parents=True, exist_ok=True)
            (Path("data") / path).write_text(path)
        for path in ("sources/a/x.yaml", "officials/c.yaml/x.yaml", "officials/.d/x.yaml"):
            (Path("data") / path).parent.mkdir(parents=True, exist_ok=True)
            (Path("data") / path).write_text(path)
        in_git(Path(), "add", "--all")
        in_git(Path(), "commit", "--quiet", "--message", "x")
        parts = {"officials/b.yaml", "officials/b/2021.yaml"}
        assert {*unpacked()} == {"corpus.yaml", "sources/a.yaml", *parts}

    def test_has_folders_of_parts_that_are_links_within_it(
        self, unpacked: Callable[[], dict[str, str]], tmp_path: Path
    ) -> None:
        Path("shared").mkdir()
        Path("shared/2021.yaml").write_text("shared")
        Path("data/officials/b").symlink_to("../../shared")
        Path("data/officials/out").symlink_to("/etc")
        Path("data/officials/officials").symlink_to("../officials")
        in_git(Path(), "add", "--all")
        in_git(Path(), "commit", "--quiet", "--message", "x")
        found = unpacked()
        assert found["officials/b/2021.yaml"] == "shared"
        assert found["officials/officials/b.yaml"] == "data/officials/b.yaml"
        assert not any(path.startswith("officials/out") for path in found)
        assert not (tmp_path / "unpacked/officials/b").is_symlink()

    def test_has_links_followed_only_within_it(
        self, unpacked: Callable[[], dict[str, str]], tmp_path: Path
    ) -> None:
        Path("data/sources/in.yaml").symlink_to("../../README")
        Path("data/sources/out.yaml").symlink_to("/etc/hostname")
        Path("data/officials/b.yaml").unlink()
        Path("data/officials").rmdir()
        Path("people").mkdir()
        Path("people/c.yaml").write_text("c")
        Path("data/officials").symlink_to("../people")
        in_git(Path(), "add", "--all")
        in_git(Path(), "commit", "--quiet", "--message", "x")
        found = unpacked()
        assert found["sources/in.yaml"] == "README"
        assert found["officials/c.yaml"] == "c"
        assert "sources/out.yaml" not in found
        assert (tmp_path / "unpacked/sources/out.yaml").is_symlink()

    def test_has_only_the_size_of_a_file_that_is_too_large(
        self, unpacked: Callable[[], dict[str, str]]
    ) -> None:
        Path("data/sources/a.yaml").write_bytes(b"x" * (2 * 1024 * 1024 + 1))
        in_git(Path(), "commit", "--quiet", "--all", "--message", "x")
        assert set(unpacked()["sources/a.yaml"]) == {"\0"}

    def test_of_a_partial_clone_says_how_it_gets_the_rest(
        self, here: Here, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        whole = here.folder.absolute().parent
        Path("data/sources/a.yaml").write_text("y")
        in_git(Path(), "commit", "--quiet", "--all", "--message", "second")
        in_git(Path(), "config", "uploadpack.allowFilter", "true")
        part = tmp_path_factory.mktemp("part")
        in_git(part, "clone", "--quiet", "--filter=blob:none", whole.as_uri(), ".")
        target = tmp_path_factory.mktemp("target")
        with pytest.raises(GitFailed) as raised:
            unpack(part, "HEAD~1", "data", target)
        [cure] = re.findall("`git (.*?)`", raised.value.hint)
        in_git(part, *cure.split())
        unpack(part, "HEAD~1", "data", target)
        assert (target / "sources/a.yaml").read_text() == "data/sources/a.yaml"

    def test_with_names_that_lead_elsewhere_is_unpacked_without_them(
        self, here: Here, tmp_path: Path
    ) -> None:
        blob = in_git(Path(), "rev-parse", "HEAD:README")
        object_ = bytes.fromhex(blob)
        entries = b"".join(b"100644 %s\0%s" % (name, object_) for name in (b"../x.yaml", b"a.yaml"))
        asked = ("hash-object", "-t", "tree", "-w", "--literally", "--stdin")
        tree = git(here.folder, *asked, given=entries).decode().strip()
        heads = f"100644 blob {blob}\tcorpus.yaml\n040000 tree {tree}\tsources\n"
        top = git(here.folder, "mktree", given=heads.encode()).decode().strip()
        commit = in_git(Path(), "commit-tree", top, "-m", "x")
        target = tmp_path / "target"
        target.mkdir()
        unpack(here.folder, commit, "", target)
        assert sorted(path.name for path in target.rglob("*.yaml")) == ["a.yaml", "corpus.yaml"]
        assert not (tmp_path / "x.yaml").exists()


def test_somebody_else_s_repository_is_told_with_the_command_that_git_names(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    with pytest.raises(GitFailed, match="dubious ownership") as raised:
        states([], here)
    assert "git config --global --add safe.directory" in raised.value.hint
