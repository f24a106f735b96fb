"""One proposal as a reviewer reads it: what would change, what changed meanwhile, who said what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import htpy as h

from components.desk.changes_view import (
    before_after,
    cell_line,
    cited_sources,
    row_name,
    shown_columns,
)
from components.desk.changes_words import Words
from components.desk.desk_view import DeskView
from components.desk.keeping import LATER
from components.desk.programme_view import programme_lines
from components.markup import Element, Node, internal_link, isolated
from data.changes import ChangeKind
from data.raw import PROGRAMMES, RAW_KEYS, RawTables
from data.store import Change, Decision, Proposal, ProposalState, ProposedCell, ProposedRow
from data.store.reviewing import Field

ACCEPT, REFUSE = "accept", "refuse"
CHOICES = (LATER, ACCEPT, REFUSE)
EACH = "each"
"""Of a new row: decide field by field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile:
    """What happened to a field since it was proposed.

    Attributes:
        now: Its text now; None: the row is not there any more.
        change: Change of the staff that made it so; None: a new edition did.
        is_done: It says already what was proposed.
    """

    now: str | None
    change: Change | None
    is_done: bool


def places_of(proposal: Proposal) -> tuple[tuple[int, ProposedRow], ...]:
    """Rows of a proposal with their place in it, from 1."""
    return tuple(enumerate(proposal.rows, start=1))


def cells_to_decide(row: ProposedRow) -> tuple[ProposedCell, ...]:
    """Fields that a reviewer decides on one by one; none for a row that is withdrawn whole."""
    columns = shown_columns(row.table, row.kind, {cell.column: cell.new for cell in row.cells})
    return tuple(cell for cell in row.cells if cell.column in columns)


def is_decided(row: ProposedRow) -> bool:
    """Whether nothing of a row waits."""
    return all(cell.decision is not Decision.PENDING for cell in row.cells)


def pending_count(proposal: Proposal) -> int:
    """Fields that wait; a row withdrawn whole counts as one."""
    count = 0
    for row in proposal.rows:
        if not is_decided(row):
            cells = cells_to_decide(row)
            count += sum(cell.decision is Decision.PENDING for cell in cells) or 1
    return count


def count_of(proposal: Proposal, chosen: Mapping[tuple[int, str], str], choice: str) -> int:
    """Fields for which something is chosen; a row that is decided as one counts its fields."""
    count = 0
    for place, row in places_of(proposal):
        if chosen.get((place, "")) == choice:
            cells = cells_to_decide(row)
            count += sum(cell.decision is Decision.PENDING for cell in cells) or 1
        columns = [cell.column for cell in cells_to_decide(row)]
        count += sum(chosen.get((place, column)) == choice for column in columns)
    return count


def meanwhile_of(row: ProposedRow, proposal: Proposal, desk: DeskView) -> Mapping[str, Meanwhile]:
    """Fields that are no longer what they were when they were proposed, by column."""
    if row.kind is not ChangeKind.EDIT:
        return {}
    found = desk.state.raw.get(row.table, {}).get(row.key)
    moved = {
        cell.column: (None if found is None else found.get(cell.column, ""))
        for cell in row.cells
        if cell.decision is Decision.PENDING
        and cell.old != (None if found is None else found.get(cell.column, ""))
    }
    if not moved:
        return {}
    history = desk.store.history(table=row.table, key=row.key, since=proposal.created)
    wanted = {cell.column: cell.new for cell in row.cells}
    return {
        column: Meanwhile(
            now=now,
            change=next((c for c in history if _touches(c, column)), None),
            is_done=now == wanted[column],
        )
        for column, now in moved.items()
    }


def _touches(change: Change, column: str) -> bool:
    return any(cell.column == column for row in change.rows for cell in row.cells)


