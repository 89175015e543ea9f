"""Problems as SARIF 2.1.0."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from stances.codes import CATALOGUE
from stances.text import visible
from stances.views.json_yaml import document
from stances.views.problems.gitlab import fingerprints
from stances.views.values import with_hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.problems import Problem
    from stances.views.problems.problem_report import ProblemReport

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_PLACEHOLDER = re.compile(r"\{[0-9]+\}|\{\{|\}\}")
_LINK = re.compile(r"(?<!\\)(\\*)\]\(")


def sarif(report: ProblemReport) -> Iterator[str]:
    """One SARIF run, with the rules that have results."""
    codes, site = sorted({problem.code for problem in report.problems}), documentation()
    rules = [_rule(code, site) for code in codes]
    driver = {"name": "stances", "version": report.version, "rules": rules}
    problems = zip(report.problems, fingerprints(report), strict=True)
    run = {
        "tool": {"driver": driver},
        # Code scanning separates results by category, which is the id up to the last slash.
        "automationDetails": {"id": f"stances/{report.command}/"},
        "invocations": [_invocation(report.missing)],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(p, report, codes.index(p.code), mark) for p, mark in problems],
    }
    yield document({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _invocation(missing: str) -> dict[str, Any]:
    """Whether the run was complete, and if not, what was missing."""
    if not missing:
        return {"executionSuccessful": True}
    notification = {"level": "error", "message": {"text": _message(missing)}}
    return {"executionSuccessful": False, "toolExecutionNotifications": [notification]}


def documentation() -> str:
    """The address of the docs from `$STANCES_DOCS` or the package; empty if neither has one."""
    if (named := os.environ.get("STANCES_DOCS", "")).startswith(("https://", "http://")):
        return named.rstrip("/")
    from importlib.metadata import PackageNotFoundError, metadata  # noqa: PLC0415 - slow to import

    try:
        urls = metadata("stances").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    by_label: dict[str, str] = dict(url.split(", ", 1) for url in urls)
    return by_label.get("Documentation", "").rstrip("/")


def _rule(code: str, site: str) -> dict[str, Any]:
    """The rule of a problem code, with a link to its heading if the docs have an address."""
    entry = CATALOGUE[code]
    page = f"errors.md#{code.lower()}-{entry.name}"
    where = f"{site}/{page}" if site else f"docs/{page}"
    link = f"[{where}]({where})" if site else f"`{where}`"
    explain = f"stances check --explain {code}"
    help_ = {
        "text": f"{entry.why} {entry.cure} See {where}, or run: {explain}",
        "markdown": f"{entry.why}\n\n**What to do:** {entry.cure}\n\nSee {link}, or run "
        f"`{explain}`.",
    }
    return {
        "id": code,
        "name": entry.name,
        "shortDescription": {"text": entry.name.replace("-", " ").capitalize()},
        "fullDescription": {"text": entry.why},
        "help": help_,
        **({"helpUri": where} if site else {}),
        "defaultConfiguration": {"level": entry.severity},
    }


def _result(problem: Problem, report: ProblemReport, rule: int, fingerprint: str) -> dict[str, Any]:
    place = {
        "artifactLocation": {
            "uri": quote(visible(report.path(problem.path)), safe="/"),
            "uriBaseId": _ROOT,
        },
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": _message(with_hint(problem.message, problem.hint))},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"stances/v1": fingerprint},
    }
    if problem.ref:
        result["locations"][0]["logicalLocations"] = [{"fullyQualifiedName": problem.ref}]
    return result


def _message(text: str) -> str:
    """The text, escaped so that viewers find no placeholder and no link in it.

    Braces are doubled only if the text could have a placeholder: most viewers show them doubled.
    """
    if _PLACEHOLDER.search(text):
        text = text.replace("{", "{{").replace("}", "}}")
    return _LINK.sub(r"\1\1\\](", text)
