"""What anybody finds who asks the corpus that comes with the program."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Run

ROOT = Path(__file__).parents[2]
COPIES = Path(os.environ.get("STANCES_SNAPSHOTS") or ROOT / "snapshots")
"""Where the two articles lie, if they do."""
WSWS, IRANWIRE = "wsws-2014-06-21", "iranwire-2014-06-25"
SPEAKERS = {
    "aboutalebi": "executive",
    "amir-abdollahian": "executive",
    "firouzabadi": "military",
    "jahangiri": "executive",
    "khamenei": "leadership",
    "naghavi-hosseini": "parliament",
    "nahavandian": "executive",
    "research-center": "parliament",
    "rezaee": "leadership",
    "rouhani": "executive",
    "salami": "military",
    "shamkhani": "security",
    "velayati": "leadership",
    "zarif": "executive",
}
# All that stands between quotation marks in the two articles as words of one of the speakers.
QUOTED = {
    ("rouhani", WSWS): """\
“stabilizing”
Any time the Americans start to take action against terrorist groups [in Iraq], we can \
consider that.
""",
    ("shamkhani", WSWS): """\
“untrue”
“psychological warfare.”
“will be bilateral and will not involve a third country.”
""",
    ("shamkhani", IRANWIRE): "“unrealistic”",
    ("firouzabadi", WSWS): """\
Cooperation between Iran and the US will never take place and is meaningless,
“meddling and military intervention,”
“crocodile tears”
“should not receive any attention, as they are still the allies of the sponsors and supporters of \
terrorists in the region.”
"reform their ways,"
"we will confront them."
""",
    ("firouzabadi", IRANWIRE): """\
“meaningless”
the American military interference in Iraq would be for illegitimate purposes. They want to \
nullify Iraqi elections and we must disregard their crocodile tears.
""",
    ("aboutalebi", WSWS): """\
Iran and America,
are the only two countries, from a perspective of regional power, that can peacefully end Iraq’s \
crisis.
""",
    ("naghavi-hosseini", IRANWIRE): """\
“talk about a political conversation to ensure that ISIS remains in Iraq.”
""",
    ("zarif", IRANWIRE): """\
