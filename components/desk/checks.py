"""What the tables would say of a change before anybody sends it: every rule, on the tables as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from components.desk.entry import Entry
from components.desk.reading import Fault
from data.changes import EditConflictError, RowChange, applied, citing_rows
from data.errors import DataError
from data.load import Dataset
from data.merge import State
from data.raw import Key, ParsedRows, RawTables, dataset_of
from data.workbook.problems import both


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The tables with a change on them.

    Attributes:
        dataset: As everybody would read it; None: a rule is broken.
        fault: The first rule broken, at the field concerned where it is one of the form; None: none.
        other: Row (table, key) that the fault is in, when it is not that of the form.
    """

    dataset: Dataset | None
    fault: Fault | None = None
    other: tuple[str, Key] | None = None


def checked(
    state: State, changes: Iterable[RowChange], entry: Entry, new_key: Key, parsed: ParsedRows
) -> Checked:
    """Apply the changes of one form and check every rule; nothing is written.

    Args:
        new_key: Key of the row of the form; for a row that exists, its key.
        parsed: Records made before, shared between calls.
    """
    judged = judged_lot(state, changes, parsed)
    fault, other = judged.fault, judged.other
    if fault is None or other is None:
        return judged
    table, key = other
    is_own = table == entry.table and key in {(), new_key}
    if is_own:
        return Checked(dataset=None, fault=fault)
    return Checked(dataset=None, fault=replace(fault, column=""), other=other if key else None)


def judged_lot(state: State, changes: Iterable[RowChange], parsed: ParsedRows) -> Checked:
    """Apply changes of any rows and check every rule; ``other`` is the row of the fault."""
    wanted = tuple(changes)
    if not wanted:
        return Checked(dataset=state.dataset)
    try:
        dataset = dataset_of(
            applied(state.raw, wanted),
            edition=state.dataset.edition,
            published_on=state.dataset.published_on,
            version="",
            parsed=parsed,
        )
    except EditConflictError:
        return Checked(dataset=None, fault=Fault(column="", key="edit.fault.changed"))
    except DataError as error:
        # A rule may name two fields (the owner: a city or an organisation): it is told at the first.
        column = (error.column or "").split(",")[0].strip()
        fault = Fault(
            column=column, rule=error.rule, value=error.value, expected=both(error.expected)
        )
        other = (error.file.removesuffix(".csv"), error.key or ())
        return Checked(dataset=None, fault=fault, other=other)
    return Checked(dataset=dataset)


def cited_by(raw: RawTables, entry: Entry) -> tuple[tuple[str, Key], ...]:
    """Rows (table, key) that name the row of the form; it cannot go before them."""
    found = citing_rows(raw, entry.table, entry.key)
    return tuple(row for row in found if row[0] != "focus_areas")
