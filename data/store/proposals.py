"""Proposals: what contributors and visitors would change, and what editors decide, field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from data.changes import ChangeKind, RowChange, applied
from data.errors import DataError, Rule
from data.raw import RawTables
from data.store.base import (
    Writing,
    check_characters,
    city_of_row,
    key_text,
    list_of_text,
    list_text,
    moment_of,
    storable,
)
from data.store.history import Change, key_of
from data.store.reviewing import (
    Comment,
    Decision,
    Field,
    Proposal,
    ProposalState,
    ProposedCell,
    ProposedRow,
    accepted,
    decided,
    over_now,
    state_after,
)
from data.store.revisions import Revisions, check_texts, whole
from data.store.roles import Action, Actor, NotAllowedError, may
from data.store.tables import comments, insert_many, proposal_cells, proposal_rows, proposals


class Proposals(Revisions):
    """Proposed, reviewed, published."""

    def propose(
        self,
        rows: Iterable[RowChange],
        actor: Actor,
        reason: str,
        source_ids: Sequence[str] = (),
        *,
        note: str = "",
    ) -> Proposal:
        """Keep changes for an editor to review.

        Raises:
            EditConflictError: A cell is not what the change expects.
            DataError: Published as they are, the tables would break a rule.
        """
        wanted = tuple(rows)
        if not wanted:
            raise DataError(Rule.REQUIRED, file="proposals", column="rows")
        with self.writing(actor, Action.PROPOSE) as work:
            check_texts(wanted)
            raw = self._state_of(work.connection).raw
            self._check_ids(work.connection, wanted)
            self._check(applied(raw, wanted))
            storable(reason, "reason", is_required=True, table="proposals")
            head = {"kind": "change", "note": note, "reason": reason, "origin": ""}
            head["source_ids"] = list_text(source_ids)
            proposal_id = self._keep(work, head, actor, tuple(map(whole, wanted)), raw)
        return self.proposal(proposal_id)

    def comment(self, proposal_id: int, body: str, actor: Actor) -> Comment:
        """Say something about a proposal.

        Raises:
            LookupError: There is no such proposal.
        """
        with self.writing(actor, Action.COMMENT, f"proposal {proposal_id}") as work:
            self._head(work.connection, proposal_id)
            return self._say(work, proposal_id, body, actor)

    def decide(
        self,
        proposal_id: int,
        decisions: Mapping[Field, bool],
        actor: Actor,
        reason: str = "",
        *,
        source_ids: Sequence[str] | None = None,
        is_over_now: bool = False,
        remark: str = "",
    ) -> Change | None:
        """Accept or refuse fields; those accepted are published in the same transaction.

        Fields without a decision wait. A new row is decided at once: fields refused are left empty,
        its key goes with the others. A withdrawal is accepted or refused whole.

        Args:
            decisions: True: accept, by field (table, key, column).
            reason: Reason of the change; empty: that of the proposal.
            source_ids: Sources of the change; None: those of the proposal.
            is_over_now: The editor has seen what changed meanwhile and accepts all the same.
            remark: Why fields are refused; kept as a comment together with the decisions.

        Returns:
            The change; None: no field was accepted.

        Raises:
            LookupError: No such proposal or field, or one that is decided already.
            EditConflictError: An accepted cell has changed since it was proposed.
            DataError: The tables would break a rule; nothing was decided.
        """
        what = f"proposal {proposal_id}"
        with self.writing(actor, Action.REVIEW, what) as work:
            proposal = self._proposal(work.connection, proposal_id)
            if proposal.state is not ProposalState.PROPOSED or not decisions:
                raise LookupError(proposal_id)
            rows = decided(proposal, decisions)
            wanted = [row for row in map(accepted, rows) if row is not None]
            if is_over_now:
                raw = self._state_of(work.connection).raw
                wanted = [now for row in wanted if (now := over_now(raw, row)) is not None]
            change = None
            if wanted:
                change = self._append(
                    work,
                    tuple(wanted),
                    actor,
                    reason or proposal.reason or proposal.note,
                    source_ids=proposal.source_ids if source_ids is None else source_ids,
                    proposal_id=proposal_id,
                )
            self._keep_decisions(work, proposal, rows, actor)
            if remark:
                self._say(work, proposal_id, remark, actor)
            work.what = f"{what}: {sum(decisions.values())} of {len(decisions)} fields accepted"
        return change

    def withdraw_proposal(self, proposal_id: int, actor: Actor) -> None:
        """Take back one's own proposal; editors may take back any. What it said is kept.

        Raises:
            LookupError: No such proposal, or it is decided already.
            NotAllowedError: It is somebody else's.
        """
        what = f"proposal {proposal_id}"
        proposal = self.proposal(proposal_id)
        if proposal.author != actor.staff_id and not may(actor.role, Action.REVIEW):
            self.authorise(actor, Action.REVIEW, what)
            raise NotAllowedError(actor, Action.WITHDRAW_PROPOSAL)
        with self.writing(actor, Action.WITHDRAW_PROPOSAL, what) as work:
            if self._head(work.connection, proposal_id)["state"] != ProposalState.PROPOSED.value:
                raise LookupError(proposal_id)
            self._set_state(work, proposal_id, ProposalState.WITHDRAWN)

    def proposal(self, proposal_id: int) -> Proposal:
        """One proposal.

        Raises:
            LookupError: There is no such proposal.
        """
        with self.database.reading() as connection:
            return self._proposal(connection, proposal_id)

    def proposals(
        self,
        *,
        state: ProposalState | None = ProposalState.PROPOSED,
        city_id: str | None = None,
        author: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> tuple[Proposal, ...]:
        """Proposals, latest first.

        Args:
            state: None: any.
            before: Only proposals before this one: the next page.
        """
        query = sa.select(proposals.c.proposal_id)
        if state is not None:
            query = query.where(proposals.c.state == state.value)
        if author is not None:
            query = query.where(proposals.c.author == author)
        if before is not None:
            query = query.where(proposals.c.proposal_id < before)
        if city_id is not None:
            of_city = sa.select(proposal_rows.c.proposal_id).where(
                proposal_rows.c.city_id == city_id
            )
            query = query.where(proposals.c.proposal_id.in_(of_city))
        ids = query.order_by(proposals.c.proposal_id.desc()).limit(limit)
        with self.database.reading() as connection:
            return tuple(
                self._proposal(connection, number) for number in connection.execute(ids).scalars()
            )

    # ---- inside ------------------------------------------------------------------------------

    @staticmethod
    def _say(work: Writing, proposal_id: int, body: str, actor: Actor) -> Comment:
        storable(body, "body", is_required=True, table="comments")
        last = sa.select(sa.func.max(comments.c.number)).where(
            comments.c.proposal_id == proposal_id
        )
        work.connection.execute(
            comments.insert().values(
                proposal_id=proposal_id,
                number=int(work.connection.execute(last).scalar() or 0) + 1,
                author=actor.staff_id,
                moment=work.moment,
                body=body,
            )
        )
        return Comment(author=actor.staff_id, moment=moment_of(work.moment), body=body)

    @staticmethod
    def _keep(
        work: Writing,
        head: Mapping[str, str],
        actor: Actor,
        rows: Sequence[RowChange],
        raw: RawTables,
    ) -> int:
        for column, text in head.items():
            check_characters(text, column, "proposals")
        proposal_id = work.next(proposals.c.proposal_id)
        work.connection.execute(
            proposals.insert().values(
                proposal_id=proposal_id,
                state=ProposalState.PROPOSED.value,
                author=actor.staff_id,
                created=work.moment,
                updated=work.moment,
                **head,
            )
        )
        row_values, cell_values = [], []
        for position, row in enumerate(rows, start=1):
            place: dict[str, Any] = {"proposal_id": proposal_id, "position": position}
            texts = {cell.column: cell.old if cell.new is None else cell.new for cell in row.cells}
            row_values.append(
                place
                | {
                    "table_name": row.table,
                    "row_key": key_text(row.key),
                    "kind": row.kind.value,
                    "city_id": city_of_row(raw, row.table, row.key, texts),
                }
            )
            cell_values += [
                place
                | {
                    "number": number,
                    "column_name": cell.column,
                    "old_text": cell.old,
                    "new_text": cell.new,
                    "decision": Decision.PENDING.value,
                    "decided_by": "",
                    "decided": "",
                }
                for number, cell in enumerate(row.cells, start=1)
            ]
        insert_many(work.connection, proposal_rows, row_values)
        insert_many(work.connection, proposal_cells, cell_values)
        work.what = f"proposal {proposal_id}"
        return proposal_id

    def _keep_decisions(
        self, work: Writing, before: Proposal, rows: Sequence[ProposedRow], actor: Actor
    ) -> None:
        for position, (row, old) in enumerate(zip(rows, before.rows, strict=True), start=1):
            pairs = zip(row.cells, old.cells, strict=True)
            for number, (cell, was) in enumerate(pairs, start=1):
                if cell.decision is was.decision:
                    continue
                work.connection.execute(
                    proposal_cells.update()
                    .where(
                        proposal_cells.c.proposal_id == before.proposal_id,
                        proposal_cells.c.position == position,
                        proposal_cells.c.number == number,
                    )
                    .values(
                        decision=cell.decision.value,
                        decided_by=actor.staff_id,
                        decided=work.moment,
                    )
                )
        self._set_state(work, before.proposal_id, state_after(tuple(rows)))

    @staticmethod
    def _set_state(work: Writing, proposal_id: int, state: ProposalState) -> None:
        work.connection.execute(
            proposals.update()
            .where(proposals.c.proposal_id == proposal_id)
            .values(state=state.value, updated=work.moment)
        )

    @staticmethod
    def _head(connection: sa.Connection, proposal_id: int) -> Mapping[Any, Any]:
        query = sa.select(proposals).where(proposals.c.proposal_id == proposal_id)
        head = connection.execute(query).mappings().first()
        if head is None:
            raise LookupError(proposal_id)
        return head

    def _proposal(self, connection: sa.Connection, proposal_id: int) -> Proposal:
        head = self._head(connection, proposal_id)
        cells: dict[int, list[ProposedCell]] = defaultdict(list)
        for cell in connection.execute(
            sa.select(proposal_cells)
            .where(proposal_cells.c.proposal_id == proposal_id)
            .order_by(proposal_cells.c.position, proposal_cells.c.number)
        ).mappings():
            cells[cell["position"]].append(
                ProposedCell(
                    column=cell["column_name"],
                    old=cell["old_text"],
                    new=cell["new_text"],
                    decision=Decision(cell["decision"]),
                    decided_by=cell["decided_by"],
                    decided=moment_of(cell["decided"]),
                )
            )
        rows = connection.execute(
            sa.select(proposal_rows)
            .where(proposal_rows.c.proposal_id == proposal_id)
            .order_by(proposal_rows.c.position)
        ).mappings()
        said = connection.execute(
            sa.select(comments)
            .where(comments.c.proposal_id == proposal_id)
            .order_by(comments.c.number)
        ).mappings()
        return Proposal(
            proposal_id=proposal_id,
            is_report=head["kind"] == "report",
            state=ProposalState(head["state"]),
            author=head["author"],
            note=head["note"],
            reason=head["reason"],
            source_ids=list_of_text(head["source_ids"]),
            created=moment_of(head["created"]),
            updated=moment_of(head["updated"]),
            rows=tuple(
                ProposedRow(
                    table=row["table_name"],
                    key=key_of(row["row_key"]),
                    kind=ChangeKind(row["kind"]),
                    city_id=row["city_id"],
                    cells=tuple(cells[row["position"]]),
                )
                for row in rows
            ),
            comments=tuple(
                Comment(author=row["author"], moment=moment_of(row["moment"]), body=row["body"])
                for row in said
            ),
        )
