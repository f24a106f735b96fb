"""Scene F1: who is in the room, city by city, on the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.framing import room, speaking_cities
from components.pictures.svg import isolated_text
from components.stage.charts import MOST_NAMES, Camera, Figure, MapStep, Place, WorldMap
from components.stage.scene import Scene, SceneRequest
from components.stage.scenes.words import follow_up, joined, subtitle
from data.schema import City

WORLD = Camera(west=-180, south=-58, east=180, north=78)
"""What the coastline shows: without the Antarctic and the far north."""

_MOST_REGIONS = 4


def room_scene(asked: SceneRequest) -> Scene:
    """F1: where the cities are; those that speak are filled. World, then the fullest region, then all."""
    t, dataset = asked.t, asked.dataset
    found = room(dataset, asked.city_ids)
    speaking = set(speaking_cities(asked.programme))
    country = {
        city.city_id: asked.label(dataset.countries[city.country_iso3], "name")
        for city in asked.cities
    }
    countries = t("stage.framing.room.countries", count=len(found.countries))
    ends = (
        t("stage.framing.room.ends", west=_name(asked, found.west), east=_name(asked, found.east))
        if found.west and found.east
        else None
    )
    steps = _steps(asked, found.regions, speaking, countries)
    total = len(asked.cities)
    return Scene(
        headline=t("stage.framing.room.headline", count=total, countries=countries),
        subtitle=subtitle(asked, t("stage.framing.room.measure")),
        chart=WorldMap(
            heads=(t("stage.column.city"), t("stage.framing.column.country")),
            places=tuple(
                Place(
                    key=city.city_id,
                    label=asked.name(city),
                    longitude=city.longitude,
                    latitude=city.latitude,
                    note=country[city.city_id],
                    is_filled=city.city_id in speaking,
                )
                for city in asked.cities
            ),
            steps=steps,
            caution=t("map.disclaimer"),
            still=0 if asked.extent == "all" else len(steps) - 1,
            panel=_panel(asked, found.regions, speaking),
        ),
        sentence=joined(t("stage.framing.room.sentence", count=total, countries=countries), ends),
        follow_up=follow_up(asked),
        unknown=t(f"stage.framing.room.unknown.{asked.extent}"),
        source_ids=tuple(dict.fromkeys(key for city in asked.cities for key in city.source_ids)),
        figures={
            "cities": Figure(value=total, column=0, reduce="rows"),
            "countries": Figure(value=len(set(country.values())), column=1, reduce="distinct"),
        },
    )


def _name(asked: SceneRequest, city_id: str) -> str:
    return isolated_text(asked.name(asked.dataset.cities[city_id]))


def _steps(
    asked: SceneRequest,
    regions: Sequence[tuple[str, tuple[str, ...]]],
    speaking: set[str],
    countries: str,
) -> tuple[MapStep, ...]:
    """The world with those that stand apart, the fullest region, then the programme's cities."""
    t, dataset = asked.t, asked.dataset
    everywhere = frozenset(asked.city_ids)
    region, inside = regions[0] if regions else ("", ())
    apart = everywhere - set(inside)
    world = MapStep(
        title=t("stage.framing.room.step", count=len(everywhere), countries=countries),
        camera=WORLD,
        lit=everywhere,
        named=_named(apart, speaking) if asked.extent == "programme" else frozenset(),
    )
    if asked.extent == "all":
        networks = set(asked.programme.network_ids)
        own = frozenset(
            city.city_id
            for city in asked.cities
            if city.city_id in speaking or networks & set(city.network_ids)
        )
    else:
        own = everywhere
    steps = [world]
    if apart and inside:
        steps.append(
            MapStep(
                title=t(
                    "stage.framing.room.region",
                    count=len(inside),
                    region=asked.term("region", region),
                ),
                camera=_camera(dataset.cities[city_id] for city_id in inside),
                lit=frozenset(inside),
                named=_named(frozenset(inside), own) or _named(frozenset(inside), speaking),
            )
        )
    if own:
        steps.append(
            MapStep(
                title=t("stage.place.programme", count=len(own)),
                camera=_camera(dataset.cities[city_id] for city_id in own),
                lit=own,
                named=_named(own, speaking),
            )
        )
    return tuple(steps)


def _named(city_ids: frozenset[str], first: Iterable[str]) -> frozenset[str]:
    """All of the cities if a hall can read their names, else those of ``first``, else none."""
    for some in (city_ids, city_ids & set(first)):
        if len(some) <= MOST_NAMES:
            return some
    return frozenset()


def _camera(cities: Iterable[City]) -> Camera:
    """A frame around some cities, with room for their names; never past the ends of the map."""
    places = [(city.longitude, city.latitude) for city in cities]
    west, south = (min(ends) for ends in zip(*places, strict=True))
    east, north = (max(ends) for ends in zip(*places, strict=True))
    across, up = max(3.0, 0.15 * (east - west)), max(2.0, 0.15 * (north - south))
    return Camera(
        west=max(WORLD.west, west - across),
        south=max(WORLD.south, south - up),
        east=min(WORLD.east, east + across),
        north=min(WORLD.north, north + up),
    )


def _panel(
    asked: SceneRequest, regions: Sequence[tuple[str, tuple[str, ...]]], speaking: set[str]
) -> tuple[tuple[str, str], ...]:
    """How many cities speak, and for every city of the edition, how many are in each region."""
    t = asked.t
    filled = sum(city.city_id in speaking for city in asked.cities)
    lines = [
        (t("stage.framing.room.speaking"), filled),
        (t("stage.framing.room.others"), len(asked.cities) - filled),
    ]
    if asked.extent == "all":
        shown = regions if len(regions) <= _MOST_REGIONS else regions[: _MOST_REGIONS - 1]
        left = sum(len(held) for _, held in regions[len(shown) :])
        lines += [(asked.term("region", region), len(held)) for region, held in shown]
        lines += [(t("stage.framing.room.other_regions"), left)] if left else []
    return tuple((label, str(value)) for label, value in lines)
