"""Open the corpus that a command is about, and say what of it can be answered from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stances.cli.progress import Progress
from stances.cli.run import say
from stances.errors import EmptyCorpus, NoCorpus, UnusableCorpus
from stances.folders import find_corpus, shipped_corpus
from stances.index import store
from stances.index.places import cache_folder
from stances.queries.faults import is_empty, left_out, unusable

if TYPE_CHECKING:
    import sqlite3

    import click


class Located:
    """A corpus by its folder. `shown` is how that is written in messages."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    @property
    def shown(self) -> str:
        """The folder as seen from here."""
        try:
            return os.path.relpath(self.folder)
        except (ValueError, OSError):  # on another drive; or this folder has been deleted
            return self.folder


class Session(Located):
    """A corpus and the index of it."""

    def __init__(self, folder: str, index: sqlite3.Connection) -> None:
        super().__init__(folder)
        self.index = index


def locate(ctx: click.Context, options: dict[str, Any], *, fall_back: bool) -> Located:
    """The corpus that the command line names, unread.

    The one shipped is taken only if asked for (`fall_back`) and nothing names another.
    """
    outer: dict[str, Any] = ctx.obj
    folder = find_corpus(outer["data"] if options["data"] is None else options["data"])
    if folder is None and fall_back and (folder := shipped_corpus()):
        say("stances: no corpus here; answering from the one that is shipped")
    if folder is None:
        raise NoCorpus(None)
    return Located(folder)


def open_index(
    ctx: click.Context, options: dict[str, Any], *, fall_back: bool, may_be_empty: bool = False
) -> Session:
    """The corpus that `locate` finds with its index, whatever is wrong with it."""
    folder = locate(ctx, options, fall_back=fall_back).folder
    cache = None if options["no_index"] or ctx.obj["no_index"] else cache_folder()
    with Progress() as progress:
        session = Session(folder, store.open_index(Path(folder), cache, progress))
    ctx.call_on_close(session.index.close)  # a connection holds itself until garbage is collected
    if not may_be_empty and is_empty(session.index) and not unusable(session.index):
        raise EmptyCorpus(Path(folder))
    return session


def ask(ctx: click.Context, options: dict[str, Any], *, fall_back: bool = True) -> Session:
    """The corpus for a question, with one line on stderr about what had to be left out.

    Raises `UnusableCorpus` if nothing can be answered, or if something is left out and `--strict`
    was given.
    """
    strict = options.pop("strict", False)
    session = open_index(ctx, options, fall_back=fall_back)
    if why := unusable(session.index):
        raise UnusableCorpus(why)
    if missing := left_out(session.index):
        if strict:
            raise UnusableCorpus(f"{missing} would be left out")
        say(f"stances: {missing} left out because of problems; see `stances check`")
    return session
