"""The files for CI and pre-commit that a new corpus can have."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stances import home
from stances.editing.yaml_writer import inline

if TYPE_CHECKING:
    from collections.abc import Iterator

CI = {"github": ".github/workflows/stances.yml", "gitlab": ".gitlab-ci.yml"}
"""The path of each CI system's file in a repository."""
UPDATES = ".github/dependabot.yml"
"""The file that keeps the commits in GitHub's file up to date; an existing one stays as it is."""
HOOKS = ".pre-commit-config.yaml"

_FILES = {
    CI["github"]: ("github.yml", "          strict: true\n", "          data: {}\n"),
    UPDATES: ("dependabot.yml", "", ""),
    CI["gitlab"]: ("gitlab.yml", '    GIT_DEPTH: "0"\n', "    STANCES_DATA: {}\n"),
    HOOKS: ("pre-commit.yml", "        args: [--strict", ", --data, {}"),
}
"""The template of each file, the text after which the corpus is named, and how to name it."""
_GITHUB, _OWNER, _COMMIT = "https://github.com/", "OWNER", "0" * 40
"""Placeholders in the templates for what only a release, or the user, can fill in."""


class Origin(NamedTuple):
    """The repository from which CI installs the program."""

    address: str
    """Empty if unknown."""
    commit: str = ""
    """The commit of this version; empty if unknown."""

    @property
    def reference(self) -> str:
        """The commit, or else the tag of this version; zeros without an address."""
        return (self.commit or home.RELEASE) if self.address else _COMMIT

    @property
    def on_github(self) -> str:
        """`OWNER/NAME`, for naming an action; empty if the repository is not on GitHub."""
        name = self.address.removeprefix(_GITHUB)
        return "" if name == self.address else name


def origin() -> Origin:
    """The origin of this program, as far as it is known.

    The commit is the one that pip recorded when it installed the program from that repository.
    """
    try:
        told = json.loads(distribution("stances").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        told = {}
    is_from_there = told.get("url", "").removesuffix(".git") == home.ADDRESS
    commit = told.get("vcs_info", {}).get("commit_id", "") if is_from_there else ""
    return Origin(home.ADDRESS, commit)


def piece(file: str, folder: str = "", source: Origin | None = None) -> str:
    """The text of one of these files; with a `folder`, it names the corpus.

    Unknown parts of the `source` keep their placeholders, with a comment on how to fill them in.
    """
    name, anchor, naming = _FILES[file]
    text = Path(__file__).with_name(name).read_text("utf-8")
    if folder:
        text = text.replace(anchor, anchor + naming.format(inline(folder, flow=True)), 1)
    return "".join(_filled(text, source or origin()))


def left_open(text: str) -> str:
    """The placeholders left in such a text, for people; empty if there are none."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    rest = "\n".join(lines)
    words = [word for word in ("HOST", _OWNER) if f"{word}/" in rest]
    return ", ".join(words + ["a commit for the zeros"] * (_COMMIT in rest))


def _filled(text: str, source: Origin) -> Iterator[str]:
    """The lines with known values filled in; the comment above such a line is removed."""
    above: list[str] = []
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith("#"):
            above.append(line)
            continue
        is_open = _OWNER in line or _COMMIT in line
        is_known = source.on_github if "uses: " in line else source.address
        if is_open and is_known:
            above, line = [], _with_origin(line, source)  # noqa: PLW2901 - the same line, filled in
        yield from above
        yield line
        above = []
    yield from above


def _with_origin(line: str, source: Origin) -> str:
    for placeholder, known in {
        "https://HOST/OWNER/stances": source.address,
        f"uses: {_OWNER}/stances": f"uses: {source.on_github}",
        _COMMIT: source.reference,
    }.items():
        line = line.replace(placeholder, known)
    if source.commit and source.commit in line:
        return f"{line.rstrip()} # {home.RELEASE}\n"
    if "uses: " in line:  # because a tag can be moved
        listed = f"git ls-remote {source.address} {home.RELEASE}"
        return f"{line.rstrip()} # or its commit: {listed}\n"
    return line
