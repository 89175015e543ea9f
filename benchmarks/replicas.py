"""Write an export many times over, to ask more statements than one would build here.

`python benchmarks/replicas.py EXPORT TIMES FOLDER` reads what `stances export parquet` wrote, and
writes an export with so many copies of each official, with their statements. Sources, issues and
the like are there once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from stances.index import manifest
from stances.index.duckdb_cursor import duckdb_module
from stances.index.manifest import Manifest, Part
from stances.paths import EXPORT_FILE

if TYPE_CHECKING:
    from collections.abc import Sequence

_OF_OFFICIALS = ("official", "ref", "other", "words_of")
"""The columns that say whose row it is: an id, or one with that of a statement after a slash."""
_COPY = """
    COPY (SELECT {} FROM read_parquet({}))
    TO '{}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)"""


def replicate(export: Path, times: int, folder: Path) -> None:
    """Write the copies, and a manifest of them."""
    duckdb, whole = duckdb_module(), manifest.read(export)
    written: dict[str, Sequence[Part]] = {}
    with duckdb.connect() as connection:
        for name, parts in whole.tables.items():
            files = [str(export / part.path) for part in parts]
            described = connection.execute(f"DESCRIBE FROM read_parquet({files})").fetchall()
            own = [key for key, *_ in described if key in _OF_OFFICIALS]
            place = Path(parts[0].path).parent
            (folder / place).mkdir(parents=True)
            copies: list[Part] = []
            for number in range(1, (times if own else 1) + 1):
                path = place / f"{number:05}.parquet"
                changed = ", ".join(f"{_of_copy(key, number)} AS {key}" for key in own)
                columns = f"* REPLACE ({changed})" if own else "*"
                connection.execute(_COPY.format(columns, files, folder / path))
                rows = sum(part.rows for part in parts)
                file = folder / path
                size, digest = file.stat().st_size, manifest.sha256_of(file)
                copies.append(Part(path.as_posix(), rows, size, digest))
            written[name] = copies
    text = Manifest(whole.program, whole.commit, written).text()
    (folder / EXPORT_FILE).write_text(text, "utf-8", newline="\n")


def _of_copy(key: str, number: int) -> str:
    """The value of a column in a copy: `rouhani/first` is `rouhani-c7/first` in the seventh."""
    return f"regexp_replace({key}, '^[^/]+', '\\0-c{number}')"


if __name__ == "__main__":
    replicate(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
