"""Where people have written of a thing by its id: their words stay, but they may want to know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stances.renaming.uses import keys_of, node_at, texts
from stances.yamlfile import parse, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.problems import Where
    from stances.renaming.draft import Draft
    from stances.renaming.uses import Named
    from stances.yamlfile import Node

OWN_WORDS = frozenset("note resolution summary definition description scope question".split())
"""Keys under which the analysts write; what sources say is nobody's to change."""


class Mention(NamedTuple):
    """A text that has the old id in it: where it begins, and what it is, e.g. `note of rouhani/x`.

    `path` is that of the file as it would be called.
    """

    path: str
    line: int
    what: str


def mentions(draft: Draft, old: Named) -> Iterator[Mention]:
    """All notes, definitions, comments and so on that mention a thing, by file and line."""
    found = re.compile(rf"(?<![\w/-]){re.escape(old.shown)}(?![\w-])")
    for path in sorted(draft.after):
        sheet = draft.after[path]
        held = draft.held(path)
        document = parse(sheet.raw)
        told = [
            Mention(path, document.place(at).line, f"{at[-1]} of {_record(held.id, held.data, at)}")
            for at, text in texts(sheet.data)
            if keys_of(at)[-1:] and keys_of(at)[-1] in OWN_WORDS and found.search(text)
        ]
        yield from sorted([*told, *_comments(path, sheet.raw, found)])


def _comments(path: str, raw: bytes, found: re.Pattern[str]) -> Iterator[Mention]:
    planted = tree(raw)
    for gap in planted.gaps if planted else ():
        text = planted.text if planted else ""
        for match in found.finditer(text, gap.start, gap.end):
            yield Mention(path, text.count("\n", 0, match.start()) + 1, "a comment")


def _record(id_: str, data: dict[str, Node], at: Where) -> str:
    """What a text belongs to: a statement by its reference, else the file and the place there."""
    if at[0] != "statements":
        steps = [str(step + 1) if isinstance(step, int) else step for step in at[:2]]
        return " ".join([id_, *steps] if len(at) > 1 else [id_]).strip()
    statement = node_at(data, at[:2])
    own = statement.get("id", "") if isinstance(statement, dict) else ""
    return f"{id_}/{own}"
