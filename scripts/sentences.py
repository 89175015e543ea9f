"""Measure how plain the documents and the messages of the program are.

`python scripts/sentences.py` prints a table with a row for each page: its sentences, how many have
more than 25 words, the longest, the reading grade (automated readability index), and how many
have words or openings of `GONE`. `--list` prints these sentences with their places. `--check`
prints them too, and exits 1 if a page has more than `ALLOWED` says. PATH names other pages or
folders. Markdown is read as prose, and Python for the messages that it raises. Help texts are in
docs/commands.md, and problem codes in docs/errors.md.

In prose, a code span is one word. Each table cell, list item and heading is a sentence of its own.
Fenced blocks are skipped: they are generated, or files to copy.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 25
"""The most words that a sentence has."""
ALLOWED = {
    "docs/coding.md": (1, "an answer to a prompt is an answer"),
    "docs/commands.md": (1, "an answer to a prompt is an answer"),
    "docs/review.md": (2, "an answer to a prompt is an answer"),
    "docs/verify.md": (1, "a list of words, which a test reads from this paragraph"),
    "src/stances/cli/add_from.py": (1, "an answer to a prompt is an answer"),
    "src/stances/cli/review.py": (1, "an answer to a prompt is an answer"),
    "src/stances/views/html/site/history.py": (1, "the name of a style"),
    "src/stances/views/table/agreement.py": (1, "one coder beside another"),
    "src/stances/yaml_reader/syntax_errors.py": (1, "one is a quotation mark"),
}
"""Pages and modules that may have findings: how many, and why."""
GONE = {
    "an evidence": r"\b(?:an|one|each|every|second|third|several|two) evidences?\b|\bevidences\b",
    "for want of": r"\bfor want of\b",
    "answer (output)": r"\b(?:the|an|each|every|its|same|first|JSON) answers?\b"
    r"(?! (?:to|that a statement)\b)",
    "behind (after)": r"\bbehind\b(?! (?:ISIS|it all|a proxy)\b)",
    "tell (print)": r"\b(?:tells?|told|telling)\b(?!.{0,40}\b(?:apart|from)\b)"
    r"(?<!cannot tell)(?! the (?:source|town)\b)",
    "let through": r"\blets? (?:\w+ ){0,3}through\b",
    "whoever": r"\b(?:whoever|whatever|whichever|that which)\b",
    "shall": r"\b(?:shall|lest|thereof|herein|whereof|hence|thus)\b",
    "asks questions": r"\basks? (?:the )?(?:questions?|corpus|it)\b",
    "one (person)": r"\bone (?:goes|works|wants|does|has to|can|reads|writes|sees)\b",
    "What … is": r"^What (?!.*\?).{3,}(?<!what )\b(?:is|are|has|have|counts?)\b \w.*[.;]$",
    "Whether … decides": r"^Whether\b(?!.*\?).*\b(?:decides|depends|matters)\b",
    "Not … is": r"^Not \w+ (?:is|are)\b",
}
"""Words and openings that other tools do not use, each with the pattern that finds it."""

_FENCE = re.compile(r"(`{3,}|~{3,})")
_ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s+")
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^)]*\)")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_TAG = re.compile(r"<[^<>]+>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MARK = re.compile(r"\*\*|(?<![\w*])[*_](?=\w)|(?<=[\w.])[*_](?![\w*])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|cf|vs|Mr|Mrs|Dr|No|St|p|pp|ca|al)|\b[A-Z])\.$")
_END = re.compile(r"(?<=[.!?…])[)”\"’]*\s+|(?<=[:;])\s+(?=[A-Z“(])|\s+·\s+")
_WORD = re.compile(r"\w(?:[\w'’.,-]*\w)?")
_RAISED = re.compile(
    r"super\(\).__init__|(?:click\.)?(?:UsageError|BadParameter|ClickException|echo|secho)"
    r"|Problem|Fault|Refusal|Code|StancesError|note|warn|_?say|_?fail"
)
_SQL = re.compile(r"\s*(?:SELECT|WITH|INSERT|DELETE|UPDATE|CREATE|EXISTS)\b|\s*(?:\w+\.\w+,\s+){2}")
_KEPT = {"message", "hint", "why", "reason", "cure", "title", "text", "help", "doubt"}
"""Names of variables and arguments that hold messages."""


class Sentence(NamedTuple):
    """A sentence of a page, and the line on which its paragraph begins."""

    line: int
    text: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(_WORD.findall(self.text))


class Finding(NamedTuple):
    """A sentence that is not plain, and why."""

    page: str
    line: int
    why: str
    text: str


def split(text: str) -> list[str]:
    """The sentences of a paragraph.

    A colon or semicolon before a capital ends one too: what comes after it is read by itself.
    """
    found: list[str] = []
    for part in _END.split(text.strip()):
        if found and _ABBREVIATION.search(found[-1]):
            found[-1] += f" {part}"
        elif part:
            found.append(part)
    return found


def prose(text: str) -> Iterator[Sentence]:
    """The sentences of a page of Markdown, without its fenced blocks and its comments."""
    kept = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    for line, block in _blocks(kept.splitlines()):
        for sentence in split(_plain(block)):
            if _WORD.search(sentence):
                yield Sentence(line, sentence)


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Paragraphs, list items, headings and table cells, each with its line."""
    fence, block, start = "", list[str](), 0
    for number, each in enumerate((*lines, ""), 1):
        line = each.strip()
        marker = _FENCE.match(line)
        own = not line or bool(fence or marker) or line.startswith(("#", "|", "$$"))
        item = None if own else _ITEM.match(line)
        if block and (own or item):
            yield start, " ".join(block)
            block = []
        if fence:
            fence = "" if line.startswith(fence) and not line.strip(fence[0]) else fence
        elif marker:
            fence = marker[1]
        elif line.startswith("#"):
            yield number, line.lstrip("# ")
        elif line.startswith("|"):
            yield from ((number, cell) for cell in _cells(line))
        elif line and not own:
            start = start if block else number
            block.append(line[item.end() :] if item else line.removeprefix("> "))


