"""The table of commands, and the group that imports a command when it is run."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from stances import __version__
from stances.cli.options import HELP_OPTIONS, Command, corpus_option
from stances.text import closest

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class CommandEntry(NamedTuple):
    """A command's place in the help, the module that has it as `command`, and its line of help."""

    section: str
    module: str
    help: str


_SECTIONS = {
    "Ask": {
        "list": "List statements with speaker, date, position, words and source.",
        "show": "Show everything known of an official, a statement or a source.",
        "compare": "Compare officials or factions, issue by issue.",
        "summary": "Summarize what was found: where each faction stands.",
        "conflicts": "Show where sources disagree, and what is unresolved.",
        "timeline": "Show positions in order of time, and who changed theirs.",
        "coverage": "Show how much of each source is coded, and what is left.",
        "search": "Find statements by their words, the best match first.",
        "sql": "Query the corpus in SQL.",
    },
    "Analyse": {
        "agreement": "Measure how far coders agree on the same statements.",
        "network": "Measure who agrees with whom, over all issues or frames.",
        "camps": "Find the two camps that fit best, and compare them with chance.",
    },
    "Look up": {
        "officials": "List the officials.",
        "sources": "List the sources.",
        "codebook": "List the issues, positions, factions and frames.",
    },
    "Keep": {
        "init": "Create a corpus on any question.",
        "add": "Add a statement, evidence, an official or a source.",
        "import": "Import a sheet of quotations, such as a CSV file.",
        "edit": "Edit a record in your editor; it is checked before it is saved.",
        "review": "Review statements one by one beside their sources.",
        "coding": "Write a sheet for another coder to code, blind.",
        "code": "Code statements one by one, blind.",
        "curate": "Decide which reading the record follows if coders differ.",
        "rename": "Rename an id or a codebook word wherever it is used.",
        "fmt": "Format the files of the corpus; comments stay.",
        "check": "Report every error and warning of the corpus, and where it is.",
        "verify": "Check that the sources have the words that records quote.",
        "schema": "Write JSON Schemas of the files, for editors.",
        "completion": "Write a script for shell completion of commands and ids.",
        "help": "Show a page of the documentation, or the help of a command.",
    },
    "Publish": {
        "report": "Write one document about the corpus, or a part of it.",
        "site": "Write the corpus as a site to browse, search and cite.",
        "diff": "Show in words what changed between two versions of the corpus.",
        "export": "Export the corpus for other programs, as SQLite or Parquet.",
    },
}
COMMANDS = {
    name: CommandEntry(section, "import_" if name == "import" else name, help_)
    for section, lines in _SECTIONS.items()
    for name, help_ in lines.items()
}

_UNKNOWN = "stances.unknown_command"
"""Set if a shell asks what can follow an unknown command."""


class Commands(click.Group):
    """A group whose commands are modules, imported when one is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"stances.cli.{COMMANDS[cmd_name].module}")
        command: click.Command = module.command
        if ctx.resilient_parsing:
            from stances.cli.shell_completion import complete_by_name  # noqa: PLC0415 - only shells

            complete_by_name(command)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Names with their lines of help, without importing any command; or options."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - only shells ask

        if ctx.meta.get(_UNKNOWN):
            return []
        named = [(name, c.help) for name, c in COMMANDS.items() if name.startswith(incomplete)]
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [CompletionItem(name, help=help_) for name, help_ in named] + options

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; if there is none, say which was probably meant."""
        name = args[0] if args else ""
        if name not in COMMANDS and ctx.resilient_parsing:
            ctx.meta[_UNKNOWN] = True
        elif name and name not in COMMANDS and not name.startswith("-"):
            near = closest(name, COMMANDS)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"No such command '{name}'.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The table of commands by section, without importing any."""
        for section, lines in _SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([*lines.items()])

    format_help_text = Command.format_help_text
    examples = (
        ("stances summary", "where each faction stands"),
        ("stances list --faction military", "what its members said, with the words"),
        ("stances compare rouhani shamkhani", "two officials side by side"),
        ("stances check", "what is wrong with the corpus"),
    )


@click.command(
    cls=Commands,
    context_settings=HELP_OPTIONS,
    help="Record who said what, with the evidence, in text files. Check, query and compare the "
    "statements.",
)
@click.version_option(__version__, message="stances %(version)s")
@corpus_option
@click.pass_context
def cli(ctx: click.Context, /, **options: Any) -> None:
    """Keep the options before the command for the command."""
    ctx.obj = options
