"""Two people on one row: what changed meanwhile, and the author's text put over it field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from components.desk.entry import Entry, typed_text
from components.desk.fields import Control, control_of
from components.desk.words import items_of_cell
from components.i18n import Language
from data.raw import Key, Row, raw_columns
from data.read import LIST_SEPARATOR
from data.store import Change

_MERGED = {Control.CHOICES, Control.SOURCES}
"""Lists of codes: what one adds and the other adds are both kept, nobody has to choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile:
    """One field that somebody else has changed since the author looked.

    Attributes:
        was, theirs: The cell then and now.
        mine: What the author has typed; None: the author did not touch the field.
        editor: Staff id of who changed it; empty: not known (another release).
        change_id: The change that did; None: not known.
    """

    column: str
    was: str
    theirs: str
    mine: str | None
    editor: str = ""
    change_id: int | None = None

    @property
    def is_clash(self) -> bool:
        """Whether a person must choose: both have written, and not the same."""
        return self.mine is not None


def meanwhile(
    entry: Entry, now: Row, history: Sequence[Change], language: Language
) -> tuple[Meanwhile, ...]:
    """Fields of the row that are no longer what the author was looking at, in the order of the table.

    Args:
        now: The row as it is published.
        history: Changes of the row, latest first.
    """
    found = []
    for column, text in now.items():
        was = entry.loaded.get(column, "")
        if text == was:
            continue
        by = next((change for change in history if _sets(change, entry, column)), None)
        found.append(
            Meanwhile(
                column=column,
                was=was,
                theirs=text,
                mine=_mine(entry, column, text, language),
                editor=by.editor if by else "",
                change_id=by.change_id if by else None,
            )
        )
    return tuple(found)


def met(entry: Entry, key: Key) -> Entry:
    """The entry of a new row that somebody else has written meanwhile: an edit of that row.

    Args:
        key: Key of the row as it is in the tables; empty: nobody has written it.
    """
    if entry.key or not key:
        return entry
    blank = dict.fromkeys(raw_columns(entry.table), "")
    return replace(entry, key=key, loaded=blank | dict(entry.loaded))


def rebased(
    entry: Entry,
    now: Row,
    base: int,
    keep_mine: Mapping[str, bool],
    language: Language,
) -> Entry:
    """The entry over what is published now; every field nobody else touched keeps what was typed.

    Args:
        base: Revision that ``now`` is of.
        keep_mine: For a field both have written: True keeps the author's text, False takes theirs. A
            field left out keeps the author's.
    """
    typed = {}
    for column, own in entry.typed.items():
        text = own
        theirs = now.get(column, "")
        is_other = theirs != entry.loaded.get(column, "")
        if is_other and control_of(entry.table, column) in _MERGED:
            text = merged_list(entry.loaded.get(column, ""), theirs, text)
        elif is_other and not keep_mine.get(column, True):
            continue
        if text != typed_text(entry.table, column, theirs, language):
            typed[column] = text
    return replace(entry, loaded=dict(now), base=base, typed=typed)


def _mine(entry: Entry, column: str, theirs: str, language: Language) -> str | None:
    if column not in entry.typed:
        return None
    mine = entry.typed[column]
    is_merged = control_of(entry.table, column) in _MERGED
    if is_merged or mine == typed_text(entry.table, column, theirs, language):
        return None
    return mine


def merged_list(was: str, theirs: str, mine: str) -> str:
    """Their list with what the author added and without what the author took out."""
    before, own = items_of_cell(was), items_of_cell(mine)
    kept = [item for item in items_of_cell(theirs) if item in own or item not in before]
    return LIST_SEPARATOR.join([*kept, *(i for i in own if i not in before and i not in kept)])


def _sets(change: Change, entry: Entry, column: str) -> bool:
    return any(
        (row.table, row.key) == (entry.table, entry.key)
        and any(cell.column == column for cell in row.cells)
        for row in change.rows
    )
