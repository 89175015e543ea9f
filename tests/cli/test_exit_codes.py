"""How a command ends, and that stdout is the answer and stderr everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cases import every_case

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from .conftest import Ledger, Run

SPOILT = {"officials/brandt.yaml": "nam: Bruno Brandt\n"}
WARNED = {
    "sources/unused.yaml": "title: Unused\npublished: 2021\nlang: en\n",
}
ANSWERS = [
    ("list",),
    ("show", "adler"),
    ("compare", "adler", "farahi"),
    ("summary",),
    ("conflicts",),
    ("timeline",),
    ("agreement",),
    ("coverage",),
    ("search", "quiet"),
    ("sql", "SELECT * FROM statements"),
    ("officials",),
    ("sources",),
    ("codebook",),
    ("report",),
]


class TestExitCode0:
    @pytest.mark.parametrize("command", [*ANSWERS, ("check",)], ids=lambda command: command[0])
    def test_is_0_and_says_nothing_on_stderr(
        self, ledger: Ledger, stances: Run, command: tuple[str, ...]
    ) -> None:
        answer = stances(*command, "--data", ledger())
        assert (answer.returncode, answer.stderr) == (0, "")
        assert answer.stdout

    def test_is_0_where_nothing_matches(self, ledger: Ledger, stances: Run) -> None:
        answer = stances("list", "--text", "zeppelin", "--format", "json", "--data", ledger())
        assert (answer.returncode, answer.stdout, answer.stderr) == (0, "[]\n", "")

    @pytest.mark.parametrize(
        "command",
        [
            *(("list",), ("summary",), ("timeline",), ("conflicts",), ("report",)),
            *(("compare", "adler", "brandt"), ("search", "quiet OR body OR zeppelin")),
        ],
    )
    def test_is_1_where_nothing_matches_and_something_should(
        self, ledger: Ledger, stances: Run, command: tuple[str, ...]
    ) -> None:
        folder = ledger()
        for words, code in (("zeppelin", 1), ("quiet", 0)):
            asked = (*command, "--text", words, "--fail-empty", "--data", folder)
            answer = stances(*asked)
            assert answer.returncode == code
            assert answer.stderr.startswith("stances: nothing matches") == bool(code)

    def test_is_0_where_an_official_without_statements_is_shown(
        self, ledger: Ledger, stances: Run
    ) -> None:
        silent = "name: Carla Conrad\nroles: [{title: Editor, faction: council}]\n"
        folder = ledger({"officials/conrad.yaml": silent})
        assert stances("show", "conrad", "--fail-empty", "--data", folder).returncode == 0

    def test_warnings_are_0_and_1_if_strict(self, ledger: Ledger, stances: Run) -> None:
        folder = ledger(WARNED)
        loose, strict = (stances("check", "--data", folder, *more) for more in ((), ("--strict",)))
        assert (loose.returncode, strict.returncode) == (0, 1)
        assert loose.stdout == strict.stdout
        assert "warning[ST404 unused-source]" in loose.stdout


class TestExitCodesOfProblems:
    def test_are_1_all_on_stdout_and_what_to_do_is_not(self, ledger: Ledger, stances: Run) -> None:
        answer = stances("check", "--data", ledger(SPOILT))
        assert answer.returncode == 1
        assert answer.stderr == "what to do about it: stances check --explain ST201\n"
        assert "error[ST201 unknown-key]" in answer.stdout

    @pytest.mark.parametrize("command", ANSWERS, ids=lambda command: command[0])
    def test_do_not_keep_a_question_from_its_answer(
        self, ledger: Ledger, stances: Run, command: tuple[str, ...]
    ) -> None:
        answer = stances(*command, "--data", ledger(SPOILT))
        assert answer.returncode == 0
        assert answer.stdout
        assert answer.stderr.count("\n") == 1
        assert "1 official left out" in answer.stderr
        assert "stances check" in answer.stderr

    @pytest.mark.parametrize("command", ANSWERS, ids=lambda command: command[0])
    def test_are_4_for_a_strict_question(
        self, ledger: Ledger, stances: Run, command: tuple[str, ...]
    ) -> None:
        answer = stances(*command, "--strict", "--data", ledger(SPOILT))
        assert (answer.returncode, answer.stdout) == (4, "")
        assert "1 official would be left out" in answer.stderr

    def test_a_strict_question_minds_no_warnings(self, ledger: Ledger, stances: Run) -> None:
        assert stances("list", "--strict", "--data", ledger(WARNED)).returncode == 0

    @pytest.mark.parametrize("file", ["corpus.yaml", "codebook.yaml"])
    @pytest.mark.parametrize("text", [None, "", "titel: x\n", "[", "- a\n"])
    def test_are_4_where_nothing_can_be_answered(
        self, ledger: Ledger, stances: Run, file: str, text: str | None
    ) -> None:
        folder = ledger({file: text})
        if text is None and file == "corpus.yaml":
            (folder / file).symlink_to("nowhere")
        with every_case() as case:
            for command in ANSWERS:
                with case(*command):
                    answer = stances(*command, "--data", folder)
                    assert (answer.returncode, answer.stdout) == (4, "")
                    assert file in answer.stderr
                    assert "stances check" in answer.stderr
        checked = stances("check", "--data", folder)
        assert checked.returncode == 1
        assert f"{file}:" in checked.stdout


class TestExitCodesOfNames:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("list", "--official", "nobody"),
            ("list", "--faction", "nobody"),
            ("summary", "--position", "nobody"),
            ("summary", "--issue", "nobody"),
            ("list", "--frame", "nobody"),
            ("list", "--source", "nobody"),
            ("timeline", "--official", "nobody"),
            ("search", "quiet", "--official", "nobody"),
            ("sql", "SELECT * FROM nobody"),
            ("sql", "SELECT nobody FROM statements"),
            ("show", "nobody"),
            ("show", "adler/nothing"),
            ("show", "nobody/nothing"),
            ("compare", "adler", "nobody"),
            ("compare", "adler", "faction:nobody"),
        ],
        ids=" ".join,
    )
    def test_that_the_corpus_lacks_are_1(
        self, ledger: Ledger, stances: Run, arguments: tuple[str, ...]
    ) -> None:
        answer = stances(*arguments, "--data", ledger())
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "called" in answer.stderr

    def test_that_fit_two_officials_are_1_and_list_both(self, ledger: Ledger, stances: Run) -> None:
        other = "name: Berta Brandt\nstatements: []\n"
        folder = ledger({"officials/brandt-b.yaml": other, "officials/bruno.yaml": None})
        (folder / "officials/brandt.yaml").rename(folder / "officials/bruno.yaml")
        for asked in (
            ("list", "--official", "Brandt"),
            ("show", "BRANDT"),
            ("compare", "brandt", "adler"),
        ):
            answer = stances(*asked, "--data", folder)
            assert (answer.returncode, answer.stdout) == (1, "")
            assert "Berta Brandt (`brandt-b`)" in answer.stderr
            assert "Bruno Brandt (`bruno`)" in answer.stderr


class TestExitCode2:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("frobnicate",),
            ("list", "--frobnicate"),
            ("list", "rouhani"),
            ("list", "--format", "xml"),
            ("list", "--form", "hearsay"),
            ("list", "--status", "true"),
            ("list", "--since", "yesterday"),
            ("list", "--until", "2014-22"),
            ("list", "--since", "2014-06-31"),
            ("list", "--certain"),
            ("list", "--limit", "-1"),
            ("list", "--limit", "many"),
            ("list", "--min-sources", "-1"),
            ("list", "--text", "…"),
            ("list", "--columns", "name,colour"),
            ("list", "--columns", ","),
            ("list", "--sort", "colour"),
            ("list", "--sort", "-"),
            ("list", "--color", "pink"),
            ("list", "-o", "answer.doc"),
            ("list", "-o", "answer"),
            ("list", "--official"),
            ("conflicts", "--within", "-1"),
            ("conflicts", "--within", "soon"),
            ("summary", "--by", "colour"),
            ("summary", "--by", "faction,faction"),
            ("summary", "--by", "faction,position,frame"),
            ("summary", "--by", ""),
            ("timeline", "adler"),
            ("timeline", "--columns", "venue"),
            ("timeline", "--sort", "colour"),
            ("compare",),
            ("compare", "adler"),
            ("compare", "adler", "Mayor Adler"),
            ("compare", "adler", "brandt", "--format", "json", "--limit", "1"),
            ("search",),
            ("search", "…"),
            ("search", "-zeppelin"),
            ("search", "quiet", "--columns", "colour"),
            ("search", "quiet", "--sort", "colour"),
            ("sql", "SELECT 1 AS a", "--columns", "b"),
            ("sql", "SELECT 1 AS a", "--sort", "b"),
            ("sql", "SELECT 1", "SELECT 2"),
            ("export",),
            ("export", "sqlite"),
            ("export", "excel", "x.xls"),
            ("show",),
            ("show", "adler", "--format", "json", "--columns", "ref"),
            ("import",),
            ("import", "x.csv"),
            ("import", "csv", "--yes"),
            ("import", "x.odd", "--yes"),
            ("import", "xls", "x.xls", "--yes"),
            ("import", "x.csv", "--yes", "--set", "colour=red"),
            ("import", "x.csv", "--yes", "--map", "Colour=colour"),
            ("codebook", "colours"),
            ("check", "--explain", "ST999"),
            ("check", "--select", "ST999"),
            ("check", "--select", "ST501"),
            ("check", "--ignore", "nothing"),
            ("check", "--columns", "code"),
            ("check", "--format", "csv", "--sort", "colour"),
            ("check", "--format", "xml"),
            ("check", "-o", "problems.doc"),
            ("verify", "--select", "ST104"),
            ("verify", "--format", "junit", "--limit", "1"),
            ("check", "/"),
        ],
        ids=" ".join,
    )
    def test_is_2_and_says_so_on_stderr(
        self, ledger: Ledger, stances: Run, arguments: tuple[str, ...]
    ) -> None:
        given = ("--data", ledger()) if arguments != ("frobnicate",) else ()
        if arguments == ("check", "/"):
            arguments = ("check", str(ledger().parent.parent / "elsewhere"))
        answer = stances(*arguments, *given)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert "Error:" in answer.stderr or "stances:" in answer.stderr

    def test_is_found_out_before_the_corpus_is_read(self, ledger: Ledger, stances: Run) -> None:
        folder = ledger({"codebook.yaml": None})
        for wrong in (("--sort", "colour"), ("--columns", "colour"), ("--since", "soon")):
            assert stances("list", *wrong, "--data", folder).returncode == 2
        for command in ("check", "verify"):
            asked = (command, "--select", "ST999", "--data", folder / "nowhere")
            assert stances(*asked).returncode == 2

    def test_a_command_is_missing(self, stances: Run) -> None:
        answer = stances()
        assert (answer.returncode, answer.stdout) == (2, "")
        assert "stances summary" in answer.stderr


@pytest.mark.parametrize(
    "command",
    [
        *(("list",), ("report",), ("schema", "source", "--with-ids"), ("fmt",), ("fmt", "--check")),
        *(("add", "official", "Nora Lund", "--yes"), ("rename", "adler", "lund", "--yes")),
        ("import", "csv", "sheet.csv", "--yes"),
    ],
    ids=lambda command: "-".join(command[:2]),
)
def test_a_corpus_of_another_version_is_refused_in_the_same_words(
    ledger: Ledger,
    stances: Run,
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = ledger({"corpus.yaml": "title:  Lake\nschema_version: 2\ncoder: NL\n"})
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    (tmp_path / "sheet.csv").write_text("official,said\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    answer = stances(*command, "--data", folder)
    why = "the corpus has schema version `2`, and this program reads version 1"
    assert (answer.returncode, answer.stdout) == (4, "")
    assert answer.stderr.splitlines() == [
        f"stances: the corpus cannot be used: corpus.yaml: {why}",
        f"  `stances check --data {folder}` says what is wrong, and where",
    ]
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("show",), 1),
        (("compare", "adler"), 1),
        (("list", "--official"), 1),
        (("list", "--source"), 1),
        (("list", "--faction"), 1),
        (("report", "--official"), 1),
        (("timeline", "--position"), 1),
        (("rename", "--dry-run", "new"), 1),
        (("rename", "--dry-run", "adler"), 1),
        (("sql",), 1),
        (("search",), 2),
        (("check", "--select"), 2),
        (("diff",), 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_argument_that_is_no_text_is_no_name_and_no_bug(
    stances: Run, ledger: Ledger, asked: tuple[str, ...], code: int
) -> None:
    folder = ledger()
    answer = stances(*asked, "\udcff", "--data", folder)
    assert answer.returncode == code, answer.stderr
    for argument in ("a\udcff/b", "adler/\udc80", "Adler\udc80"):
        assert "is a bug" not in stances(*asked, argument, "--data", folder).stderr


def test_a_full_disk_for_temporary_files_is_no_bug(
    stances: Run, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sort_without_room(index: sqlite3.Connection) -> None:
        [pages] = index.execute("PRAGMA page_count").fetchone()
        index.execute(f"PRAGMA max_page_count = {pages}")
        index.execute("CREATE TABLE sorted AS SELECT randomblob(1000000)")

    monkeypatch.setattr("stances.index.build.create_indexes", sort_without_room)
    answer = stances("list", "--no-index", "--data", ledger())
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == (
        "stances: cannot write temporary files: database or disk is full\n"
        "  free space in the folder for temporary files, or set TMPDIR to another folder\n"
    )
