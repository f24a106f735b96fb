"""The right of reply: what the focal point of a city sees and answers, with a link and no account.

The city is always the one of the link: nothing of the address or of a box can name another.
"""

from __future__ import annotations

import logging

import htpy as h
import streamlit as st

from components import session
from components.address import address
from components.city_card import population_text
from components.desk.declared import Question, declared_mark, declared_words, questions_of
from components.desk.reply_sending import Typed, replies_of, told_of
from components.desk.report import report_link
from components.i18n import Language, Translate, content, day, translator
from components.markup import (
    Element,
    Node,
    internal_link,
    isolated,
    markdown_text,
    prose,
    safe_url,
    show,
)
from components.project_card import shown
from components.session import set_widget_value, today, widget_value
from components.source_note import as_of_note, source_note
from components.state_mark import state_mark
from data.errors import DataError
from data.load import Dataset
from data.schema import Answer, City
from data.store import (
    LONGEST_NOTE,
    Declaration,
    NotAllowedError,
    ReplyLink,
    StoreError,
    TooManyError,
)

log = logging.getLogger(__name__)

SKIP = "skip"
"""The choice that says nothing: the city does not answer this one."""

ANSWERS = (SKIP, *(answer.value for answer in Answer if answer is not Answer.UNKNOWN))
OFFICE_LENGTH = 200

_SAVED = "reply_saved"
_TOLD = "reply_told"
_END = "end"


def show_reply(token: str, dataset: Dataset, language: Language, t: Translate) -> None:
    """The page of a link; a link that is wrong, expired or revoked gets one that says so."""
    try:
        link = session.store().reply_link(token) if session.has_store() else None
        if link is None or link.city_id not in dataset.cities:
            show(_closed(language, t))
            return
        typed = session.store().reply_texts(token)
        declared = session.store().declarations(city_id=link.city_id)
    except NotAllowedError:
        show(_closed(language, t))
        return
    except StoreError:
        log.exception("the right of reply cannot be opened")
        show(h.p(".rc-notice", role="alert")[t("reply.broken")])
        return
    city = dataset.cities[link.city_id]
    questions = questions_of(city.city_id, dataset, today())
    show(_head(city, link, len(questions), language, t))
    show(_facts(city, dataset, language, t))
    if not questions:
        show(h.p(".rc-prose")[t("reply.nothing")])
        return
    show(h.h2[t("reply.questions", count=len(questions))])
    before = {item.criterion_id: item for item in declared}
    dimension = ""
    for question in questions:
        if question.criterion.dimension_id != dimension:
            dimension = question.criterion.dimension_id
            show(h.h3[content(dataset.dimensions[dimension], "label", language).text])
        key = question.criterion.criterion_id
        show(_question(question, before.get(key), dataset, language, t))
        _show_boxes(token, link, question, typed.get(key, {}), dataset=dataset, language=language)
    _show_end(token, link, questions, typed.get("", {}), t)


def lead(language: Language, t: Translate) -> Element:
    """What the page is for, for who comes without a link."""
    return h.div[
        h.p(".rc-lead")[t("reply.lead")],
        h.p(".rc-prose")[
            t("reply.lead.report"),
            " ",
            internal_link(t("reply.closed.report"), f"{address('sources', language)}#report"),
        ],
    ]


def _closed(language: Language, t: Translate) -> Element:
    return h.section[
        h.h2[t("reply.closed")],
        h.p(".rc-prose")[t("reply.closed.text")],
        h.p[internal_link(t("reply.closed.report"), f"{address('sources', language)}#report")],
    ]


def _head(city: City, link: ReplyLink, count: int, language: Language, t: Translate) -> Element:
    until = day(link.expires.date(), language) if link.expires else t("date.unknown")
    return h.section(".rc-reply-head")[
        h.h2[isolated(getattr(city, f"name_{language}"))],
        h.p(".rc-lead")[t("reply.city.lead", count=count)],
        h.p(".rc-prose")[t("reply.city.how")],
        h.p(".rc-small.rc-muted")[t("reply.city.until", date=until)],
    ]


