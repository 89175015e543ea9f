"""Searches stored copies for words, within limits for one copy and for all."""

from __future__ import annotations

import importlib
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from stances.evidence.copies import Unread
from stances.evidence.verdicts import verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stances.evidence.copies import Copy, Snapshots, Stored
    from stances.evidence.meaning import Background
    from stances.evidence.verdicts import Sought, Verdict

_SECONDS, _MEMORY = 20, 512 * 2**20
"""Limits for one copy, many times what most need: a copy can be made to take hours."""
_FEW, _LESS, _MANY = 8, 1, 100
"""After `_FEW` copies are given up, each further one gets `_LESS` seconds; after `_MANY`, no more
copies are read."""
_SMALL, _AT_ONCE, _EACH = 2**18, 2**30, 2**8
"""A text up to `_SMALL` bytes needs no process of its own, unless bytes times characters of words
exceed `_AT_ONCE`; each of the words counts `_EACH` characters more. The worst case takes a few
seconds."""


Made = TypeVar("Made")


def verdicts(
    snapshots: Snapshots,
    stored: Stored,
    sought: Sequence[Sought],
    background: Background | None = None,
) -> Sequence[Verdict] | Unread:
    """The verdict on each of some words, or why the copy of these `snapshots` has no text.

    Without a `background`, the meaning of the words is not checked.
    """
    return read_within(snapshots, stored, sought, partial(_verdicts, background=background))


def read_within(
    snapshots: Snapshots,
    stored: Stored,
    sought: Sequence[Sought],
    work: Callable[[Copy, Sequence[Sought]], Made],
) -> Made | Unread:
    """Run `work` on a copy and the words sought in it, or return why the copy has no text.

    A copy that may take long is read in a process of its own, so `work` and its result must be
    picklable.
    """
    given = (stored, sought, work)
    name = stored.path.name
    is_pdf = stored.path.suffix.lower() == ".pdf"
    if not is_pdf and _is_small(len(stored.content), sought):
        return _read(given)
    if is_pdf:
        with suppress(ImportError):  # `read` reports it
            importlib.import_module("pypdf")  # once here, not in each process
    # Importing this takes a second, and few copies need it.
    from stances.parallel import Limits, OverrunError, limited  # noqa: PLC0415

    given_up = snapshots.given_up
    if given_up >= _MANY:
        reason = f"{name} is not read: {given_up} copies before it take too much; see to them first"
        return Unread(reason, name, refused=True)
    seconds = _SECONDS if given_up < _FEW else _LESS
    try:
        return limited(_read, given, Limits(seconds, _MEMORY))
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


def _read(
    given: tuple[Stored, Sequence[Sought], Callable[[Copy, Sequence[Sought]], Made]],
) -> Made | Unread:
    stored, sought, work = given
    copy = stored.read()
    return copy if isinstance(copy, Unread) else work(copy, sought)


def _verdicts(
    copy: Copy, sought: Sequence[Sought], background: Background | None
) -> Sequence[Verdict]:
    return [verdict(each, copy, background) for each in sought]
