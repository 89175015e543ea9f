"""Whoever wrote the tree may have written a repository into it: nothing of that is ever run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from repositories import in_git

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Ledger, Process, Run

    Plant = Callable[[Path, str], None]

AT = "clone/records/2014"
COMMANDS = (
    ("report", "--format", "json"),
    ("diff",),
    ("diff", "first..HEAD"),
    ("show", "brandt/over-my-dead-body", "--history"),
    ("list", "--format", "json"),
    ("check",),
)
NOWHERE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """The file that `evil` makes, however it is called."""
    return tmp_path / "it-ran"


@pytest.fixture
def evil(tmp_path: Path, marker: Path) -> str:
    """A program that somebody would like to be run; as a filter it changes nothing."""
    program = tmp_path / "evil"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> "{marker}"\nexec cat\n')
    program.chmod(0o755)
    return str(program)


@pytest.fixture
def clone(ledger: Ledger, tmp_path: Path) -> Path:
    """A repository with two commits, the first of which has a tag."""
    folder = ledger(at=AT)
    top = tmp_path / "clone"
    in_git(top, "init", "--quiet", "--initial-branch=main")
    in_git(top, "add", ".")
    in_git(top, "commit", "--quiet", "--message", "first")
    in_git(top, "tag", "first")
    text = (folder / "officials/brandt.yaml").read_text("utf-8")
    (folder / "officials/brandt.yaml").write_text(text.replace("rejects", "opposes"), "utf-8")
    in_git(top, "commit", "--quiet", "--all", "--message", "second")
    return top


def configured(folder: Path, *settings: tuple[str, str]) -> None:
    """Add to the settings of a repository; a name is of a section, perhaps its part, and a key."""
    with (folder / "config").open("a") as config:
        for name, value in settings:
            section, *part, key = name.split(".")
            inner = f' "{part[0]}"' if part else ""
            config.write(f'[{section}{inner}]\n{key} = "{value}"\n')


def stale(folder: Path) -> None:
    """Make git look into the files: its index knows them by another time and size."""
    for file in folder.rglob("*.yaml"):
        os.utime(file, (1, 1))


def forged(folder: Path, evil: str) -> None:
    """A repository as plain files in a folder, as a clone can bring them, with a commit."""
    in_git(folder, "init", "--quiet", "--initial-branch=main")
    in_git(folder, "add", ".")
    in_git(folder, "commit", "--quiet", "--message", "forged")
    in_git(folder, "tag", "first")
    for path in (folder / ".git").iterdir():
        path.rename(folder / path.name)
    (folder / ".git").rmdir()
    spiked(folder, evil)
    configured(folder, ("core.worktree", str(folder)))
    (folder / ".gitattributes").write_text("* filter=x diff=x\n")
    stale(folder)


def spiked(git: Path, evil: str) -> None:
    """Give a repository every setting by which git starts a program of somebody's choice."""
    configured(
        git,
        *((f"filter.x.{kind}", evil) for kind in ("clean", "smudge", "process")),
        *((f"diff.x.{kind}", evil) for kind in ("command", "textconv")),
        *((f"pager.{name}", evil) for name in ("status", "show", "rev-list", "log")),
        *((f"alias.{name}", f"!{evil}") for name in ("status", "show", "rev-list", "ls-tree")),
        *((f"core.{name}", evil) for name in ("fsmonitor", "pager", "editor", "askPass")),
        *((f"core.{name}", evil) for name in ("sshCommand", "gitProxy", "alternateRefsCommand")),
        *((f"gpg.{name}", evil) for name in ("program", "ssh.program")),
        ("log.showSignature", "true"),
        ("diff.external", evil),
        ("credential.helper", evil),
        ("interactive.diffFilter", evil),
        ("uploadpack.packObjectsHook", evil),
        ("hook.x.command", evil),
        *(("hook.x.event", event) for event in ("post-index-change", "reference-transaction")),
    )
    hooks = git / "evil-hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(evil, hooks / name)
    configured(git, ("core.hooksPath", str(hooks)))
    (git / "info").mkdir(exist_ok=True)
    (git / "info" / "attributes").write_text("* filter=x diff=x\n")


def bare_in_the_corpus(clone: Path, evil: str) -> None:
    forged(clone / "records/2014", evil)


def bare_above_the_corpus(clone: Path, evil: str) -> None:
    forged(clone / "records", evil)


def bare_at_the_top(clone: Path, evil: str) -> None:
    (clone / ".git").rename(clone.parent / "kept")
    forged(clone, evil)
    (clone.parent / "kept").rename(clone / ".git")


