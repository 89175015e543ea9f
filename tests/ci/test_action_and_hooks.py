"""The pieces of CI that users take, run as the machines that they are made for would run them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml
from check_jsonschema.cli import main as check_jsonschema
from click.testing import CliRunner

from repositories import in_git
from stances.init.ci_files import CI, UPDATES, Origin, piece
from stances.init.ci_files import HOOKS as HOOKS_OF_INIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from corpora import CorpusBuilder

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sysconfig.get_path("scripts"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GUIDE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
TEXTS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
BLOCKS = [yaml.safe_load(text) for text in TEXTS]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")
SCRIPTS = [step for step in ACTION["runs"]["steps"] if "run" in step]
RELEASED = Origin("https://github.com/somebody/stances", "1" * 40)
HOSTILE = "$(touch injected) `touch injected`; touch injected"


class Done(NamedTuple):
    """What a run left behind: its exit code, its log, its summary and its files."""

    code: int
    log: str
    summary: str
    folder: Path


@pytest.fixture
def repository(corpus: CorpusBuilder, tmp_path: Path) -> Path:
    """A repository with a sound corpus in `corpus`, and one change to it."""
    corpus.official("jansen", faction="mayor", statements=[{"frames": ["jobs", "cost"]}])
    corpus.official("kraus", faction="council", statements=["supports"])
    in_git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    in_git(tmp_path, "add", "corpus")
    in_git(tmp_path, "commit", "--quiet", "--message", "first")
    corpus.official("cas", faction="mayor", statements=["rejects"])
    in_git(tmp_path, "add", "corpus")
    in_git(tmp_path, "commit", "--quiet", "--message", "second")
    return tmp_path


def value_of(expression: str, known: Mapping[str, str]) -> str:
    """What an expression of Actions comes to; only the few kinds that are used are understood."""
    return next(filter(None, (known.get(name, "") for name in expression.split(" || "))), "")


def bash(script: str, folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a script as Actions does."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout


def act(
    repository: Path,
    tmp: Path,
    event: Mapping[str, str],
    program: str = str(PROGRAMS / "stances"),
    **inputs: str,
) -> Done:
    """Run the steps of the action but those that are others' actions, and its installation."""
    results, summary, output = tmp / "results", tmp / "summary", tmp / "output"
    results.mkdir(parents=True)
    known = {f"inputs.{name}": each["default"] for name, each in ACTION["inputs"].items()}
    known |= {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
    known |= {f"github.{name}": value for name, value in event.items()}
    known["steps.install.outputs.program"] = program
    known["steps.install.outputs.folder"] = str(results)
    files = {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary)}
    code, log = 0, ""
    for step in SCRIPTS:
        if step["name"] == "Install":
            continue
        output.write_text("")
        asked = {
            name: EXPRESSION.sub(lambda found: value_of(found[1], known), text)
            for name, text in step["env"].items()
        }
        code, said = bash(step["run"], repository, files | asked | {"GITHUB_ACTIONS": "true"})
        log += said
        for line in output.read_text().splitlines():
            name, _, value = line.partition("=")
            known[f"steps.{step['id']}.outputs.{name}"] = value
        if code:
            break
    return Done(code, log, summary.read_text() if summary.exists() else "", results)


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """A tree with modules that are called like those of Python, and leave a file if they run."""
    folder = tmp_path / "stranger"
    folder.mkdir()
    for name in ("venv", "pip", "ensurepip", "hatchling", "click"):
        (folder / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})")
    return folder


