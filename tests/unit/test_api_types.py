"""The types of the API are those of the filters, of the columns and of the documented JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

import stances
from stances.queries import (
    agreement,
    camps,
    conflicts,
    coverage,
    listing,
    network,
    search,
    summary,
    timeline,
    verification,
)
from stances.queries.filters import Filters
from stances.queries.network import explanation

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = {
    path.name: json.loads(path.read_text("utf-8"))
    for path in (ROOT / "tests" / "cli" / "schemas").glob("*.json")
}
ROWS: dict[str, tuple[type, tuple[str, ...]]] = {
    "list": (stances.ListRow, tuple(listing.KEYS)),
    "search": (stances.SearchRow, tuple(search.KEYS)),
    "summary": (stances.SummaryRow, ("issue", *summary.BY, "coding", *summary.FIGURES)),
    "timeline": (stances.TimelineRow, tuple(timeline.KEYS)),
    "camps": (stances.CampsRow, tuple(camps.KEYS)),
    "camp-terms": (stances.CampTermRow, tuple(camps.EXPLAINED)),
    "conflicts": (stances.ConflictRow, tuple(conflicts.KEYS)),
    "network": (stances.NetworkRow, tuple(network.KEYS)),
    "network-windows": (stances.NetworkWindowRow, tuple(network.Asked(window=1).keys)),
    "network-ties": (stances.NetworkTieRow, tuple(network.TIE_KEYS)),
    "network-terms": (stances.NetworkTermRow, tuple(explanation.KEYS)),
    "agreement": (stances.AgreementRow, (*agreement.BY[1:], *agreement.KEYS)),
    "verify": (stances.VerifyRow, tuple(verification.KEYS)),
    "coverage": (stances.CoverageRow, tuple(coverage.KEYS)),
}
NAMES = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
Shape = frozenset[Any]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        file, _, path = schema["$ref"].partition("#/")
        schema = SCHEMAS[file]
        for step in path.split("/"):
            schema = schema[step]
    return schema


def of_schema(schema: dict[str, Any]) -> Shape:
    """The values that a schema allows: names of types, words, and the shapes of what they hold."""
    schema = resolved(schema)
    if "type" not in schema and "allOf" in schema:
        return of_schema(schema["allOf"][0])
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return frozenset().union(*map(of_schema, schema[key]))
    if "const" in schema or "enum" in schema:
        words = schema.get("enum", [schema.get("const")])
        return frozenset("null" if word is None else ("word", word) for word in words)
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    shapes: set[Any] = set(kinds)
    if "array" in kinds:
        shapes ^= {"array", ("list", of_schema(schema["items"]))}
    if "object" in kinds:
        shapes ^= {"object", ("row", keys_of_schema(schema))}
    return frozenset(shapes)


def keys_of_schema(schema: dict[str, Any]) -> frozenset[tuple[str, bool, Shape]]:
    return frozenset(
        (key, key in schema["required"], of_schema(each))
        for key, each in schema["properties"].items()
    )


def of_hint(hint: Any) -> Shape:  # noqa: ANN401 - any annotation
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return frozenset().union(*map(of_hint, get_args(hint)))
    if origin is Literal:
        return frozenset(("word", word) for word in get_args(hint))
    if origin is list:
        return frozenset({("list", of_hint(get_args(hint)[0]))})
    if is_typeddict(hint):
        return frozenset({("row", keys_of_hint(hint))})
    return frozenset({NAMES[hint]})


def keys_of_hint(row: Any) -> frozenset[tuple[str, bool, Shape]]:  # noqa: ANN401 - a TypedDict
    hints = get_type_hints(row)
    return frozenset((key, key in row.__required_keys__, of_hint(hints[key])) for key in hints)


@pytest.mark.parametrize("question", ROWS)
class TestRowTypes:
    def test_have_the_columns(self, question: str) -> None:
        row, keys = ROWS[question]
        assert {*get_type_hints(row)} == {*keys}

    def test_are_the_documented_json(self, question: str) -> None:
        items = resolved(SCHEMAS[f"{question}.json"]["items"])
        kinds = items.get("oneOf", [items])
        documented: dict[str, tuple[bool, set[Any]]] = {}
        for kind in kinds:
            for key, required, shape in keys_of_schema(kind):
                documented.setdefault(key, (required, set()))[1].update(shape)
        own = {
            key: (required, {*shape}) for key, required, shape in keys_of_hint(ROWS[question][0])
        }
        assert own == documented


class TestFilterOptions:
    def test_are_the_filters(self) -> None:
        hints = get_type_hints(stances.FilterOptions)
        assert {*hints} == {*Filters._fields, "coding"}
        for name, default in Filters._field_defaults.items():
            kinds = {*get_args(hints[name])} or {hints[name]}
            if isinstance(default, bool | int):
                assert kinds == {type(default)}, name
            else:
                assert str in kinds, name

    def test_are_the_options_of_the_commands(self) -> None:
        from stances.cli.list import command  # noqa: PLC0415 - click is slow

        options = {option.name for option in command.params}
        assert {*get_type_hints(stances.FilterOptions)} <= options


GOOD = """
from __future__ import annotations

