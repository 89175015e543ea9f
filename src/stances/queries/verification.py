"""`verify`: quotations checked against the stored copies of their sources."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from math import inf
from typing import TYPE_CHECKING, NamedTuple, cast

from stances import regular_files
from stances.evidence.copies import Unread
from stances.evidence.languages import Language, UnfitLineError, language, read
from stances.evidence.limits import verdicts
from stances.evidence.matching import MAX_GAP, Hints
from stances.evidence.meaning import Background, Claim
from stances.evidence.verdicts import HINTS, RESULTS, Sought, Verdict
from stances.index.doubles import CODE as DOUBLE
from stances.index.doubles import accepted, line_of
from stances.problems import Problem
from stances.queries.filters import ALL, Clause
from stances.queries.speakers import WantedSpeakers
from stances.regular_files import TooLargeError, UnfitFileError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Container, Iterator, Sequence
    from pathlib import Path

    from stances.evidence.copies import Snapshots, Stored
    from stances.queries.result import Row

KEYS = (
    "ref path line column source kind form text result reason copy copy_line copy_column copy_page "
    "before behind marks insertions nearest codes"
).split()
SHOWN = "ref result codes source copy_line form text reason".split()
_OWN = ("ref", "path", "source", "kind", "form", "text", "copy")
_VERDICT = ("result", "reason", "before", "behind", "marks", "nearest")

# The original words if they are in the source's language, else the translated text.
_EVIDENCE = """
    SELECT 'evidence' AS kind, e.ref, e.number, s.path, e.source, e.form, e.prefix, e.suffix,
        e.locator, e.accept, e.text, e.lang,
        e.original, e.original_lang, e.text_line, e.text_column, e.original_line,
        e.original_column, r.lang AS source_lang, r.kind AS source_kind,
        s.official, e.speaker, s.spoken_by, s.according_to,
        s.conditions || e.conditions AS conditions
    FROM evidence AS e JOIN statements AS s ON s.ref = e.ref
    LEFT JOIN sources AS r ON r.source = e.source
    WHERE {clause} ORDER BY e.source, s.path, e.text_line, e.text_column"""
_NO_FORM = "NULL AS form, NULL AS lang, NULL AS original, NULL AS original_lang"
_NO_HINTS = "NULL AS prefix, NULL AS suffix, NULL AS locator"
_DENIALS = f"""
    SELECT 'words' AS kind, d.ref, d.number, s.path, d.words_source AS source, {_NO_FORM},
        {_NO_HINTS}, NULL AS accept, d.words AS text,
        d.words_line AS text_line, d.words_column AS text_column,
        r.lang AS source_lang
    FROM disputes AS d JOIN statements AS s ON s.ref = d.ref
    LEFT JOIN sources AS r ON r.source = d.words_source
    WHERE d.words IS NOT NULL AND {{clause}}"""
_OF_SOURCES = f"""
    SELECT 'assessment' AS kind, a.source AS ref, a.number, r.path, a.source, {_NO_FORM},
        {_NO_HINTS}, a.accept, a.text, a.text_line, a.text_column, r.lang AS source_lang,
        NULL AS skipped
    FROM assessments AS a JOIN sources AS r ON r.source = a.source WHERE {{clause}}
    UNION ALL SELECT 'uncoded', u.source, u.number, r.path, u.source, {_NO_FORM},
        u.prefix, u.suffix, u.locator, u.accept, u.text, u.text_line, u.text_column, r.lang,
        u.skipped
    FROM uncoded AS u JOIN sources AS r ON r.source = u.source WHERE {{clause}}"""
ARTICLES = (
    "article news report interview analysis opinion column commentary comment editorial blog "
    "feature profile review press newspaper magazine broadcast transcript dispatch agency story"
).split()
"""Words in the `kind` of a source that show that it reports what others say."""
_TRANSLATED = "the `text` is a translation, which is not checked here"
_LANGUAGES, _LARGEST = "languages", 2**16
_ONE_PLACE = "quote more of it, so that it stands in one place alone"


@dataclass(frozen=True)
class Checked:
    """A quotation of a record, its line and column (`at`), and its verdict.

    `kind` is evidence, words (of a dispute), assessment or uncoded. `ref` is a statement or a
    source. `number` is the place of the evidence, dispute, assessment or passage in its list, from
    1. `accept` are the codes of warnings that the record accepts.
    """

    kind: str
    ref: str
    number: int
    path: str
    at: tuple[int, int]
    source: str
    form: str | None
    text: str
    copy: str | None
    verdict: Verdict
    accept: Sequence[str] = ()

    @property
    def row(self) -> Row:
        """The row of `verify`."""
        line, column, page = self.verdict.spot or (None, None, None)
        own = {key: getattr(self, key) for key in _OWN}
        result = {key: getattr(self.verdict, key) for key in _VERDICT}
        place = {"line": self.at[0], "column": self.at[1]}
        copy = {"copy_line": line, "copy_column": column, "copy_page": page}
        codes = [code for code, _ in self.verdict.faults if code not in self.accept]
        lists = {"insertions": [*self.verdict.insertions], "codes": codes}
        row = own | result | place | copy | lists
        return {key: row[key] for key in KEYS}

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each fault that is not accepted, and for each needless acceptance."""
        told = {code for code, _ in self.verdict.faults}
        for code in self.accept if self.verdict.is_found else ():
            if code not in told:
                message = f"`{code}` is accepted, and there is no such warning any more"
                yield Problem(self.path, *self.at, "ST510", message, HINTS["ST510"], self.ref)
        for code, message in self.verdict.faults:
            if code in self.accept:
                continue
            has_hints = code != "ST502" or self.kind in ("evidence", "uncoded")
            hint = HINTS[code] if has_hints else _ONE_PLACE
            yield Problem(self.path, *self.at, code, message, hint, self.ref)