class TestTheAction:
    def test_runs_nothing_of_the_tree_to_install_itself(
        self, stranger: Path, tmp_path: Path
    ) -> None:
        [script] = [step["run"] for step in SCRIPTS if step["name"] == "Install"]
        surroundings = {
            "PYTHON": sys.executable,
            "PIP_NO_INDEX": "1",
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "GITHUB_ACTION_PATH": str(ROOT),
        }
        _, log = bash(script, stranger, surroundings)
        assert "No matching distribution found for annotated-types==" in log  # pip has run
        assert not (tmp_path / "ran").exists(), (tmp_path / "ran").read_text()

    def test_puts_no_input_into_a_script(self) -> None:
        assert [step["name"] for step in SCRIPTS if "${{" in step["run"]] == []

    def test_documents_its_inputs_and_their_defaults(self) -> None:
        table = re.findall(r"^\| `([\w-]+)` \| (.*?) \|", GUIDE, re.MULTILINE)
        assert [name for name, _ in table] == list(ACTION["inputs"])
        for name, default in table:
            value = ACTION["inputs"][name]["default"]
            assert default == f"`{value}`" if value else not default.startswith("`")

    def test_leaves_report_comparison_and_problems(self, repository: Path, tmp_path: Path) -> None:
        base = in_git(repository, "rev-parse", "HEAD~1")
        event = {"event.pull_request.base.sha": base}
        done = act(repository, tmp_path / "runner", event, data="corpus")
        assert done.code == 0, done.log
        described = ACTION["outputs"]["folder"]["description"]
        files = {path.name for path in done.folder.iterdir()}
        assert files == {"report.html", *re.findall(r"\w+\.(?:md|json|sarif)", described)}
        assert "cas" in (done.folder / "diff.md").read_text()
        assert done.summary.startswith((done.folder / "diff.md").read_text())
        assert done.summary.endswith((done.folder / "report.md").read_text())

    def test_compares_with_what_was_there_before_a_push(
        self, repository: Path, tmp_path: Path
    ) -> None:
        event = {"event.before": in_git(repository, "rev-parse", "HEAD~1")}
        done = act(repository, tmp_path / "runner", event, data="corpus", fail_on="added")
        assert done.code == 1
        assert "stances diff exited with 1" in done.log

    @pytest.mark.parametrize("before", ["", "0" * 40, "1" * 40])
    def test_has_nothing_to_compare_in_a_new_branch_or_after_a_forced_push(
        self, repository: Path, tmp_path: Path, before: str
    ) -> None:
        done = act(repository, tmp_path / "runner", {"event.before": before}, data="corpus")
        assert done.code == 0, done.log
        assert not (done.folder / "diff.md").exists()
        assert (done.folder / "report.md").exists()

    def test_fetches_the_base_of_a_checkout_of_one_commit(
        self, repository: Path, tmp_path: Path
    ) -> None:
        clone = tmp_path / "clone"
        base = in_git(repository, "rev-parse", "HEAD~1")
        in_git(repository, "config", "uploadpack.allowAnySHA1InWant", "true")
        in_git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), str(clone))
        event = {"event.pull_request.base.sha": base}
        done = act(clone, tmp_path / "runner", event, data="corpus")
        assert done.code == 0, done.log
        assert "cas" in (done.folder / "diff.md").read_text()

    def test_fails_at_the_end_and_runs_everything_before(
        self, repository: Path, tmp_path: Path, corpus: CorpusBuilder
    ) -> None:
        corpus.official("bo", faction="nobody", statements=["supports"])
        done = act(repository, tmp_path / "runner", {}, data="corpus")
        assert done.code == 1
        assert re.search(r"^::error file=corpus/officials/bo.yaml,", done.log, re.MULTILINE)
        assert done.log.splitlines()[-1] == "  stances check --data corpus"
        assert (done.folder / "report.html").exists()

    @pytest.mark.parametrize(
        ("inputs", "expected"),
        [
            ({"strict": "true"}, ["check --strict", "verify --strict"]),
            ({"require_all": "true"}, ["verify --require-all"]),
            ({"fail_on": "added"}, ["diff {base}..HEAD --fail-on added"]),
            (
                {"snapshots": "c o", "require_all": "true"},
                ["verify --require-all --snapshots c\\ o"],
            ),
            ({"fail_under": "101"}, ["coverage --left --fail-under 101"]),
            ({"base": "nowhere"}, ["diff nowhere..HEAD"]),
        ],
    )
    def test_names_commands_that_fail_at_home_as_well(
        self,
        repository: Path,
        tmp_path: Path,
        corpus: CorpusBuilder,
        inputs: dict[str, str],
        expected: list[str],
    ) -> None:
        corpus.source("unused").codebook(frames=["jobs", "cost", "never"])
        if "strict" in inputs:
            corpus.part("cas", "bad", {"faction": "nobody"})
        (repository / "c o").mkdir()
        base = in_git(repository, "rev-parse", "HEAD~1")
        event = {"event.pull_request.base.sha": base}
        done = act(repository, tmp_path / "runner", event, data="corpus", **inputs)
        assert done.code == 1
        commands = re.findall(r"^  (stances .*)", done.log, re.MULTILINE)
        wanted = [f"stances {each.format(base=base)} --data corpus" for each in expected]
        assert commands == wanted, done.log
        for command in commands:
            code, log = bash(command, repository, TestTheGuide.environment())
            assert code != 0, log

    @pytest.mark.parametrize("strict", ["true", "false"])
    def test_leaves_the_problems_of_a_corpus_that_cannot_be_read(
        self, repository: Path, tmp_path: Path, strict: str
    ) -> None:
        (repository / "corpus" / "codebook.yaml").write_text("issues: [")
        done = act(repository, tmp_path / "runner", {}, data="corpus", strict=strict)
        assert done.code == 1
        assert "stances verify exited with 4" in done.log
        for name, is_whole in (("check", True), ("verify", False)):
            [run] = json.loads((done.folder / f"{name}.sarif").read_text())["runs"]
            assert run["invocations"][0]["executionSuccessful"] is is_whole

    @pytest.mark.parametrize(("least", "code"), [("50", 0), ("51", 1), ("most", 1)])
    def test_fails_if_too_little_of_the_copies_is_coded(
        self, repository: Path, tmp_path: Path, corpus: CorpusBuilder, least: str, code: int
    ) -> None:
        query = "SELECT text FROM evidence ORDER BY text LIMIT 1"
        [text] = corpus.index().execute(query).fetchone()
        (repository / "snapshots").mkdir()
        (repository / "snapshots" / "courier.txt").write_text(f"“{text}” “Never.”")
        inputs = {"data": "corpus", "fail_under": least}
        done = act(repository, tmp_path / "runner", {}, **inputs)
        assert ("stances coverage exited with" in done.log) is bool(code), done.log
        if least == "51":
            assert "“Never.” not coded" in done.log

    def test_says_what_is_wrong_with_an_input(self, repository: Path, tmp_path: Path) -> None:
        done = act(repository, tmp_path / "runner", {}, data="corpus", base="nowhere")
        assert done.code == 1
        assert "nowhere" in done.log
        assert "stances diff exited with 3" in done.log

    @pytest.mark.parametrize("name", [*ACTION["inputs"]])
    @pytest.mark.parametrize("code", [0, 1])
    def test_runs_no_command_that_is_hidden_in_an_input(
        self, repository: Path, tmp_path: Path, name: str, code: int
    ) -> None:
        """With a program in place of ours, so that each step goes on, or each tells of a failure.

        It writes the file that it is asked for, and what it is called with.
        """
        program = tmp_path / "stances"
        program.write_text(
            "#!/bin/sh\n"
            'for each; do test "$before" != --output || echo > "$each"; before=$each; done\n'
            f'echo "$1" >> {tmp_path / "called"}\n'
            f"exit {code}\n"
        )
        program.chmod(0o755)
        event = {"event.before": in_git(repository, "rev-parse", "HEAD~1")}
        inputs = {"data": "corpus", "pages": "true", "fail-under": "50", name: HOSTILE}
        done = act(repository, tmp_path / "runner", event, str(program), **inputs)
        assert done.code == code
        asked = {"check", "verify", "coverage", "diff", "report"}
        if name != "pages":
            asked.add("site")
        assert {*(tmp_path / "called").read_text().split()} == asked
        assert list(tmp_path.rglob("injected")) == []

    def test_takes_no_words_of_a_record_for_commands(
        self, repository: Path, tmp_path: Path, corpus: CorpusBuilder
    ) -> None:
        words = "::add-mask::x %0A::error::stolen"
        corpus.official("eve", faction="mayor", statements=[{"evidence": [{"text": words}]}])
        in_git(repository, "add", "corpus")
        in_git(repository, "commit", "--quiet", "--message", "third")
        event = {"event.before": in_git(repository, "rev-parse", "HEAD~1")}
        done = act(repository, tmp_path / "runner", event, data="corpus")
        assert words in done.log
        stopped = ""
        for line in map(str.strip, done.log.splitlines()):
            if line == f"::{stopped}::":
                stopped = ""
            elif line.startswith("::stop-commands::"):
                stopped = line.removeprefix("::stop-commands::")
            elif line.startswith("::"):
                assert stopped or "stolen" not in line


