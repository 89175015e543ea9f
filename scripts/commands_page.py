"""Write docs/commands.md, the manual pages in man/, and the README's table, from the commands.

`python scripts/commands_page.py` writes them; `--check` exits 1 if any is stale.
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stances import __version__, home
from stances.cli.commands import COMMANDS, cli
from stances.cli.options import Command

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PAGE, MANUAL = ROOT / "docs" / "commands.md", ROOT / "man"
README = ROOT / "README.md"
_TABLE = re.compile(r"(?<=<!-- commands -->\n).*?(?=<!-- /commands -->)", re.DOTALL)
_LINE = 78
_WHOLE = re.MULTILINE | re.DOTALL
_INTRODUCTION = """\
# Commands and their options

This page lists every command with its options, as `stances COMMAND --help` does.
`scripts/commands_page.py` writes it from the commands. [Answers](answers.md) explains the keys of
the output, and [errors](errors.md) the codes of problems.

## Exit codes

| code | meaning |
|---|---|
| 0 | done; also if nothing matches (`--fail-empty`: 1) or only warnings are found (`--strict`: 1) |
| 1 | problems (`--exit-zero`: 0); `--fail` or `--fail-on` applies; an unknown or ambiguous name |
| 2 | the command line is wrong |
| 3 | no corpus found; or no such state of the corpus, or git is missing |
| 4 | the corpus has errors and cannot be used (`--strict`: any record was left out) |
| 70 | a bug in the program |
| 130 | interrupted by Ctrl-C, or the input ends at a prompt; 129 after SIGHUP, 143 after SIGTERM |

## Environment

| variable | |
|---|---|
| `STANCES_DATA` | The folder of the corpus, if there is no `--data`. |
| `STANCES_SNAPSHOTS` | The folder of stored copies, if there is no `--snapshots`. |
| `STANCES_CACHE_DIR` | The private folder of indexes. Default: the user's cache folder. |
| `STANCES_DOCS` | The web address of `docs/`. SARIF output links problems to it. |
| `GITHUB_ACTIONS` | If `true`, `check` and `verify` write annotations. |
| `NO_COLOR`, `FORCE_COLOR` | Never, or always, use colours. `--color` overrides both. |
| `CI`, `TERM=dumb` | Show no progress line for work that takes more than a second. |
| `STANCES_DEBUG` | Show a traceback after a bug. |

## The index

The program keeps what it has read in an index: one file for each corpus, in the user's cache
folder. The next command then reads only the files that have changed. The index is only a cache:

- You can delete it at any time.
- A damaged index is rebuilt.
- If no index can be written, every command reads all files. `--no-index` has the
  same effect.
- The output is the same with and without the index, byte for byte.

The index holds the content of the corpus, so its folder and files are private to their owner. A
folder is not used if other users can read it, write to it or replace it, or if it is a link. A line
on stderr then says so. The program closes its own folder to other users (`chmod 700`). It does not
change a folder that `STANCES_CACHE_DIR` names.

