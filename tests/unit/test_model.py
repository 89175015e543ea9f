from __future__ import annotations

import inspect
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from cases import every_case
from stances.dates import parse_date
from stances.model import records as model
from stances.model.fields import FREE_TEXT
from stances.model.records import Record, validate

Keys = list[tuple[type[Record], str]]

EVIDENCE = {"source": "courier", "form": "quote", "text": "We build."}
WHOLE: dict[type[Record], dict[str, Any]] = {
    model.Bounds: {},
    model.Meta: {"title": "Trams", "schema_version": "1", "coder": "tests"},
    model.Position: {"id": "yes", "label": "Yes", "definition": "For it."},
    model.Term: {"id": "jobs", "label": "Jobs", "definition": "Work."},
    model.Assessment: {"about": ["council"], "text": "It waits."},
    model.Source: {"title": "Rails", "published": "2021-05-05", "lang": "en"},
    model.Role: {},
    model.Original: {"lang": "fa"},
    model.Notice: {"kind": "corrected"},
    model.Uncoded: {"text": "We build.", "why": "Nobody says it."},
    model.Denial: {"text": "Never.", "source": "courier"},
    model.Evidence: EVIDENCE,
    model.Dispute: {"about": "date", "note": "They differ."},
    model.Statement: {"id": "s1", "said": "2021", "position": "yes", "evidence": [EVIDENCE]},
    model.Official: {"name": "Jansen"},
}
"""Of each kind the least that it can do with."""

LINES: Keys = [
    (model.Meta, "title coder"),
    (model.Position, "label"),
    (model.Term, "label"),
    (model.Assessment, "text"),
    (model.Uncoded, "text prefix suffix locator"),
    (model.Denial, "text by"),
    (model.Source, "title publisher kind"),
    (model.Role, "title"),
    (model.Original, "text"),
    (model.Evidence, "text prefix suffix locator via"),
    (model.Statement, "venue summary coder role spoken_by"),
    (model.Official, "name native_name"),
]
PROSE: Keys = [
    (model.Meta, "description scope"),
    (model.Position, "definition"),
    (model.Term, "definition"),
    (model.Assessment, "note"),
    (model.Source, "note"),
    (model.Notice, "note"),
    (model.Uncoded, "why"),
    (model.Evidence, "note"),
    (model.Dispute, "note resolution"),
    (model.Statement, "note"),
    (model.Official, "note"),
]
SLUGS: Keys = [
    (model.Meta, "default_issue"),
    (model.Position, "id"),
    (model.Term, "id"),
    (model.Role, "faction"),
    (model.Source, "version_of copy_of"),
    (model.Denial, "source"),
    (model.Evidence, "source speaker position derived_from"),
    (model.Statement, "id issue position faction"),
]
DATES: Keys = [
    (model.Assessment, "when"),
    (model.Source, "published retrieved"),
    (model.Notice, "date"),
    (model.Role, "from until"),
    (model.Evidence, "said"),
    (model.Statement, "said"),
]
WORDS: dict[tuple[type[Record], str], str] = {
    (model.Position, "requires"): "conditions",
    (model.Position, "allows"): "conditions",
    (model.Notice, "kind"): "corrected retracted updated deleted",
    (model.Official, "kind"): "person institution unnamed",
    (model.Evidence, "form"): "quote document partial-quote paraphrase",
    (model.Evidence, "match"): "certain probable",
    (model.Dispute, "about"): "speaker wording date position conditions",
    (model.Statement, "status"): "attested disputed denied misattributed",
}


def each(listed: Keys) -> Keys:
    return [(kind, key) for kind, keys in listed for key in keys.split()]


def read(kind: type[Record], key: str, value: object) -> Any:  # noqa: ANN401 - any field
    record, faults = validate(kind, WHOLE[kind] | {key: value})
    assert record is not None, faults
    return getattr(record, "from_" if key == "from" else key)


def refused(kind: type[Record], key: str, value: object) -> str:
    record, [fault] = validate(kind, WHOLE[kind] | {key: value})
    assert record is None
    assert fault.at == (key,)
    assert fault.message
    assert fault.hint
    return fault.code


