"""Who agrees with whom, statement by statement: every pair of statements is compared."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from recount.corpus import Corpus, Filters
    from recount.statement import Statement

    Figures = dict[str, Any]


class Use(NamedTuple):
    """One statement of an actor on a concept, with what it says there."""

    actor: str
    concept: str
    value: int | str | None
    span: int | None


class Network:
    """What a corpus comes to as a network; `certain` takes what is certainly in the days."""

    def __init__(  # noqa: PLR0913 - the options of the command
        self,
        corpus: Corpus,
        filters: Filters,
        *,
        of: str = "official",
        on: str = "issue",
        duplicates: str = "keep",
        certain: bool = False,
        least: int = 1,
    ) -> None:
        self.left_out: Counter[str] = Counter()
        self.uses: list[Use] = []
        counted = corpus.counted(filters)
        if certain and (filters.get("since") or filters.get("until")):
            counted = corpus.counted({**filters, "certain": True})
        seen = set()
        for each in counted:
            actor = each.official if of == "official" else each.faction
            concepts = (
                [each.issue] if on == "issue" else [*dict.fromkeys(each.own.get("frames", []))]
            )
            if reason := _why_not(corpus, each, actor, on, concepts):
                self.left_out[reason] += 1
                continue
            for concept in concepts:
                use = Use(str(actor), concept, *_said(corpus, each, on))
                key = (*use, _same(each, duplicates))
                if key not in seen:
                    seen.add(key)
                    self.uses.append(use)
        every = Counter(use.actor for use in self.uses)
        self.left_out["few"] = sum(n for n in every.values() if n < least)
        self.uses = [use for use in self.uses if every[use.actor] >= least]
        self.of_actor = {
            actor: [use for use in self.uses if use.actor == actor] for actor in sorted(every)
        }

    def figures(self, one: str, other: str, normalize: str = "none") -> Figures:
        """The figures of a pair, as fractions."""
        ours, theirs = self.of_actor.get(one, []), self.of_actor.get(other, [])
        alike = [(a, b) for a, b in product(ours, theirs) if a.concept == b.concept]
        conflict = sum((_apart(a, b) or Fraction() for a, b in alike), Fraction())
        congruence = sum(_apart(a, b) is not None for a, b in alike) - conflict
        divisor = Fraction(1)
        if normalize == "average":
            divisor = Fraction(len(ours) + len(theirs), 2)
        elif normalize == "product":
            divisor = Fraction(len(ours) * len(theirs))
        elif normalize == "jaccard":
            own, its = Counter(ours), Counter(theirs)
            mine, yours = _keys(own), _keys(its)
            divisor = Fraction(
                sum(n for key, n in mine.items() if key not in yours)
                + sum(n for key, n in yours.items() if key not in mine)
                + sum(n * yours[key] for key, n in mine.items() if key in yours)
            )
        weights = {
            "congruence": congruence,
            "conflict": conflict,
            "subtract": congruence - conflict,
            "shared": Fraction(len(alike)),
        }
        return {
            "concepts": len({a.concept for a, _ in alike}),
            **weights,
            "one_statements": len(ours),
            "other_statements": len(theirs),
            "weights": {key: value / divisor for key, value in weights.items()} if alike else {},
        }

    def on(self, actor: str, concept: str) -> Sequence[Use]:
        """The uses of a concept by an actor."""
        return [use for use in self.of_actor.get(actor, []) if use.concept == concept]


def _keys(uses: Counter[Use]) -> Counter[tuple[str, int | str | None]]:
    found: Counter[tuple[str, int | str | None]] = Counter()
    for use, n in uses.items():
        found[use.concept, use.value] += n
    return found


def _apart(one: Use, other: Use) -> Fraction | None:
    if one.value is None or other.value is None:
        return None
    if one.span is None:
        return Fraction(one.value != other.value)
    return Fraction(abs(int(one.value) - int(other.value)), one.span)


def _scores(corpus: Corpus, issue: str) -> list[int]:
    return [int(each["score"]) for each in corpus.issues[issue].values() if "score" in each]


def _why_not(
    corpus: Corpus, each: Statement, actor: str | None, on: str, concepts: Sequence[str]
) -> str:
    if each.unnamed or actor is None:
        return "unnamed" if each.unnamed else "no-faction"
    if on == "frame":
        return "" if concepts else "no-frame"
    scores = _scores(corpus, each.issue)
    if each.position.get("open") == "true":
        return "open"
    if scores and each.score is None:
        return "unscored"
    closed = [one for one in corpus.issues[each.issue].values() if one.get("open") != "true"]
    is_flat = len({*scores}) == 1 if scores else len(closed) == 1
    return "one-value" if is_flat else ""


def _said(corpus: Corpus, each: Statement, on: str) -> tuple[int | str | None, int | None]:
    if on == "frame":
        if each.score is None:
            return None, 2
        return (1 if each.score > 0 else -1 if each.score < 0 else 0), 2
    scores = _scores(corpus, each.issue)
    return (each.score, max(scores) - min(scores)) if scores else (each.position["id"], None)


def _same(each: Statement, duplicates: str) -> str:
    if duplicates == "keep":
        return each.ref
    if duplicates == "month":
        months = {(each.first or "")[:7], (each.last or "")[:7]}
        return each.ref if len(months) > 1 or "" in months else min(months)
    if duplicates == "source":
        text = each.best and each.best["text"]
        return next((piece["source"] for piece in each.evidence if piece["text"] == text), "")
    return ""
