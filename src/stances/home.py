"""Where the program is to be had: the one place that a release fills in."""

from __future__ import annotations

from stances import __version__

ADDRESS = ""
"""The address of the repository, such as `https://github.com/OWNER/stances`; empty while there is
none. `python scripts/metadata.py` writes it wherever else it stands."""
RELEASED = "2026-11-30"
"""The day of this version, which the changelog has too."""
RELEASE = f"v{__version__}"
"""The tag of this version in that repository."""


def to_install(extra: str) -> str:
    """How an extra is installed, for the end of a sentence.

    Never by the name alone: no package index has a package of ours by that name.
    """
    if ADDRESS:
        return f"`pip install 'stances[{extra}] @ git+{ADDRESS}@{RELEASE}'`"
    return f"`pip install '.[{extra}]'` in a clone of stances"
