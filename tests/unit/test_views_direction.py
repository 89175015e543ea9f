"""Right-to-left text is laid out whole, as another program orders what a terminal shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

from stances.queries.comparison import comparison
from stances.queries.filters import Filters
from stances.queries.lookups import Lookup
from stances.queries.summary import summary
from stances.queries.timeline import timeline
from stances.views.direction import LETTERS, laid_out, stretches
from stances.views.formats import ViewOptions
from stances.views.markdown_escape import sentence
from stances.views.table import table
from stances.views.table.console import written
from stances.views.table.marks import Marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from corpora import CorpusBuilder

ISOLATED = re.compile("[\u2067\u2068]([^\u2069]*)\u2069")
QUOTE = (
    "ISIS در سال 2014 به عراق حمله کرد و گفتیم که United Nations (سازمان ملل) قطعنامهٔ 1441 را "
    "اجرا کند، با آمریکا علیه ISIS همکاری می‌کنیم."
)
NAME = "محمد جواد ظریف (Zarif)"

holds = settings(deadline=None)  # a property is true or false, however busy the machine
persian = st.sampled_from("ایران در عراق با آمریکا همکاری می‌کند، نه! سازمان ملل؛ گفت:".split())
latin = st.sampled_from("ISIS Zarif NATO Bonn 5+1 2014 1,500 (2014) (ISIS) (IRNA)".split())
sentences = st.builds(
    lambda begin, middle, end, stop: " ".join([*begin, *middle, *end]) + stop,
    st.lists(latin, max_size=1),
    st.lists(persian, min_size=6, max_size=30).flatmap(
        lambda words: st.lists(latin, max_size=3).flatmap(
            lambda others: st.permutations([*words[1:-1], *others]).map(
                lambda mixed: [words[0], *mixed, words[-1]]
            )
        )
    ),
    st.lists(latin, max_size=1),
    st.sampled_from(["", ".", "؟", "!"]),
)


def inside(text: str) -> list[str]:
    """The texts that are laid out whole."""
    return [text[start:end] for start, end in stretches(text)]


def seen(line: str) -> str:
    """A line as a terminal shows it, from its left edge to its right."""
    return re.sub("[\u2066-\u2069]", "", get_display(line, base_dir="L"))


def from_right(text: str) -> str:
    """The same of a line that runs from right to left."""
    return str(get_display(text, base_dir="R"))


def printed(renderable: RenderableType, width: int, **options: Any) -> list[str]:
    """The lines of something as the table of some result."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stances.views.table.rows_table", lambda *_: renderable)
        found = table(Lookup("rows", [], []), ViewOptions(width=width, **options))
        return [line.removesuffix("\n") for line in found]


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("no such letter in it", []),
        (QUOTE, [QUOTE]),
        (f"“{QUOTE}”", [QUOTE]),
        (f"— {QUOTE}", [QUOTE]),
        (NAME, [NAME]),
        (f"{NAME}  Envoy · council", [NAME]),
        ("علی شمخانی (not named)", ["علی شمخانی"]),
        ("او گفت «ISIS» در 2014.", ["او گفت «ISIS» در 2014."]),
        ("(او گفت ISIS)", ["(او گفت ISIS)"]),
        ("گزارش از بغداد (Baghdad)", ["گزارش از بغداد (Baghdad)"]),
        ("روزنامه کیهان, 20 June 2014", ["روزنامه کیهان"]),
        ("2 sources: روزنامه کیهان, 20 June 2014", ["روزنامه کیهان"]),
        ("condition: آمریکا (USA) بپذیرد", ["آمریکا (USA) بپذیرد"]),
        ("Shirin Farahi (شیرین فرحی)", ["شیرین فرحی"]),
        ("attributed to محمد جواد ظریف by WSWS, 21 June 2014", ["محمد جواد ظریف"]),
        ("علی and Rouhani support cooperation", ["علی"]),
        ("the names علی and رضا in an English sentence", ["علی", "رضا"]),
        ("محمد, علی and رضا oppose it; حسن rejects", ["محمد, علی", "رضا", "حسن"]),
        ("علی شمخانی and محمد جواد ظریف", ["علی شمخانی and محمد جواد ظریف"]),
        ("note: قدرت soft power ایران", ["قدرت soft power ایران"]),
        ("او گفت “ISIS”", ["او گفت “ISIS”"]),
        ("spoken: “او گفت ISIS”", ["او گفت ISIS"]),
        ("شورای شهر · ارتش IRGC", ["شورای شهر", "ارتش IRGC"]),
        ("یک\nدو ISIS سه", ["یک", "دو ISIS سه"]),
        ('text: "او گفت ISIS."', ["او گفت ISIS."]),
        ("2014-06-20: «ISIS» در عراق", ["«ISIS» در عراق"]),
        (f"{NAME} (zarif), 2 statements", [NAME]),
        ("علی (IRNA) (paraphrase)", ["علی"]),
        ("خبرگزاری (IRNA) (paraphrase)", ["خبرگزاری (IRNA)"]),
        ("“یک” in part; left: “دو سه ISIS” (its", ["یک", "دو سه ISIS"]),
        ("“او گفت “ISIS” رفت” (quote)", ["او گفت “ISIS” رفت"]),
        ("“a word دریاچه in English”", ["دریاچه"]),
        ("“یک دو” in part; left: دو سه", ["یک دو", "دو سه"]),
        ("“یک دو” سه ISIS چهار", ["“یک دو” سه ISIS چهار"]),
        ("شرط: “یک دو” سه ISIS چهار", ["شرط: “یک دو” سه ISIS چهار"]),
        ("-2 رد می‌کند", ["رد می‌کند"]),
        (" 0 مشروط (USA)", ["مشروط (USA)"]),
        ("· بدون موضع", ["بدون موضع"]),
        ("12 نفر از ISIS کشته شدند", ["12 نفر از ISIS کشته شدند"]),
        ("~─ 0 مشروط ────┤", ["مشروط"]),
        ("├──── بدون موضع ●", ["بدون موضع"]),
        ("── آیا ISIS (داعش) رفت؟ ────", ["آیا ISIS (داعش) رفت؟"]),
        ("Zarif (شورای شهر) answers “مشروط”", ["شورای شهر", "مشروط"]),
        ("(Zarif) (شورای شهر)", ["شورای شهر"]),
        ("ISIS (داعش) در عراق", ["ISIS (داعش) در عراق"]),
        ("שלום ISIS עולם", ["שלום ISIS עולם"]),
    ],
)
def test_a_text_is_whole_with_its_latin_words_and_without_ours(line: str, whole: list[str]) -> None:
    assert inside(line) == whole
    assert ISOLATED.findall(laid_out(line)) == whole
    assert re.sub("[\u2067-\u2069]", "", laid_out(line)) == line


