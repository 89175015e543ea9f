"""`stances help`."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from stances.cli.options import Command, color_option
from stances.paths import shipped_docs
from stances.text import closest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->\n*", re.DOTALL)
_LINK = re.compile(r"!?\[((?:`[^`]*`|[^][`])+)\]\(([^()\s]+)\)")
_ENDING = ".md"
_CODE = re.compile(r"st\d{3}")


@click.command(
    "help",
    cls=Command,
    examples=(
        ("stances help", "the topics, a line each"),
        ("stances help getting-started", "a page of the documentation"),
        ("stances help list", "the help of a command"),
        ("stances help add statement", "the help of a subcommand"),
    ),
    help="Show a page of the documentation, or the help of a command. Without TOPIC, list the "
    "topics. If a name is both a page and a command, both are shown. A terminal shows "
    "formatted pages, with a pager for long ones; a pipe gets Markdown.",
)
@click.argument("topic", metavar="[TOPIC]", nargs=-1)
@color_option
@click.pass_context
def command(ctx: click.Context, /, topic: tuple[str, ...], color: str) -> None:
    """Show what there is to read."""
    pages = topics()
    name = " ".join(topic).casefold().removesuffix(_ENDING)
    shown = _help_of(ctx, name.split()) if topic else _listed(pages)
    if name not in pages and not shown:
        near = closest(name, [*pages, *_commands(ctx)])
        hint = f" Did you mean {' or '.join(near)}?" if near else " `stances help` lists them."
        if _CODE.fullmatch(name):
            hint = f" `stances check --explain {name.upper()}` says what a code means."
        ctx.fail(f"No such topic '{name}'.{hint}")
    text = _COMMENT.sub("", pages[name].read_text("utf-8")) if name in pages else ""
    if not sys.stdout.isatty():
        click.echo("\n\n".join(filter(None, (shown, text.rstrip("\n")))))
        return
    from stances.cli.output import page, terminal_width, wants_color  # noqa: PLC0415 - as below

    colored = wants_color(color, sys.stdout)
    if text:
        from stances.views.table.manual import manual  # noqa: PLC0415 - only where it is shown

        linked = _with_topics(text, name, pages)
        laid_out = "".join(manual(linked, terminal_width(), color=colored))
        shown = f"{shown}\n\n{laid_out}" if shown else laid_out
    page(shown if shown.endswith("\n") else f"{shown}\n", color=colored)


def topics() -> Mapping[str, Path]:
    """The file of each page of the documents, by its name; the list of topics is their index."""
    from pathlib import Path  # noqa: PLC0415 - as above

    folder = shipped_docs()
    files = sorted(Path(folder).rglob(f"*{_ENDING}")) if folder else []
    return {
        path.relative_to(str(folder)).with_suffix("").as_posix(): path
        for path in files
        if path.stem != "README"
    }


def title(page: Path) -> str:
    """What a page is about: its first heading."""
    with page.open(encoding="utf-8") as lines:
        return next((line.strip("# \n") for line in lines if line.startswith("# ")), "")


def _listed(pages: Mapping[str, Path]) -> str:
    width = max(map(len, pages), default=0)
    lines = [
        "Topics, each a page of the documentation:",
        *(f"  {name:<{width}}  {title(path)}" for name, path in pages.items()),
        "Commands are topics too: `stances help list`; `stances --help` lists them.",
    ]
    return "\n".join(lines)


def _commands(ctx: click.Context) -> Sequence[str]:
    root = ctx.find_root()
    return root.command.list_commands(root) if isinstance(root.command, click.Group) else ()


def _help_of(ctx: click.Context, words: Sequence[str]) -> str:
    """The help of a command, or of one of its own commands; empty if there is none."""
    at = ctx.find_root()
    for word in words:
        found = at.command.get_command(at, word) if isinstance(at.command, click.Group) else None
        if found is None:
            return ""
        at = click.Context(found, parent=at, info_name=word, **found.context_settings)
    return at.get_help()


def _with_topics(text: str, own: str, pages: Mapping[str, Path]) -> str:
    """A page without links, which a terminal cannot follow; at its end, what they lead to."""
    linked: dict[str, None] = {}

    def plain(link: re.Match[str]) -> str:
        words, address = link.groups()
        if "://" in address:
            return words if address in words else f"{words} ({address})"
        page = address.partition("#")[0].removesuffix(_ENDING)
        if page in pages and page != own:
            linked[page] = None
        return words

    parts, end = [], 0
    for fence in _FENCE.finditer(text):
        parts += [_LINK.sub(plain, text[end : fence.start()]), fence[0]]
        end = fence.end()
    parts.append(_LINK.sub(plain, text[end:]))
    if linked:
        parts.append("\n## See also\n\n" + ", ".join(f"`stances help {each}`" for each in linked))
    return "".join(parts)
