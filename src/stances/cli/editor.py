"""Runs the user's editor on a file in a private folder: no shell, and nothing of the corpus's."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from stances.errors import EditorFailed, NoEditor
from stances.paths import program, search_path

if sys.platform != "win32":
    import termios

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VARIABLES = ("VISUAL", "EDITOR")
_ENDS = 5
"""Seconds that an editor has to end when this program is ended."""
_PLUS = frozenset(
    "bbedit emacs emacsclient ex gedit gvim jed joe kak mcedit mg micro mvim nano ne nvim pico vi "
    "view vim vis".split()
)
"""Editors that take a line as `+12 FILE`."""
_COLON = frozenset("helix hx subl zed zeditor".split())
"""Editors that take it as `FILE:12`."""
_GOTO = frozenset("code code-insiders codium cursor vscodium windsurf".split())
"""Editors that take it as `--goto FILE:12`."""
_LINE = frozenset("kate mate".split())
"""Editors that take it as `--line 12 FILE`."""
_WAITS = {
    **dict.fromkeys(
        (*_GOTO, "bbedit", "gedit", "mate", "subl", "zed", "zeditor"), ("--wait", "-w")
    ),
    **dict.fromkeys(("gvim", "mvim"), ("--nofork", "-f")),
    "kate": ("--block", "-b"),
}
"""Editors in a window that return at once, with the options by which they wait."""


def editor() -> list[str]:
    """The words of the user's editor, the first of them the path of a program.

    Raises `NoEditor`.
    """
    for variable in VARIABLES:
        if value := os.environ.get(variable, "").strip():
            break
    else:
        raise NoEditor("no editor is set", _there())
    try:
        words = shlex.split(value, posix=os.name != "nt")
    except ValueError as error:
        raise NoEditor(f"${variable} cannot be read: {error}", _there()) from error
    name = words[0] if words else ""
    path = Path(name)
    if path.is_absolute():
        found = name if path.is_file() and os.access(path, os.X_OK) else None
    elif path.name != name:
        # What it names depends on the folder, which may be a stranger's.
        raise NoEditor(
            f"${variable} names `{name}` by a relative path: write the whole path", _there()
        )
    else:
        found = program(name)
    if found is None:
        raise NoEditor(
            f"${variable} names `{name}`, which is no program in any folder of PATH", _there()
        )
    return [found, *words[1:]]


_USUAL = ("nano", "vim", "vi", "emacs")


def _there() -> str | None:
    """The first of the usual editors that can be run; None if none can."""
    return next(filter(program, _USUAL), None)


def with_file(words: Sequence[str], file: Path, line: int) -> list[str]:
    """The command that opens a file, at a line where the editor is one whose options are known."""
    name = Path(words[0]).name.lower().removesuffix(".exe").removesuffix(".cmd")
    waits = _WAITS.get(name, ())
    command = [*words, *(waits[:1] if not set(waits) & {*words} else ())]
    if name in _PLUS:
        return [*command, f"+{line}", str(file)]
    if name in _COLON:
        return [*command, f"{file}:{line}"]
    if name in _GOTO:
        return [*command, "--goto", f"{file}:{line}"]
    if name in _LINE:
        return [*command, "--line", str(line), str(file)]
    return [*command, str(file)]


def edit(words: Sequence[str], file: Path, line: int, folder: Path) -> None:
    """Have a file edited, until the editor ends; its working directory is `folder`.

    Raises `EditorFailed` if it cannot be run or ends with another exit code than 0.
    """
    command = with_file(words, file, line)
    environment = os.environ | {"PWD": str(folder), "PATH": os.pathsep.join(search_path())}
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    with _terminal_kept(), _interrupts_left_to_it():
        try:
            process = subprocess.Popen(command, cwd=folder, env=environment)  # noqa: S603 - the user's own
        except OSError as error:
            raise EditorFailed(words[0], error.strerror or str(error)) from error
        try:
            code = process.wait()
        except BaseException:
            _end(process)
            raise
    if code:
        raise EditorFailed(words[0], f"exit code {code}" if code > 0 else f"signal {-code}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End an editor together with this program; one that does not heed it is left alone."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_ENDS)


@contextmanager
def _interrupts_left_to_it() -> Iterator[None]:
    """Leave Ctrl-C to the editor, which gets it too."""
    # A function, and not SIG_IGN, which the editor would inherit.
    names = [name for name in ("SIGINT", "SIGQUIT") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), lambda *_: None) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


@contextmanager
def _terminal_kept() -> Iterator[None]:
    """Give the terminal back as it was, even if the editor has crashed."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    try:
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