def row_clash(row: ProposedRow, raw: RawTables) -> str:
    """Why a whole row cannot be published any more: key of a message; empty: it can."""
    is_there = row.key in raw.get(row.table, {})
    if row.kind in {ChangeKind.ADD, ChangeKind.RESTORE}:
        return "review.clash.there" if is_there else ""
    return "" if is_there else "review.clash.gone"


def decisions_of(
    proposal: Proposal, chosen: Mapping[tuple[int, str], str]
) -> tuple[dict[Field, bool], int]:
    """Decisions for the store, and how many fields of new rows are still without one.

    Args:
        chosen: ``accept``, ``refuse`` or ``later`` by place of the row and column; column ``""`` is the
            row whole.
    """
    decisions: dict[Field, bool] = {}
    missing = 0
    for place, row in places_of(proposal):
        pending = [cell for cell in row.cells if cell.decision is Decision.PENDING]
        whole = chosen.get((place, ""), LATER)
        if row.kind is not ChangeKind.EDIT and whole in {ACCEPT, REFUSE}:
            keys = () if row.kind is ChangeKind.WITHDRAW else RAW_KEYS[row.table]
            decided = [cell for cell in pending if cell.column not in keys]
            decisions |= {_field(row, cell): whole == ACCEPT for cell in decided}
            continue
        asked = [cell for cell in cells_to_decide(row) if cell.decision is Decision.PENDING]
        made = {
            cell.column: chosen[place, cell.column] == ACCEPT
            for cell in asked
            if chosen.get((place, cell.column), LATER) != LATER
        }
        if not made:
            continue
        decisions |= {_field(row, cell): made[cell.column] for cell in asked if cell.column in made}
        if row.kind is not ChangeKind.EDIT:
            # What is left empty in a new row goes with the rest of it.
            missing += len(asked) - len(made)
            is_taken = any(made.values())
            left = [c for c in pending if c not in asked and c.column not in RAW_KEYS[row.table]]
            decisions |= {_field(row, cell): is_taken for cell in left}
    return decisions, missing


def _field(row: ProposedRow, cell: ProposedCell) -> Field:
    return (row.table, row.key, cell.column)


def field_name(row: ProposedRow, column: str, words: Words) -> str:
    """« Hué · Plan directeur · début »; the row alone where it is decided whole."""
    name = row_name(row, words)
    return f"{name} · {words.column(row.table, column)}" if column else name


# ---- drawn ----------------------------------------------------------------------------------------


def proposal_title(proposal_id: int, desk: DeskView) -> str:
    """What the page of a proposal is called, whether there is one or not."""
    try:
        is_report = desk.store.proposal(proposal_id).is_report
    except LookupError:
        is_report = False
    return desk.t("review.title.report" if is_report else "review.title", number=str(proposal_id))


def proposal_names(proposal: Proposal, desk: DeskView, most: int = 2) -> str:
    """Names of the rows of a proposal, the first ones."""
    names = list(dict.fromkeys(row_name(row, desk.words) for row in proposal.rows))
    listed = " ; ".join(names[:most])
    if len(names) > most:
        return desk.t("acting.more", listed=listed, count=len(names) - most)
    return listed


def proposal_head(proposal: Proposal, desk: DeskView) -> Element:
    """State, author, day, reason, sources."""
    t = desk.t
    said = [("review.reason", proposal.reason), ("review.note", proposal.note)]
    return h.section(".rc-review-head")[
        h.p(".rc-muted")[
            h.span(".rc-tag")[t(f"review.state.{proposal.state.value}")],
            " ",
            t(
                "review.by",
                who=desk.who(proposal.author),
                moment=desk.moment(proposal.created),
            ),
        ],
        [
            h.p(".rc-review-said")[
                h.span(".rc-change-label")[t(key)], t("change.colon"), isolated(text)
            ]
            for key, text in said
            if text
        ],
        h.div(".rc-review-sources")[
            h.p(".rc-change-label")[t("review.sources")],
            cited_sources(proposal.source_ids, proposal.rows, desk),
        ]
        if not proposal.is_report
        else None,
    ]


