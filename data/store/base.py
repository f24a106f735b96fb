"""What every part of the store needs: an actor who is allowed, a transaction, a line in the log."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from data.errors import DataError, Rule
from data.raw import Key, RawTables, Release
from data.store.database import Database
from data.store.errors import store_error
from data.store.roles import Action, Actor, NotAllowedError, authorise
from data.store.tables import log

Clock = Callable[[], datetime]
"""The moment of now, with its time zone."""

LONGEST_TEXT = 20_000
"""Characters that one text of a person may have; cells and programmes have their own rules."""

CITY_COLUMNS = ("city_id", "entity_id")
"""Columns that say which city a row is about."""

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(slots=True)
class Writing:
    """One write in progress.

    Attributes:
        connection: Everything written on it is kept together or not at all.
        moment: When it happens, as the store writes it.
        what: What the log says was done.
    """

    connection: sa.Connection
    moment: str
    what: str

    def next(self, column: sa.Column[Any]) -> int:
        """The next free number of a table; no other write can take it."""
        last = self.connection.execute(sa.select(sa.func.max(column))).scalar()
        return int(last or 0) + 1


class Base:
    """A database, the release it belongs to, and a clock."""

    def __init__(self, database: Database, release: Release, clock: Clock) -> None:
        self.database = database
        self.release = release
        self._clock = clock
        self._lock = threading.RLock()

    @property
    def location(self) -> str:
        """File, or address of the server without its password."""
        return self.database.location

    @property
    def is_read_only(self) -> bool:
        """Nothing can be saved; what is there can be read."""
        return self.database.is_read_only

    def close(self) -> None:
        """Give back every connection."""
        self.database.close()

    def moment(self) -> datetime:
        """The moment of now, in UTC.

        Raises:
            ValueError: The clock has no time zone.
        """
        return as_utc(self._clock())

    def authorise(self, actor: Actor, action: Action, what: str = "") -> None:
        """Let the actor pass, or keep in the log that somebody was refused.

        Raises:
            NotAllowedError: The role does not allow the action.
            StoreError: The refusal cannot be written down; nothing was done either.
        """
        try:
            authorise(actor, action)
        except NotAllowedError:
            with self.database.writing() as connection:
                self._log(
                    Writing(connection, moment_text(self.moment()), what), actor, action, False
                )
            raise

    @contextmanager
    def writing(
        self, actor: Actor, action: Action, what: str = "", *, is_logged: bool = True
    ) -> Iterator[Writing]:
        """One action of somebody: authorised, whole or not at all, with its line in the log.

        Args:
            is_logged: False for what a form saves by itself every few seconds.

        Raises:
            NotAllowedError: The role does not allow the action.
            StoreError: Nothing was written.
        """
        self.authorise(actor, action, what)
        try:
            with self._lock, self.database.writing() as connection:
                work = Writing(connection, moment_text(self.moment()), what)
                yield work
                if is_logged:
                    self._log(work, actor, action, True)
        except sa.exc.IntegrityError as error:
            raise store_error(error, self.location) from error

    def activity(self) -> int:
        """Number of the last line of the log: it grows with every write of any kind."""
        with self.database.reading() as connection:
            return int(connection.execute(sa.select(sa.func.max(log.c.number))).scalar() or 0)

    def rows_of(self, query: sa.Select[Any]) -> list[Mapping[str, Any]]:
        """Rows of a query, seen at one moment."""
        with self.database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    @staticmethod
    def _log(work: Writing, actor: Actor, action: Action, is_allowed: bool) -> None:
        work.connection.execute(
            log.insert().values(
                number=work.next(log.c.number),
                staff_id=storable(actor.staff_id, "staff_id"),
                role=actor.role.value,
                action=action.value,
                what=work.what[:LONGEST_TEXT],
                outcome="allowed" if is_allowed else "refused",
                moment=work.moment,
            )
        )


def as_utc(moment: datetime) -> datetime:
    """The same moment in UTC.

    Raises:
        ValueError: It has no time zone: nobody can tell which moment it is.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC)


def moment_text(moment: datetime) -> str:
    """A moment as the store writes it: UTC, always six decimals, so that texts sort as moments."""
    return as_utc(moment).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime | None:
    """A moment of the store, in UTC; None: it has not come."""
    return datetime.fromisoformat(text) if text else None


def day_of(text: str) -> date | None:
    """A day of the store; None: none was given."""
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=65536)
def key_text(key: Key) -> str:
    """The key of a row as one text."""
    return json.dumps([storable(part, "key") for part in key], ensure_ascii=False)


def key_of_text(text: str) -> Key:
    """The key back from its text."""
    return tuple(json.loads(text))


def list_text(values: Sequence[str]) -> str:
    """A list of texts as one text."""
    return json.dumps([storable(value, "list") for value in values], ensure_ascii=False)


def list_of_text(text: str) -> tuple[str, ...]:
    """The list back from its text."""
    return tuple(json.loads(text))


def storable(text: str, column: str, *, is_required: bool = False, table: str = "desk") -> str:
    """A text of a person that every database can hold.

    Args:
        column, table: Names to print in errors.

    Raises:
        DataError: Empty though required, longer than ``LONGEST_TEXT``, or with a control character
            other than a line break or a tab, or half a character.
    """
    if is_required and not text.strip():
        raise DataError(Rule.REQUIRED, file=table, column=column)
    if len(text) > LONGEST_TEXT:
        raise DataError(
            Rule.RANGE,
            file=table,
            column=column,
            value=str(len(text)),
            expected=f"0 … {LONGEST_TEXT}",
        )
    check_characters(text, column, table)
    return text


def check_characters(text: str, column: str, table: str) -> None:
    """Refuse what a database cannot hold, or what no person types.

    Raises:
        DataError: A control character other than a line break or a tab, or half a character.
    """
    if _UNWRITABLE.search(text):
        shown = text.encode("utf-8", "backslashreplace").decode()
        raise DataError(Rule.CONTROL_CHARACTER, file=table, column=column, value=shown)


def city_of_row(raw: RawTables, table: str, key: Key, values: Mapping[str, str | None]) -> str:
    """City that a row is about; empty: none, or an organisation.

    Args:
        values: Texts of the row, as far as they are known.
    """
    if table == "cities":
        return key[0]
    row = {**raw.get(table, {}).get(key, {}), **{c: t for c, t in values.items() if t is not None}}
    for column in CITY_COLUMNS:
        city_id = row.get(column)
        if city_id and (column == "city_id" or (city_id,) in raw.get("cities", {})):
            return city_id
    return ""
