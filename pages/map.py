"""Page: every city on the map, with filters, list and the card of a city."""

import streamlit as st

from components.browser_module import mount_module
from components.filters import read_map_view
from components.notices import show_ignored
from components.session import visit

language, t, dataset, reader = visit()
st.title(t("map.title"), anchor=False)
read_map_view(reader, dataset)
show_ignored(reader, t)
mount_module("atlas", dataset.version, language)
