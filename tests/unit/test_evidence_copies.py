from __future__ import annotations

import hashlib
import importlib
import os
import socket
from typing import TYPE_CHECKING

import pytest

from pdfs import pdf
from stances.evidence.copies import Copy, Snapshots, Stored, Unread
from stances.evidence.matching import Found, Hints
from stances.home import to_install

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "snapshots").mkdir()
    return tmp_path / "snapshots"


def stored(folder: Path, content: bytes, name: str = "courier.txt") -> Stored:
    (folder / name).write_bytes(content)
    found = Snapshots(folder).copy_of("courier", None)
    assert isinstance(found, Stored)
    return found


def read(folder: Path, content: bytes, name: str = "courier.txt") -> Copy:
    copy = stored(folder, content, name).read()
    assert isinstance(copy, Copy), copy
    return copy


def place(copy: Copy, words: str) -> tuple[int, int, int | None]:
    """The line, the column and the page on which words begin."""
    found = copy.searchable.find(words, Hints())
    assert isinstance(found, Found)
    return copy.spot(found.spans[0][0])


class TestCopyFound:
    @pytest.mark.parametrize("ending", [".txt", ".md", ".html", ".htm", ".pdf", ".TXT", ".Html"])
    def test_has_the_id_of_its_source_and_any_ending(self, folder: Path, ending: str) -> None:
        assert stored(folder, b"words", f"courier{ending}").path == folder / f"courier{ending}"

    def test_may_lie_next_to_other_files(self, folder: Path) -> None:
        for name in ("courier-2.txt", "cour.txt", "courier", "courier.json", "courier.old.txt"):
            (folder / name).write_text("other", encoding="utf-8")
        (folder / "courier.md").mkdir()
        assert read(folder, b"words").text == "words"

    def test_has_the_checksum_of_its_bytes(self, folder: Path) -> None:
        content = "\ufeffcafé\r\n".encode()
        assert stored(folder, content).sha256 == hashlib.sha256(content).hexdigest()

    def test_may_have_another_checksum_than_the_record(self, folder: Path) -> None:
        path = stored(folder, b"changed").path
        found = Snapshots(folder).copy_of("courier", hashlib.sha256(b"words").hexdigest())
        assert found == Stored(path, b"changed")

    @pytest.mark.parametrize("ending", ["txt", "md", "html"])
    def test_is_the_one_of_several_that_has_the_checksum(self, folder: Path, ending: str) -> None:
        for other in ("txt", "md", "html"):
            (folder / f"courier.{other}").write_text(other, encoding="utf-8")
        sha256 = hashlib.sha256(ending.encode()).hexdigest()
        found = Snapshots(folder).copy_of("courier", sha256)
        assert isinstance(found, Stored)
        assert found.path.name == f"courier.{ending}"


