"""What the site says of git's history, in repositories drawn at random and made for it."""

from __future__ import annotations

import json
import pickle
import shutil
from collections import Counter
from contextlib import closing
from random import Random
from subprocess import CalledProcessError
from typing import TYPE_CHECKING, Any

import pytest

import random_corpora
from repositories import CorpusInGit, in_git
from stances.cli.run import run
from stances.index.build import build
from stances.queries.history import history
from stances.queries.site.changes import Changes, NoHistory, read_changes
from stances.revisions.graph import WholePast
from stances.revisions.past import Past
from stances.yaml_reader import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpora import CorpusBuilder

    Row = dict[str, Any]

STEPS = 8


class Story:
    """A repository with a corpus in its folder `data`, that is changed and committed at random."""

    def __init__(self, top: Path, seed: int) -> None:
        self.top, self.data, self.random = top, top / "data", Random(seed)
        self.time = 1_600_000_000
        random_corpora.write(self.data, seed)
        in_git(top, "init", "--quiet", "--initial-branch=main")
        (top / "README").write_text("Beside the corpus.\n")
        self.commit()

    def git(self, *arguments: str) -> str:
        return in_git(self.top, *arguments, when=f"{self.time} +0000")

    def commit(self) -> None:
        self.time += self.random.choice((0, 3600, 90_000))
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=A change", "--author=Bo <b@c.d>")

    def officials(self) -> list[Path]:
        return sorted(self.data.glob("officials/*.yaml"))

    def statements(self) -> list[str]:
        found = []
        for path in self.officials():
            record = json.loads(path.read_text("utf-8"))
            found += [f"{path.stem}/{each['id']}" for each in record.get("statements", ())]
        return found

    def rename(self, was: str, now: str) -> None:
        """Rename as the command does; what it refuses stays as it is."""
        is_moved = "/" in now and was.partition("/")[0] != now.partition("/")[0]
        note = ["--note", "So it is."] if is_moved else []
        run(["rename", was, now, "--yes", *note, "--data", str(self.data)])
        for path in self.data.glob("**/*.yaml"):
            text = path.read_text("utf-8")
            try:
                json.loads(text)
            except ValueError:  # what is added beside JSON makes it YAML
                random_corpora.save(path, dict(parse(path.read_bytes()).data or {}))

    def take_out(self) -> None:
        path = self.random.choice(self.officials())
        record = json.loads(path.read_text("utf-8"))
        if statements := record.get("statements"):
            taken = statements.pop(self.random.randrange(len(statements)))
            (self.top / "kept").write_text(json.dumps([path.name, taken]))
            random_corpora.save(path, record)

    def put_back(self) -> None:
        name, statement = json.loads((self.top / "kept").read_text())
        path = self.data / "officials" / name
        if path.exists():
            record = json.loads(path.read_text("utf-8"))
            record.setdefault("statements", []).append(statement)
            random_corpora.save(path, record)

    def change(self) -> None:
        draw, number = self.random, self.random.randrange(1000)
        match draw.randrange(11):
            case 0 if refs := self.statements():
                was = draw.choice(refs)
                self.rename(was, f"{was.partition('/')[0]}/other-{number}")
            case 1 if refs := self.statements():
                home = draw.choice(self.officials()).stem
                self.rename(draw.choice(refs), f"{home}/moved-{number}")
            case 2:
                self.rename(draw.choice(self.officials()).stem, f"named-{number}")
            case 3:
                source = draw.choice(sorted(self.data.glob("sources/*.yaml"))).stem
                self.rename(source, f"print-{number}")
            case 4:
                book = json.loads((self.data / "codebook.yaml").read_text("utf-8"))
                kind = draw.choice(("issues", "factions", "frames"))
                self.rename(draw.choice(book[kind])["id"], f"word-{number}")
            case 5:
                self.take_out()
            case 6 if (self.top / "kept").exists():
                self.put_back()
            case 7:
                path = draw.choice(self.officials())
                whole = path.read_bytes()
                path.write_bytes(whole[: len(whole) // 2])
                self.commit()
                path.write_bytes(whole)
            case _:
                random_corpora.edit(self.data, draw)

    def step(self) -> None:
        """Change something; now and then on a side that is merged."""
        if self.random.randrange(4):
            self.change()
            self.commit()
            return
        self.git("checkout", "--quiet", "-B", "side")
        for _ in range(self.random.randint(1, 2)):
            self.change()
            self.commit()
        self.git("checkout", "--quiet", "main")
        self.change()
        self.commit()
        strategy = self.random.choice(("ours", "theirs"))
        options = (f"--strategy-option={strategy}", "--allow-unrelated-histories")
        try:
            self.git("merge", "--quiet", "--no-ff", "--no-edit", *options, "side")
        except CalledProcessError:  # one side has removed what the other has changed
            self.commit()


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Path], Changes | NoHistory]:
    """Reads the whole history of a corpus."""

    def changes(data: Path) -> Changes | NoHistory:
        where = tmp_path / "results"
        shutil.rmtree(where, ignore_errors=True)
        where.mkdir()
        with closing(build(data)) as index:
            return read_changes(data, index, where)

    return changes


