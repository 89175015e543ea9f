"""A field of a record is declared once: each output knows every field, or says here why not."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner

from stances.cli.add import command as add
from stances.cli.commands import cli
from stances.cli.shell_completion import complete_by_name
from stances.editing.import_.columns import KEYS
from stances.index.build import build
from stances.index.public_sql import columns, select
from stances.model.fields import ADDED, BY_STATEMENT, FILES, RECORDS
from stances.queries.diff import Side, diff
from stances.queries.faults import problems
from stances.queries.filters import Filters
from stances.queries.lookups import codebook
from stances.queries.records import records
from stances.queries.report import report
from stances.schema import schema
from stances.views.formats import ViewOptions
from stances.views.html.report.page import html
from stances.views.table import table
from stances.yaml_reader import read

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Container, Iterator, Mapping

    Files = dict[str, Any]

SCRIPT = Path(__file__).parents[2] / "scripts" / "fields.py"
WIDE = ViewOptions(width=2000)
OFFICIAL = "officials/jansen.yaml"
CODINGS = "codings/anna/jansen.yaml"
HELD: dict[str, tuple[str | int, ...]] = {
    "Meta": ("corpus.yaml",),
    "Bounds": ("corpus.yaml", "assertions", "officials"),
    "Issue": ("codebook.yaml", "issues", 0),
    "Position": ("codebook.yaml", "issues", 0, "positions", 2),
    "Term": ("codebook.yaml", "frames", 0),
    "Source": ("sources/herald.yaml",),
    "Notice": ("sources/herald.yaml", "notices", 0),
    "Uncoded": ("sources/herald.yaml", "uncoded", 0),
    "Assessment": ("sources/herald.yaml", "assessments", 0),
    "Official": (OFFICIAL,),
    "Role": (OFFICIAL, "roles", 0),
    "Statement": (OFFICIAL, "statements", 0),
    "Evidence": (OFFICIAL, "statements", 0, "evidence", 0),
    "Original": (OFFICIAL, "statements", 0, "evidence", 0, "original"),
    "Dispute": (OFFICIAL, "statements", 0, "disputes", 0),
    "Denial": (OFFICIAL, "statements", 0, "disputes", 0, "words"),
    "Decision": (OFFICIAL, "statements", 0, "decided"),
    "Coding": (CODINGS, "first"),
    "Coding.skip": (CODINGS, "third"),
    # These do not go with other keys of their record.
    "Position.open": ("codebook.yaml", "issues", 0, "positions", 3),
    "Statement.words_of": (OFFICIAL, "statements", 1),
}
"""Where each record stands whose fields are set: all that hold more than other records."""
IDS = {
    "official": ("bo", "cas"),
    "source": ("herald", "courier"),
    "issue": ("tram", "bus"),
    "position": ("for", "against"),
    "faction": ("council", "mayor"),
    "frame": ("jobs", "cost"),
}
VALUES: dict[str, tuple[Any, Any]] = {
    "Bounds.maximum": (10, 11),
    "Issue.id": ("tram", "trams"),
    "Position.id": ("spare", "other"),
    "Position.requires": (None, "conditions"),
    "Position.allows": (None, "conditions"),
    "Position.open": (None, True),
    "Term.id": ("jobs", "work"),
    "Statement.id": ("first", "second"),
    "Coding.skip": (None, "another reason"),
    "Coding.words": ("0a1b2c3d", "4d5e6f70"),
    "Decision.date": ("2021-03-01", "2021-03-02"),
    "Statement.words_of": (None, "bo/other"),
    "Statement.same_occasion": ("jansen/third", "jansen/fourth"),
    "Statement.according_to": (None, "somebody"),
    "Evidence.accept": ("ST505", "ST506"),
    "Assessment.accept": ("ST505", "ST506"),
    "Uncoded.accept": ("ST505", "ST506"),
    "Dispute.sources": ("courier", "gazette"),
    "Source.version_of": ("courier", "gazette"),
    "Source.copy_of": ("courier", "gazette"),
    "Evidence.derived_from": ("gazette", "courier"),
    "Original.lang": ("fa", "ar"),
    "Source.published": ("2021-02-01", "2021-02-02"),
    "Source.retrieved": ("2021-03-01", "2021-03-02"),
    "Role.from": ("2020-01-01", "2020-01-02"),
    "Role.until": ("2022-01-01", "2022-01-02"),
}
"""Values that have to be others than those of their kind."""
OF_KIND = {
    "date": ("2021-01-01", "2021-01-02"),
    "moment": ("2021-01-01", "2021-01-02"),
    "truth": (None, True),
    "number": (1, 2),
    "language": ("en", "fa"),
    "url": ("https://example.org/1", "https://example.org/2"),
    "sha256": ("a" * 64, "b" * 64),
}
WORDS = {"text", "prose", "url", "sha256", "mapping"}
"""Kinds whose values are shown as they stand in the files."""


def set_fields() -> list[str]:
    """All fields that have a value of their own, as `Record.key`; the version can have but one."""
    return [
        f"{record}.{key}"
        for record in HELD
        if "." not in record
        for key, field in RECORDS[record].items()
        if field.kind != "record" and key != "schema_version"
    ]


def value(record: str, key: str, number: int) -> Any:  # noqa: ANN401 - as YAML has it
    """The first or the second value of a field."""
    field = RECORDS[record][key]
    if f"{record}.{key}" in VALUES:
        found = VALUES[f"{record}.{key}"][number]
    elif field.kind == "id":
        found = IDS[field.names[0]][number]
    elif field.kind == "choice":
        found = field.choices[number]
    else:
        found = OF_KIND.get(field.kind, [f"{record} {key} {each}" for each in ("one", "two")])[
            number
        ]
    if field.kind == "mapping":
        return {"wikidata": found}
    return [found] if field.many and found is not None else found


def filled(record: str, **given: Any) -> dict[str, Any]:
    """A record with all fields at their first values."""
    found: dict[str, Any] = {}
    for key, field in RECORDS[record].items():
        if key in given:
            found[key] = given[key]
        elif field.record:
            inner = filled(field.record)
            found[key] = [inner] if field.many else inner
        else:
            found[key] = value(record, key, 0)
    return {key: each for key, each in found.items() if each is not None}


def first_files() -> Files:
    """A sound corpus in which every field of every record is set."""
    scale = [
        {"id": id_, "label": id_, "definition": id_, "score": score, "requires": "conditions"}
        for id_, score in (("for", 2), ("against", -2))
    ]
    undecided = {"id": "undecided", "label": "undecided", "definition": "undecided"}
    positions = [*scale, filled("Position"), undecided]
    issues = [filled("Issue", id=id_, positions=positions) for id_ in IDS["issue"]]
    terms = {
        f"{kind}s": [
            filled("Term", id=first),
            {"id": other, "label": f"A {other}", "definition": other},
        ]
        for kind in ("faction", "frame")
        for first, other in [IDS[kind]]
    }
    plain = {"title": "Plain", "published": "2021-02-01", "lang": "en"}
    other: dict[str, Any] = {"name": "Other", "roles": [{"title": "Member"}]}
    evidence = [{"source": "gazette", "form": "quote", "text": "other words"}]
    said = {"id": "other", "said": "2021-01", "position": "for", "conditions": ["if"]}
    other["statements"] = [{**said, "frames": [IDS["frame"][1]], "evidence": evidence}]
    official = filled("Official")
    official["statements"][0]["evidence"] += [{**evidence[0], "source": "courier"}, *evidence]
    official["statements"] += [
        {**other["statements"][0], "id": id_} for id_ in ("joint", "third", "fourth")
    ]
    return {
        "corpus.yaml": filled("Meta", schema_version=1),
        "codebook.yaml": {"issues": issues, **terms},
        "sources/herald.yaml": filled("Source"),
        "sources/courier.yaml": plain,
        "sources/gazette.yaml": plain,
        OFFICIAL: official,
        CODINGS: {"first": filled("Coding"), "third": {"skip": "skipped for now"}},
        "officials/bo.yaml": other,
        "officials/cas.yaml": {**other, "name": "Another"},
    }


def varied(name: str) -> Files:
    """The same with another value of one field; where that is an id, it is renamed throughout."""
    record, key = name.split(".")
    text = json.dumps(first_files())
    if RECORDS[record][key].kind == "id" and not RECORDS[record][key].names:
        old, new = map(json.dumps, VALUES[name])
        return dict(json.loads(text.replace(old, new)))
    files: Files = json.loads(text)
    at: Any = files
    for step in HELD.get(name, HELD[record]):
        at = at[step]
    at[key] = value(record, key, 1)
    if name == "Statement.words_of":
        del at["said"], at["evidence"]
    return files


def written(files: Files, folder: Path) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(json.dumps(data, indent=1), "utf-8")
    return folder


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    return build(written(first_files(), tmp_path_factory.mktemp("first")))


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> dict[str, sqlite3.Connection]:
    """The index of a corpus for each field, in which that field alone has another value."""
    return {
        name: build(written(varied(name), tmp_path_factory.mktemp("varied")))
        for name in set_fields()
    }


def test_the_corpora_are_sound(
    first: sqlite3.Connection, variants: dict[str, sqlite3.Connection]
) -> None:
    for name, index in {"": first, **variants}.items():
        assert [p for p in problems(index) if p.severity == "error"] == [], name


def shown(index: sqlite3.Connection) -> str:
    """What `show` and `codebook` have on a terminal."""
    [ref] = index.execute("SELECT ref FROM statements WHERE official = 'jansen'").fetchone()
    others = ["jansen/third", "jansen", ref, "herald"]
    found: list[Any] = [records(index, [each]) for each in others]
    return "".join(text for each in (*found, codebook(index)) for text in table(each, WIDE))


def page(index: sqlite3.Connection) -> str:
    """The report in HTML."""
    return "".join(html(report(index, Filters()), WIDE))


def rows(index: sqlite3.Connection) -> str:
    """All that `sql` has, but for the places in files."""
    found = []
    for name, keys in columns().items():
        named = ", ".join(f'"{key}"' for key in keys if key not in ("line", "column"))
        found.append([*select(index, f"SELECT {named} FROM {name}")[1]])
    return json.dumps(found, ensure_ascii=False)


EXCEPTIONS: dict[str, dict[str, str]] = {
    "show": {
        "Meta.title Meta.description Meta.scope Meta.license": "`show` shows records; the "
        "report is about the corpus",
        "Bounds": "what `check` holds the corpus to says nothing of a record",
        "Official.kind": "told by the name; JSON has it",
        "Evidence.lang Evidence.prefix Evidence.suffix": "for `verify` alone; JSON has them",
        "Coding.words": "for `check` alone; JSON has them",
        "Decision.of": "for `curate` alone; JSON has them",
    },
    "html": {
        "Meta.license": "the site says it, where the corpus can be downloaded",
        "Bounds": "what `check` holds the corpus to is nothing that it says",
        "Position.id Position.requires Position.allows Position.tension_with": "the "
        "report shows positions by their labels",
        "Term.id Term.definition": "the report shows frames by their labels",
        "Official.aliases Official.identifiers Official.note": "the report is about "
        "statements; `show` has what is known of an official",
        "Role.from Role.until": "each statement has the office it was made in",
        "Decision.of": "for `curate` alone; `show` in JSON has them",
        "Coding": "the report has statements as they were decided; `show` has the readings",
    },
    "sql": {
        "Bounds": "what `check` holds the corpus to is nothing that it says",
    },
    "diff": {},
    "import": {
        "Official.native_name Official.kind Official.aliases Official.identifiers Official.note "
        "Role.from Role.until Role.former": "a sheet is one of statements: of somebody new it has "
        "the name and the office",
        "Evidence.said Evidence.position Evidence.conditions Evidence.speaker": "only within the "
        "column `evidence`: "
        "beside the keys of a statement they would be its own",
        "Source.sha256 Source.note Notice Uncoded Assessment": "a sheet has what cites a source",
        "Meta Bounds Issue Position Term": "what a corpus begins with, which `init` writes",
        "Coding": "readings of statements, which are recorded already",
    },
    "add": {
        "Official.identifiers Role.former Notice Uncoded Assessment": "written by hand",
        "Dispute.sources Denial": "written by hand",
        "Coding": "readings of statements, which are recorded already",
        "Dispute.resolution": "what is new is open; to settle it is an edit",
        "Meta Bounds Issue Position Term": "what a corpus begins with, which `init` writes",
    },
}
"""By output, the fields that it does not have, or records of which it has none, and why."""


def left_out(output: str) -> set[str]:
    """The fields that are excepted."""
    named = {each for names in EXCEPTIONS[output] for each in names.split()}
    return {name for name in set_fields() if {name, name.split(".")[0]} & named}


@pytest.mark.parametrize(("output", "make"), [("show", shown), ("html", page), ("sql", rows)])
def test_fields_are_all_in(
    output: str,
    make: Callable[[sqlite3.Connection], str],
    first: sqlite3.Connection,
    variants: dict[str, sqlite3.Connection],
) -> None:
    before = make(first)
    without = set()
    for name, index in variants.items():
        record, key = name.split(".")
        after, field = make(index), RECORDS[record][key]
        told = value(record, key, 1)
        told = told["wikidata"] if field.kind == "mapping" else told[0] if field.many else told
        if after == before or (field.kind in WORDS and told not in " ".join(after.split())):
            without.add(name)
    assert without == left_out(output)


def test_fields_are_all_compared_by_diff(
    first: sqlite3.Connection, variants: dict[str, sqlite3.Connection]
) -> None:
    without = set()
    for name, index in variants.items():
        record, key = name.split(".")
        found = diff(Side(first, {}), Side(index, {}))
        told = json.dumps(found.changes)
        if not (found.changes and (RECORDS[record][key].kind == "truth" or _new(name) in told)):
            without.add(name)
    assert without == left_out("diff")


def _new(name: str) -> str:
    """The second value of a field, as it stands in JSON."""
    record, key = name.split(".")
    return json.dumps(value(record, key, 1)).strip('[]{}"').rpartition('": "')[2]


def test_fields_are_all_in_the_schema() -> None:
    found: dict[str, Any] = {}
    for kind, record in (FILES | BY_STATEMENT).items():
        made = schema(kind)
        found |= {record: made, **made.get("definitions", {})}
    for record, own in RECORDS.items():
        assert list(found[record]["properties"]) == list(own)
        assert all(each["description"] for each in found[record]["properties"].values())


def run(*arguments: str | Path) -> None:
    done = CliRunner().invoke(cli, [*map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output


def data(folder: Path, path: str) -> Any:  # noqa: ANN401 - as YAML has it
    return read(folder / path).data


def held(data: Mapping[str, Any], record: str) -> Iterator[str]:
    """The fields that a record has in a file, and those that it holds, as `Record.key`."""
    for key, each in data.items():
        field = RECORDS[record][key]
        yield f"{record}.{key}"
        if field.record:
            for inner in each if field.many else [each]:
                yield from held(inner, field.record)


def names_of(record: str, kind: str) -> dict[str, str]:
    """By what names `add` and `import` are given the fields of a record; itself where by none."""
    known = {key: name for name, (each, key) in ADDED[kind].items() if each == record}
    return {key: known.get(key, key) for key in RECORDS[record]}


def given(record: str, kind: str, known: Container[str]) -> dict[str, Any]:
    """All fields of a record that are known by their names, with their second values."""
    return {
        name: value(record, key, 1)
        for key, name in names_of(record, kind).items()
        if name in known and RECORDS[record][key].kind not in ("record", "mapping")
    }


def test_fields_all_have_a_column_of_import(tmp_path: Path) -> None:
    files = first_files()
    del files[OFFICIAL], files["sources/herald.yaml"], files[CODINGS]
    folder = written(files, tmp_path / "corpus")
    new: dict[str, Any] = {"source": "herald", "official": "jansen", "form": "quote", "text": "x"}
    new |= {"name": "Jan", "said": "2021-01-01", "position": "for", "conditions": ["if"]}
    for key, each in given("Source", "source", {*KEYS, "kind"}).items():
        new["source_kind" if key == "kind" else key] = each
    new |= given("Role", "official", KEYS)
    row: dict[str, Any] = {"official": "bo", "disputes": [filled("Dispute")]}
    for record in ("Original", "Evidence", "Decision", "Statement"):
        row |= given(record, "statement", KEYS)
    row["source"] = "gazette"
    same = {"official": "bo", "id": "third", "position": "for", "conditions": ["if"]}
    joint = {**same, "official": "jansen", "words_of": row.pop("words_of")}
    row["same_occasion"] = ["bo/other"]
    row["disputes"][0]["sources"] = ["gazette"]
    table = tmp_path / "rows.jsonl"
    table.write_text("".join(f"{json.dumps(each)}\n" for each in (new, row, joint)), "utf-8")
    both = ("--new-officials", "--new-sources")
    run("import", "jsonl", table, "--yes", *both, "--data", folder)
    found = {*held(data(folder, OFFICIAL), "Official")}
    for statement in data(folder, "officials/bo.yaml")["statements"][1:]:
        found |= {*held(statement, "Statement")}
    found |= {*held(data(folder, "sources/herald.yaml"), "Source")}
    assert {*set_fields()} - found == left_out("import")


def options_of(kind: str) -> dict[str, click.Parameter]:
    assert isinstance(add, click.Group)
    return {str(each.name): each for each in add.commands[kind].params}


def test_fields_all_have_an_option_of_add(tmp_path: Path) -> None:
    files = first_files()
    del files[OFFICIAL], files["sources/herald.yaml"], files[CODINGS]
    folder = written(files, tmp_path)
    run_add(folder, "source", "herald", given("Source", "source", options_of("source")))
    official = options_of("official")
    own = given("Official", "official", official) | given("Role", "official", official)
    run_add(folder, "official", "jansen", own)
    statement = options_of("statement")
    own = given("Evidence", "statement", statement) | given("Original", "statement", statement)
    own |= given("Decision", "statement", statement)
    own |= given("Statement", "statement", statement)
    own |= {"source": "gazette", "disputes": ("date", "who differs")}
    joint = {
        "id": "joint",
        "position": "for",
        "conditions": ["if"],
        "words_of": own.pop("words_of"),
    }
    run_add(folder, "statement", "jansen", joint)
    run_add(folder, "statement", "jansen", own | {"same_occasion": ["jansen/joint"]})
    found = {*held(data(folder, OFFICIAL), "Official")}
    own = given("Evidence", "evidence", options_of("evidence")) | {"text": "more words"}
    run_add(folder, "evidence", "jansen/second", own | {"derived_from": "gazette"})
    found |= {*held(data(folder, OFFICIAL), "Official")}
    found |= {*held(data(folder, "sources/herald.yaml"), "Source")}
    assert {*set_fields()} - found == left_out("add")


def run_add(folder: Path, kind: str, name: str, options: dict[str, Any]) -> None:
    words = []
    for option, each in options.items():
        if option == "name":
            continue
        words.append(f"--{option.replace('_', '-')}")
        if each is not True:
            words += each if isinstance(each, list | tuple) else [each]
    run("add", kind, name, *words, "--yes", "--no-verify", "--data", folder)


def test_options_of_fields_that_hold_ids_or_words_are_completed() -> None:
    complete_by_name(add)
    for kind, names in ADDED.items():
        options = options_of(kind)
        for name, (record, key) in names.items():
            field = RECORDS[record][key]
            if name in options and field.names:
                type_: Any = options[name].type
                assert getattr(type_, "kind", None) in field.names, name
            if name in options and field.choices:
                type_ = options[name].type
                assert isinstance(type_, click.Choice), name
                assert tuple(type_.choices) == field.choices


def test_what_is_known_of_fields_is_that_of_the_models() -> None:
    assert runpy.run_path(str(SCRIPT))["is_fresh"]()
