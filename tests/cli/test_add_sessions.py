"""Sessions of `stances add` with second thoughts: back, cut off and taken up, pasted passages."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import pexpect
import pytest
import yaml

from folders import contents
from terminals import interrupted, started

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from .conftest import Ledger

    Session = Callable[..., pexpect.spawn[str]]

COPY = """\
“We want our quiet lake back,” said Anna Adler. Only if the state pays, she added.

“We were not asked. Nobody came.

“So we will not go,” Bruno Brandt said. On Monday he had said: “Over my dead body.”
"""
BACK, CTRL_B, CTRL_C, ENTER = "<", "\x02", "\x03", ""
SAID = "Said on [../2021-06-10, by 10 June 2021]: "
TO_POSITION = [
    ("Source (or new) [nama]: ", "2"),
    ("Words, copied from the source: ", "Over my dead body, never"),
    ("Keep these words? [y/N]: ", "y"),
    ("Form: ", "quote"),
    (SAID, "2021-06-08"),
]
"""Of a statement by Brandt, up to the position."""


@pytest.fixture
def folder(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STANCES_CACHE_DIR", str(tmp_path / "cache"))
    return ledger({"snapshots/gazette.txt": COPY})


@pytest.fixture
def session(program: Path, folder: Path) -> Session:
    """Adds to the corpus from a terminal."""

    def begin(*arguments: str, width: int = 80) -> pexpect.spawn[str]:
        env = {"PAGER": "cat", "INPUTRC": os.devnull}
        return started(program, "add", *arguments, cwd=folder, env=env, width=width)

    return begin


def answer(child: pexpect.spawn[str], asked: Iterable[tuple[str, str]]) -> str:
    """Answer questions, and give what was written meanwhile; what ends a line itself gets none."""
    written = ""
    for prompt, text in asked:
        child.expect_exact(prompt)
        written += str(child.before)
        child.send(text if text.endswith((CTRL_B, CTRL_C)) else f"{text}\r")
    return plain(written)


def rest(child: pexpect.spawn[str]) -> str:
    child.expect(pexpect.EOF)
    child.close()
    return plain(str(child.before))


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\r|[\u2067-\u2069]", "", text)


def one_line(text: str) -> str:
    return " ".join(text.split())


def last_of(folder: Path, official: str) -> Any:  # noqa: ANN401 - a statement as it was written
    text = (folder / f"officials/{official}.yaml").read_text("utf-8")
    return yaml.load(text, yaml.BaseLoader)["statements"][-1]  # noqa: S506 - it makes text only


def leave(child: pexpect.spawn[str]) -> str:
    """Press Ctrl-C at the question that is asked; what is said then."""
    written = plain(interrupted(child))
    child.close()
    assert child.exitstatus == 130
    return written.strip().splitlines()[-1]


class TestBack:
    def test_goes_to_each_question_before_with_its_answer(
        self, session: Session, folder: Path
    ) -> None:
        child = session("statement")
        answer(child, [("Official: ", BACK), ("This is the first question.", ENTER)])
        answer(child, [("Official: ", "Bruno Brandt"), *TO_POSITION])
        shown = answer(
            child,
            [
                ("Position: ", CTRL_B),
                ("Said on [2021-06-08]: ", f"2021{CTRL_B}"),  # whatever is typed before it
                ("Form (? lists them) [quote]: ", BACK),
                ("Keep these words? [Y/n]: ", BACK),
                (
                    "Words, copied from the source [Over my dead body, never]: ",
                    "“Over my body,”",
                ),
                ("Keep these words? [Y/n]: ", ENTER),
                ("Form (? lists them) [quote]: ", ENTER),
                ("Said on [2021-06-08]: ", ENTER),
                ("Position: ", "4"),
                ("source also reports [new]: ", ENTER),
                ("Frames, with commas between them (Enter: none): ", "2, 1"),
                ("Anything else, such as venue: Oslo (Enter: no): ", "venue: the port"),
                ("(Enter: no): ", BACK),
                ("(-: no) [venue: the port]: ", "-"),
                ("Id [over-my-body]: ", BACK),
                ("(Enter: no): ", BACK),
                ("Frames, with commas between them (? lists them; -: none) [trade, noise]: ", "?"),
                ("; -: none) [trade, noise]: ", "trade"),
                ("(Enter: no): ", ENTER),
                ("Id [over-my-body]: ", ENTER),
                ("Write this? [Y/n]: ", BACK),
                ("Id [over-my-body]: ", "my-own"),
                ("Write this? [Y/n]: ", ENTER),
            ],
        )
        assert "added brandt/my-own" in rest(child)
        assert shown.count("The outer quotation marks were removed.") == 1
        assert shown.count("1  noise") == 2  # at first, and by `?`
        assert last_of(folder, "brandt") == {
            "id": "my-own",
            "said": "2021-06-08",
            "position": "rejects",
            "frames": ["trade"],
            "evidence": [{"source": "gazette", "form": "quote", "text": "Over my body,"}],
        }

    def test_goes_out_of_a_refusal(self, session: Session, folder: Path) -> None:
        before = contents(folder)
        child = session("statement", "brandt", *("--match", "probable"), width=60)
        more = [("Position: ", "4"), ("[new]: ", ENTER), ("Frames", ENTER), ("Anything", ENTER)]
        told = answer(child, [*TO_POSITION[:-1], ("Said on", "2021-06"), *more, ("Id", ENTER)])
        leaving = ("change an answer (Enter: leave): ", "what?")
        told = answer(child, [leaving, ("(Enter: leave): ", BACK)])
        assert "match: error[" in told
        assert contents(folder) == before
        more = [("Id", BACK), ("Anything", "evidence_note: No day."), ("Anything", ENTER)]
        answer(child, [*more, ("Id", ENTER), ("Write this? [Y/n]: ", ENTER)])
        rest(child)
        assert last_of(folder, "brandt")["evidence"][0]["note"] == "No day."

    def test_is_no_answer_of_a_command_that_asks_one_thing(self, session: Session) -> None:
        options = ("--source", "gazette", "--form", "paraphrase", "--text", "On Monday he had said")
        child = session("evidence", "brandt/over-my-dead-body", *options)
        answer(child, [("Write this? [Y/n]: ", BACK), ("answer y or n", "n")])
        assert "nothing was written" in rest(child)


class TestASessionThatWasCutOff:
    def test_is_taken_up_where_it_was(self, session: Session, folder: Path) -> None:
        before = contents(folder)
        child = session("statement", "brandt")
        answer(child, TO_POSITION)
        child.expect_exact("Position: ")
        told = leave(child)
        assert told == ("stances: nothing was written; to continue, run `stances add --resume`")
        assert contents(folder) == before
        # A source that is newer changes what the numbers mean, and not what was answered.
        text = "title: New\npublished: 2021-06-30\nlang: en\n"
        (folder / "sources/zeitung.yaml").write_text(text)
        child = session("--resume", width=60)
        shown = answer(child, [("Position: ", "4"), ("[new]: ", ENTER), ("Frames", ENTER)])
        assert "Source (or new): gazette" in shown
        assert "Words, copied from the source: Over my dead body, never" in shown
        child.expect_exact("Anything else")
        child.close(force=True)  # as a terminal does that is closed
        child = session("--resume")
        answer(child, [("Anything", ENTER), ("Id", ENTER), ("Write", ENTER)])
        rest(child)
        assert last_of(folder, "brandt")["evidence"][0]["source"] == "gazette"
        assert "no session of `stances add` was cut off" in rest(session("--resume"))

    def test_asks_again_what_does_not_fit_any_more(self, session: Session, folder: Path) -> None:
        child = session("statement")
        answer(child, [("Official: ", "brandt"), *TO_POSITION])
        child.expect_exact("Position: ")
        leave(child)
        (folder / "officials/brandt.yaml").unlink()
        child = session("--resume")
        shown = answer(
            child, [("Add brandt as a new official? [y/N]: ", "n"), ("Official: ", "Ad")]
        )
        assert "no official is called `brandt`" in shown
        answer(
            child,
            [
                ("Add Ad as a new official? [y/N]: ", "n"),
                ("Official: ", "Adler"),
                ("Source (or new) [gazette]: ", ENTER),
                ("[Over my dead body, never]: ", ENTER),
                ("Keep these words? [Y/n]: ", ENTER),
                ("Form [quote]: ", ENTER),
            ],
        )
        child.expect_exact("Said on [2021-06-08]: ")
        leave(child)

    def test_may_be_one_of_several_and_of_any_kind(self, session: Session, folder: Path) -> None:
        child = session("source", "herald", "--lang", "en")
        answer(child, [("Title: ", "Boats: a reply")])
        child.expect_exact("Publisher")
        leave(child)
        open_ = session("official")
        answer(open_, [("Name: ", "Carla Conrad")])
        open_.expect_exact("Id [conrad]: ")
        other = session("evidence", "brandt/over-my-dead-body")
        answer(other, [("[nama]: ", "1")])
        other.expect_exact("Words")
        leave(other)
        child = session("--resume")
        listed = answer(child, [("Which one [1]: ", "2")])
        assert "stances add evidence brandt/over-my-dead-body: nama" in listed
        assert "stances add source herald: Boats: a reply" in listed
        assert "Carla Conrad" not in listed  # it goes on
        answer(child, [("Publisher", ENTER), ("Published", "2021-06-11"), ("Address", ENTER)])
        told = answer(child, [("Write", ENTER)])
        assert "`verify` looks for one in snapshots/herald.txt, .html or .pdf" in one_line(told)
        rest(child)
        assert "Boats: a reply" in (folder / "sources/herald.yaml").read_text("utf-8")
        answer(open_, [("", BACK), ("Name [Carla Conrad]: ", "Carla Conrad"), ("Id", ENTER)])
        answer(open_, [("Office", ENTER), ("Write this? [Y/n]: ", "n")])
        assert "your answers, for `stances add official -`" in rest(open_)
        child = session("--resume")
        child.expect_exact("Words")  # the only one, for what is declined is at its end
        leave(child)

    def test_is_the_user_s_alone(self, session: Session, tmp_path: Path) -> None:
        child = session("official")
        answer(child, [("Name: ", "Carla Conrad")])
        child.expect_exact("Id")
        leave(child)
        [kept] = (tmp_path / "cache").glob("*.session")
        assert kept.stat().st_mode & 0o777 == 0o700
        assert (kept / "answers.json").stat().st_mode & 0o777 == 0o600
        (kept / "answers.json").write_text('{"format": 1, "corpus": []}')
        assert "no session of `stances add` was cut off" in rest(session("--resume"))


class TestAPastedPassage:
    @pytest.mark.parametrize("is_marked", [True, False], ids=["marked", "line by line"])
    def test_is_one_answer(self, session: Session, folder: Path, *, is_marked: bool) -> None:
        pasted = "“We were not\r asked. Nobody came.\r\r“So we will not go,”\r"
        if is_marked:
            pasted = f"\x1b[200~{pasted}\x1b[201~"
        child = session("statement", "brandt", width=60)
        answer(child, [("Source (or new) [nama]: ", "2")])
        child.expect_exact("\x1b[?2004h")  # asks the terminal for the marks
        answer(child, [("Words", pasted)])
        if not is_marked:
            answer(child, [("lines so far", "\r.")])
        told = answer(child, [("Form [quote]: ", ENTER), ("Said on", ENTER)])
        assert "2 paragraphs, 11 words, taken as one text" in told
        assert "found on line 3 of gazette.txt, in quotation marks" in told
        assert "The outer quotation marks were removed." in told
        more = [("Frames", ENTER), ("Anything", ENTER), ("Id", ENTER), ("Write", ENTER)]
        answer(child, [("Position: ", "3"), *more])
        rest(child)
        [piece] = last_of(folder, "brandt")["evidence"]
        assert piece["text"] == "We were not asked. Nobody came. So we will not go,"

    def test_may_be_typed_line_by_line(self, session: Session) -> None:
        child = session("statement", "brandt", "--source", "gazette")
        answer(
            child, [("Words", "."), ("to end them:", "Only if"), ("", "the state"), ("", "pays")]
        )
        told = answer(child, [("", ENTER), ("", "."), ("Form [paraphrase]: ", BACK)])
        assert "found on line 1 of gazette.txt" in told
        child.expect_exact("[Only if the state pays]: ")
        leave(child)


class TestASecondSource:
    def test_refuses_a_number_that_is_not_in_the_list_of_sources(self, session: Session) -> None:
        child = session("statement", "Bruno Brandt")
        child.expect_exact("Source (or new) [nama]: ")
        child.send("7\r")
        child.expect_exact("Error: `7` is not in the list; type 1 to 2, an id, or `new`")
        answer(child, [("Source (or new) [nama]: ", "2"), ("Words", CTRL_C)])
        child.expect(pexpect.EOF)

    def test_takes_fifteen_keystrokes_besides_the_words(
        self, session: Session, folder: Path
    ) -> None:
        """Everything that is typed within the program, the reference of the statement too."""
        typed = [
            ("Statement, as official/id: ", "br\t"),
            ("brandt/over-my-dead-body", ""),
            ("Source (or new) [nama]: ", "2"),
            ("Words, copied from the source: ", "\x1b[200~So we will not go\x1b[201~"),
            ("Form [quote]: ", ""),
            ("Match [certain]: ", ""),
            ("Anything else", ""),
            ("Write this? [Y/n]: ", ""),
        ]
        child, keystrokes = session("evidence"), 0
        for prompt, text in typed:
            child.expect_exact(prompt)
            child.send(text if text.endswith("\t") else f"{text}\r")
            keystrokes += len(text) if "\x1b" not in text else 0
            keystrokes += not text.endswith("\t")
        rest(child)
        assert last_of(folder, "brandt")["evidence"][1]["text"] == "So we will not go"
        assert keystrokes == 11

    def test_keeps_a_date_that_says_more(self, session: Session, folder: Path) -> None:
        words = [("[nama]: ", ENTER), ("Words", "only if they all pay, she said"), ("Form", "4")]
        same = [("Position: ", "2"), ("[new]: ", "1"), ("Match", ENTER), ("Anything", ENTER)]
        narrow = "Narrow the date of the statement to 2021-06-04? [y/N]: "
        child = session("statement", "adler")
        shown = answer(child, [*words, ("Said on", "2021-06-04"), *same, (narrow, BACK)])
        assert "2021-06, conditional, gazette: only if the state pays, she added" in shown
        told = answer(child, [("Anything", ENTER), (narrow, ENTER)])
        assert "on 2021-06-04, it was certainly said after adler/quiet-lake" in told
        answer(child, [("Write this? [Y/n]: ", BACK), (narrow, "y"), ("Write", BACK)])
        answer(child, [("statement to 2021-06-04? [Y/n]: ", "n"), ("Write", ENTER)])
        rest(child)
        statement = last_of(folder, "adler")
        assert (statement["said"], statement["evidence"][1]["said"]) == ("2021-06", "2021-06-04")

    def test_can_narrow_the_date_of_the_statement(self, session: Session, folder: Path) -> None:
        options = ("--source", "gazette", "--said", "2021-06-05/2021-07-02")
        child = session("evidence", "adler/with-compensation", *options)
        words = [("Words", "Only if the state"), ("Form", ENTER), ("Match", ENTER)]
        narrow = ("Narrow the date of the statement to 2021-06-05/2021-06-30? [y/N]: ", "y")
        answer(child, [*words, ("Anything", ENTER), narrow, ("Write", ENTER)])
        rest(child)
        statement = last_of(folder, "adler")
        assert statement["said"] == "2021-06-05/2021-06-30"
        assert statement["evidence"][1]["said"] == "2021-06-05/2021-07-02"

    def test_can_dispute_the_date(self, session: Session, folder: Path) -> None:
        child = session("evidence", "adler/with-compensation", "--source", "nama")
        words = [("Words", "pay"), ("Form", "4"), ("Match", ENTER), ("Anything", "said: 2021-05")]
        dispute = ("Add a dispute about the date? [Y/n]: ", ENTER)
        note = ("Note on it [nama has 2021-05, the statement 2021-06.]: ", ENTER)
        answer(child, [*words, ("Anything", ENTER), dispute, note, ("Write", ENTER)])
        rest(child)
        statement = last_of(folder, "adler")
        assert statement["evidence"][1]["said"] == "2021-05"
        note_ = "nama has 2021-05, the statement 2021-06."
        assert statement["disputes"] == [{"about": "date", "note": note_}]


def test_an_official_with_an_office_is_asked_for_its_faction(
    session: Session, folder: Path
) -> None:
    child = session("official", "Carla Conrad", "--role", "Pilot")
    told = answer(
        child, [("Id", ENTER), ("Faction (Enter: none): ", "unknown"), ("none): ", "none")]
    )
    assert "or one of: council, harbour, none" in one_line(told)
    answer(child, [("Write", ENTER)])
    rest(child)
    assert (folder / "officials/conrad.yaml").read_text("utf-8") == (
        "name: Carla Conrad\nroles:\n  - title: Pilot\n"
    )
