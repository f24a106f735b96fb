"""Page: one city, what is known of it and who says so; without a city, all of them."""

import streamlit as st

from components.city_choice import choose_city
from components.city_profile import (
    city_context,
    city_criteria,
    city_head,
    city_identity,
    city_index,
    city_links,
    city_neighbours,
    city_projects,
    city_sources,
    city_strategies,
    lead,
)
from components.desk.declared import declarations_of, declared_layer
from components.desk.headings import edit_link
from components.markup import markdown_text, show
from components.notices import show_ignored
from components.session import today, visit
from components.staff import is_staff

language, t, dataset, reader = visit()
city = dataset.cities.get(reader.one("city", dataset.cities) or "")
now = today()

if city is None:
    st.title(t("city.title"), anchor=False)
    show(lead(t))
    show_ignored(reader, t)
    choose_city(None, dataset, language, t)
    show(city_index(dataset, language, t))
else:
    show_ignored(reader, t)
    choice, links = st.columns([2, 3], vertical_alignment="bottom")
    with choice:
        choose_city(city, dataset, language, t)
    with links:
        show(city_links(city, language, t))
        if is_staff():
            show(edit_link(city.city_id, language, t))
    st.title(markdown_text(getattr(city, f"name_{language}")), anchor=False)
    show(city_head(city, dataset, language, t))
    show(city_identity(city, dataset, language, t))
    show(city_strategies(city, dataset, now, language, t))
    show(city_projects(city, dataset, now, language, t))
    show(city_criteria(city, dataset, now, language, t))
    if declared := declarations_of(city.city_id):
        show(declared_layer(city.city_id, declared, dataset, today=now, language=language, t=t))
    show(city_context(city, dataset, language, t))
    show(city_neighbours(city, dataset, language, t))
    show(city_sources(city, dataset, language, t))
