"""Sentences about agreement, derived from its figures alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.left_out_text import readings_told
from stances.views.values import decimal, grouped, listed, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.agreement import Agreement, Figures, Line
    from stances.queries.agreement.details import Confusion, Disagreements, Explanation
    from stances.queries.agreement.units import Of
    from stances.views.wording import Wording

_NUMBERS = "No One Two Three Four Five Six Seven Eight Nine Ten".split()
_MOST_CODERS = 8
_MATTERS: Mapping[Of, str] = {
    "position": "",
    "conditions": "whether a condition is named, on ",
    "frames": "all frames of ",
    "scored": "whether the position has a score, on ",
}
NO_CODINGS = (
    "No statement has readings of two coders to compare. `stances coding sheet CODER` writes "
    "a sheet for a second coder, without the positions; see `stances help agreement`."
)


def finding(figures: Figures, of: Of) -> str:
    """Say on how many statements coders agree, with alpha and its interval.

    E.g. `Two coders agree on 29 of 30 statements; alpha 0.96 (0.88 to 1.00 in 95 of 100
    resamples).`
    """
    if not figures.units:
        return NO_CODINGS
    coders = _number(figures.coders)
    told = f"{coders} coders agree on {_MATTERS[of]}{figures.alike} of "
    told += plural(figures.units, "statement")
    if figures.alpha is None:
        return f"{told}; alpha is undefined."
    return f"{told}; alpha {decimal(figures.alpha)} ({_sure(figures)})."


def _sure(figures: Figures) -> str:
    between = spread(figures)
    if between:
        return f"{between} in 95 of 100 resamples"
    if figures.alpha == 1:
        return "nothing differs, so that resamples cannot show how sure that is"
    return "too few differ for an interval"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def spread(figures: Figures) -> str:
    """The interval in which most resamples lie; empty if it is unknown."""
    low, high, _ = figures.interval
    return "" if low is None else f"{decimal(low)} to {decimal(high)}"


def coders_told(found: Agreement) -> str:
    """Name the coders."""
    shown = found.coders[:_MOST_CODERS]
    more = len(found.coders) - len(shown)
    names = [*shown, *([f"{more} more"] if more else [])]
    return f"Coders: {', '.join(names)}."


def left_out_told(figures: Figures) -> str:
    """Say how many readings are left out, and why; empty if none are."""
    causes = readings_told(figures.left_out)
    return f"Readings left out: {listed(causes)}." if causes else ""


def outdated_told(statements: int) -> str:
    """Say how many statements have other words than those that a coder read."""
    verb = "has" if statements == 1 else "have"
    return f"{plural(statements, 'statement')} {verb} other words than were read"


def reasons(lines: Sequence[Line], name: Mapping[int, str]) -> Iterator[str]:
    """Say why figures are missing: each reason once, with its rows."""
    found: dict[str, list[str]] = {}
    for number, line in enumerate(lines):
        for reason in (line.figures.reason or "").split("; "):
            if reason:
                found.setdefault(reason, []).append(name[number])
    for reason, rows in found.items():
        yield f"{listed(rows)}: {reason}."


def disagreements_told(found: Disagreements) -> str:
    """Say on how many statements readings differ."""
    if not found.among:
        return NO_CODINGS
    among = plural(found.among, "statement")
    if not found.statements:
        return f"The readings of {among} are the same."
    return f"Readings differ on {found.statements} of {among}."


def confusion_told(found: Confusion) -> str:
    """Say how many pairs of readings are the same."""
    pairs = sum(row["observed"] for row in found.rows)
    if not pairs:
        return NO_CODINGS
    same = sum(row["observed"] for row in found.rows if row["alike"])
    return f"Of {plural(pairs, 'pair')} of readings of one statement, {same:,} are the same."


def explanation_told(found: Explanation) -> str:
    """Say how alpha follows from the terms."""
    if not found.units:
        return NO_CODINGS
    if found.alpha is None:
        return "Alpha is undefined, since all readings are the same: there are no terms."
    observed = sum(row["kind"] == "observed" for row in found.rows)
    rest = decimal(1 - found.alpha)
    return (
        f"Alpha is {decimal(found.alpha)} = 1 - {rest}: readings differ {rest} times as much as "
        f"they would by chance ({plural(observed, 'term') if observed else 'nowhere'})."
    )


_MOST_GROUPS = 4


def by_chance_told(found: Explanation) -> str:
    """Show how the divisor of all terms is computed.

    E.g. `By chance in all: 129.313 / 29 = 4.45905.`
    """
    rows = [row for row in found.rows if row["kind"] == "expected"]
    parts = [
        (sum(row["pairs"] * row["distance"] for row in own), round(1 / own[0]["weight"]))
        for own in grouped(rows, ("issue", "frame"))
    ]
    whole = f"{sum(number / others for number, others in parts):.6g}"
    if len(parts) > _MOST_GROUPS:
        return f"By chance in all: {whole}."
    told = " + ".join(f"{number:.6g} / {others}" for number, others in parts)
    return f"By chance in all: {told} = {whole}."


def value_told(row: Mapping[str, object], key: str, of: Of, wording: Wording) -> str:
    """A value for people: a position by its label, a score with its sign."""
    value = row[key]
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:+d}" if value else "0"
    return wording.position(str(row["issue"]), str(value)) if of == "position" else str(value)
