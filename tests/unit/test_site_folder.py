"""The folder of a site: what may be in it, and what is there after anything has gone wrong."""

from __future__ import annotations

import errno
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tracemalloc
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folders import contents
from killing import UNHURT, ended_at
from stances.cli import run as running
from stances.errors import Busy, CannotWrite
from stances.parallel import in_order
from stances.site import folder as folders
from stances.site.folder import Committed, Folder, Stage, Written
from stances.site.manifest import KEPT, MANIFEST, listed

EVERY = os.environ.get("STANCES_KILLS") == "every"
STRIDE = 1 if EVERY else 5

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Site = dict[str, bytes]

OLD: Site = {
    "index.html": b"home",
    "officials/adler/index.html": b"Adler",
    "officials/adler/no.html": b"No",
    "officials/brandt/index.html": b"Brandt",
    "assets/site.css": b"p {}",
}
NEW: Site = {
    "index.html": b"another home",
    "officials/adler/index.html": b"Adler",
    "officials/adler-1/index.html": b"Adler the elder",
    "officials/adler/yes.html": b"Yes",
    "assets/site.css": b"p {}",
    "sources/gazette/index.html": b"Gazette",
}


def build(path: Path, site: Site) -> Committed:
    with Folder(path) as folder:
        return folder.commit(folder.put(name, content) for name, content in site.items())


def manifest_of(site: Site) -> bytes:
    """What `sha256sum` writes about these files."""
    lines = (f"{sha256(content).hexdigest()}  {path}\n" for path, content in site.items())
    return "".join(sorted(lines, key=lambda line: line[66:])).encode()