SHALLOW = "::warning::The site lacks its history: set fetch-depth: 0 for actions/checkout."


class TestTheSite:
    """With a program in place of ours that writes down how it is called."""

    @pytest.fixture
    def program(self, tmp_path: Path) -> dict[str, str]:
        script = tmp_path / "programs/stances"
        script.parent.mkdir()
        script.write_text(
            "#!/bin/sh\n"
            f'printf "%s\\n" "$*" >> {tmp_path / "called"}\n'
            f"git rev-list --count HEAD >> {tmp_path / 'commits'}\n"
            'test "$1" != site || mkdir "$2"\n'
        )
        script.chmod(0o755)
        return {"PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}"}

    @pytest.fixture
    def site(
        self, program: dict[str, str], tmp_path: Path
    ) -> Callable[..., tuple[int, str, dict[str, str]]]:
        """Runs the step that writes the site; its code, its log and its outputs."""
        [step] = [step for step in SCRIPTS if step["name"] == "Site"]

        def run(repository: Path, **given: str) -> tuple[int, str, dict[str, str]]:
            output = tmp_path / "output"
            output.write_text("")
            surroundings = dict.fromkeys(step["env"], "") | program
            surroundings |= {
                "PROGRAM": "stances",
                "FOLDER": str(tmp_path / "runner/results"),
                "GITHUB_OUTPUT": str(output),
            }
            (tmp_path / "runner").mkdir(exist_ok=True)
            code, log = bash(step["run"], repository, surroundings | given)
            lines = (line.partition("=") for line in output.read_text().splitlines())
            return code, log, {name: value for name, _, value in lines}

        return run

    def test_is_written_only_if_it_is_asked_for(
        self, repository: Path, tmp_path: Path, site: Callable[..., Any]
    ) -> None:
        assert site(repository, PAGES="false") == (0, "", {"code": "0"})
        code, log, outputs = site(
            repository, PAGES="true", BASE_URL="https://x.org/a b", STANCES_DATA="corpus"
        )
        folder = tmp_path / "runner/site"
        assert (code, log) == (0, "")
        assert outputs["folder"] == str(folder)
        called = f"site {folder} --base-url https://x.org/a b\n"
        assert (tmp_path / "called").read_text() == called
        again = r"stances site site --base-url https://x.org/a\ b --data corpus"
        assert outputs["again"].strip() == again

    def test_has_the_whole_history_of_a_checkout_of_one_commit(
        self, repository: Path, tmp_path: Path, site: Callable[..., Any]
    ) -> None:
        clone = tmp_path / "clone"
        in_git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), str(clone))
        assert site(clone, PAGES="true")[:2] == (0, "")
        assert (tmp_path / "commits").read_text() == "2\n"

    def test_says_what_to_set_where_the_history_cannot_be_fetched(
        self, repository: Path, tmp_path: Path, site: Callable[..., Any]
    ) -> None:
        clone = tmp_path / "clone"
        in_git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), str(clone))
        in_git(clone, "remote", "set-url", "origin", str(tmp_path / "nowhere"))
        code, log, outputs = site(clone, PAGES="true")
        assert code == 0
        assert SHALLOW in log
        assert "folder" in outputs

    def test_is_published_from_the_default_branch_of_gitlab(
        self, repository: Path, tmp_path: Path, program: dict[str, str]
    ) -> None:
        job = BLOCKS[5]["pages"]
        environment = program | {"CI_PAGES_URL": "https://group.gitlab.io/corpus"}
        code, log = bash("\n".join(job["script"]), repository, environment)
        assert code == 0, log
        called = "site public --base-url https://group.gitlab.io/corpus/\n"
        assert (tmp_path / "called").read_text() == called
        assert (repository / job["artifacts"]["paths"][0]).is_dir()


