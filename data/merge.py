"""The released tables and the work of the staff, made into one state; what does not fit is told.

For each cell the staff has changed we know every text it went through. If the release holds one of them,
the staff's work continues from there and its last text stands. If the release holds any other text,
somebody changed the fact elsewhere: the release is shown and the conflict waits for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from data.errors import DataError, Rule
from data.load import Dataset
from data.raw import (
    PROGRAMMES,
    RAW_KEYS,
    Key,
    ParsedRows,
    RawTables,
    Release,
    Row,
    dataset_of,
    raw_columns,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRevision:
    """One cell changed once, as the store keeps it.

    Attributes:
        revision: Position in the history of everything, from 1.
        old, new: Texts; None: the row did not exist on that side.
    """

    revision: int
    table: str
    key: Key
    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseConflict:
    """A cell, or a row, on which the release and the staff disagree; the release is shown.

    Attributes:
        column: Empty: the whole row of the staff is set aside, because it breaks a rule.
        released: Text of the release; None: it has no such row.
        staff: Last text of the staff; None: the staff withdrew the row.
        fault: The rule that the staff's row breaks beside this release; None for a cell.
    """

    table: str
    key: Key
    column: str
    released: str | None
    staff: str | None
    fault: DataError | None = None


@dataclass(slots=True)
class _Chain:
    texts: set[str | None]
    last: str | None
    revision: int


_Chains = dict[str, _Chain]


@dataclass(slots=True)
class StaffWork:
    """Every text that each cell went through since the release took it over.

    Attributes:
        absorbed: Revision up to which the work on a cell (table, key, column) is already part of the
            release: those revisions are left out.
        revision: Last revision added.
    """

    absorbed: Mapping[tuple[str, Key, str], int] = field(default_factory=dict)
    revision: int = 0
    _rows: dict[tuple[str, Key], _Chains] = field(default_factory=dict)

    def add(self, revisions: Iterable[CellRevision]) -> None:
        """Take in later revisions, in their order."""
        for item in revisions:
            self.revision = item.revision
            if item.revision <= self.absorbed.get((item.table, item.key, item.column), 0):
                continue
            chains = self._rows.setdefault((item.table, item.key), {})
            chain = chains.get(item.column)
            if chain is None:
                chains[item.column] = _Chain({item.old, item.new}, item.new, item.revision)
            else:
                chain.texts.update((item.old, item.new))
                chain.last, chain.revision = item.new, item.revision

    def last_texts(self, table: str, key: Key) -> Mapping[str, str | None]:
        """Last text of every cell of a row that the staff has changed; empty: none."""
        return {column: chain.last for column, chain in self._rows.get((table, key), {}).items()}

    def absorbed_by(self, raw: RawTables) -> tuple[tuple[str, Key, str, int], ...]:
        """Cells in which a release holds the last text of the staff: (table, key, column, revision)."""
        found = []
        for (table, key), chains in self._rows.items():
            row = raw.get(table, {}).get(key)
            for column, chain in chains.items():
                if chain.last == (None if row is None else row.get(column)):
                    found.append((table, key, column, chain.revision))
        return tuple(found)

    def over(
        self, raw: RawTables, set_aside: Mapping[tuple[str, Key], DataError] | None = None
    ) -> tuple[RawTables, tuple[ReleaseConflict, ...]]:
        """The release with the staff's work on it, and what could not be put there.

        Args:
            set_aside: Rows to leave as released, with the fault that says why.
        """
        aside = set_aside or {}
        after = dict(raw)
        copied: set[str] = set()
        conflicts: list[ReleaseConflict] = []
        for (table, key), chains in self._rows.items():
            if table not in RAW_KEYS:
                continue
            known = {
                column: chain for column, chain in chains.items() if column in raw_columns(table)
            }
            released = raw.get(table, {}).get(key)
            if (table, key) in aside:
                conflicts.append(
                    ReleaseConflict(
                        table=table,
                        key=key,
                        column="",
                        released=None,
                        staff=None,
                        fault=aside[table, key],
                    )
                )
                continue
            row, clashes = _row_over(table, key, released, known)
            conflicts += clashes
            if row is released or row == released:
                continue
            if table not in copied:
                after[table] = dict(after.get(table, {}))
                copied.add(table)
            rows: dict[Key, Row] = after[table]  # type: ignore[assignment]
            if row is None:
                del rows[key]
            else:
                rows[key] = row
        return after, tuple(conflicts)

    def rows(self) -> tuple[tuple[str, Key], ...]:
        """Rows that the staff has changed (table, key), in the order of their first change."""
        return tuple(self._rows)


def _row_over(
    table: str, key: Key, released: Row | None, chains: Mapping[str, _Chain]
) -> tuple[Row | None, list[ReleaseConflict]]:
    is_withdrawn = any(chain.last is None for chain in chains.values())
    if released is None and is_withdrawn:
        return None, []
    is_whole = released is not None or set(RAW_KEYS[table]) <= set(chains)
    conflicts = [
        ReleaseConflict(table=table, key=key, column=column, released=text, staff=chain.last)
        for column, chain in chains.items()
        for text in [None if released is None else released[column]]
        if text not in chain.texts or not is_whole
    ]
    if conflicts and (released is None or is_withdrawn):
        return released, conflicts
    if is_withdrawn:
        return None, []
    doubtful = {conflict.column for conflict in conflicts}
    before = dict.fromkeys(raw_columns(table), "") if released is None else released
    changed = {
        column: chain.last or "" for column, chain in chains.items() if column not in doubtful
    }
    return {**before, **changed}, conflicts


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is published: the release with the staff's work.

    Attributes:
        revision: Last revision in it; 0: the release alone.
        conflicts: What of the staff's work could not be put on this release.
    """

    raw: RawTables
    dataset: Dataset
    revision: int
    conflicts: tuple[ReleaseConflict, ...]


