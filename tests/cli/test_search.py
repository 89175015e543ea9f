"""`stances search` of the corpus that is shipped, and with words that mean something elsewhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Run

HOSTILE = (
    *(
        '"',
        "(",
        ")",
        "NEAR(a b)",
        "a AND b",
        "NOT a",
        "a*",
        "^quiet",
        "ref:adler",
        "{a b}",
        "a + b",
    ),
    *("a'b", "';--", "🚤 lake", "ي ك", "می\u200cگوید", "OR", "quiet OR", "lake -", "x" * 10_000),
    *("quiet " * 1_500, '"quiet', "[]", "\\", "%s %d", "$(ls)"),
)


def rows(run: Run, *arguments: str | Path) -> list[dict[str, Any]]:
    answer = run("search", *arguments, "--format", "json")
    assert (answer.returncode, answer.stderr) == (0, "")
    found: list[dict[str, Any]] = json.loads(answer.stdout)
    return found


class TestTheShippedCorpus:
    @pytest.fixture(autouse=True)
    def here(self, monkeypatch: pytest.MonkeyPatch, repository: Path) -> None:
        monkeypatch.chdir(repository)

    def test_is_searched_in_the_sources_own_spelling(self, stances: Run) -> None:
        found = {row["ref"]: row for row in rows(stances, "us")}
        excerpts = {row["excerpt"][a:b] for row in found.values() for a, b in row["matches"]}
        assert {"US", "U.S"} <= excerpts
        assert "velayati/indirect-only" in found

    def test_words_may_be_given_one_by_one(self, stances: Run) -> None:
        assert rows(stances, "agreement", "nuclear") == rows(stances, "nuclear agreement")
        [row] = rows(stances, '"military intervention"')
        assert (row["ref"], row["rank"]) == ("firouzabadi/crocodile-tears", 1)
        assert row["excerpt_source"] == "wsws-2014-06-21"

    def test_every_filter_goes_with_it(self, stances: Run) -> None:
        assert {row["faction"] for row in rows(stances, "Iran", "--faction", "military")} == {
            "military"
        }

    def test_order_and_number_are_as_asked(self, stances: Run) -> None:
        by_rank = [row["ref"] for row in rows(stances, "Iran")]
        assert [row["rank"] for row in rows(stances, "Iran")][:2] == [1, 2]
        assert [row["ref"] for row in rows(stances, "Iran", "--sort", "ref")] == sorted(by_rank)
        assert [row["ref"] for row in rows(stances, "Iran", "--limit", "3")] == by_rank[:3]
        excerpts = [row["excerpt"] for row in rows(stances, "Iran", "--sort", "excerpt")]
        assert excerpts == sorted(excerpts)
        last = rows(stances, "Iran", "--sort", "-excerpt", "--limit", "1")
        assert [row["excerpt"] for row in last] == excerpts[-1:]

    def test_the_words_are_bold_on_a_terminal_only(self, stances: Run, terminal: Run) -> None:
        shown = terminal("search", "terroris*", env={"PAGER": "cat"}).stdout
        assert "\x1b[1mterrorism\x1b[0m" in shown
        assert "\x1b" not in stances("search", "terroris*", "--format", "table").stdout


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:10]))
def test_no_text_is_an_error_of_the_program(stances: Run, ledger: Ledger, text: str) -> None:
    answer = stances("search", text, "--format", "json", "--data", ledger())
    assert answer.returncode in {0, 2}
    if answer.returncode:
        assert (answer.stdout, "no words to look for" in answer.stderr) == ("", True)
    else:
        assert {row["official"] for row in json.loads(answer.stdout)} <= {
            "adler",
            "brandt",
            "farahi",
        }


def test_persian_is_found_however_it_is_typed(stances: Run, ledger: Ledger) -> None:
    for text in ("ماهيگيران", "ماهیگیران بپرسید", "«از ماهیگیران»"):
        [row] = rows(stances, text, "--data", ledger())
        assert row["ref"] == "farahi/ask-the-fishers"
        assert "ماهیگیران" in row["excerpt"]


RUNS = """\
statements:
  - id: in-one-run
    said: 2021-06-05
    position: opposes
    evidence:
      - {source: gazette, form: quote, text: 中国国家主席習近平は語った, lang: ja}
      - {source: gazette, form: quote, text: 대통령에게는 시간이 없다, lang: ko}
"""


def test_words_are_found_where_no_blanks_are(stances: Run, ledger: Ledger) -> None:
    folder = ledger({"officials/adler/more.yaml": RUNS})
    for text, excerpt, matched in (
        ("習近平", "中国国家主席習近平は語った", "習近平"),
        ("平", "中国国家主席習近平は語った", "平"),
        ("대통령", "대통령에게는 시간이 없다", "대통령에게는"),
    ):
        [row] = rows(stances, text, "--data", folder)
        [[start, end]] = row["matches"]
        assert (row["excerpt"], row["excerpt"][start:end]) == (excerpt, matched)
        answer = stances("list", "--text", text, "--format", "json", "--data", folder)
        assert [each["ref"] for each in json.loads(answer.stdout)] == ["adler/in-one-run"]


def test_it_is_the_same_with_and_without_an_index(stances: Run, ledger: Ledger) -> None:
    folder = ledger()
    kept = [stances("search", "lake OR body", "--data", folder).stdout for _ in range(2)]
    assert {stances("search", "lake OR body", "--no-index", "--data", folder).stdout} == {*kept}
