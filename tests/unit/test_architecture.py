from __future__ import annotations

import ast
import re
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
    from collections.abc import Iterable, Iterator

PACKAGE = Path(stances.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LAYERS = (
    "__main__",
    "cli api",
    "site",
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
    "coders dates sheets",
    "atomic codes errors parallel regular_files text transliteration",
    "home",
)
"""From top to bottom. A part imports from the layers below, and not from those beside it."""
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names.split()}
MOST_MODULES, LONGEST_MODULE, LONGEST_FUNCTION, MOST_IN_THE_ROOT = 487, 600, 60, 34
FREE_OF_MEANING = set("utils util helpers helper common base manager misc".split())
BASE_NAMES = {
    "about": "how something was made, and of what",
    "agreement": "how far coders agree who read the same statements",
    "as_coded": "a corpus as one coder has coded it",
    "camps": "actors split into the two camps that fit best",
    "candidates": "what in a stored copy may be a statement, and is in no record",
    "changes": "what differs between two states, or what commits changed",
    "codebook": "the codebook: declared issues, positions, factions and frames",
    "coding": "what another coder has to read, blind",
    "codings": "other coders' readings of statements",
    "components": "what pages of one format are put together from",
    "conflicts": "where sources or statements contradict each other",
    "coverage": "what of a stored copy is coded, and what is left",
    "diff": "what differs between two states of a corpus",
    "doubles": "the same words under two statements",
    "filters": "which statements a question is about",
    "history": "who changed what in the records, and when",
    "home": "where a program or a site begins",
    "issues": "the questions that statements answer",
    "network": "who agrees with whom",
    "officials": "officials",
    "plain_text": "output as plain text",
    "reading": "a stored copy to be read, with what is coded marked",
    "records": "records of the corpus, whole",
    "report": "the report on a corpus",
    "review": "statements that another reader holds against their sources",
    "rows": "rows of the index, of results and of plain tables",
    "search": "the full-text search",
    "site": "the corpus as a site",
    "sources": "sources",
    "statement": "one statement",
    "summary": "the counts of statements and officials, group by group",
    "timeline": "statements in order of time",
}
"""What a name that several modules share stands for in each of them."""


SLOW = frozenset(
    "pydantic yaml rich html.parser difflib hashlib tempfile shutil pathlib statistics fractions "
    "dataclasses calendar csv traceback importlib.resources importlib.metadata".split()
)
"""What a start has to have a reason for: each takes as long as several of our own modules."""

READING = ("stances.model.records", "stances.yaml_reader", "stances.corpus", "stances.index.build")
MEASURES = {"dataclasses", "statistics", "fractions"}
PLACES = {"dataclasses", "pathlib", "shutil"}
READS_COPIES = PLACES | {"difflib", "hashlib", "html.parser", "traceback"}
WRITES = SLOW - {"rich", "html.parser", "statistics"}
"""Whoever makes records makes their models, and pydantic brings the rest."""
WARM = {
    "list": ([], set[str]()),
    "show": (["rouhani"], set[str]()),
    "compare": (["rouhani", "shamkhani"], MEASURES),
    "summary": ([], MEASURES),
    "network": ([], MEASURES),
    "conflicts": ([], set[str]()),
    "timeline": ([], {"dataclasses"}),
    "agreement": ([], {"fractions"}),
    "camps": ([], MEASURES),
    "coverage": ([], READS_COPIES),
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
    "edit": (["zarif", "--yes"], WRITES),
    "review": (["--reviewer", "Nobody", "--text", "none has these words"], READS_COPIES | WRITES),
    "coding": (["sheet", "anna"], READS_COPIES),
    "code": (["stances"], READS_COPIES | WRITES),
    "curate": (["--by", "Nobody", "--text", "none has these words"], WRITES),
    "fmt": (["--check"], SLOW - {"rich", "html.parser", "difflib", "statistics"}),
    "report": ([], MEASURES | PLACES | {"hashlib"}),  # by which it compares files with a commit
    "site": (["{file}"], SLOW - {"rich", "html.parser"}),  # it reads older states for its history
    "diff": (["{data}", "{data}"], MEASURES | PLACES | {"difflib", "tempfile"}),
    "export": (["sqlite", "{file}"], {"pathlib", "shutil", "tempfile"}),
    "schema": (["official"], SLOW - {"yaml", "rich"}),  # made of the models
    "completion": (["bash"], {"pathlib"}),
    "help": ([], {"pathlib"}),
    "verify": ([], READS_COPIES),
}
"""How each command is run, and what it may import of all that is slow once there is an index."""
PARTS_OF_A_LIST = (
    "cli cli.commands cli.filters cli.hints cli.list cli.options cli.output cli.progress cli.run "
    "cli.session errors index index.cache index.connection index.scan index.store model "
    "model.fields paths queries queries.background queries.faults queries.filters queries.listing "
    "queries.result text views views.formats views.json_yaml"
).split()
"""All of our own modules that a warm `list --format json` imports: each takes a part of a
millisecond, which is a part in a hundred of the whole."""
ROWLESS = {
    "init",
    "add",
    "import",
    "rename",
    "edit",
    "review",
    "coding",
    "code",
    "curate",
    "fmt",
    "export",
    "site",
    "schema",
    "completion",
    "help",
}
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
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            for otherwise in child.orelse:
                yield from runtime_nodes(otherwise)
        else:
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


