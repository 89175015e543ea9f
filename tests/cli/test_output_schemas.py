"""JSON answers have the shapes that `schemas/` lays down, one schema for each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Ledger, Run

    Faults = Callable[[str, Any], list[str]]

SCHEMAS = {
    path.name: json.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "schemas").glob("*.json"))
}
ANSWERS: dict[str, list[tuple[str, ...]]] = {
    "list.json": [("list",), ("list", "--official", "farahi"), ("list", "--text", "zeppelin")],
    "search.json": [("search", "quiet OR body OR سکوت"), ("search", "zeppelin")],
    "summary.json": [
        ("summary", "--by", keys)
        for keys in (
            "faction",
            "faction,official",
            "position",
            "official",
            "source",
            "frame",
            "month",
            "month,frame",
        )
    ]
    + [("summary", "--coding", "all"), ("summary", "--coding", "all", "--by", "month,frame")],
    "timeline.json": [
        ("timeline",),
        ("timeline", "--official", "adler"),
        ("timeline", "--shifts"),
        ("timeline", "--official", "conrad"),
        ("timeline", "--official", "lind"),
        ("timeline", "--with-hearsay"),
        ("timeline", "--text", "zeppelin"),
    ],
    "compare.json": [
        ("compare", "adler", "brandt", "farahi"),
        ("compare", "faction:council", "faction:harbour"),
        ("compare", "adler", "faction:harbour", "--text", "zeppelin"),
    ],
    "compare-all.json": [("compare", "adler", "brandt", "faction:harbour", "--coding", "all")],
    "show.json": [
        ("show", "adler"),
        ("show", "brandt"),
        ("show", "gazette"),
        ("show", "mirror", "aide", "lind", "conrad"),
        ("show", "adler/quiet-lake"),
        ("show", "adler", "nama", "farahi/ask-the-fishers"),
    ],
    "conflicts.json": [
        ("conflicts",),
        ("conflicts", "--unresolved"),
        ("conflicts", "--status", "denied"),
    ],
    "network.json": [
        ("network",),
        ("network", "--on", "frame", "--measure", "subtract"),
        ("network", "--of", "faction", "--normalize", "average"),
    ],
    "network-windows.json": [("network", "--window", "2d", "--step", "1d")],
    "network-ties.json": [("network", "--measure", "two-mode")],
    "network-terms.json": [
        ("network", "--explain", "adler", "brandt"),
        ("network", "--on", "frame", "--explain", "adler", "brandt"),
    ],
    "coverage.json": [
        ("coverage",),
        ("coverage", "--left"),
        ("coverage", "mirror", "gazette"),
        ("coverage", "--text", "zeppelin"),
    ],
    "agreement.json": [
        ("agreement",),
        ("agreement", "--of", "frames", "--by", "frame"),
        ("agreement", "--by", "coder", "--level", "interval"),
        ("agreement", "--by", "faction", "--text", "zeppelin"),
    ],
    "disagreements.json": [
        ("agreement", "--disagreements"),
        ("agreement", "--of", "frames", "--disagreements"),
    ],
    "confusion.json": [("agreement", "--confusion")],
    "terms.json": [("agreement", "--explain", "--level", "ordinal")],
    "camps.json": [("camps",), ("camps", "--of", "faction"), ("camps", "--text", "zeppelin")],
    "camp-terms.json": [],  # there are no camps in so small a corpus
    "verify.json": [("verify",)],
    "check.json": [("check",), ("check", "--ignore", "ST4")],
    "report.json": [
        ("report",),
        ("report", "--official", "conrad", "--without-disputed", "--since", "2021"),
        ("report", "--text", "zeppelin"),
        ("report", "--coding", "anna"),
    ],
    "diff.json": [("diff", str(Path(__file__).parents[2] / "data"))],
    "officials.json": [("officials",)],
    "sources.json": [("sources",)],
    "codebook.json": [("codebook",), ("codebook", "frames"), ("codebook", "issues", "positions")],
}
EACH = [(schema, asked) for schema, answers in ANSWERS.items() for asked in answers]
RICH = {
    "snapshots/gazette.txt": """\
“We want our quiet lake back,” she said, only if the state pays, she added. “Over my dead body,” he
said; the harbour counts every litre of fuel. “We say no,” said Lind, and later: “Perhaps not.”