import stances

corpus = stances.load("data")
rows = corpus.list(faction=["military", "security"], since="2014-06", certain=True, min_sources=1)
first: str = rows[0]["ref"]
score: int | None = rows[0]["score"]
words: list[str] = [piece["text"] for piece in rows[0]["evidence"]]
some: stances.Rows[stances.ListRow] = rows[:2]
for row in corpus.summary(["faction", "position"], issue="us-iran-cooperation"):
    mean: float | None = row["mean"]
for change in corpus.timeline(shifts=True, official="rouhani"):
    before: str | None = change["previous"]
excerpt: str = corpus.search("Iran", text="cooperation")[0]["excerpt"]
found = corpus.conflicts(within=7, unresolved=True, official="zarif")
state: bool = found[0]["state"] == "resolved"
weight: float = corpus.network(measure="subtract", of="faction", issue="us-trust")[0]["weight"]
sure: float = corpus.network(window="90d", step=30, min_weight="1/3")[0]["weight_certain"]
total: int | None = corpus.network(measure="two-mode")[0]["total"]
term: float | None = corpus.network(explain=("rouhani", "zarif"))[0]["agreement"]
options: stances.FilterOptions = {"faction": "military"}
corpus.list(**options)
svg: str = corpus.chart(issue="us-iran-cooperation").svg
text: str = corpus.report(**options).to("markdown")
shown: str = corpus.show("zarif")["name"]
number: object = corpus.sql("SELECT COUNT(*) AS n FROM statements")[0]["n"]
ref: str = corpus.statements[first].ref
verdict: bool = corpus.verify("copies")[0]["result"] == "found"
covered: int | None = corpus.coverage("copies")[0]["covered"]
frame = rows.to_pandas()
heights: int = rows.to_polars().height
"""
BAD = {
    'corpus.list(fction="military")': "call-arg",
    "corpus.list(certain=1)": "arg-type",
    'corpus.list(min_sources="2")': "arg-type",
    "corpus.list(since=2014)": "arg-type",
    'corpus.summary(by="faction", issu="x")': "call-arg",
    'corpus.list()[0]["reff"]': "typeddict-item",
    'corpus.list()[0]["status"] == "atested"': "comparison-overlap",
    'number: int = corpus.list()[0]["score"]': "assignment",
    'corpus.conflicts()[0]["ref"].append("x")': "attr-defined",
    'corpus.search(["Iran"])': "arg-type",
    'corpus.network(measure="congrunce")': "call-overload",
    'corpus.network()[0]["weight_certain"]': "typeddict-item",
    'corpus.statements["a/b"] = None': "index",
    'corpus.statements["a/b"].reff': "attr-defined",
}


class TestTypeChecking:
    """What a user who runs `mypy --strict` is told."""

    @pytest.fixture(scope="class")
    @staticmethod
    def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
        folder = tmp_path_factory.mktemp("user")
        begin = 'import stances\n\ncorpus = stances.load("data")\n'
        (folder / "good.py").write_text(GOOD, "utf-8")
        (folder / "bad.py").write_text(begin + "\n".join(BAD) + "\n", "utf-8")
        command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "good.py"]
        options = ["bad.py", "--cache-dir", str(folder / "cache"), "--config-file", ""]
        done = subprocess.run(
            [*command, *options], cwd=folder, capture_output=True, text=True, check=False
        )
        assert not done.stderr
        return folder, done.stdout.splitlines()

    def test_takes_what_is_right(self, told: tuple[Path, list[str]]) -> None:
        assert [line for line in told[1] if line.startswith("good.py")] == []

    def test_refuses_what_is_wrong(self, told: tuple[Path, list[str]]) -> None:
        errors = [line for line in told[1] if line.startswith("bad.py") and ": error: " in line]
        codes = {line.split(":")[1]: line.rpartition("[")[2].rstrip("]") for line in errors}
        assert codes == {str(number): code for number, code in enumerate(BAD.values(), 4)}
