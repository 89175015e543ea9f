"""A file's bytes and characters, before they are parsed."""

from __future__ import annotations

import errno
import os
import socket
import stat
from pathlib import Path

import pytest

from stances.problems import Fault
from stances.yaml_reader import read
from stances.yaml_reader.file_bytes import contents, decoded


def fault(found: object) -> Fault:
    assert isinstance(found, Fault)
    assert (found.at, found.place) == ((), (1, 1))
    assert found.hint
    return found


def regular(size: int) -> os.stat_result:
    """What the system says of a regular file."""
    return os.stat_result([stat.S_IFREG | 0o644, 1, 1, 1, 0, 0, size, 0, 0, 0])


class TestContents:
    def test_are_all_the_bytes_of_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        path.write_bytes(b"\xff\r\n\0")
        assert contents(path, 4) == b"\xff\r\n\0"

    def test_a_folder_is_not_read(self, tmp_path: Path) -> None:
        found = fault(contents(tmp_path, 10))
        assert found.code == "ST002"
        assert found.message == "this is not a file but a folder"

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.yaml")
        found = fault(contents(tmp_path / "a.yaml", 10))
        assert (found.code, found.message) == ("ST002", "this is not a file but a pipe")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
    def test_a_pipe_that_took_the_place_of_a_file_is_not_waited_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        os.mkfifo(tmp_path / "a.yaml")
        monkeypatch.setattr(Path, "stat", lambda _, **__: regular(5))
        assert fault(contents(tmp_path / "a.yaml", 10)).code == "ST002"

    @pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no such sockets")
    def test_a_socket_is_not_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)  # its whole path may be too long for a socket
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("a.yaml")
            found = fault(contents(Path("a.yaml"), 10))
        assert (found.code, found.message) == ("ST002", "this is not a file but a socket")

    @pytest.mark.skipif(not Path("/dev/null").is_char_device(), reason="no /dev/null")
    def test_a_device_is_not_read(self) -> None:
        found = fault(contents(Path("/dev/null"), 10))
        assert (found.code, found.message) == ("ST002", "this is not a file but a device")

    @pytest.mark.parametrize(
        ("mode", "kind"), [(stat.S_IFBLK, "a device"), (0o150000, "no ordinary file")]
    )
    def test_what_is_rarely_met_is_not_read_either(
        self, mode: int, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        met = os.stat_result([mode, 1, 1, 1, 0, 0, 5, 0, 0, 0])
        monkeypatch.setattr(Path, "stat", lambda _, **__: met)
        found = fault(contents(tmp_path / "a.yaml", 10))
        assert (found.code, found.message) == ("ST002", f"this is not a file but {kind}")

    def test_a_link_to_nothing_is_told_apart_from_a_file_that_is_gone(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").symlink_to("b.yaml")
        dangling, gone = (fault(contents(tmp_path / name, 10)) for name in ("a.yaml", "b.yaml"))
        assert dangling.code == gone.code == "ST001"
        assert dangling.message == "this link leads to nothing"
        assert gone.message == "this file cannot be read: it is gone"

    def test_links_may_lead_in_a_circle(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").symlink_to("b.yaml")
        (tmp_path / "b.yaml").symlink_to("a.yaml")
        found = fault(contents(tmp_path / "a.yaml", 10))
        assert found.code == "ST001"
        assert found.message == "this file cannot be read: its link leads back to itself"

    @pytest.mark.parametrize(
        ("number", "reason"),
        [
            (errno.EACCES, "you have no permission to read it"),
            (errno.EPERM, "you have no permission to read it"),
            (errno.ENOENT, "it is gone"),
            (errno.EIO, os.strerror(errno.EIO).lower()),
        ],
    )
    def test_what_the_system_refuses_is_a_fault(
        self, number: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> int:
            raise OSError(number, os.strerror(number))

        path = tmp_path / "a.yaml"
        path.write_text("a: b")
        monkeypatch.setattr(os, "open", refuse)
        found = fault(contents(path, 10))
        assert (found.code, found.message) == ("ST001", f"this file cannot be read: {reason}")

    def test_an_error_without_a_number_is_a_fault(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> int:
            message = "Out of Luck"
            raise OSError(message)

        (tmp_path / "a.yaml").write_text("a: b")
        monkeypatch.setattr(os, "open", refuse)
        found = fault(contents(tmp_path / "a.yaml", 10))
        assert found.message == "this file cannot be read: out of luck"

    def test_a_file_over_the_limit_is_not_opened(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "a.yaml"
        path.write_bytes(b"x" * 1235)
        monkeypatch.setattr(os, "open", None)
        found = fault(contents(path, 1234))
        assert found.code == "ST003"
        said = "this file is 1,235 bytes large, but no more than 1,234 are read"
        assert found.message == said

    def test_no_more_is_read_than_shows_that_a_size_was_a_lie(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "a.yaml"
        path.write_bytes(b"x" * 100)
        monkeypatch.setattr(Path, "stat", lambda _, **__: regular(5))
        monkeypatch.setattr(os, "fstat", lambda _: regular(5))
        assert contents(path, 10) == b"x" * 11

    def test_a_lie_about_the_size_is_found_out(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "a.yaml"
        path.write_bytes(b"x" * 100)
        monkeypatch.setattr("stances.yaml_reader.MAX_BYTES", 10)
        monkeypatch.setattr(Path, "stat", lambda _, **__: regular(5))
        monkeypatch.setattr(os, "fstat", lambda _: regular(5))
        assert [found.code for found in read(path).faults] == ["ST003"]


class TestDecoded:
    @pytest.mark.parametrize(
        ("raw", "text"),
        [
            (b"", ""),
            ("گفت\u200cوگو 😀".encode(), "گفت\u200cوگو 😀"),
            (b"\xef\xbb\xbfa", "a"),
            (b"\xef\xbb\xbf\xef\xbb\xbfa", "\ufeffa"),
        ],
    )
    def test_takes_one_byte_order_mark_away(self, raw: bytes, text: str) -> None:
        assert decoded(raw, 100) == text

    @pytest.mark.parametrize(
        ("raw", "line", "column", "byte"),
        [
            (b"\xff", 1, 1, "FF"),
            (b"\xef\xbb\xbfab\xe9", 1, 3, "E9"),
            ("گفت\u200cو 😀".encode() + b"\xa0\r\n", 1, 8, "A0"),
            (b"a\r\nb\rc\n\nd\xc3", 5, 2, "C3"),
            (b"a\n\xed\xa0\x80", 2, 1, "ED"),
        ],
    )
    def test_names_the_first_bad_byte_and_its_place(
        self, raw: bytes, line: int, column: int, byte: str
    ) -> None:
        found = decoded(raw, 100)
        assert isinstance(found, Fault)
        assert (found.code, found.at, found.place) == ("ST004", (), (line, column))
        assert found.message == f"the byte 0x{byte} here is not UTF-8 text"
        assert "UTF-8" in found.hint

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_knows_utf_16(self, encoding: str) -> None:
        found = fault(decoded("\ufeffa: b".encode(encoding), 100))
        assert found.message == "this file is written in UTF-16, not in UTF-8"
        assert "UTF-16" in found.hint

    def test_takes_no_more_bytes_than_allowed(self) -> None:
        assert decoded(b"12345", 5) == "12345"
        assert fault(decoded(b"12345", 4)).code == "ST003"
