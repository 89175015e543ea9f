"""YAML text to data and places: reads one file, and refuses what a ledger has no use for.

Only here is yaml imported, and only for its events: nothing is composed or constructed, so that
neither nesting nor aliases nor tags can do harm, and every scalar stays the text that it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NoReturn, Protocol, cast

import yaml
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import ScalarToken, TagToken

from stances import yamltext
from stances.problems import Fault, Place, Where

if TYPE_CHECKING:
    from pathlib import Path

    from yaml.error import Mark

MAX_BYTES: Final = 4 * 1024 * 1024
MAX_DEPTH: Final = 32

Node = str | list["Node"] | dict[str, "Node"]
"""Scalars are text, always: `position: no` is the text "no"."""


@dataclass(slots=True)
class Document:
    """What one file holds, as far as it can be read; `data` is None where none of it can be used.

    A refused value is left out of its mapping, and is "" in its list, so that later items keep
    their index. `values` and `keys` are the places of each value and of each mapping's keys, both
    by the path of the value; `commented` has each unquoted value with a comment right behind it on
    the line it ends on, and the place of the `#`.
    """

    data: dict[str, Node] | None = None
    faults: list[Fault] = field(default_factory=list)
    values: dict[Where, Place] = field(default_factory=dict)
    keys: dict[Where, Place] = field(default_factory=dict)
    commented: dict[Where, Place] = field(default_factory=dict)

    def place(self, at: Where) -> Place:
        """Where to point for a path; if nothing is there, at what should have held it."""
        if at not in self.values and at in self.keys:
            return self.keys[at]
        while at and at not in self.values:
            at = at[:-1]
        return self.values.get(at, Place(1, 1))


def read(path: Path) -> Document:
    """The document in a file; whatever is wrong with the file is among its faults."""
    raw = yamltext.contents(path, MAX_BYTES)
    return Document(faults=[raw]) if isinstance(raw, Fault) else parse(raw)


_Event = Any
"""An event of either parser: each kind has attributes of its own, which the other may lack."""

_Mark = Any
"""Where an event begins or ends: index, line and column, in characters, from 0, in both parsers."""


class Events(Protocol):
    """A parser of one text."""

    def get_event(self) -> _Event:
        """The next event; None behind the last."""


class _PythonParser(Reader, Scanner, Parser):
    """PyYAML's own parser, for where libyaml is missing, taught to read just what libyaml reads.

    Untaught it refuses tabs between tokens, ends unquoted text in brackets at a question mark, and
    differs about broken escapes, tags and the end of the text.
    """

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

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
        return TagToken((tag["handle"] or "!", tag["suffix"] or "!"), start, self.get_mark())

    def scan_plain(self) -> ScalarToken:
        start = end = self.get_mark()
        chunks, gap, broken = list[str](), "", False
        while self.peek() != "#" and not self._at_document_marker():
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

    def _at_document_marker(self) -> bool:
        scanner: Any = self
        return bool(scanner.check_document_start() or scanner.check_document_end())

    def _plain_run(self, start: Mark) -> str:
        begin, run = self.pointer, self._take(_FLOW_RUN if self.flow_level else _RUN)
        clinging = _CLINGING_COLON.search(self.buffer, begin, self.pointer + 1)
        if self.flow_level and clinging:
            self._fail("found unexpected ':'", start, clinging.start())
        return run

    def _plain_gap(self, start: Mark) -> tuple[str, bool]:
        """The blanks between two runs as they count in the text, and whether lines ended there."""
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
        except (ValueError, OverflowError):  # from chr(), with the digits not yet taken
            ahead = 8
        finally:
            wrong = _WRONG_ESCAPE.match(self.buffer, begin, self.pointer + ahead)
            if double and wrong:
                self._fail("found invalid escape code", start_mark, wrong.start(1) + 2)
        return chunks

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
            self._fail("found a tab character", self.get_mark())

    def parse_flow_sequence_entry_mapping_key(self) -> yaml.Event:
        event: yaml.Event = super().parse_flow_sequence_entry_mapping_key()  # type: ignore[no-untyped-call]
        if event.start_mark is event.end_mark:
            # libyaml loses the token behind an empty key, as in `[? ]`.
            self.get_token()  # type: ignore[no-untyped-call]
        return event


_BLANKS = re.compile(r"[ \t]*")
_BLANKS_AND_COMMENT = re.compile(r"[ \t]*(?:#[^\r\n\0]*)?")
_BLOCK_HEADER = re.compile(r"(?:[+-][0-9]?|[0-9][+-]?)?")
_RUN = re.compile(r"[^ \t\r\n\0:]*(?::(?![ \t\r\n\0])[^ \t\r\n\0:]*)*")
_FLOW_RUN = re.compile(r"[^ \t\r\n\0:,\[\]{}]*(?::(?![ \t\r\n\0])[^ \t\r\n\0:,\[\]{}]*)*")
_CLINGING_COLON = re.compile(r":[,?\[\]{}]")
_URI = r"(?:[\w\-;/?:@&=+$.!~*'()]|%[0-9a-fA-F]{2})"
_TAG = re.compile(
    rf"!(?:<(?:{_URI}|[,\[\]])+>|(?P<handle>[\w-]*!)(?P<suffix>{_URI}+)|(?![\w-]*!){_URI}*)"
    r"(?=[, \t\r\n\0])",
    re.ASCII,
)
_WRONG_ESCAPE = re.compile(
    r"(?:[^\\]|\\.)*?(\\(?:(?:u|U0000)[dD][89a-fA-F]|U(?!000|0010)[0-9a-fA-F]{6})[0-9a-fA-F]{2})",
    re.DOTALL,
)

Loader = Callable[[str], Events]
PYTHON: Final[Loader] = _PythonParser
FASTEST: Final[Loader] = yaml.CBaseLoader if yaml.__with_libyaml__ else PYTHON


def parse(raw: bytes, *, loader: Loader = FASTEST) -> Document:
    """The document in the bytes of one file, as a parser reads it."""
    text = yamltext.decoded(raw, MAX_BYTES)
    if isinstance(text, Fault):
        return Document(faults=[text])
    forbidden = yamltext.Forbidden(text)
    text, directives = yamltext.without_directives(forbidden.cleaned)
    # Tabs alone would be broken YAML; an empty file is told better.
    document = _Walk(text if text.strip() else "", forbidden).through(loader)
    begun = ((place, at) for at, place in chain(document.keys.items(), document.values.items()))
    document.faults += directives + forbidden.faults(begun)
    document.faults.sort(key=lambda fault: fault.place or Place(1, 1))
    return document


_Container = list[Node] | dict[str, Node]

_ASKING = re.compile(r"\?(?<![^\s,\[{:?-]\?)")
_BLANK = frozenset(" \t")
_GAP = re.compile(r"[ \t]+#")
_COMMENT = re.compile(r"#[^\r\n]*")
_SEEN = re.compile(r"[^\s\u00ad\u200b-\u200f]")
_NULLS = frozenset({"~", "null", "Null", "NULL"})


class _StoppedError(Exception):
    """Nothing of the file can be used; why is among the faults."""


class _Walk:
    """One pass over a parser's events, with a stack of its own, so that no nesting overflows.

    `at` is the path of the value to come, None where a key is to come; a missing key is "" in it.
    `refused` says that this value is not wanted. What is refused is read all the same, for its
    faults, but into a document that nobody looks at; `within` is then the path to put them down to.
    """

    def __init__(self, text: str, forbidden: yamltext.Forbidden) -> None:
        self.text, self.forbidden = text, forbidden
        self.document = self.into = Document()
        self.root: list[Node] = []
        self.container: _Container = self.root
        self.path: Where = ()
        self.at: Where | None = ()
        self.refused = False
        self.within: Where | None = None
        self.bracket: int | None = None  # where the innermost bracket stands that is open
        self.stack: list[
            tuple[_Container, Where, Where | None, bool, Document, Where | None, int | None]
        ] = []
        self.last: _Event = None
        self.may_ask = _ASKING.search(text) is not None

    def through(self, loader: Loader) -> Document:
        """What a parser makes of the text."""
        steps: dict[type, Callable[[_Event], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceEndEvent: self._close,
            yaml.MappingEndEvent: self._close,
            yaml.DocumentStartEvent: self._begin,
        }
        try:
            get_event = loader(self.text).get_event
            while (event := get_event()) is not None:
                if step := steps.get(type(event)):
                    step(event)
                self.last = event
            self._finish()
        except yaml.MarkedYAMLError as error:
            self._explain(error)
        except _StoppedError:
            pass
        return self.document

    def _begin(self, event: _Event) -> None:
        if self.root:
            message = "a second document begins here, but a file holds only one"
            hint = "move what follows to a file of its own, or delete this line"
            self._whole("ST012", _place(event), message, hint)
            raise _StoppedError

    def _finish(self) -> None:
        root = self.root[0] if self.root else ""
        if isinstance(root, dict):
            self.document.data = root
        elif root == "":
            hint = "write `key: value` lines into it, or delete it"
            self._whole("ST007", Place(1, 1), "this file is empty", hint)
        else:
            kind = "a list" if isinstance(root, list) else "text"
            message = f"this file holds {kind} instead of `key: value` lines"
            hint = "begin with a key, a colon and a space"
            self._whole("ST008", self.document.values[()], message, hint)

    def _explain(self, error: yaml.MarkedYAMLError) -> None:
        at: _Mark = error.problem_mark
        begun: _Mark = error.context_mark or at
        faults, last = self.document.faults, self.last
        if faults and faults[-1].code == "ST015" and last.start_mark.index == last.end_mark.index:
            faults.pop()  # there may be a value, but the parser could not make it out
        stop = yamltext.Stop(str(error.problem), begun.index, at.index, self.bracket)
        message, hint, offset = yamltext.explanation(self.text, stop)
        self._whole("ST006", yamltext.Lines(self.text).place(offset), message, hint)

    def _whole(self, code: str, place: Place, message: str, hint: str) -> None:
        self.document.faults.append(Fault(code, (), message, hint, place))

    def _fault(self, code: str, at: Where, place: Place, message: str, hint: str) -> None:
        if self.within is not None:
            at = self.within
        elif at and at[-1] == "":
            at = at[:-1]
        self.into.faults.append(Fault(code, at, message, hint, place))

    def _scalar(self, event: _Event) -> None:
        at, value, place = self.at, event.value, _place(event)
        if event.style == '"' and yamltext.FORBIDDEN.search(value):
            start, end = event.start_mark.index, event.end_mark.index
            value = self.forbidden.escaped(value, start, self.text[start:end])
        # Nearly all begin with a letter that can be seen, which is quicker to find out.
        odd = not "!" <= value[:1] <= "~" or event.anchor or event.tag
        if at is None:
            self._key(event, value, place, odd=odd)
            return
        odd = odd or self.refused or value in _NULLS
        refused = bool(odd) and self._refuses(event, at, place)
        self._put(at, value, place, refused=refused)
        if not (event.style or refused):
            self._look_behind(event.end_mark, at)

    def _look_behind(self, end: _Mark, at: Where) -> None:
        gap = self.text[end.index : end.index + 1] in _BLANK and _GAP.match(self.text, end.index)
        if gap:
            self.into.commented[at] = Place(end.line + 1, end.column + len(gap[0]))

    def _refuses(self, event: _Event, at: Where, place: Place) -> bool:
        """Whether a scalar is unfit to be a value; that of a whole file is told of at its end."""
        marked = self._marked(event, at, place)
        return bool(at) and (marked or self.refused or self._empty(event, at, place))

    def _empty(self, event: _Event, at: Where, place: Place) -> bool:
        null = not event.style and event.value in _NULLS
        if _SEEN.search(event.value) and not null:
            return False
        holder = "this list item" if isinstance(at[-1], int) else f"the key `{_short(at[-1])}`"
        message = f"`{event.value}` is no value" if null else f"{holder} has no value"
        hint = "give a value, or leave it out; a value that begins with # needs quotation marks"
        if null:
            hint = "leave it out, or put the word in quotation marks if it is meant"
        elif not event.style:
            # The parsers differ about where nothing stands; its key stands somewhere.
            place = self.into.keys.get(at, place)
        self._fault("ST015", at, place, message, hint)
        return True

    def _key(self, event: _Event, key: str, place: Place, *, odd: bool) -> None:
        at, keys = (*self.path, key), self.into.keys
        if odd or self.may_ask or key == "<<" or at in keys:
            at = self._odd_key(event, key, at, place)
        else:
            keys[at] = place
        self.at = at

    def _odd_key(self, event: _Event, key: str, at: Where, place: Place) -> Where:
        if not _SEEN.search(key):
            if self.bracket is not None and not event.style:
                place = self.into.place(self.path)  # the parsers differ here too
            return self._unnamed(place, "a key is missing here")
        self.refused = self._marked(event, at, place)
        if at in self.into.keys:
            message = f"the key `{_short(key)}` stands twice in this mapping"
            message += f"; it was first set on line {self.into.keys[at].line}"
            self._refuse("ST009", at, place, message, "keep one of the two")
        if key == "<<" and not event.style:
            message = "`<<` merges keys from elsewhere into this mapping"
            self._refuse("ST010", at, place, message, "write these keys out")
        if self.may_ask and self._asked_for(event):
            message = f"the key `{_short(key)}` stands behind a question mark"
            self._refuse("ST013", at, place, message, "write `key: value`")
        self.into.keys.setdefault(at, place)
        return at

    def _asked_for(self, event: _Event) -> bool:
        """Whether a key is written `? key`, which only the text before it shows."""
        start, begin = self.last.start_mark.index, self.last.end_mark.index
        if type(self.last) is yaml.MappingStartEvent and self.text[start] == "?":
            begin = start
        return "?" in _COMMENT.sub("", self.text[begin : event.start_mark.index])

    def _refuse(self, code: str, at: Where, place: Place, message: str, hint: str) -> None:
        self._fault(code, at, place, message, hint)
        self.refused = True

    def _unnamed(self, place: Place, message: str) -> Where:
        hint = "write a key; text with brackets, or a colon and a space, needs quotation marks"
        self._refuse("ST013", self.path, place, message, hint)
        return (*self.path, "")

    def _marked(self, event: _Event, at: Where, place: Place) -> bool:
        if event.anchor:
            message = f"`&{event.anchor}` names what follows, to repeat it elsewhere"
            hint = f"delete `&{event.anchor}`, and write out what repeats it"
            self._fault("ST010", at, place, message, hint)
        if event.tag:
            message = "a YAML tag stands here, a word that begins with `!`"
            hint = "delete it; text that begins with `!` needs quotation marks"
            self._fault("ST011", at, place, message, hint)
        return bool(event.anchor or event.tag)

    def _alias(self, event: _Event) -> None:
        at = self.path if self.at is None else self.at
        place, name = _place(event), f"*{event.anchor}"
        hint = "write it out; text that begins with `*` needs quotation marks"
        self._fault("ST010", at, place, f"`{name}` repeats what stands elsewhere", hint)
        if self.at is None:
            self.at, self.refused = (*self.path, ""), True
        else:
            self._put(at, name, place, refused=bool(at))

    def _open(self, event: _Event) -> None:
        place, at, is_key = _place(event), self.at, self.at is None
        if len(self.stack) == MAX_DEPTH:
            message = f"lists and mappings are nested more than {MAX_DEPTH} deep here"
            self._whole("ST014", place, message, "look for brackets that are never closed")
            raise _StoppedError
        container: _Container = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        if at is None:
            at = self.at = self._unnamed(place, "a list or a mapping stands here in place of a key")
            refused = True
        else:
            refused = (self._marked(event, at, place) or self.refused) and at != ()
            self._put(at, container, place, refused=refused)
        self.stack.append(
            (self.container, self.path, self.at, self.refused, self.into, self.within, self.bracket)
        )
        if refused:
            self._look_away(at, place, silently=is_key)
        self._go_into(container, at, event)

    def _look_away(self, at: Where, place: Place, *, silently: bool) -> None:
        if self.within is None:
            self.within = at[:-1] if at[-1] == "" else at
        self.into = Document(values={at: place}, faults=[] if silently else self.into.faults)

    def _go_into(self, container: _Container, at: Where, event: _Event) -> None:
        self.container, self.path, self.refused = container, at, False
        self.at = (*at, 0) if isinstance(container, list) else None
        last = event.end_mark.index - 1
        if event.flow_style and self.text[last] in "[{":
            self.bracket = last

    def _close(self, _: _Event) -> None:
        (
            self.container,
            self.path,
            self.at,
            self.refused,
            self.into,
            self.within,
            self.bracket,
        ) = self.stack.pop()

    def _put(self, at: Where, value: Node, place: Place, *, refused: bool) -> None:
        """Put a value where it belongs, and get ready for what comes behind it."""
        if isinstance(self.container, list):
            self.container.append("" if refused else value)
            self.into.values[at] = place
            self.at = (*self.path, len(self.container))
        else:
            if not refused:
                self.container[cast("str", at[-1])] = value
                self.into.values[at] = place
            self.at = None
        self.refused = False


def _place(event: _Event) -> Place:
    mark = event.start_mark
    # There is one for each key and value, and this is twice as fast as Place().
    return tuple.__new__(Place, (mark.line + 1, mark.column + 1))


def _short(key: str) -> str:
    words = " ".join(key.split())
    return words if len(words) <= _LONGEST_SHOWN else words[:_LONGEST_SHOWN] + "…"


_LONGEST_SHOWN = 60
