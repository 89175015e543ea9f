"""Reads the options of `Corpus.network` and `Corpus.camps`, which are those of the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.api.displays import Chart
from stances.errors import UnknownName
from stances.queries import camps
from stances.queries.network import (
    DUPLICATES,
    MEASURES,
    NORMALIZATIONS,
    OF,
    ON,
    Asked,
    network,
    weight_in,
)
from stances.queries.network.windows import days_in
from stances.text import did_you_mean
from stances.views.formats import PICTURES, ViewOptions
from stances.views.html.network import svg

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from stances.queries.filters import Filters

_CHOICES: dict[str, Sequence[str]] = {
    "of": OF,
    "on": ON,
    "measure": MEASURES,
    "normalize": NORMALIZATIONS,
    "duplicates": DUPLICATES,
}


def asked(options: dict[str, Any]) -> Asked:
    """Take the options of a network out of these, and leave the filters.

    Raises `UnknownName` for an unknown choice, `TypeError` for a value of another type, and
    `ValueError` for one out of range.
    """
    own = {key: options.pop(key) for key in Asked._fields if key in options}
    for key, choices in _CHOICES.items():
        if key in own and own[key] not in choices:
            raise UnknownName(key, str(own[key]), did_you_mean(str(own[key]), choices))
    for key in ("window", "step"):
        if own.get(key) is not None:
            own[key] = days_in(own[key]) if isinstance(own[key], str) else _whole(key, own[key])
    if "min_statements" in own:
        own["min_statements"] = _whole("min_statements", own["min_statements"])
    if "min_weight" in own:
        own["min_weight"] = weight_in(str(own["min_weight"]))
    found = Asked(**own)
    if found.step is not None and found.window is None:
        raise ValueError("step says how far windows are apart; give window too")
    if found.is_two_mode and found.normalize != NORMALIZATIONS[0]:
        raise ValueError("a two-mode network is not normalized")
    return found


def pictured(index: sqlite3.Connection, filters: Filters, question: Asked, kind: str) -> Chart:
    """Return the picture of a network. Raises `UnknownName` for an unknown kind."""
    if kind not in PICTURES:
        raise UnknownName("picture", kind, did_you_mean(kind, PICTURES))
    if question.window is not None:
        raise ValueError("a picture is of one network; give since and until in place of window")
    found = network(index, filters, question)
    title = "Who speaks on what" if question.is_two_mode else "Who stands with whom"
    return Chart(title, "".join(svg(found, ViewOptions(picture=kind))))


def asked_of_camps(options: dict[str, Any]) -> camps.Asked:
    """Take the options of camps out of these; leave the filters. Raises the errors of `asked`."""
    own: dict[str, Any] = {}
    own |= {key: options.pop(key) for key in ("of", "duplicates") if key in options}
    for key, value in own.items():
        if value not in _CHOICES[key]:
            raise UnknownName(key, str(value), did_you_mean(str(value), _CHOICES[key]))
    if "min_statements" in options:
        own["least"] = _whole("min_statements", options.pop("min_statements"))
    if "seed" in options:
        own["seed"] = _whole("seed", options.pop("seed"), least=0)
    return camps.Asked(**own)


def _whole(key: str, value: object, least: int = 1) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{key} is a whole number, and not {value!r}")
    if value < least:
        raise ValueError(f"{key} is {least} or more, and not {value}")
    return value
