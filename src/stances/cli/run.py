"""Runs a command line, and turns every error into a message and an exit code."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from stances.cli.hints import say
from stances.cli.options import VARIABLE
from stances.errors import INTERRUPTED, StancesError
from stances.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

_FAILED = 1


def run_process(arguments: Sequence[str]) -> int:
    """Run the command line of this process, with the same encoding on every system."""
    if sys.stdout is None:
        say("stances: there is no standard output to write the answer to")
        return _FAILED
    # Where standard input or errors were closed, a file of the corpus must not get their numbers.
    # pathlib is slow to import, and a context manager would close them.
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        # UTF-8 and line feeds on every system; a file name that is not text is escaped.
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if instruction := os.environ.get(VARIABLE):
        from stances.cli.commands import cli  # noqa: PLC0415 - as below
        from stances.cli.shell_completion import answer  # noqa: PLC0415 - only shells ask

        answer(cli, instruction)
        return 0
    return run(arguments)


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    from stances.cli.commands import cli  # noqa: PLC0415 - an error in importing it is reported too

    try:
        code = _invoke(cli, arguments)
        sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a bug is reported in a line, never as a traceback
        return _report(error)
    return code


def _report(error: Exception) -> int:
    """Report an error, and return its exit code."""
    match error:
        case click.ClickException():
            _show(error)
            return error.exit_code
        case StancesError():
            say(f"stances: {error}", error.hint)
            return error.exit_code
        case BrokenPipeError():
            _discard_output()
            return 0
        case OSError():
            _discard_output()
            say(f"stances: cannot write the answer: {error.strerror or error}")
            return _FAILED
        case MemoryError():
            say("stances: there is not enough memory for this", "ask for less, such as --limit N")
            return _FAILED
    if os.environ.get("STANCES_DEBUG"):
        raise error
    message = f"stances: this is a bug: {type(error).__name__}: {error}"
    say(message, "set STANCES_DEBUG=1 to see where, and report it")
    return 70  # EX_SOFTWARE


def _show(error: click.ClickException) -> None:
    """Write click's words for what is wrong with the command line, which may hold anything."""
    from io import StringIO  # noqa: PLC0415 - most command lines are right

    told = StringIO()
    error.show(told)
    with suppress(OSError):
        click.echo(visible(told.getvalue()), nl=False, err=True)


def _invoke(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a command; unlike click's `main`, leave a closed pipe to the caller."""
    try:
        with command.make_context("stances", [*arguments]) as context:
            code = command.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    return code if isinstance(code, int) else 0


def _discard_output() -> None:
    """Keep what is left in the buffer from failing again at exit: nobody can read it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
