"""Schemas and models agree: what others read of a record's YAML, and what the program reads."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from check_jsonschema.parsers.yaml import construct_yaml_implementation, impl2loader
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from stances.model import records as model
from stances.model.types import SLUG
from stances.schema import schema
from stances.schema.descriptions import DESCRIPTIONS
from stances.yaml_reader import parse

if TYPE_CHECKING:
    from stances.model.records import Record

Keys = dict[str, Any]

LOAD = impl2loader(construct_yaml_implementation(), construct_yaml_implementation(pure=True))
"""How check-jsonschema reads YAML."""
EVIDENCE = {"source": "courier", "form": "quote", "text": "We build.", "note": "So printed."}
DISPUTE = {"about": "date", "note": "They differ."}
STATEMENT: Keys = {"id": "s1", "said": "2021-05", "position": "yes", "evidence": [EVIDENCE]}
POSITION = {"id": "yes", "label": "Yes", "definition": "For it."}
ISSUE: Keys = {"id": "a", "question": "b?", "positions": [POSITION]}
LEAST: dict[type[Record], tuple[str, Keys]] = {
    model.Meta: ("corpus", {"title": "Trams", "schema_version": "1", "coder": "tests"}),
    model.Assertions: ("corpus", {}),
    model.Bounds: ("corpus", {}),
    model.Codebook: (
        "codebook",
        {"issues": [{"id": "a", "question": "b?", "positions": [POSITION]}]},
    ),
    model.Issue: ("codebook", {"id": "a", "question": "b?", "positions": [POSITION]}),
    model.Position: ("codebook", POSITION),
    model.Term: ("codebook", {"id": "jobs", "label": "Jobs", "definition": "Work."}),
    model.Source: ("source", {"title": "Rails", "published": "2021-05-05", "lang": "en"}),
    model.Notice: ("source", {"kind": "corrected"}),
    model.Uncoded: ("source", {"text": "We build.", "why": "Nobody says it."}),
    model.Assessment: ("source", {"about": ["council"], "text": "It waits.", "note": "Why."}),
    model.Part: ("part", {"statements": [STATEMENT]}),
    model.Official: ("official", {"name": "Jansen"}),
    model.Role: ("official", {"title": "Clerk"}),
    model.Statement: ("official", STATEMENT | {"disputes": [DISPUTE]}),
    model.Evidence: ("official", EVIDENCE),
    model.Decision: ("official", {"by": "Anna", "why": "Both agree now."}),
    model.Coding: ("coding", {"position": "yes"}),
    model.Original: ("official", {"text": "می‌سازیم", "lang": "fa"}),
    model.Dispute: ("official", DISPUTE),
    model.Denial: ("official", {"text": "Never.", "source": "courier"}),
}
"""In which file each kind of record stands, and the least that it can do with."""

PLAIN = (
    *("text", "en", "zh-Hant", "quote", "certain", "probable", "person", "speaker", "conditions"),
    *("denied", "true", "false", "no", "yes", "on", "True?", "a-b", "a--b", "A_b", "a_b", "-a"),
    *("-1", "0", "999999", "9999999", "-1000000", "2014", "0800", "0000", "۲۰۱۴"),
    *("2014-06-18", "2014-06", "2014-06-18?", "2014~", "../2014-06-18", "2014-06/..", "../.."),
    *("2014-06-01/2014-06", "2014-13", "2014-06-32", "2014-22", "2014-06-18T10:00", "18 June"),
    *("2014-06-18T10:00:00", "2014-06-18T10:00:00Z", "2014-06-18T24:00:00+04:30", "a/b", "a/b/c"),
    *("2014-06-18T20:30:00+04:30", "2014-06-18T20:30:60", "ST505", "ST5", "unnamed", "retracted"),
    *("https://a.example/x", "https://a.example/x y", "ftp://a.example", "a" * 64, "F" * 64),
    *("", "~", "null", '""', '" "', '"\\u200c"', '"a\\nb"', "|\n  a\n  b", ">-\n  a\n  b"),
    *("[]", "[a]", "[a, b]", "[A]", "[[a]]", "[~]", "[2014, true]", "{}", "{a: b}", "{a: [b]}"),
    *("{a: ~}", "'true'", "'2'", "'-0'", "'0.5'", "'2014'"),
)
"""Values as they stand in a file. To others, some are numbers, truths or nothing."""
DISGUISED = tuple("True 2 +2 0.5 0o17 0x1f 0x1F 1e3 1E3 1.0 .5 .inf 1_000 0017".split())
"""Numbers and truths of which others do not see how they are written."""


@cache
def validator(record: type[Record]) -> Draft7Validator:
    whole = schema(LEAST[record][0])
    if record.__name__ in whole.get("definitions", {}):
        reference = f"#/definitions/{record.__name__}"
        whole = {"$ref": reference, "definitions": whole["definitions"]}
    return Draft7Validator(whole)


def theirs(record: type[Record], text: str) -> bool:
    """Whether a validator of schemas accepts a record."""
    return bool(validator(record).is_valid(LOAD(io.BytesIO(text.encode()))))


def ours(record: type[Record], text: str) -> bool:
    """Whether the program does; that of a version is in the reader of the corpus."""
    document = parse(text.encode())
    other = record is model.Meta and (document.data or {}).get("schema_version", "1") != "1"
    sound = not document.faults and not other
    return sound and model.validate(record, document.data)[0] is not None


def text_of(fields: Keys) -> str:
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in fields.items())


def keys_of(record: type[Record]) -> list[str]:
    return [field.alias or name for name, field in record.model_fields.items()]


class TestSchemaAndModel:
    @pytest.mark.parametrize("record", LEAST)
    def test_agree_on_each_value(self, record: type[Record]) -> None:
        for key in keys_of(record):
            rest = text_of({name: value for name, value in LEAST[record][1].items() if name != key})
            for value in PLAIN:
                text = f"{rest}{key}: {value}\n"
                assert theirs(record, text) == ours(record, text), text

    @pytest.mark.parametrize("record", LEAST)
    def test_refuse_nothing_for_what_others_take_it_for(self, record: type[Record]) -> None:
        for key in keys_of(record):
            rest = text_of({name: value for name, value in LEAST[record][1].items() if name != key})
            for value in DISGUISED:
                text = f"{rest}{key}: {value}\n"
                assert theirs(record, text) or not ours(record, text), text

    @pytest.mark.parametrize("record", LEAST)
    def test_agree_on_required_keys(self, record: type[Record]) -> None:
        for key in LEAST[record][1]:
            rest = text_of({name: value for name, value in LEAST[record][1].items() if name != key})
            if rest:
                assert theirs(record, rest) == ours(record, rest), key

    @pytest.mark.parametrize("record", LEAST)
    def test_have_the_same_keys(self, record: type[Record]) -> None:
        text = f"{text_of(LEAST[record][1])}colour: red\n"
        assert not theirs(record, text)
        assert not ours(record, text)

    def test_have_a_description_of_each_key(self) -> None:
        described = {name: [*keys] for name, keys in DESCRIPTIONS.items()}
        assert described == {record.__name__: keys_of(record) for record in LEAST}


PLAIN_WORD = re.compile(r"(?!(?i:null|~)$)[A-Za-z0-9.+_][A-Za-z0-9.+_-]*")
TRICKY = ["true", "False", "no", "2014", "1e3", "0x1f", "1.5", ".5", ".nan", "007", "null", "~"]
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1)
LINES = st.one_of(st.sampled_from(TRICKY), WORDS, st.lists(WORDS, min_size=2).map(" ".join))
SLUGS = st.from_regex(SLUG, fullmatch=True)
DAYS = st.dates().map(str)
DATES = st.one_of(DAYS, DAYS.map("../{}".format), st.integers(1, 9999).map("{:04}%".format))


def one(required: Keys, **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Keys]:
    return st.fixed_dictionaries(required, optional=optional)


PIECES = one(
    {"source": SLUGS, "form": st.sampled_from(["quote", "document", "paraphrase"]), "text": LINES},
    lang=st.just("fa"),
    speaker=SLUGS,
    said=DATES,
    position=SLUGS,
    prefix=LINES,
    locator=LINES,
    derived_from=SLUGS,
    note=LINES,
)
DISPUTES = one({"about": st.sampled_from(["speaker", "wording"]), "note": LINES}, resolution=LINES)
STATEMENTS = one(
    {"id": SLUGS, "said": DATES, "position": SLUGS, "evidence": st.lists(PIECES, min_size=1)},
    repeated=st.sampled_from(["true", "false"]),
    venue=LINES,
    frames=st.just(["a", "b"]),
    faction=SLUGS,
    summary=LINES,
    disputes=st.lists(DISPUTES),
)
OFFICIALS = one(
    {"name": LINES},
    native_name=LINES,
    aliases=st.lists(LINES),
    note=LINES,
    roles=st.lists(one({"title": LINES}, **{"faction": SLUGS, "from": DATES})),
    identifiers=st.dictionaries(WORDS, LINES),
    statements=st.lists(STATEMENTS, max_size=3),
)


def written(value: object) -> str:
    """A value as YAML, with no quotation marks where none are needed."""
    if isinstance(value, dict):
        return (
            f"{{{', '.join(f'{json.dumps(key)}: {written(each)}' for key, each in value.items())}}}"
        )
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    word = str(value)
    return word if PLAIN_WORD.fullmatch(word) else json.dumps(word)


@given(OFFICIALS)
def test_whatever_is_a_record_is_one_to_others_too(fields: Keys) -> None:
    text = written(fields)
    if ours(model.Official, text):
        assert theirs(model.Official, text), text
