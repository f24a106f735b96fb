"""The criteria of a city in five states: the whole at a glance, then each with its note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import htpy as h

from analysis.coverage import Coverage, coverage_of, state_of, vision_ladder
from components.address import address
from components.desk.report_link import report_link
from components.i18n import Language, Translate, content, number
from components.markup import Element, Node, internal_link, prose
from components.project_card import shown
from components.source_note import as_of_note, source_note
from components.state_mark import state_mark
from data.load import Dataset
from data.schema import Answer, CriterionAnswer, CriterionDefinition


def footprint(
    answers: Mapping[str, CriterionAnswer], dataset: Dataset, language: Language
) -> Element:
    """Six rows of marks, one per dimension: what is known, without opening anything."""
    return h.table(".rc-footprint")[
        (
            h.tr[
                h.th(scope="row")[content(dimension, "label", language).text],
                (
                    h.td[
                        _named_mark(criterion, answers, dataset, language)
                        if criterion.is_scored
                        else None
                    ]
                    for criterion in _criteria_of(dataset, dimension.dimension_id)
                ),
            ]
            for dimension in dataset.dimensions.values()
        )
    ]


def coverage_counts(
    coverage: Coverage, city_id: str, dataset: Dataset, language: Language, t: Translate
) -> Element:
    """« 11 critères documentés sur 23 ; 12 inconnus », each state with its number, what is left."""
    left = address("completeness", language, city=city_id)
    return h.div(".rc-coverage-counts")[
        h.p[
            h.b[t("city.coverage.known", count=coverage.known, total=coverage.total)],
            t("city.coverage.unknown", count=coverage.unknown),
        ],
        h.ul(".rc-marks-legend")[
            (
                h.li[
                    state_mark(state),
                    " ",
                    shown(dataset, "answer", state, language),
                    " ",
                    h.b(".rc-figure")[number(count, language)],
                ]
                for state, count in coverage.counts.items()
            )
        ],
        h.p(".rc-muted.rc-small")[t("city.coverage.caution")],
        h.p(".rc-small")[internal_link(t("city.coverage.left"), f"{left}#list")]
        if coverage.unknown
        else None,
    ]


def ladder_sentence(
    answers: Mapping[str, CriterionAnswer], dataset: Dataset, language: Language, t: Translate
) -> str:
    """Highest step of the strategy reached without a gap, and where it stops, in words."""
    ladder = vision_ladder(answers, dataset.criteria.values())

    def name(criterion_id: str) -> str:
        text = content(dataset.criteria[criterion_id], "label", language).text
        return text[:1].lower() + text[1:]

    if ladder.stopped_at is None or ladder.state is None:
        return t("city.ladder.all", steps=len(ladder.reached)) if ladder.reached else ""
    state = t(f"city.ladder.state.{ladder.state.value}")
    step = name(ladder.stopped_at)
    if not ladder.reached:
        return t("city.ladder.none", step=step, state=state)
    return t(
        "city.ladder.some",
        count=len(ladder.reached),
        reached=name(ladder.reached[-1]),
        step=step,
        state=state,
    )


def criteria_panels(
    answers: Mapping[str, CriterionAnswer],
    dataset: Dataset,
    today: date,
    language: Language,
    t: Translate,
    *,
    city_id: str,
) -> Element:
    """A panel per dimension; each criterion opens its note, what is asked and its sources."""
    return h.div(".rc-dimensions")[
        (
            h.section(".rc-card.rc-dimension")[
                h.h3[content(dimension, "label", language).text],
                h.p(".rc-muted.rc-small")[prose(content(dimension, "description", language), t)],
                h.p(".rc-small")[_dimension_count(answers, criteria, t)],
                (
                    criterion_row(
                        criterion,
                        answers,
                        dataset,
                        city_id=city_id,
                        today=today,
                        language=language,
                        t=t,
                    )
                    for criterion in criteria
                    if criterion.is_scored
                ),
            ]
            for dimension in dataset.dimensions.values()
            if (criteria := _criteria_of(dataset, dimension.dimension_id))
        )
    ]


def context_criteria(
    answers: Mapping[str, CriterionAnswer],
    dataset: Dataset,
    today: date,
    language: Language,
    t: Translate,
    *,
    city_id: str,
) -> Node:
    """Criteria that are context and not counted (GOV4), apart from the others."""
    criteria = [criterion for criterion in dataset.criteria.values() if not criterion.is_scored]
    if not criteria:
        return None
    return h.section(".rc-card.rc-dimension.rc-dimension-context")[
        h.h3[t("city.criteria.context")],
        h.p(".rc-muted.rc-small")[t("city.criteria.context.why")],
        (
            criterion_row(
                criterion,
                answers,
                dataset,
                city_id=city_id,
                today=today,
                language=language,
                t=t,
            )
            for criterion in criteria
        ),
    ]


def criterion_row(
    criterion: CriterionDefinition,
    answers: Mapping[str, CriterionAnswer],
    dataset: Dataset,
    *,
    city_id: str,
    today: date,
    language: Language,
    t: Translate,
) -> Element:
    """One criterion: mark, label and state; opens what a source says, or what is asked."""
    state = state_of(answers, criterion.criterion_id)
    return h.details(".rc-answer", id=f"critere-{criterion.criterion_id}")[
        h.summary[
            state_mark(state),
            h.span(".rc-answer-label")[prose(content(criterion, "label", language), t)],
            h.span(".rc-answer-state")[shown(dataset, "answer", state, language)],
        ],
        criterion_body(
            criterion, answers, dataset, city_id=city_id, today=today, language=language, t=t
        ),
    ]


def criterion_body(
    criterion: CriterionDefinition,
    answers: Mapping[str, CriterionAnswer],
    dataset: Dataset,
    *,
    city_id: str,
    today: date,
    language: Language,
    t: Translate,
) -> Element:
    """What a source says of one criterion, with date, grade and sources; then what is asked."""
    answer = answers.get(criterion.criterion_id)
    return h.div(".rc-answer-body")[
        _unknown(city_id, criterion.criterion_id, language, t)
        if answer is None
        else [
            h.p[prose(content(answer, "note", language), t)],
            h.p(".rc-small.rc-muted")[
                as_of_note(answer.as_of, today, language, t),
                _best_grade(answer, dataset, language, t),
            ],
            source_note(answer.source_ids, dataset, language, t),
            report_link(language, t, city=answer.city_id, criterion=answer.criterion_id),
        ],
        h.dl(".rc-meanings")[
            h.dt[t("city.criteria.question")],
            h.dd[prose(content(criterion, "question", language), t)],
            h.dt[state_mark(Answer.YES), " ", shown(dataset, "answer", Answer.YES, language)],
            h.dd[prose(content(criterion, "yes_means", language), t)],
            h.dt[
                state_mark(Answer.PARTIAL),
                " ",
                shown(dataset, "answer", Answer.PARTIAL, language),
            ],
            h.dd[prose(content(criterion, "partial_means", language), t)],
            [
                h.dt[t("city.criteria.caution")],
                h.dd[prose(content(criterion, "caution", language), t)],
            ]
            if content(criterion, "caution", language).text
            else None,
        ],
    ]


def _named_mark(
    criterion: CriterionDefinition,
    answers: Mapping[str, CriterionAnswer],
    dataset: Dataset,
    language: Language,
) -> Element:
    state = state_of(answers, criterion.criterion_id)
    name = content(criterion, "label", language).text
    words = f"{name} — {shown(dataset, 'answer', state, language)}"
    return h.span(title=words)[state_mark(state), h.span(".rc-hidden")[words]]


def _criteria_of(dataset: Dataset, dimension_id: str) -> list[CriterionDefinition]:
    return sorted(
        (
            criterion
            for criterion in dataset.criteria.values()
            if criterion.dimension_id == dimension_id
        ),
        key=lambda criterion: criterion.position,
    )


def _dimension_count(
    answers: Mapping[str, CriterionAnswer], criteria: list[CriterionDefinition], t: Translate
) -> str:
    coverage = coverage_of(answers, criteria)
    return t("city.coverage.dimension", count=coverage.known, total=coverage.total)


def _unknown(city_id: str, criterion_id: str, language: Language, t: Translate) -> Node:
    target = address("reply", language, city=city_id, criterion=criterion_id)
    return h.p[
        t("city.criteria.unknown"),
        " ",
        internal_link(t("city.criteria.tell"), target),
    ]


def _best_grade(
    answer: CriterionAnswer, dataset: Dataset, language: Language, t: Translate
) -> Node:
    if not answer.source_ids:
        return None
    grade = min(dataset.sources[source_id].grade for source_id in answer.source_ids)
    meaning = shown(dataset, "evidence_grade", grade, language).lower()
    return [" · ", t("city.criteria.grade", grade=grade.value, meaning=meaning)]