While a command writes several files, the same folder holds the journal of that change. If the
change [is interrupted](renaming.md#if-the-command-is-interrupted), the program uses the journal to
finish it.
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


def readme() -> str:
    """The README with a row for each command, section by section."""
    rows = []
    section = ""
    for name, command in COMMANDS.items():
        first = "" if command.section == section else f"**{command.section}**"
        section = command.section
        rows.append(f"| {first} | [`{name}`](docs/commands.md#stances-{name}) | {command.help} |\n")
    table = f"| | command | |\n|---|---|---|\n{''.join(rows)}"
    return _TABLE.sub(lambda _: table, README.read_text("utf-8"))


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


def manual() -> dict[Path, str]:
    """The manual pages by their files: one of the program, and one of each command."""
    context = click.Context(cli, info_name="stances")
    pages = {"stances": _manual_page("stances", "who said what, when, and who says so", cli)}
    for name, entry in COMMANDS.items():
        if command := cli.get_command(context, name):
            pages[f"stances-{name}"] = _manual_page(f"stances {name}", entry.help, command)
    return {MANUAL / f"{name}.1": text for name, text in pages.items()}


def _manual_page(title: str, what: str, command: click.Command) -> str:
    """A page in the macros of man(7)."""
    name = title.replace(" ", "-")
    is_whole = command is cli
    about = (what[0].lower() + what[1:] if what[:2].istitle() else what).rstrip(".")
    lines = [
        f'.TH {name.upper()} 1 {home.RELEASED} "stances {__version__}" "stances"\n.ad l',
        f".SH NAME\n{_roff(name)} \\- {_roff(about)}",
        f".SH SYNOPSIS\n{_usage(title, command)}",
        f".SH DESCRIPTION\n{_roff(command.help or '')}",
        *_manual_parts(command, ".SH"),
    ]
    if is_whole:
        entries = ((f"stances-{each}(1)", entry.help) for each, entry in COMMANDS.items())
        tables = re.findall(r"^## (Exit codes|Environment)\n(.*?)\n\n(?=##)", _INTRODUCTION, _WHOLE)
        lines += [".SH COMMANDS", *(_item(*each) for each in entries)]
        for (_, table), heading in zip(tables, ("EXIT STATUS", "ENVIRONMENT"), strict=True):
            rows = re.findall(r"^\| (.*?) \| (.+) \|$", table.partition("---|\n")[2], re.MULTILINE)
            lines += [f".SH {heading}", *(_item(*row) for row in rows)]
    elif isinstance(command, click.Group):
        for each, own in command.commands.items():
            lines += [f".SH {each.upper()}\n{_usage(f'{title} {each}', own)}"]
            lines += [f".PP\n{_roff(own.help or '')}", *_manual_parts(own, ".SS")]
    others = "`stances help` shows the documents, a topic a page."
    lines += [".SH SEE ALSO", *([] if is_whole else [".BR stances (1)."]), _roff(others)]
    return "\n".join(lines) + "\n"


def _manual_parts(command: click.Command, level: str) -> Iterator[str]:
    """Examples and options, each below its heading."""
    if isinstance(command, Command) and command.examples:
        yield f"{level} EXAMPLES" if level == ".SH" else f"{level} Examples"
        yield from (_item(f"`{example}`", what) for example, what in command.examples)
    options = [each for each in command.params if isinstance(each, click.Option)]
    if options:
        yield f"{level} OPTIONS" if level == ".SH" else f"{level} Options"
    for option in options:
        names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
        value = _value(option).replace("\\|", "|").replace(" · ", "|").replace("`", "")
        yield _item(f"{names} {value}".strip(), option.help or "")


def _usage(title: str, command: click.Command) -> str:
    usage = " ".join(command.collect_usage_pieces(click.Context(command)))
    return f"\\fB{_roff(title)}\\fR {_roff(usage)}"


def _item(term: str, what: str) -> str:
    return f".TP\n{_roff(term)}\n{_roff(what)}"


def _roff(text: str) -> str:
    """Lines of text that roff takes for nothing else, with what is between backticks in bold."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = re.sub(r"`([^`]*)`", r"\\fB\1\\fR", text)
    text = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text)
    lines = textwrap.wrap(text, _LINE, break_long_words=False, break_on_hyphens=False)
    return "\n".join(f"\\&{line}" if line[0] in ".'" else line for line in lines)


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` only compare them."""
    pages = {PAGE: page(), README: readme(), **manual()}
    there = {PAGE, README, *MANUAL.glob("*.1")}
    stale = [file for file in {*pages, *there} if file not in pages or _text(file) != pages[file]]
    if "--check" in arguments:
        for file in sorted(stale):
            told = "run python scripts/commands_page.py"
            print(f"{file.relative_to(ROOT).as_posix()} is stale: {told}")
        return bool(stale)
    MANUAL.mkdir(exist_ok=True)
    for file in stale:
        if file in pages:
            file.write_text(pages[file], "utf-8")
        else:
            file.unlink()
    return 0


def _text(file: Path) -> str | None:
    return file.read_text("utf-8") if file.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
