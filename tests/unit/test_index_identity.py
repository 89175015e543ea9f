"""The lasting index says what a new one would, whatever was done to the files in between.

A corpus is edited at random, again and again; after each edit all answers of the lasting index are
held against those of an index made anew. `STANCES_EDITS=1000 python -m pytest` on this file makes
as many edits.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from stances.coders import digest_of_words
from stances.index import store
from stances.index.build import build
from stances.queries.comparison import comparison
from stances.queries.conflicts import conflicts
from stances.queries.faults import counts, is_empty, left_out, problems, unusable
from stances.queries.filters import Filters
from stances.queries.listing import listing
from stances.queries.lookups import codebook, officials, sources
from stances.queries.search import search
from stances.queries.summary import summary
from stances.queries.timeline import timeline
from stances.search_query import parse

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from corpora import CorpusBuilder

    Edit = Callable[[Path, random.Random], object]

EDITS = int(os.environ.get("STANCES_EDITS", "120"))
NAMES = tuple("adler brandt conrad diaz eco farahi gross hill iqbal jansen kurt lind".split())
SOURCES = ("courier", "herald", "nama")
PASSAGE = (
    "we want the member adler and iqbal kurt to say now that member brandt and the trams must go"
).split()
LOOKED_FOR = ("w* OR x*", '"we want" OR member', "so -money", "adler OR kurt", "post OR nama")
"""Words of quotations, of notes, and of the names of who spoke or reported."""
WORDS = ("supports", "rejects", "conditional", "unstated", "sideways")


def quiet(done: int, of: int) -> None:
    """Tell nobody."""


def answers(index: sqlite3.Connection) -> dict[str, Any]:
    """Everything that can be asked of an index without naming anything."""
    asked: dict[str, Any] = {
        "problems": problems(index),
        "left out": str(left_out(index)),
        "unusable": unusable(index),
        "empty": is_empty(index),
    }
    if asked["unusable"] or asked["empty"]:
        return asked
    every = Filters(status=("attested", "disputed", "denied", "misattributed"))
    asked["counts"] = counts(index)
    asked["list"] = list(listing(index, every).rows)
    for by in ("faction", "position", "official", "source", "frame", "month"):
        asked[by] = list(summary(index, Filters(), (by,)).rows)
    sums = index.execute("SELECT * FROM tallies").fetchall()
    asked["sums"] = sorted(map(tuple, sums), key=repr)
    asked["timeline"] = list(timeline(index, Filters()).rows)
    asked["hearsay"] = list(timeline(index, Filters(with_hearsay=True)).rows)
    asked["conflicts"] = list(conflicts(index, Filters()).rows)
    for text in LOOKED_FOR:
        asked[text] = list(search(index, parse(text), every).rows)
    for found in (officials(index), sources(index), codebook(index)):
        asked[found.kind] = found.rows
    ids = [row["official"] for row in asked["officials"]]
    if len(ids) > 1:
        asked["compare"] = comparison(index, ids, Filters()).document
    for table in ("codings", "coding_frames", "all_codings", "all_coding_frames"):
        held = index.execute(f"SELECT * FROM {table}").fetchall()
        asked[table] = sorted(map(tuple, held), key=repr)
    return asked


def some(corpus: Path, chance: random.Random, folder: str = "officials") -> Path | None:
    found = (*(corpus / folder).glob("*.yaml"), *(corpus / folder).glob("*/*.yaml"))
    files = [file for file in sorted(found) if file.is_file()]
    return chance.choice(files) if files else None


def written(chance: random.Random, name: str) -> str:
    """A file of an official, mostly sound."""
    lines = [f"name: {chance.choice(NAMES).title()} {name.title()}", "roles:"]
    lines.append(f"  - {{title: Member, faction: {chance.choice(('council', 'mayor', 'guild'))}}}")
    if chance.random() < 0.3:
        lines.append(f"aliases: [{chance.choice(NAMES)}]")
    return "\n".join([*lines, *said(chance, name)]) + "\n"


def said(chance: random.Random, name: str, first: int = 0) -> list[str]:
    """The lines of some statements, mostly sound."""
    lines = ["statements:"]
    for number in range(first, first + chance.randint(1, 4)):
        position = chance.choice(WORDS)
        lines += [
            f"  - id: s{number}",
            f"    position: {position}",
            f"    frames: [{chance.choice(('jobs', 'cost', 'jbs'))}]",
            *(["    conditions: [money]"] if position == "conditional" else []),
        ]
        lines += words(chance, name, number)
    return lines


def words(chance: random.Random, name: str, number: int) -> list[str]:
    """The rest of a statement: words of its own, or those of another that there may be."""
    other = f"{chance.choice((name, name, *NAMES))}/s{chance.randint(0, 3)}"
    if chance.random() < 0.3:
        return [f"    words_of: {other}"]
    said = f"2021-0{chance.randint(1, 8)}"
    lines = [f"    said: {chance.choice((said, f'{said}-0{chance.randint(1, 3)}T10:00:00Z'))}"]
    lines += (
        [f"    same_occasion: [{name}/s{chance.randint(0, 3)}]"] if chance.random() < 0.3 else []
    )
    lines += [f"    spoken_by: {chance.choice(NAMES)}"] if chance.random() < 0.2 else []
    lines += [f"    according_to: {chance.choice(NAMES)}"] if chance.random() < 0.2 else []
    if chance.random() < 0.3:
        about, source = chance.choice(("speaker", "wording", "position")), chance.choice(SOURCES)
        lines += ["    disputes:", f"      - {{about: {about}, note: So., sources: [{source}]}}"]
    lines.append("    evidence:")
    for rank in range(chance.choice((1, 1, 2))):
        source = chance.choice((*SOURCES, *SOURCES, "nobody"))
        text = f"w{number}{rank}" if chance.random() < 0.5 else cut(chance)
        piece = f"source: {source}, form: quote, text: {text}"
        piece += f", locator: line {chance.randint(1, 2)}" if chance.random() < 0.2 else ""
        piece += ", accept: [ST419], note: So." if chance.random() < 0.1 else ""
        piece += f", speaker: {chance.choice(NAMES)}" if chance.random() < 0.2 else ""
        piece += f", via: {chance.choice((*SOURCES, 'Post'))}" if chance.random() < 0.2 else ""
        piece += f", derived_from: {chance.choice(SOURCES)}" if chance.random() < 0.2 else ""
        lines.append(f"      - {{{piece}}}")
    return lines


def cut(chance: random.Random) -> str:
    """A part of a passage with names and a title in it."""
    start = chance.randint(0, len(PASSAGE) - 4)
    return " ".join(PASSAGE[start : start + chance.randint(4, 13)])


def write_official(corpus: Path, chance: random.Random) -> None:
    name = chance.choice(NAMES)
    file = corpus / "officials" / f"{name}.yaml"
    if file.is_symlink():
        file.unlink()
    file.write_text(written(chance, name), "utf-8")


def write_part(corpus: Path, chance: random.Random) -> None:
    """More statements of an official, whether or not there is one; most ids are new."""
    folder = corpus / "officials" / chance.choice(NAMES[:6])
    folder.mkdir(exist_ok=True)
    name = chance.choice(("2021", "2022", "an old one"))
    lines = said(chance, folder.name, 2 if chance.random() < 0.3 else 10 * ord(name[-1]))
    if chance.random() < 0.1:
        lines.insert(0, "name: X")
    file = folder / f"{name}.yaml"
    if file.is_symlink():
        file.unlink()
    file.write_text("\n".join(lines) + "\n", "utf-8")


def write_codings(corpus: Path, chance: random.Random) -> None:
    """A coder's readings of statements that there may be, of words that may be others now."""
    coder = chance.choice(("anna", "anna", "bert", "Bert"))
    name = chance.choice(NAMES)
    file = corpus / "codings" / coder / f"{name}.yaml"
    lines = []
    for number in chance.sample(range(6), chance.randint(0, 4)):
        lines.append(f"s{number}:")
        if chance.random() < 0.2:
            lines += ["  skip: So."] + ["  said: 2021"] * (chance.random() < 0.3)
            continue
        lines.append(f"  position: {chance.choice(WORDS)}")
        lines += ["  conditions: [money]"] if chance.random() < 0.3 else []
        lines += [f"  frames: [{chance.choice(('jobs', 'cost', 'jbs'))}]"] * chance.randint(0, 1)
        text = digest_of_words(f"w{number}0")
        lines += [f"  words: [{text}]"] if chance.random() < 0.6 else []
    with suppress(FileExistsError, FileNotFoundError, NotADirectoryError):
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_symlink():
            file.unlink()
        file.write_text("\n".join(lines) + "\n" if lines else "{}\n", "utf-8")


