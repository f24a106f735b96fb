"""What is known and what is not, as one strip, drawn before a chart that rests on less than half."""

from __future__ import annotations

from components.i18n import Language, translator
from components.markup import Node
from components.pictures.marks import bar
from components.pictures.svg import text_width
from components.stage.draw.letters import LABEL_SIZES, label
from components.stage.scene import Coverage

STRIP_HEIGHT, FLAT_HEIGHT = 128.0, 66.0
"""Pixels a strip takes, the room under it included; flat: its words beside it, not above."""

_BAR = 28.0


def draw_coverage(
    coverage: Coverage, width: float, *, language: Language, is_flat: bool = False
) -> Node:
    """Two parts of one bar, the unknown first, each with its words and its figure."""
    t = translator(language)
    total = coverage.known + coverage.unknown
    split = width * coverage.unknown / total if total else width
    unknown = t("stage.coverage.unknown", value=coverage.unknown)
    known = t("stage.coverage.known", value=coverage.known)
    size = next(
        (size for size in LABEL_SIZES if text_width(unknown + known, size, 600) + 64 <= width),
        LABEL_SIZES[-1],
    )
    if is_flat:
        start, end = text_width(unknown, size, 600) + 32, width - text_width(known, size, 600) - 32
        bars = (start, 10.0, (end - start) * split / width, end - start)
    else:
        bars = (0.0, 56.0, split, width)
    x, y, first, whole = bars
    return [
        label(unknown, 0, 36, size=size, weight=600, width=width * 0.6),
        label(known, width, 36, size=size, weight=600, anchor="end", width=width * 0.4),
        bar("unknown", x, y, first, _BAR),
        bar("documented", x + first + 4, y, whole - first - 4, _BAR),
    ]
