"""What stands above a form: the way back, what the row is, where readers see it."""

from __future__ import annotations

import htpy as h

from components.address import address
from components.desk.asked import Asked
from components.desk.entry import Entry
from components.desk.sitting import Sitting, moment_words
from components.desk.words import named, row_name
from components.i18n import Language, content
from components.markup import Element, Node, internal_link, isolated, prose
from components.session import store, visitor_zone
from components.staff import staff_name
from components.view import View
from data.raw import Key
from data.store import Proposal

_ANCHORS = {
    "cities": "ville-identite",
    "strategies": "strategies",
    "projects": "projets",
    "factors": "projets",
    "criteria": "criteres",
}


def form_heading(asked: Asked, sitting: Sitting) -> Element:
    """Way back, name of the row, link to the page of readers, proposals that wait for it."""
    t, view = sitting.t, sitting.view
    row = sitting.raw.get(asked.table, {}).get(asked.key)
    if asked.table == "criteria":
        key = asked.key or (asked.given["city_id"], asked.given["criterion_id"])
        title = named("criterion_definitions", key[1], view)
    elif asked.key:
        title = row_name(asked.table, asked.key, view, row)
    else:
        title = t(f"edit.new.{asked.table}")
    return h.header(".rc-form-head")[
        crumbs(asked.city_id, view),
        h.p(".rc-form-kind")[t(f"edit.table.{asked.table}")],
        h.h2[isolated(title)],
        h.p(".rc-form-links")[reader_link(asked.table, asked.key, asked.city_id, view)],
        waiting(asked, sitting),
    ]


def crumbs(city_id: str, view: View) -> Element:
    """« Saisir › Hué »."""
    language = view.language
    return h.nav(".rc-crumbs", aria_label=view.t("edit.crumbs"))[
        internal_link(view.t("edit.title"), address("edit", language)),
        [
            h.span(aria_hidden="true")[" › "],
            internal_link(
                isolated(named("cities", city_id, view)), address("edit", language, city=city_id)
            ),
        ]
        if city_id
        else None,
    ]


def reader_link(table: str, key: Key, city_id: str, view: View) -> Node:
    """Link to the page on which readers see the row; None: there is none."""
    target = reader_address(table, key, city_id, view.language)
    return internal_link(view.t("edit.see_page"), target) if target else None


def reader_address(table: str, key: Key, city_id: str, language: Language) -> str | None:
    """Where readers see a row."""
    if table == "sources":
        return address("sources", language, source=key[0]) if key else None
    if not city_id:
        return None
    return f"{address('city', language, city=city_id)}#{_ANCHORS[table]}"


def waiting(asked: Asked, sitting: Sitting) -> Node:
    """Proposals on the same row that nobody has decided on yet."""
    if not asked.key:
        return None
    found = [
        proposal
        for proposal in store().proposals(city_id=asked.city_id or None)
        if any((row.table, row.key) == (asked.table, asked.key) for row in proposal.rows)
    ]
    if not found:
        return None
    return h.ul(".rc-waiting", role="status")[
        (h.li[_waiting_words(proposal, sitting)] for proposal in found)
    ]


def _waiting_words(proposal: Proposal, sitting: Sitting) -> Node:
    moment = moment_words(proposal.created, visitor_zone(), sitting.language, sitting.t)
    name = staff_name(proposal.author) if proposal.author else sitting.t("edit.waiting.reader")
    words = proposal.reason or proposal.note
    return [
        isolated(sitting.t("edit.waiting", name=name, moment=moment)),
        sitting.t("separator"),
        isolated(words),
    ]


def question_of_answer(entry: Entry, view: View) -> Element:
    """What the criterion asks, and with what caution."""
    criterion = view.dataset.criteria[entry.loaded["criterion_id"]]
    caution = content(criterion, "caution", view.language)
    return h.div(".rc-question")[
        h.p[prose(content(criterion, "question", view.language), view.t)],
        h.p(".rc-small.rc-muted")[prose(caution, view.t)] if caution.text else None,
    ]
