"""Indicators over years: gaps stay gaps, editions stay apart, a stand-in year says so."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from factories import (
    make_answer,
    make_city,
    make_country,
    make_dataset,
    make_indicator,
    make_observation,
    make_organisation,
)
from shipped import shipped_dataset

from analysis.indicators import (
    DECENTRALISATION_INDICATORS,
    DOT_ROWS,
    aligned_lists,
    allows_log,
    axis_bounds,
    cadence,
    change_of,
    distribution,
    entities_of,
    latest_values,
    pairs_of,
    published_years,
    series_of,
    skipped_years,
    speaker_countries,
    spread,
)
from data.load import Dataset
from data.schema import Answer, Direction, IndicatorLevel

RANK = "imd_sci_rank"


@cache
def published() -> Dataset:
    return shipped_dataset()


def dataset_of(*values, indicator_id="test_indicator", **tables):
    """One indicator with ``(entity, year, value)``."""
    return make_dataset(
        countries=[make_country(code) for code in ("TST", "AAA", "BBB")],
        indicators=[make_indicator(indicator_id)],
        observations=[
            make_observation(value, entity_id=entity, year=year, indicator_id=indicator_id)
            for entity, year, value in values
        ],
        **tables,
    )


def ranks_of(*years):
    return make_dataset(
        indicators=[
            make_indicator(
                RANK,
                level=IndicatorLevel.CITY,
                direction=Direction.LOWER_BETTER,
                minimum=1,
                maximum=146,
            )
        ],
        observations=[
            make_observation(float(position), entity_id="testville", year=year, indicator_id=RANK)
            for position, year in enumerate(years, start=10)
        ],
    )


def years_of(segments):
    return [[row.year for row in segment] for segment in segments]


def test_a_missing_year_is_a_gap():
    dataset = dataset_of(
        ("TST", 2018, 1.0),
        ("TST", 2019, 2.0),
        ("TST", 2021, 3.0),
        *(("AAA", y, 1.0) for y in range(2018, 2022)),
    )
    [series] = series_of(dataset, "test_indicator", ["TST"])

    assert years_of(series.segments) == [[2018, 2019], [2021]]
    assert series.missing_years == (2020,)


def test_two_years_apart_are_joined_where_the_indicator_appears_every_two_years():
    dataset = dataset_of(*(("TST", year, 1.0) for year in (2012, 2014, 2016, 2018, 2022, 2024)))
    [series] = series_of(dataset, "test_indicator", ["TST"])

    assert years_of(series.segments) == [[2012, 2014, 2016, 2018], [2022, 2024]]
    assert skipped_years(published_years(dataset, "test_indicator")) == (2020,)


def test_editions_of_two_methods_are_never_joined_even_without_a_gap():
    dataset = ranks_of(2019, 2020, 2021, 2023, 2024, 2025)
    [series] = series_of(dataset, RANK, ["testville"])
    assert years_of(series.segments) == [[2019, 2020, 2021], [2023, 2024, 2025]]

    [close] = series_of(ranks_of(2019, 2021, 2023, 2025), RANK, ["testville"])
    assert cadence([2019, 2021, 2023, 2025]) == 2
    assert years_of(close.segments) == [[2019, 2021], [2023, 2025]]


def test_a_change_is_read_within_one_edition():
    dataset = ranks_of(2019, 2021, 2023, 2025)
    change = change_of(series_of(dataset, RANK, ["testville"]), RANK)

    assert change is not None
    assert (change.first, change.last) == (2023, 2025)
    assert change_of(series_of(ranks_of(2019, 2021, 2023), RANK, ["testville"]), RANK) is None


def test_a_change_counts_only_series_with_both_years():
    dataset = dataset_of(
        ("TST", 2020, 1.0),
        ("TST", 2021, 2.0),
        ("AAA", 2020, 5.0),
        ("AAA", 2021, 4.0),
        ("BBB", 2021, 9.0),
    )
    change = change_of(
        series_of(dataset, "test_indicator", ["TST", "AAA", "BBB"]), "test_indicator"
    )

    assert change is not None
    assert (change.higher, change.lower, change.equal, change.total) == (1, 1, 0, 2)
    assert change.compared == ("TST", "AAA")


def test_a_country_without_a_value_is_missing_never_zero():
    dataset = dataset_of(("TST", 2020, 4.0))
    known = latest_values(dataset, "test_indicator", ["TST", "AAA"])
    empty = series_of(dataset, "test_indicator", ["AAA"])[0]

    assert [row.value for row in known.values] == [4.0]
    assert known.missing == ("AAA",)
    assert known.median == 4.0
    assert empty.segments == ()


def test_a_value_of_another_year_is_named_as_standing_in():
    dataset = dataset_of(("TST", 2022, 1.0), ("AAA", 2022, 1.0), ("BBB", 2019, 1.0))
    known = latest_values(dataset, "test_indicator", ["TST", "AAA", "BBB"])

    assert known.reference_year == 2022
    assert [row.entity_id for row in known.stand_ins] == ["BBB"]


def test_a_latest_rank_of_the_old_method_does_not_stand_beside_new_ones():
    dataset = make_dataset(
        cities=[make_city("a"), make_city("b"), make_city("c")],
        indicators=[make_indicator(RANK, level=IndicatorLevel.CITY)],
        observations=[
            make_observation(5.0, entity_id=city, year=year, indicator_id=RANK)
            for city, year in (("a", 2025), ("b", 2025), ("c", 2021))
        ],
    )
    known = latest_values(dataset, RANK, ["a", "b", "c"])

    assert [row.entity_id for row in known.values] == ["a", "b"]
    assert known.missing == ("c",)


def test_a_pair_keeps_the_year_of_each_side_and_names_who_lacks_one():
    dataset = make_dataset(
        countries=[make_country("TST"), make_country("AAA")],
        indicators=[make_indicator("one"), make_indicator("two")],
        observations=[
            make_observation(1.0, indicator_id="one", year=2024),
            make_observation(2.0, indicator_id="two", year=2022),
            make_observation(3.0, indicator_id="one", year=2024, entity_id="AAA"),
        ],
    )
    pairs, missing = pairs_of(dataset, "one", "two", ["TST", "AAA"])

    assert [(pair.x.year, pair.y.year) for pair in pairs] == [(2024, 2022)]
    assert missing == ("AAA",)


def test_every_value_of_a_distribution_is_one_dot_and_the_chosen_stand_last():
    dataset = dataset_of(("TST", 2020, 50.0), ("AAA", 2020, 50.5), ("BBB", 2020, 100.0))
    rows = latest_values(dataset, "test_indicator", ["TST", "AAA", "BBB"]).values
    dots = {dot.row.entity_id: dot for dot in distribution(rows, 0, 100, {"AAA"})}

    assert dots["TST"].level == dots["AAA"].level
    assert (dots["TST"].position, dots["AAA"].position) == (0, 1)
    assert all(abs(dot.level - dot.row.value) <= 100 / DOT_ROWS for dot in dots.values())


@pytest.mark.parametrize(
    ("values", "apt"),
    [
        ([], False),
        ([0.0, 100.0], False),
        ([1.0, 19.0], False),
        ([1.0, 20.0], True),
        ([-1.0, 9.0], False),
    ],
)
def test_a_logarithmic_axis_is_apt_for_positive_values_of_different_size(values, apt):
    assert allows_log(values) is apt


def test_no_value_is_cut_off_by_the_axis():
    dataset = published()
    for indicator in dataset.indicators.values():
        values = [
            row.value for row in dataset.observations if row.indicator_id == indicator.indicator_id
        ]
        low, high = axis_bounds(indicator, values)
        assert low <= min(values) <= max(values) <= high


def test_two_lists_say_unknown_and_are_in_the_order_of_the_table_not_of_a_value():
    dataset = make_dataset(
        cities=[make_city("one"), make_city("two", country_iso3="AAA")],
        countries=[make_country("TST"), make_country("AAA")],
        indicators=[make_indicator(DECENTRALISATION_INDICATORS[0])],
        observations=[
            make_observation(0.1, indicator_id=DECENTRALISATION_INDICATORS[0], entity_id="AAA")
        ],
        criteria=[make_answer("VIS1", city_id="one")],
    )
    one, two = aligned_lists(dataset, DECENTRALISATION_INDICATORS[0], ["AAA", "TST"], [])

    assert (one.power, two.power is not None) == (None, True)
    assert one.practices.counts[Answer.YES] == 1
    assert two.practices.counts[Answer.NO] == 0
    assert two.practices.unknown == two.practices.total == 23


def test_speakers_are_cities_and_organisations():
    dataset = make_dataset(
        countries=[make_country("TST"), make_country("AAA"), make_country("BBB")],
        cities=[make_city("one", is_conference_speaker=True)],
        organisations=[make_organisation(country_iso3="BBB", is_conference_speaker=True)],
    )
    assert speaker_countries(dataset) == ("TST", "BBB")


def test_an_indicator_of_cities_lists_cities():
    dataset = published()
    cities = entities_of(dataset, dataset.indicators[RANK])

    assert set(cities) <= set(dataset.cities)
    assert len(cities) == 11


@pytest.mark.parametrize(
    "wanted", [[], [5.0], [5.0, 5.0, 5.0], [0.0, 1.0, 99.0, 100.0], [50.0] * 9, [3.0, 90.0, 2.0]]
)
def test_labels_never_overlap_and_keep_their_order(wanted):
    placed = spread(wanted, 10, 0, 100)
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    stands = [placed[index] for index in order]

    assert all(later - earlier >= 10 - 1e-9 for earlier, later in pairwise(stands))
    assert all(-1e-9 <= stand <= 100 + 1e-9 for stand in placed)
