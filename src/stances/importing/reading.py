"""The kinds of sheets by name and by the ending of a file, and what reads each."""

from __future__ import annotations

from pathlib import PurePath

from stances.importing.delimited import csv_sheet, tsv_sheet
from stances.importing.jsonlines import jsonl_sheet

KINDS = {"csv": csv_sheet, "tsv": tsv_sheet, "jsonl": jsonl_sheet}
ENDINGS = {".csv": "csv", ".tsv": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def kind_of(name: str) -> str | None:
    """The kind that a file's ending tells."""
    return ENDINGS.get(PurePath(name).suffix.lower())
