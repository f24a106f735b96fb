"""Datasets of any size for measures, in memory only: the published cities, then plainly invented ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely

from data.load import Dataset, build_dataset, load_dataset
from data.schema import City

ROOT = Path(__file__).parent.parent
BASEMAP_FILE = ROOT / "data" / "basemap" / "land.geojson"
SEED = 20261123
SOUTH, NORTH = -55.0, 70.0
_FILLER_FR = (
    " Texte inventé pour la mesure, de la longueur d’un résumé ordinaire du tableau de bord."
)
_FILLER_EN = " Text invented for the measure, as long as an ordinary summary of the dashboard."


def synthetic_dataset(size: int, base: Dataset | None = None) -> Dataset:
    """The published dataset grown to ``size`` cities, the same at each call.

    An invented city copies the networks, country, strategies, projects, factors and answers of a
    published one, so that proportions stay (about five projects a city); its names say that it is
    synthetic, its place is drawn on land, and its rows cite one synthetic source.

    Args:
        size: Number of cities, at least those of ``base``.
        base: What to grow; None: the published dataset.

    Raises:
        ValueError: ``size`` is smaller than the number of cities of ``base``.
    """
    base = base or load_dataset()
    extra = size - len(base.cities)
    if extra < 0:
        raise ValueError(f"{size} cities asked for, {len(base.cities)} are published")
    if extra == 0:
        return base
    tables: dict[str, list[Any]] = {name: list(records) for name, records in base.tables().items()}
    pattern_source = tables["sources"][0]
    templates = list(base.cities.values())
    random.Random(SEED).shuffle(templates)
    for number, (latitude, longitude) in zip(range(1, extra + 1), _places(extra), strict=True):
        mark = f"{number:05d}"
        source_ids = (f"synthetic-{mark}",)
        tables["sources"].append(
            replace(
                pattern_source,
                source_id=source_ids[0],
                title=f"Synthetic source {mark}",
                publisher="Synthetic publisher",
                url=f"https://example.org/synthetic/{mark}",
            )
        )
        template = templates[number % len(templates)]
        city = replace(
            template,
            city_id=f"synthetic-{mark}",
            name_fr=f"Ville synthétique {mark}",
            name_en=f"Synthetic city {mark}",
            name_local=None,
            latitude=latitude,
            longitude=longitude,
            is_conference_speaker=False,
            source_ids=source_ids,
        )
        tables["cities"].append(city)
        for table, record in _rows(base, template, city, mark):
            tables[table].append(record)
    return build_dataset(
        **tables,
        programmes=base.programmes.values(),
        edition=base.edition,
        published_on=base.published_on,
        version=f"synthetic-{size}-{base.version}",
    )


def _rows(base: Dataset, template: City, city: City, mark: str) -> Iterator[tuple[str, Any]]:
    """Rows of ``template`` as rows of ``city``, each with the name of its table."""
    owner: dict[str, Any] = {"city_id": city.city_id, "source_ids": city.source_ids}
    for order, strategy in enumerate(base.strategies_of_city(template.city_id), start=1):
        yield (
            "strategies",
            replace(
                strategy,
                strategy_id=f"synthetic-s-{mark}-{order}",
                title_fr=f"Stratégie synthétique {mark}-{order}",
                title_en=f"Synthetic strategy {mark}-{order}",
                title_original=None,
                summary_fr=f"Stratégie synthétique {mark}-{order}.{_FILLER_FR}",
                summary_en=f"Synthetic strategy {mark}-{order}.{_FILLER_EN}",
                **owner,
            ),
        )
    new_ids = {}
    for order, project in enumerate(base.projects_of_city(template.city_id), start=1):
        new_ids[project.project_id] = f"synthetic-p-{mark}-{order}"
        yield (
            "projects",
            replace(
                project,
                project_id=new_ids[project.project_id],
                title_fr=f"Projet synthétique {mark}-{order}, ligne {project.line_id}",
                title_en=f"Synthetic project {mark}-{order}, line {project.line_id}",
                summary_fr=f"Projet synthétique {mark}-{order}.{_FILLER_FR}",
                summary_en=f"Synthetic project {mark}-{order}.{_FILLER_EN}",
                **owner,
            ),
        )
    for order, factor in enumerate(base.factors_of_city(template.city_id), start=1):
        yield (
            "factors",
            replace(
                factor,
                factor_id=f"synthetic-f-{mark}-{order}",
                project_id=new_ids[factor.project_id] if factor.project_id else None,
                text_fr=f"Facteur synthétique {mark}-{order}.",
                text_en=f"Synthetic factor {mark}-{order}.",
                **owner,
            ),
        )
    for answer in base.answers_of_city(template.city_id).values():
        yield "criteria", replace(answer, **owner)


@cache
def _land() -> shapely.Geometry:
    land = geopandas.read_file(BASEMAP_FILE).union_all()
    shapely.prepare(land)
    return land


def _places(count: int) -> list[tuple[float, float]]:
    """Latitude and longitude of ``count`` points on land, evenly spread on the globe."""
    generator = np.random.default_rng(SEED)
    lowest, highest = (float(sine) for sine in np.sin(np.radians([SOUTH, NORTH])))
    found: list[tuple[float, float]] = []
    while len(found) < count:
        longitudes = generator.uniform(-180, 180, 4 * count)
        sines = generator.uniform(lowest, highest, 4 * count)
        latitudes = np.degrees(np.arcsin(sines))
        on_land = shapely.contains_xy(_land(), longitudes, latitudes)
        pairs = zip(latitudes[on_land].round(5), longitudes[on_land].round(5), strict=True)
        found += [(float(latitude), float(longitude)) for latitude, longitude in pairs]
    return found[:count]
