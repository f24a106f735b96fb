"""What is said of a city: coverage, ladder, newest projects, comparable countries and cities."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from shipped import shipped_dataset

from analysis.city_sources import city_source_ids
from analysis.context import (
    INCOME_INDICATOR,
    city_countries,
    city_ranks,
    comparable_countries,
    country_context,
    have_similar_income,
)
from analysis.coverage import coverage_of, state_of, vision_ladder
from analysis.newest import newest_projects
from analysis.peers import (
    POPULATION_BOUNDS,
    Likeness,
    comparable_cities,
    population_class,
    telling_networks,
)
from data.dates import PartialDate
from data.load import Dataset, build_dataset
from data.schema import Answer, CriterionAnswer, Observation, PopulationScope


@cache
def published() -> Dataset:
    return shipped_dataset()


def edited(**tables: Any) -> Dataset:
    """The published records with some tables replaced."""
    return build_dataset(**{**published().tables(), **tables})


def answers(**states: Answer) -> dict[str, CriterionAnswer]:
    """Answers of one city by criterion."""
    return {
        criterion_id: CriterionAnswer(
            city_id="hue",
            criterion_id=criterion_id,
            answer=state,
            note_fr="note",
            note_en="note",
            as_of=None,
            source_ids=("geonames",),
        )
        for criterion_id, state in states.items()
    }


CRITERIA = tuple(published().criteria.values())


def test_a_criterion_without_an_answer_is_unknown_and_never_no() -> None:
    assert state_of({}, "DAT1") is Answer.UNKNOWN
    coverage = coverage_of({}, CRITERIA)
    assert (coverage.known, coverage.unknown, coverage.counts[Answer.NO]) == (0, 23, 0)


def test_the_context_criterion_is_not_counted() -> None:
    coverage = coverage_of(answers(GOV4=Answer.YES), CRITERIA)
    assert (coverage.known, coverage.total) == (0, 23)


def test_yes_partial_no_and_not_applicable_are_all_known() -> None:
    states = answers(
        DAT1=Answer.YES, DAT2=Answer.PARTIAL, DAT3=Answer.NO, DAT4=Answer.NOT_APPLICABLE
    )
    coverage = coverage_of(states, CRITERIA)
    assert (coverage.known, coverage.unknown, coverage.total) == (4, 19, 23)
    assert [coverage.counts[state] for state in Answer] == [1, 1, 1, 1, 19]


@pytest.mark.parametrize(
    ("states", "reached", "stopped_at", "state"),
    [
        ({}, (), "VIS1", Answer.UNKNOWN),
        ({"VIS1": Answer.PARTIAL}, (), "VIS1", Answer.PARTIAL),
        ({"VIS1": Answer.YES, "VIS3": Answer.YES}, ("VIS1",), "VIS2", Answer.UNKNOWN),
        (
            {"VIS1": Answer.YES, "VIS2": Answer.YES, "VIS3": Answer.NO, "VIS4": Answer.YES},
            ("VIS1", "VIS2"),
            "VIS3",
            Answer.NO,
        ),
        (
            dict.fromkeys(("VIS1", "VIS2", "VIS3", "VIS4"), Answer.YES),
            ("VIS1", "VIS2", "VIS3", "VIS4"),
            None,
            None,
        ),
    ],
)
def test_the_ladder_stops_at_the_first_step_that_is_not_yes(
    states: dict[str, Answer],
    reached: tuple[str, ...],
    stopped_at: str | None,
    state: Answer | None,
) -> None:
    ladder = vision_ladder(answers(**states), CRITERIA)
    assert (ladder.reached, ladder.stopped_at, ladder.state) == (reached, stopped_at, state)


def test_newest_projects_start_last_and_undated_ones_come_last() -> None:
    model = published().projects_of_city("hue")[0]
    projects = [
        replace(model, project_id="undated", start_year=None, as_of=None),
        replace(model, project_id="old", start_year=2015, as_of=PartialDate(2026)),
        replace(model, project_id="by-source", start_year=None, as_of=PartialDate(2024, 5)),
        replace(model, project_id="new", start_year=2025, as_of=None),
    ]
    assert [row.project_id for row in newest_projects(projects, 3)] == ["new", "by-source", "old"]
    assert newest_projects(projects, 9)[-1].project_id == "undated"


def with_income(**values: float) -> Dataset:
    """Only these countries have a GDP per head."""
    others = [row for row in published().observations if row.indicator_id != INCOME_INDICATOR]
    rows = [
        Observation(
            entity_id=code,
            indicator_id=INCOME_INDICATOR,
            year=2024,
            value=value,
            source_id="geonames",
        )
        for code, value in values.items()
    ]
    return edited(observations=[*others, *rows])


def test_comparable_income_is_between_half_and_double_ends_included() -> None:
    dataset = with_income(KHM=1000, LAO=500, VNM=2000, TUN=2001, MAR=499)
    assert set(comparable_countries(dataset, "KHM") or ()) == {"LAO", "VNM"}


def test_comparable_income_is_symmetric() -> None:
    dataset = published()
    codes = city_countries(dataset)
    for first in codes:
        for second in codes:
            assert have_similar_income(dataset, first, second) == have_similar_income(
                dataset, second, first
            )


def test_without_a_gdp_per_head_no_country_is_comparable() -> None:
    dataset = with_income(LAO=500)
    assert comparable_countries(dataset, "KHM") is None
    assert comparable_countries(dataset, "LAO") == ()


def test_an_older_year_and_a_missing_value_are_told() -> None:
    key = "egdi"
    kept = [row for row in published().observations if row.indicator_id != key]
    rows = [
        Observation(entity_id=code, indicator_id=key, year=year, value=0.5, source_id="geonames")
        for code, year in (("KHM", 2022), ("LAO", 2024), ("VNM", 2024))
    ]
    dataset = edited(observations=[*kept, *rows])
    context = country_context(dataset, "KHM", key, ("LAO", "VNM", "TUN"))
    assert context.reference_year == 2024
    assert context.is_older
    assert context.missing == ("TUN",)
    assert [row.entity_id for row in context.others] == ["LAO", "VNM"]
    assert country_context(dataset, "TUN", key, ()).own is None
    assert country_context(dataset, "TUN", key, ()).reference_year is None


def test_ranks_of_two_methods_are_never_in_one_group() -> None:
    groups = city_ranks(published(), "hanoi")
    years = [[row.year for row in group] for group in groups]
    assert all(max(group) <= 2021 or min(group) >= 2023 for group in years)
    assert sum(map(len, years)) == len(published().observations_of("hanoi", "imd_sci_rank"))
    assert years


def test_population_classes_begin_at_their_bound() -> None:
    hue = published().cities["hue"]
    for position, bound in enumerate(POPULATION_BOUNDS):
        assert population_class(replace(hue, population=bound - 1)) == position
        assert population_class(replace(hue, population=bound)) == position + 1
    assert population_class(replace(hue, population=None)) is None


def test_a_network_that_most_cities_are_in_tells_nothing() -> None:
    assert "aimf" not in telling_networks(published())
    assert "rvase" in telling_networks(published())


def test_comparable_cities_share_two_traits_and_see_each_other() -> None:
    dataset = published()
    pairs = {
        (city.city_id, peer.city.city_id): set(peer.shared)
        for city in dataset.cities.values()
        for peer in comparable_cities(city, dataset)
    }
    assert pairs
    for (first, second), shared in pairs.items():
        assert first != second
        assert len(shared) >= 2
        assert pairs[second, first] == shared
        assert not {Likeness.COUNTRY, Likeness.INCOME} <= shared


def test_populations_of_different_scopes_are_not_compared() -> None:
    cities = dict(published().cities)
    cities["hanoi"] = replace(
        cities["hanoi"], population=300_000, population_scope=PopulationScope.PROVINCE
    )
    cities["hai-phong"] = replace(
        cities["hai-phong"], population=300_000, population_scope=PopulationScope.CITY
    )
    dataset = edited(cities=cities.values())
    shared = {
        peer.city.city_id: peer.shared for peer in comparable_cities(cities["hanoi"], dataset)
    }
    assert Likeness.POPULATION not in shared.get("hai-phong", ())


@pytest.mark.parametrize("city_id", ["hue", "kep", "la-possession", "hanoi"])
def test_every_source_of_a_page_is_listed_once(city_id: str) -> None:
    dataset = published()
    sources = city_source_ids(city_id, dataset)
    assert len(sources) == len(set(sources))
    cited = {key for row in dataset.projects_of_city(city_id) for key in row.source_ids}
    cited |= set(dataset.cities[city_id].source_ids)
    assert cited <= set(sources)
    assert set(sources) <= set(dataset.sources)
