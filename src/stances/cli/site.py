"""`stances site`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from stances.cli.filters import filter_options, filters_from
from stances.cli.hints import say
from stances.cli.options import Command, corpus_option, named_snapshots_option, strict_option
from stances.cli.progress import Progress
from stances.cli.session import locate, open_corpus, open_index
from stances.errors import INTERRUPTED, StancesError
from stances.paths import find_snapshots, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stances.cli.session import Session
    from stances.problems import Problem
    from stances.queries.filters import Filters
    from stances.site.build import Built
    from stances.site.folder import Committed
    from stances.site.serve import Server

PORT = 8014
"""Where a site is served unless a port is named."""
_EXAMPLE = "such as https://example.org/lake/"


class _SiteCommand(Command):
    """A command with an option whose value may be left out, also before DIR."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let `--serve` stand alone where no number follows it."""
        ends = args.index("--") if "--" in args else len(args)
        for place in range(ends):
            if args[place] == "--serve" and not "".join(args[place + 1 : place + 2]).isdecimal():
                args[place] = f"--serve={PORT}"
        return super().parse_args(ctx, args)


def _base_url(_: click.Context, __: click.Parameter, value: str | None) -> str:
    """An address of a folder, with a slash at its end; usage error for any other."""
    if value is None:
        return ""
    from stances.model.web_address import is_web_address, names_a_user  # noqa: PLC0415 - few do

    if names_a_user(value):
        raise click.BadParameter("a user name or a password stands in this address")
    if not is_web_address(value):
        message = f"`{value}` is no web address; write it in full, {_EXAMPLE}"
        if not value.strip("/"):
            message += (
                "; if it is from a variable, such as $CI_PAGES_URL, that is empty: are Pages on?"
            )
        raise click.BadParameter(message)
    if mark := next((mark for mark in "?#" if mark in value), ""):
        what = "query" if mark == "?" else "fragment"
        message = f"it has a {what} (`{mark}`); name the folder alone, {_EXAMPLE}"
        raise click.BadParameter(message)
    return value.rstrip("/") + "/"


@click.command(
    "site",
    cls=_SiteCommand,
    examples=(
        ("stances site public/", "the whole corpus; open public/index.html"),
        ("stances site public/ --serve", "serve it, and rebuild it after each save"),
        ("stances site public/ --base-url https://example.org/", "for publishing"),
        ("stances site public/ --faction military", "a part of the corpus"),
    ),
    help="Write the corpus as a site with search and charts, and a page for each official, "
    "statement, source, issue and faction. It works from any host, or from disk without a "
    "server. DIR must be new, empty, or have an older site. Only unchanged files of that "
    "site's manifest (stances-site.sha256) are replaced or removed. .git, CNAME, .nojekyll, "
    "robots.txt and .well-known stay; with any other file, the command refuses to write.",
)
@click.argument("folder", metavar="DIR")
@filter_options
@click.option(
    "--serve",
    "port",
    is_flag=False,
    flag_value=str(PORT),
    type=click.IntRange(0, 65535),
    metavar="[PORT]",
    help=(
        f"Also serve it on 127.0.0.1, and rebuild it on changes. Default port: {PORT}; 0: any "
        "free port."
    ),
)
@click.option(
    "--base-url",
    metavar="URL",
    callback=_base_url,
    help="The address where it will be published; adds a sitemap, 404.html and full addresses.",
)
@named_snapshots_option
@strict_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, folder: str, port: int | None, **options: Any) -> int:
    """Write the corpus as a site."""
    if not folder:
        raise click.BadParameter("it names no folder", param_hint="'DIR'")
    filters = filters_from(options)
    base_url, copies = options.pop("base_url"), options.pop("snapshots")
    site = _Site(ctx, folder, base_url, copies, filters, options)
    if port is not None:
        return _serve(site, port)
    site.conclude(site.build())
    return 0


