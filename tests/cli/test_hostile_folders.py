"""Whatever lies in the folders of a corpus: pipes, links, folders, and names that are no names."""

from __future__ import annotations

import json
import os
import re
import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ledger, Process, Run

PROBLEM = re.compile(rb"[^\n:]+:[1-9]\d*:[1-9]\d*: (error|warning)\[ST\d{3} [a-z0-9-]+\] [^\n]+")
ADVICE = re.compile(rb"(what to do about it: stances check --explain ST\d{3}(,ST\d{3})*\n)?")
STATEMENT = """\
name: {name}
statements:
  - id: {id}
    said: 2021-06-01
    position: supports
    evidence: [{{source: {source}, form: quote, text: fine words}}]
"""
GOOD = STATEMENT.format(name="Zora Zwing", id="one", source="gazette")
REFS = {
    "adler/with-compensation",
    "adler/quiet-lake",
    "brandt/over-my-dead-body",
    "farahi/ask-the-fishers",
}


def codes(forked: Process, folder: Path, returncode: int = 1) -> list[str]:
    """The codes of all problems; each stands on a line of its own, and nothing else does."""
    answer = forked("check", "--data", folder, cwd=folder)
    assert answer.returncode == returncode
    assert ADVICE.fullmatch(answer.stderr)
    *lines, _ = answer.stdout.splitlines()
    assert all(PROBLEM.fullmatch(line) for line in lines)
    assert b"\x1b" not in answer.stdout
    answer.stdout.decode("utf-8")
    return [line.partition(b"[")[2][:5].decode() for line in lines]


def refs(stances: Run, folder: Path) -> set[str]:
    """The statements that are there; asked within this forked, once another has read them all."""
    answer = stances("list", "--format", "jsonl", "--columns", "ref", "--data", folder)
    assert answer.returncode == 0
    assert "bug" not in answer.stderr
    return {json.loads(line)["ref"] for line in answer.stdout.splitlines()}


def make_folder(path: Path) -> None:
    path.mkdir()


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    here = os.open(".", os.O_RDONLY)
    os.chdir(path.parent)  # a socket's path has to be short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    os.fchdir(here)
    os.close(here)


def make_link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def make_dangling_link(path: Path) -> None:
    path.symlink_to("nowhere")


def make_link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_link_to_its_folder(path: Path) -> None:
    path.symlink_to(".")


NO_FILES: dict[Callable[[Path], None], str] = {
    make_folder: "ST002",
    make_pipe: "ST002",
    make_socket: "ST002",
    make_link_to_itself: "ST001",
    make_dangling_link: "ST001",
    make_link_to_a_device: "ST002",
    make_link_to_its_folder: "ST002",
}

each_kind = pytest.mark.parametrize("make", NO_FILES, ids=lambda make: make.__name__)


