"""What docs/corpus.md says of the shipped corpus and of the blind coders, reckoned once more."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COPIES = Path(os.environ.get("STANCES_SNAPSHOTS") or ROOT / "snapshots")
"""Where the two articles lie, if they do."""
ANSWERS = ROOT / "tests" / "data" / "agreement"
PAGE = (ROOT / "docs" / "corpus.md").read_text("utf-8")
CODEBOOK = (ROOT / "data" / "codebook.yaml").read_text("utf-8")
ISSUES = {issue["id"]: issue for issue in yaml.safe_load(CODEBOOK)["issues"]}
PASSAGES = json.loads((ANSWERS / "passages.json").read_text("utf-8"))
ROUNDS = sorted({path.stem.partition("-")[0] for path in ANSWERS.glob("round*.json")})

Pairs = list[tuple[str, str]]
Answers = dict[str, dict[str, Any]]


def answers(of_round: str, coder: str) -> Answers:
    read: Answers = json.loads((ANSWERS / f"{of_round}-{coder}.json").read_text("utf-8"))
    return read


def units(of_round: str) -> list[tuple[str, str, str, str, bool]]:
    """Passage, issue, both answers, and whether the codebook quotes words of the passage."""
    a, b = answers(of_round, "a"), answers(of_round, "b")
    return [
        (p["id"], issue, a[p["id"]][issue], b[p["id"]][issue], issue in p["quoted"])
        for p in PASSAGES
        for issue in ISSUES
    ]


def disagreements(pairs: Pairs) -> tuple[Fraction, Fraction]:
    """Of a matrix of coincidences: what is off its diagonal, and what chance would put there."""
    matrix: Counter[tuple[str, str]] = Counter()
    for a, b in pairs:
        matrix[a, b] += 1
        matrix[b, a] += 1
    margins: Counter[str] = Counter()
    for (value, _), count in matrix.items():
        margins[value] += count
    total = sum(margins.values())
    off = sum(count for (a, b), count in matrix.items() if a != b)
    chance = sum(margins[a] * margins[b] for a in margins for b in margins if a != b)
    return Fraction(off), Fraction(chance, max(total - 1, 1))


def alpha(*matrices: Pairs) -> str:
    parts = [disagreements(pairs) for pairs in matrices]
    expected = sum(part[1] for part in parts)
    if not expected:
        return "undefined"
    return f"{float(1 - sum(part[0] for part in parts) / expected):.3f}"


def printed(of_round: str) -> list[str]:
    """The cells of a round's row, after its number."""
    table = PAGE.partition("<!-- rounds -->")[2].partition("<!-- end of rounds -->")[0]
    number = of_round.removeprefix("round")
    [row] = [line for line in table.splitlines() if line.startswith(f"| {number} |")]
    return [cell.strip() for cell in row.strip("|").split("|")][1:]


def figures(found: list[tuple[str, str, str, str, bool]]) -> list[str]:
    """How many answers there are, how many are the same, and alpha within each issue."""
    groups = [[(a, b) for _, of, a, b, _ in found if of == issue] for issue in ISSUES]
    same = sum(a == b for _, _, a, b, _ in found)
    return [str(len(found)), str(same), alpha(*groups)]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "stances", "list", "--data", "data", "--format", "json"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    found: list[dict[str, Any]] = json.loads(said)
    return found


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), A and B.
        ("0100000010", "1110010000", "0.095"),
        ("aabbdcccedda", "babbbccceddd", "0.692"),
        ("xxx", "xxx", "undefined"),
        ("xy", "yx", "-0.500"),
    ],
)
def test_what_reckons_here_knows_published_examples(a: str, b: str, expected: str) -> None:
    assert alpha(list(zip(a, b, strict=True))) == expected


@pytest.mark.parametrize("of_round", ROUNDS)
class TestARound:
    def test_has_every_answer_of_both_coders(self, of_round: str) -> None:
        for coder in "ab":
            given = answers(of_round, coder)
            assert [*given] == [passage["id"] for passage in PASSAGES]
            for answer in given.values():
                assert {*answer} == {*ISSUES, "conditions", "why"}
                for issue, terms in ISSUES.items():
                    assert answer[issue] in {"-", *(own["id"] for own in terms["positions"])}

    def test_has_its_figures(self, of_round: str, rows: list[dict[str, Any]]) -> None:
        found = units(of_round)
        known = {row["ref"]: row for row in rows}
        recorded = {
            (passage["id"], known[ref]["issue"]): known[ref]["position"]
            for passage in PASSAGES
            for ref in passage["statements"]
        }
        a = sum(recorded.get((p, issue), "-") == x for p, issue, x, _, _ in found)
        b = sum(recorded.get((p, issue), "-") == y for p, issue, _, y, _ in found)
        not_quoted = [unit for unit in found if not unit[4]]
        assert printed(of_round) == [*figures(found), *figures(not_quoted), f"{a} and {b}"]

    def test_had_no_disagreement_to_be_decided(self, of_round: str) -> None:
        assert "No disagreement had to be decided." in PAGE
        assert all(a == b for _, _, a, b, _ in units(of_round))


