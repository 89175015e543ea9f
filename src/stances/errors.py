"""Errors that end a command; each words its own message and has an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

INTERRUPTED = 130
"""The exit code if the user presses Ctrl-C, or if the input ends at a prompt."""


class StancesError(Exception):
    """A command cannot go on; `str()` says why, `hint` what to do."""

    exit_code: ClassVar[int] = 1

    def __init__(self, why: str, hint: str = "") -> None:
        """`why` is a whole sentence."""
        super().__init__(why)
        self.hint = hint


class NoCorpus(StancesError):
    """The corpus that was named does not exist, or none was named or found."""

    exit_code = 3

    def __init__(self, folder: Path | None, *, named_by: str = "") -> None:
        """`named_by` is the option or variable that named the folder."""
        if folder is None:
            super().__init__("there is no corpus here or in any folder above")
        else:
            super().__init__(f"there is no corpus in {folder} (named by {named_by})")
        self.hint = (
            "name a folder with a corpus.yaml with --data DIR, or create a corpus: `stances init`"
        )


class NoSnapshots(StancesError):
    """The folder named for the stored copies does not exist."""

    exit_code = 3

    def __init__(self, folder: Path, named_by: str) -> None:
        """`named_by` is the option or variable that named the folder."""
        super().__init__(f"there is no folder of stored copies in {folder} (named by {named_by})")
        self.hint = "a copy is a file with the id of its source, such as ID.txt, ID.html or ID.pdf"


class SnapshotsElsewhere(StancesError):
    """A folder of stored copies that was found, not named, and is a link out of the corpus."""

    exit_code = 3

    def __init__(self, folder: str) -> None:
        """`folder` is the link."""
        super().__init__(f"{folder} is a link that leads out of the corpus, and is not followed")
        self.hint = (
            f"to use it all the same, name it: `--snapshots {folder}`, or set $STANCES_SNAPSHOTS"
        )


class UnusableCorpus(StancesError):
    """The corpus cannot be loaded well enough to produce a result."""

    exit_code = 4

    def __init__(self, why: str, command: str = "stances check") -> None:
        """`why` says what is wrong, as a clause; `command` checks this corpus."""
        super().__init__(f"the corpus cannot be used: {why}")
        self.hint = f"`{command}` says what is wrong, and where"


class Incomplete(StancesError):
    """The output was written, but covers less than the whole corpus."""

    exit_code = 4

    def __init__(self, what: str, command: str) -> None:
        """`what` was left out; `command` checks this corpus."""
        super().__init__(f"{what} left out because of problems, and --strict makes that a failure")
        self.hint = f"`{command}` says what is wrong, and where"


class DamagedIndex(StancesError):
    """The cached index turned out to be damaged after part of the output was written."""

    def __init__(self) -> None:
        """Take nothing: the message is always the same."""
        super().__init__("the cached index is damaged, so the output above is incomplete")
        self.hint = "run the command again; it builds a new index"


class UnknownName(StancesError):
    """A name or word that is not in the corpus."""

    def __init__(self, what: str, name: str, hint: str) -> None:
        """`what` is the kind of thing looked for, e.g. `faction`."""
        super().__init__(f"no {what} is called `{name}`", hint)


class AmbiguousName(StancesError):
    """A name that matches several officials."""

    def __init__(self, name: str, fitting: Sequence[tuple[str, str]]) -> None:
        """`fitting` are the ids and names of the officials that match."""
        listed = ", ".join(f"{name} (`{id_}`)" for id_, name in fitting)
        why = f"`{name}` may be {len(fitting)} officials: {listed}"
        super().__init__(why, "use the id of the one you mean")


class AmbiguousThing(StancesError):
    """A name that matches things of several kinds."""

    def __init__(self, name: str, fitting: Sequence[tuple[str, str]]) -> None:
        """`fitting` are the kinds and ids of the things that match."""
        listed = ", ".join(f"the {kind} `{id_}`" for kind, id_ in fitting)
        kinds = dict.fromkeys(kind for kind, _ in fitting)
        hint = f"say --kind {' or --kind '.join(kinds)}" if len(kinds) > 1 else ""
        why = f"`{name}` may be {len(fitting)} things: {listed}"
        super().__init__(why, hint or f"write `{fitting[0][1]}`")


class CannotRename(StancesError):
    """A new name that cannot be used, or two things that cannot be merged."""


class CannotWrite(StancesError):
    """Output cannot be written to the named file or folder."""

    def __init__(self, path: Path, why: str, hint: str = "") -> None:
        """`why` is a clause, or the system's word for it."""
        super().__init__(f"cannot write {path}: {why}", hint)


