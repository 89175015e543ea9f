"""Import a sheet of codings, as `coding sheet` writes it.

The sheet has the words that the coder read. If a statement has other words now, or is gone, the
import reports it. Each coding gets the digests of the words that the coder read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.checks.codings import HAS_NO_CONDITIONS, NEEDS_CONDITIONS
from stances.coders import digest_of_words
from stances.editing.codings import codings_path, put_codings, texts_of
from stances.editing.import_.columns import Entry, listed, on_one_line
from stances.editing.import_.date_columns import DateColumns
from stances.editing.import_.mapping import Reading, left_out, option
from stances.editing.import_.result import ImportReport, Line, Proposal, in_order, refused
from stances.editing.refusals import MISSING, Refusal, elsewhere
from stances.editing.trial import tried
from stances.editing.values import unfit
from stances.editing.workspace import Workspace
from stances.errors import UnknownName
from stances.problems import key_of
from stances.queries import choices
from stances.queries.coding import KEYS, READING, Coding, coding_of, words_in
from stances.sheets import SEPARATORS, as_it_was
from stances.text import closest, did_you_mean, fold, fold_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from stances.editing.tables import Row, Table
    from stances.problems import Problem

CODED_KEYS = ("ref", "issue", *READING, "words")
"""The keys whose columns are read."""
_LISTS = ("conditions", "frames")
_NOTHING = frozenset(("-", "\u2013", "\u2014", "n/a"))
_NONE = frozenset(("none", *_NOTHING))
"""A cell of frames with one of these says that no frame applies."""
_FOLDED = {fold(key): key for key in KEYS}
_ALIKE = 0.5
"""If two texts share a smaller part of their words than this, they are different texts."""
_SHOWN = 60
_CODES = {"position": "ST105", "frames": "ST106"}
"""The codes that `check` has for unknown codebook words."""
_HINTS = {MISSING: "fill it in, or say in `skip` why there is no reading"}
"""Hints that differ between a sheet and a file."""


class CodingWishes(NamedTuple):
    """Whose codings a sheet has, and how to import it.

    `mapped` maps columns to keys. `replace` replaces earlier codings of the same statements.
    `coded` is the day of the coding.
    """

    coder: str
    mapped: Mapping[str, str]
    replace: bool = False
    coded: str = ""
    dates: DateColumns | None = None

    def knows(self, name: str) -> bool:
        """Whether the name of a column is known."""
        return self.key(name) is not None

    def key(self, name: str) -> str | None:
        """Return the key of a column: empty if it is not read, None if the name is unknown."""
        for column, key in self.mapped.items():
            if fold(column) == fold(name):
                return key
        return _FOLDED.get(fold(name))


@dataclass(slots=True)
class _Sheet:
    """The results of reading a sheet, collected row by row."""

    index: sqlite3.Connection
    wishes: CodingWishes
    columns: Mapping[str, str]
    refusals: list[Refusal] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    codings: dict[str, dict[str, Any]] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def propose_codings(
    index: sqlite3.Connection, folder: Path, table: Table, wishes: CodingWishes
) -> Proposal:
    """Return the codings that a sheet adds; nothing is written if any row has a problem.

    Raises `UnknownName` for a mapped column that is missing.
    """
    columns, wrong = _columns_of(table, wishes)
    if wrong or not table.columns:
        told = in_order(refused([*table.refusals, *wrong]))
        return Proposal((), ImportReport(told, notes=table.notes, understood=False))
    sheet = _Sheet(index, wishes, columns)
    read = {*columns.values()}
    sheet.refusals += [each for each in table.refusals if not each.key or each.key in read]
    dates = wishes.dates or DateColumns()
    _read_rows(sheet, table.rows, dates)
    workspace = Workspace(folder, index)
    put_codings(workspace, wishes.coder, sheet.codings)  # to report all problems
    sheet.refusals += _problems(workspace, sheet)
    wrong_lines = {each.line for each in sheet.refusals if each.is_error}
    sound = [each for each in sheet.lines if each.line not in wrong_lines]
    lines = in_order([*refused(sheet.refusals), *sound])
    notes = [*table.notes, *dates.notes, *_notes(sheet)]
    files = [(path, path not in workspace.before) for path in workspace.changed]
    report = ImportReport(lines, files, notes, Reading(), table.skipped)
    if not report.complete:
        return Proposal((), report.without_files())
    return Proposal(workspace.replacements(), report)


def _columns_of(table: Table, wishes: CodingWishes) -> tuple[dict[str, str], list[Refusal]]:
    """Return the column of each key that is read, and the problems of the columns."""
    folded = {*map(fold, table.columns)}
    for name in wishes.mapped:
        if fold(name) not in folded:
            raise UnknownName("column", name, did_you_mean(name, table.columns))
    columns: dict[str, str] = {}
    wrong: list[Refusal] = []

    def refuse(name: str, message: str, hint: str) -> None:
        wrong.append(Refusal(table.header, name, message, hint))

    for name in table.columns:
        key = wishes.key(name)
        if key is None:
            near = closest(name, CODED_KEYS)
            meant = f"did you mean {option(name, near[0])}? else " if near else ""
            message = f"the column `{name}` is none of a sheet of codings"
            refuse(name, message, f"{meant}leave it out: {left_out(name)}")
        elif key in columns:
            message = f"the columns `{columns[key]}` and `{name}` are both `{key}`"
            refuse(name, message, f"leave one of them out: {left_out(name)}")
        elif key in CODED_KEYS:
            columns[key] = name
    if table.columns and "ref" not in columns:
        message = "no column has the references of the statements"
        refuse("", message, "keep the column `ref` of the sheet, or say --map COLUMN=ref")
    elif table.columns and columns.keys().isdisjoint(("position", "skip")):
        message = "no column has positions"
        refuse("", message, "keep the column `position` of the sheet, or say --map COLUMN=position")
    return columns, wrong


def _read_rows(sheet: _Sheet, rows: Sequence[Row], dates: DateColumns) -> None:
    """Read all rows with a reading; note their codings or their problems."""
    keys = {name: key for key, name in sheet.columns.items()}
    read: list[tuple[Entry, dict[str, Any]]] = []
    unfit_lines: set[int] = set()
    for row in rows:
        cells = {keys[name]: cell for name, cell in row.cells.items() if name in keys}
        entry = Entry(row.line, cells, sheet.columns)
        values = _values(cells)
        if not values:
            sheet.counts["blank"] += 1
            continue
        for key, value in values.items():
            for fault in [*unfit(value)][:1]:
                sheet.refusals.append(entry.refusal(key, *fault))
                unfit_lines.add(row.line)
        read.append((entry, values))
    sheet.refusals += dates.read(read)
    refs = [_ref(entry) for entry, _ in read]
    texts = texts_of(sheet.index, filter(None, refs))
    moved = _moved(
        sheet.index, [e for e, r in zip((e for e, _ in read), refs, strict=True) if r not in texts]
    )
    for (entry, values), ref in zip(read, refs, strict=True):
        if not ref:
            message, hint = (
                "the row has a reading, and no reference",
                "keep `ref` as it was written",
            )
            sheet.refusals.append(entry.refusal("ref", message, hint))
        elif ref in sheet.entries:
            message = f"`{ref}` stands in line {sheet.entries[ref].line} too, with a reading"
            sheet.refusals.append(entry.refusal("ref", message, "leave one of the two"))
        elif ref not in texts:
            sheet.refusals.append(_unknown(sheet.index, entry, ref, moved))
        else:
            sheet.entries[ref] = entry
            if entry.line not in unfit_lines:  # no file can hold its values
                _take(sheet, ref, values, texts[ref])


def _ref(entry: Entry) -> str:
    return str(entry.values.get("ref") or "").strip()


def _values(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a row; if it has `skip`, without empty lists."""
    values = {key: value for key in READING if (value := _value(key, cells.get(key))) is not None}
    if "skip" in values:
        values = {key: value for key, value in values.items() if value != []}
    return values


