"""What the whole edition knows: hand-made cases a reader can add up, then the published tables."""

from dataclasses import replace
from datetime import date

import pytest
from shipped import shipped_dataset

from analysis.overview import (
    Age,
    age_of,
    count_records,
    coverage_by_dimension,
    gaps,
    interval,
    projects_by_line,
    recency,
)
from data.dates import PartialDate
from data.load import build_dataset
from data.schema import Answer, CriterionAnswer, Dimension, ProjectStage, StrategyStatus

PUBLISHED = shipped_dataset()
HUE, NAMUR = PUBLISHED.cities["hue"], PUBLISHED.cities["namur"]
SOURCE = "geonames"
TODAY = date(2026, 11, 24)


def answer(city, criterion_id, state, as_of=None):
    return CriterionAnswer(
        city_id=city.city_id,
        criterion_id=criterion_id,
        answer=Answer(state),
        note_fr="",
        note_en="",
        as_of=as_of,
        source_ids=(SOURCE,),
    )


def two_cities(*, answers=(), projects=(), strategies=()):
    """Hué and Namur with the 24 definitions, and nothing else but what the test gives."""
    tables = PUBLISHED.tables() | {
        "cities": (HUE, NAMUR),
        "strategies": strategies,
        "projects": projects,
        "factors": (),
        "criteria": answers,
        "observations": (),
        "programmes": (),
    }
    return build_dataset(**tables)


def dimension(dataset, code):
    return next(item for item in coverage_by_dimension(dataset) if item.dimension_id == code)


def test_a_pair_without_a_row_is_unknown_and_never_a_no():
    dataset = two_cities(answers=[answer(HUE, "DAT1", "yes"), answer(NAMUR, "DAT1", "partial")])
    data = dimension(dataset, Dimension.DATA)
    assert (data.yes, data.partial, data.no, data.unknown) == (1, 1, 0, 6)
    assert data.known == 2
    assert data.applicable == 8


def test_gov4_is_context_and_never_counted():
    dataset = two_cities(answers=[answer(HUE, "GOV4", "yes"), answer(HUE, "GOV1", "no")])
    governance = dimension(dataset, Dimension.GOVERNANCE)
    assert governance.criteria == 3
    assert (governance.yes, governance.no, governance.unknown) == (0, 1, 5)
    assert recency(dataset, TODAY)[2].total == 1


def test_not_applicable_is_out_of_the_count():
    dataset = two_cities(answers=[answer(HUE, "SER3", "not_applicable")])
    services = dimension(dataset, Dimension.SERVICES)
    assert services.not_applicable == 1
    assert services.known == 0
    assert services.applicable == services.unknown == 7


def test_every_dimension_is_there_even_with_no_answer_at_all():
    dimensions = coverage_by_dimension(two_cities())
    assert [item.dimension_id for item in dimensions] == list(Dimension)
    assert sum(item.unknown for item in dimensions) == 2 * 23


@pytest.mark.parametrize(
    ("as_of", "age"),
    [
        (None, Age.UNDATED),
        (PartialDate(2027), Age.UNDER_12),
        (PartialDate(2025, 11, 24), Age.UNDER_12),
        (PartialDate(2025, 11, 23), Age.FROM_12_TO_36),
        (PartialDate(2025, 11), Age.UNDER_12),
        (PartialDate(2025), Age.UNDER_12),
        (PartialDate(2023, 11, 24), Age.FROM_12_TO_36),
        (PartialDate(2023, 11, 23), Age.OVER_36),
        (PartialDate(2022), Age.OVER_36),
    ],
)
def test_age_is_counted_from_the_end_of_the_period(as_of, age):
    assert age_of(as_of, TODAY) is age


def test_every_fact_falls_in_exactly_one_age_class():
    for table, records in zip(
        recency(PUBLISHED, TODAY),
        (PUBLISHED.projects, PUBLISHED.strategies, None),
        strict=True,
    ):
        assert list(table.counts) == list(Age)
        if records is not None:
            assert table.total == len(records)


def test_lines_without_projects_are_kept_with_zero_in_the_order_of_the_programme():
    model = PUBLISHED.projects["pp-traffic-control"]
    projects = [
        replace(model, project_id=name, city_id=city.city_id, line_id="A2.1")
        for name, city in (("a", HUE), ("b", HUE), ("c", NAMUR))
    ]
    counts = projects_by_line(two_cities(projects=projects))
    assert [count.line_id for count in counts] == list(PUBLISHED.lines)
    found = {count.line_id: (count.projects, count.cities) for count in counts}
    assert found["A2.1"] == (3, 2)
    assert found["A3.3"] == (0, 0)


def test_a_project_of_an_organisation_counts_on_its_line_but_in_no_city():
    model = PUBLISHED.projects["pp-traffic-control"]
    organisation_id = next(iter(PUBLISHED.organisations))
    project = replace(model, city_id=None, organisation_id=organisation_id, line_id="A1.3")
    dataset = two_cities(projects=[project])
    assert count_records(dataset).of_organisations == 1
    found = {count.line_id: (count.projects, count.cities) for count in projects_by_line(dataset)}
    assert found["A1.3"] == (1, 0)


def test_countries_are_those_of_a_city_not_all_the_tables_name():
    counts = count_records(two_cities())
    assert (counts.cities, counts.countries) == (2, 2)
    assert count_records(PUBLISHED).countries < len(PUBLISHED.countries)


def test_gaps_count_what_no_source_tells():
    project = replace(
        PUBLISHED.projects["pp-traffic-control"], city_id="hue", stage=ProjectStage.UNKNOWN
    )
    plan = replace(
        next(iter(PUBLISHED.strategies.values())),
        city_id="hue",
        organisation_id=None,
        status=StrategyStatus.UNKNOWN,
    )
    left = gaps(two_cities(projects=[project], strategies=[plan]))
    assert (left.unknown_stages, left.unknown_statuses, left.cities_without_strategy) == (1, 1, 1)


def test_the_worked_example_of_the_method():
    result = interval(yes=9, partial=2, no=1, unknown=12)
    assert result.documented == 10 / 24
    assert result.possible == 22 / 24
    assert result.coverage == 0.5


@pytest.mark.parametrize("unknown", [0, 1, 7])
def test_the_width_of_the_interval_is_the_share_of_the_unknown(unknown):
    result = interval(yes=2, partial=3, no=1, unknown=unknown)
    assert result.possible - result.documented == pytest.approx(1 - result.coverage)


def test_an_interval_of_nothing_is_refused():
    with pytest.raises(ValueError, match="applicable"):
        interval(yes=0, partial=0, no=0, unknown=0)


def test_published_pairs_add_up_to_cities_times_scored_criteria():
    dimensions = coverage_by_dimension(PUBLISHED)
    total = sum(item.applicable + item.not_applicable for item in dimensions)
    assert total == 23 * len(PUBLISHED.cities)
