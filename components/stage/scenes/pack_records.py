"""Scenes of a pack about its records: strategies on years, projects of a city by stage."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.speaker_pack import (
    IN_FORCE,
    STAGE_GROUPS,
    StageGroup,
    StrategyYears,
    by_stage,
    strategy_years,
)
from components.i18n import years
from components.pictures.svg import isolated_text
from components.stage.charts import MOST_NAMES, Figure, Group, Lists, Span, Timeline
from components.stage.scene import Coverage, Scene
from components.stage.scenes.pack_words import Pack, with_others
from components.stage.scenes.words import follow_up, joined
from data.schema import City, Project, ProjectStage, Strategy, StrategyStatus

MOST_IN_LIST = {1: 8, 2: 5, 3: 4}
"""Items of each list by number of lists, so that two lines each fit the height."""


def strategies_scene(pack: Pack) -> Scene:
    """Strategies on years; a list where none has a date; said where none was found."""
    asked, t, strategies = pack.asked, pack.t, pack.subject.strategies
    found = strategy_years(strategies, MOST_NAMES)
    label = {row.strategy_id: strategy_label(pack, row) for row in strategies}
    status = {code: asked.term("strategy_status", code) for code in StrategyStatus}
    chart: Timeline | Lists
    shown: Sequence[Strategy] = found.shown
    if shown:
        chart = Timeline(
            heads=(
                t("stage.pack.column.strategy"),
                t("stage.pack.column.start"),
                t("stage.pack.column.end"),
                t("stage.pack.column.status"),
            ),
            spans=tuple(
                Span(
                    label=label[row.strategy_id],
                    start=row.start_year,
                    end=row.end_year,
                    note=status[row.status],
                )
                for row in shown
            ),
            now=asked.today.year,
        )
        column = 3
    else:
        shown = strategies[: MOST_IN_LIST[1]]
        items = [(label[row.strategy_id], status[row.status]) for row in shown]
        chart = Lists(
            heads=(
                t("stage.column.list"),
                t("stage.pack.column.strategy"),
                t("stage.pack.column.status"),
            ),
            groups=(
                Group(
                    title=t("stage.pack.strategies.undated")
                    if items
                    else t("stage.pack.strategies"),
                    items=tuple(items) or ((t("stage.pack.strategies.nothing"), ""),),
                    is_unknown=not items,
                ),
            ),
        )
        column = 2
    in_force = sum(row.status in IN_FORCE for row in shown)
    no_status = sum(row.status is StrategyStatus.UNKNOWN for row in shown)
    figures = {
        "in_force": Figure(
            value=in_force,
            column=0,
            reduce="rows",
            where=(column, tuple(status[code] for code in IN_FORCE)),
        ),
        "status": Figure(
            value=no_status,
            column=0,
            reduce="rows",
            where=(column, (status[StrategyStatus.UNKNOWN],)),
        ),
    }
    if shown:
        figures["total"] = Figure(value=len(shown), column=0, reduce="rows")
    return Scene(
        headline=strategies_headline(pack, len(shown), in_force),
        subtitle=pack.subtitle(t("stage.pack.strategies.measure")),
        chart=chart,
        sentence=joined(*_strategies_sentences(pack, shown, in_force, no_status)),
        follow_up=follow_up(asked),
        unknown=_unknown_strategies(pack, found, len(strategies)),
        source_ids=tuple(dict.fromkeys(key for row in shown for key in row.source_ids))
        or pack.subject.source_ids,
        figures=figures,
    )


def strategy_label(pack: Pack, strategy: Strategy) -> str:
    """Title of a strategy; in the pack of an organisation the city's name stands before it."""
    title = pack.asked.label(strategy, "title")
    if strategy.city_id is None or isinstance(pack.subject.owner, City):
        return title
    name = pack.asked.name(pack.asked.dataset.cities[strategy.city_id])
    return pack.t("stage.pack.of_city", name=isolated_text(name), title=title)


def strategies_headline(pack: Pack, total: int, in_force: int) -> str:
    """« Siem Reap : 1 stratégie sur 2 adoptée ou en œuvre »."""
    if not total:
        return pack.t("stage.pack.strategies.headline.nothing", name=pack.owner)
    if not in_force:
        return pack.t("stage.pack.strategies.headline.none", name=pack.owner)
    if total == 1:
        return pack.t("stage.pack.strategies.headline.only", name=pack.owner)
    return pack.t("stage.pack.strategies.headline", count=in_force, total=total, name=pack.owner)


def _strategies_sentences(
    pack: Pack, shown: Sequence[Strategy], in_force: int, no_status: int
) -> list[str | None]:
    t = pack.t
    if not shown:
        return [t("stage.pack.strategies.said.nothing", name=pack.owner)]
    starts = [row.start_year for row in shown if row.start_year is not None]
    first = str(min(starts)) if starts else ""
    said = t("stage.pack.strategies.said", count=len(shown), name=pack.owner)
    if len(shown) == 1:
        return [
            said,
            t("stage.pack.strategies.only.begins", year=first) if first else None,
            t("stage.pack.strategies.only.in_force")
            if in_force
            else t("stage.pack.strategies.only.no_status")
            if no_status
            else t("stage.pack.strategies.only.not_in_force"),
        ]
    return [
        said,
        t("stage.pack.strategies.first", year=first) if first else None,
        t("stage.pack.strategies.in_force", count=in_force)
        if in_force
        else t("stage.pack.strategies.not_in_force"),
        t("stage.pack.strategies.no_status", count=no_status) if no_status else None,
    ]


