"""A statement that is another official's: what moves with it, what is told, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from stances.editing.references import Named
from stances.editing.rename.merge import Merge
from stances.editing.rename.move import Moving, plan_move
from stances.editing.rename.plan import RenamePlan, plan
from stances.editing.rename.targets import new_thing, old_thing
from stances.editing.save import save
from stances.editing.workspace import Workspace
from stances.errors import CannotRename
from stances.index.build import build

if TYPE_CHECKING:
    from corpora import CorpusBuilder

WHY = "The Courier named her on 12 June."
SOURCE = """\
name: a senior official
kind: unnamed
roles:
  - {title: Senior official, faction: council}
statements:
  - id: before  # stays where it is
    said: 2021-05-02
    position: opposes
    evidence:
      - {source: courier, form: quote, text: said before}

  # of the lake,
  # and its fishes
  - id: lake
    said: 2021-05-03 # a Monday
    position: rejects
    reviewed_by: [anna]
    evidence:
      # her very words
      - {source: courier, form: quote, text: never again, speaker: cas}
      - {source: courier, form: quote, text: I said never}
    note: She would not be named
  - id: fish
    words_of: senior/lake
    issue: bridge
    position: waits
  # the last one
  - id: after
    said: 2021-05-04
    position: supports
    evidence:
      - {source: courier, form: quote, text: said after}
"""
JOINT = """\
name: Dirk Duyn
statements:
  - id: joint
    words_of: "senior/lake"  # both
    position: rejects
    note: As senior/lake says.
"""

ARRIVED = """\
  # of the lake,
  # and its fishes
  - id: lake
    said: 2021-05-03 # a Monday
    position: rejects
    evidence:
      # her very words
      - source: courier
        form: quote
        text: never again
      - source: courier
        form: quote
        text: I said never
    note: She would not be named. The Courier named her on 12 June.
  - id: fish-2
    words_of: cas/lake
    issue: bridge
    position: waits
    note: The Courier named her on 12 June.
  # the end
