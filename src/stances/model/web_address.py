"""The pattern of a web address, for Python and for the JSON Schemas that editors read.

It allows what browsers open: a host in any script, an IPv4 or IPv6 address, a port up to 65535. It
refuses a user name or password, because these would be published. It also refuses characters that
could make a reader mistake the host: invisible ones, and ones that browsers read as `/`, `?`, `#`,
`@` or `:`.
"""

from __future__ import annotations

import re
from functools import cache, partial

_MISREAD = (
    r"\u2047-\u2049\u2100\u2101\u2105\u2106\u2a74\ufe13\ufe16\ufe55\ufe56\ufe5f\ufe68\ufe6a\ufe6b"
    r"\uff03\uff05\uff0f\uff1a\uff1f\uff20\uff3c"
)
_UNSEEN = r"\s\x00-\x20\x7f-\xa0\u00ad\u200b\u200e\u200f\u2028-\u202f\u2060-\u206f\ufeff"
# The remaining ASCII characters are letters, digits, `_` and, within a label, `-`.
_MARKS = r":-@\[-^`{-~"
_EDGE = rf"[^{_UNSEEN}{_MISREAD}{_MARKS}!-/]"
_INNER = rf"[^{_UNSEEN}{_MISREAD}{_MARKS}!-,./]"
_LABEL = rf"{_EDGE}(?:{_INNER}{{0,61}}{_EDGE})?"
_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"(?:{_BYTE}\.){{3}}{_BYTE}"
_GROUP = "[0-9A-Fa-f]{1,4}"
_LAST_TWO = f"(?:{_GROUP}:{_GROUP}|{_IPV4})"
_IPV6 = "|".join(
    [
        f"(?:{_GROUP}:){{6}}{_LAST_TWO}",
        f"::(?:{_GROUP}:){{5}}{_LAST_TWO}",
        # `::` stands for at least one group, with at most `before + 1` groups before it.
        *(
            f"(?:(?:{_GROUP}:){{0,{before}}}{_GROUP})?::(?:{_GROUP}:){{{4 - before}}}{_LAST_TWO}"
            for before in range(5)
        ),
        f"(?:(?:{_GROUP}:){{0,5}}{_GROUP})?::{_GROUP}",
        f"(?:(?:{_GROUP}:){{0,6}}{_GROUP})?::",
    ]
)
# Browsers read a host that ends in a number as an IPv4 address, whatever precedes it.
_NO_NUMBER = r"(?!(?:[^/?#:]*\.)?(?:[0-9]+|0[xX][0-9A-Fa-f]*)\.?(?:[:/?#]|$))"
_NAME = rf"{_NO_NUMBER}(?![^/?#:]{{254}})(?:{_LABEL}\.)*{_LABEL}\.?"
_PORT = ":(?:6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})"

WEB_ADDRESS = rf"https?://(?:{_IPV4}|\[(?:{_IPV6})\]|{_NAME})(?:{_PORT})?(?:[/?#][^{_UNSEEN}]*)?"
_whole = cache(partial(re.compile, WEB_ADDRESS))
# Nearly all addresses match this, and the whole pattern is slow to compile.
_PLAIN = re.compile(
    r"https?://(?=[^/?#]{4,63}(?:[/?#]|$))(?:[a-zA-Z0-9]+[.-])+[a-zA-Z]{2,}(?:[/?#][!-~]*)?"
)
_NAMES_A_USER = re.compile(r"https?://[^/?#]*@")


def is_web_address(text: str) -> bool:
    """Whether the whole text is a web address that this pattern allows."""
    return bool(_PLAIN.fullmatch(text) or _whole().fullmatch(text))


def names_a_user(text: str) -> bool:
    """Whether an address has a user name or a password before the host."""
    return _NAMES_A_USER.match(text) is not None
