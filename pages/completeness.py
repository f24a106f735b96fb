"""Page: what is unknown, old, undated or rests on one source; for staff, what to verify and searches."""

import streamlit as st

from components.desk import completeness, searches, to_verify
from components.markup import show
from components.notices import show_ignored
from components.session import today, visit
from components.staff import Action, may, require, visitor
from components.view import View

language, t, dataset, reader = visit()
view = View(dataset=dataset, today=today(), language=language, t=t)
asked = completeness.read_asked(reader, dataset)
if asked.list_name in completeness.STAFF_LISTS:
    actor = require(to_verify.ACTION_OF_LIST[asked.list_name])
else:
    actor = visitor()
is_staff = may(actor.role, Action.TO_VERIFY)
item = to_verify.read_item(reader) if asked.list_name == "verify" else None
show_ignored(reader, t)

found = completeness.find(asked, view)
st.title(t("completeness.title"), anchor=False)
show(completeness.lead(view), completeness.counts_section(asked, found, view))
if is_staff:
    show(completeness.staff_ways(asked, to_verify.open_count(), view))
    to_verify.show_note()
if asked.list_name == "verify":
    to_verify.show_items(asked, item, view)
elif asked.list_name == "searches":
    searches.show_searches(asked, view)
else:
    completeness.show_filters(asked, view)
    show(completeness.list_section(asked, found, view, is_staff=is_staff))
    if is_staff:
        to_verify.show_row_actions(asked, completeness.page_lines(asked, found), view)
