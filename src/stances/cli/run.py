"""Run a command line: the one place where errors become messages and exit codes."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn, TextIO

import click

from stances.errors import StancesError

if TYPE_CHECKING:
    from collections.abc import Sequence

_INTERRUPTED = 130
_BUG = 70


def main() -> NoReturn:
    """Run the arguments of this process, and exit."""
    for stream in (sys.stdout, sys.stderr):
        _unlocalised(stream)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    from stances.cli.commands import cli  # noqa: PLC0415 - `main` sets the streams up first

    try:
        code = cli.main([*arguments], prog_name="stances", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except StancesError as error:
        return _say(error)
    except BrokenPipeError:
        return _closed_pipe()
    except Exception as error:  # noqa: BLE001 - a bug is reported in a line, never as a traceback
        return _bug(error)
    return code if isinstance(code, int) else 0


def _say(error: StancesError) -> int:
    click.echo(f"stances: {error}", err=True)
    if error.hint:
        click.echo(f"  {error.hint}", err=True)
    return error.exit_code


def _closed_pipe() -> int:
    """Nobody reads on; what is left in the buffer must not complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _bug(error: Exception) -> int:
    if os.environ.get("STANCES_DEBUG"):
        raise error
    message = f"stances: this is a bug: {type(error).__name__}: {error}"
    click.echo(f"{message}\n  set STANCES_DEBUG=1 to see where, and report it", err=True)
    return _BUG


def _unlocalised(stream: TextIO) -> None:
    """UTF-8 and line feeds wherever the program runs; a file name that is not text is escaped."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