def settings(clone: Path, evil: str) -> None:
    spiked(clone / ".git", evil)
    stale(clone)


def filter_alone(clone: Path, evil: str) -> None:
    configured(clone / ".git", ("filter.x.clean", evil))
    (clone / "records/.gitattributes").write_text("* filter=x\n")
    stale(clone)


def process_alone(clone: Path, evil: str) -> None:
    configured(clone / ".git", ("filter.x.process", evil))
    (clone / ".git/info/attributes").write_text("* filter=x\n")
    stale(clone)


def fsmonitor_alone(clone: Path, evil: str) -> None:
    configured(clone / ".git", ("core.fsmonitor", evil))
    in_git(clone, "update-index", "--fsmonitor")


def included(clone: Path, evil: str) -> None:
    (clone / "records/settings").write_text(f'[filter "x"]\nclean = "{evil}"\n')
    configured(clone / ".git", ("include.path", "../records/settings"))
    (clone / ".gitattributes").write_text("* filter=x\n")
    stale(clone)


def submodule(clone: Path, evil: str) -> None:
    inner = clone / "records/2014/officials/inner"
    inner.mkdir()
    (inner / "a.txt").write_text("name: A\n")
    in_git(inner, "init", "--quiet")
    in_git(inner, "add", ".")
    in_git(inner, "commit", "--quiet", "--message", "inner")
    in_git(clone, "add", ".")
    in_git(clone, "commit", "--quiet", "--message", "third")
    spiked(inner / ".git", evil)
    stale(inner)


def signature(clone: Path, evil: str) -> None:
    configured(clone / ".git", ("log.showSignature", "true"), ("gpg.program", evil))
    commit = in_git(clone, "cat-file", "commit", "HEAD")
    head, _, message = commit.partition("\n\n")
    sign = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    (clone.parent / "signed").write_text(f"{head}\n{sign}\n\n{message}\n")
    signed = in_git(clone, "hash-object", "-t", "commit", "-w", str(clone.parent / "signed"))
    in_git(clone, "reset", "--quiet", signed)


@pytest.fixture(
    params=[
        bare_in_the_corpus,
        bare_above_the_corpus,
        bare_at_the_top,
        settings,
        filter_alone,
        process_alone,
        fsmonitor_alone,
        included,
        submodule,
        signature,
    ]
)
def attacked(request: pytest.FixtureRequest, clone: Path, evil: str, marker: Path) -> Path:
    """The clone, with a repository or settings planted in it."""
    plant: Plant = request.param
    plant(clone, evil)
    marker.unlink(missing_ok=True)
    return clone


class TestARepositoryThatMeansHarm:
    def test_has_no_program_run_and_is_not_taken_for_the_real_one(
        self, forked: Process, attacked: Path, marker: Path
    ) -> None:
        real = (attacked / ".git/refs/heads/main").read_text().strip()
        for command in COMMANDS:
            done = forked(*command, cwd=attacked / "records/2014", env=NOWHERE)
            assert not marker.exists(), f"{command} ran {marker.read_text()}"
            assert done.returncode == 0, done.stderr
            if command[0] == "report":
                assert json.loads(done.stdout)["about"]["commit"]["name"] == real
            if command[0] == "diff":
                assert real[:7] in done.stdout.decode()

    def test_is_as_harmless_from_elsewhere(
        self, forked: Process, attacked: Path, marker: Path
    ) -> None:
        forked("--data", "records/2014", "report", cwd=attacked, env=NOWHERE)
        assert not marker.exists(), marker.read_text()

    def test_may_be_the_whole_of_an_archive(
        self, forked: Process, clone: Path, evil: str, marker: Path
    ) -> None:
        (clone / ".git").rename(clone / "records/2014/.git")
        in_git(clone / "records/2014", "add", "--all")
        in_git(clone / "records/2014", "commit", "--quiet", "--message", "third")
        real = in_git(clone / "records/2014", "rev-parse", "HEAD")
        spiked(clone / "records/2014/.git", evil)
        stale(clone)
        done = forked("report", "--format", "json", cwd=clone / "records/2014", env=NOWHERE)
        assert not marker.exists(), marker.read_text()
        commit = json.loads(done.stdout)["about"]["commit"]
        assert (commit["name"], commit["changed"]) == (real, False)

    @pytest.mark.parametrize("way", ["ext", "uploadpack", "ssh", "helper"])
    def test_may_lack_objects_and_name_a_program_that_has_them(
        self, process: Process, clone: Path, evil: str, marker: Path, way: str
    ) -> None:
        url = {"ext": f"ext::{evil}", "ssh": "ssh://host/x", "helper": "evil::x"}.get(way, ".")
        configured(
            clone / ".git",
            ("core.repositoryFormatVersion", "1"),
            ("extensions.partialClone", "x"),
            ("remote.x.promisor", "true"),
            ("remote.x.url", url),
            ("remote.x.uploadpack", evil),
            ("core.sshCommand", evil),
            ("protocol.allow", "always"),
        )
        blob = in_git(clone, "rev-parse", "first:records/2014/officials/brandt.yaml")
        (clone / ".git/objects" / blob[:2] / blob[2:]).unlink()
        Path(evil).rename(Path(evil).parent / "git-remote-evil")
        shutil.copy(Path(evil).parent / "git-remote-evil", evil)
        path = os.pathsep.join((str(Path(evil).parent), os.environ["PATH"]))
        done = process(
            "diff", "first..HEAD", cwd=clone / "records/2014", env=NOWHERE | {"PATH": path}
        )
        assert not marker.exists(), marker.read_text()
        assert done.returncode == 3
        assert b"has lost what brandt.yaml was" in done.stderr


