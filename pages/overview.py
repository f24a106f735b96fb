"""Page: what is known and unknown in one screen, and the ways in for the three kinds of user."""

import streamlit as st

from components import overview
from components.markup import show
from components.notices import show_ignored
from components.session import today, visit

language, t, dataset, reader = visit()
show_ignored(reader, t)
known, door = st.columns([7, 6], gap="large")
with known:
    st.title(t("overview.title"), anchor=False)
    show(overview.headline(dataset, t), overview.key_figures(dataset, language, t))
with door:
    show(overview.map_door(dataset, language, t))
show(overview.panels(dataset, today(), language, t))
speaker, staff, city = st.columns(3, gap="large")
with speaker:
    show(overview.speaker_door(dataset, language, t))
with staff:
    show(overview.staff_door(dataset, language, t))
with city:
    show(overview.city_door(language, t))
