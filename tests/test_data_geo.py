"""Distances, nearest cities, boxes, and exports other tools read."""

import io
import json
from datetime import date

import geopandas as gpd
import pytest
from factories import make_city, make_dataset
from hypothesis import given
from hypothesis import strategies as st
from shipped import shipped_dataset

from data.geo import (
    bounding_box,
    cities_frame,
    cities_geojson,
    cities_geopackage,
    distance_km,
    nearest_cities,
)

DAY = date(2026, 11, 24)
CITIES = shipped_dataset().cities

positions = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def at(latitude, longitude, city_id="testville"):
    return make_city(city_id, latitude=latitude, longitude=longitude)


def read_geopackage(content, tmp_path):
    path = tmp_path / "cities.gpkg"
    path.write_bytes(content)
    return gpd.read_file(path)


def test_a_degree_on_the_equator_is_the_known_length():
    assert distance_km(at(0, 0), at(0, 1)) == pytest.approx(111.319, abs=0.001)


def test_a_quarter_of_a_meridian_is_the_known_length():
    assert distance_km(at(0, 0), at(90, 0)) == pytest.approx(10_001.966, abs=0.001)


def test_two_cities_on_both_sides_of_the_antimeridian_are_near():
    assert distance_km(at(0, 179.5), at(0, -179.5)) == pytest.approx(111.319, abs=0.001)


def test_hue_is_about_as_far_from_da_nang_as_maps_say():
    assert distance_km(CITIES["hue"], CITIES["da-nang"]) == pytest.approx(80, abs=3)


@given(positions, positions)
def test_a_distance_is_the_same_both_ways_and_at_most_half_the_globe(one, other):
    there, back = distance_km(at(*one), at(*other)), distance_km(at(*other), at(*one))
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20_004


def test_nearest_cities_come_nearest_first_without_the_city_itself():
    dataset = make_dataset(
        cities=[at(0, 0, "here"), at(0, 3, "far"), at(0, 1, "near"), at(0, -179, "farthest")]
    )
    found = nearest_cities(dataset, "here", 2)
    assert [city_id for city_id, _ in found] == ["near", "far"]
    assert found[0][1] == pytest.approx(111.319, abs=0.001)
    assert nearest_cities(dataset.cities.values(), "here", 2) == found


def test_equal_distances_come_by_id_and_fewer_cities_than_asked_are_all_given():
    cities = [at(0, 0, "here"), at(0, 1, "b"), at(0, -1, "a")]
    assert [city_id for city_id, _ in nearest_cities(cities, "here", 9)] == ["a", "b"]
    assert nearest_cities(cities[:1], "here", 9) == []
    assert nearest_cities(cities, "here", 0) == []


def test_an_unknown_city_has_no_neighbours_but_an_error():
    with pytest.raises(KeyError):
        nearest_cities(make_dataset(), "atlantis", 3)


def test_no_city_has_no_box():
    assert bounding_box([]) is None


def test_one_city_is_its_own_box():
    assert bounding_box([at(10, 20)]) == (10, 20, 10, 20)


def test_a_box_is_south_west_north_east():
    assert bounding_box([at(10, 20), at(-5, 40), at(3, -7)]) == (-5, -7, 10, 40)


def test_a_box_may_cross_the_antimeridian():
    south, west, north, east = bounding_box([at(-18, 178), at(-14, -172), at(-17, -149)])
    assert (south, west, north, east) == (-18, 178, -14, -149)


@given(st.lists(positions, min_size=1, max_size=8))
def test_every_city_is_inside_its_box(points):
    south, west, north, east = bounding_box([at(*point) for point in points])
    for latitude, longitude in points:
        assert south <= latitude <= north
        if west <= east:
            assert west <= longitude <= east
        else:
            assert longitude >= west or longitude <= east


def test_the_frame_has_one_point_for_each_city():
    frame = cities_frame(CITIES.values())
    assert list(frame["city_id"]) == list(CITIES)
    assert frame.crs.to_epsg() == 4326
    hue = frame.set_index("city_id").loc["hue"]
    assert (hue.geometry.x, hue.geometry.y) == (CITIES["hue"].longitude, CITIES["hue"].latitude)
    assert str(frame["population"].dtype) == "Int64"


def test_an_empty_selection_is_still_a_layer(tmp_path):
    assert cities_frame([]).crs.to_epsg() == 4326
    assert json.loads(cities_geojson([])) == {"type": "FeatureCollection", "features": []}
    assert len(read_geopackage(cities_geopackage([], DAY), tmp_path)) == 0


def test_geojson_is_longitude_first_without_a_reference_system():
    document = json.loads(cities_geojson([at(10.5, 105.25)]))
    assert document["features"][0]["geometry"] == {"type": "Point", "coordinates": [105.25, 10.5]}
    assert document["bbox"] == [105.25, 10.5, 105.25, 10.5]
    assert "crs" not in document


@pytest.mark.parametrize("kind", ["geojson", "gpkg"])
def test_geopandas_opens_what_is_exported(kind, tmp_path):
    if kind == "geojson":
        frame = gpd.read_file(io.BytesIO(cities_geojson(CITIES.values())))
    else:
        frame = read_geopackage(cities_geopackage(CITIES.values(), DAY), tmp_path)
    frame = frame.set_index("city_id")
    assert len(frame) == len(CITIES)
    assert frame.crs.to_epsg() == 4326
    assert frame.loc["phnom-penh", "name_local"] == "ភ្នំពេញ"
    assert frame.loc["hue", "name_fr"] == "Hué"


def test_a_hostile_name_stays_text_in_both_formats(tmp_path):
    name = "<script>`${x}` '\"; DROP TABLE cities; --\u202e"
    city = make_city(name_fr=name)
    assert json.loads(cities_geojson([city]))["features"][0]["properties"]["name_fr"] == name
    frame = read_geopackage(cities_geopackage([city], DAY), tmp_path)
    assert frame.loc[0, "name_fr"] == name


def test_a_geopackage_of_the_same_day_is_the_same_bytes():
    cities = list(CITIES.values())[:5]
    assert cities_geopackage(cities, DAY) == cities_geopackage(cities, DAY)
