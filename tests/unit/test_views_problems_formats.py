"""The formats, on words that no corpus can bring to them any more: each stands by itself."""

from __future__ import annotations

import json
import re
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from cases import every_case
from stances.codes import CATALOGUE
from stances.problems import Problem
from stances.queries.check import KEYS, CheckResult, ProblemCounts
from stances.views.formats import PROBLEMS
from stances.views.problems import sarif
from stances.views.problems.gitlab import fingerprints
from stances.views.problems.problem_report import Case, ProblemReport, file_cases

if TYPE_CHECKING:
    from collections.abc import Sequence

HOSTILE = "\x1b[31m\x00\x07\x85\u2028\u202e\ud800\ufffe\uffff \U0010fffd é\t"
ERRORS = Path(__file__).parents[2] / "docs" / "errors.md"


def problem(message: str = "bad", path: str = "officials/a.yaml", **fields: Any) -> Problem:
    given: dict[str, Any] = {"line": 3, "column": 7, "code": "ST104"} | fields
    return Problem(path, message=message, **given)


def report(*problems: Problem, cases: Sequence[Case] = (), **fields: Any) -> ProblemReport:
    told: dict[str, Any] = {"command": "check", "version": "1.2.3", "summary": ["counted"]}
    return ProblemReport(
        problems=problems, cases=lambda: cases, counts=ProblemCounts.of(problems), **told | fields
    )


def written(format_: str, *args: Any, **fields: Any) -> str:
    return "".join(PROBLEMS.view(format_)(report(*args, **fields)))


def results(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)["runs"][0]["results"]
    return found


@pytest.mark.parametrize("format_", PROBLEMS.views)
class TestEveryFormat:
    def test_can_be_written_and_obeyed_by_nobody(self, format_: str) -> None:
        case = Case(HOSTILE, HOSTILE, HOSTILE, 1, [problem(HOSTILE, HOSTILE, ref=HOSTILE)])
        fields = {"notes": [HOSTILE], "summary": [HOSTILE], "place": HOSTILE}
        text = written(format_, *case.problems, cases=[case], **fields)
        text.encode("utf-8")
        allowed = {"\n", "\t"} if format_ in {"github", "junit"} else {"\n"}
        controls = {char for char in text if ord(char) < 32 or 127 <= ord(char) < 160}
        assert controls <= allowed
        assert not set(text) & set("\u2028\u202e\ufffe\uffff")
        assert text.count("1b") >= 2
        assert "\U0010fffd é" in text or "%C3%A9" in text

    def test_has_a_path_from_which_the_name_can_be_read(self, format_: str) -> None:
        name = "a b,c:d%e\\f<g>&'\"é.yaml"
        found = problem(path=name)
        text = written(format_, found, cases=[Case("check", name, name, 1, [found])])
        read = {"github": _in_github, "sarif": _in_sarif, "gitlab": _in_gitlab, "junit": _in_junit}
        assert read[format_](text) == name

    def test_is_written_of_nothing(self, format_: str) -> None:
        text = written(format_)
        assert text.endswith("\n")
        if format_ in {"sarif", "gitlab"}:
            assert not (results(text) if format_ == "sarif" else json.loads(text))


def _in_github(text: str) -> str:
    [path] = re.findall("^::error file=(.*?),line", text)
    for code, char in (("%2C", ","), ("%3A", ":"), ("%25", "%")):
        path = path.replace(code, char)
    return str(path)


def _in_sarif(text: str) -> str:
    place = results(text)[0]["locations"][0]["physicalLocation"]
    return unquote(place["artifactLocation"]["uri"])


def _in_gitlab(text: str) -> str:
    return str(json.loads(text)[0]["location"]["path"])


def _in_junit(text: str) -> str:
    [suite] = ET.fromstring(text)  # noqa: S314 - ours
    return str(suite[0].get("file"))


class TestGitHub:
    def test_escapes_a_message_and_more_in_its_properties(self) -> None:
        bad = problem("100%, a: b", "a%,b:c.yaml", hint="do it")
        assert written("github", bad).startswith(
            "::error file=a%25%2Cb%3Ac.yaml,line=3,endLine=3,col=7,title=ST104 unknown-faction"
            "::100%25, a: b (do it)\n"
        )

    def test_lists_what_it_says_where_nothing_is_a_command(self) -> None:
        text = written("github", problem(), notes=["::error::x", "##[error]y", "a\nb\r"])
        _, group, stop, *listed, resume, end, counted = text.splitlines()
        assert (group, end, counted) == ("::group::stances check", "::endgroup::", "counted")
        token = stop.removeprefix("::stop-commands::")
        assert resume == f"::{token}::"
        assert len(token) > 32
        assert listed == [
            "officials/a.yaml:3:7: error[ST104 unknown-faction] bad",
            *("::error::x", "##[error]y", "a\\nb\\r"),
        ]

    def test_stops_commands_by_a_word_that_is_another_for_other_words(self) -> None:
        tokens = {re.findall("stop-commands::(.*)", written("github", problem(m)))[0] for m in "ab"}
        assert len(tokens) == 2
        assert written("github", problem()) == written("github", problem())

    def test_has_a_summary_without_a_group_where_there_is_nothing_to_list(self) -> None:
        assert written("github", summary=["no problems in ##[x]"]) == "no problems in ## [x]\n"


