"""Makes the two YAML parsers produce the same events."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, NoReturn, Protocol
from urllib.parse import unquote_to_bytes

import yaml
from yaml.error import Mark
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import ScalarToken, TagToken

Event = Any
"""An event of either parser; attributes depend on the kind of event, and partly on the parser."""

Position = Any
"""The beginning or end of an event: index, line and column in characters, all from 0."""


class Events(Protocol):
    """A parser of one text."""

    def get_event(self) -> Event:
        """The next event; None after the last."""


class _PythonParser(Reader, Scanner, Parser):
    """PyYAML's own parser, for systems without libyaml, changed to read exactly what libyaml reads.

    Unchanged, it refuses tabs between tokens and ends unquoted text in brackets at a question mark.
    It also treats broken escapes, tags and the end of the text differently.
    """

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> Event:
        event = super().get_event()  # type: ignore[no-untyped-call]
        if tag := getattr(event, "tag", None):
            try:
                unquote_to_bytes(tag).decode()
            except UnicodeDecodeError as error:
                raise _undecoded(self.buffer, event.start_mark.index) from error
        return event

    def _fail(self, problem: str, begun: Mark, index: int | None = None) -> NoReturn:
        mark = self.get_mark()
        mark.index = mark.index if index is None else index
        raise ScannerError("while scanning", begun, problem, mark)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.buffer, self.pointer)
        taken = match[0] if match else ""
        self.forward(len(taken))
        return taken

    def fetch_stream_end(self) -> None:
        if self.column:
            self.line, self.column = self.line + 1, 0
        self.stale_possible_simple_keys()
        super().fetch_stream_end()

    def fetch_directive(self) -> None:
        self._fail("found a directive", self.get_mark())

    def scan_to_next_token(self) -> None:
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def scan_tag(self) -> TagToken:
        start, tag = self.get_mark(), _TAG.match(self.buffer, self.pointer)
        if not tag or (self.buffer[tag.end()] == "," and not self.flow_level):
            self._fail("did not find the end of a tag", start)
        self.forward(tag.end() - self.pointer)
        return TagToken((tag["handle"] or "!", tag[0]), start, self.get_mark())

    def scan_plain(self) -> ScalarToken:
        start = end = self.get_mark()
        chunks, gap, broken = list[str](), "", False
        scanner: Any = self
        while self.peek() != "#" and not (
            scanner.check_document_start() or scanner.check_document_end()
        ):
            if run := self._plain_run(start):
                chunks += gap, run
                end, broken = self.get_mark(), False
            if self.peek() not in " \t\r\n":
                break
            gap, broken = self._plain_gap(start)
            if not self.flow_level and self.column <= self.indent:
                break
        self.allow_simple_key = broken
        return ScalarToken("".join(chunks), True, start, end)  # noqa: FBT003

    def _plain_run(self, start: Mark) -> str:
        begin, run = self.pointer, self._take(_FLOW_RUN if self.flow_level else _RUN)
        clinging = _CLINGING_COLON.search(self.buffer, begin, self.pointer + 1)
        if self.flow_level and clinging:
            self._fail("found unexpected ':'", start, clinging.start())
        return run

    def _plain_gap(self, start: Mark) -> tuple[str, bool]:
        """The blanks between two runs, as they count in the text, and whether a line ended."""
        blanks, breaks = self._take(_BLANKS), 0
        while self.scan_line_break():  # type: ignore[no-untyped-call]
            breaks += 1
            tab = (indent := self._take(_BLANKS)).find("\t")
            if 0 <= tab <= self.indent:
                self._fail("found a tab character", start, self.index - len(indent) + tab)
        return (("\n" * (breaks - 1) or " ") if breaks else blanks), breaks > 0

    def scan_flow_scalar_non_spaces(self, double: bool, start_mark: Mark) -> list[str]:  # noqa: FBT001
        begin, ahead, chunks = self.pointer, 0, list[str]()
        try:
            chunks = super().scan_flow_scalar_non_spaces(double, start_mark)
        except (ValueError, OverflowError):  # raised by chr(), before the digits are taken
            ahead = 8
        finally:
            wrong = _WRONG_ESCAPE.match(self.buffer, begin, self.pointer + ahead)
            if double and wrong:
                self._fail("found invalid escape code", start_mark, wrong.start(1) + 2)
        return chunks

    def scan_block_scalar(self, style: str) -> ScalarToken:
        self.begun = self.get_mark()
        return super().scan_block_scalar(style)

    def scan_block_scalar_indicators(self, start_mark: Mark) -> tuple[bool | None, int | None]:
        header = self._take(_BLOCK_HEADER)
        if "0" in header:
            self._fail("found an indentation indicator equal to 0", start_mark)
        self._take(_BLANKS_AND_COMMENT)
        width = header.strip("+-")
        return None if header == width else "+" in header, int(width) if width else None

    def scan_block_scalar_indentation(self) -> tuple[list[str], int, Mark]:
        scanned = super().scan_block_scalar_indentation()
        self._refuse_tab(self.column + 1)
        return scanned

    def scan_block_scalar_breaks(self, indent: int) -> tuple[list[str], Mark]:
        scanned = super().scan_block_scalar_breaks(indent)
        self._refuse_tab(indent)
        return scanned

    def _refuse_tab(self, indent: int) -> None:
        if self.peek() == "\t" and self.column < indent:
            self._fail("found a tab character", self.begun)


_BLANKS = re.compile(r"[ \t]*")
_BLANKS_AND_COMMENT = re.compile(r"[ \t]*(?:#[^\r\n\0]*)?")
_BLOCK_HEADER = re.compile(r"(?:[+-][0-9]?|[0-9][+-]?)?")
_RUN = re.compile(r"[^ \t\r\n\0:]*(?::(?![ \t\r\n\0])[^ \t\r\n\0:]*)*")
_FLOW_RUN = re.compile(r"[^ \t\r\n\0:,\[\]{}]*(?::(?![ \t\r\n\0])[^ \t\r\n\0:,\[\]{}]*)*")
_CLINGING_COLON = re.compile(r":[,?\[\]{}]")
_FURTHER = "%[89abAB][0-9a-fA-F]"
_URI = (
    r"(?:[\w\-;/?:@&=+$.!~*'()]|%[0-7][0-9a-fA-F]|%[cdCD][0-9a-fA-F]"
    rf"{_FURTHER}|%[eE][0-9a-fA-F](?:{_FURTHER}){{2}}|%[fF][0-7](?:{_FURTHER}){{3}})"
)
_TAG = re.compile(
    rf"!(?:<(?:{_URI}|[,\[\]])+>|(?P<handle>[\w-]*!){_URI}+|(?![\w-]*!){_URI}*)"
    r"(?=[, \t\r\n\0])",
    re.ASCII,
)
_WRONG_ESCAPE = re.compile(
    r"(?:[^\\]|\\.)*?(\\(?:(?:u|U0000)[dD][89a-fA-F]|U(?!000|0010)[0-9a-fA-F]{6})[0-9a-fA-F]{2})",
    re.DOTALL,
)


_TO_TAG = re.compile(r"(?:[^#!]|#[^\r\n]*)*")


def _undecoded(text: str, begun: int) -> ScannerError:
    """The error for the first tag from an offset on, which only comments may precede.

    Its escapes, such as `%C0`, are not UTF-8. libyaml accepts it, but PyYAML cannot make an event
    of it.
    """
    between = _TO_TAG.match(text, begun)
    index = between.end() if between else begun
    before = text[:index]
    mark: Position = Mark("", index, before.count("\n"), index - before.rfind("\n") - 1, None, 0)
    return ScannerError("while scanning", mark, "did not find the end of a tag", mark)


class _Libyaml:
    """libyaml, for texts that may have escapes in tags."""

    def __init__(self, text: str) -> None:
        self._text, self._parser, self._end = text, yaml.CBaseLoader(text), 0

    def get_event(self) -> Event:
        try:
            event: Event = self._parser.get_event()
        except UnicodeDecodeError as error:
            raise _undecoded(self._text, self._end) from error
        if event is not None:
            self._end = event.end_mark.index
            if getattr(event, "tag", None) == "":  # the tag ended at a `%00`
                event.tag = "!"
        return event


def _libyaml(text: str) -> Events:
    return _Libyaml(text) if "%" in text and "!" in text else yaml.CBaseLoader(text)


Loader = Callable[[str], Events]
PYTHON: Final[Loader] = _PythonParser
FASTEST: Final[Loader] = _libyaml if yaml.__with_libyaml__ else PYTHON
