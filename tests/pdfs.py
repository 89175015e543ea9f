"""PDFs written by hand."""

from __future__ import annotations

import re
import zlib

_LAYOUT = "/MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"

_CMAP = "begincmap\n1 begincodespacerange\n<00> <ff>\nendcodespacerange\n"


def _is_western(char: str) -> bool:
    return bool(char.encode("cp1252", "ignore"))


def _from_left(line: str) -> str:
    """A line of Persian as it looks: only numbers run from left to right."""
    return re.sub(r"\d+", lambda number: number[0][::-1], line)[::-1]


def pdf(*pages: str, deflated: bool = False) -> bytes:
    """A PDF of these pages, whose lines are ends of lines; written by hand.

    If some of its letters are not Western ones, it says which letter each of its bytes stands for,
    and has what stands on each line from left to right, as PDFs of Persian do.
    """
    letters = sorted({char for page in pages for char in page if not _is_western(char)})
    codes = {char: chr(0xA1 + number) for number, char in enumerate(letters)}
    if letters:
        pages = tuple("\n".join(map(_from_left, page.splitlines())) for page in pages)
    pages = tuple(
        page.translate({ord(char): code for char, code in codes.items()}) for page in pages
    )
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding "
        + (f"/ToUnicode {4 + 2 * len(pages)} 0 R >>" if letters else ">>"),
    ]
    for number, page in enumerate(pages):
        lines = "".join(f"({line}) Tj T* " for line in page.splitlines())
        stream = f"BT /F1 12 Tf 14 TL 72 700 Td {lines}ET"
        bodies += [
            f"<< /Type /Page /Parent 2 0 R {_LAYOUT} /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream",
        ]
    if letters:
        stood_for = "\n".join(
            f"<{ord(code):02x}> <{ord(char):04x}>" for char, code in codes.items()
        )
        cmap = f"{_CMAP}{len(codes)} beginbfchar\n{stood_for}\nendbfchar\nendcmap"
        bodies.append(f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream")
    made, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(bodies, start=1):
        offsets.append(len(made))
        written = text.encode("cp1252")
        if deflated and (parts := written.partition(b"stream\n"))[1]:
            packed = zlib.compress(parts[2].removesuffix(b"\nendstream"), 9)
            head = b"<< /Filter /FlateDecode /Length %d >>" % len(packed)
            written = head + b"\nstream\n" + packed + b"\nendstream"
        made += b"%d 0 obj\n" % number + written + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(bodies) + 1
    trailer = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>"
    return made + f"{trailer}\nstartxref\n{len(made)}\n%%EOF\n".encode()
