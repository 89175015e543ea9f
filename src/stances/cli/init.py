"""`stances init`."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from stances.cli.hints import say
from stances.cli.options import Choice, Command
from stances.errors import NoCorpus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stances.init.workflows import Destination


@click.command(
    "init",
    cls=Command,
    examples=(
        ("stances init", "asks for everything it needs"),
        ("stances init --yes", "asks nothing; change the files later"),
        ('stances init boats --question "Should boats go?" --coder NL', "into boats/"),
        ("stances init --yes --scale yes-no --ci github", "with a file for CI"),
        ("stances init --yes --faction council --faction port", "two groups of officials"),
        ("stances init --yes --position for=1 --position against=-1", "a scale of your own"),
    ),
    help="Create a corpus on a question, with a codebook, an example and JSON Schemas for "
    "editors. Without DIR, the command creates the corpus in this folder if the folder is empty, "
    "else in data/. "
    "Existing files are never overwritten; either all files are written or none.",
)
@click.argument("folder", metavar="[DIR]", required=False)
@click.option("--question", metavar="TEXT", help="The question that the statements answer.")
@click.option("--issue", metavar="ID", help="The id of the issue. Default: made from the question.")
@click.option("--title", metavar="TEXT", help="The title of reports. Default: the question.")
@click.option(
    "--scale",
    type=Choice(["support", "yes-no"]),
    help="Ready-made positions: five steps from supports to rejects, or for and against. Both "
    "include `unstated`.",
)
@click.option(
    "--position",
    multiple=True,
    metavar="ID[=SCORE][: LABEL[: DEFINITION]]",
    help="Your own position; repeatable, in the order of the scale.",
)
@click.option(
    "--faction",
    multiple=True,
    metavar="ID[: LABEL]",
    help="A group that officials speak for; repeatable.",
)
@click.option(
    "--coder",
    metavar="NAME",
    help="The name of the coder, who decides which position a statement takes.",
)
@click.option(
    "--ci", type=Choice(["github", "gitlab", "none"]), help="Write a file for CI. Default: none."
)
@click.option(
    "--pre-commit/--no-pre-commit", default=None, help="Write a hook that checks commits."
)
@click.option("--example/--no-example", default=True, help="Write an example record. Default: yes.")
@click.option("--yes", is_flag=True, help="Ask nothing; use the defaults.")
@click.pass_context
def command(ctx: click.Context, /, folder: str | None, **options: Any) -> None:
    """Begin a corpus."""
    if folder == "":
        raise click.BadParameter("it names no folder", param_hint="'[DIR]'")
    if options["scale"] and options["position"]:
        raise click.UsageError("--scale and --position cannot be combined: each defines a scale")
    from stances.cli.prompts import nothing_written  # noqa: PLC0415 - help of it is to be quick
    from stances.init.workflows import Destination  # noqa: PLC0415 - as above
    from stances.revisions import is_ignored  # noqa: PLC0415 - as above

    site = Destination.at(folder if folder is not None else ctx.obj["data"])
    keeps_ignoring = site.keeps_ignoring
    with nothing_written():
        written = _begin(site, options)
    click.echo("\n".join(_report(site, written, example=options["example"])))
    if keeps_ignoring and not is_ignored(site.folder, "snapshots"):
        say(
            f"stances: {_shown(site.folder / '.gitignore')} exists and was not changed; add "
            "the line `snapshots/` to it, so that no stored copy is ever committed"
        )


def _begin(site: Destination, options: dict[str, Any]) -> list[Path]:
    """Ask what is left open, and write the files; refuse early what cannot be written."""
    from stances.cli.init_prompts import Interview, pieces_of  # noqa: PLC0415 - as above
    from stances.cli.prompts import tell  # noqa: PLC0415 - as above
    from stances.init.create import create  # noqa: PLC0415 - as above

    pieces = pieces_of(options["ci"], hooks=options["pre_commit"])
    site.refuse(example=options["example"], pieces=pieces)
    interview = Interview(options, site.taken)
    if interview.asks:
        shown = _shown(site.folder)
        tell(_ABOUT_TO.format("this folder" if shown == "." else shown))
    outline, pieces = interview.hold()
    files = site.files(outline, example=options["example"], pieces=pieces)
    create(files)
    return [*files]


_ABOUT_TO = (
    "Creating a corpus in {}. Press Enter to use the value in brackets, or Ctrl-C to quit "
    "without writing anything.\n"
)

_ABOUT = {
    "corpus.yaml": "what the corpus is, and who codes it",
    "codebook.yaml": "the question, its positions, the factions",
    "officials": "an example of an official, with a statement",
    "sources": "the source of that",
    "snapshots": "its stored copy, which git ignores",
    "schemas": "JSON Schemas, from which editors know the keys",
}

_NEXT = """
Next:
  {0} check     report problems (none so far)
  {0} verify    look for the quoted words in the stored copies
  {0} list      show who said what
Then add your own records, with `{0} add` or by hand, and
delete the example records."""

_NEXT_WITHOUT_EXAMPLE = """
Next, add records with `{0} add source` and `{0} add official`, or by hand. Then:
  {0} check     report problems
  {0} verify    look for the quoted words in the stored copies
  {0} list      show who said what"""


def _report(site: Destination, written: Sequence[Path], *, example: bool) -> list[str]:
    """The lines about what was written, and what to do next."""
    pieces = [path for path in written if site.is_beside(path)]
    schemas = site.folder / "schemas"
    listed = {}
    for path in written:
        if not site.is_beside(path):  # all schemas are one line
            shown = _shown(schemas / "*.schema.json" if path.parent == schemas else path)
            listed[shown] = _ABOUT.get(path.relative_to(site.folder).parts[0], "")
    listed |= dict.fromkeys(map(_shown, pieces), "")
    width = max(map(len, listed))
    following = _NEXT if example else _NEXT_WITHOUT_EXAMPLE
    return [
        *(f"  {path:<{width}}  {what}".rstrip() for path, what in listed.items()),
        following.format(" ".join(["stances", *_naming(site.folder)])),
        *_to_fill_in(pieces),
    ]


def _to_fill_in(pieces: Sequence[Path]) -> Iterator[str]:
    """What the files for CI and hooks do not know: where stances is to be taken from."""
    from stances.init.ci_files import left_open  # noqa: PLC0415 - help of it is to be quick

    open_ = {_shown(path): left_open(path.read_text("utf-8")) for path in pieces}
    open_ = {path: what for path, what in open_.items() if what}
    if open_:
        yield "Fill in the repository that you take stances from:"
        width = max(map(len, open_))
        yield from (f"  {path:<{width}}  {what}" for path, what in open_.items())


def _shown(path: Path) -> str:
    """A path relative to this folder, without control characters."""
    from stances.paths import from_here, printable  # noqa: PLC0415 - help of it is to be quick

    return printable(from_here(path))


def _naming(folder: Path) -> list[str]:
    """The option that names this corpus; none if it is found without."""
    from shlex import quote  # noqa: PLC0415 - as above

    from stances.paths import find_corpus, from_here  # noqa: PLC0415 - as above

    with suppress(NoCorpus):
        if (nearest := find_corpus(None)) and folder.samefile(nearest):
            return []
    return ["--data", quote(from_here(folder))]
