"""Values as people read them, in tables and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.queries.result import column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from stances.queries.result import Row
    from stances.queries.summary import Figures
    from stances.views.wording import Wording

DECIMALS = 2
ENOUGH = 3
"""From so many scored officials on, people are shown the mean of a group."""


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
    """A cell with dates, sources and words of the codebook as people call them."""
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
    """What two wordings disagree about."""
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
"""What stands between the items of a list that have commas of their own."""


def grouped(rows: Iterable[Row], keys: Sequence[str]) -> list[list[Row]]:
    """Rows with equal values in `keys`, group by group, in the order of their first rows."""
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
    """A score with its sign; an integer without decimals."""
    if score is None:
        return ""
    text = f"{score:+d}" if isinstance(score, int) else f"{score:+.{DECIMALS}f}"
    return text if text.strip("+-0.") else text[1:]


def with_probable(certain: int, probable: int, what: str = "") -> str:
    """A count of both, with how many of them are probable: `2 (1 probable)`.

    With `what` is counted: `2 sources (1 probable)`.
    """
    count = plural(certain + probable, what) if what else str(certain + probable)
    return f"{count} ({probable} probable)" if probable else count


def sources_counted(row: Row) -> str:
    """The number of sources of a statement, e.g. `2 sources`, `2 sources (1 probable)`."""
    return with_probable(row["match_certain"], row["match_probable"], "source")


def sources_in_short(row: Row, wording: Wording) -> str:
    """The source of the words shown, and how many more there are.

    E.g. `WSWS, 21 June 2014 + 1 probable`, `WSWS, 21 June 2014 + 3 more (1 probable)`.
    """
    first = best_evidence(row)["source"]
    note = source_note(row, first, wording.source)
    kinds = ", ".join(kind for kind, *_ in wording.background.notices.get(first, ()))
    told = f"{wording.source(first)}{note}{f' ({kinds})' if kinds else ''}"
    rest = row["match_certain"] + row["match_probable"] - 1
    # The words shown can be probable, and their origin certain by another source.
    probable = max(row["match_probable"] - (note == _PROBABLE), 0)
    if rest < 1:
        return told
    if probable == rest:
        return f"{told} + {rest} probable"
    return f"{told} + {rest} more{f' ({probable} probable)' if probable else ''}"


_PROBABLE = " (probable)"


def source_note(row: Row, source: str, written: Callable[[str], str] = str) -> str:
    """The text after a source of a statement: ` (copies ID)`, ` (probable)`, or nothing.

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
    """How a statement came about, as far as it is not plain, and what became of its sources."""
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
        yield f"on one occasion with {', '.join(row['same_occasion'])}"
    yield from losses(row, wording)


def voices(row: Row, wording: Wording) -> Iterator[str]:
    """Whose voice a statement came in, if not in the official's own."""
    if row["hearsay"]:
        yield f"according to {people(row['according_to'], wording.background.people)}"
    if row["spoken_by"]:
        yield f"spoken by {people([row['spoken_by']], wording.background.people)}"


def remarks(row: Row, wording: Wording) -> list[str]:
    """What a reader must not miss of a statement whose ties to others are shown elsewhere."""
    told = (status_told(row), *voices(row, wording), *losses(row, wording))
    return [each for each in told if each]


def line_of(copy: Row) -> str:
    """Where the stored copy of a source has some words: `page 3, line 12`."""
    page = f"page {copy['copy_page']}, " if copy["copy_page"] else ""
    return f"{page}line {copy['copy_line']}"


def losses(row: Row, wording: Wording) -> Iterator[str]:
    """What became of the sources of a statement."""
    if row["retracted"]:
        yield "all its sources are retracted"
    yield from notices_of(row["sources"], wording)


def notices_of(sources: Iterable[str], wording: Wording) -> Iterator[str]:
    """What has become of some sources, each notice with its source."""
    for source in sources:
        for notice in wording.background.notices.get(source, ()):
            yield f"{wording.source(source)}: {notice_text(*notice, wording)}"


def status_told(row: Row) -> str:
    """The status or dispute that a reader must not miss; empty if there is none."""
    return row["status"] if row["status"] != "attested" else "disputed" if row["disputed"] else ""


