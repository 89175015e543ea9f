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
"""What git sets where it runs a hook: it would be about another folder than the corpus's."""


class Commit(NamedTuple):
    """A commit: its full name, the day it was made (UTC), and whether files differ from it now."""

    name: str
    day: str
    changed: bool


def commit_of(folder: Path) -> Commit | None:
    """The commit that a corpus is checked out at; None where git does not have the corpus.

    `changed` is about the files of the corpus, those that git has not been told of included; what
    else lies in the folder, perhaps a report, is no part of it.
    """
    try:
        git(folder, "rev-parse", "--verify", "--quiet", f"HEAD:./{CORPUS_FILE}")
        name, day = named(folder, "HEAD")
        status = git(folder, "status", "--porcelain", "--no-renames", "--", *_CORPUS)
    except GitFailed:
        return None
    return Commit(name, day, bool(status))


def distrust(folder: Path) -> str:
    """What helps where git has a corpus and does not show it, because it is somebody else's.

    That is usual in containers; empty where there is nothing to help.
    """
    try:
        git(folder, "rev-parse", "--git-dir")
    except GitFailed as failed:
        return failed.helps
    return ""


def named(folder: Path, commit: str) -> tuple[str, str]:
    """The full name of a commit, and the day it was made (UTC). Raises `GitFailed`."""
    how = ("--no-patch", "--date=format-local:%Y-%m-%d", _HEAD)
    name, day = git(folder, "show", *how, commit).decode().split()
    return name, day


def git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints when it is run in `folder`; `given` is what it reads.

    Nothing of the user's language, time zone or of a hook that we may run in changes it. Raises
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
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = said[0].removeprefix("fatal: ") if said else "git failed"
        raise GitFailed(why, _cure(said))
    return done.stdout


def _cure(said: list[str]) -> str:
    """The command that git itself names for a repository that is somebody else's."""
    commands = (line.strip() for line in said)
    command = next((each for each in commands if each.startswith("git config --global")), "")
    return f"if you trust it: `{command}`" if command else ""
