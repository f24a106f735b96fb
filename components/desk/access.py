"""Who is asking, and who may do what."""

from __future__ import annotations

import htpy as h

from components.i18n import Translate
from components.markup import Element, isolated
from data.store import Actor


def identity_section(actor: Actor, t: Translate) -> Element:
    """Who the visitor is, as far as anybody knows."""
    if not actor.staff_id:
        told = t("access.nobody")
    else:
        told = t("access.you", name=actor.staff_id, role=t(f"staff.role.{actor.role}"))
    return h.p(".rc-lede")[isolated(told)]
