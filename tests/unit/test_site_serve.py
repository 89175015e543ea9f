"""The server of a site: what browsers get, and what others do not."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
from hashlib import sha256
from html import unescape
from http.client import HTTPConnection
from typing import TYPE_CHECKING, NamedTuple

import pytest

from folders import contents
from stances.errors import CannotServe
from stances.site import serve
from stances.site.folder import Folder
from stances.site.manifest import MANIFEST
from stances.site.serve import Server, state_of, watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from email.message import Message
    from http.client import HTTPResponse
    from pathlib import Path

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'"
HEAD = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
PAGE = f"<!DOCTYPE html>\n<html><head>\n{HEAD}</head>\n<body><p>%s</p></body></html>\n"
SITE = {
    "index.html": (PAGE % "Home").encode(),
    "officials/adler/index.html": (PAGE % "Adler &lt;/head>").encode(),
    "assets/site.css": b"p { color: red }",
    "assets/site.js": b"'use strict';",
    "feed.xml": b"<feed/>",
    "downloads/stances.csv": "ref\r\nدریاچه\r\n".encode(),
    "downloads/stances.sqlite": bytes(range(256)) * 2000,
}
TYPES = {
    "index.html": "text/html; charset=utf-8",
    "assets/site.css": "text/css; charset=utf-8",
    "assets/site.js": "text/javascript; charset=utf-8",
    "feed.xml": "application/xml; charset=utf-8",
    "downloads/stances.csv": "text/csv; charset=utf-8",
    "downloads/stances.sqlite": "application/vnd.sqlite3",
}


def put(root: Path, site: Mapping[str, bytes]) -> None:
    with Folder(root) as folder:
        folder.commit([folder.put(path, content) for path, content in site.items()])


class Response(NamedTuple):
    status: int
    headers: Message
    body: bytes


class Browser(NamedTuple):
    """Asks the server, as browsers do unless told otherwise."""

    server: Server

    def open(self, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.server.server_port, timeout=20)
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        connection.putrequest(method, path, skip_host="Host" in named)
        for key, value in named.items():
            if value:
                connection.putheader(key, value)
        connection.endheaders()
        return connection.getresponse()

    def __call__(self, path: str, method: str = "GET", **headers: str) -> Response:
        with self.open(path, method, **headers) as response:
            return Response(response.status, response.headers, response.read())

    def raw(self, text: bytes) -> bytes:
        """What the server sends to these bytes, until it ends the connection."""
        address = ("127.0.0.1", self.server.server_port)
        with socket.create_connection(address, timeout=20) as connection:
            connection.sendall(text)
            received = b""
            while piece := connection.recv(1 << 16):
                received += piece
        return received


@pytest.fixture(autouse=True)
def quick_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server is waited for when it ends."""
    monkeypatch.setattr(serve, "_POLL", 0.01)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(tmp_path / "site", SITE)
    return tmp_path / "site"


@pytest.fixture
def server(root: Path) -> Iterator[Server]:
    with Server(root, 0) as server, server.running():
        yield server


@pytest.fixture
def get(server: Server) -> Browser:
    return Browser(server)


