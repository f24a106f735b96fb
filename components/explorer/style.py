"""How a chart of the explorer looks: colours, sizes, axes and names.

The same builders serve the screen and the pictures. On the screen the colours are the style sheet's own
variables, so a chart follows the ground of the page; for a picture they are those of a palette.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from components.i18n import NNBSP, Language
from components.theme import Palette
from data.schema import Observation

Spec = dict[str, Any]

SCREEN = Palette(
    **{field.name: f"var(--rc-{field.name.replace('_', '-')})" for field in fields(Palette)}
)
"""The palette of the page the chart stands on, light or dark, as variables of its style sheet."""

SERIES_COLOURS = ("accent", "govern", "services", "inclusion", "confirm", "muted")
"""Palette names of the marked series, in order; the next six are dashed. Each bears its name too."""

MARKED_LIMIT = 2 * len(SERIES_COLOURS)
"""At most this many marked series: more could not be told apart."""

FONTS = (
    "Source Sans, Noto Sans Khmer, Noto Sans Lao, Noto Sans Arabic, Noto Sans Armenian, sans-serif"
)


YEAR_TICKS = 8
LABEL_LINE = 16
"""Longest line of a label beside a mark, in characters; a longer name is set on more lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """Size of a chart, in pixels.

    Attributes:
        width: Of the whole chart; None fills the place it stands in.
        height: Of the whole chart.
        text: Font size.
    """

    width: int | None = None
    height: int = 480
    text: int = 14

    @property
    def plot(self) -> float:
        """Height left for the plot, over the names of the axis."""
        return self.height - 2.5 * self.text

    @property
    def line(self) -> float:
        """Height of one line of text."""
        return self.text * 1.25


PAGE = Format()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a chart is drawn: colours, language of its words and numbers, size, CSS font families."""

    palette: Palette
    language: Language
    size: Format = PAGE
    fonts: str = FONTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One value axis.

    Attributes:
        low, high: Ends, in the unit of the indicator.
        pattern: Vega number format of the ticks.
        is_log: Whether steps are factors; ``low`` is then above zero.
        is_reversed: Whether the lowest value stands at the top (a rank).
        title: Name and unit; empty where the page says them.
    """

    low: float
    high: float
    pattern: str = "~g"
    is_log: bool = False
    is_reversed: bool = False
    title: str = ""

    def scale(self) -> Spec:
        """Vega-Lite scale: exactly the given ends."""
        kind = "log" if self.is_log else "linear"
        return {
            "type": kind,
            "domain": [self.low, self.high],
            "zero": False,
            "nice": False,
            "reverse": self.is_reversed,
        }

    def share(self, value: float) -> float:
        """Where a value stands, from 0 at the bottom to 1 at the top of a linear axis."""
        share = (value - self.low) / (self.high - self.low)
        return 1 - share if self.is_reversed else share

    def at(self, share: float) -> float:
        """Value at a share of the axis: the inverse of :meth:`share`."""
        if self.is_reversed:
            share = 1 - share
        return self.low + share * (self.high - self.low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Words of a chart, ready for a reader.

    Attributes:
        of: Name of each entity.
        value: Text of each observation, by (entity, year).
        alt: What the chart shows, for those who do not see it.
    """

    of: Mapping[str, str]
    value: Mapping[tuple[str, int], str]
    alt: str

    def tip(self, row: Observation) -> str:
        """« Cambodge, 2024 : 0,51 » without a verb."""
        return f"{self.of[row.entity_id]}, {row.year} · {self.value[row.entity_id, row.year]}"

    def label(self, row: Observation) -> list[str]:
        """Name and value beside a mark, on lines that fit a margin."""
        lines = wrapped(self.of[row.entity_id])
        value = self.value[row.entity_id, row.year].replace(" ", NNBSP)
        if len(lines[-1]) + len(value) < LABEL_LINE:
            return [*lines[:-1], f"{lines[-1]} {value}"]
        return [*lines, value]


def vega_config(look: Look) -> Spec:
    """House style: ink on paper, hairlines, numbers of the language; no default of the library."""
    palette, text, french = look.palette, look.size.text, look.language == "fr"
    axis = {
        "domain": False,
        "ticks": False,
        "grid": True,
        "gridColor": palette.rule,
        "labelColor": palette.muted,
        "labelFontSize": text,
        "labelPadding": text * 0.6,
        "labelOverlap": True,
        "title": None,
        "titleColor": palette.muted,
        "titleFontSize": text,
        "titleFontWeight": "normal",
        "titleLimit": 0,
    }
    return {
        "background": "transparent",
        "font": look.fonts,
        "aria": False,
        "locale": {
            "number": {
                "decimal": "," if french else ".",
                "thousands": NNBSP if french else ",",
                "grouping": [3],
                "currency": ["", ""],
            }
        },
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False, "tickCount": YEAR_TICKS},
        "axisY": {"tickCount": 6},
        "text": {"fontSize": text, "color": palette.ink},
        "line": {"strokeCap": "round", "strokeJoin": "round"},
    }


def wrapped(name: str) -> list[str]:
    """A name on lines of at most 16 characters, broken at spaces and hyphens only."""
    lines: list[str] = []
    for word in name.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= LABEL_LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def series_style(position: int, palette: Palette) -> tuple[str, list[int]]:
    """Colour and dashes of a marked series; the first six are solid, the next six dashed."""
    name = SERIES_COLOURS[position % len(SERIES_COLOURS)]
    dash = [] if position < len(SERIES_COLOURS) else [6, 4]
    return getattr(palette, name), dash


def year_ticks(years: Sequence[int]) -> list[int]:
    """At most eight of the years, the last one always, evenly taken."""
    step = max(1, -(-len(years) // YEAR_TICKS))
    return list(years[::-1][::step][::-1])
