"""Reads a line from the terminal, or a passage of several that is pasted there."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Complete = Callable[[str], Sequence[str]]

CTRL_B = "\x02"
"""In a line, wherever it stands: Ctrl-B was pressed."""
_END_OF_PASSAGE = re.compile(r"(?:\n\s*\n|\A\s*)[^\S\n]*\.\s*\Z")
"""An empty line and a lone `.`."""
_TENTHS = 1
"""How long to wait for more of what is pasted, in tenths of a second."""
_PASSAGE = "."
"""As an answer it says that a passage of several lines follows."""


def read_line(
    prompt: str,
    complete: Complete | None = None,
    *,
    is_edited: bool = True,
    hears_ctrl_b: bool = True,
) -> str:
    """A line from the terminal; with `is_edited`, completed by Tab and edited as in a shell.

    With `hears_ctrl_b` that key ends the line, which has `CTRL_B` in it then.

    Bytes that are not UTF-8 are kept, for readers to refuse. The prompt goes to stderr if stdout is
    a file. A pasted text of several lines is one answer, with its line ends, where the terminal
    marks what is pasted. Raises `click.Abort` at the end of the input.
    """
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None and sys.stdin.errors != "surrogateescape":
        reconfigure(encoding="utf-8", errors="surrogateescape")
    # Else as it comes from the terminal: readline drops half a letter at the end.
    edited = (
        _editing(complete, hears_ctrl_b=hears_ctrl_b) if is_edited and sys.stdout.isatty() else None
    )
    try:
        with edited or redirect_stdout(sys.stderr):
            return input(prompt)
    except EOFError as error:
        raise click.Abort from error


def rest_of_passage(first: str, tell: Callable[[str], object]) -> str:
    """The passage that begins with a line: that line alone, unless more has been pasted.

    A terminal that does not mark what is pasted gives it line by line, and the lines after the
    first would answer the next questions. An empty line and a lone `.` end it then; a lone `.`
    also begins it, for those who type several lines.
    """
    if "\n" in first:
        return first
    more = waiting()
    if first.strip() == _PASSAGE:
        first = ""
    elif not more.strip():
        return first
    text = f"{first}\n{more}" if first else more
    if not _END_OF_PASSAGE.search(text):
        count = len(text.split("\n")) - 1
        so_far = f"{count} lines so far. " if count else ""
        tell(f"{so_far}More lines, or an empty line and a lone `.` to end them:")
    while CTRL_B not in text and not _END_OF_PASSAGE.search(text):
        line, more = read_line(""), waiting()
        if line.strip() == _PASSAGE and not more.strip():
            break
        text += f"{line}\n{more}"
    return _END_OF_PASSAGE.sub("", text)


def waiting() -> str:
    """What has come from the terminal already and is not read yet, with line feeds as line ends.

    Empty where the terminal cannot be asked.
    """
    try:
        import termios  # noqa: PLC0415 - only Unix has it
    except ImportError:  # pragma: no cover - on Windows
        return ""
    try:
        number = sys.stdin.fileno()
        before = termios.tcgetattr(number)
    except (OSError, ValueError, termios.error):
        return ""
    now = [*before[:6], [*before[6]]]
    # Also what no line end follows yet, and without showing it again.
    now[3] &= ~(termios.ICANON | termios.ECHO)
    now[6][termios.VMIN], now[6][termios.VTIME] = 0, _TENTHS
    termios.tcsetattr(number, termios.TCSANOW, now)
    try:
        pieces = [*iter(lambda: os.read(number, 1 << 16), b"")]
    finally:
        termios.tcsetattr(number, termios.TCSANOW, before)
    text = b"".join(pieces).decode("utf-8", "surrogateescape")
    return text.replace("\r\n", "\n").replace("\r", "\n")


@contextmanager
def _editing(complete: Complete | None, *, hears_ctrl_b: bool) -> Iterator[None]:
    """Complete by Tab, edit long lines and hear Ctrl-B, where Python has readline."""
    try:
        import readline  # noqa: PLC0415 - not every Python has it, and only a terminal needs it
    except ImportError:  # pragma: no cover - depends on how Python was built
        yield
        return

    def completed(begun: str, number: int) -> str | None:
        """The first, second … completion, as readline asks for it."""
        matches = complete(begun) if complete else ()
        return matches[number] if number < len(matches) else None

    readline.set_completer(completed)
    readline.set_completer_delims(", ")
    if "libedit" in (readline.__doc__ or ""):  # pragma: no cover - on macOS
        readline.parse_and_bind("bind ^I rl_complete")
    else:
        readline.parse_and_bind("tab: complete")
        # Python turns it off, whatever the user's settings are.
        readline.parse_and_bind("set enable-bracketed-paste on")
        # It writes itself, and ends the line.
        key = r'"\C-v\C-b\C-m"' if hears_ctrl_b else "backward-char"
        readline.parse_and_bind(rf'"\C-b": {key}')
    try:
        yield
    finally:
        readline.set_completer(None)
