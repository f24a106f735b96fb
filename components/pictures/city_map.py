"""A selection of cities on a coastline without borders, with names that do not overlap."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from components.assets import BASEMAP_FILE
from components.markup import Node
from components.pictures.chart import Body, Chart, ChartRequest
from components.pictures.frame import BODY_WIDTH, body_height
from components.pictures.marks import point
from components.pictures.svg import (
    element,
    line,
    lines_of_text,
    moved,
    rect,
    text,
    text_width,
    wrapped,
)
from components.pictures.words import listed, subtitle
from components.theme import STAGE
from components.world_svg import equal_earth
from data.export import Table
from data.geo import distance_km
from data.schema import City

LISTED_PAIRS = 6
"""Distances written beside the map; above, the nearest and the farthest pair."""

WORLD_SPAN = 110.0
"""Degrees of longitude above which the whole world is framed in its own projection."""

_LEAST_SPAN = 5.0
_SIDE = 480
_LARGE, _SMALL = 32, 24
_DOT, _SMALL_DOT = 11.0, 8.0
LARGE_NAMES = 12
"""Cities up to which names are large and may stand off with a line; above, names that fit at once."""

Place = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _View:
    """From degrees to pixels of the drawing."""

    is_world: bool
    centre: Place
    scale: float
    middle: Place

    def place(self, longitude: float, latitude: float) -> Place:
        x, y = _flat(longitude, latitude, self.is_world, self.centre)
        return (
            self.middle[0] + x * self.scale,
            self.middle[1] - y * self.scale,
        )


@dataclass(frozen=True, slots=True)
class _Name:
    city: City
    label: str
    x: float
    y: float
    leader: Place | None


def selection_map(asked: ChartRequest) -> Chart:
    """One same-size point per city with its name, and how far the cities are from each other."""
    t, cities = asked.t, asked.cities
    places = t("pictures.map.countries", count=len({city.country_iso3 for city in cities}))
    no_population = sum(city.population is None for city in cities)
    title = t("pictures.map.title", count=len(cities), places=places)
    if len(cities) == 1:
        title = t("pictures.map.title.one_city", name=asked.city_name(cities[0]))
    pairs = _pairs(cities)
    measure = subtitle(asked, t("pictures.map.measure"))
    disclaimer = t("map.disclaimer")
    sentences = [t("pictures.map.takeaway", count=len(cities), places=places)]
    if pairs:
        near, far = pairs[0], pairs[-1]
        sentences.append(
            t(
                "pictures.map.distances",
                near=_pair_words(asked, near),
                near_km=round(near[2]),
                far=_pair_words(asked, far),
                far_km=round(far[2]),
            )
        )
    sentences.append(t("pictures.map.unknown", count=no_population))
    nearest = {city.city_id: _nearest(city, cities) for city in cities}
    return Chart(
        name="map",
        title=title,
        subtitle=measure,
        takeaway=" ".join(sentences),
        body=_body(asked, pairs, body_height(title, measure, (), disclaimer)),
        legend=(),
        source_ids=tuple(dict.fromkeys(key for city in cities for key in city.source_ids)),
        table=Table(
            name=t("pictures.map.sheet"),
            columns=tuple(
                t(f"pictures.column.{name}")
                for name in (
                    "city_id",
                    "city",
                    "country",
                    "latitude",
                    "longitude",
                    "population",
                    "nearest",
                    "distance",
                )
            ),
            rows=tuple(
                (
                    city.city_id,
                    asked.city_name(city),
                    getattr(asked.dataset.countries[city.country_iso3], f"name_{asked.language}"),
                    city.latitude,
                    city.longitude,
                    city.population if city.population is not None else t("unknown"),
                    asked.city_name(found[0]) if (found := nearest[city.city_id]) else None,
                    round(found[1]) if found else None,
                )
                for city in cities
            ),
        ),
        language=asked.language,
        note=disclaimer,
    )


def _body(asked: ChartRequest, pairs: Sequence[tuple[City, City, float]], room: float) -> Body:
    few = len(pairs) <= LISTED_PAIRS
    are_large = len(asked.cities) <= LARGE_NAMES
    told = pairs if few else [pairs[0], pairs[-1]] if are_large else []
    width = BODY_WIDTH - (_SIDE if told else 0)
    view = _view(asked.cities, width, room)
    size = _LARGE if are_large else _SMALL
    dot = _DOT if are_large else _SMALL_DOT
    names, unnamed = _names(asked, view, size=size, dot=dot, frame=(0, 0, width, room))
    below = (
        wrapped(
            asked.t(
                "pictures.map.unnamed",
                count=len(unnamed),
                names=listed(asked, [asked.city_name(city) for city in unnamed]),
            ),
            BODY_WIDTH,
            26,
            most=8,
        )
        if unnamed
        else []
    )
    clip = "rc-map-clip"
    drawn: list[Node] = [
        element("clipPath", id=clip)[rect(0, 0, width, room, rx=8)],
        element("g", clip_path=f"url(#{clip})")[
            rect(0, 0, width, room, fill=STAGE.sea),
            element(
                "path",
                d=_land(view, width, room),
                fill=STAGE.land,
                stroke=STAGE.coast,
                stroke_width=1.5,
                stroke_linejoin="round",
            ),
        ],
        (
            line(*name.leader, name.x, name.y - size * 0.3, stroke=STAGE.muted)
            for name in names
            if name.leader
        ),
        (point(*view.place(city.longitude, city.latitude), dot) for city in asked.cities),
        (
            text(
                name.label,
                name.x,
                name.y,
                size=size,
                weight=600,
                stroke=STAGE.land,
                stroke_width=6,
                stroke_linejoin="round",
                paint_order="stroke",
            )
            for name in names
        ),
        moved(width + 56, 0, _distances(asked, told, few)) if told else None,
        lines_of_text(below, 0, room + 40, size=26, leading=34, fill=STAGE.muted),
    ]
    return Body(
        content=drawn, width=BODY_WIDTH, height=room + (16 + 34 * len(below) if below else 0)
    )


def _distances(
    asked: ChartRequest, pairs: Sequence[tuple[City, City, float]], few: bool
) -> list[Node]:
    t, room = asked.t, _SIDE - 56
    drawn: list[Node] = [text(t("pictures.map.distance"), 0, 30, size=28, weight=600)]
    y = 48.0
    for position, pair in enumerate(pairs):
        heading = "" if few else t(f"pictures.map.{'farthest' if position else 'nearest'}")
        names = wrapped(_pair_words(asked, pair), room, 26)
        figure = t("pictures.map.km", distance=round(pair[2]))
        drawn.append(line(0, y, room, y))
        if heading:
            drawn.append(text(heading, 0, y + 36, size=24, fill=STAGE.muted))
            y += 34
        drawn += [text(figure, 0, y + 42, size=32, weight=600)]
        drawn += [
            text(value, 0, y + 76 + 32 * row, size=26, fill=STAGE.muted)
            for row, value in enumerate(names)
        ]
        y += 76 + 32 * len(names) - 12
    return drawn


def _pairs(cities: Sequence[City]) -> list[tuple[City, City, float]]:
    """Every pair with its distance in kilometres, nearest first."""
    found = [(a, b, distance_km(a, b)) for a, b in combinations(cities, 2)]
    return sorted(found, key=lambda pair: pair[2])


def _nearest(city: City, cities: Sequence[City]) -> tuple[City, float] | None:
    others = [(distance_km(city, other), other) for other in cities if other is not city]
    if not others:
        return None
    length, other = min(others, key=lambda found: found[0])
    return other, length


def _pair_words(asked: ChartRequest, pair: tuple[City, City, float]) -> str:
    return f"{asked.city_name(pair[0])} – {asked.city_name(pair[1])}"


def _flat(longitude: float, latitude: float, is_world: bool, centre: Place) -> Place:
    """Equal Earth for the world; for a region, degrees with the width they have at its middle."""
    if is_world:
        return equal_earth(longitude, latitude)
    stretch = math.cos(math.radians(centre[1]))
    return (longitude - centre[0]) * stretch, latitude - centre[1]


def _view(cities: Sequence[City], width: float, height: float) -> _View:
    west = min(city.longitude for city in cities)
    east = max(city.longitude for city in cities)
    south = min(city.latitude for city in cities)
    north = max(city.latitude for city in cities)
    centre = ((west + east) / 2, (south + north) / 2)
    is_world = east - west > WORLD_SPAN
    spots = [_flat(city.longitude, city.latitude, is_world, centre) for city in cities]
    left, right = min(x for x, _ in spots), max(x for x, _ in spots)
    low, high = min(y for _, y in spots), max(y for _, y in spots)
    # Room around the outermost points for their names; a single city still shows its coast.
    least = 0.0 if is_world else _LEAST_SPAN
    across, up = max(right - left, least), max(high - low, least)
    scale = min((width - 420) / across, (height - 120) / up)
    middle_x, middle_y = (left + right) / 2, (low + high) / 2
    return _View(
        is_world, centre, scale, (width / 2 - middle_x * scale, height / 2 + middle_y * scale)
    )


def _names(
    asked: ChartRequest, view: _View, *, size: int, dot: float, frame: Box
) -> tuple[list[_Name], list[City]]:
    """Names where they cover neither a point nor each other; and the cities left without a name."""
    spots = {city.city_id: view.place(city.longitude, city.latitude) for city in asked.cities}
    taken: list[Box] = [
        (x - dot - 3, y - dot - 3, x + dot + 3, y + dot + 3) for x, y in spots.values()
    ]
    named, unnamed = [], []
    # The most crowded first: a lonely city finds room anyway.
    order = sorted(
        asked.cities,
        key=lambda city: (
            -sum(math.dist(spots[city.city_id], other) < 120 for other in spots.values())
        ),
    )
    for city in order:
        label = asked.city_name(city)
        spot = spots[city.city_id]
        found = next(
            (
                (x, y, is_far)
                for x, y, is_far in _candidates(spot, text_width(label, size, 600), size, dot)
                if _is_free(_box(x, y, label, size), taken, frame)
            ),
            None,
        )
        if found is None:
            unnamed.append(city)
            continue
        x, y, is_far = found
        taken.append(_box(x, y, label, size))
        named.append(_Name(city, label, x, y, spot if is_far else None))
    return named, [city for city in asked.cities if city in unnamed]


def _candidates(
    spot: Place, width: float, size: int, dot: float
) -> Iterable[tuple[float, float, bool]]:
    x, y = spot
    gap = dot + 8
    yield x + gap, y + size * 0.34, False
    yield x - gap - width, y + size * 0.34, False
    yield x - width / 2, y - gap, False
    yield x - width / 2, y + gap + size * 0.72, False
    yield x + gap * 0.6, y - gap * 0.6, False
    yield x + gap * 0.6, y + gap * 0.6 + size * 0.7, False
    yield x - gap * 0.6 - width, y - gap * 0.6, False
    yield x - gap * 0.6 - width, y + gap * 0.6 + size * 0.7, False
    for reach in (40, 70, 100, 140) if size == _LARGE else ():
        for slope in (0.0, 0.5, -0.5, 1.0, -1.0):
            yield x + reach, y + slope * reach + size * 0.3, True


def _box(x: float, y: float, label: str, size: int) -> Box:
    return x - 3, y - size * 0.82, x + text_width(label, size, 600) + 3, y + size * 0.26


def _is_free(box: Box, taken: Iterable[Box], frame: Box) -> bool:
    left, top, right, bottom = box
    inside = (
        left >= frame[0] + 6
        and top >= frame[1] + 4
        and right <= frame[2] - 6
        and bottom <= frame[3] - 4
    )
    return inside and not any(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
        for other in taken
    )


def _land(view: _View, width: float, height: float) -> str:
    """Coastline of the view as the data of one path; pieces outside or too small are left out."""
    drawn = []
    for ring in _rings():
        spots = [view.place(longitude, latitude) for longitude, latitude in ring]
        across, up = [x for x, _ in spots], [y for _, y in spots]
        if max(across) < 0 or min(across) > width or max(up) < 0 or min(up) > height:
            continue
        if max(across) - min(across) < 2 and max(up) - min(up) < 2:
            continue
        kept: list[Place] = []
        for x, y in spots:
            if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) > 1.2:
                kept.append((x, y))
        drawn.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z")
    return "".join(drawn)


@cache
def _rings() -> tuple[tuple[Place, ...], ...]:
    land = json.loads(BASEMAP_FILE.read_text(encoding="utf-8"))
    found = []
    for feature in land["features"]:
        shape = feature["geometry"]
        many = shape["coordinates"]
        for polygon in many if shape["type"] == "MultiPolygon" else [many]:
            found += [tuple((spot[0], spot[1]) for spot in ring) for ring in polygon]
    return tuple(found)
