"""Widgets of the page of a proposal: their keys, and what is chosen in them."""

from __future__ import annotations

from components.desk import review
from components.desk.keeping import LATER
from components.session import widget_value
from data.changes import ChangeKind
from data.store import Decision, Proposal, ProposedRow

WHOLE = ""
"""In place of a column: the row as a whole."""


def form_of(proposal_id: int) -> str:
    """Key of the draft of a review."""
    return f"review:{proposal_id}"


def choice_key(proposal_id: int, place: int, column: str) -> str:
    """Decision on a field."""
    return f"review-choice-{proposal_id}-{place}-{column}"


def why_key(proposal_id: int, place: int, column: str) -> str:
    """Reason for refusing a field."""
    return f"review-why-{proposal_id}-{place}-{column}"


def reason_key(proposal_id: int) -> str:
    """Reason of the change, where the proposal gives none."""
    return f"review-reason-{proposal_id}"


def comment_key(proposal_id: int) -> str:
    """A comment that is being written."""
    return f"review-comment-{proposal_id}"


def all_keys(proposal: Proposal) -> tuple[str, ...]:
    """Every widget whose content is kept."""
    number = proposal.proposal_id
    keys = [comment_key(number), reason_key(number)]
    for place, row in review.places_of(proposal):
        for column in (WHOLE, *(cell.column for cell in review.cells_to_decide(row))):
            keys += [choice_key(number, place, column), why_key(number, place, column)]
    return tuple(keys)


def chosen_in(proposal: Proposal) -> dict[tuple[int, str], str]:
    """What is chosen, by place of the row and column, for everything that waits."""
    chosen = {}
    for place, row in review.places_of(proposal):
        if review.is_decided(row):
            continue
        for column in columns_asked(proposal.proposal_id, place, row):
            value = widget_value(choice_key(proposal.proposal_id, place, column))
            chosen[place, column] = value if isinstance(value, str) else LATER
    return chosen


def columns_asked(proposal_id: int, place: int, row: ProposedRow) -> list[str]:
    """Columns with a choice of their own just now; ``WHOLE`` for a row that is decided as one."""
    if row.kind is not ChangeKind.EDIT:
        whole = widget_value(choice_key(proposal_id, place, WHOLE))
        if whole != review.EACH:
            return [WHOLE]
    cells = review.cells_to_decide(row)
    return [cell.column for cell in cells if cell.decision is Decision.PENDING]
