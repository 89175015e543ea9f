"""Citations of statements: in words, and in the formats of reference managers."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.text import beginning
from stances.views.values import (
    best_evidence,
    in_marks,
    listed,
    losses,
    name_told,
    source_note,
    sources_in_order,
    status_told,
    voices,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.result import Row
    from stances.views.wording import Wording

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, even after a backslash
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
_SPECIAL = re.compile(r"[\\{}$&#%_^~]")
_IN_URL = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
_NO_URL = re.compile(r"[{}\\ ]")
_PARTS = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:T[^?~%]*)?([?~%]?)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MOST = 300
"""The most characters of the quoted words in a title."""
_BY = {"partial-quote": "partly quoted by", "paraphrase": "paraphrased by"}
"""The phrase before the publisher, by form, if not all words are the official's own."""
_ENDS = (".", "!", "?", "…", "؟", "\N{ARABIC FULL STOP}", "。")
_CLOSING = "”’»\"')]"
_CERTAINLY, _PROBABLY, _COPIED = "certainly", "probably", "in a copy"
"""How a source reports a statement."""
_ALONE = {
    _CERTAINLY: "Reported by",
    _PROBABLY: "Probably reported by",
    _COPIED: "Reported in a copy by",
}
"""The phrase before the only source, by how it reports the statement."""
_DOUBTS = {_PROBABLY: "probably reports the same occasion", _COPIED: "is a copy"}
"""What is said of the source of the words if others report the statement too."""


class Recorded(NamedTuple):
    """The corpus that records statements, its commit, and the address of its page.

    Commit and address are empty if they are unknown.
    """

    corpus: str
    version: str
    address: str


class Citation(NamedTuple):
    """A statement as it is cited: its words, and the corpus that records it.

    `author` is the official's name; it is empty if the words are not, or not all, the official's
    own. `words` then say why. `whose` always has the official's name. `title` has the words without
    outer quotation marks, because programs add their own. `said` is the date as written, `when` the
    same date in words. `reported` has sentences on the sources. `version` is the commit of the
    corpus, `address` the page of the statement; each is empty if it is unknown.
    """

    ref: str
    author: str
    whose: str
    title: str
    words: str
    said: str
    when: str
    venue: str
    reported: str
    lang: str
    corpus: str
    version: str
    address: str


def citation(row: Row, wording: Wording, sources: Mapping[str, Row], where: Recorded) -> Citation:
    """Return the citation of a row of `list`; each text is on one line.

    `sources` has rows of `sources` by id, with details on the source of the words.
    """
    best = best_evidence(row)
    words, form = beginning(row["quote"], _MOST), best["form"]
    name = name_told(row["name"], is_unnamed=row["official"] in wording.background.unnamed)
    how = [f"{_BY[form]} {_publisher(best['source'], wording, sources)}"] if form in _BY else []
    how += voices(row, wording)
    told = f" ({'; '.join(how)})" if how else ""
    is_theirs = row["status"] != "misattributed"
    whose = name if is_theirs else f"Misattributed to {name}"
    is_own = is_theirs and not how
    shown = f"{in_marks(words, form)}{told}"
    return Citation(
        row["ref"],
        _line(name) if is_own else "",
        _line(whose),
        " ".join((words if is_own else f"{whose}: {shown}").split()),
        " ".join(shown.split()),
        row["said"],
        wording.date(row["said"]),
        _line(row["venue"]) if row["venue"] else "",
        " ".join(" ".join(_reported(row, wording, sources)).split()),
        best["lang"] or "",
        _line(where.corpus),
        where.version,
        where.address,
    )


def _publisher(source: str, wording: Wording, sources: Mapping[str, Row]) -> str:
    """The publisher of a source; if there is none, the name of the source."""
    row = sources.get(source)
    return (row["publisher"] if row else None) or wording.source(source)


