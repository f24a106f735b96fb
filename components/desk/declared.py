"""What a city says of itself and no source shows yet: asked for by us, shown apart, never counted."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import htpy as h

from components import session
from components.i18n import Language, Translate, content, day
from components.markup import Element, Node, external_link, isolated, prose
from components.project_card import shown
from data.dates import is_stale
from data.load import Dataset
from data.schema import CriterionAnswer, CriterionDefinition
from data.store import Declaration, DeclarationState, StoreError

log = logging.getLogger(__name__)


class Doubt(StrEnum):
    """Why a city is asked about a criterion."""

    UNKNOWN = "unknown"
    OLD = "old"
    SINGLE = "single"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A criterion to ask a city about.

    Attributes:
        answer: What sources say; None: nothing.
        doubts: At least one.
    """

    criterion: CriterionDefinition
    answer: CriterionAnswer | None
    doubts: tuple[Doubt, ...]


def questions_of(city_id: str, dataset: Dataset, today: date) -> tuple[Question, ...]:
    """Scored criteria of a city that are unknown, over 36 months old or rest on one source alone.

    In the order of the dimensions, then of their criteria.
    """
    answers = dataset.answers_of_city(city_id)
    places = {name: position for position, name in enumerate(dataset.dimensions)}
    criteria = sorted(
        (item for item in dataset.criteria.values() if item.is_scored),
        key=lambda item: (places[item.dimension_id], item.position),
    )
    asked = (
        Question(criterion=item, answer=answer, doubts=_doubts(answer, today))
        for item in criteria
        for answer in [answers.get(item.criterion_id)]
    )
    return tuple(question for question in asked if question.doubts)


def declarations_of(city_id: str) -> tuple[Declaration, ...]:
    """Declarations of a city that an editor has let through; none where there is no store to ask."""
    if not session.has_store():
        return ()
    try:
        return session.store().declarations(city_id=city_id, states={DeclarationState.SHOWN})
    except StoreError:
        log.exception("what cities declare cannot be read")
        return ()


def declared_layer(
    city_id: str,
    declarations: Iterable[Declaration],
    dataset: Dataset,
    *,
    today: date,
    language: Language,
    t: Translate,
) -> Element:
    """What a city declares, beside the facts and outside every count; empty where nothing stands.

    A declaration stands until sources say the same, or answer the criterion without a doubt.
    """
    found = {
        item.criterion.criterion_id: item.answer.answer if item.answer else None
        for item in questions_of(city_id, dataset, today)
    }
    standing = {
        item.criterion_id: item
        for item in declarations
        if item.city_id == city_id
        and item.state is DeclarationState.SHOWN
        and item.criterion_id in found
        and found[item.criterion_id] is not item.answer
    }
    if not standing:
        return h.fragment[None]
    ordered = [standing[key] for key in dataset.criteria if key in standing]
    return h.section(".rc-declared", id="declare")[
        h.h2[t("declared.title")],
        h.p(".rc-prose")[t("declared.legend")],
        h.ul[
            (
                h.li[
                    declared_mark(),
                    h.div[
                        h.b[
                            prose(
                                content(dataset.criteria[item.criterion_id], "label", language), t
                            )
                        ],
                        t("separator"),
                        shown(dataset, "answer", item.answer, language),
                        declared_words(item, language, t),
                    ],
                ]
                for item in ordered
            )
        ],
    ]


def declared_mark() -> Element:
    """A dashed square: none of the five states of a documented criterion."""
    return h.span(".rc-declared-mark", aria_hidden="true")


def declared_words(item: Declaration, language: Language, t: Translate) -> Node:
    """The note of a declaration, the page it names, who declared it and when."""
    when = day(item.declared_on, language) if item.declared_on else t("date.unknown")
    return [
        h.p(".rc-declared-note")[isolated(item.words)] if item.words else None,
        h.p(".rc-declared-note")[external_link(isolated(item.source), item.source, t)]
        if item.source
        else None,
        h.p(".rc-small.rc-muted")[isolated(t("declared.by", office=item.declared_by, date=when))],
    ]


def _doubts(answer: CriterionAnswer | None, today: date) -> tuple[Doubt, ...]:
    if answer is None:
        return (Doubt.UNKNOWN,)
    doubts = []
    if is_stale(answer.as_of, today):
        doubts.append(Doubt.OLD)
    if len(answer.source_ids) == 1:
        doubts.append(Doubt.SINGLE)
    return tuple(doubts)
