"""Errors that end a command; each words its own message and has an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

INTERRUPTED = 130
"""The exit code where somebody has pressed Ctrl-C, or the input ends at a question."""


class StancesError(Exception):
    """A command cannot go on; `str()` says why, `hint` what to do."""

    exit_code: ClassVar[int] = 1

    def __init__(self, why: str, hint: str = "") -> None:
        """`why` is a whole sentence."""
        super().__init__(why)
        self.hint = hint


class NoCorpus(StancesError):
    """No corpus where one was named, or none anywhere."""

    exit_code = 3

    def __init__(self, folder: Path | None, *, named_by: str = "") -> None:
        """`named_by` is the option or variable that named the folder."""
        if folder is None:
            super().__init__("there is no corpus here or in any folder above")
        else:
            super().__init__(f"there is no corpus in {folder} (named by {named_by})")
        self.hint = "name a folder with a corpus.yaml by --data DIR, or begin one: `stances init`"


class NoSnapshots(StancesError):
    """No folder where one was named for the stored copies."""

    exit_code = 3

    def __init__(self, folder: Path, named_by: str) -> None:
        """`named_by` is the option or variable that named the folder."""
        super().__init__(f"there is no folder of stored copies in {folder} (named by {named_by})")
        self.hint = "a copy is a file with the id of its source, such as ID.txt, ID.html or ID.pdf"


class SnapshotsElsewhere(StancesError):
    """A folder of stored copies that nobody named, and that is a link out of the corpus."""

    exit_code = 3

    def __init__(self, folder: str) -> None:
        """`folder` is the link."""
        super().__init__(f"{folder} is a link that leads out of the corpus, and is not followed")
        self.hint = f"if it is meant, name it: `--snapshots {folder}`, or in $STANCES_SNAPSHOTS"


class UnusableCorpus(StancesError):
    """The corpus cannot be loaded well enough to answer."""

    exit_code = 4

    def __init__(self, why: str, command: str = "stances check") -> None:
        """`why` says what is wrong, as a clause; `command` checks this corpus."""
        super().__init__(f"the corpus cannot be used: {why}")
        self.hint = f"`{command}` says what is wrong, and where"


class Incomplete(StancesError):
    """What could be looked at was, and written; it was less than all of the corpus."""

    exit_code = 4

    def __init__(self, what: str, command: str) -> None:
        """`what` was left out; `command` checks this corpus."""
        super().__init__(f"{what} left out because of problems, which is a failure here")
        self.hint = f"`{command}` says what is wrong, and where"


class DamagedIndex(StancesError):
    """The cached index was damaged, which showed when a part of the answer was written."""

    def __init__(self) -> None:
        """Take nothing: the message is always the same."""
        super().__init__("the cached index is damaged, and the answer breaks off where that showed")
        self.hint = "run the command again, which makes a new one"


class UnknownName(StancesError):
    """A name or word that the corpus does not have."""

    def __init__(self, what: str, name: str, hint: str) -> None:
        """`what` is the kind of thing looked for, e.g. `faction`."""
        super().__init__(f"no {what} is called `{name}`", hint)


class AmbiguousName(StancesError):
    """A name that fits several officials."""

    def __init__(self, name: str, fitting: Sequence[tuple[str, str]]) -> None:
        """`fitting` are the ids and names that it fits."""
        listed = ", ".join(f"{name} (`{id_}`)" for id_, name in fitting)
        why = f"`{name}` may be {len(fitting)} officials: {listed}"
        super().__init__(why, "use the id of the one you mean")


class AmbiguousThing(StancesError):
    """A name that fits things of several kinds."""

    def __init__(self, name: str, fitting: Sequence[tuple[str, str]]) -> None:
        """`fitting` are the kinds and ids that it fits."""
        listed = ", ".join(f"the {kind} `{id_}`" for kind, id_ in fitting)
        kinds = dict.fromkeys(kind for kind, _ in fitting)
        hint = f"say --kind {' or --kind '.join(kinds)}" if len(kinds) > 1 else ""
        why = f"`{name}` may be {len(fitting)} things: {listed}"
        super().__init__(why, hint or f"write `{fitting[0][1]}`")


class CannotRename(StancesError):
    """A name that cannot be given, or two things that cannot be made one."""


class CannotWrite(StancesError):
    """An answer cannot be written to the file that was named."""

    def __init__(self, path: Path, why: str) -> None:
        """`why` is the system's word for it."""
        super().__init__(f"cannot write {path}: {why}")


class AlreadyThere(StancesError):
    """New files would stand where there is something."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """`paths` is what is there."""
        listed = ", ".join(map(str, paths))
        super().__init__(f"nothing was written, because this is there already: {listed}")
        self.hint = "name another folder, as in `stances init DIR`, or move these away first"


class CannotRead(StancesError):
    """A file that is to be imported cannot be read as what it should be."""

    def __init__(self, name: str, why: str, hint: str = "") -> None:
        """`name` is the file's, `-` for standard input; `why` is a clause."""
        super().__init__(f"cannot read {name}: {why}", hint)


class NoEditor(StancesError):
    """There is no editor to open a file with."""

    def __init__(self, why: str, there: str | None) -> None:
        """`why` is a whole sentence; `there` is the name of an editor that can be run."""
        example = f"as in `export EDITOR={there}`" if there else "to the path of a program"
        super().__init__(why, f"set EDITOR, {example}, or VISUAL: `export VISUAL='code --wait'`")


