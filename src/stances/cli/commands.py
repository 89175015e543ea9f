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
        "list": "Statements, one a row: who, when, position, words, source.",
        "show": "Everything known of an official, a statement or a source.",
        "compare": "Officials or factions side by side, issue by issue.",
        "summary": "What was found: where each faction stands.",
        "conflicts": "Where sources disagree, and what is unresolved.",
        "timeline": "Positions in order of time, and who changed theirs.",
        "coverage": "What of the sources is coded, and what is left.",
        "search": "Statements by the words in them, the best match first.",
        "sql": "Any question, in SQL.",
    },
    "Look up": {
        "officials": "Who is in the corpus.",
        "sources": "What the evidence is taken from.",
        "codebook": "Issues, positions, factions and frames.",
    },
    "Keep": {
        "init": "A new corpus, on any question.",
        "add": "A statement, evidence, an official or a source.",
        "import": "A sheet of quotations, CSV or other, into the corpus.",
        "edit": "A record in your editor, checked when it comes back.",
        "review": "Statement by statement beside its source, by another reader.",
        "rename": "An id or a codebook word, wherever it is used.",
        "fmt": "The files of the corpus in one layout, with their comments.",
        "check": "Everything that is wrong with the corpus, and where.",
        "verify": "Whether the sources have the words that records quote.",
        "schema": "JSON Schemas of the files, for editors.",
        "completion": "What makes a shell complete commands and ids.",
        "help": "A page of the documents, by its topic.",
    },
    "Publish": {
        "report": "One document about the corpus, or a part of it.",
        "diff": "What has changed between two states, in words.",
        "export": "The corpus as a file for other programs.",
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
    help="A plain-text, evidence-first ledger of who said what: ask it, check it, compare in it.",
)
@click.version_option(__version__, message="stances %(version)s")
@corpus_option
@click.pass_context
def cli(ctx: click.Context, /, **options: Any) -> None:
    """Keep the options before the command for the command."""
    ctx.obj = options
