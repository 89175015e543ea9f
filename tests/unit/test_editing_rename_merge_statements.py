"""Two statements that are one: the evidence of both, what differs decided, no reference lost."""

from __future__ import annotations

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

CAS = """\
name: Cas Bakker
roles:
  - {title: Member, faction: mayor}
statements:
  - id: quay  # of the harbour
    said: 2021-05-03
    position: supports
    frames: [jobs]
    same_occasion: [cas/pier, cas/bus]
    reviewed_by: [anna]
    evidence:
      - {source: courier, form: quote, text: It stays}
      - {source: herald, form: quote, text: It has to stay}
    disputes:
      - {about: wording, note: The Herald is longer.}
    note: On the quay.

  # the pier,
  # at noon
  - id: pier
    said: 2021-05-03
    venue: the pier  # the old one
    position: supports
    frames: [cost, jobs]
    reviewed_by: [anna, bo]
    evidence:
      # as the Courier has it
      - source: courier
        form: quote
        text: It stays
        locator: p. 1
        note: By phone.
      # and the Post
      - source: post
        form: quote
        text: Stay it must
    note: At the pier.
  # last
  - id: bus
    issue: bridge
    said: 2021-05-03
    position: supports
    evidence:
      - {source: post, form: quote, text: And the bus}
"""


@pytest.fixture
def pier(corpus: CorpusBuilder) -> CorpusBuilder:
    scale = {"supports": 2, "opposes": -1, "rejects": -2, "conditional": 0}
    corpus.codebook(issues={"tram": scale, "bridge": scale})
    corpus.source("herald").source("post").file("officials/cas.yaml", CAS)
    return corpus.official("dirk", statements=[{"id": "joint", "words_of": "cas/pier"}])


def planned(corpus: CorpusBuilder, old: str, new: str, prefer: Any = "") -> RenamePlan:  # noqa: ANN401
    workspace = Workspace(corpus.folder, build(corpus.folder))
    thing = Named("statement", old, "cas")
    merge = Merge(thing, thing.called(new), prefer)
    return plan(workspace, merge, lambda _done, _of: None, may_merge=True)


def merged(corpus: CorpusBuilder, old: str, new: str, prefer: Any = "") -> RenamePlan:  # noqa: ANN401
    found = planned(corpus, old, new, prefer)
    save(corpus.folder, found.replacements)
    return found


def data(corpus: CorpusBuilder, official: str = "cas") -> dict[str, Any]:
    """The statements of an official by their ids."""
    text = (corpus.folder / f"officials/{official}.yaml").read_text("utf-8")
    statements = yaml.load(text, yaml.BaseLoader)["statements"]  # noqa: S506
    return {each["id"]: each for each in statements}


def edited(corpus: CorpusBuilder, *pairs: tuple[str, str]) -> None:
    text = CAS
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    corpus.file("officials/cas.yaml", text)


class TestMerging:
    def test_makes_one_with_all_that_both_have(self, pier: CorpusBuilder) -> None:
        found = merged(pier, "pier", "quay")
        statements = data(pier)
        assert [*statements] == ["quay", "bus"]
        one = statements["quay"]
        assert [(each["source"], each["text"]) for each in one["evidence"]] == [
            ("courier", "It stays"),
            ("herald", "It has to stay"),
            ("post", "Stay it must"),
        ]
        assert one["evidence"][0]["locator"] == "p. 1"
        assert one["evidence"][0]["note"] == "By phone."
        assert one["venue"] == "the pier"
        assert one["frames"] == ["jobs", "cost"]
        assert one["note"] == "On the quay. (From cas/pier: At the pier.)"
        assert found.differences == []
        assert found.merged
        assert "quoted in both, and there once now: It stays" in found.told

    def test_repoints_references_and_none_to_itself(self, pier: CorpusBuilder) -> None:
        assert merged(pier, "pier", "quay").uses == 2
        assert data(pier)["quay"]["same_occasion"] == ["cas/bus"]
        assert data(pier, "dirk")["joint"]["words_of"] == "cas/quay"
        assert pier.codes() == []

    def test_drops_an_occasion_of_the_two_alone(self, pier: CorpusBuilder) -> None:
        edited(pier, ("[cas/pier, cas/bus]", "[cas/pier]"))
        merged(pier, "pier", "quay")
        assert "same_occasion" not in data(pier)["quay"]

    def test_into_the_later_one_moves_everything_there(self, pier: CorpusBuilder) -> None:
        merged(pier, "quay", "pier")
        statements = data(pier)
        assert [*statements] == ["pier", "bus"]
        assert statements["pier"]["same_occasion"] == ["cas/bus"]
        assert [each["source"] for each in statements["pier"]["evidence"]] == [
            "courier",
            "post",
            "herald",
        ]
        assert data(pier, "dirk")["joint"]["words_of"] == "cas/pier"

    def test_says_in_a_dispute_which_sources_it_is_between(self, pier: CorpusBuilder) -> None:
        merged(pier, "pier", "quay")
        [dispute] = data(pier)["quay"]["disputes"]
        assert dispute["sources"] == ["courier", "herald"]

    def test_keeps_every_comment_once(self, pier: CorpusBuilder) -> None:
        merged(pier, "pier", "quay")
        text = (pier.folder / "officials/cas.yaml").read_text("utf-8")
        assert "      # and the Post\n      - source: post\n" in text
        end = "\n# From cas/pier:\n# the pier,\n# at noon\n# the old one\n# as the Courier has it\n"
        assert text.endswith(end)
        for comment in ("# of the harbour", "  # last\n  - id: bus", "# and the Post"):
            assert text.count(comment) == 1

    def test_keeps_the_reviewers_of_both(self, pier: CorpusBuilder) -> None:
        found = merged(pier, "pier", "quay")
        assert data(pier)["quay"]["reviewed_by"] == ["anna"]
        assert any("bo has reviewed one of" in line for line in found.told)

    def test_keeps_whoever_has_reviewed_all_of_it(self, pier: CorpusBuilder) -> None:
        twin = "  - {id: pier, said: 2021-05-03, position: supports, evidence: [\n"
        twin += "    {source: post, form: quote, text: And the bus}]}\n"
        edited(pier, ("    issue: bridge\n", "    reviewed_by: [bo]\n"), (_statement("pier"), twin))
        merged(pier, "pier", "bus")
        assert data(pier)["bus"]["reviewed_by"] == ["bo"]

    def test_needs_no_second_source_of_one_evidence(self, pier: CorpusBuilder) -> None:
        edited(pier, ("text: Stay it must", "text: Stay it must\n        position: supports"))
        pier.codes()
        found = merged(pier, "pier", "quay")
        assert all("position" not in each for each in data(pier)["quay"]["evidence"])
        assert any("`position: supports` says nothing" in line for line in found.told)


