"""Sending a grid: every row that differs, in one transaction, with one reason and its sources."""

from __future__ import annotations

from components.desk.drafts import entry_in_hand, failure_words, keep, set_tried, tell
from components.desk.entry import Entry
from components.desk.grid_drafts import discard_grid, grid_in_hand, keep_grid, lot_form, note_grid
from components.desk.grid_rows import GridReading, read_grid
from components.desk.reading import Fault
from components.desk.sending import deliver, sending_faults, with_reason
from components.desk.sitting import sit_down
from components.i18n import translator
from components.session import current_language
from components.staff import current_actor
from data.store import StoreError


def grid_faults(reading: GridReading, lot: Entry) -> tuple[tuple[str, Fault], ...]:
    """What has to be put right before a grid is sent; an empty name: the lot as a whole."""
    return (*reading.faults, *(("", fault) for fault in sending_faults(lot)))


def send_grid(form: str, *, is_proposal: bool) -> None:
    """Publish or propose every row that differs; for a button."""
    note_grid(form)
    grid, lot = grid_in_hand(form), entry_in_hand(lot_form(form))
    if grid is None or lot is None:
        return
    lot = with_reason(lot_form(form), lot)
    keep(lot_form(form), lot)
    keep_grid(form, grid)
    set_tried(form)
    t = translator(current_language())
    try:
        sitting = sit_down(current_actor(), t)
        reading = read_grid(grid, lot, sitting.raw, sitting.language, sitting.view.today)
        if faults := grid_faults(reading, lot):
            tell("problem", t("edit.send.faults", count=len(faults)))
        elif not reading.changes:
            tell("problem", t("edit.send.nothing"))
        elif deliver(
            reading.changes,
            reason=lot.reason,
            proofs=lot.proofs,
            base=grid.base,
            sitting=sitting,
            is_proposal=is_proposal,
        ):
            rows = sum(change.table == grid.table for change in reading.changes)
            discard_grid(form)
            if is_proposal:
                tell("done", t("edit.done.lot_proposed", count=rows))
            else:
                tell("done", t("edit.done.lot_published", count=rows))
    except StoreError as error:
        tell("problem", t("edit.send.failed", reason=failure_words(error)))
