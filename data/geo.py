"""Cities in space: distances, nearest cities, bounding boxes, and a GeoPandas view to export.

Distances are geodesics on the WGS 84 ellipsoid. GeoPandas is imported where it is used: it takes
most of a second, and pages need only distances.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyproj import Geod

from data.load import Dataset
from data.read import LIST_SEPARATOR
from data.schema import City

if TYPE_CHECKING:
    import geopandas as gpd

WGS84 = "EPSG:4326"
LAYER = "cities"
FULL_TURN = 360.0

Box = tuple[float, float, float, float]
"""South, west, north, east in degrees; west is greater than east across the antimeridian."""

_GDAL_SETTINGS = threading.Lock()


@cache
def _ellipsoid() -> Geod:
    return Geod(ellps="WGS84")


def distance_km(a: City, b: City) -> float:
    """Length of the shortest path between two cities on the ellipsoid, in kilometres."""
    _, _, metres = _ellipsoid().inv(a.longitude, a.latitude, b.longitude, b.latitude)
    return float(metres) / 1000


def nearest_cities(
    cities: Dataset | Iterable[City], city_id: str, count: int
) -> list[tuple[str, float]]:
    """The other cities nearest to one of them.

    Args:
        cities: Where to look; ``city_id`` is among them.
        count: How many at most; fewer come back if there are not as many.

    Returns:
        ``city_id`` and distance in kilometres, nearest first; equal distances by ``city_id``.

    Raises:
        KeyError: No city has this id.
    """
    among = cities.cities if isinstance(cities, Dataset) else {row.city_id: row for row in cities}
    origin = among[city_id]
    others = [row for row in among.values() if row.city_id != city_id]
    if not others or count <= 0:
        return []
    size = len(others)
    _, _, metres = _ellipsoid().inv(
        [origin.longitude] * size,
        [origin.latitude] * size,
        [row.longitude for row in others],
        [row.latitude for row in others],
    )
    ordered = sorted(zip(metres, (row.city_id for row in others), strict=True))
    return [(other_id, float(length) / 1000) for length, other_id in ordered[:count]]


def bounding_box(cities: Iterable[City]) -> Box | None:
    """Narrowest box around the cities, None without cities.

    The widest gap between neighbouring longitudes is left out. When that gap is not the one at the
    antimeridian the box crosses it, and west is greater than east (as in RFC 7946, section 5.2).
    """
    rows = list(cities)
    if not rows:
        return None
    latitudes = [row.latitude for row in rows]
    longitudes = sorted({row.longitude for row in rows})
    west, east = longitudes[0], longitudes[-1]
    widest = west + FULL_TURN - east
    for left, right in pairwise(longitudes):
        if right - left > widest:
            widest, west, east = right - left, right, left
    return min(latitudes), west, max(latitudes), east


def cities_frame(cities: Iterable[City]) -> gpd.GeoDataFrame:
    """Cities as points, one row each, in the order given.

    Returns:
        Columns of ``cities.csv`` without the two coordinates (lists joined by ``;``; population and
        year are nullable integers) and ``geometry``, in EPSG:4326. Works for no city at all.
    """
    import geopandas as gpd  # noqa: PLC0415  (slow, see the head of the module)
    import pandas as pd  # noqa: PLC0415

    rows = list(cities)
    columns: dict[str, Any] = {name: [] for name in _columns()}
    for row in rows:
        for name, values in columns.items():
            values.append(_plain(getattr(row, name)))
    for name in ("population", "population_year"):
        columns[name] = pd.array(columns[name], dtype="Int64")
    points = gpd.points_from_xy([row.longitude for row in rows], [row.latitude for row in rows])
    return gpd.GeoDataFrame(columns, geometry=points, crs=WGS84)


def cities_geojson(cities: Iterable[City]) -> bytes:
    """Cities as a GeoJSON ``FeatureCollection`` (RFC 7946): WGS 84, longitude first, UTF-8.

    Properties are the columns of ``cities.csv``; the id of a feature is its ``city_id``; there is a
    ``bbox`` if there is a city.
    """
    rows = list(cities)
    document: dict[str, Any] = {"type": "FeatureCollection"}
    box = bounding_box(rows)
    if box is not None:
        south, west, north, east = box
        document["bbox"] = [west, south, east, north]
    document["features"] = [
        {
            "type": "Feature",
            "id": row.city_id,
            "geometry": {"type": "Point", "coordinates": [row.longitude, row.latitude]},
            "properties": {name: _plain(getattr(row, name)) for name in _columns()},
        }
        for row in rows
    ]
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1).encode() + b"\n"


def cities_geopackage(cities: Iterable[City], day: date) -> bytes:
    """Cities as a GeoPackage with one layer, ``cities``.

    Args:
        day: Written as the day of the last change, so that an edition always gives the same bytes.
    """
    import pyogrio  # noqa: PLC0415  (slow, see the head of the module)

    frame = cities_frame(cities)
    with tempfile.TemporaryDirectory() as folder, _GDAL_SETTINGS:
        path = Path(folder) / "cities.gpkg"
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{day.isoformat()}T00:00:00.000Z"})
        try:
            pyogrio.write_dataframe(
                frame, path, layer=LAYER, driver="GPKG", geometry_type="Point", VERSION="1.3"
            )
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
        return path.read_bytes()


def _columns() -> Sequence[str]:
    return [name for name in City.__dataclass_fields__ if name not in {"latitude", "longitude"}]


def _plain(value: Any) -> Any:
    """A cell as GIS tools take it: lists joined, codes as text."""
    if isinstance(value, tuple):
        return LIST_SEPARATOR.join(value)
    return str(value) if isinstance(value, str) else value