def one_by_one(data: Path) -> dict[str, list[Row]]:
    """What `show --history` says of each statement."""

    def now(path: str) -> bytes | None:
        return (data / path).read_bytes() if (data / path).exists() else None

    with closing(build(data)) as index:
        rows = index.execute("SELECT ref, path, name FROM all_statements ORDER BY ref").fetchall()
    past = Past(data)
    return {
        row[0]: json.loads(json.dumps(list(history(past, row[0], row[1], row[2], now).entries)))
        for row in rows
    }


def without_what_is_said(entries: list[Row]) -> list[Row]:
    """What a statement said when it was added is left out if it has never changed."""
    if len(entries) == 1 and [each["kind"] for each in entries[0]["changes"]] == ["added"]:
        entries[0]["changes"][0]["now"] = None
    return entries


@pytest.mark.parametrize("seed", range(5))
class TestTheHistoryOfAll:
    def test_is_that_of_each(
        self, tmp_path: Path, seed: int, read: Callable[[Path], Changes]
    ) -> None:
        (tmp_path / "top").mkdir()
        story = Story(tmp_path / "top", seed)
        for _ in range(STEPS):
            story.step()
        if seed % 2:
            story.change()
        changes = read(story.data)
        expected = one_by_one(story.data)
        assert expected
        for ref, entries in expected.items():
            assert changes.of(ref) == without_what_is_said(entries), ref
        with closing(WholePast(story.data)) as whole:
            past, head = Past(story.data), whole.names[0]
            for path in {path for name in whole.names for path in whole.changed(name)}:
                assert whole.revisions(head, path) == past.revisions(head, path), path
                assert whole.object(head, path) == past.object(head, path)


@pytest.fixture
def past(corpus: CorpusBuilder, tmp_path: Path) -> CorpusInGit:
    return CorpusInGit(corpus, tmp_path)


def kinds(row: Row) -> list[tuple[str, str]]:
    return [(each["kind"], each["ref"]) for each in row["statements"]]


class TestNews:
    def test_are_what_the_newest_commit_that_changed_the_corpus_did(
        self, past: CorpusInGit, read: Callable[[Path], Changes]
    ) -> None:
        past.official("jansen", "supports", faction="mayor")
        past.official("cas", "rejects")
        name = past.commit("Two of one\n\nBecause.", "Bo")
        (past.top / "README").write_text("Beside the corpus.")
        past.commit("Elsewhere")
        [news, *_] = read(past.data).news
        assert (news["commit"], news["day"], news["time"], news["author"], news["subject"]) == (
            *(name, "2021-07-02", "2021-07-02T12:00:00Z", "Bo", "Two of one"),
        )
        assert kinds(news) == [("added", "cas/s1"), ("removed", "jansen/s2")]
        assert [each["here"] for each in news["statements"]] == ["cas/s1", None]
        assert [(e["record"], e["kind"], e["ref"]) for e in news["others"]] == [
            ("official", "added", "cas")
        ]

    def test_are_not_what_only_lays_records_out_otherwise(
        self, past: CorpusInGit, read: Callable[[Path], Changes]
    ) -> None:
        for path in past.data.glob("**/*.yaml"):
            path.write_text(f"# A comment\n{path.read_text('utf-8')}", "utf-8")
        past.commit("Comments")
        assert [each["subject"] for each in read(past.data).commits] == ["First"]

    def test_of_a_merge_are_all_that_it_brought(
        self, past: CorpusInGit, read: Callable[[Path], Changes]
    ) -> None:
        in_git(past.top, "checkout", "--quiet", "-b", "side")
        for name in ("cas", "dora"):
            past.official(name, "rejects")
            past.commit(name)
        in_git(past.top, "checkout", "--quiet", "main")
        in_git(past.top, "merge", "--quiet", "--no-ff", "--message=Both", "side")
        changes = read(past.data)
        assert [each["subject"] for each in changes.commits] == ["Both", "First"]
        assert {ref.partition("/")[0] for _, ref in kinds(changes.news[0])} == {"cas", "dora"}

    def test_list_so_many_statements_and_count_the_others(
        self, past: CorpusInGit, read: Callable[[Path], Changes]
    ) -> None:
        for number in range(60):
            past.official(f"o-{number}", "rejects")
        past.commit("Many")
        [news, *_] = read(past.data).news
        assert len(news["statements"]) == 50
        assert news["more_statements"] + news["more_files"] == 10
        assert len(news["others"]) + news["more_others"] == 60

    def test_of_a_file_that_cannot_be_read_say_so(
        self, past: CorpusInGit, read: Callable[[Path], Changes]
    ) -> None:
        path = past.data / "officials/kraus.yaml"
        whole = path.read_bytes()
        path.write_bytes(b"name: [")
        past.commit("Broken")
        path.write_bytes(whole)
        past.commit("Mended")
        mended, broken, _ = read(past.data).commits
        assert kinds(broken) == [("unreadable", "officials/kraus.yaml")]
        assert [kind for kind, _ in kinds(mended)] == ["unreadable"]


