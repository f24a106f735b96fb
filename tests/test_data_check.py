"""Every fault of the tables is found, not only the first, and a fault hides no other."""

import pytest
from factories import make_city, make_factor, make_project, make_source, make_strategy, make_tables

from data.check import KEYS, check_tables, faults_of
from data.errors import DataError, Rule


def tables_with(**tables):
    return {table: make_tables(**tables).get(table, []) for table in KEYS}


def told(tables):
    return [(fault.rule, fault.file, fault.key) for fault in faults_of(tables, {})]


def test_tables_without_a_fault_have_none():
    assert told(tables_with()) == []


def test_every_fault_is_named_with_its_row():
    projects = [
        make_project("late", start_year=2022, end_year=2020),
        make_project("lost", city_id="nowhere"),
        make_project("double", organisation_id="nobody"),
    ]
    assert told(tables_with(projects=projects)) == [
        (Rule.UNKNOWN_REFERENCE, "projects", ("lost",)),
        (Rule.UNKNOWN_REFERENCE, "projects", ("double",)),
        (Rule.ONE_OWNER, "projects", ("double",)),
        (Rule.PERIOD, "projects", ("late",)),
    ]


def test_a_reference_in_vain_stops_no_other_rule():
    factors = [make_factor(project_id="nowhere"), make_factor("second", city_id=None)]
    assert told(tables_with(factors=factors)) == [
        (Rule.UNKNOWN_REFERENCE, "factors", ("test-factor",)),
        (Rule.ONE_OWNER, "factors", ("second",)),
    ]


def test_the_first_fault_is_the_one_that_stops_a_load():
    tables = tables_with(
        sources=[make_source(), make_source()],
        cities=[make_city(source_ids=())],
        strategies=[make_strategy(start_year=2022, end_year=2020)],
    )
    first = next(faults_of(tables, {}))
    with pytest.raises(DataError) as caught:
        check_tables(tables, {})

    assert caught.value.args == first.args
    assert first.rule is Rule.DUPLICATE
