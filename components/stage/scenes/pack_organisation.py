"""Scenes of the pack of an organisation: the cities of its country, its projects, national context.

An organisation has no place of its own: the map shows cities of the edition and never the organisation.
"""

from __future__ import annotations

from analysis.speaker_pack import (
    STAGE_GROUPS,
    best_documented,
    box_around,
    national_figures,
)
from components.i18n import number
from components.stage.charts import (
    MOST_NAMES,
    Card,
    Cards,
    Figure,
    Group,
    Lists,
    MapStep,
    Place,
    WorldMap,
)
from components.stage.scene import Coverage, Scene
from components.stage.scenes.pack_city import WORLD, camera
from components.stage.scenes.pack_records import (
    MOST_IN_LIST,
    project_sources,
    unknown_stages,
)
from components.stage.scenes.pack_words import (
    SENTENCE_END,
    Pack,
    by_name,
    who_and_what,
    with_others,
)
from components.stage.scenes.words import follow_up, joined, listed
from data.schema import Observation, Organisation, Project, ProjectStage

_LEAST, _MARGIN = (9.0, 5.0), 0.25


def organisation_map_scene(pack: Pack) -> Scene:
    """World, then the cities of the edition that the organisation stands among."""
    asked, t, cities = pack.asked, pack.t, by_name(pack)
    keys = [city.city_id for city in cities]
    lit = frozenset(keys)
    named = frozenset(keys[:MOST_NAMES])
    region = box_around(cities, least=_LEAST, margin=_MARGIN) if cities else None
    gives_floor, title = who_and_what(pack)
    steps = [MapStep(title=t("stage.pack.map.world"), camera=WORLD, lit=lit, named=frozenset())]
    if region is not None:
        steps.append(
            MapStep(title=pack.country or pack.name, camera=camera(region), lit=lit, named=named)
        )
    return Scene(
        headline=t("stage.pack.map.headline", place=pack.place),
        subtitle=title,
        chart=WorldMap(
            heads=(t("stage.column.city"), t("stage.column.note")),
            places=tuple(
                Place(
                    key=city.city_id,
                    label=asked.name(city),
                    longitude=city.longitude,
                    latitude=city.latitude,
                )
                for city in cities
            ),
            steps=tuple(steps),
            caution=t("map.disclaimer"),
            still=len(steps) - 1,
            panel=((t("stage.pack.cities"), pack.figure(len(cities))),),
        ),
        sentence=joined(
            gives_floor,
            _map_words(pack, len(cities)),
        ),
        follow_up=follow_up(asked),
        unknown=t("stage.pack.organisation.elsewhere"),
        source_ids=tuple(dict.fromkeys((asked.programme.source_id, *pack.subject.source_ids))),
        figures={"cities": Figure(value=len(cities), column=0, reduce="rows")} if cities else {},
    )


def _map_words(pack: Pack, count: int) -> str:
    """How many cities the map shows, and that the organisation is not on it."""
    if not count:
        return pack.t("stage.pack.organisation.no_city.said")
    where = "network" if pack.subject.country_iso3 is None else "country"
    return pack.t(f"stage.pack.organisation.map.{where}", count=count)


def organisation_facts_scene(pack: Pack, organisation: Organisation) -> Scene:
    """What the organisation is and has signed; beside it the national context, cited."""
    asked, t, subject = pack.asked, pack.t, pack.subject
    summary = asked.label(organisation, "summary")
    parts = [part for part in SENTENCE_END.split(summary) if part]
    own = len(subject.own_projects)
    values = national_figures(asked.dataset, subject.country_iso3)
    names = listed(asked, [asked.name(city) for city in by_name(pack)[:MOST_NAMES]])
    context = [
        (
            t(
                "stage.pack.indicator",
                name=asked.label(asked.dataset.indicators[row.indicator_id], "name"),
                year=str(row.year),
            ),
            _value_words(pack, row),
        )
        for row in values
    ]
    cards = [
        Card(
            title=pack.name,
            kicker=asked.term("organisation_kind", organisation.kind),
            lines=(
                *(("", part) for part in parts or [t("stage.pack.organisation.no_summary")]),
                (
                    t("stage.pack.projects"),
                    t("stage.pack.organisation.own", count=own)
                    if own
                    else t("stage.pack.none_found"),
                ),
            ),
        ),
        Card(
            title=pack.country or pack.name,
            kicker=t("stage.pack.organisation.context"),
            lines=(
                *(context or [("", t("stage.pack.organisation.no_context"))]),
                (
                    t("stage.pack.cities"),
                    t("stage.pack.cities.named", number=len(subject.cities), names=names)
                    if subject.cities
                    else t("stage.pack.none_found.f"),
                ),
            ),
        ),
    ]
    power = next((row for row in values if row.indicator_id == "vdem_local_power"), None)
    return Scene(
        headline=t(
            "stage.pack.organisation.headline",
            name=pack.name,
            projects=_count_words(pack, own),
            cities=t("stage.pack.organisation.cities", count=len(subject.cities))
            if subject.cities
            else t("stage.pack.organisation.no_cities"),
        ),
        subtitle=pack.subtitle(t("stage.pack.organisation.measure")),
        chart=Cards(
            heads=(
                t("stage.pack.column.card"),
                t("stage.pack.column.fact"),
                t("stage.pack.column.text"),
            ),
            cards=tuple(cards),
        ),
        sentence=joined(
            t("stage.pack.organisation.said", name=pack.name, summary=parts[0]) if parts else None,
            t(
                "stage.pack.organisation.power",
                value=_signed(pack, power.value),
                unit=asked.label(asked.dataset.indicators[power.indicator_id], "unit"),
                year=str(power.year),
            )
            if power is not None
            else None,
            t("stage.pack.organisation.no_strategy") if not subject.own_strategies else None,
        ),
        follow_up=follow_up(asked),
        unknown=t("stage.pack.organisation.no_strategy")
        if not subject.own_strategies
        else t("stage.pack.unknown.elsewhere"),
        source_ids=tuple(
            dict.fromkeys(
                (
                    *organisation.source_ids,
                    *(row.source_id for row in values),
                    *project_sources(subject.own_projects),
                    *(key for city in subject.cities for key in city.source_ids),
                )
            )
        ),
    )


