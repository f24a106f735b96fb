"""Facts of the first round table: how strategies are led, drawn up and put into practice."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from analysis.context import latest
from analysis.coverage import Coverage, coverage_of, state_of
from data.load import Dataset
from data.schema import (
    Answer,
    LevelOfLead,
    Observation,
    Project,
    ProjectStage,
    Strategy,
    StrategyStatus,
    TechnologyLevel,
)

STRATEGY_STEPS = tuple(status for status in StrategyStatus if status is not StrategyStatus.UNKNOWN)
"""Steps of a strategy, in the order of its life."""

POWER_INDICATOR = "vdem_local_power"
"""Power of elected local offices beside appointed ones, in a country: V-Dem, about −3 to +3."""

POWER_BANDS = (-3, -2, -1, 0, 1, 2)
"""Lower ends of the bands of one unit; the first has no floor and the last no ceiling."""

PERIOD_YEARS, MOST_PERIODS = 3, 6
"""Years that a count of starts gathers, and periods that it has at most."""

CONDITIONS = ("GOV1", "VIS3", "INC3", "VIS4")
"""Criteria that say how a strategy is put into practice: unit, dated budget, training, follow-up."""

_RUNNING = (ProjectStage.OPERATIONAL, ProjectStage.SCALED)


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyLadder:
    """Where each city stands by its most advanced strategy.

    Attributes:
        steps: City ids on each of ``STRATEGY_STEPS``, in the order asked.
        untold: Cities with a strategy, but none whose status a source tells.
        none_found: Cities for which no strategy was found.
        source_ids: Sources of the strategies counted, without repeats.
    """

    steps: tuple[tuple[StrategyStatus, tuple[str, ...]], ...]
    untold: tuple[str, ...]
    none_found: tuple[str, ...]
    source_ids: tuple[str, ...]

    @property
    def unknown(self) -> int:
        """Cities whose step is not known, for either reason."""
        return len(self.untold) + len(self.none_found)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLevels:
    """Who carries the strategy that counts for each city (:func:`counted_strategy`).

    Attributes:
        levels: City ids for each level but ``UNKNOWN``, in the order of the vocabulary.
        unknown: Cities without a strategy, or whose strategy has no lead body of known level.
        power: Latest V-Dem value for the country of each city; None: the publisher gives none.
        source_ids: Sources of the strategies and of the values, without repeats.
    """

    levels: tuple[tuple[LevelOfLead, tuple[str, ...]], ...]
    unknown: tuple[str, ...]
    power: Mapping[str, Observation | None]
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerRow:
    """What a country lets its elected local offices weigh, and what a city documents.

    Attributes:
        power: Latest V-Dem value of the country; None: the publisher gives none.
        practices: States of the scored criteria of the city, unknown counted apart.
    """

    city_id: str
    power: Observation | None
    practices: Coverage

    @property
    def documented(self) -> int:
        """Criteria answered yes or partial."""
        return self.practices.counts[Answer.YES] + self.practices.counts[Answer.PARTIAL]


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerBand:
    """Cities whose country has a V-Dem value in one band of a unit.

    Attributes:
        floor: One of ``POWER_BANDS``; the value is at least this (for the first: any lower one too).
        countries: Number of countries.
        documented, unknown: Median over the cities of criteria yes or partial, and of unknown ones.
    """

    floor: int
    countries: int
    documented: float
    unknown: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyYears:
    """Strategies on the axis of years.

    Attributes:
        dated: Those with a start or an end, latest start first (then latest end, then the order asked;
            a start that is not known comes after those that are).
        undated: How many have neither.
    """

    dated: tuple[Strategy, ...]
    undated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoAnswers:
    """Two projects to set face to face, the one with less technology first.

    Attributes:
        line_id: Programme line of both; None: they are on two lines (the moderator chose them).
    """

    line_id: str | None
    projects: tuple[Project, Project]


def counted_strategy(dataset: Dataset, city_id: str) -> Strategy | None:
    """The strategy that counts for a city: the most advanced, then the latest start.

    A status that no source tells comes after every step, a start that is not documented after every
    year; between equals, the first of the table.

    Returns:
        None: no strategy was found.
    """
    return max(
        dataset.strategies_of_city(city_id),
        key=lambda strategy: (_step(strategy), strategy.start_year or 0),
        default=None,
    )


def _step(strategy: Strategy) -> int:
    """Position of the status in ``STRATEGY_STEPS``; −1: no source tells it."""
    is_told = strategy.status is not StrategyStatus.UNKNOWN
    return STRATEGY_STEPS.index(strategy.status) if is_told else -1


def strategy_ladder(dataset: Dataset, city_ids: Sequence[str]) -> StrategyLadder:
    """The ladder of some cities."""
    counted = {city_id: counted_strategy(dataset, city_id) for city_id in city_ids}
    held: dict[StrategyStatus | None, list[str]] = {}
    for city_id, strategy in counted.items():
        held.setdefault(None if strategy is None else strategy.status, []).append(city_id)
    told = [item for item in counted.values() if item and item.status in STRATEGY_STEPS]
    return StrategyLadder(
        steps=tuple((step, tuple(held.get(step, ()))) for step in STRATEGY_STEPS),
        untold=tuple(held.get(StrategyStatus.UNKNOWN, ())),
        none_found=tuple(held.get(None, ())),
        source_ids=_without_repeats(strategy.source_ids for strategy in told),
    )


def lead_levels(dataset: Dataset, city_ids: Sequence[str]) -> LeadLevels:
    """Level of the body that carries the strategy of each city, and the power of its country."""
    counted = {city_id: counted_strategy(dataset, city_id) for city_id in city_ids}
    known = {
        city_id: strategy
        for city_id, strategy in counted.items()
        if strategy is not None and strategy.level_of_lead is not LevelOfLead.UNKNOWN
    }
    power = {
        city_id: latest(dataset, dataset.cities[city_id].country_iso3, POWER_INDICATOR)
        for city_id in city_ids
    }
    return LeadLevels(
        levels=tuple(
            (
                level,
                tuple(city_id for city_id, item in known.items() if item.level_of_lead is level),
            )
            for level in LevelOfLead
            if level is not LevelOfLead.UNKNOWN
        ),
        unknown=tuple(city_id for city_id in city_ids if city_id not in known),
        power=power,
        source_ids=_without_repeats(
            [
                *(strategy.source_ids for strategy in known.values()),
                *((row.source_id,) for row in power.values() if row is not None),
            ]
        ),
    )


def power_rows(dataset: Dataset, city_ids: Sequence[str]) -> tuple[PowerRow, ...]:
    """Local power of the country and documented practices of each city, in the order asked."""
    return tuple(
        PowerRow(
            city_id=city_id,
            power=latest(dataset, dataset.cities[city_id].country_iso3, POWER_INDICATOR),
            practices=coverage_of(dataset.answers_of_city(city_id), dataset.criteria.values()),
        )
        for city_id in city_ids
    )


def power_bands(rows: Iterable[PowerRow]) -> tuple[PowerBand, ...]:
    """Rows with a value, gathered by band from the lowest; a band without a city is left out."""
    lowest, highest = POWER_BANDS[0], POWER_BANDS[-1]
    held: dict[int, list[tuple[str, PowerRow]]] = {}
    for row in rows:
        if row.power is not None:
            floor = min(highest, max(lowest, math.floor(row.power.value)))
            held.setdefault(floor, []).append((row.power.entity_id, row))
    return tuple(
        PowerBand(
            floor=floor,
            countries=len({country for country, _ in held[floor]}),
            documented=median(row.documented for _, row in held[floor]),
            unknown=median(row.practices.unknown for _, row in held[floor]),
        )
        for floor in sorted(held)
    )


def strategy_years(strategies: Sequence[Strategy]) -> StrategyYears:
    """Strategies by their years."""
    dated = [item for item in strategies if item.start_year or item.end_year]
    dated.sort(key=lambda item: (item.start_year or 0, item.end_year or 0), reverse=True)
    return StrategyYears(dated=tuple(dated), undated=len(strategies) - len(dated))


def starts_by_period(
    strategies: Iterable[Strategy], now: int
) -> tuple[tuple[int | None, int | None, int], ...]:
    """Number of strategies that start in each period of ``PERIOD_YEARS`` years.

    Args:
        now: Last year of the latest period.

    Returns:
        First year, last year and count of each period, the latest first, those in between that count
        nothing too. The latest has no last year (a start may be planned); when there are more than
        ``MOST_PERIODS``, the last has no first year. Empty when no start is known.
    """
    starts = [item.start_year for item in strategies if item.start_year is not None]
    counts = Counter(
        min(MOST_PERIODS - 1, max(0, (now - start) // PERIOD_YEARS)) for start in starts
    )
    oldest = max(counts, default=-1)
    is_open = oldest == MOST_PERIODS - 1
    periods: list[tuple[int | None, int | None, int]] = []
    for position in range(oldest + 1):
        last = now - PERIOD_YEARS * position
        first = None if is_open and position == oldest else last - PERIOD_YEARS + 1
        periods.append((first, last if position else None, counts[position]))
    return tuple(periods)


def project_stages(projects: Iterable[Project]) -> Mapping[ProjectStage, int]:
    """Number of projects at each stage, zeros and the unknown too, in the order of their life."""
    counts = Counter(project.stage for project in projects)
    return {stage: counts[stage] for stage in ProjectStage}


def conditions(
    dataset: Dataset, city_ids: Sequence[str]
) -> tuple[tuple[str, Mapping[Answer, int]], ...]:
    """Number of cities in every state of each of ``CONDITIONS``, zeros too."""
    counted = []
    for criterion_id in CONDITIONS:
        counts = Counter(
            state_of(dataset.answers_of_city(city_id), criterion_id) for city_id in city_ids
        )
        counted.append((criterion_id, {answer: counts[answer] for answer in Answer}))
    return tuple(counted)


def technology_ladder(
    projects: Iterable[Project],
) -> Mapping[tuple[str, TechnologyLevel], int]:
    """Number of projects for each axis and level of technology; a pair without any is left out."""
    return Counter((project.axis_id, project.technology_level) for project in projects)


def two_answers(
    dataset: Dataset, city_ids: Sequence[str], chosen: Sequence[str] = ()
) -> TwoAnswers | None:
    """Two projects of one line of the programme, with little and with much technology.

    Rule: among the pairs of one line, one project of low and one of high technology, of two different
    cities, both of known stage, take the pair with most projects that run (in service or scaled up),
    then with most sources in all, then the first line of the programme, then the first of the tables.

    Args:
        chosen: Exactly two projects of the moderator; they are taken as they are.

    Returns:
        None: no pair follows the rule.
    """
    if len(chosen) == 2:
        levels = tuple(TechnologyLevel)
        first, second = sorted(
            (dataset.projects[project_id] for project_id in chosen),
            key=lambda project: levels.index(project.technology_level),
        )
        line_id = first.line_id if first.line_id == second.line_id else None
        return TwoAnswers(line_id=line_id, projects=(first, second))
    projects = [
        project
        for city_id in city_ids
        for project in dataset.projects_of_city(city_id)
        if project.stage is not ProjectStage.UNKNOWN
    ]
    pairs = [
        (low, high)
        for line_id in dataset.lines
        for low in projects
        if low.line_id == line_id and low.technology_level is TechnologyLevel.LOW
        for high in projects
        if high.line_id == line_id
        and high.technology_level is TechnologyLevel.HIGH
        and high.city_id != low.city_id
    ]
    best = max(
        pairs,
        key=lambda pair: (
            sum(project.stage in _RUNNING for project in pair),
            sum(len(project.source_ids) for project in pair),
        ),
        default=None,
    )
    return None if best is None else TwoAnswers(line_id=best[0].line_id, projects=best)


def _without_repeats(many: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for items in many for item in items))
