"""Facts of the conclusion: what the nine lines hold, what cities do already, what they could ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from analysis.coverage import state_of
from analysis.overview import LineCount
from analysis.questions import PRACTISED
from data.load import Dataset
from data.schema import Answer, Project, ProjectStage, TechnologyLevel

RISK_LINE = "A2.2"
PLATFORM_LINE = "A2.3"

HELP_CRITERIA = ("GOV1", "INC3", "GOV4")
"""Office, training of staff, and the peer network, which is context and not scored."""

DIVIDE_CRITERIA = ("INC1", "INC2", "INC3", "INC4")
PUBLIC_ACCESS, DIVIDE_MEASURES = "INC2", "INC4"

OPEN = frozenset({Answer.UNKNOWN, Answer.NO})
"""States of a criterion that a city could ask others about."""

FEW_OF = 3
"""A line is little documented when under one city in this many has a project on it."""


def lines_of(dataset: Dataset, city_ids: Iterable[str]) -> tuple[LineCount, ...]:
    """Projects and cities of each line of the programme, every line present, in its order."""
    pairs = [
        (project.line_id, city_id)
        for city_id in city_ids
        for project in dataset.projects_of_city(city_id)
    ]
    projects = Counter(line_id for line_id, _ in pairs)
    cities = Counter(line_id for line_id, _ in set(pairs))
    return tuple(
        LineCount(
            line_id=line.line_id,
            axis_id=line.axis_id,
            projects=projects[line.line_id],
            cities=cities[line.line_id],
        )
        for line in dataset.lines.values()
    )


def are_few(cities: int, total: int) -> bool:
    """Whether a number of cities is under a third of them; True for none of none."""
    return cities * FEW_OF < total or not cities


def fewest(counts: Sequence[int]) -> tuple[int, ...]:
    """Positions of the smallest count; all of them when they are equal, none of nothing."""
    return tuple(position for position, count in enumerate(counts) if count == min(counts))


def without_projects(dataset: Dataset, city_ids: Iterable[str]) -> int:
    """Cities for which no project was found; not « without a project »."""
    return sum(not dataset.projects_of_city(city_id) for city_id in city_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatesOfCriterion:
    """Number of cities in each state of one criterion; every state of :class:`Answer` is present."""

    criterion_id: str
    counts: dict[Answer, int]


def states_of(
    dataset: Dataset, city_ids: Collection[str], criterion_ids: Iterable[str]
) -> tuple[StatesOfCriterion, ...]:
    """Cities in each state of some criteria, in the order asked."""
    answers = [dataset.answers_of_city(city_id) for city_id in city_ids]
    found = []
    for criterion_id in criterion_ids:
        counted = Counter(state_of(own, criterion_id) for own in answers)
        found.append(
            StatesOfCriterion(
                criterion_id=criterion_id, counts={state: counted[state] for state in Answer}
            )
        )
    return tuple(found)


def projects_of_line(projects: Iterable[Project], line_id: str) -> tuple[Project, ...]:
    """Projects on one line, in the order given."""
    return tuple(project for project in projects if project.line_id == line_id)


def stages_by_technology(
    projects: Iterable[Project],
) -> dict[tuple[bool, ProjectStage], int]:
    """Number of projects by whether their technology is high, and by stage; every pair present."""
    counted = Counter(
        (project.technology_level is TechnologyLevel.HIGH, project.stage) for project in projects
    )
    return {(high, stage): counted[high, stage] for high in (True, False) for stage in ProjectStage}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A criterion that some cities practise and most could ask about.

    Attributes:
        practised_by: Cities where a source says « yes » or « partial »; at least one.
        open_for: Cities where the answer is unknown or « no »; more than half of them.
        refused: How many of ``open_for`` are a documented « no »; the rest is unknown.
    """

    criterion_id: str
    practised_by: tuple[str, ...]
    open_for: tuple[str, ...]
    refused: int


def actions(dataset: Dataset, city_ids: Collection[str]) -> tuple[Action, ...]:
    """Scored criteria open in most cities, those that most cities practise first.

    Between equals the order of the criteria is kept.
    """
    answers = {city_id: dataset.answers_of_city(city_id) for city_id in city_ids}
    found = []
    for criterion in dataset.criteria.values():
        if not criterion.is_scored:
            continue
        states = {
            city_id: state_of(own, criterion.criterion_id) for city_id, own in answers.items()
        }
        practised = tuple(city_id for city_id, state in states.items() if state in PRACTISED)
        is_open = tuple(city_id for city_id, state in states.items() if state in OPEN)
        if practised and 2 * len(is_open) > len(states):
            found.append(
                Action(
                    criterion_id=criterion.criterion_id,
                    practised_by=practised,
                    open_for=is_open,
                    refused=sum(state is Answer.NO for state in states.values()),
                )
            )
    return tuple(sorted(found, key=lambda action: -len(action.practised_by)))