def organisation_projects_scene(pack: Pack) -> Scene:
    """Projects of the organisation and national platforms, then those of the country's cities."""
    asked, t, subject = pack.asked, pack.t, pack.subject
    own = best_documented(subject.own_projects)
    of_cities = best_documented(
        project for project in subject.projects if project.city_id is not None
    )
    own_words, city_words = (
        t(f"stage.pack.organisation.{key}", count=len(rows))
        if rows
        else t("stage.pack.projects.none")
        for key, rows in (("own", own), ("of_cities", of_cities))
    )
    both = (("own", own), ("cities", of_cities))
    unknown = sum(row.stage is ProjectStage.UNKNOWN for row in subject.projects)
    running = sum(row.stage in STAGE_GROUPS["running"] for row in subject.projects)
    told = unknown_stages(pack, unknown, len(subject.projects))
    return Scene(
        headline=t(
            "stage.pack.organisation.headline",
            name=pack.name,
            projects=own_words,
            cities=city_words,
        ),
        subtitle=pack.subtitle(
            t(
                "stage.pack.organisation.projects.measure",
                count=len(subject.projects),
                unknown=unknown,
            )
        ),
        chart=Lists(
            heads=(
                t("stage.column.list"),
                t("stage.column.project"),
                t("stage.column.note"),
            ),
            groups=tuple(
                Group(
                    title=t(f"stage.pack.organisation.group.{key}", number=len(rows)),
                    items=with_others(
                        pack, (_project_item(pack, row) for row in rows), MOST_IN_LIST[2]
                    )
                    or ((t("stage.pack.projects.nothing"), ""),),
                    is_unknown=not rows,
                )
                for key, rows in both
            ),
        ),
        sentence=joined(
            t("stage.pack.organisation.projects.said", own=own_words, cities=city_words),
            told,
        ),
        follow_up=follow_up(asked),
        unknown=told,
        source_ids=project_sources(subject.projects) or subject.source_ids,
        coverage=Coverage(known=len(subject.projects) - unknown, unknown=unknown, text=told)
        if running or unknown
        else None,
    )


def _count_words(pack: Pack, count: int) -> str:
    if not count:
        return pack.t("stage.pack.projects.none")
    return pack.t("stage.pack.projects.count", count=count)


def _project_item(pack: Pack, project: Project) -> tuple[str, str]:
    title = pack.asked.label(project, "title")
    if project.city_id is None:
        return title, pack.asked.term("project_stage", project.stage)
    return title, pack.asked.name(pack.asked.dataset.cities[project.city_id])


def _signed(pack: Pack, value: float) -> str:
    """Two decimals, with a true minus sign."""
    return number(value, pack.language, decimals=2).replace("-", "−")


def _value_words(pack: Pack, row: Observation) -> str:
    """« −0,92, échelle d’intervalle (environ −3 à +3) · Institut V-Dem »."""
    indicator = pack.asked.dataset.indicators[row.indicator_id]
    return pack.t(
        "stage.pack.indicator.value",
        value=_signed(pack, row.value),
        unit=pack.asked.label(indicator, "unit"),
        publisher=pack.asked.label(indicator, "publisher"),
    )