def state(path: Path) -> tuple[int, int]:
    """Which file it is, and when it was written; when it was read last does not matter."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns


def whole(site: Site) -> Site:
    return {**site, MANIFEST: manifest_of(site)}


def refuse(path: Path, match: str, site: Site = NEW) -> CannotWrite:
    """Refuse to build, and leave everything as it is."""
    before = state_of(path)
    with pytest.raises(CannotWrite, match=match) as refused:
        build(path, site)
    assert state_of(path) == before
    return refused.value


def state_of(path: Path) -> dict[str, tuple[int, int, str]]:
    """Everything in a folder, with what would show a change."""
    found = {}
    for each in path.rglob("*"):
        status = each.lstat()
        where = str(each.readlink()) if each.is_symlink() else ""
        is_file = not each.is_dir() or each.is_symlink()
        found[str(each)] = (status.st_ino, status.st_mtime_ns if is_file else 0, where)
    return found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    build(tmp_path / "site", OLD)
    return tmp_path / "site"


class TestFolder:
    def test_gets_the_files_and_a_manifest_that_sha256sum_checks(self, site: Path) -> None:
        assert contents(site) == whole(OLD)
        done = subprocess.run(
            [shutil.which("sha256sum") or "", "--check", "--strict", MANIFEST],
            cwd=site,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.count(": OK") == len(OLD)

    def test_becomes_the_new_site(self, site: Path) -> None:
        assert build(site, NEW) == Committed(files=6, added=3, replaced=1, removed=2)
        assert contents(site) == whole(NEW)
        assert not (site / "officials/brandt").exists()

    def test_may_be_new_empty_or_reached_by_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        (tmp_path / "link").symlink_to("linked")
        (tmp_path / "linked").mkdir()
        for name in ("a/new/one", "empty", "link"):
            build(tmp_path / name, OLD)
            assert contents(tmp_path / name) == whole(OLD)

    def test_keeps_files_of_the_same_bytes_untouched(self, site: Path) -> None:
        before = {path: state(site / path) for path in whole(OLD)}
        assert build(site, OLD).changed == 0
        assert {path: state(site / path) for path in before} == before
        build(site, NEW)
        same = [path for path in OLD if OLD[path] == NEW.get(path)]
        assert len(same) == 2
        assert all(state(site / path) == before[path] for path in same)

    def test_gets_files_that_others_may_read(self, site: Path) -> None:
        umask = os.umask(0)
        os.umask(umask)
        for path in whole(OLD):
            assert (site / path).stat().st_mode & 0o777 == 0o666 & ~umask
        assert (site / "officials/adler").stat().st_mode & 0o777 == 0o777 & ~umask

    def test_keeps_what_belongs_beside_a_site(self, site: Path) -> None:
        beside = {
            ".git/config": b"[core]",
            "CNAME": b"example.org",
            ".nojekyll": b"",
            "robots.txt": b"User-agent: *",
            ".well-known/security.txt": b"Contact:",
        }
        assert {path.partition("/")[0] for path in beside} == {*KEPT}
        for path, content in beside.items():
            (site / path).parent.mkdir(exist_ok=True)
            (site / path).write_bytes(content)
        before = {path: state(site / path) for path in beside}
        build(site, NEW)
        assert contents(site) == whole(NEW) | beside
        assert {path: state(site / path) for path in beside} == before

    def test_keeps_links_and_files_of_these_names_too(self, site: Path, tmp_path: Path) -> None:
        (site / ".git").write_text("gitdir: elsewhere")
        (tmp_path / "far").mkdir()
        (site / ".well-known").symlink_to(tmp_path / "far")
        build(site, NEW)
        assert (site / ".git").read_text() == "gitdir: elsewhere"
        assert (site / ".well-known").readlink() == tmp_path / "far"

    def test_of_a_deleted_page_gets_it_again(self, site: Path) -> None:
        (site / "index.html").unlink()
        shutil.rmtree(site / "officials")
        build(site, OLD)
        assert contents(site) == whole(OLD)
        (site / "officials/brandt/index.html").unlink()
        build(site, NEW)
        assert contents(site) == whole(NEW)

    def test_is_written_to_by_one_process_at_a_time(self, site: Path) -> None:
        with Folder(site), pytest.raises(Busy, match="another stances is writing to"):
            build(site, NEW)
        build(site, NEW)

    def test_that_was_new_is_gone_if_nothing_was_written(self, tmp_path: Path) -> None:
        def broken(folder: Folder) -> Iterator[Written]:
            yield folder.put("index.html", b"home")
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError), Folder(tmp_path / "a" / "site") as folder:
            folder.commit(broken(folder))
        assert not (tmp_path / "a").exists()

    def test_takes_no_two_files_of_one_path(self, tmp_path: Path) -> None:
        with Folder(tmp_path) as folder, pytest.raises(ValueError, match="have one path"):
            folder.commit([folder.put("index.html", b"a"), folder.put("index.html", b"b")])

    @pytest.mark.parametrize(
        "path",
        [
            *("", "index", "a.b/c.html", "../index.html", "/index.html", "a//b.html", "a/./b.html"),
            *("Index.html", "a\\b.html", "ä.html", ".git/config.txt", "robots.txt", MANIFEST),
            *("a/.b.html", "a.html\n", "a b.html", "a.html/", "-a.html", "c:/a.html"),
        ],
    )
    def test_takes_no_odd_path(self, tmp_path: Path, path: str) -> None:
        with Folder(tmp_path) as folder, pytest.raises(ValueError, match="no path of a site"):
            folder.put(path, b"")


NAMES = st.sampled_from(["a", "a-", "a-b", "a_", "ab", "b", "0"])
PATHS = st.builds(
    lambda parts, ending: "/".join(parts) + ending,
    st.lists(NAMES, min_size=1, max_size=3),
    st.sampled_from([".html", ".js", ".a.b"]),
)
SITES = st.dictionaries(PATHS, st.sampled_from([b"", b"one", b"two", b"one" * 1000]), max_size=12)


class TestFolders:
    @given(st.lists(SITES, min_size=1, max_size=4))
    def test_are_the_same_whatever_was_there_before(
        self, tmp_path_factory: pytest.TempPathFactory, sites: list[Site]
    ) -> None:
        path = tmp_path_factory.mktemp("site")
        before: Site = {}
        with mock.patch.object(folders, "_TOGETHER", 3):
            for site in sites:
                done = build(path, site)
                assert contents(path) == whole(site)
                changed = {p for p in {*before, *site} if before.get(p) != site.get(p)}
                assert (done.files, done.changed) == (len(site), len(changed))
                inner = {each for each in path.rglob("*") if each.is_dir()}
                above = {a for p in site for a in (path / p).parents if path in a.parents}
                assert inner == above
                before = site

    @given(SITES, PATHS)
    def test_say_of_each_path_whether_they_list_it(
        self, tmp_path_factory: pytest.TempPathFactory, site: Site, other: str
    ) -> None:
        path = tmp_path_factory.mktemp("site")
        (path / MANIFEST).write_bytes(manifest_of(site))
        for each in {*site, other}:
            told = [sha256(site[each]).hexdigest()] if each in site else []
            assert listed(path, each) == told

    @given(st.binary(max_size=300), st.text(max_size=20))
    def test_list_nothing_that_is_not_there(
        self, tmp_path_factory: pytest.TempPathFactory, noise: bytes, path: str
    ) -> None:
        folder = tmp_path_factory.mktemp("site")
        (folder / MANIFEST).write_bytes(noise)
        if path.encode("utf-8", "surrogatepass") not in noise:
            assert listed(folder, path) == []


class TestForeignFiles:
    def test_are_refused_by_name(self, site: Path) -> None:
        (site / "officials/adler/my notes.txt").write_text("mine")
        (site / "pictures").mkdir()
        (site / "pictures/a.png").write_bytes(b"png")
        (site / "officials/adler/empty").mkdir()
        error = refuse(site, "files that no site of stances has: ")
        assert str(error).partition("has: ")[2] == (
            "officials/adler/empty/, officials/adler/my notes.txt, pictures/"
        )
        assert "move them away" in error.hint

    def test_are_counted_where_they_are_many(self, site: Path) -> None:
        for number in range(25):
            (site / f"{number:02}.txt").write_text("mine")
        error = refuse(site, "00.txt, 01.txt")
        assert "09.txt and 15 more" in str(error)
        assert "10.txt" not in str(error)

    def test_are_all_that_is_in_a_folder_without_manifest(self, site: Path) -> None:
        (site / MANIFEST).unlink()
        error = refuse(site, f"it is not empty, and has no {MANIFEST} as a site has; there are ")
        assert str(error).endswith("assets/, index.html, officials/")
        assert "name a new or an empty folder" in error.hint

    def test_are_pages_that_somebody_has_changed(self, site: Path) -> None:
        (site / "index.html").write_text("my own words")
        (site / "officials/brandt/index.html").write_text("and more")
        error = refuse(site, "are not as stances wrote them: index.html, officials/brandt/index")
        assert "move them away" in error.hint
        (site / "officials/brandt/index.html").unlink()
        (site / "index.html").write_bytes(NEW["index.html"])
        build(site, NEW)
        assert contents(site) == whole(NEW)

    def test_may_come_while_a_site_is_written(self, site: Path) -> None:
        with Folder(site) as folder:
            written = [folder.put(path, content) for path, content in NEW.items()]
            (site / "index.html").write_text("my own words")
            (site / "sources").symlink_to("officials")
            (site / "officials/adler/yes.html").mkdir()
            with pytest.raises(CannotWrite, match="not as stances wrote them") as refused:
                folder.commit(written)
            assert str(refused.value).endswith(": index.html, officials/adler/yes.html, sources")
        assert (site / "index.html").read_text() == "my own words"
        assert (site / "officials/brandt/index.html").exists()

    @pytest.mark.parametrize("path", ["officials", "officials/adler", "index.html", "other"])
    def test_are_links_wherever_they_lead(self, site: Path, tmp_path: Path, path: str) -> None:
        far = tmp_path / "far"
        if (site / path).exists():
            shutil.move(site / path, far)
        else:
            far.mkdir()
        (site / path).symlink_to(far)
        refuse(site, rf"has: {path} \(a link\)")

    def test_are_pipes(self, site: Path) -> None:
        (site / "index.html").unlink()
        os.mkfifo(site / "index.html")
        refuse(site, r"index.html \(no regular file\)")

    def test_have_names_that_cannot_act(self, site: Path) -> None:
        (site / "a\x1b[31m\n\u202e").write_text("")
        (site / os.fsdecode(b"\xff")).write_text("")
        error = str(refuse(site, "a"))
        assert error.isprintable()

    @pytest.mark.parametrize("name", ["site", "pipe", "dangling"])
    def test_may_stand_in_place_of_the_folder(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "site").write_text("a file")
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "dangling").symlink_to("site")
        refuse(tmp_path / name, "it is no folder")


GOOD = manifest_of(OLD).decode()
HASH = "0" * 64
BAD = {
    "words": ("all that is here is mine\n", "line 1 is not the digest and the path of a page"),
    "above": (f"{HASH}  ../far/index.html\n", "line 1 is not"),
    "absolute": (f"{HASH}  /etc/passwd.txt\n", "line 1 is not"),
    "backslash": (f"{HASH}  a\\b.html\n", "line 1 is not"),
    "kept": (f"{HASH}  robots.txt\n", "line 1 is not"),
    "git": (f"{HASH}  .git/config\n", "line 1 is not"),
    "itself": (f"{HASH}  {MANIFEST}\n", "line 1 is not"),
    "upper": (f"{HASH}  Index.html\n", "line 1 is not"),
    "short": (GOOD[:-1], f"line {len(OLD)} is not"),
    "cut": (GOOD[:100], "line 2 is not"),
    "binary mark": (f"{HASH} *index.html\n", "line 1 is not"),
    "order": (f"{HASH}  b.html\n{HASH}  a.html\n", "line 2 is not in order"),
    "twice": (f"{HASH}  a.html\n" * 2, "line 2 is not in order"),
    "crlf": (GOOD.replace("\n", "\r\n"), "line 1 is not"),
    "letters": (f"{HASH}  ä.html\n", "line 1 is not"),
    "long": (f"{HASH}  {'a/' * 5000}b.html\n", "line 1 is not"),
}


class TestManifest:
    @pytest.mark.parametrize("name", BAD)
    def test_that_is_damaged_is_refused(self, site: Path, name: str) -> None:
        text, why = BAD[name]
        (site / MANIFEST).write_text(text, newline="")
        error = refuse(site, f"{MANIFEST} says which files are a site's, and cannot be read: {why}")
        assert "name another folder" in error.hint

    def test_that_is_no_regular_file_is_refused(self, site: Path, tmp_path: Path) -> None:
        shutil.move(site / MANIFEST, tmp_path / "far")
        (site / MANIFEST).symlink_to(tmp_path / "far")
        refuse(site, "cannot be read: it is a link")
        (site / MANIFEST).unlink()
        os.mkfifo(site / MANIFEST)
        refuse(site, "cannot be read: it is a pipe")
        (site / MANIFEST).unlink()
        (site / MANIFEST).mkdir()
        refuse(site, "its manifest|no site of stances has")

    def test_of_any_size_takes_no_memory(self, site: Path) -> None:
        with (site / MANIFEST).open("wb") as stream:
            stream.truncate(1 << 40)
        tracemalloc.start()
        refuse(site, "line 1 is not")
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
        tracemalloc.stop()

    def test_that_lists_what_is_not_there_does_no_harm(self, site: Path) -> None:
        listed_too = f"{HASH}  officials/zeta/index.html\n"
        (site / MANIFEST).write_text(GOOD + listed_too)
        build(site, NEW)
        assert contents(site) == whole(NEW)


def put_all(path: Path, site: Site = NEW) -> Callable[[], object]:
    return lambda: build(path, site)


class TestAfterAKill:
    def test_a_folder_is_as_before_or_finished_by_the_next_run(self, tmp_path: Path) -> None:
        path, states = tmp_path / "site", set[str]()
        for number in count(1, STRIDE):
            shutil.rmtree(path, ignore_errors=True)
            build(path, OLD)
            code = ended_at(number, put_all(path))
            now = contents(path)
            pages = {p: c for p, c in now.items() if not p.startswith(".") and p != MANIFEST}
            assert set(pages.items()) <= {*OLD.items(), *NEW.items()}
            if pages == OLD:
                states.add("old")
            elif pages == NEW:
                states.add("new")
            else:
                states.add("between")
            build(path, OLD if number % 2 else NEW)
            assert contents(path) == whole(OLD if number % 2 else NEW)
            if code == UNHURT:
                break
            assert code == -signal.SIGKILL
        assert number > 40
        assert states == {"old", "between", "new"}

    def test_of_the_first_run_the_folder_is_taken_up(self, tmp_path: Path) -> None:
        for number in count(1, STRIDE):
            path = tmp_path / str(number)
            code = ended_at(number, put_all(path))
            build(path, OLD)
            assert contents(path) == whole(OLD)
            if code == UNHURT:
                break
        assert number > 20

    def test_of_the_next_run_too_all_is_known(self, tmp_path: Path) -> None:
        path = tmp_path / "site"
        build(path, OLD)
        other = {**NEW, "index.html": b"a third home", "more/index.html": b"more"}
        for number in range(30, 60, 4):
            ended_at(number, put_all(path))
            ended_at(number + 9, put_all(path, other))
        build(path, NEW)
        assert contents(path) == whole(NEW)

    def test_only_folders_that_are_called_as_drafts_are_removed(self, site: Path) -> None:
        (site / ".stances-output-0123abcd").mkdir()
        (site / ".stances-output-0123abcd/page").write_text("left over")
        build(site, OLD)
        assert contents(site) == whole(OLD)
        for name in (".stances-output-x", ".stances-output-0123abcd.bak"):
            (site / name).mkdir()
        refuse(site, "has: .stances-output-0123abcd.bak/, .stances-output-x/")
        for each in site.glob(".stances*"):
            each.rmdir()
        (site / ".stances-output-0123abcd").write_text("no folder")
        refuse(site, "has: .stances-output-0123abcd")
        (site / ".stances-output-0123abcd").unlink()
        (site / ".stances-output-0123abcd").symlink_to(site)
        refuse(site, r"has: .stances-output-0123abcd \(a link\)")

    @pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
    def test_signals_that_are_heard_leave_no_folder_between(
        self, tmp_path: Path, sign: int
    ) -> None:
        path = tmp_path / "site"

        def act() -> None:
            running._heed_signals()  # noqa: SLF001 - as in a process of its own
            build(path, NEW)

        for number in count(1, STRIDE):
            shutil.rmtree(path, ignore_errors=True)
            build(path, OLD)
            code = ended_at(number, act, sign)
            assert contents(path) in (whole(OLD), whole(NEW)), number
            if code == UNHURT:
                break
            assert code == 128 + sign
        assert number > 20


class TestFullDisk:
    @pytest.mark.parametrize(
        "call", ["write", "mkdir", "rename", "replace", "makedirs", "open", "link"]
    )
    def test_leaves_the_old_site_at_any_call(self, tmp_path: Path, call: str) -> None:
        path, real, failed = tmp_path / "site", getattr(os, call), 0
        for number in count(1):
            shutil.rmtree(path, ignore_errors=True)
            build(path, OLD)
            calls = count(1)

            def some(*given: object, calls: count[int] = calls, **options: object) -> object:
                if call == "open" and not given[1] & os.O_CREAT:  # type: ignore[operator]
                    return real(*given, **options)
                done = next(calls) - number  # noqa: B023 - it is called before the next one
                if done == 0 or (done > 0 and call != "replace"):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                return real(*given, **options)

            with mock.patch.object(os, call, some):
                why = ""
                try:
                    build(path, NEW)
                except CannotWrite as error:
                    why = str(error)
                if why:
                    assert why == f"cannot write {path}: No space left on device"
                    failed += 1
                    assert contents(path) == whole(OLD)
                    assert not any(each.name == "sources" for each in path.iterdir())
                    continue
            assert contents(path) == whole(NEW)
            if next(calls) <= number:
                break
            if call == "link":  # a copy does as well
                break
        assert failed or call == "link"

    def test_that_fills_under_a_limit_leaves_the_old_site(self, site: Path) -> None:
        code = """