class TestNoFile:
    @each_kind
    def test_is_a_problem_of_its_own_alone(
        self, forked: Process, stances: Run, ledger: Ledger, make: Callable[[Path], None]
    ) -> None:
        folder = ledger()
        for kind in ("officials", "sources"):
            make(folder / kind / f"x-{kind}.yaml")
        assert codes(forked, folder) == [NO_FILES[make]] * 2
        assert refs(stances, folder) == REFS

    @each_kind
    @pytest.mark.parametrize("name", ["corpus.yaml", "codebook.yaml"])
    def test_leaves_no_corpus_in_the_place_of_a_head(
        self, forked: Process, ledger: Ledger, make: Callable[[Path], None], name: str
    ) -> None:
        folder = ledger({name: None})
        make(folder / name)
        assert codes(forked, folder) == [NO_FILES[make]]
        answer = forked("list", "--data", folder)
        assert (answer.returncode, answer.stdout) == (4, b"")

    def test_a_link_to_a_record_in_the_corpus_is_a_record(
        self, forked: Process, stances: Run, ledger: Ledger
    ) -> None:
        folder = ledger({"drafts/elsewhere.yaml": GOOD})
        (folder / "officials/zwing.yaml").symlink_to("../drafts/elsewhere.yaml")
        assert codes(forked, folder, 0) == []
        assert refs(stances, folder) == {*REFS, "zwing/one"}
        (folder.parent / "link").symlink_to(folder)  # which the user names, and may
        assert codes(forked, folder.parent / "link", 0) == []

    @pytest.mark.parametrize("target", ["../../secret.yaml", "../.git/config", "../.secret.yaml"])
    def test_a_link_that_leads_out_of_the_corpus_shows_nothing_of_what_is_there(
        self, forked: Process, stances: Run, terminal: Run, ledger: Ledger, target: str
    ) -> None:
        folder = ledger({".git/config": "url: s3cret\n", ".secret.yaml": "s3cret: yes\n"})
        (folder.parent / "secret.yaml").write_text("s3cret: yes\n", "utf-8")
        (folder / "officials/zwing.yaml").symlink_to(target)
        assert codes(forked, folder) == ["ST002"]
        for shown in (terminal("check", "--data", folder), terminal("fmt", "--data", folder)):
            assert "this is not a file but a link that leads out of the folder" in " ".join(
                shown.stdout.split()
            )
            assert "s3cret" not in shown.stdout
        assert refs(stances, folder) == REFS

    def test_a_link_that_begins_to_lead_out_is_noticed(
        self, forked: Process, ledger: Ledger
    ) -> None:
        folder = ledger({"drafts/elsewhere.yaml": GOOD})
        (folder.parent / "secret.yaml").write_text(GOOD.replace("Zora", "Zara"), "utf-8")
        link = folder / "officials/zwing.yaml"
        link.symlink_to("../drafts/elsewhere.yaml")
        assert codes(forked, folder, 0) == []
        link.unlink()
        link.symlink_to("../../secret.yaml")
        assert codes(forked, folder) == ["ST002"]

    def test_a_folder_of_records_that_lies_elsewhere_is_not_read(
        self, forked: Process, ledger: Ledger
    ) -> None:
        folder = ledger()
        (folder / "officials").rename(folder.parent / "elsewhere")
        (folder / "officials").symlink_to("../elsewhere")
        assert "ST002" in codes(forked, folder)
        answer = forked("list", "--data", folder)
        assert (answer.returncode, answer.stdout) == (4, b"")

    def test_folders_within_folders_are_not_read_and_told(
        self, forked: Process, ledger: Ledger
    ) -> None:
        folder = ledger()
        (folder / "sources/more").mkdir()
        (folder / "sources/more/zwing.yaml").write_text(GOOD, "utf-8")
        (folder / "officials/loop").symlink_to("..")
        assert codes(forked, folder, 0) == ["ST018", "ST018"]

    def test_the_files_of_an_official_do_not_lie_elsewhere(
        self, forked: Process, ledger: Ledger
    ) -> None:
        folder = ledger()
        (folder / "officials/adler").symlink_to("..")
        assert codes(forked, folder) == ["ST002"]

    def test_folders_that_are_missing_hold_nothing(self, forked: Process, ledger: Ledger) -> None:
        folder = ledger(dict.fromkeys(["sources/gazette.yaml", "sources/nama.yaml"]))
        (folder / "sources").rmdir()
        assert {*codes(forked, folder)} == {"ST101"}