def test_no_text_reaches_over_a_cut() -> None:
    text = "او گفت (IRNA) (Q)"
    assert inside(text) == [text]
    assert [text[a:b] for a, b in stretches(text, [14])] == ["او گفت (IRNA)"]


@holds
@given(sentences)
def test_a_sentence_is_shown_as_on_a_line_of_its_own(sentence: str) -> None:
    assert seen(laid_out(f"“{sentence}”")) == f"“{from_right(sentence)}”"
    assert seen(laid_out(f"spoken: “{sentence}”")).endswith(from_right(sentence)[1:] + "”")


@holds
@given(st.text(st.sampled_from('aب cد Z9 1(),.:;“”«»"—·\n') | st.characters(codec="utf-8")))
def test_any_text_keeps_its_letters_between_isolates_that_are_balanced(text: str) -> None:
    text = re.sub("[\u2066-\u2069]", "", text)
    line = laid_out(text)
    assert re.sub("[\u2067-\u2069]", "", line) == text
    assert not re.search(f"[{LETTERS}]", ISOLATED.sub("", line))
    depth = 0
    for char in line:
        depth += (char in "\u2067\u2068") - (char == "\u2069")
        assert depth in (0, 1)
    assert depth == 0


class TestTablesAndBlocks:
    @pytest.mark.parametrize("width", [30, 60, 80, 200])
    @pytest.mark.parametrize("color", [True, False])
    def test_a_long_quotation_is_whole_on_each_of_its_lines(
        self, width: int, *, color: bool
    ) -> None:
        words = Text.assemble("“", QUOTE, "”", (" (paraphrase)", "dim"))
        lines = printed(Padding(words, (0, 0, 0, 2)), width, color=color)
        assert (len(lines) > 1) is (width < 150)
        plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]
        for line in plain:
            assert len(ISOLATED.findall(line)) <= 1
            [piece] = ISOLATED.findall(line) or [""]
            assert seen(line) == seen(line.replace(piece, "‗")).replace("‗", from_right(piece))
            assert cell_len(ISOLATED.sub(r"\1", line)) <= width
        together = " ".join(piece for line in plain for piece in ISOLATED.findall(line))
        assert together == QUOTE

    @holds
    @given(st.lists(st.tuples(sentences, sentences), min_size=1, max_size=3), st.integers(40, 90))
    def test_columns_stay_where_they_are(self, rows: list[tuple[str, str]], width: int) -> None:
        grid = Table.grid(padding=(0, 1))
        for _ in range(3):
            grid.add_column(overflow="fold", ratio=1)
        for one, other in rows:
            grid.add_row(Text(one), Text("|"), Text(other))
        grid.expand = True
        bars = set()
        for line in printed(grid, width):
            shown = seen(line)
            bars |= {cell_len(shown[: shown.index("|")])} if "|" in shown else set()
            at = line.find("|")
            assert all(piece.count("|") == 0 for piece in ISOLATED.findall(line)), at
        assert len(bars) == 1

    def test_what_is_bold_within_a_text_does_not_split_it(self) -> None:
        words = Text("از ماهیگیران ISIS بپرسید")
        words.stylize("bold", 3, 12)
        [line] = printed(words, 80, color=True)
        assert line.startswith("\u2068از \x1b[1m")
        assert line.endswith("بپرسید\u2069")
        assert line.count("\u2068") == line.count("\u2069") == 1

    def test_a_blank_at_the_end_of_a_line_is_not_of_the_text(self) -> None:
        whole = Style(meta={"whole": 1})
        pieces = [Segment("یک ISIS", whole), Segment(" دو  ", whole), Segment("x")]
        assert written(pieces, color=False) == "\u2068یک ISIS دو\u2069  x"

    def test_texts_side_by_side_are_each_whole(self) -> None:
        grid = Table.grid()
        grid.add_row(Text("یک ISIS دو"), Text("سه ISIS چهار"))
        [line] = printed(grid, 80)
        assert ISOLATED.findall(line) == ["یک ISIS دو", "سه ISIS چهار"]

    def test_heads_are_whole_too(self) -> None:
        grid = Table(box=None)
        grid.add_column("نام ISIS دوم")
        grid.add_row("x")
        assert ISOLATED.findall(printed(grid, 80)[0]) == ["نام ISIS دوم"]

    @pytest.mark.parametrize("color", [True, False])
    def test_lines_end_without_blanks(self, *, color: bool) -> None:
        grid = Table.grid(padding=(0, 3))
        for _ in range(2):
            grid.add_column()
        grid.add_row(Text("a longer cell", style="dim"), Text("x", style="dim"))
        grid.add_row(Text("علی", style="dim"), Text("  ", style="dim"))
        for line in printed(Group(grid, Text("   ", style="bold")), 80, color=color):
            plain = re.sub(r"\x1b\[[0-9;]*m|[\u2067-\u2069]", "", line)
            assert plain == plain.rstrip()

    def test_marks_of_direction_in_a_text_are_shown(self) -> None:
        [line] = printed(Text("علی \u2069\u202e ISIS رضا"), 80)
        assert line == "\u2068علی \\u2069\\u202e ISIS رضا\u2069"


