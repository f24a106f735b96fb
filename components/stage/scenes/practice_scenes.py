"""Scenes of round table 2 on good practice: where projects work, and one of them on a card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from analysis.practices import Practices, practice, practices, to_visit
from components.i18n import partial_date
from components.pictures.svg import clean, isolated_text
from components.stage.charts import (
    FEWEST_MARKS,
    MOST_NAMES,
    Camera,
    Card,
    Cards,
    Figure,
    Group,
    Lists,
    MapStep,
    Place,
    WorldMap,
)
from components.stage.scene import Coverage, Scene, SceneRequest
from components.stage.scenes.contrasts import nothing_found
from components.stage.scenes.excerpts import inner_quotes, shortened
from components.stage.scenes.words import follow_up, joined, listed, subtitle
from data.schema import City, CollaborationForm, Factor, FactorKind, Project, ProjectStage

LEAST_SPAN = (12.0, 7.0)
"""Degrees of longitude and latitude that a step of the map shows at least."""
MARGIN = 0.12
"""Share of the box left free on each side of the points."""
ROOM_OF_A_NAME = (0.16, 0.05)
"""Share of the map, in width and height, that the name of a city takes."""

LONGEST_SUMMARY, LONGEST_FACTOR = 260, 170
"""Letters that three lines of a card hold, and two lines."""
LONGEST_HEADLINE = 12
"""Words of a project's title and city that still make a headline."""


def practices_map_scene(asked: SceneRequest) -> Scene:
    """2D: cities with a project that works, then those of each form of collaboration in turn."""
    t, dataset = asked.t, asked.dataset
    known = practices(asked.projects)
    count = len(known.projects)
    unknown = _stage_unknown(asked, known)
    if not count:
        return nothing_found(
            asked,
            headline=t("stage.practices.headline.none"),
            measure=t("stage.practices.measure"),
            unknown=unknown,
        )
    cities = t("stage.practices.cities", count=len(known.cities))
    chosen = to_visit(dataset, known.projects)
    chart: WorldMap | Lists
    if count < FEWEST_MARKS:
        chart = Lists(
            heads=(t("stage.column.list"), t("stage.column.project"), t("stage.column.city")),
            groups=(
                Group(
                    title=t("stage.practices.list"),
                    items=tuple(
                        (asked.label(project, "title"), _city_name(asked, project))
                        for project in known.projects
                    ),
                ),
            ),
        )
        figures = {
            "projects": Figure(value=count, column=1, reduce="rows"),
            "cities": Figure(value=len(known.cities), column=2, reduce="distinct"),
        }
    else:
        chart = _map(asked, known, chosen)
        figures = {
            "projects": Figure(value=count, column=2, reduce="sum"),
            "cities": Figure(value=len(known.cities), column=0, reduce="rows"),
        }
    items = [
        t(
            "stage.practices.item",
            title=isolated_text(asked.label(project, "title")),
            city=_city_name(asked, project),
        )
        for project in chosen
    ]
    return Scene(
        headline=t("stage.practices.headline", count=count, cities=cities),
        subtitle=subtitle(asked, t("stage.practices.measure")),
        chart=chart,
        sentence=joined(
            t("stage.practices.running", count=count, cities=cities),
            t(f"stage.practices.visit.{len(chosen)}", names=_one_after_the_other(asked, items))
            if items
            else None,
        ),
        follow_up=follow_up(asked) if count > 1 else "",
        unknown=unknown,
        source_ids=known.source_ids,
        figures=figures,
        coverage=Coverage(known=known.total - known.unknown, unknown=known.unknown, text=unknown),
    )


def _one_after_the_other(asked: SceneRequest, items: Sequence[str]) -> str:
    """Items that may hold commas: « … ; … ; … »."""
    told = items[0]
    for item in items[1:]:
        told = asked.t("stage.practices.then", first=told, last=item)
    return told


