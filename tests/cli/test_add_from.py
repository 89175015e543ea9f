"""`stances add --from SOURCE`: what a stored copy has, passage by passage, on a real terminal."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from stances.evidence.copies import Snapshots
from stances.evidence.proposed_speakers import RULES
from stances.index.store import open_index
from stances.queries import choices
from stances.queries.candidates import candidates
from terminals import started

from .test_shipped_corpus import COPIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pexpect

    from .conftest import Ledger, Run

    Session = Callable[..., "pexpect.spawn[str]"]

ARTICLE = """\
Boats

“Boats are the best of all trams,” said Mayor Adler on Friday. “Nobody drowns in them.”

Bruno Brandt, the minister, denied that a tram was promised. He called rails “a thing of the past”.

The harbour of the town is small. Adler lives beside it.

“No comment,” said a fisherman.
"""
ASKED = "e change, u uncoded, s skip, < back, q leave (Enter: record it): "
BARE = "e record words of it, u uncoded, < back, q leave (Enter: skip it): "
SAID = "Said on [../2021-06-11, by 11 June 2021]: "
FRAMES = "Frames, with commas between them (Enter: none): "
POSITION_AGAIN = "Position (? lists them): "
FRAMES_AGAIN = "Frames, with commas between them (? lists them; Enter: none): "


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    source = "title: Boats\npublished: 2021-06-11\nlang: en\n"
    return ledger({"sources/herald.yaml": source, "snapshots/herald.txt": ARTICLE})


@pytest.fixture
def session(program: Path, folder: Path) -> Session:
    def begin(*arguments: str, width: int = 80) -> pexpect.spawn[str]:
        env = {"INPUTRC": os.devnull, "NO_COLOR": "1"}
        return started(program, "add", "--from", *arguments, cwd=folder, env=env, width=width)

    return begin


def answered(child: pexpect.spawn[str], asked: Iterable[tuple[str, str]]) -> str:
    written = []
    for prompt, answer in asked:
        child.expect_exact(prompt)
        written += [child.before or "", prompt]
        child.sendline(answer)
    return clean("".join(written))


def ended(child: pexpect.spawn[str]) -> tuple[int | None, str]:
    written = clean(child.read())
    child.close()
    return child.exitstatus, written


def clean(text: str) -> str:
    text = re.sub("[\u2066-\u2069]", "", text)
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text).replace("\r", "")


def of(folder: Path, path: str) -> Any:  # noqa: ANN401 - whatever the file holds
    return yaml.load((folder / path).read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - text


class TestAWalk:
    def test_records_declares_and_skips(self, session: Session, folder: Path, stances: Run) -> None:
        child = session("herald")
        written = answered(
            child,
            [
                (ASKED, ""),  # the mayor's first words: the speaker is filled in
                *((SAID, ""), ("Position: ", "unstated"), (FRAMES, "")),
                (ASKED, ""),
                *((SAID, ""), (POSITION_AGAIN, "unstated")),
                ("Number of the statement that this source also reports [new]: ", ""),
                (FRAMES_AGAIN, ""),
                (ASKED, "s"),  # what the minister denied
                (ASKED, "u"),
                ("Why it is no statement [not a statement of an official]: ", "On rails."),
                (BARE, ""),
                (ASKED, "u"),
                ("Why it is no statement [On rails.]: ", ""),
            ],
        )
        code, end = ended(child)
        assert code == 0
        assert "[:Boats are the best of all trams,:]” said Mayor Adler" in " ".join(written.split())
        assert "Anna Adler (“Mayor Adler”): “…,” said NAME, right in 95 of 100" in written
        assert "herald: 2 recorded, 2 declared uncoded, 2 skipped, nothing left" in end
        assert "Anna Adler, unstated, ../2021-06-11: “Boats are the best of all trams,”" in written
        totals = re.findall(r"passage (\d) of (\d)", written)
        assert totals == [(str(number), "6") for number in range(1, 7)]
        [*_, first, second] = of(folder, "officials/adler.yaml")["statements"]
        assert [each["evidence"][0]["text"] for each in (first, second)] == [
            "Boats are the best of all trams,",
            "Nobody drowns in them.",
        ]
        uncoded = of(folder, "sources/herald.yaml")["uncoded"]
        assert [each.get("why", each.get("skipped")) for each in uncoded] == [
            "true",
            "On rails.",
            "true",
            "On rails.",
        ]
        assert stances("--data", folder, "check").returncode == 0
        verified = json.loads(stances("--data", folder, "verify", "--format", "json").stdout)
        mine = [row for row in verified if row["source"] == "herald"]
        assert [(row["result"], row["codes"]) for row in mine] == [("found", [])] * 6
        told = stances("--data", folder, "coverage", "herald", "--format", "table").stdout
        assert "4 of 4 quotations coded or declared: 100 %; 2 passages skipped" in told
        assert "Paragraphs that name an official, in which a passage was skipped" in told
        assert "have no evidence" not in told

    def test_goes_on_where_it_was_left(self, session: Session) -> None:
        child = session("herald")
        answered(child, [(ASKED, "s"), (ASKED, "q")])
        code, end = ended(child)
        assert code == 0
        assert "herald: 1 skipped, 5 passages left" in end
        assert "to continue, run `stances add --from herald`" in end
        child = session("herald")
        written = answered(child, [(ASKED, "q")])
        assert "passage 1 of 5" in written
        assert "[:Nobody drowns in them.:]" in " ".join(written.split())
        ended(child)

    def test_asks_again_about_what_was_skipped(self, session: Session, folder: Path) -> None:
        child = session("herald")
        answered(child, [(ASKED, "s"), (ASKED, "q")])
        ended(child)
        child = session("herald", "--skipped")
        answered(
            child,
            [(ASKED, ""), (SAID, ""), ("Position: ", "unstated"), (FRAMES, ""), (ASKED, "q")],
        )
        ended(child)
        assert "uncoded" not in of(folder, "sources/herald.yaml")
        assert len(of(folder, "officials/adler.yaml")["statements"]) == 3

    def test_takes_a_decision_back(self, session: Session, folder: Path) -> None:
        before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
        child = session("herald")
        written = answered(
            child,
            [
                (ASKED, "<"),
                (ASKED, ""),
                (SAID, "2021-06-11"),
                ("Position: ", "unstated"),
                (FRAMES, ""),
                (ASKED, "<"),
                (ASKED, "s"),
                (ASKED, "<"),
                (ASKED, "q"),
            ],
        )
        assert "there is no decision to take back" in written
        assert written.count("[:Boats are the best of all trams,:]") == 4
        assert "herald: 6 passages left" in ended(child)[1]
        assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before

    def test_survives_that_somebody_else_writes(self, session: Session, folder: Path) -> None:
        child = session("herald")
        answered(child, [(ASKED, "s")])
        child.expect_exact(ASKED)
        with (folder / "sources/herald.yaml").open("a", encoding="utf-8") as file:
            file.write("note: Somebody was here.\n")
        child.sendline("<")
        written = answered(child, [(ASKED, "s"), (ASKED, "q")])
        assert "was changed in the meantime" in " ".join(written.split())
        ended(child)
        source = of(folder, "sources/herald.yaml")
        assert (source["note"], len(source["uncoded"])) == ("Somebody was here.", 2)

    def test_writes_nothing_that_has_changed_since_it_was_shown(
        self, session: Session, folder: Path
    ) -> None:
        first, second = session("herald"), session("herald")
        for child in (first, second):
            child.expect_exact(ASKED)
        why = "Why it is no statement [not a statement of an official]: "
        for child, reason in ((first, "One."), (second, "Another.")):
            child.sendline("u")
            answered(child, [(why, reason)])
            child.expect_exact(ASKED)
        assert "This passage was decided in the meantime" in clean(second.before or "")
        copy = folder / "snapshots/herald.txt"
        copy.write_text(ARTICLE.replace("Nobody drowns", "Nobody swims"), "utf-8")
        second.sendline("")
        answered(second, [(SAID, ""), ("Position: ", "unstated"), (FRAMES, ""), (ASKED, "q")])
        first.sendline("q")
        assert "2 passages" not in ended(first)[1] + ended(second)[1]
        assert [each["why"] for each in of(folder, "sources/herald.yaml")["uncoded"]] == ["One."]
        assert "drowns" not in (folder / "officials/adler.yaml").read_text("utf-8")

    @pytest.mark.parametrize(
        ("path", "why"),
        [
            ("snapshots/herald.txt", "cannot go through herald: there is no stored copy"),
            ("sources/herald.yaml", "no source is called `herald`"),
        ],
    )
    def test_says_that_the_source_has_gone(
        self, session: Session, folder: Path, path: str, why: str
    ) -> None:
        child = session("herald")
        child.expect_exact(ASKED)
        (folder / path).unlink()
        child.sendline("s")
        code, written = ended(child)
        assert (code, why in written, "nothing left" in written) == (1, True, False)

    def test_hears_ctrl_b_at_a_passage(self, session: Session) -> None:
        child = session("herald")
        answered(child, [(ASKED, "s")])
        child.expect_exact(ASKED)
        child.send("\x02")
        written = answered(child, [(ASKED, "q")])
        assert "was taken back" in written
        ended(child)

    def test_leaves_out_what_no_file_can_hold(
        self, session: Session, folder: Path, stances: Run
    ) -> None:
        said = "“Rails are {}rotten{} things,” said Mayor Adler.\n\n"
        text = "".join(
            said.format(*marks) for marks in ("\u202e\u202c", "\x07\x07", "\u2067\u2069")
        )
        (folder / "snapshots/herald.txt").write_text(text, "utf-8")
        child = session("herald")
        child.expect_exact(ASKED)
        assert "passage 1 of 1, line 5" in clean(child.before or "")
        child.sendline("")
        answered(child, [(SAID, ""), ("Position: ", "unstated"), (FRAMES, "")])
        assert "2 not asked about" in ended(child)[1]
        done = stances("--data", folder, "verify", "--strict")
        assert "1 found, 0 not found" in done.stdout + done.stderr

    def test_goes_back_to_the_passage_and_within_a_statement(self, session: Session) -> None:
        child = session("herald")
        written = answered(
            child,
            [
                *((ASKED, ""), (SAID, "2021-06-10"), ("Position: ", "<")),
                ("Said on [2021-06-10]: ", "<"),
                (ASKED, "q"),
            ],
        )
        assert written.count("passage 1 of 6") == 2
        assert "herald: 6 passages left" in ended(child)[1]

    def test_changes_a_passage_before_it_is_recorded(self, session: Session, folder: Path) -> None:
        child = session("herald")
        answered(
            child,
            [
                *((ASKED, "s"), (ASKED, "s"), (ASKED, "e")),
                ("Official [brandt]: ", ""),
                ("Words, copied from the source [", "denied that a tram was promised."),
                ("Form [paraphrase]: ", ""),
                (SAID, "2021-06"),
                ("Position: ", "opposes"),
                (FRAMES, ""),
                ("Anything else, such as venue: Oslo (Enter: no): ", "venue: the harbour"),
                ("Anything else, such as venue: Oslo (Enter: no): ", ""),
                ("Id [", "never-promised"),
                (ASKED, "q"),
            ],
        )
        ended(child)
        [*_, last] = of(folder, "officials/brandt.yaml")["statements"]
        assert (last["id"], last["venue"]) == ("never-promised", "the harbour")
        assert last["evidence"][0]["text"] == "denied that a tram was promised."

    @pytest.mark.parametrize("width", [40, 200])
    def test_fits_the_terminal(self, session: Session, width: int) -> None:
        child = session("herald", width=width)
        child.expect_exact("Enter: record it")
        shown = clean(child.before or "")
        assert all(len(line) <= width for line in shown.splitlines())
        child.sendline("q")
        ended(child)

    def test_says_what_a_key_means(self, session: Session) -> None:
        child = session("herald")
        written = answered(child, [(ASKED, "?"), (ASKED, "x"), (ASKED, "q")])
        assert "u: declare that it is not a statement" in " ".join(written.split())
        assert "type one of these letters, or press Enter" in written
        ended(child)

    def test_can_be_left_by_ctrl_c(self, session: Session) -> None:
        child = session("herald")
        answered(child, [(ASKED, "s")])
        child.expect_exact(ASKED)
        child.sendintr()
        code, end = ended(child)
        assert code == 130
        assert "herald: 1 skipped, 5 passages left" in end


class TestWhatIsProposed:
    def walk(self, folder: Path, session: Session, text: str) -> pexpect.spawn[str]:
        (folder / "snapshots/herald.txt").write_text(text, "utf-8")
        return session("herald")

    def test_is_an_unknown_speaker_by_the_printed_name(
        self, session: Session, folder: Path
    ) -> None:
        text = "“We go home,” said Carla Conrad.\n\n“We stay,” said European diplomats.\n"
        child = self.walk(folder, session, text)
        written = answered(
            child,
            [
                *((ASKED, ""), ("Official [Carla Conrad]: ", "")),
                ("Add Carla Conrad as a new official? [Y/n]: ", ""),
                ("Full name [Carla Conrad]: ", ""),
                ("Id [", ""),
                ("Office, such as Minister of Trade (Enter: none): ", ""),
                *((SAID, ""), ("Position: ", "unstated"), (FRAMES, "")),
                *((ASKED, ""), ("Official: ", "<"), (ASKED, "q")),
            ],
        )
        ended(child)
        assert "“Carla Conrad” is no official of this corpus." in written
        assert "“European diplomats” is no official" not in written
        assert of(folder, "officials/conrad.yaml")["name"] == "Carla Conrad"

    def test_is_the_only_official_whom_a_paragraph_names(
        self, session: Session, folder: Path
    ) -> None:
        child = self.walk(folder, session, "Adler lives beside the harbour.")
        answered(child, [(BARE, "e"), ("Official [adler]: ", "<"), (BARE, "q")])
        ended(child)

    def test_is_the_date_before_only_within_a_paragraph(
        self, session: Session, folder: Path
    ) -> None:
        text = (
            "“Boats are fast,” said Mayor Adler. “Trams are slow,” said Mayor Adler.\n\n"
            "“Nobody drowns in them,” said Mayor Adler.\n"
        )
        child = self.walk(folder, session, text)
        answered(
            child,
            [
                *((ASKED, ""), (SAID, "2021-05-03"), ("Position: ", "unstated"), (FRAMES, "")),
                *((ASKED, ""), ("Said on [2021-05-03, 3 May 2021]: ", ""), (POSITION_AGAIN, "<")),
                *(("Said on [2021-05-03, 3 May 2021]: ", "<"), (ASKED, "s")),
                *((ASKED, ""), (SAID, "<"), (ASKED, "q")),
            ],
        )
        ended(child)


def test_a_statement_half_answered_is_asked_again(session: Session, folder: Path) -> None:
    child = session("herald")
    answered(child, [(ASKED, "s"), (ASKED, ""), (SAID, "2021-06")])
    child.expect_exact("Position: ")
    child.sendintr()
    code, end = ended(child)
    assert code == 130
    assert "the answers about the last passage were not kept; it will be shown again" in end
    assert len(of(folder, "officials/adler.yaml")["statements"]) == 2
    child = session("herald")
    written = answered(child, [(ASKED, "q")])
    assert "[:Nobody drowns in them.:]" in " ".join(written.split())
    ended(child)


PAGE = Path(__file__).resolve().parents[2] / "docs" / "add-from.md"


class TestThePage:
    def test_shows_what_a_passage_looks_like(self, session: Session) -> None:
        child = session("herald")
        child.expect_exact(ASKED)
        shown = clean(child.before or "") + ASKED.rstrip()
        child.sendline("q")
        ended(child)
        assert f"```text\n$ stances add --from herald\n{shown}\n```\n" in PAGE.read_text("utf-8")

    def test_has_the_rules_with_their_figures(self) -> None:
        found = re.findall(
            r"^\| (.+) \| (\d+) \| (filled in|a guess)", PAGE.read_text("utf-8"), re.MULTILINE
        )
        told = {shape: (int(right), fills == "filled in") for shape, right, fills in found}
        assert told == {rule.shape: (rule.right, rule.fills) for rule in RULES.values()}


class TestACopy:
    def test_that_is_missing_is_named(self, session: Session, folder: Path) -> None:
        (folder / "snapshots/herald.txt").unlink()
        code, end = ended(session("herald"))
        assert code == 1
        assert "cannot go through herald: there is no stored copy" in end
        assert "snapshots/herald.txt, .html or .pdf" in end

    def test_without_quotations_has_its_reports(self, session: Session, folder: Path) -> None:
        text = "Mayor Adler said that boats are the best of all trams. No more."
        (folder / "snapshots/herald.txt").write_text(text, "utf-8")
        child = session("herald")
        written = answered(child, [(ASKED, "q")])
        assert "passage 1 of 1" in written
        ended(child)

    def test_of_which_all_is_decided_says_so(self, session: Session, folder: Path) -> None:
        (folder / "snapshots/herald.txt").write_text("Nothing at all.", "utf-8")
        code, end = ended(session("herald"))
        assert code == 0
        assert "herald: nothing left" in end

    def test_with_hostile_words_moves_no_cursor(self, session: Session, folder: Path) -> None:
        text = "“Boats\x1b[2J\x07 are \u202e best,” said Mayor Adler. " + "“Ha! " * 300
        (folder / "snapshots/herald.txt").write_text(text, "utf-8")
        child = session("herald")
        child.expect_exact("(Enter: ")
        assert "\x1b[2J" not in (child.before or "")
        assert "\u202e" not in (child.before or "")
        child.sendline("q")
        ended(child)


class TestACommandLine:
    def test_needs_a_terminal(self, stances: Run, folder: Path) -> None:
        answer = stances("--data", folder, "add", "--from", "herald")
        assert answer.returncode == 2
        assert "--from needs a terminal" in answer.stderr
        assert folder.exists()

    @pytest.mark.parametrize(
        "arguments",
        [
            ("add", "--skipped"),
            ("add", "--from", "herald", "--resume"),
            ("add", "--from", "herald", "statement"),
        ],
    )
    def test_that_says_too_little_or_too_much_is_refused(
        self, stances: Run, arguments: tuple[str, ...]
    ) -> None:
        assert stances(*arguments).returncode == 2

    def test_of_an_unknown_source_suggests_one(self, session: Session) -> None:
        code, end = ended(session("heralt"))
        assert code == 1
        assert "did you mean `herald`" in end


@pytest.mark.skipif(not COPIES.is_dir(), reason="the articles are not committed")
def test_all_marked_words_of_officials_in_the_two_articles_are_found() -> None:
    """And whoever is filled in is whom the corpus has, which was coded without this."""
    data = Path(__file__).parents[2] / "data"
    index = open_index(data, None, lambda *_: None)
    index.execute("DELETE FROM evidence")
    index.execute("DELETE FROM uncoded")
    coded = yaml_evidence(data)
    found = 0
    for source in choices.sources(index):
        passages = candidates(index, data, Snapshots(COPIES), source).candidates
        for official, words in coded[source.id]:
            mine = [each for each in passages if overlap(each.text, words)]
            assert mine, words
            found += 1
            wrong = [each for each in mine if each.proposal.is_filled_in]
            assert {each.proposal.official for each in wrong} <= {official}
    assert found >= 12


def yaml_evidence(data: Path) -> dict[str, list[tuple[str, str]]]:
    """The words in quotation marks of each source, with the official whose they are."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(data.glob("officials/*.yaml")):
        official = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - text
        for statement in official.get("statements", ()):
            for piece in statement.get("evidence", ()):
                if piece["form"] in ("quote", "partial-quote"):
                    found.setdefault(piece["source"], []).append((path.stem, piece["text"]))
    return found


def overlap(one: str, other: str) -> bool:
    """Whether two passages have four words in a row in common, or one all of the other."""
    first, second = (re.findall(r"\w+", each.casefold()) for each in (one, other))
    runs = {tuple(first[n : n + 4]) for n in range(max(len(first) - 3, 1))}
    return any(tuple(second[n : n + 4]) in runs for n in range(max(len(second) - 3, 1)))


class TestASpeech:
    """Of an official: the source has one among its authors, and is no article."""

    def test_has_its_sentences_with_the_words_asked_for(
        self, session: Session, folder: Path
    ) -> None:
        source = "title: Speech\nauthors: [bruno brandt]\npublished: 2021-06-11\nlang: en\n"
        (folder / "sources/speech.yaml").write_text(f"{source}kind: speech\n", "utf-8")
        speech = (
            "He said that we are late. “No,” said a fisherman. Boating is dear. We need a boat."
        )
        (folder / "snapshots/speech.txt").write_text(speech, "utf-8")
        child = session("speech", "--text", "boat")
        dated = "Said on [2021-06-11, 11 June 2021]: "
        written = answered(
            child, [(ASKED, ""), (dated, ""), ("Position: ", "opposes"), (FRAMES, ""), (ASKED, "s")]
        )
        code, end = ended(child)
        assert code == 0
        assert "passage 1 of 2" in written
        assert "Bruno Brandt, whose own text this is" in written
        assert "1 recorded, 1 skipped, nothing left" in end
        added = of(folder, "officials/brandt.yaml")["statements"][-1]
        assert added["said"] == "2021-06-11"
        assert added["evidence"] == [
            {"source": "speech", "form": "document", "text": "Boating is dear."}
        ]

    def test_of_words_is_not_asked_for_without_a_source(self, program: Path) -> None:
        child = started(program, "add", "--text", "boat")
        code, end = ended(child)
        assert code == 2
        assert "--text needs --from SOURCE" in end
