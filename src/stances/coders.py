"""Names of coders' folders, and digests of the text that a coder has read."""

from __future__ import annotations

from functools import cache

from stances.transliteration import ascii_words

_LONGEST = 100
_DIGEST = 4
"""Bytes of a digest: enough to detect that the text of a statement has changed."""


@cache
def folder_of(coder: str) -> str:
    """The name of a coder's folder in `codings/`: `anna-schmidt` for `Anna Schmidt`.

    Names that differ only in case, diacritics and blanks share a folder and count as one coder. If
    a name cannot be written in ASCII, the folder's name is made from a digest.
    """
    words = "-".join(ascii_words(coder))[:_LONGEST].rstrip("-")
    return words or f"coder-{digest_of_words(coder)}"


def digest_of_words(text: str) -> str:
    """The digest of the text of a piece of evidence; white space does not change it."""
    from hashlib import blake2b  # noqa: PLC0415 - slow to import, and only codings need it

    return blake2b(" ".join(text.split()).encode(), digest_size=_DIGEST).hexdigest()


def coding_ref(coder: str, ref: str) -> str:
    """The reference of a coder's coding in problems: `anna:rouhani/first-reply`."""
    return f"{coder}:{ref}"