class TestSarif:
    @pytest.mark.parametrize(
        ("message", "shown"),
        [
            ("only {+new+} and [-old-]", "only {+new+} and [-old-]"),
            ("{0} and {x}", "{{0}} and {{x}}"),
            ("{{x}}", "{{{{x}}}}"),
            ("[a](b)", "[a\\](b)"),
            ("[a\\](b)", "[a\\\\\\](b)"),
            ("a [b] (c)", "a [b] (c)"),
        ],
    )
    def test_has_neither_placeholders_nor_links_in_messages(self, message: str, shown: str) -> None:
        [result] = results(written("sarif", problem(message)))
        assert result["message"] == {"text": shown}

    def test_has_paths_as_addresses_below_the_root(self) -> None:
        [result] = results(written("sarif", problem(path="a b%#?é:\\x.yaml"), place="my data"))
        [location] = result["locations"]
        assert location["physicalLocation"]["artifactLocation"] == {
            "uri": "my%20data/a%20b%25%23%3F%C3%A9%3A%5Cx.yaml",
            "uriBaseId": "%SRCROOT%",
        }

    def test_counts_columns_in_characters(self) -> None:
        run = json.loads(written("sarif"))["runs"][0]
        assert run["columnKind"] == "unicodeCodePoints"
        assert run["automationDetails"] == {"id": "stances/check/"}

    def test_has_the_rules_that_its_results_name(self) -> None:
        text = written("sarif", problem(code="ST201"), problem(code="ST016"), problem(code="ST201"))
        rules = json.loads(text)["runs"][0]["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == ["ST016", "ST201"]
        assert [result["ruleIndex"] for result in results(text)] == [1, 0, 1]
        assert [result["level"] for result in results(text)] == ["error", "warning", "error"]
        for rule in rules:
            entry = CATALOGUE[rule["id"]]
            assert (rule["name"], rule["fullDescription"]["text"]) == (entry.name, entry.why)
            for told in rule["help"].values():
                assert entry.why in told
                assert entry.cure in told
                assert f"stances check --explain {rule['id']}" in told

    def test_leads_from_every_code_to_a_heading_that_the_docs_have(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sarif, "documentation", lambda: "https://docs.example/stances")
        docs = ERRORS.read_text("utf-8")
        with every_case() as case:
            for code in CATALOGUE:
                with case(code):
                    text = written("sarif", problem(code=code))
                    [rule] = json.loads(text)["runs"][0]["tool"]["driver"]["rules"]
                    page, _, anchor = rule["helpUri"].partition("#")
                    assert page == "https://docs.example/stances/errors.md"
                    assert f"({rule['helpUri']})" in rule["help"]["markdown"]
                    [heading] = re.findall(rf"^### ({code} .*)$", docs, re.MULTILINE)
                    assert anchor == heading.lower().replace(" ", "-")

    def test_has_no_link_to_docs_that_have_no_address(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sarif, "documentation", lambda: "")
        [rule] = json.loads(written("sarif", problem()))["runs"][0]["tool"]["driver"]["rules"]
        assert "helpUri" not in rule
        assert "`docs/errors.md#st104-unknown-faction`" in rule["help"]["markdown"]


@pytest.mark.parametrize(
    ("urls", "site"),
    [
        ([], ""),
        (["Homepage, https://h.example"], ""),
        (
            ["Homepage, https://h.example", "Documentation, https://d.example/x/"],
            "https://d.example/x",
        ),
    ],
)
def test_the_docs_have_the_address_that_the_package_gives(
    monkeypatch: pytest.MonkeyPatch, urls: list[str], site: str
) -> None:
    told = Message()
    for url in urls:
        told["Project-URL"] = url
    monkeypatch.setattr("importlib.metadata.metadata", lambda _: told)
    assert sarif.documentation() == site


@pytest.mark.parametrize(
    ("named", "site"),
    [
        (
            "https://forge.example/o/stances/blob/v1/docs/",
            "https://forge.example/o/stances/blob/v1/docs",
        ),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_the_docs_have_the_address_that_the_environment_gives(
    monkeypatch: pytest.MonkeyPatch, named: str, site: str
) -> None:
    monkeypatch.setenv("STANCES_DOCS", named)
    assert sarif.documentation() == site


class TestGitLab:
    def test_has_an_issue_for_each_problem(self) -> None:
        found = json.loads(
            written("gitlab", problem(hint="do it"), problem(code="ST016"), place="data")
        )
        assert [issue.pop("fingerprint") for issue in found]
        assert found == [
            {
                "description": "bad (do it)",
                "check_name": "ST104 unknown-faction",
                "severity": "major",
                "location": {"path": "data/officials/a.yaml", "lines": {"begin": 3}},
            },
            {
                "description": "bad",
                "check_name": "ST016 comment-in-text",
                "severity": "minor",
                "location": {"path": "data/officials/a.yaml", "lines": {"begin": 3}},
            },
        ]


class TestJUnit:
    def test_says_of_each_case_what_came_of_it(self) -> None:
        error, warning = problem("]]> & <b>"), problem(code="ST016")
        cases = [
            Case("check", "sound", "a.yaml", 1),
            Case("check", "both", "b.yaml", 3, [error, warning]),
            Case("nama", "skipped", "c.yaml", 2, unchecked="there is no copy"),
            Case("nama", "warned", "d.yaml", 2, [warning], unchecked=""),
        ]
        suites = ET.fromstring(written("junit", cases=cases, place="data"))  # noqa: S314 - ours
        [suite] = suites
        assert suite.attrib == {
            "name": "stances check",
            "tests": "4",
            "failures": "1",
            "errors": "0",
            "skipped": "1",
        }
        told = {case.get("name"): [(each.tag, each.text) for each in case] for case in suite}
        lines = [f"data/officials/a.yaml:3:7: {kind}" for kind in ("error", "warning")]
        warned = ("system-out", f"{lines[1]}[ST016 comment-in-text] bad")
        assert told == {
            "sound": [],
            "both": [("failure", f"{lines[0]}[ST104 unknown-faction] ]]> & <b>"), warned],
            "skipped": [("skipped", None)],
            "warned": [warned],
        }
        assert [case.get("classname") for case in suite][1:3] == [
            "stances.check",
            "stances.check.nama",
        ]
        assert suite[1].get("file") == "data/b.yaml"

    def test_fails_for_warnings_where_the_command_does(self) -> None:
        case = Case("check", "warned", "d.yaml", 2, [problem(code="ST016")])
        assert "<failure" in written("junit", cases=[case], strict=True)
        assert "<failure" not in written("junit", cases=[case])

    def test_keeps_the_lines_of_a_name(self) -> None:
        text = written("junit", cases=[Case("check", "a\nb\tc", "d.yaml", 1)])
        [[case]] = ET.fromstring(text)  # noqa: S314 - ours
        assert case.get("name") == "a\nb\tc"


class TestFingerprints:
    def test_are_those_of_the_problem_wherever_it_stands(self) -> None:
        [here] = fingerprints(report(problem("it was first set on line 3, column 2")))
        moved = problem("it was first set on line 13, column 4", line=14, column=1)
        assert fingerprints(report(moved)) == [here]
        others = [problem(code="ST105"), problem(path="b.yaml"), problem("else"), problem(ref="a")]
        assert len({*fingerprints(report(problem(), *others))}) == 5
        assert here != fingerprints(report(problem(), place="data"))[0]

    def test_are_no_two_alike(self) -> None:
        same = [problem(line=line) for line in (1, 2, 3)]
        assert len({*fingerprints(report(*same))}) == 3
        assert fingerprints(report(*same))[:2] == fingerprints(report(*same[1:]))


class TestRows:
    def test_have_a_key_for_all_that_is_known(self) -> None:
        found = [problem(ref="a/b")]
        [row] = CheckResult(found, ProblemCounts.of(found)).rows
        assert tuple(row) == KEYS
        assert (row["name"], row["hint"], row["ref"]) == ("unknown-faction", None, "a/b")

    def test_stand_beside_the_counts(self) -> None:
        found = [problem()]
        document = CheckResult(found, ProblemCounts.of(found)).document
        assert document["counts"]["errors"] == len(document["problems"]) == 1


class TestFileCases:
    def test_are_all_files_and_whatever_else_has_a_problem(self) -> None:
        found = file_cases(["b.yaml", "a.yaml"], [problem(path="stray.json")], [problem(path="c")])
        assert [case.path for case in found] == ["a.yaml", "b.yaml", "c", "stray.json"]
        assert [case.unchecked for case in found][1:3] == [
            "",
            "ST104 kept back by --select or --ignore",
        ]
        assert [len(case.problems) for case in found] == [0, 0, 0, 1]

    def test_with_problems_are_not_unchecked(self) -> None:
        [case] = file_cases([], [problem(line=9)], [problem(code="ST105")])
        assert (case.unchecked, case.line) == ("", 9)


@pytest.mark.parametrize(
    ("path", "format_"),
    [("x.sarif", "sarif"), ("x.SARIF.json", "sarif"), ("x.xml", "junit"), ("x.json", None)],
)
def test_a_file_ending_tells_the_format(path: str, format_: str | None) -> None:
    assert PROBLEMS.of_file(path) == format_
