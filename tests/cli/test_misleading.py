"""Articles with records of them that mislead, and honest ones: what `verify` sees of each.

`tests/data/misleading.json` has them: the text of a copy, and words filed under an official. The
words are in the copy. A `kind` of honest is a record that nobody would call false; all others are.
What `verify` does not see yet, and what it warns of without need, is listed here, so that neither
grows unnoticed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pdfs import pdf
from stances.evidence.copies import Snapshots
from stances.index.build import build
from stances.queries.verification import verification

if TYPE_CHECKING:
    from collections.abc import Mapping

DOCS = Path(__file__).resolve().parents[2] / "docs" / "verify.md"
CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).resolve().parents[1] / "data" / "misleading.json").read_text("utf-8")
)
_NAMES = {
    "zarif": (
        "Mohammad-Javad Zarif",
        "محمدجواد ظریف",
        "Javad Zarif, ظریف",
        "Foreign Minister, وزیر خارجه",
    ),
    "rouhani": ("Hassan Rouhani", "حسن روحانی", "Hassan Rohani, روحانی", "President"),
    "larijani": ("Ali Larijani", "علی لاریجانی", "لاریجانی", "Speaker, Speaker of Parliament"),
    "shamkhani": (
        "Ali Shamkhani",
        "علی شمخانی",
        "شمخانی",
        "Secretary of the Supreme National Security Council",
    ),
    "amir-abdollahian": (
        "Hossein Amir-Abdollahian",
        "حسین امیرعبداللهیان",
        "امیرعبداللهیان",
        "Deputy Foreign Minister",
    ),
    "afkham": ("Marzieh Afkham", "مرضیه افخم", "افخم", "Foreign Ministry Spokeswoman"),
    "nahavandian": (
        "Mohammad Nahavandian",
        "محمد نهاوندیان",
        "نهاوندیان",
        "Chief of Staff of the President",
    ),
    "boroujerdi": (
        "Alaeddin Boroujerdi",
        "علاءالدین بروجردی",
        "بروجردی",
        "Chairman of the National Security Committee of Parliament",
    ),
    "firouzabadi": ("Hassan Firouzabadi", "حسن فیروزآبادی", "فیروزآبادی", "Chief of Staff"),
    "khamenei": ("Ali Khamenei", "علی خامنه‌ای", "خامنه‌ای", "Supreme Leader"),
    "velayati": ("Ali Akbar Velayati", "علی‌اکبر ولایتی", "ولایتی", "Adviser"),
}
"""Officials, each with names: in English, in Persian, aliases, and titles."""
HEADS = {
    "corpus.yaml": "title: Iranian officials on Iraq\nschema_version: 1\ncoder: tests\n"
    "default_issue: iraq\n",
    "codebook.yaml": """\
issues:
  - id: iraq
    question: What should Iran do?
    positions:
      - {id: unstated, label: Open, definition: Says nothing., open: true, allows: conditions}
factions: [{id: cabinet, label: Cabinet, definition: The cabinet.}]
frames: [{id: none-yet, label: None, definition: Nothing.}]
""",
}
MISSED = set(
    """
argument caption class-none correction de-zarif-sagte-kerry fa-art-decide-l fifth-n-html-fa-rad
fifth-n-html-factcheck fifth-o-en-cond-after headline-told how-wrong ins-neg irony
next-sentence-invention pdf-footnote pdf-page-break second-n03 she shook-head sixth-a-en-5
some-say third-a11-fa-sadeq third-a14-fa-porsesh third-a16-html-liveblog title-interview-q
""".split()
)
"""What misleads unseen: mostly what would need a reader who understands, or another sentence."""
NEEDLESS = set(
    """
fa-art-decide fa-vazir-omur neg-behind-clause second-t28 second-t30 sixth-h-14 third-h40-fa-pdf
""".split()
)
"""Honest records that are warned of: an office by which the record does not know the official, and
a negation in a clause of its own."""


def statement(case: Mapping[str, Any], number: int) -> str:
    voices = {key: case[key] for key in ("spoken_by", "according_to") if key in case}
    if "conditions" in case:
        voices["conditions"] = case["conditions"]
    told = "".join(f"    {key}: {json.dumps(name)}\n" for key, name in voices.items())
    words = json.dumps(case["words"], ensure_ascii=False)
    return (
        f"  - id: case-{number}\n    said: ../2014-06-30\n    position: unstated\n{told}"
        f"    evidence: [{{source: case-{number}, form: {case['form']}, text: {words}}}]\n"
    )


def source(case: Mapping[str, Any], number: int) -> str:
    fields = {
        "title": case.get("title", f"Article {number}"),
        "lang": case["lang"],
        "kind": case.get("source_kind", "news-article"),
        **({"authors": case["authors"]} if "authors" in case else {}),
    }
    written = "".join(f"{key}: {json.dumps(value)}\n" for key, value in fields.items())
    return f"published: 2014-06-30\n{written}"


def copy(case: Mapping[str, Any]) -> bytes:
    text: str = case["text"]
    if case["suffix"] == "pdf":
        return pdf(*text.split("\f"))
    if case["suffix"] == "html":
        text = f"<!DOCTYPE html><html><head><title>x</title></head><body>{text}</body></html>"
    return f"{text}\n".encode()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[int, set[str]]:
    """The codes that `verify` tells of each case."""
    folder = tmp_path_factory.mktemp("misleading")
    for part in ("officials", "sources", "snapshots"):
        (folder / part).mkdir()
    for path, text in HEADS.items():
        (folder / path).write_text(text, "utf-8")
    statements = dict.fromkeys(_NAMES, "")
    for number, case in enumerate(CASES):
        statements[case["official"]] += statement(case, number)
        (folder / "sources" / f"case-{number}.yaml").write_text(source(case, number), "utf-8")
        name = f"case-{number}.{case['suffix']}"
        (folder / "snapshots" / name).write_bytes(copy(case))
    for official, (name, native, aliases, titles) in _NAMES.items():
        roles = "".join(f"  - {{title: {each}, faction: cabinet}}\n" for each in titles.split(", "))
        head = f"name: {name}\nnative_name: {native}\naliases: [{aliases}]\nroles:\n{roles}"
        listed = f"statements:\n{statements[official]}" if statements[official] else ""
        (folder / "officials" / f"{official}.yaml").write_text(head + listed, "utf-8")
    found = verification(build(folder), Snapshots(folder / "snapshots"))
    assert len(found.checked) == len(CASES)
    return {
        int(each.ref.rpartition("-")[2]): {problem.code for problem in each.problems()}
        for each in found.checked
    }


def test_no_record_that_misleads_is_unseen_but_those_known(told: dict[int, set[str]]) -> None:
    false = {number: case for number, case in enumerate(CASES) if case["kind"] != "honest"}
    unseen = {case["name"] for number, case in false.items() if not told[number]}
    assert unseen == MISSED


def test_no_honest_record_is_warned_of_but_those_known(told: dict[int, set[str]]) -> None:
    honest = {number: case for number, case in enumerate(CASES) if case["kind"] == "honest"}
    warned = {case["name"] for number, case in honest.items() if told[number]}
    assert warned == NEEDLESS


def test_the_docs_say_how_many_are_seen() -> None:
    honest = [case for case in CASES if case["kind"] == "honest"]
    false = len(CASES) - len(honest)
    page = " ".join(DOCS.read_text("utf-8").split())
    assert f"We made up {false} records that mislead and {len(honest)} honest ones" in page
    warned = f"warns of {false - len(MISSED)} of the misleading records, and of {len(NEEDLESS)} of"
    assert f"`verify` {warned} the honest ones." in page
