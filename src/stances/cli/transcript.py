"""Records the replies of a session of prompts, for going back and for resuming it later.

The questions are asked by one function. To go back, it is run again: the answers before the last
one are given to it silently, and the last one is proposed. What a session that was cut off had
answered is given to it in the same way.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Result = TypeVar("Result")


class Back(Exception):
    """The question before is wanted."""


class Answered(NamedTuple):
    """A question by its label, and its answer as it can be typed; empty for none.

    `is_usual` says that it is what was proposed, which may be something else the next time.
    """

    label: str
    text: str
    is_usual: bool = False


class Transcript:
    """The answers of a session; `keep` is called with all of them after each answer.

    `run` asks. While it does, `prompts` records the answers here, and takes from here those that
    are given already.
    """

    def __init__(
        self,
        given: Iterable[Answered] = (),
        keep: Callable[[Sequence[Answered]], object] = lambda _: None,
        *,
        leaves: bool = False,
    ) -> None:
        self._keep = keep
        self.leaves = leaves
        """Whether one goes back from the first question too, to whoever runs this."""
        self._given = [*given]
        """Those that the run has still to be given."""
        self.answered: list[Answered] = []
        """Those of the questions up to now."""
        self._later: list[Answered] = []
        """Those of questions after these, which are proposed there."""
        self._output: list[Callable[[], object]] = []

    def run(self, ask_all: Callable[[], Result]) -> Result:
        """What a function returns that asks all questions; it is run again to go back."""
        while True:
            try:
                with _in_use(self):
                    return ask_all()
            except Back:
                if not self.answered:
                    raise
                self._later.insert(0, self.answered.pop())
                self._given, self.answered = self.answered, []

    @property
    def is_silent(self) -> bool:
        """Whether the next question may have its answer already, so that nothing is shown."""
        return bool(self._given)

    def put_off(self, write: Callable[[], object]) -> None:
        """Write something when the next question is asked, if that has no answer already."""
        self._output.append(write)

    def given(self, label: str) -> Answered | None:
        """The answer that a question has already; None if it has to be asked.

        If another question was asked here, all answers from here on are only proposed.
        """
        if self._given and self._given[0].label == label:
            return self._given[0]
        self.propose_given()
        return None

    def refuse_given(self) -> None:
        """Ask from here on, because the given answer cannot be taken any more."""
        del self._given[0]
        self.propose_given()

    def propose_given(self) -> None:
        """Ask from here on, and propose the answers that were given already."""
        self._later = self._given + self._later
        self._given = []
        output, self._output = self._output, []
        for write in output:
            write()

    def proposed(self, label: str) -> str:
        """The earlier answer to a question, empty for none."""
        earlier = self._earlier(label)
        return "" if earlier is None or earlier.is_usual else earlier.text

    def record(self, answered: Answered) -> None:
        """Record the answer to a question."""
        if self._given:
            del self._given[0]
            self._output.clear()
        elif (earlier := self._earlier(answered.label)) is not None:
            del self._later[: self._later.index(earlier) + 1]
        self.answered.append(answered)
        self._keep(self.answered + self._given)

    def _earlier(self, label: str) -> Answered | None:
        return next((each for each in self._later if each.label == label), None)


_current: Transcript | None = None


def current() -> Transcript | None:
    """The transcript of the run that is asking now."""
    return _current


@contextmanager
def _in_use(transcript: Transcript) -> Iterator[None]:
    global _current  # noqa: PLW0603 - there is one terminal, and one run that asks on it
    _current = transcript
    try:
        yield
    finally:
        _current = None
