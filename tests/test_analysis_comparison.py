"""Cities side by side: silence is never counted as a zero, and nothing is ordered by merit."""

import pytest
from factories import (
    make_answer,
    make_city,
    make_country,
    make_dataset,
    make_factor,
    make_project,
    make_term,
)
from shipped import shipped_dataset

from analysis.comparison import (
    Facet,
    counts_by,
    differences,
    factor_counts,
    lines_by_technology,
    suggested_cities,
)
from analysis.peers import Likeness, comparable_cities
from data.schema import Actor, Answer, FactorKind, TechnologyLevel

REAL = shipped_dataset()


def _two_cities(**tables):
    return make_dataset(cities=[make_city("first"), make_city("second")], **tables)


def test_a_city_without_a_documented_project_is_in_no_count():
    dataset = _two_cities(projects=[make_project("one", city_id="first", line_id="A2.1")])
    rows = {row.code: row.counts for row in counts_by(dataset, ["first", "second"], Facet.LINE)}

    assert rows["A2.1"] == {"first": 1}
    assert rows["A1.1"] == {}
    assert list(rows) == list(dataset.lines)


def test_a_project_of_two_actors_counts_once_for_each():
    dataset = _two_cities(
        projects=[make_project("one", city_id="first", actors=(Actor.PUBLIC, Actor.PRIVATE))],
        vocabularies=[make_term("actor", "public"), make_term("actor", "private")],
    )
    rows = {row.code: row.total for row in counts_by(dataset, ["first"], Facet.ACTOR)}

    assert rows == {"public": 1, "private": 1}


def test_help_and_obstacle_are_counted_apart():
    dataset = _two_cities(
        factors=[
            make_factor("help", city_id="first", kind=FactorKind.SUCCESS),
            make_factor("obstacle", city_id="first", kind=FactorKind.DIFFICULTY),
            make_factor("other", city_id="first", kind=FactorKind.DIFFICULTY),
        ],
        vocabularies=[make_term("factor_category", code="leadership")],
    )
    [row] = factor_counts(dataset, ["first"], FactorKind.DIFFICULTY)

    assert row.counts == {"first": 2}


def test_projects_of_a_line_are_counted_by_technology():
    dataset = _two_cities(
        projects=[
            make_project(
                "low", city_id="first", line_id="A1.1", technology_level=TechnologyLevel.LOW
            ),
            make_project(
                "high", city_id="first", line_id="A1.1", technology_level=TechnologyLevel.HIGH
            ),
        ]
    )
    found = lines_by_technology(dataset, ["first", "second"])

    assert found["A1.1"] == {"first": {TechnologyLevel.LOW: 1, TechnologyLevel.HIGH: 1}}
    assert found["A1.2"] == {}


def test_a_difference_with_silence_is_not_a_documented_one():
    dataset = _two_cities(
        criteria=[
            make_answer("DAT1", "yes", city_id="first"),
            make_answer("DAT2", "yes", city_id="first"),
            make_answer("DAT2", "no", city_id="second"),
            make_answer("DAT3", "yes", city_id="first"),
            make_answer("DAT3", "yes", city_id="second"),
        ]
    )
    found = differences(dataset, ["first", "second"])

    assert [(item.criterion_id, item.is_documented) for item in found] == [
        ("DAT2", True),
        ("DAT1", False),
    ]
    assert found[1].cities == {Answer.YES: ("first",), Answer.UNKNOWN: ("second",)}


def test_context_is_no_difference():
    dataset = _two_cities(
        criteria=[
            make_answer("GOV4", "yes", city_id="first"),
            make_answer("GOV4", "no", city_id="second"),
        ]
    )
    assert differences(dataset, ["first", "second"]) == ()


@pytest.mark.parametrize("city_ids", [("hue",), ("hue", "namur"), ("tunis", "siem-reap", "dakar")])
def test_a_suggested_city_resembles_one_chosen_and_is_none_of_them(city_ids):
    found = suggested_cities(REAL, city_ids)

    assert found
    for item in found:
        assert item.city.city_id not in city_ids
        assert set(item.alike) <= set(city_ids)
        assert all(peer.city == item.city and len(peer.shared) > 1 for peer in item.alike.values())


def test_what_is_counted_side_by_side_is_what_the_tables_hold():
    ids = list(REAL.cities)
    rows = counts_by(REAL, ids, Facet.STAGE)

    assert sum(row.total for row in rows) == sum(len(REAL.projects_of_city(name)) for name in ids)
    assert all(count > 0 for row in rows for count in row.counts.values())


def test_the_region_of_the_world_is_a_trait_between_countries_and_none_inside_one():
    here, there = make_country("AAA", region="caribbean"), make_country("BBB", region="caribbean")
    dataset = make_dataset(
        countries=[here, there, make_country("CCC", region="melanesia")],
        cities=[
            make_city("own", country_iso3="AAA"),
            make_city("inside", country_iso3="AAA"),
            make_city("near", country_iso3="BBB"),
            make_city("far", country_iso3="CCC"),
        ],
    )
    found = {
        peer.city.city_id: peer.shared for peer in comparable_cities(dataset.cities["own"], dataset)
    }

    assert found == {
        "inside": (Likeness.POPULATION, Likeness.COUNTRY),
        "near": (Likeness.POPULATION, Likeness.REGION),
    }
