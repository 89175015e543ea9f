"""Prompts on a terminal: defaults, help by `?`, completion by Tab."""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from stances.cli.hints import say
from stances.editing.values import InvalidValue
from stances.text import brief, did_you_mean, fold
from stances.views.direction import laid_out
from stances.views.wrapping import cells, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


Answer = TypeVar("Answer")
Given = TypeVar("Given")

_WIDEST = 100
_NARROWEST = 40


class Option(NamedTuple):
    """Something to choose: its id, what it is and means, and a mark such as a score."""

    id: str
    label: str = ""
    meaning: str = ""
    mark: str = ""


class Hint(NamedTuple):
    """Help for an answer: `text` is shown for `?`, and Tab completes by `complete`."""

    text: str = ""
    complete: Callable[[str], Sequence[str]] | None = None


def ask(
    label: str,
    read: Callable[[str], Answer],
    default: str = "",
    *,
    hint: Hint | None = None,
    optional: bool = False,
) -> Answer | None:
    """Ask until the answer can be read. An empty line is the default, or None if `optional`.

    Raises `click.Abort` at the end of the input, and `KeyboardInterrupt`.
    """
    prompt = f"{brief(label)} [{brief(default)}]:" if default else f"{brief(label)}:"
    # Readline can only take the last line of what it does not write itself.
    *above, last = wrapped(prompt, _width(), rest="  ")
    while True:
        for line in above:
            click.echo(line, err=True)
        text = _line(f"{last} ", hint).strip() or default
        if text == "?" and hint and hint.text:
            tell(hint.text)
        elif text:
            try:
                return read(text)
            except InvalidValue as error:
                tell(f"Error: {error}")
        elif optional:
            return None


def demand(
    label: str, read: Callable[[str], Answer], default: str = "", hint: Hint | None = None
) -> Answer:
    """Ask until there is an answer."""
    answer = ask(label, read, default, hint=hint)
    if answer is None:  # pragma: no cover - only what is optional may be None
        raise click.Abort
    return answer


def ask_several(
    label: str,
    read: Callable[[str], Answer],
    least: int = 0,
    *,
    end: str = "",
    hint: Hint | None = None,
) -> list[Answer]:
    """Ask for one answer after the other until an empty line; `least` are required.

    `end` follows the label of those that may be left out.
    """
    answers: list[Answer] = []
    while True:
        may_end = len(answers) >= least
        numbered = f"{label} {len(answers) + 1}{end if may_end else ''}"
        answer = ask(numbered, read, hint=hint, optional=may_end)
        if answer is None:
            return answers
        answers.append(answer)


def confirm(label: str, *, default: bool = False) -> bool:
    """Ask for yes or no."""

    def read(text: str) -> bool:
        if text.casefold() not in ("y", "yes", "n", "no"):
            raise InvalidValue("answer y or n")
        return text.casefold() in ("y", "yes")

    usual = "Y/n" if default else "y/N"
    answer = ask(f"{label} [{usual}]", read, optional=True)
    return default if answer is None else answer


def tell(text: str, *, head: str = "") -> None:
    """Write text to stderr behind a head, folded to the width of the terminal.

    All lines but the first are indented by the width of the head.
    """
    for line in text.split("\n"):
        for each in wrapped(brief(line), _width(), first=head, rest=" " * cells(head)):
            click.echo(laid_out(each) if sys.stderr.isatty() else each, err=True)


def show(options: Sequence[Option]) -> None:
    """List the options, numbered."""
    id_width = max((len(each.id) for each in options), default=0)
    mark_width = max((len(each.mark) for each in options), default=0)
    for number, each in enumerate(options, 1):
        head = f"{number:>3}  {each.id:<{id_width}}  "
        if mark_width:
            head += f"{each.mark:>{mark_width}}  "
        body = ": ".join(filter(None, (each.label, each.meaning)))
        if _width() - cells(head) < _NARROWEST:
            tell("", head=head)
            head = " " * len("  1  ")
        if body or not head.isspace():
            tell(body, head=head)


def one_of(options: Sequence[Option], *, numbered: bool = True) -> Callable[[str], str]:
    """A reader that takes the id or the label of an option, or the number that `show` gives it."""

    def read(text: str) -> str:
        text = text.strip()
        if numbered and text.isdecimal() and 0 < int(text) <= len(options):
            return options[int(text) - 1].id
        folded = fold(text)
        for each in options:
            if text == each.id or (folded and folded in (fold(each.id), fold(each.label))):
                return each.id
        ids = [each.id for each in options]
        numbers = f"a number from 1 to {len(options)}, or " if numbered else ""
        raise InvalidValue(f"`{text}` is none of these; {numbers}{did_you_mean(text, ids)}")

    return read


def some_of(options: Sequence[Option]) -> Callable[[str], list[str]]:
    """A reader that takes several, with commas or spaces between them."""
    read = one_of(options)

    def read_all(text: str) -> list[str]:
        words = text.split(",") if "," in text else text.split()
        return list(dict.fromkeys(read(word) for word in words if word.strip()))

    return read_all


def ids_of(options: Sequence[Option]) -> Callable[[str], list[str]]:
    """Completes the ids of the options."""
    return lambda begun: [each.id for each in options if each.id.startswith(begun)]


@contextmanager
def nothing_written() -> Iterator[None]:
    """Report that nothing was written if the user leaves."""
    try:
        yield
    except (click.Abort, KeyboardInterrupt):
        click.echo(err=True)
        say("stances: nothing was written")
        raise


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)


def _line(prompt: str, hint: Hint | None) -> str:
    """A line from the terminal.

    Bytes that are not UTF-8 are kept, for readers to refuse. The prompt goes to stderr if stdout is
    a file.
    """
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None and sys.stdin.errors != "surrogateescape":
        reconfigure(encoding="utf-8", errors="surrogateescape")
    # Without a hint as it comes from the terminal: readline drops half a letter at the end.
    edited = _completing(hint.complete) if hint and sys.stdout.isatty() else None
    try:
        with edited or redirect_stdout(sys.stderr):
            return input(prompt)
    except EOFError as error:
        raise click.Abort from error


@contextmanager
def _completing(complete: Callable[[str], Sequence[str]] | None) -> Iterator[None]:
    """Complete by Tab and edit long lines, where Python has readline."""
    try:
        import readline  # noqa: PLC0415 - not every Python has it, and only a terminal needs it
    except ImportError:  # pragma: no cover - depends on how Python was built
        yield
        return

    def completed(begun: str, number: int) -> str | None:
        """The first, second … completion, as readline asks for it."""
        matches = complete(begun) if complete else ()
        return matches[number] if number < len(matches) else None

    readline.set_completer(completed)
    readline.set_completer_delims(", ")
    libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")
    try:
        yield
    finally:
        readline.set_completer(None)


def is_terminal() -> bool:
    """Whether a user can be asked, and sees both the prompts and the result."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def read_option(read: Callable[[Given], Answer], given: Given, option: str) -> Answer:
    """Read the value of an option; usage error if it is invalid."""
    try:
        return read(given)
    except InvalidValue as error:
        raise click.BadParameter(str(error), param_hint=f"'--{option}'") from error
