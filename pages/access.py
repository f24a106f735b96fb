"""Page: who is asking, signing in and out; who may do what."""

import streamlit as st

from components.desk import access
from components.markup import show
from components.session import visit
from components.staff import current_actor

language, t, dataset, reader = visit()
st.title(t("access.title"), anchor=False)
show(access.identity_section(current_actor(), t))
