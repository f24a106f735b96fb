"""The ways of the desk: its parts and its other pages, the same on each of them, the open one marked."""

from __future__ import annotations

import htpy as h

from components.desk.desk_view import DeskView, desk_view
from components.markup import Element, internal_link, show
from data.store import Action, Actor, may

A_PROPOSAL = "proposal"
PARTS = (None, "proposals", "journal", "conflicts", "programme")
"""Parts of the desk; None: its first page."""

_PAGES = ("edit", "imports", "completeness", "reply", "access")


def show_ways(page: str, actor: Actor, *, is_inside: bool = False) -> None:
    """Draw them on a page outside the desk itself, for who may open the desk; nothing for a reader.

    Args:
        is_inside: A screen below the page is open: its name leads back to the page.

    Raises:
        StoreError: The store cannot be read.
    """
    if may(actor.role, Action.OPEN_DESK):
        show(ways(page, desk_view(actor), is_inside=is_inside))


def ways(current: str | None, desk: DeskView, *, is_inside: bool = False) -> Element:
    """Parts of the desk and its other pages.

    Args:
        current: The part or page that is open; None: its first page; anything else: none of them.
    """
    t = desk.t

    def way(name: str | None, there: str) -> Element:
        label = t(f"desk.way.{name or 'home'}")
        if name != current:
            return internal_link(label, there)
        if is_inside:
            return h.a(href=there, data_rc_nav=True, aria_current="true")[label]
        return h.span(aria_current="page")[label]

    parts = [
        way(part, desk.link(view=part))
        for part in PARTS
        if part != "conflicts" or desk.state.conflicts or current == "conflicts"
    ]
    pages = [
        way(page, desk.elsewhere(page))
        for page in _PAGES
        if page != "reply" or desk.may(Action.REPLY_LINKS)
    ]
    return h.nav(".rc-desk-ways", aria_label=t("desk.ways"))[
        h.ul[(h.li[link] for link in (*parts, *pages))]
    ]
