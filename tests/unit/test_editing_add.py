from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scribbles import dates, scribbled, slugs, texts
from stances.editing.add import records
from stances.editing.add.checks import as_second, faults, unwritable
from stances.editing.add.json_lines import as_line, read_lines
from stances.editing.add.passage import without_marks_of_quotes
from stances.editing.add.placement import PlacedRecord, place
from stances.editing.add.records import (
    Addition,
    about,
    flat_key,
    one_line,
    read_field,
)
from stances.editing.ids import official_id, source_id, statement_id
from stances.editing.refusals import Refusal
from stances.editing.values import InvalidValue
from stances.editing.workspace import Workspace
from stances.errors import CannotEdit
from stances.evidence.copies import Snapshots
from stances.evidence.lookup import checksum, look_up
from stances.index.build import build
from stances.model.fields import ADDED
from stances.model.records import Evidence, Official, Role, Source, Statement
from stances.queries.choices import Recorded
from stances.views.edit_results import refusal_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpora import CorpusBuilder

SAID: dict[str, Any] = {
    "id": "new",
    "said": "2021-05-04",
    "position": "opposes",
    "evidence": [{"source": "courier", "form": "quote", "text": "Not with me"}],
}
many = settings(suppress_health_check=[HealthCheck.too_slow])


def keys(record: Any) -> set[str]:  # noqa: ANN401 - a model
    return {field.alias or name for name, field in record.model_fields.items()}


def added(kind: str, record: str) -> list[str]:
    """By what names a kind of record is given the fields of a model."""
    return [name for name, (each, _) in ADDED[kind].items() if each == record]


STATEMENT, EVIDENCE = added("statement", "Statement"), [*ADDED["evidence"]]
OFFICIAL, ROLE, SOURCE = (
    added("official", "Official"),
    added("official", "Role"),
    [*ADDED["source"]],
)


def nested(depth: int) -> Any:  # noqa: ANN401 - as JSON has it
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return {"note": value}


class TestKeys:
    def test_are_those_of_the_records_and_no_other(self) -> None:
        decision = {"decided_by", "decided_why", "decided_of"}
        assert {*STATEMENT, "evidence"} - decision | {"decided"} == keys(Statement)
        assert {*EVIDENCE} - {"original_lang"} == keys(Evidence)
        assert {*OFFICIAL, "roles", "identifiers", "statements"} == keys(Official)
        assert {*SOURCE, "notices", "uncoded", "assessments"} == keys(Source)
        assert {*ROLE, "title", "former"} - {"role"} == keys(Role)

    def test_of_evidence_stand_within_it(self) -> None:
        flat: Any = {"source": "a", "text": "b", "evidence_note": "c", "note": "d", "said": "2021"}
        flat |= {"original": "e", "original_lang": "fa", "match": "certain", "frames": []}
        assert records.statement(flat) == {
            "said": "2021",
            "note": "d",
            "evidence": [
                {"source": "a", "text": "b", "note": "c", "original": {"text": "e", "lang": "fa"}}
            ],
        }

    @pytest.mark.parametrize(
        ("kind", "at", "key"),
        [
            ("statement", ("said",), "said"),
            ("statement", ("frames", 1), "frames"),
            ("statement", ("evidence", 0, "text"), "text"),
            ("statement", ("evidence", 0, "note"), "evidence_note"),
            ("statement", ("evidence", 0, "original", "lang"), "original_lang"),
            ("statement", ("evidence", 0, "original"), "original"),
            ("statement", ("disputes", 0, "note"), "disputes"),
            ("statement", (), ""),
            ("evidence", ("note",), "note"),
            ("evidence", ("original", "text"), "original"),
            ("official", ("roles", 0, "title"), "role"),
            ("official", ("roles", 0, "from"), "from"),
            ("official", ("roles", 0), "role"),
            ("source", ("authors", 2), "authors"),
        ],
    )
    def test_are_called_as_they_were_given(self, kind: Any, at: Any, key: str) -> None:  # noqa: ANN401
        assert flat_key(kind, at) == key


