"""Write what catalogues read about the program, and where it is to be had, from one place.

That place is `src/stances/home.py`, with the address and the day of the release, beside the version
in `src/stances/__init__.py` and the words of pyproject.toml. From these, `python
scripts/metadata.py` writes CITATION.cff, codemeta.json and .zenodo.json, the addresses in
pyproject.toml, and in README.md and docs/ci.md how the program is taken from there. `--check` exits
1 if anything is stale. `--address URL` and `--released DAY` fill in a release first.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.init.ci_files import CI, HOOKS, UPDATES, Origin, piece

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
HOME, VERSION, CHANGES = "src/stances/home.py", "src/stances/__init__.py", "CHANGELOG.md"
SOURCES = (HOME, VERSION, CHANGES, "pyproject.toml", "README.md", "docs/ci.md")
"""What is read; all but the first two and the changelog's text is also written."""
_ADDRESS = re.compile(r'^ADDRESS = "(.*)"$', re.MULTILINE)
_RELEASED = re.compile(r'^RELEASED = "(.*)"$', re.MULTILINE)
_URLS = re.compile(r"(?<=^\[project\.urls\]\n).*?(?=^\[|^$)", re.MULTILINE | re.DOTALL)
_INSTALL = re.compile(r"(?<=<!-- install -->\n).*?(?=<!-- /install -->)", re.DOTALL)
_SPDX = "https://spdx.org/licenses/"

Texts = dict[str, str]
"""The text of each file, by its path from the root."""


class Release(NamedTuple):
    """What is said of a release wherever it is described."""

    project: dict[str, Any]
    """The table of pyproject.toml."""
    version: str
    released: str
    address: str

    @property
    def authors(self) -> list[str]:
        """Their names."""
        return [author["name"] for author in self.project["authors"]]

    @property
    def tag(self) -> str:
        """What the version is called in the repository."""
        return f"v{self.version}"


def release(texts: Mapping[str, str]) -> Release:
    """What the sources say of the release."""
    [version] = re.findall(r'^__version__ = "(.*)"$', texts[VERSION], re.MULTILINE)
    [address], [released] = (each.findall(texts[HOME]) for each in (_ADDRESS, _RELEASED))
    return Release(tomllib.loads(texts["pyproject.toml"])["project"], version, released, address)


def filled_in(texts: Mapping[str, str], address: str | None, released: str | None) -> Texts:
    """The sources of a release that is from this address, or of this day."""
    filled = dict(texts)
    if address is not None:
        filled[HOME] = _ADDRESS.sub(f'ADDRESS = "{address}"', filled[HOME])
    if released is not None:
        filled[HOME] = _RELEASED.sub(f'RELEASED = "{released}"', filled[HOME])
        heading = rf"(?<=^## \[{re.escape(release(texts).version)}\] - ).*$"
        filled[CHANGES] = re.sub(heading, released, filled[CHANGES], flags=re.MULTILINE)
    return filled


def written(texts: Mapping[str, str]) -> Texts:
    """All files as they should be: the sources too, where these name the address."""
    this = release(texts)
    return {
        **texts,
        "pyproject.toml": _URLS.sub(lambda _: _urls(this), texts["pyproject.toml"], count=1),
        "README.md": _INSTALL.sub(lambda _: _install(this), texts["README.md"]),
        "docs/ci.md": _guide(texts["docs/ci.md"], Origin(this.address)),
        "CITATION.cff": _citation(this),
        "codemeta.json": _json(_codemeta(this)),
        ".zenodo.json": _json(_zenodo(this)),
    }


def _urls(this: Release) -> str:
    addresses = {
        "Repository": this.address,
        "Documentation": f"{this.address}/blob/{this.tag}/docs",
        "Changelog": f"{this.address}/blob/{this.tag}/{CHANGES}",
        "Issues": f"{this.address}/issues",
    }
    return "".join(f'{name} = "{url}"\n' for name, url in addresses.items() if this.address)