def _cells(row: str) -> list[str]:
    """The cells of a table's row; a bar in code or behind a backslash divides none."""
    safe = _CODE.sub("`code`", row.replace(r"\|", ""))
    cells = [cell.strip() for cell in safe.strip("|").split("|")]
    return [] if all(set(cell) <= set(":- ") for cell in cells) else cells


def _plain(text: str) -> str:
    """What a reader sees of Markdown, with a word for each code span."""
    text = _CODE.sub("code", text)
    return _MARK.sub("", _TAG.sub("", _LINK.sub(r"\1", text)))


def messages(source: str) -> Iterator[Sentence]:
    """The sentences of the messages that a module of Python raises or prints."""
    seen: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        for value in _held(node):
            for line, text in _strings(value, seen):
                if _SQL.match(text):
                    continue
                yield from (Sentence(line, each) for each in split(_plain(text)) if " " in each)


def _held(node: ast.AST) -> Iterator[ast.expr]:
    """What a node gives a message: arguments of an error, or the value of such a variable."""
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        raised = _RAISED.fullmatch(name) or name.endswith("Error") or name[:1].isupper()
        yield from node.args if raised else ()
        yield from (each.value for each in node.keywords if raised or each.arg in _KEPT)
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.Return) and node.value is not None:
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        names = {getattr(each, "id", getattr(each, "attr", "")) for each in targets}
        if names & _KEPT or isinstance(node, ast.Return):
            yield node.value


def _strings(value: ast.expr, seen: set[int]) -> Iterator[tuple[int, str]]:
    """The texts of an expression, each once, with a word for what is filled in."""
    for node in ast.walk(value):
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, ast.JoinedStr):
            seen.update(id(each) for part in node.values for each in ast.walk(part))
            constants = (each.value for each in node.values if isinstance(each, ast.Constant))
            filled = iter([*map(str, constants)])
            parts = [
                next(filled) if isinstance(each, ast.Constant) else "X" for each in node.values
            ]
            yield node.lineno, "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def findings(page: str, sentences: Iterable[Sentence]) -> Iterator[Finding]:
    """The sentences of a page that are too long, or that have words that are to be gone."""
    for line, text in sentences:
        if (words := Sentence(line, text).words) > LIMIT:
            yield Finding(page, line, f"{words} words", text)
        for name, pattern in GONE.items():
            if re.search(pattern, text, re.IGNORECASE):
                yield Finding(page, line, name, text)


def pages(paths: Iterable[str]) -> Iterator[tuple[str, list[Sentence]]]:
    """Each page by its name, with its sentences."""
    given = [Path(each).resolve() for each in paths] or [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
        ROOT / "docs",
        ROOT / "src" / "stances",
    ]
    files = (
        file
        for each in given
        for file in (
            [each] if each.is_file() else sorted((*each.rglob("*.md"), *each.rglob("*.py")))
        )
    )
    for file in files:
        name = str(file.relative_to(ROOT) if file.is_relative_to(ROOT) else file)
        text = file.read_text("utf-8")
        found = [*(messages(text) if file.suffix == ".py" else prose(text))]
        if found:
            yield name, found


def _files(path: Path) -> list[Path]:
    """A file, or the pages and modules of a folder."""
    return [path] if path.is_file() else sorted((*path.rglob("*.md"), *path.rglob("*.py")))


def grade(sentences: Iterable[Sentence]) -> float:
    """The years at school that the sentences take, by the automated readability index.

    It counts letters, not syllables: for those, textstat needs a dictionary that has every word.
    """
    from textstat import textstat  # noqa: PLC0415 - slow, and only the table needs it

    text = " ".join(f"{each.text.rstrip('.:;,')}." for each in sentences)
    return float(textstat.automated_readability_index(text))


def _table(measured: Iterable[tuple[str, list[Sentence]]]) -> Iterator[str]:
    """The measure of each page, and of all."""
    measured = [*measured]
    rows = [(name, found) for name, found in measured if name.endswith(".md")]
    others = [each for name, found in measured if not name.endswith(".md") for each in found]
    rows += [("messages", others)] if others else []
    if len(rows) > 1:
        rows.append(("all", [each for _, found in rows for each in found]))
    yield f"{'page':<40}{'sentences':>10}{'long':>6}{'longest':>9}{'grade':>7}{'words':>7}"
    for name, found in rows:
        wrong = [*findings(name, found)]
        long = sum(each.words > LIMIT for each in found)
        longest = max(each.words for each in found)
        left = len(wrong) - long
        yield f"{name:<40}{len(found):>10}{long:>6}{longest:>9}{grade(found):>7.1f}{left:>7}"


def main(arguments: list[str]) -> int:
    """Print the table, or with `--list` or `--check` the places."""
    measured = pages(each for each in arguments if not each.startswith("--"))
    if not {"--list", "--check"} & {*arguments}:
        print(*_table(measured), sep="\n")
        return 0
    failed = False
    for page, sentences in measured:
        found = [*findings(page, sentences)]
        allowed = ALLOWED.get(page, (0, ""))[0] if "--check" in arguments else 0
        if len(found) > allowed:
            failed = True
            print(
                *(f"{each.page}:{each.line}: {each.why}: {each.text}" for each in found), sep="\n"
            )
    return int(failed and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
