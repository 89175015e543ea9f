"""Finds the repository of a folder, and runs git in it so that git starts no other program.

A tree may be written by strangers, and with it the settings of its repository (an archive can hold
a whole `.git`) or a second repository as plain files. What the user has set for git counts; what a
repository sets is read by git, and starts nothing:

| what starts a program | why it does not |
|---|---|
| `filter.*`, `diff.*`, `merge.*`, attributes | no command of ours compares or converts files: `commit_of` hashes them itself, `cat-file` prints what is stored |
| `core.fsmonitor` | set to nothing, which is off in every version |
| hooks: `core.hooksPath`, `hook.*` | our commands write nothing, so no hook is due; the path leads nowhere |
| missing objects of a partial clone: `remote.*`, `core.sshCommand`, `credential.helper` | GIT_NO_LAZY_FETCH; older versions are allowed no protocol, not even `file` |
| `core.pager`, `pager.*` | `--no-pager` |
| `alias.*` | an alias cannot stand in for a command that git has |
| `gpg.program` | no command of ours looks at signatures |
| settings of a submodule | no command of ours enters one; `git status` does |
| a program called `git` in the tree | only absolute folders of PATH are searched, here and by git |

Git finds `.git` as always, and so refuses what belongs to another user. It runs in the folder that
has it: from further down it would find a repository of plain files first. A bare repository counts
only outside of any working tree, and where no corpus lies.

Needs git 2.30, which knows `--end-of-options` everywhere.
"""  # noqa: E501 - a table has its rows on one line

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from stances.errors import GitFailed
from stances.paths import CORPUS_FILE, program, search_path

_SETTINGS = (
    *("--no-pager", "--literal-pathspecs"),
    *("-c", "core.fsmonitor=", "-c", f"core.hooksPath={os.devnull}"),
)
_OF_A_HOOK = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_OBJECT_DIRECTORY GIT_COMMON_DIR "
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_NAMESPACE".split()
)
"""Variables that git sets for its hooks; they may be about another folder than the corpus's."""
_SURROUNDINGS = {
    "LC_ALL": "C",
    "TZ": "UTC",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
_TAKES_PATHS = "check-ignore"
"""It refuses literal pathspecs, and reads all as a path but a colon at the beginning."""
_PARTIAL = "this clone is partial: `git fetch --refetch --no-filter` gets what it lacks"


class Repository(NamedTuple):
    """A repository, seen from a folder in it.

    `top` is the root of the working tree, or a bare repository; `inside` leads from there to the
    folder, with `/`, and is empty for the top itself.
    """

    top: Path
    inside: str
    bare: bool

    def path(self, name: str) -> str:
        """The path of something in the folder, as git has it in trees."""
        return f"{self.inside}/{name}" if self.inside else name


def repository_of(folder: Path) -> Repository | None:
    """The repository that a folder is in; None without one."""
    try:
        real = Path(os.path.realpath(folder))
    except OSError:  # this folder has been deleted
        return None
    above = (real, *real.parents)
    for top in above:
        own = top / ".git"
        if os.path.isfile(own) or _has_git(own):
            return Repository(top, "/".join(real.relative_to(top).parts), bare=False)
    if os.path.lexists(real / CORPUS_FILE):
        return None
    return next((Repository(top, "", bare=True) for top in above if _has_git(top)), None)


def _has_git(folder: Path) -> bool:
    """Whether a folder has what makes it a repository to git."""
    parts = (folder / "objects", folder / "refs")
    return os.path.lexists(folder / "HEAD") and all(map(os.path.isdir, parts))


def git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """The output of git in the repository of a folder; `given` is its standard input.

    Paths are taken from the top of the repository. The user's language, their time zone, and a hook
    that we run in do not matter. Raises `GitFailed`.
    """
    repository = repository_of(folder)
    if repository is None:
        _program()
        raise GitFailed("not a git repository, nor is any folder above")
    options = [] if repository.bare else ["-c", "safe.bareRepository=explicit"]
    if arguments[0] == _TAKES_PATHS:
        options.append("--no-literal-pathspecs")
    return _run(repository.top, [*options, *arguments], given)


def user_name(folder: Path) -> str:
    """What git calls the user, in a folder. Raises `GitFailed` and `UnicodeDecodeError`."""
    repository = repository_of(folder)
    if repository is None:
        return _run(folder, ["--git-dir", os.devnull, "config", "user.name"]).decode().strip()
    return git(folder, "config", "user.name").decode().strip()


def _program() -> str:
    if found := program("git"):
        return found
    raise GitFailed("git cannot be run: it is in no folder of PATH")


def _run(folder: Path, arguments: list[str], given: bytes = b"") -> bytes:
    command = [_program(), *_SETTINGS, *arguments]
    environment = {key: value for key, value in os.environ.items() if key not in _OF_A_HOOK}
    environment |= {**_SURROUNDINGS, "PATH": os.pathsep.join(search_path())}
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and arguments that are our own or checked
            command, cwd=folder, env=environment, input=given, capture_output=True, check=False
        )
    except OSError as error:
        raise GitFailed(f"git cannot be run: {error.strerror or error}") from error
    if done.returncode:
        raise _failure(done.stderr.decode("utf-8", "replace"), done.returncode)
    return done.stdout


def _failure(said: str, code: int) -> GitFailed:
    """The error for what git wrote to stderr when it failed."""
    lines = [line.strip() for line in said.strip().splitlines()] or ["git failed"]
    reason = next((line for line in lines if line.startswith("fatal: ")), lines[0])
    # For a repository of another user, git itself names the command that helps.
    cure = next((line for line in lines if line.startswith("git config --global")), "")
    hint = f"if you trust it: `{cure}`" if cure else _PARTIAL if "promisor" in said else ""
    return GitFailed(reason.removeprefix("fatal: "), hint, code)
