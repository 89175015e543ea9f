"""Where the program can be downloaded: the one place that a release fills in."""

from __future__ import annotations

from stances import __version__

ADDRESS = ""
"""The address of the repository, such as `https://github.com/OWNER/stances`; empty while there is
none. `python scripts/metadata.py` copies it to all other places."""
RELEASED = "2026-11-30"
"""The release date of this version, the same as in the changelog."""
RELEASE = f"v{__version__}"
"""The tag of this version in that repository."""


def to_install(extra: str) -> str:
    """How to install an extra, as the end of a sentence.

    The name alone is never enough: no package index has a package of ours by that name.
    """
    if ADDRESS:
        return f"`pip install 'stances[{extra}] @ git+{ADDRESS}@{RELEASE}'`"
    return f"`pip install '.[{extra}]'` in a clone of stances"
