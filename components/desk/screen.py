"""The page « Saisir »: which of its screens the address asks for, and what was just done."""

from __future__ import annotations

import logging

import htpy as h

from components.address import AddressReader
from components.desk.asked import Asked, read_asked
from components.desk.choice import show_choice, show_city
from components.desk.drafts import told_once
from components.desk.forms import show_form
from components.desk.grid import show_grid
from components.desk.keeper import start_keeper
from components.desk.sitting import Sitting, sit_down
from components.i18n import Translate
from components.markup import isolated, show
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
        _show_told()
        _show_screen(asked, sitting)
    except (StoreError, DataError) as error:
        log.exception("the tables cannot be read")
        language = reader.language() or "fr"
        show(h.section(".rc-notice", role="alert")[isolated(error.message(language))])


def _show_screen(asked: Asked, sitting: Sitting) -> None:
    screens = {"city": show_city, "form": show_form, "grid": show_grid}
    if asked.screen == "choice":
        show_choice(sitting)
    else:
        screens[asked.screen](asked, sitting)


def _show_told() -> None:
    told = told_once()
    if told is None:
        return
    kind, words = told
    role = "status" if kind == "done" else "alert"
    show(h.p(f".rc-told.rc-told-{kind}", role=role)[isolated(words)])
