"""Renaming and merging officials that stand in several files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from stances.editing.references import Named
from stances.editing.rename.merge import Merge
from stances.editing.rename.plan import RenamePlan, plan
from stances.editing.save import save
from stances.editing.workspace import Workspace
from stances.errors import CannotEdit, CannotRename
from stances.index.build import build
from stances.queries.faults import problems

if TYPE_CHECKING:
    from pathlib import Path

    from corpora import CorpusBuilder

JANSEN = Named("official", "jansen")
COMMENTED = """\
# what was said in 2021
statements:
  # on the quay
  - {id: c, said: 2021-03, position: rejects, evidence: [
    {source: courier, form: quote, text: no, speaker: bo}]}
  - {id: d, said: 2021-04, position: rejects, evidence: [
    {source: courier, form: quote, text: never}]}  # loudly
"""


@pytest.fixture
def parted(corpus: CorpusBuilder) -> CorpusBuilder:
    names_jansen = [{"speaker": "jansen"}]
    corpus.official("jansen", statements=[{"id": "a"}]).part("jansen", "2020", {"id": "b"})
    corpus.file("officials/jansen/2021.yaml", COMMENTED)
    corpus.official("bo").part("bo", "2021", {"id": "x", "evidence": names_jansen})
    return corpus.source("herald", assessments=[{"about": ["jansen"], "text": "t"}])


def renamed(corpus: CorpusBuilder, old: Named, new: str, **options: Any) -> RenamePlan:
    workspace = Workspace(corpus.folder, build(corpus.folder))
    merge = Merge(old, old.called(new), options.pop("prefer", ""))
    found = plan(workspace, merge, lambda _done, _of: None, **options)
    save(corpus.folder, found.replacements)
    return found


def refs(corpus: CorpusBuilder) -> list[str]:
    index = corpus.index()
    assert [p for p in problems(index) if p.severity == "error"] == []
    return [ref for (ref,) in index.execute("SELECT ref FROM statements ORDER BY ref")]


def files(folder: Path) -> dict[str, str]:
    inside = folder / "officials"
    found = {path.relative_to(inside).as_posix(): path for path in inside.rglob("*.yaml")}
    return {name: path.read_text("utf-8") for name, path in sorted(found.items())}


def data(corpus: CorpusBuilder, path: str) -> Any:  # noqa: ANN401 - whatever the file holds
    return yaml.load((corpus.folder / path).read_text("utf-8"), yaml.BaseLoader)  # noqa: S506


class TestAnOfficial:
    def test_is_renamed_with_its_folder(self, parted: CorpusBuilder) -> None:
        before = files(parted.folder)
        found = renamed(parted, JANSEN, "jan")
        after = files(parted.folder)
        assert [*after] == [
            "bo.yaml",
            "bo/2021.yaml",
            *("jan.yaml", "jan/2020.yaml"),
            "jan/2021.yaml",
        ]
        assert after["jan/2021.yaml"] == before["jansen/2021.yaml"]
        assert '"speaker": "jan"' in after["bo/2021.yaml"]
        assert data(parted, "sources/herald.yaml")["assessments"][0]["about"] == ["jan"]
        assert not (parted.folder / "officials/jansen").exists()
        assert refs(parted) == ["bo/x", "jan/a", "jan/b", "jan/c", "jan/d"]
        assert (found.uses, found.files) == (2, 5)

    def test_is_renamed_back_to_what_it_was(self, parted: CorpusBuilder) -> None:
        before = files(parted.folder)
        renamed(parted, JANSEN, "jan")
        renamed(parted, Named("official", "jan"), "jansen")
        assert files(parted.folder) == before

    def test_is_not_given_the_parts_of_another(self, parted: CorpusBuilder) -> None:
        parted.part("jan", "2019", {"id": "y"})
        with pytest.raises(CannotRename, match=r"parts of another official: officials/jan/2019"):
            renamed(parted, JANSEN, "jan")

    @pytest.mark.parametrize("path", ["officials/jansen", "officials/jansen/2021.yaml"])
    def test_is_not_renamed_through_a_link(
        self, parted: CorpusBuilder, tmp_path: Path, path: str
    ) -> None:
        (parted.folder / path).replace(tmp_path / "elsewhere")
        (parted.folder / path).symlink_to(tmp_path / "elsewhere")
        with pytest.raises(CannotEdit, match="a link"):
            renamed(parted, JANSEN, "jan")

    @pytest.mark.parametrize("new", ["jan", "bo"])
    def test_is_not_renamed_into_a_link(
        self, parted: CorpusBuilder, tmp_path: Path, new: str
    ) -> None:
        place = parted.folder / f"officials/{new}"
        if place.exists():
            (place / "2021.yaml").unlink()
            place.rmdir()
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        place.symlink_to(elsewhere)
        with pytest.raises(CannotEdit, match=f"officials/{new} cannot be changed: it is a link"):
            renamed(parted, JANSEN, new, may_merge=True, prefer="NEW")
        assert [*elsewhere.iterdir()] == []

    @pytest.mark.parametrize("done", range(8))
    def test_half_renamed_by_hand_is_finished(self, parted: CorpusBuilder, done: int) -> None:
        """Any number of files is written in the order in which `save` would write them."""
        workspace = Workspace(parted.folder, build(parted.folder))
        merge = Merge(JANSEN, JANSEN.called("jan"))
        whole = plan(workspace, merge, lambda _done, _of: None).replacements
        save(parted.folder, [each for each in whole if each.path.match("sources/*")])
        for each in [each for each in whole if not each.path.match("sources/*")][:done]:
            if each.after is None:
                each.path.unlink()
            else:
                each.path.parent.mkdir(exist_ok=True)
                each.path.write_bytes(each.after)
        if (parted.folder / "officials/jansen.yaml").exists():
            renamed(parted, JANSEN, "jan")
        assert refs(parted) == ["bo/x", "jan/a", "jan/b", "jan/c", "jan/d"]
        assert "jansen/2021.yaml" not in files(parted.folder)


class TestAStatementInAPart:
    def test_is_renamed_there(self, parted: CorpusBuilder) -> None:
        before = files(parted.folder)
        renamed(parted, Named("statement", "c", "jansen"), "on-the-quay")
        after = files(parted.folder)
        assert after.pop("jansen/2021.yaml") == COMMENTED.replace("id: c", "id: on-the-quay")
        before.pop("jansen/2021.yaml")
        assert after == before

    @pytest.mark.parametrize("id_", ["a", "b", "d"])
    def test_gets_no_id_that_is_taken_in_any_file(self, parted: CorpusBuilder, id_: str) -> None:
        with pytest.raises(CannotRename, match="already"):
            renamed(parted, Named("statement", "c", "jansen"), id_)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Named("source", "courier"), "post"),
        (Named("position", "rejects", "tram"), "never"),
        (Named("official", "bo"), "bob"),
        (Named("issue", "tram"), "trams"),
    ],
    ids=lambda each: each if isinstance(each, str) else each.kind,
)
def test_what_a_part_refers_to_is_renamed_there_too(
    parted: CorpusBuilder, old: Named, new: str
) -> None:
    before = refs(parted)
    renamed(parted, old, new)
    assert [ref.replace("bob/", "bo/") for ref in refs(parted)] == before
    text = "\n".join(files(parted.folder).values())
    assert f'"{old.id}"' not in text
    assert f": {old.id}," not in text


class TestMergedOfficials:
    @pytest.fixture
    def twins(self, parted: CorpusBuilder) -> CorpusBuilder:
        parted.official("jan", statements=[{"id": "a", "said": "2021-01"}])
        return parted.part("jan", "2021", {"id": "c", "said": "2021-02"})

    def test_keep_their_files_and_all_statements(self, twins: CorpusBuilder) -> None:
        found = renamed(twins, JANSEN, "jan", may_merge=True, prefer="NEW")
        assert [*files(twins.folder)] == [
            *("bo.yaml", "bo/2021.yaml", "jan.yaml"),
            *("jan/2020.yaml", "jan/2021-2.yaml", "jan/2021.yaml"),
        ]
        assert refs(twins) == ["bo/x", "jan/a", "jan/a-2", "jan/b", "jan/c", "jan/c-2", "jan/d"]
        assert any("jansen/c becomes jan/c-2" in line for line in found.told)
        assert not (twins.folder / "officials/jansen").exists()

    def test_keep_every_comment(self, twins: CorpusBuilder) -> None:
        renamed(twins, JANSEN, "jan", may_merge=True, prefer="NEW")
        text = files(twins.folder)["jan/2021-2.yaml"]
        assert text == COMMENTED.replace("id: c", "id: c-2")

    def test_have_what_both_say_once(self, twins: CorpusBuilder) -> None:
        twins.file("officials/jan/2021.yaml", COMMENTED.replace("id: c", "id: other"))
        found = renamed(twins, JANSEN, "jan", may_merge=True, prefer="NEW")
        assert refs(twins) == ["bo/x", "jan/a", "jan/a-2", "jan/b", "jan/d", "jan/other"]
        assert [*files(twins.folder)][-2:] == ["jan/2020.yaml", "jan/2021.yaml"]
        assert "jansen/c is there already, as jan/other" in found.told

    def test_have_the_comments_of_what_both_say(self, twins: CorpusBuilder) -> None:
        plain = "\n".join(line.partition("  # loud")[0] for line in COMMENTED.splitlines())
        plain = plain.replace("  # on the quay\n", "").replace("# what was said in 2021\n", "")
        twins.file("officials/jan/2021.yaml", plain + "\n")
        renamed(twins, JANSEN, "jan", may_merge=True, prefer="NEW")
        text = "\n".join(files(twins.folder).values())
        for comment in ("# what was said in 2021", "# on the quay", "# loudly"):
            assert text.count(comment) == 1, comment

    def test_are_a_person_and_one_without_parts(self, twins: CorpusBuilder) -> None:
        renamed(twins, Named("official", "bo"), "jan", may_merge=True, prefer="NEW")
        assert "jan/x" in refs(twins)
        assert [*files(twins.folder)][:3] == ["jan.yaml", "jan/2021-2.yaml", "jan/2021.yaml"]
