"""HTML: the report as one page that needs no script and asks for nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.report.page import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.views.formats import ViewOptions


def view(result: Report, options: ViewOptions) -> Iterator[str]:  # noqa: ARG001 - as all views
    """The whole page, section by section."""
    return page(result)
