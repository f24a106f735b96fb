"""Page: one indicator over the years, beside another, spread out, or beside practices."""

import streamlit as st

from components.explorer import controls, sections
from components.explorer.tables import story_table
from components.explorer.view import read_view
from components.markup import show
from components.notices import show_ignored
from components.session import visit

language, t, dataset, reader = visit()
st.title(t("indicators.title"), anchor=False)
view = read_view(reader, dataset)
show_ignored(reader, t)
show(sections.lead(t))
controls.show_controls(view, dataset, language, t)
story = sections.story_of(view, dataset, sections.page_look(language), t)
show(sections.headline(story))
if view.is_table or story.spec is None:
    show(story_table(story, dataset, language, t))
else:
    sections.show_chart(story)
show(sections.notes(story, view, dataset, language, t))
