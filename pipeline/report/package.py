"""The ZIP container of a DOCX, made reproducible: same parts, same bytes.

python-docx stamps each part with the clock; a report must have the same bytes whenever it is written again
(DESIGN "Decisions" 1), so the container is rewritten with one fixed moment and a fixed order of parts.
"""

from __future__ import annotations

import io
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""the earliest moment a ZIP entry can carry (APPNOTE.TXT 4.4.6)"""


def stable(data: bytes) -> bytes:
    """Return the same ZIP with fixed times and attributes, `[Content_Types].xml` first, the rest sorted."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            target.writestr(entry, source.read(name), compresslevel=6)
    return out.getvalue()
