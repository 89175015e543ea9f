"""Values as text for people, in tables and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.queries.result import column
from stances.views.direction import laid_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from stances.queries.result import Row
    from stances.queries.summary import Figures
    from stances.views.wording import Wording

DECIMALS = 2
_ALL = 100
ENOUGH = 3
"""The least number of scored officials for which the mean of a group is shown."""


def percent(share: Fraction) -> str:
    """A share as a percentage, rounded half up; only none and all are 0 % and 100 %."""
    rounded = (200 * share.numerator + share.denominator) // (2 * share.denominator)
    if rounded == _ALL and share < 1:
        return ">99 %"
    return "<1 %" if not rounded and share else f"{rounded} %"


def decimal(value: Fraction | float | None) -> str:
    """A figure with two decimals, and zero without a sign; empty if it is undefined."""
    if value is None:
        return ""
    text = f"{float(value):.{DECIMALS}f}"
    return text if text.strip("-0.") else text.removeprefix("-")


def cell(key: str, value: Any) -> str:  # noqa: ANN401 - any cell
    """A cell as text: scores with their sign, lists joined, None as an empty text."""
    kind = column(key).kind
    if kind == "score" and isinstance(value, int | float):
        return signed(value)
    if isinstance(value, list):
        return ", ".join(_item(key, item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {item}" for name, item in value.items())
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float) and kind == "measure":
        return f"{value:.{DECIMALS}f}"
    return "" if value is None else str(value)


def cell_in_words(key: str, row: Row, wording: Wording) -> str:
    """A cell as text for people: dates in words, sources and codebook ids by their names."""
    value = row[key]
    if isinstance(value, str):
        if column(key).kind == "date":
            return wording.date(value)
        called = _CALLED.get(key)
        return called(wording, row, value) if called else value
    if isinstance(value, list) and key in _CALLED:
        return _BETWEEN.get(key, ", ").join(_CALLED[key](wording, row, each) for each in value)
    return cell(key, value)


def _recorded(wording: Wording, row: Row, value: str) -> str:
    """The value on one side of a conflict, by the kind of conflict."""
    match row["kind"]:
        case "date":
            return wording.date(value)
        case "speaker":
            return wording.official(value)
        case "conditions":
            return value
    return wording.position(row["issue"], value)


_CALLED: Mapping[str, Callable[[Wording, Row, str], str]] = {
    **dict.fromkeys(
        ("source", "sources", "other_source", "excerpt_source"), lambda w, _, id_: w.source(id_)
    ),
    **dict.fromkeys(
        ("position", "previous_position"), lambda w, row, id_: w.position(row.get("issue", ""), id_)
    ),
    **dict.fromkeys(("recorded", "reported"), _recorded),
    **dict.fromkeys(("frame", "frames"), lambda w, _, id_: w.frame(id_)),
    "faction": lambda w, _, id_: w.faction(id_),
    "about": lambda w, _, id_: w.subject(id_),
}
_BETWEEN = {"sources": "; "}
"""The separator of lists whose items contain commas."""


def grouped(rows: Iterable[Row], keys: Sequence[str]) -> list[list[Row]]:
    """The rows grouped by equal values in `keys`, in the order of each group's first row."""
    groups: dict[tuple[str | None, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return [*groups.values()]


def marked(text: str, matches: Sequence[Sequence[int]]) -> Iterator[tuple[str, bool]]:
    """The pieces of a text, each with whether it is a match; `matches` are pairs of offsets."""
    previous = 0
    for start, end in matches:
        yield text[previous:start], False
        yield text[start:end], True
        previous = end
    yield text[previous:], False


def _item(key: str, item: Any) -> str:  # noqa: ANN401 - any item of a cell
    """The name of an item of a list of records, e.g. the title of a role."""
    if not isinstance(item, dict):
        return str(item)
    names = {"roles": ("title", "faction"), "evidence": ("source",), "disputes": ("about",)}
    names["notices"] = ("kind",)
    return next((str(item[name]) for name in names.get(key, ()) if item.get(name)), "")


def signed(score: float | None) -> str:
    """A score with its sign; integers have no decimals."""
    if score is None:
        return ""
    text = f"{score:+d}" if isinstance(score, int) else f"{score:+.{DECIMALS}f}"
    return text if text.strip("+-0.") else text[1:]


def with_probable(certain: int, probable: int, what: str = "") -> str:
    """The sum of both, with the number of probable ones: `2 (1 probable)`.

    `what` is the noun that is counted: `2 sources (1 probable)`.
    """
    count = plural(certain + probable, what) if what else f"{certain + probable:,}"
    return f"{count} ({probable:,} probable)" if probable else count


def sources_counted(row: Row) -> str:
    """The number of sources of a statement, e.g. `2 sources`, `2 sources (1 probable)`."""
    return with_probable(row["match_certain"], row["match_probable"], "source")


def sources_in_short(row: Row, wording: Wording) -> str:
    """The source of the words shown, and the number of other sources.

    E.g. `WSWS, 21 June 2014 + 1 probable`, `WSWS, 21 June 2014 + 3 more (1 probable)`.
    """
    first = best_evidence(row)["source"]
    return f"{wording.source(first)}{beside_source(row, first, wording)}"


def beside_source(row: Row, source: str, wording: Wording) -> str:
    """The text after the source of the words shown, e.g. ` + 1 probable`."""
    note = source_note(row, source, wording.source)
    kinds = ", ".join(kind for kind, *_ in wording.background.notices.get(source, ()))
    told = f"{note}{f' ({kinds})' if kinds else ''}"
    rest = row["match_certain"] + row["match_probable"] - 1
    # The words shown may come from a probable match, although another source is certain.
    probable = max(row["match_probable"] - (note == _PROBABLE), 0)
    if rest < 1:
        return told
    if probable == rest:
        return f"{told} + {rest} probable"
    return f"{told} + {rest} more{f' ({probable} probable)' if probable else ''}"


_PROBABLE = " (probable)"


def source_note(row: Row, source: str, written: Callable[[str], str] = str) -> str:
    """The note after a source of a statement: ` (copies ID)`, ` (probable)`, or none.

    `written` formats an id.
    """
    copied, is_original = "", False
    for piece in row["evidence"]:
        if piece["source"] != source:
            continue
        if piece["derived_from"]:
            copied = copied or piece["derived_from"]
        elif piece["match"] == "probable":
            is_original = True
        else:
            return ""
    return _PROBABLE if is_original else f" (copies {written(copied)})"


def circumstances(row: Row, wording: Wording) -> Iterator[str]:
    """The voice, shared words and occasion of a statement, if unusual; notices on its sources."""
    yield from voices(row, wording)
    if row["words_of"]:
        yield f"in the words of {row['words_of']}"
    if shared := wording.background.sharing().get(row["ref"]):
        others = (
            ref if official == row["official"] else f"{ref} ({name})"
            for ref, official, name in shared
        )
        yield f"the same words: {', '.join(others)}"
    if row["same_occasion"]:
        yield f"taken for one occasion with {', '.join(row['same_occasion'])}"
    yield from losses(row, wording)


def voices(row: Row, wording: Wording) -> Iterator[str]:
    """Say whose voice a statement came in; empty if it was the official's own."""
    if row["hearsay"]:
        yield f"according to {people(row['according_to'], wording.background.people)}"
    if row["spoken_by"]:
        yield f"spoken by {people([row['spoken_by']], wording.background.people)}"


def remarks(row: Row, wording: Wording) -> list[str]:
    """The marks that a reader must not miss, without ties, which the caller shows elsewhere."""
    told = (status_told(row), *voices(row, wording), *losses(row, wording))
    return [each for each in told if each]


def line_of(copy: Row) -> str:
    """The place of words in the stored copy of a source: `page 3, line 12`."""
    page = f"page {copy['copy_page']}, " if copy["copy_page"] else ""
    return f"{page}line {copy['copy_line']}"


def copy_told(copy: Row) -> tuple[str, bool]:
    """Where the stored copy of a source has words, and whether they are not simply there."""
    if copy["result"] == "unchecked":
        return f"not checked: {copy['reason']}", True
    if copy["result"] == "not-found":
        return "not found in the stored copy", True
    if copy["result"] == "ambiguous":
        return "in several places of the stored copy", True
    original = "the original: " if copy["result"] == "original-found" else ""
    return f"{original}{line_of(copy)} of the stored copy", False


def losses(row: Row, wording: Wording) -> Iterator[str]:
    """Retractions and notices on the sources of a statement."""
    if row["retracted"]:
        yield "all its sources are retracted"
    yield from notices_of(row["sources"], wording)


def notices_of(sources: Iterable[str], wording: Wording) -> Iterator[str]:
    """The notices on some sources, each with its source."""
    for source in sources:
        for notice in wording.background.notices.get(source, ()):
            yield f"{wording.source(source)}: {notice_text(*notice, wording)}"


def attributions(row: Row, wording: Wording) -> Iterator[str]:
    """Other officials to whom sources attribute it: `attributed to Bo by Courier, 3 May 2021`."""
    others = {
        (piece["speaker"], piece["source"]): None
        for piece in row["evidence"]
        if piece["speaker"] not in (None, row["official"])
    }
    for speaker, source in others:
        yield attributed(speaker, source, wording)


def attributed(speaker: str, source: str, wording: Wording) -> str:
    """Say that a source attributes a statement to somebody."""
    who, where = wording.official(speaker), wording.source(source)
    return f"attributed to {laid_out(who)} by {laid_out(where)}"


def differing(row: Row, wording: Wording) -> Iterator[str]:
    """The fields in which its sources differ, decided or not, and its denials and corrections."""
    disputes = row["disputes"]
    about = {each["about"]: None for each in disputes if not each["words"]}
    for piece in row["evidence"]:
        if piece["speaker"] and piece["speaker"] != row["official"]:
            about["speaker"] = None
        if piece["position"] and piece["position"] != row["position"]:
            about["position"] = None
        if piece["conditions"] and piece["conditions"] != row["conditions"]:
            about["conditions"] = None
    if about:
        yield f"sources differ: {', '.join(about)}"
    if disputes:
        denials = (each["words"] for each in disputes if each["words"])
        yield from dict.fromkeys(denial_told(words, wording) for words in denials)


def status_told(row: Row) -> str:
    """The status or dispute, if a reader must not miss it; else empty."""
    return row["status"] if row["status"] != "attested" else "disputed" if row["disputed"] else ""


def warnings(row: Row) -> list[str]:
    """The marks that a reader must not miss, one word each."""
    told = (status_told(row), "hearsay" * row["hearsay"], "retracted" * row["retracted"])
    return [each for each in told if each]


def statement_marks(row: Row, wording: Wording) -> Iterator[str]:
    """All marks that a reader must not miss: the status, and `circumstances`."""
    if row["status"] != "attested":
        yield row["status"]
    if row["disputed"] and row["status"] != "disputed":
        yield "disputed"
    yield from circumstances(row, wording)


def name_told(name: str, *, is_unnamed: bool) -> str:
    """The name of an official, with a note if the official is not named."""
    return f"{name} (not named)" if is_unnamed else name


def denial_told(words: Row, wording: Wording) -> str:
    """Say who denied or corrected a statement, e.g. `denied or corrected by Bo`."""
    by = words["by"]
    return f"denied or corrected by {wording.official(by)}" if by else "denied or corrected"


def conditions_told(conditions: Sequence[str], written: Callable[[str], str] = str) -> str:
    """The conditions with a label: `condition: the state pays`. They mean "if" or "unless"."""
    label = "condition" if len(conditions) == 1 else "conditions"
    return f"{label}: {'; '.join(map(written, conditions))}"


def notice_text(kind: str, date: str | None, note: str | None, wording: Wording) -> str:
    """A notice on a source, e.g. `corrected 30 June 2014: The name was misspelt.`."""
    return f"{kind}{f' {wording.date(date)}' if date else ''}{f': {note}' if note else ''}"


def people(names: Sequence[str], called: Mapping[str, str]) -> str:
    """The chain of speakers, the one nearest the source first; `called` has names by id."""
    return ", who has it from ".join(called.get(name, name) for name in names)


def reading_told(
    coding: Row,
    position: str = "",
    frame: Callable[[str], str] = str,
    date: Callable[[str], str] = str,
) -> str:
    """The reading of a coder on one line, or why it was skipped.

    `position`, `frame` and `date` are readable versions of these, if they should not be as written.
    """
    if coding["skip"]:
        return f"skipped: {coding['skip']}"
    parts = [position or str(coding["position"])]
    if coding["conditions"]:
        parts.append(conditions_told(coding["conditions"]))
    if coding["frames"] is not None:
        parts.append(f"frames: {', '.join(map(frame, coding['frames'])) or 'none'}")
    if coding["said"]:
        parts.append(f"said {date(coding['said'])}")
    return "; ".join(parts)


def best_evidence(row: Row) -> Row:
    """The piece of evidence whose words are shown for a statement."""
    quote, pieces = row["quote"], row["evidence"]
    first: Row = pieces[0]
    if first["text"] == quote:
        return first  # the usual case
    best: Row = next(piece for piece in pieces if piece["text"] == quote)
    return best


def sources_in_order(row: Row) -> list[str]:
    """The sources of a statement; the source of the words shown is first."""
    first = best_evidence(row)["source"]
    return sorted(row["sources"], key=lambda source: source != first)


def form_noted(form: str) -> str:
    """The form after words that are not quoted: ` (paraphrase)`; else empty."""
    return "" if form in ("quote", "partial-quote") else f" ({form})"


def in_marks(text: str, form: str | None) -> str:
    """The words of a source, in quotation marks if all are the official's own."""
    return f"“{text}”" if form == "quote" else text


def with_hint(message: str, hint: str | None) -> str:
    """A message, with its hint in brackets if there is one."""
    return f"{message} ({hint})" if hint else message


def office(row: Row, wording: Wording) -> str:
    """The role and faction that a statement was made in."""
    faction = wording.faction(row["faction"]) if row["faction"] else ""
    return " · ".join(part for part in (row["role"], faction) if part)


_NAMED = 12
"""The most names of a list that are written out."""


def named(names: Sequence[str]) -> str:
    """Names in a sentence, shortened if there are many: `A, B and 3 more`."""
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[: _NAMED - 1])} and {len(names) - _NAMED + 1} more"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: `A, B and C`."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def told_by(officials: Iterable[str], wording: Wording) -> str:
    """The number of different officials, without unnamed ones: `by 2 officials`."""
    speakers = {*officials}
    named = sum(official not in wording.background.unnamed for official in speakers)
    if named == len(speakers):
        return f"by {plural(named, 'official')}"
    others = "unnamed ones" if named else "unnamed officials"
    return f"by {plural(named, 'official')} and {others}" if named else f"by {others}"


def has_mean(figures: Figures) -> bool:
    """Whether a group is large enough to show its mean."""
    return len(figures.means) >= ENOUGH


def why_no_mean(figures: Figures) -> str:
    """Say why a group has no mean."""
    if figures.unnamed:
        return "nobody with a scored statement is named"
    return "no statement is scored"


def unnamed(figures: Figures) -> str:
    """The number of scored statements that are in no mean, because their officials are unnamed."""
    return f"{plural(figures.unnamed, 'scored statement')} by officials who are not named"


def and_hearsay(count: int) -> str:
    """The text after a count of statements: `, and 1 known by hearsay`; empty for 0."""
    return f", and {count:,} known by hearsay" if count else ""


def counted_told(count: int, hearsay: int) -> str:
    """The number of statements that count, and of those known by hearsay."""
    if hearsay and not count:
        return f"{plural(hearsay, 'statement')} known by hearsay"
    return f"{plural(count, 'statement')}{and_hearsay(hearsay)}"


def plural(count: int, what: str) -> str:
    """A number with its noun, e.g. `1 statement`, `2 statements`."""
    return f"{count:,} {what}{'s' * (count != 1)}"
