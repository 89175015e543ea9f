from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.model.records import Codebook, Meta, Official, Record, Source, Statement, validate

if TYPE_CHECKING:
    from stances.problems import Fault, Where

EVIDENCE = {"source": "courier", "form": "quote", "text": "We build."}
STATEMENT = {"id": "s1", "said": "2021-05-03", "position": "supports", "evidence": [EVIDENCE]}
ISSUE = {"id": "tram", "question": "Build it?", "positions": []}
META = {"title": "Trams", "schema_version": "1", "coder": "tests"}
ASSERTING = META | {"assertions": {"officials": {"minium": "3"}}}
ORIGINAL = {"text": "می‌سازیم", "lang": "fa", "txet": "می‌سازیم"}
NAMED = {"name": "Jansen"}


def faults(kind: type[Record], fields: object, at: Where = ()) -> list[Fault]:
    record, found = validate(kind, fields, at)
    assert (record is None) == bool(found)
    return found


def fault(kind: type[Record], fields: object, at: Where = ()) -> Fault:
    [found] = faults(kind, fields, at)
    return found


def evidence(**fields: Any) -> dict[str, Any]:
    return STATEMENT | {"evidence": [EVIDENCE | fields]}


def role(**fields: Any) -> dict[str, Any]:
    return NAMED | {"roles": [fields]}


def disputed(**fields: Any) -> dict[str, Any]:
    return STATEMENT | {"disputes": [{"about": "date", "note": "They differ."} | fields]}


def without(record: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in keys}


class TestUnknownKey:
    def test_that_is_like_a_missing_one_is_one_fault_with_it(self) -> None:
        found = fault(Statement, without(STATEMENT, "position") | {"postion": "supports"})
        assert (found.code, found.at) == ("ST201", ("postion",))
        assert "`postion`" in found.message
        assert found.hint == "did you mean `position`?"

    def test_deep_down_is_held_against_what_is_missing_there(self) -> None:
        piece = without(EVIDENCE, "source") | {"sorce": "courier"}
        found = fault(Statement, STATEMENT | {"evidence": [EVIDENCE, piece]})
        assert (found.code, found.at) == ("ST201", ("evidence", 1, "sorce"))
        assert found.hint == "did you mean `source`?"

    def test_is_not_held_against_what_is_missing_elsewhere(self) -> None:
        statement = STATEMENT | {"evidence": [without(EVIDENCE, "text")], "txt": "We build."}
        found = faults(Statement, statement)
        assert [(f.code, f.at) for f in found] == [
            ("ST201", ("txt",)),
            ("ST202", ("evidence", 0, "text")),
        ]
        assert "`text`" not in found[0].hint

    def test_takes_one_missing_key_only(self) -> None:
        found = faults(Statement, without(STATEMENT, "said") | {"sad": "2021", "sai": "2021"})
        assert [(f.code, f.at) for f in found] == [("ST201", ("sad",)), ("ST201", ("sai",))]

    def test_unlike_the_missing_one_leaves_two_faults(self) -> None:
        found = faults(Statement, without(STATEMENT, "said") | {"qqq": "x"})
        assert [f.code for f in found] == ["ST201", "ST202"]

    def test_stands_where_the_record_stands(self) -> None:
        found = fault(Statement, STATEMENT | {"qqq": "x"}, ("statements", 4))
        assert found.at == ("statements", 4, "qqq")

    @pytest.mark.parametrize(
        ("kind", "fields", "at", "meant"),
        [
            (Statement, STATEMENT | {"vneue": "Oslo"}, ("vneue",), "venue"),
            (Statement, evidence(locater="p. 3"), ("evidence", 0, "locater"), "locator"),
            (Statement, evidence(original=ORIGINAL), ("evidence", 0, "original", "txet"), "text"),
            (Statement, disputed(resolutoin="x"), ("disputes", 0, "resolutoin"), "resolution"),
            (Official, NAMED | {"alises": []}, ("alises",), "aliases"),
            (Official, role(fromm="2020"), ("roles", 0, "fromm"), "from"),
            (Meta, ASSERTING, ("assertions", "officials", "minium"), "minimum"),
        ],
    )
    def test_gets_a_suggestion_from_the_keys_of_its_own_mapping(
        self, kind: type[Record], fields: object, at: Where, meant: str
    ) -> None:
        found = fault(kind, fields)
        assert (found.code, found.at) == ("ST201", at)
        assert found.hint.startswith(f"did you mean `{meant}`")


def test_a_missing_key_is_told_where_it_should_stand() -> None:
    found = fault(Statement, evidence() | {"evidence": [without(EVIDENCE, "form")]}, ("s", 0))
    assert (found.code, found.at) == ("ST202", ("s", 0, "evidence", 0, "form"))
    assert "`form`" in found.message
    assert "`form:`" in found.hint


