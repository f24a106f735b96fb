"""The page of one proposal: decide field by field, say why, publish; comment; take back."""

from __future__ import annotations

from collections.abc import Mapping

import htpy as h
import streamlit as st

from components.desk import review
from components.desk.acting import RefusedError, attempt, words_of
from components.desk.desk_view import DeskView
from components.desk.keeping import fill, forget, keep
from components.desk.review import ACCEPT, REFUSE
from components.desk.review_keys import (
    all_keys,
    chosen_in,
    comment_key,
    form_of,
    reason_key,
    why_key,
)
from components.desk.review_rows import Seen, show_rows
from components.i18n import Translate, translator
from components.markup import show
from components.session import current_language, set_widget_value, widget_value
from data.changes import ChangeKind
from data.store import Action, Actor, Proposal, ProposalState, Store


def show_proposal(proposal_id: int, desk: DeskView) -> None:
    """Everything about one proposal, with what the visitor may do about it."""
    try:
        proposal = desk.store.proposal(proposal_id)
    except LookupError:
        show(h.p(".rc-lead")[desk.t("review.missing", number=str(proposal_id))])
        return
    desk = desk.with_rows(proposal.rows)
    fill(form_of(proposal_id), desk, all_keys(proposal))
    is_open = proposal.state is ProposalState.PROPOSED
    can_decide = is_open and desk.may(Action.REVIEW)
    show(review.proposal_head(proposal, desk))
    seen = show_rows(proposal, desk, can_decide=can_decide)
    if can_decide:
        _show_decision(proposal, desk, seen)
    _show_comments(proposal, desk)
    if is_open and (proposal.author == desk.actor.staff_id or desk.may(Action.REVIEW)):
        _show_withdrawal(proposal, desk)


def _show_decision(proposal: Proposal, desk: DeskView, seen: Seen) -> None:
    t, number = desk.t, proposal.proposal_id
    show(h.h2[t("review.decide")])
    if proposal.is_report or not proposal.reason:
        st.text_input(
            t("review.published_reason"),
            key=reason_key(number),
            placeholder=t("review.published_reason.placeholder"),
            max_chars=1000,
            on_change=keep,
            args=(form_of(number), all_keys(proposal)),
        )
    chosen = chosen_in(proposal)
    accepted, refused = (review.count_of(proposal, chosen, c) for c in (ACCEPT, REFUSE))
    if pending := review.pending_count(proposal):
        show(h.p(".rc-muted", role="status")[_tally(accepted, refused, pending, t)])
    with st.container(horizontal=True, key=f"rc-review-act-{number}", gap="small"):
        if any(row.cells for row in proposal.rows):
            st.button(
                t("review.publish") if accepted or not refused else t("review.refuse"),
                key=f"review-publish-{number}",
                type="primary",
                on_click=_decide,
                args=(number, dict(seen)),
            )
        if proposal.is_report:
            for is_right in (True, False):
                st.button(
                    t("review.close.right" if is_right else "review.close.wrong"),
                    key=f"review-close-{number}-{is_right}",
                    on_click=_close_report,
                    args=(number, is_right),
                )


def _tally(accepted: int, refused: int, pending: int, t: Translate) -> str:
    if not accepted and not refused:
        return t("review.tally.none", count=pending)
    parts = []
    if accepted:
        parts.append(t("review.tally.accepted", count=accepted))
    if refused:
        parts.append(t("review.tally.refused", count=refused))
    if left := pending - accepted - refused:
        parts.append(t("review.tally.later", count=left))
    return t("change.list").join(parts)


def _show_comments(proposal: Proposal, desk: DeskView) -> None:
    t, number = desk.t, proposal.proposal_id
    show(h.h2[t("review.comments")], review.comments_list(proposal, desk))
    st.text_area(
        t("review.comment"),
        key=comment_key(number),
        placeholder=t("review.comment.placeholder"),
        max_chars=5000,
        height=96,
        on_change=keep,
        args=(form_of(number), all_keys(proposal)),
    )
    st.button(
        t("review.comment.add"), key=f"review-say-{number}", on_click=_comment, args=(number,)
    )