def _statement(id_: str) -> str:
    """The lines of a statement of `CAS`, with what stands above the next one."""
    start = CAS.index(f"  - id: {id_}")
    return CAS[start : CAS.index("  - id:", start + 1)]


class TestDifferences:
    @pytest.mark.parametrize(
        ("was", "now", "key", "values"),
        [
            ("said: 2021-05-03\n    v", "said: 2021-05-04\n    v", "said", ("2021-05-04", None)),
            ("venue: the pier", "status: denied\n    venue: x", "status", ("denied", "attested")),
            ("venue: the pier", "issue: bridge", "issue", ("bridge", "tram")),
            ("venue: the pier", "coder: bo", "coder", ("bo", "tests")),
            ("venue: the pier", "role: Member", "role", ("Member", "(nothing)")),
            ("venue: the pier", "spoken_by: dirk", "spoken_by", ("dirk", "(nothing)")),
            ("venue: the pier", "according_to: [dirk, X]", "according_to", ("dirk, X", None)),
            ("venue: the pier", "repeated: true", "repeated", ("true", "false")),
            ("        locator: p. 1", "        match: probable", "match", ("probable", "certain")),
            ("        locator: p. 1", "        speaker: dirk", "speaker", ("dirk", "(nothing)")),
        ],
    )
    def test_have_to_be_decided(
        self,
        pier: CorpusBuilder,
        was: str,
        now: str,
        key: str,
        values: tuple[str, str | None],
    ) -> None:
        disputed = "    disputes: [{about: speaker, note: x}]\n    note: At the pier."
        edited(pier, (was, now), ("    note: At the pier.", disputed))
        before = data(pier)
        [difference] = planned(pier, "pier", "quay").undecided
        assert difference.key == key
        assert difference.values[0] == values[0]
        assert values[1] in (None, difference.values[1])
        assert data(pier) == before

    @pytest.mark.parametrize(
        ("prefer", "position", "conditions", "overruled"),
        [
            ("NEW", "supports", None, "(cas/pier had conditions: a bus)"),
            ("OLD", "conditional", ["a bus"], "(cas/quay had conditions: (nothing))"),
        ],
    )
    def test_of_the_position_take_its_conditions_along(
        self,
        pier: CorpusBuilder,
        prefer: str,
        position: str,
        conditions: list[str] | None,
        overruled: str,
    ) -> None:
        conditional = "position: conditional\n    conditions: [a bus]"
        edited(pier, ("position: supports\n    frames: [cost", conditional + "\n    frames: [cost"))
        merged(pier, "pier", "quay", prefer)
        one = data(pier)["quay"]
        assert (one["position"], one.get("conditions")) == (position, conditions)
        assert overruled in one["note"]
        assert pier.codes() == []

    def test_of_what_only_the_new_one_says_are_asked_too(self, pier: CorpusBuilder) -> None:
        edited(pier, ("frames: [jobs]", "spoken_by: dirk\n    frames: [jobs]"))
        [difference] = planned(pier, "pier", "quay").undecided
        assert difference.values == ("(nothing)", "dirk")
        merged(pier, "pier", "quay", "OLD")
        assert "spoken_by" not in data(pier)["quay"]
        assert "(cas/quay had spoken_by: dirk)" in data(pier)["quay"]["note"]


