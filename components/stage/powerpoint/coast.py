"""The coastline in the frame of a map on a slide, in points; without borders."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from shapely import Polygon, box
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform
from shapely.validation import make_valid

from components.assets import BASEMAP_FILE
from components.stage.charts import Camera
from components.stage.powerpoint.theme import Box
from components.world_svg import equal_earth

WORLD_SPAN = 110.0
"""Degrees of longitude above which the world is drawn in its own projection."""

DETAIL = 0.6
"""Points by which the outline may differ from the coast."""

SMALLEST = 1.5
"""Square points under which a piece of land is left out."""

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Projection:
    """From degrees to points of the slide."""

    flat: Callable[[float, float], Spot]
    scale: float
    left: float
    top: float

    def place(self, longitude: float, latitude: float) -> Spot:
        """A place on the slide."""
        x, y = self.flat(longitude, latitude)
        return self.left + x * self.scale, self.top - y * self.scale


def projection_of(camera: Camera, at: Box) -> Projection:
    """What makes the whole of a camera's view fit a box, in its middle.

    Equal Earth (Šavrič, Patterson, Jenny 2018) for the world; for a region, degrees with the width they
    have at its middle.
    """
    middle = (camera.south + camera.north) / 2
    flat: Callable[[float, float], Spot]
    if camera.east - camera.west > WORLD_SPAN:
        flat = equal_earth
    else:
        stretch = math.cos(math.radians(middle))

        def flat(longitude: float, latitude: float) -> Spot:
            return math.radians(longitude) * stretch, math.radians(latitude)

    edges = [
        flat(longitude, latitude)
        for longitude in (camera.west, (camera.west + camera.east) / 2, camera.east)
        for latitude in (camera.south, max(camera.south, min(0.0, camera.north)), camera.north)
    ]
    across, up = [x for x, _ in edges], [y for _, y in edges]
    width, height = max(across) - min(across), max(up) - min(up)
    scale = min(at.width / max(width, 1e-6), at.height / max(height, 1e-6))
    return Projection(
        flat=flat,
        scale=scale,
        left=at.x + at.width / 2 - scale * (min(across) + max(across)) / 2,
        top=at.y + at.height / 2 + scale * (min(up) + max(up)) / 2,
    )


def land_in(view: Projection, at: Box) -> list[list[Spot]]:
    """Rings of the land inside a box, simplified; lakes are rings of their own."""
    frame = box(at.x, at.y, at.right, at.bottom)

    def moved(x: float, y: float) -> Spot:
        return view.place(x, y)

    rings: list[list[Spot]] = []
    for piece in _pieces():
        spots = [view.place(x, y) for x, y in piece.exterior.coords]
        if _is_outside(spots, at):
            continue
        drawn = transform(lambda x, y: _each(moved, x, y), piece)
        kept = make_valid(drawn).intersection(frame).simplify(DETAIL)
        for polygon in _polygons(kept):
            if polygon.area >= SMALLEST:
                rings.append(list(polygon.exterior.coords)[:-1])
                rings += [
                    list(hole.coords)[:-1]
                    for hole in polygon.interiors
                    if Polygon(hole).area >= SMALLEST
                ]
    return [[(x, y) for x, y, *_ in ring] for ring in rings]


def _each(place: Callable[[float, float], Spot], across: Any, up: Any) -> Any:
    """One point, or many in two lists, as Shapely asks for it."""
    if isinstance(across, float | int):
        return place(across, up)
    spots = [place(x, y) for x, y in zip(across, up, strict=True)]
    return [x for x, _ in spots], [y for _, y in spots]


def _is_outside(spots: list[Spot], at: Box) -> bool:
    across, up = [x for x, _ in spots], [y for _, y in spots]
    return max(across) < at.x or min(across) > at.right or max(up) < at.y or min(up) > at.bottom


def _polygons(found: BaseGeometry) -> Iterator[Polygon]:
    if isinstance(found, Polygon):
        if not found.is_empty:
            yield found
        return
    for part in getattr(found, "geoms", ()):
        yield from _polygons(part)


@cache
def _pieces() -> tuple[Polygon, ...]:
    """Every piece of land, in degrees."""
    land = json.loads(BASEMAP_FILE.read_text(encoding="utf-8"))
    return tuple(
        polygon for feature in land["features"] for polygon in _polygons(shape(feature["geometry"]))
    )
