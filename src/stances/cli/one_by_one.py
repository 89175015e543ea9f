"""Statements that are shown one by one on a terminal, for `code`, `curate` and `review`."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances.cli.hints import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.cli.session import Session
    from stances.editing.workspace import Workspace


class OneByOne(ABC):
    """A session that asks about statements in turn. What is answered is written at once."""

    def __init__(self, ctx: click.Context, options: dict[str, Any], session: Session) -> None:
        from stances.evidence.copies import Snapshots  # noqa: PLC0415 - help is to be quick
        from stances.paths import find_snapshots  # noqa: PLC0415 - as above

        self.ctx, self.options, self.session = ctx, options, session
        self.snapshots = Snapshots(find_snapshots(options["snapshots"], session.folder))

    @property
    def corpus(self) -> Path:
        """The folder of the corpus."""
        return Path(self.session.folder)

    def hold(self, refs: Sequence[str]) -> int:
        """Go through statements until the last one or `quit`."""
        number = 0
        try:
            while number < len(refs):
                step = self.statement(refs[number], f"{number + 1} of {len(refs)}")
                if step is None:
                    break
                if number + step < 0:
                    say("stances: this is the first statement")
                number = max(number + step, 0)
        except (click.Abort, KeyboardInterrupt):
            click.echo(err=True)
            raise
        finally:
            self.say_done(len(refs))
        return 0

    @abstractmethod
    def statement(self, ref: str, progress: str) -> int | None:
        """Ask about a statement until there is a way to go from it: 1, -1, or None for quit."""

    @abstractmethod
    def say_done(self, number: int) -> None:
        """Say what was done of so many statements."""

    def show(
        self,
        page: Any,  # noqa: ANN401 - what a table can be made of
        progress: str,
        state: str = "",
    ) -> None:
        """Show a statement below which of how many it is, and its state."""
        from stances.cli.output import terminal_width, wants_color  # noqa: PLC0415 - as above
        from stances.views.formats import ROWS, ViewOptions  # noqa: PLC0415 - as above
        from stances.views.styles import STRONG, painted  # noqa: PLC0415 - as above

        color = wants_color(self.options["color"], sys.stdout)
        click.echo(f"\n{painted(progress, STRONG)}{state}\n", color=color)
        options = ViewOptions(color=color, width=terminal_width(), dates=self.options["dates"])
        text = "".join(ROWS.view("table")(page, options))
        click.echo(f"{text.rstrip()}\n", color=color)

    def refresh(self) -> None:
        """Open the corpus as it is now. Raises `UnusableCorpus`."""
        from stances.cli.session import open_index  # noqa: PLC0415 - as above

        self.session.let_go()
        self.session = open_index(self.ctx, self.options, fall_back=False)
        self.session.refuse_unusable()


def is_sound(workspace: Workspace) -> bool:
    """Whether a change makes no new errors; those that it makes are said."""
    from stances.editing.trial import tried  # noqa: PLC0415 - as above
    from stances.views.problems.plain_text import problem_line  # noqa: PLC0415 - as above

    with tried(workspace) as trial:
        errors = [each for each in trial.new_problems() if each.severity == "error"]
    for each in errors:
        say(f"stances: {problem_line(each, each.path)}")
    if errors:
        say("stances: nothing was written")
    return not errors
