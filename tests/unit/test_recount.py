"""Every count and mean of the program against a second count, from the YAML alone.

`RECOUNTED=200` recounts that many corpora drawn at random; without it, some.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

import random_corpora
import recount
import stances
from recount.answers import Judge
from recount.sources import FORMS
from stances.index.build import build
from stances.index.store import open_index
from stances.queries import (
    comparison,
    conflicts,
    findings,
    listing,
    lookups,
    report,
    summary,
    timeline,
)
from stances.queries.faults import problems
from stances.queries.filters import Filters

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    Row = dict[str, Any]
    Asked = dict[str, Any]

SEEDS = range(int(os.environ.get("RECOUNTED", "12")))
GROUPS = (
    (),
    *((key,) for key in summary.BY),
    *(("faction", "official"), ("source", "frame"), ("official", "issue")),
)
FIGURES = summary.FIGURES


class Answers:
    """The program's answers about an index."""

    def __init__(self, index: sqlite3.Connection, asked: Asked) -> None:
        values: Asked = {
            key: tuple(value) if isinstance(value, list) else value for key, value in asked.items()
        }
        values |= {
            key: stances.parse_date(asked[key]) for key in ("since", "until") if key in asked
        }
        self.index, self.filters = index, Filters(**values).resolved(index)

    def rows(self) -> list[Row]:
        return [*listing.listing(self.index, self.filters).rows]

    def summary(self, by: tuple[str, ...]) -> list[Row]:
        return [*summary.summary(self.index, self.filters, by).rows]

    def timeline(self) -> list[Row]:
        rows = timeline.timeline(self.index, self.filters).rows
        return [row for row in rows if row["kind"] == "statement"]

    def pairs(self, within: int) -> list[Row]:
        kinds = ("opposite", "uncorroborated", "tension")
        rows = conflicts.conflicts(self.index, self.filters, within=within).rows
        return [row for row in rows if row["kind"] in kinds]


def near(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other)
    return one == other


def differing(what: str, ours: Mapping[Any, Any], judged: Mapping[Any, Any]) -> Iterator[str]:
    """The differences between two mappings."""
    for key in [*ours, *(key for key in judged if key not in ours)]:
        one, other = ours.get(key, "missing"), judged.get(key, "missing")
        if isinstance(one, dict) and isinstance(other, dict):
            yield from differing(f"{what} {key}", one, other)
        elif not near(one, other):
            yield f"{what} {key}: answered {one}, recounted {other}"


def in_list(answers: Answers, judge: Judge, asked: Asked) -> Iterator[str]:
    ours, judged = answers.rows(), judge.rows(asked)
    refs = [row["ref"] for row in ours], [row["ref"] for row in judged]
    if refs[0] != refs[1]:
        yield f"list: answered {refs[0]}, recounted {refs[1]}"
    yield from differing(
        "list", {row["ref"]: row for row in ours}, {row["ref"]: row for row in judged}
    )


def in_summary(answers: Answers, judge: Judge, asked: Asked) -> Iterator[str]:
    for by in GROUPS:
        keys = ("issue", *(key for key in by if key != "issue"))
        ours, judged = (
            {tuple(row[key] for key in keys): {key: row[key] for key in FIGURES} for row in rows}
            for rows in (answers.summary(by), judge.summary(by, asked))
        )
        yield from differing(f"summary --by {','.join(by)}", ours, judged)


def in_findings(answers: Answers, judge: Judge, asked: Asked) -> Iterator[str]:
    told = {
        each.issue: {
            "positions": [choice.id for choice in each.choices],
            "standings": [
                (own.faction, own.name, own.official, [*own.positions], [*own.doubtful])
                for own in each.standings
            ],
            "anonymous": dict(each.anonymous),
            "silent": {own.official: own.faction for own in each.silent},
            "heard": {own.official: own.faction for own in each.heard},
            "statements": each.statements,
            "contested": each.contested,
            "disputed": each.disputed,
            "corroborated": each.corroborated,
            "probably_corroborated": each.probably_corroborated,
            "dated": each.dated,
            "hearsay": each.hearsay,
        }
        for each in findings.findings(answers.index, answers.filters)
    }
    yield from differing("findings", told, judge.findings(asked))


