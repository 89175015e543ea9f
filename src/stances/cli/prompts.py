"""Prompts on a terminal: defaults, help by `?`, completion by Tab, and back by `<`."""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from stances.cli.hints import say
from stances.cli.line_input import CTRL_B, read_line, rest_of_passage
from stances.cli.transcript import Answered, Back, Transcript, current
from stances.editing.values import InvalidValue
from stances.text import brief, did_you_mean, fold
from stances.views.direction import laid_out
from stances.views.wrapping import cells, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


Answer = TypeVar("Answer")
Given = TypeVar("Given")

_WIDEST = 100
_NARROWEST = 40
_RECOGNISED = 100
"""About a line of a text."""


class Option(NamedTuple):
    """Something to choose: its id, what it is and means, and a mark such as a score."""

    id: str
    label: str = ""
    meaning: str = ""
    mark: str = ""


class Hint(NamedTuple):
    """How an answer can be given.

    If `is_listed`, the options were listed before, and the prompt says that `?` lists them again.
    `?` shows `text` and the `options`, and Tab completes by `complete`. `shown` is how defaults are
    shown. If `is_passage`, it may be of several lines. Unless `is_kept`, it is asked for in each
    run of a `Transcript`. `hears_ctrl_b`: the reader knows a way back outside of one, too.
    """

    text: str = ""
    complete: Callable[[str], Sequence[str]] | None = None
    options: Sequence[Option] = ()
    shown: Mapping[str, str] = MappingProxyType({})
    is_listed: bool = False
    is_passage: bool = False
    is_kept: bool = True
    hears_ctrl_b: bool = False


_PLAIN = Hint()
BACK, NONE = "<", "-"
"""Answers: the question before; and none."""
_BACK_AS_TEXT = "\\<"


def ask(
    label: str,
    read: Callable[[str], Answer],
    default: str = "",
    *,
    empty: str | None = None,
    hint: Hint = _PLAIN,
) -> Answer | None:
    """Ask until the answer can be read.

    An empty line is the default; or None, if `empty` says what that means, in a word or not at all.
    Within the run of a `Transcript`, `<` goes back to the question before, and a question that is
    asked again has the earlier answer as its default. `-` is None in place of that.

    Raises `click.Abort` at the end of the input, and `KeyboardInterrupt`.
    """
    run = current()
    kept = run if hint.is_kept else None
    if kept and (given := kept.given(label)):
        try:
            answer = read(given.text) if given.text else None
        except InvalidValue as error:
            kept.refuse_given()
            tell(f"Error: {shortened(given.text)}: {error}")
        else:
            kept.record(given)
            return answer
    elif run:
        run.propose_given()
    proposed = kept.proposed(label) if kept else ""
    usual = proposed or default
    is_optional = empty is not None
    asides = ["? lists them"] if hint.is_listed and hint.options else []
    asides += [f"{NONE if usual else 'Enter'}: {empty}"] if empty else []
    end = f" ({'; '.join(asides)})" if asides else ""
    while True:
        typed = _asked(f"{label}{end}", usual, hint)
        text = typed or usual or (NONE if is_optional else "")
        if not text or (run and _goes_back(run, typed)):
            continue
        try:
            answer = (
                None
                if is_optional and text == NONE
                else read(BACK if text == _BACK_AS_TEXT else text)
            )
        except InvalidValue as error:
            tell(f"Error: {error}")
            continue
        if kept:
            text = "" if answer is None else _typed(answer, text)
            kept.record(Answered(label, text, is_usual=not (typed or proposed)))
        return answer


def _goes_back(run: Transcript, typed: str) -> bool:
    """Whether something else is to be typed; raises `Back` if there is a question before."""
    is_back = typed == BACK or CTRL_B in typed
    if is_back and (run.answered or run.leaves):
        raise Back
    if is_back:
        tell("This is the first question.")
    return is_back