def _facts(city: City, dataset: Dataset, language: Language, t: Translate) -> Element:
    """What is published of the city, each with the way to say that it is wrong."""
    strategies = dataset.strategies_of_city(city.city_id)
    projects = dataset.projects_of_city(city.city_id)
    rows: list[tuple[Node, dict[str, str]]] = [
        (
            [t("city.population"), t("separator"), population_text(city, dataset, language, t)],
            {"city": city.city_id},
        ),
        *(
            (
                [
                    prose(content(item, "title", language), t),
                    t("separator"),
                    shown(dataset, "strategy_status", item.status, language),
                ],
                {"strategy": item.strategy_id},
            )
            for item in strategies
        ),
        *(
            (
                [
                    prose(content(item, "title", language), t),
                    t("separator"),
                    shown(dataset, "project_stage", item.stage, language),
                ],
                {"project": item.project_id},
            )
            for item in projects
        ),
    ]
    return h.details(".rc-fold.rc-reply-facts")[
        h.summary[t("reply.facts", count=len(rows))],
        h.ul[(h.li[h.span[words], report_link(language, t, **where)] for words, where in rows)],
        h.p[internal_link(t("reply.facts.page"), address("city", language, city=city.city_id))],
    ]


def _question(
    question: Question,
    before: Declaration | None,
    dataset: Dataset,
    language: Language,
    t: Translate,
) -> Element:
    criterion, answer = question.criterion, question.answer
    state = answer.answer if answer else Answer.UNKNOWN
    return h.section(".rc-reply-question", id=f"question-{criterion.criterion_id}")[
        h.h4[prose(content(criterion, "label", language), t)],
        h.p(".rc-reply-known")[
            state_mark(state),
            " ",
            t("reply.known", state=shown(dataset, "answer", state, language)),
            ([" · ", t(f"reply.doubt.{doubt}")] for doubt in question.doubts if answer),
        ],
        h.div(".rc-small")[
            h.p[prose(content(answer, "note", language), t)],
            as_of_note(answer.as_of, today(), language, t),
            " ",
            source_note(answer.source_ids, dataset, language, t),
        ]
        if answer
        else None,
        h.details(".rc-reply-help")[
            h.summary[t("reply.help")],
            h.dl(".rc-meanings")[
                h.dt[shown(dataset, "answer", Answer.YES, language)],
                h.dd[prose(content(criterion, "yes_means", language), t)],
                h.dt[shown(dataset, "answer", Answer.PARTIAL, language)],
                h.dd[prose(content(criterion, "partial_means", language), t)],
            ],
        ],
        h.div(".rc-declared-before")[
            declared_mark(),
            h.div[
                t("reply.before", answer=shown(dataset, "answer", before.answer, language)),
                declared_words(before, language, t),
            ],
        ]
        if before
        else None,
    ]


def _show_boxes(
    token: str,
    link: ReplyLink,
    question: Question,
    typed: Typed,
    *,
    dataset: Dataset,
    language: Language,
) -> None:
    """Answer, note and source of one criterion; the last two once there is something to add them to."""
    t = translator(language)
    criterion_id = question.criterion.criterion_id
    names = {SKIP: t("reply.skip")} | {
        answer: shown(dataset, "answer", answer, language) for answer in ANSWERS[1:]
    }
    keys = {name: _key(link, criterion_id, name) for name in ("answer", "note", "source")}
    _fill(keys, typed)
    if widget_value(keys["answer"]) not in ANSWERS:
        set_widget_value(keys["answer"], SKIP)
    st.radio(
        markdown_text(content(question.criterion, "question", language).text),
        ANSWERS,
        key=keys["answer"],
        format_func=lambda answer: names[answer],
        horizontal=True,
        on_change=_keep,
        args=(token, criterion_id, "answer", keys["answer"]),
    )
    _show_told(keys["answer"].removesuffix("answer"))
    if widget_value(keys["answer"]) == SKIP and not any(
        widget_value(keys[name]) for name in ("note", "source")
    ):
        return
    st.text_area(
        t("reply.note"),
        key=keys["note"],
        max_chars=LONGEST_NOTE,
        height=96,
        placeholder="",
        on_change=_keep,
        args=(token, criterion_id, "note", keys["note"]),
    )
    st.text_input(
        t("reply.source"),
        key=keys["source"],
        max_chars=LONGEST_NOTE,
        placeholder="https://…",
        on_change=_keep,
        args=(token, criterion_id, "source", keys["source"]),
    )
    source = str(widget_value(keys["source"]) or "").strip()
    if source and safe_url(source) is None:
        show(h.p(".rc-reply-fault")[t("reply.fault.address")])
    if widget_value(_SAVED) == keys["answer"].removesuffix("answer"):
        show(h.p(".rc-small.rc-muted", role="status")[t("reply.saved")])


