"""Workbooks written by hand, as other programs than ours write them, or none does."""

from __future__ import annotations

import io
from collections import defaultdict
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

if TYPE_CHECKING:
    from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PLAIN = '<cellXfs><xf numFmtId="0"/></cellXfs>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def _relations(*targets: tuple[str, str]) -> str:
    return f'<Relationships xmlns="{_PACKAGE}">' + "".join(
        f'<Relationship Id="r{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )


def _types(sheets: int) -> str:
    """What each of the parts is."""
    kinds = {f"worksheets/s{number}": "worksheet" for number in range(1, sheets + 1)}
    kinds |= {"workbook": "sheet.main", "styles": "styles", "sharedStrings": "sharedStrings"}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return (
        f'<Types xmlns="{_PACKAGE.replace("relationships", "content-types")}">'
        + "".join(
            f'<Override PartName="/xl/{part}.xml" ContentType="{kind}.{of}+xml"/>'
            for part, of in kinds.items()
        )
        + "</Types>"
    )


def _strict(content: str | bytes) -> str | bytes:
    """A file of a workbook as "Strict Open XML" has it."""
    if isinstance(content, bytes):
        return content
    content = content.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    return content.replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")


def book(
    rows: str = "",
    *,
    sheets: Mapping[str, str] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    strict: bool = False,
    **pieces: str,
) -> bytes:
    """A workbook of a sheet with these rows, as XML; of more `sheets`, by their names.

    Of the `pieces`, `before` and `after` stand around the rows; others are `strings`, `styles`,
    `properties`, `links` and a `doctype`. `parts` are further files, or others in their place.
    """
    piece = defaultdict(str, pieces)
    pages = {
        name: f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"{piece['before']}<sheetData>{page}</sheetData>{piece['after']}</worksheet>"
        for name, page in (sheets or {"Sheet1": rows}).items()
    }
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="r{number}" {state}/>'
        for number, (name, state) in enumerate(
            ((name, 'state="hidden"' if name.startswith("Hidden") else "") for name in pages), 1
        )
    )
    targets = [(f"{OFFICE}/worksheet", f"worksheets/s{n}.xml") for n in range(1, len(pages) + 1)]
    targets += [(f"{OFFICE}/{name}", f"{name}.xml") for name in ("sharedStrings", "styles")]
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(len(pages)),
        "_rels/.rels": _relations((f"{OFFICE}/officeDocument", "/xl/workbook.xml"))
        + "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<workbookPr {piece['properties']}/><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(*targets) + "</Relationships>",
        "xl/sharedStrings.xml": f'{piece["doctype"]}<sst xmlns="{MAIN}">{piece["strings"]}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{piece["styles"] or _PLAIN}</styleSheet>',
    }
    files |= {f"xl/worksheets/s{n}.xml": page for n, page in enumerate(pages.values(), 1)}
    if piece["links"]:
        files["xl/worksheets/_rels/s1.xml.rels"] = f"{_relations()}{piece['links']}</Relationships>"
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in (files | (dict(parts) if parts else {})).items():
            archive.writestr(name, _strict(content) if strict else content)
    return out.getvalue()


def text(*cells: str) -> str:
    """A row of cells that hold their text themselves."""
    inline = (f'<c t="inlineStr"><is><t>{cell}</t></is></c>' if cell else "<c/>" for cell in cells)
    return f"<row>{''.join(inline)}</row>"
