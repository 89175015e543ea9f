"""A renaming changes the id and nothing else, in whatever layout the files are; and is undone."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from folders import contents
from scribbles import _Pen, texts
from stances.editing import references
from stances.editing.file_text import UnfaithfulError
from stances.editing.references import Named
from stances.editing.rename import verify
from stances.editing.rename.merge import Merge
from stances.editing.rename.plan import RenamePlan, plan
from stances.editing.save import save
from stances.editing.workspace import Workspace
from stances.errors import CannotEdit, CannotRename, ChangedMeanwhile
from stances.index.build import build
from stances.queries.faults import problems

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from corpora import CorpusBuilder

OLD, NEW = "zzold", "zznew"
PLACES = re.compile(r"(.*_)?(line|column)|path|digest|words|seen|unsettled|folder")
KINDS = ("official", "source", "statement", "issue", "position", "faction", "frame")
WITHIN = {"statement": "anna", "position": "the-issue"}


def quiet(done: int, of: int) -> None:
    assert 0 < done <= of


def planned(folder: Path, old: Named, new: str, **options: Any) -> RenamePlan:
    prefer = options.pop("prefer", "")
    workspace = Workspace(folder, build(folder))
    return plan(workspace, Merge(old, old.called(new), prefer), quiet, **options)


def renamed(folder: Path, old: Named, new: str, **options: Any) -> RenamePlan:
    """Rename, and write it."""
    found = planned(folder, old, new, **options)
    save(folder, [*found.replacements, *found.copies])
    return found


def dumped(index: sqlite3.Connection) -> list[str]:
    """All that an index holds of records, as text, in no order and without places."""
    tables = index.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'searched%'"
    ).fetchall()  # full text is made of other tables, and in bytes
    found = []
    for (table,) in tables:
        for row in index.execute(f'SELECT * FROM "{table}"'):
            told = {key: row[key] for key in row.keys() if not PLACES.fullmatch(key)}  # noqa: SIM118
            found.append(json.dumps([table, told], ensure_ascii=False))
    return found


@st.composite
def laid_out(draw: Any, kind: str) -> dict[str, bytes]:  # noqa: ANN401
    """The files of a corpus in any layout, in which something of a kind is called `OLD`."""
    ids = {each: OLD if each == kind else f"the-{each}" for each in KINDS}
    position = {"id": ids["position"], "label": "P", "definition": "P is so."}
    other = {"id": "waits", "label": "W", "definition": "Waits.", "score": "1"}
    term: Any = {"label": "L", "definition": draw(st.sampled_from(("What it is.", "a: b")))}
    issues = [{"id": ids["issue"], "question": "Q", "positions": [position, other]}]
    if draw(st.booleans()):
        # Another issue may have a position of the same id, which is another position.
        issues.append({"id": "bridge", "question": "Q", "positions": [position, other]})
    bridge = len(issues) > 1 and draw(st.booleans())
    piece = {
        "source": ids["source"],
        "form": "quote",
        "speaker": "bo",
        "position": "waits",
        "text": draw(texts.filter(lambda text: "\n" not in text and text.strip())),
    }
    copied = {"source": "herald", "form": "quote", "text": "x", "derived_from": ids["source"]}
    statement = {
        "id": ids["statement"],
        "said": "2021-05-03",
        "position": ids["position"],
        "frames": draw(st.permutations([ids["frame"], "cost"])),
        "faction": ids["faction"],
        "evidence": draw(st.permutations([piece, copied])),
    }
    if bridge:
        statement["issue"] = "bridge"
    elif draw(st.booleans()):
        statement["issue"] = ids["issue"]
    role = {"title": "Member", "faction": ids["faction"]}
    spoken = piece | {"speaker": ids["official"], "position": ids["position"]}
    second = statement | {"id": "more", "position": "waits", "evidence": [spoken]}
    about = draw(st.permutations(["bo", ids["official"], ids["faction"]]))
    files: dict[str, Any] = {
        "corpus.yaml": {
            "title": "T",
            "schema_version": "1",
            "coder": "c",
            "default_issue": ids["issue"],
        },
        "codebook.yaml": {
            "issues": issues,
            "factions": [{"id": ids["faction"], **term}, {"id": "rest", **term}],
            "frames": [{"id": "cost", **term}, {"id": ids["frame"], **term}],
        },
        f"sources/{ids['source']}.yaml": {
            "title": "S",
            "published": "2021-06",
            "lang": "en",
            "assessments": [{"about": about, "text": "t"}],
        },
        "sources/herald.yaml": {"title": "H", "published": "2021-06", "lang": "en"},
        "officials/anna.yaml": {"name": "Anna", "roles": [role], "statements": [statement, second]},
        f"officials/{ids['official']}.yaml": {"name": "Old", "roles": [role], "statements": []},
        "officials/bo.yaml": {"name": "Bo", "roles": [role]},
    }
    tidy = draw(st.booleans())
    return {path: _written(draw, data, tidy=tidy) for path, data in files.items()}


def _written(draw: Any, data: Any, *, tidy: bool) -> bytes:  # noqa: ANN401
    pen = _Pen(draw, tidy=tidy)
    end = draw(st.sampled_from(("\n", "\r\n")))
    last = draw(st.sampled_from(("", end)))
    text: str = end.join([*pen.above(0), *pen.block(data, 0)]) + last
    mark: bytes = draw(st.sampled_from((b"", b"\xef\xbb\xbf")))
    return bytes(mark + text.encode())


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=6,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(st.data())
def test_any_corpus_is_the_same_but_for_the_id_and_again_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, kind: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("any")
    files = data.draw(laid_out(kind))
    for path, raw in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(raw)
    before = build(folder)
    assume(not [each for each in problems(before) if each.severity == "error"])
    old = Named(kind, OLD, WITHIN.get(kind, ""))
    if kind == "position" and not _is_used(before):
        old = old._replace(within="bridge")
    found = renamed(folder, old, NEW)
    after = build(folder)
    if kind != "position":  # of which the other issue may have one of the same id
        assert sorted(each.replace(OLD, NEW) for each in dumped(before)) == sorted(dumped(after))
        assert OLD.encode() not in b"".join(contents(folder).values())
    assert found.uses >= 1
    assert not found.differences
    renamed(folder, old.called(NEW), OLD)
    assert contents(folder) == files


def _is_used(index: sqlite3.Connection) -> bool:
    query = "SELECT COUNT(*) FROM all_statements WHERE issue = 'the-issue'"
    return bool(index.execute(query).fetchone()[0])


class TestPlanForASharedId:
    @pytest.fixture
    def folder(self, corpus: CorpusBuilder) -> Path:
        scale = {"same": 1, "other": 0}
        corpus.codebook(issues={"same": scale, "tram": scale}, factions=("same",), frames=("same",))
        corpus.source("same", assessments=[{"about": ["jansen"], "text": "t"}])
        corpus.official(
            "jansen",
            faction="same",
            statements=[
                {"id": "same", "position": "same", "frames": ["same"], "evidence": ["same"]},
                {"id": "b", "position": "same", "issue": "same", "evidence": ["same"]},
            ],
        )
        return corpus.folder

    @pytest.mark.parametrize(
        ("old", "files", "count"),
        [
            (Named("source", "same"), {"officials/jansen.yaml", "sources/same.yaml"}, 2),
            (Named("statement", "same", "jansen"), {"officials/jansen.yaml"}, 1),
            (Named("issue", "same"), {"codebook.yaml", "officials/jansen.yaml"}, 2),
            (Named("position", "same", "tram"), {"codebook.yaml", "officials/jansen.yaml"}, 2),
            (Named("position", "same", "same"), {"codebook.yaml", "officials/jansen.yaml"}, 2),
            (Named("faction", "same"), {"codebook.yaml", "officials/jansen.yaml"}, 2),
            (Named("frame", "same"), {"codebook.yaml", "officials/jansen.yaml"}, 2),
        ],
    )
    def test_renames_it_where_it_means_the_one(
        self, folder: Path, old: Named, files: set[str], count: int
    ) -> None:
        before = contents(folder)
        found = renamed(folder, old, "new")
        after = contents(folder)
        new = {path.replace("sources/new", "sources/same"): raw for path, raw in after.items()}
        changed = {path for path in before if before[path] != new[path]}
        assert changed <= files
        assert found.uses == count
        assert b"".join(after.values()).count(b'"new"') == count


class TestPlanForAmbiguousUses:
    def test_names_both_the_official_and_the_faction_of_one_id(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald", assessments=[{"about": ["mayor"], "text": "t"}])
        corpus.official("mayor", faction="mayor", statements=["supports"])
        assert [p.code for p in corpus.problems("ST409")] == ["ST409"]
        renamed(corpus.folder, Named("official", "mayor"), "jansen")
        rows = corpus.index().execute("SELECT about FROM assessments").fetchall()
        assert [json.loads(row["about"]) for row in rows] == [["mayor", "jansen"]]
        assert corpus.problems("ST409") == []


class TestPlanRefused:
    @pytest.fixture
    def folder(self, town: CorpusBuilder) -> Path:
        return town.folder

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (Named("official", "cas"), "jansen"),
            (Named("source", "herald"), "courier"),
            (Named("faction", "mayor"), "council"),
            (Named("frame", "jobs"), "cost"),
            (Named("position", "rejects", "tram"), "opposes"),
        ],
    )
    def test_where_the_new_one_is_there_says_what_merging_does(
        self, folder: Path, old: Named, new: str
    ) -> None:
        with pytest.raises(CannotRename, match=f"{old.kind} `.*{new}` already") as error:
            planned(folder, old, new)
        assert "--merge would make one of the two" in error.value.hint

    def test_of_a_statement_of_one_official_offers_merging(self, folder: Path) -> None:
        old = Named("statement", "s1", "jansen")
        with pytest.raises(CannotRename, match="a statement `jansen/s2` already") as error:
            planned(folder, old, "s2")
        assert "--merge would make one of the two" in error.value.hint

    def test_where_the_file_is_there_but_cannot_be_used(self, town: CorpusBuilder) -> None:
        town.file("officials/broken.yaml", "nam: x\n")
        with pytest.raises(CannotRename, match="already"):
            planned(town.folder, Named("official", "cas"), "broken")
        with pytest.raises(CannotEdit, match=r"broken.yaml cannot be changed: line 1"):
            planned(town.folder, Named("official", "cas"), "broken", may_merge=True)

    def test_of_a_file_with_a_fault_that_would_be_changed(self, town: CorpusBuilder) -> None:
        town.official("dirk", statements=[{"frames": ["jobs"], "said": "someday"}])
        with pytest.raises(CannotEdit, match=r"dirk.yaml cannot be changed: line \d+: .*someday"):
            planned(town.folder, Named("frame", "jobs"), "work")
        assert planned(town.folder, Named("statement", "s1", "cas"), "first").uses == 1

    def test_of_a_file_that_cannot_be_read_and_may_name_it(self, town: CorpusBuilder) -> None:
        town.file("officials/dirk.yaml", "name: [\nframes: jobs\n")
        with pytest.raises(CannotEdit, match=r"dirk.yaml cannot be changed"):
            planned(town.folder, Named("frame", "jobs"), "work")
        assert planned(town.folder, Named("frame", "cost"), "price").uses == 3

    def test_of_a_link(self, town: CorpusBuilder) -> None:
        file = town.folder / "officials/cas.yaml"
        file.rename(town.folder / "elsewhere.yaml")
        file.symlink_to("../elsewhere.yaml")
        with pytest.raises(CannotEdit, match="it is a link"):
            planned(town.folder, Named("official", "cas"), "ko")

    def test_where_the_new_id_is_the_name_of_another(self, town: CorpusBuilder) -> None:
        with pytest.raises(CannotRename, match=r"new errors: .*officials"):
            planned(town.folder, Named("official", "cas"), "mayor")

    def test_of_our_own_bug(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        fields = {**references.FIELDS["official"]}
        del fields["statements", "frames"]
        monkeypatch.setitem(references.FIELDS, "official", fields)
        with pytest.raises(UnfaithfulError, match="would change more than its id"):
            planned(folder, Named("frame", "jobs"), "work")


class TestVerify:
    @pytest.mark.parametrize("kind", KINDS)
    def test_tells_whatever_is_not_the_id(
        self, town: CorpusBuilder, kind: str, new_corpus: Callable[[], CorpusBuilder]
    ) -> None:
        index = town.index()
        ids = {
            "official": "jansen",
            "source": "courier",
            "statement": "s1",
            "issue": "tram",
            "position": "supports",
            "faction": "mayor",
            "frame": "jobs",
        }
        within = {"statement": "jansen", "position": "tram"}.get(kind, "")
        merge = Merge(Named(kind, ids[kind], within), Named(kind, "new", within))
        as_it_is = verify.fingerprint(index, None)
        mapped = verify.fingerprint(index, None, verify.Renamed(index, merge))
        assert as_it_is != mapped
        assert verify.fingerprint(new_corpus().index(), None) != as_it_is

    def test_may_look_at_the_statements_of_some_files_alone(self, town: CorpusBuilder) -> None:
        before = town.index()
        town.official("cas", name="Cas Ko", faction="mayor", statements=[{"said": "2020"}])
        after = town.index()
        for paths, same in ((["officials/bo.yaml"], True), (["officials/cas.yaml"], False)):
            one, two = (verify.fingerprint(each, paths) for each in (before, after))
            assert (one == two) == same


@pytest.mark.parametrize("who", ["anna", "somebody-else"])
def test_a_corpus_that_is_written_to_meanwhile_is_no_bug(corpus: CorpusBuilder, who: str) -> None:
    corpus.official("anna", faction="mayor", statements=["supports"])
    index = build(corpus.folder)
    corpus.official(who, name="Another", faction="mayor", statements=["rejects", "supports"])
    faction = Named("faction", "mayor")
    with pytest.raises(ChangedMeanwhile, match=f"{who}.yaml was changed in the meantime"):
        plan(Workspace(corpus.folder, index), Merge(faction, faction.called("mayors"), ""), quiet)
