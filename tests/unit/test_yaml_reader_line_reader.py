"""The reader of lines: it says what a parser says, or nothing; and it takes what `fmt` writes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.corpora import write_corpus
from fuzz.inputs import TYPED_IN_LINES, disturbed, laid_out
from scribbles import dates, officials, scribbled, slugs
from stances.editing.yaml_writer import file_text, part_of, shape_of
from stances.yaml_reader import parse, placed
from stances.yaml_reader.line_reader import DEEPEST, read_lines
from stances.yaml_reader.loaders import FASTEST, PYTHON

if TYPE_CHECKING:
    import random

    from stances.yaml_reader import Document

ROOT = Path(__file__).parent.parent.parent
OFFICIAL = shape_of("official")


def told(document: Document) -> list[object]:
    """All that a document says, in its order."""
    spots = [
        [(at, placed(spot)) for at, spot in places.items()]
        for places in (document.values, document.keys)
    ]
    comments = [*document.commented.items()]
    return [document.data, str(document.data), document.faults, *spots, comments]


def taken(text: str) -> Document | None:
    """What is read of a text line by line, which has to be what the parser makes of it."""
    raw = text.encode()
    document = read_lines(raw, text)
    assert told(parse(raw)) == told(parse(raw, loader=FASTEST))
    if document:
        assert told(document) == told(parse(raw, loader=PYTHON))
    return document


TAKEN = [
    "a: b\n",
    "\n# c\n\na: b\n\n# d\n",
    "  a: b\n  c: d\n",
    "a: b # c\nd:\n  - e   # f\n  - g: h #\n    i: j#k\n",
    "a: # c\n  - b\n",
    'a: "b: [c] # d"\nb: "e" # f\n',
    "a: 'it''s \"so\"'\nb: ''''\n",
    "a: >-\n  b\n  c: d\n\n  - e # f\nb: c\n",
    "a: >\n  b\n\n\n  c\n\nb: |-\n    c\n      d\n\n    e\nd: |\n  e\n",
    "a:\n  - >-\n    b\n    c\n  - |-\n    d\n  - e\n",
    "a: >- # c\n  b\n",
    "a:\n  - b: c\n    d:\n      - e: f\n        g: h\n      - i: j\n  - k: l\nm: n\n",
    "a: [b, c d, “e”, 1.2, http://f/g?h]\n".replace("?h", ""),
    """a: ["no", '"so," he', 'it''s', d]\nb: [] # e\nc: [f, g] # h\nd: {}\n""",
    "a: no\nb: 1984\nc: -1\nd: 2014-06-18\ne: ../2014\nf: 12:30\ng: https://h/?i=j#k\n",
    "a: “b” – گفت\u200cوگو\nb: é\n",
    "a:\n    - b\nc-d_e: f\n",
]
"""As `fmt` writes it, or nearly so."""


@pytest.fixture(scope="module", autouse=True)
def _seeds() -> None:
    """Make them now, because hypothesis does so and cannot be asked to while it tests."""
    laid_out()


class TestReadLines:
    @pytest.mark.parametrize("text", TAKEN)
    def test_reads_what_fmt_writes(self, text: str) -> None:
        assert taken(text)

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "",
                "\n",
                "# c\n",
                "a: b",
                "a: b\r\n",
                "a: b\rc: d\n",
                "\ta: b\n",
                "a:\tb\n",
                "a: b\t\n",
            ),
            *("a: \x1b\n", "a: \u202e\n", "a: \x85\n", "a: \ufeff\n", "a: \x7f\n", "a: \ufdd0\n"),
            *("a: &b c\n", "a: *b\n", "a: !b c\n", "a: !!str c\n", "<<: a\n", "<<: {a: b}\n"),
            *("%YAML 1.1\n---\na: b\n", "---\na: b\n", "a: b\n...\n", "a: b\n---\nc: d\n"),
            *("a: b\na: c\n", "x:\n  - a: b\n    a: c\n", "a: ~\n", "a: null\n", "a: Null # c\n"),
            *("a:\n", "a: \n", "a: ''\n", 'a: " "\n', "a: \u200c\n", "a: '\u200c'\n", "a: # c\n"),
            *(
                "a:\nb: c\n",
                "a:\n  - b\n  -\n",
                "a: >-\nb: c\n",
                "a: >-\n\n  b\n",
                "a: >-\n  \u200c\n",
            ),
            *(
                "a: b: c\n",
                "a: b:\n",
                "a: b: # c\n",
                "a: b \n",
                "a:  b\n",
                "a: b\n  c\n",
                "a: b\n c: d\n",
            ),
            *(
                "a:\n  b: c\n d: e\n",
                "  a: b\nc: d\n",
                "a: b\n  \nc: d\n",
                "a:\n- b\n",
                "a:\n  -  b\n",
            ),
            *(
                "a: 'b\n  c'\n",
                'a: "b\n  c"\n',
                'a: "b\\n"\n',
                'a: "b"c"\n',
                "a: 'b'c'\n",
                'a: "\n',
            ),
            *(
                "a: 'b' c\n",
                'a: "b" c # d\n',
                "a: {b: c}\n",
                "a: {b}\n",
                "a: [b, {c: d}]\n",
                "a: [[b]]\n",
            ),
            *(
                "a: [b,c]\n",
                "a: [b, ]\n",
                "a: [b\n",
                "a: [b]]\n",
                "a: [b] c\n",
                "a: [ b]\n",
                "a: [b ]\n",
            ),
            *("a: [b, c: d]\n", "a: [b #c]\n", "a: [b?]\n", "a: [null]\n", "a: ['']\n", "a: [,]\n"),
            *("a: |+\n  b\n", "a: >2\n  b\n", "a: >-\n  b\n    c\n  d\n", "a: |\n  b\n   \n  c\n"),
            *(
                "- a\n",
                "a\n",
                "a: - b\n",
                "a: ? b\n",
                "? a\n: b\n",
                '"a": b\n',
                "a b: c\n",
                "-a: b\n",
            ),
            *("a: @b\n", "a: `b`\n", "a: %b\n", "a: |b\n", "a: >b\n", "k" * 2000 + ": b\n"),
            "".join(f"{' ' * depth}a:\n" for depth in range(DEEPEST + 1)) + " " * 40 + "b: c\n",
        ],
    )
    def test_gives_up_on_what_may_have_a_fault_or_is_written_in_another_way(
        self, text: str
    ) -> None:
        assert taken(text) is None

    def test_gives_up_on_bytes_that_the_text_does_not_show(self) -> None:
        text = "a: b\n"
        assert read_lines(b"\xef\xbb\xbf" + text.encode(), text) is None
        assert parse(b"\xef\xbb\xbf" + text.encode()).data == {"a": "b"}

    @given(st.data())
    def test_finds_the_place_of_any_path_as_in_a_parsed_document(self, data: st.DataObject) -> None:
        text = data.draw(st.sampled_from([text for text in laid_out() if len(text) < 3000]))
        parsed, read = parse(text.encode(), loader=FASTEST), read_lines(text.encode(), text)
        steps: st.SearchStrategy[str | int] = st.sampled_from([0, 1, 9, -1, "", "a", "text", "id"])
        paths = data.draw(st.lists(st.sampled_from([*parsed.values]), max_size=8))
        paths += [(*at, *data.draw(st.lists(steps, max_size=3))) for at in paths]
        for at in paths if read else ():
            assert read is not None
            assert read.place(at) == parsed.place(at)
            assert (at in read.values, at in read.keys) == (at in parsed.values, at in parsed.keys)


