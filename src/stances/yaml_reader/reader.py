"""Reads a parser's events in one pass and builds a document.

A parser looks ahead, each version by a different distance. It may refuse a later part of a text
before it returns the events of an earlier part. It may also have its own limits. So, if a parser
gives up, `read_events` reads only the text before that place again, and reports its faults. The
table says for each of our codes what a parser may refuse before we see it:

=====  =============================================================================================
ST001  to ST005: nothing. They are found before a parser sees the text, which then has only
       characters that all parsers accept. Escaped ones are in values, which no parser checks.
ST006  everything, by YAML's own rules, also keys of more than 1,024 characters. Where the parsers
       differ, this module decides: a directive that does not come first, a question mark in
       brackets without a key after it (ST013), and a tag whose escapes are not UTF-8.
ST007  and ST008: nothing. Events do not depend on them.
ST009  and ST010, ST011 (tags), ST013, ST015: nothing. Keys, names, tags and values are compared and
       resolved when data are made of events, which we never do. A tag with an undeclared handle, or
       a malformed one, is ST006 for all parsers.
ST011  (directives) nothing: those before a document are comments when the parser sees the text.
ST012  nothing. A stream may have many documents; text outside of them is ST006 for all parsers.
ST014  brackets: libyaml 0.2.6 accepts no more than 1,000, and counts them while it looks ahead. It
       also counts indented levels, but never looks past one of these.
=====  =============================================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml
from yaml.scanner import ScannerError

from stances.problems import Fault, Place
from stances.yaml_reader.characters import FORBIDDEN, Lines
from stances.yaml_reader.document import MAX_DEPTH, MAX_FAULTS, NULLS, SEEN, Document, placed
from stances.yaml_reader.syntax_errors import Stop, explanation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from stances.problems import Where
    from stances.yaml_reader.characters import Forbidden
    from stances.yaml_reader.document import Spot, Value
    from stances.yaml_reader.loaders import Event, Loader, Position

    Container = list[Value] | dict[str, Value]


MAY_ASK = re.compile(r"\?(?<![^\s,\[{:?-]\?)")
_BLANK = frozenset(" \t")
_GAP = re.compile(r"[ \t]+#")
_COMMENT = re.compile(r"#[^\r\n]*")
_KEYLESS = re.compile(r"\?(?:[ \t\r\n]|#[^\r\n]*+)*+[\],:]")
_DIRECTIVE = re.compile(r"(?<![^\r\n])%")


class _StoppedError(Exception):
    """Nothing of the file is usable; the faults say why."""


def read_events(text: str, forbidden: Forbidden, loader: Loader) -> Document:
    """Make a document of a text with a parser; the result is the same for each parser."""
    reader = EventReader(text, forbidden)
    error = reader.through(loader)
    while error:
        reader = EventReader(text[: _given_up(error)], forbidden)
        again = reader.through(loader, error)
        if again and not _is_earlier(again, reader.text, limit=_is_limit(error, text)):
            reader.explain(text, error)
            break
        error = again
    return reader.document


def _given_up(error: yaml.MarkedYAMLError) -> int:
    """The offset in the text that a parser could not read."""
    at: int = error.problem_mark.index  # type: ignore[union-attr] # a parser reports its place
    if isinstance(error, ScannerError) and error.context_mark:
        return min(at, error.context_mark.index)
    return at


def _is_limit(error: yaml.MarkedYAMLError, text: str) -> bool:
    """Whether a parser refused a bracket only for its depth, since brackets can begin anywhere."""
    at: Position = error.problem_mark
    begins = isinstance(error, ScannerError) and _given_up(error) == at.index
    return begins and text[at.index : at.index + 1] in ("[", "{")


def _is_earlier(error: yaml.MarkedYAMLError, text: str, *, limit: bool) -> bool:
    """Whether an error is more than the end of a text that was cut off.

    At a `limit`, a parser has not reached the end of the line, which alone shows that no key ends
    there.
    """
    if limit:
        return _given_up(error) < len(text)
    at: Position = error.problem_mark
    # The meaning of these characters depends on what follows.
    return bool(at.index < len(text.rstrip("-?:")))


def _standing(events: Iterable[Event], end: int) -> Iterator[Event]:
    """The events of a text that was cut off, without those that only its end causes."""
    pending: list[Event] = []
    for event in events:
        pending.append(event)
        stop = event.end_mark.index
        stands = event.start_mark.index < stop
        if type(event) is yaml.ScalarEvent and event.value in NULLS and not event.style:
            stands = stop < end  # it may be the beginning of a longer text
        if stands or isinstance(event, yaml.CollectionStartEvent):
            yield from pending
            pending.clear()


@dataclass(slots=True)
class _Growing(Document):
    """A document that is being read."""

    values: dict[Where, Spot] = field(default_factory=dict)
    keys: dict[Where, Spot] = field(default_factory=dict)


class EventReader:
    """One pass over a parser's events, with its own stack, so that nesting cannot overflow.

    `at` is the path of the next value, None before a key; a missing key is "" in it. `refused`:
    this value is dropped. It is still read for its faults, into a document that is thrown away, and
    `within` is the path that they are reported at.
    """

    def __init__(self, text: str, forbidden: Forbidden) -> None:
        self.text, self.forbidden = text, forbidden
        self.document = self.into = _Growing()
        self.root: list[Value] = []
        self.container: Container = self.root
        self.path: Where = ()
        self.at: Where | None = ()
        self.refused = False
        self.within: Where | None = None
        self.bracket: int | None = None  # the offset of the innermost open bracket
        self.last: Event = None
        self.stack: list[
            tuple[Container, Where, Where | None, bool, _Growing, Where | None, int | None]
        ] = []
        self.may_ask = MAY_ASK.search(text) is not None

    def through(
        self, loader: Loader, cut: yaml.MarkedYAMLError | None = None
    ) -> yaml.MarkedYAMLError | None:
        """Read the text; return the parser's error, or else `cut`, the error at its end."""
        steps: dict[type, Callable[[Event], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceEndEvent: self._close,
            yaml.MappingEndEvent: self._close,
            yaml.DocumentStartEvent: self._begin,
        }
        try:
            events: Iterator[Event] = iter(loader(self.text).get_event, None)
            for event in _standing(events, len(self.text)) if cut else events:
                if step := steps.get(type(event)):
                    step(event)
                self.last = event
            if not cut:
                self._finish()
        except yaml.MarkedYAMLError as error:
            return error
        except _StoppedError:
            return None
        return cut

    def explain(self, text: str, error: yaml.MarkedYAMLError) -> None:
        """Report why a parser gave up on `text`, which this reader has read up to that place."""
        at: Position = error.problem_mark
        begun: Position = error.context_mark or at
        if len(self.stack) == MAX_DEPTH and _is_limit(error, text):
            self._too_deep(at)
            return
        stop = Stop(str(error.problem), begun.index, at.index, self.bracket)
        last_end = self.last.end_mark.index if self.last else 0
        if directive := _DIRECTIVE.search(text, last_end, len(self.text) + 1):
            stop = Stop("found a directive", directive.start(), directive.start(), self.bracket)
        message, hint, offset = explanation(text, stop)
        self._whole("ST006", Lines(text).place(offset), message, hint)

    def _begin(self, event: Event) -> None:
        if self.root:
            start = event.start_mark
            if self.text[start.index] == "%":
                raise ScannerError(None, None, "found a directive", start)
            message = "a second document begins here, but a file holds only one"
            hint = "move what follows to a file of its own, or delete this line"
            self._whole("ST012", start, message, hint)
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

    def _whole(self, code: str, place: Spot, message: str, hint: str) -> None:
        self.document.faults.append(Fault(code, (), message, hint, placed(place)))

    def _fault(self, code: str, at: Where, place: Spot, message: str, hint: str) -> None:
        if self.within is not None:
            at = self.within
        elif at and at[-1] == "":
            at = at[:-1]
        self.into.faults.append(Fault(code, at, message, hint, placed(place)))
        if len(self.document.faults) >= MAX_FAULTS:
            message = f"more than {MAX_FAULTS:,} problems stand in this file; no more of it is read"
            self._whole(code, place, message, "correct those above, or write the file anew")
            raise _StoppedError

    def _scalar(self, event: Event) -> None:
        at, value, place, style = self.at, event.value, event.start_mark, event.style
        if style == '"' and FORBIDDEN.search(value):
            start, end = event.start_mark.index, event.end_mark.index
            value = self.forbidden.escaped(value, start, self.text[start:end])
        # Quick check: nearly all values begin with a visible ASCII character.
        odd = not "!" <= value[:1] <= "~" or event.anchor or event.tag
        if at is None:
            at, keys = (*self.path, value), self.into.keys
            if odd or self.may_ask or value == "<<" or at in keys:
                at = self._odd_key(event, value, at, place)
            else:
                keys[at] = place
            self.at = at
            return
        odd = odd or self.refused or value in NULLS
        refused = bool(odd) and self._refuses(event, at, place)
        self._put(at, value, place, refused=refused)
        if (
            not (style or refused)
            and self.text[(end := event.end_mark).index : end.index + 1] in _BLANK
        ):
            gap = _GAP.match(self.text, end.index)
            if gap:
                self.into.commented[at] = Place(end.line + 1, end.column + len(gap[0]))

    def _refuses(self, event: Event, at: Where, place: Spot) -> bool:
        """Whether a scalar cannot be a value; `_finish` checks a scalar that is a whole file."""
        marked = self._marked(event, at, place)
        return bool(at) and (marked or self.refused or self._empty(event, at, place))

    def _empty(self, event: Event, at: Where, place: Spot) -> bool:
        null = not event.style and event.value in NULLS
        if SEEN.search(event.value) and not null:
            return False
        holder = "this list item" if isinstance(at[-1], int) else f"the key `{_short(at[-1])}`"
        message = f"`{event.value}` is no value" if null else f"{holder} has no value"
        hint = "give a value, or leave it out; a value that begins with # needs quotation marks"
        if null:
            hint = "leave it out, or put the word in quotation marks if it is meant"
        elif not event.style:
            # The parsers agree on the place of a key, but not on that of an empty value.
            place = self.into.keys.get(at, place)
        self._fault("ST015", at, place, message, hint)
        return True

    def _odd_key(self, event: Event, key: str, at: Where, place: Spot) -> Where:
        if not SEEN.search(key):
            if self.bracket is not None and not event.style:
                place = self.into.place(self.path)  # the parsers differ here too
            return self._unnamed(place, "a key is missing here")
        self.refused = self._marked(event, at, place)
        if at in self.into.keys:
            message = f"the key `{_short(key)}` stands twice in this mapping"
            message += f"; it was first set on line {placed(self.into.keys[at]).line}"
            self._refuse("ST009", at, place, message, "keep one of the two")
        if key == "<<" and not event.style:
            message = "`<<` merges keys from elsewhere into this mapping"
            self._refuse("ST010", at, place, message, "write these keys out")
        if self.may_ask and self._asked_for(event):
            message = f"the key `{_short(key)}` follows a question mark"
            self._refuse("ST013", at, place, message, "write `key: value`")
        self.into.keys.setdefault(at, place)
        return at

    def _asked_for(self, event: Event) -> bool:
        """Whether a key is written `? key`, which only the text before it shows."""
        start, begin = self.last.start_mark.index, self.last.end_mark.index
        if type(self.last) is yaml.MappingStartEvent and self.text[start] == "?":
            begin = start
        return "?" in _COMMENT.sub("", self.text[begin : event.start_mark.index])

    def _refuse(self, code: str, at: Where, place: Spot, message: str, hint: str) -> None:
        self._fault(code, at, place, message, hint)
        self.refused = True

    def _unnamed(self, place: Spot, message: str) -> Where:
        hint = "write a key; text with brackets, or a colon and a space, needs quotation marks"
        self._refuse("ST013", self.path, place, message, hint)
        return (*self.path, "")

    def _marked(self, event: Event, at: Where, place: Spot) -> bool:
        if event.anchor:
            message = f"`&{event.anchor}` names what follows, to repeat it elsewhere"
            hint = f"delete `&{event.anchor}`, and write out what repeats it"
            self._fault("ST010", at, place, message, hint)
        if event.tag:
            message = "a YAML tag stands here, a word that begins with `!`"
            hint = "delete it; text that begins with `!` needs quotation marks"
            self._fault("ST011", at, place, message, hint)
        return bool(event.anchor or event.tag)

    def _alias(self, event: Event) -> None:
        at = self.path if self.at is None else self.at
        place, name = event.start_mark, f"*{event.anchor}"
        hint = "write it out; text that begins with `*` needs quotation marks"
        self._fault("ST010", at, place, f"`{name}` repeats what stands elsewhere", hint)
        if self.at is None:
            self.at, self.refused = (*self.path, ""), True
        else:
            self._put(at, name, place, refused=bool(at))

    def _open(self, event: Event) -> None:
        place, at, is_key = event.start_mark, self.at, self.at is None
        if len(self.stack) == MAX_DEPTH:
            self._too_deep(place)
            raise _StoppedError
        container: Container = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        if at is None:
            at = self.at = self._unnamed(place, "a list or a mapping stands here instead of a key")
            refused = True
        else:
            refused = (self._marked(event, at, place) or self.refused) and at != ()
            self._put(at, container, place, refused=refused)
        self.stack.append(
            (self.container, self.path, self.at, self.refused, self.into, self.within, self.bracket)
        )
        if refused:
            if self.within is None:
                self.within = at[:-1] if at[-1] == "" else at
            faults = [] if is_key else self.into.faults
            self.into = _Growing(values={at: place}, faults=faults)
        self.container, self.path, self.refused = container, at, False
        self.at = (*at, 0) if isinstance(container, list) else None
        last = event.end_mark.index - 1
        if event.flow_style and self.text[last] in "[{":
            self.bracket = last
        if self.may_ask and event.flow_style and _KEYLESS.match(self.text, place.index):
            # Most parsers lose what follows, each in a different way.
            self._unnamed(place, "a key is missing here")
            raise _StoppedError

    def _too_deep(self, place: Spot) -> None:
        message = f"lists and mappings are nested more than {MAX_DEPTH} deep here"
        self._whole("ST014", place, message, "look for brackets that are never closed")

    def _close(self, _: Event) -> None:
        (
            self.container,
            self.path,
            self.at,
            self.refused,
            self.into,
            self.within,
            self.bracket,
        ) = self.stack.pop()

    def _put(self, at: Where, value: Value, place: Spot, *, refused: bool) -> None:
        """Put a value into its mapping or list, and prepare for the next one."""
        container = self.container
        if isinstance(container, list):
            container.append("" if refused else value)
            self.into.values[at] = place
            self.at = (*self.path, len(container))
        else:
            if not refused:
                container[at[-1]] = value  # type: ignore[index] # the step into a mapping is a key
                self.into.values[at] = place
            self.at = None
        self.refused = False


def _short(key: str) -> str:
    words = " ".join(key.split())
    return words if len(words) <= _LONGEST_SHOWN else words[:_LONGEST_SHOWN] + "…"


_LONGEST_SHOWN = 60
