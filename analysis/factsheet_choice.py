"""What a sheet of a few pages shows of a city, and what it leaves to the screen.

An order of reading, not of merit: what works comes before what is planned, recent before old.
"""

from __future__ import annotations

from collections.abc import Iterable

from data.schema import Factor, FactorKind, Project, ProjectStage

READING_ORDER = (
    ProjectStage.SCALED,
    ProjectStage.OPERATIONAL,
    ProjectStage.PILOT,
    ProjectStage.PLANNED,
    ProjectStage.ENDED,
    ProjectStage.UNKNOWN,
)
"""Stages as a sheet reads them: the most advanced first, what ended or is unknown last."""


def chosen_projects(projects: Iterable[Project], limit: int) -> list[Project]:
    """At most ``limit`` projects, each axis in its turn, so that none is left out for another.

    Within an axis the most advanced come first, then those that started last; between equals the
    order given is kept.

    Returns:
        The projects by axis, then in that order.
    """
    by_axis: dict[str, list[Project]] = {}
    for project in sorted(projects, key=_reading):
        by_axis.setdefault(project.axis_id, []).append(project)
    chosen: list[Project] = []
    for turn in range(max(map(len, by_axis.values()), default=0)):
        for axis_id in sorted(by_axis):
            if turn < len(by_axis[axis_id]) and len(chosen) < limit:
                chosen.append(by_axis[axis_id][turn])
    return sorted(chosen, key=lambda project: (project.axis_id, *_reading(project)))


def chosen_factors(factors: Iterable[Factor], kind: FactorKind, limit: int) -> list[Factor]:
    """At most ``limit`` factors of one kind: those of the whole city first, then of its projects."""
    of_kind = [factor for factor in factors if factor.kind is kind]
    return sorted(of_kind, key=lambda factor: factor.project_id is not None)[:limit]


def _reading(project: Project) -> tuple[int, int]:
    year = project.start_year or (project.as_of.year if project.as_of is not None else 0)
    return READING_ORDER.index(project.stage), -year
