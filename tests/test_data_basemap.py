"""The base map: small islands are there, nothing crosses the antimeridian, no border is drawn."""

import gzip
import json
from itertools import pairwise

import pytest
from pyproj import Geod
from shapely import STRtree
from shapely.geometry import Point, shape
from shapely.ops import nearest_points
from shipped import shipped_dataset

from data.build_basemap import BASEMAP_FILE, read_land

LARGEST_GZIP = 110_000
NEAR_KM = 25

ISLANDS = {
    "Mauritius": (-20.28, 57.55),
    "Seychelles (Mahé)": (-4.67, 55.47),
    "Comoros (Grande Comore)": (-11.7, 43.33),
    "Comoros (Mohéli)": (-12.33, 43.75),
    "Comoros (Anjouan)": (-12.2, 44.4),
    "Cabo Verde (Santiago)": (15.1, -23.6),
    "Cabo Verde (São Vicente)": (16.86, -24.98),
    "São Tomé": (0.23, 6.6),
    "Réunion": (-21.13, 55.53),
    "Mayotte": (-12.83, 45.15),
    "Vanuatu (Éfaté)": (-17.7, 168.3),
    "Saint Lucia": (13.9, -60.97),
    "Dominica": (15.43, -61.35),
    "New Caledonia": (-21.3, 165.5),
}


@pytest.fixture(scope="module")
def document():
    return json.loads(BASEMAP_FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def land(document):
    return shape(document["features"][0]["geometry"])


@pytest.fixture(scope="module")
def kilometres_to_land(land):
    pieces = list(land.geoms)
    tree, ellipsoid = STRtree(pieces), Geod(ellps="WGS84")

    def measure(latitude, longitude):
        point = Point(longitude, latitude)
        coast, _ = nearest_points(pieces[tree.nearest(point)], point)
        return ellipsoid.inv(coast.x, coast.y, longitude, latitude)[2] / 1000

    return measure


def rings(land):
    for piece in land.geoms:
        yield from (piece.exterior, *piece.interiors)


def test_the_land_is_one_valid_shape_of_the_whole_world(document, land):
    assert len(document["features"]) == 1
    assert land.is_valid
    west, south, east, north = land.bounds
    assert (west, south, east) == (-180, -90, 180)
    assert north > 83


def test_nothing_but_land_is_told(document):
    assert document["features"][0]["properties"] == {}


def test_it_is_light_enough_for_a_slow_link():
    assert len(gzip.compress(BASEMAP_FILE.read_bytes(), 9)) <= LARGEST_GZIP


@pytest.mark.parametrize("name", ISLANDS)
def test_a_small_island_is_on_the_map(name, kilometres_to_land):
    assert kilometres_to_land(*ISLANDS[name]) <= 5


def test_every_city_stands_on_land_or_near_it(kilometres_to_land):
    far = {
        city.city_id: distance
        for city in shipped_dataset().cities.values()
        if (distance := kilometres_to_land(city.latitude, city.longitude)) > NEAR_KM
    }
    assert far == {}


def test_no_ring_crosses_the_antimeridian(land):
    for ring in rings(land):
        for (start, latitude), (end, other) in pairwise(ring.coords):
            # Only the lower edge of Antarctica runs along the pole, from side to side.
            assert abs(end - start) <= 180 or latitude == other == -90


def test_coordinates_are_not_finer_than_the_grid(land):
    for ring in rings(land):
        for longitude, latitude in ring.coords:
            assert (round(longitude, 2), round(latitude, 2)) == (longitude, latitude)


def test_another_file_than_the_one_named_is_refused(tmp_path):
    other = tmp_path / "land-50m.json"
    other.write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="land-50m"):
        read_land(other)


def test_the_licence_names_both_who_drew_and_who_packed_it():
    licence = (BASEMAP_FILE.parent / "LICENSE.md").read_text(encoding="utf-8")
    assert "Natural Earth" in licence
    assert "world-atlas" in licence
    assert "ISC" in licence
