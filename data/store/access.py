"""Who is staff, the one-time links by which somebody signs in, and the sessions that follow."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from data.errors import DataError, Rule
from data.store.base import moment_text, storable
from data.store.replies import Replies
from data.store.roles import Action, Actor, Role
from data.store.tables import sign_ins, staff
from data.store.tokens import hash_of

LINK_LIFETIME = timedelta(minutes=30)
SESSION_LIFETIME = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A member of staff.

    Attributes:
        staff_id: What the history says of who did something; never shown to the public.
        identity: What the sign-in service calls them (an address or subject), in lower case.
        is_active: False: may no longer sign in; the history keeps the id.
    """

    staff_id: str
    identity: str
    name: str
    role: Role
    is_active: bool

    @property
    def actor(self) -> Actor:
        """Who asks, when this member asks."""
        return Actor(staff_id=self.staff_id, role=self.role)


class Access(Replies):
    """Staff, links and sessions."""

    def set_staff(
        self,
        actor: Actor,
        *,
        staff_id: str,
        identity: str,
        name: str,
        role: Role,
        is_active: bool = True,
    ) -> Staff:
        """Add a member of staff, or change what is known of them; open sessions of one who leaves end.

        Raises:
            DataError: No id or identity, or the identity belongs to somebody else.
        """
        storable(staff_id, "staff_id", is_required=True, table="staff")
        storable(identity, "identity", is_required=True, table="staff")
        values = {
            "identity": identity.strip().casefold(),
            "name": storable(name, "name", table="staff"),
            "role": role.value,
            "is_active": int(is_active),
        }
        with self.writing(actor, Action.MANAGE_STAFF, f"{staff_id}: {role.value}") as work:
            taken = sa.select(staff.c.staff_id).where(
                staff.c.identity == values["identity"], staff.c.staff_id != staff_id
            )
            if work.connection.execute(taken).first() is not None:
                raise DataError(
                    Rule.DUPLICATE,
                    file="staff",
                    column="identity",
                    value=identity,
                    expected="staff",
                )
            change = staff.update().where(staff.c.staff_id == staff_id).values(values)
            if work.connection.execute(change).rowcount == 0:
                work.connection.execute(staff.insert().values(staff_id=staff_id, **values))
            if not is_active:
                self._end_sessions(work.connection, staff_id, work.moment)
        return self._staff(staff.c.staff_id == staff_id)[0]

    def staff(self) -> tuple[Staff, ...]:
        """Every member of staff, those who left included, by id."""
        return self._staff()

    def staff_of(self, identity: str) -> Staff | None:
        """The active member whom the sign-in service calls so; None: nobody, so a reader."""
        found = self._staff(staff.c.identity == identity.strip().casefold())
        return found[0] if found and found[0].is_active else None

    def create_sign_in(
        self,
        actor: Actor,
        *,
        staff_id: str,
        role: Role,
        lifetime: timedelta = LINK_LIFETIME,
    ) -> str:
        """The secret of a link that signs somebody in, once.

        On a laptop the process that starts prints one, as an administrator of its own.
        """
        token = secrets.token_urlsafe(32)
        with self.writing(actor, Action.MANAGE_STAFF, f"link for {staff_id}") as work:
            values = {"staff_id": storable(staff_id, "staff_id", is_required=True), "role": role}
            self._keep_token(work.connection, "link", token, lifetime, values)
        return token

    def redeem(self, token: str, lifetime: timedelta = SESSION_LIFETIME) -> str | None:
        """Sign in with the secret of a link, which is then used up.

        Returns:
            The secret of the session; None: no such link, used, expired or revoked.
        """
        now = moment_text(self.moment())
        open_link = sa.and_(
            sign_ins.c.token_hash == hash_of(token),
            sign_ins.c.kind == "link",
            sign_ins.c.used == "",
            sign_ins.c.revoked == "",
            sign_ins.c.expires > now,
        )
        found = self.rows_of(sa.select(sign_ins).where(open_link))
        if not found:
            return None
        actor = Actor(staff_id=found[0]["staff_id"], role=Role(found[0]["role"]))
        session = secrets.token_urlsafe(32)
        with self.writing(actor, Action.OPEN_DESK, "sign-in") as work:
            used = sign_ins.update().where(open_link).values(used=work.moment)
            if work.connection.execute(used).rowcount == 0:
                return None
            values = {"staff_id": actor.staff_id, "role": actor.role}
            self._keep_token(work.connection, "session", session, lifetime, values)
        return session

    def open_session(self, session: str, actor: Actor, until: datetime) -> None:
        """Keep a session that the sign-in service has opened, so that it can be ended here.

        One that is there already stays as it is: who has signed out is not let in again by the same
        cookie.

        Args:
            session: Its secret; nobody may be able to guess it.
            until: When it ends.

        Raises:
            NotAllowedError: The role may not open the desk.
        """
        known = sa.select(sign_ins.c.kind).where(sign_ins.c.token_hash == hash_of(session))
        if self.rows_of(known):
            return
        with self.writing(actor, Action.OPEN_DESK, "sign-in") as work:
            if work.connection.execute(known).first() is None:
                values = {"staff_id": actor.staff_id, "role": actor.role}
                self._keep_token(work.connection, "session", session, until - self.moment(), values)

    def session_actor(self, session: str) -> Actor | None:
        """Who has signed in with this session; None: expired, signed out, revoked or left."""
        query = sa.select(sign_ins).where(
            sign_ins.c.token_hash == hash_of(session),
            sign_ins.c.kind == "session",
            sign_ins.c.revoked == "",
            sign_ins.c.expires > moment_text(self.moment()),
        )
        found = self.rows_of(query)
        if not found:
            return None
        member = self._staff(staff.c.staff_id == found[0]["staff_id"])
        if member:
            return member[0].actor if member[0].is_active else None
        return Actor(staff_id=found[0]["staff_id"], role=Role(found[0]["role"]))

    def sign_out(self, session: str) -> None:
        """End a session; one that is not there: nothing happens."""
        actor = self.session_actor(session)
        if actor is None:
            return
        with self.writing(actor, Action.OPEN_DESK, "sign-out") as work:
            one = sign_ins.c.token_hash == hash_of(session)
            work.connection.execute(sign_ins.update().where(one).values(revoked=work.moment))

    def revoke_sessions(self, staff_id: str, actor: Actor) -> None:
        """End every session and open link of somebody."""
        with self.writing(actor, Action.MANAGE_STAFF, f"{staff_id}: sessions revoked") as work:
            self._end_sessions(work.connection, staff_id, work.moment)

    # ---- inside ------------------------------------------------------------------------------

    def _keep_token(
        self,
        connection: sa.Connection,
        kind: str,
        token: str,
        lifetime: timedelta,
        values: Mapping[str, str],
    ) -> None:
        now = self.moment()
        long_over = moment_text(now - timedelta(days=30))
        connection.execute(sign_ins.delete().where(sign_ins.c.expires < long_over))
        connection.execute(
            sign_ins.insert().values(
                token_hash=hash_of(token),
                kind=kind,
                created=moment_text(now),
                expires=moment_text(now + lifetime),
                used="",
                revoked="",
                **{column: str(value) for column, value in values.items()},
            )
        )

    @staticmethod
    def _end_sessions(connection: sa.Connection, staff_id: str, moment: str) -> None:
        theirs = sa.and_(sign_ins.c.staff_id == staff_id, sign_ins.c.revoked == "")
        connection.execute(sign_ins.update().where(theirs).values(revoked=moment))

    def _staff(self, *conditions: sa.ColumnElement[bool]) -> tuple[Staff, ...]:
        query: sa.Select[Any] = sa.select(staff).where(*conditions).order_by(staff.c.staff_id)
        return tuple(
            Staff(
                staff_id=row["staff_id"],
                identity=row["identity"],
                name=row["name"],
                role=Role(row["role"]),
                is_active=bool(row["is_active"]),
            )
            for row in self.rows_of(query)
        )
