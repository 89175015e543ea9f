"""`stances report`: one document, in every format, the same wherever it is made."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from repositories import in_git

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Process, Run

JUDGE = MarkdownIt("commonmark").enable("table")
PLACES = [
    {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1"},
    {"LC_ALL": "fa_IR.UTF-8", "LANG": "fa_IR.UTF-8", "TZ": "Asia/Tehran", "PYTHONHASHSEED": "2"},
]


def tables(markdown: str) -> list[list[list[str]]]:
    """The cells of each table, as another program reads them."""
    found: list[list[list[str]]] = []
    for token in JUDGE.parse(markdown):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and found and token.level > 3:
            found[-1][-1].append("".join(piece.content for piece in token.children or []))
    return found


class TestTheShippedCorpus:
    @pytest.fixture
    def answer(self, stances: Run, repository: Path) -> Any:  # noqa: ANN401 - any JSON value
        def asked(*command: str) -> Any:  # noqa: ANN401 - as above
            data = repository / "data"
            return json.loads(stances(*command, "--format", "json", "--data", data).stdout)

        return asked

    def test_says_what_summary_says(self, answer: Any) -> None:  # noqa: ANN401 - a fixture
        issues = answer("report")["issues"]
        groups = [(issue["issue"], group) for issue in issues for group in issue["factions"]]
        for (issue, group), row in zip(groups, answer("summary"), strict=True):
            assert {key: group[key] for key in row if key != "issue"} | {"issue": issue} == row
        cells = {
            (issue, group["faction"], each["position"]): (each["statements"], each["officials"])
            for issue, group in groups
            for each in group["positions"]
        }
        assert cells == {
            (row["issue"], row["faction"], row["position"]): (row["statements"], row["officials"])
            for row in answer("summary", "--by", "faction,position")
        }

    def test_says_what_conflicts_and_timeline_say(self, answer: Any) -> None:  # noqa: ANN401
        document = answer("report")
        assert document["conflicts"] == answer("conflicts")
        officials = [each for issue in document["issues"] for each in issue["officials"]]
        shifts = {(s["previous"], s["ref"], s["change"]) for o in officials for s in o["shifts"]}
        assert shifts == {
            (row["previous"], row["ref"], row["change"]) for row in answer("timeline", "--shifts")
        }
        for issue in document["issues"]:
            drawn = [row["ref"] for row in issue["timeline"]]
            rows = answer("timeline", "--issue", issue["issue"])
            assert drawn == [row["ref"] for row in rows if row["kind"] == "statement"]

    def test_has_every_official_and_source(self, answer: Any) -> None:  # noqa: ANN401 - a fixture
        document = answer("report")
        listed = {row["official"] for row in answer("officials")}
        officials = [each for issue in document["issues"] for each in issue["officials"]]
        assert {each["official"] for each in officials} == listed
        assert document["sources"] == answer("sources")
        latest = [row for each in officials for row in each["latest"]]
        listing = {row["ref"]: row for row in answer("list")}
        assert all(listing[row["ref"]] == row for row in latest)

    def test_has_figures_in_markdown_that_are_those_of_json(
        self,
        stances: Run,
        answer: Any,  # noqa: ANN401 - a fixture
        repository: Path,
    ) -> None:
        asked = ("report", "--issue", "us-iran-cooperation")
        [issue] = answer(*asked)["issues"]
        text = stances(*asked, "--data", repository / "data").stdout
        [head, *rows] = next(table for table in tables(text) if "median" in table[0])
        at = {name: number for number, name in enumerate(head)}
        for group, row in zip([*issue["factions"], issue["total"]], rows, strict=True):
            assert row[0] == (group["label"] or "all")
            for key in ("statements", "officials", "disputed"):
                assert row[at[key]] == str(group[key])
            if row[at["mean"]] != "–":
                mean, officials = row[at["mean"]].rsplit(" by ", 1)
                assert mean == f"{group['mean']:+.2f} ({group['scored']}"
                assert int(officials.removesuffix(")")) >= 3
        assert [row[0] for row in rows if row[at["mean"]] != "–"] == ["Executive", "all"]

    def test_is_about_what_filters_let_through(self, answer: Any) -> None:  # noqa: ANN401
        document = answer("report", "--faction", "military", "--since", "2014-06-18", "--certain")
        assert document["about"]["filters"] == {
            "faction": ["military"],
            "since": ["2014-06-18"],
            "certain": [],
        }
        assert document["about"]["answer"] == {"officials": 1, "statements": 1, "sources": 2}
        [issue] = document["issues"]
        assert [each["official"] for each in issue["officials"]] == ["firouzabadi"]
        assert {row["ref"] for row in document["conflicts"]} == {
            "firouzabadi/never-and-meaningless"
        }


class TestTheSameCorpus:
    def test_gives_the_same_bytes_wherever_it_lies(
        self, process: Process, ledger: Ledger, tmp_path: Path
    ) -> None:
        here, there = ledger(), ledger(at="some/other place")
        for format_ in ("markdown", "json"):
            asked = ("report", "--format", format_, "--data")
            first = process(*asked, here).stdout
            assert b"Anna Adler" in first
            assert process(*asked, there, cwd=tmp_path).stdout == first
            assert [process(*asked, here, env=env).stdout for env in PLACES] == [first] * 2
            assert str(tmp_path).encode() not in first

    def test_gives_the_same_bytes_at_the_same_commit(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        folder = ledger()
        in_git(folder, "init", "--quiet")
        in_git(folder, "add", ".")
        in_git(folder, "commit", "--quiet", "--message", "first")
        name = in_git(folder, "rev-parse", "HEAD")
        first = stances("report", "--data", folder).stdout
        assert f"at commit `{name[:12]}` of 3 February 2020." in first
        in_git(tmp_path, "clone", "--quiet", str(folder), "clone")
        assert stances("report", "--data", tmp_path / "clone").stdout == first
        told = json.loads(stances("report", "--format", "json", "--data", folder).stdout)
        assert told["about"]["commit"] == {"name": name, "day": "2020-02-03", "changed": False}
        (folder / "sources/zeitung.yaml").write_text("title: x\npublished: 2021\nlang: en\n")
        assert "with changes that are not committed" in stances("report", "--data", folder).stdout

    def test_says_where_there_is_no_commit(self, stances: Run, ledger: Ledger) -> None:
        text = stances("report", "--data", ledger()).stdout
        assert "No commit of git is known to have the corpus." in text

    def test_says_what_helps_where_git_does_not_trust_the_folder(
        self, stances: Run, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As in a container, whose user is not the one who has checked the corpus out."""
        folder = ledger()
        in_git(folder, "init", "--quiet")
        in_git(folder, "add", ".")
        in_git(folder, "commit", "--quiet", "--message", "first")
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        answer = stances("report", "--data", folder)
        assert answer.returncode == 0
        assert "No commit of git is known to have the corpus." in answer.stdout
        assert "if you trust it: `git config --global --add safe.directory" in answer.stderr


