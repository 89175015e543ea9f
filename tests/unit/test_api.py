from __future__ import annotations

import copy
import json
import pickle
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree  # noqa: ICN001 - its name

import html5lib
import pytest

import stances
from stances.errors import AmbiguousName, NeedsCorpus, NoCorpus, UnknownName, UnusableCorpus

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpora import CorpusBuilder


SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="session")
def loaded(data: Path) -> stances.Corpus:
    return stances.load(data)


def answer(data: Path, *arguments: str) -> object:
    command = [sys.executable, "-c", "from stances.cli import main; main()"]
    options = ["--format", "json", "--data", str(data)]
    done = subprocess.run([*command, *arguments, *options], capture_output=True, check=True)
    return json.loads(done.stdout)


class TestLoad:
    def test_gives_records_by_id(self, loaded: stances.Corpus) -> None:
        rouhani = loaded.officials["rouhani"]
        assert isinstance(rouhani, stances.Official)
        assert rouhani.name == "Hassan Rouhani"
        statement = loaded.statements["rouhani/if-there-is-a-plan"]
        assert isinstance(statement, stances.Statement)
        assert statement.position == "supports"
        assert statement.conditions == [
            "the Americans start to take action against terrorist groups in Iraq"
        ]
        assert isinstance(statement.said, stances.ImpreciseDate)
        assert statement.said.first == "2014-06-12"
        assert isinstance(statement.evidence[0], stances.Evidence)
        source = loaded.sources["wsws-2014-06-21"]
        assert isinstance(source, stances.Source)
        assert source.published.first == "2014-06-21"
        assert isinstance(loaded.codebook, stances.Codebook)

    def test_gives_a_corpus_that_is_whole(self, loaded: stances.Corpus, data: Path) -> None:
        asserted = loaded.meta.assertions
        assert len(loaded.officials) == asserted.officials.minimum == 14
        assert len(loaded.statements) == asserted.statements.minimum
        assert list(loaded.sources) == ["iranwire-2014-06-25", "wsws-2014-06-21"]
        assert loaded.folder == data
        assert loaded.problems == ()

    def test_gives_the_statements_of_each_official(self, loaded: stances.Corpus) -> None:
        statements = [s for official in loaded.officials.values() for s in official.statements]
        assert statements == list(loaded.statements.values())
        assert loaded.officials["jahangiri"].statements == []

    def test_takes_a_path_or_a_text(self, data: Path, loaded: stances.Corpus) -> None:
        assert stances.load(str(data)).statements == loaded.statements


class TestInvalidRecords:
    def test_are_in_no_mapping_and_no_result_but_among_the_problems(
        self, corpus: CorpusBuilder
    ) -> None:
        bad = {"faction": "zzz"}
        corpus.official("jansen", statements=["supports", bad, {"evidence": ["zzz"]}])
        corpus.official("cas", statements=["rejects"], note="").source("herald", lang="Dutch")
        found = stances.load(corpus.folder)
        assert list(found.officials) == ["jansen"]
        assert list(found.statements) == ["jansen/s1"]
        assert [s.id for s in found.officials["jansen"].statements] == ["s1"]
        assert list(found.sources) == ["courier"]
        assert [row["ref"] for row in found.list()] == ["jansen/s1"]
        assert isinstance(found.problems[0], stances.Problem)
        assert {p.code for p in found.problems} == {"ST015", "ST101", "ST104", "ST211"}
        assert list(found.problems) == sorted(found.problems)

    def test_may_be_all_there_are(self, corpus: CorpusBuilder, tmp_path: Path) -> None:
        with pytest.raises(NoCorpus) as caught:
            stances.load(tmp_path / "nowhere")
        assert isinstance(caught.value, stances.StancesError)
        assert caught.value.exit_code == 3
        (tmp_path / "manifest.json").write_text("{}")
        with pytest.raises(NeedsCorpus, match="is only an export of it"):
            stances.load(tmp_path)
        with pytest.raises(UnusableCorpus, match=r"codebook\.yaml") as unusable:
            stances.load(corpus.file("codebook.yaml", "[").folder)
        assert unusable.value.exit_code == 4
        corpus.codebook()
        (corpus.folder / "sources" / "courier.yaml").unlink()
        empty = stances.load(corpus.folder)
        assert (empty.officials, empty.list(), empty.problems) == ({}, [], ())