class TestWrongShape:
    @pytest.mark.parametrize(
        ("kind", "fields", "at", "wanted", "given"),
        [
            (Official, {"name": ["A"]}, ("name",), "text", "a list"),
            (Official, {"name": {"a": "b"}}, ("name",), "text", "a mapping"),
            (Official, NAMED | {"aliases": "B"}, ("aliases",), "a list", "text"),
            (Official, NAMED | {"roles": {"a": "b"}}, ("roles",), "a list", "a mapping"),
            (Official, NAMED | {"roles": ["Mayor"]}, ("roles", 0), "a mapping", "text"),
            (Official, NAMED | {"identifiers": []}, ("identifiers",), "a mapping", "a list"),
            (Official, role(former=["true"]), ("roles", 0, "former"), "a single value", "a list"),
            (Statement, STATEMENT | {"said": []}, ("said",), "a date", "a list"),
            (Statement, STATEMENT | {"status": {}}, ("status",), "a single value", "a mapping"),
            (Statement, "supports", (), "a mapping", "text"),
            (Meta, META | {"schema_version": []}, ("schema_version",), "a single value", "a list"),
        ],
    )
    def test_is_told_with_the_shape_wanted_and_the_shape_found(
        self, kind: type[Record], fields: object, at: Where, wanted: str, given: str
    ) -> None:
        found = fault(kind, fields)
        assert (found.code, found.at) == ("ST203", at)
        named = f"`{at[-1]}`" if at and isinstance(at[-1], str) else "this"
        assert found.message == f"{named} should be {wanted}, not {given}"

    @pytest.mark.parametrize(
        ("fields", "hint"),
        [
            ({"name": ["A"]}, "write a single value"),
            (NAMED | {"aliases": "B"}, "write it as a list: `[…]`, or one item a line"),
            (NAMED | {"roles": ["B"]}, "write it as `key: value` pairs"),
            (NAMED | {"identifiers": "B"}, "write it as `key: value` pairs"),
            (role(former=[]), "write `true`, or drop the key"),
            (role(**{"from": []}), "write a date such as 2014-06-18"),
        ],
    )
    def test_is_told_how_to_write_it(self, fields: dict[str, Any], hint: str) -> None:
        assert fault(Official, fields).hint.startswith(hint)

    def test_is_a_number_where_that_is_what_is_wanted(self) -> None:
        assert "whole number" in fault(Meta, META | {"schema_version": []}).hint

    def test_stands_where_the_record_stands(self) -> None:
        found = fault(Statement, STATEMENT | {"said": []}, ("statements", 4))
        assert (found.code, found.at) == ("ST203", ("statements", 4, "said"))
        empty = fault(Statement, STATEMENT | {"evidence": []}, ("statements", 4))
        assert (empty.code, empty.at) == ("ST306", ("statements", 4, "evidence"))

    def test_may_be_an_empty_list(self) -> None:
        assert fault(Codebook, {"issues": []}).code == "ST203"
        empty = fault(Codebook, {"issues": [ISSUE]})
        assert (empty.code, empty.at) == ("ST203", ("issues", 0, "positions"))
        assert "`positions`" in empty.message

    def test_is_a_statement_without_evidence_if_that_list_is_empty(self) -> None:
        found = fault(Statement, STATEMENT | {"evidence": []})
        assert (found.code, found.at) == ("ST306", ("evidence",))


class TestUnknownChoice:
    def test_is_told_with_the_word_that_was_meant(self) -> None:
        found = fault(Statement, evidence(form="qoute"))
        assert (found.code, found.at) == ("ST205", ("evidence", 0, "form"))
        assert "`qoute`" in found.message
        assert "`form`" in found.message
        assert found.hint == "did you mean `quote`?"

    def test_is_told_with_all_words_if_it_is_like_none(self) -> None:
        found = fault(Statement, STATEMENT | {"status": "zzz"})
        assert found.hint.endswith(": attested, disputed, denied, misattributed")

    def test_is_told_with_the_only_word_that_there_is(self) -> None:
        position = {"id": "yes", "label": "Yes", "definition": "For it.", "requires": "zzz"}
        found = fault(Codebook, {"issues": [ISSUE | {"positions": [position]}]})
        assert "`requires`" in found.message
        assert found.hint.endswith(": conditions")


def test_all_that_is_wrong_with_a_record_is_told_at_once() -> None:
    source = {"titel": "x", "published": "2021-13", "lang": "English", "url": "courier.example"}
    found = faults(Source, source)
    assert sorted(f.code for f in found) == ["ST201", "ST204", "ST211", "ST212"]
