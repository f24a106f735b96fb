"""Facts of the framing: which cities a conference brings together, which areas their strategies name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.load import Dataset
from data.programme import Programme
from data.schema import FocusArea

FOCUS_AREAS = tuple(area for area in FocusArea if area is not FocusArea.OTHER)
"""Areas that are drawn; a subject that fits none of them clearly is text found, and no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where some cities are.

    Attributes:
        countries: Codes of their countries, without repeats, in the order of the cities.
        regions: M49 sub-regions and their cities, the largest first; equals in the order of the cities.
        west, east: Westernmost and easternmost city; None: fewer than two longitudes.
    """

    countries: tuple[str, ...]
    regions: tuple[tuple[str, tuple[str, ...]], ...]
    west: str | None
    east: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusAreas:
    """Areas named by at least one strategy of each city; a city may have several strategies.

    Attributes:
        areas: Every one of ``FOCUS_AREAS`` with the cities that name it, most cities first; equals in
            the order of the vocabulary.
        of_city: Areas of each city of which a text was found, possibly none of those drawn.
        unknown: Cities without a strategy, or whose strategies name no subject at all.
        source_ids: Sources of the strategies read, without repeats.
    """

    areas: tuple[tuple[FocusArea, tuple[str, ...]], ...]
    of_city: Mapping[str, frozenset[FocusArea]]
    unknown: tuple[str, ...]
    source_ids: tuple[str, ...]

    @property
    def most_named(self) -> tuple[FocusArea, ...]:
        """Areas that most cities name, several when they tie; empty when no city names any."""
        most = max((len(held) for _, held in self.areas), default=0)
        return tuple(area for area, held in self.areas if most and len(held) == most)

    @property
    def differ(self) -> bool:
        """Whether at least two cities do not name the same areas."""
        return len(set(self.of_city.values())) > 1


def speaking_cities(programme: Programme) -> tuple[str, ...]:
    """Cities that a programme gives the floor to, in the order of the day, without repeats."""
    return tuple(
        dict.fromkeys(
            actor.city_id
            for session in programme.sessions
            for actors in (session.speakers, session.talks)
            for actor in actors
            if actor.city_id is not None
        )
    )


def room(dataset: Dataset, city_ids: Sequence[str]) -> Room:
    """Countries, regions and ends of some cities."""
    cities = [dataset.cities[city_id] for city_id in city_ids]
    regions: dict[str, list[str]] = {}
    for city in cities:
        region = dataset.countries[city.country_iso3].region
        regions.setdefault(region, []).append(city.city_id)
    by_longitude = sorted(cities, key=lambda city: city.longitude)
    is_spread = len({city.longitude for city in cities}) > 1
    return Room(
        countries=tuple(dict.fromkeys(city.country_iso3 for city in cities)),
        regions=tuple(
            sorted(
                ((region, tuple(held)) for region, held in regions.items()),
                key=lambda item: -len(item[1]),
            )
        ),
        west=by_longitude[0].city_id if is_spread else None,
        east=by_longitude[-1].city_id if is_spread else None,
    )


def focus_areas(dataset: Dataset, city_ids: Sequence[str]) -> FocusAreas:
    """Areas named city by city."""
    of_city: dict[str, frozenset[FocusArea]] = {}
    sources: dict[str, None] = {}
    for city_id in city_ids:
        texts = [item for item in dataset.strategies_of_city(city_id) if item.focus_areas_fr]
        if texts:
            of_city[city_id] = frozenset(
                area
                for strategy in texts
                for phrase in strategy.focus_areas_fr
                if (area := dataset.focus_area_of.get(phrase, FocusArea.OTHER)) in FOCUS_AREAS
            )
            for strategy in texts:
                sources |= dict.fromkeys(strategy.source_ids)
    held = [
        (area, tuple(city_id for city_id, areas in of_city.items() if area in areas))
        for area in FOCUS_AREAS
    ]
    return FocusAreas(
        areas=tuple(sorted(held, key=lambda item: -len(item[1]))),
        of_city=of_city,
        unknown=tuple(city_id for city_id in city_ids if city_id not in of_city),
        source_ids=tuple(sources),
    )
