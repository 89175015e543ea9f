"""`stances site`: what it says of a folder, and what it does while it serves one."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import urllib.request
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from folders import contents
from repositories import CorpusInGit
from stances.cli import site as command
from stances.site.manifest import MANIFEST

from .conftest import LEDGER, PROGRAM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpora import CorpusBuilder

    from .conftest import Ledger, Run

PATIENCE = 180
"""Seconds, so that a machine with much else to do passes as well."""
MORE = """\
  - id: louder
    said: 2021-06-09
    position: rejects
    evidence:
      - {source: gazette, form: quote, text: Not a single buoy shall be moved}
"""
OTHER = "name: Otto Other\nstatements:\n" + MORE


class TestSite:
    def test_is_written_and_told(self, stances: Run, ledger: Ledger, tmp_path: Path) -> None:
        data, target = ledger(), tmp_path / "public"
        first = stances("site", target, "--data", data)
        number = len(contents(target)) - 1
        assert (first.returncode, first.stdout) == (0, "")
        assert f"the site has {number} file{'s' * (number > 1)} (" in first.stderr
        assert first.stderr.endswith(f" new); open {target}/index.html\n")
        assert "Motorboats on the lake, June 2021" in (target / "index.html").read_text("utf-8")
        assert (target / MANIFEST).read_text().count("\n") == number

    def test_of_the_same_corpus_is_the_same(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        data = ledger()
        stances("site", tmp_path / "a", "--data", data)
        stances("site", f"{tmp_path}/b/", "--data", data, "--no-index")
        assert contents(tmp_path / "a") == contents(tmp_path / "b")
        again = stances("site", tmp_path / "a", "--data", data)
        assert "(none of them changed)" in again.stderr

    def test_of_an_edited_corpus_is_that_of_the_corpus(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        data = ledger({"officials/other.yaml": OTHER})
        stances("site", tmp_path / "a", "--data", data)
        (data / "officials/other.yaml").unlink()
        (data / "officials/adler.yaml").write_text(LEDGER["officials/adler.yaml"] + MORE)
        assert "changed" in stances("site", tmp_path / "a", "--data", data).stderr
        stances("site", tmp_path / "b", "--data", data)
        assert contents(tmp_path / "a") == contents(tmp_path / "b")

    def test_says_where_stored_copies_have_the_words(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        data, copies, target = ledger(), tmp_path / "copies", tmp_path / "public"
        copies.mkdir()
        copy = copies / "gazette.txt"
        page = target / "officials/adler/quiet-lake.html"
        stances("site", target, "--data", data)
        assert "stored copy" not in page.read_text("utf-8")
        for text, told in (
            ("The baker wants a quiet lake.\n", "not found in the stored copy"),
            ("Lake news\n\n“We want our quiet lake back”\n", "line 3 of the stored copy"),
        ):
            copy.write_text(text, "utf-8")
            stances("site", target, "--data", data, "--snapshots", copies)
            assert told in page.read_text("utf-8")
        source = (target / "sources/gazette/index.html").read_text("utf-8")
        assert "The records have 1 of 1 quotation in its stored copy." in source
        about = (target / "about/index.html").read_text("utf-8")
        assert "Looked for in the stored copies of their sources: 1 found, " in about
        refused = stances("site", target, "--data", data, "--snapshots", tmp_path / "none")
        assert refused.returncode == 3
        assert told in page.read_text("utf-8")

    def test_has_only_what_filters_let_through(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        data = ledger()
        stances("site", tmp_path / "a", "--data", data, "--official", "Mayor Adler")
        stances("site", tmp_path / "b", "--data", data)
        assert b"Over my dead body" not in b"".join(contents(tmp_path / "a").values())
        assert b"Over my dead body" in b"".join(contents(tmp_path / "b").values())
        unknown = stances("site", tmp_path / "c", "--data", data, "--faction", "harbor")
        assert unknown.returncode == 1
        assert "no faction is called `harbor`" in unknown.stderr
        assert not (tmp_path / "c").exists()

    def test_of_nothing_takes_no_place_of_one_with_statements(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        data, target = ledger(), tmp_path / "a"
        asked = ("--data", data, "--min-sources", "9")
        empty = stances("site", target, *asked)
        assert empty.returncode == 0
        assert "stances: nothing matches, so the site has no statements\n" in empty.stderr
        home = (target / "index.html").read_text("utf-8")
        assert "Nothing matches" in home
        assert "recorded" not in home
        stances("site", target, "--data", data)
        before = contents(target)
        refused = stances("site", target, *asked)
        assert refused.returncode == 1
        assert "the site there has statements, and this one would have none" in refused.stderr
        assert f"delete {target} first" in refused.stderr
        assert contents(target) == before

    def test_of_a_part_says_on_every_page_of_which(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        target = tmp_path / "a"
        stances("site", target, "--data", ledger(), "--official", "Mayor Adler")
        pages = [path for path in target.rglob("*.html") if path.name != "404.html"]
        assert len(pages) > 10
        for path in pages:
            words = " ".join(path.read_text("utf-8").split())
            assert "only a part of the corpus: statements by" in words, path

    def test_has_a_sitemap_of_just_the_pages_that_may_be_found(
        self, stances: Run, corpus: CorpusBuilder, tmp_path: Path
    ) -> None:
        past, target = CorpusInGit(corpus, tmp_path), tmp_path / "public"
        past.rename("kraus", "karl-kraus")
        past.commit("Renamed")
        stances("site", target, "--data", past.data, "--base-url", "https://e.org")
        assert 'content="noindex"' in (target / "officials/kraus/s1.html").read_text("utf-8")
        pages = {
            path.relative_to(target).as_posix().removesuffix("index.html")
            for path in target.rglob("*.html")
            if path.name != "404.html" and 'content="noindex"' not in path.read_text("utf-8")
        }
        addresses = re.findall("<loc>(.*)</loc>", (target / "sitemap.xml").read_text("utf-8"))
        assert len(addresses) == len(pages) > 10
        assert {each.removeprefix("https://e.org/") for each in addresses} == pages

    def test_of_a_corpus_with_errors_is_of_what_is_valid(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        data = ledger({"officials/brandt.yaml": "nam: Bruno Brandt\n"})
        done = stances("site", tmp_path / "a", "--data", data)
        assert done.returncode == 0
        assert "1 official left out because of problems; see `stances check" in done.stderr
        assert b"We want our quiet lake back" in b"".join(contents(tmp_path / "a").values())
        strict = stances("site", tmp_path / "b", "--data", data, "--strict")
        assert strict.returncode == 4
        assert not (tmp_path / "b").exists()

    def test_of_a_corpus_that_cannot_be_used_is_as_it_was(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        data = ledger()
        stances("site", tmp_path / "a", "--data", data)
        before = contents(tmp_path / "a")
        (data / "codebook.yaml").write_text("issues: [")
        done = stances("site", tmp_path / "a", "--data", data)
        assert done.returncode == 4
        assert contents(tmp_path / "a") == before

    def test_needs_a_corpus(self, stances: Run, tmp_path: Path) -> None:
        with mock.patch.dict(os.environ):
            os.chdir(tmp_path)
            assert stances("site", "public").returncode == 3
        assert not (tmp_path / "public").exists()

    def test_refuses_a_folder_with_other_files(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine/notes.txt").write_text("mine")
        done = stances("site", tmp_path / "mine", "--data", ledger())
        assert done.returncode == 1
        assert f"stances: cannot write {tmp_path / 'mine'}: it is not empty" in done.stderr
        assert done.stderr.splitlines()[0].endswith("there are notes.txt")
        assert contents(tmp_path / "mine") == {"notes.txt": b"mine"}
        corpus = ledger(at="corpus")
        refused = stances("site", corpus, "--data", corpus)
        assert refused.returncode == 1
        assert "codebook.yaml" in refused.stderr

    @pytest.mark.parametrize(
        ("url", "why"),
        [
            ("example.org", "`example.org` is no web address; write it in full"),
            ("ftp://example.org/", "is no web address"),
            ("https://exa mple.org/", "is no web address"),
            ("https://me:secret@example.org/", "a user name or a password stands in this address"),
            ("https://example.org/?a=b", "it has a query (`?`)"),
            ("https://example.org/#top", "it has a fragment (`#`)"),
            ("javascript:alert(1)", "is no web address"),
            ("", "is no web address"),
            ("/", "such as $CI_PAGES_URL, that is empty"),
        ],
    )
    def test_takes_no_odd_address(self, stances: Run, tmp_path: Path, url: str, why: str) -> None:
        done = stances("site", tmp_path / "a", "--base-url", url)
        assert done.returncode == 2
        assert why in done.stderr
        assert "secret" not in done.stderr

    def test_has_an_address_that_ends_with_a_slash(self) -> None:
        for url in ("https://example.org", "https://example.org/", "https://example.org//"):
            assert command._base_url(mock.Mock(), mock.Mock(), url) == "https://example.org/"  # noqa: SLF001

    def test_is_not_written_to_a_folder_without_a_name(self, stances: Run) -> None:
        assert stances("site", "").returncode == 2
        assert stances("site").returncode == 2


class TestServeOption:
    @pytest.mark.parametrize(
        ("words", "port"),
        [
            ("DIR", None),
            ("DIR --serve", command.PORT),
            ("--serve DIR", command.PORT),
            ("DIR --serve --strict", command.PORT),
            ("DIR --serve 9000", 9000),
            ("--serve 9000 DIR", 9000),
            ("--serve=9000 DIR", 9000),
            ("--serve 0 DIR", 0),
        ],
    )
    def test_may_stand_alone(self, words: str, port: int | None) -> None:
        context = command.command.make_context("site", words.split())
        assert context.params["folder"] == "DIR"
        assert context.params["port"] == port

    @pytest.mark.parametrize("words", ["--serve=x", "--serve=65536", "--serve=-1", "--serve 70000"])
    def test_takes_ports_alone(self, stances: Run, tmp_path: Path, words: str) -> None:
        done = stances("site", tmp_path, *words.split())
        assert done.returncode == 2
        assert not any(tmp_path.iterdir())


class Served:
    """The program while it serves a site, and a browser that looks at its first page."""

    def __init__(self, data: Path, target: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [PROGRAM, "site", target, "--serve", "0", "--data", data, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        line = self.line("serving it on")
        self.address = line.split()[4]

    def line(self, words: str) -> str:
        """The next line on stderr that has these words."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if words in line:
                return line
        raise AssertionError(words)

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as response:  # noqa: S310 - our own
            body: bytes = response.read()
        return body

    def listen(self) -> Iterator[tuple[str, str]]:
        """What the script of the first page is told, from now on."""
        [_, address] = self.get("").decode().split('<script src="/.stances/reload.js')[0:2]
        built = address.partition('"')[0]
        url = f"{self.address}.stances/events{built}"
        response: Any = urllib.request.urlopen(url, timeout=PATIENCE)  # noqa: S310 - as above
        response.readline()  # so that it listens already

        def told() -> Iterator[tuple[str, str]]:
            with response:
                kind = ""
                for line in response:
                    key, _, value = line.decode().strip().partition(": ")
                    kind = value if key == "event" else kind
                    if key == "data":
                        yield kind, value

        return told()

    def end(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        _, rest = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, rest


@pytest.fixture
def served(ledger: Ledger, tmp_path: Path) -> Iterator[Served]:
    served = Served(ledger(), tmp_path / "public")
    yield served
    served.process.kill()
    served.process.communicate()


class TestServe:
    def test_rebuilds_reloads_and_ends(self, served: Served, tmp_path: Path, stances: Run) -> None:
        data, target = tmp_path / "ledger", tmp_path / "public"
        assert served.address.startswith("http://127.0.0.1:")
        page = served.get("index.html")
        assert b"Motorboats on the lake" in page
        assert b".stances/reload.js" in page
        assert b"/.stances/" not in b"".join(contents(target).values())
        told = served.listen()
        (data / "officials/adler.yaml").write_text(LEDGER["officials/adler.yaml"] + MORE)
        assert next(told)[0] == "reload"
        assert "changed" in served.line("the site has")
        code, rest = served.end()
        assert code == 130
        assert rest == f"stances: serving has ended; the site stays in {target}\n"
        assert "none of them changed" in stances("site", target, "--data", data).stderr

    def test_leaves_the_site_while_the_corpus_is_broken(
        self, served: Served, tmp_path: Path
    ) -> None:
        data, target = tmp_path / "ledger", tmp_path / "public"
        before = contents(target)
        told = served.listen()
        (data / "officials/brandt.yaml").write_text("nam: Bruno Brandt\n")
        kind, text = next(told)
        assert kind == "broken"
        assert json.loads(text).startswith(
            "This page is not rebuilt, because of 1 new error.\noffi"
        )
        assert "officials/brandt.yaml:1:1: error[ST" in served.line("error[")
        assert served.line("the site stays").endswith("because of 1 new error in the corpus\n")
        (data / "codebook.yaml").write_text("issues: [")
        assert "codebook.yaml" in json.loads(next(told)[1])
        assert contents(target) == before
        (data / "codebook.yaml").write_text(LEDGER["codebook.yaml"])
        (data / "officials/brandt.yaml").write_text(LEDGER["officials/brandt.yaml"])
        assert next(told) == ("broken", '""')
        assert "(none of them changed)" in served.line("the site has")
        assert contents(target) == before

    def test_of_a_taken_port_says_so_before_anything_is_written(
        self, served: Served, stances: Run, tmp_path: Path
    ) -> None:
        port = served.address.rstrip("/").rpartition(":")[2]
        other = tmp_path / "other"
        done = stances("site", other, "--serve", port, "--data", tmp_path / "ledger")
        assert done.returncode == 1
        assert f"cannot serve on port {port} of 127.0.0.1: Address already in use" in done.stderr
        assert not other.exists()

    def test_ends_with_other_signals_too(self, served: Served) -> None:
        served.process.terminate()
        assert served.process.wait(PATIENCE) == 128 + signal.SIGTERM
