"""What figures rest on, and what they are without the disputed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.cells import plural, signed, with_probable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.figures import Figures


def told_of(found: Figures, *, whole: bool = False) -> Iterator[str]:
    """What there is to tell of a group, or of the whole, besides its counts and its mean."""
    if whole or is_corroborated(found):
        yield _from_several_sources(found)
    if told := without_disputed(found):
        yield told


def is_corroborated(found: Figures) -> bool:
    """Whether any of the statements rests on two sources or more, certain or probable."""
    return bool(found.corroborated or found.probably_corroborated)


def without_disputed(found: Figures) -> str:
    """The mean without the disputed statements, and what it then rests on; empty if none is."""
    rest = found.undisputed
    if rest is None:
        return ""
    head = f"without the {found.disputed} disputed: "
    if rest.mean is None:
        return f"{head}no mean"
    over = plural(len(rest.means), "official")
    return f"{head}mean {signed(rest.mean)} of {rest.scored} scored, over {over}"


def corroborated_cell(found: Figures) -> str:
    """How many rest on two sources or more, where there is no room for a sentence."""
    return with_probable(found.corroborated, found.probably_corroborated)


def sentence(text: str) -> str:
    """The same as a sentence of its own."""
    return f"{text[0].upper()}{text[1:]}."


def _from_several_sources(found: Figures) -> str:
    certain, probable, all_ = found.corroborated, found.probably_corroborated, found.statements
    if certain:
        told = f"{certain} of {all_}" + (f", probably {probable} more" if probable else "")
    else:
        told = f"probably {probable} of {all_}" if probable else f"none of {all_}"
    return f"two or more sources: {told}"
