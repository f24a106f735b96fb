"""Scenes of the conclusion about one line of the programme: risk projects, private platforms."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.conclusion import (
    PLATFORM_LINE,
    RISK_LINE,
    projects_of_line,
    stages_by_technology,
)
from analysis.speaker_pack import STAGE_GROUPS, by_stage
from components.stage.charts import (
    FEWEST_MARKS,
    MOST_NAMES,
    Bar,
    Bars,
    Figure,
    Group,
    Lists,
    Units,
)
from components.stage.scene import Coverage, Scene, SceneRequest
from components.stage.scenes.conclusion_lines import project_sources
from components.stage.scenes.words import follow_up, joined, subtitle
from data.schema import Project, ProjectStage

MOST_IN_LIST = 6
"""Items of one list that fit the height on two lines each."""


def risks_scene(asked: SceneRequest) -> Scene:
    """Alert and risk projects by stage, those of high technology apart; a list under five."""
    t = asked.t
    projects = projects_of_line(asked.projects, RISK_LINE)
    counts = stages_by_technology(projects)
    stage = {code: asked.term("project_stage", code) for code in ProjectStage}
    level = {True: t("stage.end.risks.high"), False: t("stage.end.risks.lower")}
    high = sum(count for (is_high, _), count in counts.items() if is_high)
    unknown = sum(row.stage is ProjectStage.UNKNOWN for row in projects)
    running = sum(row.stage in STAGE_GROUPS["running"] for row in projects)
    words = tuple(stage[code] for code in STAGE_GROUPS["running"])
    chart: Units | Lists
    if len(projects) < FEWEST_MARKS:
        chart = Lists(
            heads=(
                t("stage.end.column.technology"),
                t("stage.column.project"),
                t("stage.end.column.stage"),
            ),
            groups=_technology_groups(asked, projects, level, stage),
        )
        column, reduce, by = 1, "rows", 2
    else:
        chart = Units(
            heads=(
                t("stage.end.column.technology"),
                t("stage.end.column.stage"),
                t("stage.end.column.projects"),
            ),
            columns=tuple((code.value, stage[code]) for code in ProjectStage),
            rows=tuple((str(is_high), title) for is_high, title in level.items()),
            values={(str(is_high), code.value): count for (is_high, code), count in counts.items()},
            tones={str(True): "services", str(False): "muted"},
        )
        column, reduce, by = 2, "sum", 1

    def figure(value: int, where: tuple[int, tuple[str, ...]] | None) -> Figure:
        return Figure(
            value=value,
            column=column,
            reduce="rows" if reduce == "rows" else "sum",
            where=where,
        )

    headline = _risk_headline(asked, len(projects), high)
    told = (
        t("stage.end.risks.unknown", count=unknown)
        if unknown
        else t("stage.end.risks.no_criterion")
    )
    return Scene(
        headline=headline,
        subtitle=subtitle(asked, t("stage.end.risks.measure")),
        chart=chart,
        sentence=joined(
            headline + ".",
            _running_words(asked, len(projects), running),
            _unknown_words(asked, len(projects), unknown),
            t("stage.end.risks.no_criterion"),
        ),
        follow_up=follow_up(asked),
        unknown=told,
        source_ids=project_sources(projects) or (asked.programme.source_id,),
        figures={
            "projects": figure(len(projects), None),
            "high": figure(high, (0, (level[True],))),
            "running": figure(running, (by, words)),
            "unknown": figure(unknown, (by, (stage[ProjectStage.UNKNOWN],))),
        }
        if projects
        else {},
        coverage=Coverage(known=len(projects) - unknown, unknown=unknown, text=told)
        if projects
        else None,
    )


def _technology_groups(
    asked: SceneRequest,
    projects: Sequence[Project],
    level: dict[bool, str],
    stage: dict[ProjectStage, str],
) -> tuple[Group, ...]:
    groups = []
    for is_high, title in level.items():
        kept = [row for row in projects if (row.technology_level == "high") is is_high]
        if kept:
            items = tuple((_of_city(asked, row), stage[row.stage]) for row in kept)
            groups.append(Group(title=title, items=items))
    return tuple(groups) or (_nothing(asked),)


def _risk_headline(asked: SceneRequest, total: int, high: int) -> str:
    if not total:
        return asked.t("stage.end.risks.headline.nothing")
    if not high:
        return asked.t("stage.end.risks.headline.none", count=total)
    if total == 1:
        return asked.t("stage.end.risks.headline.only")
    return asked.t("stage.end.risks.headline", count=total, high=high)


def platforms_scene(asked: SceneRequest) -> Scene:
    """Cases on the sharing economy and private services: by name, or by stage above twelve."""
    t = asked.t
    projects = projects_of_line(asked.projects, PLATFORM_LINE)
    groups = {key: rows for key, rows in by_stage(projects).items() if rows}
    total = len(projects)
    running = len(groups.get("running", ()))
    cities = len({row.city_id for row in projects})
    longest = max((len(rows) for rows in groups.values()), default=0)
    chart: Lists | Bars
    figures: dict[str, Figure] = {}
    if total <= MOST_NAMES and longest <= MOST_IN_LIST:
        title = {key: t(f"stage.end.group.{key}") for key in groups}
        chart = Lists(
            heads=(
                t("stage.end.column.stage"),
                t("stage.column.project"),
                t("stage.column.city"),
            ),
            groups=tuple(
                Group(
                    title=title[key],
                    items=tuple(
                        (
                            asked.label(row, "title"),
                            asked.name(asked.dataset.cities[str(row.city_id)]),
                        )
                        for row in rows
                    ),
                )
                for key, rows in groups.items()
            )
            or (_nothing(asked),),
        )
        if projects:
            figures = {
                "projects": Figure(value=total, column=1, reduce="rows"),
                "cities": Figure(value=cities, column=2, reduce="distinct"),
                "running": Figure(
                    value=running,
                    column=1,
                    reduce="rows",
                    where=(0, (title.get("running", ""),)),
                ),
            }
    else:
        stage = {code: asked.term("project_stage", code) for code in ProjectStage}
        chart = Bars(
            heads=(t("stage.end.column.stage"), t("stage.end.column.projects")),
            bars=tuple(
                Bar(
                    key=code.value,
                    label=stage[code],
                    value=sum(row.stage is code for row in projects),
                    tone="unknown" if code is ProjectStage.UNKNOWN else "services",
                )
                for code in ProjectStage
            ),
            total=total,
        )
        figures = {
            "projects": Figure(value=total, column=1, reduce="sum"),
            "running": Figure(
                value=running,
                column=1,
                reduce="sum",
                where=(0, tuple(stage[code] for code in STAGE_GROUPS["running"])),
            ),
        }
    is_named = isinstance(chart, Lists)
    return Scene(
        headline=t("stage.end.platforms.headline", count=total)
        if total
        else t("stage.end.platforms.headline.nothing"),
        subtitle=subtitle(asked, t("stage.end.platforms.measure")),
        chart=chart,
        sentence=joined(
            t("stage.end.platforms.nothing") if not total else None,
            t("stage.end.platforms.few", count=total) if 0 < total < FEWEST_MARKS else None,
            _found_words(asked, total, cities if is_named else None)
            if total >= FEWEST_MARKS
            else None,
            _running_words(asked, total, running),
            t("stage.end.platforms.unknown"),
        ),
        follow_up=follow_up(asked),
        unknown=t("stage.end.platforms.unknown"),
        source_ids=project_sources(projects) or (asked.programme.source_id,),
        figures=figures,
    )


def _running_words(asked: SceneRequest, total: int, running: int) -> str | None:
    """« Sur 19, 8 sont en service ou étendus. »; None where none is."""
    if not running:
        return None
    if total == 1:
        return asked.t("stage.end.running.only")
    return asked.t("stage.end.running", count=running, total=total)


def _unknown_words(asked: SceneRequest, total: int, unknown: int) -> str | None:
    """« L’avancement de 2 projets est inconnu. »; None where every stage is known."""
    if not unknown:
        return None
    if total == 1:
        return asked.t("stage.end.unknown.only")
    return asked.t("stage.end.unknown", count=unknown)


def _found_words(asked: SceneRequest, total: int, cities: int | None) -> str:
    if cities is None:
        return asked.t("stage.end.platforms.found", count=total)
    return asked.t("stage.end.platforms.found_in", count=cities, number=total)


def _nothing(asked: SceneRequest) -> Group:
    return Group(
        title=asked.t("stage.end.column.projects"),
        items=((asked.t("stage.end.nothing"), ""),),
        is_unknown=True,
    )


def _of_city(asked: SceneRequest, project: Project) -> str:
    return asked.t(
        "stage.end.of_city",
        city=asked.name(asked.dataset.cities[str(project.city_id)]),
        title=asked.label(project, "title"),
    )
