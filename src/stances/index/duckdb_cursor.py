"""Runs queries of DuckDB, which need not be installed, so that Ctrl-C ends them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from stances.errors import NeedsExtra

if TYPE_CHECKING:
    from collections.abc import Callable

_Done = TypeVar("_Done")
_ROWS_AT_ONCE = 2_000


def duckdb_module() -> Any:  # noqa: ANN401 - a module that need not be there
    """The library. Raises `NeedsExtra`."""
    try:
        return import_module("duckdb")  # slow, and for exports alone
    except ImportError as error:
        raise NeedsExtra("a Parquet export", "scale") from error


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'{}'".format(text.replace("'", "''"))


def fetched(cursor: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - DuckDB's
    """Some of the rows that are left; none after the last."""
    return interruptible(cursor, lambda: cursor.fetchmany(_ROWS_AT_ONCE))


def interruptible(cursor: Any, work: Callable[[], _Done]) -> _Done:  # noqa: ANN401 - as above
    """Do work of a cursor so that Ctrl-C ends it: DuckDB itself hears no signals."""
    from threading import Event, Thread  # noqa: PLC0415 - only exports need it

    done: list[_Done] = []
    failed: list[BaseException] = []
    finished = Event()  # a thread that was waited for in vain counts as ended

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