class TestWordsOfAnother:
    def test_are_merged_with_those_they_are(self, pier: CorpusBuilder) -> None:
        second = (
            "  - id: pier\n    words_of: cas/quay\n    position: supports\n    frames: [cost]\n"
        )
        edited(pier, (_statement("pier"), second), ("[cas/pier, cas/bus]", "[cas/bus]"))
        pier.official("dirk", statements=[{"id": "joint", "words_of": "cas/quay"}])
        merged(pier, "pier", "quay")
        one = data(pier)["quay"]
        assert (one["frames"], len(one["evidence"])) == (["jobs", "cost"], 2)
        assert "words_of" not in one

    def test_may_be_those_that_go(self, pier: CorpusBuilder) -> None:
        second = (
            "  - id: pier\n    words_of: cas/quay\n    position: supports\n    frames: [cost]\n"
        )
        edited(pier, (_statement("pier"), second), ("[cas/pier, cas/bus]", "[cas/bus]"))
        pier.official("dirk", statements=[{"id": "joint", "words_of": "cas/quay"}])
        merged(pier, "quay", "pier")
        one = data(pier)["pier"]
        assert (one["said"], len(one["evidence"]), one["frames"]) == (
            "2021-05-03",
            2,
            ["cost", "jobs"],
        )
        assert "words_of" not in one
        assert data(pier, "dirk")["joint"]["words_of"] == "cas/pier"
        assert pier.codes() == []

    def test_on_another_question_stay(self, pier: CorpusBuilder) -> None:
        second = "  - id: pier\n    words_of: cas/quay\n    issue: bridge\n    position: supports\n"
        edited(pier, (_statement("pier"), second), ("[cas/pier, cas/bus]", "[cas/bus]"))
        pier.official("dirk", statements=[])
        with pytest.raises(CannotRename, match="answer two questions with the same words"):
            planned(pier, "pier", "quay")

    def test_of_a_third_are_not_lost(self, pier: CorpusBuilder) -> None:
        second = "  - id: pier\n    words_of: cas/bus\n    position: supports\n"
        edited(pier, (_statement("pier"), second), ("[cas/pier, cas/bus]", "[cas/bus]"))
        pier.official("dirk", statements=[])
        with pytest.raises(CannotRename, match="has the words of `cas/bus`, and `cas/quay`"):
            planned(pier, "pier", "quay")

    def test_do_not_answer_a_question_twice(self, pier: CorpusBuilder) -> None:
        joint = [{"id": "one", "words_of": "cas/pier"}, {"id": "two", "words_of": "cas/quay"}]
        pier.official("dirk", statements=joint)
        with pytest.raises(CannotRename, match="`dirk/one` and `dirk/two` would answer `tram`"):
            planned(pier, "pier", "quay")


class TestParts:
    @pytest.fixture
    def parted(self, pier: CorpusBuilder) -> CorpusBuilder:
        part = f"# of 2021\nstatements:\n{_statement('pier')}"
        pier.file("officials/cas/2021.yaml", part)
        edited(pier, (_statement("pier"), ""))
        return pier

    def test_are_one_across_files(self, parted: CorpusBuilder) -> None:
        found = merged(parted, "pier", "quay")
        assert len(data(parted)["quay"]["evidence"]) == 3
        assert "officials/cas/2021.yaml: no statements are left in it" in found.told
        text = (parted.folder / "officials/cas/2021.yaml").read_text("utf-8")
        assert text.startswith("# of 2021\n")
        assert "pier" not in text.replace("# the pier", "")

    @pytest.mark.parametrize(("old", "new"), [("pier", "quay"), ("quay", "pier")])
    def test_cut_off_at_any_file_is_finished_by_the_same_command(
        self, parted: CorpusBuilder, old: str, new: str
    ) -> None:
        found = planned(parted, old, new)
        replacements = [each for each in found.replacements if each.path.parent.name != "x"]
        before = {each.path: each.path.read_bytes() for each in replacements}
        save(parted.folder, replacements)
        after = {each.path: each.path.read_bytes() for each in replacements}
        for done in range(1, len(replacements) - 1):
            for number, each in enumerate(replacements):
                each.path.write_bytes((after if number < done else before)[each.path])
            merged(parted, old, new)
            assert {path: path.read_bytes() for path in after} == after


def test_merged_officials_say_which_statements_may_be_one(pier: CorpusBuilder) -> None:
    evidence = [{"source": "post", "text": "Stay it must"}]
    pier.official(
        "bakker", statements=[{"id": "must", "position": "opposes", "evidence": evidence}]
    )
    workspace = Workspace(pier.folder, build(pier.folder))
    thing = Named("official", "bakker")
    merge = Merge(thing, thing.called("cas"))
    told = plan(workspace, merge, lambda _done, _of: None, may_merge=True).told
    assert any("`stances rename cas/must cas/pier --merge`" in line for line in told)
