"""What is unknown, old, undated or rests on one source; searches that found nothing."""

from datetime import date

import pytest
from factories import (
    SOURCE_ID,
    make_answer,
    make_city,
    make_criterion_definition,
    make_dataset,
    make_network,
    make_project,
    make_source,
)

from analysis.completeness import (
    Extent,
    counts_by_table,
    last_searches,
    old_rows,
    silences,
    single_source_rows,
    undated_sources,
    unknown_answers,
)
from data.dates import PartialDate
from data.schema import SourceKind
from data.store.desk import Search

TODAY = date(2026, 11, 25)
EVERYWHERE = Extent()


def make_search(search_id=1, **changes):
    values = {
        "search_id": search_id,
        "city_id": "a",
        "criterion_id": "DAT1",
        "searched_on": date(2026, 11, 1),
        "languages": ("fr",),
        "places": "site of the city",
        "is_found": False,
        "staff_id": "ada",
    }
    return Search(**values | changes)


def three_cities(**tables):
    """Three comparable cities (same country, same class of population): a, b, c."""
    cities = [make_city(name) for name in "abc"]
    return make_dataset(cities=cities, **tables)


def test_the_unknown_that_most_comparable_cities_document_comes_first():
    answers = [
        make_answer("GOV1", city_id="b"),
        make_answer("DAT1", city_id="b", answer="no"),
        make_answer("DAT1", city_id="c"),
    ]
    found = unknown_answers(three_cities(criteria=answers), Extent(cities=frozenset("a")))

    assert [(item.criterion_id, item.documented_by) for item in found[:2]] == [
        ("DAT1", ("b", "c")),
        ("GOV1", ("b",)),
    ]
    assert {item.comparable for item in found} == {2}


def test_a_documented_criterion_is_not_unknown_even_when_the_answer_is_no():
    dataset = three_cities(criteria=[make_answer("DAT1", city_id="a", answer="no")])
    pairs = {(item.city_id, item.criterion_id) for item in unknown_answers(dataset, EVERYWHERE)}

    assert ("a", "DAT1") not in pairs
    assert ("b", "DAT1") in pairs


def test_a_criterion_of_context_is_not_asked_for():
    assert "GOV4" not in {item.criterion_id for item in unknown_answers(three_cities(), EVERYWHERE)}


@pytest.mark.parametrize(
    ("extent", "kept"),
    [
        (EVERYWHERE, {"a", "b", "c"}),
        (Extent(cities=frozenset("b")), {"b"}),
        (Extent(countries=frozenset({"TST"})), {"a", "b", "c"}),
        (Extent(networks=frozenset({"test-network"})), {"c"}),
        (Extent(cities=frozenset("a"), networks=frozenset({"test-network"})), set()),
    ],
)
def test_every_filter_of_places_must_hold(extent, kept):
    cities = [make_city("a"), make_city("b"), make_city("c", network_ids=("test-network",))]
    dataset = make_dataset(cities=cities, networks=[make_network()])

    assert {item.city_id for item in unknown_answers(dataset, extent)} == kept


def test_what_is_over_36_months_old_comes_oldest_first_and_the_undated_has_no_age():
    projects = [
        make_project("young", city_id="a", as_of=PartialDate(2023, 12)),
        make_project("old", city_id="a", as_of=PartialDate(2022)),
        make_project("older", city_id="b", as_of=PartialDate(2019, 3)),
        make_project("undated", city_id="a", as_of=None),
    ]
    found = old_rows(three_cities(projects=projects), TODAY, EVERYWHERE)

    assert [row.key for row in found] == [("older",), ("old",)]


def test_a_population_figure_ages_with_its_year():
    dataset = make_dataset(
        cities=[make_city("a", population_year=2009), make_city("b", population_year=None)]
    )
    assert [(row.table, row.key) for row in old_rows(dataset, TODAY, EVERYWHERE)] == [
        ("cities", ("a",))
    ]


def test_rows_with_one_source_come_weakest_grade_first_and_those_with_two_are_left_out():
    sources = [
        make_source(),
        make_source("press", kind=SourceKind.PRESS),
        make_source("firm", kind=SourceKind.COMPANY),
    ]
    projects = [
        make_project("on-press", city_id="a", source_ids=("press",)),
        make_project("on-firm", city_id="a", source_ids=("firm",)),
        make_project("on-two", city_id="a", source_ids=("press", "firm")),
    ]
    found = single_source_rows(three_cities(sources=sources, projects=projects), EVERYWHERE)

    assert [row.key for row in found if row.table == "projects"] == [("on-firm",), ("on-press",)]
    assert counts_by_table(found) == {"cities": 3, "projects": 2}


def test_undated_sources_come_by_how_many_facts_rest_on_them():
    sources = [
        make_source(),
        make_source("little", published=None),
        make_source("much", published=None),
    ]
    projects = [
        make_project("one", city_id="a", source_ids=("much",)),
        make_project("two", city_id="b", source_ids=("much", "little")),
    ]
    dataset = three_cities(sources=sources, projects=projects)

    found = undated_sources(dataset, EVERYWHERE)
    assert [(item.source.source_id, item.facts) for item in found] == [("much", 2), ("little", 1)]
    of_a = undated_sources(dataset, Extent(cities=frozenset("a")))
    assert [item.source.source_id for item in of_a] == ["much"]
    assert SOURCE_ID not in {item.source.source_id for item in found}


def test_a_filter_of_criteria_keeps_answers_and_what_they_rest_on_only():
    sources = [make_source("cited", published=None), make_source("other", published=None)]
    dataset = make_dataset(
        sources=[make_source(), *sources],
        projects=[make_project(as_of=PartialDate(2015), source_ids=("other",))],
        criteria=[
            make_answer("DAT1", as_of=PartialDate(2015), source_ids=("cited",)),
            make_answer("GOV1", as_of=PartialDate(2015), source_ids=("other",)),
        ],
    )
    only = Extent(criteria=frozenset({"DAT1"}))

    assert [row.key for row in old_rows(dataset, TODAY, only)] == [("testville", "DAT1")]
    assert [row.key for row in single_source_rows(dataset, only)] == [("testville", "DAT1")]
    assert [item.source.source_id for item in undated_sources(dataset, only)] == ["cited"]


def public_dataset(**tables):
    definitions = [
        make_criterion_definition("DAT1", is_public_by_nature=True),
        make_criterion_definition("GOV1"),
    ]
    return three_cities(criterion_definitions=definitions, **tables)


def test_only_a_criterion_public_by_nature_is_read_as_searched_and_not_found():
    searches = [make_search(1), make_search(2, criterion_id="GOV1")]
    found = silences(public_dataset(), searches, EVERYWHERE)

    assert [(item.city_id, item.criterion_id) for item in found] == [("a", "DAT1")]


def test_a_later_search_that_found_something_ends_the_silence():
    later = make_search(2, searched_on=date(2026, 11, 2), is_found=True)

    assert silences(public_dataset(), [make_search(1), later], EVERYWHERE) == ()
    assert last_searches([later, make_search(1)]) == {("a", "DAT1"): later}


def test_a_documented_answer_ends_the_silence():
    dataset = public_dataset(criteria=[make_answer("DAT1", city_id="a")])

    assert silences(dataset, [make_search()], EVERYWHERE) == ()


def test_a_search_on_the_city_as_a_whole_says_nothing_of_a_criterion():
    assert silences(public_dataset(), [make_search(criterion_id="")], EVERYWHERE) == ()
