"""The list of staff, for administrators: who has which role; adding, changing, ending."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence

import htpy as h
import streamlit as st

from components import session
from components.address import AddressReader, address
from components.desk.asking import outcome
from components.i18n import Language, Translate
from components.markup import Element, internal_link, isolated, show
from components.sign_in import SIGN_IN_PATH
from components.staff import LOCAL_ID
from data.errors import DataError, Rule
from data.store import Actor, Role, Staff, Store
from data.store.access import LINK_LIFETIME

NEW = "new"
"""In the address: somebody who is not on the list yet."""

FORM_WIDTH = 560
"""Pixels: a line of a form is read at a glance."""

_NOTE = "access_note"
_LINK = "access_link"
_ROLES = tuple(role for role in Role if role is not Role.READER)


def show_people(actor: Actor, reader: AddressReader, language: Language, t: Translate) -> None:
    """The list, and the form of the person whom the address names.

    Args:
        actor: An administrator; the store asks again.
    """
    members = session.store().staff()
    chosen = reader.one("person", (NEW, *(member.staff_id for member in members)))
    show(_people_table(members, chosen, language, t))
    _show_note()
    if chosen:
        person = next((member for member in members if member.staff_id == chosen), None)
        _show_form(person, actor, t)


def new_id(name: str, identity: str, taken: Collection[str]) -> str:
    """An id that nobody has or had: « ada-lovelace », else « ada-lovelace-2 »."""
    text = name.strip() or identity.partition("@")[0]
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "person"
    number, found = 1, stem
    while found in taken or found in {LOCAL_ID, NEW}:
        number += 1
        found = f"{stem}-{number}"
    return found


def _people_table(
    members: Sequence[Staff], chosen: str | None, language: Language, t: Translate
) -> Element:
    columns = ("name", "identity", "role", "state")
    return h.section(".rc-access", id="people")[
        h.h2[t("access.people")],
        h.p(".rc-prose")[t("access.people.lead") if members else t("access.people.none")],
        bool(members)
        and h.div(".rc-access-table")[
            h.table[
                h.thead[h.tr[(h.th(scope="col")[t(f"access.column.{name}")] for name in columns)]],
                h.tbody[
                    (
                        h.tr(aria_current="true" if member.staff_id == chosen else None)[
                            h.th(scope="row")[
                                internal_link(
                                    isolated(member.name or member.staff_id),
                                    address("access", language, person=member.staff_id),
                                )
                            ],
                            h.td[isolated(member.identity)],
                            h.td[t(f"staff.role.{member.role}")],
                            h.td[t("access.active" if member.is_active else "access.left")],
                        ]
                        for member in members
                    )
                ],
            ]
        ],
        h.p[internal_link(t("access.add"), address("access", language, person=NEW))],
    ]


def _show_form(person: Staff | None, actor: Actor, t: Translate) -> None:
    key = f"access_{person.staff_id if person else NEW}"
    title = (
        t("access.change", name=person.name or person.staff_id) if person else t("access.add.title")
    )
    show(h.h3(id="person")[isolated(title)], h.p(".rc-prose")[t("access.form.lead")])
    with st.form(f"{key}_form", border=False, width=FORM_WIDTH):
        st.text_input(
            t("access.field.name"),
            value=person.name if person else "",
            key=f"{key}_name",
            max_chars=120,
            placeholder="",
        )
        st.text_input(
            t("access.field.identity"),
            value=person.identity if person else "",
            key=f"{key}_identity",
            max_chars=200,
            placeholder="",
        )
        st.radio(
            t("access.field.role"),
            list(_ROLES),
            index=_ROLES.index(person.role) if person and person.role in _ROLES else 0,
            key=f"{key}_role",
            format_func=lambda role: t(f"staff.role.{role}"),
            captions=[t(f"access.may.{role}") for role in _ROLES],
        )
        if person:
            st.checkbox(t("access.field.active"), value=person.is_active, key=f"{key}_active")
        st.form_submit_button(
            t("access.save"), type="primary", on_click=_save, args=(key, person, actor.staff_id)
        )
    if person:
        _show_sessions(person, key, t)


def _show_sessions(person: Staff, key: str, t: Translate) -> None:
    show(h.h3[t("access.sessions")], h.p(".rc-prose")[t("access.sessions.lead")])
    st.button(t("access.revoke"), key=f"{key}_revoke", on_click=_revoke, args=(person.staff_id,))
    if person.is_active and session.is_at_the_machine():
        st.button(t("access.link"), key=f"{key}_link", on_click=_make_link, args=(person,))
        made = session.widget_value(_LINK)
        if isinstance(made, tuple) and made[0] == person.staff_id:
            session.set_widget_value(_LINK, None)
            minutes = int(LINK_LIFETIME.total_seconds() // 60)
            show(h.p[t("access.link.made", minutes=minutes)])
            st.code(made[1], language=None, wrap_lines=True)


def _save(key: str, person: Staff | None, own_id: str) -> None:
    name, identity = (
        str(session.widget_value(f"{key}_{field}") or "") for field in ("name", "identity")
    )
    role = Role(str(session.widget_value(f"{key}_role")))
    is_active = session.widget_value(f"{key}_active") is not False

    def act(store: Store, actor: Actor, t: Translate) -> str:
        is_self = person is not None and person.staff_id in {actor.staff_id, own_id}
        if is_self and (role is not Role.ADMINISTRATOR or not is_active):
            # Somebody must be left who can give the role back.
            return t("access.not_yourself")
        taken = {member.staff_id for member in store.staff()}
        staff_id = person.staff_id if person else new_id(name, identity, taken)
        store.set_staff(
            actor, staff_id=staff_id, identity=identity, name=name, role=role, is_active=is_active
        )
        session.go_to(person=staff_id)
        return t("access.saved", name=name or staff_id)

    _attempt(act)


def _revoke(staff_id: str) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        store.revoke_sessions(staff_id, actor)
        return t("access.revoked")

    _attempt(act)


def _make_link(person: Staff) -> None:
    def act(store: Store, actor: Actor, _: Translate) -> str:
        token = store.create_sign_in(actor, staff_id=person.staff_id, role=person.role)
        link = f"{session.site_address()}{SIGN_IN_PATH}?token={token}"
        session.set_widget_value(_LINK, (person.staff_id, link))
        return ""

    _attempt(act)


def _attempt(act: Callable[[Store, Actor, Translate], str]) -> None:
    """Do what a button asks; what came of it is told once, above the form."""
    session.set_widget_value(_NOTE, outcome(act, not_allowed="access.not_allowed", fault=_fault))


def _fault(error: DataError, language: Language, t: Translate) -> str:
    if error.file == "staff" and error.column == "identity":
        if error.rule is Rule.REQUIRED:
            return t("access.fault.no_identity")
        if error.rule is Rule.DUPLICATE:
            return t("access.fault.taken")
    return error.message(language)


def _show_note() -> None:
    told = session.widget_value(_NOTE)
    if isinstance(told, str) and told:
        show(h.p(".rc-notice", role="status")[isolated(told)])
    session.set_widget_value(_NOTE, None)