def _asked(label: str, usual: str, hint: Hint) -> str:
    """What is typed to a question, once it does not ask for help."""
    shown = hint.shown.get(usual) or brief(shortened(usual))
    prompt = f"{brief(label)} [{shown}]:" if usual else f"{brief(label)}:"
    # Readline can only take the last line of what it does not write itself.
    *above, last = wrapped(prompt, prompt_width(), rest="  ")
    while True:
        for line in above:
            click.echo(line, err=True)
        text = read_line(
            f"{last} ",
            hint.complete,
            is_edited=hint != _PLAIN,
            hears_ctrl_b=hint.hears_ctrl_b or current() is not None,
        )
        if hint.is_passage:
            text = rest_of_passage(text, tell)
        text = text.strip()
        if text != "?" or not (hint.text or hint.options):
            return text
        if hint.text:
            tell(hint.text)
        show(hint.options)


def _typed(answer: object, text: str) -> str:
    """An answer as it can be typed again when numbers of lists may mean something else."""
    if isinstance(answer, str) and answer:
        return answer
    if isinstance(answer, list) and all(isinstance(each, str) for each in answer):
        return ", ".join(answer)
    return text


def shortened(text: str, most: int = _RECOGNISED) -> str:
    """The beginning of a text on one line, enough to recognise it."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most]}…"


def demand(
    label: str,
    read: Callable[[str], Answer],
    default: str = "",
    hint: Hint = _PLAIN,
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
    hint: Hint = _PLAIN,
) -> list[Answer]:
    """Ask for one answer after the other until an empty line; `least` are required.

    `end` says what an empty line means. None is taken twice.
    """
    answers: list[Answer] = []

    def read_other(text: str) -> Answer:
        answer = read(text)
        for number, each in enumerate(answers, 1):
            if each == answer:
                raise InvalidValue(f"this is already number {number}")
        return answer

    while True:
        empty = end if len(answers) >= least else None
        answer = ask(f"{label} {len(answers) + 1}", read_other, hint=hint, empty=empty)
        if answer is None:
            return answers
        answers.append(answer)


def confirm(
    label: str, *, default: bool = False, is_kept: bool = True, explained: str = ""
) -> bool:
    """Ask for yes or no; `?` shows what is `explained`."""

    def read(text: str) -> bool:
        if text.casefold() not in ("y", "yes", "n", "no"):
            raise InvalidValue("answer y or n")
        return text.casefold() in ("y", "yes")

    shown = {"y": "Y/n", "yes": "Y/n", "n": "y/N", "no": "y/N"}
    hint = Hint(explained, shown=shown, is_kept=is_kept)
    return demand(label, read, "y" if default else "n", hint)


def tell(text: str, *, head: str = "") -> None:
    """Write text to stderr behind a head, folded to the width of the terminal.

    All lines but the first are indented by the width of the head. In a run that is given answers,
    it is written only before the next question that has none.
    """
    if (run := current()) and run.is_silent:
        run.put_off(lambda: tell(text, head=head))
        return
    for line in text.split("\n"):
        for each in wrapped(brief(line), prompt_width(), first=head, rest=" " * cells(head)):
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
        if prompt_width() - cells(head) < _NARROWEST:
            tell("", head=head)
            head = " " * len("  1  ")
        if body or not head.isspace():
            tell(body, head=head)


def one_of(options: Sequence[Option], *, numbered: bool = True) -> Callable[[str], str]:
    """A reader that takes the id or the label of an option, or the number that `show` gives it."""

    def read(text: str) -> str:
        text = text.strip()
        ids = [each.id for each in options]
        if text in ids:
            return text
        if numbered and text.isdecimal() and 0 < int(text) <= len(options):
            return options[int(text) - 1].id
        folded = fold(text)
        for each in options:
            if folded and folded in (fold(each.id), fold(each.label)):
                return each.id
        numbers = f"a number from 1 to {len(options)}, or " if numbered else ""
        raise InvalidValue(f"`{text}` is not one of these; {numbers}{did_you_mean(text, ids)}")

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


def prompt_width() -> int:
    """The columns of prompts: those of the terminal, up to a width that is read with ease."""
    return min(shutil.get_terminal_size().columns, _WIDEST)


def is_terminal() -> bool:
    """Whether a user can be asked, and sees both the prompts and the result."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def read_option(read: Callable[[Given], Answer], given: Given, option: str) -> Answer:
    """Read the value of an option; usage error if it is invalid."""
    try:
        return read(given)
    except InvalidValue as error:
        raise click.BadParameter(str(error), param_hint=f"'--{option}'") from error
