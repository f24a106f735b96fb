"""Every source that the page of a city rests on."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.context import (
    CONTEXT_INDICATORS,
    city_ranks,
    comparable_countries,
    latest,
)
from data.load import Dataset


def city_source_ids(city_id: str, dataset: Dataset) -> tuple[str, ...]:
    """Sources of a city's own facts, of its country's note and of the figures shown beside it.

    Returns:
        Ids without repeats: the city's facts first, national figures last.

    Raises:
        KeyError: There is no such city.
    """
    city = dataset.cities[city_id]
    note = dataset.country_notes.get(city.country_iso3)
    groups: list[Iterable[str]] = [city.source_ids]
    groups += [row.source_ids for row in dataset.strategies_of_city(city_id)]
    groups += [row.source_ids for row in dataset.projects_of_city(city_id)]
    groups += [row.source_ids for row in dataset.factors_of_city(city_id)]
    groups += [row.source_ids for row in dataset.answers_of_city(city_id).values()]
    if note is not None:
        groups.append(note.source_ids)
    groups.append(_context_source_ids(city.country_iso3, dataset))
    groups += [[row.source_id for row in group] for group in city_ranks(dataset, city_id)]
    return tuple(dict.fromkeys(source_id for group in groups for source_id in group))


def _context_source_ids(country_iso3: str, dataset: Dataset) -> list[str]:
    countries = [country_iso3, *(comparable_countries(dataset, country_iso3) or ())]
    indicators = [key for key in CONTEXT_INDICATORS if key in dataset.indicators]
    rows = [latest(dataset, code, key) for key in indicators for code in countries]
    found = [row.source_id for row in rows if row is not None]
    if any(latest(dataset, country_iso3, key) is not None for key in indicators):
        return [*found, *(dataset.indicators[key].source_id for key in indicators)]
    return []
