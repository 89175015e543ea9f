"""What a shell completes where text is typed: by the name of the option or argument.

Click finds out which of them it is that somebody types, and the table here says what it can be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from click.shell_completion import CompletionItem

VARIABLE = "_STANCES_COMPLETE"
"""By this the scripts of `stances completion` ask the program."""
_NAMES = {
    **{name: name for name in ("official", "faction", "position", "issue", "frame", "source")},
    "refs": "record",
    **dict.fromkeys(("old", "new"), "thing"),
    "states": "state",
    "mapped": "column",
    "sides": "side",
    **dict.fromkeys(("explain", "select", "ignore"), "code"),
    **dict.fromkeys(("columns", "sort"), "key"),
    **dict.fromkeys(("data", "snapshots", "folder"), "dir"),
    **dict.fromkeys(("output", "paths", "file"), "file"),
}
"""What is typed for each name, but for the fields of records that hold an id."""


class CompletedText(click.types.StringParamType):
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
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - only shells ask

        if self.kind in {"dir", "file"}:
            return [CompletionItem(incomplete, type=self.kind)]
        if offer := _OFFERS.get(self.kind):
            return offer(ctx, incomplete)
        from stances.cli.shell_completion import known  # noqa: PLC0415 - only shells ask

        found = known(ctx, self.kind, incomplete)
        return [CompletionItem(each.id, help=each.meaning or None) for each in found]


def complete_by_name(params: Iterable[click.Parameter]) -> None:
    """Let shells complete the text of those options and arguments whose names are known here."""
    for param in params:
        if param.type is click.STRING and param.name and (kind := _kind(param.name)):
            param.type = CompletedText(kind)


def _kind(name: str) -> str:
    """What is typed for a name; empty for text of any kind."""
    if name in _NAMES:
        return _NAMES[name]
    from stances.model.fields import RECORDS  # noqa: PLC0415 - the help of all does without

    held = (each[name].names for each in RECORDS.values() if name in each)
    return next((names[0] for names in held if len(names) == 1), "")


def completed_list(words: Iterable[str], incomplete: str) -> list[CompletionItem[str]]:
    """Words of which several can stand in a row, joined by commas."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only shells ask

    before, comma, begun = incomplete.rpartition(",")
    return [CompletionItem(before + comma + word) for word in words if word.startswith(begun)]


def _keys(ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """Keys of the rows that a command answers with."""
    return completed_list(getattr(ctx.command, "keys", ()), incomplete)


def _codes(_: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """Codes of problems, by themselves or by their names."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only shells ask

    from stances.codes import CATALOGUE  # noqa: PLC0415 - as above

    before, comma, begun = incomplete.rpartition(",")
    start = begun.casefold()
    found = [code for code in CATALOGUE if code.casefold().startswith(start)]
    found = found or [code for code, entry in CATALOGUE.items() if entry.name.startswith(start)]
    return [CompletionItem(before + comma + code, help=CATALOGUE[code].name) for code in found]


def _sheets(ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """What kind of sheet there is, unless it has been said; else the file."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only shells ask

    from stances.cli.import_ import KINDS  # noqa: PLC0415 - as above

    kinds = (
        [] if ctx.params.get("words") else [kind for kind in KINDS if kind.startswith(incomplete)]
    )
    return [*map(CompletionItem, kinds)] or [CompletionItem(incomplete, type="file")]


def _columns(_: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """The keys that a column may be read as, behind its name."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only shells ask

    from stances.editing.import_.columns import KEYS  # noqa: PLC0415 - as above

    column, equals, begun = incomplete.rpartition("=")
    keys = [key for key in KEYS if equals and key.startswith(begun)]
    return [CompletionItem(f"{column}={key}") for key in keys]


def _states(ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """Revisions; else a folder."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only shells ask

    from stances.cli.shell_completion import revisions  # noqa: PLC0415 - as above

    named = [CompletionItem(each) for each in revisions(ctx, incomplete)]
    return named or [CompletionItem(incomplete, type="dir")]


_OFFERS: dict[str, Callable[[click.Context, str], list[CompletionItem[str]]]] = {
    "key": _keys,
    "code": _codes,
    "sheet": _sheets,
    "column": _columns,
    "state": _states,
}
"""What is not asked of the corpus, by what is typed."""