The lake has a “soul”, said Brandt. “We want our quiet lake back, or we leave,” sang the boats.

Adler was seen on the pier with Conrad.

The “harbour is “full.
""",
    "officials/conrad.yaml": """\
name: Carla Conrad
roles:
  - {title: Editor, faction: council, from: 2020, until: 2021-12}
  - {title: Clerk, former: true}
identifiers: {wikidata: Q42}
note: Nothing is known of her.
""",
    "officials/zwing.yaml": """\
name: Zora Zwing
kind: institution
roles: [{faction: council}]
statements:
  - id: somebody-said
    said: 2021-06?/..
    repeated: true
    position: supports
    status: denied
    coder: another
    evidence:
      - source: gazette
        form: partial-quote
        text: she wants “quiet”
        lang: de-CH
        speaker: conrad
        said: 2021-05%
        position: opposes
        prefix: before
        suffix: after
        original: {text: سکوت, lang: fa}
        locator: page 2
        derived_from: nama
        note: copied
    disputes:
      - {about: speaker, note: Two are named., resolution: The first is followed.}
      - {about: date, note: Two days are named.}
""",
    "sources/mirror.yaml": """\
title: Boats off the lake? (corrected)
published: 2021-06-11T08:30:00+02:00
lang: en
url: https://mirror.example/boats
archive_url: https://archive.example/boats
version_of: gazette
note: Only its headline differs.
notices:
  - {kind: corrected, date: 2021-06-12, note: The name was misspelt.}
  - {kind: retracted}
uncoded:
  - {text: the harbour counts, why: Nobody says it., locator: line 2, accept: [ST505]}
""",
    "officials/aide.yaml": """\
name: An aide
kind: unnamed
roles: [{title: Aide, faction: harbour}]
statements:
  - id: heard
    said: 2021-06-03T18:00:00+02:00
    position: rejects
    spoken_by: conrad
    according_to: [brandt, A colleague]
    decided: {date: 2021-07, by: Anna, why: Both have read it so.}
    reviewed_by: [another]
    evidence:
      - source: mirror
        form: quote
        text: never
        url: https://mirror.example/boats#1
        via: News Agency
        original: {lang: fa}
        accept: [ST505]
        note: It is a caption.
    disputes:
      - about: wording
        note: It was denied.
        sources: [mirror]
        words: {text: I did not, source: nama, by: An aide}
  - id: in-one-breath
    said: 2021-06-03
    position: supports
    same_occasion: [aide/heard]
    evidence: [{source: mirror, form: quote, text: always}]
  - id: second-thoughts
    said: 2021-06-05
    position: opposes
    evidence: [{source: nama, form: quote, text: نه}]
""",
    "codings/anna/aide.yaml": """\
heard: {position: opposes, frames: [], said: 2021-06, note: A caption., coded: 2021-07-01}
in-one-breath: {skip: It is about boats., words: [0a1b2c3d]}
""",
    "officials/lind.yaml": """\
name: Lotte Lind
roles: [{title: Councillor, faction: council}]
statements:
  - {id: with-the-mayor, words_of: adler/quiet-lake, position: supports}
  - id: the-day-after
    said: 2021-06-04
    position: rejects
    evidence: [{source: gazette, form: quote, text: We say no}]
  - id: that-day-too
    said: 2021-06-04
    position: opposes
    evidence: [{source: gazette, form: quote, text: Perhaps not}]