class TestIds:
    @pytest.mark.parametrize(
        ("data", "taken", "id_"),
        [
            ({"summary": "The lake is to be quiet"}, (), "lake-quiet"),
            ({"evidence": [{"text": "We want our quiet lake"}]}, (), "want-quiet-lake"),
            ({"evidence": [{"text": "Never"}]}, ("never",), "never-2"),
            (
                {"evidence": [{"text": "هرگز"}], "position": "opposes", "said": "../2021"},
                (),
                "hrgz",
            ),
            ({"words_of": "adler/quiet", "position": "opposes"}, (), "quiet"),
            ({"words_of": "adler/quiet"}, ("quiet",), "quiet-2"),
            (
                {"evidence": [{"text": "35 永不 155mm 15"}], "said": "../2021-05"},
                (),
                "statement-2021-05",
            ),
            ({"evidence": [{"text": "永不"}]}, ("statement-1",), "statement-2"),
            ({"evidence": "text"}, (), "statement-1"),
            ({"evidence": ["text"]}, (), "statement-1"),
        ],
    )
    def test_of_a_statement(self, data: Any, taken: tuple[str, ...], id_: str) -> None:  # noqa: ANN401
        assert statement_id(data, taken) == id_

    @pytest.mark.parametrize(
        ("text", "form", "id_"),
        [
            ("Adler told the town that the lake would be quiet", "paraphrase", "lake-quiet"),
            ("said that boats must go", "partial-quote", "boats-must-go"),
            ("she called it “the end of all boats”, at last", "partial-quote", "end-all-boats"),
            ("called boats a nuisance", "paraphrase", "boats-nuisance"),
            ("I told them that I say no", "quote", "told-say-no"),
            ("Adler said so", "paraphrase", "adler-said"),
        ],
    )
    def test_of_a_statement_has_none_of_the_reporters_words(
        self, text: str, form: str, id_: str
    ) -> None:
        data = {"evidence": [{"text": text, "form": form}]}
        assert statement_id(data, (), "adler") == id_

    @pytest.mark.parametrize(
        ("name", "taken", "id_"),
        [
            ("Adler, Anna", (), "adler"),
            ("Anna Adler-Boog Jr.", (), "adler-boog"),
            ("Ali al-Adil", (), "adil"),
            ("The Town Council", (), "town-council"),
            ("永不", ("official-1",), "official-2"),
            ("Anna Adler", (), "adler"),
            ("Anna Adler", ("adler",), "anna-adler"),
            ("Anna Adler", ("adler", "anna-adler"), "anna-adler-2"),
            ("Élise Müßig", (), "mussig"),
            ("شیرین فلانی", (), "flani"),
        ],
    )
    def test_of_an_official(self, name: str, taken: tuple[str, ...], id_: str) -> None:
        assert official_id({"name": name}, taken) == id_

    def test_of_somebody_unnamed(self) -> None:
        one = {"name": "A senior official", "kind": "unnamed"}
        assert official_id(one, ()) == "senior-official"
        assert official_id(one, ("senior-official",)) == "senior-official-2"

    @pytest.mark.parametrize(
        ("data", "id_"),
        [
            ({"publisher": "The Gazette", "published": "2021-06-10"}, "gazette-2021-06-10"),
            ({"title": "Boats off the lake?", "published": "../2021"}, "boats-off-lake-2021"),
            ({"title": "نامه", "published": "2021"}, "name-2021"),
            ({"title": "永不 35", "published": "2021"}, "source-2021"),
            ({}, "source-1"),
        ],
    )
    def test_of_a_source(self, data: Any, id_: str) -> None:  # noqa: ANN401
        assert source_id(data, ()) == id_

    def test_of_a_source_is_not_taken(self) -> None:
        assert source_id({"publisher": "A"}, ("a",)) == "a-2"