class TestATreeThatMeansHarm:
    def test_has_no_git_of_its_own_run(
        self, process: Process, clone: Path, evil: str, marker: Path
    ) -> None:
        real = in_git(clone, "rev-parse", "HEAD")
        for folder in (clone, clone / "records/2014"):
            shutil.copy(evil, folder / "git")
        path = os.pathsep.join((".", "", os.environ["PATH"]))
        folder = clone / "records/2014"
        done = process("report", "--format", "json", cwd=folder, env=NOWHERE | {"PATH": path})
        assert not marker.exists(), marker.read_text()
        assert json.loads(done.stdout)["about"]["commit"]["name"] == real

    @pytest.mark.parametrize("named", [{}, {"PAGER": "less -S"}])
    def test_has_no_pager_of_its_own_run(
        self, terminal: Run, clone: Path, evil: str, marker: Path, named: dict[str, str]
    ) -> None:
        folder = clone / "records/2014"
        shutil.copy(evil, folder / "less")
        (clone / "less").write_text('#!/bin/sh\necho "paged $*"\nexec cat\n')
        (clone / "less").chmod(0o755)
        path = os.pathsep.join((".", str(clone), os.environ["PATH"]))
        shown = terminal("list", cwd=folder, height=4, env=named | {"PATH": path})
        assert not marker.exists(), marker.read_text()
        assert shown.stdout.startswith("paged -S" if named else "paged")
        assert "brandt" in shown.stdout

    @pytest.mark.parametrize("module", ["click", "multiprocessing", "sqlite3", "yaml"])
    def test_has_no_module_of_its_own_imported(
        self, clone: Path, marker: Path, module: str
    ) -> None:
        (clone / f"{module}.py").write_text(f"open({str(marker)!r}, 'a')")
        command = [sys.executable, "-m", "stances", "--data", "records/2014", "check"]
        done = subprocess.run(command, cwd=clone, check=False, capture_output=True)
        assert not marker.exists()
        assert done.returncode == 0, done.stderr

    def test_has_no_module_of_its_own_imported_by_workers(
        self, clone: Path, marker: Path, tmp_path: Path
    ) -> None:
        """Where a worker is another Python and no copy of this one, as on Windows."""
        (clone / "multiprocessing.py").write_text(f"open({str(marker)!r}, 'a')")
        (tmp_path / "asked.py").write_text(
            "import os\n"
            "from stances import parallel\n"
            "parallel._START = 'spawn'\n"
            "if __name__ == '__main__':\n"
            "    with parallel.pool() as pool:\n"
            "        assert pool.submit(os.getpid).result() != os.getpid()\n"
        )
        command = [sys.executable, str(tmp_path / "asked.py")]
        done = subprocess.run(command, cwd=clone, check=False, capture_output=True)
        assert not marker.exists()
        assert done.returncode == 0, done.stderr

    def test_may_have_files_that_are_called_like_revisions(
        self, process: Process, clone: Path
    ) -> None:
        folder = clone / "records/2014"
        for name in ("HEAD", "first", "main"):
            (folder / name).write_text("x")
            (clone / name).write_text("x")
        done = process("report", "--format", "json", cwd=folder, env=NOWHERE)
        name = in_git(clone, "rev-parse", "refs/heads/main")
        assert json.loads(done.stdout)["about"]["commit"]["name"] == name
        assert process("diff", "first..main", cwd=folder, env=NOWHERE).returncode == 0
