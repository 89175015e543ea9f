from __future__ import annotations

import ast
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import stances
from stances.cli.commands import COMMANDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

PACKAGE = Path(stances.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LAYERS = (
    "__main__",
    "cli api",
    "views",
    "init",
    "editing",
    "queries",
    "index",
    "evidence revisions",
    "corpus",
    "checks schema",
    "codebook roles",
    "model yaml_reader",
    "paths problems search_query",
    "atomic codes dates errors parallel text",
)
"""From top to bottom. A part imports from the layers below, and not from those beside it."""
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names.split()}
LONGEST_MODULE, LONGEST_FUNCTION = 600, 60


SLOW = frozenset(
    "pydantic yaml rich html.parser difflib hashlib tempfile shutil pathlib statistics fractions "
    "dataclasses calendar csv traceback importlib.resources importlib.metadata".split()
)
"""What a start has to have a reason for: each takes as long as several of our own modules."""

READING = ("stances.model.records", "stances.yaml_reader", "stances.corpus", "stances.index.build")
MEASURES = {"dataclasses", "statistics", "fractions"}
PLACES = {"dataclasses", "pathlib", "shutil"}
WRITES = SLOW - {"rich", "html.parser", "statistics"}
"""Whoever makes records makes their models, and pydantic brings the rest."""
WARM = {
    "list": ([], set[str]()),
    "show": (["rouhani"], set[str]()),
    "compare": (["rouhani", "shamkhani"], MEASURES),
    "summary": ([], MEASURES),
    "conflicts": ([], set[str]()),
    "timeline": ([], {"dataclasses"}),
    "search": (["Iran"], set[str]()),
    "sql": (["SELECT 1"], set[str]()),
    "officials": ([], set[str]()),
    "sources": ([], set[str]()),
    "codebook": ([], set[str]()),
    # It answers nothing, and is run once for each corpus.
    "init": (["{file}", "--yes"], set(SLOW - {"rich", "html.parser", "traceback"})),
    "check": ([], PLACES),
    "add": (["official", "Nobody", "--dry-run"], SLOW - {"rich", "statistics"}),
    "import": (["jsonl", "/dev/null", "--dry-run"], WRITES),
    "rename": (["zarif", "javad-zarif", "--dry-run"], WRITES),
    "fmt": (["--check"], SLOW - {"rich", "html.parser", "difflib", "statistics"}),
    "report": ([], MEASURES | PLACES),
    "diff": (["{data}", "{data}"], MEASURES | PLACES | {"difflib", "tempfile"}),
    "export": (["sqlite", "{file}"], {"pathlib", "shutil", "tempfile"}),
    "schema": (["official"], SLOW - {"yaml", "rich"}),  # made of the models
    "completion": (["bash"], set[str]()),
    "verify": ([], PLACES | {"difflib", "hashlib", "html.parser", "traceback"}),
}
"""How each command is run, and what it may import of all that is slow once there is an index."""
ROWLESS = {"init", "add", "import", "rename", "fmt", "export", "schema", "completion"}
DOCUMENTS = {"report", "diff"}
"""What writes no rows."""

RUN = """
import atexit, sys
sys.argv = ["stances", *sys.argv[1:]]
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
"""
WITH_INDEX = """
from stances.index import connection, store

def open_index(*_):
    index = connection.Index(":memory:")
    with open({index!r}, "rb") as file:
        index.deserialize(file.read())
    return index

store.open_index = open_index
"""
"""In place of looking at files and perhaps reading them: what counts here is all the rest."""


class Import(NamedTuple):
    """An import that happens when the program runs, not only when its types are checked."""

    importer: str
    imported: str


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def runtime_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Everything but what stands under `if TYPE_CHECKING:`."""
    yield node
    for child in ast.iter_child_nodes(node):
        guarded = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        if not guarded:
            yield from runtime_nodes(child)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports() -> Iterator[Import]:
    known = {name_of(path) for path in MODULES}
    for path in MODULES:
        for node in runtime_nodes(tree(path)):
            if isinstance(node, ast.Import):
                yield from (Import(name_of(path), alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name_of(path)}: a relative import"
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    yield Import(name_of(path), inner if inner in known else str(node.module))


IMPORTS = sorted(set(imports()))


def part(module: str) -> str:
    """Give the part of the program that a module belongs to."""
    return module.removeprefix("stances.").partition(".")[0]


def named(scope: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Give the public functions and classes that are defined in a module or class."""
    for node in scope.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