def published_state(
    release: Release,
    work: StaffWork,
    version: str,
    parsed: ParsedRows | None = None,
    *,
    edited_on: date | None = None,
) -> State:
    """The release with the staff's work on it, every rule checked.

    As soon as it differs from the release it is named after the last revision as well, ``2026.11+3``, so
    that what is cited or taken away says which state it was.

    A row of the staff that breaks a rule beside this release (it cites what the release no longer
    has) is set aside and told as a conflict; the others are published.

    Args:
        version: Version of the dataset.
        edited_on: Day of the last revision; None: that of the release stands.

    Raises:
        DataError: The release itself breaks a rule.
    """
    aside: dict[tuple[str, Key], DataError] = {}
    while True:
        raw, conflicts = work.over(release.raw, aside)
        edition, published_on = release.edition, release.published_on
        if raw != release.raw:
            edition = f"{edition}+{work.revision}"
            published_on = max(published_on, edited_on or published_on)
        try:
            dataset = dataset_of(
                raw,
                edition=edition,
                published_on=published_on,
                version=version,
                parsed=parsed,
            )
        except DataError as error:
            rows = [row for row in work.rows() if row not in aside]
            if not rows:
                raise
            culprit = _culprit(error, rows) if len(aside) < _MOST_SET_ASIDE else None
            aside |= dict.fromkeys(rows if culprit is None else [culprit], error)
        else:
            return State(raw=raw, dataset=dataset, revision=work.revision, conflicts=conflicts)


_MOST_SET_ASIDE = 50
"""Faulty rows looked for one by one; past it, all the staff's work waits for a person."""


def _culprit(error: DataError, rows: Sequence[tuple[str, Key]]) -> tuple[str, Key] | None:
    """The row of the staff to blame for a fault: the faulty row, else the row it cites in vain."""
    candidates: list[tuple[str, Key]] = []
    if error.key is not None:
        candidates.append((error.file, error.key))
    if error.file.endswith(".toml"):
        candidates.append((PROGRAMMES, (error.file.removesuffix(".toml"),)))
    if error.rule is Rule.UNKNOWN_REFERENCE and error.value is not None:
        candidates.append((error.expected.removesuffix(".csv"), (error.value,)))
    if error.rule is Rule.LADDER and error.key is not None:
        candidates.append((error.file, (error.key[0], "VIS1")))
    return next((candidate for candidate in candidates if candidate in rows), None)