def _install(this: Release) -> str:
    elsewhere = (
        "`stances` is in no package index. A package of that name in an index is another program.\n"
    )
    if not this.address:
        return elsewhere
    command = f"pip install 'stances @ git+{this.address}@{this.tag}'"
    return f"Without a clone, `{command}`\ndoes the same. {elsewhere}"


def _guide(text: str, origin: Origin) -> str:
    """The page with the files that `init --ci` writes, and others that take the program alike."""
    for file in (*CI.values(), UPDATES, HOOKS):
        shown = re.compile(
            rf"(`{re.escape(file)}`.*?^```yaml\n).*?(?=^```$)", re.MULTILINE | re.DOTALL
        )
        text = shown.sub(lambda at: at[1] + piece(file, source=origin), text, count=1)  # noqa: B023
    uses = (
        f"{origin.on_github or 'OWNER/stances'}@{origin.reference if origin.on_github else _ZEROS}"
    )
    pip = f"git+{origin.address or 'https://HOST/OWNER/stances'}@{origin.reference}"
    text = re.sub(r"(?<=uses: )\S+/stances@\S+", lambda _: uses, text)
    return re.sub(r"(?<= STANCES: )git\+\S+", lambda _: pip, text)


_ZEROS = Origin("").reference


def _citation(this: Release) -> str:
    lines = [
        "# Written by `python scripts/metadata.py`.",
        "cff-version: 1.2.0",
        "message: If you use stances, please cite it so.",
        "type: software",
        f"title: {_quoted(this.project['name'])}",
        f"abstract: {_quoted(this.project['description'])}",
        "authors:",
        *(f"  - name: {_quoted(name)}" for name in this.authors),
        f"version: {_quoted(this.version)}",
        f"date-released: {_quoted(this.released)}",
        f"license: {this.project['license']}",
        "keywords:",
        *(f"  - {_quoted(word)}" for word in this.project["keywords"]),
        *([f"repository-code: {_quoted(this.address)}"] if this.address else []),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _codemeta(this: Release) -> dict[str, Any]:
    return {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": this.project["name"],
        "description": this.project["description"],
        "version": this.version,
        "dateModified": this.released,
        "license": f"{_SPDX}{this.project['license']}",
        "author": [{"@type": "Organization", "name": name} for name in this.authors],
        "keywords": this.project["keywords"],
        "developmentStatus": "active",
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {this.project['requires-python']}",
        "softwareRequirements": this.project["dependencies"],
        **({"codeRepository": this.address} if this.address else {}),
        **({"issueTracker": f"{this.address}/issues"} if this.address else {}),
    }


def _zenodo(this: Release) -> dict[str, Any]:
    return {
        "title": this.project["name"],
        "description": this.project["description"],
        "creators": [{"name": name} for name in this.authors],
        "version": this.version,
        "publication_date": this.released,
        "license": this.project["license"],
        "keywords": this.project["keywords"],
        "upload_type": "software",
        "access_right": "open",
    }


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _address(text: str) -> str:
    if text and not re.fullmatch(r"https://[\w.-]+(/[\w.~-]+)+(?<!\.git)", text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no address such as https://HOST/OWNER/stances"
        )
    return text


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def main(arguments: list[str]) -> int:
    """Fill in a release if one is given, and write what it says; or with `--check` compare it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if it is stale")
    parser.add_argument("--address", type=_address, help="of the repository; empty for none")
    parser.add_argument("--released", type=_day, metavar="DAY", help="such as 2026-12-24")
    given = parser.parse_args(arguments)
    texts = {name: (ROOT / name).read_text("utf-8") for name in SOURCES}
    new = written(filled_in(texts, given.address, given.released))
    stale = [name for name, text in new.items() if _text(ROOT / name) != text]
    if given.check:
        print(
            "".join(f"{name} is stale: run python scripts/metadata.py\n" for name in stale), end=""
        )
        return bool(stale)
    for name in stale:
        (ROOT / name).write_text(new[name], "utf-8")
    manual = [sys.executable, str(ROOT / "scripts" / "commands_page.py")]  # it has the day too
    return subprocess.run(manual, check=False).returncode  # noqa: S603 - no shell


def _text(file: Path) -> str | None:
    return file.read_text("utf-8") if file.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
