from __future__ import annotations

from pathlib import Path

import pytest

from stances import errors
from stances.errors import StancesError
from stances.home import to_install

FOLDER = Path("folder")
RAISED = [
    (errors.NoCorpus(None), 3, "there is no corpus here"),
    (
        errors.NoCorpus(FOLDER, named_by="--data"),
        3,
        "there is no corpus in folder (named by --data)",
    ),
    (errors.NoSnapshots(FOLDER, "--snapshots"), 3, "no folder of stored copies in folder"),
    (errors.SnapshotsElsewhere("snapshots"), 3, "snapshots is a link that leads out of the corpus"),
    (errors.UnusableCorpus("x is bad"), 4, "the corpus cannot be used: x is bad"),
    (errors.Incomplete("2 statements", "stances check"), 4, "2 statements left out because of"),
    (errors.DamagedIndex(), 1, "the cached index is damaged, so the output"),
    (errors.UnknownName("faction", "zzz", "x"), 1, "no faction is called `zzz`"),
    (errors.AmbiguousName("A", [("a", "A B"), ("c", "A D")]), 1, "A B (`a`), A D (`c`)"),
    (
        errors.AmbiguousThing("a", [("frame", "a"), ("faction", "a")]),
        1,
        "`a` may be 2 things: the frame `a`, the faction `a`",
    ),
    (errors.CannotRename("`A b` cannot be an id"), 1, "`A b` cannot be an id"),
    (errors.BadQuery("a query can only read", "begin it with SELECT"), 1, "can only read"),
    (errors.GitFailed("not a git repository"), 3, "not a git repository"),
    (errors.NoRevision("mian", "did you mean `main`?"), 3, "`mian` is neither a revision nor a fo"),
    (errors.AmbiguousState("v1"), 3, "`v1` is both a revision and a folder"),
    (errors.CannotEdit(FOLDER, "line 3: it is odd"), 1, "folder cannot be changed: line 3"),
    (errors.ChangedMeanwhile(FOLDER), 1, "folder was changed in the meantime; nothing was written"),
    (errors.OpenInEditor(FOLDER, ".x.swp"), 1, "open in an editor (.x.swp is there)"),
    (errors.Busy(FOLDER), 1, "another stances is writing to folder"),
    (
        errors.HalfDone({FOLDER: FOLDER / "kept"}, "no room"),
        1,
        "no room; already changed, and not put back: folder (as it was: kept)",
    ),
    (
        errors.CutOff("its journal is damaged", "`stances x`"),
        1,
        "`stances x` was cut off, and its journal is damaged; nothing was written",
    ),
    (errors.CannotRead("x.csv", "no such file"), 1, "cannot read x.csv: no such file"),
    (errors.CannotWrite(FOLDER, "no room"), 1, "cannot write folder: no room"),
    (errors.CannotServe(8014, "in use"), 1, "cannot serve on port 8014 of 127.0.0.1: in use"),
    (errors.AlreadyThere([FOLDER, FOLDER / "x"]), 1, "these exist already: folder, folder/x"),
    (errors.NoEditor("no editor is set", "nano"), 1, "no editor is set"),
    (errors.EditorFailed("vi", "exit code 1"), 1, "the editor vi failed (exit code 1)"),
    (errors.CannotStore(FOLDER, "it is no folder"), 1, "cannot be stored as folder: it is no fol"),
    (errors.NeedsExtra("a workbook", "xlsx"), 1, f"a workbook takes {to_install('xlsx')}"),
    (
        errors.BadExport(FOLDER, "x is missing"),
        4,
        "the export in folder cannot be used: x is missing",
    ),
    (
        errors.NeedsCorpus("verify", "e"),
        3,
        "`verify` needs the corpus itself, but e is only an export of",
    ),
    (errors.NoNetwork("it is one", "name two"), 1, "it is one"),
    (errors.TooManyActors(3001, 3000, "official"), 1, "3,001 officials have statements here"),
    (
        errors.TooManyDrawn(61, 60, "official"),
        1,
        "this network has 61 officials, and a picture can",
    ),
    (errors.UnfitForWorkbook("row 3 is too long"), 1, "a workbook cannot hold this: row 3"),
]


