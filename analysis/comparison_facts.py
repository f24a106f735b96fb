"""What is counted of several cities, side by side. Counts of what is documented; nothing is ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.geo import distance_km
from data.load import Dataset
from data.schema import (
    Actor,
    City,
    CollaborationForm,
    FactorCategory,
    FactorKind,
    ProjectStage,
    TechnologyLevel,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityCounts:
    """Documented projects and factors of one city. A code that is missing is not documented.

    Attributes:
        projects, strategies, factors: How many are documented.
        lines: Projects by line, then by technology level.
        stages: Projects by stage; the unknown stage is a key like another.
        actors, forms: Projects in which each takes part; a project may count several times.
        categories: Factors by kind and by what they are about.
    """

    projects: int
    strategies: int
    factors: int
    lines: Mapping[str, Mapping[TechnologyLevel, int]]
    stages: Mapping[ProjectStage, int]
    actors: Mapping[Actor, int]
    forms: Mapping[CollaborationForm, int]
    categories: Mapping[tuple[FactorKind, FactorCategory], int]


def city_counts(city_id: str, dataset: Dataset) -> CityCounts:
    """Count what is documented of one city; everything is empty for a city nothing is known of."""
    projects = dataset.projects_of_city(city_id)
    factors = dataset.factors_of_city(city_id)
    lines: dict[str, Counter[TechnologyLevel]] = {}
    for project in projects:
        lines.setdefault(project.line_id, Counter())[project.technology_level] += 1
    return CityCounts(
        projects=len(projects),
        strategies=len(dataset.strategies_of_city(city_id)),
        factors=len(factors),
        lines=lines,
        stages=Counter(project.stage for project in projects),
        actors=Counter(actor for project in projects for actor in set(project.actors)),
        forms=Counter(form for project in projects for form in set(project.collaboration_forms)),
        categories=Counter((factor.kind, factor.category) for factor in factors),
    )


def distances(cities: Sequence[City]) -> dict[tuple[str, str], float]:
    """Kilometres between each two different cities, both ways, by pair of ``city_id``."""
    return {
        (first.city_id, second.city_id): distance_km(first, second)
        for first in cities
        for second in cities
        if first.city_id != second.city_id
    }
