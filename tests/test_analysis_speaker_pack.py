"""Facts of a speaker: whose records count, which are shown first, what stays unknown. Golden by hand."""

import pytest
from factories import (
    SOURCE_ID,
    make_answer,
    make_city,
    make_country,
    make_dataset,
    make_factor,
    make_indicator,
    make_network,
    make_observation,
    make_organisation,
    make_project,
    make_source,
    make_strategy,
)

from analysis.speaker_pack import (
    best_documented,
    box_around,
    by_stage,
    city_subject,
    lessons,
    main_sources,
    national_figures,
    organisation_subject,
    peer_choice,
    practices,
    same_region,
    strategy_years,
)
from data.dates import PartialDate
from data.schema import FactorKind, ProjectStage

SOURCES = [make_source(SOURCE_ID), *(make_source(name) for name in ("a", "b", "c"))]


def ids(records):
    return [next(iter(getattr(row, name) for name in row.__slots__)) for row in records]


# ---- whose records


def test_a_city_speaks_with_its_own_records():
    dataset = make_dataset(
        cities=[make_city(), make_city("autre")],
        projects=[make_project("p"), make_project("q", city_id="autre")],
        strategies=[make_strategy("s"), make_strategy("u", city_id="autre")],
    )
    subject = city_subject(dataset, "testville")
    assert ids(subject.projects) == ["p"]
    assert ids(subject.strategies) == ["s"]
    assert subject.country_iso3 == "TST"


def association(**tables):
    """An association of a country with two cities, and a city of another country."""
    return make_dataset(
        **{
            "countries": [make_country(), make_country("OTH")],
            "cities": [make_city("aba"), make_city("bebo"), make_city("loin", country_iso3="OTH")],
            "organisations": [make_organisation(country_iso3="TST")],
            "projects": [
                make_project("own", city_id=None, organisation_id="test-organisation"),
                make_project("city", city_id="aba"),
                make_project("far", city_id="loin"),
            ],
        }
        | tables
    )


def test_an_association_stands_among_the_cities_of_its_country():
    subject = organisation_subject(association(), "test-organisation")
    assert ids(subject.cities) == ["aba", "bebo"]
    assert ids(subject.own_projects) == ["own"]
    assert ids(subject.projects) == ["own", "city"]


def test_a_network_without_a_country_stands_among_its_members():
    dataset = association(
        organisations=[make_organisation("test-network")],
        networks=[make_network()],
        cities=[
            make_city("aba"),
            make_city("loin", country_iso3="OTH", network_ids=("test-network",)),
        ],
        projects=[make_project("far", city_id="loin")],
    )
    subject = organisation_subject(dataset, "test-network")
    assert ids(subject.cities) == ["loin"]
    assert subject.country_iso3 is None


def test_factors_of_an_association_are_its_own():
    dataset = association(
        factors=[
            make_factor("own", city_id=None, organisation_id="test-organisation"),
            make_factor("city", city_id="aba"),
        ]
    )
    assert ids(organisation_subject(dataset, "test-organisation").factors) == ["own"]


# ---- strategies on years


def test_strategies_stand_by_their_first_known_year():
    found = strategy_years(
        [
            make_strategy("late", start_year=2022),
            make_strategy("end", start_year=None, end_year=2021),
            make_strategy("early", start_year=2018),
        ],
        12,
    )
    assert ids(found.shown) == ["early", "end", "late"]
    assert (found.left_out, found.undated) == (0, 0)


def test_a_strategy_without_a_year_is_counted_and_not_placed():
    found = strategy_years([make_strategy(start_year=None), make_strategy("dated")], 12)
    assert ids(found.shown) == ["dated"]
    assert found.undated == 1


def test_too_many_strategies_leave_out_those_that_began_first():
    rows = [make_strategy(str(year), start_year=year) for year in range(2000, 2014)]
    found = strategy_years(rows, 12)
    assert [row.start_year for row in found.shown] == list(range(2002, 2014))
    assert found.left_out == 2


# ---- projects and lessons


def test_every_stage_stands_in_one_group():
    rows = [make_project(stage.value, stage=stage) for stage in ProjectStage]
    groups = by_stage(rows)
    assert {key: sorted(ids(held)) for key, held in groups.items()} == {
        "running": ["operational", "scaled"],
        "coming": ["pilot", "planned"],
        "rest": ["ended", "unknown"],
    }


