"""The files for CI and pre-commit that a new corpus can have."""

from __future__ import annotations

from pathlib import Path

from stances.editing.yaml_writer import inline

CI = {"github": ".github/workflows/stances.yml", "gitlab": ".gitlab-ci.yml"}
"""Where each CI system looks for its file, in a repository."""
HOOKS = ".pre-commit-config.yaml"

_HERE = Path(__file__).parent
_FILES = {
    CI["github"]: ("github.yml", "        with:\n", "          data: {}\n"),
    CI["gitlab"]: ("gitlab.yml", "    STANCES: stances\n", "    STANCES_DATA: {}\n"),
    HOOKS: ("pre-commit.yml", "        args: [--strict", ", --data, {}"),
}
"""The text of each file, and behind what of it the folder of a corpus is named."""


def piece(file: str, folder: str = "") -> str:
    """The text of one of these files. `folder` is that of a corpus which has to be named."""
    name, anchor, naming = _FILES[file]
    text = (_HERE / name).read_text("utf-8")
    if not folder:
        return text
    return text.replace(anchor, anchor + naming.format(inline(folder, flow=True)), 1)