class _Site(NamedTuple):
    """A site: of which corpus and which statements, in which folder, and at which address.

    `copies` is the folder of stored copies, if one is named.
    """

    ctx: click.Context
    folder: str
    base_url: str
    copies: str | None
    filters: Filters
    options: dict[str, Any]

    @contextmanager
    def opened(self, open_: Callable[..., Session]) -> Iterator[Session]:
        """The corpus as it is now, opened as a function of `session` does."""
        with click.Context(self.ctx.command, parent=self.ctx, info_name=self.ctx.info_name) as own:
            yield open_(own, {**self.options}, fall_back=False)

    def build(self) -> Built:
        """Write the site of the corpus as it is now."""
        from pathlib import Path  # noqa: PLC0415 - help of it is to be quick

        from stances.site.build import SiteOptions, build  # noqa: PLC0415 - as above

        with self.opened(open_corpus) as session:
            copies = None
            if self.copies:
                from stances.evidence.copies import Snapshots  # noqa: PLC0415 - few keep copies

                copies = Snapshots(find_snapshots(self.copies, session.folder))
            options = SiteOptions(self.base_url, session.resolved(self.filters), copies)
            corpus, target = Path(session.folder), Path(self.folder)
            with Progress("writing the site", "statements", "putting it in place") as progress:
                return build(session.index, corpus, target, options, progress)

    def errors(self) -> tuple[Session, list[Problem]]:
        """The errors of the corpus as it is now."""
        from stances.queries.faults import problems  # noqa: PLC0415 - only with `--serve`

        with self.opened(open_index) as session:
            return session, [each for each in problems(session.index) if each.severity == "error"]

    def conclude(self, built: Built) -> None:
        """Say what was written, and where to open it."""
        if without := built.without_history:
            say(f"stances: {without.told}", without.helps)
        if built.is_empty and self.filters != type(self.filters)():
            say("stances: nothing matches, so the site has no statements")
        page = printable(f"{self.folder.rstrip('/')}/index.html")
        say(f"stances: the site has {_counted(built.files)}; open {page}")


def _counted(files: Committed) -> str:
    """How many files a site has, and what has become of them."""
    done = ((files.added, "new"), (files.replaced, "changed"), (files.removed, "removed"))
    told = ", ".join(f"{number:,} {what}" for number, what in done if number)
    return f"{files.files:,} file{'s' * (files.files != 1)} ({told or 'none of them changed'})"


def _serve(site: _Site, port: int) -> int:
    """Build a site, and serve it; rebuild it on changes, until Ctrl-C."""
    from pathlib import Path  # noqa: PLC0415 - as above

    from stances.site.serve import Server, state_of, watch  # noqa: PLC0415 - slow to import

    corpus = locate(site.ctx, site.options, fall_back=False).folder
    with Server(Path(site.folder).resolve(), port) as server:
        seen = state_of(corpus)
        _, known = site.errors()
        site.conclude(site.build())
        say(f"stances: serving it on {server.address} until Ctrl-C")
        served = _Served(site, server, {*map(_key, known)})
        try:
            with server.running():
                watch(corpus, seen, served.rebuild)
        except KeyboardInterrupt:
            say(f"stances: serving has ended; the site stays in {printable(site.folder)}")
    return INTERRUPTED


def _key(problem: Problem) -> tuple[str, str, str]:
    """What tells a problem from others, wherever it moves in its file."""
    return problem.path, problem.code, problem.message


class _Served:
    """A site that is served, and the errors that its corpus had when it was built."""

    def __init__(self, site: _Site, server: Server, known: set[tuple[str, str, str]]) -> None:
        self._site, self._server, self._known = site, server, known
        self._is_held = False
        """Whether the site is older than the corpus, because of errors."""

    def rebuild(self) -> None:
        """Build the site again, unless the corpus has got new errors, which are written then."""
        try:
            session, errors = self._site.errors()
            if new := [each for each in errors if _key(each) not in self._known]:
                self._refuse(session, new)
                return
            built = self._site.build()
        except StancesError as error:
            say(f"stances: {error}", error.hint)
            self._hold(str(error))
            return
        self._known = {*map(_key, errors)}
        self._server.publish()
        if built.files.changed or self._is_held:
            say(f"stances: the site has {_counted(built.files)}")
        self._is_held = False

    def _hold(self, why: str) -> None:
        """Leave the site as it is, and let its pages say why."""
        self._is_held = True
        self._server.publish(why)

    def _refuse(self, session: Session, errors: list[Problem]) -> None:
        from stances.cli.problem_output import print_problems  # noqa: PLC0415 - there may be none

        print_problems(errors, session, color="auto", err=True)
        number = f"{len(errors)} new error{'s' * (len(errors) > 1)}"
        say(f"stances: the site stays as it was, because of {number} in the corpus")
        first = errors[0]
        where = f"{first.path}:{first.line}: {first.message}"
        self._hold(f"This page is not rebuilt, because of {number}.\n{where}")