def importers(*packages: str) -> set[str]:
    return {i.importer for i in IMPORTS if i.imported.partition(".")[0] in packages}


def modules_behind(*modules: str) -> set[str]:
    """Give all modules that importing these brings in, in a fresh interpreter."""
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return set(done.stdout.split())


class TestImportsRunOneWay:
    def test_every_part_has_its_layer(self) -> None:
        assert {part(name_of(path)) for path in MODULES} - {"stances"} <= set(LAYER)

    @pytest.mark.parametrize("found", IMPORTS, ids=" imports ".join)
    def test_downwards(self, found: Import) -> None:
        own, other = part(found.importer), part(found.imported)
        if found.imported.startswith("stances.") and found.importer != "stances" and own != other:
            assert LAYER[own] < LAYER[other]

    def test_and_views_know_results_and_not_where_they_come_from(self) -> None:
        behind = modules_behind(*(name_of(p) for p in MODULES if "views" in p.parts))
        forbidden = {"sqlite3", "pydantic", "yaml", "stances.index", "stances.corpus"}
        assert behind & (forbidden | {"stances.model.records", "stances.yaml_reader"}) == set()


class TestOnlyHere:
    def test_is_pydantic_imported(self) -> None:
        own = importers("pydantic", "pydantic_core")
        assert {name.rpartition(".")[0] for name in own} == {"stances.model"}

    def test_is_yaml_imported(self) -> None:
        assert importers("yaml")
        assert all(name.startswith("stances.yaml_reader") for name in importers("yaml"))

    def test_is_rich_imported(self) -> None:
        assert {name.rpartition(".")[0] for name in importers("rich")} <= {
            "stances.views",
            "stances.views.table",
        }
        assert all(name.startswith("stances.views.table") for name in importers("rich"))

    def test_is_sqlite_imported(self) -> None:
        assert importers("sqlite3")
        assert all(name.startswith("stances.index") for name in importers("sqlite3"))

    def test_is_another_program_called(self) -> None:
        assert importers("subprocess") == {"stances.revisions"}

    def test_is_anything_imported_that_does_not_come_with_python(self) -> None:
        foreign = {
            i.imported.partition(".")[0]
            for i in IMPORTS
            if i.imported.partition(".")[0] not in {*sys.stdlib_module_names, "stances"}
        }
        assert foreign == {"click", "pydantic", "pydantic_core", "rich", "yaml"}


