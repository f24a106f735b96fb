"""Sending a form: published by who may, proposed by the others; whatever fails, the text stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from components.desk.changing import changes_of, withdrawal_of
from components.desk.controls import fault_words, with_boxes
from components.desk.drafts import (
    discard,
    entry_in_hand,
    failure_words,
    keep,
    set_tried,
    tell,
    widget_key,
)
from components.desk.entry import Entry, needs_proof
from components.desk.fields import own_id
from components.desk.identifiers import proposed_id
from components.desk.reading import Fault, Reading, read
from components.desk.sitting import Sitting, sit_down
from components.i18n import translator
from components.session import current_language, go_to, published, store, widget_value
from components.staff import current_actor
from data.changes import EditConflictError, RowChange
from data.errors import DataError, Rule
from data.raw import RAW_KEYS, Key
from data.store import NotAllowedError, StoreError
from data.workbook.problems import both


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An entry on the tables of now.

    Attributes:
        key: Key of the row; of a new one, the key it would have; empty: not known yet.
        changes: What would be sent; empty: nothing changes yet.
    """

    reading: Reading
    key: Key
    changes: tuple[RowChange, ...]


def prepared(entry: Entry, sitting: Sitting) -> Prepared:
    """What an entry would change, if it were sent now."""
    reading = read(entry, sitting.raw, sitting.language, sitting.view.today)
    key = entry.key
    new_id = ""
    if entry.is_new:
        cells = {**entry.loaded, **reading.cells}
        if own_id(entry.table):
            new_id = proposed_id(entry.table, cells, sitting.raw, was_used(entry.table))
            key = (new_id,) if new_id else ()
        else:
            key = tuple(cells.get(column, "") for column in RAW_KEYS[entry.table])
            key = key if all(key) else ()
    changes = changes_of(entry, reading.cells, sitting.raw, new_id=new_id)
    return Prepared(reading=reading, key=key, changes=changes)


def was_used(table: str) -> Callable[[str], bool]:
    """Whether the history knows a row of a table by an id: such an id is never given again."""
    return lambda new_id: bool(store().history(table=table, key=(new_id,), limit=1))


def sending_faults(entry: Entry) -> tuple[Fault, ...]:
    """What is missing beside the row: why it changes, and the source that shows it."""
    faults = []
    if not entry.reason.strip():
        faults.append(Fault(column="reason", key="edit.fault.reason", is_missing=True))
    if needs_proof(entry) and not entry.proofs:
        faults.append(Fault(column="source_ids", key="edit.fault.proof", is_missing=True))
    return tuple(faults)


# ---- buttons --------------------------------------------------------------------------------------


def note_reason(form: str) -> None:
    """Keep the reason that was just typed."""
    entry = entry_in_hand(form)
    if entry is not None:
        keep(form, with_reason(form, with_boxes(form, entry)))


def send(form: str, *, is_proposal: bool) -> None:
    """Publish or propose what the form says; for a button."""
    entry = entry_in_hand(form)
    if entry is None:
        return
    entry = with_reason(form, with_boxes(form, entry))
    keep(form, entry)
    set_tried(form)
    t = translator(current_language())
    try:
        sitting = sit_down(current_actor(), t)
        ready = prepared(entry, sitting)
        faults = (*ready.reading.faults, *sending_faults(entry))
        if faults:
            tell("problem", t("edit.send.faults", count=len(faults)))
            return
        if not ready.changes:
            tell("problem", t("edit.send.nothing"))
            return
        if deliver(
            ready.changes,
            reason=entry.reason,
            proofs=entry.proofs,
            base=entry.base,
            sitting=sitting,
            is_proposal=is_proposal,
        ):
            _leave(form, entry, ready.key, is_proposal=is_proposal)
    except StoreError as error:
        tell("problem", t("edit.send.failed", reason=failure_words(error)))


def withdraw(form: str, *, is_proposal: bool) -> None:
    """Withdraw the row of the form, or propose to; for a button."""
    entry = entry_in_hand(form)
    if entry is None:
        return
    t = translator(current_language())
    reason = str(widget_value(widget_key(form, "withdrawal")) or "").strip()
    if not reason:
        tell("problem", t("edit.withdraw.reason_needed"))
        return
    try:
        sitting = sit_down(current_actor(), t)
        changes = withdrawal_of(entry, sitting.raw)
        if deliver(
            changes,
            reason=reason,
            proofs=(),
            base=sitting.state.revision,
            sitting=sitting,
            is_proposal=is_proposal,
        ):
            discard(form)
            tell(
                "done", t("edit.done.withdrawal_proposed" if is_proposal else "edit.done.withdrawn")
            )
            if not is_proposal:
                _go_to_owner(entry)
    except StoreError as error:
        tell("problem", t("edit.send.failed", reason=failure_words(error)))
    except DataError as error:
        tell("problem", t("edit.send.refused", reason=error.message(current_language())))


def deliver(
    changes: Sequence[RowChange],
    *,
    reason: str,
    proofs: Sequence[str],
    base: int,
    sitting: Sitting,
    is_proposal: bool,
) -> bool:
    """Give changes to the store; False: it refused, and the visitor is told why.

    Raises:
        StoreError: The store cannot be written; nothing was.
    """
    t = sitting.t
    try:
        if is_proposal:
            store().propose(changes, sitting.actor, reason, proofs)
        else:
            store().publish(changes, sitting.actor, reason, proofs, base=base)
            published().renew()
    except EditConflictError:
        tell("problem", t("edit.send.conflict"))
    except NotAllowedError as error:
        tell("problem", failure_words(error))
    except DataError as error:
        if error.rule is Rule.STILL_CITED:
            words = t("edit.withdraw.cited")
        else:
            fault = Fault(
                column="", rule=error.rule, value=error.value, expected=both(error.expected)
            )
            words = fault_words(fault, sitting.view)
        tell("problem", t("edit.send.refused", reason=words))
    else:
        return True
    return False


def _leave(form: str, entry: Entry, key: Key, *, is_proposal: bool) -> None:
    t = translator(current_language())
    discard(f"source/{form}")
    discard(form)
    tell("done", t("edit.done.proposed" if is_proposal else "edit.done.published"))
    if not entry.is_new:
        return
    if is_proposal:
        _go_to_owner(entry)
    else:
        go_to(table=entry.table, id="/".join(key))


def _go_to_owner(entry: Entry) -> None:
    city_id = entry.loaded.get("city_id", "")
    if entry.table != "cities" and city_id:
        go_to(city=city_id)
    else:
        go_to()


def with_reason(form: str, entry: Entry) -> Entry:
    """The entry with the reason that stands in its box."""
    held = widget_value(widget_key(form, "reason"))
    return replace(entry, reason=str(held)) if isinstance(held, str) else entry
