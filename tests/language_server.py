"""Drives a language server as editors do: over its standard input and output."""

from __future__ import annotations

import json
import subprocess
from contextlib import contextmanager
from itertools import count
from threading import Timer
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_ANSWERS_WITHIN = 60
"""Seconds after which a server hangs, and is ended; far above what any answer takes."""


class Diagnostic(NamedTuple):
    """What an editor underlines: the line, counted from 1, the text there, and why."""

    line: int
    text: str
    message: str


class LanguageServer:
    """A server that is running, with the files that are open in it."""

    def __init__(self, process: subprocess.Popen[bytes], settings: Mapping[str, Any]) -> None:
        self._process = process
        self._settings = settings
        self._numbers = count(1)
        self._texts: dict[str, str] = {}
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}

    def begin(self, folder: Path) -> None:
        """Introduce an editor that has a folder open."""
        hover = {"contentFormat": ["plaintext"]}
        can = {"workspace": {"configuration": True}, "textDocument": {"hover": hover}}
        here = {"uri": folder.as_uri(), "name": folder.name}
        place = {"rootUri": folder.as_uri(), "rootPath": str(folder), "workspaceFolders": [here]}
        self._ask("initialize", {**place, "capabilities": can})
        self._tell("initialized", {})

    def opened(self, file: Path, text: str | None = None) -> list[Diagnostic]:
        """Open a file, with another text than it has perhaps, and what is wrong with it."""
        uri, text = file.as_uri(), file.read_text("utf-8") if text is None else text
        self._texts[uri] = text
        self._diagnostics.pop(uri, None)
        document = {"uri": uri, "languageId": "yaml", "version": next(self._numbers), "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        while uri not in self._diagnostics:
            self._receive()
        return [self._diagnostic(uri, each) for each in self._diagnostics[uri]]

    def completions(self, file: Path, text: str) -> dict[str, str]:
        """What an editor offers where `‸` stands in a text, each with its help."""
        items = self._at_mark("textDocument/completion", file, text)
        listed = items["items"] if isinstance(items, dict) else items
        return {each["label"]: _words(each.get("documentation")) for each in listed}

    def hover(self, file: Path, text: str) -> str:
        """What an editor shows of the word at `‸`."""
        found = self._at_mark("textDocument/hover", file, text)
        return _words(found["contents"]) if found else ""

    def end(self) -> None:
        """Take leave of the server."""
        self._ask("shutdown", None)
        self._tell("exit", None)

    def _at_mark(self, method: str, file: Path, text: str) -> Any:  # noqa: ANN401 - as it answers
        before = text[: text.index("‸")]
        self.opened(file, text.replace("‸", ""))
        line, character = before.count("\n"), len(before) - before.rfind("\n") - 1
        place = {"line": line, "character": character}
        return self._ask(method, {"textDocument": {"uri": file.as_uri()}, "position": place})

    def _diagnostic(self, uri: str, each: Mapping[str, Any]) -> Diagnostic:
        first, last = each["range"]["start"], each["range"]["end"]
        lines: Sequence[str] = self._texts[uri].split("\n")
        end = last["character"] if first["line"] == last["line"] else None
        text = lines[first["line"]][first["character"] : end]
        return Diagnostic(first["line"] + 1, text, each["message"])

    def _ask(self, method: str, params: object) -> Any:  # noqa: ANN401 - as it answers
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        while True:
            answer = self._receive()
            if answer.get("id") == number and "method" not in answer:
                assert "error" not in answer, answer
                return answer["result"]

    def _tell(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Mapping[str, object]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self._process.stdin
        assert stream
        stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
        stream.flush()

    def _receive(self) -> dict[str, Any]:
        """The next message, after an answer to it where the server asks something."""
        stream = self._process.stdout
        assert stream
        length = 0
        while line := stream.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        assert length, "the server has ended"
        message: dict[str, Any] = json.loads(stream.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        if "method" in message and "id" in message:
            items = message.get("params", {}).get("items", [])
            result = [self._settings.get(each["section"]) for each in items] or None
            self._send({"id": message["id"], "result": result})
        return message


def _words(content: Any) -> str:  # noqa: ANN401 - as it answers
    """The text of help, which may be marked up."""
    return str(content.get("value", "") if isinstance(content, dict) else content or "")


@contextmanager
def running(
    command: Sequence[str], folder: Path, settings: Mapping[str, Any]
) -> Iterator[LanguageServer]:
    """A server for an editor that has a folder open; `settings` by their section."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        hangs = Timer(_ANSWERS_WITHIN, process.kill)
        hangs.start()
        try:
            server = LanguageServer(process, settings)
            server.begin(folder)
            yield server
            server.end()
        finally:
            hangs.cancel()
            process.kill()
