"""What somebody reads who may not see a page of the desk, or whose desk cannot be opened."""

from __future__ import annotations

import htpy as h

from components.address import address
from components.i18n import Language, Translate
from components.markup import Element, internal_link, isolated
from data.store import Role


def refused_page(role: Role, language: Language, t: Translate) -> Element:
    """Why the page stays closed, and where to sign in or to ask for more.

    Args:
        role: Of who asked; a reader has not signed in, or is not on the list.
    """
    if role is Role.READER:
        told = t("staff.refused.reader")
    else:
        told = t("staff.refused.role", role=t(f"staff.role.{role}"))
    return h.section(".rc-refused")[
        h.p(".rc-lede")[told],
        h.p[internal_link(t("staff.refused.access"), address("access", language))],
    ]


def broken_page(message: str, t: Translate) -> Element:
    """The store cannot be opened: what it says, and that the public pages go on.

    Args:
        message: Of the failure, in the language of the reader; it may name a place on the server.
    """
    return h.section(".rc-refused", role="alert")[
        h.p(".rc-lede")[t("staff.broken.text")],
        h.p[isolated(message)],
    ]
