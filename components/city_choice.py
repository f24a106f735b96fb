"""The box in which a city is chosen; the choice goes to the address."""

from __future__ import annotations

import streamlit as st

from components.city_finder import city_names
from components.i18n import Language, Translate
from components.session import keep_in_address, set_widget_value
from data.load import Dataset
from data.schema import City

KEY = "city_choice"


def choose_city(city: City | None, dataset: Dataset, language: Language, t: Translate) -> None:
    """Draw the box with the city of the address chosen; a choice writes ``?city=…``."""
    names = city_names(dataset, language)
    set_widget_value(KEY, city.city_id if city else None)
    st.selectbox(
        t("city.choose"),
        list(names),
        index=None,
        key=KEY,
        format_func=lambda city_id: names[city_id],
        placeholder=t("city.choose.placeholder"),
        on_change=keep_in_address,
        args=("city", KEY),
    )