class TestRecord:
    @pytest.mark.parametrize("kind", WHOLE)
    def test_can_do_with_this_and_without_none_of_it(self, kind: type[Record]) -> None:
        assert validate(kind, WHOLE[kind])[1] == []
        for key in WHOLE[kind]:
            _, faults = validate(kind, {k: v for k, v in WHOLE[kind].items() if k != key})
            assert [(fault.code, fault.at) for fault in faults] == [("ST202", (key,))]

    @pytest.mark.parametrize("kind", WHOLE)
    def test_does_not_change_once_it_is_read(self, kind: type[Record]) -> None:
        record, _ = validate(kind, WHOLE[kind])
        with pytest.raises(ValidationError, match="frozen"):
            record.anything = "else"  # type: ignore[union-attr]

    def test_is_attested_certain_and_of_a_person_unless_it_says_otherwise(self) -> None:
        statement = model.Statement.model_validate(WHOLE[model.Statement])
        assert (statement.status, statement.repeated) == ("attested", False)
        assert (statement.conditions, statement.frames, statement.disputes) == ([], [], [])
        assert statement.evidence[0].match == "certain"
        assert model.Official.model_validate(WHOLE[model.Official]).kind == "person"
        assert not model.Role.model_validate({}).former

    def test_has_no_value_where_it_gives_none(self) -> None:
        for kind, fields in WHOLE.items():
            record = kind.model_validate(fields)
            for name, field in kind.model_fields.items():
                if name not in fields and field.default is None:
                    assert getattr(record, name) is None

    def test_may_need_an_item_in_its_list(self) -> None:
        assert refused(model.Statement, "evidence", []) == "ST306"
        assert refused(model.Assessment, "about", []) == "ST203"


class TestLine:
    @pytest.mark.parametrize(("kind", "key"), each(LINES))
    def test_is_taken_without_the_space_around_it(self, kind: type[Record], key: str) -> None:
        assert read(kind, key, " words: of\N{NO-BREAK SPACE}it #1 ") == (
            "words: of\N{NO-BREAK SPACE}it #1"
        )

    @pytest.mark.parametrize(("kind", "key"), each(LINES))
    def test_is_refused_on_two(self, kind: type[Record], key: str) -> None:
        assert refused(kind, key, "one\ntwo") == "ST207"

    @pytest.mark.parametrize(("kind", "key"), each(LINES))
    def test_is_refused_if_nothing_is_on_it(self, kind: type[Record], key: str) -> None:
        assert refused(kind, key, " \t") == "ST015"

    @pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n"])
    def test_is_refused_on_two_whatever_ends_the_first(self, line_break: str) -> None:
        assert refused(model.Evidence, "text", f"one{line_break}two") == "ST207"

    @pytest.mark.parametrize(
        ("kind", "key"),
        [
            (model.Statement, "conditions"),
            (model.Official, "aliases"),
            (model.Source, "authors"),
        ],
    )
    def test_may_be_an_item_of_a_list(self, kind: type[Record], key: str) -> None:
        assert read(kind, key, [" a ", "b"]) == ["a", "b"]
        _, [fault] = validate(kind, WHOLE[kind] | {key: ["a", "b\nc"]})
        assert (fault.code, fault.at) == ("ST207", (key, 1))

    def test_may_be_an_identifier_under_any_key(self) -> None:
        assert read(model.Official, "identifiers", {"wikidata": " Q1 "}) == {"wikidata": "Q1"}
        _, [fault] = validate(model.Official, {"name": "A", "identifiers": {"wikidata": "\n"}})
        assert (fault.code, fault.at) == ("ST207", ("identifiers", "wikidata"))


@pytest.mark.parametrize(("kind", "key"), each(PROSE))
def test_prose_may_have_paragraphs_but_not_be_empty(kind: type[Record], key: str) -> None:
    assert read(kind, key, " one\n\ntwo\n") == "one\n\ntwo"
    assert refused(kind, key, " \n") == "ST015"


class TestSlug:
    @pytest.mark.parametrize("id_", ["a", "7", "nuclear-deal-first", "wsws-2014-06-21"])
    def test_is_of_lower_case_letters_digits_and_hyphens(self, id_: str) -> None:
        with every_case() as case:
            for kind, key in each(SLUGS):
                with case(kind.__name__, key):
                    assert read(kind, key, id_) == id_

    @pytest.mark.parametrize(
        "id_", ["", "A", "a b", " a", "a_b", "-a", "a-", "a--b", "é", "٣", "a/b", "a\n"]
    )
    def test_is_of_nothing_else(self, id_: str) -> None:
        with every_case() as case:
            for kind, key in each(SLUGS):
                with case(kind.__name__, key):
                    assert refused(kind, key, id_) == "ST206"

    def test_stands_in_lists_too(self) -> None:
        assert read(model.Statement, "frames", ["jobs", "cost"]) == ["jobs", "cost"]
        _, [fault] = validate(model.Assessment, {"about": ["council", "The mayor"], "text": "x"})
        assert (fault.code, fault.at) == ("ST206", ("about", 1))


