"""How often each rule by which `stances add --from` proposes a speaker is right.

`python -m benchmarks.speakers FOLDER` reads texts that somebody else has marked, one a file. Lines
at the top that begin with `@` are the officials, `@ id: name; alias; = role`. Behind the closing
mark of a quotation stands in braces whom the reader gave it to, as printed: `“…,”{Zarif} Zarif
said`; `{he}` where the text has a pronoun, `{-}` where it is nobody's, `{-the report}` where it is
of no official. No such text is in the repository.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.copies import Copy, ReadText
from stances.evidence.coverage import Asked, coverage_of
from stances.evidence.languages import language
from stances.evidence.meaning import Background
from stances.evidence.mentions import Mentions
from stances.evidence.offset_map import Trace
from stances.evidence.proposed_speakers import RULES, Proposal, Proposer
from stances.evidence.prose import Prose
from stances.evidence.speakers import wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stances.evidence.speakers import Wanted

_MARKER = re.compile(r"\{([^}]*)\}")
_NOBODY, _REPORT = "-", "="


class Marked(NamedTuple):
    """A quotation, whom the reader gave it to, and whom we do; `named` is the reader's official.

    Or, if it `is_report`, a sentence that reports what somebody said.
    """

    text: str
    reader: str
    named: str | None
    proposal: Proposal
    is_report: bool = False

    @property
    def is_judged(self) -> bool:
        """Whether the reader says who spoke: by a name, or that it is nobody's."""
        return self.named is not None or self.reader.startswith(_NOBODY)

    @property
    def is_right(self) -> bool:
        """Whether both say the same."""
        return self.proposal.official == self.named


def quotations(path: Path) -> Iterator[Marked]:
    """The marked quotations of a file, with the speaker that is proposed for each."""
    names, titles, lines = _people(path.read_text("utf-8").splitlines(keepends=True))
    text, readers = _unmarked("".join(lines))
    known = Mentions((id_, name) for id_, called in names.items() for name in called)
    people = {id_: wanted([id_], called, titles[id_]) for id_, called in names.items()}
    copy = Copy(path.name, ReadText(text, text, Trace()))
    passages = coverage_of(copy, [], Asked(frozenset(), known)).passages
    prose = Prose(text, copy.searchable.quotations, language("en"))
    proposer = Proposer(prose, Background(language("en"), known), people)
    before = None
    for each in passages:
        if each.kind != "quotation":
            continue
        proposal = proposer.of_quotation(each.span, before)
        before = each.span, proposal
        reader = readers.get(each.span[1] + 1)
        if reader is not None:
            yield Marked(each.text, reader, _named(reader, known, people), proposal)
    for at, reader in readers.items():
        if reader.startswith(_REPORT):
            number, who = prose.sentence_at(at - 1), reader[1:]
            told = proposer.of_sentence(number)
            proposal = told[1] if told else Proposal()
            sentence = text[slice(*prose.sentences[number])]
            named = _named(who, known, people)
            yield Marked(sentence, who, named, proposal, is_report=True)


def _people(lines: list[str]) -> tuple[dict[str, list[str]], dict[str, list[str]], list[str]]:
    names: dict[str, list[str]] = {}
    titles: dict[str, list[str]] = {}
    while lines and lines[0].startswith("@"):
        id_, _, called = lines.pop(0)[1:].partition(":")
        parts = [part.strip() for part in called.split(";")]
        names[id_.strip()] = [part for part in parts if not part.startswith("=")]
        titles[id_.strip()] = [part[1:].strip() for part in parts if part.startswith("=")]
    return names, titles, lines


def _unmarked(marked: str) -> tuple[str, dict[int, str]]:
    """The text as printed, and what the reader put behind each of its offsets."""
    parts, readers, length, done = [], {}, 0, 0
    for match in _MARKER.finditer(marked):
        parts.append(marked[done : match.start()])
        length += len(parts[-1])
        readers[length] = match[1]
        done = match.end()
    return "".join([*parts, marked[done:]]), readers


def _named(reader: str, known: Mentions, people: Mapping[str, Wanted]) -> str | None:
    found = None if reader.startswith(_NOBODY) else next(iter(known.find(reader)), None)
    return found.official if found and found.official in people else None


def main(folder: Path) -> None:
    """Print how often each rule is right, and how many speakers are filled in rightly."""
    marked = [each for path in sorted(folder.rglob("*.txt")) for each in quotations(path)]
    for rule in [*RULES.values(), None]:
        own = [each for each in marked if each.proposal.rule == rule]
        judged = [each for each in own if each.is_judged]
        right = sum(each.is_right for each in judged)
        name = f"{rule.id:12} {rule.shape}" if rule else "none         nobody is proposed"
        print(f"{len(own):4} {right:4} of {len(judged):3} right  {name}")
    quoted = [each for each in marked if not each.is_report]
    named = [each for each in quoted if each.named is not None]
    given = [each for each in quoted if not each.reader.startswith(_NOBODY)]
    filled = [each for each in quoted if each.proposal.is_filled_in]
    right = sum(each.is_right for each in filled)
    print(f"\n{len(quoted)} quotations, {len(given)} given to an official, {len(named)} by name")
    print(f"filled in: {len(filled)}, {right} of them as the reader says by name")
    print(
        f"of those given by name: {right / len(named):.0%}; of all given: {right / len(given):.0%}"
    )
    for each in marked:
        if "-v" in sys.argv and not (each.is_judged and each.is_right):
            rule = each.proposal.rule
            print(
                f"  {each.reader!r} {each.proposal.official} {rule and rule.id}: {each.text[:90]}"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
