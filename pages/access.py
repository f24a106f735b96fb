"""Page: who is asking, signing in and out; for administrators, who may do what and who did what."""

import streamlit as st

from components.desk import access, action_log, people
from components.desk.ways import show_ways
from components.markup import show
from components.notices import show_ignored
from components.session import visit
from components.staff import Action, may, visitor

language, t, dataset, reader = visit()
actor = visitor()
st.title(t("access.title"), anchor=False)
show_ways("access", actor)
access.show_identity(actor, language, t)
if may(actor.role, Action.MANAGE_STAFF):
    people.show_people(actor, reader, language, t)
    action_log.show_log(actor, reader, language, t)
elif may(actor.role, Action.OPEN_DESK):
    show(access.roles_section(t))
show_ignored(reader, t)
