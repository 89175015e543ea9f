"""Serves a site to browsers on this computer, and calls for a new build when the corpus changes.

Only files of the manifest are served. Served pages have a script that reloads them, and a policy
that allows it. The files in the folder have neither.
"""

from __future__ import annotations

import html
import json
import os
import re
import sys
import time
from contextlib import contextmanager, suppress
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR
from socketserver import TCPServer
from threading import BoundedSemaphore, Condition, Thread
from typing import TYPE_CHECKING, Any, Never

from stances.errors import CannotServe
from stances.index.scan import packed, scan
from stances.paths import upwards
from stances.regular_files import UnfitFileError, opened
from stances.site.manifest import MANIFEST, can_be, listed

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

HOST = "127.0.0.1"
_PAUSE = 0.5
"""Seconds between two looks at the files of the corpus."""
_PART = 10
"""The pause is at least this many times as long as a look."""
_POLL = 0.5
"""Seconds between two looks at connections that may have to be closed."""
_PATIENCE = 10.0
"""Seconds that a browser has to send a request, and to take each piece of the response."""
_ALIVE = 15.0
"""Seconds after which a browser that waits for changes gets a message that there is none."""
_MOST = 128
"""The most connections at a time."""
_PIECE = 1 << 16
_OWN = "/.stances/"
"""The beginning of the server's own paths; no path of a site begins so."""
_SCRIPT, _EVENTS = f"{_OWN}reload.js", f"{_OWN}events"
_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "sqlite": "application/vnd.sqlite3",
}
_POLICY = re.compile(
    rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(")', re.IGNORECASE
)


class Server(ThreadingHTTPServer):
    """Serves the site in a folder on 127.0.0.1. Each connection has a thread and limits."""

    allow_reuse_address = os.name != "nt"  # Windows would let two servers have one port
    daemon_threads = True
    block_on_close = False
    request_queue_size = _MOST

    def __init__(self, root: Path, port: int) -> None:
        """Listen on a port; 0 is any free port. Raises `CannotServe`."""
        self.root = root
        self._changed = Condition()
        self._built, self._broken, self._is_ending = "", "", False
        self._free = BoundedSemaphore(_MOST)
        self._unheard: dict[socket.socket, float] = {}
        """The connections whose request is not read yet, each with the latest time for that."""
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            raise CannotServe(port, error.strerror or str(error)) from error

    def server_bind(self) -> None:
        """Bind the port, without a query to the network for the name of this computer."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.socket.getsockname()[1]

    @property
    def address(self) -> str:
        """The address of the first page."""
        return f"http://{HOST}:{self.server_port}/"

    @property
    def hosts(self) -> set[str]:
        """The names by which browsers may address this server."""
        names = (HOST, "localhost")
        named = {f"{name}:{self.server_port}" for name in names}
        return named | {*names} if self.server_port == 80 else named  # noqa: PLR2004 - of HTTP

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve while the `with` block runs."""
        self.publish()
        Thread(target=self.serve_forever, args=(_POLL,), daemon=True).start()
        try:
            yield
        finally:
            with self._changed:
                self._is_ending = True
                self._changed.notify_all()
            self.shutdown()

    def publish(self, broken: str = "") -> None:
        """Make pages reload if the site has changed, or show the message `broken` on them."""
        try:
            with open(opened(self.root / MANIFEST), "rb") as manifest:
                digest = sha256()
                while piece := manifest.read(1 << 20):
                    digest.update(piece)
        except (OSError, UnfitFileError):
            return
        with self._changed:
            self._built, self._broken = digest.hexdigest()[:16], broken
            self._changed.notify_all()

    @property
    def built(self) -> str:
        """An identifier of the present state of the site."""
        return self._built

    def news(self, built: str, broken: str) -> tuple[str, str] | None:
        """Wait until the site or the message changes, and return both; None when the server ends.

        After `_ALIVE` seconds, they are returned unchanged.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: self._is_ending or (self._built, self._broken) != (built, broken), _ALIVE
            )
            return None if self._is_ending else (self._built, self._broken)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as there
        """Serve a connection in a thread, unless there are too many connections."""
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Serve a connection to its end."""
        self._unheard[request] = time.monotonic() + _PATIENCE
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.heard(request)
            self._free.release()

    def heard(self, request: socket.socket) -> None:
        """Note that a request has been read completely."""
        self._unheard.pop(request, None)

    def service_actions(self) -> None:
        """Close connections that take too long to send a request; called regularly."""
        now = time.monotonic()
        for request, until in [*self._unheard.items()]:
            if until < now:
                with suppress(OSError):
                    request.shutdown(SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401, ARG002
        """Ignore browsers that closed their connection; report any other error as a bug."""
        error = sys.exception()
        if not isinstance(error, OSError):
            sys.stderr.write(f"stances: this is a bug: {type(error).__name__}: {error}\n")


class _Handler(BaseHTTPRequestHandler):
    """The request of a browser, and its response."""

    server: Server
    timeout = _PATIENCE
    error_content_type = "text/plain; charset=utf-8"
    error_message_format = "%(code)d %(message)s\n"

    def version_string(self) -> str:
        """Return the name of the program without its version."""
        return "stances"

    def log_message(self, *_: object) -> None:
        """Write no log of requests."""

    def parse_request(self) -> bool:
        """Read the request; refuse methods other than GET and HEAD, and foreign host names.

        Else a web page could reach the server by giving its own host name the address 127.0.0.1.
        """
        if not super().parse_request():
            return False
        self.server.heard(self.connection)
        if self.command not in ("GET", "HEAD"):
            self._say(HTTPStatus.METHOD_NOT_ALLOWED, Allow="GET, HEAD")
            return False
        hosts = [host.strip().lower() for host in self.headers.get_all("Host", [])]
        if len(hosts) != 1 or hosts[0] not in self.server.hosts:
            self._say(HTTPStatus.FORBIDDEN)
            return False
        return True

    def do_GET(self) -> None:
        """Respond with a file of the site, or with the script or the events that reload pages."""
        path, _, query = self.path.partition("?")
        if path == _SCRIPT:
            self._send(Path(__file__).with_name("reload.js").read_bytes(), _TYPES["js"])
        elif path == _EVENTS:
            self._send_events(query.removeprefix("built="))
        elif not path.startswith("/") or path.startswith(_OWN):
            self._say(HTTPStatus.NOT_FOUND)
        else:
            name = path[1:]
            self._send_file(f"{name}index.html" if not name or name.endswith("/") else name)

    def do_HEAD(self) -> None:
        """Respond with the headers that GET would have."""
        self.do_GET()

    def _send_file(self, name: str) -> None:
        built = self.server.built  # first: else a page could be older than this
        digests = listed(self.server.root, name) if can_be(name) else []
        if not digests:
            page = f"{name}/index.html"
            if can_be(page) and listed(self.server.root, page):
                self._say(HTTPStatus.FOUND, Location=f"/{name}/")
            else:
                self._send(_missing(built), _TYPES["html"], HTTPStatus.NOT_FOUND)
            return
        try:
            descriptor = _opened_below(self.server.root, name)
        except (OSError, UnfitFileError):
            self._send(_missing(built), _TYPES["html"], HTTPStatus.NOT_FOUND)
            return
        type_ = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        with open(descriptor, "rb") as stream:
            if name.endswith(".html"):
                self._send(_reloading(stream.read(), built), type_)
                return
            tag = digests[0] if len(digests) == 1 else ""
            if self._begin(HTTPStatus.OK, type_, os.fstat(stream.fileno()).st_size, tag):
                while piece := stream.read(_PIECE):
                    self.wfile.write(piece)

    def _send(self, content: bytes, type_: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        tag = sha256(content).hexdigest() if status == HTTPStatus.OK else ""
        if self._begin(status, type_, len(content), tag):
            self.wfile.write(content)

    def _begin(self, status: HTTPStatus, type_: str, size: int, tag: str) -> bool:
        """Send the headers; return whether the content is wanted."""
        asked = self.headers.get("If-None-Match", "")
        tags = {each.strip().removeprefix("W/") for each in asked.split(",")}
        if tag and f'"{tag}"' in tags:
            self._head(HTTPStatus.NOT_MODIFIED, ETag=f'"{tag}"')
            return False
        more = {"ETag": f'"{tag}"'} if tag else {}
        if type_ == _TYPES["html"]:
            more["Content-Security-Policy"] = "frame-ancestors 'none'"
        self._head(status, **{"Content-Type": type_, "Content-Length": str(size)}, **more)
        return self.command != "HEAD"

    def _say(self, status: HTTPStatus, **headers: str) -> None:
        """Respond with a line of text."""
        text = f"{status.value} {status.phrase}\n".encode()
        more = {"Content-Type": _TYPES["txt"], "Content-Length": str(len(text)), **headers}
        self._head(status, **more)
        if self.command != "HEAD":
            self.wfile.write(text)

    def _head(self, status: HTTPStatus, **headers: str) -> None:
        self.send_response(status)
        settled = {
            "Cache-Control": "no-cache",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
        }
        for name, value in (settled | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def _send_events(self, built: str) -> None:
        """Keep the connection open until the site changes; meanwhile, send what is wrong."""
        self._head(HTTPStatus.OK, **{"Content-Type": "text/event-stream"})
        if self.command == "HEAD":
            return
        broken = ""
        self.wfile.write(b"retry: 1000\n\n")
        while state := self.server.news(built, broken):
            if state[0] != built:
                self.wfile.write(b"event: reload\ndata: -\n\n")
                return
            if state[1] != broken:
                broken = state[1]
                self.wfile.write(f"event: broken\ndata: {json.dumps(broken)}\n\n".encode())
            else:
                self.wfile.write(b": nothing new\n\n")


def _opened_below(root: Path, name: str) -> int:
    """Return a descriptor of a file of a site. Raises `UnfitFileError` if a link leads to it."""
    above = root
    for part in name.split("/")[:-1]:
        above /= part
        if above.is_symlink():
            raise UnfitFileError("a link")
    return opened(root / name)


def _script(built: str) -> bytes:
    return f'<script src="{_SCRIPT}?built={built}" defer></script>\n'.encode()


def _missing(built: str) -> bytes:
    """Return the page for missing pages, which reloads when the site changes."""
    return (
        b'<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Not found</title>\n'
        + _script(built)
        + b'<p>This site has no such page. <a href="/">Home</a></p>\n'
    )


def _reloading(page: bytes, built: str) -> bytes:
    """Return a page with the script that reloads it, and with a policy that allows it."""
    page = _POLICY.sub(lambda found: found[1] + _looser(found[2]) + found[3], page, count=1)
    return page.replace(b"</head>", _script(built) + b"</head>", 1)


def _looser(policy: bytes) -> bytes:
    """Return a policy that also allows scripts and requests of the same origin."""
    directives = {}
    for directive in html.unescape(policy.decode()).split(";"):
        name, *values = directive.split() or [""]
        directives[name] = values
    for name in ("script-src", "connect-src"):
        others = [each for each in directives.get(name, []) if each not in ("'none'", "'self'")]
        directives[name] = ["'self'", *others]
    directives.pop("", None)
    looser = "; ".join(" ".join([name, *values]) for name, values in directives.items())
    return html.escape(looser).encode()


def state_of(corpus: str) -> bytes:
    """Return a value that differs if a file of the corpus or the checked-out commit has changed."""
    return packed(scan(corpus)) + repr(_commit_state(corpus)).encode()


def _commit_state(corpus: str) -> list[tuple[int, int]]:
    """Return times and sizes of the files that git writes to with each commit.

    So a look at the corpus needs no git process.
    """
    for folder in upwards(os.path.abspath(corpus)):
        git = os.path.join(folder, ".git")
        with suppress(OSError, UnicodeDecodeError), open(git, encoding="utf-8") as file:
            # In a linked worktree, `.git` is a file that names the folder.
            git = os.path.join(folder, file.readline().removeprefix("gitdir:").strip())
        if os.path.isdir(git):
            found = []
            for name in ("HEAD", "logs/HEAD"):
                with suppress(OSError):
                    status = os.stat(os.path.join(git, name))
                    found.append((status.st_mtime_ns, status.st_size))
            return found
    return []


def watch(
    corpus: str,
    seen: bytes,
    changed: Callable[[], object],
    wait: Callable[[float], object] = time.sleep,
) -> Never:
    """Call `changed` whenever the state of the corpus differs from `seen`; end only on an error.

    A change counts when nothing more changes during a pause, because editors write in several
    steps. `wait` pauses for some seconds.
    """
    pause = _PAUSE
    pending = False
    while True:
        wait(pause)
        begun = time.monotonic()
        now = state_of(corpus)
        pause = max(_PAUSE, _PART * (time.monotonic() - begun))
        if now != seen:
            seen, pending = now, True
        elif pending:
            pending = False
            changed()
