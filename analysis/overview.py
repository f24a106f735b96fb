"""What the whole edition knows and does not know: counts, coverage, age of facts, programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.dates import PartialDate, is_stale, months_after
from data.load import Dataset
from data.schema import Answer, Dimension, ProjectStage, StrategyStatus

RECENT_WITHIN_MONTHS = 12
"""A fact is « recent » up to this age, counted from the end of its period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many records the edition holds.

    Attributes:
        cities: Cities and provincial administrations.
        countries: Countries of at least one city (the tables name more, for context).
        strategies, projects: Those of organisations included.
        of_organisations: Strategies and projects that are not a city's.
    """

    cities: int
    countries: int
    strategies: int
    projects: int
    sources: int
    of_organisations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionCoverage:
    """States of the pairs (city, scored criterion) of one dimension.

    Attributes:
        criteria: Scored criteria of the dimension (GOV4 is context and never counted).
        yes, partial, no: Documented answers.
        not_applicable: Pairs out of the count.
        unknown: Pairs no source tells about; never a « no ».
    """

    dimension_id: Dimension
    criteria: int
    yes: int
    partial: int
    no: int
    not_applicable: int
    unknown: int

    @property
    def known(self) -> int:
        """Documented answers that count."""
        return self.yes + self.partial + self.no

    @property
    def applicable(self) -> int:
        """Pairs that count, known or not."""
        return self.known + self.unknown


class Age(StrEnum):
    """Age class of a fact, counted from the end of the period of its date."""

    UNDER_12 = "under_12"
    FROM_12_TO_36 = "from_12_to_36"
    OVER_36 = "over_36"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recency:
    """Facts of one table by age class; every class is present."""

    table: str
    counts: Mapping[Age, int]

    @property
    def total(self) -> int:
        """All facts of the table."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCount:
    """Projects documented on one line of the programme; 0 is possible and shown.

    Attributes:
        cities: Different cities with at least one of the projects.
    """

    line_id: str
    axis_id: str
    projects: int
    cities: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Bounds of a set of criteria: documented, and possible if every unknown were a « yes ».

    Attributes:
        documented, possible, coverage: Shares in [0, 1]; ``possible - documented == 1 - coverage``.
    """

    documented: float
    possible: float
    coverage: float


def count_records(dataset: Dataset) -> Counts:
    """Records of the edition, for the figures at the top."""
    owners = [plan.city_id for plan in dataset.strategies.values()]
    owners += [project.city_id for project in dataset.projects.values()]
    return Counts(
        cities=len(dataset.cities),
        countries=len({city.country_iso3 for city in dataset.cities.values()}),
        strategies=len(dataset.strategies),
        projects=len(dataset.projects),
        sources=len(dataset.sources),
        of_organisations=owners.count(None),
    )


def coverage_by_dimension(dataset: Dataset) -> tuple[DimensionCoverage, ...]:
    """Known and unknown per dimension, in the order of the definitions.

    A pair (city, criterion) without a row is unknown. Criteria that are not scored are left out.
    """
    scored = {name for name, criterion in dataset.criteria.items() if criterion.is_scored}
    states = Counter(
        (answer.dimension, answer.answer)
        for answer in dataset.answers
        if answer.criterion_id in scored
    )
    found = []
    for dimension_id in dataset.dimensions:
        dimension = Dimension(dimension_id)
        criteria = sum(dataset.criteria[name].dimension_id == dimension for name in scored)
        counts = {state: states[dimension, state] for state in Answer}
        found.append(
            DimensionCoverage(
                dimension_id=dimension,
                criteria=criteria,
                yes=counts[Answer.YES],
                partial=counts[Answer.PARTIAL],
                no=counts[Answer.NO],
                not_applicable=counts[Answer.NOT_APPLICABLE],
                unknown=criteria * len(dataset.cities) - sum(counts.values()),
            )
        )
    return tuple(found)


def age_of(as_of: PartialDate | None, today: date) -> Age:
    """Age class of a date on ``today``; None is undated, and a date to come is recent."""
    if as_of is None:
        return Age.UNDATED
    if is_stale(as_of, today):
        return Age.OVER_36
    is_recent = today <= months_after(as_of.last_day, RECENT_WITHIN_MONTHS)
    return Age.UNDER_12 if is_recent else Age.FROM_12_TO_36


def recency(dataset: Dataset, today: date) -> tuple[Recency, ...]:
    """Facts by age class: projects, strategies, then answers to scored criteria."""
    answers = (
        answer for answer in dataset.answers if dataset.criteria[answer.criterion_id].is_scored
    )
    return (
        _recency("projects", (project.as_of for project in dataset.projects.values()), today),
        _recency("strategies", (plan.as_of for plan in dataset.strategies.values()), today),
        _recency("criteria", (answer.as_of for answer in answers), today),
    )


def projects_by_line(dataset: Dataset) -> tuple[LineCount, ...]:
    """Projects per line of the programme, every line present, in the order of the programme."""
    projects = Counter(project.line_id for project in dataset.projects.values())
    cities = Counter(
        line_id
        for line_id, _ in {
            (project.line_id, project.city_id)
            for project in dataset.projects.values()
            if project.city_id is not None
        }
    )
    return tuple(
        LineCount(
            line_id=line.line_id,
            axis_id=line.axis_id,
            projects=projects[line.line_id],
            cities=cities[line.line_id],
        )
        for line in dataset.lines.values()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What is left to document, as counts the staff can act on.

    Attributes:
        undated_sources: Sources that bear no date.
        unknown_stages: Projects whose state of advancement no source tells.
        unknown_statuses: Strategies whose status no source tells.
        cities_without_strategy: Cities with no strategy in the tables (not « without a strategy »).
    """

    undated_sources: int
    unknown_stages: int
    unknown_statuses: int
    cities_without_strategy: int


def gaps(dataset: Dataset) -> Gaps:
    """What is left to document in the whole edition."""
    return Gaps(
        undated_sources=sum(source.published is None for source in dataset.sources.values()),
        unknown_stages=sum(
            project.stage is ProjectStage.UNKNOWN for project in dataset.projects.values()
        ),
        unknown_statuses=sum(
            plan.status is StrategyStatus.UNKNOWN for plan in dataset.strategies.values()
        ),
        cities_without_strategy=sum(
            not dataset.strategies_of_city(city_id) for city_id in dataset.cities
        ),
    )


def interval(*, yes: int, partial: int, no: int, unknown: int) -> Interval:
    """Documented and possible shares of a set of criteria (yes 1, partial ½, no 0; docs/method.md).

    Raises:
        ValueError: The set is empty.
    """
    applicable = yes + partial + no + unknown
    if applicable == 0:
        raise ValueError("an interval needs at least one applicable criterion")
    points = yes + partial / 2
    return Interval(
        documented=points / applicable,
        possible=(points + unknown) / applicable,
        coverage=(applicable - unknown) / applicable,
    )


def _recency(table: str, dates: Iterable[PartialDate | None], today: date) -> Recency:
    ages = Counter(age_of(as_of, today) for as_of in dates)
    return Recency(table=table, counts={age: ages[age] for age in Age})