def upset_codings(corpus: Path, chance: random.Random) -> None:
    """The folder of codings, or of a coder, away, back, in the place of a file, or a link."""
    place = corpus / "codings"
    if not place.exists() or chance.random() < 0.7:
        place /= chance.choice(("anna", "bert", "x.yml", "y.yaml"))
    if place.is_symlink():
        place.unlink()
    elif place.is_dir():
        shutil.rmtree(place)
        if chance.random() < 0.5:
            place.symlink_to(chance.choice((corpus / "officials", corpus.parent, corpus / "none")))
    elif place.exists():
        place.unlink()
    elif place.parent.is_dir() or not (place.parent.exists() or place.parent.is_symlink()):
        place.parent.mkdir(exist_ok=True)
        place.write_text("s1: {skip: So.}", "utf-8")


def move_folder(corpus: Path, chance: random.Random) -> None:
    folders = sorted(place for place in (corpus / "officials").glob("*") if place.is_dir())
    target = corpus / "officials" / chance.choice((*NAMES, "Bad Name"))
    if folders and not target.exists():
        chance.choice(folders).replace(target)


def drop_folder(corpus: Path, chance: random.Random) -> None:
    shutil.rmtree(corpus / "officials" / chance.choice(NAMES[:6]), ignore_errors=True)


