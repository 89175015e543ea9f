"""`stances coding sheet`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stances.cli.coder_options import agenda_of, coder_argument, sample_options
from stances.cli.filters import filter_options, filters_from
from stances.cli.hints import naming, pasted, say
from stances.cli.options import (
    Choice,
    Command,
    CommandGroup,
    corpus_option,
    output_option,
    snapshots_option,
    strict_option,
)
from stances.views.formats import ROWS, Formats, ViewOptions

if TYPE_CHECKING:
    from stances.cli.session import Session

_KINDS = ("csv", "tsv", "jsonl", "xlsx")
_SHEETS = Formats(
    {kind: ROWS.views[kind] for kind in _KINDS},
    {ending: kind for ending, kind in ROWS.endings.items() if kind in _KINDS},
)
"""The formats that `import codings` reads."""


@click.group(
    "coding",
    cls=CommandGroup,
    subcommand_metavar="COMMAND [ARGS]...",
    no_args_is_help=True,
    examples=(
        (
            "stances coding sheet anna -o anna.csv",
            "the statements that Anna has to code, as a sheet",
        ),
    ),
    help="Have statements coded again by other coders, blind. See docs/coding.md.",
)
def command() -> None:
    """Work with other coders."""


def _say_definitions(session: Session) -> None:
    """Say where a coder finds definitions without the numbers of statements that have them."""
    from stances.queries.coding import DEFINED  # noqa: PLC0415 - help is to be quick

    columns = ("--columns", ",".join(DEFINED))
    shown = pasted("stances", *naming(session.named), "codebook", "positions", "frames", *columns)
    say(
        f"stances: for definitions, send `{shown}` along; a workbook (-o FILE.xlsx) has them, and "
        "so has `?` of `stances code`"
    )


@command.command(
    "sheet",
    cls=Command,
    examples=(
        ("stances coding sheet anna -o anna.csv", "all statements that Anna has not coded yet"),
        ("stances coding sheet anna --sample 50 -o anna.xlsx", "50 of these, for Excel"),
        ("stances coding sheet ben --sample 50 -o ben.xlsx", "the same 50, for Ben"),
        ("stances import codings anna.xlsx --coder anna", "import the filled-in sheet"),
    ),
    help="Write a sheet of statements for CODER to code. It has the words of each statement, who "
    "said them, when and where, the passage of the stored copy, and empty columns for the "
    "reading. Earlier readings are not in it, and do not influence the order. Statements "
    "that CODER has coded are skipped. A workbook has the definitions of positions and "
    "frames in a second tab.",
)
@coder_argument
@filter_options
@sample_options
@click.option("--format", type=Choice(_KINDS), help="Default: CSV.")
@output_option()
@click.option(
    "--spreadsheet-safe",
    is_flag=True,
    help="Keep spreadsheets from reading text cells as formulas.",
)
@snapshots_option
@strict_option
@corpus_option
@click.pass_context
def sheet(ctx: click.Context, /, coder: str, **options: Any) -> int:
    """Write a sheet to be coded."""
    filters = filters_from(options)
    from stances.cli.output import Output, format_from, refuse_on_a_terminal  # noqa: PLC0415 - help is to be quick
    from stances.cli.session import open_corpus  # noqa: PLC0415 - as above
    from stances.evidence.copies import Snapshots  # noqa: PLC0415 - as above
    from stances.paths import find_snapshots  # noqa: PLC0415 - as above
    from stances.queries.coding import coding_sheet  # noqa: PLC0415 - as above

    path = options["output"]
    format_ = format_from(_SHEETS, options["format"], path, "csv")
    refuse_on_a_terminal(format_, path)
    view = ViewOptions(spreadsheet_safe=options["spreadsheet_safe"])
    output = Output(format_, path, view, "", None, fail_empty=False, formats=_SHEETS)
    session = open_corpus(ctx, options, fall_back=False)
    filters = filters.resolved(session.index)
    found = agenda_of(session.index, filters, coder, options)
    if found.refs and format_ != "xlsx":
        _say_definitions(session)
    snapshots = Snapshots(find_snapshots(options["snapshots"], session.folder))
    return output.write(coding_sheet(session.index, found.refs, snapshots))
