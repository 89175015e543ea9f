"""Ids as they are proposed: short, made of the record's words, and not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.importing.slugs import fits, free, short_slug, slug
from stances.model import SLUG

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Mapping


def statement_id(data: Mapping[str, Any], taken: Container[str]) -> str:
    """Of the summary, else of the first words quoted; of position and date where none is ASCII."""
    pieces = data.get("evidence")
    first = pieces[0] if isinstance(pieces, list) and pieces else {}
    words = data.get("summary") or (first.get("text") if isinstance(first, dict) else "") or ""
    otherwise = slug(f"{data.get('position', '')} {data.get('said', '')}") or "statement"
    return free(short_slug(str(words), otherwise), taken)


def official_id(name: str, taken: Container[str]) -> str:
    """The surname, or the whole name if that is taken; empty if no letter of it is ASCII."""
    words = slug(name).split("-")
    if words[-1] and words[-1] not in taken:
        return words[-1]
    return free("-".join(words), taken) if words[-1] else ""


def source_id(data: Mapping[str, Any], taken: Container[str]) -> str:
    """Publisher, or the first words of the title, and the day of publication; empty as above."""
    head = slug(str(data.get("publisher", ""))) or short_slug(str(data.get("title", "")), "")
    found = "-".join(filter(None, (head, slug(str(data.get("published", ""))))))
    return free(found, taken) if found else ""


def names_a_file(id_: str) -> bool:
    """Whether an id can be that of a file."""
    return bool(SLUG.fullmatch(id_)) and fits(id_)


def taken_ids(index: sqlite3.Connection, kind: str) -> set[str]:
    """The ids of all files of a kind, whatever is wrong with them."""
    return {id_ for (id_,) in index.execute("SELECT id FROM files WHERE kind = ?", (kind,))}
