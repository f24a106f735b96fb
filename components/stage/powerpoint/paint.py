"""Colours and fills of shapes and charts, by what they mean; a pattern where colour alone would speak."""

from __future__ import annotations

from typing import Any, Literal

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE, MSO_PATTERN, MSO_THEME_COLOR
from pptx.util import Pt

from components.stage.powerpoint.theme import Role, colour

Fill = Literal["documented", "partial", "no", "unknown", "not_applicable", "none"]
"""Fills that stay apart in a grey print: solid, hatched, empty with an edge, dotted, lined, nothing."""

_IN_THEME: dict[Role, MSO_THEME_COLOR] = {
    "ink": MSO_THEME_COLOR.TEXT_1,
    "paper": MSO_THEME_COLOR.BACKGROUND_1,
    "muted": MSO_THEME_COLOR.TEXT_2,
    "surface": MSO_THEME_COLOR.BACKGROUND_2,
    "documented": MSO_THEME_COLOR.ACCENT_1,
    "govern": MSO_THEME_COLOR.ACCENT_2,
    "services": MSO_THEME_COLOR.ACCENT_3,
    "inclusion": MSO_THEME_COLOR.ACCENT_4,
    "accent": MSO_THEME_COLOR.ACCENT_5,
    "marker": MSO_THEME_COLOR.ACCENT_5,
    "possible": MSO_THEME_COLOR.ACCENT_6,
}


def paint(target: Any, role: Role) -> None:
    """Give a colour format (font, solid fill, line) a meaning; by the theme where it has a slot."""
    if role in _IN_THEME:
        target.theme_color = _IN_THEME[role]
    else:
        target.rgb = RGBColor(*bytes.fromhex(colour(role)))


def filled(shape: Any, role: Role | None, *, edge: Role | None = None, weight: float = 1) -> None:
    """A flat shape: one fill or none, one edge or none."""
    if role is None:
        shape.fill.background()
    else:
        shape.fill.solid()
        paint(shape.fill.fore_color, role)
    if edge is None:
        shape.line.fill.background()
    else:
        shape.line.width = Pt(weight)
        paint(shape.line.color, edge)


def dashed(shape: Any) -> None:
    """A broken edge: what stands in it is not known."""
    shape.line.dash_style = MSO_LINE.DASH


def by_state(format_: Any, fill: Fill, role: Role = "documented") -> None:
    """Fill of a bar or a square by the state it stands for.

    Args:
        format_: What has ``fill`` and ``line``: a shape, or the format of a series or a point.
        role: Colour of a documented part.
    """
    if fill == "none":
        format_.fill.background()
        format_.line.fill.background()
        return
    if fill == "documented":
        format_.fill.solid()
        paint(format_.fill.fore_color, role)
        format_.line.fill.background()
        return
    if fill == "no":
        format_.fill.solid()
        paint(format_.fill.fore_color, "paper")
    else:
        pattern, front, back = _PATTERNS[fill]
        format_.fill.patterned()
        format_.fill.pattern = pattern
        paint(format_.fill.fore_color, front)
        paint(format_.fill.back_color, back)
    format_.line.width = Pt(1)
    paint(format_.line.color, role if fill in {"partial", "no"} else "line")


_PATTERNS: dict[Fill, tuple[MSO_PATTERN, Role, Role]] = {
    "partial": (MSO_PATTERN.WIDE_UPWARD_DIAGONAL, "documented", "possible"),
    "unknown": (MSO_PATTERN.PERCENT_10, "line", "unknown"),
    "not_applicable": (MSO_PATTERN.NARROW_HORIZONTAL, "line", "paper"),
}