def _show_end(
    token: str, link: ReplyLink, questions: tuple[Question, ...], typed: Typed, t: Translate
) -> None:
    key = _key(link, "", "office")
    _fill({"office": key}, typed)
    show(h.h2[t("reply.send.title")], h.p(".rc-prose")[t("reply.send.lead")])
    st.text_input(
        t("reply.office"),
        key=key,
        max_chars=OFFICE_LENGTH,
        placeholder="",
        on_change=_keep,
        args=(token, "", "office", key),
    )
    show(h.p(".rc-small.rc-muted")[t("reply.office.help")])
    _show_told(key.removesuffix("office"))
    _show_told(_END)
    asked = tuple(question.criterion.criterion_id for question in questions)
    st.button(
        t("reply.send"), key="reply_send", type="primary", on_click=_send, args=(token, link, asked)
    )


def _key(link: ReplyLink, criterion_id: str, field: str) -> str:
    # The link is part of the key: boxes of one city are never those of another in the same browser.
    return f"reply_{link.link_id}_{criterion_id}_{field}"


def _fill(keys: dict[str, str], typed: Typed) -> None:
    """Bring back what was typed earlier into the boxes that this visit has not drawn yet."""
    for field, key in keys.items():
        if widget_value(key) is None:
            set_widget_value(key, typed.get(field, ""))


def _keep(token: str, criterion_id: str, field: str, key: str) -> None:
    """Save a box as it is typed; what is on the screen stays there whatever happens."""
    language = session.current_language()
    text = str(widget_value(key) or "")
    try:
        kept = "" if field == "answer" and text == SKIP else text
        session.store().keep_reply_text(token, criterion_id, field, kept)
    except (NotAllowedError, DataError, StoreError) as error:
        set_widget_value(_TOLD, (key.removesuffix(field), True, told_of(error, language)))
        return
    set_widget_value(_SAVED, key.removesuffix(field))


def _send(token: str, link: ReplyLink, asked: tuple[str, ...]) -> None:
    """Send everything at once, or nothing and say what is missing."""
    language = session.current_language()
    t = translator(language)
    typed = {
        criterion_id: {
            name: str(widget_value(_key(link, criterion_id, name)) or "")
            for name in ("answer", "note", "source")
        }
        for criterion_id in asked
    }
    office = str(widget_value(_key(link, "", "office")) or "").strip()
    replies, fault = replies_of(typed, office, session.published_dataset(), language)
    if fault:
        set_widget_value(_TOLD, (_END, True, fault))
        return
    try:
        session.store().declare_all(token, replies, declared_by=office, declared_on=today())
    except (NotAllowedError, DataError, StoreError, TooManyError) as error:
        set_widget_value(_TOLD, (_END, True, told_of(error, language)))
        return
    for reply in replies:
        for name, value in (("answer", SKIP), ("note", ""), ("source", "")):
            set_widget_value(_key(link, reply.criterion_id, name), value)
    set_widget_value(_TOLD, (_END, False, t("reply.sent", count=len(replies))))


def _show_told(here: str) -> None:
    """What the last box or button came to, once, where the eyes are."""
    told = widget_value(_TOLD)
    if isinstance(told, tuple) and told[0] == here:
        set_widget_value(_TOLD, None)
        _, is_fault, words = told
        show(
            h.p(".rc-notice", role="alert" if is_fault else "status", tabindex="-1")[
                isolated(words)
            ]
        )