def in_timeline(answers: Answers, judge: Judge, asked: Asked) -> Iterator[str]:
    rows, judged = {row["ref"]: row for row in answers.timeline()}, judge.timeline(asked)
    ours = {ref: {key: row[key] for key in ("change", "group")} for ref, row in rows.items()}
    wanted = {ref: {key: row[key] for key in ("change", "group")} for ref, row in judged.items()}
    yield from differing("timeline", ours, wanted)
    for ref, row in rows.items():
        latest = judged.get(ref, {}).get("latest", [])
        if (row["previous"] or "") not in (latest or [""]):
            yield f"timeline {ref}: answered {row['previous']} before it, recounted {latest}"
        elif row["change"] == judged[ref]["change"] == "certain":
            place = latest.index(row["previous"])
            for key in ("gained", "dropped"):
                if row[key] != judged[ref][key][place]:
                    yield f"timeline {ref} {key}: {row[key]}, recounted {judged[ref][key]}"
            before = judge.by_ref[row["previous"]]
            if (row["previous_position"], row["previous_score"]) != (
                before.position["id"],
                before.score,
            ):
                yield f"timeline {ref}: {row['previous_position']} before it"


def in_pairs(answers: Answers, judge: Judge, asked: Asked, within: int) -> Iterator[str]:
    rows = answers.pairs(within)
    left = {(row["ref"], row["other"]): row for row in rows}
    if len(left) != len(rows):
        yield "conflicts: a pair stands there twice"
    for group in judge.pairs(asked, within):
        pairs, strength = group["pairs"], group["strength"]
        shown = {pair: left.pop(pair) for pair in pairs if pair in left}
        few = len(pairs) <= 3
        if len(shown) != (len(pairs) if few else 1):
            yield f"conflicts: answered {[*shown]}, recounted {[*pairs]}"
        for pair, row in shown.items():
            if row["kind"] != pairs[pair]:
                yield f"conflicts {pair}: answered {row['kind']}, recounted {pairs[pair]}"
            if row["more"] != (None if few else len(pairs) - 1):
                yield f"conflicts {pair}: {row['more']} more, recounted {len(pairs) - 1}"
            if not few and strength[pair] < max(strength.values()):
                yield f"conflicts {pair}: {strength[pair]} apart, recounted {strength}"
    yield from (f"conflicts: answered {pair}, recounted none" for pair in left)


def in_compare(answers: Answers, judge: Judge, asked: Asked, draw: Random) -> Iterator[str]:
    sides = draw.sample([*judge.officials], 2)
    if len(judge.factions) > 1 and draw.random() < 0.5:
        sides = [f"faction:{each}" for each in draw.sample(judge.factions, 2)]
    only = {key: value for key, value in asked.items() if key not in ("official", "faction")}
    answers = Answers(answers.index, only)
    ours = comparison.comparison(answers.index, sides, answers.filters)
    judged = judge.compare(sides, only)
    for side in ours.sides:
        figures = judged["figures"][side.side]
        for issue in ours.issues:
            told = {key: getattr(side.figures(issue), key) for key in FIGURES}
            yield from differing(
                f"compare {side.side} {issue}", told, figures[issue] | {"means": "missing"}
            )
        found = {
            "refs": [row["ref"] for row in side.statements],
            "frames": [*side.frames],
            "attributed": sorted(each.ref for each in side.attributed),
        }
        yield from differing(
            f"compare {side.side}", found, {key: judged[key][side.side] for key in found}
        )
    used = [issue for issue in judge.issues if issue in judged["issues"]]
    yield from differing("compare", {"issues": [*ours.issues]}, {"issues": used})
    for issue in used:
        figures = [judged["figures"][side][issue] for side in sides]
        shared = {
            "positions": ours.shared_positions(issue),
            "frames": ours.shared_frames(issue),
        }
        yield from differing(f"compare {issue}: shared", shared, judged["shared"][issue])
        if not near(ours.distance(issue), judged["distance"][issue]):
            yield f"compare {issue}: distance {ours.distance(issue)}, {judged['distance'][issue]}"
        if ours.scored(issue) != sum(each["scored"] for each in figures):
            yield f"compare {issue}: {ours.scored(issue)} scored"


