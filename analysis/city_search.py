"""Cities whose names answer a search, without accents and in any script."""

from __future__ import annotations

from analysis.selection import city_text, search_text
from data.load import Dataset
from data.schema import City


def find_cities(dataset: Dataset, query: str) -> list[City]:
    """Cities in whose names, country or networks every word of the query is found.

    Returns:
        Cities whose own name begins with the query first, then by French name; empty for an empty
        query.
    """
    words = search_text(query).split()
    if not words:
        return []
    found = [
        city
        for city in dataset.cities.values()
        if all(word in city_text(city, dataset) for word in words)
    ]
    start = " ".join(words)
    return sorted(found, key=lambda city: (not _begins(city, start), search_text(city.name_fr)))


def _begins(city: City, start: str) -> bool:
    names = (city.name_fr, city.name_en, city.name_local or "")
    return any(search_text(name).startswith(start) for name in names)
