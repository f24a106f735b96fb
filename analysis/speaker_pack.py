"""Facts of one speaker: a city, or an organisation with the cities of its country or network.

An organisation is never a place: what is located belongs to its cities. Counts and choices only;
nothing here orders cities by what they document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.context import latest
from analysis.coverage import Coverage, coverage_of
from analysis.newest import newest_projects
from analysis.peers import comparable_cities
from data.load import Dataset
from data.schema import (
    Answer,
    City,
    Factor,
    FactorKind,
    Observation,
    Organisation,
    Project,
    ProjectStage,
    Source,
    Strategy,
    StrategyStatus,
)

IN_FORCE = (StrategyStatus.ADOPTED, StrategyStatus.IN_IMPLEMENTATION)
"""Status of a strategy that is adopted and not over."""

StageGroup = Literal["running", "coming", "rest"]
STAGE_GROUPS: dict[StageGroup, tuple[ProjectStage, ...]] = {
    "running": (ProjectStage.OPERATIONAL, ProjectStage.SCALED),
    "coming": (ProjectStage.PLANNED, ProjectStage.PILOT),
    "rest": (ProjectStage.ENDED, ProjectStage.UNKNOWN),
}
"""Stages in three groups that a hall can read: runs today, planned or on trial, ended or unknown."""

NATIONAL_INDICATORS = ("vdem_local_power", "vdem_local_government", "egdi")
"""National context of an association: power and election of local government, digital State."""

PEERS_SHOWN = 4
SOURCES_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a pack is about.

    Attributes:
        owner: The city or organisation that speaks.
        cities: The city itself; for an organisation the cities of its country, or the members of the
            network of the same id where it has no country. May then be empty.
        own_projects, projects: Those of the city or organisation; those of ``cities`` included.
        strategies, factors: Those of the city, or of the organisation and (strategies only) ``cities``.
    """

    owner: City | Organisation
    cities: tuple[City, ...]
    own_strategies: tuple[Strategy, ...]
    strategies: tuple[Strategy, ...]
    own_projects: tuple[Project, ...]
    projects: tuple[Project, ...]
    factors: tuple[Factor, ...]

    @property
    def country_iso3(self) -> str | None:
        """Country of the city or organisation; None for a network of several countries."""
        return self.owner.country_iso3

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Sources that say who the city or organisation is."""
        return self.owner.source_ids


def city_subject(dataset: Dataset, city_id: str) -> Subject:
    """A city that speaks.

    Raises:
        KeyError: There is no such city.
    """
    city = dataset.cities[city_id]
    projects = dataset.projects_of_city(city_id)
    strategies = dataset.strategies_of_city(city_id)
    return Subject(
        owner=city,
        cities=(city,),
        own_strategies=strategies,
        strategies=strategies,
        own_projects=projects,
        projects=projects,
        factors=dataset.factors_of_city(city_id),
    )


def organisation_subject(dataset: Dataset, organisation_id: str) -> Subject:
    """An organisation that speaks, with the cities of the edition it stands among.

    Raises:
        KeyError: There is no such organisation.
    """
    organisation = dataset.organisations[organisation_id]
    cities = tuple(
        city
        for city in dataset.cities.values()
        if (
            organisation_id in city.network_ids
            if organisation.country_iso3 is None
            else city.country_iso3 == organisation.country_iso3
        )
    )
    own_strategies = dataset.strategies_of_organisation(organisation_id)
    own_projects = dataset.projects_of_organisation(organisation_id)
    of_cities = [dataset.strategies_of_city(city.city_id) for city in cities]
    projects = [dataset.projects_of_city(city.city_id) for city in cities]
    return Subject(
        owner=organisation,
        cities=cities,
        own_strategies=own_strategies,
        strategies=own_strategies + tuple(row for rows in of_cities for row in rows),
        own_projects=own_projects,
        projects=own_projects + tuple(row for rows in projects for row in rows),
        factors=dataset.factors_of_organisation(organisation_id),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyYears:
    """Strategies on an axis of years.

    Attributes:
        shown: Those with a start or an end, the earliest first; at most the number asked for.
        left_out: Dated ones that are not shown: those that began first.
        undated: Number without either year; unknown, and on no axis.
    """

    shown: tuple[Strategy, ...]
    left_out: int
    undated: int


def strategy_years(strategies: Iterable[Strategy], most: int) -> StrategyYears:
    """Strategies by year; above ``most``, the latest are kept."""
    held = list(strategies)
    dated = sorted((row for row in held if _first_year(row) is not None), key=_years)
    shown = dated[max(0, len(dated) - most) :]
    return StrategyYears(
        shown=tuple(shown),
        left_out=len(dated) - len(shown),
        undated=len(held) - len(dated),
    )


def _first_year(strategy: Strategy) -> int | None:
    return strategy.start_year if strategy.start_year is not None else strategy.end_year


def _years(strategy: Strategy) -> tuple[int, int]:
    first = _first_year(strategy) or 0
    return first, strategy.end_year if strategy.end_year is not None else first


def by_stage(projects: Iterable[Project]) -> dict[StageGroup, tuple[Project, ...]]:
    """Projects in the three groups of stages, each the best documented first; groups may be empty."""
    held = list(projects)
    return {
        group: best_documented(project for project in held if project.stage in stages)
        for group, stages in STAGE_GROUPS.items()
    }


def best_documented(projects: Iterable[Project]) -> tuple[Project, ...]:
    """Projects with the most sources first, then the newest."""
    held = list(projects)
    return tuple(
        sorted(newest_projects(held, len(held)), key=lambda project: -len(project.source_ids))
    )


def lessons(factors: Iterable[Factor]) -> dict[FactorKind, tuple[Factor, ...]]:
    """Factors of each kind, those with the most sources first, then the order of the table."""
    held = list(factors)
    return {
        kind: tuple(
            sorted(
                (factor for factor in held if factor.kind is kind),
                key=lambda factor: -len(factor.source_ids),
            )
        )
        for kind in FactorKind
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Practices:
    """What is documented of one city's scored criteria."""

    city: City
    coverage: Coverage

    @property
    def applicable(self) -> int:
        """Criteria that can be answered: all but those that do not apply."""
        return self.coverage.total - self.coverage.counts[Answer.NOT_APPLICABLE]

    @property
    def unknown(self) -> int:
        """Criteria that no source answers."""
        return self.coverage.unknown

    @property
    def known(self) -> int:
        """Criteria a source answers yes, partial or no."""
        return self.applicable - self.unknown


