"""Sizes, places and colours of a PowerPoint slide; points of a page of 960 × 540, unless said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from components.stage.charts import Tone
from components.theme import STAGE

Role = Literal[
    "paper",
    "surface",
    "ink",
    "muted",
    "line",
    "rule",
    "accent",
    "on_accent",
    "documented",
    "possible",
    "govern",
    "services",
    "inclusion",
    "unknown",
    "sea",
    "land",
    "coast",
    "marker",
    "marker_edge",
]
"""Colours of ``components.theme.STAGE`` that a slide uses."""

FAMILY = "Source Sans Pro"
"""Family the theme names. A machine without it takes another one, by the PANOSE number below."""

PANOSE = "020B0503030403020204"
"""Upright sans serif of normal weight and width: Calibri, Arial or Liberation Sans are taken for it."""

SPARE, SPARE_BOLD = 1.09, 1.17
"""Room kept for another family: Arial and Liberation Sans are 8 % wider than Source Sans, bold 12 to 16 %."""

WIDEST = 1.4
"""The same for the bold letters of DejaVu Sans; only headlines are given that much."""

EMU = 12_700
"""Units of the file in a point."""

WIDTH, HEIGHT, MARGIN = 960.0, 540.0, 44.0
BODY_WIDTH = WIDTH - 2 * MARGIN

KICKER, TITLE, SUBTITLE, UNKNOWN, SOURCE, EDITION = 16, 40, 18, 18, 16, 12
LABELS = (28, 26, 24, 22, 20, 18, 16)
"""Sizes of labels, the largest that fits is taken."""

FLOOR = 14
"""Words of a chart are not smaller, but the labels of many thin bars."""

SMALLEST = 12
"""Nothing is smaller: 24 px of a slide 1080 high, where 22 is the least a hall can read."""

LEADING = 1.26
"""Height of a line as a share of the size of its letters."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the slide, in points from its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.height

    def inside(self, space: float) -> Box:
        """The same box with ``space`` kept free on every side."""
        return Box(self.x + space, self.y + space, self.width - 2 * space, self.height - 2 * space)

    def columns(self, count: int, gap: float) -> list[Box]:
        """``count`` boxes of equal width side by side."""
        width = (self.width - gap * (count - 1)) / count
        return [
            replace(self, x=self.x + (width + gap) * place, width=width) for place in range(count)
        ]

    def rows(self, count: int, gap: float) -> list[Box]:
        """``count`` boxes of equal height under each other."""
        height = (self.height - gap * (count - 1)) / count
        return [
            replace(self, y=self.y + (height + gap) * place, height=height)
            for place in range(count)
        ]

    def cut_top(self, height: float, gap: float = 0) -> tuple[Box, Box]:
        """The top of the box and what is left under it."""
        top = replace(self, height=height)
        left = replace(self, y=self.y + height + gap, height=max(0.0, self.height - height - gap))
        return top, left

    def cut_left(self, width: float, gap: float = 0) -> tuple[Box, Box]:
        """The left of the box and what is left beside it."""
        start = replace(self, width=width)
        left = replace(self, x=self.x + width + gap, width=max(0.0, self.width - width - gap))
        return start, left


THEME_COLOURS: dict[str, Role] = {
    "dk1": "ink",
    "lt1": "paper",
    "dk2": "muted",
    "lt2": "surface",
    "accent1": "documented",
    "accent2": "govern",
    "accent3": "services",
    "accent4": "inclusion",
    "accent5": "accent",
    "accent6": "possible",
    "hlink": "accent",
    "folHlink": "muted",
}
"""Slots of the theme of the file, so that whoever edits the deck is offered our colours."""

TONE_COLOURS: dict[Tone, Role] = {
    "plain": "documented",
    "govern": "govern",
    "services": "services",
    "inclusion": "inclusion",
    "unknown": "unknown",
    "muted": "line",
}


def colour(role: Role) -> str:
    """``RRGGBB`` of a meaning."""
    value: str = getattr(STAGE, role)
    return value.removeprefix("#").upper()
