"""Runs DuckDB queries so that Ctrl-C ends them; DuckDB is an optional dependency."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from stances.errors import NeedsExtra

if TYPE_CHECKING:
    from collections.abc import Callable

_Done = TypeVar("_Done")
_ROWS_AT_ONCE = 2_000


def duckdb_module() -> Any:  # noqa: ANN401 - a module that need not be there
    """Import DuckDB. Raises `NeedsExtra`."""
    try:
        return import_module("duckdb")  # slow, and only exports need it
    except ImportError as error:
        raise NeedsExtra("a Parquet export", "scale") from error


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'{}'".format(text.replace("'", "''"))


def fetched(cursor: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - DuckDB's
    """Some of the remaining rows; empty after the last."""
    return interruptible(cursor, lambda: cursor.fetchmany(_ROWS_AT_ONCE))


def interruptible(cursor: Any, work: Callable[[], _Done]) -> _Done:  # noqa: ANN401 - as above
    """Run a cursor's work in a thread so that Ctrl-C ends it: DuckDB ignores signals."""
    from threading import Event, Thread  # noqa: PLC0415 - only exports need it

    done: list[_Done] = []
    failed: list[BaseException] = []
    finished = Event()  # joining a thread after Ctrl-C can count it as ended

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 - raised below
            failed.append(error)
        finally:
            finished.set()

    Thread(target=run).start()
    try:
        finished.wait()
    except BaseException:
        cursor.interrupt()
        finished.wait()
        raise
    if failed:
        raise failed[0]
    return done[0]