"""


def planned(folder: CorpusBuilder, old: str, new: str, **how: Any) -> RenamePlan:
    index = build(folder.folder)
    thing = old_thing(index, old)
    merge = Merge(thing, new_thing(index, thing, new))
    workspace = Workspace(folder.folder, index)
    return plan_move(workspace, merge, Moving(**{"note": WHY} | how), lambda _done, _of: None)


def moved(corpus: CorpusBuilder, old: str, new: str, **how: Any) -> RenamePlan:
    found = planned(corpus, old, new, **how)
    save(corpus.folder, found.replacements)
    return found


def data(corpus: CorpusBuilder, official: str) -> dict[str, Any]:
    """The statements of an official by their ids."""
    text = (corpus.folder / f"officials/{official}.yaml").read_text("utf-8")
    statements = yaml.load(text, yaml.BaseLoader)["statements"]  # noqa: S506
    return {each["id"]: each for each in statements}


@pytest.fixture
def lake(corpus: CorpusBuilder) -> CorpusBuilder:
    """An unnamed official with a statement whose words two others have."""
    scale = {"supports": 2, "opposes": -1, "rejects": -2, "waits": 0}
    corpus.codebook(issues={"tram": scale, "bridge": scale})
    corpus.file("officials/senior.yaml", SOURCE).file("officials/dirk.yaml", JOINT)
    return corpus.official("cas", faction="mayor", statements=[{"id": "fish"}])


class TestMoving:
    def test_takes_the_statement_with_its_comments_to_the_end_of_the_other_file(
        self, lake: CorpusBuilder
    ) -> None:
        before = (lake.folder / "officials/senior.yaml").read_text("utf-8")
        lake.file(
            "officials/cas.yaml",
            "name: Cas Ko\nstatements:\n  - id: fish\n    said: 2021\n"
            "    position: supports\n    evidence:\n"
            "      - {source: courier, form: quote, text: a fish}\n  # the end\n",
        )
        moved(lake, "senior/lake", "cas/")
        start, end = before.index("\n  # of the lake"), before.index("  # the last one")
        there = (lake.folder / "officials/senior.yaml").read_text("utf-8")
        assert there == before[:start] + "\n" + before[end:]
        text = (lake.folder / "officials/cas.yaml").read_text("utf-8")
        assert text.endswith(ARRIVED)
        assert lake.codes() == []

    def test_takes_every_reference_along(self, lake: CorpusBuilder) -> None:
        found = moved(lake, "senior/lake", "cas/pond")
        assert data(lake, "dirk")["joint"]["words_of"] == "cas/pond"
        assert data(lake, "cas")["fish-2"]["words_of"] == "cas/pond"
        assert found.uses == 4
        assert [each.what for each in found.mentions] == ["note of dirk/joint"]
        text = (lake.folder / "officials/dirk.yaml").read_text("utf-8")
        assert text == JOINT.replace('"senior/lake"', '"cas/pond"')

    def test_tells_what_else_becomes_of_it(self, lake: CorpusBuilder) -> None:
        assert [*moved(lake, "senior/lake", "cas/").told] == [
            "senior/fish moves with it, and becomes cas/fish-2",
            "cas/lake: nobody has reviewed it as it is now; `reviewed_by` goes",
            "officials/cas.yaml: `speaker: cas` says nothing any more, and is taken out",
            "cas/lake: role Senior official → Member; faction council → mayor",
            "cas/fish-2: role Senior official → Member; faction council → mayor",
        ]

    def test_writes_the_new_file_before_the_old_one(self, lake: CorpusBuilder) -> None:
        lake.official("tom", statements=["supports"])
        for new in ("cas/", "tom/"):
            written = [each.path.name for each in planned(lake, "senior/lake", new).replacements]
            assert written[-1] == "senior.yaml"

    def test_of_the_last_one_leaves_an_official_without_statements(
        self, lake: CorpusBuilder
    ) -> None:
        found = moved(lake, "dirk/joint", "cas/")
        assert "officials/dirk.yaml: no statements are left in it" in found.told
        assert data(lake, "dirk") == {}
        assert lake.codes() == []

    def test_from_a_person_says_that_the_sources_name_another_now(
        self, lake: CorpusBuilder
    ) -> None:
        told = moved(lake, "cas/fish", "dirk/").told
        naming = "1 piece of evidence names dirk now; if its source names cas, use --keep-speaker"
        assert f"dirk/fish: {naming}" in told
        assert "speaker" not in data(lake, "dirk")["fish"]["evidence"][0]

    def test_may_leave_the_sources_naming_the_former_official(self, lake: CorpusBuilder) -> None:
        moved(lake, "cas/fish", "dirk/", keep_speaker=True)
        assert data(lake, "dirk")["fish"]["evidence"][0]["speaker"] == "cas"

    def test_drops_a_role_that_the_other_has_not(self, lake: CorpusBuilder) -> None:
        roles = [{"title": "Mayor", "faction": "mayor"}]
        said = [{"id": "a", "role": "Mayor"}, {"id": "b", "role": "Mayor", "faction": "council"}]
        lake.official("eva", roles=roles, statements=said)
        told = moved(lake, "eva/a", "cas/").told
        assert "role" not in data(lake, "cas")["a"]
        assert "cas/a: `role: Mayor` goes, for cas has no such role" in told
        told = moved(lake, "eva/b", "cas/").told
        assert data(lake, "cas")["b"]["role"] == "Mayor"
        assert "cas/b: it names its own faction, `council`" in told

    def test_to_whoever_spoke_for_the_other_makes_that_needless(self, lake: CorpusBuilder) -> None:
        lake.official("eva", statements=[{"id": "a", "spoken_by": "cas"}])
        moved(lake, "eva/a", "cas/")
        assert "spoken_by" not in data(lake, "cas")["a"]

    def test_to_the_official_whose_words_it_has_drops_what_it_inherits_then(
        self, lake: CorpusBuilder
    ) -> None:
        said = [{"id": "a"}, {"id": "b"}]
        lake.official("eva", statements=said)
        lake.file(
            "officials/fay.yaml",
            "name: Fay\nstatements:\n- {id: c, words_of: eva/a, issue: bridge,"
            " position: rejects, faction: mayor}\n",
        )
        told = moved(lake, "fay/c", "eva/").told
        assert "faction" not in data(lake, "eva")["c"]
        assert any("`faction: mayor` has to be that of `words_of`" in line for line in told)
        assert lake.codes() == []

    @pytest.mark.parametrize("status", ["denied", "misattributed"])
    def test_says_what_has_to_be_read_again(self, lake: CorpusBuilder, status: str) -> None:
        dispute = {"about": "speaker", "note": "It may be hers.", "resolution": "It is his."}
        lake.official("eva", statements=[{"id": "a", "status": status, "disputes": [dispute]}])
        told = moved(lake, "eva/a", "cas/").told
        assert f"cas/a: see whether it is still {status}" in told
        assert "cas/a: read what its dispute about the speaker says" in told

    def test_alone_makes_a_second_question_a_joint_statement(self, lake: CorpusBuilder) -> None:
        told = moved(lake, "senior/fish", "cas/fishes").told
        assert "cas/fishes: it has the words of senior/lake, so that both have said them" in told
        assert data(lake, "cas")["fishes"]["words_of"] == "senior/lake"


class TestOccasions:
    @pytest.fixture
    def breath(self, corpus: CorpusBuilder) -> CorpusBuilder:
        """Three statements of one occasion, of which the first is named by both others."""
        said: list[Any] = [
            {"id": "a"},
            {"id": "b", "same_occasion": ["eva/a"], "position": "rejects"},
            {"id": "c", "same_occasion": ["eva/a"], "position": "opposes"},
            {"id": "d"},
        ]
        corpus.official("eva", statements=said)
        return corpus.official("cas", statements=[{"id": "b"}])

    @pytest.mark.parametrize(("id_", "others"), [("a", "`eva/b` and `eva/c`"), ("b", "`eva/a`")])
    def test_are_not_torn_apart(self, breath: CorpusBuilder, id_: str, others: str) -> None:
        with pytest.raises(CannotRename) as error:
            planned(breath, f"eva/{id_}", "cas/")
        assert f"was said on one occasion with {others}, by one official" in str(error.value)
        assert "--with-occasion moves all of it" in error.value.hint

    def test_move_as_a_whole(self, breath: CorpusBuilder) -> None:
        moved(breath, "eva/c", "cas/", with_occasion=True)
        assert [*data(breath, "eva")] == ["d"]
        mine = data(breath, "cas")
        assert [*mine] == ["b", "c", "a", "b-2"]
        assert mine["c"]["same_occasion"] == mine["b-2"]["same_occasion"] == ["cas/a"]
        assert breath.codes() == []


class TestRefused:
    def test_where_the_id_is_taken(self, lake: CorpusBuilder) -> None:
        with pytest.raises(CannotRename, match="there is a statement `cas/fish` already"):
            planned(lake, "senior/before", "cas/fish")

    def test_where_no_source_can_name_the_former_official(self, lake: CorpusBuilder) -> None:
        with pytest.raises(CannotRename, match="no source names `senior`"):
            planned(lake, "senior/lake", "cas/", keep_speaker=True)

    def test_where_a_joint_statement_would_lose_its_evidence(self, lake: CorpusBuilder) -> None:
        lake.file("officials/senior.yaml", SOURCE.replace("kind: unnamed\n", ""))
        with pytest.raises(CannotRename, match="`dirk/joint` would have no evidence"):
            planned(lake, "senior/lake", "cas/", keep_speaker=True)


class TestCutOff:
    def test_goes_on_where_the_other_file_has_been_written(self, lake: CorpusBuilder) -> None:
        before = {p: p.read_bytes() for p in lake.folder.rglob("*.yaml")}
        found = moved(lake, "senior/lake", "cas/")
        after = {p: p.read_bytes() for p in before}
        for number in range(1, len(found.replacements)):
            for path, raw in before.items():
                path.write_bytes(raw)
            for each in found.replacements[:number]:
                each.path.write_bytes(each.after or b"")
            again = moved(lake, "senior/lake", "cas/")
            for path, raw in after.items():
                assert path.read_text("utf-8") == raw.decode(), number
            assert bool("`cas/lake` is there already" in again.told) == (number >= 1)


class TestReferencesOfOthers:
    """Whatever is renamed: those that refer to statements go on doing so."""

    def renamed(self, corpus: CorpusBuilder, old: Named, new: str, **how: Any) -> RenamePlan:
        workspace = Workspace(corpus.folder, build(corpus.folder))
        found = plan(workspace, Merge(old, old.called(new), "NEW"), lambda _d, _o: None, **how)
        save(corpus.folder, found.replacements)
        return found

    def test_an_official_keeps_them(self, lake: CorpusBuilder) -> None:
        self.renamed(lake, Named("official", "senior"), "elder")
        assert data(lake, "dirk")["joint"]["words_of"] == "elder/lake"
        assert data(lake, "elder")["fish"]["words_of"] == "elder/lake"
        assert lake.codes() == []

    def test_a_statement_keeps_them(self, lake: CorpusBuilder) -> None:
        self.renamed(lake, Named("statement", "lake", "senior"), "pond")
        assert data(lake, "dirk")["joint"]["words_of"] == "senior/pond"
        assert data(lake, "senior")["fish"]["words_of"] == "senior/pond"
        assert lake.codes() == []

    def test_merged_officials_keep_them_where_an_id_is_taken(self, lake: CorpusBuilder) -> None:
        lake.official("cas", statements=[{"id": "lake"}, {"id": "lake-2", "position": "opposes"}])
        lake.file(
            "officials/eva.yaml",
            JOINT.replace("Dirk Duyn", "Eva").replace("senior/lake", "cas/lake"),
        )
        self.renamed(lake, Named("official", "senior"), "cas", may_merge=True)
        assert data(lake, "dirk")["joint"]["words_of"] == "cas/lake-3"
        assert data(lake, "cas")["fish"]["words_of"] == "cas/lake-3"
        assert data(lake, "eva")["joint"]["words_of"] == "cas/lake"
        assert lake.codes() == []

    def test_names_that_are_ids_are_renamed_and_others_are_not(self, lake: CorpusBuilder) -> None:
        voices = {"spoken_by": "dirk", "according_to": ["Dirk", "dirk"]}
        lake.source("agency")
        lake.official(
            "eva",
            statements=[
                {"id": "a", **voices, "evidence": [{"via": "agency"}, {"via": "The agency"}]},
            ],
        )
        self.renamed(lake, Named("official", "dirk"), "duyn")
        self.renamed(lake, Named("source", "agency"), "wire")
        said = data(lake, "eva")["a"]
        assert said["spoken_by"] == "duyn"
        assert said["according_to"] == ["Dirk", "duyn"]
        assert [each["via"] for each in said["evidence"]] == ["wire", "The agency"]

    def test_a_dispute_names_merged_sources_once(self, lake: CorpusBuilder) -> None:
        lake.source("herald", version_of="courier", title="The courier")
        pieces = [{"source": each, "text": each} for each in ("herald", "courier")]
        dispute = {"about": "wording", "note": "N.", "sources": ["herald", "courier"]}
        lake.official("eva", statements=[{"id": "a", "evidence": pieces, "disputes": [dispute]}])
        told = self.renamed(lake, Named("source", "herald"), "courier", may_merge=True).told
        between = "a has a dispute between the two, which are one now"
        assert f"officials/eva.yaml: {between}" in told
        assert data(lake, "eva")["a"]["disputes"][0]["sources"] == ["courier"]
        assert "version_of" not in (lake.folder / "sources/courier.yaml").read_text("utf-8")
