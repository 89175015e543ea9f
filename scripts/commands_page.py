"""Write docs/commands.md, and the manual pages in man/, from the options of every command.

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
_LINE = 78
_WHOLE = re.MULTILINE | re.DOTALL
_INTRODUCTION = """\
# Commands and their options

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
    pages = {PAGE: page(), **manual()}
    there = {PAGE, *MANUAL.glob("*.1")}
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