class TestDateField:
    @pytest.mark.parametrize(("kind", "key"), each(DATES))
    def test_is_read_with_its_bounds(self, kind: type[Record], key: str) -> None:
        assert read(kind, key, "../2014-06~") == parse_date("../2014-06~")

    @pytest.mark.parametrize(("kind", "key"), each(DATES))
    def test_is_refused_with_what_is_meant(self, kind: type[Record], key: str) -> None:
        _, [fault] = validate(kind, WHOLE[kind] | {key: "18.6.2014"})
        assert (fault.code, fault.at) == ("ST204", (key,))
        assert "year first" in fault.message
        assert fault.hint == "write `2014-06-18`"


class TestNumber:
    @pytest.mark.parametrize(
        ("text", "number"), [("2", 2), ("+2", 2), ("-2", -2), ("0", 0), ("999999", 999_999)]
    )
    def test_is_whole(self, text: str, number: int) -> None:
        assert read(model.Position, "score", text) == number

    @pytest.mark.parametrize(
        "text", ["", "1.0", "1e3", "two", "۲", "1 ", "1_0", "0x1", "1000000", "--1", "true"]
    )
    def test_is_nothing_else(self, text: str) -> None:
        assert refused(model.Position, "score", text) == "ST208"

    def test_of_records_is_not_below_zero(self) -> None:
        assert read(model.Bounds, "minimum", "0") == 0
        assert refused(model.Bounds, "minimum", "-1") == "ST208"
        assert refused(model.Bounds, "maximum", "-1") == "ST208"


@pytest.mark.parametrize(("kind", "key"), [(model.Role, "former"), (model.Statement, "repeated")])
def test_a_truth_is_true_or_false_and_no_other_word(kind: type[Record], key: str) -> None:
    assert read(kind, key, "true") is True
    assert read(kind, key, "false") is False
    for text in ("yes", "True", "1", "no", ""):
        assert refused(kind, key, text) == "ST209"


@pytest.mark.parametrize(("kind", "key"), WORDS)
def test_a_word_is_one_of_those_that_the_key_takes(kind: type[Record], key: str) -> None:
    for word in WORDS[kind, key].split():
        assert read(kind, key, word) == word
        assert refused(kind, key, word.upper()) == "ST205"


@pytest.mark.parametrize(
    ("key", "code", "fitting", "unfit"),
    [
        ("lang", "ST211", "en fa zh-Hant pt-BR ckb", "English EN e en_US en- en-a english 12"),
        ("sha256", "ST210", f"{'0a' * 32}", f"{'0A' * 32} {'0a' * 31} {'0a' * 33} {'0g' * 32}"),
        (
            "url",
            "ST212",
            "https://a.example http://a.example/b?c=d#e https://fa.example/فارسی",
            "a.example ftp://a.example https:// https:///b http//a file:///etc",
        ),
    ],
)
def test_a_source_says_how_it_is_found_again(key: str, code: str, fitting: str, unfit: str) -> None:
    for text in fitting.split():
        assert read(model.Source, key, text) == text
    for text in unfit.split():
        assert refused(model.Source, key, text) == code


def test_an_address_has_no_spaces_in_it() -> None:
    assert refused(model.Source, "url", "https://a.example/b c") == "ST212"


def test_words_of_evidence_may_be_in_another_language_than_their_source() -> None:
    assert read(model.Evidence, "lang", "fa") == "fa"
    assert refused(model.Evidence, "lang", "Persian") == "ST211"
    assert refused(model.Original, "lang", "Persian") == "ST211"


def test_keys_of_free_text_are_keys_of_text() -> None:
    kinds = [
        kind
        for _, kind in inspect.getmembers(model, inspect.isclass)
        if issubclass(kind, BaseModel)
    ]
    keys = {name for kind in kinds for name in kind.model_fields}
    assert keys >= FREE_TEXT
    texts = {key for _, key in each(LINES) + each(PROSE)} | {
        "conditions",
        "aliases",
        "question",
        "skip",
    }
    unfree = {"publisher", "kind", "coder", "license", "role", "by", "spoken_by", "via"}
    assert texts - unfree == FREE_TEXT


def test_fields_are_named_as_the_keys_that_they_are_read_from() -> None:
    aliases = {
        name: field.alias
        for kind in WHOLE
        for name, field in kind.model_fields.items()
        if field.alias
    }
    assert aliases == {"from_": "from"}