def _unknown_strategies(pack: Pack, found: StrategyYears, total: int) -> str:
    """Years that nobody tells, strategies without any; never silent."""
    t = pack.t
    if not total:
        return t("stage.pack.strategies.silence")
    starts = sum(row.start_year is None for row in found.shown)
    ends = sum(row.end_year is None for row in found.shown)
    return joined(
        t("stage.pack.strategies.no_date", count=found.undated) if found.undated else None,
        t("stage.pack.strategies.no_start", count=starts) if starts else None,
        t("stage.pack.strategies.no_end", count=ends) if ends else None,
        t("stage.pack.strategies.left_out", count=found.left_out) if found.left_out else None,
    ) or t("stage.pack.strategies.others")


def city_projects_scene(pack: Pack) -> Scene:
    """Projects in three lists by stage, the best documented first."""
    asked, t, projects = pack.asked, pack.t, pack.subject.projects
    groups = [(key, rows) for key, rows in by_stage(projects).items() if rows]
    most = MOST_IN_LIST[max(1, len(groups))]
    running = sum(row.stage in STAGE_GROUPS["running"] for row in projects)
    coming = sum(row.stage in STAGE_GROUPS["coming"] for row in projects)
    unknown = sum(row.stage is ProjectStage.UNKNOWN for row in projects)
    told = unknown_stages(pack, unknown, len(projects))
    chart = Lists(
        heads=(
            t("stage.column.list"),
            t("stage.column.project"),
            t("stage.pack.column.years"),
        ),
        groups=tuple(
            Group(
                title=_group_title(pack, key, rows),
                items=with_others(pack, (_project_item(pack, row) for row in rows), most),
            )
            for key, rows in groups
        )
        or (no_project(pack),),
    )
    return Scene(
        headline=projects_headline(pack, len(projects), running),
        subtitle=pack.subtitle(t("stage.pack.projects.measure", count=len(projects))),
        chart=chart,
        sentence=joined(
            t("stage.pack.projects.running", count=running)
            if running
            else t("stage.pack.projects.nothing_runs"),
            t("stage.pack.projects.coming", count=coming) if coming else None,
            told,
        )
        if projects
        else t("stage.pack.projects.said.nothing", name=pack.name),
        follow_up=follow_up(asked),
        unknown=told,
        source_ids=project_sources(projects) or pack.subject.source_ids,
        coverage=Coverage(known=len(projects) - unknown, unknown=unknown, text=told)
        if projects
        else None,
    )


def _group_title(pack: Pack, key: StageGroup, rows: Sequence[Project]) -> str:
    """« En service ou étendus : 6 »; the unknown is counted apart from what has ended."""
    if key != "rest":
        return pack.t(f"stage.pack.group.{key}", number=len(rows))
    unknown = sum(row.stage is ProjectStage.UNKNOWN for row in rows)
    if not unknown:
        return pack.t("stage.pack.group.ended", number=len(rows))
    if unknown == len(rows):
        return pack.t("stage.pack.group.unknown", number=unknown)
    return pack.t("stage.pack.group.rest", ended=len(rows) - unknown, unknown=unknown)


def projects_headline(pack: Pack, total: int, running: int) -> str:
    """« Siem Reap : 6 projets sur 20 en service ou étendus »."""
    if not total:
        return pack.t("stage.pack.projects.headline.nothing", name=pack.name)
    if not running:
        return pack.t("stage.pack.projects.headline.none", name=pack.name)
    return pack.t("stage.pack.projects.headline", count=running, total=total, name=pack.name)


def unknown_stages(pack: Pack, unknown: int, total: int) -> str:
    """« L’avancement de 2 projets sur 20 est inconnu. »"""
    if not total:
        return pack.t("stage.pack.projects.silence")
    if not unknown:
        return pack.t("stage.pack.projects.all_known")
    return pack.t("stage.pack.projects.unknown", count=unknown, total=total)


def no_project(pack: Pack) -> Group:
    """The list shown where no project was found."""
    return Group(
        title=pack.t("stage.pack.projects"),
        items=((pack.t("stage.pack.projects.nothing"), ""),),
        is_unknown=True,
    )


def project_sources(projects: Sequence[Project]) -> tuple[str, ...]:
    """Sources of projects without repeats."""
    return tuple(dict.fromkeys(key for row in projects for key in row.source_ids))


def _project_item(pack: Pack, project: Project) -> tuple[str, str]:
    when = years(project.start_year, project.end_year, pack.language)
    return pack.asked.label(project, "title"), when
