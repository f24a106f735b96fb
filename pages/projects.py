"""Page: every pilot project, as cards or as a table; one of them opened with its sources."""

import streamlit as st

from components.atlas import CATALOGUE_SORTS, CATALOGUE_VIEWS
from components.browser_module import mount_module
from components.filters import read_selection
from components.notices import show_ignored
from components.session import visit

language, t, dataset, reader = visit()
st.title(t("projects.title"), anchor=False)
read_selection(reader, dataset)
reader.one("project", dataset.projects)
reader.one("view", CATALOGUE_VIEWS)
reader.one("sort", CATALOGUE_SORTS)
show_ignored(reader, t)
mount_module("catalogue", dataset.version, language)
