"""Who is asking: what the page « Accès » says to everybody, and how one signs in and out."""

from __future__ import annotations

import htpy as h
import streamlit as st

from components import session
from components.desk.identity import AccessSettings
from components.i18n import Language, Translate
from components.markup import Element, isolated, show
from components.staff import actor_of, sign_out_of_service, staff_name
from data.store import ANONYMOUS, Actor, Role

SIGN_OUT_PATH = "/desk/sign-out"


def show_identity(actor: Actor, language: Language, t: Translate) -> None:
    """Who the visitor is, and the way in or out."""
    if actor.staff_id:
        show(
            h.p(".rc-lead")[
                isolated(
                    t(
                        "access.you",
                        name=staff_name(actor.staff_id),
                        role=t(f"staff.role.{actor.role}"),
                    )
                )
            ],
        )
        _show_way_out(language, t)
        return
    claims = session.signed_in_claims()
    if claims:
        show(_stranger(str(claims.get(_identity_claim(), "")), t))
    else:
        show(h.p(".rc-lead")[t("access.nobody")])
    for provider in session.sign_in_services():
        label = t("access.sign_in.at", service=provider) if provider else t("access.sign_in")
        st.button(
            label,
            key=f"access_enter_{provider}",
            type="primary",
            on_click=st.login,
            args=(provider,) if provider else (),
        )
    if claims:
        st.button(t("access.sign_out"), key="access_leave", on_click=sign_out_of_service)
    if not session.has_sign_in_service():
        show(h.p(".rc-prose")[t("access.laptop")])


def roles_section(t: Translate) -> Element:
    """What each role may do, in one sentence each."""
    return h.section[
        h.h2[t("access.roles")],
        h.dl(".rc-roles")[
            (
                [h.dt[t(f"staff.role.{role}")], h.dd[t(f"access.may.{role}")]]
                for role in Role
                if role is not Role.READER
            )
        ],
    ]


def _show_way_out(language: Language, t: Translate) -> None:
    if actor_of(session.cookies()) == ANONYMOUS:
        st.button(t("access.sign_out"), key="access_leave", on_click=sign_out_of_service)
        return
    # A form of our own: Streamlit cannot take a cookie back.
    show(
        h.form(".rc-sign-out", method="post", action=f"{SIGN_OUT_PATH}?lang={language}")[
            h.button(type="submit")[t("access.sign_out")]
        ]
    )


def _stranger(identity: str, t: Translate) -> Element:
    """Somebody whom the service knows and nobody here does, or whose sign-in is too old."""
    return h.div[
        h.p(".rc-lead")[isolated(t("access.stranger", name=identity))],
        h.p(".rc-prose")[t("access.stranger.help")],
    ]


def _identity_claim() -> str:
    return AccessSettings.of(session.secrets("access")).identity_claim
