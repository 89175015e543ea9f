from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stances.dates.patterns import style_of
from stances.editing.import_.columns import Entry
from stances.editing.import_.date_columns import DateColumns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from stances.dates.grammar import Reading
    from stances.editing.import_.date_columns import Choose


class Read:
    """The dates of a sheet with a column `Date`, and perhaps `Published`, from row 2 on."""

    def __init__(
        self,
        *said: str,
        published: Sequence[str] = (),
        patterns: tuple[str, ...] = (),
        calendar: str = "",
        choose: Choose | None = None,
    ) -> None:
        names = {"said": "Date", "published": "Published"}
        rows = []
        for number in range(max(len(said), len(published))):
            both = {"said": [*said][number : number + 1], "published": published[number:][:1]}
            values = {key: cells[0] for key, cells in both.items() if cells}
            rows.append((Entry(number + 2, dict(values), names), values))
        columns = DateColumns(style_of(patterns, calendar), choose)
        self.refusals = columns.read(rows)
        self.notes = columns.notes
        self.said = [values.get("said") for _, values in rows]
        self.published = [values.get("published") for _, values in rows]


class TestOrder:
    def test_is_that_of_the_cells_that_can_only_be_one(self) -> None:
        read = Read("03/04/2014", "22/06/2014", "05/04/2014")
        assert read.said == ["2014-04-03", "2014-06-22", "2014-04-05"]
        assert read.notes == [
            "Date: `03/04/2014` is 2014-04-03: day first, because 22 stands first in row 3; 3 cells"
        ]
        read = Read("03/04/2014", "6/25/2014")
        assert read.said == ["2014-03-04", "2014-06-25"]
        assert "month first, because 25 stands second in row 3; 2 cells" in read.notes[0]

    def test_is_that_of_a_day_of_the_week(self) -> None:
        read = Read("03/04/2014", "Sat 03/05/2014")
        assert read.said == ["2014-04-03", "2014-05-03"]
        assert "day first, because it was a Saturday in row 3" in read.notes[0]

    def test_is_that_of_another_column_if_its_own_does_not_say(self) -> None:
        read = Read("03/04/2014", published=["22/06/2014"])
        assert read.said == ["2014-04-03"]
        assert "because 22 stands first in row 2 of Published" in read.notes[0]
        assert "because 22 stands first in row 2; 1 cell" in read.notes[1]

    def test_is_its_own_if_another_column_has_another(self) -> None:
        read = Read("03/04/2014", "22/06/2014", published=["03/04/2014", "06/22/2014"])
        assert read.said[0] == "2014-04-03"
        assert read.published[0] == "2014-03-04"

    def test_is_never_guessed(self) -> None:
        read = Read("03/04/2014", "05/04/2014", "14 June 2014", "06/06/2014")
        assert read.said == [None, None, "2014-06-14", "2014-06-06"]
        assert [(each.line, each.key, each.code) for each in read.refusals] == [
            (2, "Date", "ST204"),
            (3, "Date", "ST204"),
        ]
        assert len({each.message for each in read.refusals}) == 1  # told once for both
        assert read.refusals[0].message == (
            "no cell of this column says which order it has: `03/04/2014` in row 2 can be "
            "2014-04-03 (day first) or 2014-03-04 (month first)"
        )
        assert "`--date-format DD/MM/YYYY` or `--date-format MM/DD/YYYY`" in read.refusals[0].hint

    def test_is_refused_where_a_column_has_both(self) -> None:
        read = Read("22/06/2014", "06/25/2014", "03/04/2014")
        assert read.said == ["2014-06-22", "2014-06-25", None]
        [refusal] = read.refusals
        assert "22 stands first in row 2 and 25 stands second in row 3" in refusal.message
        assert "--date-format" not in refusal.hint  # no format can tell these apart
        assert len(read.notes) == 2

    def test_of_each_separator_can_be_said(self) -> None:
        cells = "22/06/2014", "06-25-2014", "03/04/2014", "03-04-2014"
        [first, _] = Read(*cells).refusals
        assert "`--date-format DD/MM/YYYY --date-format MM-DD-YYYY`" in first.hint
        read = Read(*cells, patterns=("DD/MM/YYYY", "MM-DD-YYYY"))
        assert read.said[2:] == ["2014-04-03", "2014-03-04"]

    def test_can_be_said_for_all(self) -> None:
        read = Read("03/04/2014", "3 May 2014", patterns=("MM/DD/YYYY",))
        assert read.said == ["2014-03-04", "2014-05-03"]
        assert "month first, as you say; 1 cell" in read.notes[0]

    def test_can_be_chosen(self) -> None:
        asked: list[tuple[str, int, str]] = []

        def choose(column: str, row: int, text: str, found: Sequence[Reading]) -> str:
            asked.append((column, row, text))
            return found[1].order

        read = Read("14 June 2014", "03/04/2014", "05/04/2014", choose=choose)
        assert read.said[1:] == ["2014-03-04", "2014-05-04"]
        assert asked == [("Date", 3, "03/04/2014")]
        assert Read("03/04/2014", choose=lambda *_: "").said == [None]
        Read("03/04/2014", "22/06/2014", choose=choose)
        assert len(asked) == 1

    def test_is_asked_for_and_told_once_if_a_table_is_read_twice(self) -> None:
        asked = []

        def choose(column: str, *_: object) -> str:
            asked.append(column)
            return "day first"

        columns = DateColumns(choose=choose)
        for _ in range(2):
            values = {"said": "03/04/2014"}
            columns.read([(Entry(2, dict(values), {"said": "Date"}), values)])
            assert values == {"said": "2014-04-03"}
            assert len(columns.notes) == 1
        assert asked == ["Date"]

    @settings(deadline=None)
    @given(
        days=st.lists(st.dates(), min_size=1, max_size=6),
        apart=st.sampled_from("/.-"),
        month_first=st.booleans(),
    )
    def test_never_gives_another_date_than_was_written(
        self, days: list[date], apart: str, *, month_first: bool
    ) -> None:
        parts = [[f"{day:%d}", f"{day:%m}", f"{day.year:04}"] for day in days]
        if month_first:
            parts = [[month, day, year] for day, month, year in parts]
        read = Read(*map(apart.join, parts), calendar="gregorian")
        for day, said in zip(days, read.said, strict=True):
            assert said in (None, day.isoformat())
        is_told = any(day.day > 12 for day in days)
        for day, said in zip(days, read.said, strict=True):
            assert (said is not None) is (is_told or day.day == day.month)


