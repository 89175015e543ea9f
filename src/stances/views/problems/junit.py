"""Problems as JUnit XML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from stances.text import visible
from stances.views.problems.plain_text import problem_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.problems import Problem
    from stances.views.problems.problem_report import Case, ProblemReport


def junit(report: ProblemReport) -> Iterator[str]:
    """One test suite without times, so that the same corpus gives the same file."""
    suite = _element("testsuite", name=f"stances {report.command}")
    suite.extend(_case(case, report) for case in report.cases())
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("*/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", str(len(suite.findall("*/skipped"))))
    suites = _element("testsuites", name="stances")
    suites.append(suite)
    ET.indent(suites)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield ET.tostring(suites, encoding="unicode") + "\n"


def _case(case: Case, report: ProblemReport) -> ET.Element:
    group = f"stances.{report.command}"
    element = _element(
        "testcase",
        classname=group if case.group == report.command else f"{group}.{case.group}",
        name=case.name,
        file=report.path(case.path),
        line=str(case.line),
    )
    failing = [problem for problem in case.problems if report.fails(problem)]
    passing = [problem for problem in case.problems if not report.fails(problem)]
    if failing:
        first = failing[0]
        failure = _element("failure", type=f"{first.code} {first.name}", message=first.message)
        failure.text = _text(failing, report)
        element.append(failure)
    elif case.unchecked:
        element.append(_element("skipped", message=case.unchecked))
    if passing:
        output = _element("system-out")
        output.text = _text(passing, report)
        element.append(output)
    return element


def _text(problems: Sequence[Problem], report: ProblemReport) -> str:
    lines = (problem_line(problem, report.path(problem.path)) for problem in problems)
    return visible("\n".join(lines))


def _element(tag: str, /, **attributes: str) -> ET.Element:
    return ET.Element(tag, {key: visible(value) for key, value in attributes.items()})
