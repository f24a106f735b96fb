"""The fonts of pictures and documents: the family of the screen, and the scripts it lacks.

Programs that draw pictures and PDF files read TrueType, not the browsers' compressed form. The text
family comes from the package ``font-source-sans-pro`` (Vietnamese included); Khmer, Lao, Arabic and
Armenian are the browser's own files (``static/fonts``), unpacked once a process.
"""

from __future__ import annotations

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from fontTools.ttLib import TTFont

from components.assets import STATIC_DIR, package_dir

TEXT_FAMILY = "Source Sans Pro"
FAMILIES = (
    TEXT_FAMILY,
    "Noto Sans Khmer",
    "Noto Sans Lao",
    "Noto Sans Arabic",
    "Noto Sans Armenian",
)
"""Families in the order a missing letter is looked for."""

_TEXT_FILES = ("Regular", "It", "Semibold", "SemiboldIt")


@cache
def font_dir() -> Path:
    """Folder with a TrueType file of every family and weight (400 and 600); removed at exit.

    Raises:
        ModuleNotFoundError: The package of the text family is not installed.
    """
    folder = Path(mkdtemp(prefix="regards-croises-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in _TEXT_FILES:
        file = package_dir("font_source_sans_pro", "files", f"SourceSansPro-{name}.ttf")
        shutil.copyfile(file, folder / file.name)
    for packed in (STATIC_DIR / "fonts").glob("*.woff2"):
        with TTFont(packed, recalcTimestamp=False) as font:
            font.flavor = None
            font.save(folder / f"{packed.stem}.ttf")
    return folder
