"""`stances agreement`: how far coders agree, on a corpus that three have coded."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Ledger, Run

CODED = Path(__file__).resolve().parents[1] / "data" / "coded"
KEYS = (
    "issue of level coders units readings agreement kappa alpha low high left_out reason"
).split()

Rows = list[dict[str, Any]]


@pytest.fixture
def ask(stances: Run) -> Callable[..., Rows]:
    """The rows of the command, as JSON."""

    def ask(*options: object, data: object = CODED) -> Rows:
        done = stances("agreement", *options, "--format", "json", "--data", data)
        assert (done.returncode, done.stderr) == (0, "")
        assert "NaN" not in done.stdout
        rows: Rows = json.loads(done.stdout)
        return rows

    return ask


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the coded corpus, to be changed."""
    folder = tmp_path / "coded"
    shutil.copytree(CODED, folder)
    return folder


def recorded() -> dict[str, dict[str, str]]:
    """The positions that each coder read, by statement, from the files alone."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(CODED.glob("officials/*.yaml")):
        for each in yaml.safe_load(path.read_text("utf-8"))["statements"]:
            found[f"{path.stem}/{each['id']}"] = {"anna": each["position"]}
    for path in sorted(CODED.glob("codings/*/*.yaml")):
        for id_, coding in yaml.safe_load(path.read_text("utf-8")).items():
            if "position" in coding:
                found[f"{path.stem}/{id_}"][path.parent.name] = coding["position"]
    return found


def alpha(units: list[list[str]]) -> Fraction:
    """Nominal alpha by the definition: pair by pair of readings."""
    observed = Fraction(0)
    for unit in units:
        if len(unit) > 1:
            differ = sum(a != b for a in unit for b in unit)
            observed += Fraction(differ, len(unit) - 1)
    every = [value for unit in units if len(unit) > 1 for value in unit]
    by_chance = Fraction(sum(a != b for a in every for b in every), len(every) - 1)
    return 1 - observed / by_chance


class TestRows:
    def test_have_the_documented_keys(self, ask: Callable[..., Rows]) -> None:
        assert [[*row] for row in ask()] == [KEYS] * 3
        assert [[*row] for row in ask("--by", "coder")] == [["coder", *KEYS]] * 3

    def test_are_each_issue_and_all_of_them(self, ask: Callable[..., Rows]) -> None:
        tram, pays, every = ask()
        assert [tram["issue"], pays["issue"], every["issue"]] == ["harbour-tram", "who-pays", None]
        assert [row["units"] for row in (tram, pays, every)] == [10, 3, 13]
        assert [row["readings"] for row in (tram, pays, every)] == [26, 8, 34]
        assert {row["coders"] for row in (tram, pays, every)} == {3}

    def test_are_what_the_files_say(self, ask: Callable[..., Rows]) -> None:
        tram = ask("--issue", "harbour-tram")[0]
        payers = {"town", "state", "riders"}
        units = [
            [*readings.values()]
            for readings in recorded().values()
            if not payers & {*readings.values()}
        ]
        assert tram["alpha"] == float(alpha(units))
        pairs = [a == b for unit in units for a, b in combinations(unit, 2)]
        assert tram["agreement"] == sum(pairs) / len(pairs)

    def test_count_every_reading_once(self, ask: Callable[..., Rows]) -> None:
        given = sum(len(readings) for readings in recorded().values()) + 1  # a skip
        for options in ((), ("--level", "ordinal"), ("--of", "frames"), ("--of", "scored")):
            every = ask(*options)[-1]
            assert every["readings"] + sum(every["left_out"].values()) == given, options

    def test_say_what_is_left_out(self, ask: Callable[..., Rows]) -> None:
        assert ask()[-1]["left_out"] == {"skipped": 1, "single": 1}
        unscored = ask("--level", "interval")[-1]["left_out"]
        assert unscored == {"skipped": 1, "unscored": 10, "single": 1}
        frames = ask("--of", "frames")[-1]["left_out"]
        assert frames == {"skipped": 1, "single": 1, "no-frame": 8}

    def test_count_readings_of_statements_that_are_in_no_figure(
        self, ask: Callable[..., Rows], copied: Path
    ) -> None:
        path = copied / "officials" / "okafor.yaml"
        text = path.read_text("utf-8")
        first = "  - id: first-the-quays\n"
        path.write_text(text.replace(first, f"{first}    according_to: a neighbour\n"), "utf-8")
        path = copied / "officials" / "moreau.yaml"
        text = path.read_text("utf-8")
        first = "  - id: good-for-work\n"
        dispute = "    disputes: [{about: speaker, note: It was her sister.}]\n"
        path.write_text(
            text.replace(first, f"{first}    status: misattributed\n{dispute}"), "utf-8"
        )
        before, after = ask()[-1], ask(data=copied)[-1]
        assert after["left_out"] == {"hearsay": 3, "misattributed": 3} | before["left_out"]
        assert after["readings"] == before["readings"] - 6
        [clara] = [row for row in ask("--by", "coder", data=copied) if row["coder"] == "clara"]
        assert clara["left_out"] == {"hearsay": 1, "misattributed": 1, "skipped": 1}
        heard = ask("--with-hearsay", data=copied)[-1]["left_out"]
        assert "hearsay" not in heard

    def test_pool_issues_by_chance_within_each(self, ask: Callable[..., Rows]) -> None:
        tram, pays, every = ask()
        assert min(tram["alpha"], pays["alpha"]) < every["alpha"]
        assert every["alpha"] < max(tram["alpha"], pays["alpha"])

    def test_have_an_interval_that_a_seed_decides(self, ask: Callable[..., Rows]) -> None:
        first, again, other = (ask("--seed", seed)[-1] for seed in (1, 1, 2))
        assert first == again
        assert (first["low"], first["high"]) != (other["low"], other["high"])
        assert first["low"] < first["alpha"] <= first["high"]

    def test_take_near_scores_for_near(self, ask: Callable[..., Rows]) -> None:
        nominal, ordinal, interval = (
            ask("--level", level, "--issue", "harbour-tram")[0]
            for level in ("nominal", "ordinal", "interval")
        )
        assert ordinal["alpha"] > nominal["alpha"]
        assert interval["alpha"] > nominal["alpha"]
        assert ordinal["units"] == nominal["units"] - 1  # that which is left open


class TestUndefined:
    def test_is_null_with_a_reason_where_all_are_the_same(self, ask: Callable[..., Rows]) -> None:
        pays = ask("--of", "scored")[1]
        assert [pays[key] for key in ("agreement", "kappa", "alpha", "low", "high")] == [
            *(1.0, None, None, None, None)
        ]
        assert pays["reason"] == "all readings are the same, which leaves alpha and kappa undefined"

    def test_interval_is_null_where_nothing_differs(self, ask: Callable[..., Rows]) -> None:
        [row] = ask("--faction", "traders", "--issue", "harbour-tram")
        assert (row["alpha"], row["low"], row["high"]) == (1.0, None, None)
        assert row["reason"].startswith("no readings differ")

    def test_interval_is_null_where_too_many_resamples_have_no_alpha(
        self, ask: Callable[..., Rows]
    ) -> None:
        pays = ask()[1]
        assert (pays["low"], pays["high"]) == (None, None)
        assert "of 1000 resamples have readings of one value alone" in pays["reason"]

    def test_tells_of_an_issue_without_scores(self, ask: Callable[..., Rows]) -> None:
        pays = ask("--level", "ordinal")[1]
        assert (pays["issue"], pays["units"], pays["alpha"]) == ("who-pays", 0, None)
        assert pays["reason"] == (
            "no position has a score, which the level ordinal needs: use nominal"
        )

    def test_is_a_row_and_a_way_on_without_codings(self, stances: Run, ledger: Ledger) -> None:
        folder = ledger()
        done = stances("agreement", "--data", folder, "--format", "json")
        [row] = json.loads(done.stdout)
        assert (row["units"], row["coders"], row["alpha"]) == (0, 0, None)
        assert row["reason"] == "no statement has two readings"
        assert row["left_out"]["single"] == 4
        told = stances("agreement", "--data", folder, "--format", "table").stdout
        assert "No statement has readings of two coders to compare." in told
        assert "stances coding sheet" in told

    def test_is_so_for_a_coder_with_skips_alone(
        self, ask: Callable[..., Rows], copied: Path
    ) -> None:
        shutil.rmtree(copied / "codings" / "ben")
        shutil.rmtree(copied / "codings" / "clara")
        coding = copied / "codings" / "dora" / "lind.yaml"
        coding.parent.mkdir()
        coding.write_text("quiet-market:\n  skip: not a word of the tram\n")
        every = ask(data=copied)[-1]
        assert (every["units"], every["alpha"]) == (0, None)
        assert every["left_out"] == {"skipped": 1, "single": 14}
        [dora] = [row for row in ask("--by", "coder", data=copied) if row["coder"] == "dora"]
        assert dora["reason"] == "no statement has two readings"

    def test_a_position_that_the_codebook_lacks_leaves_out_its_coding(
        self, stances: Run, copied: Path
    ) -> None:
        path = copied / "codings" / "ben" / "lind.yaml"
        path.write_text(path.read_text().replace("position: town", "position: village"))
        done = stances("agreement", "--data", copied, "--format", "json")
        pays = json.loads(done.stdout)[1]
        assert pays["units"] == 2
        assert pays["left_out"]["single"] == 1
        assert "1 coding left out because of problems; see `stances check" in done.stderr
        assert stances("agreement", "--data", copied, "--strict").returncode == 4

    def test_a_file_of_codings_that_cannot_be_read_is_told(
        self, stances: Run, copied: Path
    ) -> None:
        (copied / "codings" / "ben" / "lind.yaml").write_text("quiet-market: [\n")
        done = stances("agreement", "--data", copied, "--format", "json")
        assert json.loads(done.stdout)[-1]["units"] == 9
        assert "1 file of codings left out because of problems" in done.stderr

    @pytest.mark.parametrize("spoilt", ["customers-by-tram: {position: zzz}\n", "[\n"])
    def test_a_first_reading_that_is_left_out_is_not_taken_from_the_record(
        self, stances: Run, copied: Path, spoilt: str
    ) -> None:
        def read() -> dict[str, int]:
            done = stances("agreement", "--by", "coder", "--data", copied, "--format", "json")
            return {row["coder"]: row["readings"] for row in json.loads(done.stdout)}

        before = read()
        path = copied / "codings" / "anna" / "lind.yaml"
        path.parent.mkdir()
        path.write_text("customers-by-tram: {position: opposes}\n")
        assert read() == before
        path.write_text(spoilt)
        assert read()["anna"] < before["anna"]

    @pytest.mark.parametrize("spoil", ["name", "nested", "link", "loop", "file", "official"])
    def test_whole_folders_of_codings_that_are_not_read_are_told(
        self, stances: Run, copied: Path, spoil: str
    ) -> None:
        codings, ben = copied / "codings", copied / "codings" / "ben"
        told = "1 folder of codings"
        if spoil == "name":
            ben.rename(codings / "Ben")
        elif spoil == "nested":
            (ben / "sub").mkdir()
        elif spoil == "link":
            (codings / "zoe").symlink_to("nowhere")
        elif spoil == "official":
            (ben / "lind.yaml").rename(ben / "lindt.yaml")
            told = "1 file of codings"
        else:
            shutil.rmtree(codings)
            codings.symlink_to("codings") if spoil == "loop" else codings.write_text("")
            told = "all codings"
        asked = ("agreement",), ("sql", "SELECT * FROM codings"), ("diff", copied, copied)
        for question in asked:
            done = stances(*question, "--data", copied)
            assert f"stances: {told}" in done.stderr, question
            assert "left out because of problems; see `stances check" in done.stderr, question
            strict = stances(*question, "--data", copied, "--strict")
            assert (strict.returncode, strict.stdout) == (4, ""), question
            assert told in strict.stderr
        assert stances("list", "--data", copied, "--strict").returncode == 0, "as decided"


class TestOf:
    def test_conditions_are_named_or_not(self, ask: Callable[..., Rows]) -> None:
        tram = ask("--of", "conditions")[0]
        # Six statements have three pairs of readings, four have one; ben alone names one in one.
        assert tram["units"] == 10
        assert tram["agreement"] == 20 / 22

    def test_frames_are_decided_one_by_one(self, ask: Callable[..., Rows]) -> None:
        tram = ask("--of", "frames")[0]
        # Two coders, two frames, ten statements; both frames of one are coded otherwise.
        assert (tram["coders"], tram["units"], tram["agreement"]) == (2, 10, 18 / 20)
        jobs, cost = ask("--of", "frames", "--by", "frame", "--issue", "harbour-tram")
        assert (jobs["frame"], cost["frame"]) == ("jobs", "cost")
        assert (jobs["agreement"], cost["agreement"]) == (9 / 10, 9 / 10)

    def test_scored_is_a_question_of_its_own(self, ask: Callable[..., Rows]) -> None:
        tram = ask("--of", "scored")[0]
        assert (tram["units"], tram["alpha"]) == (10, 1.0)


class TestBy:
    def test_faction_has_a_row_for_each(self, ask: Callable[..., Rows]) -> None:
        council, traders = ask("--by", "faction")
        assert (council["faction"], council["issue"], council["units"]) == ("council", None, 9)
        assert (traders["faction"], traders["units"]) == ("traders", 4)

    def test_coder_has_the_pairs_that_each_is_in(self, ask: Callable[..., Rows]) -> None:
        anna, ben, clara = ask("--by", "coder")
        assert [row["coder"] for row in (anna, ben, clara)] == ["anna", "ben", "clara"]
        assert (clara["units"], clara["readings"]) == (8, 8)
        assert clara["left_out"] == {"skipped": 1}
        assert clara["alpha"] < anna["alpha"]
        pairs = [
            readings["clara"] == value
            for readings in recorded().values()
            if "clara" in readings
            for coder, value in readings.items()
            if coder != "clara"
        ]
        assert clara["agreement"] == sum(pairs) / len(pairs)

    def test_two_coders_alone_are_chosen_by_name(self, ask: Callable[..., Rows]) -> None:
        every = ask("--coder", "Anna", "--coder", "ben")[-1]
        assert (every["coders"], every["units"]) == (2, 13)
        one = ask("--coder", "ben")[-1]
        assert (one["units"], one["alpha"]) == (0, None)


class TestDetails:
    def test_disagreements_have_each_reading(self, ask: Callable[..., Rows]) -> None:
        rows = ask("--disagreements")
        differ = {ref for ref, each in recorded().items() if len({*each.values()}) > 1}
        assert {row["ref"] for row in rows} == differ
        for row in rows:
            assert row["value"] == row["position"] == recorded()[row["ref"]][row["coder"]]
        assert all(row["quote"] for row in rows)

    def test_confusion_counts_pairs(self, ask: Callable[..., Rows]) -> None:
        counts = Counter[tuple[str, str]]()
        for readings in recorded().values():
            for pair in combinations(sorted(readings.values()), 2):
                counts[pair] += 1
        rows = ask("--confusion")
        assert {(r["value"], r["other"]): r["observed"] for r in rows if r["observed"]} == counts
        assert all(row["alike"] == (row["value"] == row["other"]) for row in rows)
        for issue in ("harbour-tram", "who-pays"):
            own = [row for row in rows if row["issue"] == issue]
            expected = sum(row["expected"] for row in own)
            assert expected == pytest.approx(sum(row["observed"] for row in own))

    @pytest.mark.parametrize(
        "options", [(), ("--level", "ordinal"), ("--level", "interval"), ("--of", "frames")]
    )
    def test_explanation_adds_up(self, ask: Callable[..., Rows], options: tuple[str, ...]) -> None:
        rows = ask(*options, "--explain")
        assert float(sum(Fraction(row["exact"]) for row in rows)) == ask(*options)[-1]["alpha"]
        for kind, total in (("expected", 1), ("observed", None)):
            own = sum(Fraction(row["exact"]) for row in rows if row["kind"] == kind)
            assert own == total or (total is None and own < 0)

    def test_explanation_has_no_terms_where_alpha_is_undefined(
        self, ask: Callable[..., Rows], stances: Run
    ) -> None:
        options = ("--of", "scored", "--issue", "who-pays", "--explain")
        assert ask(*options) == []
        told = stances("agreement", *options, "--format", "table", "--data", CODED).stdout
        assert told.startswith("Alpha is undefined")


class TestPage:
    def told(self, stances: Run, *options: str) -> str:
        done = stances("agreement", *options, "--format", "table", "--data", CODED)
        assert (done.returncode, done.stderr) == (0, "")
        return " ".join(done.stdout.split())

    def test_opens_with_the_finding(self, stances: Run) -> None:
        told = self.told(stances, "--coder", "anna", "--coder", "ben")
        assert told.startswith("Two coders agree on 12 of 13 statements; alpha 0.90 (0.")
        assert "to 1.00 in 95 of 100 resamples)." in told

    def test_says_what_was_left_out(self, stances: Run) -> None:
        told = self.told(stances)
        assert "Readings left out: 1 skipped by their coder and 1 the only one of their" in told

    def test_of_disagreements_has_words_and_readings(self, stances: Run) -> None:
        told = self.told(stances, "--disagreements")
        assert told.startswith("Readings differ on 3 of 13 statements.")
        assert "a line that brings work is a good line" in told
        assert "ben Conditional; condition: that it brings work" in told

    def test_of_an_explanation_says_what_it_adds_up_to(self, stances: Run) -> None:
        told = self.told(stances, "--explain")
        assert told.startswith("Alpha is 0.77 = 1 - 0.23")
        assert "okafor/ask-the-riders" in told

    def test_of_confusion_counts_pairs(self, stances: Run) -> None:
        told = self.told(stances, "--confusion")
        assert told.startswith("Of 29 pairs of readings of one statement, 23 are the same.")


class TestRefusals:
    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (("--of", "frames", "--level", "ordinal"), "frames has two values without an order"),
            (("--by", "frame"), "by frame goes with frames alone"),
            (("--by", "coder", "--explain"), "--by and --explain cannot be combined"),
            (
                ("--explain", "--disagreements"),
                "--disagreements and --explain cannot be combined",
            ),
            (
                ("--confusion", "--disagreements"),
                "--disagreements and --confusion cannot be",
            ),
            (("--level", "ratio"), "'ratio' is not one of"),
        ],
    )
    def test_are_usage_errors(self, stances: Run, options: tuple[str, ...], message: str) -> None:
        done = stances("agreement", *options, "--data", CODED)
        assert done.returncode == 2
        assert message in " ".join(done.stderr.split())

    def test_name_the_coders_there_are(self, stances: Run) -> None:
        done = stances("agreement", "--coder", "bem", "--data", CODED)
        assert done.returncode == 1
        assert "no coder is called `bem`" in done.stderr
        assert "did you mean `ben`?" in done.stderr


def test_a_pipe_has_the_few_keys(stances: Run) -> None:
    done = stances("agreement", "--data", CODED)
    head, *rows = csv.reader(io.StringIO(done.stdout), delimiter="\t")
    assert head == "issue units readings agreement kappa alpha low high reason".split()
    assert [row[0] for row in rows] == ["harbour-tram", "who-pays", ""]


class TestAReaderOfTheMethod:
    """What somebody who knows the method needs beside the figures."""

    @pytest.mark.parametrize(
        ("options", "named"),
        [
            (("--position", "opposes"), "--position selects"),
            (("--position", "opposes", "--without-disputed"), "--without-disputed select"),
        ],
    )
    def test_is_told_of_filters_that_go_by_the_decided_reading(
        self, stances: Run, options: tuple[str, ...], named: str
    ) -> None:
        done = stances("agreement", *options, "--data", CODED)
        assert done.returncode == 0
        assert f"{named} statements by their decided reading, which distorts" in done.stderr

    def test_is_told_of_words_that_changed_since_they_were_read(
        self, stances: Run, copied: Path
    ) -> None:
        path = copied / "codings" / "ben" / "moreau.yaml"
        read = yaml.safe_load(path.read_text("utf-8"))
        read["good-for-work"]["words"] = ["00000000"]
        path.write_text(yaml.safe_dump(read, allow_unicode=True), "utf-8")
        done = stances("agreement", "--data", copied, "--format", "table")
        told = "1 statement has other words than were read"
        assert f"stances: {told}" in done.stderr
        assert told in done.stdout
        others = ("agreement", "--coder", "anna", "--coder", "clara", "--data", copied)
        assert stances(*others).stderr == "", "nobody's reading here is of other words"
        checked = stances("check", "--select", "ST421", "--data", copied).stdout
        assert "codings/ben/moreau.yaml" in checked

    @pytest.mark.parametrize("level", ["nominal", "interval"])
    def test_can_reckon_terms_again_from_the_table(self, stances: Run, level: str) -> None:
        options = ("--issue", "harbour-tram", "--level", level, "--explain")
        done = stances("agreement", *options, "--data", CODED, "--format", "table")
        _, _, divisor = done.stdout.rpartition("By chance in all: ")
        number, others, quotient = re.findall(r"[\d.]+\d", divisor)
        by_chance = Fraction(number) / int(others)
        assert float(by_chance) == pytest.approx(float(quotient), rel=1e-5)
        rows = json.loads(
            stances("agreement", *options, "--data", CODED, "--format", "json").stdout
        )
        for row in rows:
            term = row["pairs"] * row["weight"] * row["distance"] / float(by_chance)
            assert abs(row["term"]) == pytest.approx(term)
        shown = re.search(r"good-for-work .* (\d+) +1/(\d+) ", done.stdout) or re.search(
            r"good-for-work .* 1/(\d+) ", done.stdout
        )
        assert shown
        assert shown[shown.lastindex or 0] == "2"

    def test_has_pairs_counted_once_in_both_tables(self, ask: Callable[..., Rows]) -> None:
        met: Counter[tuple[str, str]] = Counter()
        for row in ask("--explain"):
            if row["kind"] == "observed":
                met[row["value"], row["other"]] += row["pairs"]
        differ = [row for row in ask("--confusion") if row["observed"] and not row["alike"]]
        assert met == {(row["value"], row["other"]): row["observed"] for row in differ}

    def test_sees_which_of_two_coders_reads_what(
        self, ask: Callable[..., Rows], stances: Run
    ) -> None:
        two = ("--coder", "clara", "--coder", "Anna", "--confusion")
        rows = ask(*two)
        counts = Counter(
            (read["clara"], read["anna"]) for read in recorded().values() if "clara" in read
        )
        assert {(r["value"], r["other"]): r["observed"] for r in rows if r["observed"]} == counts
        assert {(row["coder"], row["other_coder"]) for row in rows} == {("clara", "anna")}
        assert sum(row["expected"] for row in rows) == pytest.approx(counts.total())
        told = stances("agreement", *two, "--data", CODED, "--format", "table").stdout
        assert "clara reads   anna reads" in told
        assert {row["coder"] for row in ask("--confusion")} == {None}
