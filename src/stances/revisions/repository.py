"""Finds the repository of a folder, and runs git in it so that git starts no other program.

Strangers may write a tree and the settings of its repository: an archive can hold a whole `.git`.
They may also add a second repository as plain files. The user's own git settings take effect. Git
also reads the repository's settings, but they start nothing:

| setting that starts a program | why it does not |
|---|---|
| `filter.*`, `diff.*`, `merge.*`, attributes | our commands do not convert files or compare their content: `commit_of` hashes files itself, `cat-file` prints stored content, `diff-tree --raw` compares names of objects |
| `core.fsmonitor` | set to an empty value, which turns it off in every version |
| hooks: `core.hooksPath`, `hook.*` | our commands write nothing, so no hook runs; the path leads nowhere |
| missing objects of a partial clone: `remote.*`, `core.sshCommand`, `credential.helper` | GIT_NO_LAZY_FETCH; older versions may use no protocol, not even `file` |
| `core.pager`, `pager.*` | `--no-pager` |
| `alias.*` | an alias cannot replace a command of git |
| `gpg.program` | our commands do not check signatures |
| settings of a submodule | our commands do not enter one, as `git status` does |
| a program called `git` in the tree | we and git search only the absolute folders of PATH |

Git finds `.git` as usual, and so refuses repositories of other users. We run git in the folder that
has `.git`: in a folder below, git would find a repository of plain files first. A bare repository
counts only outside of any working tree, and where there is no corpus.

Needs git 2.30, which supports `--end-of-options` everywhere.
"""  # noqa: E501 - a table has its rows on one line

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from stances.errors import GitFailed
from stances.paths import CORPUS_FILE, program, search_path

if TYPE_CHECKING:
    from collections.abc import Iterator

