"""`stances add`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stances.cli.confirm import force_option, writing_options
from stances.cli.options import (
    Choice,
    Command,
    CommandGroup,
    color_option,
    corpus_option,
    snapshots_option,
    with_options,
)
from stances.cli.written_dates import WrittenDate, written_date_options
from stances.model.fields import ADDED, RECORDS, Field
from stances.schema.descriptions import DESCRIPTIONS

if TYPE_CHECKING:
    from stances.cli.options import Decorator
    from stances.editing.add.records import AddedKind

_EVIDENCE = {
    "source": ("ID", "The source that has the words."),
    "form": ("", "How the source has the words: as a quotation or in its own words."),
    "text": ("WORDS", "The source's own words."),
    "lang": ("TAG", "The language of the words, if it is not that of the source."),
    "match": ("", "Whether the source certainly or probably reports this occasion."),
    "locator": ("TEXT", "Where the words are: `line N` is a line of the stored copy."),
    "prefix": ("WORDS", "The words directly before --text, if the source has that text twice."),
    "suffix": ("WORDS", "The words directly after --text, if the source has that text twice."),
    "original": ("WORDS", "The original words, before translation."),
    "original_lang": ("TAG", "The language of the original words."),
    "derived_from": ("ID", "Another source that this one copies."),
    "via": ("NAME", "Where the source took the words from: an agency, an id."),
    "accept": ("CODE", "The code of a warning that the note explains; repeatable."),
}
_WRITING = (
    click.option(
        "--verify/--no-verify",
        default=True,
        help="Look for the words in the stored copy. Default: yes.",
    ),
    snapshots_option,
    written_date_options,
    writing_options,
    color_option,
    corpus_option,
)


def _options(kind: AddedKind, listed: dict[str, tuple[str, str]]) -> Decorator:
    """An option for each field, first the listed ones with metavar and help, and for writing."""
    places = ADDED[kind]
    options = [_option(name, places.get(name), *texts) for name, texts in listed.items()]
    for name, (record, key) in places.items():
        is_argument = (kind, name) == ("official", "name")
        if name not in listed and not is_argument:
            options.append(_option(name, (record, key), "TEXT", DESCRIPTIONS[record][key]))
    return with_options(*options, *_WRITING)


def _option(name: str, at: tuple[str, str] | None, metavar: str, help_: str) -> Decorator:
    """The option of a field; `at` is its record and key."""
    option, field = f"--{name.replace('_', '-')}", RECORDS[at[0]][at[1]] if at else Field("id")
    if field.kind in ("date", "moment"):
        type_of = WrittenDate(timed=field.kind == "moment")
        return click.option(option, name, type=type_of, help=help_)
    if field.kind == "truth":
        return click.option(option, name, is_flag=True, help=help_)
    if field.kind == "choice":
        return click.option(option, name, type=Choice(field.choices), help=help_)
    type_ = None
    if field.record == "Dispute":
        type_ = (Choice(RECORDS["Dispute"]["about"].choices), str)
    return click.option(option, name, type=type_, metavar=metavar, multiple=field.many, help=help_)


@click.group(
    "add",
    cls=CommandGroup,
    invoke_without_command=True,
    subcommand_metavar="[COMMAND] [ARGS]...",  # which click 8.3 writes otherwise
    no_args_is_help=True,
    examples=(
        ("stances add statement", "asks for everything it needs"),
        ("stances add evidence rouhani/ready-to-cooperate", "a further source of a statement"),
        ("stances add source --help", "the options, for scripts"),
        ("stances add --from wsws-2014-06-21", "go through an article, passage by passage"),
        (
            "stances add --from a-speech --text iran",
            "only passages with a word that begins with “iran”",
        ),
        ("stances add --resume", "continue an interrupted session"),
    ),
    help="Add a record. On a terminal, the command asks for values that are not given, and shows "
    "the change before it writes it. The rest of the files stays as it is, byte for byte.",
)
@click.option("--resume", is_flag=True, help="Continue an interrupted session of prompts.")
@click.option(
    "--from",
    "source",
    metavar="SOURCE",
    help="Go through the passages of a stored copy that no record has.",
)
@click.option(
    "--skipped", is_flag=True, help="With --from: also passages that were skipped before."
)
@click.option(
    "--text",
    metavar="WORD",
    multiple=True,
    help="With --from: only passages with a word that begins with WORD; repeatable.",
)
@with_options(snapshots_option, force_option, color_option, corpus_option)
@click.pass_context
def command(ctx: click.Context, /, *, resume: bool, source: str | None, **options: Any) -> int:
    """Add a record, take up a session, or go through a source."""
    if ctx.invoked_subcommand is not None:
        if resume:
            raise click.UsageError("--resume takes no kind of record: the session has its kind")
        if source or options["skipped"] or options["text"]:
            raise click.UsageError("--from takes no kind of record: it adds statements")
        ctx.obj = ctx.obj | {key: options[key] for key in ("data", "no_index") if options[key]}
        return 0
    for key in ("skipped", "text"):
        if source is None and options[key]:
            raise click.UsageError(f"--{key} needs --from SOURCE")
    if source is not None:
        if resume:
            raise click.UsageError("--from and --resume cannot be combined")
        from stances.cli.add_from import add_from  # noqa: PLC0415 - its help is to be quick

        options |= {"yes": False, "dry_run": False, "verify": True}
        return add_from(ctx, source, options)
    if not resume:
        raise click.UsageError(f"name one of {', '.join(ADDED)}, --from SOURCE, or --resume")
    from stances.cli.add_run import take_up  # noqa: PLC0415 - its help is to be quick

    return take_up(ctx, options)


@command.command(
    "statement",
    cls=Command,
    short_help="What somebody said, with its evidence.",
    examples=(
        ("stances add statement", "asks for everything it needs"),
        ("stances add statement rouhani", "of one official"),
        ("stances add statement - --yes < new.jsonl", "many at once, as JSON lines"),
    ),
    help="Add a statement with its evidence, or add evidence to a recorded statement. OFFICIAL is "
    "an id or a name, or `-` for JSON lines with the keys of the files.",
)
@click.argument("name", metavar="[OFFICIAL]", required=False)
@_options(
    "statement",
    {
        "said": ("", "The date: 2014-06-18, 18 June 2014, ../2014-06-21."),
        "position": ("ID", "The position that the words take."),
        "conditions": ("TEXT", "A condition that the words name; repeatable."),
        "frames": ("ID", "An argument that the words make; repeatable."),
        **_EVIDENCE,
        "evidence_note": ("TEXT", "Why the words are read this way."),
        "evidence_url": ("URL", "The address of exactly these words, such as a post."),
        "id": ("ID", "The id. Default: made from the words."),
        "summary": ("TEXT", "Your own one-line summary."),
        "venue": ("TEXT", "Where it was said, or on what occasion."),
        "repeated": ("", "Said several times within the interval."),
        "words_of": ("REF", "The other statement from which this one takes its words."),
        "same_occasion": ("REF", "A statement made on the same occasion; repeatable."),
        "spoken_by": ("NAME", "Who spoke for the official."),
        "according_to": ("NAME", "Who reports the statement, if it is hearsay; repeatable."),
        "issue": ("ID", "The issue, if it is not the default issue of the corpus."),
        "coder": ("NAME", "The coder, if it is not the default coder of the corpus."),
        "decided": ("", "If coders differ: the day of the decision."),
        "decided_by": ("NAME", "Who decided."),
        "decided_why": ("TEXT", "Why this reading was chosen."),
        "reviewed_by": ("NAME", "Who has compared the statement with its sources; repeatable."),
        "role": ("TITLE", "A role of the official, if it is not the usual one."),
        "faction": ("ID", "The faction, if it is not that of the role."),
        "status": ("", "The status; needs --disputes unless it is attested."),
        "disputes": ("ABOUT NOTE", "What sources differ on, and a note; repeatable."),
        "note": ("TEXT", "Why the statement is coded this way."),
    },
)
@click.pass_context
def _statement(ctx: click.Context, /, **options: Any) -> int:
    return _add(ctx, "statement", options)


@command.command(
    "evidence",
    cls=Command,
    short_help="A further source of a statement.",
    examples=(
        ("stances add evidence rouhani/ready-to-cooperate", "asks for everything it needs"),
        ("stances add evidence - --yes < new.jsonl", "as JSON lines, each with a `ref`"),
    ),
    help="Add a further source to a statement. REF is `official/statement`, or `-` for JSON lines.",
)
@click.argument("name", metavar="[REF]", required=False)
@_options(
    "evidence",
    {
        **_EVIDENCE,
        "speaker": ("ID", "The speaker, if only this source names another one."),
        "said": ("", "The date, if only this source gives another one."),
        "position": ("ID", "The position, if only these words take another one."),
        "conditions": ("TEXT", "The conditions, if only these words name others; repeatable."),
        "url": ("URL", "The address of exactly these words, such as a post."),
        "note": ("TEXT", "Why the words are read this way; required for a probable match."),
    },
)
@click.pass_context
def _further_evidence(ctx: click.Context, /, **options: Any) -> int:
    return _add(ctx, "evidence", options)


@command.command(
    "official",
    cls=Command,
    short_help="Somebody new.",
    examples=(
        ("stances add official", "asks for everything it needs"),
        ('stances add official "Ali Larijani" --role Speaker', "with an office"),
    ),
    help="Add an official, with an office if there is one. NAME may be `-` for JSON lines.",
)
@click.argument("name", metavar="[NAME]", required=False)
@_options(
    "official",
    {
        "id": ("ID", "The id. Default: made from the name."),
        "native_name": ("NAME", "The name in the official's own script."),
        "kind": ("", "The kind. Default: person."),
        "aliases": ("NAME", "Another name or spelling that a source uses; repeatable."),
        "role": ("TITLE", "The title of an office."),
        "faction": ("ID", "The faction that the holder of the office speaks for."),
        "from": ("", "The first day in the office."),
        "until": ("", "The last day in the office."),
        "note": ("TEXT", "What a reader should know about the official."),
    },
)
@click.pass_context
def _official(ctx: click.Context, /, **options: Any) -> int:
    return _add(ctx, "official", options)


@command.command(
    "source",
    cls=Command,
    short_help="An article, an interview, a report.",
    examples=(
        ("stances add source", "asks for everything it needs"),
        ("stances add source wsws-2014-06-30", "with this id"),
        ("stances add source --copy ~/Downloads/article.html", "and store a copy of it"),
    ),
    help="Add a source, with the checksum of its stored copy if there is one. Without ID, the id "
    "is made from publisher and date. `-` is for JSON lines.",
)
@click.argument("name", metavar="[ID]", required=False)
@click.option(
    "--copy",
    metavar="FILE",
    help="Store this file as the copy that `verify` reads; `-` for standard input.",
)
@_options(
    "source",
    {
        "title": ("TEXT", "The title as it was published."),
        "publisher": ("NAME", "The newspaper, the agency, the office."),
        "authors": ("NAME", "An author; repeatable, in the printed order."),
        "published": ("", "When the source appeared."),
        "retrieved": ("", "The day of the stored copy."),
        "url": ("URL", "The address where the source was published."),
        "archive_url": ("URL", "The address of a copy in an archive."),
        "version_of": ("ID", "The source that is an earlier edition of this one."),
        "copy_of": ("ID", "The source that this one reprints."),
        "lang": ("TAG", "The language of the source: en, fa, zh-Hant."),
        "kind": ("TEXT", "The kind of text, in your own words: news-article, interview."),
        "sha256": ("SUM", "The checksum of the stored copy, if the copy is not here."),
        "note": ("TEXT", "What a reader should know about the source."),
    },
)
@click.pass_context
def _source(ctx: click.Context, /, **options: Any) -> int:
    return _add(ctx, "source", options)


_NO_FIELDS = frozenset(
    "copy verify snapshots yes dry_run force color data no_index name date_format calendar".split()
)


def _add(ctx: click.Context, kind: AddedKind, options: dict[str, Any]) -> int:
    from stances.cli.add_run import gather  # noqa: PLC0415 - its help is to be quick

    fields = {
        key: _plain(value) for key, value in options.items() if value and key not in _NO_FIELDS
    }
    return gather(ctx, kind, fields, options)


def _plain(value: Any) -> Any:  # noqa: ANN401 - as click has read it
    """The value of an option as records have it."""
    if value is True:
        return "true"
    if isinstance(value, tuple):
        return [
            each.strip() if isinstance(each, str) else {"about": each[0], "note": each[1]}
            for each in value
        ]
    return str(value).strip()
