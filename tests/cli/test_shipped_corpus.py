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
# What the articles have each of them say on each of the six questions, read from the articles: the
# words, by the source, and the position by the codebook's definitions.
COOPERATION, INTERVENTION, CULPRITS = "us-iran-cooperation", "us-intervention", "who-is-behind-it"
IRAN, OPENING, TRUST = "iran-in-iraq", "opening-to-the-west", "us-trust"
SAID = [
    ("rouhani", COOPERATION, "supports", IRANWIRE, "Iran is ready to cooperate with the U.S."),
    ("rouhani", COOPERATION, "supports", IRANWIRE, "if there is a plan in place then some"),
    ("rouhani", COOPERATION, "supports", WSWS, "Any time the Americans start to take action"),
    ("rouhani", COOPERATION, "unstated", WSWS, "all countries should work together"),
    ("rouhani", IRAN, "would-if", WSWS, "Iran would intervene to protect major Shia shrines"),
    ("rouhani", IRAN, "acts", IRANWIRE, "Iran would use all means at the international"),
    ("rouhani", CULPRITS, "election-losers", IRANWIRE, "those who have lost in the elections"),
    ("zarif", COOPERATION, "supports", IRANWIRE, "welcomed the American approach"),
    ("zarif", IRAN, "no-troops", IRANWIRE, "Iran had not sent any troops to Iraq"),
    ("zarif", TRUST, "broke-one", IRANWIRE, "the US could not fulfill its promises"),
    ("aboutalebi", COOPERATION, "supports", WSWS, "arguing for US-Iranian cooperation in Iraq"),
    ("aboutalebi", COOPERATION, "supports", IRANWIRE, "are the only two countries that can solve"),
    ("velayati", COOPERATION, "indirect", IRANWIRE, "it must an indirect one"),
    ("research-center", COOPERATION, "unstated", IRANWIRE, "cooperate with all countries"),
    ("nahavandian", COOPERATION, "conditional", WSWS, "would need to be reached before strategic"),
    ("nahavandian", COOPERATION, "conditional", IRANWIRE, "must first show its good intentions"),
    ("shamkhani", COOPERATION, "opposes", WSWS, "called claims of US-Iranian cooperation “untrue”"),
    ("shamkhani", COOPERATION, "opposes", WSWS, "will not involve a third country"),
    ("shamkhani", COOPERATION, "rejects", IRANWIRE, "called any cooperation “unrealistic”"),
    ("shamkhani", IRAN, "assists", WSWS, "Iranian assistance to Iraq’s government"),
    ("shamkhani", CULPRITS, "america", IRANWIRE, "accused America of using violent extremists"),
    ("firouzabadi", COOPERATION, "rejects", WSWS, "will never take place and is meaningless"),
    ("firouzabadi", COOPERATION, "rejects", IRANWIRE, "cooperation with America “meaningless”"),
    ("firouzabadi", INTERVENTION, "opposes", WSWS, "“meddling and military intervention,”"),
    ("firouzabadi", INTERVENTION, "opposes", IRANWIRE, "would be for illegitimate purposes"),
    ("firouzabadi", CULPRITS, "america-and-allies", WSWS, "still the allies of the sponsors"),
    ("firouzabadi", IRAN, "no-troops", IRANWIRE, "denied that Iran has dispatched military"),
    ("firouzabadi", OPENING, "supports", WSWS, '"we will confront them."'),
    ("khamenei", INTERVENTION, "rejects", IRANWIRE, "opposition to any American intervention"),
    ("khamenei", OPENING, "supports", WSWS, "to support the government's diplomatic offensive"),
    ("khamenei", TRUST, "insincere", IRANWIRE, "this shows Americans were not sincere"),
    ("khamenei", TRUST, "insincere", IRANWIRE, "reproached the reformists for cooperating"),
    ("salami", CULPRITS, "america-and-allies", IRANWIRE, "the collusion of its allies in the"),
    ("rezaee", CULPRITS, "america-and-israel", IRANWIRE, "an American and Zionist scheme"),
    ("rezaee", IRAN, "acts", IRANWIRE, "Iran would not stand on the sidelines"),
    (
        "naghavi-hosseini",
        CULPRITS,
        "america-and-israel",
        IRANWIRE,
        "an American-Israeli conspiracy",
    ),
    ("naghavi-hosseini", CULPRITS, "america-and-israel", IRANWIRE, "to ensure that ISIS remains"),
    ("amir-abdollahian", CULPRITS, "america", IRANWIRE, "to recreate the Syrian civil war in Iraq"),
]
# What they tell of days: the most exact that either says of when the words were spoken.
WEEKS = ("2014-06-11", "2014-06-25")  # IranWire's two weeks before its own day
DAYS = {
    "Any time the Americans": ("2014-06-12", "2014-06-18"),
    "all countries should work": ("2014-06-12", "2014-06-18"),
    "Iran would intervene to": ("2014-06-18", "2014-06-18"),
    "arguing for US-Iranian": ("2014-06-16", "2014-06-16"),
    "are the only two countries that": ("2014-06-16", "2014-06-16"),
    "if there is a plan in place": ("2014-06-12", "2014-06-18"),
    "would need to be reached": ("2014-06-18", "2014-06-18"),
    "must first show its good": ("2014-06-18", "2014-06-18"),
    "called claims of US-Iranian": ("2014-06-11", "2014-06-21"),
    "will not involve a third": ("2014-06-11", "2014-06-21"),
    "Iranian assistance to": ("2014-06-11", "2014-06-21"),
    "will never take place": ("2014-06-18", "2014-06-18"),
    "cooperation with America “": ("2014-06-18", "2014-06-18"),
    "“meddling and military": ("2014-06-16", "2014-06-17"),
    "would be for illegitimate": ("2014-06-16", "2014-06-17"),
    "still the allies of the": ("2014-06-16", "2014-06-17"),
    '"we will confront them."': ("2014-05-21", "2014-05-31"),
    "opposition to any American": ("2014-06-21", "2014-06-22"),
    "to support the government's": ("2013-08-01", "2014-06-21"),
    "this shows Americans": ("2002-01-01", "2014-06-25"),
    "reproached the reformists": ("2002-01-01", "2014-06-25"),
    "the US could not fulfill": (None, "2014-06-25"),
}
# All that stands between quotation marks in the two articles as words of one of the speakers.
QUOTED = {
    ("rouhani", WSWS): """\
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
# What is said there by nobody who is named.
NOBODYS = {
    WSWS: ["Iranian officials have repeatedly pointed"],
    IRANWIRE: [
        "The reformist figures close to Rouhani’s administration want",
        "hardliners in the government believe",
        "Iranian authorities have always said",
        "Iranians do not expect Obama",
    ],
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
            texts = [each["text"] for each in row["uncoded"]]
            quoted, told = OTHERS[row["source"]], NOBODYS[row["source"]]
            assert texts[: len(quoted)] == quoted
            for text, begin in zip(texts[len(quoted) :], told, strict=True):
                assert text.startswith(begin)
            assert all(len(each["why"].split()) > 3 for each in row["uncoded"])

    def test_in_an_authors_voice_are_assessments_and_no_statement(self, stances: Run) -> None:
        query = (
            "SELECT text, subjects.about FROM assessments "
            "JOIN assessment_subjects AS subjects USING (source, number)"
        )
        claims = {(row["text"], row["about"]) for row in answer(stances, "sql", query)}
        for words, about in (
            ("repeatedly signaled their readiness to work with Washington", ["rouhani"]),
            ("signaled that they are ready to work with Washington in “stabilizing”", ["rouhani"]),
            ("are, however, publicly opposing strategic-military cooperation", ["security"]),
            (
                "But there are other influential figures in Iran who do not see any prospect",
                ["shamkhani", "rouhani", "zarif", "jahangiri", "velayati", "research-center"],
            ),
        ):
            for official in about:
                assert any(words in text for text, id_ in claims if id_ == official)
            evidence = [p["text"] for row in answer(stances, "list") for p in row["evidence"]]
            assert not any(words in text for text in evidence)

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
        assert both == {"aboutalebi", "firouzabadi", "nahavandian", "rouhani"}


class TestTheSixQuestions:
    def test_are_those_of_the_codebook(self, stances: Run) -> None:
        asked = [COOPERATION, INTERVENTION, CULPRITS, IRAN, OPENING, TRUST]
        assert [row["id"] for row in answer(stances, "codebook", "issues")] == asked

    @pytest.mark.parametrize(("official", "issue", "position", "source", "words"), SAID)
    def test_are_answered_by_the_words_that_answer_them(  # noqa: PLR0913, PLR0917 - a row each
        self, stances: Run, official: str, issue: str, position: str, source: str, words: str
    ) -> None:
        options = ("--official", official, "--issue", issue)
        found = [
            row
            for row in answer(stances, "list", *options)
            if row["position"] == position
            and any(words in p["text"] for p in row["evidence"] if p["source"] == source)
        ]
        assert len(found) == 1
        known = next((days for begin, days in DAYS.items() if words.startswith(begin)), WEEKS)
        assert (found[0]["said_from"], found[0]["said_to"]) == known

    def test_have_no_other_answer(self, stances: Run) -> None:
        found = {(r["official"], r["issue"], r["position"]) for r in answer(stances, "list")}
        assert found == {(official, issue, position) for official, issue, position, _, _ in SAID}

    def test_are_left_open_only_by_calls_on_all_countries(self, stances: Run) -> None:
        left = answer(stances, "list", "--position", "unstated")
        assert {row["official"] for row in left} == {"rouhani", "research-center"}
        assert all(row["frames"] == ["all-countries"] for row in left)
        assert all("all countries" in row["quote"] for row in left)

    def test_have_the_conditions_that_the_words_name(self, stances: Run) -> None:
        conditions = {
            (row["official"], row["issue"], row["position"]): " ".join(row["conditions"])
            for row in answer(stances, "list")
            if row["conditions"]
        }
        assert {key: text.split() for key, text in conditions.items()}.keys() == {
            ("rouhani", COOPERATION, "supports"),
            ("rouhani", IRAN, "would-if"),
            ("nahavandian", COOPERATION, "conditional"),
        }
        assert (
            "take action against terrorist groups" in conditions["rouhani", COOPERATION, "supports"]
        )
        assert "make good on its threats" in conditions["rouhani", IRAN, "would-if"]
        final = conditions["nahavandian", COOPERATION, "conditional"]
        assert final == "a final agreement on the nuclear issue"

    def test_have_the_other_articles_condition_on_its_evidence(self, stances: Run) -> None:
        own = {
            (row["official"], piece["source"]): " ".join(piece["conditions"])
            for row in answer(stances, "list")
            for piece in row["evidence"]
            if piece["conditions"]
        }
        assert own.keys() == {("nahavandian", IRANWIRE), ("rouhani", IRANWIRE)}
        assert "good intentions in the nuclear negotiations" in own["nahavandian", IRANWIRE]
        assert "plan in place" in own["rouhani", IRANWIRE]


class TestOneOccasion:
    @pytest.mark.parametrize(
        ("official", "first", "second"),
        [
            ("rouhani", "Iran is ready to cooperate", "Any time the Americans"),
            ("rouhani", "all countries should work together", "Any time the Americans"),
            ("shamkhani", "called any cooperation “unrealistic”", "will not involve a third"),
            ("firouzabadi", "“meddling and military intervention,”", "should not receive any"),
            ("rezaee", "would not stand on the sidelines", "American and Zionist scheme"),
            ("zarif", "welcomed the American approach", "had not sent any troops"),
        ],
    )
    def test_has_two_statements(self, stances: Run, official: str, first: str, second: str) -> None:
        rows = {row["ref"]: row for row in answer(stances, "list", "--official", official)}

        def with_words(words: str) -> set[str]:
            return {
                ref
                for ref, row in rows.items()
                if any(words in piece["text"] for piece in row["evidence"])
            }

        assert any(
            other in rows[ref]["same_occasion"] or ref in rows[other]["same_occasion"]
            for ref in with_words(first)
            for other in with_words(second) - {ref}
        )

    def test_of_shamkhanis_help_answers_two_questions_with_the_same_words(
        self, stances: Run
    ) -> None:
        tied = [row for row in answer(stances, "list") if row["words_of"]]
        assert [(row["official"], row["issue"]) for row in tied] == [("shamkhani", IRAN)]
        [base] = [r for r in answer(stances, "list") if r["ref"] == tied[0]["words_of"]]
        assert (base["official"], base["issue"]) == ("shamkhani", COOPERATION)
        assert base["evidence"] == tied[0]["evidence"]

    def test_is_no_change_and_no_contradiction(self, stances: Run) -> None:
        assert answer(stances, "timeline", "--shifts") == []
        kinds = {row["kind"] for row in answer(stances, "conflicts")}
        assert not kinds & {"opposite", "uncorroborated", "tension", "double"}
        assert answer(stances, "conflicts", "--unresolved") == []


class TestWhatIsAmbiguous:
    @pytest.mark.parametrize(
        ("official", "position", "reading"),
        [
            ("firouzabadi", "opposes", "14 June"),
            ("khamenei", "rejects", "Thursday 19 and Friday 20 June"),
            ("amir-abdollahian", "america", "“This country” is ambiguous"),
        ],
    )
    def test_has_the_other_reading_in_its_note(
        self, stances: Run, official: str, position: str, reading: str
    ) -> None:
        [row] = answer(stances, "list", "--official", official, "--position", position)
        assert reading in " ".join(row["note"].split())


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
    @pytest.mark.parametrize(
        ("issue", "distance"),
        [(COOPERATION, 3.5), (INTERVENTION, None), (CULPRITS, None), (IRAN, None)],
    )
    def test_of_a_comparison_are_those_of_the_rows(
        self, stances: Run, issue: str, distance: float | None
    ) -> None:
        """Rouhani stands at +2; Shamkhani at -1 in one article and at -2 in the other."""
        compared = answer(stances, "compare", "rouhani", "shamkhani", "--issue", issue)
        assert {side["side"] for side in compared["sides"]} == {"rouhani", "shamkhani"}
        assert [each["distance"] for each in compared["issues"]] in ([distance], [])
        for side in compared["sides"]:
            own = [row["score"] for row in compared["rows"] if row["side"] == side["side"]]
            scored = [score for score in own if score is not None]
            for figures in side["issues"]:
                assert (figures["statements"], figures["scored"]) == (len(own), len(scored))
                assert figures["unscored"] == len(own) - len(scored)
                assert figures["mean"] == (fmean(scored) if scored else None)

    def test_of_a_comparison_of_all_questions_are_those_of_the_rows(self, stances: Run) -> None:
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
        found = answer(stances, "summary")
        assert len({(each["issue"], each["faction"]) for each in found}) == len(found) == 6 * 5
        for each in found:
            own = [
                row
                for row in rows
                if (row["issue"], row["faction"]) == (each["issue"], each["faction"])
            ]
            scores: dict[str, list[int]] = {}
            for row in own:
                if row["score"] is not None:
                    scores.setdefault(row["official"], []).append(row["score"])
            assert each["statements"] == len(own)
            assert each["officials"] == len({row["official"] for row in own})
            assert each["scored"] == sum(map(len, scores.values()))
            mean = fmean(map(fmean, scores.values())) if scores else None
            assert each["mean"] == (pytest.approx(mean) if scores else None)

    def test_of_both_articles_all_are_probable_matches_at_most_once(self, stances: Run) -> None:
        for row in answer(stances, "list"):
            assert row["match_certain"] + row["match_probable"] == len(row["sources"])


def test_check_is_clean_without_a_warning(stances: Run) -> None:
    checked = stances("check", "--strict")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith("no problems: 14 officials, 2 sources, ")
    assert checked.stdout.count("\n") == 1
