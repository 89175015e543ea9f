"""`stances export sqlite` and `stances export parquet`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances.cli.options import Choice, Command, corpus_option, strict_option
from stances.cli.session import open_corpus
from stances.errors import CannotWrite
from stances.paths import printable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

KINDS = ("sqlite", "parquet")


@click.command(
    "export",
    cls=Command,
    examples=(
        ("stances export sqlite stances.db", "for Datasette or any SQLite browser"),
        ("datasette stances.db -m stances.metadata.json", "open the file with Datasette"),
        ("stances export sqlite stances.db --force", "overwrite any file"),
        ("stances export parquet shared/", "for DuckDB, Spark, pandas or polars"),
        ("stances summary --data shared/", "query the Parquet files"),
    ),
    help="Write the corpus as the tables of docs/sql.md: one SQLite file, or a folder of Parquet "
    "files (docs/scale.md; needs the extra `scale`). The same records give the same bytes. "
    "Files that this command did not write are not overwritten. A folder must be empty or an "
    "earlier export.",
)
@click.argument("kind", metavar="sqlite|parquet", type=Choice(KINDS))
@click.argument("target", metavar="FILE|DIR")
@click.option("--force", is_flag=True, help="Overwrite any file, but never a folder.")
@click.option(
    "--no-metadata",
    is_flag=True,
    help="Do not write FILE.metadata.json for Datasette beside FILE.db.",
)
@strict_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, kind: str, target: str, **options: Any) -> int:
    """Write the corpus for other programs."""
    if kind == "parquet":
        from stances.index.duckdb_cursor import duckdb_module  # noqa: PLC0415 - help is to be quick

        duckdb_module()  # its lack shows before anything is read
    session = open_corpus(ctx, options, fall_back=False, codings=True)
    path = Path(target)
    try:
        if kind == "parquet":
            _write_folder(session.index, path, Path(session.folder))
        else:
            _write_file(session.index, path, options)
    except (OSError, RuntimeError) as error:
        raise CannotWrite(path, getattr(error, "strerror", None) or str(error)) from error
    return 0


def _write_file(index: sqlite3.Connection, path: Path, options: dict[str, Any]) -> None:
    """The file and the metadata beside it; neither, where one of them may not be written."""
    from stances.atomic import drafted  # noqa: PLC0415 - as above
    from stances.cli.progress import Progress  # noqa: PLC0415 - as above
    from stances.index import export  # noqa: PLC0415 - as above

    force = options["force"]
    _refuse_foreign(path, export.is_ours, force=force)
    beside = None if options["no_metadata"] else path.with_suffix(".metadata.json")
    if beside:
        without = ", and --no-metadata does without it"
        _refuse_foreign(beside, export.is_our_metadata, without, force=force)
    with drafted(path.resolve()) as draft, Progress("writing"):
        export.export(index, draft)
        if beside:
            with drafted(beside.resolve()) as second:
                second.write_text(export.metadata(index, printable(path.stem)), "utf-8")


def _refuse_foreign(
    path: Path, is_ours: Callable[[Path], bool], else_: str = "", *, force: bool
) -> None:
    """Raise `CannotWrite` for what is no file, and without `force` for another program's."""
    if path.exists() and not path.is_file():
        raise CannotWrite(path, "it is no file")
    if path.exists() and not force and not is_ours(path):
        why = "it is there, and is not what `stances export` writes; --force overwrites it"
        raise CannotWrite(path, f"{why}{else_}")


def _write_folder(index: sqlite3.Connection, path: Path, corpus: Path) -> None:
    from stances.cli.progress import Progress  # noqa: PLC0415 - as above
    from stances.index.parquet_export import export_parquet, why_not_ours  # noqa: PLC0415 - as above
    from stances.revisions import commit_of  # noqa: PLC0415 - as above

    if why := why_not_ours(path):
        raise CannotWrite(path, f"{why}; name a new or an empty folder")
    with Progress("writing", "rows") as progress:
        export_parquet(index, path.resolve(), commit_of(corpus), progress)
