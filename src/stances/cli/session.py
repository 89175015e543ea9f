"""Open the corpus that a command is about, and say what of it can be answered from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from stances.cli.run import say
from stances.errors import EmptyCorpus, NoCorpus, UnusableCorpus
from stances.folders import find_corpus, shipped_corpus
from stances.queries.faults import is_empty, left_out, unusable

if TYPE_CHECKING:
    import sqlite3

    import click


class Session:
    """A corpus and the index of it. `shown` is how the folder is written in messages."""

    def __init__(self, folder: str, index: sqlite3.Connection) -> None:
        self.folder = folder
        self.index = index

    @property
    def shown(self) -> str:
        """The folder as seen from here."""
        try:
            return os.path.relpath(self.folder)
        except (ValueError, OSError):  # on another drive; or this folder has been deleted
            return self.folder


def locate(ctx: click.Context, options: dict[str, Any], *, fall_back: bool) -> str:
    """The folder of the corpus; the one shipped only if asked for and nothing names another."""
    named = options.pop("data", None)
    folder = find_corpus(ctx.obj["data"] if named is None else named)
    if folder is None and fall_back and (folder := shipped_corpus()):
        say("stances: no corpus here; answering from the one that is shipped")
    if folder is None:
        raise NoCorpus(None)
    return folder


def open_index(folder: str) -> Session:
    """The corpus with its index, whatever is wrong with it."""
    from pathlib import Path  # noqa: PLC0415 - as the reader

    from stances.index.build import build  # noqa: PLC0415 - reading is slow to import

    session = Session(folder, build(Path(folder)))
    if is_empty(session.index) and not unusable(session.index):
        raise EmptyCorpus(Path(folder))
    return session


def ask(ctx: click.Context, options: dict[str, Any], *, fall_back: bool = True) -> Session:
    """The corpus for a question, with one line on stderr about what had to be left out.

    Raises `UnusableCorpus` if nothing can be answered, or if something is left out and `--strict`
    was given.
    """
    strict = options.pop("strict", False)
    session = open_index(locate(ctx, options, fall_back=fall_back))
    if why := unusable(session.index):
        raise UnusableCorpus(why)
    if missing := left_out(session.index):
        if strict:
            raise UnusableCorpus(f"{missing} would be left out")
        say(f"stances: {missing} left out because of problems; see `stances check`")
    return session
