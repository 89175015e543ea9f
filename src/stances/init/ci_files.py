"""The files for CI and pre-commit that a new corpus can have."""

from __future__ import annotations

from pathlib import Path

from stances.editing.yaml_writer import inline

CI = {"github": ".github/workflows/stances.yml", "gitlab": ".gitlab-ci.yml"}
"""Where each CI system looks for its file, in a repository."""
UPDATES = ".github/dependabot.yml"
"""What keeps the commits new that the file of GitHub names; one that is there stays as it is."""
HOOKS = ".pre-commit-config.yaml"

_FILES = {
    CI["github"]: ("github.yml", "          strict: true\n", "          data: {}\n"),
    UPDATES: ("dependabot.yml", "", ""),
    CI["gitlab"]: ("gitlab.yml", "    STANCES: stances\n", "    STANCES_DATA: {}\n"),
    HOOKS: ("pre-commit.yml", "        args: [--strict", ", --data, {}"),
}
"""The template of each file, the text after which it names a corpus, and how."""


def piece(file: str, folder: str = "") -> str:
    """The text of one of these files; it names the corpus if there is a `folder`."""
    name, anchor, naming = _FILES[file]
    text = Path(__file__).with_name(name).read_text("utf-8")
    if not folder:
        return text
    return text.replace(anchor, anchor + naming.format(inline(folder, flow=True)), 1)
