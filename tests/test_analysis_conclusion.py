"""Facts of the conclusion: lines, criteria, risks, and actions that others could ask about."""

import pytest
from factories import make_answer, make_city, make_dataset, make_project

from analysis.conclusion import (
    actions,
    are_few,
    fewest,
    lines_of,
    projects_of_line,
    stages_by_technology,
    states_of,
    without_projects,
)
from data.schema import Answer, ProjectStage, TechnologyLevel

CITIES = ["aba", "bebo", "cotu", "dara", "elim"]


def dataset_of(**tables):
    return make_dataset(**{"cities": [make_city(name) for name in CITIES]} | tables)


def answers(criterion_id, *states):
    """Answers of the cities in order; None: no row, unknown."""
    return [
        make_answer(criterion_id, state, city_id=name)
        for name, state in zip(CITIES, states, strict=False)
        if state is not None
    ]


def test_a_city_counts_once_on_a_line_and_an_empty_line_stays():
    dataset = dataset_of(
        projects=[
            make_project("p", city_id="aba", line_id="A2.1"),
            make_project("q", city_id="aba", line_id="A2.1"),
            make_project("r", city_id="bebo", line_id="A2.1"),
            make_project("s", city_id="cotu", line_id="A3.3"),
        ]
    )
    found = {line.line_id: (line.projects, line.cities) for line in lines_of(dataset, CITIES[:2])}
    assert found["A2.1"] == (3, 2)
    assert found["A3.3"] == (0, 0)
    assert len(found) == 9


@pytest.mark.parametrize(
    ("cities", "total", "few"),
    [(0, 0, True), (0, 1, True), (1, 1, False), (3, 10, True), (4, 10, False), (25, 75, False)],
)
def test_few_is_under_a_third(cities, total, few):
    assert are_few(cities, total) is few


def test_fewest_keeps_every_tie():
    assert fewest([3, 1, 2, 1]) == (1, 3)
    assert fewest([2, 2]) == (0, 1)
    assert fewest([]) == ()


def test_a_city_without_a_project_found_is_counted():
    dataset = dataset_of(projects=[make_project("p", city_id="aba")])
    assert without_projects(dataset, CITIES) == 4


def test_every_city_is_in_one_state_of_each_criterion():
    dataset = dataset_of(criteria=answers("INC2", "yes", "no", "partial"))
    access, measures = states_of(dataset, CITIES, ["INC2", "INC4"])
    assert access.counts == {
        Answer.YES: 1,
        Answer.PARTIAL: 1,
        Answer.NO: 1,
        Answer.NOT_APPLICABLE: 0,
        Answer.UNKNOWN: 2,
    }
    assert measures.counts[Answer.UNKNOWN] == 5


def test_high_technology_is_counted_apart_at_each_stage():
    rows = [
        make_project("p", technology_level=TechnologyLevel.HIGH, stage=ProjectStage.PILOT),
        make_project("q", technology_level=TechnologyLevel.MEDIUM, stage=ProjectStage.PILOT),
        make_project("r", technology_level=TechnologyLevel.LOW, stage=ProjectStage.PILOT),
    ]
    found = stages_by_technology(rows)
    assert found[True, ProjectStage.PILOT] == 1
    assert found[False, ProjectStage.PILOT] == 2
    assert found[True, ProjectStage.ENDED] == 0
    assert len(found) == 2 * len(ProjectStage)


def test_projects_of_a_line_keep_their_order():
    rows = [
        make_project(name, line_id=line)
        for name, line in (("b", "A2.2"), ("a", "A2.2"), ("c", "A2.1"))
    ]
    assert [row.project_id for row in projects_of_line(rows, "A2.2")] == ["b", "a"]


def test_an_action_is_practised_somewhere_and_open_in_most_cities():
    dataset = dataset_of(
        criteria=[
            *answers("DAT1", "yes", "partial", "no"),
            *answers("VIS1", "yes", "yes", "yes"),
            *answers("SER1", "no"),
            *answers("ECO1", "yes"),
            *answers("GOV4", "yes"),
        ]
    )
    found = actions(dataset, CITIES)
    assert [action.criterion_id for action in found] == ["DAT1", "ECO1"]
    data = found[0]
    assert data.practised_by == ("aba", "bebo")
    assert data.open_for == ("cotu", "dara", "elim")
    assert data.refused == 1


def test_half_of_the_cities_is_not_most_of_them():
    dataset = dataset_of(criteria=answers("DAT1", "yes", "yes"))
    assert actions(dataset, CITIES[:4]) == ()


def test_what_does_not_apply_is_neither_practised_nor_open():
    dataset = dataset_of(criteria=answers("DAT1", "yes", "not_applicable", "not_applicable"))
    assert actions(dataset, CITIES[:4]) == ()
