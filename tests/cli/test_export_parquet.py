"""`stances export parquet`, and what is asked of such a folder by `--data`."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from stances.cli.run import run
from stances.home import to_install

from .conftest import LEDGER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ledger, Run

QUESTIONS = (
    ["list"],
    ["list", "--official", "adler", "--sort", "-said"],
    ["show", "adler", "nama"],
    ["compare", "adler", "farahi"],
    ["summary", "--by", "official"],
    ["timeline"],
    ["conflicts"],
    ["network", "--duplicates", "source"],
    ["network", "--window", "2w", "--of", "faction"],
    ["officials"],
    ["sources"],
    ["codebook"],
    ["sql", "SELECT ref, score = 1 AS one, 7 / 2 AS three FROM statements ORDER BY score, ref"],
)
FORMATS = ("table", "json")
"""What tells every value from any other: as people see it, and with its type."""
OTHER_FORMATS = ("tsv", "csv", "jsonl", "yaml", "markdown")
"""What is written of the same rows, whatever they were asked of."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of the small corpus; to be copied, and not to be changed."""
    place = tmp_path_factory.mktemp("export")
    for name, text in LEDGER.items():
        (place / "ledger" / name).parent.mkdir(parents=True, exist_ok=True)
        (place / "ledger" / name).write_text(text, "utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run(["export", "parquet", str(place / "shared"), "--data", str(place / "ledger")])
    assert (code, said.getvalue()) == (0, "")
    return place / "shared"


@pytest.fixture
def exported(written: Path, tmp_path: Path) -> Path:
    """An export of the small corpus, of one's own."""
    return shutil.copytree(written, tmp_path / "shared")


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def no_drafts(tmp_path: Path) -> bool:
    return not [*tmp_path.glob(".stances-*")]


class TestAnswers:
    @pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
    def test_are_the_same_bytes_in_every_format(
        self, stances: Run, ledger: Ledger, exported: Path, question: list[str]
    ) -> None:
        others = OTHER_FORMATS if question[0] in {"show", "codebook", "sql"} else ()
        for format_ in (*FORMATS, *others):
            own, other = (
                stances(*question, "--format", format_, "--data", folder)
                for folder in (ledger(), exported)
            )
            assert own.returncode == 0
            assert (other.returncode, other.stdout, other.stderr) == (0, own.stdout, own.stderr)

    @pytest.mark.parametrize("format_", ["markdown", "html", "json"])
    def test_of_report_are_the_same(
        self, stances: Run, ledger: Ledger, exported: Path, format_: str
    ) -> None:
        own, other = (
            stances("report", "--format", format_, "--data", folder).stdout
            for folder in (ledger(), exported)
        )
        assert own == other != ""

    def test_are_given_of_what_the_environment_names(
        self, stances: Run, exported: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("STANCES_DATA", str(exported))
        assert "adler" in stances("officials").stdout

    def test_say_what_is_left_out(self, stances: Run, ledger: Ledger, tmp_path: Path) -> None:
        folder = ledger({"officials/brandt.yaml": "nam: Bruno\n"})
        shared = tmp_path / "shared"
        assert stances("export", "parquet", shared, "--data", folder).returncode == 0
        own, other = (stances("list", "--data", each) for each in (folder, shared))
        assert own.stdout == other.stdout
        assert other.stderr == (
            "stances: 1 official left out because of problems; see `stances check --data CORPUS`\n"
        )
        assert stances("list", "--strict", "--data", shared).returncode == 4
        assert stances("export", "parquet", shared, "--strict", "--data", folder).returncode == 4

    def test_of_unknown_names_are_the_same(
        self, stances: Run, ledger: Ledger, exported: Path
    ) -> None:
        own, other = (
            stances("list", "--official", "adlr", "--data", folder)
            for folder in (ledger(), exported)
        )
        assert (other.returncode, other.stderr) == (own.returncode, own.stderr)

    @pytest.mark.parametrize(
        "command",
        [
            ["search", "ferry"],
            ["verify"],
            ["coverage"],
            ["check"],
            ["fmt"],
            ["show", "adler/a", "--history"],
            ["show", "adler", "--snapshots", "."],
            ["report", "--snapshots", "."],
            ["export", "sqlite", "x.db"],
        ],
        ids=" ".join,
    )
    def test_of_what_needs_the_corpus_say_so(
        self, stances: Run, exported: Path, command: list[str]
    ) -> None:
        answer = stances(*command, "--data", exported)
        assert (answer.returncode, answer.stdout) == (3, "")
        assert "needs the corpus itself" in answer.stderr
        assert "--data" in answer.stderr


class TestSql:
    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("SELECT reff FROM statements", "did you mean `ref`?"),
            ("SELECT 1 FROM statement", "did you mean `statements`"),
            ("SELECT x(1)", "no function is called `x`"),
            ("SELEC", "DuckDB"),
            ("", "there is no query"),
            ("SELECT 1; SELECT 2", "a query is one statement"),
            ("COPY statements TO 'x.csv'", "can only read"),
            ("SET threads = 1", "can only read"),
            ("SELECT * FROM read_csv('/etc/passwd')", "take `read_csv` away"),
            ("SELECT (SELECT 1 FROM read_text('manifest.json'))", "take `read_text` away"),
            ("SELECT * FROM query('SELECT 1')", "take `query` away"),
            ("DESCRIBE statements", "can only read"),
            ("SELECT ref FROM all_statements", "no table is called `all_statements`"),
            ("SELECT ref FROM main.statements", "write `statements` alone"),
            ("WITH a AS (FROM voices), voices AS (SELECT 1) FROM a", "called `voices`"),
            ("WITH voices AS (FROM voices) FROM voices", "called `voices`"),
            ("SELECT ref || '\udcff' FROM statements", "UTF-8"),
            ("SELECT CAST(ref AS INTEGER) FROM statements", "cannot be answered"),
        ],
    )
    def test_is_refused_in_words(
        self, stances: Run, exported: Path, query: str, message: str
    ) -> None:
        answer = stances("sql", query, "--data", exported)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert message in answer.stderr

    def test_writes_nothing_into_the_export(self, stances: Run, exported: Path) -> None:
        before = files_of(exported)
        query = f"FROM enable_logging(storage = 'file', storage_path = '{exported}/log')"
        answer = stances("sql", query, "--data", exported)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert files_of(exported) == before
        assert not (exported / "log").exists()

    def test_reads_tables_of_its_own(self, stances: Run, exported: Path) -> None:
        """Also by a name that a table has which is not public."""
        query = """
            WITH RECURSIVE days(day) AS (SELECT 1 UNION ALL SELECT day + 1 FROM days WHERE day < 3),
                voices AS (SELECT MAX(day) AS most FROM days)
            SELECT most, x.range AS one FROM voices, range(1, 2) AS x
        """
        answer = stances("sql", query, "--format", "json", "--data", exported)
        assert json.loads(answer.stdout) == [{"most": 3, "one": 1}]

    def test_divides_by_zero_as_sqlite_does(self, stances: Run, exported: Path) -> None:
        query = "SELECT 1 / 0 AS whole, 1.5 / 0 AS half"
        answer = stances("sql", query, "--format", "json", "--data", exported)
        assert json.loads(answer.stdout) == [{"whole": None, "half": None}]

    def test_sees_the_documented_columns_alone(self, stances: Run, exported: Path) -> None:
        answer = stances("sql", "SELECT moment FROM statements", "--data", exported)
        assert "no column is called `moment`" in answer.stderr

    def test_gives_numbers_and_texts(self, stances: Run, exported: Path) -> None:
        query = "SELECT 1 = 1 AS yes, 1.5 AS half, DATE '2014-06-18' AS day, NULL AS nothing"
        answer = stances("sql", query, "--format", "json", "--data", exported)
        assert json.loads(answer.stdout) == [
            {"yes": 1, "half": 1.5, "day": "2014-06-18", "nothing": None}
        ]


