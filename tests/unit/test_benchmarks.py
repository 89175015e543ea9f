"""What the benchmarks conclude from times; the times here are made up."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks import run as harness
from benchmarks.growth import worst
from benchmarks.measures import MEASURES, Measure
from benchmarks.page import write
from benchmarks.peers import Peer
from benchmarks.places import SHIPPED, Places, Size
from benchmarks.plain import counted
from benchmarks.quotes import QUOTES, article, quotes
from benchmarks.results import Result, result
from benchmarks.table import last_line, tables
from benchmarks.timing import Job, JobFailed, Sample, run, run_side, side_by_side
from worst_inputs import Case

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.timing import Side

SIZE = Size(1_000)
LARGER = Size(10_000)


def measure(bar: float | None = 0.5, limit: int | None = None, peer: Peer | None = None) -> Measure:
    bars = {} if bar is None else {SIZE: bar}
    return Measure("row", "ours", "theirs", lambda _: ((), ()), bars, peer=peer, limit=limit)


def measured(*pairs: tuple[float, float], bar: float | None = 0.5, at: Size = SIZE) -> Result:
    samples = [(Sample(ours, 1), Sample(theirs, 1)) for ours, theirs in pairs]
    return Result(measure(bar), at, samples)


def python(code: str, *, inside: bool = False) -> Job:
    return Job((sys.executable, "-c", code), inside=inside)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A hundred statements."""
    return Places(tmp_path_factory.mktemp("benchmarks"), Size(100))


class TestResult:
    def test_is_the_ratio_of_the_medians(self) -> None:
        assert measured((1, 10), (3, 10), (100, 1)).ratio == pytest.approx(3 / 10)

    def test_tells_between_what_the_middle_half_of_the_rounds_lies(self) -> None:
        rounds = [(ratio, 1.0) for ratio in (5, 1, 4, 2, 3)]
        assert measured(*rounds).quartiles == (2, 4)

    def test_has_quartiles_of_one_round_too(self) -> None:
        assert measured((3, 4)).quartiles == (0.75, 0.75)

    @pytest.mark.parametrize(("ours", "missed"), [(0.49, False), (0.5, False), (0.51, True)])
    def test_is_missed_above_the_bar(self, ours: float, missed: bool) -> None:  # noqa: FBT001 - of the table
        assert measured((ours, 1)).is_missed is missed

    def test_is_not_judged_at_a_size_that_the_bar_is_not_for(self) -> None:
        found = measured((9, 1), at=LARGER)
        assert (found.bar, found.is_missed, found.ratio) == (None, False, 9)

    def test_is_not_judged_without_a_bar(self) -> None:
        assert not measured((9, 1), bar=None).is_missed

    @pytest.mark.parametrize(("held", "missed"), [(250, False), (251, True)])
    def test_of_memory_is_held_against_the_limit(self, held: int, missed: bool) -> None:  # noqa: FBT001 - of the table
        found = Result(measure(1, limit=250), SIZE, [(Sample(99, held), Sample(0, 0))])
        assert (found.ratio, found.is_missed) == (held / 250, missed)


class TestRow:
    def test_whose_peer_is_missing_names_it_and_misses_nothing(self, places: Places) -> None:
        peer = Peer("nothing-is-called-so", "ask around")
        found = result(measure(peer=peer), places, 1)
        assert found.unmeasured == "nothing-is-called-so is not installed: ask around"
        assert not found.is_missed

    def test_whose_program_fails_is_missed_and_says_why(self, places: Places) -> None:
        bad = python("import sys; sys.exit('no such thing')")
        broken = Measure("row", "", "", lambda _: ((bad,), (bad,)), {places.size: 1.0})
        found = result(broken, places, 1)
        assert found.is_missed
        assert "no such thing" in str(found.unmeasured)

    def test_is_measured_up_to_the_largest_corpus_that_it_has_a_bar_for(self) -> None:
        assert measure().is_for(SIZE)
        assert measure().is_for(Size(10))
        assert not measure().is_for(LARGER)
        assert not measure().is_for(SHIPPED)
        assert not measure().is_for(Size(1_000, "one official"))

    def test_without_a_bar_is_measured_up_to_a_size(self) -> None:
        without = Measure("row", "", "", lambda _: ((), ()), most=1_000)
        assert without.is_for(SIZE)
        assert not without.is_for(LARGER)

    def test_of_a_lopsided_corpus_is_measured_on_others_of_its_kind(self) -> None:
        lopsided = Measure("row", "", "", lambda _: ((), ()), {Size(2_500, "one official"): 1.0})
        assert lopsided.is_for(Size(100, "one official"))
        assert not lopsided.is_for(Size(2_500, "one source"))
        assert not lopsided.is_for(Size(2_500))