the Secretary-General of the United Nations sent us messages saying that if we help to secure the \
release of the hostages the Americans will show their ‘good intentions’ by which he meant Iranian \
assets would be unblocked and other things. When three of the American hostages were released \
Secretary-General’s envoy in Tehran informed President Hashemi Rafsanjani that the US could not \
fulfill its promises.
""",
}
# All else that stands between quotation marks there, a passage of several lines with it.
OTHERS = {
    WSWS: ["surge", "normalization", "final resolution", "final", "tough decisions"],
    IRANWIRE: ["Mr. Ambassador,", "We Can Do It", "We Can Do It"],
}
FRAGMENTS = [(*said, words) for said, text in QUOTED.items() for words in text.splitlines()]


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, repository: Path) -> None:
    """In the repository, where the corpus is the nearest one."""
    monkeypatch.chdir(repository)


def answer(run: Run, *arguments: str) -> Any:  # noqa: ANN401 - any JSON value
    said = run(*arguments, "--format", "json")
    assert (said.returncode, said.stderr) == (0, "")
    return json.loads(said.stdout)


class TestWhoIsThere:
    def test_all_speakers_of_the_articles_are_and_no_others(self, stances: Run) -> None:
        assert {row["official"] for row in answer(stances, "officials")} == {*SPEAKERS}

    @pytest.mark.parametrize("faction", sorted({*SPEAKERS.values()}))
    def test_each_in_the_faction_it_speaks_for(self, stances: Run, faction: str) -> None:
        found = {row["official"] for row in answer(stances, "list", "--faction", faction)}
        assert found == {
            id_ for id_, own in SPEAKERS.items() if own == faction and id_ != "jahangiri"
        }

    def test_the_research_center_is_an_institution(self, stances: Run) -> None:
        kinds = {row["official"]: row["kind"] for row in answer(stances, "officials")}
        assert {id_ for id_, kind in kinds.items() if kind == "institution"} == {"research-center"}

    def test_the_sources_are_the_two_articles(self, stances: Run) -> None:
        sources = {row["source"]: row for row in answer(stances, "sources")}
        assert {id_: row["published"] for id_, row in sources.items()} == {
            WSWS: "2014-06-21",
            IRANWIRE: "2014-06-25",
        }
        for row in sources.values():
            assert row["authors"]
            assert re.fullmatch("[0-9a-f]{64}", row["sha256"])
            assert row["assessments"] > 5

    @pytest.mark.parametrize(
        ("called", "id_"),
        [
            ("Firoozabadi", "firouzabadi"),
            ("FIROUZABADI", "firouzabadi"),
            ("Hasan Rouhani", "rouhani"),
            ("Naghavi Hosseini", "naghavi-hosseini"),
            ("Amir Abdollahian", "amir-abdollahian"),
            ("amirabdollahian", "amir-abdollahian"),
            ("Research Center", "research-center"),
        ],
    )
    def test_under_every_spelling_of_the_articles(
        self, stances: Run, called: str, id_: str
    ) -> None:
        assert {row["official"] for row in answer(stances, "list", "--official", called)} == {id_}


class TestTheWords:
    @pytest.mark.parametrize(("official", "source", "words"), FRAGMENTS)
    def test_of_every_quotation_are_found_under_their_speaker(
        self, stances: Run, official: str, source: str, words: str
    ) -> None:
        own = answer(stances, "list", "--official", official)
        found = [
            piece
            for row in own
            for piece in row["evidence"]
            if row["official"] == official and piece["source"] == source and words in piece["text"]
        ]
        assert found
        assert {piece["speaker"] for piece in found} == {None}

    def test_of_every_other_quotation_are_declared_with_the_reason(self, stances: Run) -> None:
        for row in answer(stances, "sources"):
            assert [each["text"] for each in row["uncoded"]] == OTHERS[row["source"]]
            assert all(len(each["why"].split()) > 3 for each in row["uncoded"])

    @pytest.mark.skipif(not COPIES.is_dir(), reason="the articles are not committed")
    def test_leave_nothing_of_the_articles(self, stances: Run) -> None:
        options = ("--snapshots", str(COPIES), "--require-all")
        covered = stances("coverage", *options, "--fail-under", "100", "--format", "jsonl")
        assert covered.returncode == 0, covered.stderr
        counted = [json.loads(line) for line in covered.stdout.splitlines()]
        counts = {row["source"]: row["quotations"] for row in counted if row["kind"] == "source"}
        assert counts == {IRANWIRE: 9, WSWS: 18}
        assert stances("verify", *options, "--strict").returncode == 0

    def test_stand_on_one_line_without_what_only_the_stored_copy_has(self, stances: Run) -> None:
        for row in answer(stances, "list"):
            for piece in row["evidence"]:
                assert " ".join(piece["text"].split()) == piece["text"]
                assert "\N{NO-BREAK SPACE}" not in piece["text"]

    def test_of_both_articles_on_one_occasion_are_one_record(self, stances: Run) -> None:
        both = {
            row["official"]
            for row in answer(stances, "list", "--source", WSWS)
            if row["sources"] and {*row["sources"]} == {WSWS, IRANWIRE}
        }
        assert both == {"aboutalebi", "firouzabadi", "nahavandian", "rouhani", "shamkhani"}


class TestAttributedToJahangiri:
    def test_is_listed_and_marked_as_attributed(self, stances: Run) -> None:
        [row] = answer(stances, "list", "--official", "jahangiri")
        assert row["official"] == "aboutalebi"
        assert [
            piece["source"] for piece in row["evidence"] if piece["speaker"] == "jahangiri"
        ] == [IRANWIRE]
        table = stances("list", "--official", "jahangiri", "--format", "table").stdout
        assert "attributed to Eshaq Jahangiri by IranWire, 25 June 2014" in " ".join(table.split())

    def test_is_shown_with_him_in_every_format(self, stances: Run) -> None:
        shown = answer(stances, "show", "jahangiri")
        assert [(row["ref"], row["by"]) for row in shown["attributed"]] == [
            ("aboutalebi/only-two-countries", [IRANWIRE])
        ]
        assert shown["statements"] == []
        flat = stances("show", "jahangiri", "--format", "tsv", "--columns", "ref").stdout
        assert flat.split() == ["ref", "aboutalebi/only-two-countries"]

    def test_counts_in_no_figure_of_his(self, stances: Run) -> None:
        assert answer(stances, "summary", "--official", "jahangiri") == []
        compared = answer(stances, "compare", "jahangiri", "aboutalebi")
        his, theirs = compared["sides"]
        assert [issue["statements"] for issue in his["issues"]] == [0]
        assert [issue["statements"] for issue in theirs["issues"]] == [1]
        assert [issue["distance"] for issue in compared["issues"]] == [None]
        assert [row["ref"] for row in his["attributed"]] == ["aboutalebi/only-two-countries"]
        counts = {row["official"]: row for row in answer(stances, "officials")}
        assert (counts["jahangiri"]["statements"], counts["jahangiri"]["attributed"]) == (0, 1)

    def test_keeps_the_description_as_its_own_words(self, stances: Run) -> None:
        [row] = answer(stances, "list", "--official", "jahangiri")
        told = [piece["text"] for piece in row["evidence"] if piece["speaker"] == "jahangiri"]
        assert "appointment as Iran’s UN envoy was vetoed by the United States" in told[0]
        assert {dispute["about"] for dispute in row["disputes"]} >= {"speaker"}


class TestTheFigures:
    def test_of_a_comparison_are_those_of_the_rows(self, stances: Run) -> None:
        compared = answer(stances, "compare", "rouhani", "shamkhani")
        assert [side["side"] for side in compared["sides"]] == ["rouhani", "shamkhani"]
        for number, issue in enumerate(compared["issues"]):
            means: list[float] = []
            counts: list[int] = []
            for side in compared["sides"]:
                figures = side["issues"][number]
                own = [
                    row["score"]
                    for row in compared["rows"]
                    if (row["side"], row["issue"]) == (side["side"], issue["issue"])
                ]
                scored = [score for score in own if score is not None]
                assert (figures["statements"], figures["scored"]) == (len(own), len(scored))
                assert figures["unscored"] == len(own) - len(scored)
                counts.append(len(scored))
                means += [fmean(scored)] if scored else []
            assert issue["scored"] == sum(counts)
            apart = max(means) - min(means) if all(counts) else None
            assert issue["distance"] == (None if apart is None else pytest.approx(apart))

    def test_of_a_summary_are_those_of_the_rows(self, stances: Run) -> None:
        rows = answer(stances, "list")
        for found in answer(stances, "summary"):
            own = [row for row in rows if row["faction"] == found["faction"]]
            scores: dict[str, list[int]] = {}
            for row in own:
                if row["score"] is not None:
                    scores.setdefault(row["official"], []).append(row["score"])
            assert found["statements"] == len(own)
            assert found["officials"] == len({row["official"] for row in own})
            assert found["scored"] == sum(map(len, scores.values()))
            mean = fmean(map(fmean, scores.values())) if scores else None
            assert found["mean"] == (pytest.approx(mean) if scores else None)

    def test_of_both_articles_all_are_probable_matches_at_most_once(self, stances: Run) -> None:
        for row in answer(stances, "list"):
            assert row["match_certain"] + row["match_probable"] == len(row["sources"])


def test_check_is_clean_without_a_warning(stances: Run) -> None:
    checked = stances("check", "--strict")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith("no problems: 14 officials, 2 sources, ")
    assert checked.stdout.count("\n") == 1
