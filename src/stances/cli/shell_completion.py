"""Completes command lines for shells; after any error, there are no completions."""

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
from stances.index.cache import cache_file, private_folder
from stances.index.scan import scan
from stances.model.fields import RECORDS
from stances.paths import find_corpus, is_export, shipped_corpus
from stances.queries.completion import Candidate, candidates
from stances.revisions.repository import git
from stances.text import visible

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable


_NAMES = {
    **{name: name for name in ("official", "faction", "position", "issue", "frame", "source")},
    "coder": "reader",
    "refs": "record",
    "[SOURCE]…": "source",
    "[OFFICIAL]": "official",
    "[REF]": "statement",
    **dict.fromkeys(("old", "new", "ref"), "thing"),
    "[TABLE]": "table",
    "states": "state",
    "target": "target",
    "mapped": "column",
    "topic": "topic",
    "CODER|decided": "coding",
    "CODER|all": "codings",
    **dict.fromkeys(("sides", "pair"), "side"),
    **dict.fromkeys(("explain", "select", "ignore"), "code"),
    **dict.fromkeys(("columns", "sort"), "key"),
    **dict.fromkeys(("data", "snapshots", "folder"), "dir"),
    **dict.fromkeys(("copy", "output", "paths", "file"), "file"),
}
"""The kind of value of each name or metavar, except for fields of records that hold ids."""
_BREAKS = ("=", ":")
"""Where bash ends words."""
_MANY = 1000
"""The most files that a completion reads; for more, there must be an index."""


def answer(cli: click.Command, instruction: str) -> None:
    """Answer `bash_complete`, `zsh_complete` or `fish_complete` on stdout."""
    with suppress(Exception):
        complete_by_name(cli)
        shell_complete(cli, {}, "stances", VARIABLE, instruction)


@add_completion_class
class Bash(BashComplete):
    """Bash, which ends words at `=` and `:`, and inserts only the part after these."""

    _before = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is typed, and this one, joined again."""
        words, last = super().get_completion_args()
        args = _joined([*words, last] if last else words)
        begun = args.pop() if last else ""
        option, _, value = begun.partition("=")
        typed = value if option.startswith("--") else begun
        self._before = typed.removesuffix("" if last in _BREAKS else last)
        return args, begun

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """The part that bash inserts."""
        item.value = item.value.removeprefix(self._before)
        return super().format_completion(item)


def _joined(words: Iterable[str]) -> list[str]:
    """Words as they were before bash split them."""
    result: list[str] = []
    for word in words:
        if result and (word in _BREAKS or result[-1].endswith(_BREAKS)):
            result[-1] += word
        else:
            result.append(word)
    return result


class _Joined(ShellComplete):
    """Shells that insert a whole word, with the `--option=` before the value."""

    _before = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is typed, and this one."""
        args, begun = super().get_completion_args()
        name, equals, _ = begun.partition("=")
        self._before = f"{name}=" if equals and name.startswith("--") else ""
        return args, begun

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """The word to be inserted, and its meaning."""
        if item.type == "plain":
            item.value = self._before + item.value
        return super().format_completion(item)


@add_completion_class
class Zsh(_Joined, ZshComplete):
    """As in click, except for `--option=value`; completions never shorten the word."""

    # Files are completed by zsh itself, to which the option is no part of their names.
    source_template = ZshComplete.source_template.replace(
        "for type key", "compset -P '--[^=]##='\n\n    for type key"
    )

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """The completions; none if they have no beginning in common, which zsh would insert."""
        items = super().get_completions(args, incomplete)
        differ = len({item.value[:1] for item in items}) > 1
        return [] if differ and incomplete else items


_FISH = """\
function %(complete_func)s
    set -l word (commandline --current-token --cut-at-cursor)
    set -l words (commandline --current-process --cut-at-cursor | string collect)
    set -l option (string match --regex -- '^--[^=]+=' $word)
    set -lx COMP_WORDS $words
    set -lx COMP_CWORD $word
    for completion in (env %(complete_var)s=fish_complete %(prog_name)s)
        set -l item (string split --max 1 ',' -- $completion)
        switch $item[1]
            case dir
                printf '%%s\\n' "$option"(__fish_complete_directories $item[2])
            case file
                printf '%%s\\n' "$option"(__fish_complete_path $item[2])
            case plain
                printf '%%s\\n' $item[2]
        end
    end
end

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


@add_completion_class
class Fish(_Joined, FishComplete):
    """As in click, except for `--option=value`, and for values with commas in them."""

    source_template = _FISH


CLASSES: dict[str, type[ShellComplete]] = {each.name: each for each in (Bash, Zsh, Fish)}
"""How each shell asks, and is answered, by its name."""


class _CompletedText(click.types.StringParamType):
    """Text that a shell can complete."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[CompletionItem[str]]:
        """The completions of a value."""
        if self.kind in {"dir", "file"}:
            return [CompletionItem(incomplete, type=self.kind)]
        if offer := _OFFERS.get(self.kind):
            return offer(ctx, incomplete)
        return known_items(ctx, self.kind, incomplete)


def complete_by_name(command: click.Command) -> None:
    """Let shells complete the options and arguments of a command, by their names."""
    for param in command.params:
        if param.type is click.STRING and (kind := _kind_of(param)):
            param.type = _CompletedText(kind)
    for each in command.commands.values() if isinstance(command, click.Group) else ():
        complete_by_name(each)


