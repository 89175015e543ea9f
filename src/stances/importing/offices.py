"""Whether a statement has to name its role and faction, or its official has them already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances import model
from stances.dates import InvalidDate, parse_date
from stances.roles import NO_FACTION, Office, office_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stances.importing.statements import Draft


_NOTHING: dict[str, list[Any]] = {"conditions": [], "frames": [], "disputes": []}
"""Given, because pydantic takes its time to work it out."""


def holder(official: Mapping[str, Any]) -> model.Official | None:
    """The official of whom a file holds these fields, without statements; None for a bad one."""
    fields = {key: value for key, value in official.items() if key != "statements"}
    return model.validate(model.Official, fields)[0]


def own_office(draft: Draft, official: model.Official | None) -> dict[str, str]:
    """The fewest keys by which a statement of this official is made in the office of the sheet."""
    given = {key: value for key, value in draft.office.items() if value}
    if not given and not draft.whole:
        return {}
    try:
        said = parse_date(draft.fields.get("said", ""))
    except (InvalidDate, TypeError):
        return given
    if official is None:
        return given
    faction = given.get("faction", NO_FACTION if draft.whole else "")
    full = given | ({"faction": faction} if faction else {})
    for keys in ((), ("role",), ("faction",), ("role", "faction")):
        chosen = {key: full[key] for key in keys if key in full}
        fields: dict[str, Any] = {"said": said, **chosen, **_NOTHING}
        statement = model.Statement.model_construct(None, **fields)
        if _is_wanted(office_of(statement, official), draft):
            return chosen
    return given


def _is_wanted(office: Office, draft: Draft) -> bool:
    """Whether an office is that of the sheet, as far as that says."""
    found = {"role": office.title, "faction": office.faction or NO_FACTION}
    for key, nothing in (("role", None), ("faction", NO_FACTION)):
        wanted = draft.office.get(key)
        if wanted is None and not draft.whole:
            continue
        if found[key] != (wanted or nothing):
            return False
    return True
