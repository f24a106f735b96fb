"""Plain shapes: squares, panels, lines; flat, with an edge or without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from components.stage.powerpoint.paint import dashed, filled, paint
from components.stage.powerpoint.text import decorate, emu
from components.stage.powerpoint.theme import EMU, Box, Role


def square(shapes: Any, box: Box) -> Any:
    """A rectangle without words, which says nothing by itself; fill it after."""
    shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, *emu(box))
    decorate(shape)
    return shape


def dot(shapes: Any, x: float, y: float, diameter: float) -> Any:
    """A disc around its centre."""
    box = Box(x - diameter / 2, y - diameter / 2, diameter, diameter)
    shape = shapes.add_shape(MSO_SHAPE.OVAL, *emu(box))
    decorate(shape)
    return shape


def outline(shapes: Any, rings: Sequence[Sequence[tuple[float, float]]]) -> Any:
    """One freeform of closed rings, in points of the slide; fill it after.

    The library's own builder takes minutes for a coast.

    Raises:
        ValueError: There is no point.
    """
    spots = [[(round(x * EMU), round(y * EMU)) for x, y in ring] for ring in rings]
    across = [x for ring in spots for x, _ in ring]
    up = [y for ring in spots for _, y in ring]
    left, top = min(across), min(up)
    width, height = max(1, max(across) - left), max(1, max(up) - top)
    shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, height)
    decorate(shape)
    drawn = "".join(
        "".join(
            f'<a:{"lnTo" if place else "moveTo"}><a:pt x="{x - left}" y="{y - top}"/>'
            f"</a:{'lnTo' if place else 'moveTo'}>"
            for place, (x, y) in enumerate(ring)
        )
        + "<a:close/>"
        for ring in spots
    )
    geometry = parse_xml(
        f"<a:custGeom {nsdecls('a')}><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{width}" h="{height}">{drawn}</a:path></a:pathLst></a:custGeom>'
    )
    old = shape._element.spPr.find(qn("a:prstGeom"))
    shape._element.spPr.replace(old, geometry)
    return shape


def panel(
    shapes: Any,
    box: Box,
    *,
    role: Role | None = "surface",
    edge: Role | None = "rule",
    is_unknown: bool = False,
) -> Any:
    """A rectangle that groups what lies on it; a broken edge where nothing is known."""
    shape = square(shapes, box)
    filled(shape, None if is_unknown else role, edge="line" if is_unknown else edge)
    if is_unknown:
        dashed(shape)
    return shape


def hairline(
    shapes: Any,
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    *,
    role: Role = "rule",
    weight: float = 1,
) -> Any:
    """A straight line."""
    shape = shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT, *(round(value * EMU) for value in (x1, y1, x2, y2))
    )
    shape.line.width = Pt(weight)
    paint(shape.line.color, role)
    decorate(shape)
    return shape
