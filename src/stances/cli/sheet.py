"""Which sheet a command is given, and how it is to be read."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances.cli.parts import with_options
from stances.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stances.cli.parts import Decorator
    from stances.importing.columns import Columns
    from stances.importing.sheets import Sheet

KINDS = ("csv", "tsv", "jsonl")


def sheet_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """How the sheet is read: its columns, its letters."""
    options: list[Decorator] = [
        click.option(
            "--map", "mapped", multiple=True, metavar="COLUMN=KEY", help="Read a column as a key."
        ),
        click.option(
            "--set", "given", multiple=True, metavar="KEY=VALUE", help="For rows that say nothing."
        ),
        click.option("--encoding", metavar="NAME", default="", help="UTF-8 unless given."),
        click.option(
            "--spreadsheet-safe",
            is_flag=True,
            help="Take away the apostrophes that `list --spreadsheet-safe` puts.",
        ),
    ]
    return with_options(options, function)


def kind_and_name(words: Sequence[str]) -> tuple[str, str]:
    """What the sheet is, and where; usage error if that cannot be told."""
    from stances.importing.reading import kind_of  # noqa: PLC0415 - help is to be quick

    *kinds, name = words
    if len(kinds) > 1:
        raise click.UsageError(f"one sheet at a time; these are {len(kinds)}: {' '.join(words)}")
    kind = kinds[0] if kinds else kind_of(name)
    if name in KINDS and not kinds:
        raise click.UsageError(f"name the file too: `stances import {name} FILE`")
    if kind is None:
        raise click.UsageError(f"say what {name} is: `stances import csv {name}`, or tsv, or jsonl")
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS)
        raise click.UsageError(f"no kind of sheet is called `{kind}`; {hint}")
    return kind, name


def columns_from(options: dict[str, Any]) -> Columns:
    """What `--map` and `--set` say; usage errors for keys that there are not."""
    from stances.importing.columns import KEYS, Columns  # noqa: PLC0415 - as above

    pairs: dict[str, dict[str, str]] = {"map": {}, "set": {}}
    for option, texts in (("map", options["mapped"]), ("set", options["given"])):
        for text in texts:
            left, equals, right = text.rpartition("=") if option == "map" else text.partition("=")
            key = right if option == "map" else left
            if not equals or not left:
                raise click.BadParameter(f"`{text}` has no `=`", param_hint=f"'--{option}'")
            if key not in KEYS and (key or option == "set"):
                message = f"there is no key `{key}`; {did_you_mean(key, KEYS)}"
                raise click.BadParameter(message, param_hint=f"'--{option}'")
            pairs[option][left.strip()] = right.strip()
    return Columns(pairs["map"], {key: value for key, value in pairs["set"].items() if value})


def read_sheet(kind: str, name: str, columns: Columns, options: dict[str, Any]) -> Sheet:
    """The sheet. Raises `CannotRead`; usage error for an encoding that there is not."""
    from stances.importing.reading import KINDS as READERS  # noqa: PLC0415 - as above
    from stances.importing.sheets import contents, decoded  # noqa: PLC0415 - as above

    encoding = options["encoding"]
    try:
        is_text = not encoding or codecs.lookup(encoding)._is_text_encoding  # noqa: SLF001
    except (LookupError, ValueError):
        is_text = False
    if not is_text:
        raise click.BadParameter(f"no encoding is called `{encoding}`", param_hint="'--encoding'")
    text = decoded(contents(None if name == "-" else Path(name)), name, encoding)
    return READERS[kind](text, columns.knows, safe=options["spreadsheet_safe"])
