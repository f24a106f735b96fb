"""Which facts are the most recent."""

from __future__ import annotations

from collections.abc import Iterable

from data.schema import Project


def newest_projects(projects: Iterable[Project], count: int) -> list[Project]:
    """The ``count`` projects that started last, latest first.

    A project without a start year is placed by the year of its latest source, one without either
    comes last. Of one year, the one whose source is the latest comes first; then the order given.
    """
    return sorted(projects, key=_newness, reverse=True)[:count]


def _newness(project: Project) -> tuple[int, int]:
    said = project.as_of.last_day.toordinal() if project.as_of is not None else 0
    if project.start_year is not None:
        return project.start_year, said
    return (project.as_of.year if project.as_of is not None else 0), said
