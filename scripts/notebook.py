"""Run the cells of docs/notebook.ipynb and write what they show; `--check` only compares.

Cells run in order in one namespace, in the folder of the notebook, as Jupyter runs them. A notebook
keeps the last expression of a cell as text, and what its `_repr_html_` and `_repr_svg_` give.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "notebook.ipynb"
_RICH = {"_repr_html_": "text/html", "_repr_svg_": "image/svg+xml"}


def run(notebook: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The notebook with the outputs that its cells have in a folder."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    cells, number = [], 0
    # Whoever has stored copies of the sources sees more in `show`.
    with TemporaryDirectory() as copies, contextlib.chdir(folder):
        os.environ["STANCES_SNAPSHOTS"] = copies
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                number += 1
                outputs = _outputs("".join(cell["source"]), namespace, number)
                cells.append(cell | {"execution_count": number, "outputs": outputs})
            else:
                cells.append(cell)
    return notebook | {"cells": cells}


def written(notebook: dict[str, Any]) -> str:
    """The text of the file."""
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _outputs(source: str, namespace: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """What a cell prints, and what its last expression is shown as."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), namespace)  # noqa: S102 - the notebook is ours
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)  # noqa: S307 - as above
    outputs: list[dict[str, Any]] = []
    if text := printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": _lines(text)})
    if value is not None:
        data = {"text/plain": _lines(repr(value))}
        for method, kind in _RICH.items():
            if hasattr(value, method):
                data[kind] = _lines(getattr(value, method)())
        outputs.append(
            {
                "data": dict(sorted(data.items())),
                "execution_count": number,
                "metadata": {},
                "output_type": "execute_result",
            }
        )
    return outputs


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main(arguments: list[str]) -> int:
    """Write the notebook, or with `--check` say whether it is stale."""
    before = PAGE.read_text("utf-8")
    after = written(run(json.loads(before), PAGE.parent))
    if "--check" not in arguments:
        PAGE.write_text(after, "utf-8", newline="\n")
    elif before != after:
        print(f"{PAGE.name} is stale: python scripts/notebook.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
