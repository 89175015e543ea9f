"""How a text is written in YAML so that every reader of YAML reads that text, and no other."""

from __future__ import annotations

import re

WIDTH = 100
"""Columns of a line; what does not fit is folded."""

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_CUT = re.compile(r":(?:\s|\Z)|\s#|[\t\r\n]")
_FLOW = re.compile(r"[,\[\]{}?]")
# What YAML 1.1 or 1.2 takes for something else than text: numbers, in all bases; dates; truth.
_OTHER = re.compile(
    r"[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|\.(?:inf|Inf|INF)"
    r"|(?:[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?)"
    r"|\.(?:nan|NaN|NAN)"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|\s+)[0-9].*)?"
    r"|y|Y|n|N|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF"
    r"|null|Null|NULL|~|=|<<"
)
_OTHER_START = frozenset("0123456789+-.yYnNtTfFoO~=<")
_MAY_FOLD = re.compile(r"(?<=\S) (?=\S)")
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"},
)


def inline(text: str, *, typed: bool = False, flow: bool = False) -> str:
    """A text on one line: plain where no reader could take it for anything else, else quoted.

    `typed` says that its field is a date, a number or a truth value, so that other readers may take
    it for one; `flow` that it stands within brackets.
    """
    return text if _is_plain(text, typed=typed, flow=flow) else quoted(text)


def quoted(text: str) -> str:
    """A text in quotation marks: double ones, unless single ones save escapes."""
    if any(mark in text for mark in "\r\n\t"):
        return f'"{text.translate(_ESCAPES)}"'
    if text.count('"') + text.count("\\") > text.count("'"):
        doubled = text.replace("'", "''")
        return f"'{doubled}'"
    return f'"{text.translate(_ESCAPES)}"'


def paragraph(text: str, indent: int) -> list[str] | None:
    """A text as a block below its key: the header, then lines that are indented so far.

    Folded at `WIDTH`, or line by line where it has lines that all fit. None if it cannot be read
    back, or if there is nowhere to break it.
    """
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if any(mark in body for mark in "\r\t") or any(map(_is_ragged, lines)):
        return None
    if not lines[0] or not lines[-1] or lines[0].startswith(" "):
        return None
    if len(lines) > 1 and (_fits(lines, indent) or any(line.startswith(" ") for line in lines)):
        written = lines
    else:
        written = _folded(lines, WIDTH - indent)
    if len(written) == 1:
        if body == text:
            return None
        written = lines
    header = ("|" if written is lines else ">") + ("" if text.endswith("\n") else "-")
    return [header, *(f"{' ' * indent}{line}" if line else "" for line in written)]


def _is_plain(text: str, *, typed: bool, flow: bool) -> bool:
    if not text or (text[0] in _INDICATORS and not (typed and _is_number(text))):
        return False
    if text[0].isspace() or text[-1].isspace():
        return False
    # Most texts have none of these, which is quicker to find out.
    if (":" in text or "#" in text or not text.isprintable()) and _CUT.search(text):
        return False
    if not typed and text[0] in _OTHER_START and _OTHER.fullmatch(text):
        return False
    return not (flow and _FLOW.search(text))


def _is_number(text: str) -> bool:
    return text[0] == "-" and text[1:].isdigit()


def _is_ragged(line: str) -> bool:
    """Whether a line ends in blanks, which editors cut."""
    return bool(line) and line[-1].isspace()


def _fits(lines: list[str], indent: int) -> bool:
    return max(map(len, lines)) + indent <= WIDTH


def _folded(lines: list[str], width: int) -> list[str]:
    """Lines no wider than that, where they have spaces; an empty one stands for each line end."""
    folded: list[str] = []
    for number, line in enumerate(lines):
        folded += [""] if number else []
        folded += _wrapped(line, width) if line else []
    return folded


def _wrapped(text: str, width: int) -> list[str]:
    """One line folded; only at single spaces, since a reader makes one space of each fold."""
    words = _MAY_FOLD.split(text)
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
