"""Answers a shell that asks for completions; on any error it answers nothing."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
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
from stances.model.fields import RECORDS
from stances.paths import find_corpus, shipped_corpus
from stances.queries.completion import Candidate, candidates
from stances.revisions import git

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable


_NAMES = {
    **{name: name for name in ("official", "faction", "position", "issue", "frame", "source")},
    "refs": "record",
    "[OFFICIAL]": "official",
    "[REF]": "statement",
    **dict.fromkeys(("old", "new"), "thing"),
    "states": "state",
    "mapped": "column",
    "sides": "side",
    **dict.fromkeys(("explain", "select", "ignore"), "code"),
    **dict.fromkeys(("columns", "sort"), "key"),
    **dict.fromkeys(("data", "snapshots", "folder"), "dir"),
    **dict.fromkeys(("output", "paths", "file"), "file"),
}
"""What is typed for each name or metavar, but for the fields of records that hold an id."""
_BREAKS = ("=", ":")
"""Where bash ends words."""
_REFERENCES = ("refs/heads", "refs/tags", "refs/remotes")
_MANY = 1000
"""So many files are read for a completion; of more, only what has been read already."""


def answer(cli: click.Command, instruction: str) -> None:
    """Answer `bash_complete`, `zsh_complete` or `fish_complete` on stdout."""
    with suppress(Exception):
        complete_by_name(cli)
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


class _CompletedText(click.types.StringParamType):
    """Text as it is typed; a shell can complete it."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[CompletionItem[str]]:
        """What can stand where `incomplete` does."""
        if self.kind in {"dir", "file"}:
            return [CompletionItem(incomplete, type=self.kind)]
        if offer := _OFFERS.get(self.kind):
            return offer(ctx, incomplete)
        found = known(ctx, self.kind, incomplete)
        return [CompletionItem(each.id, help=each.meaning or None) for each in found]


def complete_by_name(command: click.Command) -> None:
    """Let shells complete those options and arguments of a command whose names are known here."""
    for param in command.params:
        if param.type is click.STRING and (kind := _kind_of(param)):
            param.type = _CompletedText(kind)
    for each in command.commands.values() if isinstance(command, click.Group) else ():
        complete_by_name(each)


def _kind_of(param: click.Parameter) -> str:
    """What is typed for a parameter; empty for text of any kind."""
    for name in (param.name, param.metavar):
        if name in _NAMES:
            return _NAMES[name]
    held = (fields[param.name].names for fields in RECORDS.values() if param.name in fields)
    return next((names[0] for names in held if len(names) == 1), "")


def completed_list(words: Iterable[str], incomplete: str) -> list[CompletionItem[str]]:
    """Words of which several can stand in a row, joined by commas."""
    before, comma, begun = incomplete.rpartition(",")
    return [CompletionItem(before + comma + word) for word in words if word.startswith(begun)]


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


def _codes(_: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """Codes of problems, by themselves or by their names."""
    from stances.codes import CATALOGUE  # noqa: PLC0415 - slow

    before, comma, begun = incomplete.rpartition(",")
    start = begun.casefold()
    found = [code for code in CATALOGUE if code.casefold().startswith(start)]
    found = found or [code for code, entry in CATALOGUE.items() if entry.name.startswith(start)]
    return [CompletionItem(before + comma + code, help=CATALOGUE[code].name) for code in found]


def _columns(_: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """The keys that a column may be read as, behind its name."""
    from stances.editing.import_.columns import KEYS  # noqa: PLC0415 - slow

    column, equals, begun = incomplete.rpartition("=")
    keys = [key for key in KEYS if equals and key.startswith(begun)]
    return [CompletionItem(f"{column}={key}") for key in keys]


def _states(ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """Revisions; else a folder."""
    named = [CompletionItem(each) for each in revisions(ctx, incomplete)]
    return named or [CompletionItem(incomplete, type="dir")]


_OFFERS: dict[str, Callable[[click.Context, str], list[CompletionItem[str]]]] = {
    "key": lambda ctx, begun: completed_list(getattr(ctx.command, "keys", ()), begun),
    "code": _codes,
    "column": _columns,
    "state": _states,
}
"""What is not asked of the corpus, by what is typed."""
