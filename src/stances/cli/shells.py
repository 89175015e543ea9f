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

from stances.cli.commands import cli
from stances.cli.completing import VARIABLE
from stances.folders import find_corpus, shipped_corpus
from stances.index import store
from stances.index.freshness import scan
from stances.index.places import cache_file, cache_folder
from stances.queries.candidates import Candidate, candidates

if TYPE_CHECKING:
    import sqlite3

    import click
    from click.shell_completion import CompletionItem

_MANY = 1000
"""So many files are read for a completion; of more, only what has been read already."""


def answer(instruction: str) -> None:
    """Answer `bash_complete`, `zsh_complete` or `fish_complete` on stdout."""
    with suppress(Exception):
        shell_complete(cli, {}, "stances", VARIABLE, instruction)


@add_completion_class
class Bash(BashComplete):
    """Makes up for that bash ends words at `=` and `:`, and puts in what is behind these alone."""

    _before = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is typed, and this one, as they were meant."""
        words, begun = super().get_completion_args()
        args = [word for word in words if word != "="]
        if begun == ":" and args:
            args, begun, self._before = args[:-1], f"{args[-1]}:", f"{args[-1]}:"
        elif args[-1:] == [":"] and len(args) > 1:
            self._before = f"{args[-2]}:"
            args, begun = args[:-2], self._before + begun
        return args, begun

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """The part that bash puts in."""
        item.value = item.value.removeprefix(self._before)
        return super().format_completion(item)


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
    """As click has it, but for `--option=value`."""


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


def _index(ctx: click.Context) -> sqlite3.Connection | None:
    """The index of the corpus; None if there is no corpus, or to read it would take long."""
    given = [each.params for each in (ctx, ctx.parent) if each is not None]
    named = next((values["data"] for values in given if values.get("data") is not None), None)
    folder = find_corpus(named and str(Path(named).expanduser())) or shipped_corpus()
    if folder is None:
        return None
    path = Path(folder)
    cache = None if any(values.get("no_index") for values in given) else cache_folder()
    kept = cache is not None and cache_file(path.resolve(), cache).is_file()
    if not kept and len(scan(folder)) > _MANY:
        return None
    return store.open_index(path, cache, lambda *_: None)