class TestFileNames:
    @pytest.mark.parametrize(
        "name",
        [
            b"a\nb",
            b"\x1b[31mred",
            b"\xff\xfe",
            b"\xe2\x80\xaeoverride",
            b"caf\xc3\xa9",
            "شیرین".encode(),
            b"two words",
            b"UPPER",
            b"-dash",
            b"a--b",
            b"a.b",
            b"%s",
            b"a'b\"c",
            b"$(touch pwned)",
            b"x" * 250,
            b"[red]markup",
            b"a:1:1: error[ST001 fake] b",
        ],
    )
    def test_that_are_no_ids_are_problems_on_one_line(
        self, forked: Process, stances: Run, ledger: Ledger, name: bytes
    ) -> None:
        folder = ledger({f"officials/{os.fsdecode(name)}.yaml": GOOD})
        answer = forked("check", "--data", folder, cwd=folder)
        assert answer.returncode == (1 if name != b"x" * 250 else 0)
        assert ADVICE.fullmatch(answer.stderr)
        assert answer.stdout.count(b"\n") == 2 - (name == b"x" * 250)
        assert b"\x1b" not in answer.stdout
        assert b"\xe2\x80\xae" not in answer.stdout
        assert answer.stdout.decode("utf-8").isprintable() is False  # it has line ends
        assert all(line.isprintable() for line in answer.stdout.decode("utf-8").splitlines())
        assert refs(stances, folder) >= REFS

    def test_that_look_alike_are_two_files(
        self, forked: Process, stances: Run, ledger: Ledger
    ) -> None:
        folder = ledger({"officials/a\nb.yaml": GOOD, "officials/a\\x0ab.yaml": GOOD})
        assert codes(forked, folder) == ["ST017", "ST017"]
        assert refs(stances, folder) == REFS

    def test_that_are_words_of_yaml_are_names(
        self, forked: Process, stances: Run, ledger: Ledger
    ) -> None:
        words = ["no", "null", "true", "y", "on", "1e5", "0x1f", "2021-06-03", "nan", "inf"]
        folder = ledger(
            {
                f"officials/{word}.yaml": STATEMENT.format(
                    name=f"'{word}'", id=f"'{word}'", source="gazette"
                )
                for word in words
            }
        )
        assert codes(forked, folder, 0) == []
        for word in words:
            asked = ("list", "--official", word, "--format", "json", "--data", folder)
            [row] = json.loads(stances(*asked).stdout)
            assert row["ref"] == f"{word}/{word}"

    def test_that_nobody_means_are_left_alone(self, forked: Process, ledger: Ledger) -> None:
        ignored = (".hidden.yaml", "#auto#.yaml", "~lock.yaml", "zwing.yaml~", ".zwing.yaml.swp")
        folder = ledger({f"officials/{name}": "[" for name in ignored})
        assert codes(forked, folder, 0) == []

    @pytest.mark.parametrize("name", ["zwing.yml", "zwing.YAML", "zwing.json", "zwing.yaml.bak"])
    def test_that_are_almost_right_are_told(
        self, forked: Process, ledger: Ledger, name: str
    ) -> None:
        assert codes(forked, ledger({f"officials/{name}": GOOD}), 0) == ["ST018"]


class TestVeryManyFiles:
    def test_are_read(self, forked: Process, stances: Run, ledger: Ledger) -> None:
        files = {
            f"officials/o{n}.yaml": STATEMENT.format(name=f"Name Last{n}", id="x", source="gazette")
            for n in range(5_000)
        }
        folder = ledger(files)
        assert codes(forked, folder, 0) == []
        assert len(refs(stances, folder)) == 5_004

    def test_with_a_problem_each_are_all_told(self, forked: Process, ledger: Ledger) -> None:
        folder = ledger({f"officials/o{n}.yaml": "nam: x\n" for n in range(5_000)})
        assert codes(forked, folder) == ["ST201"] * 5_000

    def test_with_sources_that_have_been_renamed_get_their_suggestions(
        self, forked: Process, ledger: Ledger
    ) -> None:
        text = "title: x\npublished: 2021-06-30\nlang: en\n"
        folder = ledger(
            {f"sources/paper-of-the-town-{n}.yaml": text for n in range(1_500)}
            | {
                f"officials/o{n}.yaml": STATEMENT.format(
                    name=f"Name Last{n}", id="x", source=f"paper-in-the-town-{n}"
                )
                for n in range(1_500)
            }
        )
        found = codes(forked, folder)
        assert found.count("ST101") == 1_500