class TestRunning:
    def test_in_turn_after_one_run_that_does_not_count(self) -> None:
        ours, theirs = (python("ours"),), (python("theirs"),)
        order: list[str] = []

        def note(side: Side) -> Sample:
            order.append(side[0].argv[-1])
            return Sample(len(order), 0)

        pairs = side_by_side(ours, theirs, 2, note)
        assert order == ["ours", "theirs", "ours", "theirs", "theirs", "ours"]
        assert [(mine.seconds, other.seconds) for mine, other in pairs] == [(3, 4), (6, 5)]

    def test_adds_the_times_of_a_side_and_takes_the_most_memory(self) -> None:
        small = python("print(1.5)", inside=True)
        large = python("bytearray(90_000_000); print(2)", inside=True)
        found = run_side((large, small))
        assert found.seconds == 3.5
        assert found.bytes > 90_000_000

    def test_counts_the_memory_of_children(self) -> None:
        child = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
        job = Job((sys.executable, "-c", child, "bytearray(120_000_000)"))
        assert run(job).bytes > 120_000_000

    def test_tells_what_a_failed_program_said(self) -> None:
        with pytest.raises(JobFailed, match="ended with 7: oh no"):
            run(python("import sys; print('oh no', file=sys.stderr); sys.exit(7)"))

    def test_does_first_what_is_not_timed(self, tmp_path: Path) -> None:
        job = Job((sys.executable, str(tmp_path / "x.py")), before=(tmp_path / "x.py").touch)
        run(job)