def test_what_is_weak_about_the_figures_is_counted_right() -> None:
    text = " ".join(PAGE.split())
    found = units("round2")
    positions = [unit for unit in found if "-" not in unit[2:4]]
    quoted = [unit for unit in positions if unit[4]]
    about = sum(unit[4] for unit in found)
    assert f"{about} of the {len(found)} answers are about passages that the definitions" in text
    given = f"A position was given in {len(positions)} answers; {len(quoted)} of these are among"
    assert f"{given} the {about}." in text
    assert len(positions) - len(quoted) == 3
    assert "only three answers with a position are about passages" in text
    assert f"{len(found) - len(positions)} of them are `-` for both" in text
    assert round(1 / 0.9**30) == 24
    assert "agree on all 30 statements in 1 of 24 comparisons" in text


@pytest.mark.parametrize("coder", "ab")
def test_the_codings_of_the_corpus_are_the_answers_of_round_2(coder: str) -> None:
    given = answers("round2", coder)
    folder = ROOT / "data" / "codings" / f"blind-{coder}"
    codings = {
        f"{path.stem}/{id_}": coding
        for path in folder.glob("*.yaml")
        for id_, coding in yaml.safe_load(path.read_text("utf-8")).items()
    }
    passages: dict[str, list[str]] = {}
    for passage in PASSAGES:
        for ref in passage["statements"]:
            passages.setdefault(ref, []).append(passage["id"])
    assert codings.keys() == passages.keys()
    issues = {
        f"{path.stem}/{each['id']}": each.get("issue", "us-iran-cooperation")
        for path in (ROOT / "data" / "officials").glob("*.yaml")
        for each in yaml.safe_load(path.read_text("utf-8")).get("statements", [])
    }
    for ref, coding in codings.items():
        issue, own = issues[ref], [given[id_] for id_ in passages[ref]]
        assert {answer[issue] for answer in own} == {coding["position"]}, ref
        conditions = [text for answer in own for text in answer["conditions"].get(issue, [])]
        assert coding.get("conditions", []) == [*dict.fromkeys(conditions)], ref
        assert coding.keys() <= {"position", "conditions", "note"}, ref  # nothing else was coded
        note = " ".join(coding["note"].split())
        for answer in own:
            assert " ".join(answer["why"].split()) in note, ref


def test_the_corpus_is_counted_right(rows: list[dict[str, Any]]) -> None:
    officials = len(list((ROOT / "data" / "officials").glob("*.yaml")))
    assert f"{officials} officials and institutions, {len(rows)} statements" in " ".join(
        PAGE.split()
    )
    for issue, terms in ISSUES.items():
        own = [row for row in rows if row["issue"] == issue]
        scale = "scale" if any("score" in position for position in terms["positions"]) else "kinds"
        speakers = len({row["official"] for row in own})
        left_open = sum(row["position"] == "unstated" for row in own)
        counted = f"{scale} | {len(own)} | {speakers} | {left_open}"
        assert f"| `{issue}` | {terms['question']} | {counted} |" in PAGE


def test_every_statement_was_among_the_passages(rows: list[dict[str, Any]]) -> None:
    coded = {ref for passage in PASSAGES for ref in passage["statements"]}
    assert coded == {row["ref"] for row in rows}


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


@pytest.mark.skipif(not COPIES.is_dir(), reason="the articles are not committed")
class TestThePassagesInTheArticles:
    @staticmethod
    def cut(passage: dict[str, Any]) -> str:
        text = (COPIES / f"{passage['source']}.txt").read_text("utf-8")
        text = " ".join(text.split())
        first, last = passage["first"], passage["last"]
        assert text.count(first) == 1
        start = text.index(first)
        return text[start : text.index(last, start) + len(last)]

    @pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["id"])
    def test_have_the_words_of_their_statements(
        self, passage: dict[str, Any], rows: list[dict[str, Any]]
    ) -> None:
        read = words(self.cut(passage))
        known = {row["ref"]: row for row in rows}
        for ref in passage["statements"]:
            evidence = [
                words(piece["text"]) if "[…]" not in piece["text"] else words(piece["text"][-40:])
                for piece in known[ref]["evidence"]
                if piece["source"] == passage["source"]
            ]
            assert any(text in read for text in evidence), ref

    @pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["id"])
    def test_are_quoted_where_the_codebook_quotes_them(self, passage: dict[str, Any]) -> None:
        read = f" {words(self.cut(passage))} "
        head = re.sub(r"(?m)^#", "", CODEBOOK.partition("\nissues:\n")[0])
        found = []
        for issue, terms in ISSUES.items():
            text = " ".join([head, *(own["definition"] for own in terms["positions"])])
            quotes = re.findall("“([^“”]+)”", " ".join(text.split()))
            pieces = [words(piece) for each in quotes for piece in re.split(r"…|\[.*?\]", each)]
            if any(" " in piece and f" {piece} " in read for piece in pieces):
                found.append(issue)
        assert found == passage["quoted"]