def coded(past: CorpusInGit, coder: str = "anna", **positions: str) -> None:
    """Write a coder's readings of statements of jansen, by their ids."""
    folder = past.data / "codings" / coder
    folder.mkdir(parents=True, exist_ok=True)
    readings = {id_: {"position": position} for id_, position in positions.items()}
    (folder / "jansen.yaml").write_text(json.dumps(readings), "utf-8")


def codings_in_diff(past: CorpusInGit, capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    """How many codings `stances diff` says that the last commit added, changed and removed."""
    capsys.readouterr()
    run(["diff", "HEAD~1", "HEAD", "--data", str(past.data), "--format", "json"])
    changes = json.loads(capsys.readouterr().out)["changes"]
    refs = {(row["kind"], row["ref"]) for row in changes if row["record"] == "coding"}
    return dict(Counter(kind for kind, _ in refs))


class TestCodings:
    def test_are_counted_as_diff_counts_them(
        self,
        past: CorpusInGit,
        read: Callable[[Path], Changes],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        expected: list[dict[str, int]] = []
        for readings in ({"s1": "supports", "s2": "rejects"}, {"s1": "rejects"}):
            coded(past, **readings)
            past.commit("Codings")
            expected.insert(0, codings_in_diff(past, capsys))
        told = [row["codings"] for row in read(past.data).commits]
        assert told == [*expected, {}]
        assert expected == [{"changed": 1, "removed": 1}, {"added": 2}]

    def test_are_the_same_where_only_names_have_changed(
        self,
        past: CorpusInGit,
        read: Callable[[Path], Changes],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        coded(past, s1="supports", s2="rejects")
        past.commit("Codings")
        for was, now in (
            ("jansen/s1", "jansen/one"),
            ("jansen", "jan"),
            ("tram/supports", "tram/backs"),
        ):
            past.rename(was, now)
            past.commit("Renamed")
            assert codings_in_diff(past, capsys) == {}
        path = past.data / "codings/anna"
        path.rename(path.with_name("anne"))
        past.commit("Another coder")
        file = path.with_name("anne") / "jan.yaml"
        file.write_text(f"# A comment\n{file.read_text('utf-8')}", "utf-8")
        past.commit("A comment")
        told = read(past.data).commits
        assert [row["codings"] for row in told] == [{}] * 4 + [{"added": 2}, {}]
        assert [(e["record"], e["previous_ref"], e["ref"]) for e in told[0]["others"]] == [
            ("coder", "anna", "anne")
        ]

    def test_that_cannot_be_read_are_not_counted(
        self, past: CorpusInGit, read: Callable[[Path], Changes]
    ) -> None:
        coded(past, s1="supports")
        past.commit("Codings")
        (past.data / "codings/anna/jansen.yaml").write_text("s1: [")
        past.commit("Broken")
        [broken, *_] = read(past.data).commits
        assert (broken["codings"], broken["more_codings"]) == ({}, 1)


class TestRenamed:
    def test_is_where_all_that_was_renamed_is_now_however_often(
        self, past: CorpusInGit, read: Callable[[Path], Changes]
    ) -> None:
        past.rename("jansen/s1", "jansen/one")
        past.commit("Another id")
        past.rename("jansen", "jan")
        past.commit("Another official")
        past.rename("jan", "jan-jansen")
        past.rename("mayor", "city-hall")
        past.commit("Two at once")
        past.rename("courier", "the-courier")
        past.commit("A source")
        changes = read(past.data)
        assert changes.renamed == {
            ("faction", "mayor"): "city-hall",
            ("official", "jan"): "jan-jansen",
            ("official", "jansen"): "jan-jansen",
            ("source", "courier"): "the-courier",
            ("statement", "jansen/s1"): "jan-jansen/one",
            ("statement", "jansen/one"): "jan-jansen/one",
            ("statement", "jan/one"): "jan-jansen/one",
            ("statement", "jansen/s2"): "jan-jansen/s2",
            ("statement", "jan/s2"): "jan-jansen/s2",
        }

    @pytest.mark.parametrize("new", ["jansen/one", "kraus/one"])
    @pytest.mark.parametrize("is_committed", [True, False])
    def test_has_a_statement_that_was_renamed_at_once_with_its_source(
        self,
        past: CorpusInGit,
        read: Callable[[Path], Changes],
        new: str,
        is_committed: bool,  # noqa: FBT001 - a case
    ) -> None:
        note = ["--note", "So it is."] if new.startswith("kraus") else []
        past.rename("jansen/s1", new, *note)
        past.rename("courier", "the-courier")
        if is_committed:
            past.commit("Two at once")
        changes = read(past.data)
        assert changes.renamed["statement", "jansen/s1"] == new
        newest, *_, first = changes.of(new)
        assert [each["kind"] for each in first["changes"]] == ["added"]
        assert newest["changes"][0]["previous_ref"] == "jansen/s1"
        assert changes.of(new) == one_by_one(past.data)[new]
        if is_committed:
            listed = [each["kind"] for each in changes.news[0]["statements"]]
            assert "added" not in listed
            assert "removed" not in listed

    def test_never_hides_what_has_the_old_id_now(
        self, past: CorpusInGit, read: Callable[[Path], Changes]
    ) -> None:
        past.rename("kraus", "karl-kraus")
        past.commit("Another id")
        past.official("kraus", "rejects", "supports")
        past.commit("Somebody else")
        renamed = read(past.data).renamed
        assert ("official", "kraus") not in renamed
        assert [each for each in renamed if each[1].startswith("kraus/")] == []

    def test_has_what_is_not_committed(
        self, past: CorpusInGit, read: Callable[[Path], Changes]
    ) -> None:
        past.rename("kraus", "karl-kraus")
        changes = read(past.data)
        assert changes.commit.changed
        assert changes.renamed["official", "kraus"] == "karl-kraus"

    def test_has_an_official_who_was_merged_with_another(
        self, past: CorpusInGit, read: Callable[[Path], Changes]
    ) -> None:
        past.rename("kraus", "jansen", "--merge")
        past.commit("One and the same")
        assert read(past.data).renamed["official", "kraus"] == "jansen"


class TestChanges:
    def test_can_be_handed_to_a_worker(
        self, past: CorpusInGit, read: Callable[[Path], Changes]
    ) -> None:
        changes = read(past.data)
        told = changes.of("kraus/s1")
        assert told[0]["changes"][0]["kind"] == "added"
        assert pickle.loads(pickle.dumps(changes)).of("kraus/s1") == told  # noqa: S301 - our own
        assert changes.of("kraus/nothing") == []

    def test_tell_this_corpus_from_others_wherever_its_newest_commit_is(
        self, past: CorpusInGit, read: Callable[[Path], Changes]
    ) -> None:
        origin = read(past.data).origin
        past.official("cas", "rejects")
        past.commit("More")
        assert read(past.data).origin == origin


class TestWithoutHistory:
    def test_says_that_a_clone_is_shallow_and_what_helps(
        self, past: CorpusInGit, read: Callable[[Path], NoHistory], tmp_path: Path
    ) -> None:
        past.official("cas", "rejects")
        past.commit("More")
        clone = tmp_path / "clone"
        in_git(tmp_path, "clone", "--quiet", "--depth=1", past.top.as_uri(), str(clone))
        told, helps = read(clone / past.data.name)
        assert told == (
            "The history is left out: this is a shallow clone, which lacks the older commits."
        )
        assert "`git fetch --unshallow`" in helps

    def test_says_that_there_is_no_repository_or_no_commit(
        self, corpus: CorpusBuilder, tmp_path: Path, read: Callable[[Path], NoHistory]
    ) -> None:
        corpus.official("jansen", faction="mayor", statements=["supports"])
        told = "The history is left out: {}."
        none = told.format("not a git repository, nor is any folder above")
        assert read(corpus.folder).told == none
        in_git(tmp_path, "init", "--quiet", "--initial-branch=main")
        assert read(corpus.folder).told == told.format("nothing has been committed yet")
        (tmp_path / "README").write_text("x")
        in_git(tmp_path, "add", "README")
        in_git(tmp_path, "commit", "--quiet", "--message=x")
        assert read(corpus.folder).told == told.format("git does not track the corpus")

    def test_says_that_there_is_no_git(
        self,
        past: CorpusInGit,
        read: Callable[[Path], NoHistory],
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
        assert read(past.data).told == (
            "The history is left out: git cannot be run: it is in no folder of PATH."
        )
