"""Finding a city by its name."""

import pytest

from analysis.city_search import find_cities
from data.load import load_dataset

PUBLISHED = load_dataset()


def ids(query):
    return [city.city_id for city in find_cities(PUBLISHED, query)]


@pytest.mark.parametrize("query", ["hue", "Hué", "HUẾ", " hue "])
def test_a_name_is_found_without_its_accents(query):
    assert ids(query)[0] == "hue"


def test_a_city_is_found_by_its_name_in_the_local_script():
    city = next(item for item in PUBLISHED.cities.values() if item.country_iso3 == "KHM")
    assert city.city_id in ids(city.name_local)


def test_a_country_finds_its_cities():
    found = {PUBLISHED.cities[city_id].country_iso3 for city_id in ids("cambodge")}
    assert found == {"KHM"}


def test_names_that_begin_with_the_query_come_first():
    found = find_cities(PUBLISHED, "na")
    begins = [city.name_fr.lower().startswith("na") for city in found]
    assert begins[0]
    assert not begins[-1]


@pytest.mark.parametrize("query", ["", "   ", "zzzz"])
def test_nothing_is_found_for_nothing(query):
    assert ids(query) == []
