"""Turns pydantic's errors into faults in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.problems import Fault, key_of
from stances.text import closest, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from stances.problems import Where

    Details = Mapping[str, Any]
    """One of the dicts of `pydantic.ValidationError.errors()`."""

_SHAPES = {
    "string_type": ("text", "write a single value"),
    "list_type": ("a list", "write it as a list: `[…]`, or one item a line behind `- `"),
    "dict_type": ("a mapping", "write it as `key: value` pairs"),
    "model_type": ("a mapping", "write it as `key: value` pairs"),
    "bool_type": ("a single value", "write `true`, or drop the key"),
    "int_type": ("a single value", "write a whole number"),
    "is_instance_of": ("a date", "write a date such as 2014-06-18"),
}


def shape_faults(
    errors: Iterable[Details], at: Where, keys: Callable[[Where], Sequence[str]]
) -> list[Fault]:
    """Translate errors found below `at`; `keys` tells which keys a mapping may have."""
    unknown: list[Details] = []
    missing: list[Details] = []
    others: list[Details] = []
    kinds = {"extra_forbidden": unknown, "missing": missing}
    for error in errors:
        kinds.get(error["type"], others).append(error)
    faults = [_unknown_key(error["loc"], at, missing, keys) for error in unknown]
    faults += [_missing_key(error["loc"], at) for error in missing]
    faults += [_wrong_value(error, at) for error in others]
    return faults


def _unknown_key(
    loc: Where, at: Where, missing: list[Details], keys: Callable[[Where], Sequence[str]]
) -> Fault:
    """An unknown key; if it is like one that is missing beside it, the two are one fault."""
    *parent, key = loc
    absent = {str(error["loc"][-1]): error for error in missing if [*error["loc"][:-1]] == parent}
    message = f"there is no key `{key}` here"
    if meant := closest(str(key), absent, 1):
        missing.remove(absent[meant[0]])
        hint = f"did you mean `{meant[0]}`?"
    else:
        hint = did_you_mean(str(key), keys(tuple(parent)))
    return Fault("ST201", (*at, *loc), message, hint, of_key=True)


def _missing_key(loc: Where, at: Where) -> Fault:
    return Fault("ST202", (*at, *loc), f"the key `{loc[-1]}` is missing here", f"add `{loc[-1]}:`")


def _wrong_value(error: Details, at: Where) -> Fault:
    kind, where, context = error["type"], (*at, *error["loc"]), error.get("ctx", {})
    if kind.startswith("ST"):
        return Fault(kind, where, context["message"], context["hint"])
    if kind == "literal_error" and isinstance(error["input"], str):
        return _unknown_word(error["input"], context["expected"], where)
    if kind == "too_short":
        return _empty_list(where)
    wanted, hint = _SHAPES.get(kind, ("a single value", ""))
    given = error["input"]
    found = (
        "a list" if isinstance(given, list) else "a mapping" if isinstance(given, dict) else "text"
    )
    named = f"`{where[-1]}`" if where and isinstance(where[-1], str) else "this"
    return Fault("ST203", where, f"{named} should be {wanted}, not {found}", hint)


def _empty_list(where: Where) -> Fault:
    if where[-1] == "evidence":
        message = "the statement rests on nothing: `evidence` is empty"
        return Fault("ST306", where, message, "add a source and its words")
    return Fault("ST203", where, f"`{where[-1]}` is an empty list", "give at least one item")


def _unknown_word(word: str, expected: str, where: Where) -> Fault:
    """`expected` is pydantic's list of the words allowed: `'a', 'b' or 'c'`."""
    known = [part.strip(" '") for part in expected.replace(" or ", ",").split(",")]
    return Fault(
        "ST205",
        where,
        f"`{key_of(where)}` cannot be `{word}`",
        did_you_mean(word, known),
    )