class TestNoCopy:
    def why(self, folder: Path | None, source: str = "courier", sha256: str | None = None) -> str:
        found = Snapshots(folder).copy_of(source, sha256)
        assert isinstance(found, Unread), found
        return found.reason

    def test_where_no_file_has_the_id(self, folder: Path) -> None:
        (folder / "sub").mkdir()
        for nowhere in (folder, folder / "none", None):
            assert self.why(nowhere) == "there is no stored copy"

    def test_where_several_might_be_it(self, folder: Path) -> None:
        for name in ("courier.txt", "courier.html"):
            (folder / name).write_text("words", encoding="utf-8")
        assert self.why(folder) == (
            "there are several copies, and no `sha256` that names one: courier.html, courier.txt"
        )

    def test_but_one_that_has_changed_where_none_has_the_checksum(self, folder: Path) -> None:
        for name in ("courier.txt", "courier.html"):
            (folder / name).write_text("words", encoding="utf-8")
        stored = Snapshots(folder).copy_of("courier", "0" * 64)
        assert isinstance(stored, Stored)

    def test_where_its_format_is_not_read(self, folder: Path) -> None:
        (folder / "courier.docx").write_text("words", encoding="utf-8")
        assert self.why(folder) == "courier.docx is in no format that can be read"

    @pytest.mark.parametrize(
        "source", ["../secret", "../snapshots/courier", "..", "", "/etc/passwd", "sub/courier"]
    )
    def test_where_an_id_would_lead_out_of_the_folder(self, folder: Path, source: str) -> None:
        (folder / "sub").mkdir()
        for path in (folder / "courier.txt", folder / "sub/courier.txt", folder / "../secret.txt"):
            path.write_text("words", encoding="utf-8")
        assert self.why(folder, source) == "there is no stored copy"

    @pytest.mark.parametrize(("ending", "largest"), [("txt", 16), ("html", 16), ("pdf", 128)])
    def test_where_it_is_too_large(self, folder: Path, ending: str, largest: int) -> None:
        with (folder / f"courier.{ending}").open("wb") as file:
            file.truncate(largest * 2**20 + 1)  # a file with nothing in it takes no room
        assert self.why(folder) == f"courier.{ending} is larger than {largest} MiB"

    def test_where_it_cannot_be_opened(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(path: Path, _: int) -> int:
            raise PermissionError(13, os.strerror(13), str(path))

        (folder / "courier.txt").write_text("words", encoding="utf-8")
        monkeypatch.setattr(os, "open", refuse)
        assert self.why(folder) == "courier.txt cannot be read: Permission denied"


def make_folder(path: Path) -> None:
    path.mkdir()


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


def link_to(target: str) -> Callable[[Path], None]:
    def link(path: Path) -> None:
        path.symlink_to(target)

    return link


class TestUnfitCopy:
    @pytest.mark.parametrize(
        ("make", "kind"),
        [
            (make_folder, "a folder"),
            (make_pipe, "a pipe"),
            (make_socket, "a socket"),
            (link_to("/dev/zero"), "a device"),
            (link_to("."), "a folder"),
            (link_to("../secret.txt"), "a link that leads out of the folder"),
            (link_to(".secret.txt"), "a link that leads out of the folder"),
            (link_to("/proc/version"), "a link that leads out of the folder"),
        ],
    )
    def test_is_refused_by_name(
        self,
        folder: Path,
        make: Callable[[Path], None],
        kind: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        for path in (folder.parent / "secret.txt", folder / ".secret.txt"):
            path.write_text("words", encoding="utf-8")
        monkeypatch.chdir(folder)  # the path of a socket has to be short
        make(folder / "courier.txt")
        found = Snapshots(folder).copy_of("courier", None)
        reason = f"courier.txt is not a file but {kind}"
        assert found == Unread(reason, "courier.txt", refused=True)

    def test_leaves_another_copy_alone(self, folder: Path) -> None:
        (folder / "courier.html").mkdir()
        assert read(folder, b"words").text == "words"

    def test_is_none_where_a_link_leads_to_a_file_of_the_folder(self, folder: Path) -> None:
        (folder / "articles").mkdir()
        (folder / "articles/1.txt").write_text("words", encoding="utf-8")
        (folder / "courier.txt").symlink_to("articles/1.txt")
        (folder.parent / "named").symlink_to(folder)
        for named in (folder, folder.parent / "named"):
            stored = Snapshots(named).copy_of("courier", None)
            assert isinstance(stored, Stored)
            assert stored.content == b"words"


class TestCopyText:
    @pytest.mark.parametrize("name", ["courier.txt", "courier.md"])
    def test_is_what_is_in_it(self, folder: Path, name: str) -> None:
        words = "# Café\r\n\f“می‌خواهد”\n"
        assert read(folder, words.encode("utf-8-sig"), name).text == words

    @pytest.mark.parametrize("name", ["courier.html", "courier.htm", "courier.HTM"])
    def test_of_html_is_what_is_seen(self, folder: Path, name: str) -> None:
        assert read(folder, b"<title>no</title><p>We &amp; you", name).text == "We & you"

    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("courier.txt", b"a\nb caf\xe9 c", "is not UTF-8: byte 0xe9 on line 2"),
            ("courier.html", b"\xff\xfea\0", "is not UTF-8: byte 0xff on line 1"),
            ("courier.txt", b"", "has no text in it"),
            ("courier.txt", b"\xef\xbb\xbf \n\t\r\n", "has no text in it"),
            ("courier.html", b"<title>no</title>", "has no text in it"),
        ],
    )
    def test_may_be_none(self, folder: Path, name: str, content: bytes, reason: str) -> None:
        assert stored(folder, content, name).read() == Unread(f"{name} {reason}", name)


