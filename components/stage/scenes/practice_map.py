"""Scene of round table 2 on good practice: where projects work, form by form, on a map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.practices import Practices, practices, to_visit
from components.pictures.svg import isolated_text
from components.stage.charts import (
    FEWEST_MARKS,
    MOST_NAMES,
    Camera,
    Figure,
    Group,
    Lists,
    MapStep,
    Place,
    WorldMap,
)
from components.stage.scene import Coverage, Scene, SceneRequest
from components.stage.scenes.contrasts import nothing_found
from components.stage.scenes.words import follow_up, joined, subtitle
from data.schema import City, CollaborationForm, Project, ProjectStage

LEAST_SPAN = (12.0, 7.0)
"""Degrees of longitude and latitude that a step of the map shows at least."""
STEADY = 0.6
"""Share of the first look, in width and height, from which a step keeps it rather than move a little."""
MARGIN = 0.12
"""Share of the box left free on each side of the points."""
ROOM_OF_A_NAME = (0.16, 0.05)
"""Share of the map, in width and height, that the name of a city takes."""


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
                        (asked.label(project, "title"), owner_name(asked, project))
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
            city=owner_name(asked, project),
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


def owner_name(asked: SceneRequest, project: Project) -> str:
    """Name of the city of a project, or of its organisation."""
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
    first = camera_around(cities)

    def step(title: str, lit: list[City]) -> MapStep:
        closer = camera_around(lit)
        is_much_closer = closer.east - closer.west < STEADY * (
            first.east - first.west
        ) or closer.north - closer.south < STEADY * (first.north - first.south)
        box = closer if is_much_closer else first
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
