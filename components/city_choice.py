"""The box in which a city is chosen; the choice goes to the address."""

from __future__ import annotations

import streamlit as st

from components.i18n import Language, Translate, sort_key
from components.session import keep_in_address, set_widget_value
from data.load import Dataset
from data.schema import City

KEY = "city_choice"


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


def choose_city(city: City | None, dataset: Dataset, language: Language, t: Translate) -> None:
    """Draw the box with the city of the address chosen; a choice writes ``?city=…``.

    It is a list to look through: to find a city by its name, the header has a search that knows
    accents and scripts, which Streamlit's own does not ("hue" would not find « Hué »).
    """
    names = city_names(dataset, language)
    set_widget_value(KEY, city.city_id if city else None)
    st.selectbox(
        t("city.choose"),
        list(names),
        index=None,
        key=KEY,
        format_func=lambda city_id: names[city_id],
        placeholder=t("city.choose.placeholder"),
        filter_mode=None,
        on_change=keep_in_address,
        args=("city", KEY),
    )