class TestServer:
    def test_gives_all_files_of_the_site(self, get: Browser) -> None:
        for path, content in SITE.items():
            response = get(f"/{path}")
            assert response.status == 200
            assert int(response.headers["Content-Length"]) == len(response.body)
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            if path in TYPES:
                assert response.headers["Content-Type"] == TYPES[path]
            if not path.endswith(".html"):
                assert response.body == content

    def test_finds_the_page_of_a_folder(self, get: Browser) -> None:
        assert b"<p>Home" in get("/").body
        assert b"<p>Adler" in get("/officials/adler/").body
        assert b"<p>Home" in get("/?q=1").body
        response = get("/officials/adler")
        assert (response.status, response.headers["Location"]) == (302, "/officials/adler/")

    def test_gives_heads_alone_if_asked_for_these(self, get: Browser) -> None:
        for path in ("/", "/feed.xml", "/none.html", "/.stances/events", "/.stances/reload.js"):
            head = get(path, "HEAD")
            assert head.body == b""
            if "events" not in path:
                whole = get(path)
                assert head.status == whole.status
                assert head.headers["Content-Length"] == str(len(whole.body))

    def test_is_bound_to_this_computer_alone(self, server: Server) -> None:
        assert server.socket.getsockname()[0] == "127.0.0.1"
        assert server.address == f"http://127.0.0.1:{server.server_port}/"

    def test_says_that_a_port_is_taken(self, server: Server, root: Path) -> None:
        message = f"cannot serve on port {server.server_port} of 127.0.0.1: Address already in use"
        with pytest.raises(CannotServe, match=message):
            Server(root, server.server_port)

    def test_is_not_told_by_headers(self, get: Browser) -> None:
        assert get("/").headers["Server"] == "stances"


class TestPages:
    def test_get_a_script_and_a_policy_that_lets_it_ask(self, get: Browser) -> None:
        text = get("/officials/adler/").body.decode()
        [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        directives = dict(each.split(" ", 1) for each in unescape(policy).split("; "))
        assert directives == {
            "default-src": "'none'",
            "style-src": "'self'",
            "script-src": "'self'",
            "base-uri": "'none'",
            "connect-src": "'self'",
        }
        [script] = re.findall(r'<script src="([^"]*)" defer></script>\n</head>', text)
        assert text.count("<script") == 1
        response = get(script)
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert b"EventSource" in response.body

    @pytest.mark.parametrize(
        ("policy", "looser"),
        [
            (b"", b"script-src 'self'; connect-src 'self'"),
            (b"script-src 'none'", b"script-src 'self'; connect-src 'self'"),
            (
                b"connect-src https://a.b; script-src 'sha256-x'",
                b"connect-src 'self' https://a.b; script-src 'self' 'sha256-x'",
            ),
        ],
    )
    def test_get_a_policy_no_looser_than_that(self, policy: bytes, looser: bytes) -> None:
        assert unescape(serve._looser(policy).decode()).encode() == looser  # noqa: SLF001

    def test_have_neither_in_the_folder(self, get: Browser, root: Path) -> None:
        get("/")
        assert {p: c for p, c in contents(root).items() if p != MANIFEST} == SITE

    def test_cannot_be_framed_or_cached_without_asking(self, get: Browser) -> None:
        headers = get("/").headers
        assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-cache"

    @pytest.mark.parametrize("path", ["/", "/feed.xml", "/downloads/stances.sqlite"])
    def test_are_sent_once_while_they_are_the_same(
        self, get: Browser, root: Path, path: str
    ) -> None:
        tag = get(path).headers["ETag"]
        again = get(path, If_None_Match=f'"x", W/{tag}')
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
        put(root, {name: content + b" " for name, content in SITE.items()})
        assert get(path, If_None_Match=tag).status == 200

    def test_that_are_not_there_are_reloaded_when_they_may_be(self, get: Browser) -> None:
        response = get("/officials/nobody/index.html")
        assert response.status == 404
        assert response.headers["Content-Type"] == TYPES["index.html"]
        assert b"/.stances/reload.js" in response.body


class TestRefusals:
    @pytest.mark.parametrize(
        "path",
        [
            *(
                "/../secret.txt",
                "/%2e%2e/secret.txt",
                "/..%2fsecret.txt",
                "/officials/../index.html",
            ),
            *(
                "/officials\\adler\\index.html",
                "/index.html%00",
                "/index%2ehtml",
                "//index.html/..",
            ),
            *("/secret.txt", "/CNAME", "/.git/config", "/robots.txt", f"/{MANIFEST}", "/officials"),
            *(
                "/officials/",
                "/assets/",
                "/.stances/",
                "/.stances/x",
                "/Index.html",
                "/index.html/",
            ),
            *("http://127.0.0.1/index.html", "*", "/" + "a/" * 20_000),
        ],
    )
    def test_meet_all_that_is_no_file_of_the_manifest(
        self, get: Browser, root: Path, path: str
    ) -> None:
        for name in ("CNAME", "robots.txt", "../secret.txt", "secret.txt"):
            (root / name).write_text("secret")
        (root / ".git").mkdir()
        (root / ".git/config").write_text("secret")
        response = get(path)
        assert response.status in (403, 404, 414)
        assert b"secret" not in response.body
        assert b"adler" not in response.body

    def test_meet_links(self, get: Browser, root: Path, tmp_path: Path) -> None:
        shutil.move(root / "officials", tmp_path / "far")
        (root / "officials").symlink_to(tmp_path / "far")
        (root / "index.html").unlink()
        (root / "index.html").symlink_to(tmp_path / "far/adler/index.html")
        (root / "feed.xml").unlink()
        os.mkfifo(root / "feed.xml")
        for path in ("/officials/adler/index.html", "/", "/feed.xml"):
            assert get(path).status == 404

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW", "get"])
    def test_meet_other_methods(self, get: Browser, method: str) -> None:
        response = get("/", method)
        assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")

    def test_meet_whoever_names_another_host(self, get: Browser, server: Server) -> None:
        port = server.server_port
        for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}"):
            assert get("/", Host=host).status == 200
        others = ("", "127.0.0.1", f"evil.example:{port}", f"127.0.0.1:{port + 1}", "localhost:80")
        for host in (*others, f"127.0.0.1.evil.example:{port}", f"localhost.:{port}"):
            response = get("/", Host=host)
            assert response.status == 403
            assert b"Home" not in response.body

    def test_meet_two_hosts(self, get: Browser, server: Server) -> None:
        good = f"Host: 127.0.0.1:{server.server_port}\r\n"
        text = f"GET / HTTP/1.1\r\n{good}Host: evil.example\r\n\r\n"
        assert get.raw(text.encode()).split()[1] == b"403"

    def test_meet_what_is_no_request(self, get: Browser) -> None:
        for text in (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"GET\r\n\r\n"):
            assert b"Home" not in get.raw(text)
        headers = b"".join(b"X-%d: y\r\n" % number for number in range(500))
        assert b" 431 " in get.raw(b"GET / HTTP/1.1\r\n" + headers + b"\r\n")
        assert get("/").status == 200


