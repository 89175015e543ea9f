"""The tools that are pinned, and the bounds of the libraries that are not."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from scripts import pins

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
PINNED = pins.read((ROOT / "constraints.txt").read_text("utf-8"))
EXAMPLE = """\
[build-system]
requires = ["builder>=1"]
[project]
name = "example"
dependencies = ["library>=2.1,!=2.3"]
[project.optional-dependencies]
pdf = ["reader>=5"]
dev = ["example[pdf]", "Some.Tool>=3"]
"""
SOUND = {"builder": "1.4", "some-tool": "3.0"}


def lacking(versions: dict[str, str]) -> list[str]:
    return [*pins.lacking(pins.asked(EXAMPLE), versions)]


def test_pins_have_all_that_this_project_asks_for(capsys: pytest.CaptureFixture[str]) -> None:
    code = pins.main(["--check"])
    assert (code, capsys.readouterr().out) == (0, "")


def test_pins_are_sound_with_a_version_of_each_tool() -> None:
    assert lacking(SOUND) == []


@pytest.mark.parametrize(
    ("versions", "fault"),
    [
        ({"builder": "1.4"}, "some-tool is not pinned"),
        ({"some-tool": "3.0"}, "builder is not pinned"),
        (SOUND | {"some-tool": "2.9"}, "some-tool is pinned to 2.9, but Some.Tool>=3 is asked for"),
        *(
            (
                SOUND | {name: "9"},
                f"{name} is pinned, but the program needs it: its users have the newest",
            )
            for name in ("library", "reader")
        ),
    ],
)
def test_check_says_what_is_wrong(versions: dict[str, str], fault: str) -> None:
    assert lacking(versions) == [fault]


def test_check_looks_at_what_a_tool_itself_needs() -> None:
    """As far as the version that is pinned is the one installed here: only that can be known."""
    tools = pins.Asked([], [Requirement("pytest")])
    here = {"pytest": pytest.__version__}
    assert "pluggy is not pinned" in pins.lacking(tools, here)
    assert [*pins.lacking(tools, {"pytest": "0.1"})] == []
    rich = pins.Asked([Requirement("rich")], [Requirement("pytest")])
    assert "pygments is not pinned" not in pins.lacking(rich, here)


def test_lowest_are_the_bounds_of_every_library() -> None:
    assert pins.lowest(pins.asked(EXAMPLE).libraries) == {"library": "2.1", "reader": "5"}
    libraries = pins.asked(PYPROJECT).libraries
    assert pins.lowest(libraries).keys() == {each.name for each in libraries}


def test_check_names_an_extra_that_dev_leaves_out() -> None:
    """Its library would be in neither run of the tests, the oldest or the newest."""
    text = EXAMPLE.replace("pdf = ", 'maps = ["atlas>=3.1"]\npdf = ')
    wanted = pins.asked(text)
    assert [*pins.lacking(wanted, SOUND)] == [
        "the extra maps is not in dev, so nothing tests what it installs"
    ]
    tested = pins.asked(text.replace("example[pdf]", "example[maps,pdf]"))
    assert [*pins.lacking(tested, SOUND)] == []
    assert pins.lowest(tested.libraries) == {"library": "2.1", "atlas": "3.1", "reader": "5"}


def test_every_extra_is_in_dev_and_in_the_documents() -> None:
    extras = tomllib.loads(PYPROJECT)["project"]["optional-dependencies"]
    users = sorted(extras.keys() - {"dev"})
    assert {"calendars", "pdf", "scale", "xlsx"} <= set(users)
    assert f"stances[{','.join(users)}]" in extras["dev"]
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    assert f"pip install '.[{','.join(users)}]'" in page


def test_what_is_installed_is_held_against_the_oldest() -> None:
    here = f"pytest>={pytest.__version__}"
    assert [*pins.not_at_lowest([Requirement(here)])] == []
    assert [*pins.not_at_lowest([Requirement("pytest>=0.1"), Requirement("no-such-thing>=2")])] == [
        f"pytest is {pytest.__version__}, and the oldest that is taken is 0.1",
        "no-such-thing is not installed, and the oldest that is taken is 2",
    ]


def test_the_run_on_the_oldest_libraries_has_all_of_them() -> None:
    """Of every extra: the same list constrains what is installed, and is asked again after it."""
    run = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "scripts/pins.py --lowest >" in run
    assert "scripts/pins.py --at-lowest" in run


def test_changes_name_old_and_new() -> None:
    after = {"b": "2", "c": "1", "d": "1"}
    assert [*pins.changes({"a": "1", "b": "1", "c": "1"}, after)] == [
        "removed a 1",
        "b 1 → 2",
        "added d 1",
    ]


def test_a_file_is_read_as_it_was_written() -> None:
    assert pins.read(f"# words\n\n{pins.written(SOUND)}") == SOUND


def test_documents_have_the_bounds() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| (\w+) \| ([\d.]+) \|", page, re.MULTILINE))
    bounds = pins.lowest(pins.asked(PYPROJECT).libraries)
    assert {name.lower(): version for name, version in rows.items()} == bounds


def test_check_looks_at_what_the_action_installs() -> None:
    wanted = pins.asked(EXAMPLE)
    sound = "".join(f"{name} \\\n    --hash=sha256:0\n" for name in ("builder==1", "library==2.4"))
    assert [*pins.unhashed(wanted, sound)] == []
    assert [*pins.unhashed(wanted, sound.replace("2.4", "2.3"))] == [
        "library is pinned to 2.3, but library!=2.3,>=2.1 is asked for"
    ]
    assert [*pins.unhashed(wanted, "builder==1\n")] == [
        "library has no hash",
        "builder has no hash",
    ]


def test_commits_of_actions_are_copied_from_our_workflows() -> None:
    known = pins.actions(["- uses: a/b@12ef # v2.0.1\n- uses: $/\n"])
    assert known == {"a/b": "12ef # v2.0.1"}
    text = "uses: a/b@34ab # v1.9\nuses: c/d@56 # v3\nuses: OWNER/stances@00\n"
    assert pins.with_actions(text, known) == text.replace("34ab # v1.9", known["a/b"])


def test_the_command_in_the_readme_installs_what_is_pinned() -> None:
    line = re.search(
        r"^python3 -m venv .*pytest.*$", (ROOT / "README.md").read_text(), re.MULTILINE
    )
    assert line is not None
    for variable in ("PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT"):
        assert f" {variable}=constraints.txt " in line[0]
