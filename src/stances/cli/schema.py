"""`stances schema`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stances.cli.options import Choice, Command, corpus_option, output_option, strict_option
from stances.cli.session import open_corpus
from stances.errors import CannotWrite
from stances.queries.completion import vocabulary

if TYPE_CHECKING:
    from stances.schema import Words

KINDS = ("corpus", "codebook", "source", "official", "part", "coding")


@click.command(
    "schema",
    cls=Command,
    examples=(
        ("stances schema official", "what an official's file may contain"),
        ("stances schema -o schemas", "all of them, as schemas/KIND.schema.json"),
        ("stances schema --with-ids -o schemas", "with this corpus's words, for an editor"),
    ),
    help="Write the JSON Schema (draft 7) of a kind of file, for editors and validators. Without "
    "KIND, -o names the folder for all schemas. docs/editors.md describes how editors use "
    "them.",
)
@click.argument("kind", metavar=f"[{'|'.join(KINDS)}]", required=False, type=Choice(KINDS))
@output_option("Write to this file; without KIND, to this folder.")
@click.option("--with-ids", is_flag=True, help="Allow only words and ids of this corpus.")
@strict_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, kind: str | None, output: str | None, **options: Any) -> None:
    """Write schemas."""
    if kind is None and output is None:
        message = f"name a kind of file: {', '.join(KINDS)}; or a folder for all of them with -o"
        raise click.UsageError(message)
    words = None
    if options["with_ids"]:
        words = vocabulary(open_corpus(ctx, options, fall_back=False).index)
    if output is None:
        click.echo(_text(str(kind), words), nl=False)
        return
    from stances.cli.output import write_file  # noqa: PLC0415 - help of it is to be quick

    if kind is not None:
        write_file(output, [_text(kind, words)])
        return
    from pathlib import Path  # noqa: PLC0415 - as above

    folder = Path(output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(folder, error.strerror or str(error)) from error
    for each in KINDS:
        write_file(str(folder / f"{each}.schema.json"), [_text(each, words)])


def _text(kind: str, words: Words | None) -> str:
    import json  # noqa: PLC0415 - as above

    from stances.schema import schema  # noqa: PLC0415 - as above

    return json.dumps(schema(kind, words), ensure_ascii=False, indent=2) + "\n"
