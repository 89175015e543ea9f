"""A plain-text, evidence-first ledger of who said what.

    import stances

    corpus = stances.load("data")
    for row in corpus.list(faction="military"):
        print(row["name"], row["position"], row["quote"])

Everything public is named here; `docs/python-api.md` shows it in use. Importing this package reads
nothing else until a name is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stances.api import Corpus, Query, load
    from stances.dates import ImpreciseDate, InvalidDate, parse_date
    from stances.errors import StancesError
    from stances.model.records import Codebook, Evidence, Official, Source, Statement
    from stances.problems import Problem

__version__ = "0.2.0"

_HOMES = {
    "Codebook": "model.records",
    "Corpus": "api",
    "Evidence": "model.records",
    "ImpreciseDate": "dates",
    "InvalidDate": "dates",
    "Official": "model.records",
    "Problem": "problems",
    "Query": "api",
    "Source": "model.records",
    "StancesError": "errors",
    "Statement": "model.records",
    "load": "api",
    "parse_date": "dates",
}

__all__ = [
    "Codebook",
    "Corpus",
    "Evidence",
    "ImpreciseDate",
    "InvalidDate",
    "Official",
    "Problem",
    "Query",
    "Source",
    "StancesError",
    "Statement",
    "load",
    "parse_date",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        message = f"module 'stances' has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(f"stances.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """What is public, imported or not."""
    return [*__all__, "__version__"]
