"""docs/notebook.ipynb shows what its cells give."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notebook", ROOT / "scripts" / "notebook.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - a notebook
    monkeypatch.setenv("STANCES_SNAPSHOTS", "")  # which is put back after the cells have run
    return json.loads(PAGE.read_text("utf-8"))


def test_is_a_notebook(notebook: dict[str, Any]) -> None:
    nbformat.validate(notebook)


def test_has_the_outputs_of_its_cells(notebook: dict[str, Any], script: ModuleType) -> None:
    run = script.run(notebook, PAGE.parent)
    for before, after in zip(notebook["cells"], run["cells"], strict=True):
        assert before == after
    assert script.written(run) == PAGE.read_text("utf-8")


def test_shows_tables_and_charts(notebook: dict[str, Any]) -> None:
    outputs = [each for cell in notebook["cells"] for each in cell.get("outputs", ())]
    kinds = {kind for each in outputs for kind in each.get("data", ())}
    assert kinds == {"text/plain", "text/html", "image/svg+xml"}