def _value(key: str, cell: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the value of a cell; None if it says nothing."""
    if cell is None:
        return None
    if isinstance(cell, str):
        text = str(on_one_line(key, cell)).strip()
        if key == "frames" and text.casefold() in _NONE:
            return []
        if text.casefold() in _NOTHING or not text:
            return None
        if key == "frames" and not text.startswith("["):
            text = text.replace(",", ";")
        return listed(text) if key in _LISTS else text
    if key in _LISTS and isinstance(cell, list):
        items = [str(each) for each in cell]
        is_none = key == "frames" and _NONE.issuperset(map(str.casefold, items))
        return [] if is_none else items
    return cell if isinstance(cell, str) else str(cell)


def _take(sheet: _Sheet, ref: str, values: dict[str, Any], texts: Sequence[str]) -> None:
    """Note the coding of a row, or that it is recorded already."""
    entry, wishes = sheet.entries[ref], sheet.wishes
    if (refusal := _of_another_issue(sheet.index, entry, ref)) is not None:
        sheet.refusals.append(refusal)
        return
    coding, is_known = _with_ids(sheet, ref, values)
    read = words_in(entry.values["words"]) if "words" in entry.values else None
    if read is not None:
        digests = _digests(read, texts)
        sheet.refusals += _changed(entry, ref, read, texts)
        coding["words"] = digests
    else:
        sheet.counts["wordless"] += 1
    if wishes.coded:
        coding["coded"] = wishes.coded
    before = coding_of(sheet.index, ref, wishes.coder)
    is_same = before is not None and before.content == Coding.of(coding).content
    if before is not None and is_same and (read is None or [*before.words] == coding["words"]):
        sheet.lines.append(Line(entry.line, "there", ref))
        return
    if before is not None and not is_same and not wishes.replace:
        message = f"{wishes.coder} has coded `{ref}` already, and reads it otherwise: {before.told}"
        hint = "leave the row out, or take it with --replace"
        refusal = Refusal(entry.line, "", message, hint, conflict=True)
        sheet.refusals.append(refusal)
        return
    if is_known:  # else the same problem would be reported twice
        sheet.codings[ref] = coding
    sheet.lines.append(Line(entry.line, "added" if before is None else "replaced", ref))
    sheet.counts["unframed"] += "skip" not in coding and "frames" not in coding


def _issue_of(index: sqlite3.Connection, ref: str) -> str:
    [issue] = index.execute("SELECT issue FROM statements WHERE ref = ?", (ref,)).fetchone()
    return str(issue)


def _of_another_issue(index: sqlite3.Connection, entry: Entry, ref: str) -> Refusal | None:
    """Return a refusal if the issue in the row differs from the current issue of the statement."""
    asked, now = str(entry.values.get("issue") or "").strip(), _issue_of(index, ref)
    if not asked or fold(asked) == fold(now):
        return None
    message = f"this row was asked `{asked}`; `{ref}` is on `{now}` now"
    return entry.refusal("issue", message, "write a new sheet, and read the words again")


def _with_ids(sheet: _Sheet, ref: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return the values of a row with labels replaced by ids, and whether all words are known."""
    coding, entry, known = dict(values), sheet.entries[ref], len(sheet.refusals)
    issue = _issue_of(sheet.index, ref)

    def read(key: str, words: Sequence[choices.Word], text: str, what: str) -> str:
        folded = fold(text)
        for word in words:
            if folded in (fold(word.id), fold(word.label)):
                return word.id
        refusal = entry.refusal(key, f"{what} `{text}`", did_you_mean(text, [w.id for w in words]))
        sheet.refusals.append(refusal._replace(code=_CODES[key]))
        return text

    if "position" in coding:
        scale, what = choices.positions(sheet.index, issue), f"`{issue}` has no position called"
        coding["position"] = read("position", scale, coding["position"], what)
    if "frames" in coding:
        frames = choices.words(sheet.index, "frame")
        found = (read("frames", frames, each, "no frame is called") for each in coding["frames"])
        coding["frames"] = [*dict.fromkeys(found)]
    return coding, len(sheet.refusals) == known


def _digests(read: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Return the digests of the words that were read, without apostrophes of spreadsheets."""
    now = {*map(digest_of_words, texts)}
    found = []
    for each in read:
        bare = digest_of_words(as_it_was(each, SEPARATORS["csv"]))
        found.append(bare if bare in now else digest_of_words(each))
    return found


def _changed(
    entry: Entry, ref: str, read: Sequence[str], texts: Sequence[str]
) -> Iterator[Refusal]:
    """Yield a warning for changed words since the sheet was written; an error if none is alike."""
    digests, now = _digests(read, texts), [*map(digest_of_words, texts)]
    gone = [text for text, each in zip(read, digests, strict=True) if each not in now]
    new = [text for text, each in zip(texts, now, strict=True) if each not in digests]
    if not (gone or new):
        return
    if read and len(gone) == len(read) and not any(_alike(a, b) for a in gone for b in new):
        message = f"none of the words in this row are those of `{ref}` any more"
        hint = "write a new sheet, and read it again"
        yield entry.refusal("words", f"{message}, which has {_quoted(texts)}", hint)
        return
    told = [f"read were {_quoted(gone)}"] if gone else []
    told += [f"now it has {'also ' if not gone else ''}{_quoted(new)}"] if new else []
    message = f"the words of `{ref}` have changed since the sheet was written: {'; '.join(told)}"
    hint = "the coding says which words were read; `stances check` will ask for it to be read again"
    yield entry.refusal("words", message, hint)._replace(is_error=False)


def _alike(one: str, other: str) -> bool:
    """Whether two texts have most of their words in common."""
    first, second = ({*fold_words(each).split()} for each in (one, other))
    return len(first & second) >= _ALIKE * min(len(first), len(second)) > 0


def _quoted(texts: Sequence[str]) -> str:
    cut = (each if len(each) <= _SHOWN else f"{each[:_SHOWN]}…" for each in texts)
    return ", ".join(f"“{each}”" for each in cut)


_REFS_OF = """
    SELECT DISTINCT e.ref, e.text FROM evidence AS e JOIN statements AS s ON s.ref = e.ref
    WHERE e.text IN (SELECT value FROM json_each(?)) ORDER BY e.ref"""


def _moved(index: sqlite3.Connection, entries: Sequence[Entry]) -> dict[str, str]:
    """Return statements by their current words, for rows whose statement is missing."""
    import json  # noqa: PLC0415 - few sheets have such rows

    texts = [text for each in entries for text in words_in(each.values.get("words", ""))]
    if not texts:
        return {}
    rows = index.execute(_REFS_OF, (json.dumps(texts),)).fetchall()
    return {text: ref for ref, text in reversed(rows)}


def _unknown(
    index: sqlite3.Connection, entry: Entry, ref: str, moved: Mapping[str, str]
) -> Refusal:
    """Return a refusal for a row whose statement is missing."""
    query = "SELECT path, line FROM all_statements WHERE ref = ?"
    if row := index.execute(query, (ref,)).fetchone():
        place = f"{row['path']}:{row['line']}"
        message = f"`{ref}` is left out because of problems ({place})"
        return entry.refusal("ref", message, "`stances check` says what is wrong")
    now = [moved[text] for text in words_in(entry.values.get("words", "")) if text in moved]
    message = f"there is no statement `{ref}`"
    if now:
        message += f"; its words are those of `{now[0]}` now"
        return entry.refusal("ref", message, f"if it was renamed or moved, write `{now[0]}`")
    refs = [each for (each,) in index.execute("SELECT ref FROM statements ORDER BY ref")]
    gone = "it was deleted, or " if "words" in entry.values else ""
    return entry.refusal("ref", message, f"{gone}{did_you_mean(ref, refs)}")


def _problems(workspace: Workspace, sheet: _Sheet) -> Iterator[Refusal]:
    """Yield the new errors of the corpus with these codings, each at the cell that causes it."""
    if not workspace.changed:
        return
    by_place = {
        (codings_path(sheet.wishes.coder, ref.partition("/")[0]), ref.partition("/")[2]): ref
        for ref in sheet.codings
    }
    with tried(workspace) as trial:
        found = trial.found([])
    for problem, at in found:
        if problem.severity != "error":
            continue
        ref = by_place.get((problem.path, str(at[0]) if at else ""))
        if ref is None:
            yield elsewhere(problem)
            continue
        hint = _hint(problem, sheet.columns.get("conditions"))
        refusal = sheet.entries[ref].refusal(key_of(at[1:]), problem.message, hint)
        yield refusal._replace(code=problem.code)


def _hint(problem: Problem, conditions: str | None) -> str:
    """Return the hint for a problem in a sheet; `conditions` is the name of that column, if any."""
    if problem.code == NEEDS_CONDITIONS:
        return f"fill the column `{conditions}`" if conditions else "add a column `conditions`"
    if problem.code == HAS_NO_CONDITIONS:
        return problem.hint.replace("drop `conditions`", f"empty the column `{conditions}`")
    return _HINTS.get(problem.code, problem.hint)


def _notes(sheet: _Sheet) -> Iterator[str]:
    """Yield notes for the user about the sheet as a whole."""
    counts = sheet.counts
    if blank := counts["blank"]:
        yield f"{_rows(blank)} without a reading: not coded yet"
    if counts["unframed"] and "frames" in sheet.columns:
        rows = _rows(counts["unframed"])
        yield f"frames: {rows} without any, which is not coded; write `none` where none applies"
    if counts["wordless"]:
        yield "no column has the words that were read, so the codings do not say which these were"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
