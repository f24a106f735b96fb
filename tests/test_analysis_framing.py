"""Facts of the framing: countries and ends of a room, areas that strategies name."""

import pytest
from factories import make_city, make_country, make_dataset, make_focus_area, make_strategy
from shipped import shipped_dataset

from analysis.framing import FOCUS_AREAS, focus_areas, room, speaking_cities
from data.schema import FocusArea

PROGRAMME = shipped_dataset().programme


def area(phrase, code):
    return make_focus_area(phrase, FocusArea(code))


AREAS = [
    area("bus", "mobility"),
    area("vélos", "mobility"),
    area("arbres", "ecology"),
    area("caméras", "other"),
]


def of_cities(*phrases_by_city):
    """A strategy for each city with its phrases; None: a city without a strategy."""
    cities = [make_city(f"city-{number}") for number, _ in enumerate(phrases_by_city)]
    strategies = [
        make_strategy(
            f"strategy-{number}",
            city_id=f"city-{number}",
            focus_areas_fr=phrases,
            focus_areas_en=phrases,
        )
        for number, phrases in enumerate(phrases_by_city)
        if phrases is not None
    ]
    dataset = make_dataset(cities=cities, strategies=strategies, focus_areas=areas_of(strategies))
    return focus_areas(dataset, [city.city_id for city in cities])


def areas_of(strategies):
    used = {phrase for strategy in strategies for phrase in strategy.focus_areas_fr}
    return [row for row in AREAS if row.phrase_fr in used]


def counts(found):
    return {code.value: len(held) for code, held in found.areas if held}


def test_a_city_without_a_text_is_unknown_and_names_nothing():
    found = of_cities(("bus",), None, ())
    assert found.unknown == ("city-1", "city-2")
    assert set(found.of_city) == {"city-0"}


def test_a_text_whose_subjects_fit_no_area_is_a_text_found():
    found = of_cities(("caméras",))
    assert found.unknown == ()
    assert found.of_city == {"city-0": frozenset()}
    assert found.most_named == ()


def test_an_area_counts_a_city_once_however_often_it_is_named():
    assert counts(of_cities(("bus", "vélos"), ("vélos",))) == {"mobility": 2}


def test_several_strategies_of_a_city_add_up():
    strategies = [
        make_strategy("first", focus_areas_fr=("bus",), focus_areas_en=("bus",)),
        make_strategy("second", focus_areas_fr=("arbres",), focus_areas_en=("trees",)),
    ]
    dataset = make_dataset(strategies=strategies, focus_areas=areas_of(strategies))
    assert counts(focus_areas(dataset, ["testville"])) == {"mobility": 1, "ecology": 1}


def test_areas_come_by_number_of_cities_then_in_the_order_of_the_vocabulary():
    found = of_cities(("bus", "arbres"), ("bus",))
    assert [code for code, _ in found.areas[:2]] == [FocusArea.MOBILITY, FocusArea.ECOLOGY]
    rest = [code for code in FOCUS_AREAS if code not in {FocusArea.MOBILITY, FocusArea.ECOLOGY}]
    assert [code for code, _ in found.areas[2:]] == rest


def test_areas_that_tie_are_all_named_most():
    found = of_cities(("bus", "arbres"), ("arbres", "bus"))
    assert set(found.most_named) == {FocusArea.MOBILITY, FocusArea.ECOLOGY}


@pytest.mark.parametrize(
    ("phrases", "differ"),
    [([("bus",), ("vélos",)], False), ([("bus",), ("arbres",)], True), ([("bus",), None], False)],
)
def test_cities_differ_only_by_areas_that_texts_name(phrases, differ):
    assert of_cities(*phrases).differ is differ


def placed(*places):
    cities = [
        make_city(f"city-{number}", country_iso3=country, longitude=longitude)
        for number, (country, longitude) in enumerate(places)
    ]
    countries = [make_country(code) for code in dict.fromkeys(country for country, _ in places)]
    dataset = make_dataset(cities=cities, countries=countries)
    return room(dataset, [city.city_id for city in cities])


def test_countries_are_counted_once_and_the_largest_region_comes_first():
    found = placed(("TST", 10), ("TSU", 20), ("TSU", 15))
    assert found.countries == ("TST", "TSU")
    assert found.regions == (("caribbean", ("city-1", "city-2")), ("melanesia", ("city-0",)))


def test_west_and_east_are_the_ends_of_the_longitudes():
    found = placed(("TST", 10), ("TST", -20), ("TST", 15))
    assert (found.west, found.east) == ("city-1", "city-2")


@pytest.mark.parametrize("places", [[], [("TST", 10)], [("TST", 10), ("TST", 10)]])
def test_one_longitude_has_no_ends(places):
    found = placed(*places)
    assert (found.west, found.east) == (None, None)


def test_speaking_cities_are_those_of_speakers_and_talks():
    assert speaking_cities(PROGRAMME) == (
        "phnom-penh",
        "siem-reap",
        "hue",
        "namur",
        "preah-sihanouk",
        "tunis",
    )
