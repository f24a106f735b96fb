"""The controls of the explorer; each change is written to the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from components.city_choice import city_names
from components.explorer.view import (
    FORMS,
    SCALES,
    VIEWS,
    ExplorerView,
    apt_for_log,
    indicator_options,
    second_options,
)
from components.i18n import Language, Translate, content, sort_key
from components.indicator_strip import country_name
from components.markup import markdown_text
from components.session import keep_in_address, set_widget_value
from data.load import Dataset


def show_controls(view: ExplorerView, dataset: Dataset, language: Language, t: Translate) -> None:
    """Draw the controls with the choices of the address; each change is written there."""
    views, forms = st.columns([3, 1])
    with views:
        _segments(
            "view",
            view.name,
            {option: t(f"indicators.view.{option}") for option in VIEWS},
            t("indicators.view"),
        )
    with forms:
        if view.name != "lists":
            _segments(
                "form",
                view.form,
                {option: t(f"indicators.form.{option}") for option in FORMS},
                t("indicators.form"),
            )
    names = {
        name: content(indicator, "name", language).text
        for name, indicator in dataset.indicators.items()
    }
    countries = sorted(
        ((code, country_name(dataset, code, language)) for code in dataset.countries),
        key=lambda item: sort_key(item[1]),
    )
    indicators, of_countries, of_cities = st.columns(3)
    with indicators:
        _choice(
            "indicator",
            view.indicator.indicator_id,
            indicator_options(dataset, view.name),
            names,
            t,
        )
        if view.name == "scatter" and view.second is not None:
            _choice(
                "second",
                view.second.indicator_id,
                second_options(dataset, view.indicator),
                names,
                t,
            )
    with of_countries:
        _several("country", view.countries, dict(countries), t)
    with of_cities:
        _several("cities", view.cities, city_names(dataset, language), t)
    if view.name == "scatter" and any(apt_for_log(view, dataset)):
        _segments(
            "scale",
            view.scale,
            {option: t(f"indicators.scale.{option}") for option in SCALES},
            t("indicators.scale"),
        )


def _segments(name: str, value: str, labels: Mapping[str, str], title: str) -> None:
    widget = f"indicators_{name}"
    set_widget_value(widget, value)
    st.segmented_control(
        markdown_text(title),
        list(labels),
        key=widget,
        required=True,
        format_func=lambda option: labels[option],
        wrap=True,
        on_change=keep_in_address,
        args=(name, widget),
    )


def _choice(
    name: str, value: str, options: Sequence[str], labels: Mapping[str, str], t: Translate
) -> None:
    widget = f"indicators_{name}"
    set_widget_value(widget, value)
    st.selectbox(
        t(f"indicators.choose.{name}"),
        list(options),
        key=widget,
        format_func=lambda option: labels[option],
        filter_mode=None,
        on_change=keep_in_address,
        args=(name, widget),
    )


def _several(name: str, values: Sequence[str], labels: Mapping[str, str], t: Translate) -> None:
    widget = f"indicators_{name}"
    set_widget_value(widget, list(values))
    st.multiselect(
        t(f"indicators.choose.{name}"),
        list(labels),
        key=widget,
        format_func=lambda option: labels[option],
        placeholder=t(f"indicators.placeholder.{name}"),
        select_all=False,
        wrap=True,
        on_change=keep_in_address,
        args=(name, widget),
    )
