"""Write into src/stances/model/fields.py what the models say of their fields.

`python scripts/fields.py` writes it, and `ruff format` folds its lines; `--check` exits 1 if it is
stale.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from stances.model import records, types
from stances.model.fields import BY_STATEMENT, FILES, NEEDED, RECORDS, Field

MODULE = Path(__file__).resolve().parent.parent / "src" / "stances" / "model" / "fields.py"
_START = "RECORDS: dict[str, dict[str, Field]] = {\n"
_KINDS: list[tuple[Any, Any]] = [
    (types.Line, "text"),
    (types.Prose, "prose"),
    (types.Date, "date"),
    (types.Moment, "moment"),
    (types.Truth, "truth"),
    (types.Whole, "number"),
    (types.Count, "number"),
    (types.Version, "number"),
    (types.Language, "language"),
    (types.Url, "url"),
    (types.Sha256, "sha256"),
    (types.Code, "text"),
    (types.Digest, "text"),
    (types.Person, "text"),
    (types.Origin, "text"),
]


def derived() -> dict[str, dict[str, Field]]:
    """The fields of each record by their YAML keys, in order."""
    found: dict[str, dict[str, Field]] = {}
    pending: list[type[records.Record]] = [
        getattr(records, name) for name in (*FILES.values(), *BY_STATEMENT.values())
    ]
    while pending:
        model = pending.pop(0)
        hints = get_type_hints(model, include_extras=True)
        own = found[model.__name__] = {}
        for name, info in model.model_fields.items():
            needed = model is records.Statement and name in NEEDED
            field = _field(hints[name], required=info.is_required() or needed)
            own[info.alias or name] = field
            if field.record and field.record not in found:
                pending.append(getattr(records, field.record))
    return found


def _field(hint: Any, *, required: bool, many: bool = False) -> Field:  # noqa: ANN401 - any annotation
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
    if get_origin(hint) is list:
        return _field(get_args(hint)[0], required=required, many=True)
    if get_origin(hint) is Literal:
        return Field("choice", required=required, many=many, choices=get_args(hint))
    if get_origin(hint) is dict:
        return Field("mapping", required=required)
    if isinstance(hint, type) and issubclass(hint, records.Record):
        return Field("record", required=required, many=many, record=hint.__name__)
    if hint == types.People:
        return _field(types.Person, required=required, many=True)
    names = [each.kinds for each in hint.__metadata__ if isinstance(each, types.Names)]
    kind: Any = next((kind for alias, kind in _KINDS if hint == alias), "id")
    return Field(kind, required=required, many=many, names=names[0] if names else ())


def text() -> str:
    """The whole module as it should be, but for the length of its lines."""
    before, _, rest = MODULE.read_text("utf-8").partition(_START)
    after = rest.partition("\n}\n")[2]
    lines = []
    for record, fields in derived().items():
        lines.append(f'    "{record}": {{\n')
        lines += [
            f'        "{key}": Field({_arguments(field)}),\n' for key, field in fields.items()
        ]
        lines.append("    },\n")
    return f"{before}{_START}{''.join(lines)}}}\n{after}"


def _arguments(field: Field) -> str:
    """What makes a field, but for what goes without saying."""
    named = ((name, getattr(field, name)) for name in ("many", "required", "names", "choices"))
    told = [f"{name}={value!r}" for name, value in (*named, ("record", field.record)) if value]
    return ", ".join([repr(field.kind), *told]).replace("'", '"')


def is_fresh() -> bool:
    """Whether the module has all fields in their order."""
    return _all(derived()) == _all(RECORDS)


def _all(fields: dict[str, dict[str, Field]]) -> list[tuple[str, str, str]]:
    return [
        (record, key, _arguments(field))
        for record, own in fields.items()
        for key, field in own.items()
    ]


def main(arguments: list[str]) -> int:
    """Write the module, or with `--check` only compare it."""
    if "--check" not in arguments:
        MODULE.write_text(text(), "utf-8")
    elif not is_fresh():
        print("model/fields.py is stale: run python scripts/fields.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
