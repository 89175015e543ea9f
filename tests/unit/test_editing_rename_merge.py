"""Two that are one: nothing of either is lost; what they differ on is for the user to decide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from stances.editing.references import Named
from stances.editing.rename.merge import Merge
from stances.editing.rename.plan import RenamePlan, plan
from stances.editing.save import save
from stances.editing.workspace import Workspace
from stances.errors import CannotRename
from stances.index.build import build

if TYPE_CHECKING:
    from corpora import CorpusBuilder

TWIN = """\
# by her first name too
name: A. Jansen
native_name: یانسن
aliases: [Jansen A., Jan J.]
roles:
  - title: Member  # since when?
    faction: mayor
  - {title: Alderman, faction: council}
identifiers: {wikidata: Q1, viaf: "2"}
note: Spelt so by the Herald.
statements:
  # on the quay
  - id: s1
    said: 2021-05-04 # a Tuesday
    position: rejects
    evidence:
      - source: courier
        form: quote
        # her very words
        text: not at all
        speaker: jansen
"""


def planned(corpus: CorpusBuilder, old: Named, new: str, prefer: Any = "") -> RenamePlan:  # noqa: ANN401
    workspace = Workspace(corpus.folder, build(corpus.folder))
    merge = Merge(old, old.called(new), prefer)
    return plan(workspace, merge, lambda _done, _of: None, may_merge=True)


def merged(corpus: CorpusBuilder, old: Named, new: str, prefer: Any = "") -> RenamePlan:  # noqa: ANN401
    found = planned(corpus, old, new, prefer)
    save(corpus.folder, found.replacements)
    return found


def data(corpus: CorpusBuilder, path: str) -> Any:  # noqa: ANN401 - whatever the file holds
    return yaml.load((corpus.folder / path).read_text("utf-8"), yaml.BaseLoader)  # noqa: S506


class TestMergeOfficials:
    OLD = Named("official", "ann-jansen")

    @pytest.fixture
    def twins(self, town: CorpusBuilder) -> CorpusBuilder:
        town.file("officials/ann-jansen.yaml", TWIN)
        town.file(
            "officials/jansen.yaml",
            "name: Jan Jansen\naliases: [Jan J]\nroles:\n- {title: Member, faction: mayor}\n"
            "identifiers: {wikidata: Q1}\nnote: The mayor.\nstatements:\n"
            "- {id: s1, said: 2021-05-03, position: supports, frames: [jobs, cost], evidence: [\n"
            "  {source: courier, form: quote, text: words}]}  # first\n",
        )
        return town.source("herald", assessments=[{"about": ["ann-jansen"], "text": "t"}])

    def test_become_one_that_says_all_that_both_said(self, twins: CorpusBuilder) -> None:
        found = merged(twins, self.OLD, "jansen")
        assert not (twins.folder / "officials/ann-jansen.yaml").exists()
        one = data(twins, "officials/jansen.yaml")
        assert one["name"] == "Jan Jansen"
        assert one["native_name"] == "یانسن"
        assert one["aliases"] == ["Jan J", "A. Jansen", "Jansen A.", "Jan J."]
        assert one["roles"] == [
            {"title": "Member", "faction": "mayor"},
            {"title": "Alderman", "faction": "council"},
        ]
        assert one["identifiers"] == {"wikidata": "Q1", "viaf": "2"}
        assert one["note"] == "The mayor. (From ann-jansen: Spelt so by the Herald.)"
        assert [each["id"] for each in one["statements"]] == ["s1", "s1-2"]
        assert "speaker" not in one["statements"][1]["evidence"][0]
        assert data(twins, "sources/herald.yaml")["assessments"][0]["about"] == ["jansen"]
        assert any("ann-jansen/s1 becomes jansen/s1-2" in line for line in found.told)
        assert any("`speaker: jansen` says nothing" in line for line in found.told)
        assert found.differences == []

    def test_keep_every_comment(self, twins: CorpusBuilder) -> None:
        merged(twins, self.OLD, "jansen")
        text = (twins.folder / "officials/jansen.yaml").read_text("utf-8")
        assert "  # first\n# on the quay\n- id: s1-2\n  said: 2021-05-04 # a Tuesday\n" in text
        assert "      # her very words\n      text: not at all\n" in text
        end = "# From ann-jansen.yaml:\n# by her first name too\n# since when?\n"
        assert text.endswith(end)

    def test_that_differ_have_to_be_decided(self, twins: CorpusBuilder) -> None:
        file = twins.folder / "officials/ann-jansen.yaml"
        file.write_text(TWIN.replace("Q1", "Q9"), "utf-8")
        found = planned(twins, self.OLD, "jansen")
        [difference] = found.undecided
        assert difference[2:5] == ("wikidata", "Q9", "Q1")
        assert difference.shown == "officials/jansen.yaml, identifiers, wikidata"

    @pytest.mark.parametrize(
        ("prefer", "kept", "lost"),
        [
            ("NEW", "Q1", "(ann-jansen had wikidata: Q9)"),
            ("OLD", "Q9", "(jansen had wikidata: Q1)"),
        ],
    )
    def test_keep_what_is_overruled_in_the_note(
        self, twins: CorpusBuilder, prefer: str, kept: str, lost: str
    ) -> None:
        file = twins.folder / "officials/ann-jansen.yaml"
        file.write_text(TWIN.replace("Q1", "Q9"), "utf-8")
        merged(twins, self.OLD, "jansen", prefer)
        one = data(twins, "officials/jansen.yaml")
        assert one["identifiers"]["wikidata"] == kept
        assert one["note"].endswith(lost)

    def test_may_be_fewer_than_the_corpus_asserts_which_is_told(self, twins: CorpusBuilder) -> None:
        twins.meta(assertions={"officials": {"minimum": 4}})
        assert "ST407" in {each.code for each in planned(twins, self.OLD, "jansen").warnings}


class TestMergeSources:
    OLD = Named("source", "gaz")

    @pytest.fixture
    def twins(self, corpus: CorpusBuilder) -> CorpusBuilder:
        corpus.source("gaz", title="The courier", authors=["Udo"], url="https://x.example/1")
        both = [
            {"source": "gaz", "text": "one", "note": "By phone.", "locator": "p. 1"},
            {"source": "courier", "text": "one", "note": "Page 2."},
            {"source": "gaz", "text": "two"},
        ]
        copied = {"source": "gaz", "text": "three", "derived_from": "courier"}
        return corpus.official("bo", statements=[{"evidence": both}, {"evidence": [copied]}])

    def test_become_one_and_a_text_quoted_from_both_is_there_once(
        self, twins: CorpusBuilder
    ) -> None:
        found = merged(twins, self.OLD, "courier")
        one = data(twins, "sources/courier.yaml")
        assert (one["authors"], one["url"]) == (["Udo"], "https://x.example/1")
        first, second = data(twins, "officials/bo.yaml")["statements"]
        assert [(each["source"], each["text"]) for each in first["evidence"]] == [
            ("courier", "one"),
            ("courier", "two"),
        ]
        assert first["evidence"][0]["note"] == "Page 2. (From gaz: By phone.)"
        assert first["evidence"][0]["locator"] == "p. 1"
        assert "derived_from" not in second["evidence"][0]
        assert any("quoted from both, and there once now: one" in line for line in found.told)
        assert twins.codes() == []

    def test_that_differ_have_to_be_decided(self, twins: CorpusBuilder) -> None:
        twins.source("gaz", title="Another", sha256="0" * 64)
        twins.source("courier", sha256="1" * 64)
        keys = {each.key for each in planned(twins, self.OLD, "courier").undecided}
        assert keys == {"title", "sha256"}
        merged(twins, self.OLD, "courier", "OLD")
        one = data(twins, "sources/courier.yaml")
        assert (one["title"], one["sha256"]) == ("Another", "0" * 64)
        assert "(courier had title: The courier)" in one["note"]

    def test_in_two_languages_are_not_one(self, twins: CorpusBuilder) -> None:
        twins.source("gaz", lang="nl")
        with pytest.raises(CannotRename, match="gaz is in `nl` and courier in `en`"):
            planned(twins, self.OLD, "courier")


class TestMergeWords:
    def test_become_one_that_each_list_has_once(self, town: CorpusBuilder) -> None:
        found = merged(town, Named("frame", "jobs"), "cost")
        book = data(town, "codebook.yaml")
        assert [each["id"] for each in book["frames"]] == ["cost"]
        frames = [
            statement.get("frames")
            for statement in data(town, "officials/jansen.yaml")["statements"]
        ]
        assert frames == [None, ["cost"], ["cost"], ["cost"]]
        assert {each.key for each in found.differences} == {"label", "definition"}
        assert found.undecided == []

    def test_take_the_definition_that_is_preferred(self, town: CorpusBuilder) -> None:
        merged(town, Named("faction", "mayor"), "council", "OLD")
        [faction] = data(town, "codebook.yaml")["factions"]
        assert faction == {"id": "council", "label": "Mayor", "definition": "What mayor means."}

    @pytest.mark.parametrize(("prefer", "score"), [("NEW", "-1"), ("OLD", "-2")])
    def test_with_other_scores_have_to_be_decided(
        self, town: CorpusBuilder, prefer: str, score: str
    ) -> None:
        old = Named("position", "rejects", "tram")
        [difference] = planned(town, old, "opposes").undecided
        assert difference[2:5] == ("score", "-2", "-1")
        merged(town, old, "opposes", prefer)
        positions = data(town, "codebook.yaml")["issues"][0]["positions"]
        assert [each["score"] for each in positions if each["id"] == "opposes"] == [score]
        assert [each["id"] for each in positions if each["id"] == "rejects"] == []

    def test_where_one_has_no_score_have_to_be_decided(self, town: CorpusBuilder) -> None:
        old = Named("position", "denies", "tram")
        [difference] = planned(town, old, "opposes").undecided
        assert difference[2:5] == ("score", None, "-1")
        merged(town, old, "opposes", "OLD")
        positions = data(town, "codebook.yaml")["issues"][0]["positions"]
        assert ["score" in each for each in positions if each["id"] == "opposes"] == [False]

    def test_leave_an_official_of_the_same_id_what_may_be_about_them(
        self, town: CorpusBuilder
    ) -> None:
        town.official("mayor", statements=["supports"])
        town.source("herald", assessments=[{"about": ["mayor"], "text": "t"}])
        merged(town, Named("faction", "mayor"), "council")
        source = data(town, "sources/herald.yaml")
        assert source["assessments"][0]["about"] == ["mayor", "council"]

    def test_an_issue_gets_the_positions_that_only_the_other_has(
        self, corpus: CorpusBuilder
    ) -> None:
        issues = {"tram": {"supports": 1, "rejects": -1}, "rail": {"supports": 1, "waits": 0}}
        corpus.codebook(issues=issues)
        both = [{"issue": "rail", "position": "waits"}, {"issue": "rail"}, {}]
        corpus.official("bo", statements=both)
        found = merged(corpus, Named("issue", "rail"), "tram")
        [issue] = data(corpus, "codebook.yaml")["issues"]
        assert [each["id"] for each in issue["positions"]] == ["supports", "rejects", "waits"]
        assert any("`waits` is new at the end of the scale of tram" in each for each in found.told)
        assert corpus.codes() == []


def test_paths_are_those_of_the_corpus(town: CorpusBuilder) -> None:
    found = planned(town, Named("frame", "jobs"), "cost")
    assert all(Path(each.path).is_relative_to(town.folder) for each in found.replacements)
