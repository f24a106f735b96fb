"""The five states of a criterion as shapes, and the fills of bars; the same look as on the pages.

Shape and fill carry the meaning, so that a grey print still reads; colour only repeats it.
"""

from __future__ import annotations

from collections.abc import Mapping

from components.markup import Element, Node
from components.pictures.svg import element, group, rect
from components.theme import STAGE
from data.schema import Answer

RING = 0.11
"""Thickness of a ring, as a share of the size of the mark."""

FILLS: Mapping[str, str] = {
    "documented": STAGE.documented,
    "to_confirm": "url(#rc-to-confirm)",
    "partial": STAGE.documented,
    "possible": "url(#rc-possible)",
    "unknown": "url(#rc-unknown)",
    "no": STAGE.paper,
    "empty": STAGE.paper,
    "not_applicable": STAGE.muted,
}
"""Fill of a bar by what it means; the patterns are in :func:`patterns`. A hatch means « to confirm » or
« possible » and nothing else; ``partial`` fills the lower half."""

STATE_FILLS = {
    Answer.YES: "documented",
    Answer.PARTIAL: "partial",
    Answer.NO: "no",
    Answer.NOT_APPLICABLE: "not_applicable",
    Answer.UNKNOWN: "unknown",
}

_OUTLINED = {"no", "to_confirm", "possible", "unknown", "empty"}


_DASH = 0.14
"""Thickness of the dash and size of the dot, as a share of the size of the mark."""


def mark(state: Answer, x: float, y: float, size: float, *, is_old: bool = False) -> Element:
    """The mark of a state around its centre.

    Args:
        x, y: Centre.
        size: Width and height of the disc and the ring, in pixels.
        is_old: Whether the fact is to be confirmed: its ring and a hatch have that colour, a
            « no » is a broken ring. Nothing changes for « unknown », which has no date.
    """
    radius, stroke = size / 2, max(2.0, size * RING)
    ring = element(
        "circle",
        cx=x,
        cy=y,
        r=radius - stroke / 2,
        fill="none",
        stroke=STAGE.confirm if is_old else STAGE.documented,
        stroke_width=stroke,
        stroke_dasharray=f"{size * 0.2:.2f} {size * 0.14:.2f}"
        if is_old and state is Answer.NO
        else None,
    )
    if state is Answer.YES:
        fill = FILLS["to_confirm" if is_old else "documented"]
        disc = element("circle", cx=x, cy=y, r=radius - (stroke / 2 if is_old else 0), fill=fill)
        return group(disc, ring) if is_old else disc
    if state is Answer.PARTIAL:
        radius -= stroke / 2 if is_old else 0
        half = element(
            "path",
            d=f"M{x:.2f} {y - radius:.2f}A{radius:.2f} {radius:.2f} 0 0 0 {x:.2f} {y + radius:.2f}Z",
            fill=FILLS["to_confirm" if is_old else "documented"],
            # A hatch has no edge of its own; a line closes the half.
            stroke=STAGE.confirm if is_old else None,
            stroke_width=stroke * 0.6 if is_old else None,
        )
        return group(half, ring)
    if state is Answer.NO:
        return ring
    if state is Answer.NOT_APPLICABLE:
        thickness = max(3.0, size * _DASH)
        return rect(
            x - radius * 0.8,
            y - thickness / 2,
            size * 0.8,
            thickness,
            fill=STAGE.confirm if is_old else STAGE.muted,
            rx=1,
        )
    return element("circle", cx=x, cy=y, r=max(3.0, size * _DASH), fill=STAGE.muted)


def bar(fill: str, x: float, y: float, width: float, height: float) -> Node:
    """One part of a bar; nothing for no width.

    Raises:
        KeyError: No fill has this name.
    """
    paint = FILLS[fill]
    if width <= 0:
        return None
    if fill == "partial":
        return _half_filled(x, y, width, height)
    if fill == "not_applicable":
        # A dash without an outline, like its mark: inside one it would look like « no ».
        thick = max(2.0, height * _DASH)
        return rect(x, y + (height - thick) / 2, width, thick, fill=paint)
    if fill not in _OUTLINED or width < 4:
        paint = paint if width >= 4 or fill == "documented" else _outline(fill)
        return rect(x, y, width, height, fill=paint)
    inset = 1.25
    return rect(
        x + inset,
        y + inset,
        width - 2 * inset,
        height - 2 * inset,
        fill=paint,
        stroke=_outline(fill),
        stroke_width=2 * inset,
    )