def field_line(
    row: ProposedRow, cell: ProposedCell, meanwhile: Meanwhile | None, desk: DeskView
) -> Element:
    """One field: what would change, what changed meanwhile, what was decided."""
    return h.div(".rc-review-field")[
        cell_line(row.table, cell.column, cell.old, cell.new, desk.words),
        meanwhile_note(row, cell, meanwhile, desk) if meanwhile else None,
        decision_note(cell, desk),
    ]


def meanwhile_note(
    row: ProposedRow, cell: ProposedCell, meanwhile: Meanwhile, desk: DeskView
) -> Element:
    """« Entre-temps : 2021 → 2023, par Marie, le 3 mars ; motif »."""
    t, words = desk.t, desk.words
    if meanwhile.is_done:
        told: Node = t("review.meanwhile.done")
    elif row.table == PROGRAMMES:
        told = [
            t("review.meanwhile.programme"),
            programme_lines(cell.old, meanwhile.now, words),
        ]
    else:
        told = [
            t("review.meanwhile"),
            " ",
            h.del_[isolated(words.value(row.table, cell.column, cell.old))],
            h.span(".rc-change-arrow", aria_hidden="true")[" → "],
            h.span(".rc-hidden")[f" {t('change.becomes')} "],
            h.ins[isolated(words.value(row.table, cell.column, meanwhile.now))],
        ]
    by = t("review.meanwhile.release")
    if meanwhile.change is not None:
        by = t(
            "review.meanwhile.by",
            who=desk.who(meanwhile.change.editor),
            moment=desk.moment(meanwhile.change.moment),
            reason=meanwhile.change.reason,
        )
    return h.div(".rc-review-meanwhile")[h.div[told], h.p(".rc-small")[isolated(by)]]


def decision_note(cell: ProposedCell, desk: DeskView) -> Element | None:
    """What was decided on a field, by whom; None as long as it waits."""
    if cell.decision is Decision.PENDING:
        return None
    return h.p(".rc-small.rc-muted")[
        desk.t(
            f"review.decided.{cell.decision.value}",
            who=desk.who(cell.decided_by),
            moment=desk.moment(cell.decided),
        )
    ]


def row_foot(row: ProposedRow, desk: DeskView) -> Node:
    """The row as it is and as it would be."""
    return before_after(row, desk)


def comments_list(proposal: Proposal, desk: DeskView) -> Element:
    """What was said, oldest first."""
    t = desk.t
    if not proposal.comments:
        return h.p(".rc-muted")[t("review.comments.none")]
    return h.ol(".rc-review-comments")[
        (
            h.li[
                h.p(".rc-small.rc-muted")[
                    isolated(desk.who(comment.author)), " · ", desk.moment(comment.moment)
                ],
                [h.p[isolated(line)] for line in comment.body.splitlines() if line.strip()],
            ]
            for comment in proposal.comments
        )
    ]


def proposal_cards(proposals: Sequence[Proposal], desk: DeskView) -> Element:
    """Proposals in a list: what, who, when, how far."""
    return h.ul(".rc-desk-list")[(h.li[_card(proposal, desk)] for proposal in proposals)]


def _card(proposal: Proposal, desk: DeskView) -> Node:
    t = desk.t
    waiting = pending_count(proposal) if proposal.state is ProposalState.PROPOSED else 0
    facts = [
        desk.who(proposal.author),
        desk.moment(proposal.created),
        t("review.waiting", count=waiting)
        if waiting
        else t(f"review.state.{proposal.state.value}"),
    ]
    said = proposal.reason or proposal.note
    return [
        internal_link(
            isolated(proposal_names(proposal, desk)),
            desk.link(proposal=str(proposal.proposal_id)),
            "rc-desk-item",
        ),
        h.p(".rc-small.rc-muted")[" · ".join(facts)],
        h.p(".rc-small")[isolated(said[:200] + ("…" if len(said) > 200 else ""))] if said else None,
    ]
