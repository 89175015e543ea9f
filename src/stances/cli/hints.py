"""Commands to run next, quoted so that they can be pasted into a shell."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from stances.text import brief

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WRITING = frozenset(
    "format output columns sort limit no_header spreadsheet_safe dates color data no_index "
    "fail_under".split()
)
"""Options about how a result is written and judged, which are no part of the question."""


def pasted(*words: str) -> str:
    """These words quoted for the shell, as one line."""
    return " ".join(map(_quoted, words))


def say(*lines: str) -> None:
    """Write lines to stderr; if that fails, go on."""
    with suppress(OSError):
        for number, line in enumerate(filter(None, lines)):
            click.echo(f"{'  ' if number else ''}{brief(line)}", err=True)


def advise(text: str) -> None:
    """Say on stderr what to do next; if that fails, go on."""
    sys.stdout.flush()  # in a log, this comes below the result
    with suppress(OSError):
        click.echo(text, err=True)


def naming(data: str | None) -> list[str]:
    """The words of a command line that name the corpus; none if it is found without."""
    named = data or os.environ.get("STANCES_DATA")
    return ["--data", named] if named else []


def same_question(ctx: click.Context, data: str | None) -> str:
    """The command that is running, without the options about how its result is written."""
    words = [word for parameter in ctx.command.params for word in _given(ctx, parameter)]
    options = [*naming(data), *words]
    return pasted("stances", ctx.info_name or "", *options)


def _given(ctx: click.Context, parameter: click.Parameter) -> Iterator[str]:
    name = parameter.name or ""
    source = ctx.get_parameter_source(name)
    if name in _WRITING or source is not click.core.ParameterSource.COMMANDLINE:
        return
    value = ctx.params[name]
    values: Sequence[Any] = value if isinstance(value, tuple) else (value,)
    for each in values:
        if isinstance(parameter, click.Option):
            yield parameter.opts[0]
        if each is not True:
            yield str(each)


def _quoted(word: str) -> str:
    """A word, quoted for the shell if necessary."""
    if not word.isprintable():
        raw = "".join(f"\\x{byte:02x}" for byte in os.fsencode(word))
        return f"$'{raw}'"
    from shlex import quote  # noqa: PLC0415 - few words have to be quoted

    return quote(word)
