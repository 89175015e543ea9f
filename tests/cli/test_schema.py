"""`stances schema`: what editors and check-jsonschema are told agrees with `stances check`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from check_jsonschema.cli import main
from click.testing import CliRunner

from .test_codes import BASE, CASES, MADE, NOTES, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .conftest import Ledger, Run

KINDS = ("corpus", "codebook", "source", "official", "part", "coding")
COMMITTED = ROOT / "schemas"
IDS = "an id or a word that is not there: only a schema made --with-ids can tell"
TOLD = {
    "ST003 ST007 ST008": "no mapping stands at the top",
    "ST013 ST014 ST015": "no key or value of that shape is possible",
    "ST201 ST202 ST203 ST204 ST205 ST206 ST207 ST208 ST209 ST210 ST211 ST212 ST213": "the shape",
    "ST214": "the same",
    "ST303 ST304 ST306 ST312 ST315 ST319 ST322 ST325": "rules within one record, without codebook",
}
UNREAD = {
    "ST004 ST006 ST009 ST012": "no YAML to check-jsonschema either",
}
WITH_IDS = {
    "ST101 ST102 ST103 ST104 ST105 ST106 ST107": IDS,
}
ACCEPTED = {
    "ST001 ST002 ST017 ST018 ST019 ST020 ST021 ST022": "the file and its name, not what is in it",
    "ST005 ST010 ST011 ST016": "how it is written, which nobody sees behind a YAML reader",
    "ST108": "the title of a role of the same file, which is no word of the corpus",
    "ST109": "the reference of a statement, which stands in any file",
    "ST301 ST302": "what a position requires, the codebook says",
    "ST305 ST307 ST308 ST309 ST310 ST311 ST313": "values held against each other",
    "ST314 ST316 ST317 ST320 ST321 ST324": "the same: of a statement and its official, its sources",
    "ST323": "marks, and which of them close one another",
    "ST318": "a code, and which of them `verify` warns with",
    "ST401 ST402 ST404 ST405 ST406 ST407 ST408 ST409": "records held against each other",
    "ST410 ST411 ST412 ST413 ST414 ST415 ST416 ST417 ST418 ST420": "the same, by references",
    "ST419 ST421": "the same, by their words",
    "ST501 ST502 ST503 ST504 ST505 ST506 ST507 ST508 ST509 ST510": "words held against copies",
    "ST511 ST512 ST513 ST514 ST515 ST516 ST517 ST518 ST519 ST520": "what words mean in copies",
    "ST521 ST523 ST524 ST525": "the same",
    "ST522": "a list of words, which is no YAML",
}
"""Every code of the catalogue, by what a schema makes of its bad file, and why."""


PATTERNS = {
    "source": "sources/*.yaml",
    "official": "officials/*.yaml",
    "part": "officials/*/*.yaml",
    "coding": "codings/*/*.yaml",
}


def codes(*groups: dict[str, str]) -> list[str]:
    return [code for group in groups for line in group for code in line.split()]


def is_in(file: Path, other: Path) -> bool:
    """Whether a file is there with the same bytes."""
    return file.is_file() and file.read_bytes() == other.read_bytes()


def judged(schemas: Path, data: Path, sound: Path | None = None) -> str:
    """What check-jsonschema says against the files of a corpus; empty if nothing.

    Files that another corpus has too, of which nothing is said, are left out.
    """
    said = ""
    for kind in KINDS:
        pattern = PATTERNS.get(kind, f"{kind}.yaml")
        paths = [path for path in sorted(data.glob(pattern)) if path.is_file()]
        if sound is not None:
            paths = [path for path in paths if not is_in(sound / path.relative_to(data), path)]
        files = [str(path) for path in paths]
        asked = ["--schemafile", str(schemas / f"{kind}.schema.json"), *files]
        answer = CliRunner().invoke(main, asked) if files else None
        if answer is not None and answer.exit_code:
            said += answer.output or repr(answer.exception)
    return said


@pytest.fixture
def spoilt(code: str, tmp_path: Path) -> Path:
    """The corpus of a code's case."""
    data = tmp_path / "data"
    shutil.copytree(BASE, data)
    shutil.copytree(CASES[code], data, ignore=shutil.ignore_patterns(*NOTES), dirs_exist_ok=True)
    if make := MADE.get(code):
        make(data)
    return data


