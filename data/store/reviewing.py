"""What a proposal is, and what follows from the decisions on its fields. Pure: no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from data.changes import CellChange, ChangeKind, RowChange
from data.errors import DataError, Rule
from data.raw import RAW_KEYS, Key, RawTables


class ProposalState(StrEnum):
    """How far a proposal has come; ``PARTLY``: some fields published, the others refused."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    REFUSED = "refused"
    PARTLY = "partly"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What an editor decided on one field."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedCell:
    """One field of a proposal. ``decided_by`` is empty and ``decided`` None as long as it waits."""

    column: str
    old: str | None
    new: str | None
    decision: Decision
    decided_by: str
    decided: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedRow:
    """One row of a proposal; a report that wishes no text for a field has no cells."""

    table: str
    key: Key
    kind: ChangeKind
    city_id: str
    cells: tuple[ProposedCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody said of a proposal; never changed."""

    author: str
    moment: datetime | None
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Changes that wait for an editor, or what became of them.

    Attributes:
        is_report: Sent by a visitor without an account; ``author`` is empty then.
        note: Words of the visitor, contact details masked; or of the contributor.
        reason: Why the fields should change; the reason of the published change.
    """

    proposal_id: int
    is_report: bool
    state: ProposalState
    author: str
    note: str
    reason: str
    source_ids: tuple[str, ...]
    created: datetime | None
    updated: datetime | None
    rows: tuple[ProposedRow, ...]
    comments: tuple[Comment, ...]


Field = tuple[str, Key, str]
"""A field of a proposal: table, key, column."""


def decided(proposal: Proposal, decisions: Mapping[Field, bool]) -> tuple[ProposedRow, ...]:
    """The rows of a proposal with decisions made.

    The key of a new row is not decided on: it is accepted with the first other field, refused with the
    last.

    Args:
        decisions: True: accepted, by field; a field left out waits.

    Raises:
        LookupError: A field that is not there, or that is decided already.
        DataError: A new row is decided in part, or a withdrawal is neither accepted nor refused whole.
    """
    left = dict(decisions)
    rows = []
    for row in proposal.rows:
        verdicts = {
            cell.column: left.pop((row.table, row.key, cell.column))
            for cell in row.cells
            if (row.table, row.key, cell.column) in left
        }
        if verdicts and row.kind in {ChangeKind.ADD, ChangeKind.RESTORE}:
            verdicts |= dict.fromkeys(RAW_KEYS[row.table], any(verdicts.values()))
        cells = []
        for cell in row.cells:
            verdict = verdicts.get(cell.column)
            if verdict is not None and cell.decision is not Decision.PENDING:
                raise LookupError(f"{row.table} {row.key} {cell.column} is decided")
            decision = {None: cell.decision, True: Decision.ACCEPTED, False: Decision.REFUSED}
            cells.append(replace(cell, decision=decision[verdict]))
        made = {cell.decision for cell in cells}
        is_partial = Decision.PENDING in made or row.kind is ChangeKind.WITHDRAW
        if row.kind is not ChangeKind.EDIT and is_partial and len(made) > 1:
            raise DataError(Rule.REQUIRED, file=row.table, column="decision", key=row.key)
        rows.append(replace(row, cells=tuple(cells)))
    if left:
        raise LookupError(next(iter(left)))
    return tuple(rows)


def accepted(row: ProposedRow) -> RowChange | None:
    """What is to be published of a row: the fields accepted just now, whose ``decided`` is None."""
    cells = tuple(
        CellChange(column=cell.column, old=cell.old, new=cell.new)
        for cell in row.cells
        if cell.decision is Decision.ACCEPTED and cell.decided is None
    )
    if not cells:
        return None
    return RowChange(table=row.table, key=row.key, kind=row.kind, cells=cells)


def over_now(raw: RawTables, row: RowChange) -> RowChange | None:
    """The same new texts over what is there now; None: they are there already."""
    found = raw.get(row.table, {}).get(row.key)
    if row.kind is not ChangeKind.EDIT or found is None:
        return row
    cells = tuple(
        replace(cell, old=found[cell.column])
        for cell in row.cells
        if found[cell.column] != cell.new
    )
    return replace(row, cells=cells) if cells else None


def state_after(rows: tuple[ProposedRow, ...]) -> ProposalState:
    """How far a proposal has come with these decisions."""
    made = {cell.decision for row in rows for cell in row.cells}
    if Decision.PENDING in made:
        return ProposalState.PROPOSED
    if made == {Decision.ACCEPTED}:
        return ProposalState.PUBLISHED
    return ProposalState.PARTLY if Decision.ACCEPTED in made else ProposalState.REFUSED
