"""The land on a slide: once for a whole page, or cut out for one picture.

Both use plain degrees (the equirectangular projection), so that a camera is a move and a scale. A camera
draws a degree of longitude as wide as it is on average between its southern and northern edge: shapes are
right where one looks closely, and no continent is blown up in the view of the world.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from components.assets import BASEMAP_FILE
from components.markup import Element
from components.pictures.svg import element
from components.stage.charts import Camera

Place = tuple[float, float]

UNITS = 100
"""Units of the land's path in one degree, so that its numbers are short and whole."""

LEAST_SPAN = 5.0
"""Degrees a view shows at least: nearer, the coast has no detail left and a point stands in a void."""

_SOUTH = -60.0
_MARGIN = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """From degrees to pixels: ``x = left + longitude · across``, ``y = top - latitude · up``."""

    left: float
    top: float
    across: float
    up: float

    def place(self, longitude: float, latitude: float) -> Place:
        """Where a place is drawn."""
        return self.left + longitude * self.across, self.top - latitude * self.up

    @property
    def transform(self) -> str:
        """The same for a style sheet, from the units of :func:`land_symbol`."""
        return (
            f"translate({self.left:.2f}px, {self.top:.2f}px) "
            f"scale({self.across / UNITS:.6f}, {self.up / UNITS:.6f})"
        )


def view_of(camera: Camera, width: float, height: float) -> View:
    """The view that shows the whole of a camera as large as it can be."""
    south, north = math.radians(camera.south), math.radians(camera.north)
    is_flat = north - south < 1e-6
    shrink = math.cos(south) if is_flat else (math.sin(north) - math.sin(south)) / (north - south)
    tall, wide = max(camera.north - camera.south, LEAST_SPAN), camera.east - camera.west
    scale = min(width / max(wide * shrink, LEAST_SPAN), height / tall)
    longitude, latitude = (camera.west + camera.east) / 2, (camera.south + camera.north) / 2
    return View(
        left=width / 2 - longitude * shrink * scale,
        top=height / 2 + latitude * scale,
        across=shrink * scale,
        up=scale,
    )


@cache
def land_symbol() -> Element:
    """The land, to be put once in a page whose slides refer to it by ``#rc-land``.

    Its corner is 0° N, 0° E; x is the longitude, y the latitude southwards, in hundredths of a degree.
    """
    drawn = "".join(_relative(ring) for ring in _rings())
    return element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=0,
        height=0,
        aria_hidden="true",
        style="position:absolute",
    )[
        element("defs")[
            element(
                "path",
                id="rc-land",
                d=drawn,
                stroke_linejoin="round",
                vector_effect="non-scaling-stroke",
            )
        ]
    ]


def land_path(view: View, width: float, height: float) -> str:
    """Coastline of a view as the data of one path in pixels, cut a little outside of its edges."""
    drawn = []
    for ring in _rings():
        spots = _cut([view.place(*spot) for spot in ring], width, height)
        kept: list[Place] = []
        for x, y in spots:
            if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) > 1.5:
                kept.append((x, y))
        if len(kept) > 2:
            drawn.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z")
    return "".join(drawn)


def _relative(ring: Sequence[Place]) -> str:
    """A ring in whole units, each point from the one before."""
    points = [(round(x * UNITS), -round(y * UNITS)) for x, y in ring]
    steps = [
        (x - before_x, y - before_y)
        for (before_x, before_y), (x, y) in pairwise(points)
        if (x, y) != (before_x, before_y)
    ]
    if len(steps) < 2:
        return ""
    written = "".join(f"{' ' if x >= 0 else ''}{x}{' ' if y >= 0 else ''}{y}" for x, y in steps)
    return f"M{points[0][0]} {points[0][1]}l{written.lstrip()}z"


def _cut(spots: Sequence[Place], width: float, height: float) -> Sequence[Place]:
    """A polygon inside the frame (Sutherland and Hodgman 1974)."""
    edges = (
        (0, -_MARGIN, 1),
        (0, width + _MARGIN, -1),
        (1, -_MARGIN, 1),
        (1, height + _MARGIN, -1),
    )
    for axis, limit, sign in edges:
        if not spots:
            return ()
        inside = [(spot[axis] - limit) * sign >= 0 for spot in spots]
        if all(inside):
            continue
        found: list[Place] = []
        for place, spot in enumerate(spots):
            before = spots[place - 1]
            if inside[place] != inside[place - 1]:
                share = (limit - before[axis]) / (spot[axis] - before[axis])
                found.append(
                    (
                        before[0] + (spot[0] - before[0]) * share,
                        before[1] + (spot[1] - before[1]) * share,
                    )
                )
            if inside[place]:
                found.append(spot)
        spots = found
    return spots


@cache
def _rings() -> tuple[tuple[Place, ...], ...]:
    """Rings of the land but Antarctica's, in degrees."""
    land = json.loads(BASEMAP_FILE.read_text(encoding="utf-8"))
    return tuple(
        tuple((spot[0], spot[1]) for spot in ring)
        for feature in land["features"]
        for ring in _rings_of(feature["geometry"])
        if max(spot[1] for spot in ring) > _SOUTH
    )


def _rings_of(shape: dict[str, Any]) -> Iterator[list[list[float]]]:
    many = shape["coordinates"]
    for polygon in many if shape["type"] == "MultiPolygon" else [many]:
        yield from polygon
