"""Turns pydantic's errors into faults with plain messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.problems import Fault, key_of
from stances.text import closest, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from stances.problems import Where

    Details = Mapping[str, Any]
    """One of the dicts of `pydantic.ValidationError.errors()`."""

_SOUGHT = 1000
"""After this many faults in a file, similar keys are no longer sought, because that takes time."""
_SHAPES = {
    "string_type": ("text", "write a single value"),
    "list_type": ("a list", "write it as a list: `[…]`, or one item a line after `- `"),
    "dict_type": ("a mapping", "write it as `key: value` pairs"),
    "model_type": ("a mapping", "write it as `key: value` pairs"),
    "bool_type": ("a single value", "write `true`, or drop the key"),
    "int_type": ("a single value", "write a whole number"),
    "is_instance_of": ("a date", "write a date such as 2014-06-18"),
}


def shape_faults(
    errors: Iterable[Details], at: Where, keys: Callable[[Where], Sequence[str]], before: int = 0
) -> list[Fault]:
    """Translate errors found below `at`; `keys` returns the keys that a mapping may have.

    `before` is the number of faults so far.
    """
    unknown: list[Details] = []
    missing: dict[Where, list[str]] = {}  # the missing keys of each mapping
    others: list[Details] = []
    for error in errors:
        if error["type"] == "missing":
            missing.setdefault(error["loc"][:-1], []).append(str(error["loc"][-1]))
        else:
            (unknown if error["type"] == "extra_forbidden" else others).append(error)
    some = max(_SOUGHT - before, 0)
    faults = [_unknown_key(error["loc"], at, missing, keys) for error in unknown[:some]]
    faults += (_no_key((*at, *error["loc"]), "") for error in unknown[some:])
    for parent, absent in missing.items():
        for key in absent:
            message, hint = f"the key `{key}` is missing here", f"add `{key}:`"
            faults.append(Fault("ST202", (*at, *parent, key), message, hint))
    return faults + [_wrong_value(error, at) for error in others]


def _unknown_key(
    loc: Where,
    at: Where,
    missing: dict[Where, list[str]],
    keys: Callable[[Where], Sequence[str]],
) -> Fault:
    """Report an unknown key; if a similar key is missing beside it, both are one fault."""
    *parent, key = loc
    absent = missing.get(tuple(parent), [])
    if similar := closest(str(key), absent, 1):
        absent.remove(similar[0])
        hint = f"did you mean `{similar[0]}`?"
    else:
        hint = did_you_mean(str(key), keys(tuple(parent)))
    return _no_key((*at, *loc), hint)


def _no_key(at: Where, hint: str) -> Fault:
    return Fault("ST201", at, f"there is no key `{at[-1]}` here", hint, None, True)  # noqa: FBT003 - quicker


def _wrong_value(error: Details, at: Where) -> Fault:
    kind, where, context = error["type"], (*at, *error["loc"]), error.get("ctx", {})
    if kind.startswith("ST"):
        return Fault(kind, where, context["message"], context["hint"])
    value = error["input"]
    if kind == "literal_error" and isinstance(value, str):
        expected = context["expected"].replace(" or ", ",").split(",")  # from `'a', 'b' or 'c'`
        hint = did_you_mean(value, [word.strip(" '") for word in expected])
        return Fault("ST205", where, f"`{key_of(where)}` cannot be `{value}`", hint)
    if kind == "too_short" and where[-1] == "evidence":
        message = "the statement rests on nothing: `evidence` is empty"
        return Fault("ST306", where, message, "add a source and its words")
    if kind == "too_short":
        return Fault("ST203", where, f"`{where[-1]}` is an empty list", "give at least one item")
    wanted, hint = _SHAPES.get(kind, ("a single value", ""))
    shape = (
        "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else "text"
    )
    subject = f"`{where[-1]}`" if where and isinstance(where[-1], str) else "this"
    return Fault("ST203", where, f"{subject} should be {wanted}, not {shape}", hint)
