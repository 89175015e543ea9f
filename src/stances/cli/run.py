"""Runs a command line, and turns every error into a message and an exit code."""

from __future__ import annotations

# `signal` is made of it, and takes as long to import as several of our own modules.
import _signal  # type: ignore[import-not-found]
import os
import sys
from contextlib import redirect_stdout, suppress
from typing import TYPE_CHECKING

import click

from stances.cli.hints import say
from stances.cli.options import BEGUN, INDEX, VARIABLE
from stances.errors import INTERRUPTED, DamagedIndex, StancesError
from stances.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

_FAILED = 1
_received: list[int] = []
"""The signals that have ended the program, Ctrl-C apart."""
_EXPECTED = (click.ClickException, click.exceptions.Exit, click.Abort, StancesError, OSError)
"""What a command ends with that is no bug."""
_NO_ROOM = (10, 13)
"""What SQLite says of its temporary files on a full disk: SQLITE_IOERR, SQLITE_FULL."""
_WRITERS = frozenset(("add", "edit", "import", "rename", "review"))
"""Commands that open an index and then change the corpus."""


def run_process(arguments: Sequence[str]) -> int:
    """Run the command line of this process, with the same encoding on every system.

    Raises `SystemExit` after a signal that ends it, with the exit code that shells have for that.
    """
    _heed_signals()
    try:
        return _run_process(arguments)
    finally:
        _ignore_signals()


def _run_process(arguments: Sequence[str]) -> int:
    if sys.stdout is None:
        say("stances: cannot write the output: standard output is closed")
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


def _heed_signals() -> None:
    """Clean up after the signals that would end the process at once, as after Ctrl-C.

    What is ignored, as by `nohup`, stays ignored.
    """

    def end(number: int, _: object) -> None:
        _received.append(number)
        if "threading" in sys.modules:
            import threading  # noqa: PLC0415 - only with workers

            # A pool trips over its workers if these have got the signal too.
            threading.excepthook = lambda _: None
        raise SystemExit(128 + number)  # which no pager waits out, unlike Ctrl-C

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(_signal, name, None)  # Windows has no SIGHUP
        if number is not None and _signal.getsignal(number) == _signal.SIG_DFL:
            _signal.signal(number, end)


def _ignore_signals() -> None:
    """Hear no more signals, so that none of them interrupts the end of the process."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(_signal, name):
            _signal.signal(getattr(_signal, name), _signal.SIG_IGN)


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    from stances.cli.commands import cli  # noqa: PLC0415 - an error in importing it is reported too

    try:
        code = _invoke(cli, arguments)
        sys.stdout.flush()
    except click.Abort:
        return INTERRUPTED
    except KeyboardInterrupt:
        return 128 + _received[0] if _received else INTERRUPTED  # SQLite makes it Ctrl-C
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
            say(f"stances: cannot write the output: {error.strerror or error}")
        case MemoryError():
            say("stances: not enough memory", "request less output, for example with --limit N")
        case _ if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NO_ROOM:
            hint = "free space in the folder for temporary files, or set TMPDIR to another folder"
            say(f"stances: cannot write temporary files: {error}", hint)
        case _:
            if os.environ.get("STANCES_DEBUG"):
                raise error
            message = f"stances: this is a bug: {type(error).__name__}: {error}"
            say(message, "run it again with STANCES_DEBUG=1, and report the bug with the traceback")
            return 70  # EX_SOFTWARE
    return _FAILED


def _show(error: click.ClickException) -> None:
    """Write click's words for what is wrong with the command line, which may hold anything."""
    from io import StringIO  # noqa: PLC0415 - most command lines are right

    told = StringIO()
    error.show(told)
    with suppress(OSError):
        click.echo(visible(told.getvalue()), nl=False, err=True)


def _invoke(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a command; unlike click's `main`, leave a closed pipe to the caller.

    Run it again without a cached index if damage to that may be why it failed.
    """
    code, is_again = None, False
    try:
        with command.make_context("stances", [*arguments]) as context:
            try:
                code = command.invoke(context)
            except Exception as error:
                if not (is_again := _may_be_the_index(context, error)):
                    raise
    except click.exceptions.Exit as done:
        return done.exit_code
    if not is_again:
        return code if isinstance(code, int) else 0
    arguments = ["--no-index", *arguments]
    if not context.meta.get(BEGUN):
        return _invoke(command, arguments)
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):  # noqa: PTH123 - as above
        _invoke(command, arguments)  # which fails again if the index is not why
    raise DamagedIndex


def _may_be_the_index(context: click.Context, error: Exception) -> bool:
    """Whether an error may come of a cached index, which then is built again the next time.

    A command that may have changed the corpus already is not run again for any other error than
    SQLite's.
    """
    index = context.meta.get(INDEX)
    if index is None or isinstance(error, _EXPECTED):
        return False
    from stances.index.store import discarded  # noqa: PLC0415 - it has been imported for the index

    is_sure = context.invoked_subcommand not in _WRITERS or type(error).__module__ == "sqlite3"
    return discarded(index) and is_sure


def _discard_output() -> None:
    """Keep what is left in the buffer from failing again at exit: nobody can read it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
