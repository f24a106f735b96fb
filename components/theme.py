"""Colours by meaning and the type scale. Contrast is tested for both grounds."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal

Ground = Literal["light", "dark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours of one ground, as ``#rrggbb``, named by what they mean.

    Attributes:
        paper, surface: Page ground, and the ground of a panel lying on it.
        ink, muted: Text, and secondary text (both at least 4.5:1 on paper and surface).
        line, rule: A border somebody must see (3:1), and a hairline that only separates.
        accent: The one accent: links, selection, primary action.
        on_accent: Text on the accent.
        govern, services, inclusion: The three axes of the programme, apart for every colour vision.
        documented, possible, unknown: Maturity: solid, pale, empty. Unknown is never red.
        sea, land, coast: Base map.
        marker, marker_edge: City markers, all of one size.
        confirm: Mark of a fact to be confirmed.
    """

    paper: str
    surface: str
    ink: str
    muted: str
    line: str
    rule: str
    accent: str
    on_accent: str
    accent_pale: str
    govern: str
    services: str
    inclusion: str
    documented: str
    possible: str
    unknown: str
    sea: str
    land: str
    coast: str
    marker: str
    marker_edge: str
    confirm: str


LIGHT = Palette(
    paper="#fbfaf7",
    surface="#ffffff",
    ink="#1c2430",
    muted="#56606e",
    line="#848d99",
    rule="#e2e0d9",
    accent="#8a3b12",
    on_accent="#ffffff",
    accent_pale="#f6ebe2",
    govern="#194b8b",
    services="#167675",
    inclusion="#68205c",
    documented="#1f4e8c",
    possible="#b9c9df",
    unknown="#e9e7e1",
    sea="#e9eef1",
    land="#f7f5ef",
    coast="#a9b3b9",
    marker="#8a3b12",
    marker_edge="#ffffff",
    confirm="#7a5a00",
)

DARK = Palette(
    paper="#12171e",
    surface="#1a212b",
    ink="#eef0f2",
    muted="#aab4c0",
    line="#6d7885",
    rule="#2c3541",
    accent="#f0a878",
    on_accent="#1c130c",
    accent_pale="#33271f",
    govern="#8db7ee",
    services="#7cdbd2",
    inclusion="#c088b7",
    documented="#8db7ee",
    possible="#39506f",
    unknown="#262e38",
    sea="#161d25",
    land="#28313b",
    coast="#4d5a67",
    marker="#f0a878",
    marker_edge="#12171e",
    confirm="#e2c05c",
)

STAGE = replace(LIGHT, muted="#464f5b", confirm="#6b4e00")
"""Pictures and slides: as ``LIGHT``, all text 7:1 on paper, as the light of a hall lowers contrast."""

STAGE_DARK = replace(DARK, muted="#c3cbd5", govern="#9dc1f0", inclusion="#d6a6ce")
"""The same on a dark ground: text 7:1 on paper, on the base map and on the ground of a panel."""

PALETTES: dict[Ground, Palette] = {"light": LIGHT, "dark": DARK}

AXIS_COLOUR_NAMES = {"A1": "govern", "A2": "services", "A3": "inclusion"}

TYPE_SCALE = (14, 16, 20, 28, 40, 64)
"""Font sizes of pages, in CSS pixels; nothing else is used."""


def css_variables(palette: Palette) -> str:
    """CSS custom properties of one palette, ``--rc-ink: #1c2430; …``."""
    return " ".join(
        f"--rc-{field.name.replace('_', '-')}: {getattr(palette, field.name)};"
        for field in fields(palette)
    )


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    bright, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