def in_report(answers: Answers, judge: Judge, asked: Asked) -> Iterator[str]:
    document = report.report(answers.index, answers.filters).document
    about = judge.about(asked)
    yield from differing("report", {key: document["about"][key] for key in about}, about)
    issues = judge.report(asked)
    for told in document["issues"]:
        name = f"report {told['issue']}"
        yield from differing(name, _told(told), _judged(issues.pop(told["issue"]), told))
    for issue, counts in issues.items():
        if counts["officials"]:
            yield f"report: nothing of {issue}"
    sources = {row["source"]: row["statements"] for row in document["sources"] if row["statements"]}
    judged = judge.lookups(asked or {"with_hearsay": True})["sources"]
    yield from differing("report sources", sources, {key: n for key, (n, _) in judged.items() if n})


def _told(issue: Row) -> Row:
    groups = {group["faction"]: group for group in issue["factions"] if group["statements"]}
    groups |= {"total": issue["total"]}
    backed = ("corroborated", "probably_corroborated")
    return {
        "factions": {
            group["faction"]: {key: group[key] for key in FIGURES} for group in issue["factions"]
        },
        "total": {key: issue["total"][key] for key in FIGURES},
        "positions": {
            key: {
                each["position"]: (each["statements"], each["officials"])
                for each in group["positions"]
            }
            for key, group in groups.items()
        },
        "backed": {key: tuple(group[name] for name in backed) for key, group in groups.items()},
        "misattributed": issue["misattributed"],
        "disputed": issue["disputed_left_out"],
        "hearsay": issue["hearsay"],
        "silent": sorted(each["official"] for each in issue["silent"]),
        "corroboration": {
            each["position"]: tuple(each[key] for key in [*each][1:])
            for each in issue["corroboration"]
        },
        "forms": {
            each["form"]: [each[key] for key in ("certain", "probable", "copies")]
            for each in issue["forms"]
        },
        "officials": {
            each["official"]: {
                "statements": sorted(row["ref"] for row in each["statements"]),
                "scored": each["scored"],
                "mean": each["mean"],
                "latest": sorted(row["ref"] for row in each["latest"]),
                "latest_scored": sorted(row["ref"] for row in each["latest_scored"]),
                "later": each["later"],
            }
            for each in issue["officials"]
            if each["statements"]
        },
    }


def _judged(issue: Row, told: Row) -> Row:
    total = issue["total"][0] if issue["total"] else None
    return issue | {
        "factions": {
            row["faction"]: {key: row[key] for key in FIGURES} for row in issue["factions"]
        },
        "total": {key: total[key] for key in FIGURES}
        if total
        else {key: told["total"][key] for key in FIGURES},
    }


def in_lookups(answers: Answers, judge: Judge) -> Iterator[str]:
    judged = judge.lookups({})
    index = answers.index
    officials = {
        row["official"]: (row["statements"], row["attributed"])
        for row in lookups.officials(index).rows
    }
    sources = {
        row["source"]: (row["statements"], row["assessments"])
        for row in lookups.sources(index).rows
    }
    yield from differing("officials", officials, judged["officials"])
    yield from differing("sources", sources, judged["sources"])
    for row in lookups.codebook(index).rows:
        key = (row["issue"], row["id"]) if row["kind"] == "position" else row["id"]
        if row["statements"] != judged[f"{row['kind']}s"][key]:
            yield f"codebook {row['kind']} {key}: {row['statements']}"


