"""A record that is asked for, field by field, and the corpus that it is for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.cli.prompts import (
    Hint,
    Option,
    ask,
    ids_of,
    one_of,
    read_option,
    show,
    some_of,
    tell,
)
from stances.dates.written import PLAIN_STYLE
from stances.editing.add.records import about, is_date, read_field
from stances.views.values import signed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from stances.dates.patterns import Style
    from stances.editing.add.records import AddedKind, Flat
    from stances.evidence.copies import Snapshots
    from stances.queries.choices import Word


class Usual(NamedTuple):
    """What is proposed for a statement, from a passage and from the statement before it.

    `is_whole`: words and form are proposed too, and all fields are asked for.
    """

    official: str = ""
    issue: str = ""
    said: str = ""
    text: str = ""
    form: str = ""
    is_whole: bool = False


@dataclass(frozen=True)
class Desk:
    """The corpus that records are added to, and its stored copies; `listed` are lists shown.

    `style` is how dates are typed; `usual` is what is proposed for a statement, where it is one of
    many.
    """

    index: sqlite3.Connection
    folder: Path
    snapshots: Snapshots
    style: Style = PLAIN_STYLE
    listed: set[str] = field(default_factory=set)
    usual: Usual | None = None

    @property
    def is_brief(self) -> bool:
        """Whether only that is asked for which cannot be known."""
        return self.usual is not None and not self.usual.is_whole


class How(NamedTuple):
    """How an answer is read, and what else is special about it; `?` also says what its key means.

    `often` are options that are listed at each question, and not only at the first.
    """

    read: Callable[[str], Any]
    hint: Hint = Hint()
    often: bool = False


def _with_date_shown(read: Callable[[str], Any], text: str) -> Any:  # noqa: ANN401 - as it reads
    """What is read of a date, which is shown where it is not as it was typed."""
    answer = read(text)
    if answer != text.strip():
        tell(f"{text.strip()} → {answer}", head="  ")
    return answer


class Form:
    """The values of one record: those of the options, and answers for what these leave out."""

    def __init__(self, desk: Desk, kind: AddedKind, given: Flat) -> None:
        self.desk, self.kind, self.values = desk, kind, dict(given)

    def fill(
        self,
        key: str,
        label: str,
        default: str = "",
        *,
        empty: str | None = None,
        how: How | None = None,
    ) -> Any:  # noqa: ANN401 - text, or a list where that is read
        """The value of a key. Usage error if that of an option cannot be taken.

        Options to choose from are listed the first time, and then by `?`.
        """
        how = how or How(partial(read_field, self.kind, key, style=self.desk.style))
        if is_date(self.kind, key):
            how = how._replace(read=partial(_with_date_shown, how.read))
        if key in self.values:
            value = self.values[key]
            if isinstance(value, str):
                self.values[key] = read_option(how.read, value, key.replace("_", "-"))
            return self.values[key]
        is_listed = not how.often and key in self.desk.listed
        if how.hint.options and not is_listed:
            show(how.hint.options)
            self.desk.listed.add(key)
        text = "\n".join(filter(None, (self.about(key), how.hint.text)))
        hint = how.hint._replace(text=text, is_listed=is_listed)
        answer = ask(label, how.read, default, hint=hint, empty=empty)
        if answer:
            self.values[key] = answer
        return answer

    def about(self, key: str) -> str:
        """What a key means; empty for the id of a file."""
        try:
            return about(self.kind, key)
        except KeyError:
            return ""


def one_option(options: Sequence[Option], *, often: bool = False) -> How:
    """The answer is the id of one of these."""
    return How(one_of(options), Hint("", ids_of(options), options), often)


def some_options(options: Sequence[Option]) -> How:
    """The answer is the ids of some of these."""
    return How(some_of(options), Hint("", ids_of(options), options))


def options_of(words: Sequence[Word]) -> list[Option]:
    """Words of the codebook as options; the mark is the score."""
    scored = any(word.score is not None for word in words)
    return [
        Option(word.id, word.label, word.definition, (signed(word.score) or "–") if scored else "")
        for word in words
    ]