class CannotServe(StancesError):
    """A site cannot be served on the named port."""

    def __init__(self, port: int, why: str) -> None:
        """`why` is the system's word for it."""
        super().__init__(f"cannot serve on port {port} of 127.0.0.1: {why}")
        self.hint = "use another port, such as `--serve 8015`; `--serve 0` uses any free port"


class AlreadyThere(StancesError):
    """New files would overwrite something."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """`paths` are the existing files."""
        listed = ", ".join(map(str, paths))
        super().__init__(f"nothing was written, because these exist already: {listed}")
        self.hint = "use another folder, `stances init DIR`, or move these away first"


class CannotRead(StancesError):
    """A file to import cannot be read in its format."""

    def __init__(self, name: str, why: str, hint: str = "") -> None:
        """`name` is the file's, `-` for standard input; `why` is a clause."""
        super().__init__(f"cannot read {name}: {why}", hint)


class NoEditor(StancesError):
    """No editor was found to open a file with."""

    def __init__(self, why: str, there: str | None) -> None:
        """`why` is a whole sentence; `there` is the name of an editor that is installed."""
        example = f"as in `export EDITOR={there}`" if there else "to the path of a program"
        super().__init__(why, f"set EDITOR, {example}, or VISUAL: `export VISUAL='code --wait'`")


class EditorFailed(StancesError):
    """An editor could not be started, or exited with an error."""

    def __init__(self, name: str, why: str) -> None:
        """`why` is its exit code, or the system's word."""
        super().__init__(f"the editor {name} failed ({why}); nothing was written")


class CannotStore(StancesError):
    """The copy of a source cannot be stored where it belongs."""

    def __init__(self, path: Path, why: str, hint: str = "") -> None:
        """`why` is a clause."""
        super().__init__(f"the copy cannot be stored as {path}: {why}", hint)


class NeedsExtra(StancesError):
    """An optional library is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        """`what` needs the library, such as `an Excel workbook`."""
        from stances.home import to_install  # noqa: PLC0415 - not for every start

        super().__init__(f"{what} takes {to_install(extra)}")


class UnfitForWorkbook(StancesError):
    """An Excel workbook cannot hold these rows."""

    def __init__(self, why: str) -> None:
        """`why` is a clause that names the row."""
        super().__init__(f"a workbook cannot hold this: {why}")
        self.hint = "write CSV, or fewer rows or columns: --limit, --columns"


class CannotEdit(StancesError):
    """A file cannot be edited in its present state."""

    def __init__(self, path: Path, why: str, hint: str = "") -> None:
        """`why` is a clause that names the line."""
        hint = hint or "`stances check` says what is wrong, and where"
        super().__init__(f"{path} cannot be changed: {why}", hint)


class ChangedMeanwhile(StancesError):
    """A file has changed since the edit of it was prepared."""

    def __init__(self, path: Path) -> None:
        """`path` is the file."""
        super().__init__(f"{path} was changed in the meantime; nothing was written")
        self.hint = "run the command again; it reads the file as it is now"


class OpenInEditor(StancesError):
    """A file is open in an editor, which would overwrite the edit."""

    def __init__(self, path: Path, sign: str) -> None:
        """`sign` is the name of the editor's lock or swap file beside it."""
        super().__init__(f"{path} is open in an editor ({sign} is there); nothing was written")
        self.hint = "close it there; if nothing has it open, delete that file, or use --force"