class TestExitCode:
    @pytest.fixture
    def exit_code(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, float]:
        """What ours takes in each row, of a yardstick that takes a second."""
        times: dict[str, float] = {}

        def made_up(row: Measure, places: Places, rounds: int) -> Result:
            assert rounds == 1
            seconds = times.get(row.name, 0.01)
            pairs = [(Sample(seconds, int(seconds * 1e6)), Sample(1, 1))]
            return Result(row, places.size, pairs)

        monkeypatch.setattr(harness, "result", made_up)
        monkeypatch.setattr(harness, "on_two_cores", lambda: None)
        monkeypatch.chdir(tmp_path)
        return times

    ARGUMENTS = ("--rounds", "1", "--folder", ".")
    BARS = sum(len(each.bars) for each in MEASURES)

    def test_is_0_if_every_bar_is_met(
        self, exit_code: dict[str, float], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert exit_code == {}
        assert harness.main(self.ARGUMENTS) == 0
        assert capsys.readouterr().out.endswith(f"{self.BARS} of {self.BARS} bars met\n")

    @pytest.mark.parametrize("name", [each.name for each in MEASURES if each.bars])
    def test_is_1_if_any_is_missed(
        self, exit_code: dict[str, float], capsys: pytest.CaptureFixture[str], name: str
    ) -> None:
        exit_code[name] = 1000
        assert harness.main(self.ARGUMENTS) == 1
        number = next(len(each.bars) for each in MEASURES if each.name == name)
        missed = f"missed: {', '.join([name] * number)}"
        assert (
            f"\n{self.BARS - number} of {self.BARS} bars met; {missed}\n" in capsys.readouterr().out
        )

    @pytest.mark.parametrize("name", [each.name for each in MEASURES if not each.bars])
    def test_is_0_if_others_are_quicker_where_there_is_no_bar(
        self, exit_code: dict[str, float], name: str
    ) -> None:
        exit_code[name] = 1000
        assert harness.main(self.ARGUMENTS) == 0


class TestTable:
    def test_shows_ratio_spread_bar_and_verdict(self) -> None:
        row = tables([measured((0.2, 0.5), (0.3, 0.5), (0.4, 0.5))]).splitlines()[4]
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells == [
            *("row", "ours", "300.0 ms", "theirs", "500.0 ms"),
            *("0.60", "0.50–0.70", "0.50", "MISSED", "0 : 0"),
        ]

    def test_names_under_it_what_is_not_measured(self) -> None:
        missing = Result(measure(), SIZE, (), "jq is not installed: apt-get install jq")
        assert "- `row`: jq is not installed: apt-get install jq" in tables([missing]).splitlines()
        assert last_line([missing]) == "0 of 1 bars met; not measured: row"

    def test_is_written_to_a_page_that_keeps_what_people_wrote(self, tmp_path: Path) -> None:
        page = tmp_path / "performance.md"
        write(page, [measured((1, 4))])
        page.write_text(page.read_text("utf-8").replace("To be written.", "On reading."), "utf-8")
        write(page, [measured((1, 3))])
        text = page.read_text("utf-8")
        assert "0.33–0.33" in text
        assert "0.25–0.25" not in text
        assert text.endswith("## What the time is spent on\n\nOn reading.\n")


class TestBothSides:
    def test_count_the_same_with_thirty_plain_lines(self, places: Places) -> None:
        job = places.stances("summary", "--by", "faction,position", "--format", "json")
        run(job, places.made / "summary.json")
        rows = json.loads((places.made / "summary.json").read_text("utf-8"))
        ours = {(row["faction"], row["position"]): row["statements"] for row in rows}
        assert {key: number for key, number in ours.items() if number} == counted(places.corpus)

    @pytest.mark.parametrize("name", ["faction", "faction-jq", "faction-sqlite"])
    def test_list_the_same_of_a_faction(self, places: Places, name: str) -> None:
        row = next(each for each in MEASURES if each.name == name)
        if row.peer and not row.peer.version:
            pytest.skip(f"{row.peer.name} is not installed")
        ours, theirs = (answer(side[0], places.made / "answer") for side in row.sides(places))
        refs = [sorted(str(each["ref"]) for each in side) for side in (ours, theirs)]
        assert refs[0] == refs[1] != []
        if name != "faction-sqlite":  # which has lists as text, and the evidence in a table
            assert {*ours[0]} == {*theirs[0]}

    def test_are_given_files_by_hand_that_say_the_same(self, places: Places) -> None:
        assert counted(places.by_hand) == counted(places.corpus)

    def test_find_the_quotes_in_the_copy(self) -> None:
        text = article()
        assert 1_000_000 <= len(text.encode()) < 1_000_100
        assert len(set(quotes(text))) == QUOTES

    def test_are_told_apart_by_an_edit_that_the_next_takes_back(self, places: Places) -> None:
        official = places.corpus / "officials" / "official-000000.yaml"
        before = official.read_text("utf-8")
        places.edit()
        edited = official.read_text("utf-8")
        places.edit()
        assert edited != before == official.read_text("utf-8")

    def test_have_a_repository_that_has_nothing_to_commit(self, places: Places) -> None:
        command = ["git", "-C", str(places.repository), "status", "--porcelain"]
        assert subprocess.run(command, capture_output=True, check=True).stdout == b""


def answer(job: Job, output: Path) -> list[dict[str, object]]:
    run(job, output)
    text = output.read_text("utf-8")
    if text.startswith("["):
        return list(json.loads(text))
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("text", ["0", "x", "100,,1000", "-3"])
def test_sizes_that_are_none_are_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        harness.main(["--statements", text])
    assert "--statements" in capsys.readouterr().err


class TestGrowth:
    def test_shows_of_each_loop_the_input_that_grows_most(self) -> None:
        """The clock here is the work itself."""
        now = 0.0

        def takes(power: int) -> Case:
            def work(n: int) -> None:
                nonlocal now
                now += n**power

            return Case(lambda n: n, work, 10)

        cases = {
            "loop: a": takes(1),
            "loop: b": takes(2),
            "loop: c": takes(1),
            "other: a": takes(1),
        }
        found = [(each.entry, each.ratio) for each in worst(cases, lambda: now)]
        assert found == [("loop: b", 4), ("other: a", 2)]
