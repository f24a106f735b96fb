"""Page: cities side by side."""

import streamlit as st

from components.session import visit

language, t, dataset, reader = visit()
st.title(t("comparison.title"), anchor=False)
