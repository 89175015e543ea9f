"""Explains YAML syntax errors in plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stances.yaml_reader.characters import ESCAPE, Lines

if TYPE_CHECKING:
    from collections.abc import Callable


class Stop(NamedTuple):
    """Where a parser gave up: its own message, and offsets in the text."""

    problem: str
    begun: int
    """The beginning of the construct that the parser was reading."""
    at: int
    bracket: int | None
    """The innermost open bracket."""


Explanation = tuple[str, str, int]
"""A syntax error in plain words: the message, the hint, and the offset it is about."""


def explanation(text: str, stop: Stop) -> Explanation:
    """Explain why a parser gave up, for readers who do not know the YAML specification."""
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
    line, column = Lines(text).place(stop.begun)
    message = f"a comma or `{_CLOSING.get(text[stop.begun], '')}` is missing before this"
    hint = f"the bracket on line {line}, column {column} is still open here; {_QUOTE_IT}"
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
    offset = text.rfind("\\", stop.begun, stop.at + ("unknown escape" in stop.problem))
    sequence = ESCAPE.match(text, offset)
    shown = sequence[0] if sequence else text[offset]
    message = f"`{shown}` means nothing between double quotation marks"
    return message, "write two backslashes for one, or use single quotation marks", offset


def _colon(text: str, stop: Stop) -> Explanation:
    start = _line_start(text, stop.at)
    above = _line_start(text, len(text[:start].rstrip()))
    if start and (found := _without_space(text, above)):
        return found
    if _KEY.match(text, start, stop.at):
        message = "this line has a second colon with a space after it"
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
    return match and ("a space is missing after this colon", "write `key: value`", match.start(1))


def _misplaced(text: str, stop: Stop) -> Explanation:
    before = text[_line_start(text, stop.at) : stop.at].rstrip()
    if before.endswith(('"', "'")):
        message = "text follows the closing quotation mark"
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


def _saying(message: str, hint: str = _QUOTE_IT) -> Callable[[str, Stop], Explanation]:
    return lambda text, stop: (message.format(text[stop.at : stop.at + 1]), hint, stop.at)


# Patterns of the messages of PyYAML and libyaml, tried in this order.
_EXPLANATIONS: tuple[tuple[str, Callable[[str, Stop], Explanation | None]], ...] = (
    ("end of stream|document (indicator|separator)", _unclosed_quote),
    ("escape (character|sequence|code)|hexdecimal", _escape),
    ("start any|alphabetic|of a tag|tag (URI|handle)|'>'|octet|whitespace", _reserved_start),
    ("directive( name)?$|equal to 0|comment or", _reserved_start),
    ("", _unclosed_bracket),
    ("", _tab),
    ("mapping values are not", _colon),
    ("could not find expected ':'", _no_colon),
    ("entries are not", _saying("a list cannot begin here", "begin it on the line below its key")),
    ("mapping keys are not", _saying("a question mark with a space after it is not allowed here")),
    ("unexpected ':'", _saying("a colon is not allowed here, in text between brackets")),
    ("',' or", _open_bracket),
    ("node content", _saying("`{}` is not allowed here")),
    ("expected key|'-' indicator|block end|document start", _misplaced),
)