def _city_name(asked: SceneRequest, project: Project) -> str:
    if project.city_id is None:
        organisation = asked.dataset.organisations[project.organisation_id or ""]
        return asked.label(organisation, "name")
    return asked.name(asked.dataset.cities[project.city_id])


def _stage_unknown(asked: SceneRequest, known: Practices) -> str:
    t = asked.t
    if not known.total:
        return t("stage.practices.nothing")
    if not known.unknown:
        return t("stage.practices.unknown.none")
    return t("stage.practices.unknown", count=known.unknown, total=known.total)


def _map(asked: SceneRequest, known: Practices, chosen: Iterable[Project]) -> WorldMap:
    t, dataset = asked.t, asked.dataset
    cities = [dataset.cities[city_id] for city_id in known.cities]
    example = {project.city_id: asked.label(project, "title") for project in chosen}
    by_count = sorted(cities, key=lambda city: -known.cities[city.city_id])
    label = {form: asked.term("collaboration_form", form) for form in CollaborationForm}

    def step(title: str, lit: list[City]) -> MapStep:
        box = camera_around(lit)
        return MapStep(
            title=title,
            camera=box,
            lit=frozenset(city.city_id for city in lit),
            named=frozenset(city.city_id for city in spread(lit, box)),
        )

    def number(count: int) -> str:
        return t("stage.practices.cities", count=count)

    held = {
        form: [city for city in by_count if city.city_id in known.forms[form]]
        for form in CollaborationForm
    }
    return WorldMap(
        heads=(t("stage.column.city"), t("stage.practices.example")),
        places=tuple(
            Place(
                key=city.city_id,
                label=asked.name(city),
                longitude=city.longitude,
                latitude=city.latitude,
                note=example.get(city.city_id, ""),
                count=known.cities[city.city_id],
            )
            for city in cities
        ),
        steps=(
            step(t("stage.practices.step.all", cities=number(len(cities))), by_count),
            *(
                step(t("stage.practices.step", form=label[form], cities=number(len(lit))), lit)
                for form, lit in held.items()
                if lit
            ),
        ),
        caution=t("map.disclaimer"),
        panel=(
            *((label[form], number(len(lit))) for form, lit in held.items()),
            (
                asked.term("project_stage", ProjectStage.UNKNOWN),
                t("stage.practices.projects", count=known.unknown),
            ),
        ),
        count_head=t("stage.practices.list"),
    )


def camera_around(cities: Sequence[City]) -> Camera:
    """Box around some cities (at least one) with a margin, never smaller than ``LEAST_SPAN``."""

    def around(values: list[float], least: float, ends: tuple[float, float]) -> list[float]:
        low, high = min(values), max(values)
        half = max((high - low) * (0.5 + MARGIN), least / 2)
        middle = (low + high) / 2
        return [round(max(ends[0], middle - half), 2), round(min(ends[1], middle + half), 2)]

    west, east = around([city.longitude for city in cities], LEAST_SPAN[0], (-180.0, 180.0))
    south, north = around([city.latitude for city in cities], LEAST_SPAN[1], (-60.0, 85.0))
    return Camera(west=west, south=south, east=east, north=north)


def spread(cities: Sequence[City], box: Camera) -> list[City]:
    """Cities to name, in the order given: all up to 12, else 12 whose names keep clear of each other."""
    if len(cities) <= MOST_NAMES:
        return list(cities)
    wide, high = box.east - box.west, box.north - box.south
    kept: list[City] = []
    for city in cities:
        if all(
            abs(city.longitude - other.longitude) > ROOM_OF_A_NAME[0] * wide
            or abs(city.latitude - other.latitude) > ROOM_OF_A_NAME[1] * high
            for other in kept
        ):
            kept.append(city)
    return kept[:MOST_NAMES]


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
    city, title = _city_name(asked, project), asked.label(project, "title")
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
        (t("stage.column.actor"), ", ".join(asked.term("actor", it) for it in project.actors)),
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
    return f"{_city_name(asked, project)}, {asked.label(country, 'name')}"


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
