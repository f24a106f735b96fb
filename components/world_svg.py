"""A small still picture of the world with one same-size dot per city: the way into the map."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterable
from functools import cache

import htpy as h

from components.assets import BASEMAP_FILE
from components.markup import Element, style
from components.theme import DARK, LIGHT, Palette
from data.schema import City

WIDTH, HEIGHT = 1200, 548
DOT_RADIUS = 6
_SOUTH, _NORTH = -56.0, 78.0
_SMALLEST_RING = 6.0
"""Area, in square units of the picture, under which a piece of land is not drawn."""

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = math.sqrt(3) / 2


def world_picture(cities: Iterable[City]) -> Element:
    """Coastline without borders and the cities; decorative: the link around it has the words.

    An image of its own, because Streamlit removes SVG from the elements of a page.
    """
    spots = sorted({_place(city.longitude, city.latitude) for city in cities})
    drawing = h.svg(
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {HEIGHT}", stroke_width="1.5"
    )[
        style(f"{_rules(LIGHT)} @media (prefers-color-scheme: dark) {{ {_rules(DARK)} }}"),
        h.path(d=land_path()),
        (h.circle(cx=str(x), cy=str(y), r=str(DOT_RADIUS)) for x, y in spots),
    ]
    encoded = base64.b64encode(str(drawing).encode()).decode()
    return h.img(
        ".rc-world",
        src=f"data:image/svg+xml;base64,{encoded}",
        alt="",
        width=str(WIDTH),
        height=str(HEIGHT),
    )


def _rules(palette: Palette) -> str:
    return (
        f"path {{ fill: {palette.land}; stroke: {palette.coast}; }} "
        f"circle {{ fill: {palette.marker}; stroke: {palette.marker_edge}; }}"
    )


@cache
def land_path() -> str:
    """Coastline as the data of one SVG path, whole units, pieces too small to see left out."""
    land = json.loads(BASEMAP_FILE.read_text(encoding="utf-8"))
    drawn = []
    for feature in land["features"]:
        shape = feature["geometry"]
        many = shape["coordinates"]
        for polygon in many if shape["type"] == "MultiPolygon" else [many]:
            for ring in polygon:
                if points := _simplified(ring):
                    drawn.append("M" + "L".join(f"{x} {y}" for x, y in points) + "Z")
    return "".join(drawn)


def _simplified(ring: list[list[float]]) -> list[tuple[int, int]]:
    """Points of a ring in the picture, without repeats; empty if it is too small to be seen."""
    points: list[tuple[int, int]] = []
    for longitude, latitude in ring:
        x, y = _place(longitude, latitude)
        point = (round(x), round(y))
        if not points or abs(point[0] - points[-1][0]) + abs(point[1] - points[-1][1]) > 1:
            points.append(point)
    if all(y >= HEIGHT for _, y in points):
        return []
    turned = [*points[1:], *points[:1]]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, turned, strict=True)) / 2
    return points if abs(area) >= _SMALLEST_RING else []


def _place(longitude: float, latitude: float) -> tuple[float, float]:
    """Position in the picture, by the Equal Earth projection (Šavrič, Patterson, Jenny 2018)."""
    x, y = equal_earth(longitude, max(latitude, _SOUTH - 2))
    right, _ = equal_earth(180, 0)
    _, top = equal_earth(0, _NORTH)
    _, bottom = equal_earth(0, _SOUTH)
    scale = min(WIDTH / (2 * right), HEIGHT / (top - bottom))
    return round(WIDTH / 2 + x * scale, 1), round((top - y) * scale, 1)


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """A place in the Equal Earth projection, in units of the radius of the Earth."""
    a1, a2, a3, a4 = _A
    theta = math.asin(_M * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    slope = _M * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2))
    x = math.radians(longitude) * math.cos(theta) / slope
    return x, theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))
