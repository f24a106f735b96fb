"""What works among the projects of cities: where, in which forms, and what somebody could go and see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.round_table_2 import sources_of
from data.load import Dataset
from data.schema import CollaborationForm, Project, ProjectStage

RUNNING = frozenset({ProjectStage.OPERATIONAL, ProjectStage.SCALED})
"""Stages of a project that worked at the date of its source."""

OPEN_TO_VISITORS = frozenset({CollaborationForm.PLACE, CollaborationForm.CITIZEN_INTERFACE})
"""Forms somebody from elsewhere can go and see, or use: a place, a tool for residents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practices:
    """Projects that work, and where.

    Attributes:
        projects: Projects in service or scaled up, in the order given.
        cities: Number of these projects in each city that has one.
        forms: For each form, the cities with such a project of that form.
        unknown: Projects whose stage no source tells.
        total: Projects of any stage.
        source_ids: Sources of ``projects``, without repeats.
    """

    projects: tuple[Project, ...]
    cities: Mapping[str, int]
    forms: Mapping[CollaborationForm, tuple[str, ...]]
    unknown: int
    total: int
    source_ids: tuple[str, ...]


def practices(projects: Sequence[Project]) -> Practices:
    """What works among the projects of cities."""
    running = tuple(project for project in projects if project.stage in RUNNING)
    cities: dict[str, int] = {}
    for project in running:
        if project.city_id is not None:
            cities[project.city_id] = cities.get(project.city_id, 0) + 1
    return Practices(
        projects=running,
        cities=cities,
        forms={
            form: tuple(
                dict.fromkeys(
                    project.city_id
                    for project in running
                    if form in project.collaboration_forms and project.city_id is not None
                )
            )
            for form in CollaborationForm
        },
        unknown=sum(project.stage is ProjectStage.UNKNOWN for project in projects),
        total=len(projects),
        source_ids=sources_of(running),
    )


def to_visit(dataset: Dataset, projects: Iterable[Project], limit: int = 3) -> tuple[Project, ...]:
    """Projects that work and can be seen, one in each country: where to go, not who is ahead.

    Only projects that are a place or a tool for residents (``OPEN_TO_VISITORS``). First those scaled
    up, then those with more sources, then with more factors cited, then the latest dated source;
    between equals the order given. Fewer than ``limit`` if there are fewer countries.
    """

    def reading(project: Project) -> tuple[bool, int, int, int]:
        return (
            project.stage is not ProjectStage.SCALED,
            -len(project.source_ids),
            -len(dataset.factors_of_project(project.project_id)),
            -project.as_of.last_day.toordinal() if project.as_of is not None else 0,
        )

    chosen: dict[str, Project] = {}
    for project in sorted(projects, key=reading):
        if project.stage not in RUNNING or project.city_id is None:
            continue
        if not OPEN_TO_VISITORS.intersection(project.collaboration_forms):
            continue
        chosen.setdefault(dataset.cities[project.city_id].country_iso3, project)
    return tuple(chosen.values())[:limit]


def practice(
    dataset: Dataset, projects: Sequence[Project], chosen: Collection[str]
) -> Project | None:
    """The project a card shows: the first one chosen, else the first one to visit, else the first.

    Args:
        projects: Of the cities of the extent; a chosen project may be of another city.
        chosen: Project ids of the moderator, the first one counts.
    """
    for project_id in chosen:
        return dataset.projects[project_id]
    running = practices(projects).projects
    return next(iter((*to_visit(dataset, running, 1), *running, *projects)), None)