class TestSlowBrowsers:
    def test_hold_up_nobody_and_are_cut_off(
        self, monkeypatch: pytest.MonkeyPatch, root: Path
    ) -> None:
        monkeypatch.setattr(serve, "_PATIENCE", 0.0)
        with Server(root, 0) as server, server.running():
            address = ("127.0.0.1", server.server_port)
            slow = [socket.create_connection(address, timeout=20) for _ in range(20)]
            for each in slow:
                each.sendall(b"GET / HTTP/1.1\r\nX: ")
            assert [each.recv(1) for each in slow] == [b""] * 20
            for each in slow:
                each.close()

    def test_are_refused_if_they_are_too_many(
        self, monkeypatch: pytest.MonkeyPatch, root: Path
    ) -> None:
        monkeypatch.setattr(serve, "_MOST", 3)
        with Server(root, 0) as server, server.running():
            get = Browser(server)
            waiting = [get.open(f"/.stances/events?built={server.built}") for _ in range(3)]
            with pytest.raises(OSError, match=r"."):
                get("/")
            put(root, {"index.html": b"another"})
            server.publish()
            for each in waiting:
                assert b"event: reload" in each.read()
                each.close()


def events(response: HTTPResponse) -> Iterator[tuple[str, str]]:
    """What is told of, as a browser reads it: the kind of event, and what it says."""
    kind = ""
    for line in iter(response.readline, b""):
        key, _, value = line.decode().rstrip("\n").partition(": ")
        if key == "event":
            kind = value
        elif key == "data":
            yield kind, value


