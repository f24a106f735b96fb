"""Scene 1D′: two projects of one theme face to face, with little and with much technology."""

from __future__ import annotations

from analysis.round_table_1 import two_answers
from components.i18n import content, partial_date
from components.pictures.svg import isolated_text
from components.stage.charts import Card, Cards, Group, Lists
from components.stage.scene import Scene, SceneRequest
from components.stage.scenes.implementation import city_name, project_name, sources_of
from components.stage.scenes.words import follow_up, listed, subtitle
from data.schema import Project


def two_answers_scene(asked: SceneRequest) -> Scene:
    """1D′: two projects of one theme face to face, with little and with much technology.

    The moderator's two projects if the programme names them (``project_ids``); else the pair of one
    line of the programme, one of low and one of high technology, of two cities, both of known stage,
    with most projects that run, then most sources (:func:`analysis.round_table_1.two_answers`).
    """
    t, dataset = asked.t, asked.dataset
    found = two_answers(dataset, asked.city_ids, asked.definition.project_ids)
    heads = (
        t("stage.column.project"),
        t("stage.rt1.column.label"),
        t("stage.framing.column.text"),
    )
    if found is None:
        return Scene(
            headline=t("stage.rt1.answers.none"),
            subtitle=subtitle(asked, t("stage.rt1.answers.measure")),
            chart=Lists(
                heads=(
                    t("stage.column.list"),
                    t("stage.column.project"),
                    t("stage.column.value"),
                ),
                groups=(
                    Group(
                        title=t("stage.rt1.column.projects"),
                        items=((t("stage.rt1.answers.none"), ""),),
                    ),
                ),
            ),
            sentence=t("stage.rt1.answers.none.sentence"),
            follow_up=follow_up(asked),
            unknown=t("stage.rt1.answers.none.sentence"),
            source_ids=sources_of(asked.projects),
        )
    levels = [
        asked.term("technology_level", project.technology_level).lower()
        for project in found.projects
    ]
    theme = None if found.line_id is None else asked.label(dataset.lines[found.line_id], "short")
    first, second = (isolated_text(project_name(asked, item)) for item in found.projects)
    cities = dict.fromkeys(city_name(asked, item) for item in found.projects)
    if levels[0] == levels[1]:
        contrast = t("stage.rt1.answers.same", level=levels[0])
    else:
        contrast = t("stage.rt1.answers.contrast", first=levels[0], second=levels[1])
    return Scene(
        headline=t("stage.rt1.answers.headline", theme=theme, contrast=contrast)
        if theme
        else t("stage.rt1.answers.headline.two", contrast=contrast),
        subtitle=subtitle(asked, t("stage.rt1.answers.measure"), listed(asked, cities)),
        chart=Cards(heads=heads, cards=tuple(_card(asked, item) for item in found.projects)),
        sentence=t("stage.rt1.answers.sentence", theme=theme, first=first, second=second)
        if theme
        else t("stage.rt1.answers.sentence.two", first=first, second=second),
        follow_up=follow_up(asked),
        unknown=t("stage.rt1.answers.unknown"),
        source_ids=sources_of(found.projects),
    )


def _card(asked: SceneRequest, project: Project) -> Card:
    """Level of technology and why, stage at the date of the latest source, who takes part."""
    t, language = asked.t, asked.language
    actors = ", ".join(asked.term("actor", actor).lower() for actor in project.actors)
    return Card(
        title=content(project, "title", language).text,
        kicker=city_name(asked, project),
        lines=(
            (
                t("stage.rt1.answers.technology"),
                t(
                    "stage.rt1.answers.reason",
                    level=asked.term("technology_level", project.technology_level),
                    reason=content(project, "technology_reason", language).text,
                ),
            ),
            (
                t("stage.rt1.answers.stage"),
                t(
                    "stage.rt1.answers.when",
                    stage=asked.term("project_stage", project.stage),
                    date=partial_date(project.as_of, language),
                ),
            ),
            (t("stage.rt1.answers.actors"), actors[:1].upper() + actors[1:] or t("unknown")),
        ),
    )