def _show_withdrawal(proposal: Proposal, desk: DeskView) -> None:
    t, number = desk.t, proposal.proposal_id
    is_own = proposal.author == desk.actor.staff_id
    show(
        h.p(".rc-muted.rc-review-withdraw")[
            t("review.withdraw.own" if is_own else "review.withdraw.theirs")
        ]
    )
    st.button(
        t("review.withdraw"), key=f"review-withdraw-{number}", on_click=_withdraw, args=(number,)
    )


# ---- what the buttons do ----------------------------------------------------------------------------


def _decide(proposal_id: int, seen: Seen) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        proposal = store.proposal(proposal_id)
        chosen = chosen_in(proposal)
        decisions, missing = review.decisions_of(proposal, chosen)
        if not decisions:
            raise RefusedError(t("review.none_chosen"))
        if missing:
            raise RefusedError(t("review.row_at_once", count=missing))
        remark = _refusals(proposal, chosen, t)
        if seen:
            _check_unmoved(proposal, seen, chosen, store)
        accepted, refused = (review.count_of(proposal, chosen, c) for c in (ACCEPT, REFUSE))
        reason = str(widget_value(reason_key(proposal_id)) or "").strip()
        if accepted and not (reason or proposal.reason):
            raise RefusedError(t("acting.reason"))
        store.decide(proposal_id, decisions, actor, reason, is_over_now=bool(seen), remark=remark)
        _forget(store, actor, proposal)
        told = [t("review.done.accepted", count=accepted)] if accepted else []
        told += [t("review.done.refused", count=refused)] if refused else []
        return " ".join(told)

    attempt(act)


def _refusals(proposal: Proposal, chosen: Mapping[tuple[int, str], str], t: Translate) -> str:
    """One line for each refused field with its reason.

    Raises:
        RefusedError: A field is refused without a reason.
    """
    words = words_of(current_language())
    rows = dict(review.places_of(proposal))
    lines = []
    for (place, column), choice in chosen.items():
        if choice != REFUSE:
            continue
        field = review.field_name(rows[place], column, words)
        why = str(widget_value(why_key(proposal.proposal_id, place, column)) or "").strip()
        if not why:
            raise RefusedError(t("review.why_missing", field=field))
        lines.append(t("review.refusal", field=field, why=why))
    return "\n".join(lines)


def _check_unmoved(
    proposal: Proposal, seen: Seen, chosen: Mapping[tuple[int, str], str], store: Store
) -> None:
    """Every accepted field still says what the reviewer was shown.

    Raises:
        RefusedError: One has moved again.
    """
    raw = store.state().raw
    for place, row in review.places_of(proposal):
        found = raw.get(row.table, {}).get(row.key)
        for cell in row.cells:
            if row.kind is not ChangeKind.EDIT or chosen.get((place, cell.column)) != ACCEPT:
                continue
            now = None if found is None else found.get(cell.column, "")
            if now != seen.get((place, cell.column), cell.old):
                raise RefusedError(translator(current_language())("review.moved_again"))


def _comment(proposal_id: int) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        body = str(widget_value(comment_key(proposal_id)) or "")
        if not body.strip():
            raise RefusedError(t("review.comment.empty"))
        store.comment(proposal_id, body.strip(), actor)
        set_widget_value(comment_key(proposal_id), "")
        keep(form_of(proposal_id), all_keys(store.proposal(proposal_id)))
        return t("review.comment.kept")

    attempt(act)


def _withdraw(proposal_id: int) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        proposal = store.proposal(proposal_id)
        store.withdraw_proposal(proposal_id, actor)
        _forget(store, actor, proposal)
        return t("review.withdrawn")

    attempt(act)


def _close_report(proposal_id: int, is_right: bool) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        proposal = store.proposal(proposal_id)
        store.close_report(proposal_id, actor, is_right=is_right)
        _forget(store, actor, proposal)
        return t("review.closed")

    attempt(act)


def _forget(store: Store, actor: Actor, proposal: Proposal) -> None:
    """What was decided is done; a comment that is being written stays."""
    keys = all_keys(proposal)
    comment = comment_key(proposal.proposal_id)
    forget(form_of(proposal.proposal_id), tuple(k for k in keys if k != comment), store, actor)
    keep(form_of(proposal.proposal_id), (comment,))
