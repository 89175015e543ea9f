"""The files of a folder: what they hold, put back as they were, or with other words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Files = dict[str, bytes]
"""What files hold, by their paths in a folder."""


def contents(folder: Path) -> Files:
    """All files of a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def restore(folder: Path, files: Files) -> None:
    """Let a corpus have these files and no others, and no empty folder of an official's parts."""
    for path, content in contents(folder).items():
        if files.get(path) != content:
            (folder / path).unlink()
    for path, content in files.items():
        if not (folder / path).exists():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    for place in [*(folder / "officials").glob("*/"), *(folder / "codings").glob("*/")]:
        if not any(place.iterdir()):
            place.rmdir()


def replace(file: Path, *pairs: tuple[str, str]) -> None:
    """Put other words in the place of some, which must be there."""
    text = file.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