class TestCorpusMethods:
    def test_list_gives_the_same_rows(self, loaded: stances.Corpus, data: Path) -> None:
        assert loaded.list() == answer(data, "list")
        filtered = loaded.list(faction="military", since="2014-06", until="2014-06-25")
        options = ("--faction", "military", "--since", "2014-06", "--until", "2014-06-25")
        assert filtered == answer(data, "list", *options)
        assert filtered

    def test_summary_gives_the_same_rows(self, loaded: stances.Corpus, data: Path) -> None:
        assert loaded.summary() == answer(data, "summary")
        crossed = loaded.summary(("faction", "position"), without_disputed=True)
        options = ("--by", "faction,position", "--without-disputed")
        assert crossed == answer(data, "summary", *options)

    def test_timeline_gives_the_same_rows(self, loaded: stances.Corpus, data: Path) -> None:
        assert loaded.timeline() == answer(data, "timeline")
        filtered = loaded.timeline(official="rouhani", issue="us-iran-cooperation")
        options = ("--official", "rouhani", "--issue", "us-iran-cooperation")
        assert filtered == answer(data, "timeline", *options)
        assert [row["score"] for row in filtered if row["kind"] == "statement"] == [2, None, 2]
        assert loaded.timeline(shifts=True) == answer(data, "timeline", "--shifts")

    def test_compare_gives_the_same_mapping(self, loaded: stances.Corpus, data: Path) -> None:
        found = loaded.compare("rouhani", "faction:military", position=["supports", "rejects"])
        options = ("--position", "supports", "--position", "rejects")
        assert found == answer(data, "compare", "rouhani", "faction:military", *options)

    def test_report_gives_the_same_mapping(self, loaded: stances.Corpus, data: Path) -> None:
        assert loaded.report() == answer(data, "report")
        found = loaded.report(within=3, faction="military", min_sources=1)
        options = ("--faction", "military", "--min-sources", "1", "--within", "3")
        assert found == answer(data, "report", *options)

    def test_conflicts_gives_the_same_rows(self, loaded: stances.Corpus, data: Path) -> None:
        assert loaded.conflicts() == answer(data, "conflicts")
        found = loaded.conflicts(within=0, unresolved=False, official="jahangiri")
        assert found == answer(data, "conflicts", "--within", "0", "--official", "jahangiri")
        assert found
        assert loaded.conflicts(unresolved=True) == []

    def test_take_one_value_or_several(self, loaded: stances.Corpus) -> None:
        both = loaded.list(official=["Rouhani", "zarif"])
        assert {row["official"] for row in both} == {"rouhani", "zarif"}
        assert loaded.list(official="Rouhani") == [r for r in both if r["official"] == "rouhani"]

    def test_take_dates_as_text_or_read(self, loaded: stances.Corpus) -> None:
        read = stances.parse_date("2014-06-18")
        assert loaded.list(since=read) == loaded.list(since="2014-06-18")
        assert len(loaded.list(since=read, certain=True)) < len(loaded.list(since=read))
        with pytest.raises(stances.InvalidDate):
            loaded.list(since="18 June")

    def test_take_numbers_and_truths(self, loaded: stances.Corpus) -> None:
        assert {row["match_certain"] for row in loaded.list(min_sources=1)} >= {1}
        assert loaded.list(min_sources=9) == []

    def test_take_one_key_to_group_by_or_several(self, loaded: stances.Corpus) -> None:
        assert loaded.summary("faction") == loaded.summary(["faction"]) == loaded.summary()
        with pytest.raises(stances.StancesError):
            loaded.summary("zzz")

    def test_refuse_a_range_that_begins_or_ends_nowhere(self, loaded: stances.Corpus) -> None:
        with pytest.raises((stances.StancesError, ValueError)):
            loaded.list(until="2014/..")
        with pytest.raises((stances.StancesError, ValueError)):
            loaded.list(since="../2014")

    def test_refuse_a_filter_that_there_is_not(self, loaded: stances.Corpus) -> None:
        with pytest.raises(TypeError, match="there is no filter 'factions'; there is certain, "):
            loaded.list(factions="military")  # type: ignore[call-arg]

    def test_say_which_filter_is_meant(self, loaded: stances.Corpus) -> None:
        for ask in (loaded.list, loaded.summary, loaded.report, loaded.chart):
            with pytest.raises(TypeError, match=r"no filter 'fction'.*did you mean faction"):
                ask(fction="military")  # type: ignore[call-arg]
        with pytest.raises(TypeError, match=r"without_disputed$"):
            loaded.list(zzz=1)  # type: ignore[call-arg]

    def test_take_a_day_as_python_has_it(self, loaded: stances.Corpus) -> None:
        days = (date(2014, 6, 18), datetime(2014, 6, 18, 12, 30, tzinfo=UTC))
        expected = loaded.list(since="2014-06-18")
        assert [loaded.list(since=day) for day in days] == [expected, expected]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("since", 2014),
            ("min_sources", "2"),
            ("certain", "no"),
            ("official", ["rouhani", None]),
            ("text", b"x"),
        ],
    )
    def test_refuse_a_value_of_another_type(
        self, loaded: stances.Corpus, name: str, value: object
    ) -> None:
        with pytest.raises(TypeError, match=f"the filter {name} is "):
            loaded.list(**{name: value})  # type: ignore[arg-type]

    def test_are_asked_about_as_the_command_is(self, loaded: stances.Corpus) -> None:
        with pytest.raises(ValueError, match="one key, or two different ones"):
            loaded.summary(by=["faction", "faction"])
        with pytest.raises(ValueError, match="two names or more"):
            loaded.compare("rouhani")

    def test_search_takes_the_filter_on_text_too(self, loaded: stances.Corpus, data: Path) -> None:
        found = loaded.search("Iran", text="cooperation")
        assert found == answer(data, "search", "Iran", "--text", "cooperation")

    def test_diff_takes_the_same_corpus_twice(self, loaded: stances.Corpus) -> None:
        assert loaded.diff(loaded)["changes"] == []

    def test_show_gives_the_same_mapping(self, loaded: stances.Corpus, data: Path) -> None:
        for ref in ("zarif", "nahavandian/nuclear-deal-first", "wsws-2014-06-21"):
            assert loaded.show(ref) == answer(data, "show", ref)
        with pytest.raises(UnknownName):
            loaded.show("zzz")

    def test_refuse_names_that_mean_nobody_or_two(
        self, loaded: stances.Corpus, corpus: CorpusBuilder
    ) -> None:
        with pytest.raises(UnknownName):
            loaded.list(faction="zzz")
        with pytest.raises(UnknownName):
            loaded.compare("rouhani", "zzz")
        for name in ("Piet Jansen", "Anna Jansen"):
            corpus.official(name[:4].lower(), name=name, statements=["supports"])
        with pytest.raises(AmbiguousName):
            stances.load(corpus.folder).summary(official="Jansen")