class TestTheHooks:
    def test_take_all_records_and_nothing_else(self, data: Path) -> None:
        for hook in HOOKS:
            taken = re.compile(hook["files"])
            records = [f"data/{path.relative_to(data)}" for path in data.rglob("*.yaml")]
            assert all(taken.search(path) for path in records)
            assert not any(map(taken.search, (".github/workflows/x.yaml", "data/x.yaml", "a.md")))

    def test_on_the_whole_corpus_is_always_run(self) -> None:
        """Also at a commit that only deletes files, of which pre-commit names none."""
        always = [hook["id"] for hook in HOOKS if hook.get("always_run")]
        assert always == ["stances-check"]
        [whole, *_] = HOOKS
        assert whole["pass_filenames"] is False

    def test_say_what_is_wrong_with_the_files_that_changed(
        self, repository: Path, corpus: CorpusBuilder
    ) -> None:
        corpus.official("bo", faction="nobody", statements=["supports"])
        corpus.official("eve", faction="nobody", statements=["supports"])
        whole, changed = (hook["entry"].split()[1:] for hook in HOOKS[:2])
        paths = ["--data", "corpus", "corpus/officials/eve.yaml"]
        for arguments, expected in ((whole, True), (changed, False)):
            given = paths[:2] if expected else paths
            done = subprocess.run(
                [str(PROGRAMS / "stances"), *arguments, *given],
                cwd=repository,
                capture_output=True,
                check=False,
                text=True,
            )
            assert done.returncode == 1
            assert ("bo.yaml" in done.stdout) is expected
            assert "eve.yaml" in done.stdout

    @pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
    def test_are_run_by_pre_commit(self, repository: Path, hook: dict[str, Any]) -> None:
        """The entries as they are, with our program in place of one that it would install."""
        program = str(PROGRAMS / "stances")
        own = hook | {"language": "system", "args": ["--data", "corpus"]}
        own["entry"] = hook["entry"].replace("stances", program, 1)
        config = {"repos": [{"repo": "local", "hooks": [own | {"verbose": True}]}]}
        (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
        in_git(repository, "add", ".")
        in_git(repository, "commit", "--quiet", "--message", "hooks")

        def commit() -> tuple[int, str]:
            in_git(repository, "add", "--all")
            return bash(f"{PROGRAMS / 'pre-commit'} run", repository, {})

        # Called like a record, and in no corpus.
        (repository / "notes" / "sources").mkdir(parents=True)
        (repository / "notes" / "sources" / "x.yaml").write_text("a: [")
        code, log = commit()
        assert code == 0, log
        if not hook.get("always_run"):
            assert "skipped: notes/sources/x.yaml is not in the corpus" in log
        in_git(repository, "commit", "--quiet", "--message", "notes")

        (repository / "corpus" / "sources" / "courier.yaml").unlink()
        code, log = commit()
        assert bool(code) is bool(hook.get("always_run")), log
        assert ("ST10" in log) is bool(code)


class TestTheGuide:
    def test_has_the_workflow_that_this_repository_runs(self) -> None:
        own = yaml.safe_load((ROOT / ".github/workflows/stances.yml").read_text(encoding="utf-8"))
        own["jobs"]["stances"]["steps"][1]["uses"] = BLOCKS[0]["jobs"]["stances"]["steps"][1][
            "uses"
        ]
        assert BLOCKS[0] == own

    @pytest.mark.parametrize(
        ("number", "schema"),
        [
            (0, "vendor.github-workflows"),
            (1, "vendor.dependabot"),
            (2, "vendor.github-workflows"),
            (3, "vendor.github-workflows"),
            (4, "vendor.gitlab-ci"),
            (5, "vendor.gitlab-ci"),
            (7, "vendor.github-workflows"),
            (9, "vendor.gitlab-ci"),
        ],
    )
    def test_has_files_that_others_accept(self, number: int, schema: str, tmp_path: Path) -> None:
        file = tmp_path / "file.yml"
        file.write_text(TEXTS[number], encoding="utf-8")
        done = CliRunner().invoke(check_jsonschema, ["--builtin-schema", schema, str(file)])
        assert done.exit_code == 0, done.output

    def test_names_hooks_that_there_are(self) -> None:
        used = [hook["id"] for hook in BLOCKS[6]["repos"][0]["hooks"]]
        assert set(used) <= {hook["id"] for hook in HOOKS}

    def test_has_commands_that_run_on_github_without_the_action(
        self, repository: Path, tmp_path: Path
    ) -> None:
        steps = BLOCKS[3]["jobs"]["stances"]["steps"]
        in_git(repository, "update-ref", "refs/remotes/origin/main", "HEAD~1")
        environment = self.environment() | {
            "GITHUB_ACTIONS": "true",
            "GITHUB_BASE_REF": "main",
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        }
        scripts = [step["run"] for step in steps if "run" in step]
        assert scripts.pop(0) == 'python -I -m pip install "$STANCES"'
        for script in scripts:
            code, log = bash(script, repository / "corpus", environment)
            assert code == 0, log
        assert "cas" in (tmp_path / "summary").read_text()

    def test_has_commands_that_run_on_gitlab(self, repository: Path) -> None:
        before = in_git(repository, "rev-parse", "HEAD~1")
        environment = self.environment() | {
            "CI_COMMIT_BEFORE_SHA": before,
            "STANCES_DATA": "corpus",
        }
        job = BLOCKS[4]["stances"]
        code, log = bash("\n".join(job["script"]), repository, environment)
        assert code == 0, log
        reports = job["artifacts"]["reports"]
        assert (repository / reports["codequality"]).exists()
        assert len(list(repository.glob(reports["junit"]))) == 2
        assert {path.suffix for path in (repository / "results").iterdir()} == {
            *(".json", ".xml", ".txt", ".md", ".html"),
        }

    @pytest.mark.parametrize("before", ["0" * 40, "1" * 40], ids=["none", "gone"])
    def test_has_commands_that_fail_where_something_is_wrong(
        self, repository: Path, corpus: CorpusBuilder, before: str
    ) -> None:
        corpus.official("bo", faction="nobody", statements=["supports"])
        environment = self.environment() | {
            "CI_COMMIT_BEFORE_SHA": before,
            "STANCES_DATA": "corpus",
        }
        code, _ = bash("\n".join(BLOCKS[4]["stances"]["script"]), repository, environment)
        assert code == 1
        assert (repository / "results" / "report.html").exists()

    @staticmethod
    def environment() -> dict[str, str]:
        """Where commands find the program."""
        return {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}

    @pytest.mark.parametrize("missing", [False, True])
    def test_brings_copies_that_have_to_be_there(
        self, repository: Path, corpus: CorpusBuilder, *, missing: bool
    ) -> None:
        """With a stored copy of the only source, and a quotation that is left in it."""
        told = corpus.index().execute("SELECT DISTINCT text FROM evidence")
        said = "".join(f"“{text}” " for (text,) in told)
        if not missing:
            (repository / "snapshots").mkdir()
            (repository / "snapshots" / "courier.txt").write_text(said)
        script = "\n".join(BLOCKS[9]["stances"]["script"])
        environment = self.environment() | {"STANCES_DATA": "corpus"}
        code, log = bash(script, repository, environment)
        assert code == int(missing), log
        if not missing:
            (repository / "snapshots" / "courier.txt").write_text(f"{said} “One more.”")
            code, log = bash(script, repository, environment)
            assert code == 1
            assert "“One more.” not coded" in log

    def test_takes_an_archive_only_with_its_checksum(self, tmp_path: Path) -> None:
        [step] = BLOCKS[8]
        archive = tmp_path / "there.tar.gz"
        (tmp_path / "courier.txt").write_text("We go.")
        with tarfile.open(archive, "w:gz") as packed:
            packed.add(tmp_path / "courier.txt", "courier.txt")
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        for number, (sha256, expected) in enumerate(((digest, 0), ("0" * 64, 1))):
            folder = tmp_path / str(number)
            folder.mkdir()
            given = {"ADDRESS": archive.as_uri(), "SHA256": sha256, "RUNNER_TEMP": str(tmp_path)}
            code, log = bash(step["run"], folder, given)
            assert code == expected, log
            assert (folder / "snapshots" / "courier.txt").exists() is (not expected)

    def test_names_what_it_says_of_other_systems(self, repository: Path) -> None:
        for command in re.findall(r"\| `(stances [^`]*)` \|", GUIDE):
            done = subprocess.run(
                ["bash", "-c", command],  # noqa: S607 - whichever bash there is
                cwd=repository / "corpus",
                env=os.environ | self.environment(),
                capture_output=True,
                check=False,
                text=True,
            )
            assert done.returncode == 0, done.stderr


def with_zizmor(*inputs: str | Path) -> tuple[int, str]:
    """Have what runs in CI judged, at the level that is usual; what zizmor says of it."""
    command = [PROGRAMS / "zizmor", "--offline", "--no-progress", "--collect=all", *inputs]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True
    )
    return done.returncode, done.stdout


