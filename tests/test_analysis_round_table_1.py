"""Facts of round table 1, counted by hand on the smallest records."""

import pytest
from factories import (
    make_answer,
    make_city,
    make_country,
    make_dataset,
    make_indicator,
    make_observation,
    make_project,
    make_source,
    make_strategy,
)

from analysis.round_table_1 import (
    POWER_INDICATOR,
    conditions,
    counted_strategy,
    lead_levels,
    power_bands,
    power_rows,
    project_stages,
    starts_by_period,
    strategy_ladder,
    strategy_years,
    technology_ladder,
    two_answers,
)
from data.schema import Answer, LevelOfLead, ProjectStage, StrategyStatus, TechnologyLevel

POWER = make_indicator(POWER_INDICATOR, minimum=-3.0, maximum=3.0)


def strategy(number, status, start=None, **changes):
    values = {"status": StrategyStatus(status), "start_year": start}
    return make_strategy(f"strategy-{number}", **values | changes)


def ids(*numbers):
    return tuple(f"city-{number}" for number in numbers)


def cities(count, **changes):
    return [make_city(city_id, **changes) for city_id in ids(*range(count))]


# ---- which strategy counts


@pytest.mark.parametrize(
    ("strategies", "counted"),
    [
        ([("announced", 2025), ("adopted", 2010)], "strategy-1"),
        ([("adopted", 2010), ("adopted", 2020)], "strategy-1"),
        ([("adopted", 2020), ("adopted", 2020)], "strategy-0"),
        ([("adopted", None), ("adopted", 2010)], "strategy-1"),
        ([("unknown", 2025), ("announced", None)], "strategy-1"),
        ([("unknown", 2025)], "strategy-0"),
    ],
    ids=["step", "start", "table", "start unknown", "status unknown", "only one"],
)
def test_the_most_advanced_strategy_counts_then_the_latest_start(strategies, counted):
    records = [strategy(number, *values) for number, values in enumerate(strategies)]
    dataset = make_dataset(strategies=records)
    assert counted_strategy(dataset, "testville").strategy_id == counted


def test_a_city_without_a_strategy_counts_none():
    assert counted_strategy(make_dataset(), "testville") is None


# ---- 1B


def test_the_two_silences_of_the_ladder_stand_apart():
    dataset = make_dataset(
        cities=cities(3),
        strategies=[
            strategy(0, "adopted", city_id="city-0"),
            strategy(1, "unknown", city_id="city-1"),
        ],
    )
    ladder = strategy_ladder(dataset, ids(0, 1, 2))
    assert dict(ladder.steps)[StrategyStatus.ADOPTED] == ("city-0",)
    assert ladder.untold == ("city-1",)
    assert ladder.none_found == ("city-2",)
    assert ladder.unknown == 2


def test_each_city_stands_once_on_the_ladder():
    dataset = make_dataset(strategies=[strategy(0, "announced"), strategy(1, "completed")])
    held = {step.value: names for step, names in strategy_ladder(dataset, ["testville"]).steps}
    assert held == {
        "announced": (),
        "in_preparation": (),
        "adopted": (),
        "in_implementation": (),
        "completed": ("testville",),
    }


# ---- 1A


def test_the_level_of_the_strategy_that_counts_is_taken_even_if_another_is_known():
    dataset = make_dataset(
        strategies=[
            strategy(0, "announced", level_of_lead=LevelOfLead.CITY),
            strategy(1, "adopted", level_of_lead=LevelOfLead.UNKNOWN),
        ]
    )
    found = lead_levels(dataset, ["testville"])
    assert found.unknown == ("testville",)
    assert all(not held for _, held in found.levels)


