"""What was asked of the desk, by whom and when, and what was refused; for administrators."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

import htpy as h
import streamlit as st

from components import session
from components.address import AddressReader, address
from components.desk.identity import SERVICE
from components.i18n import Language, Translate, day
from components.markup import Element, Node, internal_link, isolated, show
from components.session import keep_in_address, now, set_widget_value
from components.staff import LOCAL_ID
from data.store import Action, Actor, LogEntry, Role

PERIODS = {"1": timedelta(days=1), "7": timedelta(days=7), "30": timedelta(days=30)}
"""Days that can be looked back on, as the address writes them."""

OUTCOMES = {"allowed": True, "refused": False}
ANY = ""
PAGE = 50
"""Lines on one page."""


_WHAT = {
    name: re.compile(pattern)
    for name, pattern in {
        "sign_in": r"sign-in",
        "sign_out": r"sign-out",
        "page": r"page",
        "link": r"link for (?P<person>\S+)",
        "revoked": r"(?P<person>\S+): sessions revoked",
        "member": rf"(?P<person>\S+): (?P<role>{'|'.join(Role)})",
        "change": r"change (?P<number>[0-9]+): (?P<rows>[0-9]+) rows, (?P<cells>[0-9]+) cells",
        "proposal": r"proposal (?P<number>[0-9]+)",
        "report": r"report (?P<number>[0-9]+)",
        "item": r"item (?P<number>[0-9]+)",
        "checked": r"(?P<rows>[0-9]+) rows",
        "reply_link": r"link (?P<number>[0-9]+) revoked",
    }.items()
}
"""What the store writes in the column of the object, by the message that says it to people."""


def show_log(actor: Actor, reader: AddressReader, language: Language, t: Translate) -> None:
    """The log with its filters, which are kept in the address.

    Args:
        actor: An administrator; the store asks again.

    Raises:
        NotAllowedError: Somebody else.
    """
    store = session.store()
    known = {member.staff_id: member.name for member in store.staff()}
    people = store.log_people(actor)
    names, everybody = names_of(people, known, t), names_of((*people, *known), known, t)
    who = reader.one("who", names)
    action = reader.one("action", tuple(Action))
    outcome = reader.one("outcome", tuple(OUTCOMES))
    period = reader.one("days", tuple(PERIODS))
    before = reader.text("before")
    show(h.h2(id="log")[t("access.log")], h.p(".rc-prose")[t("access.log.lead")])
    actions = {item.value: t(f"access.action.{item}") for item in Action}
    for column, (name, value, labels) in zip(
        st.columns(4),
        (
            ("who", who, names),
            ("action", action, dict(sorted(actions.items(), key=lambda item: item[1].casefold()))),
            ("outcome", outcome, {name: t(f"access.outcome.{name}") for name in OUTCOMES}),
            ("days", period, {days: t("access.days", count=int(days)) for days in PERIODS}),
        ),
        strict=True,
    ):
        with column:
            _choice(name, value, labels, t)
    entries = store.log_entries(
        actor,
        staff_id=who,
        action=Action(action) if action else None,
        is_allowed=OUTCOMES[outcome] if outcome else None,
        since=now() - PERIODS[period] if period else None,
        before=int(before) if before.isascii() and before.isdigit() else None,
        limit=PAGE + 1,
    )
    show(log_table(entries[:PAGE], everybody, session.visitor_zone(), language, t))
    if len(entries) > PAGE:
        older = address(
            "access",
            language,
            who=who,
            action=action,
            outcome=outcome,
            days=period,
            before=str(entries[PAGE - 1].number),
        )
        show(h.p[internal_link(t("access.older"), f"{older}#log")])


def names_of(staff_ids: Sequence[str], known: Mapping[str, str], t: Translate) -> dict[str, str]:
    """What to call everybody of the log, by id, in the order of their names; visitors have no id."""
    names = {}
    for staff_id in staff_ids:
        if staff_id == LOCAL_ID and not known.get(staff_id):
            names[staff_id] = t("staff.local")
        elif staff_id:
            names[staff_id] = known.get(staff_id) or staff_id.removeprefix(SERVICE)
    return dict(sorted(names.items(), key=lambda item: item[1].casefold()))


def what_words(what: str, names: Mapping[str, str], t: Translate) -> str:
    """What the store writes beside an action, in words; what is not known is shown as it is."""
    for name, pattern in _WHAT.items():
        if (found := pattern.fullmatch(what)) is None:
            continue
        values: dict[str, Any] = {
            key: int(text) if text.isdigit() else names.get(text, text)
            for key, text in found.groupdict().items()
        }
        if role := found.groupdict().get("role"):
            values["role"] = t(f"staff.role.{Role(role)}")
        return t(f"access.what.{name}", **values)
    return what


def log_table(
    entries: Sequence[LogEntry],
    names: Mapping[str, str],
    zone: tzinfo,
    language: Language,
    t: Translate,
) -> Element:
    """One line for each action, latest first."""
    if not entries:
        return h.p(".rc-muted")[t("access.log.none")]
    columns = ("moment", "person", "role", "action", "what", "outcome")
    labels = [t(f"access.column.{name}") for name in columns]

    def cells(entry: LogEntry) -> tuple[Node, ...]:
        return (
            _moment(entry.moment, zone, language, t),
            isolated(names.get(entry.staff_id, entry.staff_id) or t("access.visitor")),
            t(f"staff.role.{Role(entry.role)}"),
            t(f"access.action.{Action(entry.action)}"),
            isolated(what_words(entry.what, names, t)),
            t(f"access.outcome.{'allowed' if entry.is_allowed else 'refused'}"),
        )

    return h.div(".rc-access-table")[
        h.table[
            h.thead[h.tr[(h.th(scope="col")[label] for label in labels)]],
            h.tbody[
                (
                    h.tr(class_=None if entry.is_allowed else "rc-access-refused")[
                        (
                            h.td(data_label=label)[cell]
                            for label, cell in zip(labels, cells(entry), strict=True)
                        )
                    ]
                    for entry in entries
                )
            ],
        ]
    ]


def _choice(name: str, value: str | None, labels: Mapping[str, str], t: Translate) -> None:
    key = f"access_log_{name}"
    set_widget_value(key, value or ANY)
    st.selectbox(
        t(f"access.filter.{name}"),
        [ANY, *labels],
        key=key,
        format_func=lambda option: labels.get(option, t(f"access.any.{name}")),
        filter_mode=None,
        on_change=_filter,
        args=(name, key),
    )


def _filter(name: str, key: str) -> None:
    """Keep the choice in the address; the page of older lines is no longer the same."""
    st.query_params.pop("before", None)
    keep_in_address(name, key)
    if not session.widget_value(key):
        st.query_params.pop(name, None)


def _moment(when: datetime | None, zone: tzinfo, language: Language, t: Translate) -> str:
    if when is None:
        return ""
    there = when.astimezone(zone)
    return t("access.moment", day=day(there.date(), language), time=f"{there:%H:%M}")