def _reported(row: Row, wording: Wording, sources: Mapping[str, Row]) -> Iterator[str]:
    """Sentences on whose words are shown, on who else reports the statement, and on notices."""
    first, *others = sources_in_order(row)
    told, way = wording.source(first), _way(row, first)
    if article := sources.get(first):
        told = ", ".join([*article["authors"], f"“{article['title']}”", told])
    notes = [*_ascribed(row, first, wording)]
    if not others:
        yield _ended(f"{_ALONE[way]} {told}{_which(notes)}")
    else:
        if way in _DOUBTS:
            notes.append(_DOUBTS[way])
        parts = [f"Words from {told}{_which(notes)}", *_others(row, others, way, wording)]
        yield _ended("; ".join(parts))
    if status := status_told(row):
        yield f"Status: {status}."
    for each in losses(row, wording):
        yield _ended(f"{each[0].upper()}{each[1:]}")


def _others(row: Row, sources: Sequence[str], told: str, wording: Wording) -> Iterator[str]:
    """Who else reports a statement; `told` is how the source of the words reports it."""
    certain = "the occasion is reported by" if told == _PROBABLY else "also reported by"
    begun = {_CERTAINLY: certain, _PROBABLY: "probably also reported by", _COPIED: "copied by"}
    for way, words in begun.items():
        names = [
            f"{wording.source(source)}{_which([*_ascribed(row, source, wording)])}"
            for source in sources
            if _way(row, source) == way
        ]
        if names:
            yield f"{words} {'; '.join(names)}"


def _way(row: Row, source: str) -> str:
    note = source_note(row, source)
    return _PROBABLY if "probable" in note else _COPIED if note else _CERTAINLY


def _which(notes: Sequence[str]) -> str:
    return f", which {listed(notes)}" if notes else ""


def _ascribed(row: Row, source: str, wording: Wording) -> Iterator[str]:
    """To whom else a source ascribes a statement, if to anybody."""
    others = {
        piece["speaker"]: None
        for piece in row["evidence"]
        if piece["source"] == source and piece["speaker"] not in (None, row["official"])
    }
    if others:
        yield f"ascribes it to {' and '.join(map(wording.official, others))}"


def plain(cited: Citation) -> str:
    """The citation as a sentence of a bibliography."""
    parts = [cited.whose, cited.when, *([cited.venue] if cited.venue else [])]
    version = f", commit {cited.version[:12]}" if cited.version else ""
    address = f" {cited.address}" if cited.address else ""
    return (
        f"{', '.join(parts)}: {_ended(cited.words)} {cited.reported} "
        f"In: {cited.corpus}, {cited.ref}{version}.{address}"
    )


def bibtex(cited: Citation) -> str:
    """An entry of a BibTeX file in UTF-8; the author is one name, even with several words."""
    fields = [
        f"@misc{{{cited.ref.replace('/', ':')},\n",
        _field("author", f"{{{_name(cited.author)}}}") if cited.author else "",
        _field("title", f"{{{_latex(cited.title)}}}"),
        _bibtex_date(cited.said),
        _field("howpublished", _name(cited.corpus)),
        _field("note", _latex(_noted(cited))),
    ]
    if cited.address:
        fields.append(_field("url", _NO_URL.sub(lambda char: _IN_URL[char[0]], cited.address)))
    if cited.lang:
        fields.append(_field("language", _name(cited.lang)))
    return f"{''.join(fields)}}}\n"


def _field(key: str, value: str) -> str:
    return f"  {key} = {{{value}}},\n"


@lru_cache(4096)
def _bibtex_date(said: str) -> str:
    """The year and month, if they are known, and the date as written."""
    first, last, _ = _days(said)
    lines = ""
    if first and last and first[0] == last[0]:
        lines = _field("year", str(first[0]))
        if first[:2] == last[:2] and len(first) > 1:
            lines += f"  month = {_MONTHS[first[1] - 1]},\n"
    return lines + _field("date", said)