def test_levels_are_counted_city_by_city_with_the_power_of_the_country():
    dataset = make_dataset(
        countries=[make_country("TST"), make_country("TSU")],
        cities=[make_city("city-0"), make_city("city-1", country_iso3="TSU")],
        strategies=[strategy(0, "adopted", city_id="city-0", level_of_lead=LevelOfLead.PROVINCE)],
        indicators=[POWER],
        observations=[
            make_observation(0.5, indicator_id=POWER_INDICATOR, year=2021),
            make_observation(0.75, indicator_id=POWER_INDICATOR, year=2022),
        ],
    )
    found = lead_levels(dataset, ids(0, 1))
    assert dict(found.levels)[LevelOfLead.PROVINCE] == ("city-0",)
    assert found.unknown == ("city-1",)
    assert (found.power["city-0"].value, found.power["city-0"].year) == (0.75, 2022)
    assert found.power["city-1"] is None


# ---- 1A′


def powers(*values):
    """A city of its own country for each value; None: V-Dem gives none."""
    codes = [f"T{number:02}" for number, _ in enumerate(values)]
    dataset = make_dataset(
        countries=[make_country(code) for code in codes],
        cities=[
            make_city(f"city-{number}", country_iso3=code) for number, code in enumerate(codes)
        ],
        indicators=[POWER],
        observations=[
            make_observation(value, indicator_id=POWER_INDICATOR, entity_id=code)
            for code, value in zip(codes, values, strict=True)
            if value is not None
        ],
        criteria=[
            make_answer("VIS1", "yes", city_id="city-0"),
            make_answer("VIS2", "partial", city_id="city-0"),
            make_answer("DAT1", "no", city_id="city-0"),
            make_answer("GOV4", "yes", city_id="city-0"),
        ],
    )
    return power_rows(dataset, ids(*range(len(values))))


def test_documented_is_yes_and_partial_of_the_scored_criteria_and_unknown_apart():
    (row,) = powers(0.5)
    assert row.documented == 2
    assert row.practices.total == 23
    assert row.practices.unknown == 20


def test_bands_are_of_one_unit_open_at_both_ends_and_leave_out_what_is_not_known():
    bands = power_bands(powers(-3.4, -2.0, 0.0, 0.99, 1.0, 2.0, 3.1, None))
    assert [(band.floor, band.countries) for band in bands] == [
        (-3, 1),
        (-2, 1),
        (0, 2),
        (1, 1),
        (2, 2),
    ]


def test_bands_give_the_median_of_their_cities():
    (band,) = power_bands(powers(0.1, 0.2))
    assert (band.documented, band.unknown) == (1, 21.5)


# ---- 1B′


def test_years_go_from_the_latest_start_and_count_what_has_no_year():
    records = [
        strategy(0, "adopted", None, end_year=2040),
        strategy(1, "adopted", 2020, end_year=None),
        strategy(2, "adopted", None, end_year=None),
        strategy(3, "adopted", 2020, end_year=2030),
        strategy(4, "adopted", 2024),
    ]
    found = strategy_years(records)
    assert [item.strategy_id[-1] for item in found.dated] == ["4", "3", "1", "0"]
    assert found.undated == 1


def starts(*years):
    return starts_by_period(
        [strategy(number, "adopted", y) for number, y in enumerate(years)], 2026
    )


def test_periods_go_from_the_latest_and_keep_those_that_count_nothing():
    assert starts(2026, 2024, 2019, None) == ((2024, None, 2), (2021, 2023, 0), (2018, 2020, 1))


def test_a_planned_start_is_in_the_latest_period():
    assert starts(2031) == ((2024, None, 1),)


def test_starts_long_ago_share_the_last_period():
    assert starts(1990, 2011, 2012)[-2:] == ((2012, 2014, 1), (None, 2011, 2))


def test_no_known_start_makes_no_period():
    assert starts(None) == ()


# ---- 1C, 1C′, 1D


def test_stages_count_the_unknown_like_another_and_keep_zeros():
    stages = [ProjectStage.PILOT, ProjectStage.PILOT, ProjectStage.UNKNOWN]
    projects = [make_project(f"p{number}", stage=stage) for number, stage in enumerate(stages)]
    assert {stage.value: count for stage, count in project_stages(projects).items()} == {
        "planned": 0,
        "pilot": 2,
        "operational": 0,
        "scaled": 0,
        "ended": 0,
        "unknown": 1,
    }


