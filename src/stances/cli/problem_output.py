"""Writes the problems that `check` and `verify` found, filtered and in the format asked for."""

from __future__ import annotations

import os
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

import click

from stances.cli.hints import advise, pasted, same_question, say
from stances.cli.options import Choice, with_options
from stances.cli.output import Output, emit, format_from, terminal_width, wants_color
from stances.codes import CATALOGUE, codes_of
from stances.codes.evidence import EVIDENCE
from stances.paths import printable
from stances.problems import counted
from stances.text import did_you_mean, one_line
from stances.views.direction import laid_out
from stances.views.formats import PROBLEMS, ROWS, Formats
from stances.views.problems.plain_text import problem_lines
from stances.views.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from stances.cli.session import CorpusLocation, Session
    from stances.problems import Problem
    from stances.queries.result import Result
    from stances.views.problems.problem_report import ProblemReport

    Options = dict[str, Any]


class Placed(Protocol):
    """Something in a file of the corpus."""

    @property
    def path(self) -> str:
        """The file, relative to the corpus."""


AnyPlaced = TypeVar("AnyPlaced", bound=Placed)


def within(
    items: Sequence[AnyPlaced], paths: Sequence[str], corpus: CorpusLocation, *, exist: bool = True
) -> list[AnyPlaced]:
    """The items in the files and folders named; all items if none is named.

    Usage error for a path outside the corpus, and for one that should `exist` and does not.
    """
    if not paths:
        return list(items)
    of_items = {each.path for each in items}
    chosen = [inside(path, corpus) for path in paths]
    for path, found in zip(paths, chosen, strict=True):
        # A missing file may have problems, too.
        if exist and found not in of_items and not os.path.lexists(path):
            raise click.BadParameter(f"there is no {path}", param_hint=_PATHS)
    folders = tuple("" if path == "." else f"{path}/" for path in chosen)
    return [each for each in items if each.path in chosen or each.path.startswith(folders)]


skip_outside_option = click.option(
    "--skip-outside", is_flag=True, help="Skip PATHs that are not in the corpus, with a note."
)


def without_outside(paths: Sequence[str], corpus: CorpusLocation) -> tuple[str, ...]:
    """The paths in the corpus; stderr names the others, which a hook is given as well."""
    kept = []
    for path in paths:
        try:
            inside(path, corpus)
        except click.BadParameter as error:
            say(f"stances: skipped: {error.message}")
        else:
            kept.append(path)
    return tuple(kept)


class Selection(NamedTuple):
    """Problems divided by `--select`, `--ignore` and PATHs; `elsewhere` counts those of no PATH."""

    shown: list[Problem]
    hidden: list[Problem]
    elsewhere: int

    @classmethod
    def of(
        cls,
        problems: Sequence[Problem],
        paths: Sequence[str],
        session: CorpusLocation,
        wanted: Container[str],
        *,
        exist: bool = True,
    ) -> Selection:
        """Divide the problems; `wanted` are codes. Usage error as for `within`."""
        chosen = within(problems, paths, session, exist=exist)
        shown = [problem for problem in chosen if problem.code in wanted]
        hidden = [problem for problem in chosen if problem.code not in wanted]
        return cls(shown, hidden, counted(problems) - counted(chosen))


def codes_named(texts: Sequence[str], option: str) -> list[str]:
    """The codes of lists of codes, names and prefixes; usage error for an unknown one."""
    words = [word for text in texts for word in text.split(",") if word.strip()]
    if texts and not words:
        raise click.BadParameter("it names no code", param_hint=f"'--{option}'")
    for word in words:
        if not codes_of(word):
            names = [*CATALOGUE, *(entry.name for entry in CATALOGUE.values())]
            message = (
                f"`{word.strip()}` is not a code or name of a problem; "
                f"{did_you_mean(word.strip(), names)}"
            )
            raise click.BadParameter(message, param_hint=f"'--{option}'")
    return list(dict.fromkeys(code for word in words for code in codes_of(word)))


def wanted_codes(options: Options, command: str) -> set[str]:
    """The codes to be shown; usage error for an unknown one, or if none remains."""
    own = {code for code in CATALOGUE if (code in EVIDENCE) == (command == "verify")}
    selected = codes_named(options["select"], "select") or own
    if not own.intersection(selected):
        other = "check" if command == "verify" else "verify"
        message = f"only `stances {other}` reports these problems"
        raise click.BadParameter(message, param_hint="'--select'")
    wanted = {*selected} - {*codes_named(options["ignore"], "ignore")}
    if not own & wanted:
        raise click.BadParameter("it leaves no problem to look for", param_hint="'--ignore'")
    return wanted


def print_problems(
    shown: Sequence[Problem],
    corpus: CorpusLocation,
    *,
    color: str,
    err: bool = False,
    read_from: Path | None = None,
) -> None:
    """Write problems to stdout or stderr; on a terminal with the lines of the files.

    These are `read_from` the folder of the corpus unless another one is given.
    """
    stream = sys.stderr if err else sys.stdout
    folder = Path(corpus.shown)
    excerpts = (read_from or folder) if stream.isatty() else None
    lines = problem_lines(shown, folder, excerpts, width=terminal_width())
    colored = wants_color(color, stream)
    click.echo("".join(f"{line}\n" for line in lines), color=colored, nl=False, err=err)