def test_letters_of_one_set_are_those_that_unicode_writes_from_the_right() -> None:
    """Each block by its first letter: new scripts that are missing show up here."""
    import unicodedata  # noqa: PLC0415 - for this alone

    strong = (
        code for code in range(0x110000) if unicodedata.bidirectional(chr(code)) in {"R", "AL"}
    )
    assert [hex(code) for code in strong if not re.match(f"[{LETTERS}]", chr(code))] == []


ROUHANI, JAHANGIRI, BBC, SUPPORTS = "حسن روحانی", "اسحاق جهانگیری", "BBC فارسی", "موافق"


def ordered(sentence: str, *names: str) -> str:
    """A sentence from left to right, in which names alone run from right to left."""
    for name in names:
        sentence = sentence.replace(name, from_right(name))
    return sentence


class TestOurSentences:
    """Names, labels and quoted words in them change nothing around them."""

    @pytest.fixture
    def persian(self, corpus: CorpusBuilder) -> CorpusBuilder:
        corpus.source("bbc", title="T", publisher=BBC, published="2021-05-11")
        told = {"status": "denied", "evidence": [{"source": "bbc", "speaker": "rouhani"}]}
        corpus.official("rouhani", name=ROUHANI, statements=["supports"])
        return corpus.official("jahangiri", name=JAHANGIRI, statements=[told])

    @pytest.mark.parametrize(
        ("sentence", "names"),
        [
            ("{} +2 (Supports; 1 statement), John Smith -2", (ROUHANI,)),
            ("John Smith: B. {} has no statement on it.", (ROUHANI,)),
            ("{} “Denies”.", (ROUHANI,)),
            ("Names: {}. ? all are disputed", (ROUHANI,)),
            ("3 officials answer “{}”; {} (2) “Rejects”.", (SUPPORTS, ROUHANI)),
            ("* {}, Supports: attributed to {} by {}, 11 May 2021", (JAHANGIRI, ROUHANI, BBC)),
        ],
    )
    @pytest.mark.parametrize("color", [True, False])
    def test_run_from_left_to_right(
        self, sentence: str, names: Sequence[str], *, color: bool
    ) -> None:
        whole = sentence.format(*map(laid_out, names))
        assert laid_out(whole) == whole
        [line] = printed(Text(whole), 200, color=color)
        assert seen(line) == ordered(sentence.format(*names), *names)

    @pytest.mark.parametrize("width", [12, 20, 31, 50])
    def test_stay_so_where_they_are_wrapped(self, width: int) -> None:
        names = [JAHANGIRI, ROUHANI]
        text = "{}, Supports: attributed to {} +2 by BBC"
        lines = printed(Text(text.format(*map(laid_out, names))), width)
        assert len(lines) > 1
        for line in lines:
            bare = ISOLATED.sub(r"\1", line)
            assert cell_len(bare) <= width
            assert not re.search(f"[{LETTERS}]", ISOLATED.sub("", line))
            assert not re.search("[\u2067-\u2069]", bare)
        assert " ".join(ISOLATED.sub(r"\1", line) for line in lines) == text.format(*names)

    def test_keep_their_styles(self) -> None:
        text = Text.assemble("by ", laid_out(ROUHANI), " ", ("+2", "bold"))
        [line] = printed(text, 80, color=True)
        assert line.startswith(f"by \u2068{ROUHANI}\u2069 ")
        assert re.search(r"\x1b\[1m\+2\x1b\[0m$", line)

    def test_are_so_in_a_footnote_of_the_timeline(self, persian: CorpusBuilder) -> None:
        found = timeline(persian.index(), Filters())
        [line] = [each for each in table(found, ViewOptions(width=200)) if each.startswith("* ")]
        told = f"* {JAHANGIRI}, Supports: attributed to {ROUHANI} by {BBC}, 11 May 2021"
        assert seen(line).startswith(ordered(told, JAHANGIRI, ROUHANI, BBC))

    def test_are_so_in_a_comparison(self, persian: CorpusBuilder) -> None:
        persian.official("john", name="John Smith", statements=["rejects"])
        found = comparison(persian.index(), ["rouhani", "john"], Filters())
        text = " ".join(map(seen, table(found, ViewOptions(width=200))))
        stance = f"{ROUHANI} +2 (Supports; 1 statement), John Smith -2 (Rejects; 1 statement)."
        assert ordered(stance, ROUHANI) in text

    def test_are_so_in_what_was_found(self, persian: CorpusBuilder) -> None:
        persian.official("jahangiri", name=JAHANGIRI, statements=["rejects"])
        found = summary(persian.index(), Filters(), ["faction"])
        text = "".join(table(found, ViewOptions(width=200)))
        assert re.search(r"\u2068[^\u2069 ]+\u2069 \(Council\) answers “Supports”", text)

    def test_are_so_in_a_legend(self) -> None:
        names = {"r": "روحانی", "j": "جهانگیری"}
        [line] = printed(Marks({"r": "رو", "j": "جه"}, names).legend(), 80, color=True)
        plain = re.sub(r"\x1b\[[0-9;]*m", "", line)
        assert plain == "Names: \u2068جهانگیری\u2069, \u2068روحانی\u2069."
        assert "\x1b[1mرو\x1b[0mحانی" in line

    def test_are_so_in_markdown(self) -> None:
        told = sentence(f"{laid_out(ROUHANI)} “*B*”.")
        assert seen(told) == ordered(f"{ROUHANI} “\\*B\\*”.", ROUHANI)
        assert "\\u" not in told