@dataclass(frozen=True)
class Verification:
    """All quotations with their verdicts, in order of their places in the corpus.

    `changed` are the problems of the stored copies themselves.
    """

    checked: Sequence[Checked]
    changed: Sequence[Problem] = ()
    keys: Sequence[str] = tuple(KEYS)
    document: None = None
    kind: str = "verification"
    shown: Sequence[str] = tuple(SHOWN)

    @property
    def rows(self) -> list[Row]:
        """One row for each quotation."""
        return [each.row for each in self.checked]

    @property
    def counts(self) -> dict[str, int]:
        """The number of quotations with each result."""
        counts = Counter(each.verdict.result for each in self.checked)
        return {result: counts[result] for result in RESULTS}

    def problems(self, *, require_all: bool = False) -> list[Problem]:
        """Return all problems, sorted by place; with `require_all`, also unchecked quotations."""
        problems = [*self.changed, *(p for each in self.checked for p in each.problems())]
        for each in self.checked:
            if require_all and each.verdict.result == "unchecked":
                message = f"unchecked: {each.verdict.reason}"
                place = (each.path, *each.at)
                problems.append(Problem(*place, "ST508", message, HINTS["ST508"], each.ref))
        return sorted(problems)


def of_statements(refs: Sequence[str]) -> Clause:
    """Select the statements with these references; there is no limit on their number."""
    return Clause("s.ref IN (SELECT value FROM json_each(?))", (json.dumps(refs),))