class TestDocuments:
    @pytest.mark.parametrize(
        ("words", "format_"),
        [
            (("show", "zarif"), "table"),
            (("show", "wsws-2014-06-21"), "yaml"),
            (("compare", "rouhani", "zarif"), "markdown"),
            (("report",), "markdown"),
            (("report",), "html"),
        ],
    )
    def test_are_written_as_the_command_does(
        self, words: tuple[str, ...], format_: str, loaded: stances.Corpus, data: Path
    ) -> None:
        document = getattr(loaded, words[0])(*words[1:])
        command = [sys.executable, "-m", "stances", *words, "--data", str(data)]
        done = subprocess.run(
            [*command, "--format", format_], capture_output=True, check=True, encoding="utf-8"
        )
        assert document.to(format_) == done.stdout

    def test_refuse_a_format_that_there_is_not(self, loaded: stances.Corpus) -> None:
        with pytest.raises(ValueError, match="no format 'csv'; there is markdown, html, json"):
            loaded.report().to("csv")
        with pytest.raises(ValueError, match="no format 'xlsx'"):
            loaded.show("zarif").to("xlsx")

    def test_are_shown_in_a_notebook(self, loaded: stances.Corpus) -> None:
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        [frame] = parser.parseFragment(loaded.report()._repr_html_()).iter("iframe")
        assert frame.get("srcdoc") == loaded.report().to("html")
        assert frame.get("sandbox") == ""
        for document in (loaded.show("zarif"), loaded.diff(loaded)):
            [text] = parser.parseFragment(document._repr_html_()).iter("pre")
            assert "".join(text.itertext()).strip()
            assert len(repr(document)) < 200


