"""Write the list of modules in docs/architecture.md from their docstrings.

`python scripts/architecture_page.py` writes the list; `--check` exits 1 if it is stale.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
PACKAGE = ROOT / "src" / "stances"
_BEGIN, _END = "<!-- rooms -->\n", "<!-- end of rooms -->\n"


def page() -> str:
    """The whole page, with the list as the modules now are."""
    before, _, rest = PAGE.read_text("utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}{''.join(_rooms())}{_END}{after}"


def _rooms() -> Iterator[str]:
    """A table for the package itself, then one for each package within, in order of names."""
    for folder in sorted({path.parent for path in PACKAGE.rglob("*.py")}):
        name = folder.relative_to(PACKAGE).as_posix()
        heading = "stances" if folder == PACKAGE else f"{name}/"
        yield f"\n### `{heading}`\n\n{_summary(folder / '__init__.py')}\n\n"
        yield "| module | |\n|---|---|\n"
        for path in sorted(folder.glob("*.py")):
            if path.name != "__init__.py":
                yield f"| `{path.name}` | {_summary(path)} |\n"
    yield "\n"


def _summary(path: Path) -> str:
    """The first line of a module's docstring."""
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return docstring.partition("\n")[0].replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` only compare it."""
    if "--check" not in arguments:
        PAGE.write_text(page(), "utf-8")
    elif PAGE.read_text("utf-8") != page():
        print(f"docs/{PAGE.name} is stale: run python scripts/architecture_page.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
