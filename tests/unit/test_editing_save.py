"""Several files as one act: whatever fails, and wherever, no file is lost and none is half."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from stances.editing import save as saving
from stances.editing.resume import resume
from stances.editing.save import Replacement, locked, refuse_open, save
from stances.errors import Busy, CannotWrite, ChangedMeanwhile, HalfDone, OpenInEditor

if TYPE_CHECKING:
    from collections.abc import Callable

NO_SPACE = OSError(errno.ENOSPC, "No space left on device")
STEPS = ["new_draft", "write", "fsync", "hardlink_to", "chmod", "replace", "unlink"]


@pytest.fixture
def files(tmp_path: Path) -> list[Replacement]:
    """Two files to be replaced, one to be made, one to be deleted."""
    changes = [
        Replacement(tmp_path / "a.yaml", b"old a", b"new a"),
        Replacement(tmp_path / "b.yaml", b"old b", b"new b" * 10_000),
        Replacement(tmp_path / "c.yaml", None, b"new c"),
        Replacement(tmp_path / "d.yaml", b"old d", None),
    ]
    for path, before, *_ in changes:
        if before is not None:
            path.write_bytes(before)
    return changes


def stand(folder: Path) -> dict[str, bytes]:
    """All that lies in a folder, hidden files too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def told_apart(folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """The files of a folder, and the names of drafts that were left there."""
    found = stand(folder)
    drafts = [name for name in found if name.startswith(".stances-")]
    return {name: found[name] for name in found if name not in drafts}, drafts


def expected(files: list[Replacement], number: int) -> dict[str, bytes]:
    contents = [(each.path.name, (each.before, each.after)[number - 1]) for each in files]
    return {name: content for name, content in contents if content is not None}


def failing(
    monkeypatch: pytest.MonkeyPatch, step: str, number: int, error: BaseException
) -> Callable[[], bool]:
    """Let the step fail at its nth time, and tell whether it came to that."""
    calls: list[int] = []
    owners: dict[str, tuple[Any, str]] = {
        "new_draft": (saving, "new_draft"),
        "write": (saving, "_write"),
        "fsync": (os, "fsync"),
    }
    owner, name = owners.get(step, (Path, step))
    real = getattr(owner, name)

    def trap(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - any of them
        calls.append(1)
        if len(calls) == number:
            raise error
        return real(*arguments, **options)

    monkeypatch.setattr(owner, name, trap)
    return lambda: len(calls) >= number


def test_files_are_replaced_made_and_deleted(files: list[Replacement], tmp_path: Path) -> None:
    save(tmp_path, files)
    assert stand(tmp_path) == expected(files, 2)


def test_nothing_to_write_is_no_reason_to_fail(tmp_path: Path) -> None:
    save(tmp_path / "none", [])


class TestSaveThatFails:
    @pytest.mark.parametrize("step", STEPS)
    def test_leaves_all_files_as_they_were(
        self, files: list[Replacement], tmp_path: Path, step: str
    ) -> None:
        told: list[str] = []
        for number in range(1, 40):
            with pytest.MonkeyPatch.context() as patch:
                met = failing(patch, step, number, NO_SPACE)
                try:
                    save(tmp_path, files)
                except CannotWrite as error:
                    told.append(str(error))
                    kept, drafts = told_apart(tmp_path)
                    assert kept == expected(files, 1)
                    assert not drafts or step == "unlink"
                    continue
            # What failed did not matter: a second name that is a copy, a draft already moved.
            assert told_apart(tmp_path)[0] == expected(files, 2)
            if not met():
                break
            for path, before, *_ in files:
                path.unlink(missing_ok=True)
                if before is not None:
                    path.write_bytes(before)
        else:  # pragma: no cover - a step has no end
            pytest.fail(step)
        assert told or step == "hardlink_to"
        assert all("No space left on device; no file was changed" in each for each in told)

    @pytest.mark.parametrize("step", STEPS)
    def test_of_patience_leaves_no_file_half_written(
        self, files: list[Replacement], tmp_path: Path, step: str
    ) -> None:
        """Ctrl-C, at any moment: all old, or all new."""
        for number in range(1, 40):
            with pytest.MonkeyPatch.context() as patch:
                met = failing(patch, step, number, KeyboardInterrupt())
                try:
                    save(tmp_path, files)
                except KeyboardInterrupt:
                    kept, drafts = told_apart(tmp_path)
                    assert kept in (expected(files, 1), expected(files, 2))
                    # Deleting was what failed.
                    assert len(drafts) <= (step == "unlink")
            if not met():
                break
            for path in tmp_path.iterdir():
                path.unlink()
            for path, before, *_ in files:
                if before is not None:
                    path.write_bytes(before)

    def test_to_put_a_file_back_is_told_with_its_name(
        self, files: list[Replacement], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, calls = Path.replace, list[Path]()

        def trap(self: Path, target: Path) -> Path:
            calls.append(target)
            if len(calls) > 1:
                raise NO_SPACE
            return real(self, target)

        monkeypatch.setattr(Path, "replace", trap)
        with pytest.raises(HalfDone, match=r"a.yaml") as error:
            save(tmp_path, files)
        assert "No space left" in str(error.value)
        assert "b.yaml" not in str(error.value)
        assert (tmp_path / "a.yaml").read_bytes() == b"new a"
        # What it said before is not lost: it lies beside it, under the name that is told.
        (kept,) = error.value.kept
        assert kept.read_bytes() == b"old a"
        assert kept.name in str(error.value)
        assert told_apart(tmp_path)[1] == [kept.name]

    def test_to_put_a_file_back_keeps_what_no_later_command_deletes(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, other = tmp_path / "corpus.yaml", tmp_path / "codebook.yaml"
        for path in (one, other):
            path.write_bytes(b"old")
        real, calls = Path.replace, list[Path]()

        def trap(self: Path, target: Path) -> Path:
            calls.append(target)
            if target == other or (target == one and calls.count(one) > 1):
                raise NO_SPACE
            return real(self, target)

        both = [Replacement(path, b"old", b"new") for path in (one, other)]
        monkeypatch.setattr(Path, "replace", trap)
        with pytest.raises(HalfDone) as error:
            save(tmp_path, both)
        monkeypatch.setattr(Path, "replace", real)
        (kept,) = error.value.kept
        assert kept.name.startswith(".corpus.yaml-before-")
        assert kept.name in str(error.value)
        told: list[str] = []
        resume(tmp_path, told.append)
        assert "1 of 2 files written: codebook.yaml not yet; it is finished now" in told[0]
        assert stand(tmp_path) == {
            "corpus.yaml": b"new",
            "codebook.yaml": b"new",
            kept.name: b"old",
        }


class TestSavedFile:
    def test_that_was_changed_meanwhile_is_not_overwritten(
        self, files: list[Replacement], tmp_path: Path
    ) -> None:
        (tmp_path / "b.yaml").write_bytes(b"by hand")
        with pytest.raises(ChangedMeanwhile, match=r"b.yaml"):
            save(tmp_path, files)
        assert stand(tmp_path) == expected(files, 1) | {"b.yaml": b"by hand"}

    def test_that_is_new_does_not_replace_one_made_meanwhile(
        self, files: list[Replacement], tmp_path: Path
    ) -> None:
        (tmp_path / "c.yaml").write_bytes(b"by hand")
        with pytest.raises(ChangedMeanwhile, match=r"c.yaml"):
            save(tmp_path, files)

    def test_that_is_gone_is_not_made_anew(self, files: list[Replacement], tmp_path: Path) -> None:
        (tmp_path / "a.yaml").unlink()
        with pytest.raises(ChangedMeanwhile, match=r"a.yaml"):
            save(tmp_path, files)
        assert not (tmp_path / "a.yaml").exists()

    def test_keeps_its_permissions(self, files: list[Replacement], tmp_path: Path) -> None:
        (tmp_path / "a.yaml").chmod(0o640)
        save(tmp_path, files)
        assert (tmp_path / "a.yaml").stat().st_mode & 0o777 == 0o640

    def test_stays_where_a_link_leads(self, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere/x.yaml").write_bytes(b"old")
        (tmp_path / "x.yaml").symlink_to("elsewhere/x.yaml")
        save(tmp_path, [Replacement(tmp_path / "x.yaml", b"old", b"new")])
        assert (tmp_path / "x.yaml").is_symlink()
        assert stand(tmp_path / "elsewhere") == {"x.yaml": b"new"}

    @pytest.mark.parametrize("place", ["officials", "officials/jan"])
    def test_in_a_folder_that_leads_out_of_the_corpus_is_left_alone(
        self, tmp_path: Path, place: str
    ) -> None:
        folder, elsewhere = tmp_path / "corpus", tmp_path / "elsewhere"
        elsewhere.mkdir()
        (folder / place).parent.mkdir(parents=True)
        (folder / place).symlink_to(elsewhere)
        with pytest.raises(CannotWrite, match="leads out of the corpus; no file was changed"):
            save(folder, [Replacement(folder / place / "x.yaml", None, b"new")])
        assert stand(elsewhere) == {}

    def test_that_is_read_only_is_left_alone(
        self, files: list[Replacement], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "access", lambda path, _: path.name != "b.yaml")
        with pytest.raises(CannotWrite, match="read-only; no file was changed"):
            save(tmp_path, files)
        assert stand(tmp_path) == expected(files, 1)

    def test_is_kept_as_a_copy_where_it_can_have_no_second_name(
        self, files: list[Replacement], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def no_links(*_: object) -> None:
            raise PermissionError

        monkeypatch.setattr(Path, "hardlink_to", no_links)
        failing(monkeypatch, "replace", 2, NO_SPACE)
        with pytest.raises(CannotWrite):
            save(tmp_path, files)
        assert stand(tmp_path) == expected(files, 1)

    def test_may_be_the_first_of_its_folder(self, tmp_path: Path) -> None:
        save(tmp_path, [Replacement(tmp_path / "sources" / "x.yaml", None, b"new")])
        assert (tmp_path / "sources" / "x.yaml").read_bytes() == b"new"

    def test_cannot_lie_in_what_is_no_folder(self, tmp_path: Path) -> None:
        (tmp_path / "sources").write_bytes(b"")
        with pytest.raises(CannotWrite, match="no file was changed"):
            save(tmp_path, [Replacement(tmp_path / "sources" / "x.yaml", None, b"new")])


class TestRefuseOpen:
    @pytest.mark.parametrize(
        "sign", [".a.yaml.swp", ".#a.yaml", "#a.yaml#", ".~lock.a.yaml#", ".a.yaml.kate-swp"]
    )
    def test_that_has_a_file_open_is_respected(
        self, files: list[Replacement], tmp_path: Path, sign: str
    ) -> None:
        (tmp_path / sign).symlink_to("nobody@nowhere.1:2")  # as Emacs does
        with pytest.raises(OpenInEditor, match=r"a.yaml is open in an editor"):
            save(tmp_path, files)
        assert (tmp_path / "a.yaml").read_bytes() == b"old a"
        save(tmp_path, files, force=True)
        assert (tmp_path / "a.yaml").read_bytes() == b"new a"

    def test_leaves_backups_that_mean_nothing(self, tmp_path: Path) -> None:
        for name in ("a.yaml~", ".b.yaml.swp", "a.yaml.bak"):
            (tmp_path / name).touch()
        refuse_open(tmp_path / "a.yaml")

    def test_is_found_where_a_link_leads(self, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere/y.yaml").touch()
        (tmp_path / "elsewhere/.y.yaml.swp").touch()
        (tmp_path / "x.yaml").symlink_to("elsewhere/y.yaml")
        with pytest.raises(OpenInEditor):
            refuse_open(tmp_path / "x.yaml")


class TestLocked:
    def test_sends_the_second_away_and_changes_nothing(
        self, files: list[Replacement], tmp_path: Path
    ) -> None:
        with locked(tmp_path), pytest.raises(Busy, match="another stances is writing"):
            save(tmp_path, files)
        assert stand(tmp_path) == expected(files, 1)
        save(tmp_path, files)

    def test_sends_another_process_away(self, tmp_path: Path) -> None:
        code = (
            "import sys; from pathlib import Path; from stances.editing.save import locked\n"
            "with locked(Path(sys.argv[1])): pass"
        )
        command = [sys.executable, "-c", code, str(tmp_path)]
        with locked(tmp_path):
            held = subprocess.run(command, capture_output=True, check=False)
        free = subprocess.run(command, capture_output=True, check=False)
        assert (held.returncode, free.returncode) == (1, 0)
        assert b"Busy" in held.stderr

    def test_leaves_nothing_in_the_corpus(self, tmp_path: Path) -> None:
        with locked(tmp_path):
            assert stand(tmp_path) == {}

    @pytest.mark.parametrize("name", ["open", "flock"])
    def test_goes_on_where_nothing_can_be_locked(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        import fcntl  # noqa: PLC0415 - not on every system

        def cannot(*_: object) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr(os if name == "open" else fcntl, name, cannot)
        with locked(tmp_path):
            monkeypatch.undo()