class TestCopyPlace:
    @pytest.mark.parametrize(
        ("content", "words", "line", "column"),
        [
            ("We go", "We", 1, 1),
            ("\ufeffWe go", "We", 1, 1),
            ("one\r\ntwo\r\n  We go", "We", 3, 3),
            ("one\rtwo\rWe go", "We", 3, 1),
            ("one\n\n\nWe\ngo", "We go", 4, 1),
            ("one\f“We go”", "We", 1, 6),
            ("cafe\u0301 We go", "We", 1, 7),
        ],
    )
    def test_is_a_line_and_a_column(
        self, folder: Path, content: str, words: str, line: int, column: int
    ) -> None:
        assert place(read(folder, content.encode()), words) == (line, column, None)

    @pytest.mark.parametrize(
        ("source", "words", "line", "column"),
        [
            ("<p>We go</p>", "We", 1, 4),
            ("<html>\n<p>\n  We\n go", "go", 4, 2),
            ("<!-- \n\n -->\r\n<p>&ldquo;<b>W</b>e go", "We", 4, 14),
            ("<head>\n<title>We</title>\n</head>\nAT&T: We go", "We", 4, 7),
        ],
    )
    def test_in_html_is_one_of_its_source(
        self, folder: Path, source: str, words: str, line: int, column: int
    ) -> None:
        copy = read(folder, source.encode(), "courier.html")
        assert place(copy, words) == (line, column, None)

    def test_is_written_as_a_reader_says_it(self, folder: Path) -> None:
        assert str(read(folder, b"one\nWe go").spot(4)) == "line 2"


class TestCopyContext:
    @pytest.mark.parametrize(
        ("text", "before", "behind"),
        [
            ("We go", "", ""),
            ("Then  We go\n.", "Then", "."),
            (f"{'x' * 70} a\nb We go, c {'y' * 70}", "a b", ", c"),
            (f"{'x' * 70} We go {'y' * 70}", "", ""),
            (f"{'x' * 59} We go {'y' * 59}", "x" * 59, "y" * 59),
        ],
    )
    def test_are_whole_words(self, folder: Path, text: str, before: str, behind: str) -> None:
        copy = read(folder, text.encode())
        start = text.index("We go")
        assert copy.around(start, start + len("We go")) == (before, behind)


class TestPdfCopy:
    @pytest.fixture(autouse=True)
    def _pypdf(self) -> None:
        pytest.importorskip("pypdf")

    def test_has_places_on_its_pages(self, folder: Path) -> None:
        content = pdf("One\ntwo “three”", "", "four\nfive six")
        copy = read(folder, content, "courier.pdf")
        assert place(copy, "One two “three”") == (1, 1, 1)
        assert place(copy, "three")[::2] == (2, 1)
        assert place(copy, "four five") == (1, 1, 3)
        assert place(copy, "six") == (2, 6, 3)
        assert str(copy.spot(copy.text.index("six"))) == "page 3, line 2"

    def test_has_a_sentence_that_goes_on_on_the_next_page(self, folder: Path) -> None:
        copy = read(folder, pdf("we will coop-", "erate with them"), "courier.pdf")
        assert place(copy, "we will cooperate with them") == (1, 1, 1)

    def test_without_text_has_none(self, folder: Path) -> None:
        reason = "courier.pdf has no text in it"
        assert stored(folder, pdf("", ""), "courier.pdf").read() == Unread(reason, "courier.pdf")

    def test_that_is_damaged_says_so(self, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        outcome = stored(folder, b"%PDF-1.4 no more", "courier.pdf").read()
        assert isinstance(outcome, Unread)
        assert outcome.reason.startswith("courier.pdf is a PDF that cannot be read: ")
        assert capfd.readouterr().err == ""


class TestAnyPdfCopy:
    def test_has_the_letters_that_its_fonts_join(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Page:
            def extract_text(self) -> str:
                return "the \ufb01nal o\ufb00er\f\ufe8f\ufefb"

        class Reader:
            def __init__(self, _: object) -> None:
                self.pages = [Page()]

        class Module:
            PdfReader = Reader

        monkeypatch.setattr(importlib, "import_module", lambda _: Module)
        text = read(folder, b"%PDF", "courier.pdf").text
        assert text == "the final offer \u0628\u0644\u0627"

    def test_needs_the_extra(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing(name: str) -> None:
            raise ModuleNotFoundError(name)

        monkeypatch.setattr(importlib, "import_module", missing)
        copy = stored(folder, b"%PDF-1.7", "courier.pdf")
        reason = f"courier.pdf is a PDF, which takes {to_install('pdf')}"
        assert copy.read() == Unread(reason, copy.path.name)
        assert copy.sha256 == hashlib.sha256(b"%PDF-1.7").hexdigest()
