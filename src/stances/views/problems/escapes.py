"""Escapes control characters in logs and XML."""

from __future__ import annotations

import json
import re

# Controls (C0 but for tab and line ends, DEL, C1), what turns text round, halves of characters, and
# what XML 1.0 has no place for.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("[\n\r]")
_HALF = re.compile("[\ud800-\udfff]")
# The other controls are escaped already, and a line end between values is none of the data's.
_NOT_IN_JSON = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    r"""Text that moves no cursor and fits into XML: e.g. an escape character as `\x1b`."""
    return _UNFIT.sub(_escaped, text)


def one_line(text: str) -> str:
    r"""The same, with line ends as `\n` and `\r`."""
    return _LINE_ENDS.sub(lambda end: repr(end[0])[1:-1], visible(text))


def document(value: object) -> str:
    """A value as a whole JSON document, which is UTF-8 whatever stands in it."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _NOT_IN_JSON.sub(_in_json, text) + "\n"


def _in_json(char: re.Match[str]) -> str:
    """JSON's own escape, from which a reader has the character; of half a one there is none."""
    escape = f"\\u{ord(char[0]):04x}"
    return f"\\{escape}" if _HALF.match(char[0]) else escape


def _escaped(char: re.Match[str]) -> str:
    code = ord(char[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - one byte
