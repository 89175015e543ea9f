"""Git as tests use it: by nobody in particular, and by nobody's settings."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from stances.cli.run import run

if TYPE_CHECKING:
    from pathlib import Path

    from corpora import CorpusBuilder

_NOBODY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
_PERSON = ("-c", "user.name=N", "-c", "user.email=n@example.org")


def in_git(folder: Path, *arguments: str, when: str = "2020-02-03T12:00:00+00:00") -> str:
    """Run git in a folder, and give what it prints; commits are made at a time that is given."""
    done = subprocess.run(
        ["git", *_PERSON, *arguments],  # noqa: S607 - whichever git there is
        cwd=folder,
        env=os.environ | _NOBODY | {"GIT_COMMITTER_DATE": when},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


class CorpusInGit:
    """A repository with a small corpus, changed and committed step by step."""

    def __init__(self, corpus: CorpusBuilder, top: Path) -> None:
        self.corpus, self.top, self.data = corpus, top, corpus.folder
        self.day = 1
        self.official("jansen", "supports", "rejects", faction="mayor")
        self.official("kraus", "supports")
        in_git(top, "init", "--quiet", "--initial-branch=main")
        self.commit("First")

    def official(self, id_: str, *positions: str, faction: str = "council") -> None:
        """Write an official, with words of their own for each position."""
        said = [
            {"position": position, "evidence": [{"text": f"{id_} says {number}"}]}
            for number, position in enumerate(positions)
        ]
        self.corpus.official(id_, faction=faction, statements=said)

    def commit(self, subject: str, author: str = "Ann") -> str:
        """Commit all there is; the name of the commit."""
        when = f"2021-07-{self.day:02}T12:00:00+00:00"
        self.day += 1
        in_git(self.top, "add", "--all", when=when)
        who = f"--author={author} <a@b.c>"
        in_git(self.top, "commit", "--quiet", f"--message={subject}", who, when=when)
        return in_git(self.top, "rev-parse", "HEAD")

    def rename(self, *names: str) -> None:
        assert run(["rename", *names, "--yes", "--data", str(self.data)]) == 0
