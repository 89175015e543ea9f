"""Changes between two versions of a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from stances.evidence.word_diff import marked
from stances.model import fields
from stances.queries.diff.changes import (
    CHANGED,
    DISPUTE_OPENED,
    DISPUTE_SETTLED,
    EVIDENCE_LOST,
    EVIDENCE_WON,
    QUOTE_CHANGED,
    RECODED,
    REVIEW_KEPT,
    change,
    changed,
    lacking,
)
from stances.queries.diff.matching import ALIKE, paired

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.result import Row

_KEYS = (
    *fields.keys("Statement", without="id position evidence disputes"),
    *("decided_by", "decided_why", "decided_of"),
)
_OF_ROLES = ("role", "faction")
_OF_READING = ("position", "conditions")
_OF_EVIDENCE = fields.keys("Evidence", without="source text original")
_SLOTS = (
    (lambda piece: (piece["source"], piece["text"]), 0.0),
    (lambda piece: (piece["source"], piece["form"]), 0.0),
    (lambda piece: piece["source"], ALIKE),
)


class Defaults(NamedTuple):
    """Default values of the statements of a state; a change of a default is reported once."""

    coder: str | None
    langs: Mapping[str, str]
    positions: Mapping[tuple[str, str], Row]

    def own(self, row: Row) -> Row:
        """Return a statement without default values."""
        coder = None if row["coder"] == self.coder else row["coder"]
        evidence = []
        for piece in row["evidence"]:
            is_default = piece["lang"] == self.langs.get(piece["source"])
            evidence.append(piece | {"lang": None if is_default else piece["lang"]})
        return row | {"coder": coder, "evidence": evidence}


def statement_changes(old: Row, new: Row, *, new_roles: bool, **whose: Any) -> Iterator[Row]:
    """Yield all changes of a statement; `old` has the ids of now.

    `new_roles` means that its official changed, or the official's roles did: changes of the
    statement's role and faction only follow from that.
    """
    changes = [*_changes(old, new, new_roles=new_roles, whose=whose)]
    yield from changes
    kept = [name for name in new["reviewed_by"] if name in old["reviewed_by"]]
    if not kept:
        return
    # A review also covers the values that a statement inherits by `words_of`.
    is_another = old["official"] != new["official"] or any(
        old[key] != new[key] for key in fields.INHERITED if key != "evidence"
    )
    if (
        is_another
        or any(each["key"] != "reviewed_by" for each in changes)
        or any(_evidence(old, new, whose))
    ):
        values = {"key": "reviewed_by", "was": old["reviewed_by"], "now": kept}
        yield change(REVIEW_KEPT, "statement", new["ref"], **whose, **values)


def _changes(old: Row, new: Row, *, new_roles: bool, whose: Row) -> Iterator[Row]:
    """Yield all changes except that a review was kept."""
    ref = new["ref"]
    if old["position"] != new["position"]:
        was, now = old["stance"], new["stance"]
        yield change(RECODED, "statement", ref, key="position", was=was, now=now, **whose)
    keys = [key for key in _KEYS if not (new_roles and key in _OF_ROLES)]
    has_words = new["words_of"] is None or old["words_of"] != new["words_of"]
    for each in changed(
        old, new, [key for key in keys if has_words or key not in fields.INHERITED]
    ):
        yield change(CHANGED, "statement", ref, **whose, **each)
    # Changes of inherited evidence are reported for the statement that `words_of` names.
    if has_words:
        yield from _evidence(old, new, whose)
    was, now = (
        [each for each in row["disputes"] if has_words or each["about"] in _OF_READING]
        for row in (old, new)
    )
    for a, b in _disputes(was, now):
        number = new["disputes"].index(b) + 1 if b else None
        yield from _dispute(ref, a, b, whose | {"number": number})


def _evidence(statement: Row, now: Row, whose: Row) -> Iterator[Row]:
    ref, old, new = now["ref"], statement["evidence"], now["evidence"]
    pairs, lost, won = paired(old, new, _SLOTS)
    for a, b in pairs:
        place = _piece(new, b)
        yield from _altered(ref, old[a], new[b], whose | place)
        for each in changed(old[a], new[b], _OF_EVIDENCE):
            yield change(CHANGED, "evidence", ref, **whose, **place, **each)
    for b in won:
        yield change(EVIDENCE_WON, "evidence", ref, **whose, **_piece(new, b), now=new[b])
    for a in lost:
        place = {"at": statement["was_ref"], "was": old[a]}
        yield change(EVIDENCE_LOST, "evidence", ref, **whose, **_piece(old, a), **place)


def _piece(pieces: Sequence[Row], place: int) -> Row:
    piece = pieces[place]
    return {"source": piece["source"], "form": piece["form"], "number": place + 1}


def _altered(ref: str, old: Row, new: Row, whose: Row) -> Iterator[Row]:
    """Yield altered words of the source, including those before translation."""
    texts = [("text", old["text"], new["text"])]
    was, now = (piece["original"] or {} for piece in (old, new))
    texts.append(("original", was.get("text"), now.get("text")))
    for key, before, after in texts:
        if before == after:
            continue
        if before is None or after is None:
            yield change(CHANGED, "evidence", ref, **whose, key=key, was=before, now=after)
        else:
            yield altered("evidence", ref, before, after, key=key, **whose)
    if was and now and was["lang"] != now["lang"]:
        languages = {"key": "original.lang", "was": was["lang"], "now": now["lang"]}
        yield change(CHANGED, "evidence", ref, **whose, **languages)


def altered(record: str, ref: str, was: str, now: str, **whose: Any) -> Row:
    """Make the change for altered words of a source, which is a warning."""
    words = {"was": was, "now": now, "difference": marked(was, now)}
    return change(QUOTE_CHANGED, record, ref, **whose, **words)


def _disputes(
    old: Sequence[Row], new: Sequence[Row]
) -> Iterator[tuple[Row, Row] | tuple[None, Row] | tuple[Row, None]]:
    """Yield pairs of disputes that differ, matched by subject and note, then by subject.

    None stands for a missing dispute.
    """
    left, right = lacking(list(old), list(new)), lacking(list(new), list(old))
    for key in (lambda each: (each["about"], each["note"]), lambda each: each["about"]):
        for now in list(right):
            was = next((each for each in left if key(each) == key(now)), None)
            if was is not None:
                left.remove(was)
                right.remove(now)
                yield was, now
    yield from ((None, now) for now in right)
    yield from ((was, None) for was in left)


def _dispute(ref: str, old: Row | None, new: Row | None, whose: Row) -> Iterator[Row]:
    """Yield that a dispute was opened, settled or changed, or its denial's words altered."""
    kind = CHANGED
    if new is None or old is None:
        kind = DISPUTE_OPENED if new and not new["resolution"] else CHANGED
        about = (new or old or {})["about"]
        yield change(kind, "dispute", ref, **whose, key=about, was=old, now=new)
        return
    was, now = old["words"], new["words"]
    if was and now and was["source"] == now["source"] and was["text"] != now["text"]:
        place = whose | {"key": "words", "source": now["source"]}
        yield altered("dispute", ref, was["text"], now["text"], **place)
        if old | {"words": was | {"text": now["text"]}} == new:
            return
    if bool(old["resolution"]) != bool(new["resolution"]):
        kind = DISPUTE_SETTLED if new["resolution"] else DISPUTE_OPENED
    keys = ("note", "resolution") if kind == CHANGED else ("note",)
    differing = [(old[key] or "", new[key] or "") for key in keys if old[key] != new[key]]
    difference = " → ".join(marked(*texts) for texts in differing)
    values = whose | {"key": new["about"], "was": old, "now": new, "difference": difference or None}
    yield change(kind, "dispute", ref, **values)
