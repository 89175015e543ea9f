"""The records of a corpus; the only package that imports pydantic.

`fields` says of the records what can be known without it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from stances.model.fields import FREE_TEXT

if TYPE_CHECKING:
    from stances.model.records import (
        Assertions,
        Assessment,
        Bounds,
        Codebook,
        Dispute,
        Evidence,
        Issue,
        Meta,
        Official,
        Original,
        Position,
        Record,
        Role,
        Source,
        Statement,
        Term,
        validate,
    )
    from stances.model.types import SCHEMA_VERSION, SLUG, About, Form, Kind, Match, Status

__all__ = [
    "FREE_TEXT",
    "SCHEMA_VERSION",
    "SLUG",
    "About",
    "Assertions",
    "Assessment",
    "Bounds",
    "Codebook",
    "Dispute",
    "Evidence",
    "Form",
    "Issue",
    "Kind",
    "Match",
    "Meta",
    "Official",
    "Original",
    "Position",
    "Record",
    "Role",
    "Source",
    "Statement",
    "Status",
    "Term",
    "validate",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the names above
    if name not in __all__:
        raise AttributeError(name)
    types = ("SCHEMA_VERSION", "SLUG", "About", "Form", "Kind", "Match", "Status")
    module = import_module(f"stances.model.{'types' if name in types else 'records'}")
    found = globals()[name] = getattr(module, name)
    return found


def __dir__() -> list[str]:
    return __all__
