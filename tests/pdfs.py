"""PDFs written by hand."""

from __future__ import annotations

import zlib

_LAYOUT = "/MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"


def pdf(*pages: str, deflated: bool = False) -> bytes:
    """A PDF of these pages, whose lines are ends of lines; written by hand."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        lines = "".join(f"({line}) Tj T* " for line in page.splitlines())
        stream = f"BT /F1 12 Tf 14 TL 72 700 Td {lines}ET"
        bodies += [
            f"<< /Type /Page /Parent 2 0 R {_LAYOUT} /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream",
        ]
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
