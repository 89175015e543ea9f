"""Filters in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from stances.views.wording import Wording

    Asked = Mapping[str, Sequence[str]]

_WIDER = "with-hearsay"
"""The option that adds statements and excludes none."""


def part_told(asked: Asked, wording: Wording) -> str:
    """Describe the statements that pass the filters: `statements for Military, on “Trams?”`.

    `asked` has resolved values by option, as in `About.filters`. Empty if all statements pass.
    """
    parts = [*_parts(asked, wording)]
    if not parts:
        return ""
    hearsay = "; hearsay is counted too" if _WIDER in asked else ""
    return f"statements {', '.join(parts)}{hearsay}"


def _parts(asked: Asked, wording: Wording) -> Iterator[str]:
    """The conditions of the filters, one by one."""
    named: Mapping[str, tuple[str, Callable[[str], str]]] = {
        "official": ("by ", wording.official),
        "faction": ("for ", lambda id_: "no faction" if id_ == "none" else wording.faction(id_)),
        "issue": ("on ", lambda id_: f"“{wording.issue(id_)}”"),
        "position": ("with the position ", _position(asked, wording)),
        "frame": ("with the frame ", wording.frame),
        "form": ("with evidence of the form ", str),
        "status": ("with the status ", str),
        "source": ("that rest on ", wording.source),
        "text": ("with the words ", lambda words: f"“{words}”"),
    }
    for option, (before, called) in named.items():
        if values := asked.get(option):
            yield before + _either([called(each) for each in values])
    days = [
        f"{wording.date(value)} or {word}"
        for option, word in (("since", "later"), ("until", "before"))
        for value in asked.get(option, ())
    ]
    if days:
        yield f"{'certainly' if 'certain' in asked else 'possibly'} said on {' and on '.join(days)}"
    for number in asked.get("min-sources", ()):
        yield f"that rest on {number} source{'s' * (number != '1')} or more for certain"
    if "without-disputed" in asked:
        yield "that are not disputed"
    if "unreviewed" in asked:
        yield "that nobody else has read against their sources"
    for coder in asked.get("coding", ()):
        yield f"as {coder} has coded them"


def _position(asked: Asked, wording: Wording) -> Callable[[str], str]:
    """A function for the label of a position, on the issues asked for or on all."""
    names = wording.background.names().positions
    issues = asked.get("issue") or [*dict.fromkeys(issue for issue, _ in names)]

    def called(id_: str) -> str:
        labels = [names[issue, id_] for issue in issues if (issue, id_) in names]
        return _either([*dict.fromkeys(labels)] or [id_])

    return called


def _either(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
