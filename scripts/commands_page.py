"""Write docs/commands.md from the options of every command.

`python scripts/commands_page.py` writes the page; `--check` exits 1 if it is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stances.cli.commands import COMMANDS, cli
from stances.cli.options import Command

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
_INTRODUCTION = """\
# Commands

Written by `scripts/commands_page.py` from the commands themselves; `stances COMMAND --help` says
the same. What the keys of the answers mean stands in [answers](answers.md); the codes of problems
in [errors](errors.md).

## Exit codes

| code | meaning |
|---|---|
| 0 | done, also if nothing matches (`--fail-empty`: 1) or only warnings are found (`--strict`: 1) |
| 1 | problems (`--exit-zero`: 0); what `--fail` or `--fail-on` names; a name unknown or ambiguous |
| 2 | wrong by the command line alone |
| 3 | no corpus found; no such state of it, or no git to ask |
| 4 | the corpus cannot be loaded well enough to answer (`--strict`: anything was left out) |
| 70 | a bug in the program |
| 130 | interrupted, or the input ends at a question; 129 after SIGHUP, 143 after SIGTERM |

## Environment

| variable | |
|---|---|
| `STANCES_DATA` | The corpus, if `--data` names none. |
| `STANCES_SNAPSHOTS` | The folder of stored copies, if `--snapshots` names none. |
| `STANCES_CACHE_DIR` | Where indexes are kept, for you alone; else the user's cache folder. |
| `STANCES_DOCS` | The address of `docs/` on the web; SARIF links problems to it. |
| `GITHUB_ACTIONS` | If it is `true`, `check` and `verify` write annotations. |
| `NO_COLOR`, `FORCE_COLOR` | Colour never, or always, unless `--color` says otherwise. |
| `CI`, `TERM=dumb` | No line on the terminal says what takes more than a second. |
| `STANCES_DEBUG` | A bug shows its traceback. |

## The index

What has been read is kept in a file of the user's cache folder, one for each corpus, so that the
next command only has to look for files that have changed. Nothing depends on it: it can be deleted
at any time, a damaged one is made anew, where none can be written everything is read each time, and
`--no-index` does so at will. The answers are the same, byte for byte.

The folder and the files are for their owner alone, because they say what the corpus says. A folder
that others can write to or read, that is a link, or that lies where others could replace it is not
used, and a line on stderr says so. The folder that the program chooses itself is closed to others
(`chmod 700`); one that `STANCES_CACHE_DIR` names is left as it is.

Beside it, while several files are being written, lies the journal of that change, by which it is
finished [if it is cut off](renaming.md#if-it-is-cut-off).
"""


def page() -> str:
    """The whole page."""
    context = click.Context(cli, info_name="stances")
    parts = [_INTRODUCTION, _section("stances", cli)]
    for name in COMMANDS:
        command = cli.get_command(context, name)
        if command is not None:
            parts.append(_section(f"stances {name}", command))
        if isinstance(command, click.Group):
            own = command.commands.items()
            parts += [_section(f"stances {name} {kind}", each) for kind, each in own]
    return "\n".join(parts)


def _section(title: str, command: click.Command) -> str:
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    usage = " ".join([title, *(p.metavar or p.name or "" for p in arguments)])
    examples = command.examples if isinstance(command, Command) else ()
    lines = [f"## {title}", "", f"`{usage}`", "", command.help or "", ""]
    lines += [f"- `{example}`: {what}" for example, what in examples]
    lines += [""] if examples else []
    if options := [*_options(command)]:
        lines += ["| option | |", "|---|---|", *options]
    return "\n".join(lines).rstrip() + "\n"


def _options(command: click.Command) -> Iterator[str]:
    for option in command.params:
        if isinstance(option, click.Option):
            names = ", ".join(f"`{name}`" for name in option.opts)
            value = _value(option)
            yield f"| {names}{f' {value}' if value else ''} | {option.help} |"


def _value(option: click.Option) -> str:
    """What an option takes."""
    if option.is_flag or option.name == "version":
        return ""
    if isinstance(option.type, click.Choice):
        return " · ".join(f"`{choice}`" for choice in option.type.choices)
    return f"`{option.metavar or option.type.name.upper()}`".replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` only compare it."""
    if "--check" not in arguments:
        PAGE.write_text(page(), "utf-8")
    elif not PAGE.exists() or PAGE.read_text("utf-8") != page():
        print(f"docs/{PAGE.name} is stale: run python scripts/commands_page.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