@pytest.fixture
def with_ids(stances: Run, tmp_path: Path) -> Callable[[Path], Path]:
    """Writes the schemas of a corpus with its own words."""

    def write(data: Path) -> Path:
        folder = tmp_path / "schemas"
        answer = stances("schema", "--with-ids", "--data", data, "-o", folder)
        assert (answer.returncode, answer.stdout) == (0, "")
        return folder

    return write


class TestCommittedSchemas:
    def test_are_those_that_the_program_writes(self, stances: Run, tmp_path: Path) -> None:
        assert stances("schema", "-o", tmp_path).returncode == 0
        written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        assert sorted(written) == sorted(f"{kind}.schema.json" for kind in KINDS)
        assert {path.name: path.read_bytes() for path in COMMITTED.iterdir()} == written

    @pytest.mark.parametrize("kind", KINDS)
    def test_are_schemas_of_draft_7(self, kind: str) -> None:
        file = COMMITTED / f"{kind}.schema.json"
        assert json.loads(file.read_text("utf-8"))["$schema"].endswith("draft-07/schema#")
        assert CliRunner().invoke(main, ["--check-metaschema", str(file)]).exit_code == 0

    @pytest.mark.parametrize("data", [ROOT / "data", BASE], ids=["shipped", "invented"])
    def test_accept_what_is_right(self, data: Path) -> None:
        assert judged(COMMITTED, data) == ""

    def test_describe_every_key(self) -> None:
        def undescribed(part: object) -> Iterator[str]:
            if isinstance(part, dict):
                for key, value in part.get("properties", {}).items():
                    if "required" in part and not value.get("description"):
                        yield key
                for value in part.values():
                    yield from undescribed(value)

        for file in COMMITTED.iterdir():
            assert [*undescribed(json.loads(file.read_text("utf-8")))] == []


class TestSchemaOnACaseOfACode:
    def test_of_every_code_is_declared(self) -> None:
        declared = codes(TOLD, UNREAD, WITH_IDS, ACCEPTED)
        assert sorted(declared) == sorted(CASES)

    @pytest.mark.parametrize("code", codes(TOLD))
    def test_is_refused_where_a_schema_can_tell(self, spoilt: Path) -> None:
        assert "Schema validation errors" in judged(COMMITTED, spoilt, BASE)

    @pytest.mark.parametrize("code", codes(UNREAD))
    def test_is_refused_where_it_is_no_yaml(self, spoilt: Path) -> None:
        assert "failed to parse" in judged(COMMITTED, spoilt, BASE)

    @pytest.mark.parametrize("code", codes(WITH_IDS, ACCEPTED))
    def test_is_accepted_where_it_cannot(self, spoilt: Path) -> None:
        assert judged(COMMITTED, spoilt, BASE) == ""

    @pytest.mark.parametrize("code", codes(WITH_IDS))
    def test_is_refused_by_a_schema_that_knows_the_ids(
        self, spoilt: Path, with_ids: Callable[[Path], Path]
    ) -> None:
        assert "is not one of" in judged(with_ids(BASE), spoilt, BASE)


def test_the_command_itself_says_the_same(tmp_path: Path) -> None:
    program = Path(sysconfig.get_path("scripts")) / "check-jsonschema"
    schema = str(COMMITTED / "official.schema.json")
    good, bad = BASE / "officials" / "moreau.yaml", tmp_path / "moreau.yaml"
    bad.write_text(good.read_text("utf-8").replace("said: 2021-05-03", "said: 3 May"), "utf-8")
    for file, code in ((good, 0), (bad, 1)):
        asked = [sys.executable, str(program), "--schemafile", schema, str(file)]
        assert subprocess.run(asked, capture_output=True, check=False).returncode == code