def nest(corpus: Path, chance: random.Random) -> None:
    folder = corpus / "officials" / chance.choice(NAMES[:6]) / chance.choice(("deep", "x.yml"))
    if folder.parent.is_dir() and not folder.exists():
        folder.mkdir()
    elif folder.is_dir():
        folder.rmdir()


def write_source(corpus: Path, chance: random.Random) -> None:
    month, lang = chance.randint(3, 9), chance.choice(("en", "fa", "de"))
    text = f"title: T\npublished: 2021-0{month}-09\nlang: {lang}\n"
    text += f"version_of: {chance.choice(SOURCES)}\n" if chance.random() < 0.3 else ""
    text += f"copy_of: {chance.choice(SOURCES)}\n" if chance.random() < 0.3 else ""
    text += "notices: [{kind: retracted}]\n" if chance.random() < 0.3 else ""
    text += "publisher: Post\n" if chance.random() < 0.3 else ""
    if chance.random() < 0.4:
        text += f"assessments:\n  - about: [{chance.choice((*NAMES, 'mayor'))}]\n    text: So.\n"
    (corpus / "sources" / f"{chance.choice(SOURCES)}.yaml").write_text(text, "utf-8")


def delete(corpus: Path, chance: random.Random) -> None:
    files = sorted((*corpus.glob("*/*.yaml"), *corpus.glob("*/*/*.yaml")))
    if files := [file for file in files if not file.is_dir()]:
        chance.choice(files).unlink()


def rename(corpus: Path, chance: random.Random) -> None:
    if file := some(corpus, chance):
        file.replace(file.with_stem(chance.choice((*NAMES, "Bad Name"))))


def edit_words(corpus: Path, chance: random.Random) -> None:
    """Other words, or another day, of statements whose words others may have."""
    if file := some(corpus, chance):
        old, new = chance.choice((("text: w", "text: x"), ("said: 2021-0", "said: 2020-0")))
        file.write_text(file.read_text("utf-8", "replace").replace(old, new), "utf-8")


def truncate(corpus: Path, chance: random.Random) -> None:
    if file := some(corpus, chance):
        content = file.read_bytes()
        file.write_bytes(content[: chance.randint(0, len(content))])


def touch(corpus: Path, chance: random.Random) -> None:
    for _ in range(3):
        if file := some(corpus, chance):
            file.touch()


def edit_unseen(corpus: Path, chance: random.Random) -> None:
    """Another word of the same length, and the time of before."""
    if file := some(corpus, chance):
        then = file.stat()
        file.write_bytes(file.read_bytes().replace(b"text: w", b"text: v"))
        os.utime(file, ns=(then.st_atime_ns, then.st_mtime_ns))


def link(corpus: Path, chance: random.Random) -> None:
    file, other = some(corpus, chance), some(corpus, chance)
    if file and other and file != other:
        file.unlink()
        file.symlink_to(other.name)


def stray(corpus: Path, chance: random.Random) -> None:
    path = corpus / chance.choice(("officials", "sources")) / chance.choice(("x.yml", "old"))
    if path.is_dir():
        path.rmdir()
    elif path.exists():
        path.unlink()
    elif path.suffix:
        path.write_text("a: b", "utf-8")
    else:
        path.mkdir()


def edit_codebook(corpus: Path, chance: random.Random) -> None:
    file = corpus / "codebook.yaml"
    old, new = chance.choice((("jobs", "jbs"), ("jbs", "jobs"), ("mayor", "guild"), ("{", "{")))
    file.write_text(file.read_text("utf-8").replace(f'"id": "{old}"', f'"id": "{new}"'), "utf-8")


def edit_meta(corpus: Path, chance: random.Random) -> None:
    file = corpus / "corpus.yaml"
    fields = json.loads(file.read_text("utf-8"))
    bounds = {chance.choice(("minimum", "maximum")): str(chance.randint(0, 6))}
    file.write_text(json.dumps(fields | {"assertions": {"officials": bounds}}), "utf-8")