class TestCharts:
    def test_are_drawings_of_the_report(self, loaded: stances.Corpus) -> None:
        asked: stances.FilterOptions = {"issue": "us-iran-cooperation", "faction": "executive"}
        chart = loaded.chart(**asked)
        drawn = ElementTree.fromstring(chart.svg)  # noqa: S314 - ours
        assert drawn.tag == f"{SVG}svg"
        texts = {"".join(each.itertext()) for each in drawn.iter(f"{SVG}text")}
        assert {"Hassan Rouhani", "EXECUTIVE"} <= texts
        assert "Ali-Akbar Velayati" not in texts
        report = loaded.report(**asked).to("html")
        plots = re.findall(r'<svg class="plot" role="img".*?</svg>', report)
        assert len(plots) > 4
        assert all(plot in chart.svg for plot in plots)
        assert chart._repr_svg_() == chart.svg

    def test_are_about_the_usual_issue(self, loaded: stances.Corpus) -> None:
        assert loaded.chart().svg == loaded.chart(issue="us-iran-cooperation").svg
        assert loaded.chart().title == loaded.codebook.issues[0].question
        with pytest.raises(ValueError, match="about one issue"):
            loaded.chart(issue=[issue.id for issue in loaded.codebook.issues])

    def test_may_have_nothing_to_draw(self, loaded: stances.Corpus) -> None:
        assert "No statements." in loaded.chart(text="zzz").svg

    def test_are_saved(self, loaded: stances.Corpus, tmp_path: Path) -> None:
        loaded.chart().save(tmp_path / "chart.svg")
        assert (tmp_path / "chart.svg").read_text("utf-8") == loaded.chart().svg

    def test_escape_names(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", name="<b>Jansen & Co</b>", statements=["supports"])
        ElementTree.fromstring(stances.load(corpus.folder).chart().svg)  # noqa: S314 - as above


class TestDisplay:
    def test_is_short(self, loaded: stances.Corpus) -> None:
        told = repr(loaded)
        assert "14 officials, 30 statements, 2 sources, 0 problems" in told
        assert len(told) < 250
        for records in (loaded.officials, loaded.statements, loaded.sources):
            assert len(repr(records)) < 40

    def test_names_the_questions_in_a_notebook(self, loaded: stances.Corpus) -> None:
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        items = [*parser.parseFragment(loaded._repr_html_()).iter("li")]
        assert len(items) == len(loaded.codebook.issues)


class TestStatementRef:
    def test_is_its_key(self, loaded: stances.Corpus) -> None:
        assert all(ref == statement.ref for ref, statement in loaded.statements.items())
        own = [each.ref for official in loaded.officials.values() for each in official.statements]
        assert own == [*loaded.statements]

    def test_stays_with_copies(self, loaded: stances.Corpus) -> None:
        statement = loaded.statements["zarif/hostages-in-lebanon"]
        pickled = pickle.dumps(statement)
        for each in (statement.model_copy(), copy.deepcopy(statement), pickle.loads(pickled)):  # noqa: S301 - ours
            assert (each.ref, each) == (statement.ref, statement)

    def test_is_empty_outside_a_corpus(self) -> None:
        assert stances.Statement(id="x", position="supports").ref == ""


class TestThreads:
    def test_ask_one_corpus(self, data: Path) -> None:
        one, other = stances.load(data), stances.load(data)
        questions: list[Callable[[], object]] = [
            one.list,
            lambda: one.list(official="rouhani"),
            lambda: one.summary(["faction", "position"]),
            lambda: one.timeline(shifts=True),
            lambda: one.search("Iran"),
            lambda: one.sql("SELECT COUNT(*) AS n FROM evidence"),
            lambda: one.queries("list", faction="military"),
            lambda: one.conflicts(official="jahangiri"),
            lambda: one.show("zarif").to("json"),
            lambda: one.diff(other),
            lambda: other.diff(one),
            lambda: [each.ref for each in one.statements.values()],
        ]
        expected = [ask() for ask in questions]
        jobs = [(number + turn) % len(questions) for turn in range(12) for number in range(8)]
        with ThreadPoolExecutor(8) as pool:
            found = [*pool.map(lambda job: questions[job](), jobs)]
        assert found == [expected[job] for job in jobs]

    def test_may_end_before_the_corpus(self, data: Path) -> None:
        with ThreadPoolExecutor(1) as pool:
            corpus = pool.submit(stances.load, data).result()
        assert corpus.list()
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(corpus.list).result() == corpus.list()
            del corpus


class TestPackage:
    def test_names_what_is_public(self) -> None:
        assert set(dir(stances)) == {*stances.__all__, "__version__"}
        for name in stances.__all__:
            assert getattr(stances, name).__name__ == name

    def test_has_nothing_else(self) -> None:
        with pytest.raises(AttributeError, match="module 'stances' has no attribute 'zzz'"):
            stances.zzz  # noqa: B018
        assert not hasattr(stances, "Role")


class TestNetwork:
    def test_gives_what_the_command_gives(self, loaded: stances.Corpus) -> None:
        corpus = loaded
        [edge] = corpus.network(official=["rouhani", "zarif"], measure="subtract", min_weight=0)
        assert (edge["one"], edge["other"], edge["weight"]) == ("rouhani", "zarif", 0.0)
        terms = corpus.network(explain=("Zarif", "rouhani"), normalize="product")
        assert [*terms[0]] == [*terms.columns]
        [tie] = corpus.network(measure="two-mode", official="velayati")
        assert (tie["concept"], tie["total"]) == ("us-iran-cooperation", 1)
        windows = corpus.network(window="30d", since="2014-06", until="2014-06")
        assert {row["from"] for row in windows} == {"2014-06-01"}
        assert corpus.network(min_weight="99") == []

    @pytest.mark.parametrize(
        ("options", "error", "message"),
        [
            ({"measure": "congrunce"}, stances.StancesError, "congrunce"),
            ({"of": "frame"}, stances.StancesError, "frame"),
            ({"window": "0d"}, ValueError, "is no time at all"),
            ({"window": 0}, ValueError, "window is 1 or more"),
            ({"window": 1.5}, TypeError, "window is a whole number"),
            ({"step": 7}, ValueError, "give window too"),
            ({"min_statements": 0}, ValueError, "min_statements is 1 or more"),
            ({"min_weight": float("nan")}, ValueError, "`nan` is no weight"),
            ({"measure": "two-mode", "normalize": "average"}, ValueError, "is not normalized"),
            ({"window": 7, "explain": ("zarif", "rouhani")}, ValueError, "in one network"),
            ({"explain": ("zarif", "zarif")}, stances.StancesError, "are one official"),
            ({"fction": "military"}, TypeError, "there is no filter 'fction'"),
        ],
    )
    def test_refuses_what_has_no_sense(
        self,
        options: dict[str, Any],
        error: type[Exception],
        message: str,
        loaded: stances.Corpus,
    ) -> None:
        with pytest.raises(error, match=message):
            loaded.network(**options)


class TestCodings:
    """Whose readings a question is asked of."""

    @pytest.fixture
    @staticmethod
    def coded(corpus: CorpusBuilder) -> stances.Corpus:
        corpus.official("bo", statements=["supports", "opposes"])
        corpus.official("cy", statements=["rejects"], faction="mayor")
        text = "s1: {position: rejects}\ns2: {skip: another question}\n"
        return stances.load(corpus.file("codings/anna/bo.yaml", text).folder)

    def test_are_those_of_a_coder(self, coded: stances.Corpus) -> None:
        rows = [(row["ref"], row["position"], row["coder"]) for row in coded.list(coding="Anna")]
        assert rows == [("bo/s1", "rejects", "anna"), ("cy/s1", "rejects", "tests")]
        assert [row["ref"] for row in coded.timeline(coding="anna")] == ["bo/s1", "cy/s1"]
        assert [row["ref"] for row in coded.search("words", coding="anna")] != []
        assert coded.conflicts(coding="anna") == []
        assert [row["mean"] for row in coded.summary(coding="anna")] == [-2.0, -2.0]
        assert [row["mean"] for row in coded.summary(coding="decided")] == [-2.0, 0.5]

    def test_are_those_of_a_document_in_each_format(self, coded: stances.Corpus) -> None:
        found = coded.compare("bo", "cy", coding="anna")
        assert found["issues"][0]["distance"] == 0.0
        assert "Rejects" in found.to("table")
        assert "+2 Supports" not in found.to("table")
        for format_ in ("table", "markdown"):
            assert found.to(format_).startswith("As coded by anna, who read 1 of 3 statements")
        told = coded.report(coding="anna")
        assert told["about"]["coding"]["read"] == 1
        assert "As coded by anna, who read 1 of 3 statements" in told.to("markdown")
        assert "Left out as skipped by anna" in told.to("markdown")

    def test_are_all_of_them_for_figures(self, coded: stances.Corpus) -> None:
        rows = coded.summary("official", coding="all")
        own = {row["coding"]: row["mean"] for row in rows if row["official"] == "bo"}
        assert own == {"decided": 0.5, "anna": -2.0, "lowest": -2.0, "highest": 0.5}
        assert rows.columns[:3] == ("issue", "official", "coding")
        found = coded.compare("bo", "cy", coding="all")
        assert {row["distance"] for row in found["rows"]} == {0.0, 2.5}
        edges: list[Any] = [*coded.network(coding="all")]
        assert [(row["coding"], row["weight"]) for row in edges] == [
            ("decided", 0.75),
            ("anna", 1.0),
            ("lowest", 0.75),
            ("highest", 1.0),
        ]
        assert {row["actors"] for row in coded.camps(coding="all")} == {2}
        assert "Distance: 2.50 (0.00 to 2.50)" in found.to("table")

    def test_are_of_somebody(self, coded: stances.Corpus) -> None:
        with pytest.raises(UnknownName, match="no coder is called `ann`"):
            coded.list(coding="ann")
        with pytest.raises(ValueError, match="'all' is for the figures of summary"):
            coded.list(coding="all")
        with pytest.raises(ValueError, match="codings are a table"):
            coded.queries("list", coding="anna")
        with pytest.raises(TypeError, match="coverage counts words"):
            coded.coverage("copies", coding="anna")
        with pytest.raises(TypeError, match="coding is a text, and not 3"):
            coded.list(coding=3)  # type: ignore[arg-type]

    def test_leave_the_corpus_as_decided(self, coded: stances.Corpus) -> None:
        before = coded.list()
        with ThreadPoolExecutor(4) as pool:
            names = ("anna", "decided", "tests") * 6
            found = [*pool.map(lambda name: coded.list(coding=name), names)]
        assert found[1::3] == [before] * 6
        assert found[::3] == [coded.list(coding="anna")] * 6
        assert coded.list() == before
