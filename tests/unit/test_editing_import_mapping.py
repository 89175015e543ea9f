from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stances.editing.import_.columns import KEYS, Columns
from stances.editing.import_.mapping import is_dated, read_columns
from stances.editing.tables import Row, Table
from stances.errors import UnknownName
from stances.queries.listing import KEYS as LISTED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpora import CorpusBuilder
    from stances.editing.import_.mapping import Reading

LONG = "The trams will come whatever the others may say about it, number"


def read(names: Sequence[str], mapped: Mapping[str, str] | None = None) -> Reading:
    """How columns without cells are read, each as if it had one."""
    cells = dict.fromkeys(names, "x y")
    return read_columns(Columns(mapped or {}), Table([*names], [Row(2, cells)]))


def keys(reading: Reading) -> dict[str, str]:
    return {each.name: each.key for each in reading.columns}


class TestNames:
    def test_are_known_however_they_are_spelt(self) -> None:
        reading = read(["Said", "EVIDENCE-note", "source kind", "Quote"])
        assert reading.refusals == []
        assert reading.names == {
            "said": "Said",
            "evidence_note": "EVIDENCE-note",
            "source_kind": "source kind",
            "text": "Quote",
        }
        assert not any(each.is_told for each in reading.columns)

    def test_all_of_list_are_known(self) -> None:
        reading = read(LISTED)
        assert reading.refusals == []
        assert len(reading.names) == len(LISTED)
        assert set(reading.names) <= set(KEYS)
        assert not any(each.is_told for each in reading.columns)

    def test_may_be_mapped_or_left_out(self) -> None:
        reading = read(["Wer", "x", "said"], {"wer": "official", "x": ""})
        assert (reading.names, reading.refusals) == ({"official": "Wer", "said": "said"}, [])

    def test_that_are_mapped_must_be_there(self) -> None:
        with pytest.raises(UnknownName, match="no column is called `Wre`") as raised:
            read(["Wer", "said"], {"Wre": "official"})
        assert "`Wer`" in raised.value.hint

    @pytest.mark.parametrize(
        ("names", "told"),
        [
            (["said", "form", "mood"], "`mood` is none that is known"),
            (["said", "form", "when"], "`said` and `when` are both `said`"),
            (["said", "form", "said"], "2 columns are called `said`"),
            (["said", "form", "column 3"], "column 3 has no name"),
            (["rouhani", "quote", "x"], "names no column that is known"),
        ],
    )
    def test_are_refused_if_they_cannot_be_understood(self, names: list[str], told: str) -> None:
        [refusal] = read(names).refusals
        assert told in refusal.message

    def test_that_are_unknown_can_be_left_out_by_what_can_be_pasted(self) -> None:
        reading = read(["said", "form", "mood", "Bob's"])
        assert reading.notes == [
            "to leave all of these out: --map 'mood=' --map 'Bob'\"'\"'s='",
        ]

    @pytest.mark.parametrize(
        "line",
        [
            "Who|Title|Date said|Stance|What they said|Outlet|Published|Link|Headline|Notes",
            "Wer|Funktion|Datum|Haltung|Zitat|Zeitung|Erschienen|Link|Schlagzeile|Anmerkungen",
            "Qui|Fonction|Quand|Posture|Citation|Journal|Publié|Lien|Titre|Remarques",
            "گوینده|سمت|تاریخ|موضع|نقل قول|روزنامه|تاریخ انتشار|پیوند|تیتر|یادداشت",
        ],
    )
    def test_are_known_as_people_write_them(self, line: str) -> None:
        reading = read(line.split("|"))
        assert reading.refusals == []
        assert [*reading.names] == (
            "name role said position text publisher published url title note".split()
        )
        assert {each.name for each in reading.columns if not each.is_told} <= {"Published"}