def drawn_filters(draw: Random, judge: Judge) -> Asked:
    """Some filters, of all that there are."""
    choices: dict[str, list[str]] = {
        "official": [*judge.officials],
        "faction": [*judge.factions, "none"],
        "issue": [*judge.issues],
        "source": [*judge.sources],
        "frame": judge.frames,
        "form": FORMS,
        "status": "attested disputed denied misattributed".split(),
        "position": [
            f"p{n}" for n in range(6) if any(f"p{n}" in own for own in judge.issues.values())
        ],
    }
    switches = "certain without_disputed with_hearsay unreviewed".split()
    asked: Asked = {}
    for name in draw.sample(
        [*choices, *switches, "since", "until", "min_sources"], draw.randint(1, 3)
    ):
        if name in choices:
            asked[name] = draw.sample(choices[name], draw.randint(1, min(2, len(choices[name]))))
        elif name in ("since", "until"):
            asked[name] = draw.choice("2014-06-11 2014-06-12 2014-06 2014-05 2014-06-15?".split())
        else:
            asked[name] = draw.choice((1, 2)) if name == "min_sources" else True
    return asked


def differences(
    index: sqlite3.Connection, judge: Judge, draw: Random, questions: int = 2
) -> Iterator[str]:
    """Where the answers about an index differ from the recount: without filters, and with some."""
    yield from in_lookups(Answers(index, {}), judge)
    for asked in ({}, *(drawn_filters(draw, judge) for _ in range(questions))):
        answers = Answers(index, asked)
        for found in (
            in_list(answers, judge, asked),
            in_summary(answers, judge, asked),
            in_findings(answers, judge, asked),
            in_timeline(answers, judge, asked),
            in_pairs(answers, judge, asked, draw.choice((30, 0, 5))),
            in_compare(answers, judge, asked, draw),
            in_report(answers, judge, asked),
        ):
            yield from (f"{asked}: {each}" for each in found)


def errors(index: sqlite3.Connection) -> list[str]:
    found = problems(index)
    return [
        f"{each.path}:{each.line}: {each.message}" for each in found if each.severity == "error"
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_is_the_same_when_it_is_counted_again(tmp_path: Path, seed: int) -> None:
    random_corpora.write(tmp_path, seed)
    index = build(tmp_path)
    assert errors(index) == []
    found = [*differences(index, Judge(tmp_path), Random(seed))]
    assert not found, "\n".join(found[:40])


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_every_figure_is_the_same_after_each_edit(tmp_path: Path, seed: int) -> None:
    folder, draw = tmp_path / "corpus", Random(seed)
    random_corpora.write(folder, seed)
    for number in range(6):
        edited = random_corpora.edit(folder, draw) if number else None
        index = open_index(folder, tmp_path / "cache", lambda *_: None)
        assert errors(index) == []
        found = [*differences(index, Judge(folder), draw, questions=1)]
        index.close()
        assert not found, f"{edited}\n" + "\n".join(found[:40])


def test_the_program_and_the_script_print_the_same(tmp_path: Path) -> None:
    random_corpora.write(tmp_path, 7)
    script = Path(recount.__file__).parent

    def printed(*command: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        return json.loads(subprocess.check_output([sys.executable, *command], text=True))

    judged = printed(str(script), str(tmp_path))
    told = {
        command[0]: printed("-m", "stances", *command, "--format", "json", "--data", str(tmp_path))
        for command in (["list"], ["summary", "--by", "official"], ["report"])
    }
    assert told["list"] == judged["list"]
    key = ("issue", "official", *FIGURES)
    figures = [
        sorted(([row[name] for name in key] for row in rows), key=str)
        for rows in (told["summary"], judged["summary"]["official"])
    ]
    assert figures[0] == [pytest.approx(row) for row in figures[1]]
    assert told["report"]["about"]["answer"] == judged["about"]["answer"]