class TestFolder:
    def test_is_the_same_for_the_same_records(
        self, stances: Run, ledger: Ledger, exported: Path, tmp_path: Path
    ) -> None:
        before = files_of(exported)
        assert stances("export", "parquet", exported, "--data", ledger()).returncode == 0
        assert files_of(exported) == before
        assert no_drafts(tmp_path)

    def test_has_a_manifest(self, exported: Path) -> None:
        manifest = json.loads((exported / "manifest.json").read_bytes())
        assert (manifest["schema_version"], manifest["commit"]) == (3, None)
        listed = [part for table in manifest["tables"].values() for part in table["files"]]
        assert {part["path"] for part in listed} | {"manifest.json"} == {*files_of(exported)}
        for part in listed:
            assert len(files_of(exported)[part["path"]]) == part["bytes"]

    def test_is_replaced_whole(
        self, stances: Run, ledger: Ledger, exported: Path, tmp_path: Path
    ) -> None:
        folder = ledger()
        (folder / "officials" / "brandt.yaml").unlink()
        assert stances("export", "parquet", exported, "--data", folder).returncode == 0
        assert "brandt" not in stances("officials", "--data", exported).stdout
        assert no_drafts(tmp_path)

    def test_may_be_there_and_empty(self, stances: Run, ledger: Ledger, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        assert stances("export", "parquet", tmp_path / "empty", "--data", ledger()).returncode == 0

    @pytest.mark.parametrize(
        ("files", "why"),
        [
            ({"thesis.txt": "years of work"}, "is not what `stances export parquet` writes"),
            ({"manifest.json": "{}"}, "is not what `stances export parquet` writes"),
            ({"manifest.json": "{"}, "is not what `stances export parquet` writes"),
        ],
    )
    def test_is_not_somebody_elses(
        self, stances: Run, ledger: Ledger, tmp_path: Path, files: dict[str, str], why: str
    ) -> None:
        folder = tmp_path / "own"
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
        before = files_of(folder)
        for force in ([], ["--force"]):
            answer = stances("export", "parquet", folder, *force, "--data", ledger())
            assert answer.returncode == 1
            assert why in answer.stderr
            assert str(folder) in answer.stderr
        assert files_of(folder) == before

    def test_with_a_file_of_ones_own_is_kept(
        self, stances: Run, ledger: Ledger, exported: Path
    ) -> None:
        (exported / "statements" / "notes.txt").write_text("mine", "utf-8")
        answer = stances("export", "parquet", exported, "--data", ledger())
        assert answer.returncode == 1
        assert "statements/notes.txt" in answer.stderr
        assert (exported / "statements" / "notes.txt").exists()

    @pytest.mark.parametrize("where", ["missing/x", "ledger", "ledger/corpus.yaml"])
    def test_is_not_written_where_that_cannot_be(
        self, stances: Run, ledger: Ledger, tmp_path: Path, where: str
    ) -> None:
        folder = ledger()
        before = files_of(folder)
        answer = stances("export", "parquet", tmp_path / where, "--data", folder)
        assert answer.returncode == 1
        assert answer.stderr.startswith("stances: cannot write ")
        assert files_of(folder) == before
        assert not [*tmp_path.glob("**/.stances-*")]


def _damage(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(change((folder / name).read_bytes()))


def piped(file: Path) -> None:
    """Put a pipe in the place of a file."""
    file.unlink()
    os.mkfifo(file)


STATEMENTS = "statements/00001.parquet"
DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a missing file": (lambda folder: (folder / STATEMENTS).unlink(), f"{STATEMENTS} is missing"),
    "a truncated file": (_damage(STATEMENTS, lambda b: b[:99]), "has 99 bytes in place of"),
    "another content": (
        _damage(STATEMENTS, lambda b: b[:50] + bytes(9) + b[59:]),
        f"{STATEMENTS} has been changed",
    ),
    "a manifest that is no JSON": (
        _damage("manifest.json", lambda b: b[:-9]),
        "manifest.json is no JSON",
    ),
    "another manifest": (
        _damage("manifest.json", lambda _: b'{"name": "a web page"}'),
        "not one that `stances export parquet` writes",
    ),
    "a list for a manifest": (
        _damage("manifest.json", lambda _: b"[]"),
        "not one that `stances export parquet` writes",
    ),
    "a newer manifest": (
        _damage("manifest.json", lambda b: b.replace(b'n": 3', b'n": 4')),
        "a newer version of stances",
    ),
    "another digest": (
        _damage("manifest.json", lambda b: b.replace(b'"sha256": "', b'"sha256": "0', 1)),
        "its digest is another",
    ),
    "a manifest without tables": (
        _damage("manifest.json", lambda b: b.replace(b'"tables"', b'"rows"')),
        "lacks what it should have",
    ),
    "a pipe": (
        lambda folder: piped(folder / STATEMENTS),
        f"{STATEMENTS} is no file",
    ),
    "a pipe for a manifest": (
        lambda folder: piped(folder / "manifest.json"),
        "manifest.json is a pipe",
    ),
    "a manifest without end": (
        _damage("manifest.json", lambda _: b"[" * 200_000),
        "manifest.json is no JSON",
    ),
    "rows without end": (
        _damage("manifest.json", lambda b: re.sub(rb'"rows": \d+', b'"rows": Infinity', b)),
        "lacks what it should have",
    ),
    "a digest that is no text": (
        _damage("manifest.json", lambda b: b.replace(b'"sha256": "', b'"sha256": "\\ud800')),
        "lacks what it should have",
    ),
    "a version with controls": (
        _damage(
            "manifest.json",
            lambda b: b.replace(b'n": 3', b'n": 4').replace(b'"0.', b'"\\u001b[31m\\n\\ud8000.'),
        ),
        "a newer version of stances (",
    ),
    "a path that leads out": (
        _damage("manifest.json", lambda b: b.replace(b"corpus/0", b"../corpus/0")),
        "lacks what it should have",
    ),
}


class TestDamage:
    @pytest.mark.parametrize("what", DAMAGES)
    def test_is_told_with_what_helps(
        self, stances: Run, ledger: Ledger, exported: Path, tmp_path: Path, what: str
    ) -> None:
        damage, message = DAMAGES[what]
        assert stances("summary", "--data", exported).returncode == 0  # and all is noted as sound
        damage(exported)
        answer = stances("summary", "--data", exported)
        assert (answer.returncode, answer.stdout) == (4, "")
        sentence, hint, *rest = answer.stderr.splitlines()
        assert sentence.startswith(f"stances: the export in {exported} cannot be used: ")
        assert message in sentence
        assert not rest
        named = hint.partition("`stances export parquet ")[2].partition(" --data CORPUS`")[0]
        assert named in {str(exported), "NEW"}
        target = tmp_path / "new" if named == "NEW" else exported
        written = stances("export", "parquet", target, "--data", ledger())
        assert (written.returncode, written.stderr) == (0, "")
        assert stances("summary", "--data", target).returncode == 0

    def test_is_looked_for_once_while_no_file_changes(
        self, stances: Run, exported: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read: list[object] = []
        monkeypatch.setattr(
            "stances.index.manifest.check_digests", lambda *given: read.append(given)
        )
        for number, options in enumerate(([], [], ["--no-index"]), 1):
            assert stances("officials", *options, "--data", exported).returncode == 0
            assert len(read) == (1 if number < 3 else 2)
        (exported / STATEMENTS).touch()
        stances("officials", "--data", exported)
        assert len(read) == 3


class TestWithoutDuckdb:
    def test_nothing_is_written_or_asked(
        self,
        stances: Run,
        ledger: Ledger,
        exported: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setitem(sys.modules, "duckdb", None)
        for command in (
            ["export", "parquet", str(tmp_path / "other"), "--data", str(ledger())],
            ["officials", "--data", str(exported)],
        ):
            answer = stances(*command)
            assert (answer.returncode, answer.stdout) == (1, "")
            assert to_install("scale") in answer.stderr
        assert not (tmp_path / "other").exists()


class TestInterruptions:
    @pytest.mark.parametrize("code", [1, 130])
    @pytest.mark.parametrize("place", ["stances.index.manifest.sha256_of", "pathlib.Path.rename"])
    def test_leave_the_older_export_and_nothing_else(
        self, code: int, place: str, stances: Run, ledger: Ledger, exported: Path
    ) -> None:
        error = KeyboardInterrupt() if code > 1 else OSError(28, "No space left on device")
        before, failures = files_of(exported), iter([error])

        def fail(*_: object) -> None:
            for each in failures:
                raise each

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(place, fail)
            answer = stances("export", "parquet", exported, "--data", ledger())
        assert answer.returncode == code
        assert ("No space left" in answer.stderr) == (code == 1)
        assert files_of(exported) == before
        assert no_drafts(exported.parent)

    def test_of_duckdb_by_a_full_disk_are_told(
        self,
        stances: Run,
        ledger: Ledger,
        exported: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        before = files_of(exported)
        monkeypatch.setattr("stances.index.parquet_export.quoted", lambda _: "'/dev/full/x'")
        answer = stances("export", "parquet", exported, "--data", ledger())
        assert answer.returncode == 1
        assert answer.stderr.startswith(f"stances: cannot write {exported}: ")
        assert files_of(exported) == before
        assert no_drafts(tmp_path)


class TestPrintedSql:
    def test_gives_the_rows_of_the_question(
        self, stances: Run, ledger: Ledger, exported: Path
    ) -> None:
        told = stances("sql", "--format", "json", "--print", "list", "--issue", "ferry")
        assert told.returncode != 0  # the shipped corpus has no such issue
        question = ["--print", "list", "--faction", "council"]
        own, other = (
            json.loads(stances("sql", "--format", "json", "--data", folder, *question).stdout)
            for folder in (ledger(), exported)
        )
        assert own == other
        [listed] = [query for query in own if "FROM statements AS s WHERE" in query["sql"]]
        assert listed["parameters"] == ["council"]

    def test_is_written_as_sql(self, stances: Run, ledger: Ledger) -> None:
        answer = stances("sql", "--data", ledger(), "--print", "summary", "--faction", "council")
        assert (answer.returncode, answer.stderr) == (0, "")
        first, *_ = answer.stdout.split("\n\n")
        assert first == "SELECT faction AS id, label FROM factions ORDER BY number;"
        assert '"council"]\nSELECT by_issue, by_faction' in answer.stdout

    @pytest.mark.parametrize("rest", [[], ["search", "x"], ["sql", "SELECT 1"], ["nothing"]])
    def test_is_of_a_question_alone(self, stances: Run, rest: list[str]) -> None:
        answer = stances("sql", "--print", *rest)
        assert answer.returncode == 2
        assert "it is followed by one of list, show," in answer.stderr

    def test_writes_no_other_output(self, stances: Run, ledger: Ledger, tmp_path: Path) -> None:
        file = tmp_path / "x.csv"
        answer = stances("sql", "--print", "list", "-o", file, "--data", ledger())
        assert answer.returncode == 0
        assert "SELECT" in answer.stdout
        assert not file.exists()
