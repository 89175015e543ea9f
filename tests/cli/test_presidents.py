"""The corpus in examples/presidents-on-iran, held against the speeches without the program.

Records are loaded with yaml, and words are sought in the texts with `in`; only what asks for
answers runs the program. The texts come from a package and are not committed: `.ci/texts` lays
them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .conftest import Run

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "examples" / "presidents-on-iran"
COPIES = CORPUS / "snapshots"
PAGE = (ROOT / "docs" / "presidents.md").read_text("utf-8")
YEARS = (2012, 2013, 2014, 2015, 2016, 2018, 2019, 2020)
NAMES = re.compile(r"\b(?:Iran|Tehran|Soleimani)")


def loaded(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - text alone
    return read


SOURCES = {path.stem: loaded(path) for path in sorted((CORPUS / "sources").glob("*.yaml"))}
OFFICIALS = {path.stem: loaded(path) for path in sorted((CORPUS / "officials").glob("*.yaml"))}
CODEBOOK = loaded(CORPUS / "codebook.yaml")
STATEMENTS = {
    f"{official}/{each['id']}": each
    for official, record in OFFICIALS.items()
    for each in record["statements"]
}


def base(statement: dict[str, Any]) -> dict[str, Any]:
    """The statement that has the words."""
    return STATEMENTS[statement["words_of"]] if "words_of" in statement else statement


def issue(statement: dict[str, Any]) -> str:
    return str(statement.get("issue", "nuclear-deal"))


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The speeches, by source; without them tests are skipped, and in CI they fail."""
    paths = {source: COPIES / f"{source}.txt" for source in SOURCES}
    if lacking := [path.name for path in paths.values() if not path.is_file()]:
        told = f"needs the texts that .ci/texts lays: {', '.join(lacking)}"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    for source, path in paths.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == SOURCES[source]["sha256"]
    return {source: path.read_text("utf-8") for source, path in paths.items()}


def quoted() -> Iterator[tuple[str, str]]:
    """The words of each piece of evidence, with its source."""
    for statement in STATEMENTS.values():
        for piece in statement.get("evidence", ()):
            yield piece["source"], piece["text"]


def spans(texts: dict[str, str], source: str) -> Iterator[tuple[int, int]]:
    """From where to where each evidence and each uncoded passage of a source goes in its text."""
    text = texts[source]
    declared = [(source, each["text"]) for each in SOURCES[source]["uncoded"]]
    for of, words in [*quoted(), *declared]:
        if of == source:
            pieces = words.split(" […] ")
            begin = text.index(pieces[0])
            yield begin, text.index(pieces[-1], begin) + len(pieces[-1])


class TestRecords:
    def test_are_counted_on_the_page_by_question_and_year(self) -> None:
        found = Counter((issue(s), int(base(s)["said"][:4])) for s in STATEMENTS.values())
        rows = [
            (f"`{each['id']}`", each["question"], [found[each["id"], year] for year in YEARS])
            for each in CODEBOOK["issues"]
        ]
        sums = [sum(column) for column in zip(*(numbers for *_, numbers in rows), strict=True)]
        for name, question, numbers in [*rows, ("all", "", sums)]:
            cells = [str(number or "–") for number in (*numbers, sum(numbers))]
            assert f"| {' | '.join([name, question, *cells])} |".replace("|  |", "| |") in PAGE
        assert sum(sums) == len(STATEMENTS) == 41
        opening = f"{len(OFFICIALS)} presidents, {len(STATEMENTS)} statements and eight speeches"
        assert opening in PAGE
        assert len(SOURCES) == 8

    def test_are_of_one_source_and_of_its_day(self) -> None:
        for ref, statement in STATEMENTS.items():
            own = base(statement)
            [source] = {piece["source"] for piece in own["evidence"]}
            assert own["said"] == SOURCES[source]["published"], ref
            assert SOURCES[source]["authors"] == [OFFICIALS[ref.partition("/")[0]]["name"]]
            assert all(piece["form"] == "document" for piece in own["evidence"])

    def test_are_of_an_office_that_begins_and_ends(self) -> None:
        for ref, statement in STATEMENTS.items():
            [role] = OFFICIALS[ref.partition("/")[0]]["roles"]
            assert role["from"] <= base(statement)["said"] <= role["until"]
        [obama], [trump] = (OFFICIALS[each]["roles"] for each in ("obama", "trump"))
        assert obama["until"] == trump["from"]

    def test_of_one_address_are_tied(self) -> None:
        tied: dict[str, set[str]] = defaultdict(set)
        for ref, statement in STATEMENTS.items():
            own = statement.get("words_of", ref)
            [hub] = STATEMENTS[own].get("same_occasion", [own])
            tied[base(statement)["said"]].add(hub)
        assert all(len(hubs) == 1 for hubs in tied.values())

    def test_differ_in_position_or_conditions_within_an_address(self) -> None:
        seen = Counter(
            (base(s)["said"], issue(s), s["position"], *s.get("conditions", ()))
            for s in STATEMENTS.values()
        )
        assert set(seen.values()) == {1}

    def test_take_every_position_that_the_page_judges(self) -> None:
        for ref in re.findall(r"`((?:obama|trump)/[\w-]+)`", PAGE):
            assert ref in STATEMENTS


