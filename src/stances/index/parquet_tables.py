"""Defines the tables of a Parquet export: the public ones, and others that our queries read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.index.public_sql import OF_STATEMENTS, SEVERAL, columns
from stances.index.scripts import columns_of, statements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FURTHER = {
    "sources": "notices uncoded",
    "officials": "roles",
    "names": "folded",
    "roles": "held_from held_to",
    "statements": (
        "number evidence disputes words quoted_from moment unnamed occasion own_role own_faction"
    ),
    "codings": "official moment",
    "problems": "scope times",
}
"""Columns of the index that our queries read besides the public ones, which come first."""
_OWN = {"files": "path kind id left_out statements", "voices": "ref kind name folded"}
"""Tables of the index that our queries read besides the public ones."""
LEFT_OUT = "left_out_"
"""The prefix of a table with the rows that a public table excludes because of problems."""
_LEAVING_OUT = ("statements", *OF_STATEMENTS)
_VIEWS = ("counted", "counted_statements", "tallied", "supporting")
"""Views of the index that an export has too; its `statements` are stored rows."""
TYPES = {"TEXT": "VARCHAR", "INTEGER": "BIGINT"}
"""DuckDB's names of SQLite's types."""
_KEYS = 3
"""How many of its first columns order the rows of each table; problems are ordered by all."""


class Table(NamedTuple):
    """A table of an export: its columns with their DuckDB types.

    `select` returns its rows in order from an SQLite index, each as a JSON object.
    """

    name: str
    folder: str
    columns: Mapping[str, str]
    select: str


def tables() -> list[Table]:
    """All tables of an export; the folder of a public one has its name."""
    public = {name: (*keys, *FURTHER.get(name, "").split()) for name, keys in columns().items()}
    every = [_table(name, name, keys, _public_rows(name)) for name, keys in public.items()]
    every += [
        _table(name, f"index/{name}", keys.split(), f"{name} AS x") for name, keys in _OWN.items()
    ]
    for name in _LEAVING_OUT:
        of = "all_statements" if name == "statements" else name
        rows = f"{of} AS x WHERE x.ref NOT IN (SELECT ref FROM statements)"
        every.append(_table(f"{LEFT_OUT}{name}", f"index/{LEFT_OUT}{name}", public[name], rows))
    return every


def views() -> dict[str, str]:
    """The query behind each name in our queries, where `rows_TABLE` are the files of a table.

    Created in this order, the views let any engine run our queries.
    """
    found = {}
    for table in tables():
        of = table.name.removeprefix(LEFT_OUT)
        if of == table.name:
            found[of] = f"SELECT * FROM rows_{of}"
        else:
            whole = "all_statements" if of == "statements" else of
            found[whole] = f"SELECT * FROM rows_{of} UNION ALL SELECT * FROM rows_{table.name}"
    for script in statements("indexes.sql"):
        head, _, query = script.partition(" AS\n")
        name = head.rpartition("CREATE VIEW ")[2]
        if name in _VIEWS:
            found[name] = query.rstrip().removesuffix(";")
    return found | {"tallies": "SELECT * FROM tallied"}


def _public_rows(name: str) -> str:
    """The source of a public table's rows, as SQL."""
    if name in OF_STATEMENTS:
        return f"{name} AS x JOIN statements AS s ON s.ref = x.ref"
    return f"{name} AS x"


def _table(name: str, folder: str, keys: Sequence[str], rows: str) -> Table:
    """A table whose columns have the types that they have in the index."""
    of = name.removeprefix(LEFT_OUT)
    types = {**columns_of("public_tables.sql").get(of, {}), **columns_of("schema.sql").get(of, {})}
    types |= columns_of("schema.sql").get(f"all_{of}", {})
    named = ", ".join(f"""'{key}', x."{key}\"""" for key in keys)
    order = ", ".join(f'x."{key}"' for key in (keys if of == "problems" else keys[:_KEYS]))
    once = "DISTINCT " if of in SEVERAL else ""
    query = f"SELECT {once}json_object({named}) FROM {rows} ORDER BY {order}"
    return Table(name, folder, {key: TYPES[types[key]] for key in keys}, query)