def circles(found: Iterable[Import]) -> list[list[str]]:
    """Give the circles: of each group of modules that reach each other, the imports within it."""
    onward: dict[str, set[str]] = {}
    for each in found:
        onward.setdefault(each.importer, set()).add(each.imported)

    def reached(start: str) -> set[str]:
        seen, ahead = set[str](), [start]
        while ahead:
            new = onward.get(ahead.pop(), set()) - seen
            seen |= new
            ahead += new
        return seen

    reach = {module: reached(module) for module in onward}
    groups = {
        frozenset(other for other in reach[module] if module in reach.get(other, ()))
        for module in onward
    }
    return sorted(
        sorted(f"{a} imports {b}" for a in group for b in onward[a] & group)
        for group in groups - {frozenset()}
    )


def defined_over(lines: int, module: ast.Module) -> Iterator[str]:
    """Give the functions that are longer than this many lines."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > lines:
                yield f"{node.name} has {length} lines"


def undocumented(module: ast.Module) -> Iterator[str]:
    """Give the public functions, classes and methods without a docstring."""
    public = list(named(module))
    public += [name for node in public if isinstance(node, ast.ClassDef) for name in named(node)]
    told = (node for node in public if "overload" not in map(ast.unparse, node.decorator_list))
    yield from (node.name for node in told if not ast.get_docstring(node))


def is_a_sentence(line: str) -> bool:
    """Tell whether this is one sentence, with a full stop at its end and no other within."""
    return line.endswith(".") and not re.search(r"[.!?] +[A-Z`]", line)


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


class TestImports:
    def test_every_part_has_its_layer(self) -> None:
        assert {part(name_of(path)) for path in MODULES} - {"stances"} <= set(LAYER)

    def test_run_downwards_from_layer_to_layer(self) -> None:
        upwards = [
            f"{each.importer} (layer {LAYER[own]}) imports {each.imported} (layer {LAYER[other]})"
            for each in IMPORTS
            if each.imported.startswith("stances.") and each.importer != "stances"
            if (own := part(each.importer)) != (other := part(each.imported))
            if LAYER[own] >= LAYER[other]
        ]
        assert not upwards, "\n".join(["imports from the same layer or above:", *upwards])

    def test_run_in_no_circle(self) -> None:
        found = ["\n  ".join(["a circle:", *circle]) for circle in circles(IMPORTS)]
        assert not found, "\n".join(found)

    def test_in_a_circle_are_listed_without_those_that_only_lead_to_it(self) -> None:
        pairs = "ab bc ca da cx xx ef fe".split()
        assert circles(Import(*pair) for pair in pairs) == [
            ["a imports b", "b imports c", "c imports a"],
            ["e imports f", "f imports e"],
            ["x imports x"],
        ]

    def test_of_views_know_results_and_not_where_they_come_from(self) -> None:
        behind = modules_behind(*(name_of(p) for p in MODULES if "views" in p.parts))
        forbidden = {"sqlite3", "pydantic", "yaml", "stances.index", "stances.corpus"}
        assert behind & (forbidden | {"stances.model.records", "stances.yaml_reader"}) == set()


class TestImportsOf:
    def test_pydantic_are_in_the_model_alone(self) -> None:
        own = importers("pydantic", "pydantic_core")
        assert {name.rpartition(".")[0] for name in own} == {"stances.model"}

    def test_yaml_are_in_its_reader_alone(self) -> None:
        assert importers("yaml")
        assert all(name.startswith("stances.yaml_reader") for name in importers("yaml"))

    def test_rich_are_in_tables_alone(self) -> None:
        assert {name.rpartition(".")[0] for name in importers("rich")} <= {
            "stances.views",
            "stances.views.table",
        }
        assert all(name.startswith("stances.views.table") for name in importers("rich"))

    def test_sqlite_are_in_the_index_alone(self) -> None:
        assert importers("sqlite3")
        assert all(name.startswith("stances.index") for name in importers("sqlite3"))

    def test_subprocess_are_where_git_and_the_editor_are_run_alone(self) -> None:
        own = {"stances.revisions.repository", "stances.cli.editor"}
        assert importers("subprocess") == own

    def test_what_does_not_come_with_python_are_of_our_dependencies_alone(self) -> None:
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


@pytest.fixture(autouse=True)
def editor_that_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's editor."""
    monkeypatch.setenv("VISUAL", "true")


def modules_of_a_run(*arguments: str | Path, index: Path | None = None) -> set[str]:
    """Give all modules that a command line has imported when it ends."""
    code = RUN + (WITH_INDEX.format(index=str(index)) if index else "")
    code += "from stances.cli import main; main()"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


