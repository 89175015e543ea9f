"""Build the sdist and the wheel into a folder, and try both as somebody would who has only these.

`python scripts/packages.py FOLDER` builds the sdist of this checkout, unpacks it as FOLDER/stances,
builds the wheel from that, and installs it into an environment of its own. The sdist has to have
every file that git has; the wheel has to work from another folder, with corpus, schemas, topics of
the help and manual pages. It prints what is wrong, and exits 1 if that is anything.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
_QUIET = ("--quiet", "--disable-pip-version-check")


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """What a command prints; it has to succeed."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("STANCES_")}
    done = subprocess.run(  # noqa: S603 - no shell
        [*map(str, command)], cwd=cwd, env=own, check=True, stdout=subprocess.PIPE
    )
    return done.stdout.decode()


def environment(folder: Path, *requirements: str | Path) -> Path:
    """The programs of a new environment with these packages."""
    run(sys.executable, "-m", "venv", folder)
    programs = folder / "bin"
    run(programs / "python", "-m", "pip", "install", *_QUIET, *requirements)
    return programs


def built(folder: Path) -> tuple[Path, Path]:
    """The unpacked sdist, and the wheel that is built from it."""
    pins = ("--constraint", ROOT / "constraints.txt")
    builder = environment(folder / "builder", *pins, "hatchling", "editables") / "python"
    run(builder, "-m", "hatchling", "build", "--target", "sdist", "--directory", folder)
    [archive] = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    unpacked = (folder / archive.name.removesuffix(".tar.gz")).rename(folder / "stances")
    build = ("-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    run(builder, *build, cwd=unpacked)
    [wheel] = folder.glob("*.whl")
    return unpacked, wheel


def differing(of: str, expected: Iterable[str], found: Iterable[str]) -> Iterator[str]:
    """Which files are missing, or should not be there."""
    wanted, there = set(expected), set(found)
    yield from (f"{of} lacks {name}" for name in sorted(wanted - there))
    yield from (f"{of} has {name}, which should not be in it" for name in sorted(there - wanted))


def faults_of_sdist(unpacked: Path) -> Iterator[str]:
    """What is wrong with an sdist: it has to have what git has, as it is here."""
    tracked = run("git", "ls-files", "-z").split("\0")[:-1]
    files = [path for path in unpacked.rglob("*") if path.is_file()]
    found = [path.relative_to(unpacked).as_posix() for path in files]
    yield from differing("the sdist", [*tracked, "PKG-INFO"], found)
    same = filecmp.cmpfiles(ROOT, unpacked, {*tracked} & {*found}, shallow=False)[0]
    yield from (f"the sdist has another {name}" for name in sorted({*tracked} & {*found} - {*same}))


def faults_of_wheel(wheel: Path, folder: Path) -> Iterator[str]:
    """What is wrong with a wheel that is installed alone, and run from another folder."""
    programs = environment(folder / "installed", wheel)
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    where = "import stances; print(stances.__path__[0])"
    package = Path(run(programs / "python", "-I", "-c", where, cwd=elsewhere).strip())
    for own, there in {
        "src/stances": package,
        "data": package / "data",
        "docs": package / "docs",
        "man": folder / "installed" / "share" / "man" / "man1",
    }.items():
        tracked = run("git", "ls-files", "-z", "--", own).split("\0")[:-1]
        names = [name.removeprefix(f"{own}/") for name in tracked]
        same = filecmp.cmpfiles(ROOT / own, there, names, shallow=False)[0]
        yield from (f"the wheel lacks {own}/{name}" for name in sorted({*names} - {*same}))

    def stances(*words: str) -> str:
        return run(programs / "stances", *words, cwd=elsewhere)

    here = [str(ROOT / "data"), str(ROOT / "schemas" / "official.schema.json")]
    if stances("list", "--format", "json") != stances(
        "list", "--format", "json", "--data", here[0]
    ):
        yield "the wheel answers otherwise from the corpus that it brings"
    if stances("schema", "official") != Path(here[1]).read_text("utf-8"):
        yield "the wheel writes another schema"
    topics = stances("help").split()
    for page in sorted({*(ROOT / "docs").glob("*.md")} - {ROOT / "docs/README.md"}):
        lines = page.read_text("utf-8").splitlines()
        *_, last = (line for line in lines if line and not line.startswith("<!--"))
        if page.stem not in topics or not stances("help", page.stem).rstrip().endswith(last):
            yield f"the wheel does not show the topic {page.stem}"
    stances("init", "--yes", "--ci", "github", "--pre-commit")
    stances("check", "--strict")


def main(arguments: list[str]) -> int:
    """Build, and say what is wrong."""
    parser = argparse.ArgumentParser(prog="scripts/packages.py", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    folder = parser.parse_args(arguments).folder.resolve()
    unpacked, wheel = built(folder)
    faults = [*faults_of_sdist(unpacked), *faults_of_wheel(wheel, folder)]
    print("".join(f"{fault}\n" for fault in faults), end="")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