def verification(  # noqa: PLR0913 - what is looked for and where, by keywords
    index: sqlite3.Connection,
    snapshots: Snapshots,
    clause: Clause = ALL,
    sources: Clause | None = ALL,
    corpus: Path | None = None,
    *,
    progress: Callable[[int, int], object] = lambda *_: None,
) -> Verification:
    """Check the words of statements and of sources against the stored copies.

    `clause` selects the statements `s` whose evidence and disputes are checked. `sources` selects
    the sources `r` whose assessments and uncoded passages are checked; None checks none. `corpus`
    is the folder in which to look for words of further languages. `progress` is called with the
    numbers of sources read and of all sources.
    """
    [total] = index.execute("SELECT count(*) FROM sources").fetchone()
    checked: list[Checked] = []
    changed: list[Problem] = []
    speakers, languages = WantedSpeakers(index), Languages(corpus, changed)
    by_source = texts_by_source(index, speakers, clause, sources)
    for number, (source, texts) in enumerate(by_source, 1):
        place, copy = stored_copy(index, source, snapshots, changed)
        wanted = [each.sought for each in texts if each.verdict is None]
        words = languages.of(primary(texts[0].row["source_lang"]))
        found = (
            copy
            if isinstance(copy, Unread)
            else verdicts(snapshots, copy, wanted, Background(words, speakers.known, speakers.own))
        )
        if isinstance(found, Unread) and found.refused:
            changed.append(Problem(*place, "ST509", found.reason, HINTS["ST509"], source))
        name = found.name if isinstance(found, Unread) else cast("Stored", copy).path.name
        checked += _checked(texts, found, name)
        progress(number, total)
    checked = [*_without_needed(checked, accepted(index))]
    return Verification(sorted(checked, key=lambda each: (each.path, each.at)), changed)


def _without_needed(
    checked: Sequence[Checked], doubles: Container[tuple[str, int]]
) -> Iterator[Checked]:
    """Remove the accepted code `DOUBLE` from evidence that does have a double."""
    for each in checked:
        is_needed = each.kind == "evidence" and (each.ref, each.number) in doubles
        others = [code for code in each.accept if code != DOUBLE]
        yield replace(each, accept=others) if is_needed else each


class Languages:
    """Word lists of languages, built in and of the corpus; its bad files go to `problems`."""

    def __init__(self, corpus: Path | None, problems: list[Problem]) -> None:
        self._corpus = corpus
        self._problems = problems
        self._known: dict[str, Language] = {}

    def of(self, lang: str) -> Language:
        """Return the words of a language, by its code."""
        if lang not in self._known:
            self._known[lang] = language(lang).with_more(self._more(lang))
        return self._known[lang]

    def _more(self, lang: str) -> Language:
        if self._corpus is None or not lang.isalnum():
            return Language()
        path, line = f"{_LANGUAGES}/{lang}.txt", 1
        try:
            content = regular_files.contents(self._corpus / path, _LARGEST, self._corpus)
            return read(content.decode())
        except FileNotFoundError:
            return Language()
        except UnfitLineError as error:
            line, message = error.line, "there is no `kind: words` on this line"
        except UnicodeDecodeError:
            message = "this is not UTF-8"
        except (OSError, UnfitFileError, TooLargeError) as error:
            message = f"this cannot be read: {error}"
        self._problems.append(Problem(path, line, 1, "ST522", message, HINTS["ST522"]))
        return Language()


class Text(NamedTuple):
    """A text of a record, its line and column, and its verdict if it is not sought.

    If `translated`, the words before translation are sought in its place.
    """

    row: sqlite3.Row
    at: tuple[int, int]
    sought: Sought
    verdict: Verdict | None
    translated: bool = False


def texts_by_source(
    index: sqlite3.Connection, speakers: WantedSpeakers, clause: Clause, sources: Clause | None
) -> Iterator[tuple[str, list[Text]]]:
    """Yield the texts of statements and sources, source by source.

    The clauses are as for `verification`.
    """
    rows: list[sqlite3.Row] = []
    for query in (_EVIDENCE, _DENIALS):
        rows += index.execute(query.format(clause=clause.sql), clause.values)
    if sources is not None:
        rows += index.execute(_OF_SOURCES.format(clause=sources.sql), sources.values * 2)
    rows.sort(key=lambda row: str(row["source"]))
    for source, texts in groupby(rows, key=lambda row: str(row["source"])):
        yield source, [_text(row, speakers) for row in texts]


