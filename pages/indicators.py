"""Page: one indicator over the years, beside another, spread out, or beside practices."""

import streamlit as st

from components import explorer
from components.markup import show
from components.notices import show_ignored
from components.session import visit

language, t, dataset, reader = visit()
st.title(t("indicators.title"), anchor=False)
view = explorer.read_view(reader, dataset)
show_ignored(reader, t)
show(explorer.lead(t))
explorer.show_controls(view, dataset, language, t)
story = explorer.story_of(view, dataset, explorer.page_look(language), t)
show(explorer.headline(story))
if view.is_table or story.spec is None:
    show(explorer.story_table(story, dataset, language, t))
else:
    explorer.show_chart(story)
show(explorer.notes(story, view, dataset, language, t))
