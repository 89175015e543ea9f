"""The other programs that `stances` is measured beside, and how to get them."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass

SCRIPTS = sysconfig.get_path("scripts")
"""Where the programs of this interpreter lie, `stances` among them."""


@dataclass(frozen=True)
class Peer:
    """A program; or, if a `library`, a Python package that is imported."""

    name: str
    how: str
    library: bool = False

    @property
    def path(self) -> str | None:
        """The file of a program; None if it is not installed."""
        path = os.pathsep.join((SCRIPTS, os.environ.get("PATH", os.defpath)))
        return shutil.which(self.name, path=path)

    @property
    def version(self) -> str | None:
        """Its name and version, as it tells it itself; None if it is not installed."""
        if self.library:
            try:
                return f"{self.name} {importlib.metadata.version(self.name)}"
            except importlib.metadata.PackageNotFoundError:
                return None
        if (path := self.path) is None:
            return None
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - it is about to be run anyway
        first = said.stdout.partition("\n")[0].strip()
        return first if first[:1].isalpha() else f"{self.name} {first.partition(' ')[0]}"


GIT = Peer("git", "apt-get install git")
JQ = Peer("jq", "apt-get install jq")
HLEDGER = Peer("hledger", "apt-get install hledger")
RIPGREP = Peer("rg", "apt-get install ripgrep")
SQLITE = Peer("sqlite3", "apt-get install sqlite3")
DUCKDB = Peer("duckdb", "pip install duckdb", library=True)
BEANQUERY = Peer("bean-query", "pip install beancount beanquery")
NETWORKX = Peer("networkx", "pip install networkx", library=True)
PEERS = (GIT, JQ, HLEDGER, RIPGREP, SQLITE, DUCKDB, BEANQUERY, NETWORKX)
