"""The right of reply: what the focal point of a city sees and answers, with a link and no account.

The city is always the one of the link: nothing of the address or of a box can name another.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

import htpy as h
import streamlit as st

from components import session
from components.address import address
from components.city_card import population_text
from components.desk.declared import Question, declared_mark, declared_words, questions_of
from components.desk.reply_boxes import (
    SKIP,
    Box,
    Others,
    boxes_of,
    fill,
    is_saved,
    keep,
    others_of,
    show_others,
    show_told,
    tell,
)
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

ANSWERS = (SKIP, *(answer.value for answer in Answer if answer is not Answer.UNKNOWN))
OFFICE_LENGTH = 200

_FIELDS = ("answer", "note", "source")
_END = "end"


def show_reply(token: str, dataset: Dataset, language: Language, t: Translate) -> None:
    """The page of a link; a link that is wrong, expired or revoked gets one that says so."""
    try:
        link = session.store().reply_link(token) if session.has_store() else None
        if link is None or link.city_id not in dataset.cities:
            show(_closed(language, t))
            return
        typed = session.store().reply_texts(token)
        beside = session.store().reply_texts_beside(token)
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
        _show_boxes(
            question,
            boxes_of(token, link, key, *_FIELDS),
            typed.get(key, {}),
            beside.get(key, {}),
            dataset=dataset,
            language=language,
        )
    office = boxes_of(token, link, "", "office")
    _show_end(link, questions, office, typed.get("", {}), beside.get("", {}), t=t)


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
    question: Question,
    boxes: Mapping[str, Box],
    typed: Typed,
    beside: Others,
    *,
    dataset: Dataset,
    language: Language,
) -> None:
    """Answer, note and source of one criterion; the last two once there is something to add them to."""
    t = translator(language)
    names = {SKIP: t("reply.skip")} | {
        answer: shown(dataset, "answer", answer, language) for answer in ANSWERS[1:]
    }
    fill(boxes, typed)
    answer, note, source = (boxes[name] for name in _FIELDS)
    if widget_value(answer.key) not in ANSWERS:
        set_widget_value(answer.key, SKIP)
    others = {name: others_of(box, typed, beside) for name, box in boxes.items()}
    st.radio(
        markdown_text(content(question.criterion, "question", language).text),
        ANSWERS,
        key=answer.key,
        format_func=lambda answer: names[answer],
        horizontal=True,
        on_change=keep,
        args=(answer,),
    )
    show_others(answer, others["answer"], t, lambda text: names.get(text, text))
    show_told(answer.place)
    if not (answer.text or any(boxes[name].text or others[name] for name in ("note", "source"))):
        return
    st.text_area(
        t("reply.note"),
        key=note.key,
        max_chars=LONGEST_NOTE,
        height=96,
        placeholder="",
        on_change=keep,
        args=(note,),
    )
    show_others(note, others["note"], t)
    st.text_input(
        t("reply.source"),
        key=source.key,
        max_chars=LONGEST_NOTE,
        placeholder="https://…",
        on_change=keep,
        args=(source,),
    )
    show_others(source, others["source"], t)
    if source.text.strip() and safe_url(source.text.strip()) is None:
        show(h.p(".rc-reply-fault")[t("reply.fault.address")])
    if is_saved(answer.place):
        show(h.p(".rc-small.rc-muted", role="status")[t("reply.saved")])


def _show_end(
    link: ReplyLink,
    questions: tuple[Question, ...],
    boxes: Mapping[str, Box],
    typed: Typed,
    beside: Others,
    *,
    t: Translate,
) -> None:
    fill(boxes, typed)
    office = boxes["office"]
    show(h.h2[t("reply.send.title")], h.p(".rc-prose")[t("reply.send.lead")])
    st.text_input(
        t("reply.office"),
        key=office.key,
        max_chars=OFFICE_LENGTH,
        placeholder="",
        on_change=keep,
        args=(office,),
    )
    show_others(office, others_of(office, typed, beside), t)
    show(h.p(".rc-small.rc-muted")[t("reply.office.help")])
    show_told(office.place)
    show_told(_END)
    asked = tuple(question.criterion.criterion_id for question in questions)
    ready = sum(bool(boxes_of(office.token, link, key, "answer")["answer"].text) for key in asked)
    if ready:
        show(h.p(".rc-prose")[t("reply.ready", count=ready)])
    st.button(
        t("reply.send"),
        key="reply_send",
        type="primary",
        on_click=_send,
        args=(office.token, link, asked),
    )


def _send(token: str, link: ReplyLink, asked: tuple[str, ...]) -> None:
    """Send everything at once, or nothing and say what is missing."""
    language = session.current_language()
    t = translator(language)
    boxes = {key: boxes_of(token, link, key, *_FIELDS) for key in asked}
    typed = {
        key: {field: box.text for field, box in fields.items()} for key, fields in boxes.items()
    }
    office = boxes_of(token, link, "", "office")["office"].text.strip()
    replies, fault = replies_of(typed, office, session.published_dataset(), language)
    if fault:
        tell(_END, fault, is_fault=True)
        return
    try:
        session.store().declare_all(token, replies, declared_by=office, declared_on=today())
    except (NotAllowedError, DataError, StoreError, TooManyError) as error:
        tell(_END, told_of(error, language), is_fault=True)
        return
    for reply in replies:
        for box in boxes[reply.criterion_id].values():
            box.clear()
    tell(_END, t("reply.sent", count=len(replies)), is_fault=False)
