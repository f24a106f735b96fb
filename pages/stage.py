"""Page: the stage of a conference: open it, freeze its figures, take it away, rehearse it."""

import streamlit as st

from components import stage_page
from components.markup import show
from components.notices import notice, show_ignored
from components.session import (
    control_link,
    freeze_failure,
    freeze_stage,
    stage_of,
    thaw_stage,
    visit,
)

language, t, dataset, reader = visit()
programme = stage_page.read_programme(reader, dataset)
extent = stage_page.read_extent(reader)
show_ignored(reader, t)
stage = stage_of(programme.programme_id)
view = stage_page.StageView(
    stage=stage,
    language=language,
    t=t,
    extent=extent,
    control=control_link(programme.programme_id, language),
)
st.title(t("stage.title"), anchor=False)
show(stage_page.head(view, dataset), stage_page.frozen_state(view))
if reason := freeze_failure():
    show(notice(t("stage.freeze.failed", reason=reason)))
if view.control:
    if stage.frozen_on is None:
        st.button(t("stage.freeze"), on_click=freeze_stage, args=(programme.programme_id,))
    else:
        st.button(t("stage.thaw"), on_click=thaw_stage, args=(programme.programme_id,))
show(stage_page.downloads(view), stage_page.rehearsal(view))
