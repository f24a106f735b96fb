"""What the tables would say of a change before anybody sends it: every rule, on the tables as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from components.desk.entry import Entry, Fault
from data.changes import EditConflictError, RowChange, applied, citing_rows
from data.errors import DataError, Rule
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
    """Apply changes to the tables and check every rule; nothing is written.

    Args:
        new_key: Key of the row of the form; for a row that exists, its key.
        parsed: Records made before, shared between calls.
    """
    try:
        raw = applied(state.raw, changes)
        dataset = dataset_of(
            raw,
            edition=state.dataset.edition,
            published_on=state.dataset.published_on,
            version="",
            parsed=parsed,
        )
    except EditConflictError:
        return Checked(dataset=None, fault=Fault(column="", key="edit.fault.changed"))
    except DataError as error:
        return _told(error, entry, new_key)
    return Checked(dataset=dataset)


def _told(error: DataError, entry: Entry, new_key: Key) -> Checked:
    table = error.file.removesuffix(".csv")
    is_own = table == entry.table and error.key in {None, new_key}
    # The author has one field for two languages, or two for one rule: the first is told.
    column = (error.column or "").split(",")[0].strip() if is_own else ""
    fault = Fault(column=column, rule=error.rule, value=error.value, expected=both(error.expected))
    other = None if is_own or error.key is None else (table, error.key)
    return Checked(dataset=None, fault=fault, other=other)


def cited_by(raw: RawTables, entry: Entry) -> tuple[tuple[str, Key], ...]:
    """Rows (table, key) that name the row of the form; it cannot go before them."""
    found = citing_rows(raw, entry.table, entry.key)
    return tuple(row for row in found if row[0] != "focus_areas")


def is_gone(error: DataError) -> bool:
    """Whether the row is no longer there."""
    return error.rule is Rule.NO_ROW
