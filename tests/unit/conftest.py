"""What tests of several modules have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Types = Callable[..., list[str]]


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Types:
    """Has somebody type these lines, and then leave; gives the list of prompts."""

    def answers(*lines: str) -> list[str]:
        left, prompts = list(lines), list[str]()

        def line(prompt: str) -> str:
            prompts.append(prompt)
            if not left:
                raise EOFError
            return left.pop(0)

        monkeypatch.setattr("builtins.input", line)
        return prompts

    return answers
