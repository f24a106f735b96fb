"""Who is asking: found anew at every run, from what the browser sent and what the store knows."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

import streamlit as st

from components import session
from components.desk.identity import (
    SERVICE,
    AccessSettings,
    actor_of_person,
    person_of,
    session_secret,
)
from components.desk.refusal import broken_page, refused_page
from components.i18n import translator
from components.markup import show
from components.notices import show_footer
from components.session import now
from data.store import ANONYMOUS, Action, Actor, NotAllowedError, StoreError, may

log = logging.getLogger(__name__)

COOKIE = "regards-desk"
"""Cookie that holds the secret of a session; the store keeps its hash."""

LOCAL_ID = "local"
"""Id of who signs in at the machine itself, until somebody of the list does."""

__all__ = [
    "COOKIE",
    "LOCAL_ID",
    "Action",
    "actor_of",
    "current_actor",
    "holds_session",
    "is_staff",
    "may",
    "require",
    "sign_out_of_service",
    "staff_name",
    "visitor",
]


def current_actor() -> Actor:
    """Who runs this page; a visitor who has not signed in, or no longer is, is ``ANONYMOUS``.

    Raises:
        StoreError: Somebody has signed in, and the store cannot say who.
    """
    actor = actor_of(session.cookies())
    if actor.staff_id:
        return actor
    signed_in = _service_session()
    if signed_in is None or session.store().session_actor(signed_in.secret) is None:
        return ANONYMOUS
    return signed_in.actor


def actor_of(cookies: Mapping[str, str]) -> Actor:
    """Who holds these cookies; for routes, which have no page.

    Raises:
        StoreError: As ``current_actor``.
    """
    secret = cookies.get(COOKIE, "")
    if not secret or not session.has_store():
        return ANONYMOUS
    return session.store().session_actor(secret) or ANONYMOUS


def holds_session(cookies: Mapping[str, str]) -> bool:
    """Whether these cookies are those of somebody who may open the desk; for routes."""
    try:
        return may(actor_of(cookies).role, Action.OPEN_DESK)
    except StoreError:
        log.exception("nobody can be recognised")
        return False


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
            _stop_refused(actor)
    except NotAllowedError as refused:
        _stop_refused(refused.actor)
    except StoreError as error:
        log.exception("the desk cannot be opened")
        _stop_broken(error)
    return actor


def visitor() -> Actor:
    """Who runs this page, for a page that is open to everybody; the script stops if nobody can say so."""
    try:
        return current_actor()
    except StoreError as error:
        log.exception("nobody can be recognised")
        _stop_broken(error)


def staff_name(staff_id: str) -> str:
    """What to call a member of staff on the desk; the id where no name is known. Never for readers."""
    names = {member.staff_id: member.name for member in session.store().staff()}
    if name := names.get(staff_id):
        return name
    if staff_id == LOCAL_ID:
        return translator(session.current_language())("staff.local")
    return staff_id.removeprefix(SERVICE)


def sign_out_of_service() -> None:
    """End the session that the sign-in service opened, here and at the service; for ``on_click``."""
    signed_in = _service_session()
    if signed_in is not None:
        session.store().sign_out(signed_in.secret)
    st.logout()


@dataclass(frozen=True, slots=True, kw_only=True)
class _SignedIn:
    secret: str
    actor: Actor


def _service_session() -> _SignedIn | None:
    """The session of who signed in with the service, open or ended; None: nobody of the staff."""
    claims = session.signed_in_claims()
    if not claims:
        return None
    settings = AccessSettings.of(session.secrets("access"))
    person = person_of(claims, settings, now())
    if person is None:
        return None
    members = session.store().staff() if session.has_store() else ()
    actor = actor_of_person(person, settings, members)
    if actor is None:
        return None
    key = str(session.secrets("auth").get("cookie_secret", ""))
    secret = session_secret(claims, key, actor.staff_id)
    session.store().open_session(secret, actor, person.until)
    return _SignedIn(secret=secret, actor=actor)


def _stop_refused(actor: Actor) -> NoReturn:
    language = session.current_language()
    t = translator(language)
    st.title(t("staff.refused.title"), anchor=False)
    show(refused_page(actor.role, language, t))
    _stop(is_staff=may(actor.role, Action.OPEN_DESK))


def _stop_broken(error: StoreError) -> NoReturn:
    language = session.current_language()
    t = translator(language)
    st.title(t("staff.broken.title"), anchor=False)
    show(broken_page(error.message(language), t))
    _stop()


def _stop(*, is_staff: bool = False) -> NoReturn:
    language = session.current_language()
    dataset, t = session.published_dataset(), translator(language)
    show_footer(dataset, language, t, is_staff=is_staff)
    st.stop()