class TestImportsOfAStart:
    def test_of_the_package_are_no_others(self) -> None:
        behind = modules_behind("stances")
        assert {name for name in behind if name.startswith("stances.")} == set()
        assert behind & {"pydantic", "yaml", "click", "rich", "sqlite3"} == set()

    def test_for_the_version_leave_out_installed_packages(self) -> None:
        assert stances.__version__ == version("stances")
        behind = modules_of_a_run("--version")
        assert behind & (SLOW | {"sqlite3", "json"}) == set()

    def test_for_help_leave_out_the_commands(self) -> None:
        behind = modules_of_a_run("--help")
        assert behind & {f"stances.cli.{listed.module}" for listed in COMMANDS.values()} == set()
        assert {part(name) for name in behind if name.startswith("stances.")} <= {
            *("cli", "errors", "text"),
        }
        # With shutil, click measures the terminal.
        assert behind & (SLOW | {"sqlite3", "json"}) <= {"shutil"}

    @pytest.mark.parametrize("command", COMMANDS)
    def test_for_help_of_a_command_leave_out_readers_and_tables(
        self, command: str, anyway: set[str]
    ) -> None:
        behind = modules_of_a_run(command, "--help") - anyway
        assert behind & {"pydantic", "yaml", "rich", *READING} == set()
        assert behind & SLOW <= WARM[command][1] | {"shutil"}

    @pytest.mark.parametrize("typed", ["", "sum", "list --official rou", "show rouhani/", "list -"])
    def test_for_completion_leave_out_readers_and_other_commands(
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

    def test_for_an_index_leave_out_what_builds_it(self) -> None:
        behind = modules_behind("stances.index.store")
        assert behind & SLOW == set()
        assert {name for name in behind if name.startswith("stances.")} & set(READING) == set()

    def test_for_a_list_are_the_parts_of_one_question(self, index: Path, data: Path) -> None:
        behind = modules_of_a_run("--data", data, "list", "--format", "json", index=index)
        own = {name for name in behind if name.startswith("stances.")}
        assert own == {f"stances.{name}" for name in PARTS_OF_A_LIST}

    def test_have_a_line_here_for_every_command(self) -> None:
        assert set(WARM) == set(COMMANDS)

    @pytest.mark.parametrize("command", COMMANDS)
    def test_for_a_result_from_an_index_are_only_what_it_needs(
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
    def test_for_a_table_leave_out_readers_and_other_questions(
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
    def test_for_a_format_are_only_what_it_needs(
        self, format_: str, index: Path, data: Path, anyway: set[str]
    ) -> None:
        behind = modules_of_a_run("--data", data, "list", "--format", format_, index=index)
        assert (behind - anyway) & SLOW <= ({"csv"} if format_ == "csv" else set())
        assert "openpyxl" not in behind


class TestModules:
    def test_are_not_too_many(self) -> None:
        assert len(MODULES) <= MOST_MODULES
        entries = {path.name for path in PACKAGE.iterdir()} - {"__pycache__", "data"}
        assert len(entries) <= MOST_IN_THE_ROOT, sorted(entries)

    def test_and_their_functions_are_short(self) -> None:
        long = []
        for path in MODULES:
            if (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_MODULE:
                long.append(f"{name_of(path)} has {lines} lines")
            long += (f"{name_of(path)}: {f}" for f in defined_over(LONGEST_FUNCTION, tree(path)))
        assert not long, "\n".join(["too long:", *long])

    def test_and_their_public_names_are_documented(self) -> None:
        bare = [f"{name_of(path)}: {name}" for path in MODULES for name in undocumented(tree(path))]
        assert not bare, "\n".join(["without a docstring:", *bare])

    def test_begin_with_one_sentence(self) -> None:
        first = {
            name_of(path): (ast.get_docstring(tree(path)) or "").partition("\n")[0]
            for path in MODULES
        }
        wrong = [f"{name}: {line!r}" for name, line in first.items() if not is_a_sentence(line)]
        assert not wrong, "\n".join(["not one sentence that ends in a full stop:", *wrong])

    def test_are_called_after_something(self) -> None:
        vague = [
            name for path in MODULES if FREE_OF_MEANING & {*(name := name_of(path)).split(".")}
        ]
        assert not vague, f"called after nothing: {vague}"

    def test_share_a_name_only_if_it_means_one_thing(self) -> None:
        doors: dict[str, list[str]] = {}
        for name in map(name_of, MODULES):
            doors.setdefault(name.rpartition(".")[2], []).append(name)
        unexplained = [
            f"{base} is the name of {', '.join(names)}"
            for base, names in doors.items()
            if len(names) > 2 and base not in BASE_NAMES
        ]
        assert not unexplained, "\n".join(["say in BASE_NAMES what it means:", *unexplained])
        needless = [base for base in BASE_NAMES if len(doors.get(base, ())) < 2]
        assert not needless, f"in BASE_NAMES, but shared by no modules: {needless}"