def practices(dataset: Dataset, cities: Iterable[City]) -> tuple[Practices, ...]:
    """States of the criteria of each city, in the order given."""
    return tuple(
        Practices(
            city=city,
            coverage=coverage_of(dataset.answers_of_city(city.city_id), dataset.criteria.values()),
        )
        for city in cities
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerChoice:
    """Comparable cities of a city.

    Attributes:
        shown: Those that share most traits with it, at most the number asked for.
        comparable: How many are comparable in all.
    """

    shown: tuple[City, ...]
    comparable: int


def peer_choice(dataset: Dataset, city: City, most: int = PEERS_SHOWN) -> PeerChoice:
    """A few comparable cities; what they document plays no part in the choice."""
    peers = comparable_cities(city, dataset)
    return PeerChoice(shown=tuple(peer.city for peer in peers[:most]), comparable=len(peers))


@dataclass(frozen=True, slots=True, kw_only=True)
class MainSources:
    """Sources that the facts of a subject rest on.

    Attributes:
        shown: Those that most facts cite, then the latest; at most the number asked for.
        source_ids: All of them, in the same order.
        undated: How many bear no date.
    """

    shown: tuple[Source, ...]
    source_ids: tuple[str, ...]
    undated: int


def main_sources(dataset: Dataset, subject: Subject, most: int = SOURCES_SHOWN) -> MainSources:
    """Sources of a subject's identity, strategies, projects, factors and answers."""
    cited = Counter(subject.source_ids)
    for rows in (subject.strategies, subject.projects, subject.factors):
        for row in rows:
            cited.update(row.source_ids)
    for city in subject.cities:
        if city is not subject.owner:  # where a city lies is no fact of the organisation
            cited.update(dict.fromkeys(city.source_ids, 0))
        for answer in dataset.answers_of_city(city.city_id).values():
            cited.update(answer.source_ids)
    found = sorted(
        (dataset.sources[source_id] for source_id in cited),
        key=lambda source: (-cited[source.source_id], -_published(source), source.source_id),
    )
    return MainSources(
        shown=tuple(found[:most]),
        source_ids=tuple(source.source_id for source in found),
        undated=sum(source.published is None for source in found),
    )


def _published(source: Source) -> int:
    return source.published.last_day.toordinal() if source.published is not None else 0


def national_figures(dataset: Dataset, country_iso3: str | None) -> tuple[Observation, ...]:
    """Latest value of each of ``NATIONAL_INDICATORS`` that the country has; empty without a country."""
    if country_iso3 is None:
        return ()
    found = (
        latest(dataset, country_iso3, indicator_id)
        for indicator_id in NATIONAL_INDICATORS
        if indicator_id in dataset.indicators
    )
    return tuple(row for row in found if row is not None)


def same_region(dataset: Dataset, city: City) -> tuple[City, ...]:
    """Cities of the same region of the world (UN M49 sub-region), the city itself included."""
    region = dataset.countries[city.country_iso3].region
    return tuple(
        other
        for other in dataset.cities.values()
        if dataset.countries[other.country_iso3].region == region
    )


def box_around(
    cities: Sequence[City], *, least: tuple[float, float], margin: float
) -> tuple[float, float, float, float]:
    """A box around cities: west, south, east, north in degrees.

    Args:
        cities: At least one; a group on both sides of the antimeridian gives the long way round.
        least: Smallest width and height in degrees.
        margin: Share of the width and height added on each side.
    """
    longitudes = [city.longitude for city in cities]
    latitudes = [city.latitude for city in cities]
    west, east = _widened(min(longitudes), max(longitudes), least[0], margin)
    south, north = _widened(min(latitudes), max(latitudes), least[1], margin)
    return max(-180.0, west), max(-85.0, south), min(180.0, east), min(85.0, north)


def _widened(low: float, high: float, least: float, margin: float) -> tuple[float, float]:
    half = max((high - low) * (1 + 2 * margin), least) / 2
    middle = (low + high) / 2
    return middle - half, middle + half
