"""States of a corpus in git; the only package that runs git."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from stances.errors import GitFailed
from stances.paths import CORPUS_FILE, RECORD_FOLDERS

if TYPE_CHECKING:
    from pathlib import Path

_SETTINGS = (
    *("-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false"),
    "--literal-pathspecs",
)
_CORPUS = (CORPUS_FILE, "codebook.yaml", *RECORD_FOLDERS)
_HEAD = "--format=%H %cd"
_OF_A_HOOK = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_OBJECT_DIRECTORY GIT_COMMON_DIR "
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_NAMESPACE".split()
)
"""Variables that git sets for its hooks; they may be about another folder than the corpus's."""


class Commit(NamedTuple):
    """A commit: its full name, its day (UTC), and whether files now differ from it."""

    name: str
    day: str
    changed: bool


def commit_of(folder: Path) -> Commit | None:
    """The commit that a corpus is checked out at; None if git does not track the corpus.

    `changed` is about the files of the corpus, untracked ones included, and not about other files
    in the folder, such as a report.
    """
    try:
        git(folder, "rev-parse", "--verify", "--quiet", f"HEAD:./{CORPUS_FILE}")
        name, day = named(folder, "HEAD")
        status = git(folder, "status", "--porcelain", "--no-renames", "--", *_CORPUS)
    except GitFailed:
        return None
    return Commit(name, day, bool(status))


def distrust(folder: Path) -> str:
    """A hint if git refuses a repository that belongs to another user; otherwise empty.

    That is usual in containers.
    """
    try:
        git(folder, "rev-parse", "--git-dir")
    except GitFailed as failed:
        return failed.helps
    return ""


def named(folder: Path, commit: str) -> tuple[str, str]:
    """The full name of a commit, and its day (UTC). Raises `GitFailed`."""
    how = ("--no-patch", "--date=format-local:%Y-%m-%d", _HEAD)
    name, day = git(folder, "show", *how, commit).decode().split()
    return name, day


def git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """The output of git, run in `folder`; `given` is its standard input.

    It does not depend on the user's language, time zone, or a hook that we run in. Raises
    `GitFailed`.
    """
    command = ["git", *_SETTINGS, *arguments]
    environment = {key: value for key, value in os.environ.items() if key not in _OF_A_HOOK}
    environment |= {"LC_ALL": "C", "TZ": "UTC", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and arguments that are our own or checked
            command, cwd=folder, env=environment, input=given, capture_output=True, check=False
        )
    except OSError as error:
        raise GitFailed(f"git cannot be run: {error.strerror or error}") from error
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = lines[0].removeprefix("fatal: ") if lines else "git failed"
        # For a repository of another user, git itself names the command that helps.
        commands = (line.strip() for line in lines)
        cure = next((line for line in commands if line.startswith("git config --global")), "")
        raise GitFailed(reason, f"if you trust it: `{cure}`" if cure else "")
    return done.stdout