class TestTypedValue:
    @pytest.mark.parametrize(
        ("kind", "key", "text", "value"),
        [
            ("statement", "said", " 2021-06 ", "2021-06"),
            ("statement", "conditions", "pasted\r\n  from lines", "pasted from lines"),
            ("statement", "evidence_note", "why", "why"),
            ("statement", "original_lang", "fa", "fa"),
            ("official", "role", "Mayor", "Mayor"),
            ("official", "from", "2021", "2021"),
            ("source", "url", "https://x.org", "https://x.org"),
        ],
    )
    def test_is_taken(self, kind: Any, key: str, text: str, value: str) -> None:  # noqa: ANN401
        assert read_field(kind, key, text) == value

    @pytest.mark.parametrize(
        ("kind", "key", "text", "told"),
        [
            ("statement", "said", "2021-13", "there is no month 13"),
            ("statement", "text", "a\x07", "U\\+0007"),
            ("statement", "repeated", "often", "neither true nor false; write"),
            ("statement", "match", "maybe", "maybe"),
            ("source", "url", "x.org", "web address"),
            ("source", "lang", "Persian", "language tag"),
            ("evidence", "speaker", "A B", "cannot be an id"),
        ],
    )
    def test_is_refused_with_the_reason(self, kind: Any, key: str, text: str, told: str) -> None:  # noqa: ANN401
        with pytest.raises(InvalidValue, match=told):
            read_field(kind, key, text)

    def test_is_explained_whatever_key_it_has(self) -> None:
        assert "evidence" not in about("statement", "note")
        for kind, own in ADDED.items():
            for key in own:
                assert about(kind, key)  # type: ignore[arg-type]

    def test_keeps_what_is_within_a_line(self) -> None:
        assert one_line(" two  spaces\u00a0kept\n\n once ") == "two  spaces\u00a0kept once"


class TestAsSecond:
    RECORDED = Recorded("a/b", "2021-06", "opposes", "tram", "No")

    def test_says_nothing_that_the_statement_says(self) -> None:
        flat = {"source": "s", "text": "t", "said": "../2021-06-30", "position": "opposes"}
        assert as_second({**flat, "evidence_note": "n"}, self.RECORDED) == {
            "source": "s",
            "text": "t",
            "note": "n",
        }

    def test_says_in_what_it_differs(self) -> None:
        flat = {"source": "s", "said": "2021-07", "position": "rejects"}
        assert as_second(flat, self.RECORDED) == flat

    @pytest.mark.parametrize(
        ("said", "recorded", "is_kept"),
        [
            ("2014-06-14", "2014-06-12~/2014-06-18~", True),
            ("2014-06-14/2014-06-20", "2014-06-12/2014-06-18", True),
            ("../2014-06-16", "2014-06-12/2014-06-18", True),
            ("2014-06-12/2014-06-18", "2014-06-12~/2014-06-18~", True),
            ("2014-06-18T20:30:00", "2014-06-18", True),
            ("2014-06-18T20:30:00", "2014-06-18T20:00:00", True),
            ("2014-06-18", "2014-06-18", False),
            ("2014-06-18~", "2014-06-18", False),
            ("2014-06-18", "2014-06-18T20:30:00", False),
            ("2014-06", "2014-06-12/2014-06-18", False),
            ("../2014-06-21", "2014-06-12/2014-06-18", False),
        ],
    )
    def test_has_the_date_where_it_says_more(
        self, said: str, recorded: str, *, is_kept: bool
    ) -> None:
        flat = {"source": "s", "said": said, "position": "opposes"}
        kept = as_second(flat, self.RECORDED._replace(said=recorded))
        assert ("said" in kept) == is_kept


class TestQuotesOfRecords:
    def test_have_no_outer_marks(self) -> None:
        def piece(form: str) -> dict[str, Any]:
            return {"form": form, "text": "“No”"}

        pieces: list[Any] = [piece("quote"), piece("paraphrase"), "text", {"form": "quote"}]
        odd: Any = None
        additions = [
            Addition("evidence", "a/b", piece("quote")),
            Addition("statement", "a", {"evidence": pieces}),
            Addition("official", "a", {"statements": [{"evidence": pieces}, {"evidence": odd}]}),
            Addition("source", "s", {"title": "“No”"}),
        ]
        bare, count = without_marks_of_quotes(additions)
        assert count == 3
        assert str([each.data for each in bare]).count("“No”") == 3
        assert str([each.data for each in additions]).count("“No”") == 6


