"""What `fmt` writes is left as it is by Prettier, and yamllint has nothing to say of it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from yamllint import linter
from yamllint.config import YamlLintConfig

from cases import every_case
from programs import needed
from scribbles import COMMENTS, TEXTS, scribbled
from stances.editing.document import drawn_up
from stances.editing.formatting import formatted
from stances.yaml_reader import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stances.corpus import Kind
    from stances.yaml_reader import Value

    Prettier = Callable[[str], str]

REPOSITORY = Path(__file__).parents[2]
RELAXED = YamlLintConfig("extends: relaxed")
WORDS = "Oui, « on verra » — si l'accord tient; sinon: non, il “n’y a rien” # et puis - rien ? "
LONG = WORDS * 3
HOSTILE = (
    *(f"{mark}{LONG}end" for mark in (" ", "\t", '"', "'", "\\", "# ", "- ", "? ", "| ", "%", "@")),
    *(
        f"{LONG}end{mark}"
        for mark in (" ", "\n", "\n\n", "\t", '"', "'", "\\", ":", " #", "\u00a0")
    ),
    *("\n" + LONG + "end", LONG + "\n " + LONG + "end", LONG + " \n" + LONG + "end", "a \nb"),
    *(
        "two  spaces " * 20 + "end",
        "no\u00a0break " * 20 + "end",
        "soft\u00ad hyphen " * 20 + "end",
    ),
    *(
        "中文没有空格" * 20,
        "中文 " * 40 + "完",
        "한국어 낱말 " * 20 + "끝",
        "👩‍👧 © ™ ❤️ " * 20 + "end",
    ),
    *(
        "می‌گوید که نه، " * 20 + "پایان",
        "x" * 81,
        "x" * 70 + " y" * 20,
        "y " * 20 + "x" * 90,
        "x " * 37,
    ),
    *("--- a\n" + LONG + "end", "...\n" + LONG + "end", "key: " + LONG + "end", "a\n\n\n\nb\n"),
    *('it\'s "so"', "it's: 'so'", 'a\\b: "c"', "\\", '"', "'", "a: 'b", "#", "-", "=", "<<", "~ "),
)
"""Texts that are easily folded where they must not be, or otherwise than Prettier folds them."""


@pytest.fixture(scope="module")
def prettier() -> Iterator[Prettier]:
    """Prettier, if it is on the path; in CI it has to be."""
    node, program = needed("node", "prettier")
    package = next(
        each for each in Path(program).resolve().parents if (each / "package.json").exists()
    )
    script = REPOSITORY / "tests/prettier.mjs"
    command = [node, str(script), str(package / "package.json")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        writer, reader = process.stdin, process.stdout
        assert writer
        assert reader

        def result(text: str) -> str:
            writer.write(json.dumps(text).encode() + b"\n")
            writer.flush()
            answer: str = json.loads(reader.readline())
            return answer

        yield result
        writer.close()


def laid_out(raw: bytes, kind: Kind = "official") -> str:
    """A file as `fmt` leaves it, with the line ends that the others want too."""
    after = formatted(raw, kind)
    assert isinstance(after, bytes)
    return after.decode().replace("\r\n", "\n")


def complaints(text: str) -> list[str]:
    """What yamllint says, but for lines without a place to fold at, and the blank lines of a text.

    Comments are not folded, nor where two blanks stand.
    """
    lines = text.splitlines()
    return [
        f"{problem.rule}: {lines[problem.line - 1]}"
        for problem in linter.run(text, RELAXED)
        if problem.rule != "empty-lines"
        and (problem.rule != "line-length" or is_foldable(lines[problem.line - 1]))
    ]


def is_foldable(line: str) -> bool:
    """Whether a line has a single blank to fold at, behind what must be on it."""
    body = re.sub(r"^[\s-]*((\"([^\"\\]|\\.)*\"|'([^']|'')*'|[^\s\"'][^:]*):(?= |$))?", "", line)
    body = re.sub(f" ({'|'.join(map(re.escape, COMMENTS))})$", "", body)
    return re.search(r"\S \S", body) is not None and not body.lstrip().startswith("#")


def hostile(text: str) -> bytes:
    """A file with a text in each place that one can have."""
    statement: Value = {"id": "a", "summary": text, "conditions": [text, "b"], "note": text}
    data: dict[str, Value] = {"name": "A", "aliases": [text], "note": text}
    data["statements"] = [statement, {"id": "b"}]
    return drawn_up(Path("a.yaml"), "official", data).raw


class TestPrettier:
    @settings(max_examples=80, suppress_health_check=list(HealthCheck), deadline=None)
    @given(raw=scribbled())
    def test_leaves_every_file_as_it_is(self, raw: bytes, prettier: Prettier) -> None:
        text = laid_out(raw)
        assert prettier(text) == text

    def test_leaves_every_text_as_it_is(self, prettier: Prettier) -> None:
        with every_case() as case:
            for each in (*HOSTILE, *TEXTS):
                with case(each):
                    text = laid_out(hostile(each))
                    assert prettier(text) == text

    def test_leaves_this_repository_as_it_is(self, prettier: Prettier) -> None:
        folders = ("data", "tests/data/base", "tests/data/situations")
        paths = [path for each in folders for path in (REPOSITORY / each).rglob("*.yaml")]
        assert len(paths) > 30
        with every_case() as case:
            for path in paths:
                with case(path):
                    text = path.read_text("utf-8")
                    assert prettier(text) == text
                    assert complaints(text) == []
                    assert max(map(len, text.splitlines())) <= 80 or "archive_url: " in text


class TestYamllint:
    @settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
    @given(raw=scribbled())
    def test_has_nothing_to_say_of_any_file(self, raw: bytes) -> None:
        assert complaints(laid_out(raw)) == []

    def test_has_nothing_to_say_of_any_text(self) -> None:
        with every_case() as case:
            for each in (*HOSTILE, *TEXTS):
                with case(each):
                    assert complaints(laid_out(hostile(each))) == []


class TestHostileTexts:
    def test_are_read_back_as_they_were(self) -> None:
        with every_case() as case:
            for each in (*HOSTILE, *TEXTS):
                with case(each):
                    raw = hostile(each)
                    data = yaml.load(raw, yaml.BaseLoader)  # noqa: S506 - it makes text only
                    assert data["note"] == data["statements"][0]["conditions"][0] == each
                    assert parse(raw).data == data
                    assert formatted(raw, "official") == raw
