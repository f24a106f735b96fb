"""« Trouver une ville »: a box to type in that leads to the page of the city."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.i18n import Language, Translate, sort_key
from components.markup import markdown_text
from data.load import Dataset

CITY_PAGE = Path(__file__).parent.parent / "pages" / "city.py"


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
    """Draw the box; a choice opens the page of the city."""
    names = city_names(dataset, language)
    chosen = st.selectbox(
        markdown_text(t("overview.city.find")),
        list(names),
        index=None,
        key="overview_city",
        format_func=lambda city_id: names[city_id],
        placeholder=t("overview.city.placeholder"),
    )
    if chosen is not None:
        st.switch_page(CITY_PAGE, query_params={"lang": language, "city": chosen})
