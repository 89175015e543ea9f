"""`stances export sqlite`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from stances.cli.options import Command, corpus_option, strict_option
from stances.cli.session import open_corpus
from stances.errors import CannotWrite

KINDS = ("sqlite",)


@click.command(
    "export",
    cls=Command,
    examples=(
        ("stances export sqlite stances.db", "for Datasette or any SQLite browser"),
        ("stances export sqlite stances.db --force", "over whatever file it is"),
    ),
    help="Write the corpus as one SQLite file with the tables of docs/sql.md. The same records "
    "give the same bytes. A file that this command did not write is not overwritten.",
)
@click.argument("kind", metavar="sqlite", type=click.Choice(KINDS))
@click.argument("file", metavar="FILE")
@click.option("--force", is_flag=True, help="Overwrite whatever file it is.")
@strict_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, file: str, **options: Any) -> int:
    """Write the corpus for other programs."""
    from stances.atomic import drafted  # noqa: PLC0415 - help of it is to be quick
    from stances.index.export import export, is_ours  # noqa: PLC0415 - as above

    path = Path(file)
    index = open_corpus(ctx, options, fall_back=False).index
    try:
        if path.exists() and not path.is_file():
            raise CannotWrite(path, "it is no file")
        if path.exists() and not options["force"] and not is_ours(path):
            why = "it is there, and is not what `stances export` writes; --force overwrites it"
            raise CannotWrite(path, why)
        with drafted(path.resolve()) as draft:
            export(index, draft)
    except (OSError, RuntimeError) as error:
        raise CannotWrite(path, getattr(error, "strerror", None) or str(error)) from error
    return 0
