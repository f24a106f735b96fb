"""Scenes 1C, 1C′ and 1D: what became of projects, on which conditions, with how much technology."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.round_table_1 import (
    conditions,
    project_stages,
    technology_ladder,
)
from components.i18n import content
from components.stage.charts import (
    FEWEST_MARKS,
    Figure,
    Group,
    Lists,
    StackRow,
    Stacks,
    Tone,
    Units,
)
from components.stage.scene import Coverage, Scene, SceneRequest
from components.stage.scenes.words import follow_up, joined, listed, subtitle
from data.schema import Answer, Project, ProjectStage, TechnologyLevel

_TONES: dict[str, Tone] = {"A1": "govern", "A2": "services", "A3": "inclusion"}
_STATES = (Answer.YES, Answer.PARTIAL, Answer.NO, Answer.NOT_APPLICABLE, Answer.UNKNOWN)
_IN_SENTENCE = (
    ProjectStage.PLANNED,
    ProjectStage.PILOT,
    ProjectStage.OPERATIONAL,
    ProjectStage.SCALED,
    ProjectStage.ENDED,
)


def project_stages_scene(asked: SceneRequest) -> Scene:
    """1C: one square per project at each stage, the unknown stage last; a list under five projects."""
    t, projects = asked.t, asked.projects
    counts = project_stages(projects)
    title = {stage: asked.term("project_stage", stage) for stage in counts}
    total, unknown = len(projects), counts[ProjectStage.UNKNOWN]
    chart: Units | Lists
    if total < FEWEST_MARKS:
        chart = _listed_projects(asked, [title[project.stage] for project in projects])
    else:
        chart = Units(
            heads=(
                t("stage.rt1.column.group"),
                t("stage.rt1.column.stage"),
                t("stage.rt1.column.projects"),
            ),
            columns=tuple((stage.value, title[stage]) for stage in counts),
            rows=(("projects", ""),),
            values={("projects", stage.value): count for stage, count in counts.items()},
        )

    def figure(value: int, *titles: str) -> Figure:
        return _figure(chart, value, *titles)

    told = (
        t("stage.rt1.projects.unknown", count=unknown, total=total)
        if unknown
        else t("stage.rt1.projects.all_known" if total else "stage.rt1.projects.none_found")
    )
    running, pilots = counts[ProjectStage.OPERATIONAL], counts[ProjectStage.PILOT]
    clauses = [
        t(f"stage.rt1.projects.{stage}", count=counts[stage])
        for stage in _IN_SENTENCE
        if counts[stage]
    ]
    return Scene(
        headline=_stages_headline(asked, total, running=running, pilots=pilots),
        subtitle=subtitle(asked, t("stage.rt1.projects.measure")),
        chart=chart,
        sentence=joined(
            t("stage.rt1.projects.sentence", count=total, clauses=listed(asked, clauses))
            if clauses
            else None,
            told,
        ),
        follow_up=follow_up(asked),
        unknown=told,
        source_ids=sources_of(projects),
        figures={stage.value: figure(count, title[stage]) for stage, count in counts.items()}
        | {"total": figure(total, *title.values())}
        if total
        else {},
        coverage=Coverage(known=total - unknown, unknown=unknown, text=told) if total else None,
    )


def _stages_headline(asked: SceneRequest, total: int, *, running: int, pilots: int) -> str:
    t = asked.t
    if not total:
        return t("stage.rt1.projects.none")
    if running and pilots:
        return t("stage.rt1.projects.headline", count=running, total=total, pilots=pilots)
    if running:
        return t("stage.rt1.projects.headline.running", count=running, total=total)
    if pilots:
        return t("stage.rt1.projects.headline.pilots", count=pilots, total=total)
    return t("stage.rt1.projects.headline.neither", count=total)


def _listed_projects(asked: SceneRequest, values: Sequence[str]) -> Lists:
    """Names of the few projects there are, each with its value; says so when there is none."""
    t, projects = asked.t, asked.projects
    return Lists(
        heads=(
            t("stage.column.list"),
            t("stage.column.project"),
            t("stage.column.value"),
        ),
        groups=(
            Group(
                title=t("stage.rt1.column.projects"),
                items=tuple(
                    (project_name(asked, project), value)
                    for project, value in zip(projects, values, strict=True)
                )
                or ((t("stage.rt1.projects.none"), ""),),
            ),
        ),
    )


def project_name(asked: SceneRequest, project: Project) -> str:
    """« Namur : TRAKK – hub créatif »."""
    return asked.t(
        "stage.rt1.projects.of_city",
        city=city_name(asked, project),
        title=content(project, "title", asked.language).text,
    )


def city_name(asked: SceneRequest, project: Project) -> str:
    """Name of the city a project belongs to."""
    return asked.name(asked.dataset.cities[str(project.city_id)])


def _figure(chart: Units | Lists, value: int, *titles: str) -> Figure:
    """A number of projects by the title of their column, from squares or from a list."""
    if isinstance(chart, Lists):
        return Figure(value=value, column=1, reduce="rows", where=(2, titles))
    return Figure(value=value, column=2, reduce="sum", where=(1, titles))


def sources_of(projects: Sequence[Project]) -> tuple[str, ...]:
    """Sources of some projects, without repeats."""
    return tuple(dict.fromkeys(key for project in projects for key in project.source_ids))


def conditions_scene(asked: SceneRequest) -> Scene:
    """1C′: four conditions of putting into practice, cities by state; a state « no » needs a source."""
    t, dataset = asked.t, asked.dataset
    rows = conditions(dataset, asked.city_ids)
    total = len(asked.cities)
    kept = [
        state
        for state in _STATES
        if state is not Answer.NOT_APPLICABLE or any(counts[state] for _, counts in rows)
    ]
    word = {state: asked.term("answer", state) for state in kept}
    label = {key: asked.label(dataset.criteria[key]) for key, _ in rows}
    yes = {key: counts[Answer.YES] for key, counts in rows}
    unknown = {key: counts[Answer.UNKNOWN] for key, counts in rows}
    low, high = min(unknown.values()), max(unknown.values())
    if not high:
        told = t("stage.rt1.conditions.all_known")
    elif low == high:
        told = t("stage.rt1.conditions.unknown.same", low=low, total=total)
    else:
        told = t("stage.rt1.conditions.unknown.range", count=high, low=low, total=total)
    answers = total * len(rows)
    silent = sum(unknown.values())
    column_of = {state: 1 + position for position, state in enumerate(kept)}
    unit, *_, follow = yes.values()
    others = [
        t("stage.rt1.conditions.in", what=t(f"stage.rt1.conditions.what.{key}"), value=yes[key])
        if yes[key]
        else t("stage.rt1.conditions.in_none", what=t(f"stage.rt1.conditions.what.{key}"))
        for key in list(label)[1:]
    ]
    is_partial = any(counts[Answer.PARTIAL] for _, counts in rows)
    return Scene(
        headline=_conditions_headline(asked, unit, follow),
        subtitle=subtitle(asked, t("stage.rt1.conditions.measure")),
        chart=Stacks(
            heads=(t("stage.rt1.column.condition"), *word.values()),
            parts=tuple(word.items()),
            rows=tuple(
                StackRow(key=key, label=label[key], counts={state: counts[state] for state in kept})
                for key, counts in rows
            ),
        ),
        sentence=joined(
            _conditions_sentence(asked, yes, listed(asked, others)),
            t("stage.rt1.conditions.partial") if is_partial else None,
            told,
        ),
        follow_up=follow_up(asked),
        unknown=told,
        source_ids=tuple(
            dict.fromkeys(
                source
                for city_id in asked.city_ids
                for key, answer in dataset.answers_of_city(city_id).items()
                if key in label
                for source in answer.source_ids
            )
        ),
        figures={
            key: Figure(
                value=yes[key], column=column_of[Answer.YES], reduce="sum", where=(0, (label[key],))
            )
            for key in label
        }
        | {
            "fewest unknown": Figure(value=low, column=column_of[Answer.UNKNOWN], reduce="min"),
            "most unknown": Figure(value=high, column=column_of[Answer.UNKNOWN], reduce="max"),
        },
        coverage=Coverage(
            known=answers - silent,
            unknown=silent,
            text=t("stage.rt1.conditions.coverage", count=silent, total=answers),
        ),
    )


def _conditions_headline(asked: SceneRequest, unit: int, follow: int) -> str:
    """Cities with a dedicated unit and with public monitoring; none found is not none there is."""
    t, total = asked.t, len(asked.cities)
    if unit and follow:
        return t("stage.rt1.conditions.headline", count=unit, total=total, follow=follow)
    if unit:
        return t("stage.rt1.conditions.headline.no_follow", count=unit, total=total)
    if follow:
        return t("stage.rt1.conditions.headline.no_unit", count=follow, total=total)
    return t("stage.rt1.conditions.headline.neither")


def _conditions_sentence(asked: SceneRequest, yes: Mapping[str, int], others: str) -> str:
    """Cities with each condition in full; ``others`` tells of all but the first."""
    t, total, unit = asked.t, len(asked.cities), next(iter(yes.values()))
    if not any(yes.values()):
        return t("stage.rt1.conditions.sentence.none")
    if not unit:
        return t("stage.rt1.conditions.sentence.no_unit", count=total, others=others)
    return t("stage.rt1.conditions.sentence", count=unit, total=total, others=others)


def technology_ladder_scene(asked: SceneRequest) -> Scene:
    """1D: one square per project, three axes by three levels of technology; neither is better."""
    t, projects = asked.t, asked.projects
    counts = technology_ladder(projects)
    title = {level: asked.term("technology_level", level) for level in TechnologyLevel}
    total = len(projects)
    chart: Units | Lists
    if total < FEWEST_MARKS:
        chart = _listed_projects(asked, [title[project.technology_level] for project in projects])
    else:
        chart = Units(
            heads=(
                t("stage.rt1.column.axis"),
                t("stage.rt1.column.technology"),
                t("stage.rt1.column.projects"),
            ),
            columns=tuple((level.value, title[level]) for level in TechnologyLevel),
            rows=tuple(
                (axis.axis_id, asked.label(axis, "short")) for axis in asked.dataset.axes.values()
            ),
            values={(axis, level.value): count for (axis, level), count in counts.items()},
            tones={axis: _TONES[axis] for axis in asked.dataset.axes if axis in _TONES},
        )
    number = {
        level: sum(project.technology_level is level for project in projects)
        for level in TechnologyLevel
    }
    low, medium, high = number.values()
    silent = sum(not asked.dataset.projects_of_city(city_id) for city_id in asked.city_ids)
    told = joined(
        t("stage.rt1.technology.unknown", count=silent, total=len(asked.cities))
        if silent
        else None,
        t("stage.rt1.technology.cost"),
    )
    return Scene(
        headline=t("stage.rt1.technology.headline", count=low, total=total)
        if low
        else t("stage.rt1.technology.headline.none", count=total)
        if total
        else t("stage.rt1.projects.none"),
        subtitle=subtitle(asked, t("stage.rt1.technology.measure")),
        chart=chart,
        sentence=joined(
            t("stage.rt1.technology.low", count=low, total=total)
            if low
            else t("stage.rt1.technology.low.none", count=total),
            t("stage.rt1.technology.medium", count=medium) if medium else None,
            t("stage.rt1.technology.high", count=high) if high else None,
            t("stage.rt1.technology.cost"),
        )
        if total
        else t("stage.rt1.projects.none_found"),
        follow_up=follow_up(asked),
        unknown=told,
        source_ids=sources_of(projects),
        figures={
            level.value: _figure(chart, count, title[level]) for level, count in number.items()
        }
        | {"total": _figure(chart, total, *title.values())}
        if total
        else {},
    )