class TestWords:
    def test_stand_in_their_speech(self, texts: dict[str, str]) -> None:
        for source, words in quoted():
            assert words in texts[source]

    def test_of_iran_are_all_in_evidence_or_declared(self, texts: dict[str, str]) -> None:
        for source, text in texts.items():
            covered = [*spans(texts, source)]
            for name in NAMES.finditer(text):
                around = text[max(0, name.start() - 60) : name.end() + 60]
                assert any(a <= name.start() < b for a, b in covered), f"{source}: {around}"

    def test_that_are_declared_name_iran_nowhere_but_where_it_is_led_over_to(
        self, texts: dict[str, str]
    ) -> None:
        named = []
        for source, text in texts.items():
            for each in SOURCES[source]["uncoded"]:
                first, *rest = each["text"].split(" […] ")
                begin = text.index(first)
                end = text.index(rest[-1], begin) + len(rest[-1]) if rest else begin + len(first)
                named += [
                    text[m.start() - 8 : m.end() + 1] for m in NAMES.finditer(text[begin:end])
                ]
        assert len(named) == 1


class TestAnswers:
    """Of the program, about the corpus."""

    def test_changes_are_those_that_are_certain(self, stances: Run) -> None:
        asked = ("timeline", "--shifts", "--format", "json", "--data", CORPUS)
        found = {(row["previous"], row["ref"]) for row in json.loads(stances(*asked).stdout)}
        assert found == {
            ("obama/leaders-must-recognize", "obama/clear-eyed"),
            ("obama/leaders-must-recognize", "obama/seize-the-chance"),
            ("trump/flaws-of-the-deal", "trump/withdrew-from-the-deal"),
            ("trump/toughest-sanctions", "trump/here-to-help"),
            ("trump/toughest-sanctions", "trump/powerful-sanctions"),
            ("trump/toughest-sanctions", "trump/strike-on-soleimani"),
        }

    def test_conflicts_are_all_settled(self, stances: Run) -> None:
        asked = ("conflicts", "--unresolved", "--format", "json", "--data", CORPUS)
        assert json.loads(stances(*asked).stdout) == []

    @pytest.mark.parametrize("command", [("check", "--strict"), ("fmt", "--check")])
    def test_check_and_fmt_have_nothing_to_say(
        self, stances: Run, command: tuple[str, ...]
    ) -> None:
        assert stances(*command, "--data", CORPUS).returncode == 0

    def test_verify_and_coverage_find_everything(self, stances: Run, texts: dict[str, str]) -> None:
        here = ("--data", CORPUS, "--snapshots", COPIES)
        result = stances("verify", "--strict", "--require-all", *here)
        assert result.returncode == 0
        number = sum(len(each["uncoded"]) for each in SOURCES.values())
        assert f"{len([*quoted()]) + number} found" in result.stdout + result.stderr
        assert f"finds all {len([*quoted()]) + number} texts" in PAGE
        assert f"The corpus has {number} of them" in " ".join(PAGE.split())
        full = ("coverage", "--require-all", "--fail-under", "100", *here)
        rows = json.loads(stances(*full, "--format", "json").stdout)
        quotations = [row for row in rows if row["kind"] == "quotation"]
        assert f"finds all {len(quotations)} passages in quotation marks" in PAGE
        assert [row["text"] for row in quotations if row["result"] == "coded"] == [
            "Death to America"
        ]
        assert {row["result"] for row in quotations} == {"coded", "uncoded"}
        assert stances(*full).returncode == 0
        assert len(texts) == len(SOURCES)
