"""The measure of plain words: what a sentence is, its length, and the words to be gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts import sentences

if TYPE_CHECKING:
    from pathlib import Path

LONG = " ".join(["word"] * 26)
PAGE = f"""\
# The title

A sentence of `several words of code` and a [link. with a stop](https://example.org/a.b). Another
one, of two lines, e.g. Zarif's: The part after a colon.
<!-- no. comment. -->
- An item
  that goes on.
- A second item
1. A third: with more

| head | with a \\|bar |
|---|---:|
| `a | b` | cell. cell |

```text
No sentence. None here.
```
> {LONG}.
"""


def findings_of(text: str) -> list[sentences.Finding]:
    return [*sentences.findings("page", [sentences.Sentence(1, text)])]


def test_sentences_are_those_that_a_reader_sees() -> None:
    assert [tuple(each) for each in sentences.prose(PAGE)] == [
        (1, "The title"),
        (3, "A sentence of code and a link."),
        (3, "with a stop."),
        (3, "Another one, of two lines, e.g. Zarif's:"),
        (3, "The part after a colon."),
        (6, "An item that goes on."),
        (8, "A second item"),
        (9, "A third: with more"),
        (11, "head"),
        (11, "with a bar"),
        (13, "code"),
        (13, "cell."),
        (13, "cell"),
        (18, f"{LONG}."),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("One.", 1), ("It's 1,000 well-known — words", 4), (LONG, 26), ("a / b", 2)],
)
def test_words_are_counted_as_people_count_them(text: str, words: int) -> None:
    assert sentences.Sentence(1, text).words == words


def test_messages_are_read_from_what_is_raised_and_from_names_of_messages() -> None:
    source = """
def f(x):
    hint = f"give {x} another name"
    query = "SELECT not a message"
    message: str = "one " + ("way" if x else "or the other way")
    raise click.UsageError("it is wrong." " Mend it.")
    raise NoCorpus(f"{x} has none")
    other("is no message")
"""
    assert sorted(sentences.messages(source)) == [
        (3, "give X another name"),
        (5, "or the other way"),
        (6, "Mend it."),
        (6, "it is wrong."),
        (7, "X has none"),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (LONG, "26 words"),
        ("A quotation is an evidence.", "an evidence"),
        ("No mean, for want of a score.", "for want of"),
        ("The keys of the answer are ids.", "answer (output)"),
        ("A number stands behind the name.", "behind (after)"),
        ("Problems are told at once.", "tell (print)"),
        ("What is not known is null.", "What … is"),
    ],
)
def test_findings_name_what_is_not_plain(text: str, why: str) -> None:
    assert [(each.why, each.text) for each in findings_of(text)] == [(why, text)]


@pytest.mark.parametrize(
    "text",
    [
        LONG.removesuffix(" word"),
        "Evidence is never counted.",
        "Three officials answer the question.",
        "Who is behind ISIS?",
        "Two passages that `line N` tells apart.",
        "What does Iran do in Iraq?",
    ],
)
def test_findings_are_none_for_plain_sentences(text: str) -> None:
    assert findings_of(text) == []


def test_check_fails_where_a_page_has_more_than_it_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"One is short.\n\n{LONG}.\n", "utf-8")
    assert sentences.main(["--check", str(page)]) == 1
    assert capsys.readouterr().out == f"{page}:3: 26 words: {LONG}.\n"
    monkeypatch.setitem(sentences.ALLOWED, str(page), (1, "it is an example"))
    assert sentences.main(["--check", str(page)]) == 0
    assert capsys.readouterr().out == ""
    assert sentences.main(["--list", str(page)]) == 0
    assert "26 words" in capsys.readouterr().out


def test_table_measures_each_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("textstat")
    page = tmp_path / "page.md"
    page.write_text(f"It is short.\n\n{LONG}.\n\nIt tells it.\n", "utf-8")
    assert sentences.main([str(page)]) == 0
    _, row = capsys.readouterr().out.splitlines()
    assert row.split()[:4] == [str(page), "3", "1", "26"]
    assert row.split()[-1] == "1"