import resource, signal, sys
from pathlib import Path
from stances.errors import CannotWrite
from stances.site.folder import Folder
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    with Folder(Path(sys.argv[1])) as folder:
        folder.commit([folder.put("index.html", b"x" * 4096), folder.put("a.html", b"y" * 4097)])
except CannotWrite as error:
    print(error)
"""
        done = subprocess.run(
            [sys.executable, "-c", code, str(site)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == f"cannot write {site}: File too large\n"
        assert contents(site) == whole(OLD)

    def test_that_lets_nothing_be_put_back_is_finished_by_the_next_run(self, site: Path) -> None:
        real, number = os.replace, count(1)

        def some(one: str, other: str) -> None:
            if next(number) > 1:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            real(one, other)

        with mock.patch.object(os, "replace", some), pytest.raises(CannotWrite) as failed:
            build(site, NEW)
        assert "Input/output error; some of its files are new now, and some" in str(failed.value)
        assert "run the command again" in failed.value.hint
        build(site, NEW)
        assert contents(site) == whole(NEW)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
class TestReadOnlyFolders:
    @pytest.mark.parametrize("path", [".", "officials/adler", "assets"])
    def test_are_refused_before_anything_is_changed(self, site: Path, path: str) -> None:
        new = {**NEW, "assets/more.css": b"a {}"}
        (site / path).chmod(0o500)
        try:
            refuse(site, "Permission denied", new)
        finally:
            (site / path).chmod(0o700)


def put_in_worker(path: str) -> Written:
    assert _stage is not None
    return _stage.put(path, path.encode() * 100)


_stage: Stage | None = None


def begin(stage: Stage) -> None:
    global _stage  # noqa: PLW0603 - as workers have it
    _stage = stage


class TestWorkers:
    def test_put_files_too(self, tmp_path: Path) -> None:
        paths = [f"officials/o-{number}/index.html" for number in range(200)]
        with Folder(tmp_path) as folder:
            folder.commit(in_order(put_in_worker, paths, begin, folder.stage()))
        assert contents(tmp_path) == whole({path: path.encode() * 100 for path in paths})

    def test_can_be_given_a_stage_that_was_used(self, tmp_path: Path) -> None:
        with Folder(tmp_path) as folder:
            stage = folder.stage()
            first = stage.put("a.html", b"a")
            second = pickle.loads(pickle.dumps(stage)).put("b.html", b"b")  # noqa: S301 - our own
            assert first.staged.partition("/")[0] != second.staged.partition("/")[0]
            folder.commit([pickle.loads(pickle.dumps(first)), second])  # noqa: S301 - as above
        assert contents(tmp_path) == whole({"a.html": b"a", "b.html": b"b"})


class TestLargeFiles:
    def test_are_written_by_whoever_makes_them(self, site: Path) -> None:
        def write(text: str) -> Callable[[str], object]:
            return lambda place: Path(place).write_text(text)

        for text, changed in (("one", 1), ("one", 0), ("two", 1)):
            with Folder(site) as folder:
                written = [folder.put(path, content) for path, content in OLD.items()]
                written.append(folder.put_file("downloads/stances.csv", write(text)))
                assert folder.commit(written).changed == changed
            assert contents(site) == whole({**OLD, "downloads/stances.csv": text.encode()})
