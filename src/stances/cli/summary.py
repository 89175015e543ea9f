"""`stances summary`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.options import Command, codings_option
from stances.cli.output import Output, output_options
from stances.cli.session import open_corpus
from stances.queries.summary import BY, FIGURES, summary
from stances.text import did_you_mean

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class ByType(click.ParamType):  # type: ignore[type-arg] # takes one only as of click 8.4
    """One or two keys to group by, joined by a comma."""

    name = "by"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[CompletionItem[str]]:
        """One of the keys, or a second one after a comma."""
        from stances.cli.shell_completion import completed_list  # noqa: PLC0415 - only shells ask

        return completed_list(BY, incomplete)

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, ...]:
        """Split the keys; refuse unknown ones, repeated ones and more than two."""
        keys = tuple(key.strip() for key in value.split(","))
        for key in keys:
            if key not in BY:
                self.fail(f"cannot group by `{key}`; {did_you_mean(key, BY)}", param, ctx)
        if len(set(keys)) < len(keys) or len(keys) > 2:  # noqa: PLR2004 - as in the message
            self.fail(f"`{value}`: one key, or two different ones", param, ctx)
        return keys


@click.command(
    "summary",
    cls=Command,
    keys=(*dict.fromkeys(("issue", *BY)), *FIGURES),
    examples=(
        ("stances summary", "where each faction stands"),
        ("stances summary --by issue", "who answers which question, and who answers none"),
        ("stances summary --by official --faction executive", "the executive, one by one"),
        ("stances summary --by faction,position --format csv", "a cross table for a sheet"),
    ),
    help="Summarize each issue: who takes which position, who leaves it open, who is silent. "
    "A mean counts each official once. Statements without a score are in no mean.",
)
@click.option(
    "--by",
    type=ByType(),
    default="faction",
    show_default=True,
    metavar="KEY[,KEY]",
    help=f"Group by one or two of {', '.join(BY)}.",
)
@filter_options
@codings_option
@output_options
@click.pass_context
def command(ctx: click.Context, /, by: tuple[str, ...], **options: Any) -> int:
    """Summarise statements."""
    filters, output = filters_from(options), Output.from_options(options)
    session = open_corpus(ctx, options, exported=True)
    return output.write(session.figures(filters, lambda asked: summary(session.index, asked, by)))
