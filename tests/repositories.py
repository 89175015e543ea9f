"""Git as tests use it: by nobody in particular, and by nobody's settings."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NOBODY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
_PERSON = ("-c", "user.name=N", "-c", "user.email=n@example.org")


def in_git(folder: Path, *arguments: str, when: str = "2020-02-03T12:00:00+00:00") -> str:
    """Run git in a folder, and give what it prints; commits are made at a time that is given."""
    done = subprocess.run(
        ["git", *_PERSON, *arguments],  # noqa: S607 - whichever git there is
        cwd=folder,
        env=os.environ | _NOBODY | {"GIT_COMMITTER_DATE": when},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()
