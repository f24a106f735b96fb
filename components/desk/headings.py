"""What stands above a form: the way back, what the row is, where readers see it."""

from __future__ import annotations

import htpy as h

from components.address import address
from components.desk.asked import Asked
from components.desk.entry import Entry
from components.desk.journal_links import journal_of_city, journal_of_row, proposal_address
from components.desk.sitting import Sitting, moment_words
from components.desk.words import named, row_name
from components.i18n import Language, Translate, content
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


def form_title(asked: Asked, sitting: Sitting) -> str:
    """Name of the row of a form; of a new one, what is added."""
    if asked.table == "criteria":
        criterion_id = asked.key[1] if asked.key else asked.given["criterion_id"]
        return named("criterion_definitions", criterion_id, sitting.view)
    if not asked.key:
        return sitting.t(f"edit.new.{asked.table}")
    row = sitting.raw.get(asked.table, {}).get(asked.key)
    return row_name(asked.table, asked.key, sitting.view, row)


def form_heading(asked: Asked, sitting: Sitting) -> Element:
    """What kind of row it is, the page where readers see it, proposals that wait for it."""
    kind = sitting.t(f"edit.table.{asked.table}")
    link = reader_link(asked.table, asked.key, asked.city_id, sitting.view)
    journal = None
    if asked.key:
        there = journal_of_row(asked.table, asked.key, sitting.language)
        journal = internal_link(sitting.t("journal.open"), there)
    return h.header(".rc-form-head")[
        h.p(".rc-form-links")[h.span(".rc-muted")[kind] if asked.key else None, link, journal],
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


def edit_link(city_id: str, language: Language, t: Translate) -> Element:
    """From the page of a city to its rows on the desk; for staff only."""
    target = address("edit", language, city=city_id)
    journal = internal_link(t("journal.open"), journal_of_city(city_id, language))
    return h.p(".rc-city-links")[internal_link(t("edit.modify"), target), " ", journal]


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
    return f"{address('city', language, city=city_id)}#{_ANCHORS.get(table, 'ville')}"


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
    told = isolated(sitting.t("edit.waiting", name=name, moment=moment))
    return [
        internal_link(told, proposal_address(proposal.proposal_id, sitting.language)),
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
