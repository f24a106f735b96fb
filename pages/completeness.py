"""Page: what is unknown, old, undated or rests on one source; for staff, what to verify and searches."""

import streamlit as st

from components.desk import completeness, searches, to_verify
from components.desk.acting import show_told
from components.desk.completeness_asked import find, read_asked
from components.desk.ways import show_ways
from components.markup import show
from components.notices import show_ignored
from components.session import today, visit
from components.staff import Action, may, require, visitor
from components.view import View

language, t, dataset, reader = visit()
view = View(dataset=dataset, today=today(), language=language, t=t)
asked = read_asked(reader, dataset)
action = to_verify.ACTION_OF_LIST.get(asked.list_name)
actor = require(action) if action else visitor()
is_staff = may(actor.role, Action.TO_VERIFY)
item = to_verify.read_item(reader) if asked.list_name == "verify" else None
show_ignored(reader, t)

found = find(asked, view)
st.title(t("completeness.title"), anchor=False)
show_ways("completeness", actor)
show(completeness.lead(view), completeness.counts_section(asked, found, view))
if is_staff:
    show(completeness.staff_ways(asked, to_verify.open_count(), view))
    show_told()
if asked.list_name == "verify":
    to_verify.show_items(asked, item, view)
elif asked.list_name == "searches":
    searches.show_searches(asked, view)
else:
    completeness.show_filters(asked, view)
    show(completeness.list_section(asked, found, view, is_staff=is_staff))
    if is_staff:
        to_verify.show_row_actions(asked, completeness.page_lines(asked, found), view)
