"""Finds passages of a stored copy that may be statements and are in no record, by rules."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.evidence.coverage import coverage_of, overlaps, union_of
from stances.evidence.folding import DOUBLE_MARKS, SINGLE_MARKS
from stances.evidence.matching import MAX_GAP, Ambiguous, Found, Hints
from stances.evidence.proposed_speakers import AUTHOR, Proposal, Proposer
from stances.evidence.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stances.evidence.attributions import Attribution
    from stances.evidence.copies import Copy, Spot
    from stances.evidence.coverage import Asked, CopyCoverage, Passage
    from stances.evidence.matching import Outcome
    from stances.evidence.meaning import Background
    from stances.evidence.quotation_marks import Span
    from stances.evidence.speakers import Wanted
    from stances.evidence.verdicts import Sought

CandidateForm = Literal["quote", "partial-quote", "paraphrase", "document"]

MOST = 1000
"""The most passages proposed for one copy; a page with more is not an article."""
_AROUND = 600
"""Characters shown on either side of a passage in a very long paragraph."""
_LONG, _ENDS = 300, 8
"""Length from which a passage is declared by its first and last words, and how many of each."""
_REACH = 60
_MOST_PLACES = 20
"""The most places of the same words among which one is identified."""
_LETTER = re.compile(r"[^\W_]")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?")
_POSSESSIVE = re.compile(r"['’]s?\Z", re.IGNORECASE)
_PARTICLES = frozenset(
    "al el ad an ar as ash at az bin ibn da de del der di dos du la van von".split()
)
"""Parts of names that are not capitalised."""
_FULL_STOPS = ".\u3002\u06d4\u0964"
_COMMAS = (",", "،")
_CUT = " […] "
_NOT_WRITTEN = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"))
"""Direction marks and the like: no record may have them, and words are found without them."""
_LEADS = ",:،;—–-"
_MARKS = f"{DOUBLE_MARKS}\u2039\u203a"
_SPACES = " \t\n\r\f\xa0"


class Candidate(NamedTuple):
    """A passage that may be a statement, as it would be recorded.

    `at` is its place, and `text` is on one line. `paragraph` is the surrounding text, with the
    passage at `spans`. `hints` identify the place if the words stand there twice. `declared` has
    the words and hints that declare it `uncoded`: for a long passage, its first and last words.
    `bare`: nothing is known except that its paragraph names officials, `mentions`. `partly`: some
    of its words are in evidence. `name` is the speaker as printed, if that looks like a name.
    `begins` is the offset of its paragraph.
    """

    at: Span
    form: CandidateForm
    text: str
    spot: Spot
    paragraph: str
    spans: Sequence[Span]
    proposal: Proposal
    hints: Mapping[str, str]
    declared: Mapping[str, str]
    mentions: tuple[str, ...] = ()
    bare: bool = False
    partly: bool = False
    name: str = ""
    begins: int = 0

    @property
    def official(self) -> str:
        """The id or name of the official to propose as the speaker; empty if there is none."""
        if self.bare and len(self.mentions) == 1:
            return self.mentions[0]
        return self.proposal.official or self.name


class Candidates(NamedTuple):
    """The passages of a copy in order of place, and its coverage.

    `left_out` counts the passages above `MOST` and those that cannot be identified.
    """

    candidates: Sequence[Candidate]
    coverage: CopyCoverage
    left_out: int = 0


class People(NamedTuple):
    """What is known of the language and of the officials, by id.

    `measured`: the rules' success rates were measured in texts of this language. `author`: the
    official who wrote or spoke the whole text.
    """

    background: Background
    people: Mapping[str, Wanted]
    measured: bool = True
    author: str | None = None


def candidates_of(copy: Copy, sought: Sequence[Sought], asked: Asked, known: People) -> Candidates:
    """Passages of a copy that may be statements and are in none of the words sought."""
    coverage = coverage_of(copy, sought, asked._replace(whole=True))
    finder = _Finder(copy, coverage, known)
    found = sorted(finder.passages(), key=lambda each: each.spans)
    candidates = [each for each in map(finder.candidate, found[:MOST]) if each is not None]
    candidates.sort(key=lambda each: each.at)
    return Candidates(candidates, coverage, len(found) - len(candidates))


class _Found(NamedTuple):
    """A passage: its words and their places."""

    spans: tuple[Span, ...]
    form: CandidateForm
    text: str
    proposal: Proposal
    mentions: tuple[str, ...] = ()
    bare: bool = False
    partly: bool = False


class _Quoted(NamedTuple):
    """A quotation not yet recorded, and who may have spoken it."""

    passage: Passage
    proposal: Proposal

    @property
    def span(self) -> Span:
        return self.passage.span


class _Finder:
    """Finds the passages of a copy, given its coverage."""

    def __init__(self, copy: Copy, coverage: CopyCoverage, known: People) -> None:
        self._copy = copy
        self._coverage = coverage
        self._outcomes: dict[tuple[str, bool, float], Outcome] = {}
        words = known.background.words
        is_page = copy.articles is not None
        self._prose = Prose(copy.text, copy.searchable.quotations, words, is_page=is_page)
        measured = known.measured
        self._proposer = Proposer(self._prose, known.background, known.people, measured=measured)
        reading = coverage.reading
        self._author = known.author
        self._paragraphs = [span for span, _ in reading.paragraphs] if reading else []
        self._covered = union_of(span for span, _ in reading.words) if reading else []
        self._told_behind: list[Span] = []
        """Spans right after quotations, recorded or not, that say who spoke them."""

    def passages(self) -> Iterator[_Found]:
        """All passages: quotations, reported speech, and paragraphs with neither.

        In an official's own text, all sentences: a speech reports nobody, and quotes others.
        """
        if self._author is not None:
            proposal = Proposal(self._author, AUTHOR)
            for sentence in filter(self._is_read, self._prose.sentences):
                yield _Found((sentence,), "document", self._words(sentence), proposal)
            return
        quoted: list[Span] = []
        groups = [*self._groups()]
        starts = [*(group[0].span[0] for group in groups[1:]), len(self._copy.text)]
        before = 0
        for group, following in zip(groups, starts, strict=False):
            found = self._of_quotations(group, (before, following))
            last = group[-1]
            before = max(last.span[1] + 1, last.proposal.at[1])
            quoted += [self._sentence_span(span) for span in found.spans]
            yield found
        quoted += [self._sentence_span(at) for at in self._told_behind]  # `“We go.” Zarif said.`
        done = union_of(sorted(quoted))
        reported: list[Span] = []
        for number, sentence in enumerate(self._prose.sentences):
            is_left = self._is_read(sentence) and not overlaps(done, sentence)
            if is_left and (report := self._reported(number)):
                reported.append(sentence)
                yield report
        done = union_of(sorted([*done, *reported]))
        for each in self._coverage.passages:
            is_left = each.kind == "paragraph" and not overlaps(self._covered, each.span)
            if is_left and not overlaps(done, each.span):
                mentions = each.mentions
                yield _Found((each.span,), "paraphrase", each.text, Proposal(), mentions, bare=True)

    def _sentence_span(self, span: Span) -> Span:
        first = self._prose.sentences[self._prose.sentence_at(span[0])]
        last = self._prose.sentences[self._prose.sentence_at(max(span[1] - 1, span[0]))]
        return first[0], last[1]

    def _is_read(self, sentence: Span) -> bool:
        """Whether a sentence is in the part of the copy that is read, and in no record."""
        return overlaps(self._paragraphs, sentence) and not overlaps(self._covered, sentence)

    def _groups(self) -> Iterator[list[_Quoted]]:
        """The quotations not yet recorded; those of one sentence and one speaker form a group."""
        group: list[_Quoted] = []
        before: tuple[Span, Proposal] | None = None
        for passage in self._coverage.passages:
            if passage.kind != "quotation":
                continue
            proposal = self._proposer.of_quotation(passage.span, before)
            before = passage.span, proposal
            if proposal.at[0] >= passage.span[1]:
                self._told_behind.append(proposal.at)
            if passage.is_covered or passage.result == "skipped":
                continue
            each = _Quoted(passage, proposal)
            if group and not self._is_one(group[-1], each):
                yield group
                group = []
            group.append(each)
        if group:
            yield group

    def _has_sentences(self, span: Span) -> bool:
        """Whether a quotation has more than one sentence, or parts of two."""
        first = self._prose.sentence_at(span[0])
        return first != self._prose.sentence_at(max(span[1] - 1, span[0]))

    def _is_one(self, one: _Quoted, other: _Quoted) -> bool:
        """Whether two quotations belong to one sentence and have one speaker."""
        at = [self._prose.sentence_at(one.span[1]), self._prose.sentence_at(other.span[0])]
        is_partly = "in-part" in (one.passage.result, other.passage.result)
        if at[0] != at[1] or is_partly or one.span[1] > other.span[0]:
            return False
        speakers = (one.proposal.official, one.proposal.printed)
        if speakers != (other.proposal.official, other.proposal.printed):
            return False
        between = self._prose.read(one.span[1] + 1, max(other.span[0] - 1, 0))
        says = any(token.folded in self._prose.words.speech for token in between)
        if says and self._has_sentences(other.span):
            return False  # `called it “vain” and said that “we go. They stay.”`
        # Evidence between them is already recorded.
        return not overlaps(self._covered, (one.span[1], other.span[0]))

    def _of_quotations(self, group: Sequence[_Quoted], within: Span) -> _Found:
        """The passage of some quotations; text outside `within` belongs to their neighbours."""
        first, last = group[0], group[-1]
        spans = tuple(each.span for each in group)
        mentions = first.passage.mentions
        partly = first.passage.result == "in-part"
        if partly:
            text = first.passage.left
            return _Found(spans, "quote", text, first.proposal, mentions, partly=True)
        if first.passage.unclear or self._is_whole(first, last):
            text = _CUT.join(each.passage.text for each in group)
            return _Found(spans, "quote", text, first.proposal, mentions)
        clause = self._clause(first, last, within)
        return _Found((clause,), "partial-quote", self._words(clause), first.proposal, mentions)

    def _is_whole(self, first: _Quoted, last: _Quoted) -> bool:
        """Whether quotations stand alone and are not part of the narrator's sentence."""
        text, (start, _) = self._copy.text, first.span
        sentence, end = self._sentence_span((start, last.span[1]))
        before = text[sentence : max(start - 1, sentence)].rstrip(_SPACES + _MARKS)
        first_letter = _LETTER.search(text, start)
        is_begun = first_letter is not None and not first_letter[0].islower()
        is_led_in = bool(before) and (before[-1] in _LEADS or self._has_sentences(first.span))
        if before and not (is_led_in and (is_begun or self._has_sentences(first.span))):
            return False
        behind = text[last.span[1] + 1 : end]
        is_told = last.proposal.at[0] >= last.span[1]
        between = first.span != last.span
        if self._has_sentences(first.span) and not between:
            return True
        return is_begun and (is_told or between or not _LETTER.search(behind))

    def _clause(self, first: _Quoted, last: _Quoted, within: Span) -> Span:
        """The narrator's clause around the quotations, with their marks."""
        start, end = self._sentence_span((first.span[0], last.span[1]))
        if start < within[0] < first.span[0]:
            start = within[0]
        at = first.proposal.at
        if start <= at[0] and at[1] <= first.span[0] and not self._is_aside(start, at):
            start = self._behind_verb(at, first.span[0])
        is_told = any(each.proposal.at[0] >= last.span[1] for each in (first, last))
        if is_told or within[1] < end:
            end = min(last.span[1] + 1, end)
        return self._trimmed(start, end)

    def _is_aside(self, start: int, at: Span) -> bool:
        """Whether the attribution is between commas, in the middle of what is said."""
        before = [*self._prose.read(start, at[0])]
        while before and before[-1].folded in self._prose.words.pronoun:
            before.pop()
        behind = self._copy.text[at[1] : at[1] + 2].lstrip()
        is_behind_comma = bool(before) and before[-1].folded in _COMMAS
        return is_behind_comma and behind.startswith(_COMMAS)

    def _reported(self, number: int) -> _Found | None:
        """The passage that a sentence reports as somebody's words."""
        told = self._proposer.of_sentence(number)
        if told is None:
            return None
        each, proposal = told
        words = self._prose.words
        is_weak = not each.verb or each.verb in words.nounlike or each.verb in words.weak
        if proposal.official is None and is_weak:
            return None  # `the US demands`, `he came`
        start, end = self._prose.sentences[number]
        if clause := self._told_clause(each, start, end):
            text = self._words(clause)
            marks = self._copy.searchable.quotations.of([clause])
            if marks == "inside":  # single marks, which look like apostrophes
                return _Found((clause,), "quote", text.strip(SINGLE_MARKS), proposal)
            if _LETTER.search(text):
                return _Found((clause,), "paraphrase", text, proposal)
        return None

    def _told_clause(self, each: Attribution, start: int, end: int) -> Span | None:
        """The reported clause, depending on where the attribution stands in its sentence."""
        before = self._trimmed(start, each.start)
        words = [token for token in self._prose.read(*before) if token.is_word]
        is_last = not any(t.is_word for t in self._prose.read(each.end, end))
        is_led = before[1] > start and self._copy.text[before[1] : each.start].strip() in _COMMAS
        is_inverted = all(first > each.start for first, _ in each.subjects) and each.subjects
        if words and is_led and (is_last or is_inverted):  # `…, Zarif said.`, `…, said Zarif`
            return before
        if is_inverted and each.verb:  # `It was denied by Zarif`
            return self._trimmed(start, end)
        clause = self._trimmed(self._behind_verb((each.start, each.end), end), end)
        return clause if clause[0] < clause[1] else None

    def _behind_verb(self, at: Span, end: int) -> int:
        """The start of what is reported: after `said that`, but including `denied` and the like."""
        words = self._prose.words
        tokens = [token for token in self._prose.read(at[0], end) if not token.quoted]
        kinds = (words.speech, words.reporting)
        verbs = (n for n, t in enumerate(tokens) if any(t.folded in kind for kind in kinds))
        verb = next((n for n in verbs if not tokens[n].is_capital), None)
        if verb is None or tokens[verb].start >= at[1]:
            return next((token.start for token in tokens if token.start >= at[1]), at[0])
        if tokens[verb].folded not in words.saying:
            return self._with_auxiliaries(tokens[verb].start)
        for token in tokens[verb + 1 :]:
            if token.folded in words.complement:
                return token.end
            if token.start > at[1] + _AROUND or not token.is_word:
                break
        behind = tokens[verb + 1 : verb + 2]
        return max(behind[0].start if behind else at[1], at[1])

    def _with_auxiliaries(self, verb: int) -> int:
        """The start of a verb with its auxiliaries: `did not reject`, `has called`."""
        words = self._prose.words
        kinds = (words.between, words.passive, words.negation, words.asks)
        start = self._prose.sentences[self._prose.sentence_at(verb)][0]
        before = [*self._prose.read(max(start, verb - _REACH), verb)]
        while (
            before
            and before[-1].is_word
            and not before[-1].is_capital
            and any(before[-1].folded in kind for kind in kinds)
        ):
            verb = before.pop().start
        return verb

    def _trimmed(self, start: int, end: int) -> Span:
        """A clause without white space and commas at its ends, and without a final full stop."""
        text = self._copy.text
        while start < end and (text[start] in _SPACES or text[start] in ",;:،"):
            start += 1
        while start < end and (text[end - 1] in _SPACES or text[end - 1] in ",;:،"):
            end -= 1
        is_marked = text[end - 2 : end - 1] in _FULL_STOPS and text[end - 1] in _MARKS
        if not is_marked and end - start > 1 and text[end - 1] in _FULL_STOPS:
            end -= 1
        return start, end

    def _words(self, span: Span) -> str:
        return " ".join(self._copy.text[slice(*span)].translate(_NOT_WRITTEN).split())

    def candidate(self, found: _Found) -> Candidate | None:
        """A passage with its place and surroundings; None if it cannot be recorded."""
        found = found._replace(text=found.text.translate(_NOT_WRITTEN))
        hints = self._hints(found, found.text, quoted=found.form == "quote")
        if hints is None:  # too short, or its pieces are
            found = self._whole_sentence(found)
            hints = self._hints(found, found.text, quoted=False)
        declared = self._declared(found)
        if hints is None or declared is None:
            return None
        start, end = found.spans[0][0], found.spans[-1][1]
        whole = self._paragraph(start, end)
        paragraph = max(whole[0], start - _AROUND), min(whole[1], end + _AROUND)
        # A paragraph sorts after everything in it, which may be evidence for it by then.
        at = (end, end) if found.bare else (start, end)
        spans = [(a - paragraph[0], b - paragraph[0]) for a, b in found.spans]
        return Candidate(
            at,
            found.form,
            found.text,
            self._copy.spot(start),
            self._copy.text[slice(*paragraph)],
            spans,
            found.proposal,
            hints,
            declared,
            found.mentions,
            found.bare,
            found.partly,
            self._name(found.proposal.printed),
            whole[0],
        )

    def _paragraph(self, start: int, end: int) -> Span:
        low = bisect_right(self._paragraphs, start, key=itemgetter(1))
        high = bisect_left(self._paragraphs, end, key=itemgetter(0))
        around = self._paragraphs[low:high]
        first = min([start, *(span[0] for span in around[:1])])
        last = max([end, *(span[1] for span in around[-1:])])
        return first, last

    def _name(self, printed: str) -> str:
        """A printed speaker that looks like a full name; empty for `European diplomats`."""
        first, *others = printed.split() or [""]
        if not others or not all(map(_is_of_a_name, (first, *others))) or others[-1] in _PARTICLES:
            return ""
        kinds = (self._prose.words.determiner, self._prose.words.pronoun)
        is_described = any(first.casefold() in kind for kind in kinds)
        return "" if is_described else printed

    def _whole_sentence(self, found: _Found) -> _Found:
        first, last = found.spans[0], found.spans[-1]
        span = self._trimmed(*self._sentence_span((first[0], last[1])))
        form: CandidateForm = "paraphrase" if found.form == "paraphrase" else "partial-quote"
        return found._replace(spans=(span,), form=form, text=self._words(span))

    def _declared(self, found: _Found) -> Mapping[str, str] | None:
        """The words that declare a passage `uncoded`, with hints; None if not possible."""
        texts = [self._words(self._with_speaker(found)), found.text]
        for text in [*map(_cut, texts), *texts]:
            hints = self._hints(found, text, quoted=True, gap=inf)
            if hints is not None:
                return {"text": text, **hints}
        return None

    def _with_speaker(self, found: _Found) -> Span:
        """A passage with its attribution, unless that span would include another quotation."""
        start, end = found.spans[0][0], found.spans[-1][1]
        if found.form == "paraphrase" and not found.bare:
            return self._trimmed(*self._sentence_span((start, end)))
        at = found.proposal.at
        if at[0] < 0:
            return start, end
        last = end + (at[0] < start and self._copy.text[end : end + 1] in (*_MARKS,))
        whole = self._trimmed(min(start, at[0]), max(last, at[1]))
        others = (each.span for each in self._coverage.passages if each.kind == "quotation")
        is_shared = any(
            whole[0] < other[0] and other[1] <= whole[1] and (other[1] <= start or end <= other[0])
            for other in others
        )
        return (start, end) if is_shared else whole

    def _hints(
        self, found: _Found, text: str, *, quoted: bool, gap: float = MAX_GAP
    ) -> Mapping[str, str] | None:
        """Hints that identify the place of the words; None if they are not found there."""
        searchable = self._copy.searchable
        start, end = found.spans[0][0], found.spans[-1][1]

        def is_at(found: Found) -> bool:
            return found.spans[0][0] < end and found.spans[-1][1] > start

        def is_there(hints: Hints) -> bool:
            outcome = searchable.find(text, hints, gap)
            return isinstance(outcome, Found) and is_at(outcome)

        key = text, quoted, gap
        if key not in self._outcomes:  # a page may repeat the same words very often
            self._outcomes[key] = searchable.find(text, Hints(quoted=quoted), gap)
        outcome = self._outcomes[key]
        if isinstance(outcome, Found) and is_at(outcome):
            return {}
        if not isinstance(outcome, Ambiguous) or len(outcome.places) > _MOST_PLACES:
            return None
        line = self._copy.spot(start).line
        if not self._copy.has_pages and is_there(Hints(line=line, quoted=quoted)):
            return {"locator": f"line {line}"}
        around = self._copy.around(start, end)
        before, behind = (each.translate(_NOT_WRITTEN) for each in around)
        for prefix, suffix in ((before, None), (None, behind), (before, behind)):
            if is_there(Hints(prefix or None, suffix or None, quoted=quoted)):
                named = {"prefix": prefix, "suffix": suffix}
                return {key: value for key, value in named.items() if value}
        return None


def _is_of_a_name(word: str) -> bool:
    """Whether a word can be part of a name: `Javad`, `al-Sisi`, `van`; not `Javad's`, `pro-US`."""
    if _POSSESSIVE.search(word) or not _NAME_WORD.fullmatch(word):
        return False
    return word[0].isupper() or word.partition("-")[0].casefold() in _PARTICLES


def _cut(text: str) -> str:
    """A long text cut to its first and last words; a short one unchanged."""
    words = text.split()
    if len(text) <= _LONG or len(words) <= 2 * _ENDS:
        return text
    return _CUT.join((" ".join(words[:_ENDS]), " ".join(words[-_ENDS:])))