def folded(line: str, indent: str = "  ") -> str:
    """A line for stdout; on a terminal folded at words, with an indent before all but the first."""
    if not sys.stdout.isatty():
        return line
    return "\n".join(map(laid_out, wrapped(line, terminal_width(), rest=indent)))


_PATHS = "'[PATH]…'"


def inside(path: str, located: CorpusLocation, hint: str = _PATHS) -> str:
    """A path relative to the corpus; `.` for the corpus and the folders above it.

    Usage error, of the option in `hint`, for a path outside.
    """
    named, corpus = Path(path), Path(located.folder).resolve()
    # A link counts as a file of the folder that it is in, wherever it leads.
    absolute = named.parent.resolve() / named.name if named.is_symlink() else named.resolve()
    if corpus.is_relative_to(absolute):
        return "."
    if not absolute.is_relative_to(corpus):
        absolute = _spelt_alike(absolute, corpus)
    if not absolute.is_relative_to(corpus):
        message = f"{path} is not in the corpus, which is in {located.shown}"
        raise click.BadParameter(message, param_hint=hint)
    return "/".join(printable(part) for part in absolute.relative_to(corpus).parts)


def _spelt_alike(path: Path, corpus: Path) -> Path:
    """A path in a corpus with the corpus in its usual spelling.

    On some systems one folder has several: `DATA` and `data`, an `é` of one character and of two.
    """
    for above in path.parents:
        with suppress(OSError):
            if above.samefile(corpus):
                return corpus / path.relative_to(above)
    return path


_ALL = Formats(PROBLEMS.views | ROWS.views, PROBLEMS.endings | ROWS.endings)
_FOR_PEOPLE = ("text", "github")


_CHOICES = ["auto", "text", *_ALL.views]
finding_options = with_options(
    click.option(
        "--format",
        type=Choice(_CHOICES),
        default="auto",
        metavar="FORMAT",
        help=f"One of {', '.join(_CHOICES)}. auto: github inside GitHub Actions, else text.",
    ),
    click.option(
        "--select",
        multiple=True,
        metavar="CODE,…",
        help="Report only these problems: codes, names, or prefixes such as ST1.",
    ),
    click.option(
        "--ignore", multiple=True, metavar="CODE,…", help="Report all problems but these."
    ),
    click.option("--exit-zero", is_flag=True, help="Exit 0 even if problems are found."),
)
"""In what format, which kinds of problems, and whether they make the command fail."""


class Target(NamedTuple):
    """A format, and its file; None for stdout."""

    format: str
    path: str | None = None

    def output(self, options: dict[str, Any]) -> Output:
        """The output of rows in this format."""
        return Output.from_options(options | {"format": self.format, "output": self.path})


class Findings(NamedTuple):
    """Where problems are written: to a file if one is named, and to stdout."""

    targets: Sequence[Target]
    options: dict[str, Any]

    @classmethod
    def from_options(cls, options: dict[str, Any], keys: Sequence[str]) -> Findings:
        """Read the options of `finding_options` and of rows; usage errors for what does not fit.

        `keys` are those of the rows.
        """
        targets = _targets(options["format"], options["output"])
        has_rows = any(target.format in ROWS.views for target in targets)
        if not has_rows and (options["columns"] or options["sort"] or options["limit"] is not None):
            message = "--columns, --sort and --limit need a --format or --output of rows"
            raise click.UsageError(f"{message}: {', '.join(ROWS.views)}")
        for target in targets:
            if target.format in ROWS.views:
                target.output(options).check_keys(keys)
        return cls(targets, options)

    def write(
        self,
        report: ProblemReport,
        result: Result,
        session: Session,
        read_from: Path | None = None,
    ) -> None:
        """Write the report in each format; `result` are the rows of those that have rows.

        `read_from` is as for `print_problems`.
        """
        for target in self.targets:
            if target.format in ROWS.views:
                target.output(self.options).write(result)
            elif target.format == "text":
                print_problems(
                    report.problems, session, color=self.options["color"], read_from=read_from
                )
                for line in map(one_line, [*report.notes, *report.summary]):
                    click.echo(folded(line))
            else:
                chunks = PROBLEMS.view(target.format)(report)
                emit(chunks, target.path, paged=False, color=False)

    def code(self, ctx: click.Context, report: ProblemReport, session: Session) -> int:
        """The exit code; after a failure, stderr says what to run next."""
        failing = [problem.code for problem in report.problems if report.fails(problem)]
        if not failing or self.options["exit_zero"]:
            return 0
        if self.targets[-1].format in _FOR_PEOPLE:
            frequent = Counter(sorted(failing)).most_common(5)
            command = pasted(
                "stances", "check", "--explain", ",".join(code for code, _ in frequent)
            )
            advise(f"what to do about it: {command}")
        else:
            advise(f"to see the problems as text: {same_question(ctx, session.named)}")
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
    return [Target(format_from(_ALL, None, path, ""), path), people]
