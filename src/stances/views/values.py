"""Cells as a reader wants them, in tables and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.queries.result import column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.result import Row


DECIMALS = 2


def cell(key: str, value: Any) -> str:  # noqa: ANN401 - any cell
    """A cell as text: signs before scores, lists joined, nothing for what is not known."""
    kind = column(key).kind
    if kind == "score" and isinstance(value, int | float):
        return signed(value)
    if isinstance(value, list):
        return ", ".join(_item(key, item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {item}" for name, item in value.items())
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float) and kind == "measure":
        return f"{value:.{DECIMALS}f}"
    return "" if value is None else str(value)


def marked(text: str, matches: Sequence[Sequence[int]]) -> Iterator[tuple[str, bool]]:
    """The pieces of a text, each with whether it is one of the matches."""
    done = 0
    for start, end in matches:
        yield text[done:start], False
        yield text[start:end], True
        done = end
    yield text[done:], False


def _item(key: str, item: Any) -> str:  # noqa: ANN401 - any item of a cell
    """What names an item of a list of records: a role's title, an evidence's source."""
    if not isinstance(item, dict):
        return str(item)
    names = {"roles": ("title", "faction"), "evidence": ("source",), "disputes": ("about",)}
    return next((str(item[name]) for name in names.get(key, ()) if item.get(name)), "")


def signed(score: float | None) -> str:
    """A score with its sign, which tells without colour; a whole one without decimals."""
    if score is None:
        return ""
    text = f"{score:+d}" if isinstance(score, int) else f"{score:+.{DECIMALS}f}"
    return text if text.strip("+-0.") else text[1:]


def with_probable(certain: int, probable: int) -> str:
    """Two counts kept apart, e.g. `1 + 1 probable`; only the first if there is no other."""
    return f"{certain} + {probable} probable" if probable else str(certain)


def office(row: Row) -> str:
    """The role and faction that a statement was made in."""
    return " · ".join(part for part in (row["role"], row["faction"]) if part)


def plural(count: int, what: str) -> str:
    """E.g. `1 statement`, `2 statements`."""
    return f"{count} {what}{'s' * (count != 1)}"
