"""Page: workbooks; templates to fill, a filled one read back, checked and imported; for staff."""

import streamlit as st

from components.desk import imports, imports_rows
from components.desk.acting import show_told
from components.desk.desk_view import desk_view
from components.desk.ways import ways
from components.markup import show
from components.notices import show_ignored
from components.session import address_reader
from components.staff import Action, require

actor = require(Action.PROPOSE)
desk = desk_view(actor)
reader = address_reader()
city_id = reader.one("city", desk.view.dataset.cities)

st.title(desk.t("imports.title"), anchor=False)
show(ways("imports", desk))
show_told()
imports.show_templates(city_id, desk)
imports.show_upload(desk)
imports.show_done(desk)
held = imports.read_held(desk)
if held is not None:
    imports.show_preview(held, desk)
    imports_rows.show_rows(held, desk)
    imports.show_sending(held, desk)
show_ignored(reader, desk.t)