class TestCells:
    @pytest.fixture
    def corpus(self, town: CorpusBuilder) -> CorpusBuilder:
        return town

    def reading(self, town: CorpusBuilder | None, **columns: Sequence[str]) -> Reading:
        names = [name.replace("_", " ") for name in columns]
        rows = [
            Row(number, {n: cell for n, cell in zip(names, cells, strict=True) if cell})
            for number, cells in enumerate(zip(*columns.values(), strict=True), 2)
        ]
        return read_columns(Columns(), Table(names, rows), town.index() if town else None)

    @pytest.mark.parametrize(
        ("cells", "key"),
        [
            (["Jansen", "Dr. Jansen", "Jan Jansen"], "official"),
            (["Supports", "REJECTS", "supports"], "position"),
            (["https://a.example/1", "https://a.example/2", "http://b.example"], "url"),
            (["direct quote", "Paraphrased", "quote"], "form"),
            (["Mayor", "council", "Council"], "faction"),
            (["English", "fa", "Persian"], "lang"),
        ],
    )
    def test_say_what_a_name_does_not(
        self, corpus: CorpusBuilder, cells: list[str], key: str
    ) -> None:
        others = {"venue": ["a", "b", "c"], "note": ["d", "e", "f"]}
        reading = self.reading(corpus, **others, Spalte=cells)
        assert reading.refusals == []
        assert keys(reading)["Spalte"] == key
        assert reading.columns[-1].why.startswith("all cells are ")

    @pytest.mark.parametrize(
        ("cells", "key"),
        [
            (["3 May 2021", "2021-05-04", "04/05/2021"], "said"),
            ([f"{LONG} {number}" for number in "123"], "text"),
        ],
    )
    def test_do_not_make_a_birthday_the_day_nor_a_remark_the_words(
        self, corpus: CorpusBuilder, cells: list[str], key: str
    ) -> None:
        others = {"venue": ["a", "b", "c"], "note": ["d", "e", "f"]}
        [refusal] = self.reading(corpus, **others, Spalte=cells).refusals
        assert "is none that is known, and all cells are " in refusal.message
        assert f"--map 'Spalte={key}'" in refusal.hint

    @pytest.mark.parametrize(
        ("column", "others", "key"),
        [
            (("Source", "https://a.example/1"), {}, "url"),
            (("Source", "courier"), {}, "source"),
            (("Source", "BBC Persian"), {}, "publisher"),
            (("Source", "BBC Persian"), {"Outlet": "The Courier"}, "source"),
            (("Title", "President"), {}, "role"),
            (("Title", "Trams are coming"), {}, "title"),
            (("Title", "Trams are coming"), {"Headline": "No trams"}, "role"),
            (("Position", "supports"), {}, "position"),
            (("Position", "Foreign Minister"), {}, "role"),
            (("Position", "suports"), {}, "position"),
            (("Date", "3 May 2021"), {"When": "4 May 2021"}, "published"),
            (("Type", "indirect"), {}, "form"),
            (("Type", "editorial"), {}, "source_kind"),
            (("Paraphrase", "no trams"), {}, "text"),
            (("Paraphrase", "no trams"), {"Quote": "never"}, "summary"),
        ],
    )
    def test_say_which_of_several_a_name_means(
        self, corpus: CorpusBuilder, column: tuple[str, str], others: dict[str, str], key: str
    ) -> None:
        cells = {"venue": "a", "note": "b", **others, column[0]: column[1]}
        reading = self.reading(corpus, **{name: [cell] * 3 for name, cell in cells.items()})
        assert reading.refusals == []
        assert keys(reading)[column[0]] == key

    def test_are_not_asked_where_two_columns_could_be_one_key(self, corpus: CorpusBuilder) -> None:
        days = ["2021-05-03", "2021-05-04", "2021-05-05"]
        reading = self.reading(corpus, venue=days, note=days, A=days, B=days)
        assert reading.unknown == ["A", "B"]
        assert "--map 'A=said'" in reading.refusals[0].hint

    def test_of_few_rows_say_nothing(self, corpus: CorpusBuilder) -> None:
        reading = self.reading(corpus, venue=["a"] * 2, note=["b"] * 2, A=["2021-05-03"] * 2)
        assert reading.unknown == ["A"]

    def test_that_are_none_or_number_the_rows_are_left_out(self, corpus: CorpusBuilder) -> None:
        reading = self.reading(
            corpus,
            No=["1", "2", "4"],
            id=["1", "2", "3"],
            venue=["a"] * 3,
            x=[""] * 3,
            note=["b"] * 3,
        )
        assert reading.refusals == []
        assert [(each.name, each.why) for each in reading.columns if not each.key] == [
            ("No", "it numbers the rows"),
            ("id", "it numbers the rows"),
            ("x", "it is empty"),
        ]

    def test_of_a_table_without_a_header_are_not_read(self, corpus: CorpusBuilder) -> None:
        rows = {"Jansen": ["Jansen", "Bo", "Jansen"], "2021-05-03": ["2021-05-04"] * 3}
        [refusal] = self.reading(corpus, **rows).refusals
        assert "names no column that is known" in refusal.message
        assert self.reading(corpus, Kim=["Jansen"] * 3, Ne=["Supports"] * 3).names == {
            "official": "Kim",
            "position": "Ne",
        }


def test_the_form_of_all_words_is_what_their_column_is_called() -> None:
    assert read(["said", "note", "Direct quote"]).implied == {"form": "quote"}
    assert read(["said", "note", "Paraphrase"]).implied == {"form": "paraphrase"}
    assert read(["said", "note", "text"]).implied == {}
    assert read(["said", "form", "Quote"]).implied == {}


@pytest.mark.parametrize(
    "text",
    [
        "2014-06-14",
        "14/06/2014",
        "14.6.2014",
        "June 14, 2014",
        "14 June 2014",
        "14th of June, 2014",
        "۱۴ خرداد ۱۳۹۳",
        "۱۳۹۳/۳/۲۴",
        "June 2014",
        "2014",
        "../2014-06-21",
        "2014-06-12~/2014-06-18~",
        "2014-06-14 00:00:00",
        "22-Jun-14",
    ],
)
def test_what_may_be_a_date_is_one(text: str) -> None:
    assert is_dated(text)


@pytest.mark.parametrize(
    "text", ["said", "12", "The deal of 2014 is dead for good", "1,234,567 men"]
)
def test_what_may_not_be_a_date_is_none(text: str) -> None:
    assert not is_dated(text)
