"""Maps as native shapes: the coast as one outline, a point of one size for each place, names apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from components.stage.charts import MapStep, WorldMap
from components.stage.draw.land import View, land_path, view_of
from components.stage.draw.map_names import PlacedName, Sheet, placed_names
from components.stage.powerpoint.native import Canvas
from components.stage.powerpoint.paint import filled
from components.stage.powerpoint.shapes import dot, hairline, outline, square
from components.stage.powerpoint.text import Words, describe, height_of, put, width_of
from components.stage.powerpoint.theme import FLOOR, LEADING, SPARE_BOLD, Box

DOT = 12.0
"""Points across every place, lit or not."""

TITLE = 20
PIXELS = 2.0
"""Pixels of a slide in a point: names are placed as they are in the hall."""

DETAIL = 1.4
"""Pixels in a point where the coast is drawn: fewer make a coarser outline."""

_CAUTION = FLOOR
_PANEL = 0.28
_INSET = 14.0

Spot = tuple[float, float]


def draw_world(canvas: Canvas, chart: WorldMap) -> None:
    """The still step of a map: coast, places, names that cover neither a point nor each other."""
    step = chart.steps[chart.still]
    whole, caution = canvas.box, Words(text=chart.caution, size=_CAUTION, role="muted")
    foot = height_of([caution], whole.width)
    at = replace(whole, height=whole.height - foot - 4)
    beside: Box | None = None
    if chart.panel:
        at, beside = at.cut_left(at.width * (1 - _PANEL), gap=20)
    group = canvas.shapes.add_group_shape()
    describe(group, canvas.name, canvas.alt)
    filled(square(group.shapes, at), "sea")
    _land(group.shapes, step, at)
    view = _view(step, at, 1)
    spots = {
        place.key: spot
        for place in chart.places
        if _is_inside(spot := _moved(view.place(place.longitude, place.latitude), at), at)
    }
    plate = _plate(step, spots, at)
    labels = {
        place.key: place.label
        for place in chart.places
        if place.key in spots and place.key in step.named
    }
    names, size, unnamed = _names(labels, spots, plate, at)
    for name in names:
        if name.leader:
            (x1, y1), (x2, y2) = name.leader
            ends = (at.x + x1 / PIXELS, at.y + y1 / PIXELS, at.x + x2 / PIXELS, at.y + y2 / PIXELS)
            hairline(group.shapes, *ends, role="muted")
    for place in sorted(chart.places, key=lambda place: place.key in step.lit):
        if place.key in spots:
            lit = place.key in step.lit
            mark = dot(group.shapes, *spots[place.key], DOT)
            if lit and place.is_filled:
                filled(mark, "marker", edge="marker_edge")
            else:
                filled(mark, "paper", edge="marker" if lit else "line", weight=2 if lit else 1.5)
    for name in names:
        _name(group.shapes, canvas, name, size, at)
    if plate is not None:
        filled(square(group.shapes, plate), "paper")
        words = [Words(text=step.title, size=TITLE, bold=True)]
        shape = put(
            group.shapes, plate.inside(4), words, canvas.language, anchor="middle", fits=False
        )
        shape.text_frame.word_wrap = False
    left = ", ".join(labels[key] for key in unnamed)
    told = replace(caution, text=f"{left} · {chart.caution}") if left else caution
    put(group.shapes, Box(whole.x, whole.bottom - foot, whole.width, foot), [told], canvas.language)
    if beside is not None:
        _panel(group.shapes, canvas, chart.panel, beside)


def _view(step: MapStep, at: Box, scale: float) -> View:
    """The camera of a step in a box of so many pixels a point, from its own corner."""
    inset = _INSET * scale
    view = view_of(step.camera, at.width * scale - 2 * inset, at.height * scale - 2 * inset)
    return View(left=view.left + inset, top=view.top + inset, across=view.across, up=view.up)


def _moved(spot: Spot, at: Box) -> Spot:
    return at.x + spot[0], at.y + spot[1]


def _land(shapes: Any, step: MapStep, at: Box) -> None:
    """One freeform for all the land in the picture, without borders."""
    path = land_path(_view(step, at, DETAIL), at.width * DETAIL, at.height * DETAIL)
    rings = [ring for ring in _rings(path, at) if len(ring) > 2]
    if not rings:
        return
    land = outline(shapes, rings)
    filled(land, "land", edge="coast", weight=0.75)


def _rings(path: str, at: Box) -> Iterator[list[Spot]]:
    """Rings of a path of ``land_path`` in points, kept inside the box."""
    for drawn in path.split("M")[1:]:
        ring: list[Spot] = []
        for corner in drawn.rstrip("Z").split("L"):
            x, y = (float(value) / DETAIL for value in corner.split())
            spot = (at.x + min(max(x, 0.0), at.width), at.y + min(max(y, 0.0), at.height))
            if not ring or spot != ring[-1]:
                ring.append(spot)
        yield ring


def _is_inside(spot: Spot, at: Box) -> bool:
    half = DOT / 2
    return at.x + half <= spot[0] <= at.right - half and at.y + half <= spot[1] <= at.bottom - half


def _plate(step: MapStep, spots: dict[str, Spot], at: Box) -> Box | None:
    """The corner for the title where it covers the fewest points."""
    if not step.title:
        return None
    wide = min(width_of(step.title, TITLE, bold=True) + 14, at.width)
    high = TITLE * LEADING + 10
    corners = [
        Box(x, y, wide, high) for y in (at.y, at.bottom - high) for x in (at.x, at.right - wide)
    ]

    def covered(corner: Box) -> int:
        return sum(
            corner.x - DOT < x < corner.right + DOT and corner.y - DOT < y < corner.bottom + DOT
            for x, y in spots.values()
        )

    return min(corners, key=covered)


def _names(
    labels: dict[str, str], spots: dict[str, Spot], plate: Box | None, at: Box
) -> tuple[list[PlacedName], float, list[str]]:
    """Names as the hall sees them, their size in points, and the keys that found no room."""

    def pixels(x: float, y: float) -> Spot:
        return (x - at.x) * PIXELS, (y - at.y) * PIXELS

    blocked: tuple[tuple[float, float, float, float], ...] = ()
    if plate is not None:
        blocked = ((*pixels(plate.x, plate.y), *pixels(plate.right, plate.bottom)),)
    names, size, unnamed = placed_names(
        labels,
        Sheet(
            frame=(8, 6, at.width * PIXELS - 8, at.height * PIXELS - 6),
            points={key: pixels(*spot) for key, spot in spots.items()},
            radius=DOT / 2 * PIXELS,
            blocked=blocked,
        ),
    )
    return names, int(size / PIXELS / SPARE_BOLD * 2) / 2, unnamed


def _name(shapes: Any, canvas: Canvas, name: PlacedName, size: float, at: Box) -> None:
    """A name on its baseline, from the left end it was given."""
    width = width_of(name.label, size, bold=True) + 2
    top = at.y + name.y / PIXELS - size * 0.98
    box = Box(at.x + name.x / PIXELS, top, width, size * LEADING)
    words = [Words(text=name.label, size=size, bold=True)]
    shape = put(shapes, box, words, canvas.language, fits=False)
    shape.text_frame.word_wrap = False


def _panel(shapes: Any, canvas: Canvas, lines: Sequence[tuple[str, str]], beside: Box) -> None:
    """Figures of the map beside it: a value with its label."""
    words = []
    for place, (label, value) in enumerate(lines):
        words.append(Words(text=label, size=18, role="muted", before=12 if place else 0, keep=16))
        words.append(Words(text=value, size=28, bold=True, keep=18))
    least = [replace(item, size=item.keep, before=item.before / 2) for item in words]
    if height_of(least, beside.width) > beside.height:
        words = [
            Words(text=value, lead=label, size=20, bold=True, before=8) for label, value in lines
        ]
    put(shapes, beside, words, canvas.language)
