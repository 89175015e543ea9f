"""The commits of a repository as one walk gives them, held against git itself."""

from __future__ import annotations

import subprocess
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING

import pytest

from repositories import in_git
from stances.errors import GitFailed
from stances.revisions.graph import WholePast, is_shallow
from stances.revisions.past import Past

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("corpus.yaml", "codebook.yaml", "officials/a.yaml", "officials/a/b.yaml", "sources/s.yaml")


def drawn(folder: Path, seed: int) -> Path:
    """Make a repository whose commits branch and merge at random; the folder of its corpus."""
    random, trees, script = Random(seed), [dict[str, str]()], []
    for mark in range(1, random.randint(2, 16)):
        near = [*range(max(1, mark - 5), mark)]
        count = random.choice((1, 1, 1, 2, 2, 3)) if near and random.random() > 0.1 else 0
        parents = random.sample(near, min(count, len(near)))
        tree = dict(trees[parents[0]]) if parents else {}
        for name in FILES:
            for other in parents[1:]:
                if random.random() < 0.4:
                    tree = {**tree, name: trees[other].get(name, "")}
            if random.random() < 0.2:
                tree[name] = random.choice(("", "1", "2", "3"))
        trees.append(tree)
        when = f"committer N <n@x.org> {1_600_000_000 + random.randrange(6) * 1000} +0000"
        lines = ["reset refs/heads/main\n"] * (not parents) + ["commit refs/heads/main"]
        lines += [f"mark :{mark}", when, "data 0", ""]
        lines += [f"{'merge' if n else 'from'} :{each}" for n, each in enumerate(parents)]
        lines.append("deleteall")
        for name, text in tree.items():
            lines += [f"M 644 inline in/data/{name}", f"data {len(text)}", text] if text else []
        script.append("\n".join(lines) + "\n")
    in_git(folder, "init", "--quiet", "--initial-branch=main")
    command = ["git", "fast-import", "--quiet", "--force"]
    subprocess.run(command, cwd=folder, input="".join(script).encode(), check=True)
    (folder / "in/data").mkdir(parents=True)
    return folder / "in/data"


@pytest.mark.parametrize("seed", range(12))
def test_the_past_of_each_file_is_as_git_tells_it(tmp_path: Path, seed: int) -> None:
    data = drawn(tmp_path, seed)
    past = Past(data)
    with closing(WholePast(data)) as whole:
        assert whole.head == past.head
        for start in whole.names[:3]:
            for name in FILES:
                assert whole.revisions(start, name) == past.revisions(start, name), (start, name)
                assert whole.object(start, name) == past.object(start, name)
                assert whole.read(start, name) == past.read(start, name)
        line = in_git(tmp_path, "rev-list", "--first-parent", "HEAD").split()
        assert [*whole.main_line()] == line


def test_a_link_leads_to_what_git_finds_behind_it(tmp_path: Path) -> None:
    (tmp_path / "officials").mkdir()
    (tmp_path / "corpus.yaml").write_text("title: x\n")
    (tmp_path / "elsewhere").write_text("name: A\n")
    (tmp_path / "officials/a.yaml").symlink_to("../elsewhere")
    in_git(tmp_path, "init", "--quiet")
    in_git(tmp_path, "add", ".")
    in_git(tmp_path, "commit", "--quiet", "--message=x")
    with closing(WholePast(tmp_path)) as whole:
        assert whole.has_links
        assert whole.read(whole.names[0], "officials/a.yaml") == b"name: A\n"


def test_what_git_has_lost_is_named(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").write_text("title: x\n")
    in_git(tmp_path, "init", "--quiet")
    in_git(tmp_path, "add", ".")
    in_git(tmp_path, "commit", "--quiet", "--message=x")
    name = in_git(tmp_path, "rev-parse", "HEAD:corpus.yaml")
    (tmp_path / f".git/objects/{name[:2]}/{name[2:]}").unlink()
    with (
        closing(WholePast(tmp_path)) as whole,
        pytest.raises(GitFailed, match=f"the repository has lost {name}"),
    ):
        whole.read(whole.names[0], "corpus.yaml")


def test_messages_have_the_instant_in_universal_time(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").write_text("title: x\n")
    in_git(tmp_path, "init", "--quiet")
    in_git(tmp_path, "add", ".")
    when = "2021-07-01T23:30:00-05:00"
    in_git(tmp_path, "commit", "--quiet", "--message=One line\n\nMore.", when=when)
    with closing(WholePast(tmp_path)) as whole:
        told = whole.message(whole.names[0])
        assert (told.time, told.day) == ("2021-07-02T04:30:00Z", "2021-07-02")
        assert (told.author, told.subject) == ("N", "One line")
        assert not is_shallow(tmp_path)
