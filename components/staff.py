"""Who is asking: found anew at every run, from what the browser sent and what the store knows."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import NoReturn

import streamlit as st

from components import session
from components.desk.refusal import broken_page, refused_page
from components.i18n import translator
from components.markup import show
from components.notices import show_footer
from data.store import ANONYMOUS, Action, Actor, NotAllowedError, StoreError, may

log = logging.getLogger(__name__)

COOKIE = "regards-desk"
"""Cookie that holds the secret of a session; the store keeps its hash."""


def current_actor() -> Actor:
    """Who runs this page; a visitor who has not signed in, or no longer is, is ``ANONYMOUS``.

    Raises:
        StoreError: Somebody holds a session, and the store cannot say whose.
    """
    return actor_of(session.cookies())


def actor_of(cookies: Mapping[str, str]) -> Actor:
    """Who holds these cookies; for routes, which have no page.

    Raises:
        StoreError: As ``current_actor``.
    """
    secret = cookies.get(COOKIE, "")
    if not secret or not session.has_store():
        return ANONYMOUS
    return session.store().session_actor(secret) or ANONYMOUS


def is_staff() -> bool:
    """Whether the visitor has signed in as somebody who may open the desk."""
    try:
        return may(current_actor().role, Action.OPEN_DESK)
    except StoreError:
        log.exception("nobody can be recognised")
        return False


def require(action: Action) -> Actor:
    """The visitor, if they may do this; anybody else gets a page that says why, and the script stops.

    Every page of the desk calls it first: a page that no menu shows has an address all the same. The
    store asks again at every write.
    """
    try:
        actor = current_actor()
        if actor.staff_id:
            session.store().authorise(actor, action, "page")
        elif not may(actor.role, action):
            # Not kept in the log: a robot that tries addresses must not make the store grow.
            _stop_at(actor)
    except NotAllowedError as refused:
        _stop_at(refused.actor)
    except StoreError as error:
        log.exception("the desk cannot be opened")
        _stop_broken(error)
    return actor


def staff_name(staff_id: str) -> str:
    """What to call a member of staff on the desk; the id where no name is known. Never for readers."""
    names = {member.staff_id: member.name for member in session.store().staff()}
    return names.get(staff_id) or staff_id


def _stop_at(actor: Actor) -> NoReturn:
    language = session.current_language()
    t = translator(language)
    st.title(t("staff.refused.title"), anchor=False)
    show(refused_page(actor.role, language, t))
    _stop()


def _stop_broken(error: StoreError) -> NoReturn:
    language = session.current_language()
    t = translator(language)
    st.title(t("staff.broken.title"), anchor=False)
    show(broken_page(error.message(language), t))
    _stop()


def _stop() -> NoReturn:
    language = session.current_language()
    show_footer(session.published_dataset(), language, translator(language))
    st.stop()
