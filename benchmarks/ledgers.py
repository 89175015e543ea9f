"""The same records as plain-text ledgers: a transaction for each statement."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DAY = "said_from"


def write_hledger(lines: Path, to: Path) -> None:
    """Write `list --format jsonl` as a journal, with an account for each faction and position."""
    with to.open("w", encoding="utf-8") as file:
        for row in _rows(lines):
            file.write(f"{row[_DAY]} {row['ref']}\n")
            file.write(f"    {row['faction']}:{row['position']}  1\n    said\n\n")


def write_beancount(lines: Path, to: Path) -> None:
    """Write the same for Beancount, which wants capital letters, a root, and accounts opened."""
    opened = {_account(row) for row in _rows(lines)}
    with to.open("w", encoding="utf-8") as file:
        for account in sorted({"Equity:Said", *opened}):
            file.write(f"2000-01-01 open {account}\n")
        for row in _rows(lines):
            file.write(f'{row[_DAY]} * "{row["ref"]}"\n')
            file.write(f"  {_account(row)}  1 SAID\n  Equity:Said  -1 SAID\n\n")


def _account(row: dict[str, Any]) -> str:
    return f"Assets:{row['faction'].title()}:{row['position'].title()}"


def _rows(lines: Path) -> Iterator[dict[str, Any]]:
    with lines.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
