"""Pin the tools that build and test the program, and what the action takes.

`python scripts/pins.py` asks pip for the newest tools that work beside the oldest libraries that
pyproject.toml takes, writes them to constraints.txt and says what changed. What the action installs
goes to action-requirements.txt, with the hash of every file. The commits of others' actions are
copied from our own workflows, which Dependabot updates, to where users read them. `--check` asks
nobody: it says what is missing or stale, and exits 1 if that is anything. `--lowest` prints the
oldest libraries instead, of all extras, as constraints for pip, and `--at-lowest` exits 1 unless
these are what is installed here. What the program itself needs is pinned for the action alone:
other users have the newest.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Versions = dict[str, str]
    """The version of each package, by its name as the registry writes it."""

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "constraints.txt"
FOR_THE_ACTION = ROOT / "action-requirements.txt"
WORKFLOWS = (ROOT / "action.yml", *sorted(ROOT.glob(".github/workflows/*.yml")))
COPIES = (ROOT / "src/stances/init/github.yml", ROOT / "docs/ci.md")
_ACTION = re.compile(r"uses: ([\w-]+/[\w-]+)@(\w+ # v[\d.]+)")
_EDITABLE = "editables"  # hatchling asks for it when it builds an editable install
_INTRODUCTION = """\
# The tools that build and test stances, and what they need: docs/dependencies.md.
# Written by `python scripts/pins.py`.
"""


_HASHED = """\
# What the action installs, each file by its hash: docs/dependencies.md.
# Written by `python scripts/pins.py`.
"""


class Asked(NamedTuple):
    """What pyproject.toml asks for."""

    libraries: list[Requirement]
    """What the program needs, extras for its users included."""
    tools: list[Requirement]
    """What only builds and tests need."""
    action: Sequence[Requirement] = ()
    """What the action installs: what the program and its build need, and no extras."""
    untested: Sequence[str] = ()
    """The extras that `dev` leaves out, so that no run of the tests would have their libraries."""


def asked(pyproject: str) -> Asked:
    """Read what the text of a pyproject.toml asks for."""
    read = tomllib.loads(pyproject)
    project = read["project"]
    extras = project["optional-dependencies"]
    libraries = chain(project["dependencies"], *(extras[name] for name in extras.keys() - {"dev"}))
    build = read["build-system"]["requires"]
    tools = [*map(Requirement, (*extras["dev"], *build))]
    tested = {name for each in tools if each.name == project["name"] for name in each.extras}
    return Asked(
        [*map(Requirement, libraries)],
        [each for each in tools if each.name != project["name"]],
        [*map(Requirement, (*project["dependencies"], *build))],
        sorted(extras.keys() - {"dev"} - tested),
    )


def lowest(libraries: Iterable[Requirement]) -> Versions:
    """The oldest version of each library: what its `>=` says."""
    bounds = ((each, part) for each in libraries for part in each.specifier)
    return {_name(each): part.version for each, part in bounds if part.operator == ">="}


def not_at_lowest(libraries: Iterable[Requirement]) -> Iterator[str]:
    """Which libraries are not installed here in their oldest version."""
    for name, version in lowest(libraries).items():
        try:
            found = distribution(name).version
        except PackageNotFoundError:
            found = "not installed"
        if Version(version) != (Version(found) if found[0].isdigit() else None):
            yield f"{name} is {found}, and the oldest that is taken is {version}"


def lacking(wanted: Asked, pins: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the pins, by pyproject.toml and by the tools that are installed here."""
    for extra in wanted.untested:
        yield f"the extra {extra} is not in dev, so nothing tests what it installs"
    libraries = {_name(each) for each in _with_their_own(wanted.libraries, {})}
    for name in sorted(libraries & pins.keys()):
        yield f"{name} is pinned, but the program needs it: its users have the newest"
    found = {}
    for each in _with_their_own(wanted.tools, pins):
        name = _name(each)
        if name not in libraries | pins.keys():
            found[name] = f"{name} is not pinned"
        elif name in pins and not each.specifier.contains(pins[name], prereleases=True):
            found[name] = f"{name} is pinned to {pins[name]}, but {each} is asked for"
    yield from found.values()


def _with_their_own(
    requirements: Iterable[Requirement], pins: Mapping[str, str]
) -> list[Requirement]:
    """Requirements and those of what meets them here, if that is of the version pinned."""
    found = [*requirements]
    seen = set()
    for each in found:  # grows meanwhile
        name = _name(each)
        if name not in seen:
            seen.add(name)
            found += _own(name, pins.get(name))
    return found


def _own(name: str, version: str | None) -> list[Requirement]:
    """What an installed package needs; nothing if it is not here, or of another version."""
    try:
        installed = distribution(name)
    except PackageNotFoundError:
        return []
    if version not in {None, installed.version}:
        return []
    needed = map(Requirement, installed.requires or ())
    return [each for each in needed if not each.marker or each.marker.evaluate({"extra": ""})]


