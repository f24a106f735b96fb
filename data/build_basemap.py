"""Build ``basemap/land.geojson`` from the npm package world-atlas 2.0.2. Run once, by hand.

    npm pack world-atlas@2.0.2 && tar -xzf world-atlas-2.0.2.tgz package/land-50m.json
    python -m data.build_basemap package/land-50m.json

Coastlines only: no border, no name. Rings are cut at the antimeridian, since Leaflet and GIS tools
draw on a flat plane; coasts are simplified, small islands less, and none is lost.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import Polygon, box

BASEMAP_FILE = Path(__file__).parent / "basemap" / "land.geojson"
SOURCE_SHA256 = "619477ff690c"
"""First digits of the SHA-256 of ``land-50m.json`` in world-atlas 2.0.2."""

TOLERANCE = 0.05
"""Simplification of coasts, in degrees (about 5 km at the equator)."""

PRECISION = 0.01
"""Grid of the written coordinates, in degrees (about 1 km)."""

ISLAND_SHARE = 0.2
"""An island is simplified by at most this share of its own size: small ones keep their shape."""

POLAR_LATITUDE, POLAR_TOLERANCE = -60, 0.25
"""Antarctica has a third of the points and no city: coarser south of this latitude."""

_WORLD = box(-180, -90, 180, 90)
_TURN = 360


def read_land(path: Path) -> list[list[np.ndarray[Any, Any]]]:
    """Polygons of a world-atlas ``land-*.json``: rings of (longitude, latitude), outer ring first.

    Raises:
        ValueError: The file is not the ``land-50m.json`` this script was written for.
    """
    content = path.read_bytes()
    if not hashlib.sha256(content).hexdigest().startswith(SOURCE_SHA256):
        raise ValueError(f"{path} is not land-50m.json of world-atlas 2.0.2")
    topology = json.loads(content)
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(arc, axis=0) * scale + translate for arc in topology["arcs"]]

    def ring(indexes: Iterable[int]) -> np.ndarray[Any, Any]:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes]
        return np.vstack([parts[0], *(part[1:] for part in parts[1:])])

    return [
        [ring(indexes) for indexes in polygon]
        for geometry in topology["objects"]["land"]["geometries"]
        for polygon in geometry["arcs"]
    ]


def cut_at_antimeridian(rings: list[np.ndarray[Any, Any]]) -> Iterator[Polygon]:
    """Pieces of one polygon inside [-180, 180], none of which crosses the antimeridian."""
    outer, *holes = [_unwrap(ring) for ring in rings]
    if abs(outer[0, 0] - outer[-1, 0]) > _TURN / 2:  # the ring goes round the South Pole
        first, last = outer[0, 0], outer[-1, 0]
        outer = np.vstack([outer, [last, -90], [first, -90], outer[:1]])
    whole = Polygon(outer, holes).buffer(0)
    for turns in (-_TURN, 0, _TURN):
        yield from _polygons(affinity.translate(whole, turns).intersection(_WORLD))


def simplify(piece: Polygon) -> list[Polygon]:
    """A piece on the written grid: coasts simplified, islands never lost."""
    is_polar = piece.bounds[3] < POLAR_LATITUDE
    largest = POLAR_TOLERANCE if is_polar else TOLERANCE
    piece = piece.simplify(min(largest, ISLAND_SHARE * math.sqrt(piece.area)))
    snapped = list(_polygons(shapely.set_precision(piece, PRECISION)))
    if snapped or piece.area == 0:
        return snapped
    return [box(*(round(value, 2) for value in piece.buffer(PRECISION).bounds))]


def build(path: Path) -> dict[str, Any]:
    """The base map as a GeoJSON FeatureCollection with one MultiPolygon."""
    pieces = [
        simple
        for rings in read_land(path)
        for piece in cut_at_antimeridian(rings)
        for simple in simplify(piece)
    ]
    union = shapely.union_all(pieces, grid_size=PRECISION)
    land = [shapely.orient_polygons(piece) for piece in _polygons(union)]
    land.sort(key=lambda piece: (-piece.area, piece.bounds))
    coordinates = [
        [
            [[_short(x), _short(y)] for x, y in ring.coords]
            for ring in (piece.exterior, *piece.interiors)
        ]
        for piece in land
    ]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {},
                "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
            }
        ],
    }


def _unwrap(ring: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Longitudes made continuous: a jump of more than half a turn becomes a step across it."""
    steps = np.diff(ring[:, 0])
    turns = np.where(steps > _TURN / 2, 1, np.where(steps < -_TURN / 2, -1, 0))
    unwrapped = ring.copy()
    unwrapped[1:, 0] -= _TURN * np.cumsum(turns)
    return unwrapped


def _polygons(geometry: Any) -> Iterator[Polygon]:
    for part in getattr(geometry, "geoms", [geometry]):
        if isinstance(part, Polygon) and not part.is_empty:
            yield part


def _short(value: float) -> float | int:
    """Two decimals at most, no trailing zero."""
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def main(arguments: list[str]) -> None:
    """Write the base map and print its size."""
    [source] = arguments
    content = json.dumps(build(Path(source)), separators=(",", ":"), allow_nan=False).encode()
    BASEMAP_FILE.write_bytes(content + b"\n")
    print(f"{BASEMAP_FILE}: {len(content)} bytes, {len(gzip.compress(content, 9))} gzip")


if __name__ == "__main__":
    main(sys.argv[1:])
