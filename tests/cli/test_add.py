"""`stances add`, as analysts use it: by options, by JSON lines, and by answers on a terminal."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from folders import contents
from stances.editing import save
from stances.editing.add.json_lines import ADDRESS
from stances.editing.save import locked
from terminals import interrupted, started

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from subprocess import CompletedProcess

    import pexpect

    from .conftest import Ledger, Process, Run

    Add = Callable[..., CompletedProcess[str]]
    Session = Callable[..., pexpect.spawn]
    Asked = Sequence[tuple[str, str]]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "recording.md"
COPY = """\
Boats off the lake?

“We want our quiet lake back,” said Anna Adler. Only if the state pays, she added.
Bruno Brandt would have none of it: “Over my dead body.”
“We were not asked,” he said on Tuesday. The harbour counts every litre of fuel.
Nobody was asked.
Nobody was asked.
"""
STATEMENT = (
    *("statement", "brandt", "--source", "gazette", "--form", "quote", "--said", "2021-06-08"),
    *("--text", "We were not asked", "--position", "opposes"),
)
ADDED = """\
  - id: not-asked
    said: 2021-06-08
    position: opposes
    evidence:
      - source: gazette
        form: quote
        text: We were not asked
"""
EVIDENCE = (
    *("evidence", "brandt/over-my-dead-body", "--source", "nama", "--form", "paraphrase"),
    *("--text", "هرگز"),
)
SESSION = [
    ("Official: ", "Bruno Brandt"),
    ("Source (or new) [nama]: ", "gazette"),
    ("Words, copied from the source: ", "We were never asked"),
    ("Keep these words? [y/N]: ", "n"),
    ("Words, copied from the source: ", "We were not asked"),
    ("Form [quote]: ", ""),
    ("Said on [../2021-06-10, by 10 June 2021]: ", "2021-06-31"),
    ("Said on [../2021-06-10, by 10 June 2021]: ", "2021-06-08"),
    ("Position: ", "opposes"),
    ("Frames, with commas between them (Enter: none): ", "trade"),
    ("Anything else, such as venue: Oslo (Enter: no): ", "venue: the port"),
    ("Anything else, such as venue: Oslo (Enter: no): ", ""),
    ("Id [not-asked]: ", ""),
    ("Write this? [Y/n]: ", "y"),
]


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    return ledger({"snapshots/gazette.txt": COPY})


@pytest.fixture
def add(stances: Run, folder: Path) -> Add:
    """Adds to the corpus, and asks nothing."""

    def call(*arguments: str, yes: bool = True) -> CompletedProcess[str]:
        return stances("add", *arguments, *(("--yes",) if yes else ()), "--data", folder)

    return call


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch, add: Add) -> Add:
    """Adds what is on standard input."""

    def call(kind: str, *lines: object, yes: bool = True) -> CompletedProcess[str]:
        text = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        return add(kind, "-", yes=yes)

    return call


def test_sources_of_json_lines_get_the_checksums_of_their_copies(piped: Add, folder: Path) -> None:
    (folder / "snapshots/herald.txt").write_text("Boats", "utf-8")
    source = {"id": "herald", "title": "Boats", "published": "2021-06-11", "lang": "en"}
    assert piped("source", source).returncode == 0
    assert of(folder, "sources/herald.yaml")["sha256"] == hashlib.sha256(b"Boats").hexdigest()


@pytest.fixture
def session(program: Path, folder: Path) -> Session:
    """Adds to the corpus from a terminal."""

    def begin(*arguments: str, width: int = 80) -> pexpect.spawn:
        env = {"PAGER": "cat", "INPUTRC": os.devnull}
        return started(program, "add", *arguments, cwd=folder, env=env, width=width)

    return begin


def answered(child: pexpect.spawn, asked: Iterable[tuple[str, str]]) -> str:
    """Answer questions; what was written up to the last of them, without what moves a cursor."""
    written = []
    for prompt, answer in asked:
        child.expect_exact(prompt)
        written += [child.before, prompt]
        child.sendline(answer)
    return "".join(written)


def ended(child: pexpect.spawn, *, by_ctrl_c: bool = False) -> tuple[int | None, str]:
    written = clean(interrupted(child) if by_ctrl_c else child.read())
    child.close()
    return child.exitstatus, written


def clean(text: str) -> str:
    text = re.sub("[\u2067-\u2069]", "", text)  # around what runs from right to left
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text).replace("\r\n", "\n").replace("\r", "")


def changed(before: dict[str, bytes], folder: Path) -> set[str]:
    after = contents(folder)
    return {path for path in before | after if before.get(path) != after.get(path)}


def of(folder: Path, path: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """What another reader finds in a file, all scalars as text."""
    text = (folder / path).read_text("utf-8-sig")
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes text only


class TestAStatementByOptions:
    def test_is_put_at_the_end_and_nothing_else_changes(self, add: Add, folder: Path) -> None:
        before = contents(folder)
        answer = add(*STATEMENT)
        assert (answer.returncode, answer.stderr) == (
            0,
            "stances: next, `stances show brandt/not-asked`\n",
        )
        assert answer.stdout.endswith("officials/brandt.yaml:11: added brandt/not-asked\n")
        assert changed(before, folder) == {"officials/brandt.yaml"}
        old = before["officials/brandt.yaml"]
        assert (folder / "officials/brandt.yaml").read_bytes() == old + ADDED.encode()

    def test_is_found_at_once(self, add: Add, stances: Run, folder: Path) -> None:
        add(*STATEMENT)
        shown = stances("show", "brandt/not-asked", "--format", "json", "--data", folder)
        assert json.loads(shown.stdout)["quote"] == "We were not asked"
        assert stances("verify", "--data", folder, folder / "officials/brandt.yaml").returncode == 0

    def test_has_what_every_option_says_under_its_key(self, add: Add, folder: Path) -> None:
        more = (
            *("--conditions", "the state pays", "--conditions", "it is #1", "--frames", "trade"),
            *("--frames", "noise", "--venue", "the port: pier 1", "--summary", "Only if"),
            *("--id", "my-own", "--issue", "boats", "--coder", "NL", "--role", "Harbour master"),
            *(
                "--status",
                "disputed",
                "--disputes",
                "speaker",
                "His deputy?",
                "--note",
                "Two\nlines",
            ),
            *("--match", "probable", "--evidence-note", "No day.", "--locator", "line 5"),
            *("--prefix", "fuel", "--suffix", "he said", "--original", "ما", "--original-lang"),
            *("fa", "--lang", "en", "--derived-from", "nama", "--repeated"),
        )
        given = [*STATEMENT, *more]
        given[given.index("opposes")] = "conditional"
        answer = add(*given, "--no-verify")
        assert answer.returncode == 0, answer.stderr
        statements = of(folder, "officials/brandt.yaml")["statements"]
        assert statements[-1] == {
            "id": "my-own",
            "said": "2021-06-08",
            "repeated": "true",
            "venue": "the port: pier 1",
            "issue": "boats",
            "position": "conditional",
            "conditions": ["the state pays", "it is #1"],
            "frames": ["trade", "noise"],
            "summary": "Only if",
            "coder": "NL",
            "status": "disputed",
            "role": "Harbour master",
            "evidence": [
                {
                    "source": "gazette",
                    "form": "quote",
                    "match": "probable",
                    "text": "We were not asked",
                    "lang": "en",
                    "original": {"text": "ما", "lang": "fa"},
                    "prefix": "fuel",
                    "suffix": "he said",
                    "locator": "line 5",
                    "derived_from": "nama",
                    "note": "No day.",
                }
            ],
            "disputes": [{"about": "speaker", "note": "His deputy?"}],
            "note": "Two\nlines",
        }

    def test_may_be_of_an_official_by_any_name(self, add: Add, folder: Path) -> None:
        arguments = ("statement", "شیرین فرحی", *STATEMENT[2:])
        assert add(*arguments).returncode == 0
        assert "We were not asked" in (folder / "officials/farahi.yaml").read_text("utf-8")

    def test_gets_an_id_that_is_not_taken(self, add: Add, folder: Path) -> None:
        more = ("--summary", "Over my dead body")
        assert "added brandt/over-my-dead-body-2\n" in add(*STATEMENT, *more).stdout
        words = [*STATEMENT, *more]
        words[words.index("We were not asked")] = "Over my dead body."
        words[words.index("gazette")] = "nama"
        assert "added brandt/over-my-dead-body-3\n" in add(*words).stdout
        assert yaml.safe_load((folder / "officials/brandt.yaml").read_bytes())

    @pytest.mark.parametrize(
        ("spoilt", "told"),
        [
            (("--position", "oposes"), "--position: error[ST105 unknown-position]"),
            (("--frames", "nois"), "--frames: error[ST106 unknown-frame]"),
            (("--source", "gazete"), "--source: error[ST101 unknown-source]"),
            (("--position", "conditional"), "--position: error[ST301 missing-condition]"),
            (("--match", "probable"), "--match: error["),
            (("--said", "2021-07"), "said-after-publication]"),
            (("--id", "No Id"), "--id: error[ST206"),
            (("--id", "over-my-dead-body"), "--id: error[ST311"),
            (("--text", "a\x1b[31m"), "--text: error: the character U+001B"),
            (("--text", "We were never asked"), "--text: error[ST501 "),
            (
                ("--text", "Over my dead body"),
                "--text: error[ST419 double] `brandt/over-my-dead-body` has",
            ),
        ],
    )
    def test_is_refused_in_the_words_of_the_options(
        self, add: Add, folder: Path, spoilt: tuple[str, str], told: str
    ) -> None:
        before = contents(folder)
        answer = add(*STATEMENT, *spoilt)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert told in answer.stderr
        assert answer.stderr.endswith("stances: nothing was written\n")
        assert changed(before, folder) == set()

    def test_may_have_words_that_the_copy_lacks_if_one_insists(
        self, add: Add, folder: Path
    ) -> None:
        assert add(*STATEMENT, "--text", "We were never asked", "--no-verify").returncode == 0
        assert "never asked" in (folder / "officials/brandt.yaml").read_text("utf-8")

    def test_says_of_words_that_are_not_found_what_is_printed_instead(self, add: Add) -> None:
        answer = add(*STATEMENT, "--text", "We were never asked")
        assert "We were [-never-] {+not+} asked" in answer.stderr

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("statement",), "give OFFICIAL, --source, --form, --text, --said and --position"),
            (("statement", "brandt", "--form", "quote"), "give --source, --text, --said and"),
            (("statement", "brandt", "--said", "yesterday"), "'--said'"),
            (("evidence",), "give REF, --source, --form and --text"),
            (("official",), "give NAME"),
            (("source", "x"), "give --title, --published and --lang"),
            (("official", "X", "--id", "../x"), "`../x` cannot be an id"),
            (("official", "X" * 300), "cannot be an id"),
            (
                ("source", "../x", "--title", "T", "--published", "2021", "--lang", "en"),
                "cannot be",
            ),
            (("statement", "-", "--said", "2021"), "--said cannot be combined with `-`"),
            (("statment",), "statment"),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
    )
    def test_wrong_by_the_command_line_is_a_usage_error(
        self, add: Add, folder: Path, arguments: tuple[str, ...], told: str
    ) -> None:
        before = contents(folder)
        answer = add(*arguments)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert told in answer.stderr
        assert changed(before, folder) == set()

    def test_is_written_by_nobody_who_was_not_asked(self, add: Add, folder: Path) -> None:
        before = contents(folder)
        answer = add(*STATEMENT, yes=False)
        assert answer.returncode == 2
        assert "--yes" in answer.stderr
        assert "--dry-run" in answer.stderr
        assert changed(before, folder) == set()

    def test_names_an_official_who_is_meant(self, add: Add) -> None:
        answer = add("statement", "brand", *STATEMENT[2:])
        assert answer.returncode == 1
        assert "did you mean `brandt`?" in answer.stderr


class TestAPreview:
    def test_is_a_diff_that_git_applies_to_the_same_end(
        self, add: Add, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(folder)
        before = contents(folder)
        answer = add(*STATEMENT, "--dry-run", yes=False)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert changed(before, folder) == set()
        git = ["git", "apply", "-"]
        subprocess.run(git, input=answer.stdout.encode(), check=True, cwd=folder)
        previewed = contents(folder)
        (folder / "officials/brandt.yaml").write_bytes(before["officials/brandt.yaml"])
        add(*STATEMENT)
        assert contents(folder) == previewed

    def test_of_what_is_wrong_shows_none(self, add: Add) -> None:
        answer = add(*STATEMENT, "--frames", "nois", "--dry-run", yes=False)
        assert (answer.returncode, answer.stdout) == (1, "")


class TestWhatIsThereAlready:
    @pytest.mark.parametrize("dress", ["crlf", "bom", "no last newline", "comments", "all"])
    def test_stays_byte_for_byte(self, add: Add, folder: Path, dress: str) -> None:
        path = folder / "officials/brandt.yaml"
        raw = path.read_bytes()
        if dress in ("comments", "all"):
            raw = raw.replace(b"statements:", b"# what he said\n\nstatements:   # all")
            raw += b"      # the end of it\n\n"
        if dress in ("no last newline", "all"):
            raw = raw.rstrip(b"\n")
        if dress in ("crlf", "all"):
            raw = raw.replace(b"\n", b"\r\n")
        if dress in ("bom", "all"):
            raw = b"\xef\xbb\xbf" + raw
        path.write_bytes(raw)
        assert add(*STATEMENT).returncode == 0
        newline = b"\r\n" if dress in ("crlf", "all") else b"\n"
        new = ADDED.encode().replace(b"\n", newline)
        after = path.read_bytes()
        if dress in {"no last newline", "all"}:
            assert after == raw + newline + new.removesuffix(newline)
        else:
            end = len(raw) if dress != "comments" else raw.index(b"end of it\n") + 10
            assert after == raw[:end] + new + raw[end:]

    def test_is_not_touched_if_it_has_problems(self, add: Add, ledger: Ledger) -> None:
        text = (ledger() / "officials/brandt.yaml").read_text("utf-8")
        folder = ledger(
            {"officials/brandt.yaml": text.replace("frames: [trade]", "frames: [trad]")}
        )
        before = contents(folder)
        answer = add(*STATEMENT)
        assert answer.returncode == 1
        assert "officials/brandt.yaml cannot be changed: it has 1 problem already" in answer.stderr
        assert "no frame is called `trad`" in answer.stderr
        assert "stances check" in answer.stderr
        assert changed(before, folder) == set()
        assert add("statement", "adler", *STATEMENT[2:]).returncode == 0

    def test_matters_not_if_it_is_wrong_elsewhere(self, add: Add, ledger: Ledger) -> None:
        ledger({"officials/adler.yaml": "name: [\n"})
        assert add(*STATEMENT).returncode == 0

    def test_is_read_only_by_what_can_read_it(self, add: Add, ledger: Ledger) -> None:
        folder = ledger({"codebook.yaml": "issues: []\n"})
        before = contents(folder)
        assert add(*STATEMENT).returncode == 4
        assert changed(before, folder) == set()


class TestDates:
    """As people write them, by options."""

    WORDS = ("--source", "gazette", "--form", "quote", "--text", "Never", "--yes", "--no-verify")

    def test_are_written_as_edtf_and_told(self, stances: Run, folder: Path) -> None:
        words = ("add", "statement", "brandt", *self.WORDS, "--position", "opposes")
        answer = stances(*words, "--said", "7 June 2021, 8:30 pm", "--data", folder)
        assert answer.returncode == 0, answer.stderr
        assert "stances: 7 June 2021, 8:30 pm → 2021-06-07T20:30:00\n" in answer.stderr
        said = [each["said"] for each in of(folder, "officials/brandt.yaml")["statements"]]
        assert "2021-06-07T20:30:00" in said

    def test_of_offices_are_days(self, stances: Run, folder: Path) -> None:
        words = ("add", "official", "Nora Neu", "--role", "Mayor", "--yes", "--data", folder)
        options = (
            "--from",
            "1 Mordad 1392",
            "--until",
            "03/04/2014",
            "--date-format",
            "DD/MM/YYYY",
        )
        assert stances(*words, *options).returncode == 0
        role = of(folder, "officials/neu.yaml")["roles"][0]
        assert (role["from"], role["until"]) == ("2013-07-23", "2014-04-03")

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("03/04/2021", "can be 2021-04-03 (day first) or 2021-03-04 (month first)"),
            ("1400/03/17", "say `--calendar solar-hijri` or `--calendar gregorian`"),
            ("early June 2021", "does not say which days it means"),
        ],
    )
    def test_are_never_guessed(self, stances: Run, folder: Path, said: str, told: str) -> None:
        words = ("add", "statement", "brandt", *self.WORDS, "--position", "opposes")
        answer = stances(*words, "--said", said, "--data", folder)
        assert answer.returncode == 2
        assert told in " ".join(answer.stderr.split())

    def test_are_read_and_shown_where_they_are_asked_for(self, session: Session) -> None:
        child = session("source", "--title", "A story", "--calendar", "solar-hijri")
        asked = [
            ("Publisher", ""),
            ("Published on: ", "early June 2021"),
            ("Published on: ", "1400/03/18"),
            ("Address", ""),
        ]
        written = clean(answered(child, asked))
        assert "such as `2021-06-01/2021-06-10`, or `2021-06`" in " ".join(written.split())
        assert "  1400/03/18 → 2021-06-08\n" in written
        assert ended(child, by_ctrl_c=True)[0] == 130


class TestEvidenceByOptions:
    def test_is_put_behind_that_which_is_there(self, add: Add, folder: Path) -> None:
        before = (folder / "officials/brandt.yaml").read_text("utf-8")
        answer = add(*EVIDENCE, "--match", "probable", "--note", "No day.")
        assert answer.returncode == 0, answer.stderr
        assert ":11: added evidence to brandt/over-my-dead-body" in answer.stdout
        after = (folder / "officials/brandt.yaml").read_text("utf-8")
        assert after.startswith(before)
        assert yaml.safe_load(after[len(before) :]) == [
            {
                "source": "nama",
                "form": "paraphrase",
                "match": "probable",
                "text": "هرگز",
                "note": "No day.",
            }
        ]

    def test_that_is_probable_needs_a_reason(self, add: Add, folder: Path) -> None:
        before = contents(folder)
        answer = add(*EVIDENCE, "--match", "probable")
        assert answer.returncode == 1
        assert "--match: error[" in answer.stderr
        assert changed(before, folder) == set()

    def test_is_refused_if_it_is_there(self, add: Add) -> None:
        words = [*EVIDENCE[:2], "--source", "gazette", "--form", "quote"]
        answer = add(*words, "--text", "Over my dead body")
        assert answer.returncode == 1
        assert "repeated-evidence" in answer.stderr

    def test_is_not_blamed_for_older_words_that_are_not_found(
        self, add: Add, folder: Path, stances: Run
    ) -> None:
        copy = folder / "snapshots/gazette.txt"
        copy.write_text(COPY.replace("Over my dead body", "Never"), "utf-8")
        assert stances("verify", "--data", folder).returncode == 1
        assert add(*EVIDENCE).returncode == 0

    def test_needs_a_statement_that_is_there(self, add: Add) -> None:
        answer = add("evidence", "brandt/over-my-body", *EVIDENCE[2:])
        assert answer.returncode == 1
        assert "did you mean `brandt/over-my-dead-body`?" in answer.stderr


class TestOfficialsAndSources:
    def test_an_official_is_a_new_file(self, add: Add, folder: Path) -> None:
        before = contents(folder)
        answer = add(
            *("official", "Carla  Conrad", "--aliases", "C. C.", "--native-name", "کارلا"),
            *("--role", "Councillor", "--faction", "council", "--from", "2020", "--until", "2022"),
        )
        assert answer.returncode == 0, answer.stderr
        assert "next, `stances add statement conrad`" in answer.stderr
        assert changed(before, folder) == {"officials/conrad.yaml"}
        assert of(folder, "officials/conrad.yaml") == {
            "name": "Carla  Conrad",
            "native_name": "کارلا",
            "aliases": ["C. C."],
            "roles": [
                {"title": "Councillor", "faction": "council", "from": "2020", "until": "2022"}
            ],
        }
        assert add("statement", "conrad", *STATEMENT[2:]).returncode == 0

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("--faction", "counsel", "--role", "X"), "--faction: error[ST104"),
            (("--aliases", "Mayor Adler"), "error["),
            (("--id", "adler"), "officials/adler.yaml cannot be changed: it is there already"),
        ],
    )
    def test_an_official_that_will_not_do_is_refused(
        self, add: Add, folder: Path, arguments: tuple[str, ...], told: str
    ) -> None:
        before = contents(folder)
        answer = add("official", "Carla Conrad", *arguments)
        assert answer.returncode == 1
        assert told in answer.stderr
        assert changed(before, folder) == set()

    def test_a_source_has_the_sum_of_its_copy(self, add: Add, folder: Path) -> None:
        (folder / "snapshots/herald-2021-06-15.html").write_bytes(b"<p>Boats</p>")
        answer = add(
            *("source", "--title", "Boats: a reply", "--publisher", "Herald", "--lang", "en"),
            *("--published", "2021-06-15", "--authors", "A. B.", "--authors", "C. D."),
        )
        assert answer.returncode == 0
        assert of(folder, "sources/herald-2021-06-15.yaml") == {
            "title": "Boats: a reply",
            "publisher": "Herald",
            "authors": ["A. B.", "C. D."],
            "published": "2021-06-15",
            "lang": "en",
            "sha256": hashlib.sha256(b"<p>Boats</p>").hexdigest(),
        }

    def test_a_source_may_have_an_id_of_its_own(self, add: Add, folder: Path) -> None:
        given = ("--title", "T", "--published", "2021-06", "--lang", "fa")
        assert add("source", "my-source", *given).returncode == 0
        assert (folder / "sources/my-source.yaml").is_file()
        assert add("source", "my-source", *given).returncode == 1

    def test_the_first_of_a_corpus_can_be_added(self, stances: Run, tmp_path: Path) -> None:
        folder = tmp_path / "new"
        options = ("--question", "Q?", "--coder", "NL", "--no-example", "--yes")
        stances("init", folder, *options)
        given = ("--title", "T", "--published", "2021-06", "--lang", "fa")
        answer = stances("add", "source", "first", *given, "--yes", "--data", folder)
        assert answer.returncode == 0, answer.stderr


class TestLines:
    def test_are_all_added_at_once(self, piped: Add, folder: Path) -> None:
        quote = {"source": "gazette", "form": "quote", "text": "We were not asked"}
        other = {**quote, "form": "paraphrase", "text": "The harbour counts every litre"}
        said = {"said": "2021-06-08", "position": "opposes"}
        lines = [
            {"official": "brandt", **said, "evidence": [quote]},
            {"official": "Mayor Adler", "id": "own", **said, "evidence": [other], "venue": None},
            "",
            {
                "official": "brandt",
                "said": 2021,
                "position": "rejects",
                "evidence": [
                    {"source": "gazette", "form": "paraphrase", "text": "he said on Tuesday"}
                ],
            },
        ]
        answer = piped("statement", *lines)
        assert answer.returncode == 0, answer.stderr
        added = re.findall(r"added (\S+)", answer.stdout)
        assert added == ["brandt/not-asked", "brandt/said-tuesday", "adler/own"]
        assert ADDED in (folder / "officials/brandt.yaml").read_text("utf-8")

    def test_are_refused_whole_each_by_its_number(self, piped: Add, folder: Path) -> None:
        before = contents(folder)
        quote = {"source": "gazette", "form": "quote", "text": "We were not asked"}
        good = {"official": "brandt", "said": "2021-06-08", "position": "opposes"}
        answer = piped(
            "statement",
            {**good, "evidence": [quote]},
            {"said": "2021"},
            {**good, "official": "nobody"},
            "{",
            "[]",
        )
        assert (answer.returncode, answer.stdout) == (1, "")
        assert re.findall(r"^-:(\d+)(:\w+)?: error", answer.stderr, re.MULTILINE) == [
            *(("2", ":official"), ("3", ":official"), ("4", ""), ("5", "")),
        ]
        assert changed(before, folder) == set()

    def test_are_refused_if_two_have_the_same_words(self, piped: Add, folder: Path) -> None:
        before = contents(folder)
        quote = {"source": "gazette", "form": "quote", "text": "We were not asked"}
        good = {"official": "brandt", "said": "2021-06-08", "position": "opposes"}
        again = {**good, "official": "adler", "evidence": [quote]}
        answer = piped("statement", {**good, "evidence": [quote]}, again)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "-:1:text: error[ST419 double] line 2 has these words" in answer.stderr
        assert changed(before, folder) == set()

    def test_are_checked_like_files(self, piped: Add, folder: Path) -> None:
        before = contents(folder)
        quote = {"source": "gazete", "form": "quot", "text": "We were not asked"}
        answer = piped(
            "statement",
            {"official": "brandt", "positoin": "x", "said": "2021-13", "evidence": [quote]},
            {"official": "adler", "said": {"a": "b"}, "evidence": "text", "": "x"},
        )
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "-:2: error: a key has no name" in answer.stderr
        answer = piped(
            "statement",
            {"official": "brandt", "positoin": "x", "said": "2021-13", "evidence": [quote]},
            {"official": "adler", "said": {"a": "b"}, "evidence": "text"},
        )
        for told in (
            *("-:1:said: error[ST204", "-:1:positoin: error[ST201", "-:1:form: error[ST205"),
            *("-:2:position: error[ST202", "-:2:said: error[", "-:2:evidence: error["),
        ):
            assert told in answer.stderr
        assert changed(before, folder) == set()

    @pytest.mark.parametrize("value", ["~", "null"])
    def test_cannot_say_nothing(self, piped: Add, folder: Path, value: str) -> None:
        before = contents(folder)
        line = {"official": "brandt", "said": value, "position": "opposes"}
        answer = piped("statement", line)
        assert answer.returncode == 1
        assert f"-:1:said: error: `{value}` is no value" in answer.stderr
        assert changed(before, folder) == set()

    def test_add_no_source_twice(self, piped: Add, folder: Path) -> None:
        source = {"title": "T", "publisher": "Herald", "published": "2021-06-15", "lang": "en"}
        assert piped("source", source).returncode == 0
        before = contents(folder)
        answer = piped("source", source)
        assert answer.returncode == 1
        assert "-:1:title: error: `herald-2021-06-15` is this source already" in answer.stderr
        assert changed(before, folder) == set()
        assert piped("source", {**source, "url": "https://x.example/2"}).returncode == 0
        assert piped("source", {**source, "title": "U"}).returncode == 0

    def test_of_a_name_without_ascii_have_an_id_all_the_same(self, add: Add, folder: Path) -> None:
        assert add("official", "علی لاریجانی").returncode == 0
        assert of(folder, "officials/larijani.yaml")["name"] == "علی لاریجانی"
        assert add("official", "习近平").returncode == 0
        assert of(folder, "officials/official-1.yaml")["name"] == "习近平"

    def test_may_be_evidence_officials_and_sources(self, piped: Add, folder: Path) -> None:
        source = {"title": "T", "publisher": "Herald", "published": "2021-06-15", "lang": "en"}
        assert piped("source", source, {"id": "own", **source}).returncode == 0
        text = {"source": "herald-2021-06-15", "form": "quote", "text": "Never!"}
        answer = piped("evidence", {"ref": "brandt/over-my-dead-body", **text})
        assert answer.returncode == 0, answer.stderr
        said = {"id": "x", "said": "2021", "position": "opposes", "evidence": [text]}
        official = {"name": "Carla Conrad", "identifiers": {"wikidata": "Q1"}, "statements": [said]}
        assert piped("official", official).returncode == 0
        assert of(folder, "officials/conrad.yaml") == official
        answer = piped("official", {"id": "../../x", "name": "X"})
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "-:1:id: error: `../../x` cannot be an id" in answer.stderr

    def test_that_say_the_same_thrice_are_refused(self, piped: Add, folder: Path) -> None:
        before = contents(folder)
        line = {"id": "x", "official": "brandt", "said": "2021-06", "position": "opposes"}
        answer = piped("statement", line, line, line)
        assert answer.returncode == 1
        assert answer.stderr.count("evidence: error[ST202 missing-key] it is missing") == 3
        assert changed(before, folder) == set()

    def test_that_are_none_are_refused(self, piped: Add) -> None:
        answer = piped("statement")
        assert (answer.returncode, answer.stdout) == (1, "")


class TestABadMoment:
    def test_somebody_else_is_writing(self, process: Process, folder: Path) -> None:
        before = contents(folder)
        with locked(folder):
            answer = process("add", *STATEMENT, "--yes", "--data", folder)
        assert (answer.returncode, answer.stdout) == (1, b"")
        assert b"another stances is writing" in answer.stderr
        assert changed(before, folder) == set()
        assert process("add", *STATEMENT, "--yes", "--data", folder).returncode == 0

    def test_two_add_at_once_and_none_is_lost(self, program: Path, folder: Path) -> None:
        def begin(text: str) -> subprocess.Popen[bytes]:
            words = [text if word == "We were not asked" else word for word in STATEMENT]
            command = [program, "add", *words, "--no-verify", "--yes", "--data", folder]
            pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
            return subprocess.Popen(command, **pipes)  # type: ignore[call-overload,no-any-return]

        texts = ["one of them", "two of them", "three of them"]
        running = [begin(text) for text in texts]
        ends = [(process.communicate(timeout=60), process.returncode) for process in running]
        recorded = (folder / "officials/brandt.yaml").read_text("utf-8")
        for text, ((_, err), code) in zip(texts, ends, strict=True):
            assert (text in recorded) == (code == 0)
            assert code == 0 or b"nothing was written" in err
        assert any(code == 0 for _, code in ends)

    def test_an_editor_has_the_file_open(self, add: Add, folder: Path) -> None:
        (folder / "officials/.brandt.yaml.swp").touch()
        before = contents(folder)
        answer = add(*STATEMENT)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert ".brandt.yaml.swp" in answer.stderr
        assert changed(before, folder) == set()
        assert add(*STATEMENT, "--force").returncode == 0

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
    def test_nothing_can_be_written(
        self, add: Add, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
    ) -> None:
        def fail(path: Path, content: bytes) -> None:
            path.write_bytes(content[: len(content) // 2])
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(save, "_write", fail)
        before = contents(folder)
        answer = add(*STATEMENT)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert os.strerror(number) in answer.stderr
        assert changed(before, folder) == set()

    def test_the_folder_is_read_only(self, process: Process, folder: Path) -> None:
        if os.geteuid() == 0:
            pytest.skip("nothing is read-only to root")
        before = contents(folder)
        (folder / "officials").chmod(0o555)
        try:
            answer = process("add", *STATEMENT, "--yes", "--data", folder)
        finally:
            (folder / "officials").chmod(0o755)
        assert answer.returncode == 1
        assert changed(before, folder) == set()

    def test_the_file_changes_while_the_question_waits(
        self, session: Session, folder: Path
    ) -> None:
        child = session(*STATEMENT)
        child.expect_exact("Write this? [Y/n]: ")
        path = folder / "officials/brandt.yaml"
        path.write_bytes(path.read_bytes() + b"# mine\n")
        before = contents(folder)
        child.sendline("y")
        code, written = ended(child)
        assert code == 1
        assert "was changed in the meantime; nothing was written" in written
        assert changed(before, folder) == set()


class TestASession:
    def test_records_what_is_answered(self, session: Session, folder: Path) -> None:
        before = contents(folder)
        child = session("statement")
        shown = clean(answered(child, SESSION))
        code, _ = ended(child)
        assert code == 0
        assert "[-never-] {+not+}" in shown
        assert "found on line 5 of gazette.txt, in quotation marks" in shown
        assert "there is no day 31 in 2021-06" in shown
        assert "Already recorded" not in shown
        assert changed(before, folder) == {"officials/brandt.yaml"}
        statements = of(folder, "officials/brandt.yaml")["statements"]
        assert statements[-1] == {
            "id": "not-asked",
            "said": "2021-06-08",
            "venue": "the port",
            "position": "opposes",
            "frames": ["trade"],
            "evidence": [{"source": "gazette", "form": "quote", "text": "We were not asked"}],
        }

    def test_asks_for_conditions_that_a_position_allows(
        self, session: Session, folder: Path
    ) -> None:
        book = folder / "codebook.yaml"
        told = "definition: Is against it., score: -1"
        book.write_text(book.read_text("utf-8").replace(told, f"{told}, allows: conditions"))
        asked = ("Condition 1 (Enter: none, or no more): ", "the port is paid")
        more = ("Condition 2 (Enter: none, or no more): ", "")
        child = session("statement")
        answered(child, [*SESSION[:9], asked, more, *SESSION[9:]])
        assert ended(child)[0] == 0
        statements = of(folder, "officials/brandt.yaml")["statements"]
        assert statements[-1]["conditions"] == ["the port is paid"]

    @pytest.mark.parametrize("number", range(len(SESSION)))
    @pytest.mark.parametrize("leaving", ["ctrl-c", "ctrl-d"])
    def test_can_be_left_at_every_question(
        self, session: Session, folder: Path, number: int, leaving: str
    ) -> None:
        before = contents(folder)
        child = session("statement")
        answered(child, SESSION[:number])
        child.expect_exact(SESSION[number][0])
        if leaving != "ctrl-c":
            child.sendeof()
        code, written = ended(child, by_ctrl_c=leaving == "ctrl-c")
        told = "stances: nothing was written"
        told += "; to continue, run `stances add --resume`" if number else ""
        assert (code, written.strip().splitlines()[-1]) == (130, told)
        assert changed(before, folder) == set()

    def test_that_is_not_confirmed_gives_the_answers_back(
        self, session: Session, folder: Path, piped: Add
    ) -> None:
        before = contents(folder)
        child = session("statement")
        answered(child, [*SESSION[:-1], (SESSION[-1][0], "n")])
        code, written = ended(child)
        assert code == 1
        assert changed(before, folder) == set()
        kept = written.partition("your answers, for `stances add statement -`:\n")[2]
        assert piped("statement", json.loads(kept)).returncode == 0
        assert ADDED.partition("evidence")[2] in (folder / "officials/brandt.yaml").read_text()

    def test_that_cannot_be_written_gives_the_answers_back(
        self, session: Session, folder: Path
    ) -> None:
        (folder / "officials/.brandt.yaml.swp").touch()
        before = contents(folder)
        child = session("statement")
        answered(child, SESSION)
        code, written = ended(child)
        assert code == 1
        assert '{"official": "brandt", "id": "not-asked", ' in written
        assert "is open in an editor" in written
        assert changed(before, folder) == set()

    def test_makes_a_second_source_a_second_evidence(self, session: Session, folder: Path) -> None:
        child = session("statement", "brandt")
        shown = clean(
            answered(
                child,
                [
                    ("Source (or new) [nama]: ", ""),
                    ("Words, copied", "Over my dead body, he said"),
                    ("Form: ", "3"),
                    ("Said on", "2021-06-09"),
                    ("Position: ", "4"),
                    ("this source also reports [new]: ", "2"),
                    ("this source also reports [new]: ", "1"),
                    ("Match [certain]: ", "probable"),
                    ("Note: why", "No day."),
                    ("Anything else", ""),
                    ("Narrow the date of the statement to 2021-06-09? [y/N]: ", ""),
                    ("Write this? [Y/n]: ", ""),
                ],
            )
        )
        code, _ = ended(child)
        assert code == 0
        assert "1  brandt/over-my-dead-body has words like these" in shown
        assert "`2` is not one of these" in shown
        [statement] = of(folder, "officials/brandt.yaml")["statements"]
        assert statement["evidence"][1] == {
            "source": "nama",
            "form": "partial-quote",
            "match": "probable",
            "said": "2021-06-09",
            "text": "Over my dead body, he said",
            "note": "No day.",
        }

    def test_says_at_once_that_the_words_are_recorded(self, session: Session) -> None:
        child = session("statement", "brandt", "--source", "gazette")
        answered(child, [("Words, copied", "Over my dead body"), ("Form [quote]: ", "")])
        child.expect_exact("brandt/over-my-dead-body already has these words from this source")
        answered(
            child, [("Said on", ""), ("Position", "rejects"), ("source also reports [new]: ", "1")]
        )
        child.expect_exact("already has these words")
        assert ended(child, by_ctrl_c=True)[0] == 130

    def test_adds_an_official_and_a_source_with_the_statement(
        self, session: Session, folder: Path
    ) -> None:
        before = contents(folder)
        child = session("statement", width=60)
        answered(
            child,
            [
                ("Official: ", "Brant"),
                ("Add Brant as a new official? [y/N]: ", ""),
                ("Official: ", "Carla Conrad"),
                ("Add Carla Conrad as a new official? [y/N]: ", "y"),
                ("Full name [Carla Conrad]: ", ""),
                ("Id [conrad]: ", "adler"),
                ("Id [conrad]: ", ""),
                ("Office", "Councillor"),
                ("Faction (Enter: none): ", "co"),
                ("Faction (Enter: none): ", "Council"),
                ("Source (or new)", "new"),
                ("Title: ", "نامه"),
                ("Publisher", "Herald"),
                ("Published on: ", "early June"),
                ("Published on: ", "15.6.2021"),
                ("Address", "herald"),
                ("Address", ""),
                ("Language [en]: ", "Persian"),
                ("Language [en]: ", "fa"),
                ("Id [herald-2021-06-15]: ", ""),
                ("Words, copied", "\x1b[200~به شرط\n  پرداخت\x1b[201~"),
                ("Form: ", "quote"),
                ("Said on [../2021-06-15, by 15 June 2021]: ", "2021-06-16"),
                ("Said on [../2021-06-15, by 15 June 2021]: ", ""),
                ("Position: ", "conditional"),
                ("Condition 1: ", ""),
                ("Condition 1: ", "the state pays"),
                ("Condition 2 (Enter: no more): ", ""),
                ("Frames", "9"),
                ("Frames", "1, trade"),
                ("Anything else", "colour: red"),
                ("Anything else", "?"),
                ("Anything else", "original-lang: fa"),
                ("Anything else", "original: پول"),
                ("Anything else", ""),
                ("Id [shrt-prdakht]: ", ""),
                ("Write this? [Y/n]: ", "yes"),
            ],
        )
        assert ended(child)[0] == 0
        assert changed(before, folder) == {
            "officials/conrad.yaml",
            "sources/herald-2021-06-15.yaml",
        }
        assert of(folder, "sources/herald-2021-06-15.yaml")["title"] == "نامه"
        assert of(folder, "officials/conrad.yaml") == {
            "name": "Carla Conrad",
            "roles": [{"title": "Councillor", "faction": "council"}],
            "statements": [
                {
                    "id": "shrt-prdakht",
                    "said": "../2021-06-15",
                    "position": "conditional",
                    "conditions": ["the state pays"],
                    "frames": ["noise", "trade"],
                    "evidence": [
                        {
                            "source": "herald-2021-06-15",
                            "form": "quote",
                            "text": "به شرط پرداخت",
                            "original": {"text": "پول", "lang": "fa"},
                        }
                    ],
                }
            ],
        }

    def test_takes_a_speech_for_the_officials_own_words_of_that_day(
        self, session: Session, folder: Path
    ) -> None:
        speech = (
            "title: Speech\nauthors: [B. Brandt]\npublished: 2021-06-01\nlang: en\nkind: speech\n"
        )
        (folder / "sources/speech.yaml").write_text(speech, "utf-8")
        (folder / "snapshots/speech.txt").write_text("Let us keep the lake open.", "utf-8")
        official = folder / "officials/brandt.yaml"
        official.write_text(official.read_text("utf-8") + "aliases: [B. Brandt]\n", "utf-8")
        child = session("statement", "brandt")
        answered(
            child,
            [
                ("Source (or new) [speech]: ", ""),
                ("Words, copied", "Let us keep the lake open."),
                ("Form [document]: ", ""),
                ("Said on [2021-06-01, 1 June 2021]: ", ""),
                ("Position: ", "opposes"),
                ("Frames", ""),
                ("Anything else", ""),
                ("Id [", ""),
                ("Write this? [Y/n]: ", ""),
            ],
        )
        assert ended(child)[0] == 0
        added = of(folder, "officials/brandt.yaml")["statements"][-1]
        assert (added["said"], added["evidence"][0]["form"]) == ("2021-06-01", "document")

    def test_asks_where_words_stand_that_stand_twice(self, session: Session, folder: Path) -> None:
        child = session("evidence")
        answered(
            child,
            [
                ("Statement, as official/id: ", "brandt/x"),
                ("Statement, as official/id: ", "Brandt/over-my-dead-body"),
                ("Source (or new) [nama]: ", "2"),
                ("Words, copied", "Nobody was asked."),
                ("On which line [6]: ", "5"),
                ("On which line [6]: ", "7"),
                ("Form [paraphrase]: ", ""),
                ("Match [certain]: ", ""),
                ("Anything else", "position: opposes"),
                ("Anything else", ""),
                ("Add a dispute about the position? [Y/n]: ", "n"),
                ("Write this? [Y/n]: ", ""),
            ],
        )
        assert ended(child)[0] == 0
        [statement] = of(folder, "officials/brandt.yaml")["statements"]
        assert statement["evidence"][1] == {
            "source": "gazette",
            "form": "paraphrase",
            "position": "opposes",
            "text": "Nobody was asked.",
            "locator": "line 7",
        }

    def test_completes_what_the_corpus_has(self, session: Session) -> None:
        child = session("statement")
        child.expect_exact("Official: ")
        child.send("bra\t")
        child.expect_exact("brandt")
        child.sendline("")
        child.expect_exact("Bruno Brandt (brandt), 1 statement")
        child.expect_exact("Source (or new) [nama]: ")
        child.send("ga\t")
        child.expect_exact("gazette")
        assert ended(child, by_ctrl_c=True)[0] == 130

    def test_asks_nothing_of_a_file_that_will_be_refused(
        self, session: Session, ledger: Ledger
    ) -> None:
        ledger({"officials/brandt.yaml": "name: B\nstatements: [{id: x}]\n"})
        code, written = ended(session("statement", "brandt"))
        assert code == 1
        assert "cannot be changed: it has" in written
        assert "Source" not in written

    def test_begins_with_what_the_options_have_said(self, session: Session) -> None:
        child = session(*STATEMENT[:6])
        answered(child, [("Words, copied", "We were not asked"), ("Said on", "2021-06-08")])
        child.expect_exact("Position: ")
        assert ended(child, by_ctrl_c=True)[0] == 130
        child = session("statement", "brandt", "--source", "gazete", "--position", "x")
        child.expect_exact("did you mean `gazette`?")
        answered(child, [("Source", "gazette"), ("Words", "a b c d"), ("Keep", "y"), ("Form", "1")])
        child.expect_exact("Said on")
        child.sendline("")
        code, written = ended(child)
        assert code == 2
        assert "Invalid value for '--position'" in written

    def test_of_options_alone_only_asks_whether_to_write(
        self, session: Session, folder: Path
    ) -> None:
        child = session(*STATEMENT)
        shown = answered(child, [("Write this? [Y/n]: ", "maybe"), ("Write this? [Y/n]: ", "Y")])
        assert "+  - id: not-asked" in clean(shown)
        assert "\x1b[32m+  - id: not-asked" in shown
        assert ended(child)[0] == 0
        assert ADDED in (folder / "officials/brandt.yaml").read_text("utf-8")

    def test_of_an_official_asks_little(self, session: Session, folder: Path) -> None:
        child = session("official", "--faction", "harbour")
        asked = [("Name: ", "Carla Conrad"), ("Id [conrad]: ", ""), ("Office", "Pilot")]
        answered(child, [*asked, ("Write this? [Y/n]: ", "")])
        assert ended(child)[0] == 0
        roles = [{"title": "Pilot", "faction": "harbour"}]
        assert of(folder, "officials/conrad.yaml") == {"name": "Carla Conrad", "roles": roles}

    def test_of_a_source_records_the_sum_of_its_copy(self, session: Session, folder: Path) -> None:
        (folder / "snapshots/herald.txt").write_text("Boats")
        child = session("source", "herald", "--lang", "en")
        asked = [("Title: ", "T"), ("Publisher", ""), ("Published on: ", "2021"), ("Address", "")]
        shown = clean(answered(child, [*asked, ("Write this? [Y/n]: ", "")]))
        assert ended(child)[0] == 0
        assert "the stored copy is herald.txt" in shown
        assert of(folder, "sources/herald.yaml")["sha256"] == hashlib.sha256(b"Boats").hexdigest()


class TestThePage:
    def test_shows_a_session_as_it_is(self, session: Session) -> None:
        child = session("statement", width=90)
        written = "$ stances add statement\n" + clean(answered(child, SESSION) + child.read())
        written = re.sub(" +$", "", written, flags=re.MULTILINE)
        assert f"```text\n{written}```\n" in PAGE.read_text("utf-8")

    def test_has_lines_that_can_be_added(self, piped: Add, folder: Path) -> None:
        [lines] = re.findall(r"```jsonl\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
        answer = piped("statement", *lines.splitlines())
        assert answer.returncode == 0, answer.stderr
        assert ADDED in (folder / "officials/brandt.yaml").read_text("utf-8")

    def test_has_options_that_are_sound(self, stances: Run, repository: Path) -> None:
        [command] = re.findall(
            r"```sh\n(stances add statement rou.*?)```", PAGE.read_text("utf-8"), re.DOTALL
        )
        words = shlex.split(command.replace("\\\n", " "))[1:]
        answer = stances(*words, "--data", repository / "data")
        assert answer.returncode == 0, answer.stderr
        assert "+    conditions: [the Americans act]" in answer.stdout

    def test_is_right_about_the_keys(self) -> None:
        found = re.findall(r"`stances add (\w+) -` \| `(\w+)`", PAGE.read_text("utf-8"))
        assert dict(found) == ADDRESS
