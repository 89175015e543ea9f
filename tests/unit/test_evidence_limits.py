"""What copies may take, one by one and all together, and what is said of those that take more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pdfs import pdf
from stances import parallel
from stances.evidence import limits
from stances.evidence.copies import Snapshots, Stored, Unread
from stances.evidence.limits import verdicts
from stances.evidence.matching import Hints
from stances.evidence.verdicts import Sought
from stances.parallel import Limits, OverrunError

if TYPE_CHECKING:
    from collections.abc import Callable

    from stances.evidence.verdicts import Verdict

WORDS = "We want our lake"
LARGE = f"<p>{WORDS} back.</p>".encode() + b"<p>No.</p>" * 30_000


def judged(
    name: str, content: bytes, *words: str, snapshots: Snapshots | None = None
) -> list[Verdict] | Unread:
    sought = [Sought(each, None, Hints()) for each in words or [WORDS]]
    found = verdicts(snapshots or Snapshots(None), Stored(Path(name), content), sought)
    return found if isinstance(found, Unread) else list(found)


def refusal(name: str, content: bytes, *words: str, snapshots: Snapshots | None = None) -> str:
    found = judged(name, content, *words, snapshots=snapshots)
    assert isinstance(found, Unread), found
    assert found.refused
    assert found.name == name
    return found.reason


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MEMORY", 2**20)
    monkeypatch.setattr(limits, "_SECONDS", 600)  # memory comes to its limit first, however slowly


class TestProcess:
    """Where the words are looked for, in this process or in one of their own."""

    @pytest.fixture
    def processes(self, monkeypatch: pytest.MonkeyPatch) -> list[Limits]:
        begun: list[Limits] = []

        def limited(work: Callable[[object], object], given: object, limits: Limits) -> object:
            begun.append(limits)
            return work(given)

        monkeypatch.setattr(parallel, "limited", limited)
        return begun

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            pytest.param(LARGE, [WORDS], id="a large copy"),
            pytest.param(LARGE[:100_000], [WORDS] * 1_000, id="very many words"),
            pytest.param(LARGE[:100_000], [f"{WORDS} […] No " * 1_000], id="very long words"),
        ],
    )
    def test_is_one_with_limits_for(
        self, processes: list[Limits], content: bytes, words: list[str]
    ) -> None:
        judged("x.html", content, *words)
        assert processes == [Limits(20, 512 * 2**20)]

    def test_is_this_one_for_an_article(self, processes: list[Limits]) -> None:
        judged("x.html", LARGE[:100_000], *[f"{WORDS} and what else" * 5] * 20)
        assert not processes

    def test_makes_no_difference(self) -> None:
        words = [WORDS, "We want no lake", "No."]
        large, small = judged("x.html", LARGE, *words), judged("x.html", LARGE[:2_000], *words)
        assert isinstance(large, list)
        assert isinstance(small, list)
        assert [each.result for each in large] == ["found", "not-found", "ambiguous"]
        assert large[:2] == small[:2]

    def test_tells_why_a_copy_has_no_text(self) -> None:
        reason = "x.html is not UTF-8: byte 0xff on line 1"
        assert judged("x.html", b"\xff" + LARGE) == Unread(reason, "x.html")

    def test_that_others_end_is_no_refusal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def limited(*_: object) -> None:
            message = "ended with code -9"
            raise ChildProcessError(message)

        monkeypatch.setattr(parallel, "limited", limited)
        reason = "x.html cannot be read: its reader ended with code -9"
        assert judged("x.html", LARGE) == Unread(reason, "x.html")


class TestCopyThatTakesTooMuch:
    def test_time_of_a_text_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """16 MB that would take half a minute, each mark being a piece of the text."""
        monkeypatch.setattr(limits, "_SECONDS", 1)
        reason = "x.html takes more than 1 second to read; store only the part that is quoted, as "
        assert refusal("x.html", b"<q>a" * 2**22) == f"{reason}.txt"

    def test_time_of_words_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A small copy, and words that stand in it almost anywhere, each of them a minute's."""
        monkeypatch.setattr(limits, "_SECONDS", 1)
        sought = [Sought("a", None, Hints(prefix="b b"))] * 1_000
        stored = Stored(Path("x.txt"), b"a " * 100_000)
        found = verdicts(Snapshots(None), stored, sought)
        assert isinstance(found, Unread)
        assert found.reason.startswith("x.txt takes more than 1 second to read; ")

    @pytest.mark.usefixtures("little_memory")
    @pytest.mark.parametrize("name", ["x.html", "x.txt"])
    def test_memory_of_a_text_is_given_up(self, name: str) -> None:
        reason = f"{name} takes more than 1 MiB to read; store only the part that is quoted, as "
        assert refusal(name, b"<q>a" * 2**22) == f"{reason}.txt"


class TestPdfThatTakesTooMuch:
    @pytest.fixture(autouse=True)
    def _pypdf(self) -> None:
        pytest.importorskip("pypdf")

    def test_time_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """49 kB that would take half a minute: the whole of it is one line again and again."""
        monkeypatch.setattr(limits, "_SECONDS", 1)
        content = pdf("ab\n" * 400_000, deflated=True)
        assert len(content) < 50_000
        reason = "x.pdf is a PDF that takes more than 1 second to read; store its text, as .txt"
        assert refusal("x.pdf", content) == reason

    @pytest.mark.usefixtures("little_memory")
    def test_memory_is_given_up(self) -> None:
        reason = "x.pdf is a PDF that takes more than 1 MiB to read; store its text, as .txt"
        assert refusal("x.pdf", pdf("a" * 8 * 2**20, deflated=True)) == reason


class TestAllCopies:
    """A thousand copies that take too much end within minutes."""

    @pytest.fixture
    def given(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        """The seconds that each copy is given, of which none is ever enough."""
        seconds: list[int] = []

        def limited(_: object, __: object, limits: Limits) -> None:
            seconds.append(limits.seconds)
            raise OverrunError("time")

        monkeypatch.setattr(parallel, "limited", limited)
        return seconds

    def test_have_less_time_once_some_are_given_up_and_none_after_many(
        self, given: list[int]
    ) -> None:
        snapshots = Snapshots(None)
        reasons = [refusal("x.html", LARGE, snapshots=snapshots) for _ in range(1_000)]
        assert given == [20] * 8 + [1] * 92
        advice = "store only the part that is quoted, as .txt"
        assert reasons[7] == f"x.html takes more than 20 seconds to read; {advice}"
        assert reasons[8] == (
            f"x.html takes more than 1 second to read, after 8 copies that take too much; {advice}"
        )
        assert set(reasons[100:]) == {
            "x.html is not read: 100 copies before it take too much; see to them first"
        }

    @pytest.mark.usefixtures("given")
    def test_that_are_small_are_read_whatever_the_others_take(self) -> None:
        snapshots = Snapshots(None)
        for _ in range(1_000):
            refusal("x.html", LARGE, snapshots=snapshots)
        assert isinstance(judged("y.html", LARGE[:2_000], snapshots=snapshots), list)

    def test_that_are_read_take_nothing_from_the_others(self) -> None:
        snapshots = Snapshots(None)
        for _ in range(3):
            assert isinstance(judged("x.html", LARGE, snapshots=snapshots), list)
        assert snapshots.given_up == 0