def warnings(row: Row) -> list[str]:
    """The marks that a reader must not miss of a statement, each in a word."""
    told = (status_told(row), "hearsay" * row["hearsay"], "retracted" * row["retracted"])
    return [each for each in told if each]


def statement_marks(row: Row, wording: Wording) -> Iterator[str]:
    """All that a reader must not miss of a statement: its status, and how it came about."""
    if row["status"] != "attested":
        yield row["status"]
    if row["disputed"] and row["status"] != "disputed":
        yield "disputed"
    yield from circumstances(row, wording)


def name_told(name: str, *, is_unnamed: bool) -> str:
    """The name of an official; it is said of one who is not named."""
    return f"{name} (not named)" if is_unnamed else name


def denial_told(words: Row, wording: Wording) -> str:
    """Whose words a dispute has, e.g. `denied or corrected by Bo`; in words of the statement."""
    by = words["by"]
    return f"denied or corrected by {wording.official(by)}" if by else "denied or corrected"


def conditions_told(conditions: Sequence[str], written: Callable[[str], str] = str) -> str:
    """`condition: the state pays`; they mean "if" or "unless"."""
    label = "condition" if len(conditions) == 1 else "conditions"
    return f"{label}: {'; '.join(map(written, conditions))}"


def notice_text(kind: str, date: str | None, note: str | None, wording: Wording) -> str:
    """What has become of a source, e.g. `corrected 30 June 2014: The name was misspelt.`."""
    return f"{kind}{f' {wording.date(date)}' if date else ''}{f': {note}' if note else ''}"


def people(names: Sequence[str], called: Mapping[str, str]) -> str:
    """Who is named, by ids or names, the one nearest the source first; ids are `called` so."""
    return ", who has it from ".join(called.get(name, name) for name in names)


def best_evidence(row: Row) -> Row:
    """The piece of evidence whose words are shown for a statement."""
    best: Row = next(piece for piece in row["evidence"] if piece["text"] == row["quote"])
    return best


def sources_in_order(row: Row) -> list[str]:
    """The sources of a statement, that of the words shown first."""
    first = best_evidence(row)["source"]
    return sorted(row["sources"], key=lambda source: source != first)


def in_marks(text: str, form: str | None) -> str:
    """A source's words: in quotation marks if they are the official's own."""
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
    """Names in a sentence, the first ones of many: `A, B and 3 more`."""
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[: _NAMED - 1])} and {len(names) - _NAMED + 1} more"


def listed(names: Sequence[str]) -> str:
    """`A, B and C`."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def told_by(officials: Iterable[str], wording: Wording) -> str:
    """By how many different officials, of whom the unnamed are not counted: `by 2 officials`."""
    speakers = {*officials}
    named = sum(official not in wording.background.unnamed for official in speakers)
    if named == len(speakers):
        return f"by {plural(named, 'official')}"
    others = "unnamed ones" if named else "unnamed officials"
    return f"by {plural(named, 'official')} and {others}" if named else f"by {others}"


def has_mean(figures: Figures) -> bool:
    """Whether people are shown the mean of a group."""
    return len(figures.means) >= ENOUGH


def why_no_mean(figures: Figures) -> str:
    """Why a group without a mean has none."""
    if figures.unnamed:
        return "nobody with a scored statement is named"
    return "no statement is scored"


def unnamed(figures: Figures) -> str:
    """The scored statements that are in no mean, since their officials are not named."""
    return f"{plural(figures.unnamed, 'scored statement')} by officials who are not named"


def and_hearsay(count: int) -> str:
    """What stands behind a number of statements that count: `, and 1 known by hearsay`."""
    return f", and {count} known by hearsay" if count else ""


def counted_told(count: int, hearsay: int) -> str:
    """The number of statements that count, with the others beside it."""
    if hearsay and not count:
        return f"{plural(hearsay, 'statement')} known by hearsay"
    return f"{plural(count, 'statement')}{and_hearsay(hearsay)}"


def plural(count: int, what: str) -> str:
    """E.g. `1 statement`, `2 statements`."""
    return f"{count} {what}{'s' * (count != 1)}"
