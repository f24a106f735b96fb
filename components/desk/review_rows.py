"""The rows of a proposal with a choice beside each field: accept, refuse and say why, or later."""

from __future__ import annotations

import re

import htpy as h
import streamlit as st

from components.desk import review
from components.desk.changes_view import row_head
from components.desk.desk_view import DeskView
from components.desk.keeping import LATER, keep
from components.desk.programme_draft import take_over
from components.desk.review import ACCEPT, CHOICES, EACH, REFUSE
from components.desk.review_keys import WHOLE, all_keys, choice_key, columns_asked, form_of, why_key
from components.markup import show
from components.session import go_to, set_widget_value, widget_value
from data.changes import ChangeKind
from data.raw import PROGRAMMES
from data.store import Decision, Proposal, ProposedCell, ProposedRow

_MARKDOWN = re.compile(r"[\\`*_\[\]<>~$!#|]")

Seen = dict[tuple[int, str], str | None]
"""What each field that has changed meanwhile says, by place of its row and column."""


def show_rows(proposal: Proposal, desk: DeskView, *, can_decide: bool) -> Seen:
    """Every row with its fields.

    Returns:
        What the visitor has been shown of the fields that changed meanwhile.
    """
    seen: Seen = {}
    for place, row in review.places_of(proposal):
        waits = can_decide and not review.is_decided(row)
        show(row_head(row, desk, level=2))
        clash = "" if review.is_decided(row) else review.row_clash(row, desk.state.raw)
        if clash:
            show(h.p(".rc-review-meanwhile")[desk.t(clash)])
        if row.kind is ChangeKind.EDIT:
            _show_edit(place, row, proposal, desk, seen if waits else None)
        else:
            _show_whole(place, row, proposal, desk, waits=waits)
        if (foot := review.row_foot(row, desk)) is not None:
            show(foot)
    return seen


def _show_edit(
    place: int, row: ProposedRow, proposal: Proposal, desk: DeskView, seen: Seen | None
) -> None:
    cells = review.cells_to_decide(row)
    pending = [cell for cell in cells if cell.decision is Decision.PENDING]
    moved = review.meanwhile_of(row, proposal, desk)
    if seen is not None and len(pending) > 1:
        _show_all_at_once(place, pending, proposal, desk)
    for number, cell in enumerate(cells):
        with st.container(key=f"rc-field-{place}-{number}"):
            left, right = st.columns([3, 2], gap="small")
        with left:
            show(review.field_line(row, cell, moved.get(cell.column), desk))
        if seen is None or cell not in pending:
            continue
        if cell.column in moved:
            seen[place, cell.column] = moved[cell.column].now
        with right:
            if row.table == PROGRAMMES:
                _show_take_over(row, cell, proposal, desk)
            # A programme accepted whole would take back what was published meanwhile.
            if row.table != PROGRAMMES or cell.column not in moved:
                name = review.field_name(row, cell.column, desk.words)
                _show_choice(place, cell.column, name, proposal, desk)


def _show_whole(
    place: int, row: ProposedRow, proposal: Proposal, desk: DeskView, *, waits: bool
) -> None:
    """A row that appears or goes: decided as one, or, where it appears, field by field."""
    number = proposal.proposal_id
    is_going = row.kind is ChangeKind.WITHDRAW
    if waits:
        options = CHOICES if is_going else (*CHOICES, EACH)
        name = review.field_name(row, WHOLE, desk.words)
        _show_choice(place, WHOLE, name, proposal, desk, options=options)
    if is_going:
        show(h.p(".rc-change")[desk.t("review.withdrawal")])
        if (note := review.decision_note(row.cells[0], desk)) is not None:
            show(note)
        return
    asked = columns_asked(number, place, row) if waits else []
    cells = review.cells_to_decide(row)
    if WHOLE in asked or not waits:
        show(h.div[(review.field_line(row, cell, None, desk) for cell in cells)])
        return
    for position, cell in enumerate(cells):
        with st.container(key=f"rc-field-{place}-{position}"):
            left, right = st.columns([3, 2], gap="small")
        with left:
            show(review.field_line(row, cell, None, desk))
        with right:
            name = review.field_name(row, cell.column, desk.words)
            _show_choice(place, cell.column, name, proposal, desk)


def _show_choice(
    place: int,
    column: str,
    name: str,
    proposal: Proposal,
    desk: DeskView,
    *,
    options: tuple[str, ...] = CHOICES,
) -> None:
    """Accept, refuse with a reason, or leave for later; said with the name of the field."""
    t, number = desk.t, proposal.proposal_id
    key = choice_key(number, place, column)
    if widget_value(key) not in options:
        set_widget_value(key, LATER)
    words = {choice: t(f"review.choice.{choice}") for choice in options}
    kept = (form_of(number), all_keys(proposal))
    st.radio(
        _spoken(t("review.choice", field=name)),
        options,
        key=key,
        format_func=words.__getitem__,
        horizontal=True,
        label_visibility="collapsed",
        on_change=keep,
        args=kept,
    )
    if widget_value(key) == REFUSE:
        st.text_input(
            t("review.why_not"),
            key=why_key(number, place, column),
            placeholder=t("review.why_not.placeholder"),
            max_chars=1000,
            on_change=keep,
            args=kept,
        )


def _spoken(text: str) -> str:
    """A hidden label: Streamlit gives it to a screen reader as it is, so nothing is escaped in it."""
    return _MARKDOWN.sub(" ", text)


def _show_all_at_once(
    place: int, pending: list[ProposedCell], proposal: Proposal, desk: DeskView
) -> None:
    number = proposal.proposal_id
    keys = tuple(choice_key(number, place, cell.column) for cell in pending)
    name = f"rc-review-all-{number}-{place}"
    with st.container(horizontal=True, key=name, gap="small"):
        for choice in (ACCEPT, REFUSE):
            st.button(
                desk.t(f"review.all.{choice}"),
                key=f"{name}-{choice}",
                type="tertiary",
                on_click=_choose_all,
                args=(keys, choice, form_of(number), all_keys(proposal)),
            )


def _choose_all(keys: tuple[str, ...], choice: str, form: str, kept: tuple[str, ...]) -> None:
    for key in keys:
        set_widget_value(key, choice)
    keep(form, kept)


def _show_take_over(
    row: ProposedRow, cell: ProposedCell, proposal: Proposal, desk: DeskView
) -> None:
    """Go on with a proposed conference in the editor, scene by scene."""
    st.button(
        desk.t("review.take_over"),
        key=f"review-take-over-{proposal.proposal_id}",
        on_click=_take_over,
        args=(row.key[0], cell.new or "", cell.old),
    )


def _take_over(programme_id: str, proposed: str, base: str | None) -> None:
    if take_over(programme_id, proposed, base):
        go_to(view="programme", programme=programme_id)
