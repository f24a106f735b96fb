"""Who changed which cell, from what to what, when, why, on which source; and how to take it back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import htpy as h

from components.address import AddressReader
from components.desk.changes_view import change_rows, cited_sources
from components.desk.changes_words import key_in_address, key_of_address
from components.desk.desk_view import DeskView
from components.markup import Element, Node, internal_link, isolated
from data.changes import CellConflict, conflicts_of, inverse
from data.export import Table
from data.raw import RAW_KEYS, Key
from data.store import Action, Change

PAGE = 30
LATEST = 5
_LATEST_ROWS = 3
MOST_EXPORTED = 100_000
"""Changes that one file of the journal holds at most."""

_BATCH = 500
_DAY_FR = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFilter:
    """What part of the journal is asked for; None: any.

    Attributes:
        since, until: Days in the time of the visitor, both included.
        before: Changes before this one: the next page.
    """

    table: str | None = None
    key: Key | None = None
    city_id: str | None = None
    editor: str | None = None
    since: date | None = None
    until: date | None = None
    before: int | None = None

    @property
    def parameters(self) -> dict[str, str | None]:
        """The same as parameters of an address."""
        return {
            "view": "journal",
            "table": self.table,
            "row": key_in_address(self.key) if self.key else None,
            "city": self.city_id,
            "by": self.editor,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "before": str(self.before) if self.before else None,
        }


def read_filter(reader: AddressReader, desk: DeskView) -> JournalFilter:
    """The part of the journal that an address asks for; what does not exist is refused by name."""
    table = reader.one("table", RAW_KEYS)
    row = reader.text("row")
    return JournalFilter(
        table=table,
        key=key_of_address(table, row) if table and row else None,
        city_id=reader.one("city", {key[0] for key in desk.state.raw["cities"]}),
        editor=reader.one("by", desk.names),
        since=read_day(reader.text("since")),
        until=read_day(reader.text("until")),
        before=read_number(reader.text("before")),
    )


def read_day(text: str) -> date | None:
    """A day as an address (2026-11-25) or a person (25/11/2026) writes it; None: it is none."""
    found = _DAY_FR.fullmatch(text.strip())
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def read_number(text: str) -> int | None:
    """A positive number of an address; None: it is none."""
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 10 else None


def changes_of(wanted: JournalFilter, desk: DeskView, limit: int) -> tuple[Change, ...]:
    """Changes of a part of the journal, latest first."""
    return desk.store.history(
        table=wanted.table,
        key=wanted.key,
        city_id=wanted.city_id,
        editor=wanted.editor,
        since=_midnight(wanted.since, desk),
        until=_midnight(wanted.until + timedelta(days=1), desk) if wanted.until else None,
        before=wanted.before,
        limit=limit,
    )


def _midnight(when: date | None, desk: DeskView) -> datetime | None:
    return None if when is None else datetime.combine(when, time(), desk.zone)


def undo_conflicts(change: Change, desk: DeskView) -> tuple[CellConflict, ...]:
    """Cells that have changed again since, so that the change cannot be taken back as it is."""
    return tuple(
        conflict
        for row in change.rows
        for conflict in conflicts_of(desk.state.raw.get(row.table, {}).get(row.key), inverse(row))
    )


# ---- drawn ----------------------------------------------------------------------------------------


def journal_lead(wanted: JournalFilter, desk: DeskView) -> Element:
    """What part of the journal this is, in a sentence."""
    t, words = desk.t, desk.words
    if wanted.key and wanted.table:
        return h.p(".rc-lead")[t("journal.row", row=words.row(wanted.table, wanted.key))]
    return h.p(".rc-lead")[t("journal.lead")]


def latest_changes(desk: DeskView) -> Element:
    """The last changes and the way to the journal; of a change of many rows the first ones."""
    t = desk.t
    found = changes_of(JournalFilter(), desk, LATEST)
    undone = {change.undoes for change in found if change.undoes}

    def entry(change: Change) -> Element:
        first = replace(change, rows=change.rows[:_LATEST_ROWS])
        left = len(change.rows) - len(first.rows)
        there = f"{desk.link(view='journal')}#change-{change.change_id}"
        return h.li[
            change_card(first, desk, is_undone=change.change_id in undone, has_ways=False),
            left > 0 and h.p(".rc-small")[internal_link(t("desk.latest.more", count=left), there)],
        ]

    return h.section(".rc-desk-part")[
        h.h2[t("desk.latest")],
        h.ol(".rc-journal")[(entry(change) for change in found)]
        if found
        else h.p(".rc-muted")[t("desk.latest.none", edition=desk.view.dataset.edition)],
        h.p[internal_link(t("journal.all"), desk.link(view="journal"))] if found else None,
    ]


def journal_list(wanted: JournalFilter, desk: DeskView) -> Element:
    """One page of the journal and the way to the next."""
    t = desk.t
    found = changes_of(wanted, desk, PAGE + 1)
    undone = {change.undoes for change in found if change.undoes}
    if not found:
        return h.p(".rc-muted")[t("journal.nothing")]
    older = None
    if len(found) > PAGE:
        last = found[PAGE - 1].change_id
        parameters = replace(wanted, before=last).parameters
        older = h.p[internal_link(t("journal.older"), desk.link(**parameters))]
    return h.div[
        h.ol(".rc-journal")[
            (
                h.li(id=f"change-{change.change_id}")[
                    change_card(change, desk, is_undone=change.change_id in undone)
                ]
                for change in found[:PAGE]
            )
        ],
        older,
    ]


def change_card(
    change: Change, desk: DeskView, *, is_undone: bool = False, has_ways: bool = True
) -> Node:
    """One change: when, who, why, what; and the way to take it back."""
    t = desk.t
    facts: list[Node] = [desk.moment(change.moment), isolated(desk.who(change.editor))]
    if change.undoes:
        facts.append(t("journal.undoes", number=str(change.undoes)))
    if change.proposal_id:
        facts.append(
            internal_link(
                t("journal.proposal", number=str(change.proposal_id)),
                desk.link(proposal=str(change.proposal_id)),
            )
        )
    if is_undone:
        facts.append(t("journal.undone"))
    ways = None
    if has_ways and desk.may(Action.UNDO) and not is_undone:
        key = "journal.redo" if change.undoes else "journal.undo"
        ways = h.p(".rc-small")[
            internal_link(t(key), desk.link(view="journal", undo=str(change.change_id)))
        ]
    return [
        h.p(".rc-small.rc-muted")[
            [[" · " if place else "", fact] for place, fact in enumerate(facts)]
        ],
        change_rows(change.rows, desk),
        h.p(".rc-journal-why")[
            h.span(".rc-change-label")[t("review.reason")],
            t("change.colon"),
            isolated(change.reason),
        ],
        cited_sources(change.source_ids, change.rows, desk) if change.source_ids else None,
        ways,
    ]


def undo_conflict_list(conflicts: tuple[CellConflict, ...], desk: DeskView) -> Element:
    """Why a change cannot be taken back as it is: what has changed again since."""
    words = desk.words
    places = dict.fromkeys(
        f"{words.row(item.table, item.key)} · {words.column(item.table, item.column)}"
        for item in conflicts
    )
    return h.div(".rc-review-meanwhile")[
        h.p[desk.t("journal.undo.moved")],
        h.ul[(h.li[isolated(place)] for place in list(places)[:10])],
    ]


# ---- taken away -------------------------------------------------------------------------------------


def journal_table(wanted: JournalFilter, desk: DeskView) -> Table:
    """The same part of the journal, one row for each cell, oldest last; names, not codes."""
    t, words = desk.t, desk.words
    headings = ("change", "moment", "who", "table", "row", "id", "column", "kind", "old", "new",
                "reason", "sources", "undoes", "proposal")  # fmt: skip
    rows = []
    for change in _every(wanted, desk):
        for row in change.rows:
            name = words.row(row.table, row.key)
            for cell in row.cells:
                if not cell.old and not cell.new:
                    continue
                rows.append(
                    (
                        change.change_id,
                        change.moment.isoformat(timespec="seconds"),
                        desk.names.get(change.editor) or change.editor,
                        words.table(row.table),
                        name,
                        key_in_address(row.key),
                        words.column(row.table, cell.column),
                        t(f"change.kind.{row.kind.value}"),
                        words.value(row.table, cell.column, cell.old),
                        words.value(row.table, cell.column, cell.new),
                        change.reason,
                        "; ".join(change.source_ids),
                        change.undoes,
                        change.proposal_id,
                    )
                )
    return Table(
        name=t("journal.title"),
        columns=tuple(t(f"journal.column.{name}") for name in headings),
        rows=tuple(rows),
    )


def _every(wanted: JournalFilter, desk: DeskView) -> list[Change]:
    found: list[Change] = []
    part = replace(wanted, before=None)
    while len(found) < MOST_EXPORTED:
        batch = changes_of(part, desk, _BATCH)
        found += batch
        if len(batch) < _BATCH:
            break
        part = replace(part, before=batch[-1].change_id)
    return found


def person_names(desk: DeskView) -> Mapping[str, str]:
    """Members of staff by id, to choose from."""
    return {staff_id: name or staff_id for staff_id, name in desk.names.items()}