def test_conditions_count_cities_and_silence_is_unknown():
    dataset = make_dataset(
        cities=cities(3),
        criteria=[
            make_answer("GOV1", "yes", city_id="city-0"),
            make_answer("GOV1", "no", city_id="city-1"),
            make_answer("VIS1", "yes", city_id="city-0"),
            make_answer("VIS3", "partial", city_id="city-0"),
        ],
    )
    counted = dict(conditions(dataset, ids(0, 1, 2)))
    assert list(counted) == ["GOV1", "VIS3", "INC3", "VIS4"]
    unit = counted["GOV1"]
    assert (unit[Answer.YES], unit[Answer.NO], unit[Answer.UNKNOWN]) == (1, 1, 1)
    assert (counted["VIS3"][Answer.PARTIAL], counted["VIS3"][Answer.UNKNOWN]) == (1, 2)
    assert counted["VIS4"][Answer.UNKNOWN] == 3


def test_the_technology_ladder_counts_by_axis_and_level():
    projects = [
        make_project("a", line_id="A1.2", technology_level=TechnologyLevel.LOW),
        make_project("b", line_id="A1.3", technology_level=TechnologyLevel.LOW),
        make_project("c", line_id="A3.1", technology_level=TechnologyLevel.HIGH),
    ]
    assert technology_ladder(projects) == {
        ("A1", TechnologyLevel.LOW): 2,
        ("A3", TechnologyLevel.HIGH): 1,
    }


# ---- 1D′


def project(name, level, city=0, **changes):
    values = {
        "city_id": f"city-{city}",
        "technology_level": TechnologyLevel(level),
        "stage": ProjectStage.OPERATIONAL,
    }
    return make_project(name, **values | changes)


def pair(*projects, chosen=()):
    dataset = make_dataset(
        cities=cities(2),
        sources=[make_source(name) for name in ("test-source", "second", "third")],
        projects=projects,
    )
    found = two_answers(dataset, ids(0, 1), chosen)
    return found and (found.line_id, *(item.project_id for item in found.projects))


def test_two_answers_are_of_one_line_and_two_cities_low_first():
    assert pair(
        project("high", "high", city=1),
        project("same-city", "low", city=1),
        project("other-line", "low", line_id="A3.1"),
        project("low", "low"),
    ) == ("A2.1", "low", "high")


def test_projects_that_run_come_before_better_documented_ones():
    assert pair(
        project("planned", "low", stage=ProjectStage.PLANNED, source_ids=("second", "third")),
        project("running", "low"),
        project("high", "high", city=1),
    ) == ("A2.1", "running", "high")


def test_between_projects_that_run_the_best_documented_are_taken():
    assert pair(
        project("low", "low"),
        project("sourced", "low", source_ids=("test-source", "second")),
        project("high", "high", city=1),
    ) == ("A2.1", "sourced", "high")


@pytest.mark.parametrize(
    "projects",
    [
        [],
        [project("low", "low"), project("medium", "medium", city=1)],
        [project("low", "low"), project("high", "high")],
        [project("low", "low"), project("high", "high", city=1, stage=ProjectStage.UNKNOWN)],
        [project("low", "low"), project("high", "high", city=1, line_id="A3.2")],
    ],
    ids=["none", "no high", "same city", "stage unknown", "two lines"],
)
def test_no_pair_is_made_up(projects):
    assert pair(*projects) is None


def test_the_moderators_two_projects_are_taken_as_they_are():
    projects = [
        project("first", "high", line_id="A3.1"),
        project("second", "medium", stage=ProjectStage.UNKNOWN),
    ]
    assert pair(*projects, chosen=("first", "second")) == (None, "second", "first")
