"""Escapes control characters in logs and XML."""

from __future__ import annotations

import json
import re

# Controls (C0 but for tab and line ends, DEL, C1), direction marks, lone surrogates, and what XML
# 1.0 does not allow.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# JSON escapes the other controls itself; a line end between values is not in the data.
_NOT_IN_JSON = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    r"""Text that cannot move the cursor, and that XML allows: e.g. `\x1b` for an escape."""
    return _UNFIT.sub(_escaped, text)


def one_line(text: str) -> str:
    r"""The same, with line ends as `\n` and `\r`."""
    return visible(text).replace("\n", r"\n").replace("\r", r"\r")


def document(value: object) -> str:
    """A value as a JSON document, always valid UTF-8."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _NOT_IN_JSON.sub(_in_json, text) + "\n"


def _in_json(char: re.Match[str]) -> str:
    """JSON's escape; for a lone surrogate, which JSON cannot hold, the text of the escape."""
    escape = f"\\u{ord(char[0]):04x}"
    return f"\\{escape}" if "\ud800" <= char[0] <= "\udfff" else escape


def _escaped(char: re.Match[str]) -> str:
    code = ord(char[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - one byte