""",
}


@pytest.fixture(scope="module")
def faults() -> Faults:
    """What an independent validator finds wrong with a value."""
    resources = [(name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()]
    registry: Registry[Any] = Registry().with_resources(resources)

    def find(schema: str, value: Any) -> list[str]:  # noqa: ANN401 - any JSON value
        validator = Draft202012Validator(SCHEMAS[schema], registry=registry)
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]

    return find


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert name in ("records.json", "import.json", "history.json") or name in ANSWERS


@pytest.mark.parametrize(
    ("schema", "asked"), EACH, ids=lambda part: " ".join(part) if isinstance(part, tuple) else ""
)
def test_answers_of_a_small_corpus_have_their_shape(
    stances: Run, ledger: Ledger, faults: Faults, schema: str, asked: tuple[str, ...]
) -> None:
    answer = stances(*asked, "--format", "json", "--data", ledger(RICH))
    assert (answer.returncode, bool(answer.stderr)) == (0, "--coding" in asked)  # it counts
    assert faults(schema, json.loads(answer.stdout)) == []


SHEET = """\
name,said,position,form,text,source,venue
Adler,2021-06-08,opposes,quote,Not with me,gazette,
Adler,2021-06-03,supports,quote,We want our quiet lake back,gazette,the pier
Adler,2021-06-03,rejects,quote,We want our quiet lake back,gazette,
Adler,June,conditional,quot,Perhaps,gazette,
Nobody,2021-06-03,rejects,quote,Perhaps,gazette,
"""


@pytest.mark.parametrize("partial", [True, False])
def test_the_report_of_an_import_has_its_shape(
    stances: Run, ledger: Ledger, faults: Faults, tmp_path: Path, *, partial: bool
) -> None:
    (tmp_path / "sheet.csv").write_text(SHEET)
    asked = ("import", tmp_path / "sheet.csv", "--yes", *(["--partial"] if partial else []))
    answer = stances(*asked, "--format", "json", "--data", ledger(RICH))
    rows = json.loads(answer.stdout)
    results = {"added" if partial else "sound", "there", "conflict", "wrong"}
    assert {row["result"] for row in rows} == results
    assert faults("import.json", rows) == []


def test_answers_where_a_source_is_left_out_have_their_shape(
    stances: Run, ledger: Ledger, faults: Faults
) -> None:
    folder = ledger(RICH | {"sources/gazette.yaml": "[", "officials/brandt.yaml": "["})
    for schema, asked in (("list.json", ("list",)), ("show.json", ("show", "adler"))):
        answer = stances(*asked, "--format", "json", "--data", folder)
        assert faults(schema, json.loads(answer.stdout)) == []


def test_what_is_wrong_has_its_shape(stances: Run, ledger: Ledger, faults: Faults) -> None:
    spoilt = {"officials/brandt.yaml": "nam: x\n", "officials/x.yaml": None, "codebook.yaml": "["}
    answer = stances("check", "--format", "json", "--data", ledger(spoilt))
    assert answer.returncode == 1
    found = json.loads(answer.stdout)
    assert len(found["problems"]) > 1
    assert faults("check.json", found) == []
    wrong = found["problems"][0] | {"severity": "fatal"}
    assert faults("check.json", found | {"problems": [wrong]})


@pytest.mark.parametrize(
    ("schema", "asked"),
    [
        ("list.json", ("list",)),
        ("search.json", ("search", "Iran")),
        ("summary.json", ("summary",)),
        ("timeline.json", ("timeline",)),
        ("compare.json", ("compare", "rouhani", "shamkhani", "jahangiri")),
        ("show.json", ("show", "jahangiri", "rouhani", "wsws-2014-06-21")),
        ("conflicts.json", ("conflicts",)),
        ("coverage.json", ("coverage",)),
        ("camps.json", ("camps",)),
        ("camp-terms.json", ("camps", "--explain")),
        ("report.json", ("report",)),
        ("officials.json", ("officials",)),
        ("sources.json", ("sources",)),
        ("codebook.json", ("codebook",)),
    ],
)
def test_answers_of_the_shipped_corpus_have_their_shape(  # noqa: PLR0913, PLR0917
    stances: Run,
    repository: Path,
    faults: Faults,
    monkeypatch: pytest.MonkeyPatch,
    schema: str,
    asked: tuple[str, ...],
) -> None:
    monkeypatch.chdir(repository)
    answer = json.loads(stances(*asked, "--format", "json").stdout)
    assert answer
    assert faults(schema, answer) == []


def test_a_schema_finds_what_is_missing_or_too_much(
    stances: Run, ledger: Ledger, faults: Faults
) -> None:
    rows = json.loads(stances("list", "--format", "json", "--data", ledger()).stdout)
    assert faults("list.json", [{key: rows[0][key] for key in rows[0] if key != "note"}])
    spoilt: list[dict[str, Any]] = [
        {"colour": "red"},
        {"score": "2"},
        {"disputed": 0},
        {"evidence": [{}]},
    ]
    for wrong in spoilt:
        assert faults("list.json", [*rows, rows[0] | wrong])
