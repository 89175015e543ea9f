"""Keeps the replies of `stances add` sessions, so that an interrupted session can be resumed.

They lie in the user's private folder, a folder for each session, which is locked by the process
that asks: so a session that goes on elsewhere is not taken up, and one that has died is.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from stances import __version__
from stances.cli.transcript import Answered
from stances.editing.save import locked
from stances.errors import Busy
from stances.index.cache import private_folder, read_private, session_folder, write_private

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.editing.add.records import AddedKind

_FORMAT = 1
_ANSWERS = "answers.json"
_FORSAKEN = 60 * 24 * 3600
"""Seconds after which a session that nobody has taken up is deleted."""


class Command(NamedTuple):
    """What a session was begun with: the kind of record, the name and the options."""

    kind: AddedKind
    name: str | None
    given: dict[str, Any]
    options: dict[str, Any]


@dataclass
class KeptSession:
    """The answers of a session on disk, from the first of them to the end of the session.

    Where nothing can be kept, nothing is, and the session goes on.
    """

    corpus: Path
    command: Command
    answers: Sequence[Answered] = ()
    when: str = ""
    folder: Path | None = None
    _lock: ExitStack = field(default_factory=ExitStack)

    def keep(self, answers: Sequence[Answered]) -> None:
        """Keep all answers up to now."""
        self.answers, self.when = [*answers], time.strftime("%Y-%m-%d %H:%M:%S")
        with suppress(OSError):
            if self.folder is None:
                self._make_folder()
            if self.folder is not None:
                plain = {
                    "format": _FORMAT,
                    "stances": __version__,
                    "corpus": str(self.corpus.resolve()),
                    "when": self.when,
                    "command": self.command._asdict(),
                    "answers": self.answers,
                }
                write_private(self.folder / _ANSWERS, json.dumps(plain).encode())

    @property
    def is_kept(self) -> bool:
        """Whether the session can be taken up."""
        return self.folder is not None

    def claim(self) -> bool:
        """Lock the session for this process; False if another one has it."""
        try:
            if self.folder is not None:
                self._lock.enter_context(locked(self.folder))
        except Busy:
            return False
        return True

    def release(self) -> None:
        """Let another process have the session."""
        self._lock.close()

    def forget(self) -> None:
        """Delete what is kept, because the session has come to its end."""
        self.release()
        if self.folder is not None:
            with suppress(OSError):
                (self.folder / _ANSWERS).unlink(missing_ok=True)
                self.folder.rmdir()
            self.folder = None

    def _make_folder(self) -> None:
        if (cache := private_folder()) is None:
            return
        folder = Path(session_folder(self.corpus, cache, os.urandom(4).hex()))
        folder.mkdir(0o700)
        folder.chmod(0o700)  # the umask may take even our own rights
        self.folder = folder
        self.claim()


def unfinished(corpus: Path) -> list[KeptSession]:
    """The sessions of a corpus that were cut off, the last one first; not those that go on."""
    if (cache := private_folder()) is None:
        return []
    named = Path(session_folder(corpus, cache, "*"))
    found = [session for each in named.parent.glob(named.name) if (session := _read(each, corpus))]
    free = [each for each in found if each.claim()]
    for each in free:
        each.release()
    return sorted(free, key=lambda each: each.when, reverse=True)


def _read(folder: Path, corpus: Path) -> KeptSession | None:
    """The session in a folder; None if it is of another corpus, or of another version."""
    raw = None if folder.is_symlink() else read_private(folder / _ANSWERS)
    try:
        if time.time() - folder.stat().st_mtime > _FORSAKEN:
            KeptSession(corpus, Command("statement", None, {}, {}), folder=folder).forget()
            return None
        plain = json.loads(raw or b"{}")
        if plain["format"] != _FORMAT or plain["corpus"] != str(corpus.resolve()):
            return None
        command = Command(**plain["command"])
        answers = [Answered(*each) for each in plain["answers"]]
        return KeptSession(corpus, command, answers, str(plain["when"]), folder)
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
