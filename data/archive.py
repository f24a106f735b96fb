"""Zip files that are the same bytes each time: names sorted, one fixed date."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date

_FIRST_ZIP_YEAR = 1980
_READABLE_FILE = 0o100644 << 16
_UNIX = 3


def zip_bytes(files: Mapping[str, bytes], day: date) -> bytes:
    """A zip of ``files`` (path → content), sorted by path, all dated ``day`` at midnight."""
    stamp = (max(day.year, _FIRST_ZIP_YEAR), day.month, day.day, 0, 0, 0)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _READABLE_FILE
            entry.create_system = _UNIX
            archive.writestr(entry, files[name], compresslevel=9)
    return buffer.getvalue()
