"""`stances edit`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances.cli.confirm import asking, show_changes, write, writing_options
from stances.cli.hints import say
from stances.cli.options import Command, color_option, corpus_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.cli.session import Session
    from stances.editing.by_hand import Spot
    from stances.problems import Problem


@click.command(
    "edit",
    cls=Command,
    examples=(
        ("stances edit rouhani/ready-to-cooperate", "a statement, at its line"),
        ("stances edit wsws-2014-06-21", "a source"),
        ("stances edit faction:military", "a word of the codebook"),
        ("stances edit data/officials/zarif.yaml:12", "a place that `stances check` names"),
    ),
    help="Open a copy of the file that has REF in your editor ($VISUAL or $EDITOR). The edited "
    "file is checked as `stances check` does. If it has new errors, it is not written and "
    "you can edit it again. A changed statement loses its `reviewed_by`.",
)
@click.argument("ref", metavar="REF")
@writing_options
@color_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, ref: str, **options: Any) -> int:
    """Edit a file."""
    asks = asking(options)
    if asks and not sys.stdout.isatty():
        raise click.UsageError("there is no terminal for an editor; use --yes to edit without one")
    from stances.cli.session import open_index  # noqa: PLC0415 - help is to be quick
    from stances.editing.by_hand import spot  # noqa: PLC0415 - as above

    writes = not options["dry_run"]
    session = open_index(ctx, options, fall_back=False, adds=True, writes=writes)
    found = spot(session.index, Path(session.folder), ref)
    return Draft(ctx, options, session, found, ref).edit()


class Draft:
    """A copy of a file of the corpus in a private folder, and what is done with it."""

    def __init__(
        self, ctx: click.Context, options: dict[str, Any], session: Session, spot: Spot, ref: str
    ) -> None:
        """`ref` is what the user calls the thing at the spot."""
        from stances.cli.editor import editor  # noqa: PLC0415 - help is to be quick
        from stances.editing.by_hand import content  # noqa: PLC0415 - as above
        from stances.editing.save import refuse_open  # noqa: PLC0415 - as above

        self.ctx, self.options, self.session, self.ref = ctx, options, session, ref
        self.path, self.line = spot
        self.editor = editor()
        if not options["force"]:
            refuse_open(self.corpus / self.path)
        self.before = content(self.corpus, self.path)
        self.asks, self.is_written = not options["yes"], False
        self.earlier: list[Path] = []

    @property
    def corpus(self) -> Path:
        """The folder of the corpus."""
        return Path(self.session.folder)

    def edit(self) -> int:
        """Have the file edited until it is written or given up; returns the exit code.

        A draft that differs from the file and was not written is kept, and its path is said.
        """
        from tempfile import mkdtemp  # noqa: PLC0415 - help is to be quick

        self.folder = Path(os.path.realpath(mkdtemp(prefix="stances-edit-")))  # for its owner alone
        self.file = self.folder / self.path
        self.file.parent.mkdir(exist_ok=True, parents=True)
        self.file.write_bytes(self.before)
        is_done = False
        try:
            code = self._until_written()
            is_done = code == 0 and not self.options["dry_run"]
        finally:
            self._leave(is_done=is_done)
        return code

    def _leave(self, *, is_done: bool) -> None:
        """Delete the private folder, unless there is something in it that was not written."""
        from stances.editing.by_hand import draft_content  # noqa: PLC0415 - as above
        from stances.errors import CannotEdit  # noqa: PLC0415 - as above

        drafts = [*self.earlier]
        try:
            if not is_done and draft_content(self.file, self.folder) != self.before:
                drafts.append(self.file)
        except CannotEdit:
            drafts += [self.file] if os.path.lexists(self.file) else []
        for draft in drafts:
            say(f"stances: the draft is kept: {draft}")
        if not drafts:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _until_written(self) -> int:
        from stances.cli.editor import edit  # noqa: PLC0415 - as above
        from stances.editing.by_hand import content, draft_content  # noqa: PLC0415 - as above
        from stances.errors import CannotEdit, ChangedMeanwhile  # noqa: PLC0415 - as above

        while True:
            edit(self.editor, self.file, self.line, self.folder)
            try:
                after = draft_content(self.file, self.folder)
            except CannotEdit as error:
                say(f"stances: {error}", error.hint)
                if not self._again():
                    return 1
                if not self.file.is_file() or self.file.is_symlink():
                    self._begin(self.before)
                continue
            if after == self.before:
                say("stances: nothing was changed")
                return 0
            try:
                code = self._try(after)
            except ChangedMeanwhile as error:
                say(f"stances: {error}")
                if not self._again("Edit the file as it is now"):
                    return 1
                self._begin(content(self.corpus, self.path), keep=True)
                continue
            if code is not None:
                return code

    def _again(self, label: str = "Edit again") -> bool:
        """Whether the user wants to go on editing."""
        from stances.cli.prompts import confirm  # noqa: PLC0415 - as above

        if self.asks and not self.options["dry_run"] and confirm(f"{label}?", default=True):
            return True
        say("stances: nothing was written")
        return False

    def _begin(self, content: bytes, *, keep: bool = False) -> None:
        """Begin with another state of the file; the draft so far may be kept beside it."""
        if keep:
            number = len(self.earlier) + 1
            kept = self.file.with_name(f"{self.file.stem}.draft-{number}{self.file.suffix}")
            self.earlier.append(self.file.rename(kept))
            say(f"stances: the draft so far is {kept}")
        elif self.file.is_symlink() or self.file.is_file():
            self.file.unlink()
        self.before = content
        self.file.write_bytes(content)

    def _try(self, after: bytes) -> int | None:
        """Try what came back, and write it; the exit code, or None to edit it again."""
        from stances.cli.session import open_index  # noqa: PLC0415 - as above
        from stances.editing.by_hand import content, workspace_of  # noqa: PLC0415 - as above
        from stances.editing.first_readings import keep_first_readings, other_default  # noqa: PLC0415 - as above
        from stances.editing.touched import take_off_reviews  # noqa: PLC0415 - as above
        from stances.editing.trial import tried  # noqa: PLC0415 - as above
        from stances.errors import ChangedMeanwhile  # noqa: PLC0415 - as above

        if content(self.corpus, self.path) != self.before:
            raise ChangedMeanwhile(self.corpus / self.path)
        # Editing may have taken long, and other files may have changed.
        self.session.let_go()
        self.session = open_index(self.ctx, self.options, fall_back=False, adds=True)
        index = self.session.index
        workspace = workspace_of(index, self.corpus, self.path, self.before, after)
        with tried(workspace) as trial:
            problems = trial.new_problems()
        self._print(problems)
        if any(each.severity == "error" for each in problems):
            places = (each.line for each in problems if each.path == self.path)
            self.line = next(places, self.line)
            return None if self._again() else 1
        for ref in take_off_reviews(workspace):
            say(f"stances: nobody has reviewed {ref} as it is now: its `reviewed_by` goes")
        for kept in keep_first_readings(workspace):
            say(f"stances: {kept.told}")
        if told := other_default(workspace):
            say(f"stances: {told}")
        changes = workspace.replacements()
        if not self.options["yes"]:
            show_changes(changes, self.session, color=self.options["color"])
        if self.options["dry_run"]:
            return 0
        if self.asks and (answer := self._wanted()) != "y":
            return None if answer == "e" else 1
        write(changes, self.session, self.options, "edit", self.ref)
        self.is_written = True
        for each in workspace.changed:
            from stances.views.problems.plain_text import shown_path  # noqa: PLC0415 - as above

            click.echo(f"{shown_path(Path(self.session.shown), each)}: changed")
        return 0

    def _wanted(self) -> str:
        """Whether the user, who has seen the changes, wants them written: y, n, or e for edit."""
        from stances.cli.prompts import Option, demand, one_of  # noqa: PLC0415 - as above

        options = [Option("y", "yes"), Option("n", "no"), Option("e", "edit")]
        read = one_of(options, numbered=False)
        answer = demand("Write this? y: yes, n: no, e: edit again", read, "y")
        if answer == "n":
            say("stances: nothing was written")
        return answer

    def _print(self, problems: Sequence[Problem]) -> None:
        """Print problems: those of the file at their places in the draft, others in the corpus."""
        from stances.cli.output import terminal_width, wants_color  # noqa: PLC0415 - as above
        from stances.views.problems.plain_text import problem_lines  # noqa: PLC0415 - as above

        color = wants_color(self.options["color"], sys.stderr)
        for folder, own in ((self.folder, True), (Path(self.session.shown), False)):
            shown = [each for each in problems if (each.path == self.path) is own]
            excerpts = folder if sys.stderr.isatty() else None
            for line in problem_lines(shown, folder, excerpts, width=terminal_width()):
                click.echo(line, err=True, color=color)
