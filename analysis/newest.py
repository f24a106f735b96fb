"""Which facts are the most recent."""

from __future__ import annotations

from collections.abc import Iterable

from data.schema import Project


def newest_projects(projects: Iterable[Project], count: int) -> list[Project]:
    """The ``count`` projects that started last, latest first.

    A project without a start year is placed by the year of its latest source, one without either
    comes last. Between equals the order given is kept.
    """
    return sorted(projects, key=_year, reverse=True)[:count]


def _year(project: Project) -> int:
    if project.start_year is not None:
        return project.start_year
    return project.as_of.year if project.as_of is not None else 0