class TestLookFor:
    @pytest.fixture
    def snapshots(self, tmp_path: Path) -> Snapshots:
        text = "First line\n“We were not asked,” he said.\nNobody came.\nNobody came.\n"
        (tmp_path / "courier.txt").write_text(text, "utf-8")
        return Snapshots(tmp_path)

    def test_finds_words_with_their_place_and_likely_form(self, snapshots: Snapshots) -> None:
        sought = look_up(snapshots, "courier", None, "We were not asked")
        assert sought.told()[0] == "found on line 2 of courier.txt, in quotation marks"
        assert "First line “ [these words] ,” he said." in sought.told()[1]
        assert sought.usual_form == "quote"
        assert look_up(snapshots, "courier", None, "he said").usual_form == "paraphrase"

    def test_says_what_is_printed_instead_of_words_not_found(self, snapshots: Snapshots) -> None:
        sought = look_up(snapshots, "courier", None, "We were never asked")
        assert sought.told()[-1] == "We were [-never-] {+not+} asked"
        assert sought.usual_form == ""
        assert look_up(snapshots, "courier", None, "xyz uvw").told() == [
            "these words are not in courier.txt"
        ]

    def test_takes_a_line_for_words_that_stand_twice(self, snapshots: Snapshots) -> None:
        assert look_up(snapshots, "courier", None, "Nobody came").verdict.result == "ambiguous"
        sought = look_up(snapshots, "courier", None, "Nobody came", 4)
        assert sought.told()[0].startswith("found on line 4")

    def test_looks_for_nothing_without_the_copy(self, snapshots: Snapshots) -> None:
        told = look_up(snapshots, "herald", None, "We").told()
        assert told == ["not looked for: there is no stored copy"]
        [line] = look_up(snapshots, "courier", "0" * 64, "We were not asked").told()
        assert line == "not looked for: courier.txt is not the copy that was recorded"

    def test_gives_the_sum_of_the_copy(self, snapshots: Snapshots, tmp_path: Path) -> None:
        raw = (tmp_path / "courier.txt").read_bytes()
        assert checksum(snapshots, "courier") == ("courier.txt", hashlib.sha256(raw).hexdigest())
        assert checksum(snapshots, "herald") is None


class TestUnwritable:
    @pytest.mark.parametrize(
        ("value", "key", "told"),
        [
            ({"said": "~"}, "said", "`~` is no value"),
            ({"said": "NULL"}, "said", "is no value"),
            ({"evidence": [{"text": "a\x00"}]}, "text", "U+0000"),
            ({"evidence": [{"note": "\u200b"}]}, "evidence_note", "nothing can be seen"),
            ({"disputes": [{"": "x"}]}, "disputes", "a key has no name"),
            ({"a\x1b": "x"}, "", "U+001B"),
            (nested(40), "note", "nested too deeply"),
        ],
    )
    def test_values_are_told_by_their_keys(self, value: Any, key: str, told: str) -> None:  # noqa: ANN401
        [refusal] = unwritable([Addition("statement", "bo", value, 3)])
        assert (refusal.line, refusal.key) == (3, key)
        assert told in refusal.message

    def test_values_are_few(self) -> None:
        value: Any = {"id": "~", "text": "null", "note": "a\nb", "frames": ["می\u200cگوید"]}
        assert unwritable([Addition("statement", "bo", value)]) == []


def placed(corpus: CorpusBuilder, *new: Addition) -> tuple[Workspace, list[PlacedRecord]]:
    workspace = Workspace(corpus.folder, corpus.index())
    return workspace, place(workspace, new)


def told(corpus: CorpusBuilder, *new: Addition, asked: bool = False) -> list[Refusal]:
    """What is told of the words of new records."""
    workspace, made = placed(corpus, *new)
    return [each for each in faults(workspace, made, None, asked=asked) if each.key == "text"]