class TestNotes:
    def test_are_a_line_for_each_way_of_writing(self) -> None:
        read = Read(
            "2014-06-14",
            "June 14, 2014",
            "22-Jun-14",
            "41804",
            "2014-06-14 00:00:00",
            "2014-06-14 20:30",
            "12-18 June 2014",
            "24 Khordad 1393",
            "14.06.2014",
        )
        assert read.refusals == []
        assert [note.removeprefix("Date: ").removesuffix("; 1 cell") for note in read.notes] == [
            "`June 14, 2014` is 2014-06-14: the month by its name",
            (
                "`22-Jun-14` is 2014-06-22: the month by its name, "
                "two digits for a year from 1970 to 2039"
            ),
            "`41804` is 2014-06-14: the number of a day in a spreadsheet, counted from 1900",
            "`2014-06-14 00:00:00` is 2014-06-14: year first, without its time",
            "`2014-06-14 20:30` is 2014-06-14T20:30:00: year first, with its time",
            "`12-18 June 2014` is 2014-06-12/2014-06-18: an interval",
            "`24 Khordad 1393` is 2014-06-14: the month by its name, of the Solar Hijri calendar",
            "`14.06.2014` is 2014-06-14: day first, because 14 stands first in row 10",
        ]

    def test_of_dates_as_records_have_them_are_none(self) -> None:
        assert Read("2014-06-14", "2014~", "../2014-06", "2014-06-14T20:30:00").notes == []


class TestSpreadsheets:
    def test_have_numbers_for_days_from_1900_or_1904(self) -> None:
        assert Read("41804", "2014", "14 June 2014").said == ["2014-06-14", "2014", "2014-06-14"]
        read = Read("40342", patterns=("excel-1904",))
        assert read.said == ["2014-06-14"]
        assert "counted from 1904" in read.notes[0]

    def test_have_no_days_in_a_column_of_other_numbers(self) -> None:
        read = Read("41804", "7")
        assert read.said == [None, None]
        assert "other cells, such as `7`, are not either" in read.refusals[0].message

    def test_may_have_swapped_days_and_months(self) -> None:
        for swapped in (["41795", "41796"], ["2014-06-05", "2014-06-06"]):
            [note] = [
                each for each in Read("22/06/2014", "23/06/2014", *swapped).notes if "sw" in each
            ]
            assert "compare row 4 with its source" in note
            # With a day below 13, or a day above 12, nothing was converted.
            for more in ("05/06/2014", "2014-06-25"):
                notes = Read("22/06/2014", "23/06/2014", *swapped, more).notes
                assert not any("swapped" in each for each in notes)


class TestCalendars:
    def test_have_to_be_said_where_it_is_not_clear(self) -> None:
        read = Read("1393/03/24", "1393/03/25")
        assert read.said == [None, None]
        assert read.refusals[0].message == (
            "the calendar of these dates is not clear: `1393/03/24` in row 2 can be 1393-03-24 "
            "(Gregorian) or 2014-06-14 (Solar Hijri)"
        )
        assert len({each.message for each in read.refusals}) == 1
        assert Read("1393/03/24", calendar="solar-hijri").said == ["2014-06-14"]
        assert Read("1393/03/24", calendar="gregorian").said == ["1393-03-24"]

    def test_have_years_of_two_digits_first_or_last(self) -> None:
        read = Read("05/03/24", "93/03/24", calendar="solar-hijri")
        assert read.said[1] == "2014-06-14"


class TestOtherKeys:
    def test_take_days_without_times(self) -> None:
        entry = Entry(2, {"retrieved": "2014-06-18T10:22:11Z"}, {})
        values = dict(entry.values)
        assert DateColumns().read([(entry, values)]) == []
        assert values == {"retrieved": "2014-06-18"}

    @pytest.mark.parametrize("cell", [["14/06/2014"], {"a": "b"}])
    def test_leave_what_is_no_text_to_others(self, cell: object) -> None:
        values = {"said": cell}
        assert DateColumns().read([(Entry(2, {"said": cell}, {}), values)]) == []
        assert values == {"said": cell}
