"""`stances schema`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stances.cli.options import Command, corpus_option, output_option, strict_option
from stances.cli.session import open_corpus
from stances.queries.completion import vocabulary

if TYPE_CHECKING:
    from stances.schema import Words

KINDS = ("corpus", "codebook", "source", "official")


@click.command(
    "schema",
    cls=Command,
    examples=(
        ("stances schema official", "what an official's file may hold"),
        ("stances schema -o schemas", "all four, as schemas/KIND.schema.json"),
        ("stances schema --with-ids -o schemas", "with this corpus's words, for an editor"),
    ),
    help="Write the JSON Schema of a kind of file, for editors and validators: draft 7, and as "
    "strict as a schema can be. Without KIND, -o names the folder for all four. What editors make "
    "of it stands in docs/editors.md.",
)
@click.argument("kind", metavar=f"[{'|'.join(KINDS)}]", required=False, type=click.Choice(KINDS))
@output_option("Write there; without KIND, a folder.")
@click.option("--with-ids", is_flag=True, help="Allow only words and ids that this corpus has.")
@strict_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, kind: str | None, output: str | None, **options: Any) -> None:
    """Write schemas."""
    if kind is None and output is None:
        message = f"name a kind of file: {', '.join(KINDS)}; or a folder for all of them with -o"
        raise click.UsageError(message)
    words = (
        vocabulary(open_corpus(ctx, options, fall_back=False).index)
        if options["with_ids"]
        else None
    )
    if output is None:
        click.echo(_text(str(kind), words), nl=False)
    elif kind is None:
        _write_all(output, words)
    else:
        _write(output, kind, words)


def _text(kind: str, words: Words | None) -> str:
    import json  # noqa: PLC0415 - help of it is to be quick

    from stances.schema import schema  # noqa: PLC0415 - as above

    return json.dumps(schema(kind, words), ensure_ascii=False, indent=2) + "\n"


def _write(file: str, kind: str, words: Words | None) -> None:
    from stances.cli.output import write_file  # noqa: PLC0415 - as above

    write_file(file, [_text(kind, words)])


def _write_all(folder: str, words: Words | None) -> None:
    from pathlib import Path  # noqa: PLC0415 - as above

    from stances.errors import CannotWrite  # noqa: PLC0415 - as above

    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(path, error.strerror or str(error)) from error
    for kind in KINDS:
        _write(str(path / f"{kind}.schema.json"), kind, words)