class TestWhatRunsInCi:
    def test_gives_no_finding_of_this_repository(self) -> None:
        inputs = (ROOT / "action.yml", ROOT / ".github", ROOT / ".pre-commit-hooks.yaml")
        code, said = with_zizmor(*inputs)
        assert code == 0, said
        assert said.count("completed") == len([*ROOT.glob(".github/**/*.yml")]) + 2

    @pytest.mark.parametrize("source", [Origin(""), RELEASED], ids=["open", "released"])
    def test_gives_no_finding_of_what_init_writes(self, tmp_path: Path, source: Origin) -> None:
        for file in (CI["github"], UPDATES, HOOKS_OF_INIT):
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_text(piece(file, "records/2014", source))
        for number, name in ((2, "pages"), (3, "without")):
            (tmp_path / f".github/workflows/{name}.yml").write_text(TEXTS[number])
        code, said = with_zizmor(tmp_path)
        assert code == 0, said
        assert said.count("completed") == 5

    def test_would_give_one_of_an_action_by_its_tag(self, tmp_path: Path) -> None:
        text = re.sub(r"@\w+ # (v\d)[\d.]+", r"@\1", piece(CI["github"]))
        (tmp_path / "workflow.yml").write_text(text)
        code, said = with_zizmor(tmp_path / "workflow.yml")
        assert code != 0
        assert "unpinned-uses" in said

    def test_names_others_actions_by_commit_and_version(self) -> None:
        for path in (*ROOT.glob(".github/workflows/*.yml"), ROOT / "action.yml"):
            for use in re.findall(r"uses: (\S+/\S+@.*)", path.read_text("utf-8")):
                assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use), path
