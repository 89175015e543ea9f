"""Who codes, and which statements: what `coding sheet`, `code` and `import codings` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stances.cli.hints import say
from stances.cli.options import seed_option, with_options

if TYPE_CHECKING:
    import sqlite3

    from click.shell_completion import CompletionItem

    from stances.queries.coding import Agenda
    from stances.queries.filters import Filters


class CoderType(click.ParamType):  # type: ignore[type-arg] # takes one only as of click 8.4
    """A coder's id, which is the name of a folder in `codings/`."""

    name = "coder"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str:
        """The id; of a name that is none, say what its id is."""
        from stances.coders import folder_of  # noqa: PLC0415 - help is to be quick
        from stances.paths import NO_CODERS, is_slug  # noqa: PLC0415 - as above

        text = str(value).strip()
        if text in NO_CODERS:
            self.fail(f"`{text}` means another thing to --coding; choose another", param, ctx)
        if not (is_slug(text) and folder_of(text) == text):
            hint = f"; write `{folder_of(text)}`" if any(map(str.isalnum, text)) else ""
            self.fail(f"`{text}` cannot be the id of a coder{hint}", param, ctx)
        return text

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[CompletionItem[str]]:
        """The coders of the corpus."""
        from stances.cli.shell_completion import known_items  # noqa: PLC0415 - only shells ask

        return known_items(ctx, "coder", incomplete)


coder_argument = click.argument("coder", metavar="CODER", type=CoderType())
sample_options = with_options(
    click.option(
        "--sample",
        type=click.IntRange(min=1),
        metavar="N",
        help="Draw N of the statements that pass the filters.",
    ),
    seed_option("The seed of the order and of --sample; the same result on every machine."),
)
"""Which of the statements that pass the filters, and in which order."""


def agenda_of(
    index: sqlite3.Connection,
    filters: Filters,
    coder: str,
    options: dict[str, Any],
    *,
    again: bool = False,
) -> Agenda:
    """What a coder is to read; stderr says what is left out, and what gives a reading away."""
    from stances.queries.coding import agenda  # noqa: PLC0415 - help is to be quick

    say_telling(filters)
    say_like_others(index, coder)
    chosen = {key: options[key] for key in ("seed", "sample")}
    found = agenda(index, filters, coder, **chosen, again=again)
    _say_left_out(found, coder, is_sample=options["sample"] is not None)
    return found


def say_telling(
    filters: Filters,
    gives: str = "gives away how these statements were read",
    give: str = "give away how these statements were read",
) -> None:
    """Say which of the filters go by how statements were read, and what one of them does."""
    from stances.queries.filters import BY_READING  # noqa: PLC0415 - as above

    if telling := [f"--{key.replace('_', '-')}" for key in BY_READING if getattr(filters, key)]:
        from stances.views.values import listed  # noqa: PLC0415 - as above

        say(f"stances: {listed(telling)} {gives if len(telling) == 1 else give}")


def like_others(index: sqlite3.Connection, coder: str) -> list[str]:
    """The coders whom a new one is called nearly like; none if the coder has codings."""
    from stances.text import closest  # noqa: PLC0415 - as above

    known = [each for (each,) in index.execute("SELECT DISTINCT coder FROM codings ORDER BY 1")]
    return [] if coder in known else closest(coder, known)


def say_like_others(index: sqlite3.Connection, coder: str) -> None:
    """Say that a new coder is called nearly like others, who may be meant."""
    if near := like_others(index, coder):
        say(f"stances: {coder} has no codings yet; did you mean {' or '.join(near)}?")


def _say_left_out(found: Agenda, coder: str, *, is_sample: bool) -> None:
    from stances.views.values import plural  # noqa: PLC0415 - as above

    if is_sample:
        say(f"stances: {found.drawn:,} drawn of {plural(found.found, 'statement')}")
    if found.coded:
        say(f"stances: {plural(found.coded, 'statement')} that {coder} has coded left out")
    if found.own:
        told = f"{plural(found.own, 'statement')} whose record is {coder}'s own reading left out"
        say(f"stances: {told}")


def who(index: sqlite3.Connection, given: str | None, option: str, label: str, about: str) -> str:
    """Who reviews or decides, as the corpus writes it; asked for if no option gives it.

    Usage error for another spelling of a known name.
    """
    from stances.cli.prompts import Hint, demand, nothing_written, read_option  # noqa: PLC0415 - as above
    from stances.editing.values import InvalidValue, line  # noqa: PLC0415 - as above
    from stances.queries.review import coders  # noqa: PLC0415 - as above
    from stances.text import is_same_name  # noqa: PLC0415 - as above

    known = coders(index)

    def read(text: str) -> str:
        name = line(text)
        for each in known:
            if name not in known and is_same_name(name, each):
                raise InvalidValue(f"the corpus writes `{each}`")
        return name

    if given is not None:
        return read_option(read, given, option)
    hint = Hint(about, lambda begun: [each for each in known if each.startswith(begun)])
    with nothing_written():
        return demand(label, read, hint=hint)
