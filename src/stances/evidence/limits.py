"""Looks for words in stored copies, within what one copy and all of them may take."""

from __future__ import annotations

import importlib
from contextlib import suppress
from typing import TYPE_CHECKING

from stances.evidence.copies import Unread
from stances.evidence.verdicts import verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.evidence.copies import Snapshots, Stored
    from stances.evidence.meaning import Background
    from stances.evidence.verdicts import Sought, Verdict

_SECONDS, _MEMORY = 20, 512 * 2**20
"""What a copy may take, many times what most do: one can be made to take hours."""
_FEW, _LESS, _MANY = 8, 1, 100
"""Copies given up in a run after which each of the others has `_LESS` seconds, and none is read."""
_SMALL, _AT_ONCE, _EACH = 2**18, 2**30, 2**8
"""Bytes of a text that needs no process of its own, and bytes times characters of words; each of
the words counts `_EACH` more. The worst of these take a few seconds."""


def verdicts(
    snapshots: Snapshots,
    stored: Stored,
    sought: Sequence[Sought],
    background: Background | None = None,
) -> Sequence[Verdict] | Unread:
    """The verdict on each of some words, or why the copy of these `snapshots` has no text.

    Without a `background`, what the words mean is not looked at.
    """
    name = stored.path.name
    is_pdf = stored.path.suffix.lower() == ".pdf"
    if not is_pdf and _is_small(len(stored.content), sought):
        return _verdicts((stored, sought, background))
    if is_pdf:
        with suppress(ImportError):  # of which `read` tells
            importlib.import_module("pypdf")  # once, and not in each process
    # It takes a second to get here, and few copies need it.
    from stances.parallel import Limits, OverrunError, limited  # noqa: PLC0415

    given_up = snapshots.given_up
    if given_up >= _MANY:
        reason = f"{name} is not read: {given_up} copies before it take too much; see to them first"
        return Unread(reason, name, refused=True)
    seconds = _SECONDS if given_up < _FEW else _LESS
    try:
        return limited(_verdicts, (stored, sought, background), Limits(seconds, _MEMORY))
    except OverrunError as error:
        snapshots.given_up += 1
        kind = "is a PDF that takes" if is_pdf else "takes"
        much = f"{_MEMORY >> 20} MiB" if error.what == "memory" else _told(seconds)
        after = f", after {given_up} copies that take too much" if seconds < _SECONDS else ""
        what = "its text" if is_pdf else "only the part that is quoted"
        reason = f"{name} {kind} more than {much} to read{after}; store {what}, as .txt"
        return Unread(reason, name, refused=True)
    except OSError as error:
        return Unread(f"{name} cannot be read: its reader {error}", name)


def _is_small(size: int, sought: Sequence[Sought]) -> bool:
    return size <= _SMALL and size * sum(len(each.words) + _EACH for each in sought) <= _AT_ONCE


def _told(seconds: int) -> str:
    return f"{seconds} second{'' if seconds == 1 else 's'}"


def _verdicts(
    given: tuple[Stored, Sequence[Sought], Background | None],
) -> Sequence[Verdict] | Unread:
    stored, sought, background = given
    copy = stored.read()
    if isinstance(copy, Unread):
        return copy
    return [verdict(each, copy, background) for each in sought]