class EditorFailed(StancesError):
    """An editor could not be run, or said that it failed."""

    def __init__(self, name: str, why: str) -> None:
        """`why` is its exit code, or the system's word."""
        super().__init__(f"the editor {name} failed ({why}); nothing was written")


class CannotStore(StancesError):
    """The copy of a source cannot be stored where it belongs."""

    def __init__(self, path: Path, why: str, hint: str = "") -> None:
        """`why` is a clause."""
        super().__init__(f"the copy cannot be stored as {path}: {why}", hint)


class NeedsExtra(StancesError):
    """A library that is not installed with the program alone."""

    def __init__(self, what: str, extra: str) -> None:
        """`what` takes it, such as `an Excel workbook`."""
        from stances.home import to_install  # noqa: PLC0415 - not for every start

        super().__init__(f"{what} takes {to_install(extra)}")


class UnfitForWorkbook(StancesError):
    """Rows that no Excel workbook can hold."""

    def __init__(self, why: str) -> None:
        """`why` is a clause, with the row that it is about."""
        super().__init__(f"a workbook cannot hold this: {why}")
        self.hint = "write CSV, or leave rows or columns out: --limit, --columns"


class CannotEdit(StancesError):
    """A file cannot be changed as it is."""

    def __init__(self, path: Path, why: str, hint: str = "") -> None:
        """`why` is a clause, with the line that it is about."""
        hint = hint or "`stances check` says what is wrong, and where"
        super().__init__(f"{path} cannot be changed: {why}", hint)


class ChangedMeanwhile(StancesError):
    """A file is no longer what it was when a change of it was worked out."""

    def __init__(self, path: Path) -> None:
        """`path` is the file."""
        super().__init__(f"{path} has been changed meanwhile; nothing was written")
        self.hint = "run the command again, which starts from the file as it is now"


class OpenInEditor(StancesError):
    """An editor has a file open, and would overwrite a change of it."""

    def __init__(self, path: Path, sign: str) -> None:
        """`sign` is the name of the file beside it that tells so."""
        super().__init__(f"{path} is open in an editor ({sign} is there); nothing was written")
        self.hint = "close it there; if nothing has it open, delete that file, or use --force"


class Busy(StancesError):
    """Another process is writing to the corpus at this moment."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the corpus."""
        why = f"another stances is writing to {folder}; nothing was written"
        super().__init__(why, "run the command again")


class HalfDone(StancesError):
    """A change of several files failed, and some could not be put back."""

    def __init__(self, paths: Mapping[Path, Path | None], why: str) -> None:
        """`paths` are the files that are changed now, with where each is kept as it was."""
        listed = ", ".join(
            f"{path} (as it was: {kept.name})" if kept else f"{path} (new)"
            for path, kept in paths.items()
        )
        super().__init__(f"{why}; already changed, and not put back: {listed}")
        self.hint = "rename what is kept beside each of these to put it back; delete those new"
        self.kept = frozenset(filter(None, paths.values()))


class CutOff(StancesError):
    """A change of several files was cut off, and cannot be finished as things are."""

    def __init__(self, why: str, what: str = "a change of the corpus") -> None:
        """`why` is a clause; `what` is the command that was cut off, and when."""
        super().__init__(f"{what} was cut off, and {why}; nothing was written")
        self.hint = "`stances rename --abandon` leaves the files as they are, and says how that is"


class BadExport(StancesError):
    """A folder that is no whole Parquet export of a corpus."""

    exit_code = 4

    def __init__(self, folder: Path, why: str, hint: str = "") -> None:
        """`why` is a clause."""
        super().__init__(f"the export in {folder} cannot be used: {why}")
        self.hint = hint or f"write it again: `stances export parquet {folder} --data CORPUS`"


class NeedsCorpus(StancesError):
    """Something is asked of a Parquet export that only the corpus itself can answer."""

    exit_code = 3

    def __init__(self, what: str, folder: str) -> None:
        """`what` is a command, with or without an option."""
        super().__init__(f"`{what}` needs the corpus itself, and {folder} is an export of one")
        self.hint = "name the folder with the corpus.yaml by --data DIR"


class BadQuery(StancesError):
    """A query in SQL that cannot be answered."""


class GitFailed(StancesError):
    """Git is not there, or cannot do what was asked of it."""

    exit_code = 3

    def __init__(self, why: str, hint: str = "", code: int = 0) -> None:
        """`why` is a clause, in git's words where it has any; `hint` is what would help.

        `code` is git's exit code.
        """
        super().__init__(why)
        self.helps, self.code = hint, code
        self.hint = hint or "two folders can be compared without git: `stances diff OLD NEW`"


class NoRevision(StancesError):
    """A state of the corpus that is neither a revision nor a folder."""

    exit_code = 3

    def __init__(self, name: str, hint: str) -> None:
        """`hint` is where it may be, or what was meant."""
        why = f"`{name}` is neither a revision nor a folder with a corpus.yaml"
        super().__init__(why, hint)


class AmbiguousState(StancesError):
    """A name that is both a revision and a folder."""

    exit_code = 3

    def __init__(self, name: str) -> None:
        """`name` is as it was written."""
        super().__init__(f"`{name}` is both a revision and a folder with a corpus")
        self.hint = f"write `./{name}` for the folder, `{name}~0` for the revision"