def nothing(corpus: Path, chance: random.Random) -> None:
    """Leave everything as it is."""


MOSTLY = (
    *(write_official, write_official, write_official, write_part, write_part),
    *(write_source, edit_words, delete, rename, truncate, move_folder),
    *(write_codings, write_codings),
)
SELDOM = (
    touch,
    edit_unseen,
    link,
    stray,
    edit_codebook,
    edit_meta,
    drop_folder,
    nest,
    nothing,
    upset_codings,
)


@pytest.mark.parametrize("seed", range(3))
def test_all_answers_are_those_of_an_index_made_anew(
    corpus: CorpusBuilder, tmp_path: Path, seed: int
) -> None:
    chance, folder, cache = random.Random(seed), corpus.folder, tmp_path / "cache"
    (folder / "officials").mkdir(exist_ok=True)
    for name in NAMES:
        text = written(chance, name)
        (folder / "officials" / f"{name}.yaml").write_text(text, "utf-8")
    kept = tmp_path / "kept"
    history: list[str] = []
    for number in range(EDITS // 3 + 1):
        if number % 10 == 0 and chance.random() < 0.5 and kept.exists():
            history.append("revert")
            shutil.rmtree(folder)
            shutil.copytree(kept, folder, symlinks=True)
        elif number % 10 == 0:
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(folder, kept, symlinks=True)
        for edit in chance.choices(MOSTLY + SELDOM, k=chance.randint(1, 2)):
            history.append(edit.__name__)
            edit(folder, chance)
        lasting = store.open_index(folder, cache, quiet)
        assert lasting.execute("PRAGMA database_list").fetchone()["file"], "it is one in memory"
        assert answers(lasting) == answers(build(folder)), history[-12:]
        lasting.close()


class TestWordsOfAnother:
    """An edit of one file changes what stands in another."""

    BASE: ClassVar[dict[str, Any]] = {"evidence": ["courier"]}

    @pytest.fixture
    def joint(self, corpus: CorpusBuilder) -> CorpusBuilder:
        corpus.source("herald").official("jansen", statements=[self.BASE])
        return corpus.official("bo", statements=[{"words_of": "jansen/s1"}])

    @staticmethod
    def told(corpus: CorpusBuilder, cache: Path) -> dict[str, dict[str, Any]]:
        """The rows of the lasting index, which are those of a new one."""
        index = store.open_index(corpus.folder, cache, quiet)
        assert answers(index) == answers(build(corpus.folder))
        return {row["ref"]: row for row in listing(index, Filters()).rows}

    @pytest.mark.parametrize(
        ("base", "key", "value"),
        [
            ({"evidence": ["herald"]}, "sources", ["herald"]),
            ({"evidence": [{"text": "never"}]}, "quote", "never"),
            ({"said": "2020"}, "said", "2020"),
            ({"according_to": "Eva"}, "hearsay", True),
            ({"disputes": [{"about": "date", "note": "So."}]}, "disputes", ["date"]),
        ],
    )
    def test_is_that_of_the_file_as_it_is_now(
        self, joint: CorpusBuilder, tmp_path: Path, base: dict[str, Any], key: str, value: object
    ) -> None:
        before = self.told(joint, tmp_path / "cache")["bo/s1"][key]
        joint.official("jansen", statements=[self.BASE | base])
        after = self.told(joint, tmp_path / "cache")["bo/s1"][key]
        found = [each["about"] for each in after] if key == "disputes" else after
        assert (found, before != after) == (value, True)

    def test_is_none_while_there_are_none(self, joint: CorpusBuilder, tmp_path: Path) -> None:
        assert [*self.told(joint, tmp_path / "cache")] == ["bo/s1", "jansen/s1"]
        joint.official("jansen", statements=[self.BASE | {"frames": ["zzz"]}])
        assert [*self.told(joint, tmp_path / "cache")] == []
        joint.official("jansen", statements=[self.BASE])
        assert [*self.told(joint, tmp_path / "cache")] == ["bo/s1", "jansen/s1"]
        (joint.folder / "officials/jansen.yaml").unlink()
        assert [*self.told(joint, tmp_path / "cache")] == []

    def test_is_retracted_with_its_source(self, joint: CorpusBuilder, tmp_path: Path) -> None:
        assert not self.told(joint, tmp_path / "cache")["bo/s1"]["retracted"]
        joint.source("courier", notices=[{"kind": "retracted"}])
        found = self.told(joint, tmp_path / "cache")["bo/s1"]
        assert (found["retracted"], found["match_certain"]) == (True, 0)
