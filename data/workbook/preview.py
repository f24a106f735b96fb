"""What importing a workbook would do, row by row, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from data.changes import CellConflict, ChangeKind, RowChange
from data.raw import RAW_KEYS, Key
from data.workbook.drafts import Draft
from data.workbook.judge import Judge, Named
from data.workbook.origin import Origin
from data.workbook.problems import Problem, Severity
from data.workbook.rules import Both


class RowState(StrEnum):
    """What importing does to one row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICTING = "conflicting"
    REFUSED = "refused"


IMPORTABLE = frozenset({RowState.ADDED, RowState.CHANGED})
"""States of the rows that are imported unless somebody chooses others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPreview:
    """One row of the workbook.

    Attributes:
        number: Names the row in this preview, from 0, in the order of sheets and rows.
        sheet, row: Where it is, as the workbook writes it; 1 is the first row.
        key: Key of the row in its table; None: it has none, the row is refused.
        change: What is written without a decision; None: nothing.
        overruling: What is written if a person decides for the workbook; None: it cannot be.
        conflicts: Cells that changed in the tables since the template was made.
        problems: Faults, conflicts and notes.
    """

    number: int
    table: str
    sheet: str
    row: int
    key: Key | None
    state: RowState
    change: RowChange | None
    overruling: RowChange | None
    conflicts: tuple[CellConflict, ...]
    problems: tuple[Problem, ...]

    @property
    def faults(self) -> tuple[Problem, ...]:
        """Problems for which the row is refused."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.REFUSAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What some rows do together.

    Attributes:
        changes: Changes that break no rule together, by table and in the order of the workbook.
        rows: The rows they come from.
        refused: Chosen rows that cannot be imported with these, with their faults.
    """

    changes: tuple[RowChange, ...]
    rows: tuple[RowPreview, ...]
    refused: tuple[RowPreview, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Preview:
    """A workbook read and compared with the tables; nothing is written.

    Attributes:
        name: Name of the file.
        language: Language it was read in.
        rows: Every row that says something.
        notes: Problems of the file, its sheets and its columns; none of them refuses a row.
        origin: What the template was filled with; None: the file is not one of our templates.
    """

    name: str
    language: str
    rows: tuple[RowPreview, ...]
    notes: tuple[Problem, ...]
    origin: Origin | None
    _judge: Judge = field(repr=False)
    _drafts: tuple[Draft, ...] = field(repr=False)

    @cached_property
    def counts(self) -> Mapping[RowState, int]:
        """Number of rows of each state, 0 included."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in RowState}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything to tell: notes of the file, then the problems of its rows, in their order."""
        return (*self.notes, *(problem for row in self.rows for problem in row.problems))

    def changes(
        self, chosen: Collection[int] | None = None, overrule: Collection[int] = ()
    ) -> tuple[RowChange, ...]:
        """Changes of the chosen rows that can be published together; see ``choice``."""
        return self.choice(chosen, overrule).changes

    def choice(
        self, chosen: Collection[int] | None = None, overrule: Collection[int] = ()
    ) -> Choice:
        """What chosen rows do together; a row that rests on one left out is refused, with its reason.

        Args:
            chosen: Numbers of rows; None: every row that is added or changed. Rows that are refused
                or unchanged do nothing.
            overrule: Numbers of conflicting rows for which the workbook is right, chosen by that.
                A conflicting row that is only chosen gives its other cells.
        """
        picked: dict[Named, RowChange] = {}
        numbers: dict[Named, int] = {}
        for row in self.rows:
            is_chosen = row.state in IMPORTABLE if chosen is None else row.number in chosen
            is_ruled = row.number in overrule
            change = row.overruling if is_ruled else row.change
            if (is_chosen or is_ruled) and row.state is not RowState.REFUSED and change is not None:
                picked[row.table, change.key] = change
                numbers[row.table, change.key] = row.number
        faults = judged(self._judge, self._drafts, picked)
        refused = [
            replace(
                self.rows[number],
                state=RowState.REFUSED,
                problems=(*self.rows[number].problems, *faults[named]),
            )
            for named, number in numbers.items()
            if named in faults
        ]
        kept = [named for named in numbers if named not in faults]
        order = {table: place for place, table in enumerate(RAW_KEYS)}
        changes = sorted((picked[named] for named in kept), key=lambda change: order[change.table])
        return Choice(
            changes=tuple(changes),
            rows=tuple(self.rows[numbers[named]] for named in kept),
            refused=tuple(refused),
        )


def judged(
    judge: Judge, drafts: Collection[Draft], changes: Mapping[Named, RowChange]
) -> dict[Named, list[Problem]]:
    """Faults of the rows that cannot be imported together with the others."""
    of_named = {(draft.table, draft.key): draft for draft in drafts if draft.key is not None}

    def left_out(named: Named) -> Both | None:
        draft = of_named.get(named)
        if draft is None:
            return None
        return (f"« {draft.sheet} » ligne {draft.row}", f"“{draft.sheet}” row {draft.row}")

    found: dict[Named, list[Problem]] = {}
    for verdict in judge.verdicts(changes, left_out):
        problem = of_named[verdict.named].problem(
            verdict.rule, verdict.code, value=verdict.value, expected=verdict.expected
        )
        found.setdefault(verdict.named, []).append(problem)
    return found


def row_of(draft: Draft, number: int) -> RowPreview:
    """A draft as people see it."""
    if draft.is_refused or draft.key is None:
        state = RowState.REFUSED
    elif draft.conflicts:
        state = RowState.CONFLICTING
    elif draft.change is None:
        state = RowState.UNCHANGED
    else:
        is_added = draft.change.kind is ChangeKind.ADD
        state = RowState.ADDED if is_added else RowState.CHANGED
    is_refused = state is RowState.REFUSED
    return RowPreview(
        number=number,
        table=draft.table,
        sheet=draft.sheet,
        row=draft.row,
        key=draft.key,
        state=state,
        change=None if is_refused else draft.change,
        overruling=None if is_refused else draft.overruling,
        conflicts=draft.conflicts,
        problems=tuple(draft.problems),
    )