class Busy(StancesError):
    """Another process is writing to the corpus."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the corpus."""
        why = f"another stances is writing to {folder}; nothing was written"
        super().__init__(why, "run the command again")


class HalfDone(StancesError):
    """An edit of several files failed, and some files could not be restored."""

    def __init__(self, paths: Mapping[Path, Path | None], why: str) -> None:
        """`paths` maps each file that stays changed to its backup; None for a new file."""
        listed = ", ".join(
            f"{path} (as it was: {kept.name})" if kept else f"{path} (new)"
            for path, kept in paths.items()
        )
        super().__init__(f"{why}; already changed, and not put back: {listed}")
        self.hint = (
            "to undo, rename the kept file beside each of these to its old name, and delete the "
            "new ones"
        )
        self.kept = frozenset(filter(None, paths.values()))


class CutOff(StancesError):
    """An edit of several files was interrupted, and cannot be finished automatically."""

    def __init__(self, why: str, what: str = "a change of the corpus") -> None:
        """`why` is a clause; `what` is the interrupted command, and when it ran."""
        super().__init__(f"{what} was cut off, and {why}; nothing was written")
        self.hint = (
            "`stances rename --abandon` drops the change, leaves the files as they are, and "
            "lists them"
        )


class BadExport(StancesError):
    """A folder that is not a complete Parquet export of a corpus."""

    exit_code = 4

    def __init__(self, folder: Path, why: str, hint: str = "") -> None:
        """`why` is a clause."""
        super().__init__(f"the export in {folder} cannot be used: {why}")
        self.hint = hint or f"write it again: `stances export parquet {folder} --data CORPUS`"


class NeedsCorpus(StancesError):
    """A request that needs the corpus itself, not a Parquet export."""

    exit_code = 3

    def __init__(self, what: str, folder: str) -> None:
        """`what` is a command, with or without an option."""
        super().__init__(f"`{what}` needs the corpus itself, but {folder} is only an export of it")
        self.hint = "name the folder with the corpus.yaml with --data DIR"


class TooManyActors(StancesError):
    """Too many officials or factions to compare all their pairs."""

    def __init__(self, number: int, most: int, of: str) -> None:
        """`of` is `official` or `faction`."""
        why = f"{number:,} {of}s have statements here, and a network can have at most {most:,}"
        super().__init__(why)
        self.hint = "select fewer: --faction, --issue, --since and --until, --min-statements"


class TooManyDrawn(StancesError):
    """Too many officials or factions to draw a readable picture of them."""

    def __init__(self, number: int, most: int, of: str) -> None:
        """`of` is `official` or `faction`."""
        super().__init__(
            f"this network has {number:,} {of}s, and a picture can show at most {most}"
        )
        self.hint = "select fewer: --min-statements, --faction, --issue, --since and --until"


class NoNetwork(StancesError):
    """A network that cannot be computed with the given options."""


class BadQuery(StancesError):
    """An SQL query that cannot be run."""


class GitFailed(StancesError):
    """Git is missing, or failed."""

    exit_code = 3

    def __init__(self, why: str, hint: str = "", code: int = 0) -> None:
        """`why` is a clause, in git's words if it gave any; `hint` is how to fix it.

        `code` is git's exit code.
        """
        super().__init__(why)
        self.helps, self.code = hint, code
        self.hint = hint or "without git, you can compare two folders: `stances diff OLD NEW`"


class NoRevision(StancesError):
    """A name that is neither a revision nor a folder with a corpus."""

    exit_code = 3

    def __init__(self, name: str, hint: str) -> None:
        """`hint` says where it may be, or what the user may have meant."""
        why = f"`{name}` is neither a revision nor a folder with a corpus.yaml"
        super().__init__(why, hint)


class AmbiguousState(StancesError):
    """A name that is both a revision and a folder."""

    exit_code = 3

    def __init__(self, name: str) -> None:
        """`name` is as the user wrote it."""
        super().__init__(f"`{name}` is both a revision and a folder with a corpus")
        self.hint = f"write `./{name}` for the folder, `{name}~0` for the revision"
