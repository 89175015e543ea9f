"""The rows of a result: a list that notebooks show, and that converts to data frames."""

from __future__ import annotations

import re
from datetime import date
from importlib import import_module
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
    overload,
)

from stances.dates import parse_date
from stances.errors import NeedsExtra
from stances.queries.result import column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import ModuleType
    from typing import SupportsIndex

    import pandas as pd
    import polars as pl

_Row = TypeVar("_Row")
_SHOWN = 30
"""The most rows that a notebook shows."""
_LONGEST = 160
"""The most characters of a cell that a notebook shows."""
_BOUNDS = ("_from", "_to")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PANDAS: dict[Any, Any] = {
    int: "Int64",
    float: "Float64",
    bool: "boolean",
    str: "string",
    date: "datetime64[s]",
}


class Rows(list[_Row]):
    """The rows of a result: a list of dictionaries, whose keys are the `columns`.

    `columns` is set even if there are no rows. A notebook shows the short columns as a table.
    """

    columns: tuple[str, ...]

    def __init__(
        self,
        rows: Iterable[_Row],
        columns: Iterable[str],
        shown: Iterable[str] = (),
        row_type: type | None = None,
    ) -> None:
        """`shown` are the short columns (empty for all); `row_type` is the TypedDict of a row."""
        super().__init__(rows)
        self.columns = tuple(columns)
        self._shown = tuple(shown) or self.columns
        self._row_type = row_type

    @overload
    def __getitem__(self, at: SupportsIndex, /) -> _Row: ...

    @overload
    def __getitem__(self, at: slice, /) -> Rows[_Row]: ...

    def __getitem__(self, at: SupportsIndex | slice, /) -> _Row | Rows[_Row]:
        """Return a row, or the rows of a slice."""
        if isinstance(at, slice):
            return Rows(super().__getitem__(at), self.columns, self._shown, self._row_type)
        return super().__getitem__(at)

    def __repr__(self) -> str:
        return f"<{self._number() if self else 'no rows'}: {' '.join(self._shown)}>"

    def _number(self) -> str:
        return f"{len(self):,} row{'' if len(self) == 1 else 's'}"

    def _repr_html_(self) -> str:
        """Return the first rows as an HTML table, for notebooks."""
        from stances.views.html.elements import element  # noqa: PLC0415 - few are shown
        from stances.views.values import cell  # noqa: PLC0415 - as above

        def shown(row: Any, key: str) -> str:  # noqa: ANN401 - a TypedDict
            text = cell(key, row.get(key))
            return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

        head = element("tr", *(element("th", key) for key in self._shown))
        body = [
            element("tr", *(element("td", shown(row, key), dir="auto") for key in self._shown))
            for row in self[:_SHOWN]
        ]
        rest = len(self) - len(body)
        more = element("p", f"and {rest:,} more") if rest else None
        table = element("table", element("thead", head), element("tbody", *body))
        return element("div", table, more, element("p", self._number()))

    def to_pandas(self) -> pd.DataFrame:
        """Return a pandas data frame with the columns of CSV.

        Integers, floats, booleans and texts have nullable types, such as `Int64`. Days are dates.
        A date that may be imprecise has two more columns, its first and its last day.
        Raises `StancesError` if pandas is not installed.
        """
        pandas = _imported("pandas", "pandas")
        series = {
            name: pandas.Series(cells, dtype=_PANDAS.get(kind, "object"), index=range(len(self)))
            for name, kind, cells in self._cells()
        }
        frame: pd.DataFrame = pandas.DataFrame(series, index=range(len(self)))
        return frame

    def to_polars(self) -> pl.DataFrame:
        """Return a polars data frame with the columns and values of `to_pandas`.

        Raises `StancesError` if polars is not installed.
        """
        polars = _imported("polars", "polars")
        frame: pl.DataFrame = polars.DataFrame(
            [
                polars.Series(name, cells, dtype=_of_polars(polars, kind), strict=True)
                for name, kind, cells in self._cells()
            ]
        )
        return frame

    def _cells(self) -> Iterable[tuple[str, Any, list[Any]]]:
        """The columns of a frame: name, type of the cells apart from None, and cells."""
        hints = get_type_hints(self._row_type) if self._row_type else {}
        rows: Sequence[Mapping[str, Any]] = self  # type: ignore[assignment] # a TypedDict each
        for name in self.columns:
            cells = [row.get(name) for row in rows]
            if name.endswith(_BOUNDS) and _are_days(name, cells):
                yield name, date, _days(cells)
                continue
            yield name, _type_of(hints[name]) if hints else _type_in(cells), cells
            if hints and _has_bounds(name) and f"{name}_from" not in self.columns:
                dates = [parse_date(cell, timed=True) if cell else None for cell in cells]
                yield f"{name}_from", date, _days([each.first if each else None for each in dates])
                yield f"{name}_to", date, _days([each.last if each else None for each in dates])


def _has_bounds(name: str) -> bool:
    """Whether a column has dates that may be imprecise."""
    return column(name).kind == "date" and name != "month" and not name.endswith(_BOUNDS)


def _are_days(name: str, cells: Iterable[Any]) -> bool:
    """Whether a column has only days. A column of a user's query may have anything."""
    return column(name).kind == "date" and all(
        cell is None or (isinstance(cell, str) and _is_day(cell)) for cell in cells
    )


def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _days(cells: Iterable[str | None]) -> list[date | None]:
    return [date.fromisoformat(cell) if cell else None for cell in cells]


def _imported(library: str, extra: str) -> ModuleType:
    """Import an optional library."""
    try:
        return import_module(library)
    except ImportError:
        raise NeedsExtra(f"a data frame of {library}", extra) from None


def _type_of(hint: Any) -> Any:  # noqa: ANN401 - a hint, and a type or a hint of one
    """The type that a hint names, apart from None; for literals, the type of the first."""
    if get_origin(hint) in (Union, UnionType):
        [hint] = (each for each in get_args(hint) if each is not NoneType)
    return type(get_args(hint)[0]) if get_origin(hint) is Literal else hint


def _type_in(cells: Iterable[Any]) -> type:
    """The type of the cells in a column of a user's query, apart from None."""
    types = {type(cell) for cell in cells if cell is not None}
    if types == {int, float}:
        return float
    return types.pop() if len(types) == 1 else object if types else str


def _of_polars(polars: ModuleType, kind: Any) -> Any:  # noqa: ANN401 - a hint, and a type of polars
    """The polars type for a hint."""
    simple = {
        int: polars.Int64,
        float: polars.Float64,
        bool: polars.Boolean,
        str: polars.String,
        date: polars.Date,
    }
    if get_origin(kind) is list:
        return polars.List(_of_polars(polars, _type_of(get_args(kind)[0])))
    if is_typeddict(kind):
        hints = get_type_hints(kind).items()
        return polars.Struct({key: _of_polars(polars, _type_of(hint)) for key, hint in hints})
    return simple.get(kind, polars.Object)
