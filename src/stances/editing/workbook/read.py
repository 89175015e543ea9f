"""Reads the rows of one sheet of a workbook, in a process of its own."""

from __future__ import annotations

import importlib
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from stances.editing.workbook.cells import TRUE, Cells, Sheet
from stances.editing.workbook.number_formats import NumberFormats
from stances.editing.workbook.package import (
    SAVE_AS,
    SMALLER,
    Package,
    Pieces,
    Unreadable,
    relation_of,
)
from stances.errors import CannotRead, NeedsExtra
from stances.sheets import from_workbook
from stances.text import did_you_mean

if TYPE_CHECKING:
    from stances.editing.workbook.package import Attributes

_SECONDS, _MEMORY = 90, 2**30
"""What reading a workbook may take; a hundred thousand rows of thirty cells take a third of it."""
_MOST_SHEETS = 255


def read_sheet(content: bytes, shown: str, name: str = "") -> Sheet:
    """The sheet with a name, or the only one that has rows. Raises `CannotRead`, `NeedsExtra`."""
    # It takes a second to get here, and few imports need it.
    from stances.parallel import Limits, OverrunError, limited  # noqa: PLC0415

    try:
        for module in ("openpyxl.styles.numbers", "openpyxl.utils.datetime"):
            importlib.import_module(module)  # once, and not in the other process
    except ImportError as error:
        raise NeedsExtra("an Excel workbook", "xlsx") from error
    try:
        read = limited(partial(_read, name=name), content, Limits(_SECONDS, _MEMORY))
    except OverrunError as error:
        much = (
            f"{_MEMORY >> 20} MiB"
            if error.what == "memory"
            else f"{_SECONDS} second{'s' if _SECONDS > 1 else ''}"
        )
        raise CannotRead(shown, f"it takes more than {much} to read", SMALLER) from error
    except OSError as error:
        raise CannotRead(shown, f"its reader {error}") from error
    if isinstance(read, Sheet):
        return read
    raise CannotRead(shown, *read)


def _read(content: bytes, name: str) -> Sheet | tuple[str, str]:
    """The sheet, or why it is not read and what to do."""
    try:
        return Workbook(content).sheet(name)
    except Unreadable as error:
        return error.why, error.hint
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged file may break it anywhere
        return f"it is a damaged workbook: {str(error) or type(error).__name__}", SAVE_AS


class _ValueThere(Exception):
    """A sheet has a value."""


class _NamedSheet(NamedTuple):
    name: str
    part: str
    is_hidden: bool


class Workbook:
    """The sheets of a workbook, and what their cells need to be understood."""

    def __init__(self, content: bytes) -> None:
        self.package = package = Package(content)
        roots = package.relations("")
        main = (to for kind, to, _ in roots.values() if kind == "officeDocument")
        part = next(main, "xl/workbook.xml")
        self._relations = package.relations(part)
        self.sheets: list[_NamedSheet] = []
        self._from_1904 = False
        package.parse(part, {"workbookPr": self._take_epoch, "sheet": self._take_sheet})
        if len(self.sheets) > _MOST_SHEETS:
            why = f"it has {len(self.sheets):,} sheets, and no more than {_MOST_SHEETS} are read"
            raise Unreadable(why, "copy the sheet to a workbook of its own")
        others = {kind: to for kind, to, _ in self._relations.values()}
        self.strings = _strings(package, others.get("sharedStrings", ""))
        self.formats = NumberFormats(package, others.get("styles", ""), from_1904=self._from_1904)

    def _take_epoch(self, attributes: Attributes) -> None:
        self._from_1904 = attributes.get("date1904") in TRUE

    def _take_sheet(self, attributes: Attributes) -> None:
        kind, part, _ = self._relations.get(relation_of(attributes), ("", "", False))
        if kind == "worksheet":  # and no chart
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(_NamedSheet(attributes.get("name", ""), part, is_hidden))

    def sheet(self, name: str) -> Sheet:
        """The rows of the sheet with a name, or of the only one that has some."""
        chosen, notes = self._chosen(name)
        cells = Cells(self.strings, self.formats)
        cells.read(self.package, chosen.part)
        return cells.sheet(self.package.relations(chosen.part), notes)

    def _chosen(self, name: str) -> tuple[_NamedSheet, list[str]]:
        """A sheet, and what to say of that."""
        names = [each.name for each in self.sheets]
        if not names:
            raise Unreadable("it has no sheet with cells", "a sheet that is a chart has no rows")
        if name:
            for same in (name.__eq__, lambda each: each.casefold() == name.casefold()):
                if fitting := [each for each in self.sheets if same(each.name)]:
                    return fitting[0], []
            raise Unreadable(f"no sheet is called `{name}`", did_you_mean(name, names))
        for hidden in (False, True):
            sheets = [each for each in self.sheets if each.is_hidden == hidden]
            with_rows = [each for each in sheets if self._has_rows(each)]
            if len(with_rows) > 1:
                listed = ", ".join(f"`{each.name}`" for each in with_rows)
                hint = f"name one of them: `--sheet '{with_rows[0].name}'`"
                raise Unreadable(f"{len(with_rows)} of its sheets have rows: {listed}", hint)
            if with_rows:
                [chosen] = with_rows
                others = ", ".join(f"`{each.name}`" for each in self.sheets if each != chosen)
                told = f"the sheet `{chosen.name}` is read; others are empty or hidden: {others}"
                return chosen, [told] if others else []
        return self.sheets[0], []

    def _has_rows(self, sheet: _NamedSheet) -> bool:
        def stop(_: Attributes) -> None:
            raise _ValueThere

        try:
            self.package.parse(sheet.part, {"v": stop, "t": stop})
        except _ValueThere:
            return True
        return False


def _strings(package: Package, part: str) -> list[str]:
    """The texts that cells share; of one in several styles or with a reading aid, the text."""
    strings: list[str] = []
    text = Pieces()

    def end() -> None:
        strings.append(from_workbook(text.taken()))

    if part in package:
        package.parse(part, text.starts, text.ends | {"si": end}, text.take)
    return strings
