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
    "format output columns sort limit no_header spreadsheet_safe color data no_index".split()
)
"""Options that say how an answer is written, or are no part of the question."""


def pasted(*words: str) -> str:
    """A command line of which the shell makes these words again, on one line."""
    return " ".join(map(_quoted, words))


def say(*lines: str) -> None:
    """Write lines to stderr; that nobody can read them changes nothing else."""
    with suppress(OSError):
        for number, line in enumerate(filter(None, lines)):
            click.echo(f"{'  ' if number else ''}{brief(line)}", err=True)


def advise(text: str) -> None:
    """Say on stderr what to do next; that nobody can read it changes nothing else."""
    sys.stdout.flush()  # in a log, this stands below the answer
    with suppress(OSError):
        click.echo(text, err=True)


def naming(data: str | None) -> list[str]:
    """What of a command line says which corpus is meant; nothing if its place does."""
    named = data or os.environ.get("STANCES_DATA")
    return ["--data", named] if named else []


def same_question(ctx: click.Context, data: str | None) -> str:
    """The command that is running, as it was asked, but for how its answer is written."""
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
    option = isinstance(parameter, click.Option)
    for each in values:
        if option:
            yield parameter.opts[0]
        if each is not True:
            yield str(each)


def _quoted(word: str) -> str:
    """A word in the quotes of the shell, where it needs any."""
    if not word.isprintable():
        raw = "".join(f"\\x{byte:02x}" for byte in os.fsencode(word))
        return f"$'{raw}'"
    from shlex import quote  # noqa: PLC0415 - few words have to be quoted

    return quote(word)
