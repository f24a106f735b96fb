"""Rules between rows, on the rows of a workbook together: each fault finds the row that brings it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.changes import RowChange
from data.check import KEYS, faults_of
from data.errors import DataError, Rule
from data.load import Dataset
from data.raw import Key, RawTables, record_of
from data.workbook.fields import shape_of
from data.workbook.problems import both
from data.workbook.rules import BookRule, Both

Named = tuple[str, Key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One row that cannot be imported with the others.

    Attributes:
        code: Column at fault; None: the row as a whole.
        expected: What the rule wants, in both languages.
    """

    named: Named
    rule: Rule | BookRule
    code: str | None
    value: str | None
    expected: Both


class Judge:
    """The tables as records, and what they would be with changes."""

    def __init__(self, raw: RawTables, dataset: Dataset | None = None) -> None:
        """Read the tables once.

        Args:
            dataset: The same tables as records, where they are at hand.

        Raises:
            DataError: A cell of the tables breaks a rule.
        """
        self._raw = raw
        held = {} if dataset is None else dataset.tables()
        self._records: dict[str, dict[Key, Any]] = {}
        for table in KEYS:
            rows = raw.get(table, {})
            records = held.get(table)
            if records is not None and len(records) == len(rows):
                self._records[table] = dict(zip(rows, records, strict=True))
            else:
                self._records[table] = {
                    key: record_of(table, key, row) for key, row in rows.items()
                }
        self._old = {_mark(fault) for fault in self._faults({})}

    def verdicts(
        self, changes: Mapping[Named, RowChange], left_out: Callable[[Named], Both | None]
    ) -> list[Verdict]:
        """Rows to leave out so that the others break no rule; none: all can be imported together.

        Args:
            changes: Additions and edits, by the row they change.
            left_out: Place of a row of the workbook that is not imported; None: it has no such row.
        """
        alive = dict(changes)
        new = {named: self._after(change) for named, change in alive.items()}
        found: list[Verdict] = []
        refused: dict[Named, Both] = {}

        def told(named: Named) -> Both | None:
            return refused.get(named) or left_out(named)

        while alive:
            faults = [fault for fault in self._faults(new) if _mark(fault) not in self._old]
            if not faults:
                break
            told_now: set[Named] = set()
            unclear = None
            for fault in faults:
                verdicts = self._blamed(fault, alive, told)
                found += verdicts
                told_now.update(verdict.named for verdict in verdicts)
                unclear = unclear or (None if verdicts else fault)
            if unclear is not None and not told_now:
                named = self._first_with(unclear, new)
                found.append(_together(named, unclear))
                told_now.add(named)
            for named in told_now:
                del new[named]
                refused[named] = left_out(named) or both("")
            alive = {named: change for named, change in alive.items() if named in new}
        return found

    def _faults(self, new: Mapping[Named, Any]) -> list[DataError]:
        tables: dict[str, Sequence[Any]] = {}
        by_table: dict[str, dict[Key, Any]] = {}
        for (table, key), record in new.items():
            by_table.setdefault(table, {})[key] = record
        for table, records in self._records.items():
            changed = by_table.get(table)
            tables[table] = list(({**records, **changed} if changed else records).values())
        return list(faults_of(tables, dict.fromkeys(KEYS, ())))

    def _after(self, change: RowChange) -> Any:
        before = self._raw.get(change.table, {}).get(change.key, {})
        row = dict.fromkeys(shape_of(change.table).fields, "") | dict(before)
        row |= {cell.column: cell.new or "" for cell in change.cells}
        return record_of(change.table, change.key, row)

    def _blamed(
        self,
        fault: DataError,
        alive: Mapping[Named, RowChange],
        left_out: Callable[[Named], Both | None],
    ) -> list[Verdict]:
        """The rows of the workbook that bring a fault; none: it is in other rows, for no known reason."""
        named = (fault.file, fault.key or ())
        if named not in alive:
            return [_together(other, fault) for other in self._behind(fault, alive)]
        code = fault.column.partition(",")[0] if fault.column else None
        table = fault.expected.removesuffix(".csv")
        if fault.rule is Rule.UNKNOWN_REFERENCE and fault.value is not None:
            place = left_out((table, (fault.value,)))
            if place is not None:
                shown = (f"{fault.value}, {place[0]}", f"{fault.value}, {place[1]}")
                return [
                    Verdict(
                        named=named, rule=BookRule.DEPENDS, code=code, value=None, expected=shown
                    )
                ]
        expected = shape_of(table).titles if table in KEYS else both(fault.expected)
        return [
            Verdict(named=named, rule=fault.rule, code=code, value=fault.value, expected=expected)
        ]

    def _behind(self, fault: DataError, alive: Mapping[Named, RowChange]) -> list[Named]:
        """Rows that bring a fault to a row that the workbook does not change."""
        wanted: list[Named] = []
        if fault.rule is Rule.LADDER and fault.key:
            wanted = [("criteria", (fault.key[0], "VIS1"))]
        elif fault.rule is Rule.FACTOR_PROJECT and fault.value:
            wanted = [("projects", (fault.value,))]
        elif fault.rule is Rule.UNUSED and fault.value:
            wanted = [
                named
                for named, change in alive.items()
                if named[0] == "strategies"
                for cell in change.cells
                if cell.column == "focus_areas_fr" and fault.value in (cell.old or "").split(";")
            ]
        return [named for named in wanted if named in alive]

    def _first_with(self, fault: DataError, new: Mapping[Named, Any]) -> Named:
        """The row with which a fault appears, the rows being taken one after the other."""
        names = list(new)
        low, high = 0, len(names)
        while high - low > 1:
            middle = (low + high) // 2
            some = {named: new[named] for named in names[:middle]}
            if any(_mark(other) == _mark(fault) for other in self._faults(some)):
                high = middle
            else:
                low = middle
        return names[low]


def _together(named: Named, fault: DataError) -> Verdict:
    expected = (fault.message("fr"), fault.message("en"))
    return Verdict(named=named, rule=BookRule.TOGETHER, code=None, value=None, expected=expected)


def _mark(fault: DataError) -> tuple[Rule, str, Key | None, str | None, str | None]:
    return (fault.rule, fault.file, fault.key, fault.column, fault.value)
