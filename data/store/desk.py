"""What staff keep beside the tables: checks, searches, things to verify, the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from data.changes import row_of
from data.errors import DataError, Rule
from data.raw import Key
from data.store.base import (
    day_of,
    key_text,
    list_of_text,
    list_text,
    moment_of,
    moment_text,
    storable,
)
from data.store.drafts import Drafts
from data.store.history import key_of
from data.store.roles import Action, Actor
from data.store.tables import checks, log, searches, to_verify


class ItemState(StrEnum):
    """How far a thing to verify has come."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Somebody looked for something on a city and says what came of it.

    Attributes:
        criterion_id: Empty: the city as a whole.
        languages: ISO 639-1 codes in which it was searched.
        places: Where: sites, registers, search engines.
        is_found: False: searched, not found; which is not "no".
        staff_id: Never shown to the public.
    """

    search_id: int
    city_id: str
    criterion_id: str
    searched_on: date | None
    languages: tuple[str, ...]
    places: str
    is_found: bool
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToVerify:
    """A row that somebody should look at again; ``due_on`` None: no date."""

    item_id: int
    owner: str
    due_on: date | None
    table: str
    key: Key
    note: str
    state: ItemState
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """An action that was asked for, allowed or refused."""

    number: int
    staff_id: str
    role: str
    action: str
    what: str
    is_allowed: bool
    moment: datetime | None


class Desk(Drafts):
    """The work around the facts."""

    # ---- checks ------------------------------------------------------------------------------

    def mark_checked(self, rows: Iterable[tuple[str, Key]], actor: Actor, checked_on: date) -> None:
        """Say that somebody looked again that day and that the rows (table, key) still hold.

        Raises:
            DataError: No such row, or a day that has not come.
        """
        latest = (self.moment() + timedelta(days=1)).date()
        if checked_on > latest:
            raise DataError(
                Rule.RANGE,
                file="checks",
                column="checked_on",
                value=checked_on.isoformat(),
                expected=f"… {latest.isoformat()}",
            )
        chosen = tuple(rows)
        with self.writing(actor, Action.MARK_CHECKED, f"{len(chosen)} rows") as work:
            raw = self._state_of(work.connection).raw
            first = work.next(checks.c.number)
            values = []
            for number, (table, key) in enumerate(chosen, start=first):
                row_of(raw, table, key)
                values.append(
                    {
                        "number": number,
                        "table_name": table,
                        "row_key": key_text(key),
                        "staff_id": actor.staff_id,
                        "checked_on": checked_on.isoformat(),
                        "moment": work.moment,
                    }
                )
            if values:
                work.connection.execute(checks.insert(), values)

    def checked_on(self) -> Mapping[tuple[str, Key], date]:
        """Day each row (table, key) was last checked; a row that is not there never was."""
        query = sa.select(
            checks.c.table_name, checks.c.row_key, sa.func.max(checks.c.checked_on).label("day")
        ).group_by(checks.c.table_name, checks.c.row_key)
        return {
            (row["table_name"], key_of(row["row_key"])): date.fromisoformat(row["day"])
            for row in self.rows_of(query)
        }

    # ---- searches ----------------------------------------------------------------------------

    def log_search(
        self,
        actor: Actor,
        *,
        city_id: str,
        criterion_id: str = "",
        searched_on: date,
        languages: Sequence[str],
        places: str,
        is_found: bool,
    ) -> Search:
        """Keep that somebody searched, so that others need not, and "not found" is not "no".

        Raises:
            DataError: No such city or criterion, or no place or no language named: silence says
                nothing unless one knows where it was met, and in which language.
        """
        storable(places, "places", is_required=True, table="searches")
        storable(" ".join(languages), "languages", is_required=True, table="searches")
        what = f"{city_id} {criterion_id}".strip()
        with self.writing(actor, Action.LOG_SEARCH, storable(what, "what")) as work:
            raw = self._state_of(work.connection).raw
            row_of(raw, "cities", (city_id,))
            if criterion_id:
                row_of(raw, "criterion_definitions", (criterion_id,))
            search_id = work.next(searches.c.search_id)
            work.connection.execute(
                searches.insert().values(
                    search_id=search_id,
                    city_id=city_id,
                    criterion_id=criterion_id,
                    searched_on=searched_on.isoformat(),
                    languages=list_text(languages),
                    places=places,
                    result="found" if is_found else "not_found",
                    staff_id=actor.staff_id,
                    moment=work.moment,
                )
            )
        return Search(
            search_id=search_id,
            city_id=city_id,
            criterion_id=criterion_id,
            searched_on=searched_on,
            languages=tuple(languages),
            places=places,
            is_found=is_found,
            staff_id=actor.staff_id,
        )

    def searches(
        self, *, city_id: str | None = None, criterion_id: str | None = None
    ) -> tuple[Search, ...]:
        """Searches, latest first."""
        query = sa.select(searches)
        if city_id is not None:
            query = query.where(searches.c.city_id == city_id)
        if criterion_id is not None:
            query = query.where(searches.c.criterion_id == criterion_id)
        ordered = query.order_by(searches.c.searched_on.desc(), searches.c.search_id.desc())
        return tuple(
            Search(
                search_id=row["search_id"],
                city_id=row["city_id"],
                criterion_id=row["criterion_id"],
                searched_on=day_of(row["searched_on"]),
                languages=list_of_text(row["languages"]),
                places=row["places"],
                is_found=row["result"] == "found",
                staff_id=row["staff_id"],
            )
            for row in self.rows_of(ordered)
        )

    # ---- things to verify --------------------------------------------------------------------

    def add_to_verify(
        self,
        actor: Actor,
        *,
        owner: str,
        due_on: date | None,
        table: str,
        key: Key,
        note: str = "",
    ) -> ToVerify:
        """Ask somebody to look at a row again.

        Args:
            owner: Staff id of who should look; empty: anybody.

        Raises:
            DataError: There is no such row.
        """
        with self.writing(actor, Action.TO_VERIFY) as work:
            row_of(self._state_of(work.connection).raw, table, key)
            item_id = work.next(to_verify.c.item_id)
            work.connection.execute(
                to_verify.insert().values(
                    item_id=item_id,
                    owner=storable(owner, "owner"),
                    due_on=due_on.isoformat() if due_on else "",
                    table_name=table,
                    row_key=key_text(key),
                    note=storable(note, "note"),
                    state=ItemState.OPEN.value,
                    created_by=actor.staff_id,
                    created=work.moment,
                    updated=work.moment,
                )
            )
            work.what = f"item {item_id}"
        return self._items(to_verify.c.item_id == item_id)[0]

    def set_to_verify(
        self,
        item_id: int,
        actor: Actor,
        *,
        state: ItemState | None = None,
        owner: str | None = None,
        due_on: date | None = None,
        is_undated: bool = False,
    ) -> ToVerify:
        """Close, pass on or put off a thing to verify; None leaves it as it is.

        Args:
            is_undated: True takes the date away, whatever ``due_on`` says.

        Raises:
            LookupError: There is no such item.
        """
        values: dict[str, str] = {}
        if state is not None:
            values["state"] = state.value
        if owner is not None:
            values["owner"] = storable(owner, "owner")
        if is_undated:
            values["due_on"] = ""
        elif due_on is not None:
            values["due_on"] = due_on.isoformat()
        one = to_verify.c.item_id == item_id
        with self.writing(actor, Action.TO_VERIFY, f"item {item_id}") as work:
            change = to_verify.update().where(one).values(updated=work.moment, **values)
            if work.connection.execute(change).rowcount == 0:
                raise LookupError(item_id)
        return self._items(one)[0]

    def to_verify(
        self, *, owner: str | None = None, state: ItemState | None = ItemState.OPEN
    ) -> tuple[ToVerify, ...]:
        """Things to verify, soonest first, those without a date last; state None: any."""
        conditions = []
        if owner is not None:
            conditions.append(to_verify.c.owner == owner)
        if state is not None:
            conditions.append(to_verify.c.state == state.value)
        return self._items(*conditions)

    def _items(self, *conditions: sa.ColumnElement[bool]) -> tuple[ToVerify, ...]:
        query = (
            sa.select(to_verify)
            .where(*conditions)
            .order_by(to_verify.c.due_on == "", to_verify.c.due_on, to_verify.c.item_id)
        )
        return tuple(
            ToVerify(
                item_id=row["item_id"],
                owner=row["owner"],
                due_on=day_of(row["due_on"]),
                table=row["table_name"],
                key=key_of(row["row_key"]),
                note=row["note"],
                state=ItemState(row["state"]),
                created_by=row["created_by"],
            )
            for row in self.rows_of(query)
        )

    # ---- the log -----------------------------------------------------------------------------

    def log_entries(
        self,
        actor: Actor,
        *,
        staff_id: str | None = None,
        action: Action | None = None,
        is_allowed: bool | None = None,
        since: datetime | None = None,
        before: int | None = None,
        limit: int = 200,
    ) -> tuple[LogEntry, ...]:
        """Who did what, and who was refused, latest first.

        Args:
            staff_id, action, is_allowed: Only such lines; None: any.
            since: Only lines of this moment or later; None: from the beginning.
            before: Only lines with a smaller number: the next page.

        Raises:
            NotAllowedError: The actor is no administrator.
        """
        self.authorise(actor, Action.SEE_LOG)
        query = sa.select(log).order_by(log.c.number.desc()).limit(limit)
        if staff_id is not None:
            query = query.where(log.c.staff_id == staff_id)
        if action is not None:
            query = query.where(log.c.action == action.value)
        if is_allowed is not None:
            query = query.where(log.c.outcome == ("allowed" if is_allowed else "refused"))
        if since is not None:
            query = query.where(log.c.moment >= moment_text(since))
        if before is not None:
            query = query.where(log.c.number < before)
        return tuple(
            LogEntry(
                number=row["number"],
                staff_id=row["staff_id"],
                role=row["role"],
                action=row["action"],
                what=row["what"],
                is_allowed=row["outcome"] == "allowed",
                moment=moment_of(row["moment"]),
            )
            for row in self.rows_of(query)
        )

    def log_people(self, actor: Actor) -> tuple[str, ...]:
        """Ids of everybody the log names; an empty id stands for visitors.

        Raises:
            NotAllowedError: The actor is no administrator.
        """
        self.authorise(actor, Action.SEE_LOG)
        query = sa.select(log.c.staff_id).distinct().order_by(log.c.staff_id)
        return tuple(row["staff_id"] for row in self.rows_of(query))
