"""Filters as the address writes them: one reader for the pages, the downloads and the exported map."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.selection import FACETS, Selection, facet_options
from components.address import AddressReader
from components.atlas import option_label
from components.i18n import NNBSP, Language, Translate, translator
from data.load import Dataset
from data.schema import City

MAX_LATITUDE = 85.0
MAX_LONGITUDE = 360.0
ZOOM_RANGE = (1.0, 9.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """Where the map is looked at from.

    Attributes:
        latitude, longitude: Centre, in degrees.
        zoom: Leaflet zoom level, 1 to 9.
    """

    latitude: float
    longitude: float
    zoom: float


def read_selection(reader: AddressReader, dataset: Dataset) -> Selection:
    """Filters of an address; values that do not exist are left out and noted in the reader."""
    options = facet_options(dataset)
    chosen = {name: frozenset(reader.many(name, options[name])) for name in FACETS}
    return Selection(**chosen, query=reader.text("q"))


def read_city(reader: AddressReader, dataset: Dataset) -> City | None:
    """City of an address, or None."""
    city_id = reader.one("city", dataset.cities)
    return dataset.cities[city_id] if city_id else None


def read_map_view(
    reader: AddressReader, dataset: Dataset
) -> tuple[Selection, City | None, MapView | None]:
    """Everything the map keeps in its address: filters, selected city, centre and zoom."""
    selection, city = read_selection(reader, dataset), read_city(reader, dataset)
    view = None
    if raw := reader.text("view"):
        try:
            latitude, longitude, zoom = (float(part) for part in raw.split(","))
        except ValueError:
            latitude = longitude = zoom = float("nan")
        is_possible = (
            abs(latitude) <= MAX_LATITUDE
            and abs(longitude) <= MAX_LONGITUDE
            and ZOOM_RANGE[0] <= zoom <= ZOOM_RANGE[1]
        )
        if is_possible:
            view = MapView(latitude=latitude, longitude=longitude, zoom=zoom)
        else:
            reader.ignored.append(f"view={raw[:40]}")
    return selection, city, view


def filters_in_words(selection: Selection, dataset: Dataset, language: Language) -> str:
    """The filters as a sentence, for exports: « Filtres : Réseau : RVASE ; Pays : Laos. »"""
    t: Translate = translator(language)
    if selection.is_empty:
        return t("map.filters_none")
    parts = []
    options = facet_options(dataset)
    for name in FACETS:
        if chosen := getattr(selection, name):
            labels = [
                option_label(dataset, name, code, language)
                for code in options[name]
                if code in chosen
            ]
            parts.append(f"{t(f'facet.{name}')}{t('separator')}{', '.join(labels)}")
    if selection.query:
        parts.append(f"{t('facet.search')}{t('separator')}{selection.query}")
    return t("map.filters", filters=(f"{NNBSP}; " if language == "fr" else "; ").join(parts))
