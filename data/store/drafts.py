"""What somebody has typed and not sent yet: it survives a closed tab and a restart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data.errors import DataError, Rule
from data.store.base import moment_of, storable
from data.store.reports import Reports
from data.store.roles import Action, Actor
from data.store.tables import drafts

LARGEST_DRAFT = 1_000_000
"""Characters of JSON that one draft may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody has typed in a form and not sent yet."""

    owner: str
    form_key: str
    content: Any
    updated: datetime | None


class Drafts(Reports):
    """Drafts, each of one person and one form."""

    def put_draft(self, form_key: str, content: Any, actor: Actor) -> None:
        """Keep what the actor has typed so far; the draft of the same form is replaced.

        Args:
            content: Whatever JSON can hold.

        Raises:
            DataError: Larger than ``LARGEST_DRAFT``, or not JSON.
        """
        storable(form_key, "form_key", is_required=True, table="drafts")
        try:
            text = json.dumps(content, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise DataError(
                Rule.TYPE, file="drafts", column="content", expected=f"JSON ({error})"
            ) from None
        if len(text) > LARGEST_DRAFT:
            raise DataError(
                Rule.RANGE,
                file="drafts",
                column="content",
                value=str(len(text)),
                expected=f"0 … {LARGEST_DRAFT}",
            )
        with self.writing(actor, Action.DRAFT, is_logged=False) as work:
            mine = sa.and_(drafts.c.owner == actor.staff_id, drafts.c.form_key == form_key)
            values = {"content": text, "updated": work.moment}
            if work.connection.execute(drafts.update().where(mine).values(values)).rowcount == 0:
                work.connection.execute(
                    drafts.insert().values(owner=actor.staff_id, form_key=form_key, **values)
                )

    def draft(self, form_key: str, actor: Actor) -> Draft | None:
        """The actor's own draft of a form; None: there is none."""
        found = self._drafts(actor, drafts.c.form_key == form_key)
        return found[0] if found else None

    def drafts(self, actor: Actor) -> tuple[Draft, ...]:
        """Every draft of the actor, latest first."""
        return self._drafts(actor)

    def delete_draft(self, form_key: str, actor: Actor) -> None:
        """Forget a draft: it has been sent, or is not wanted. None there: nothing happens."""
        with self.writing(actor, Action.DRAFT, is_logged=False) as work:
            mine = sa.and_(drafts.c.owner == actor.staff_id, drafts.c.form_key == form_key)
            work.connection.execute(drafts.delete().where(mine))

    def _drafts(self, actor: Actor, *conditions: sa.ColumnElement[bool]) -> tuple[Draft, ...]:
        query = sa.select(drafts).where(drafts.c.owner == actor.staff_id, *conditions)
        return tuple(
            Draft(
                owner=row["owner"],
                form_key=row["form_key"],
                content=json.loads(row["content"]),
                updated=moment_of(row["updated"]),
            )
            for row in self.rows_of(query.order_by(drafts.c.updated.desc(), drafts.c.form_key))
        )