@pytest.mark.parametrize(("error", "code", "text"), RAISED)
def test_an_error_says_why_and_knows_its_exit_code(
    error: StancesError, code: int, text: str
) -> None:
    assert text in str(error)
    assert error.exit_code == code


@pytest.mark.parametrize(
    ("error", "hint"),
    [
        (errors.NoCorpus(FOLDER, named_by="--data"), "--data DIR"),
        (errors.NoCorpus(None), "`stances init`"),
        (errors.NoSnapshots(FOLDER, "--snapshots"), "ID.pdf"),
        (errors.SnapshotsElsewhere("copies"), "`--snapshots copies`"),
        (errors.UnusableCorpus("x is bad"), "`stances check`"),
        (errors.Incomplete("2 statements", "stances check"), "`stances check` says what is wrong"),
        (errors.DamagedIndex(), "run the command again"),
        (errors.UnknownName("faction", "zzz", "do this"), "do this"),
        (errors.AmbiguousName("A", [("a", "A B"), ("c", "A D")]), "use the id"),
        (errors.AmbiguousThing("a", [("frame", "a"), ("faction", "a")]), "say --kind frame or"),
        (errors.AmbiguousThing("a", [("position", "x/a"), ("position", "y/a")]), "write `x/a`"),
        (errors.CannotRename("`A b` cannot be an id", "do this"), "do this"),
        (errors.CannotEdit(FOLDER, "x"), "`stances check`"),
        (errors.CannotEdit(FOLDER, "x", "do this"), "do this"),
        (errors.ChangedMeanwhile(FOLDER), "run the command again"),
        (errors.OpenInEditor(FOLDER, ".x.swp"), "--force"),
        (errors.Busy(FOLDER), "run the command again"),
        (errors.HalfDone({FOLDER: None}, "x"), "to undo, rename the kept file"),
        (errors.CutOff("x"), "`stances rename --abandon`"),
        (errors.CannotRead("x.csv", "UTF-16", "name it"), "name it"),
        (errors.BadQuery("a query can only read", "begin it with SELECT"), "with SELECT"),
        (errors.GitFailed("not a git repository"), "`stances diff OLD NEW`"),
        (errors.NoRevision("mian", "did you mean `main`?"), "`main`"),
        (errors.AmbiguousState("v1"), "`./v1`"),
        (errors.CannotServe(8014, "in use"), "`--serve 0` uses any free port"),
        (errors.CannotWrite(FOLDER, "it is full", "make room"), "make room"),
        (errors.AlreadyThere([FOLDER]), "`stances init DIR`"),
        (errors.GitFailed("no commit abc", "fetch more"), "fetch more"),
        (errors.NoEditor("no editor is set", "vim"), "`export EDITOR=vim`"),
        (errors.NoEditor("no editor is set", None), "to the path of a program"),
        (errors.CannotStore(FOLDER, "a link is there", "delete the link"), "delete the link"),
        (
            errors.BadExport(FOLDER, "x is missing"),
            "write it again: `stances export parquet folder",
        ),
        (errors.NeedsCorpus("verify", "e"), "name the folder with the corpus.yaml with --data DIR"),
        (errors.NoNetwork("it is one", "name two"), "name two"),
        (errors.TooManyActors(3001, 3000, "official"), "select fewer: --faction, --issue"),
        (errors.TooManyDrawn(61, 60, "official"), "select fewer: --min-statements, --faction"),
        (errors.UnfitForWorkbook("row 3 is too long"), "write CSV"),
    ],
)
def test_an_error_says_what_to_do(error: StancesError, hint: str) -> None:
    assert hint in error.hint


def test_an_error_may_have_nothing_to_add() -> None:
    assert StancesError("x").hint == ""
    assert StancesError("x").exit_code == 1


def test_every_error_is_tested() -> None:
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type)}
    known = {kind for kind in kinds if issubclass(kind, StancesError)} - {StancesError}
    assert known == {type(error) for error, _, _ in RAISED}
