"""`stances add`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stances.cli.confirm import writing_options
from stances.cli.filters import DateType
from stances.cli.options import (
    Command,
    CommandGroup,
    color_option,
    corpus_option,
    snapshots_option,
    with_options,
)
from stances.queries.filters import FORMS, STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from stances.cli.options import Decorator
    from stances.editing.add.records import AddedKind

_ABOUTS = ("speaker", "wording", "date", "position")


def _text(option: str, metavar: str, help_: str, *, several: bool = False) -> Decorator:
    return click.option(option, metavar=metavar, help=help_, multiple=several)


_EVIDENCE = (
    _text("--source", "ID", "The source that has the words."),
    click.option("--form", type=click.Choice(FORMS), help="How near the words are to the spoken."),
    _text("--text", "WORDS", "The source's own words."),
    _text("--lang", "TAG", "Their language, if it is not the source's."),
    click.option(
        "--match",
        type=click.Choice(("certain", "probable")),
        help="Whether the source surely reports this occasion.",
    ),
    _text("--locator", "TEXT", "Where they stand; `line N` of the stored copy."),
    _text("--prefix", "WORDS", "What stands before them, where they stand twice."),
    _text("--suffix", "WORDS", "What stands behind them, where they stand twice."),
    _text("--original", "WORDS", "The words before translation."),
    _text("--original-lang", "TAG", "Their language."),
    _text("--derived-from", "ID", "Another source that this one copies."),
)
_WRITING = (
    click.option(
        "--verify/--no-verify", default=True, help="Look for the words in the stored copy; or not."
    ),
    snapshots_option,
    writing_options,
    color_option,
    corpus_option,
)


def _options(*own: Decorator) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return lambda function: with_options([*own, *_WRITING], function)


@click.group(
    "add",
    cls=CommandGroup,
    examples=(
        ("stances add statement", "asks what it has to know"),
        ("stances add evidence rouhani/ready-to-cooperate", "a further source of a statement"),
        ("stances add source --help", "the options, for scripts"),
    ),
    help="Add a record. On a terminal whatever is not given is asked for, and the change is shown "
    "before it is written. What the files hold otherwise stays, byte for byte.",
)
def command() -> None:
    """Add a record."""


@command.command(
    "statement",
    cls=Command,
    short_help="What somebody said, with its evidence.",
    examples=(
        ("stances add statement", "asks what it has to know"),
        ("stances add statement rouhani", "of one official"),
        ("stances add statement - --yes < new.jsonl", "many at once, as JSON lines"),
    ),
    help="Add a statement with its evidence, or evidence to one that is recorded already. "
    "OFFICIAL is an id or a name, or `-` for JSON lines with the keys of the files.",
)
@click.argument("name", metavar="[OFFICIAL]", required=False)
@_options(
    click.option("--said", type=DateType(), help="When: 2014-06-18, 2014-06, ../2014-06-21."),
    _text("--position", "ID", "The position that the words take."),
    _text("--conditions", "TEXT", "Only if …; repeatable.", several=True),
    _text("--frames", "ID", "An argument that the words make; repeatable.", several=True),
    *_EVIDENCE,
    _text("--evidence-note", "TEXT", "Why the words are taken so."),
    _text("--id", "ID", "Else one is made of the words."),
    _text("--summary", "TEXT", "A gloss of your own."),
    _text("--venue", "TEXT", "Where, or on what occasion."),
    click.option("--repeated", is_flag=True, help="Said several times within the interval."),
    _text("--issue", "ID", "If it is not the corpus's."),
    _text("--coder", "NAME", "If it is not the corpus's."),
    _text("--role", "TITLE", "One of the official's, if it is not the usual one."),
    _text("--faction", "ID", "If it is not that of the role."),
    click.option("--status", type=click.Choice(STATUSES), help="Needs --disputes unless attested."),
    click.option(
        "--disputes",
        type=(click.Choice(_ABOUTS), str),
        metavar="ABOUT NOTE",
        multiple=True,
        help="On what sources differ; repeatable.",
    ),
    _text("--note", "TEXT", "Why it is coded so."),
)
@click.pass_context
def _statement(ctx: click.Context, /, **options: Any) -> int:
    return _add(ctx, "statement", options)


@command.command(
    "evidence",
    cls=Command,
    short_help="A further source of a statement.",
    examples=(
        ("stances add evidence rouhani/ready-to-cooperate", "asks what it has to know"),
        ("stances add evidence - --yes < new.jsonl", "as JSON lines, each with a `ref`"),
    ),
    help="Add a further source to a statement. REF is `official/statement`, or `-` for JSON lines.",
)
@click.argument("name", metavar="[REF]", required=False)
@_options(
    *_EVIDENCE,
    _text("--speaker", "ID", "Whom this source alone names as speaker."),
    click.option("--said", type=DateType(), help="What date this source alone gives."),
    _text("--position", "ID", "What position these words alone take."),
    _text("--note", "TEXT", "Why it is taken so; needed for a probable match."),
)
@click.pass_context
def _further_evidence(ctx: click.Context, /, **options: Any) -> int:
    return _add(ctx, "evidence", options)


@command.command(
    "official",
    cls=Command,
    short_help="Somebody new.",
    examples=(
        ("stances add official", "asks what it has to know"),
        ('stances add official "Ali Larijani" --role Speaker', "with an office"),
    ),
    help="Add an official, with an office if it has one. NAME may be `-` for JSON lines.",
)
@click.argument("name", metavar="[NAME]", required=False)
@_options(
    _text("--id", "ID", "Else one is made of the name."),
    _text("--native-name", "NAME", "In the official's own script."),
    click.option("--kind", type=click.Choice(("person", "institution")), help="Else a person."),
    _text("--aliases", "NAME", "A spelling that some source uses; repeatable.", several=True),
    _text("--role", "TITLE", "An office."),
    _text("--faction", "ID", "The faction that its holder speaks for."),
    click.option("--from", "from", type=DateType(), help="The first day in it."),
    click.option("--until", type=DateType(), help="The last day in it."),
    _text("--note", "TEXT", "What a reader should know."),
)
@click.pass_context
def _official(ctx: click.Context, /, **options: Any) -> int:
    return _add(ctx, "official", options)


@command.command(
    "source",
    cls=Command,
    short_help="An article, an interview, a report.",
    examples=(
        ("stances add source", "asks what it has to know"),
        ("stances add source wsws-2014-06-30", "with an id of its own"),
    ),
    help="Add a source, with the checksum of its stored copy if there is one. ID is made of "
    "publisher and date if it is not given; `-` for JSON lines.",
)
@click.argument("name", metavar="[ID]", required=False)
@_options(
    _text("--title", "TEXT", "As it was published."),
    _text("--publisher", "NAME", "The newspaper, the agency, the office."),
    _text("--authors", "NAME", "Repeatable, in their order.", several=True),
    click.option("--published", type=DateType(), help="The day on which it appeared."),
    click.option("--retrieved", type=DateType(), help="The day of the stored copy."),
    _text("--url", "URL", "Where it was published."),
    _text("--lang", "TAG", "Its language: en, fa, zh-Hant."),
    _text("--kind", "TEXT", "In your own words: news-article, interview."),
    _text("--sha256", "SUM", "Of the stored copy, if that is not there."),
    _text("--note", "TEXT", "What a reader should know."),
)
@click.pass_context
def _source(ctx: click.Context, /, **options: Any) -> int:
    return _add(ctx, "source", options)


_HOW = frozenset("verify snapshots yes dry_run force color data no_index name".split())


def _add(ctx: click.Context, kind: AddedKind, options: dict[str, Any]) -> int:
    """Get the records together, and write them."""
    from stances.cli.add_run import gather  # noqa: PLC0415 - help of it is to be quick

    given = {key: _plain(value) for key, value in options.items() if key not in _HOW and value}
    return gather(ctx, kind, given, options)


def _plain(value: Any) -> Any:  # noqa: ANN401 - as click has read it
    """The value of an option as records have it."""
    if value is True:
        return "true"
    if isinstance(value, tuple):
        return [
            _plain(each)
            if isinstance(each, str)
            else dict(zip(("about", "note"), each, strict=True))
            for each in value
        ]
    return str(value).strip()
