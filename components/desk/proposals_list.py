"""Every proposal, latest first: those that wait, or all; of everybody, or of one person."""

from __future__ import annotations

from dataclasses import dataclass

import htpy as h

from components.address import AddressReader
from components.desk.desk_view import DeskView
from components.desk.journal import read_number
from components.desk.review import proposal_cards
from components.markup import Element, Node, internal_link
from data.store import ProposalState

PAGE = 30
STATES = ("open", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsFilter:
    """Which proposals are asked for.

    Attributes:
        state: ``open``: those that wait for an editor; ``all``.
        author: Staff id; None: everybody, visitors included.
        before: Only proposals before this one: the next page.
    """

    state: str = STATES[0]
    author: str | None = None
    before: int | None = None


def read_proposals_filter(reader: AddressReader, desk: DeskView) -> ProposalsFilter:
    """What an address asks for; what does not exist is refused by name."""
    return ProposalsFilter(
        state=reader.one("state", STATES) or STATES[0],
        author=reader.one("by", desk.names),
        before=read_number(reader.text("before")),
    )


def proposals_list(wanted: ProposalsFilter, desk: DeskView) -> Element:
    """One page of proposals, the choice of their state, and the way to the next page."""
    t = desk.t
    found = desk.store.proposals(
        state=ProposalState.PROPOSED if wanted.state == "open" else None,
        author=wanted.author,
        before=wanted.before,
        limit=PAGE + 1,
    )
    shown = found[:PAGE]
    older = None
    if len(found) > PAGE:
        last = str(shown[-1].proposal_id)
        older = h.p[internal_link(t("proposals.older"), _address(wanted.state, wanted, desk, last))]
    return h.div(".rc-desk-part")[
        h.p(".rc-lead")[t("proposals.of", who=desk.who(wanted.author))] if wanted.author else None,
        h.nav(aria_label=t("proposals.states"))[
            h.ul(".rc-picks")[(h.li[_state(state, wanted, desk)] for state in STATES)]
        ],
        proposal_cards(shown, desk) if shown else h.p(".rc-muted")[t("proposals.none")],
        older,
    ]


def _state(state: str, wanted: ProposalsFilter, desk: DeskView) -> Node:
    label = desk.t(f"proposals.state.{state}")
    if state == wanted.state:
        return h.span(".rc-pick", aria_current="true")[label]
    return internal_link(label, _address(state, wanted, desk), "rc-pick")


def _address(state: str, wanted: ProposalsFilter, desk: DeskView, before: str | None = None) -> str:
    shown = None if state == STATES[0] else state
    return desk.link(view="proposals", state=shown, by=wanted.author, before=before)
