"""For editors: the links by which cities answer, and what they declared, to read before it shows."""

from __future__ import annotations

from collections.abc import Callable

import htpy as h
import streamlit as st

from components import session
from components.address import address
from components.city_choice import city_names
from components.desk.asking import outcome
from components.desk.declared import declared_mark, declared_words
from components.i18n import Language, Translate, content, day
from components.markup import Element, internal_link, isolated, prose, show
from components.project_card import shown
from components.session import set_widget_value, widget_value
from components.staff import staff_name
from data.load import Dataset
from data.store import (
    Actor,
    Declaration,
    DeclarationState,
    ReplyLink,
    Store,
)

DECISIONS = (DeclarationState.SHOWN, DeclarationState.REFUSED, DeclarationState.DOCUMENTED)
"""What an editor may make of a declaration."""

_CITY = "reply_links_city"
_MADE = "reply_links_made"
_TOLD = "reply_links_told"


def show_links(dataset: Dataset, language: Language, t: Translate) -> None:
    """Declarations that wait, a new link, and every link there is.

    The store asks who it is again at every button.
    """
    told = widget_value(_TOLD)
    set_widget_value(_TOLD, None)
    if isinstance(told, str) and told:
        show(h.p(".rc-notice", role="status")[isolated(told)])
    _show_declarations(dataset, language, t)
    _show_new(dataset, language, t)
    links = session.store().reply_links()
    if links:
        show(h.h2[t("reply.links", count=len(links))])
    for link in links:
        show(_link_row(link, dataset, language, t))
        if link.is_open:
            st.button(
                t("reply.links.revoke"),
                key=f"reply_revoke_{link.link_id}",
                type="tertiary",
                on_click=_revoke,
                args=(link.link_id,),
            )


def _show_new(dataset: Dataset, language: Language, t: Translate) -> None:
    names = city_names(dataset, language)
    show(h.h2[t("reply.links.new")], h.p(".rc-prose")[t("reply.links.new.lead")])
    st.selectbox(
        t("city.choose"),
        list(names),
        index=None,
        key=_CITY,
        format_func=lambda city_id: names[city_id],
        placeholder=t("city.choose.placeholder"),
        filter_mode=None,
    )
    st.button(t("reply.links.make"), key="reply_make", type="primary", on_click=_make)
    made = widget_value(_MADE)
    set_widget_value(_MADE, None)
    if isinstance(made, tuple):
        city_id, written = made
        show(h.p(role="status")[isolated(t("reply.links.made", city=names.get(city_id, city_id)))])
        st.code(written, language=None, wrap_lines=True)


def _link_row(link: ReplyLink, dataset: Dataset, language: Language, t: Translate) -> Element:
    made = day(link.created.date(), language) if link.created else t("date.unknown")
    until = day(link.expires.date(), language) if link.expires else t("date.unknown")
    return h.p(".rc-reply-link")[
        h.b[isolated(_city_name(link.city_id, dataset, language))],
        t("separator"),
        t("reply.links.open", date=until) if link.is_open else t("reply.links.closed"),
        h.span(".rc-small.rc-muted.rc-meaning")[
            isolated(t("reply.links.by", name=staff_name(link.created_by), date=made))
        ],
    ]


def _show_declarations(dataset: Dataset, language: Language, t: Translate) -> None:
    found = session.store().declarations()
    waiting = sum(item.state is DeclarationState.RECEIVED for item in found)
    show(h.h2[t("reply.moderate", count=waiting)])
    if not found:
        show(h.p(".rc-prose")[t("reply.moderate.none")])
    for item in sorted(found, key=lambda one: one.state is not DeclarationState.RECEIVED):
        show(_declaration(item, dataset, language, t))
        with st.container(horizontal=True, key=f"reply_decide_{item.declaration_id}"):
            for state in DECISIONS:
                if state is not item.state:
                    st.button(
                        t(f"reply.decide.{state}"),
                        key=f"reply_{state}_{item.declaration_id}",
                        on_click=_decide,
                        args=(item.declaration_id, state),
                    )


def _declaration(item: Declaration, dataset: Dataset, language: Language, t: Translate) -> Element:
    criterion = dataset.criteria.get(item.criterion_id)
    return h.div(".rc-declared-before")[
        declared_mark(),
        h.div[
            internal_link(
                isolated(_city_name(item.city_id, dataset, language)),
                address("city", language, city=item.city_id),
            ),
            " · ",
            prose(content(criterion, "label", language), t) if criterion else item.criterion_id,
            t("separator"),
            h.b[shown(dataset, "answer", item.answer, language)],
            " ",
            h.span(".rc-tag")[t(f"reply.state.{item.state}")],
            declared_words(item, language, t),
        ],
    ]


def _city_name(city_id: str, dataset: Dataset, language: Language) -> str:
    city = dataset.cities.get(city_id)
    return str(getattr(city, f"name_{language}")) if city else city_id


def _make() -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        city_id = widget_value(_CITY)
        if not isinstance(city_id, str):
            return t("reply.links.choose")
        _, token = store.create_reply_link(city_id, actor)
        there = address("reply", session.current_language(), token=token)
        set_widget_value(_MADE, (city_id, f"{session.site_address()}{there}"))
        return ""

    _attempt(act)


def _revoke(link_id: int) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        store.revoke_reply_link(link_id, actor)
        return t("reply.links.revoked")

    _attempt(act)


def _decide(declaration_id: int, state: DeclarationState) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        store.moderate(declaration_id, state, actor)
        return t(f"reply.decided.{state}")

    _attempt(act)


def _attempt(act: Callable[[Store, Actor, Translate], str]) -> None:
    """Do what a button asks, and keep what came of it for the next run."""
    told = outcome(act, not_allowed="reply.links.not_allowed", gone="reply.links.gone")
    set_widget_value(_TOLD, told)
