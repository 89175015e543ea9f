"""What is wrong with new records, a line each, for whoever gave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stances.brief import brief
from stances.catalogue import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from stances.adding.faults import Refusal


def refusal_lines(refusals: Iterable[Refusal], called: Callable[[str], str]) -> Iterator[str]:
    """The lines, styled, in the order of the input; `called` is what a key was given as.

    What is on a line of standard input is placed as `-:LINE:KEY`.
    """
    for each in sorted(refusals, key=lambda each: (each.line, not each.is_error)):
        place = f"-:{each.line}:{each.key}".rstrip(":") if each.line else called(each.key)
        kind = ("error", "red") if each.is_error else ("warning", "yellow")
        severity = click.style(kind[0], fg=kind[1], bold=True)
        code = f"[{each.code} {CATALOGUE[each.code].name}]" if each.code else ""
        told = f"{each.message} ({each.hint})" if each.hint else each.message
        head = f"{brief(place)}: " if place else ""
        yield f"{head}{severity}{code}{'' if code else ':'} {brief(told)}"
