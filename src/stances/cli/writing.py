"""New records tried, shown as a diff, confirmed, and only then written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from stances.adding.candidate import candidate
from stances.adding.faults import doubles, faults, same_sources, unwritable
from stances.cli.asking import confirm, nothing_written
from stances.cli.changes import show_changes
from stances.cli.output import wants_color
from stances.cli.run import say
from stances.editing.saving import save
from stances.queries.verification import of_statements, verification
from stances.views.problems.text import shown_path
from stances.views.refusals import refusal_lines

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from stances.adding.additions import Addition
    from stances.adding.candidate import Candidate
    from stances.adding.faults import Refusal
    from stances.cli.session import Session
    from stances.evidence.copies import Snapshots
    from stances.importing.trial import Further


class Writer(NamedTuple):
    """What writes to a corpus as the options of a command say.

    `asked` says that the records were asked for at a terminal, where somebody has seen already what
    is like them and whether their words are in the copies.
    """

    session: Session
    snapshots: Snapshots
    options: dict[str, Any]
    asked: bool

    @property
    def folder(self) -> Path:
        """The corpus."""
        return Path(self.session.folder)

    def write(self, new: Sequence[Addition], refusals: Sequence[Refusal] = ()) -> int:
        """Write records, and return the exit code; nothing is written if anything is wrong."""
        index = self.session.index
        refusals = [*refusals, *unwritable(new), *same_sources(index, new)]
        if not self.asked:
            refusals += doubles(index, new)
        if refusals or not new:
            return self._refuse(refusals)
        made = candidate(index, self.folder, new)
        found = faults(index, self.folder, made, self._further())
        if any(each.is_error for each in found):
            return self._refuse(found)
        self._tell(found)
        if not self.options["yes"]:
            show_changes(made.replacements, self.session, color=self.options["color"])
        if self.options["dry_run"]:
            return 0
        if not self.options["yes"]:
            with nothing_written():
                wanted = confirm("Write this?", default=True)
            if not wanted:
                say("stances: nothing was written")
                return 1
        save(self.folder, made.replacements, force=self.options["force"])
        self._report(made)
        return 0

    def _further(self) -> Further | None:
        """What `stances verify` says of the new words, unless they have been looked for."""
        if self.asked or not self.options["verify"]:
            return None

        def further(index: sqlite3.Connection, refs: Sequence[str]) -> list[Any]:
            chosen = of_statements(refs)
            return verification(index, self.snapshots, chosen, assessments=False).problems()

        return further

    def _refuse(self, found: Sequence[Refusal]) -> int:
        self._tell(found)
        say("stances: nothing was written")
        return 1

    def _tell(self, found: Sequence[Refusal]) -> None:
        colored = wants_color(self.options["color"], sys.stderr)
        for line in refusal_lines(found, self._called):
            click.echo(line, err=True, color=colored)

    def _called(self, key: str) -> str:
        """How a key is given: by an option, or in answer to a question."""
        return key if self.asked or not key else f"--{key.replace('_', '-')}"

    def _report(self, made: Candidate) -> None:
        """Where each record stands now, and by what reference it is found."""
        for each in made.placed:
            path = shown_path(Path(self.session.shown), each.path)
            click.echo(f"{path}:{made.line_of(each)}: added {_what(each.addition, each.ref)}")
        last = made.placed[-1]
        say(f"stances: next, `{_NEXT[last.addition.kind].format(last.ref)}`")


_NEXT = {
    "statement": "stances show {}",
    "evidence": "stances show {}",
    "official": "stances add statement {}",
    "source": "stances add statement --source {}",
}
"""What is most often done once a record is there."""


def _what(addition: Addition, ref: str) -> str:
    return f"evidence to {ref}" if addition.kind == "evidence" else ref
