"""Scene of round table 2 on one good practice: need and answer, technology, actors, factors, source."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.practices import practice
from components.i18n import partial_date
from components.pictures.svg import clean, isolated_text
from components.stage.charts import Card, Cards
from components.stage.scene import Scene, SceneRequest
from components.stage.scenes.contrasts import capital, nothing_found
from components.stage.scenes.excerpts import inner_quotes, shortened
from components.stage.scenes.practice_map import owner_name
from components.stage.scenes.words import follow_up, joined, listed, subtitle
from data.schema import Factor, FactorKind, Project, ProjectStage

LONGEST_SUMMARY, LONGEST_FACTOR = 260, 170
"""Letters that three lines of a card hold, and two lines."""
LONGEST_HEADLINE = 12
"""Words of a project's title and city that still make a headline."""


def practice_card_scene(asked: SceneRequest) -> Scene:
    """2D′: one project, chosen by the moderator or by rule: answer, technology, actors, factors."""
    t, dataset = asked.t, asked.dataset
    project = practice(dataset, asked.projects, asked.definition.project_ids)
    if project is None:
        return nothing_found(
            asked,
            headline=t("stage.card.headline.none"),
            measure=t("stage.card.measure"),
            unknown=t("stage.practices.nothing"),
        )
    factors = dataset.factors_of_project(project.project_id)
    hard = _factor(factors, FactorKind.DIFFICULTY)
    helped = _factor(factors, FactorKind.SUCCESS)
    city, title = owner_name(asked, project), asked.label(project, "title")
    lines = [
        (t("stage.card.answer"), _fitting(asked, project, "summary", LONGEST_SUMMARY)),
        (
            t("stage.card.technology"),
            t(
                "stage.card.level",
                level=asked.term("technology_level", project.technology_level),
                reason=asked.label(project, "technology_reason"),
            )
            if asked.label(project, "technology_reason")
            else asked.term("technology_level", project.technology_level),
        ),
        (
            t("stage.column.actor"),
            capital(listed(asked, [t(f"stage.actors.the.{actor}") for actor in project.actors])),
        ),
        (t("stage.card.difficulty"), _fitting(asked, hard, "text", LONGEST_FACTOR)),
        (t("stage.card.success"), _fitting(asked, helped, "text", LONGEST_FACTOR)),
        (t("stage.card.source"), _publishers(asked, project)),
    ]
    missing = [
        t(f"stage.card.missing.{name}")
        for name, is_missing in (
            ("stage", project.stage is ProjectStage.UNKNOWN),
            ("start", project.start_year is None),
            ("actors", not project.actors),
            ("difficulty", hard is None),
            ("success", helped is None),
        )
        if is_missing
    ]
    heading = t("stage.card.headline", city=city, title=title)
    return Scene(
        headline=heading
        if len(re.findall(r"\w+", heading)) <= LONGEST_HEADLINE
        else t("stage.card.headline.city", city=city),
        subtitle=subtitle(asked, t("stage.card.measure"), _where(asked, project)),
        chart=Cards(
            heads=(t("stage.column.project"), t("stage.column.item"), t("stage.column.value")),
            cards=(
                Card(
                    title=title,
                    kicker=_kicker(asked, project, city),
                    lines=tuple((label, text) for label, text in lines if text),
                ),
            ),
        ),
        sentence=joined(
            t("stage.card.shown", title=isolated_text(title), city=city),
            _to_take(asked, hard, helped),
        ),
        follow_up=follow_up(asked),
        unknown=t("stage.card.unknown", items=listed(asked, missing))
        if missing
        else t("stage.card.unknown.none"),
        source_ids=tuple(
            dict.fromkeys(
                source_id
                for record in (project, hard, helped)
                if record is not None
                for source_id in record.source_ids
            )
        ),
    )


def _factor(factors: Iterable[Factor], kind: FactorKind) -> Factor | None:
    """The first factor of a kind that the card holds whole, else the first; None if there is none."""
    of_kind = [factor for factor in factors if factor.kind is kind]
    whole = [
        item for item in of_kind if max(len(item.text_fr), len(item.text_en)) <= LONGEST_FACTOR
    ]
    return next(iter((*whole, *of_kind)), None)


def _where(asked: SceneRequest, project: Project) -> str:
    """« Hué, Vietnam »; the extent for a project of an organisation."""
    if project.city_id is None:
        return ""
    country = asked.dataset.countries[asked.dataset.cities[project.city_id].country_iso3]
    return f"{owner_name(asked, project)}, {asked.label(country, 'name')}"


def _kicker(asked: SceneRequest, project: Project, city: str) -> str:
    """« Hué · Étendu, février 2026 »."""
    stage = asked.term("project_stage", project.stage)
    if project.as_of is None:
        return asked.t("stage.card.kicker", city=city, stage=stage)
    when = partial_date(project.as_of, asked.language)
    return asked.t("stage.card.kicker.dated", city=city, stage=stage, date=when)


def _publishers(asked: SceneRequest, project: Project) -> str:
    """The first two publishers, and the number of others."""
    sources = asked.dataset.sources
    names = list(dict.fromkeys(clean(sources[key].publisher) for key in project.source_ids))
    shown = ", ".join(names[:2])
    left = len(names) - 2
    return asked.t("pictures.source.more", names=shown, count=left) if left > 0 else shown


def _fitting(asked: SceneRequest, record: Project | Factor | None, field: str, most: int) -> str:
    if record is None:
        return ""
    return shortened(asked.label(record, field), most)


def _to_take(asked: SceneRequest, hard: Factor | None, helped: Factor | None) -> str | None:
    """What helped and what was hard, as the card says it; None where no source cites either."""
    t = asked.t

    def quoted(factor: Factor) -> str:
        text = _fitting(asked, factor, "text", LONGEST_FACTOR).rstrip(".")
        return t("stage.card.quote", text=inner_quotes(text, asked.language))

    if hard is None:
        return None if helped is None else t("stage.card.take", helped=quoted(helped))
    if helped is None:
        return t("stage.card.depends", hard=quoted(hard))
    return t("stage.card.both", helped=quoted(helped), hard=quoted(hard))
