"""The glossary has every word of the records, every key and every column, and no others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from stances.index.public_sql import columns
from stances.model import records as model
from stances.model import types
from stances.queries import (
    camps,
    check,
    conflicts,
    coverage,
    listing,
    lookups,
    network,
    search,
    summary,
    timeline,
    verification,
)
from stances.queries.diff import changes
from stances.queries.network import explanation
from stances.schema.descriptions import DESCRIPTIONS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "glossary.md").read_text("utf-8")
ENTRIES = dict(re.findall(r"^### (.+)\n((?:(?!##).*\n)*)", PAGE, re.MULTILINE))
NAMES = {*re.findall(r"^\| `([\w-]+)` \|", PAGE, re.MULTILINE)}
VALUES = (types.Kind, types.Form, types.Match, types.Status, types.About, types.Change)
CALLED = {"Meta": "corpus", "Assertions": "assertion", "Bounds": "assertion", "Part": "part"}
"""What people call a record whose model is called otherwise."""
KINDS_OF_TERMS = {"faction", "frame"}


def test_each_kind_of_record_has_an_entry() -> None:
    kinds = {CALLED.get(name, name.lower()) for name in DESCRIPTIONS if name != "Term"}
    assert (kinds | KINDS_OF_TERMS) - ENTRIES.keys() == set()


def test_each_value_that_a_key_may_have_is_explained_in_an_entry() -> None:
    explained = {word for text in ENTRIES.values() for word in re.findall(r"`([\w-]+)`", text)}
    values = {value for each in VALUES for value in get_args(each)}
    values |= {kind for kind in conflicts.KINDS if kind}
    unexplained = {value for value in values if value not in explained and value not in ENTRIES}
    assert unexplained == set()


def test_the_names_are_those_of_the_records_the_outputs_and_sql() -> None:
    keys = {key for record in DESCRIPTIONS.values() for key in record}
    outputs = {
        *(*listing.KEYS, *summary.FIGURES, *conflicts.KEYS, *search.EXCERPT, *timeline.KEYS),
        *(*lookups.OFFICIALS, *lookups.SOURCES, *lookups.CODEBOOK, *check.KEYS),
        *(*coverage.KEYS, *verification.KEYS, *changes.KINDS),
        *(*camps.KEYS, *camps.EXPLAINED),
        *(*network.Asked(window=1).keys, *network.TIE_KEYS, *explanation.KEYS),
    }
    sql = {name for table, names in columns().items() for name in (table, *names)}
    values = {value for each in VALUES for value in get_args(each)}
    assert (keys | outputs | sql | values) - NAMES == set()


def test_what_an_entry_shows_as_code_is_a_name_of_the_program() -> None:
    """So that an entry does not outlive what it explains."""
    shown = {word for text in ENTRIES.values() for word in re.findall(r"`([a-z_]+)`", text)}
    assert shown - NAMES == {"check", "verify"}


def test_entries_are_in_alphabetical_order_and_linked_by_their_name() -> None:
    assert [*ENTRIES] == sorted(ENTRIES)
    anchors = {re.sub(r" ", "-", entry) for entry in ENTRIES}
    assert {*re.findall(r"\]\(#([\w-]+)\)", PAGE)} - anchors == {"names"}


def test_each_model_is_described() -> None:
    records = {
        name
        for name, each in vars(model).items()
        if isinstance(each, type) and issubclass(each, model.Record) and each.model_fields
    }
    # What a file of codings holds has the ids of statements for keys.
    assert records - DESCRIPTIONS.keys() == {model.Codings.__name__}