def _kind_of(param: click.Parameter) -> str:
    """The kind of value of a parameter; empty for any text."""
    for name in (param.name, param.metavar):
        if name in _NAMES:
            return _NAMES[name]
    kinds = (fields[param.name].names for fields in RECORDS.values() if param.name in fields)
    return next((names[0] for names in kinds if len(names) == 1), "")


def completed_list(words: Iterable[str], incomplete: str) -> list[CompletionItem[str]]:
    """Completions of the last word of a list with commas."""
    before, comma, begun = incomplete.rpartition(",")
    return [CompletionItem(before + comma + word) for word in words if word.startswith(begun)]


def known_items(ctx: click.Context, kind: str, begun: str) -> list[CompletionItem[str]]:
    """Completions of what the corpus of the command line has of a kind."""
    return [CompletionItem(each.id, help=each.meaning or None) for each in known(ctx, kind, begun)]


def known(ctx: click.Context, kind: str, begun: str) -> list[Candidate]:
    """What the corpus of the command line has of a kind with this beginning."""
    index = _index(ctx)
    if index is None:
        return []
    try:
        return candidates(index, kind, begun)
    finally:
        index.close()


def revisions(ctx: click.Context, begun: str) -> list[str]:
    """Branches, tags and HEAD of the repository of the corpus; also after `A..`."""
    folder = find_corpus(_named(ctx)) or "."
    with suppress(GitFailed):
        references = ("refs/heads", "refs/tags", "refs/remotes")
        listed = git(Path(folder), "for-each-ref", "--format=%(refname:short)", *references)
        found = listed.decode(errors="surrogateescape").split("\n")
        names = ["HEAD", *(name for name in found if name and name == visible(name))]
        last = begun[begun.rfind("..") + 2 :].removeprefix(".") if ".." in begun else begun
        older = begun.removesuffix(last)
        return [older + name for name in names if name.startswith(last)]
    return []


def _given(ctx: click.Context) -> list[dict[str, Any]]:
    """The options after the command, and before it."""
    return [each.params for each in (ctx, ctx.parent) if each is not None]


def _named(ctx: click.Context) -> str | None:
    """The value of `--data`; the shell has not replaced a `~` yet."""
    named = (values["data"] for values in _given(ctx) if values.get("data") is not None)
    folder = next(named, None)
    return folder and str(Path(folder).expanduser())


def _index(ctx: click.Context) -> sqlite3.Connection | None:
    """The index of the corpus; None without a corpus, or if reading it would take long."""
    folder = find_corpus(_named(ctx)) or shipped_corpus()
    if folder is None:
        return None
    path = Path(folder)
    if is_export(folder):
        from stances.index.parquet_index import open_export  # noqa: PLC0415 - slow

        return open_export(path, private_folder(), lambda *_: None)
    cache = None if any(values.get("no_index") for values in _given(ctx)) else private_folder()
    is_cached = cache is not None and Path(cache_file(path.resolve(), cache)).is_file()
    if not is_cached and len(scan(folder)) > _MANY:
        return None
    return store.open_index(path, cache, lambda *_: None)


def _codes(_: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """Codes of problems, by code or name."""
    from stances.codes import CATALOGUE  # noqa: PLC0415 - slow

    before, comma, begun = incomplete.rpartition(",")
    start = begun.casefold()
    codes = [code for code in CATALOGUE if code.casefold().startswith(start)]
    codes = codes or [code for code, entry in CATALOGUE.items() if entry.name.startswith(start)]
    return [CompletionItem(before + comma + code, help=CATALOGUE[code].name) for code in codes]


def _columns(_: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """The keys that a column may be read as, after its name."""
    from stances.editing.import_.columns import KEYS  # noqa: PLC0415 - slow

    column, equals, begun = incomplete.rpartition("=")
    keys = [key for key in KEYS if equals and key.startswith(begun)]
    return [CompletionItem(f"{column}={key}") for key in keys]


def _topics(ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """Pages of the documents by their titles, and commands."""
    from stances.cli.help import title, topics  # noqa: PLC0415 - only for this command

    offered = ctx.find_root().command.shell_complete(ctx, incomplete)  # commands, and options
    found = [item for item in offered if not item.value.startswith("-")]
    known = {item.value for item in found}
    pages = {name: page for name, page in topics().items() if name.startswith(incomplete)}
    return found + [
        CompletionItem(name, help=title(page)) for name, page in pages.items() if name not in known
    ]


def _tables(_: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """The tables of `stances sql`."""
    from stances.index.public_sql import columns  # noqa: PLC0415 - as above

    return [CompletionItem(table) for table in columns() if table.startswith(incomplete)]


_OFFERS: dict[str, Callable[[click.Context, str], list[CompletionItem[str]]]] = {
    "key": lambda ctx, begun: completed_list(getattr(ctx.command, "keys", ()), begun),
    "code": _codes,
    "column": _columns,
    "topic": _topics,
    "table": _tables,
    "state": lambda ctx, begun: (
        [CompletionItem(name) for name in revisions(ctx, begun)]
        or [CompletionItem(begun, type="dir")]
    ),
    "target": lambda ctx, begun: [
        CompletionItem(begun, type="dir" if ctx.params.get("kind") == "parquet" else "file")
    ],
}
"""Completions of the kinds that the index does not have."""
