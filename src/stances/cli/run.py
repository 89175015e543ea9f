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

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

_FAILED = 1
_BUG = 70


def run_process(arguments: Sequence[str]) -> int:
    """Run the command line of this process, with its streams made independent of the place."""
    if sys.stdout is None:
        say("stances: there is no standard output to write the answer to")
        return _FAILED
    _open_closed()
    for stream in (sys.stdout, sys.stderr):
        _unlocalised(stream)
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
        return _failed(error)
    return code


def _failed(error: Exception) -> int:
    """Say why a command could not go on, and return the exit code for it."""
    match error:
        case click.ClickException():
            with suppress(OSError):
                error.show()
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
    return _bug(error)


def _invoke(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a command; unlike in click's own way, a closed pipe stays an error of its own."""
    try:
        with command.make_context("stances", [*arguments]) as context:
            code = command.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    return code if isinstance(code, int) else 0


def _discard_output() -> None:
    """Nobody reads on, or can; what is left in the buffer must not complain at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _bug(error: Exception) -> int:
    if os.environ.get("STANCES_DEBUG"):
        raise error
    message = f"stances: this is a bug: {type(error).__name__}: {error}"
    say(message, "set STANCES_DEBUG=1 to see where, and report it")
    return _BUG


def _open_closed() -> None:
    """Let nobody be asked, and nobody be told, where standard input or errors were closed.

    What they are opened on takes their numbers too, or a file of the corpus might get them.
    """
    # pathlib is slow to import, and a context manager would close them.
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def _unlocalised(stream: TextIO | None) -> None:
    """UTF-8 and line feeds wherever the program runs; a file name that is not text is escaped."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
