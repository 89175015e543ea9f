"""A YAML file's text apart from parsing: its bytes, its characters, and why a parser gave it up."""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from stances.problems import Fault, Place, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands in the text for each forbidden character, so that all columns stay as they are."""

MAX_CHARACTERS: Final = 20
"""So many forbidden characters of a file are told one by one."""

_PLANES = "".join(
    f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0x110000, 0x10000)
)
# What is allowed, turned round, is found eight times as fast. Left out are controls, what breaks
# lines or turns their direction unseen, and what is no character at all.
FORBIDDEN: Final = re.compile(
    "[^\t\n\r -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    f"{_PLANES}]"
)

_LINE_END = re.compile(r"\r\n?|\n")
# Possessive, because "\r\n" could otherwise be read in two ways, and a file of them in 2^n.
_DIRECTIVE = re.compile(r"(?:[ \t]*+(?:#[^\r\n]*+)?+(?:\r\n|\r|\n))*+(%)[^\r\n]*+")

_NOT_FILES = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_REASONS = {
    errno.ELOOP: "its link leads back to itself",
    errno.ENOENT: "it is gone",
    errno.EACCES: "you have no permission to read it",
    errno.EPERM: "you have no permission to read it",
}
# Opening a pipe that nobody writes to would otherwise wait for ever. Windows lacks the first
# flag and needs the second.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

_TOP: Where = ()
_START = Place(1, 1)


class Lines:
    """Finds line and column of an offset into a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def place(self, offset: int) -> Place:
        """The place of a character, given by its index in the text."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)


def contents(path: Path, limit: int) -> bytes | Fault:
    """The bytes of a regular file of at most `limit` bytes; a byte more if its size was a lie."""
    try:
        if fault := _unfit(path.stat(), limit):
            return fault
        with os.fdopen(os.open(path, _OPEN_FLAGS), "rb") as stream:
            # Another file may have taken its place since.
            return _unfit(os.fstat(stream.fileno()), limit) or stream.read(limit + 1)
    except OSError as error:
        return _unreadable(path, error)


def _unfit(status: os.stat_result, limit: int) -> Fault | None:
    if not stat.S_ISREG(status.st_mode):
        kind = _NOT_FILES.get(stat.S_IFMT(status.st_mode), "no ordinary file")
        return Fault("ST002", _TOP, f"this is not a file but {kind}", _RENAME, _START)
    return too_large(status.st_size, limit) if status.st_size > limit else None


_RENAME = "rename it or move it elsewhere, so that only data files end in .yaml"


def too_large(size: int, limit: int) -> Fault:
    """A file of `size` bytes, where no more than `limit` are read."""
    message = f"this file is {size:,} bytes large, but no more than {limit:,} are read"
    return Fault("ST003", _TOP, message, "split it into several files", _START)


def _unreadable(path: Path, error: OSError) -> Fault:
    reason = _REASONS.get(error.errno or 0, (error.strerror or str(error)).lower())
    if error.errno == errno.ENOENT and path.is_symlink():
        reason = "its link leads to nothing"
    hint = "check where the file is and who may read it"
    return Fault("ST001", _TOP, f"this file cannot be read: {reason}", hint, _START)


def decoded(raw: bytes, limit: int) -> str | Fault:
    """The text of at most `limit` UTF-8 bytes, without a byte order mark before it."""
    if len(raw) > limit:
        return too_large(len(raw), limit)
    try:
        return raw.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode().removeprefix("\ufeff")
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            message, encoding = "this file is written in UTF-16, not in UTF-8", "UTF-16"
        else:
            message = f"the byte 0x{raw[error.start]:02X} here is not UTF-8 text"
            encoding = "an older encoding such as Windows-1252 or Windows-1256"
        hint = f"open the file as {encoding} and save it as UTF-8"
        return Fault("ST004", _TOP, message, hint, Lines(before).place(len(before)))


class Forbidden:
    """The forbidden characters of one file: the first few with their offsets, and how many."""

    def __init__(self, text: str) -> None:
        self.cleaned, self._count = FORBIDDEN.subn(REPLACEMENT, text)
        first = islice(FORBIDDEN.finditer(text), MAX_CHARACTERS + 1) if self._count else ()
        self._found = [(match.start(), match[0]) for match in first]

    def escaped(self, value: str, offset: int, raw: str) -> str:
        """The value that `raw` at `offset` stands for, without what its escape sequences hide."""
        for escape in _ESCAPE.finditer(raw):
            code = escape[1]
            character = chr(int(code[1:], 16)) if code[1:] else _ESCAPED.get(code, "")
            if FORBIDDEN.match(character):
                self._found.append((offset + escape.start(), character))
                self._count += 1
        return FORBIDDEN.sub(REPLACEMENT, value)

    def faults(self, places: Iterable[tuple[Place, Where]]) -> list[Fault]:
        """One fault for each of the first few, then one for the file that counts the rest.

        A character is put down to the last of `places` that begins at or before it.
        """
        if not self._count:
            return []
        begun, lines = _Begun(places), Lines(self.cleaned)
        found = sorted(self._found)[: MAX_CHARACTERS + 1]
        told = [(lines.place(offset), character) for offset, character in found]
        faults = [_forbidden(begun.at(place), char, place) for place, char in told[:MAX_CHARACTERS]]
        if rest := self._count - len(faults):
            message = f"from here on, {rest} more forbidden characters stand in this file"
            faults.append(Fault("ST005", _TOP, message, _DELETE, told[-1][0]))
        return faults


_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_ESCAPED = dict(zip("0abvfeNLP", "\0\a\b\v\f\x1b\x85\u2028\u2029", strict=True))


class _Begun:
    """Which value or key of a file was the last to begin at or before a place."""

    def __init__(self, places: Iterable[tuple[Place, Where]]) -> None:
        # A mapping begins where its first key does; the longer path is the inner one.
        self._sorted = sorted(places, key=lambda entry: (entry[0], len(entry[1])))
        self._places = [place for place, _ in self._sorted]

    def at(self, place: Place) -> Where:
        index = bisect_right(self._places, place)
        return self._sorted[index - 1][1] if index else _TOP


_DELETE = "delete it; since it may be invisible, delete all around it and type that again"


def _forbidden(at: Where, character: str, place: Place) -> Fault:
    name = unicodedata.name(character, "a control character")
    if unicodedata.category(character) in {"Cn", "Cs"}:
        name = "which is no character at all"
    message = f"the character U+{ord(character):04X} ({name}) is not allowed"
    return Fault("ST005", at, message, _DELETE, place)


def without_directives(text: str) -> tuple[str, list[Fault]]:
    """The text with the directives before its first document made comments."""
    pieces: list[str] = []
    offsets: list[int] = []
    kept = end = 0
    while match := _DIRECTIVE.match(text, end):
        offsets.append(match.start(1))
        pieces += text[kept : match.start(1)], "#"
        kept, end = match.start(1) + 1, match.end()
    if not offsets:
        return text, []
    lines = Lines(text)
    message = "a line that begins with `%` is a YAML directive"
    hint = "delete this line; nothing in these files needs one"
    faults = [Fault("ST011", _TOP, message, hint, lines.place(offset)) for offset in offsets]
    return "".join((*pieces, text[kept:])), faults


class Stop(NamedTuple):
    """Where a parser gave up: in its own words, and by offsets into the text."""

    problem: str
    begun: int
    """Where that began which the parser was in the middle of."""
    at: int
    bracket: int | None
    """Where the innermost bracket stands that is still open."""


Explanation = tuple[str, str, int]
"""A syntax error in plain words: the message, the hint, and the offset it is about."""


def explanation(text: str, stop: Stop) -> Explanation:
    """Why a parser gave up, for somebody who has never read the YAML specification."""
    for problem, explain in _EXPLANATIONS:
        if re.search(problem, stop.problem) and (found := explain(text, stop)):
            message, hint, offset = found
            return message, hint, min(offset, len(text.rstrip()))
    return "this cannot be read as YAML", _QUOTE_IT, min(stop.at, len(text.rstrip()))


_QUOTE_IT = "if it is part of a text, put the whole text in quotation marks"
_KEY = re.compile(r"\s*(?:- +)*[^\s:][^:]*:\s")
_KEY_WITHOUT_SPACE = re.compile(r"\s*(?:- +)*[^\W\d][\w-]*(:)[^\s/]")


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _unclosed_quote(text: str, stop: Stop) -> Explanation:
    mark = text[stop.begun]
    hint = f"close it with the same mark, {mark} (a curly one does not)"
    return "this quotation mark is never closed", hint, stop.begun


def _unclosed_bracket(text: str, stop: Stop) -> Explanation | None:
    if stop.bracket is None or stop.at < len(text.rstrip()):
        return None
    mark = text[stop.bracket]
    hint = f"close it with `{_CLOSING[mark]}`; {_QUOTE_IT}"
    return f"the bracket `{mark}` is never closed", hint, stop.bracket


def _open_bracket(text: str, stop: Stop) -> Explanation:
    begun = Lines(text).place(stop.begun)
    message = f"a comma or `{_CLOSING.get(text[stop.begun], '')}` is missing before this"
    hint = (
        f"the bracket on line {begun.line}, column {begun.column} is still open here; {_QUOTE_IT}"
    )
    return message, hint, stop.at


_CLOSING = {"[": "]", "{": "}"}


def _tab(text: str, stop: Stop) -> Explanation | None:
    offset = _line_start(text, stop.at)
    while text[offset : offset + 1] == " ":
        offset += 1
    if text[offset : offset + 1] != "\t" or stop.bracket is not None:
        offset = stop.at
        if text[offset : offset + 1] != "\t" or not re.search("start any|tab", stop.problem):
            return None
    return "a tab stands here, where only spaces can stand", "type spaces in its place", offset


def _reserved_start(text: str, stop: Stop) -> Explanation | None:
    offset = stop.at if "start any token" in stop.problem else stop.begun
    if text[offset : offset + 1] not in set("@`%&*!|>"):
        return None
    message = f"text that begins with {text[offset]} must stand in quotation marks"
    return message, "put the whole text in quotation marks", offset


def _escape(text: str, stop: Stop) -> Explanation:
    behind = 1 if "unknown escape" in stop.problem else 0
    offset = text.rfind("\\", stop.begun, stop.at + behind)
    sequence = _ESCAPE.match(text, offset)
    shown = sequence[0] if sequence else text[offset]
    message = f"`{shown}` means nothing between double quotation marks"
    return message, "write two backslashes for one, or use single quotation marks", offset


def _colon(text: str, stop: Stop) -> Explanation:
    start = _line_start(text, stop.at)
    above = _line_start(text, len(text[:start].rstrip()))
    if start and (found := _without_space(text, above)):
        return found
    if _KEY.match(text, start, stop.at):
        message = "a second colon with a space behind it stands on this line"
        return message, "put the text that holds the colon in quotation marks", stop.at
    if stop.at - start > _LONGEST_KEY:
        return "a key cannot be as long as this", _QUOTE_IT, stop.at
    message = "this cannot be a key, because its line goes on with the text of the line above"
    return message, "indent it as the other keys are, or put the text in quotation marks", stop.at


_LONGEST_KEY = 1024


def _no_colon(text: str, stop: Stop) -> Explanation:
    if found := _without_space(text, _line_start(text, stop.begun)):
        return found
    hint = (
        "write `key: value`; text that goes on from the line above is indented deeper than its key"
    )
    return "this line is neither `key: value` nor a list item", hint, stop.begun


def _without_space(text: str, start: int) -> Explanation | None:
    match = _KEY_WITHOUT_SPACE.match(text, start)
    return match and ("no space stands behind this colon", "write `key: value`", match.start(1))


def _misplaced(text: str, stop: Stop) -> Explanation:
    before = text[_line_start(text, stop.at) : stop.at].rstrip()
    if before.endswith(('"', "'")):
        message = "text stands behind the closing quotation mark"
        hint = (
            "inside the text write it as \\\" between double, as '' between single quotation marks"
        )
    elif before:
        message, hint = "this does not belong to what stands before it", _QUOTE_IT
    elif text[stop.at : stop.at + 1] == ":":
        message, hint = "a key is missing before this colon", _QUOTE_IT
    else:
        message = "this line belongs to nothing above it"
        hint = "indent it as the lines are that it belongs with"
    return message, hint, stop.at


def _said(message: str, hint: str = _QUOTE_IT) -> Callable[[str, Stop], Explanation]:
    return lambda text, stop: (message.format(text[stop.at : stop.at + 1]), hint, stop.at)


# What PyYAML and libyaml say, in the order in which it is to be tried.
_EXPLANATIONS: tuple[tuple[str, Callable[[str, Stop], Explanation | None]], ...] = (
    ("end of stream|document (indicator|separator)", _unclosed_quote),
    ("escape (character|sequence|code)|hexdecimal", _escape),
    ("start any|alphabetic|of a tag|tag (URI|handle)|'>'|octet|whitespace", _reserved_start),
    ("directive( name)?$|equal to 0|comment or", _reserved_start),
    ("", _unclosed_bracket),
    ("", _tab),
    ("mapping values are not", _colon),
    ("could not find expected ':'", _no_colon),
    ("entries are not", _said("a list cannot begin here", "begin it on the line below its key")),
    ("mapping keys are not", _said("a question mark with a space behind it cannot stand here")),
    ("unexpected ':'", _said("a colon cannot stand here, in text between brackets")),
    ("',' or", _open_bracket),
    ("node content", _said("`{}` cannot stand here")),
    ("expected key|'-' indicator|block end|document start", _misplaced),
)
