"""The page of one proposal: decide field by field, say why, publish; comment; take back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import htpy as h
import streamlit as st

from components.desk import review
from components.desk.acting import RefusedError, attempt, words_of
from components.desk.changes_view import row_head
from components.desk.desk_view import DeskView
from components.desk.keeping import LATER, fill, forget, keep
from components.desk.review import ACCEPT, CHOICES, REFUSE
from components.i18n import Translate
from components.markup import Element, markdown_text, show
from components.session import current_language, set_widget_value, widget_value
from data.changes import ChangeKind
from data.store import (
    Action,
    Actor,
    Decision,
    Proposal,
    ProposalState,
    ProposedCell,
    ProposedRow,
    Store,
)

Seen = Mapping[tuple[int, str], str | None]
"""What each field that has changed meanwhile said when it was drawn."""


def show_proposal(proposal_id: int, desk: DeskView) -> None:
    """Everything about one proposal, with what the visitor may do about it."""
    try:
        proposal = desk.store.proposal(proposal_id)
    except LookupError:
        show(h.p(".rc-lead")[desk.t("review.missing", number=str(proposal_id))])
        return
    fill(_form(proposal_id), desk, _keys(proposal))
    is_open = proposal.state is ProposalState.PROPOSED
    can_decide = is_open and desk.may(Action.REVIEW)
    show(review.proposal_head(proposal, desk))
    seen: dict[tuple[int, str], str | None] = {}
    for place, row in review.places_of(proposal):
        _show_row(place, row, proposal, desk, seen if can_decide else None)
    if can_decide:
        _show_decision(proposal, desk, seen)
    _show_comments(proposal, desk)
    if is_open and (proposal.author == desk.actor.staff_id or desk.may(Action.REVIEW)):
        _show_withdrawal(proposal, desk)


def _show_row(
    place: int,
    row: ProposedRow,
    proposal: Proposal,
    desk: DeskView,
    seen: dict[tuple[int, str], str | None] | None,
) -> None:
    show(row_head(row, desk, level=2))
    clash = "" if review.is_decided(row) else review.row_clash(row, desk.state.raw)
    if clash:
        show(h.p(".rc-review-meanwhile")[desk.t(clash)])
    waits = not review.is_decided(row) and seen is not None
    if row.kind is ChangeKind.WITHDRAW:
        left, right = st.columns([3, 2], gap="large")
        with left:
            show(h.p(".rc-change")[desk.t("review.withdrawal")], _row_decision(row, desk))
        if waits:
            with right:
                _show_choice(place, "", review.field_name(row, "", desk.words), proposal, desk)
    else:
        cells = review.cells_to_decide(row)
        pending = [cell for cell in cells if cell.decision is Decision.PENDING]
        if waits and len(pending) > 1:
            _show_all_at_once(place, row, pending, proposal, desk)
        moved = review.meanwhile_of(row, proposal, desk)
        for cell in cells:
            left, right = st.columns([3, 2], gap="large")
            with left:
                show(review.field_line(row, cell, moved.get(cell.column), desk))
            if waits and seen is not None and cell in pending:
                if cell.column in moved:
                    seen[place, cell.column] = moved[cell.column].now
                with right:
                    name = review.field_name(row, cell.column, desk.words)
                    _show_choice(place, cell.column, name, proposal, desk)
    if (foot := review.row_foot(row, desk)) is not None:
        show(foot)


def _row_decision(row: ProposedRow, desk: DeskView) -> Element | None:
    return review.decision_note(row.cells[0], desk) if row.cells else None


def _show_choice(place: int, column: str, name: str, proposal: Proposal, desk: DeskView) -> None:
    """Accept, refuse with a reason, or leave for later; said with the name of the field."""
    t, number = desk.t, proposal.proposal_id
    key = _choice_key(number, place, column)
    if widget_value(key) is None:
        set_widget_value(key, LATER)
    words = {choice: t(f"review.choice.{choice}") for choice in CHOICES}
    st.radio(
        markdown_text(t("review.choice", field=name)),
        CHOICES,
        key=key,
        format_func=lambda choice: words[choice],
        horizontal=True,
        label_visibility="collapsed",
        on_change=keep,
        args=(_form(number), _keys(proposal)),
    )
    if widget_value(key) == REFUSE:
        st.text_input(
            t("review.why_not"),
            key=_why_key(number, place, column),
            placeholder=t("review.why_not.placeholder"),
            max_chars=1000,
            on_change=keep,
            args=(_form(number), _keys(proposal)),
        )


def _show_all_at_once(
    place: int, row: ProposedRow, pending: list[ProposedCell], proposal: Proposal, desk: DeskView
) -> None:
    keys = tuple(_choice_key(proposal.proposal_id, place, cell.column) for cell in pending)
    name = f"rc-review-all-{proposal.proposal_id}-{place}"
    with st.container(horizontal=True, key=name, gap="small"):
        for choice in (ACCEPT, REFUSE):
            st.button(
                desk.t(f"review.all.{choice}"),
                key=f"{name}-{choice}",
                type="tertiary",
                on_click=_choose_all,
                args=(keys, choice, _form(proposal.proposal_id), _keys(proposal)),
            )


def _choose_all(keys: tuple[str, ...], choice: str, form: str, all_keys: tuple[str, ...]) -> None:
    for key in keys:
        set_widget_value(key, choice)
    keep(form, all_keys)


def _show_decision(proposal: Proposal, desk: DeskView, seen: Seen) -> None:
    t, number = desk.t, proposal.proposal_id
    show(h.h2[t("review.decide")])
    if proposal.is_report or not proposal.reason:
        st.text_input(
            t("review.published_reason"),
            key=_reason_key(number),
            placeholder=t("review.published_reason.placeholder"),
            max_chars=1000,
            on_change=keep,
            args=(_form(number), _keys(proposal)),
        )
    chosen = _chosen(proposal)
    accepted = sum(choice == ACCEPT for choice in chosen.values())
    refused = sum(choice == REFUSE for choice in chosen.values())
    show(h.p(".rc-muted", role="status")[_tally(accepted, refused, review.pending_count(proposal), t)])
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
        key=_comment_key(number),
        placeholder=t("review.comment.placeholder"),
        max_chars=5000,
        height=96,
        on_change=keep,
        args=(_form(number), _keys(proposal)),
    )
    st.button(t("review.comment.add"), key=f"review-say-{number}", on_click=_comment, args=(number,))


def _show_withdrawal(proposal: Proposal, desk: DeskView) -> None:
    t, number = desk.t, proposal.proposal_id
    is_own = proposal.author == desk.actor.staff_id
    show(h.p(".rc-muted.rc-review-withdraw")[t("review.withdraw.own" if is_own else "review.withdraw.other")])
    st.button(
        t("review.withdraw"), key=f"review-withdraw-{number}", on_click=_withdraw, args=(number,)
    )


# ---- what the buttons do ----------------------------------------------------------------------------


def _decide(proposal_id: int, seen: Seen) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        proposal = store.proposal(proposal_id)
        chosen = _chosen(proposal)
        decisions, missing = review.decisions_of(proposal, chosen)
        if not decisions:
            raise RefusedError(t("review.none_chosen"))
        if missing:
            raise RefusedError(t("review.row_at_once", count=missing))
        remark = _refusals(proposal, chosen, t)
        _check_unmoved(proposal, seen, store, t)
        accepted = sum(choice == ACCEPT for choice in chosen.values())
        reason = str(widget_value(_reason_key(proposal_id)) or "").strip()
        if accepted and not (reason or proposal.reason):
            raise RefusedError(t("acting.reason"))
        store.decide(
            proposal_id, decisions, actor, reason, is_over_now=bool(seen), remark=remark
        )
        _forget(store, actor, proposal)
        refused = sum(choice == REFUSE for choice in chosen.values())
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
        why = str(widget_value(_why_key(proposal.proposal_id, place, column)) or "").strip()
        if not why:
            raise RefusedError(t("review.why_missing", field=field))
        lines.append(t("review.refusal", field=field, why=why))
    return "\n".join(lines)


def _check_unmoved(proposal: Proposal, seen: Seen, store: Store, t: Translate) -> None:
    """What the reviewer has seen of the fields that moved is still what they say.

    Raises:
        RefusedError: One has moved again.
    """
    raw = store.state().raw
    for place, row in review.places_of(proposal):
        found = raw.get(row.table, {}).get(row.key)
        for cell in row.cells:
            if (place, cell.column) in seen:
                now = None if found is None else found.get(cell.column, "")
                if now != seen[place, cell.column]:
                    raise RefusedError(t("review.moved_again"))


def _comment(proposal_id: int) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        body = str(widget_value(_comment_key(proposal_id)) or "")
        if not body.strip():
            raise RefusedError(t("review.comment.empty"))
        store.comment(proposal_id, body.strip(), actor)
        set_widget_value(_comment_key(proposal_id), "")
        keep(_form(proposal_id), _keys(store.proposal(proposal_id)))
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
    keys = _keys(proposal)
    comment = _comment_key(proposal.proposal_id)
    forget(_form(proposal.proposal_id), tuple(k for k in keys if k != comment), store, actor)
    keep(_form(proposal.proposal_id), (comment,))


# ---- keys -------------------------------------------------------------------------------------------


def _chosen(proposal: Proposal) -> dict[tuple[int, str], str]:
    """What is chosen for each field that waits."""
    chosen = {}
    for place, row in review.places_of(proposal):
        if review.is_decided(row):
            continue
        columns = [c.column for c in review.cells_to_decide(row) if c.decision is Decision.PENDING]
        for column in columns or ([""] if row.kind is ChangeKind.WITHDRAW else []):
            value = widget_value(_choice_key(proposal.proposal_id, place, column))
            chosen[place, column] = value if isinstance(value, str) else LATER
    return chosen


def _keys(proposal: Proposal) -> tuple[str, ...]:
    """Every widget of the page whose content is kept."""
    number = proposal.proposal_id
    keys = [_comment_key(number), _reason_key(number)]
    for place, row in review.places_of(proposal):
        columns = [cell.column for cell in review.cells_to_decide(row)] or [""]
        for column in columns:
            keys += [_choice_key(number, place, column), _why_key(number, place, column)]
    return tuple(keys)


def _form(proposal_id: int) -> str:
    return f"review:{proposal_id}"


def _choice_key(proposal_id: int, place: int, column: str) -> str:
    return f"review-choice-{proposal_id}-{place}-{column}"


def _why_key(proposal_id: int, place: int, column: str) -> str:
    return f"review-why-{proposal_id}-{place}-{column}"


def _reason_key(proposal_id: int) -> str:
    return f"review-reason-{proposal_id}"


def _comment_key(proposal_id: int) -> str:
    return f"review-comment-{proposal_id}"
