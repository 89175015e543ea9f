"""Other programs that tests drive: skipped where one is not installed, but in CI they fail."""

from __future__ import annotations

import os
import shutil

import pytest


def needed(*names: str) -> list[str]:
    """The files of programs that a test needs."""
    found = {name: shutil.which(name) for name in names}
    if lacking := [name for name, file in found.items() if not file]:
        told = f"needs {' and '.join(names)}; not on the path: {', '.join(lacking)}"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    return [file for file in found.values() if file]