@pytest.fixture(scope="session")
def index(shipped: sqlite3.Connection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the shipped corpus as a file."""
    file = tmp_path_factory.mktemp("index") / "index.sqlite"
    file.write_bytes(shipped.serialize())
    return file


@pytest.fixture(scope="session")
def anyway() -> set[str]:
    """What no answer can do without: click, JSON, and the index."""
    return modules_behind("click", "json", "stances.index.store")


def modules_of_a_run(*arguments: str | Path, index: Path | None = None) -> set[str]:
    """Give all modules that a command line has imported when it ends."""
    code = RUN + (WITH_INDEX.format(index=str(index)) if index else "")
    code += "from stances.cli import main; main()"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


class TestAStartIsQuick:
    def test_importing_the_package_reads_nothing_else(self) -> None:
        behind = modules_behind("stances")
        assert {name for name in behind if name.startswith("stances.")} == set()
        assert behind & {"pydantic", "yaml", "click", "rich", "sqlite3"} == set()

    def test_the_version_is_known_without_a_look_at_installed_packages(self) -> None:
        assert stances.__version__ == version("stances")
        behind = modules_of_a_run("--version")
        assert behind & (SLOW | {"sqlite3", "json"}) == set()

    def test_help_knows_the_commands_without_importing_one(self) -> None:
        behind = modules_of_a_run("--help")
        assert behind & {f"stances.cli.{listed.module}" for listed in COMMANDS.values()} == set()
        assert {part(name) for name in behind if name.startswith("stances.")} <= {
            *("cli", "errors", "text"),
        }
        # With shutil, click measures the terminal.
        assert behind & (SLOW | {"sqlite3", "json"}) <= {"shutil"}

    @pytest.mark.parametrize("command", COMMANDS)
    def test_help_of_a_command_imports_no_reader_and_no_table(
        self, command: str, anyway: set[str]
    ) -> None:
        behind = modules_of_a_run(command, "--help") - anyway
        assert behind & {"pydantic", "yaml", "rich", *READING} == set()
        assert behind & SLOW <= WARM[command][1] | {"shutil"}

    @pytest.mark.parametrize("typed", ["", "sum", "list --official rou", "show rouhani/", "list -"])
    def test_a_shell_is_answered_without_a_reader_and_without_other_commands(
        self, typed: str, index: Path, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("STANCES_DATA", str(data))
        monkeypatch.setenv("_STANCES_COMPLETE", "zsh_complete")
        monkeypatch.setenv("COMP_WORDS", f"stances {typed}")
        monkeypatch.setenv("COMP_CWORD", str(len(typed.split(" "))))
        behind = modules_of_a_run(index=index)
        assert "stances.queries.completion" in behind
        assert behind & {"pydantic", "yaml", "rich", "difflib", *READING} == set()
        commands = {f"stances.cli.{listed.module}" for listed in COMMANDS.values()}
        chosen = {f"stances.cli.{name}" for name in typed.split(" ")[:1] if name in COMMANDS}
        assert behind & commands == chosen

    def test_an_index_is_opened_without_what_builds_it(self) -> None:
        behind = modules_behind("stances.index.store")
        assert behind & SLOW <= {"pathlib"}
        assert {name for name in behind if name.startswith("stances.")} & set(READING) == set()

    def test_every_command_is_known_here(self) -> None:
        assert set(WARM) == set(COMMANDS)

    @pytest.mark.parametrize("command", COMMANDS)
    def test_an_answer_from_an_index_imports_only_what_it_needs(
        self, command: str, index: Path, data: Path, anyway: set[str], tmp_path: Path
    ) -> None:
        arguments, needed = WARM[command]
        arguments = [each.format(file=tmp_path / "x.db", data=data) for each in arguments]
        format_ = [] if command in ROWLESS else ["--format", "json"]
        behind = modules_of_a_run("--data", data, command, *arguments, *format_, index=index)
        assert (behind - anyway) & SLOW <= needed
        others = {f"stances.cli.{listed.module}" for listed in COMMANDS.values()}
        assert behind & others - {"stances.cli.problem_output"} == {
            f"stances.cli.{COMMANDS[command].module}"
        }

    @pytest.mark.parametrize("command", sorted(COMMANDS.keys() - ROWLESS - DOCUMENTS))
    def test_a_table_is_drawn_without_a_reader_and_without_other_questions(
        self, command: str, index: Path, data: Path
    ) -> None:
        arguments, needed = WARM[command]
        table = ["--format", "table"]
        behind = modules_of_a_run("--data", data, command, *arguments, *table, index=index)
        assert "rich.console" in behind
        slow = {"pydantic", "yaml", "html.parser", "hashlib", "tempfile", "statistics"}
        assert behind & slow <= needed
        questions = {name for name in behind if name.startswith("stances.queries.")}
        own = modules_behind(f"stances.cli.{COMMANDS[command].module}")
        assert questions <= own

    @pytest.mark.parametrize("format_", ["tsv", "csv", "jsonl", "yaml", "markdown"])
    def test_formats_import_only_what_they_need(
        self, format_: str, index: Path, data: Path, anyway: set[str]
    ) -> None:
        behind = modules_of_a_run("--data", data, "list", "--format", format_, index=index)
        assert (behind - anyway) & SLOW <= ({"csv"} if format_ == "csv" else set())


class TestAReaderFindsTheirWay:
    @pytest.mark.parametrize("path", MODULES, ids=name_of)
    def test_because_modules_are_short(self, path: Path) -> None:
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= LONGEST_MODULE

    @pytest.mark.parametrize("path", MODULES, ids=name_of)
    def test_because_functions_are_short(self, path: Path) -> None:
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        long = [
            node.name
            for node in ast.walk(tree(path))
            if isinstance(node, functions)
            and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
        ]
        assert long == []

    @pytest.mark.parametrize("path", MODULES, ids=name_of)
    def test_because_every_public_name_is_documented(self, path: Path) -> None:
        module = tree(path)
        assert ast.get_docstring(module)
        public = list(named(module))
        public += [
            name for node in public if isinstance(node, ast.ClassDef) for name in named(node)
        ]
        assert [node.name for node in public if not ast.get_docstring(node)] == []

    def test_because_no_module_is_called_after_nothing(self) -> None:
        vague = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
        assert {path.stem for path in MODULES} & vague == set()
