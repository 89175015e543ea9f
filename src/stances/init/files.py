"""Lists the files of a new corpus."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from stances.editing.file_text import UnfaithfulError
from stances.editing.formatting import formatted
from stances.init.codebook import codebook_draft, corpus_draft
from stances.init.example import OFFICIAL, SOURCE, article, official_draft, source_draft
from stances.schema import schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from stances.corpus import Kind
    from stances.init.outline import Outline


class Draft(NamedTuple):
    """How to make the text of a file of records: valid YAML, in any layout."""

    kind: Kind
    text: Callable[[Outline], str]


IGNORED = "snapshots/"
"""The stored copies: others own the articles, so git must ignore them."""

IGNORING = ".gitignore"
_IGNORED = f"""\
# Stored copies of articles: others own them, so they stay out of the history.
{IGNORED}
# What stances was about to write when it was killed; the next command that writes deletes it.
.stances-*
"""

_COPY = f"{IGNORED}{SOURCE}.txt"

_RULES = {
    "corpus.yaml": Draft("corpus", corpus_draft),
    "codebook.yaml": Draft("codebook", codebook_draft),
}
_EXAMPLE = {
    f"officials/{OFFICIAL}.yaml": Draft("official", official_draft),
    f"sources/{SOURCE}.yaml": Draft("source", source_draft),
}
_SCHEMAS = {
    f"schemas/{kind}.schema.json": kind
    for kind in ("corpus", "codebook", "source", "official", "part")
}


def names(*, example: bool) -> list[str]:
    """The files of a new corpus, relative to its folder; they are the same for every question."""
    return [*_RULES, *([*_EXAMPLE, _COPY] if example else []), *_SCHEMAS, IGNORING]


def corpus_files(outline: Outline, *, example: bool) -> dict[str, str]:
    """The text of each file of a new corpus."""
    drafts = _RULES | (_EXAMPLE if example else {})
    texts = {name: _laid_out(draft, outline) for name, draft in drafts.items()}
    texts |= {_COPY: article()} if example else {}
    for name, kind in _SCHEMAS.items():
        texts[name] = json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"
    return texts | {IGNORING: _IGNORED}


def _laid_out(draft: Draft, outline: Outline) -> str:
    """The text of a file in the layout of `stances fmt`."""
    result = formatted(draft.text(outline).encode(), draft.kind)
    if isinstance(result, list):
        raise UnfaithfulError(f"{result[0].message}: a new file cannot be read")
    return result.decode()
