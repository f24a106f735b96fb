"""What visitors say is wrong: kept as proposals without an author, never published by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from data.changes import CellChange, ChangeKind, RowChange, row_of
from data.errors import DataError, Rule
from data.raw import Key, raw_columns
from data.store.base import Writing, list_text, moment_text, storable
from data.store.contacts import without_contacts
from data.store.errors import TooManyError
from data.store.proposals import Proposals
from data.store.reviewing import Decision, Proposal, ProposalState, decided
from data.store.roles import ANONYMOUS, Action, Actor
from data.store.tables import proposals

REPORTS_PER_HOUR = 60
"""Reports that all visitors together may send in an hour."""

REPORTS_PER_HOUR_OF_ONE = 5
"""Reports that one origin may send in an hour."""


class Reports(Proposals):
    """Faults reported without an account."""

    def report(
        self,
        note: str,
        *,
        table: str,
        key: Key,
        wanted: Mapping[str, str] | None = None,
        origin: str = "",
        actor: Actor = ANONYMOUS,
    ) -> Proposal:
        """Keep what a visitor says is wrong with a published row; nothing is published by it.

        Args:
            note: What is wrong, in the visitor's words; contact details are masked.
            wanted: Text that the visitor would rather read, by column; not judged here.
            origin: Something that tells visitors apart (a hash of an address); forgotten in an hour.

        Raises:
            DataError: No such row or column, no words, or a text that is too long.
            TooManyError: Too many reports; try later.
        """
        storable(note, "note", is_required=True, table="proposals")
        with self.writing(actor, Action.REPORT) as work:
            self._check_rate(work, storable(origin, "origin"))
            raw = self._state_of(work.connection).raw
            row = row_of(raw, table, key)
            cells = []
            for column, text in (wanted or {}).items():
                if column not in raw_columns(table):
                    expected = ", ".join(raw_columns(table))
                    raise DataError(Rule.UNKNOWN_KEY, file=table, value=column, expected=expected)
                storable(text, column, table=table)
                if text != row[column]:
                    new = text if column == "url" else without_contacts(text)
                    cells.append(CellChange(column=column, old=row[column], new=new))
            change = RowChange(table=table, key=key, kind=ChangeKind.EDIT, cells=tuple(cells))
            head = {
                "kind": "report",
                "note": without_contacts(note),
                "reason": "",
                "origin": origin,
                "source_ids": list_text(()),
            }
            proposal_id = self._keep(work, head, actor, (change,), raw)
        return self.proposal(proposal_id)

    def close_report(self, proposal_id: int, actor: Actor, *, is_right: bool) -> None:
        """Say that a report has been dealt with: the visitor was right, or was not.

        What was not accepted field by field is refused; corrections are published on their own.

        Raises:
            LookupError: No such report, or it is closed already.
        """
        with self.writing(actor, Action.REVIEW, f"report {proposal_id}") as work:
            report = self._proposal(work.connection, proposal_id)
            if not report.is_report or report.state is not ProposalState.PROPOSED:
                raise LookupError(proposal_id)
            pending = {
                (row.table, row.key, cell.column): False
                for row in report.rows
                for cell in row.cells
                if cell.decision is Decision.PENDING
            }
            self._keep_decisions(work, report, decided(report, pending), actor)
            state = ProposalState.PUBLISHED if is_right else ProposalState.REFUSED
            self._set_state(work, proposal_id, state)

    # ---- inside ------------------------------------------------------------------------------

    def _check_rate(self, work: Writing, origin: str) -> None:
        hour_ago = moment_text(self.moment() - timedelta(hours=1))
        recent = sa.and_(proposals.c.kind == "report", proposals.c.created > hour_ago)
        count = sa.select(sa.func.count()).select_from(proposals)
        total = work.connection.execute(count.where(recent)).scalar() or 0
        of_one = count.where(recent, proposals.c.origin == origin)
        own = (work.connection.execute(of_one).scalar() or 0) if origin else 0
        if total >= REPORTS_PER_HOUR or own >= REPORTS_PER_HOUR_OF_ONE:
            raise TooManyError
        old = sa.and_(proposals.c.created <= hour_ago, proposals.c.origin != "")
        work.connection.execute(proposals.update().where(old).values(origin=""))