class TestSchemaWithIds:
    @pytest.mark.parametrize("data", [ROOT / "data", BASE], ids=["shipped", "invented"])
    def test_a_corpus_fits_its_own_schemas(
        self, data: Path, with_ids: Callable[[Path], Path]
    ) -> None:
        assert judged(with_ids(data), data) == ""

    def test_each_word_is_there_with_what_it_means(
        self, ledger: Ledger, with_ids: Callable[[Path], Path]
    ) -> None:
        file = with_ids(ledger()) / "official.schema.json"
        words = json.loads(file.read_text("utf-8"))["definitions"]
        assert words["frame"] == {
            "enum": ["noise", "trade"],
            "enumDescriptions": ["Noise: About the noise.", "Trade: About the money."],
        }
        assert words["faction"]["enum"] == ["council", "harbour"]
        assert words["faction-or-none"]["enum"] == ["council", "harbour", "none"]
        assert words["position"]["enum"][:2] == ["supports", "conditional"]
        assert words["source"]["enumDescriptions"] == ["Boats off the lake?", "نامهٔ دریاچه"]

    def test_ids_that_others_take_for_numbers_or_truths_are_right_both_ways(
        self, ledger: Ledger, with_ids: Callable[[Path], Path]
    ) -> None:
        source = "title: Boats\npublished: 2021-06-10\nlang: en\n"
        pieces = "{source: 2021, form: quote, text: We}, {source: '2021', form: quote, text: a}"
        said = f"{{id: true, said: 2021, position: supports, evidence: [{pieces}]}}"
        official = f"name: Ott\nroles: [{{title: Clerk}}]\nstatements: [{said}]\n"
        data = ledger({"sources/2021.yaml": source, "officials/ott.yaml": official})
        assert judged(with_ids(data), data) == ""

    def test_what_is_left_out_for_its_problems_can_be_named(
        self, ledger: Ledger, with_ids: Callable[[Path], Path]
    ) -> None:
        data = ledger({"sources/gazette.yaml": "title: Boats\n"})
        assert "gazette" not in judged(with_ids(data), data).replace("/gazette.yaml", "")

    def test_takes_a_corpus(
        self, stances: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert stances("schema", "official", "--with-ids").returncode == 3
        assert stances("schema", "official").returncode == 0


class TestSchemaOutput:
    @pytest.mark.parametrize("kind", KINDS)
    def test_to_stdout_or_to_a_file(self, stances: Run, tmp_path: Path, kind: str) -> None:
        answer = stances("schema", kind)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert answer.stdout == (COMMITTED / f"{kind}.schema.json").read_text("utf-8")
        assert stances("schema", kind, "-o", tmp_path / "x.json").stdout == ""
        assert (tmp_path / "x.json").read_text("utf-8") == answer.stdout

    def test_somewhere_if_it_is_all_of_them(self, stances: Run) -> None:
        answer = stances("schema")
        assert (answer.returncode, answer.stdout) == (2, "")
        assert "official" in answer.stderr
        assert "-o" in answer.stderr

    def test_into_a_folder_that_need_not_be_there(self, stances: Run, tmp_path: Path) -> None:
        assert stances("schema", "-o", tmp_path / "a" / "b").returncode == 0
        assert len([*(tmp_path / "a" / "b").iterdir()]) == len(KINDS)

    def test_nowhere_if_that_is_a_file(self, stances: Run, tmp_path: Path) -> None:
        (tmp_path / "a").write_text("mine")
        answer = stances("schema", "-o", tmp_path / "a")
        assert answer.returncode == 1
        assert answer.stderr.startswith("stances: cannot write")
        assert (tmp_path / "a").read_text() == "mine"