class TestEvents:
    def test_tell_of_another_site(self, get: Browser, server: Server, root: Path) -> None:
        with get.open(f"/.stances/events?built={server.built}") as response:
            assert response.headers["Content-Type"] == "text/event-stream"
            put(root, {**SITE, "more.html": b"more"})
            server.publish()
            assert [*events(response)] == [("reload", "-")]

    def test_tell_at_once_of_a_site_that_has_changed_before(self, get: Browser) -> None:
        with get.open("/.stances/events?built=another") as response:
            assert [*events(response)] == [("reload", "-")]

    def test_tell_what_is_wrong_until_it_is_mended(self, get: Browser, server: Server) -> None:
        words = 'a.yaml:3: "x" is\nno <b>'
        with get.open(f"/.stances/events?built={server.built}") as response:
            told = events(response)
            server.publish(words)
            kind, text = next(told)
            assert (kind, json.loads(text)) == ("broken", words)
            server.publish()
            assert next(told) == ("broken", '""')
        server.publish(words)
        with get.open(f"/.stances/events?built={server.built}") as response:
            assert json.loads(next(events(response))[1]) == words

    def test_tell_now_and_then_that_there_is_nothing(
        self, get: Browser, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(serve, "_ALIVE", 0.01)
        with get.open(f"/.stances/events?built={server.built}") as response:
            lines = [response.readline() for _ in range(4)]
        assert lines == [b"retry: 1000\n", b"\n", b": nothing new\n", b"\n"]

    def test_end_with_the_server(self, root: Path) -> None:
        with Server(root, 0) as server, server.running():
            response = Browser(server).open(f"/.stances/events?built={server.built}")
        assert [*events(response)] == []
        response.close()

    def test_go_by_what_the_site_is_and_not_by_when_it_was_built(
        self, server: Server, root: Path
    ) -> None:
        before = server.built
        put(root, SITE)
        server.publish()
        assert server.built == before
        assert before == sha256((root / MANIFEST).read_bytes()).hexdigest()[:16]


class TestWatch:
    def test_sees_a_commit_in_a_linked_worktree(self, tmp_path: Path) -> None:
        own = tmp_path / "main" / ".git" / "worktrees" / "other"
        (own / "logs").mkdir(parents=True)
        linked = tmp_path / "other" / "data"
        linked.mkdir(parents=True)
        (tmp_path / "other" / ".git").write_text(f"gitdir: {own}\n")
        before = state_of(str(linked))
        (own / "logs" / "HEAD").write_text("commit")
        assert state_of(str(linked)) != before

    def test_calls_once_a_change_is_over(self, tmp_path: Path) -> None:
        for name in ("officials", "sources", ".git/logs"):
            (tmp_path / name).mkdir(parents=True)
        steps: list[Callable[[], object]] = [
            lambda: None,
            lambda: (tmp_path / "officials/adler.yaml").write_text("name: A"),
            (tmp_path / "officials/adler.yaml").unlink,
            lambda: (tmp_path / "officials/adler.yaml").write_text("name: Anna"),
            lambda: None,  # 1
            lambda: None,
            lambda: (tmp_path / "officials/.adler.yaml.swp").write_text("x"),
            lambda: None,
            lambda: (tmp_path / ".git/logs/HEAD").write_text("commit"),
            lambda: None,  # 2
            lambda: (tmp_path / "corpus.yaml").write_text("title: A"),
            lambda: None,  # 3
            lambda: None,
        ]
        called: list[int] = []
        waiting = iter(enumerate(steps))
        now = 0

        def wait(_: float) -> None:
            nonlocal now
            for number, step in waiting:
                now = number
                step()
                return
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            watch(str(tmp_path), state_of(str(tmp_path)), lambda: called.append(now), wait)
        assert called == [4, 9, 11]