def test_the_best_documented_project_comes_first_then_the_newest():
    rows = [
        make_project("old", start_year=2015),
        make_project("new", start_year=2024),
        make_project("documented", start_year=2010, source_ids=(SOURCE_ID, "a")),
    ]
    assert ids(best_documented(rows)) == ["documented", "new", "old"]


def test_lessons_are_of_two_kinds_the_best_documented_first():
    rows = [
        make_factor("one"),
        make_factor("two", source_ids=(SOURCE_ID, "a")),
        make_factor("hard", kind=FactorKind.DIFFICULTY),
    ]
    found = lessons(rows)
    assert ids(found[FactorKind.SUCCESS]) == ["two", "one"]
    assert ids(found[FactorKind.DIFFICULTY]) == ["hard"]


# ---- criteria and comparable cities


def test_criteria_of_a_city_add_up_without_those_that_do_not_apply():
    dataset = make_dataset(
        criteria=[
            make_answer("VIS1", "yes"),
            make_answer("VIS2", "partial"),
            make_answer("VIS3", "no"),
            make_answer("VIS4", "not_applicable"),
            make_answer("GOV4", "yes"),
        ]
    )
    (row,) = practices(dataset, dataset.cities.values())
    assert (row.known, row.unknown, row.applicable) == (3, 19, 22)


def test_comparable_cities_are_chosen_by_what_they_share_not_by_what_they_document():
    dataset = make_dataset(
        cities=[
            make_city(),
            make_city("same"),
            make_city("documented", population=9_000_000),
            make_city("twin"),
        ],
        criteria=[make_answer("VIS1", city_id="documented")],
    )
    choice = peer_choice(dataset, dataset.cities["testville"], 1)
    assert ids(choice.shown) == ["same"]
    assert choice.comparable == 2


# ---- sources


def test_the_source_that_most_facts_cite_comes_first_then_the_latest():
    dataset = make_dataset(
        sources=[
            *SOURCES[:3],
            make_source("c", published=PartialDate(2025)),
            make_source("undated", published=None),
        ],
        cities=[make_city(source_ids=(SOURCE_ID,))],
        projects=[
            make_project("p", source_ids=("a", "b")),
            make_project("q", source_ids=("b", "c", "undated")),
        ],
    )
    found = main_sources(dataset, city_subject(dataset, "testville"), 2)
    assert ids(found.shown) == ["b", "c"]
    assert set(found.source_ids) == {"a", "b", "c", "undated", SOURCE_ID}
    assert found.undated == 1


def test_where_its_cities_lie_is_no_fact_of_an_association():
    dataset = association(
        sources=SOURCES,
        cities=[make_city("aba", source_ids=("a",)), make_city("bebo", source_ids=("a",))],
        projects=[make_project("p", city_id="aba", source_ids=("b",))],
    )
    found = main_sources(dataset, organisation_subject(dataset, "test-organisation"))
    assert found.source_ids[-1] == "a"


# ---- national figures and boxes


def test_national_figures_are_the_latest_of_those_there_are():
    dataset = make_dataset(
        indicators=[make_indicator("egdi")],
        observations=[
            make_observation(0.5, indicator_id="egdi", year=2020),
            make_observation(0.7, indicator_id="egdi", year=2024),
        ],
    )
    (row,) = national_figures(dataset, "TST")
    assert (row.year, row.value) == (2024, 0.7)


def test_no_country_has_no_national_figure():
    assert national_figures(make_dataset(), None) == ()


def test_a_region_is_that_of_the_country():
    dataset = make_dataset(
        countries=[make_country(), make_country("OTH"), make_country("SAM", region="melanesia")],
        cities=[
            make_city(),
            make_city("far", country_iso3="OTH"),
            make_city("near", country_iso3="SAM"),
        ],
    )
    assert ids(same_region(dataset, dataset.cities["testville"])) == ["testville", "near"]


def test_a_box_has_its_least_size_around_one_city():
    city = make_city(longitude=105.0, latitude=10.0)
    assert box_around([city], least=(6.0, 4.0), margin=0.5) == (102.0, 8.0, 108.0, 12.0)


def test_a_box_takes_its_margin_on_each_side_and_stays_on_the_globe():
    cities = [make_city(longitude=160.0, latitude=0.0), make_city(longitude=180.0, latitude=10.0)]
    west, south, east, north = box_around(cities, least=(1.0, 1.0), margin=0.1)
    assert (west, south, east, north) == pytest.approx((158.0, -1.0, 180.0, 11.0))