_SETTINGS = (
    *("--no-pager", "--literal-pathspecs"),
    *("-c", "core.fsmonitor=", "-c", f"core.hooksPath={os.devnull}"),
)
_OF_A_HOOK = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_OBJECT_DIRECTORY GIT_COMMON_DIR "
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_NAMESPACE".split()
)
"""Variables that git sets for its hooks; they may be about another folder than the corpus."""
_SURROUNDINGS = {
    "LC_ALL": "C",
    "TZ": "UTC",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
_TAKES_PATHS = "check-ignore"
"""It refuses literal pathspecs, and takes everything as a path unless it begins with a colon."""
_PARTIAL = "this clone is partial: `git fetch --refetch --no-filter` gets what it lacks"


class Repository(NamedTuple):
    """A repository, seen from a folder in it.

    `top` is the root of the working tree, or a bare repository. `inside` is the path from there to
    the folder, with `/`; it is empty for the top itself.
    """

    top: Path
    inside: str
    bare: bool

    def path(self, name: str) -> str:
        """The path of something in the folder, as git has it in trees."""
        return f"{self.inside}/{name}" if self.inside else name


def repository_of(folder: Path) -> Repository | None:
    """The repository that a folder is in; None if there is none."""
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
    """Whether git would take a folder for a repository."""
    parts = (folder / "objects", folder / "refs")
    return os.path.lexists(folder / "HEAD") and all(map(os.path.isdir, parts))


def git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run git in the repository of a folder; return its output. `given` is its standard input.

    Paths are relative to the top of the repository. The user's language and time zone have no
    effect, nor does a hook that we run in. Raises `GitFailed`.
    """
    repository = repository_of(folder)
    if repository is None:
        _program()
        raise GitFailed("not a git repository, nor is any folder above")
    options = [] if repository.bare else ["-c", "safe.bareRepository=explicit"]
    if arguments[0] == _TAKES_PATHS:
        options.append("--no-literal-pathspecs")
    return _run(repository.top, [*options, *arguments], given)


_CHUNK = 1 << 20


def pieces(folder: Path, *arguments: str, given: bytes = b"") -> Iterator[bytes]:
    """Run git in the repository of a folder; yield its NUL-terminated pieces of output.

    The output is never in memory as a whole. Raises `GitFailed`.
    """
    from tempfile import TemporaryFile  # noqa: PLC0415 - slow to import, and rarely needed

    repository = repository_of(folder)
    if repository is None:
        raise GitFailed("not a git repository, nor is any folder above")
    with TemporaryFile() as file, TemporaryFile() as said:
        file.write(given)
        file.seek(0)
        with _started(repository, arguments, file, said) as process:
            rest = b""
            while chunk := _output(process).read(_CHUNK):
                *whole, rest = (rest + chunk).split(b"\0")
                yield from whole
        if process.returncode:
            said.seek(0)
            raise _failure(said.read().decode("utf-8", "replace"), process.returncode)


class Objects:
    """Reads objects of a repository one by one, with one git process that runs until `close`."""

    def __init__(self, folder: Path) -> None:
        repository = repository_of(folder)
        if repository is None:
            raise GitFailed("not a git repository, nor is any folder above")
        with open(os.devnull, "wb") as nowhere:
            arguments = ("cat-file", "--batch")
            self._process = _started(repository, arguments, subprocess.PIPE, nowhere)

    def read(self, name: str, most: int) -> bytes | None:
        """Read an object by name; None if it has more bytes than `most`. Raises `GitFailed`."""
        given, output = self._process.stdin, _output(self._process)
        with suppress(OSError):  # the error is reported below
            if given:
                given.write(name.encode() + b"\n")
                given.flush()
        size = output.readline().decode("utf-8", "replace").rpartition(" ")[2].strip()
        if not size.isdigit():
            hint = "`git fsck` says what else is missing"
            raise GitFailed(f"the repository has lost {name}", hint)
        left = int(size) + 1
        if left <= most + 1:
            return output.read(left)[:-1]
        while left:
            left -= len(output.read(min(left, _CHUNK))) or left
        return None

    def close(self) -> None:
        """End the git process."""
        with suppress(OSError):
            self._process.communicate()


def _started(
    repository: Repository, arguments: tuple[str, ...], given: IO[bytes] | int, said: IO[bytes]
) -> subprocess.Popen[bytes]:
    options = [] if repository.bare else ["-c", "safe.bareRepository=explicit"]
    command = [_program(), *_SETTINGS, *options, *arguments]
    where = repository.top
    try:
        return subprocess.Popen(  # noqa: S603 - no shell, and only our own arguments
            command,
            cwd=where,
            env=_environment(),
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=said,
        )
    except OSError as error:
        raise GitFailed(f"git cannot be run: {error.strerror or error}") from error


def _output(process: subprocess.Popen[bytes]) -> IO[bytes]:
    if process.stdout is None:
        raise AssertionError
    return process.stdout


def user_name(folder: Path) -> str:
    """The user's name according to git. Raises `GitFailed` and `UnicodeDecodeError`."""
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
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and arguments that are our own or checked
            command, cwd=folder, env=_environment(), input=given, capture_output=True, check=False
        )
    except OSError as error:
        raise GitFailed(f"git cannot be run: {error.strerror or error}") from error
    if done.returncode:
        raise _failure(done.stderr.decode("utf-8", "replace"), done.returncode)
    return done.stdout


def _environment() -> dict[str, str]:
    environment = {key: value for key, value in os.environ.items() if key not in _OF_A_HOOK}
    return environment | {**_SURROUNDINGS, "PATH": os.pathsep.join(search_path())}


def _failure(said: str, code: int) -> GitFailed:
    """The error for git's output on stderr when it failed."""
    lines = [line.strip() for line in said.strip().splitlines()] or ["git failed"]
    reason = next((line for line in lines if line.startswith("fatal: ")), lines[0])
    # For another user's repository, git itself names the command that helps.
    cure = next((line for line in lines if line.startswith("git config --global")), "")
    hint = f"if you trust it: `{cure}`" if cure else _PARTIAL if "promisor" in said else ""
    return GitFailed(reason.removeprefix("fatal: "), hint, code)