WORDS = st.text(
    st.sampled_from(
        [*"abc def ghi.,;:!?-'\"()[]{}#&*|>%@`~=/0123456789", *"“”’–é", *"گفت", "\u200c"]
    ),
    min_size=1,
    max_size=120,
)
TEXTS = WORDS.map(lambda text: " ".join(text.split(" ")).strip(" \u200c")).filter(bool)
PROSE = st.lists(TEXTS, min_size=1, max_size=3).map("\n".join)


def fields(**given: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=given).filter(bool)


RECORDS = fields(
    name=TEXTS,
    aliases=st.lists(TEXTS, min_size=1, max_size=4),
    note=PROSE,
    statements=st.lists(
        fields(
            id=slugs,
            said=dates,
            summary=TEXTS,
            frames=st.lists(slugs, min_size=1, max_size=3),
            conditions=st.lists(TEXTS, min_size=1, max_size=3),
            evidence=st.lists(
                fields(source=slugs, text=TEXTS, original=fields(lang=slugs, text=TEXTS)),
                min_size=1,
                max_size=3,
            ),
            note=PROSE,
        ),
        min_size=1,
        max_size=3,
    ),
)
"""Records whose texts have anything that can be typed, but no blanks where nobody sees them."""


class TestAnyFile:
    @given(RECORDS)
    def test_that_fmt_writes_is_taken(self, data: dict[str, Any]) -> None:
        assert taken(file_text(part_of(data), OFFICIAL))

    @given(officials)
    def test_with_odd_texts_is_read_as_by_a_parser(self, data: dict[str, Any]) -> None:
        taken(file_text(part_of(data), OFFICIAL))

    @given(scribbled())
    def test_in_any_layout_is_read_as_by_a_parser(self, raw: bytes) -> None:
        taken(raw.decode("utf-8-sig"))

    @settings(max_examples=300)
    @given(st.randoms(use_true_random=False))
    def test_that_is_disturbed_is_read_as_by_a_parser(self, chance: random.Random) -> None:
        taken(disturbed(chance))

    @settings(max_examples=200)
    @given(st.lists(st.sampled_from(TYPED_IN_LINES), max_size=12).map("".join))
    @example("s: {} #\n")
    @example("e: >\n  T\n  \n")
    def test_of_pieces_is_read_as_by_a_parser(self, text: str) -> None:
        taken(text)
        taken(f"a: {text}\n")
        taken(f"a:\n  - b: {text}\n    c: d\n")

    @given(st.binary(max_size=60))
    def test_does_no_harm(self, raw: bytes) -> None:
        assert told(parse(raw)) == told(parse(raw, loader=FASTEST))


def given_up(*folders: Path) -> list[str]:
    """The files in folders that are left to a parser; at least one has to be there."""
    paths = [path for folder in folders for path in sorted(folder.rglob("*.yaml"))]
    assert paths
    return [str(path) for path in paths if not taken(path.read_text("utf-8"))]


class TestFilesThatFmtWrote:
    """Or else reading them takes five times as long, and nothing else shows it."""

    def test_are_taken_from_the_shipped_corpora(self) -> None:
        assert given_up(ROOT / "data", ROOT / "examples") == []

    def test_are_taken_from_the_corpora_of_the_tests(self) -> None:
        data = ROOT / "tests" / "data"
        assert given_up(data / "base", data / "situations") == []

    def test_are_taken_from_the_corpora_of_the_benchmarks(self, tmp_path: Path) -> None:
        write_corpus(tmp_path, 300)
        assert given_up(tmp_path) == []

    def test_need_no_parser_at_all(self) -> None:
        code = "import sys; from stances.cli.run import run; run(sys.argv[1:]); print(*sys.modules)"
        arguments = ("list", "--no-index", "--data", str(ROOT / "data"))
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, check=True, text=True
        )
        loaded = done.stdout.splitlines()[-1].split()
        assert "stances.yaml_reader.line_reader" in loaded
        assert "yaml" not in loaded
