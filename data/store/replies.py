"""The right of reply: a link for each city, and what its focal point declares with it.

A declaration is never a fact of the tables: it is shown apart, as declared, until somebody finds a
document. Whether a criterion is documented by now is for the tables to say.
"""

from __future__ import annotations

import secrets
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from data.changes import row_of
from data.errors import DataError, Rule
from data.schema import Answer
from data.store.base import Writing, day_of, moment_of, moment_text, storable
from data.store.contacts import without_contacts
from data.store.declaring import (
    CURRENT,
    REPLY_FIELDS,
    Declaration,
    DeclarationState,
    Reply,
    check_replies,
    check_short,
)
from data.store.desk import Desk
from data.store.errors import TooManyError
from data.store.reply_texts import beside_of, forget_sent, keep_box, typed_of
from data.store.roles import ANONYMOUS, Action, Actor, NotAllowedError
from data.store.tables import declarations, reply_links
from data.store.tokens import hash_of

ANSWERS_PER_HOUR = 120
"""Declarations that one link may send in an hour: five times the criteria."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyLink:
    """A link by which a city answers. The link itself is known only when it is made.

    Attributes:
        is_open: Neither expired nor revoked.
    """

    link_id: int
    city_id: str
    created_by: str
    created: datetime | None
    expires: datetime | None
    is_open: bool


class Replies(Desk):
    """Links and declarations."""

    def create_reply_link(
        self, city_id: str, actor: Actor, lifetime: timedelta = timedelta(days=90)
    ) -> tuple[ReplyLink, str]:
        """A new link for a city; earlier ones stay open.

        Returns:
            The link, and its secret, which is kept nowhere.

        Raises:
            DataError: There is no such city.
        """
        token = secrets.token_urlsafe(24)
        with self.writing(actor, Action.REPLY_LINKS, storable(city_id, "city_id")) as work:
            row_of(self._state_of(work.connection).raw, "cities", (city_id,))
            link_id = work.next(reply_links.c.link_id)
            work.connection.execute(
                reply_links.insert().values(
                    link_id=link_id,
                    token_hash=hash_of(token),
                    city_id=city_id,
                    created_by=actor.staff_id,
                    created=work.moment,
                    expires=moment_text(self.moment() + lifetime),
                    revoked="",
                )
            )
        return self._links(reply_links.c.link_id == link_id)[0], token

    def revoke_reply_link(self, link_id: int, actor: Actor) -> None:
        """Close a link at once; what was declared with it stays.

        Raises:
            LookupError: There is no such open link.
        """
        with self.writing(actor, Action.REPLY_LINKS, f"link {link_id} revoked") as work:
            one = sa.and_(reply_links.c.link_id == link_id, reply_links.c.revoked == "")
            change = reply_links.update().where(one).values(revoked=work.moment)
            if work.connection.execute(change).rowcount == 0:
                raise LookupError(link_id)

    def reply_links(self, city_id: str | None = None) -> tuple[ReplyLink, ...]:
        """Links, latest first, those closed included."""
        return self._links(*([] if city_id is None else [reply_links.c.city_id == city_id]))

    def reply_link(self, token: str) -> ReplyLink | None:
        """The open link with this secret; None: there is none, or no longer."""
        found = self._links(reply_links.c.token_hash == hash_of(token))
        return found[0] if found and found[0].is_open else None

    def declare(
        self,
        token: str,
        *,
        criterion_id: str,
        answer: Answer,
        note: str = "",
        declared_by: str,
        declared_on: date,
    ) -> Declaration:
        """Keep what a city answers; its earlier answer on the criterion is replaced, not lost.

        Args:
            token: Secret of the link.
            note: Where it can be seen, in the city's words; contact details are masked.

        Raises:
            NotAllowedError: The link is not, or no longer, good.
            DataError: No such criterion, an answer that says nothing, or no office named.
            TooManyError: More than ``ANSWERS_PER_HOUR`` with one link.
        """
        reply = Reply(criterion_id=criterion_id, answer=answer, note=note)
        [made] = self.declare_all(token, (reply,), declared_by=declared_by, declared_on=declared_on)
        return made

    def declare_all(
        self, token: str, replies: Sequence[Reply], *, declared_by: str, declared_on: date
    ) -> tuple[Declaration, ...]:
        """Keep all that a city answers, or nothing; what was sent leaves the draft of the link.

        Raises:
            NotAllowedError, DataError, TooManyError: As ``declare``; also for an address that is none,
                and for a criterion that is answered twice.
        """
        link = self._open_link(token)
        storable(declared_by, "declared_by", is_required=True, table="declarations")
        check_replies(replies)
        made = []
        what = " ".join([link.city_id, *(reply.criterion_id for reply in replies)])
        with self.writing(ANONYMOUS, Action.DECLARE, what) as work:
            raw = self._state_of(work.connection).raw
            row_of(raw, "cities", (link.city_id,))
            self._check_answer_rate(work, link.link_id, len(replies))
            for reply in replies:
                row_of(raw, "criterion_definitions", (reply.criterion_id,))
                made.append(self._declare(work, link, reply, declared_by, declared_on))
            forget_sent(work, link.link_id, replies)
        found = self._declarations(declarations.c.declaration_id.in_(made))
        return tuple(reversed(found))

    def keep_reply_text(
        self, token: str, criterion_id: str, field: str, text: str, *, shown: str = ""
    ) -> tuple[str, ...]:
        """Keep one box of the form as it is typed; the others of the draft stay as they are.

        Args:
            criterion_id: Empty: the office, which is for every criterion.
            field: One of ``REPLY_FIELDS``.
            shown: What the page showed in the box before; a text that it did not show is not
                overwritten but put beside the box.

        Returns:
            Texts of others that stand beside the box now.

        Raises:
            NotAllowedError: The link is not, or no longer, good.
            DataError: No such field or criterion, a text that is too long, or too many beside it.
        """
        link = self._open_link(token)
        if field not in REPLY_FIELDS:
            raise DataError(
                Rule.VOCABULARY,
                file="drafts",
                column="field",
                value=field,
                expected=", ".join(REPLY_FIELDS),
            )
        check_short(text, field, "drafts")
        with self.writing(ANONYMOUS, Action.DECLARE, is_logged=False) as work:
            if criterion_id:
                raw = self._state_of(work.connection).raw
                row_of(raw, "criterion_definitions", (criterion_id,))
            return keep_box(work, link.link_id, (criterion_id, field), text, shown)

    def reply_texts(self, token: str) -> Mapping[str, Mapping[str, str]]:
        """What was typed with a link and not sent: criterion to field to text.

        Raises:
            NotAllowedError: The link is not, or no longer, good.
        """
        link = self._open_link(token)
        with self.database.reading() as connection:
            return typed_of(connection, link.link_id)

    def reply_texts_beside(self, token: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """What others typed in the same boxes: criterion to field to texts, earliest first.

        Raises:
            NotAllowedError: The link is not, or no longer, good.
        """
        link = self._open_link(token)
        with self.database.reading() as connection:
            return beside_of(connection, link.link_id)

    def moderate(self, declaration_id: int, state: DeclarationState, actor: Actor) -> Declaration:
        """Show, refuse or close a declaration as documented.

        Raises:
            LookupError: There is no such declaration, or the city has answered again.
        """
        one = declarations.c.declaration_id == declaration_id
        what = f"declaration {declaration_id}: {state.value}"
        with self.writing(actor, Action.MODERATE, what) as work:
            live = sa.and_(one, declarations.c.state != DeclarationState.REPLACED.value)
            change = declarations.update().where(live)
            values = {
                "state": state.value,
                "decided_by": actor.staff_id,
                "decided": work.moment,
            }
            if work.connection.execute(change.values(values)).rowcount == 0:
                raise LookupError(declaration_id)
        return self._declarations(one)[0]

    def declarations(
        self,
        *,
        city_id: str | None = None,
        states: Container[DeclarationState] | None = CURRENT,
    ) -> tuple[Declaration, ...]:
        """Declarations, latest first; ``states`` None: any."""
        conditions = [] if city_id is None else [declarations.c.city_id == city_id]
        found = self._declarations(*conditions)
        return tuple(item for item in found if states is None or item.state in states)

    # ---- inside ------------------------------------------------------------------------------

    def _open_link(self, token: str) -> ReplyLink:
        link = self.reply_link(token)
        if link is None:
            raise NotAllowedError(ANONYMOUS, Action.DECLARE)
        return link

    @staticmethod
    def _declare(
        work: Writing, link: ReplyLink, reply: Reply, declared_by: str, declared_on: date
    ) -> int:
        earlier = sa.and_(
            declarations.c.city_id == link.city_id,
            declarations.c.criterion_id == reply.criterion_id,
            declarations.c.state.in_([state.value for state in CURRENT]),
        )
        replaced = declarations.update().where(earlier)
        work.connection.execute(
            replaced.values(state=DeclarationState.REPLACED.value, decided=work.moment)
        )
        declaration_id = work.next(declarations.c.declaration_id)
        work.connection.execute(
            declarations.insert().values(
                declaration_id=declaration_id,
                city_id=link.city_id,
                criterion_id=reply.criterion_id,
                answer=reply.answer.value,
                note=without_contacts(reply.text),
                declared_on=declared_on.isoformat(),
                declared_by=without_contacts(declared_by),
                state=DeclarationState.RECEIVED.value,
                link_id=link.link_id,
                decided_by="",
                decided=work.moment,
            )
        )
        return declaration_id

    def _check_answer_rate(self, work: Writing, link_id: int, wanted: int) -> None:
        hour_ago = moment_text(self.moment() - timedelta(hours=1))
        query = (
            sa.select(sa.func.count())
            .select_from(declarations)
            .where(declarations.c.link_id == link_id, declarations.c.decided > hour_ago)
        )
        if int(work.connection.execute(query).scalar() or 0) + wanted > ANSWERS_PER_HOUR:
            raise TooManyError

    def _links(self, *conditions: sa.ColumnElement[bool]) -> tuple[ReplyLink, ...]:
        query = sa.select(reply_links).where(*conditions).order_by(reply_links.c.link_id.desc())
        now = moment_text(self.moment())
        return tuple(
            ReplyLink(
                link_id=row["link_id"],
                city_id=row["city_id"],
                created_by=row["created_by"],
                created=moment_of(row["created"]),
                expires=moment_of(row["expires"]),
                is_open=not row["revoked"] and row["expires"] > now,
            )
            for row in self.rows_of(query)
        )

    def _declarations(self, *conditions: sa.ColumnElement[bool]) -> tuple[Declaration, ...]:
        query = (
            sa.select(declarations)
            .where(*conditions)
            .order_by(declarations.c.declaration_id.desc())
        )
        return tuple(
            Declaration(
                declaration_id=row["declaration_id"],
                city_id=row["city_id"],
                criterion_id=row["criterion_id"],
                answer=Answer(row["answer"]),
                note=row["note"],
                declared_on=day_of(row["declared_on"]),
                declared_by=row["declared_by"],
                state=DeclarationState(row["state"]),
                decided_by=row["decided_by"],
            )
            for row in self.rows_of(query)
        )
