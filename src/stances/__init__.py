"""Record who said what, with the evidence, in text files.

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
    from stances.api.displays import Chart, Document
    from stances.api.rows import Rows
    from stances.api.typed_dicts import (
        AgreementRow,
        CampsOptions,
        CampsRow,
        CampTermRow,
        ConflictRow,
        CoverageRow,
        FilterOptions,
        ListRow,
        NetworkOptions,
        NetworkRow,
        NetworkTermRow,
        NetworkTieRow,
        NetworkWindowRow,
        SearchRow,
        SummaryRow,
        TimelineRow,
        VerifyRow,
    )
    from stances.dates import ImpreciseDate, InvalidDate, parse_date
    from stances.errors import StancesError
    from stances.model.records import Codebook, Evidence, Official, Source, Statement
    from stances.problems import Problem

__version__ = "0.2.0"

_HOMES = {
    "AgreementRow": "api.typed_dicts",
    "CampTermRow": "api.typed_dicts",
    "CampsOptions": "api.typed_dicts",
    "CampsRow": "api.typed_dicts",
    "Chart": "api.displays",
    "Codebook": "model.records",
    "ConflictRow": "api.typed_dicts",
    "Corpus": "api",
    "CoverageRow": "api.typed_dicts",
    "Document": "api.displays",
    "Evidence": "model.records",
    "FilterOptions": "api.typed_dicts",
    "ImpreciseDate": "dates",
    "InvalidDate": "dates",
    "ListRow": "api.typed_dicts",
    "NetworkOptions": "api.typed_dicts",
    "NetworkRow": "api.typed_dicts",
    "NetworkTermRow": "api.typed_dicts",
    "NetworkTieRow": "api.typed_dicts",
    "NetworkWindowRow": "api.typed_dicts",
    "Official": "model.records",
    "Problem": "problems",
    "Query": "api",
    "Rows": "api.rows",
    "SearchRow": "api.typed_dicts",
    "Source": "model.records",
    "StancesError": "errors",
    "Statement": "model.records",
    "SummaryRow": "api.typed_dicts",
    "TimelineRow": "api.typed_dicts",
    "VerifyRow": "api.typed_dicts",
    "load": "api",
    "parse_date": "dates",
}

__all__ = [
    "AgreementRow",
    "CampTermRow",
    "CampsOptions",
    "CampsRow",
    "Chart",
    "Codebook",
    "ConflictRow",
    "Corpus",
    "CoverageRow",
    "Document",
    "Evidence",
    "FilterOptions",
    "ImpreciseDate",
    "InvalidDate",
    "ListRow",
    "NetworkOptions",
    "NetworkRow",
    "NetworkTermRow",
    "NetworkTieRow",
    "NetworkWindowRow",
    "Official",
    "Problem",
    "Query",
    "Rows",
    "SearchRow",
    "Source",
    "StancesError",
    "Statement",
    "SummaryRow",
    "TimelineRow",
    "VerifyRow",
    "load",
    "parse_date",
]


def __getattr__(name: str) -> object:
    """Import a public name on its first use."""
    if name not in _HOMES:
        message = f"module 'stances' has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(f"stances.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return all public names, imported or not."""
    return [*__all__, "__version__"]
