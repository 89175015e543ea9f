"""Reads the filters given to methods of the Python API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from stances.dates import ImpreciseDate, parse_date
from stances.queries.filters import DECIDED, Filters
from stances.text import closest

if TYPE_CHECKING:
    from stances.api.typed_dicts import FilterOptions

_SINGLE = {name for name, default in Filters._field_defaults.items() if default != ()}
_DAY = len("2014-06-18")


def without_coding(options: FilterOptions) -> tuple[FilterOptions, str]:
    """Split the filters into all but `coding`, and `coding`."""
    others: dict[str, Any] = {**options}
    coding = others.pop("coding", DECIDED)
    if not isinstance(coding, str):
        raise TypeError(f"coding is a text, and not {coding!r}")
    return cast("FilterOptions", others), coding


def read_filters(options: FilterOptions) -> Filters:
    """Read filters. Most take one value or several; dates are texts or `date` objects."""
    values: dict[str, Any] = {**options}
    names = sorted((*Filters._fields, "coding"))
    if unknown := sorted(values.keys() - names):
        message = f"there is no filter {unknown[0]!r}; there is {', '.join(names)}"
        near = closest(unknown[0], names)
        raise TypeError(f"{message}; did you mean {' or '.join(near)}?" if near else message)
    filters = Filters(**{name: _filter(name, value) for name, value in values.items()})
    if boundless := filters.boundless():
        raise ValueError(f"{boundless}: {values[boundless]} is open on the side that counts")
    return filters


def _filter(name: str, value: Any) -> Any:  # noqa: ANN401 - of any filter
    """Convert one filter for `Filters`. Raises `TypeError` for a value of another type."""
    if name in ("since", "until"):
        if isinstance(value, str | date):
            return parse_date(str(value)[:_DAY] if isinstance(value, date) else value)
        wanted, is_fit = "a date", value is None or isinstance(value, ImpreciseDate)
    elif name in _SINGLE:
        type_ = type(Filters._field_defaults[name])
        wanted, is_fit = f"of the type {type_.__name__}", type(value) is type_
    else:
        value = (value,) if isinstance(value, str) or not isinstance(value, Iterable) else [*value]
        wanted, is_fit = "a text, or several", all(isinstance(each, str) for each in value)
        value = tuple(value)
    if not is_fit:
        raise TypeError(f"the filter {name} is {wanted}, and not {value!r}")
    return value