def ris(cited: Citation) -> str:
    """A record in RIS, the format that reference managers exchange."""
    author = _tag("AU", cited.author) if cited.author else ""
    lang = _tag("LA", cited.lang) if cited.lang else ""
    address = _tag("UR", cited.address) if cited.address else ""
    return (
        f"TY  - GEN\nID  - {cited.ref}\n{author}TI  - {cited.title}\n"
        f"{_ris_date(cited.said)}T2  - {cited.corpus}\n"
        f"N1  - {_noted(cited)}\n{lang}{address}ER  - \n"
    )


def _tag(tag: str, value: str) -> str:
    return f"{tag}  - {value}\n"


@lru_cache(4096)
def _ris_date(said: str) -> str:
    """The year if it is known, and the date if it is one day, month or year."""
    first, last, _ = _days(said)
    lines = ""
    if first and last and first[0] == last[0]:
        lines = _tag("PY", f"{first[0]:04}")
    if first and first == last:
        month, day = [f"{part:02}" for part in first[1:]] + [""] * (3 - len(first))
        lines += _tag("DA", f"{first[0]:04}/{month}/{day}/")
    return lines


def csl_json(cited: Citation) -> str:
    """A list of one CSL-JSON item, for citation processors; each field has its own line."""
    text = encode_basestring  # faster than `json.dumps`; large corpora have 100,000 items
    fields = [
        f'"id": {text(cited.ref)}',
        '"type": "entry"',
        f'"title": {text(cited.title)}',
        f'"issued": {_issued(cited.said)}',
        f'"container-title": {text(cited.corpus)}',
        f'"archive_location": {text(cited.ref)}',
        f'"note": {text(cited.reported)}',
    ]
    if cited.author:
        fields.insert(3, f'"author": [{{"literal": {text(cited.author)}}}]')
    for key, value in (
        ("version", cited.version),
        ("event", cited.venue),
        ("language", cited.lang),
        ("URL", cited.address),
    ):
        if value:
            fields.append(f'"{key}": {text(value)}')
    lines = ",\n  ".join(fields)
    return f"[{{\n  {lines}\n}}]\n"


def _noted(cited: Citation) -> str:
    """The reference, the date if no field has it exactly, and the sources."""
    version = f", commit {cited.version[:12]}" if cited.version else ""
    said = "" if _is_exact(cited.said) else f"Said {cited.when}. "
    return f"Recorded as {cited.ref}{version}. {said}{cited.reported}"


@lru_cache(4096)
def _is_exact(said: str) -> bool:
    """Whether a date is one day, month or year."""
    first, last, vague = _days(said)
    return bool(first) and first == last and not vague


def _ended(text: str) -> str:
    """The text with a full stop, unless it already ends with a full stop or a similar mark."""
    return text if text.rstrip(_CLOSING).endswith(_ENDS) else f"{text}."


@lru_cache(1024)
def _line(text: str) -> str:
    return " ".join(text.split())


def _latex(text: str) -> str:
    for special in _LATEX:
        if special in text:
            return _SPECIAL.sub(_escape, text)
    return text  # the usual case


_name = lru_cache(1024)(_latex)
"""`_latex` with a cache, because names are repeated often."""


def _escape(special: re.Match[str]) -> str:
    return _LATEX[special[0]]


@lru_cache(4096)
def _days(said: str) -> tuple[tuple[int, ...], tuple[int, ...], bool]:
    """The first and the last day of a date, as far as known, and whether it is vague."""
    ends: list[tuple[int, ...]] = []
    vague = False
    for end in said.split("/"):
        match = _PARTS.fullmatch(end)
        ends.append(tuple(int(part) for part in match.groups()[:3] if part) if match else ())
        vague = vague or bool(match and match[4])
    return ends[0], ends[-1], vague


@lru_cache(4096)
def _issued(said: str) -> str:
    """A date in CSL-JSON; a date with an open end is a literal."""
    first, last, vague = _days(said)
    if not (first and last):
        return json.dumps({"literal": said})
    issued: dict[str, Any] = {"date-parts": [first] if first == last else [first, last]}
    return json.dumps(issued | {"circa": True} if vague else issued)