class TestDoubles:
    def test_are_refused_whatever_their_spelling(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=[SAID])
        same = [{"source": "courier", "form": "quote", "text": "“not with ME”"}]
        new = Addition("statement", "bo", SAID | {"id": "b", "evidence": same}, 7)
        [found] = [each for each in told(corpus, new) if each.code != "ST323"]  # of the marks
        assert (found.line, found.key, found.code) == (7, "text", "ST419")
        assert found.is_error
        assert found.message == "`bo/new` has these words from `courier` already: “Not with me”"
        assert "stances add evidence bo/new" in found.hint

    def test_are_none_of_few_words_of_another_source_official_or_issue(
        self, corpus: CorpusBuilder
    ) -> None:
        scale = {"supports": 1, "opposes": -1}
        corpus.codebook(issues={"tram": scale, "bus": scale})
        corpus.official("bo", statements=[SAID]).official("cas").source("herald")
        other: Any = [{**SAID["evidence"][0], "source": "herald"}]
        new = [
            Addition("statement", "bo", {**SAID, "id": "b", "evidence": other}),
            Addition("statement", "cas", SAID),
            Addition("statement", "bo", {**SAID, "id": "c", "issue": "bus"}),
        ]
        assert told(corpus, *new) == []
        assert told(corpus, Addition("evidence", "bo/new", other[0])) == []

    def test_are_refused_within_the_same_lines(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo")
        new = [Addition("statement", "bo", SAID | {"id": id_}, n) for n, id_ in enumerate("ab", 1)]
        [found] = told(corpus, *new)
        message = "line 1 has these words from `courier` too: “Not with me”"
        assert (found.line, found.message) == (2, message)

    def test_are_refused_of_another_official_and_another_issue(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": {"supports": 1}, "bus": {"opposes": 1}})
        words = [{**SAID["evidence"][0], "text": "Not with me and not with you"}]
        corpus.official("bo", statements=[{"evidence": words}]).official("cas")
        part = [{**words[0], "text": "and not with you"}]
        new = Addition("statement", "cas", SAID | {"issue": "bus", "evidence": part})
        [found] = told(corpus, new)
        assert "`bo/s1` has these words" in found.message
        [asked] = told(corpus, new, asked=True)
        assert not asked.is_error
        part[0] |= {"accept": ["ST419"], "note": "Both said it."}
        assert told(corpus, new) == []

    def test_are_refused_as_evidence_too(self, corpus: CorpusBuilder) -> None:
        words = {**SAID["evidence"][0], "text": "Not with me and not with you"}
        corpus.official("bo", statements=[{"evidence": [words]}, "supports"])
        [found] = told(corpus, Addition("evidence", "bo/s2", words))
        assert "`bo/s1` has these words" in found.message
        assert (
            told(corpus, Addition("evidence", "bo/s1", words | {"text": "and not with you"})) == []
        )

    def test_are_only_told_where_another_source_has_nearly_the_words(
        self, corpus: CorpusBuilder
    ) -> None:
        words = {**SAID["evidence"][0], "text": "Not with me and not with you, he said"}
        corpus.official("bo", statements=[{"evidence": [words]}]).source("herald")
        near: Any = [{**words, "source": "herald", "text": "Not with me, and not with you"}]
        new: Any = {"id": "b", "said": "2021-05", "position": "supports", "evidence": near}
        [found] = told(corpus, Addition("statement", "bo", new))
        assert not found.is_error
        assert found.message.startswith("`bo/s1` has nearly these words from `courier`: “Not with")
        assert told(corpus, Addition("statement", "bo", new | {"said": "2021-06"})) == []


class TestPlace:
    def test_writes_nothing(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports"])
        path = corpus.folder / "officials/bo.yaml"
        raw = path.read_bytes()
        workspace, [made] = placed(corpus, Addition("statement", "bo", dict(SAID)))
        assert path.read_bytes() == raw
        [replacement] = workspace.replacements()
        assert (replacement.path, replacement.before) == (path, raw)
        assert made.ref == "bo/new"
        assert replacement.after is not None
        line = replacement.after.decode().split("\n")[made.line(workspace) - 1]
        assert "id: new" in line

    def test_puts_a_statement_into_an_official_that_is_new_too(self, corpus: CorpusBuilder) -> None:
        new = [
            Addition("statement", "cas", {key: v for key, v in SAID.items() if key != "id"}),
            Addition("official", "cas", {"name": "Cas Ko"}),
            Addition("source", "herald", {"title": "T", "published": "2021", "lang": "en"}),
        ]
        workspace, made = placed(corpus, *new)
        assert [each.ref for each in made] == ["cas", "herald", "cas/not-me"]
        assert workspace.data("officials/cas.yaml")["name"] == "Cas Ko"
        assert faults(workspace, made, None) == []

    def test_does_not_touch_a_file_with_problems(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=[{"position": "never"}, {"frames": ["x"]}])
        with pytest.raises(CannotEdit, match=r"it has 2 problems already .*, and 1 more") as error:
            placed(corpus, Addition("statement", "bo", dict(SAID)))
        assert "stances check" in error.value.hint

    def test_may_be_a_silent_official(self, corpus: CorpusBuilder) -> None:
        assert corpus.official("bo").codes() == []
        workspace, made = placed(corpus, Addition("statement", "bo", dict(SAID)))
        assert faults(workspace, made, None) == []
        workspace, made = placed(corpus, Addition("official", "cas", {"name": "Cas"}))
        assert faults(workspace, made, None) == []

    def test_refuses_a_file_that_would_be_too_large(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports"])
        large = {**SAID, "conditions": ["x" * 150_000 + str(n) for n in range(20)]}
        with pytest.raises(CannotEdit):
            placed(corpus, Addition("statement", "bo", large))

    @many
    @given(scribbled(), st.tuples(slugs, dates, texts, texts))
    def test_says_all_that_the_file_said_and_the_new_record(
        self,
        new_corpus: Callable[[], CorpusBuilder],
        raw: bytes,
        drawn: tuple[str, ...],
    ) -> None:
        id_, said, text, note = drawn
        data: Any = {"id": id_, "said": said, "note": note, "evidence": [{"text": text.strip()}]}
        assume(text.strip())
        corpus = new_corpus()
        # What is wrong with the file is not asked for here, only how it is written.
        path = corpus.folder / "officials/jansen.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(raw)
        workspace = Workspace(corpus.folder, build(corpus.folder))
        before = yaml.load(raw.decode("utf-8-sig"), yaml.BaseLoader)  # noqa: S506 - text only
        try:
            place(workspace, [Addition("statement", "jansen", data)])
        except CannotEdit:
            return
        after = workspace.replacements()[0].after or b""
        found = yaml.load(after.decode("utf-8-sig"), yaml.BaseLoader)  # noqa: S506 - as above
        assert found == {**before, "statements": [*before.get("statements", []), data]}
        assert after.count(b"#") >= raw.count(b"#")
        assert after.startswith(b"\xef\xbb\xbf") == raw.startswith(b"\xef\xbb\xbf")
        if b"\r\n" in raw and b"\n" not in raw.replace(b"\r\n", b""):
            assert b"\n" not in after.replace(b"\r\n", b"")


class TestLines:
    def test_are_what_adds_the_same_record(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=[SAID])
        index = corpus.index()
        for kind, to in (
            *(("statement", "bo"), ("evidence", "bo/new")),
            *(("official", "cas"), ("source", "herald")),
        ):
            addition = Addition(kind, to, {"note": "گفت #1"}, 1)  # type: ignore[arg-type]
            line = as_line(addition)
            assert "گفت" in line
            assert read_lines(index, addition.kind, line) == ([addition], [])

    def test_get_different_ids(self, corpus: CorpusBuilder) -> None:
        line = json.dumps({"name": "Jan Jansen"})
        found, refusals = read_lines(corpus.index(), "official", f"{line}\n{line}")
        assert ([each.to for each in found], refusals) == (["jansen", "jan-jansen"], [])


VALUES = st.recursive(
    st.sampled_from(["supports", "2021-05", "courier", "quote", "a b", "x", "~"])
    | (texts | st.none() | st.booleans() | st.integers()),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from([*EVIDENCE, "about"]) | texts, inner, max_size=3)
    ),
    max_leaves=6,
)


class TestReadLinesOfAnything:
    @many
    @given(st.dictionaries(st.sampled_from([*STATEMENT, "evidence", "ref", "name"]), VALUES))
    def test_takes_or_refuses_it(
        self, new_corpus: Callable[[], CorpusBuilder], drawn: dict[str, Any]
    ) -> None:
        corpus = new_corpus().official("bo", statements=[SAID])
        index = corpus.index()
        for kind, address in (
            *(("statement", {"official": "bo"}), ("evidence", {"ref": "bo/new"})),
            *(("official", {"id": "cas"}), ("source", {"id": "herald"})),
        ):
            line = json.dumps({**drawn, **address})
            found, refusals = read_lines(index, kind, line)  # type: ignore[arg-type]
            if not (refusals or unwritable(found)):
                workspace, made = placed(corpus, *found)
                assert {each.line for each in faults(workspace, made, None)} <= {0, 1}


class TestRefusals:
    def test_are_lines_in_the_order_of_the_input(self) -> None:
        found = [
            Refusal(2, "text", "bad", "mend it"),
            Refusal(0, "said", "late", code="ST204", is_error=False),
            Refusal(1, "", "no \x1b object"),
        ]
        lines = [*refusal_lines(found, lambda key: f"--{key}")]
        assert lines[0].startswith("--said: ")
        assert lines[1].startswith("-:1: ")
        assert "no \\u001b object" in lines[1]
        assert lines[2].startswith("-:2:text: ")
        assert lines[2].endswith("bad (mend it)")
