"""Answer a shell that asks what can come next. At worst it is told nothing, and never an error."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.shell_completion import (
    BashComplete,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    shell_complete,
)

from stances.cli.options import VARIABLE
from stances.errors import GitFailed
from stances.index import store
from stances.index.cache import cache_file, cache_folder
from stances.index.scan import scan
from stances.paths import find_corpus, shipped_corpus
from stances.queries.completion import Candidate, candidates
from stances.revisions import git

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    import click
    from click.shell_completion import CompletionItem


_BREAKS = ("=", ":")
"""Where bash ends words."""
_REFERENCES = ("refs/heads", "refs/tags", "refs/remotes")
_MANY = 1000
"""So many files are read for a completion; of more, only what has been read already."""


def answer(cli: click.Command, instruction: str) -> None:
    """Answer `bash_complete`, `zsh_complete` or `fish_complete` on stdout."""
    with suppress(Exception):
        shell_complete(cli, {}, "stances", VARIABLE, instruction)


@add_completion_class
class Bash(BashComplete):
    """Makes up for that bash ends words at `=` and `:`, and puts in what is behind these alone."""

    _before = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is typed, and this one, as they were meant."""
        words, last = super().get_completion_args()
        args = _joined([*words, last] if last else words)
        begun = args.pop() if last else ""
        option, _, value = begun.partition("=")
        typed = value if option.startswith("--") else begun
        self._before = typed.removesuffix("" if last in _BREAKS else last)
        return args, begun

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """The part that bash puts in."""
        item.value = item.value.removeprefix(self._before)
        return super().format_completion(item)


def _joined(words: Iterable[str]) -> list[str]:
    """Words as they were before bash took them apart."""
    whole: list[str] = []
    for word in words:
        if whole and (word in _BREAKS or whole[-1].endswith(_BREAKS)):
            whole[-1] += word
        else:
            whole.append(word)
    return whole


class _Joined(ShellComplete):
    """Makes up for that the other shells put in a whole word, the `--option=` before it too."""

    _before = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is typed, and this one."""
        args, begun = super().get_completion_args()
        name, equals, _ = begun.partition("=")
        self._before = f"{name}=" if equals and name.startswith("--") else ""
        return args, begun

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """The word to be put in, and what it means."""
        if item.type == "plain":
            item.value = self._before + item.value
        return super().format_completion(item)


@add_completion_class
class Zsh(_Joined, ZshComplete):
    """As click has it, but for `--option=value`, and never less than what is typed."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """What can follow; nothing if zsh would put nothing in place of what is typed."""
        found = super().get_completions(args, incomplete)
        unlike = len({item.value[:1] for item in found}) > 1
        return [] if unlike and incomplete else found


@add_completion_class
class Fish(_Joined, FishComplete):
    """As click has it, but for `--option=value`."""


def known(ctx: click.Context, kind: str, begun: str) -> list[Candidate]:
    """What the corpus that the command line means has of a kind, and begins so."""
    index = _index(ctx)
    if index is None:
        return []
    try:
        return candidates(index, kind, begun)
    finally:
        index.close()


def revisions(ctx: click.Context, begun: str) -> list[str]:
    """Branches and tags, and HEAD, of the repository of the corpus; also behind `A..`."""
    folder = find_corpus(_named(ctx)) or "."
    with suppress(GitFailed):
        listed = git(Path(folder), "for-each-ref", "--format=%(refname:short)", *_REFERENCES)
        known = ["HEAD", *listed.decode(errors="surrogateescape").splitlines()]
        last = begun[begun.rfind("..") + 2 :].removeprefix(".") if ".." in begun else begun
        older = begun.removesuffix(last)
        return [older + each for each in known if each.startswith(last)]
    return []


def _given(ctx: click.Context) -> list[dict[str, Any]]:
    """The options behind the command, and before it."""
    return [each.params for each in (ctx, ctx.parent) if each is not None]


def _named(ctx: click.Context) -> str | None:
    """What `--data` says; the shell does not replace a `~` before the command is run."""
    named = (values["data"] for values in _given(ctx) if values.get("data") is not None)
    found = next(named, None)
    return found and str(Path(found).expanduser())


def _index(ctx: click.Context) -> sqlite3.Connection | None:
    """The index of the corpus; None if there is no corpus, or to read it would take long."""
    folder = find_corpus(_named(ctx)) or shipped_corpus()
    if folder is None:
        return None
    path = Path(folder)
    cache = None if any(values.get("no_index") for values in _given(ctx)) else cache_folder()
    kept = cache is not None and cache_file(path.resolve(), cache).is_file()
    if not kept and len(scan(folder)) > _MANY:
        return None
    return store.open_index(path, cache, lambda *_: None)
