"""The page « Saisir »: which of its screens the address asks for, and what was just done."""

from __future__ import annotations

import logging

import htpy as h
import streamlit as st

from components.address import AddressReader
from components.desk.asked import Asked, read_asked
from components.desk.choice import show_choice, show_city
from components.desk.drafts import forget_told, told
from components.desk.forms import show_form
from components.desk.grid import grid_title, show_grid
from components.desk.headings import crumbs, form_title, reader_link
from components.desk.keeper import start_keeper
from components.desk.sitting import Sitting, sit_down
from components.desk.ways import show_ways
from components.desk.words import named
from components.i18n import Translate
from components.markup import isolated, markdown_text, show
from components.notices import show_ignored
from components.session import store
from data.errors import DataError
from data.store import Actor, StoreError

log = logging.getLogger(__name__)


def show_edit(reader: AddressReader, actor: Actor, t: Translate) -> None:
    """Draw the screen of the address; a store that cannot be read is told in words."""
    start_keeper()
    try:
        sitting = sit_down(actor, t)
        forms = [draft.form_key for draft in store().drafts(actor)]
        asked = read_asked(reader, sitting.raw, forms)
        show_ignored(reader, t)
        _show_screen(asked, sitting)
        forget_told()
    except (StoreError, DataError) as error:
        log.exception("the tables cannot be read")
        language = reader.language() or "fr"
        st.title(t("edit.title"), anchor=False)
        show(h.section(".rc-notice", role="alert")[isolated(error.message(language))])


def _show_screen(asked: Asked, sitting: Sitting) -> None:
    if asked.screen != "choice":
        show(crumbs("" if asked.screen == "city" else asked.city_id, sitting.view))
    st.title(markdown_text(screen_title(asked, sitting)), anchor=False)
    show_ways("edit", sitting.actor, is_inside=asked.screen != "choice")
    _show_told(asked, sitting)
    screens = {"city": show_city, "form": show_form, "grid": show_grid}
    if asked.screen == "choice":
        show_choice(sitting)
    else:
        screens[asked.screen](asked, sitting)


def screen_title(asked: Asked, sitting: Sitting) -> str:
    """What the screen is about: a row, a city, a table; at first, « Saisir »."""
    if asked.screen == "form":
        return form_title(asked, sitting)
    if asked.screen == "grid":
        return grid_title(asked, sitting)
    if asked.screen == "city":
        return named("cities", asked.city_id, sitting.view)
    return sitting.t("edit.title")


def _show_told(asked: Asked, sitting: Sitting) -> None:
    message = told()
    if message is None:
        return
    kind, words = message
    is_done = kind == "done"
    link = reader_link(asked.table, asked.key, asked.city_id, sitting.view) if is_done else None
    show(
        h.p(f".rc-told.rc-told-{kind}", role="status" if is_done else "alert")[
            isolated(words), [" ", link] if link else None
        ]
    )
