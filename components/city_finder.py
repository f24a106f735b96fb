"""« Trouver une ville »: a box to type in, and the cities it finds as links to their pages."""

from __future__ import annotations

import htpy as h
import streamlit as st

from analysis.city_search import find_cities
from components.address import MAX_VALUE_LENGTH, address
from components.i18n import Language, Translate, sort_key
from components.markup import Element, internal_link, isolated, markdown_text, show
from data.load import Dataset
from data.schema import City

KEY = "overview_find"
FOUND_SHOWN = 8


def city_names(dataset: Dataset, language: Language) -> dict[str, str]:
    """« Hué (Vietnam) » by ``city_id``, in the order of the language."""
    names = {
        city.city_id: "{} ({})".format(
            getattr(city, f"name_{language}"),
            getattr(dataset.countries[city.country_iso3], f"name_{language}"),
        )
        for city in dataset.cities.values()
    }
    return dict(sorted(names.items(), key=lambda item: sort_key(item[1])))


def show_city_finder(dataset: Dataset, language: Language, t: Translate) -> None:
    """Draw the box and, once something is typed, what it finds.

    Not a select box: Streamlit's own search does not find « Hué » for "hue".
    """
    query = st.text_input(
        markdown_text(t("overview.find")),
        key=KEY,
        max_chars=MAX_VALUE_LENGTH,
        placeholder=t("overview.find.placeholder"),
    )
    if query and query.strip():
        show(found_cities(find_cities(dataset, query), dataset, language, t))


def found_cities(cities: list[City], dataset: Dataset, language: Language, t: Translate) -> Element:
    """The first cities of a search as links; when there is none, the way to the whole list."""
    more = len(cities) - FOUND_SHOWN
    return h.div(".rc-found", role="status")[
        h.p(".rc-muted.rc-small")[t("overview.find.found", count=len(cities))],
        h.ul[
            (
                h.li[
                    internal_link(
                        isolated(getattr(city, f"name_{language}")),
                        address("city", language, city=city.city_id),
                    ),
                    " ",
                    h.span(".rc-muted")[
                        isolated(getattr(dataset.countries[city.country_iso3], f"name_{language}"))
                    ],
                ]
                for city in cities[:FOUND_SHOWN]
            ),
            h.li[internal_link(t("overview.find.all"), address("city", language))]
            if more > 0 or not cities
            else None,
        ],
    ]