def _half_filled(x: float, y: float, width: float, height: float) -> Element:
    """The lower half filled, the upper half empty inside an outline, like the half disc."""
    stroke = min(2.5, width / 2, height / 6)
    outline = rect(
        x + stroke / 2,
        y + stroke / 2,
        width - stroke,
        height - stroke,
        fill=STAGE.paper,
        stroke=STAGE.documented,
        stroke_width=stroke,
    )
    return group(outline, rect(x, y + height / 2, width, height / 2, fill=FILLS["partial"]))


def legend_shape(shape: str, x: float, y: float, size: float) -> Node:
    """The shape of a legend entry around its centre: a state, or a fill as a small bar.

    Raises:
        KeyError: No shape has this name.
    """
    if shape in set(Answer):
        return mark(Answer(shape), x, y, size)
    if shape == "old":
        return mark(Answer.YES, x, y, size, is_old=True)
    if shape == "square":
        return rect(x - size / 2, y - size / 2, size, size, fill=STAGE.documented, rx=2)
    if shape == "city":
        return point(x, y, size * 0.42)
    if shape == "bar_open":
        return _open_bar(x, y, size)
    name = shape.removeprefix("bar_")
    return bar(name, x - size * 0.8, y - size * 0.4, size * 1.6, size * 0.8)


def _open_bar(x: float, y: float, size: float) -> Element:
    """A bar that fades towards the side nobody knows."""
    steps = (0.55, 0.36, 0.18, 0.06)
    wide = size * 1.6 / len(steps)
    return group(
        *(
            rect(
                x - size * 0.8 + position * wide,
                y - size * 0.4,
                wide,
                size * 0.8,
                fill=STAGE.documented,
                fill_opacity=opacity,
            )
            for position, opacity in enumerate(steps)
        )
    )


def legend_width(shape: str, size: float) -> float:
    """Room that :func:`legend_shape` takes."""
    return size if shape in {*Answer, "old", "square", "city"} else size * 1.6


def point(x: float, y: float, radius: float) -> Element:
    """A city on a map: all of one size."""
    return element(
        "circle",
        cx=x,
        cy=y,
        r=radius,
        fill=STAGE.marker,
        stroke=STAGE.marker_edge,
        stroke_width=max(2.0, radius / 4),
    )


def patterns() -> Element:
    """Definitions of the hatches and dots; once in each picture."""
    return element("defs")[
        _hatch("rc-to-confirm", STAGE.confirm, STAGE.paper, turn=-45, step=9, stroke=3.5),
        _hatch("rc-possible", STAGE.possible, STAGE.paper, turn=45, step=12, stroke=4),
        element(
            "pattern",
            id="rc-unknown",
            width=12,
            height=12,
            patternUnits="userSpaceOnUse",
        )[
            rect(0, 0, 12, 12, fill=STAGE.unknown),
            element("circle", cx=6, cy=6, r=1.7, fill=STAGE.line),
        ],
    ]


def _hatch(name: str, colour: str, ground: str, *, turn: int, step: int, stroke: float) -> Element:
    return element(
        "pattern",
        id=name,
        width=step,
        height=step,
        patternUnits="userSpaceOnUse",
        patternTransform=f"rotate({turn})",
    )[
        rect(0, 0, step, step, fill=ground),
        rect(0, 0, stroke, step, fill=colour),
    ]


def _outline(fill: str) -> str:
    outlines = {
        "no": STAGE.documented,
        "to_confirm": STAGE.confirm,
        "possible": STAGE.line,
    }
    return outlines.get(fill, STAGE.line)