def _text(row: sqlite3.Row, speakers: WantedSpeakers) -> Text:
    lang = primary(row["source_lang"])
    which, missing = "text", "`text` of its `original`" if row["original_lang"] else "`original`"
    is_translated = primary(row["lang"]) not in ("", lang)
    if row["original"] and is_translated and primary(row["original_lang"]) == lang:
        which = "original"
    text, text_lang = row[which], row["lang" if which == "text" else "original_lang"]
    result = None
    if primary(text_lang) not in ("", lang):
        languages = f"it is in `{text_lang}` and its source in `{row['source_lang']}`"
        reason = f"{languages}: add the {missing}"
        result = Verdict("unchecked", reason)
    quoted = row["kind"] == "uncoded" or row["form"] == "quote"
    hints = Hints(row["prefix"], row["suffix"], line_of(row["locator"]), quoted)
    at = (row[f"{which}_line"], row[f"{which}_column"])
    # An uncoded passage may be long: its first and last words may stand for all of it.
    gap = inf if row["kind"] == "uncoded" else MAX_GAP
    claim = Claim()
    if row["kind"] == "evidence":
        claim = Claim(speakers.of(row), conditioned=row["conditions"] != "[][]")
    sought = Sought(text, row["form"], hints, gap, claim)
    return Text(row, at, sought, result, translated=which == "original")


def _checked(
    texts: Sequence[Text], found: Sequence[Verdict] | Unread, name: str | None
) -> Iterator[Checked]:
    """Yield the texts of a source with their verdicts; `name` is the file name of the copy."""
    results = iter(() if isinstance(found, Unread) else found)
    for row, at, sought, known, translated in texts:
        if isinstance(found, Unread):
            result = Verdict("unchecked", found.reason)
        else:
            result = known or next(results)
        if result.result == "found":
            result = _with_kind(result, row, translated=translated)
        of = (row["kind"], row["ref"], row["number"], row["path"], at, row["source"], row["form"])
        yield Checked(*of, sought.words, name, result, json.loads(row["accept"] or "[]"))


def _with_kind(verdict: Verdict, row: sqlite3.Row, *, translated: bool) -> Verdict:
    """Add to the verdict on words that were found what the record itself implies."""
    if translated:
        reason = "; ".join(filter(None, [verdict.reason, _TRANSLATED]))
        verdict = replace(verdict, result="original-found", reason=reason)
    kind = row["source_kind"] if row["form"] == "document" else None
    if reports_others(kind):
        message = f"a source of kind `{kind}` is not the official's own document"
        return replace(verdict, faults=(*verdict.faults, ("ST521", message)))
    return verdict


def reports_others(kind: str | None) -> bool:
    """Whether a source of this kind reports what others say."""
    return not set(ARTICLES).isdisjoint(re.split(r"[\W_]+", (kind or "").casefold()))


def stored_copy(
    index: sqlite3.Connection, source: str, snapshots: Snapshots, changed: list[Problem]
) -> tuple[tuple[str, int, int], Stored | Unread]:
    """Return the place of a source's checksum, and its copy or why there is none to use.

    If the copy is not the one recorded, that is also added to `changed` as a problem.
    """
    query = "SELECT path, sha256, sha256_line, sha256_column FROM sources WHERE source = ?"
    row = index.execute(query, (source,)).fetchone()
    if row is None:
        return ("", 1, 1), Unread("its source is left out because of problems")
    path, sha256, line, column = row
    stored = snapshots.copy_of(source, sha256)
    if isinstance(stored, Unread) or sha256 is None or stored.sha256 == sha256:
        return (path, line, column), stored
    why = f"{stored.path.name} is not the copy that was recorded"
    message = f"{why}: its sha256 is {stored.sha256}"
    changed.append(Problem(path, line, column, "ST503", message, HINTS["ST503"], source))
    return (path, line, column), Unread(why, stored.path.name)


def primary(lang: str | None) -> str:
    """Return the language without region and script."""
    return (lang or "").partition("-")[0].casefold()
