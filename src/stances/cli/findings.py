"""Write what `check` or `verify` has found where the command line says, and end as it says."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from stances.cli.next import advise, pasted, same_question
from stances.cli.output import Output, emit
from stances.cli.parts import with_options
from stances.cli.problems import print_problems
from stances.views import formats
from stances.views.problems import ENDINGS, FORMATS, format_named, format_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stances.cli.session import Session
    from stances.queries.result import Result
    from stances.views.problems.report import Report

_FOR_PEOPLE = ("text", "github")
_MOST = 5
"""So many codes are named at the end."""


def finding_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """In what format, which kinds of problems, and whether they make the command fail."""
    choices = ["auto", "text", *FORMATS, *formats.VIEWS]
    options = [
        click.option(
            "--format",
            type=click.Choice(choices),
            default="auto",
            metavar="FORMAT",
            help=f"One of {', '.join(choices)}; auto is github inside GitHub Actions, else text.",
        ),
        click.option(
            "--select",
            multiple=True,
            metavar="CODE,…",
            help="Only these problems: codes, names, or beginnings such as ST1.",
        ),
        click.option("--ignore", multiple=True, metavar="CODE,…", help="All but these problems."),
        click.option("--exit-zero", is_flag=True, help="Exit 0 whatever problems are found."),
    ]
    return with_options(options, function)


class Target(NamedTuple):
    """A format, and the file that it is written to; stdout if there is none."""

    format: str
    path: str | None = None


class Findings(NamedTuple):
    """Where what is found goes: to a file if one was named, and to stdout."""

    targets: Sequence[Target]
    options: dict[str, Any]

    @classmethod
    def from_options(cls, options: dict[str, Any], keys: Sequence[str]) -> Findings:
        """Take the options of `finding_options` and of rows; usage errors for what does not fit.

        `keys` are those of the rows.
        """
        targets = _targets(options["format"], options["output"])
        rows = any(target.format in formats.VIEWS for target in targets)
        if not rows and (options["columns"] or options["sort"] or options["limit"] is not None):
            message = "--columns, --sort and --limit go with a --format or --output of rows"
            raise click.UsageError(f"{message}: {', '.join(formats.VIEWS)}")
        for target in targets:
            if target.format in formats.VIEWS:
                _output(target, options).check_keys(keys)
        return cls(targets, options)

    def write(self, report: Report, result: Result, session: Session) -> None:
        """Write the report in each format; `result` are the rows of those that have rows."""
        for target in self.targets:
            if target.format in formats.VIEWS:
                _output(target, self.options).write(result)
            elif target.format == "text":
                _print(report, session, color=self.options["color"])
            else:
                chunks = format_named(target.format)(report)
                emit(chunks, target.path, paged=False, color=False)

    def code(self, ctx: click.Context, report: Report, session: Session) -> int:
        """The exit code; where it is that of a failure, stderr says what to run next."""
        failing = [problem.code for problem in report.problems if report.fails(problem)]
        if not failing or self.options["exit_zero"]:
            return 0
        if self.targets[-1].format in _FOR_PEOPLE:
            known = Counter(sorted(failing)).most_common(_MOST)
            command = pasted("stances", "check", "--explain", ",".join(code for code, _ in known))
            advise(f"what to do about it: {command}")
        else:
            advise(f"to see it as text: {same_question(ctx, session.named)}")
        return 1


def _targets(format_: str, path: str | None) -> list[Target]:
    inside_actions = os.environ.get("GITHUB_ACTIONS") == "true"
    people = Target("github" if inside_actions else "text")
    if format_ in _FOR_PEOPLE:
        people = Target(format_)
    elif format_ != "auto":
        return [Target(format_, path), people] if path else [Target(format_)]
    if not path:
        return [people]
    asked = format_of(path) or formats.format_of(path)
    if asked is None:
        endings = " ".join([*ENDINGS, *formats.ENDINGS])
        message = f"its ending tells no format; use one of {endings}, or --format"
        raise click.BadParameter(message, param_hint="'--output'")
    return [Target(asked, path), people]


def _output(target: Target, options: dict[str, Any]) -> Output:
    return Output.from_options(options | {"format": target.format, "output": target.path})


def _print(report: Report, session: Session, *, color: str) -> None:
    print_problems(report.problems, session, color=color)
    click.echo("\n".join([*report.notes, *report.summary]))
