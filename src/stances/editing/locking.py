"""Keep out of the way of others who write: another stances, or an editor with the file open."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from stances.errors import Busy, OpenInEditor

if sys.platform == "win32":  # pragma: no cover - no other system has it
    import msvcrt
    import tempfile

    from stances.folders import digest
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNS = (
    *(".{}.swp", ".{}.swo", ".{}.swn"),  # Vim
    *(".#{}", "#{}#"),  # Emacs
    *(".{}.kate-swp", ".~lock.{}#"),  # Kate; LibreOffice
)
"""How editors call what they put beside a file while it is open. A backup (`x~`) is none of these:
it stays when the file is closed."""


def refuse_open(path: Path) -> None:
    """Raise `OpenInEditor` if there is a sign that an editor has the file open."""
    for place in dict.fromkeys((path, path.resolve())):
        for sign in _SIGNS:
            beside = place.with_name(sign.format(place.name))
            if os.path.lexists(beside):
                raise OpenInEditor(path, beside.name)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a corpus while writing to it. Raises `Busy` if another process does.

    The system lets go of it when a process ends, however it ends. Where nothing can be locked, as
    on some network drives, no one is kept out; what is replaced is still compared first.
    """
    try:
        descriptor = _opened(folder)
    except OSError:
        yield
        return
    try:
        _lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":  # pragma: no cover - as above

    def _opened(folder: Path) -> int:
        name = digest(str(folder.resolve()).encode()).hex()
        file = Path(tempfile.gettempdir()) / f"stances-{name}.lock"
        return os.open(file, os.O_RDWR | os.O_CREAT)

    def _lock(descriptor: int, folder: Path) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise Busy(folder) from error

else:

    def _opened(folder: Path) -> int:
        # The folder itself, so that no file is left in it.
        return os.open(folder, os.O_RDONLY)

    def _lock(descriptor: int, folder: Path) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(folder) from error
        except OSError:
            return