def read(text: str) -> Versions:
    """The pins of a constraints file."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return dict(line.split("==") for line in lines)


def written(versions: Mapping[str, str]) -> str:
    """A constraints file without its comment."""
    return "".join(f"{name}=={versions[name]}\n" for name in sorted(versions))


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """What another set of pins changes, a line for each package."""
    for name in sorted({*before, *after}):
        if name not in after:
            yield f"removed {name} {before[name]}"
        elif name not in before:
            yield f"added {name} {after[name]}"
        elif before[name] != after[name]:
            yield f"{name} {before[name]} → {after[name]}"


def resolved(asked_for: Iterable[str], constraints: Mapping[str, str]) -> Versions:
    """The packages that pip would install, in an empty environment and within constraints."""
    with TemporaryDirectory() as folder:
        file, report = Path(folder) / "constraints.txt", Path(folder) / "report.json"
        file.write_text(written(constraints), "utf-8")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        within = ["--constraint", str(file), "--report", str(report)]
        subprocess.run([*pip, *within, *asked_for], cwd=ROOT, check=True)  # noqa: S603 - no shell
        found = [each["metadata"] for each in json.loads(report.read_bytes())["install"]]
    return {canonicalize_name(each["name"]): each["version"] for each in found}


def hashed(wanted: Asked, pins: Mapping[str, str]) -> str:
    """What the action installs on any system, with the hashes of all files."""
    with TemporaryDirectory() as folder:
        file, within = Path(folder) / "asked.txt", Path(folder) / "constraints.txt"
        file.write_text("".join(f"{each}\n" for each in wanted.action), "utf-8")
        within.write_text(written(pins), "utf-8")
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", str(file)]
        how = ["--universal", "--python-version", "3.11", "--generate-hashes"]
        plain = ["--no-header", "--no-annotate", "--no-config", "--constraint", str(within)]
        done = subprocess.run([*command, *how, *plain], check=True, stdout=subprocess.PIPE)  # noqa: S603 - no shell
    return _HASHED + done.stdout.decode()


def unhashed(wanted: Asked, text: str) -> Iterator[str]:
    """What the action would install without a hash, or in a version that is not taken."""
    pins = dict(re.findall(r"^([\w.-]+)==([^\s;]+).*\\\n +--hash", text, re.MULTILINE))
    for each in wanted.action:
        name = _name(each)
        if name not in pins:
            yield f"{name} has no hash"
        elif not each.specifier.contains(pins[name], prereleases=True):
            yield f"{name} is pinned to {pins[name]}, but {each} is asked for"


def actions(texts: Iterable[str]) -> dict[str, str]:
    """The commit of each action that workflows use, with its version in a comment."""
    return {name: commit for text in texts for name, commit in _ACTION.findall(text)}


def with_actions(text: str, known: Mapping[str, str]) -> str:
    """A text with these commits of the actions that it uses."""
    return _ACTION.sub(lambda use: f"uses: {use[1]}@{known.get(use[1], use[2])}", text)


def newest(wanted: Asked) -> tuple[Versions, Versions]:
    """The pins as of today, and the libraries that they keep from being the newest."""
    tools = [*map(str, wanted.tools), _EDITABLE]
    libraries = resolved([".", *map(str, wanted.libraries)], {})
    everything = resolved([".", *map(str, wanted.libraries), *tools], lowest(wanted.libraries))
    pins = {name: everything[name] for name in everything.keys() - libraries.keys()}
    beside = resolved([".", *map(str, wanted.libraries), *tools], pins)
    return pins, {name: beside[name] for name in libraries if libraries[name] != beside[name]}


def _name(requirement: Requirement) -> str:
    return canonicalize_name(requirement.name)


def main(arguments: list[str]) -> int:
    """Write the pins, or with `--check`, `--lowest` or `--at-lowest` only look."""
    wanted = asked((ROOT / "pyproject.toml").read_text("utf-8"))
    before = read(PINS.read_text("utf-8")) if PINS.exists() else {}
    if "--lowest" in arguments:
        print(written(lowest(wanted.libraries)), end="")
        return 0
    if "--at-lowest" in arguments:
        newer = [*not_at_lowest(wanted.libraries)]
        print("".join(f"{each}\n" for each in newer), end="")
        return bool(newer)
    known = actions(path.read_text("utf-8") for path in WORKFLOWS)
    texts = {path: path.read_text("utf-8") for path in (*WORKFLOWS, *COPIES)}
    stale = {
        path: new for path in texts if (new := with_actions(texts[path], known)) != texts[path]
    }
    if "--check" in arguments:
        faults = [f"{PINS.name}: {fault}" for fault in lacking(wanted, before)]
        faults += [
            f"{FOR_THE_ACTION.name}: {fault}"
            for fault in unhashed(wanted, FOR_THE_ACTION.read_text("utf-8"))
        ]
        faults += [f"{path.relative_to(ROOT)}: an action is of another version" for path in stale]
        print(*(f"{fault}\n" for fault in faults), sep="", end="")
        if faults:
            print("run python scripts/pins.py")
        return bool(faults)
    for path, text in stale.items():
        path.write_text(text, "utf-8")
    pins, held = newest(wanted)
    PINS.write_text(_INTRODUCTION + written(pins), "utf-8")
    FOR_THE_ACTION.write_text(hashed(wanted, pins), "utf-8")
    print("\n".join(changes(before, pins)) or "no change")
    for name, version in held.items():
        print(f"with these pins, tests see {name} {version}, which is not the newest")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