class TestWhatItRestsOn:
    def test_counts_who_speaks_here_and_all_there_are(self, stances: Run, repository: Path) -> None:
        """As the page does; one of the officials is only said to have said something."""
        counted = "30 statements by 13 officials, from 2 sources"
        text = stances("report", "--data", repository / "data").stdout
        assert f"**{counted}**: WSWS, 21 June 2014; IranWire, 25 June 2014." in text
        assert f"{counted}; the corpus has 30 statements, 14 officials and 2 sources." in text
        asked = ("report", "--official", "velayati", "--data", repository / "data")
        told = "**1 statement by 1 official, from 1 source** matches `stances report --official"
        assert told in stances(*asked).stdout


class TestDates:
    def test_are_words_or_as_written(self, stances: Run, ledger: Ledger) -> None:
        asked = ("report", "--data", ledger())
        for format_ in ("markdown", "html"):
            words = stances(*asked, "--format", format_).stdout
            written = stances(*asked, "--format", format_, "--dates", "iso").stdout
            assert "3 June 2021" in words
            assert "3 June 2021" not in written
        of_json = {
            stances(*asked, "--format", "json", *dates).stdout for dates in ([], ["--dates", "iso"])
        }
        assert len(of_json) == 1


class TestStoredCopies:
    @pytest.fixture
    def copies(self, tmp_path: Path) -> Path:
        folder = tmp_path / "copies"
        folder.mkdir()
        text = "Lake news\n\nThe baker said: “We want our quiet lake back”, and left.\n"
        (folder / "gazette.txt").write_text(text, "utf-8")
        return folder

    def test_give_the_lines_of_quotations(self, stances: Run, ledger: Ledger, copies: Path) -> None:
        asked = ("report", "--data", ledger(), "--snapshots", copies)
        assert ", line 3 of the stored copy" in stances(*asked, "--format", "html").stdout
        assert ", line 3 of the stored copy" in stances(*asked).stdout
        document = json.loads(stances(*asked, "--format", "json").stdout)
        found = [
            (piece["text"], (piece["copy"] or {}).get("copy_line"))
            for issue in document["issues"]
            for official in issue["officials"]
            for row in official["latest"]
            for piece in row["evidence"]
        ]
        assert ("We want our quiet lake back", 3) in found

    def test_without_the_words_are_told(self, stances: Run, ledger: Ledger, copies: Path) -> None:
        (copies / "gazette.txt").write_text("The baker wants the lake to be quiet.\n", "utf-8")
        asked = ("report", "--data", ledger(), "--snapshots", copies)
        for format_ in ("html", "markdown"):
            text = stances(*asked, "--format", format_).stdout
            assert "not found in the stored copy" in text
            assert "line 1 of the stored copy" not in text

    def test_are_not_read_unless_they_are_named(
        self, stances: Run, ledger: Ledger, copies: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """So that the same corpus gives the same bytes, whoever keeps copies."""
        folder = ledger()
        asked = ("report", "--format", "json", "--data", folder)
        before = stances(*asked).stdout
        copies.rename(folder / "snapshots")
        assert stances(*asked).stdout == before
        monkeypatch.setenv("STANCES_SNAPSHOTS", str(folder / "snapshots"))
        assert stances(*asked).stdout == before
        assert '"copy"' not in before

    def test_in_no_folder_are_refused(self, stances: Run, ledger: Ledger, tmp_path: Path) -> None:
        answer = stances("report", "--data", ledger(), "--snapshots", tmp_path / "none")
        assert (answer.returncode, answer.stdout) == (3, "")


class TestAnAnswerWithoutStatements:
    def test_is_told_with_what_was_asked(self, stances: Run, ledger: Ledger) -> None:
        answer = stances("report", "--text", "zeppelin", "--data", ledger())
        assert (answer.returncode, answer.stderr) == (0, "")
        assert "**No statement matches** `stances report --text zeppelin`" in answer.stdout
        assert "the corpus has 4 statements" in answer.stdout

    def test_shows_escapes_of_the_terminal_that_were_asked_for(
        self, stances: Run, ledger: Ledger
    ) -> None:
        asked = ("report", "--text", "zeppelin\x1b[31m\u202e", "--data", ledger())
        for format_ in ("markdown", "json"):
            answer = stances(*asked, "--format", format_).stdout
            assert "\x1b" not in answer
            assert "u001b[31m" in answer


class TestTheFile:
    @pytest.mark.parametrize(("name", "begin"), [("r.md", "# Motorboats"), ("r.JSON", "{")])
    def test_has_the_format_of_its_ending(
        self, stances: Run, ledger: Ledger, tmp_path: Path, name: str, begin: str
    ) -> None:
        answer = stances("report", "-o", tmp_path / name, "--data", ledger())
        assert (answer.returncode, answer.stdout) == (0, "")
        assert (tmp_path / name).read_text("utf-8").startswith(begin)

    @pytest.mark.parametrize("name", ["r.csv", "r"])
    def test_of_another_ending_is_refused_before_the_corpus_is_read(
        self, stances: Run, tmp_path: Path, name: str
    ) -> None:
        answer = stances("report", "-o", tmp_path / name, "--data", tmp_path)
        assert answer.returncode == 2
        assert "use one of .md .html .htm .json, or --format" in answer.stderr


class TestAReport:
    def test_is_of_no_corpus_that_was_not_named(
        self, stances: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        answer = stances("report")
        assert (answer.returncode, answer.stdout) == (3, "")

    def test_says_what_was_left_out(self, stances: Run, ledger: Ledger) -> None:
        folder = ledger({"officials/brandt.yaml": "nam: Bruno Brandt\n"})
        answer = stances("report", "--data", folder)
        assert "**Left out because of problems: 1 official.**" in answer.stdout
        assert "1 official left out" in answer.stderr

    def test_looks_for_opposites_as_far_apart_as_is_said(
        self, stances: Run, ledger: Ledger
    ) -> None:
        folder = ledger()
        brandt = folder / "officials/brandt.yaml"
        brandt.write_text(
            brandt.read_text("utf-8")
            .replace("../2021-06-10", "2021-06-01")
            .replace(
                "statements:\n",
                "statements:\n  - id: after-all\n    said: 2021-06-05\n    position: supports\n"
                "    evidence: [{source: gazette, form: quote, text: After all}]\n",
            )
        )
        for days, found in (("3", 0), ("4", 1)):
            asked = ("report", "--within", days, "--format", "json", "--data", folder)
            document = json.loads(stances(*asked).stdout)
            assert [row["kind"] for row in document["conflicts"]].count("opposite") == found

    def test_is_as_short_as_asked(self, stances: Run, repository: Path) -> None:
        asked = ("report", "--max-bytes", "20000", "--data", repository / "data")
        text = stances(*asked).stdout
        assert 15_000 < len(text.encode()) <= 20_000
        commands = re.findall(r"are left out here.* All: `stances (.*)`", text)
        assert "list --issue us-iran-cooperation" in commands
        for each in commands:
            assert stances(*each.split(), "--data", repository / "data").returncode == 0

    def test_is_sent_through_a_pager_if_it_does_not_fit(
        self, terminal: Run, repository: Path
    ) -> None:
        asked = ("report", "--data", repository / "data")
        paged = terminal(*asked, height=24, env={"PAGER": "sed s/^/paged:/"})
        assert paged.stdout.startswith("paged:# Iranian officials")
        assert (
            "paged:" not in terminal(*asked, height=2000, env={"PAGER": "sed s/^/paged:/"}).stdout
        )


def test_ten_thousand_statements_fit_into_a_summary(
    stances: Run, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(repository)
    from benchmarks.corpora import write_corpus  # noqa: PLC0415 - it is no package of ours

    folder = tmp_path / "corpus"
    write_corpus(folder, 10_000)
    text = stances("report", "--data", folder).stdout
    shutil.rmtree(folder)
    assert 1_000_000 < len(text.encode()) <= 1_048_576
    assert "10,000 statements by 1,000 officials, from 100 sources, all that is in" in text
    assert [len(table) for table in tables(text)].count(1001) == 1
    assert re.search(r"of 1000 are left out here.* All: `stances list --issue tram`", text)
