"""Many cases in one test that names all that are wrong.

    with every_case() as case:
        for code in CATALOGUE:
            with case(code):
                assert ...

Where a case fails, the next is tried all the same; the test fails at the end, with each case that
failed and why.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager


@contextmanager
def every_case() -> Iterator[Callable[..., AbstractContextManager[None]]]:
    tried, wrong = 0, list[str]()

    @contextmanager
    def case(*named: object) -> Iterator[None]:
        nonlocal tried
        tried += 1
        try:
            yield
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - all are told below
            wrong.append(f"{', '.join(map(repr, named))}: {type(error).__name__}: {error}")

    yield case
    assert tried, "no case was tried"
    if wrong:
        pytest.fail("\n".join([f"{len(wrong)} of {tried} cases are wrong:", *wrong]), pytrace=False)
