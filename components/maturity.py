"""The page of maturity: practices first, then what is known of each city. No score, no order of merit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import htpy as h
from babel.lists import format_list

from analysis.coverage import Coverage, coverage_of, state_of
from analysis.criteria_counts import CriterionCounts, criterion_counts, grades_of, ladder_places
from analysis.maturity import (
    CityScore,
    Order,
    Rules,
    Score,
    label_of,
    order_of,
    pairs_told_apart,
    score_city,
)
from analysis.questions import questions_to_ask
from components.address import address
from components.evidence import evidence_link, evidence_mark
from components.i18n import number, percent
from components.markup import Element, Node, internal_link, isolated
from components.scope import Scope, scope_name
from components.state_mark import state_mark
from components.take_away import take_away
from components.view import View
from data.schema import Answer, City, CriterionDefinition, Dimension

STATES = (Answer.YES, Answer.PARTIAL, Answer.NO, Answer.UNKNOWN)
PAIRS_SHOWN = 12
TIED_NAMED = 3
"""Practices documented equally often that a sentence can still name."""


def lead(view: View) -> Element:
    """What is measured here and what is not."""
    return h.p(".rc-lead")[view.t("maturity.lead")]


def section_links(view: View) -> Element:
    """Contents of the page."""
    names = ("criteria", "footprints", "intervals", "ladder", "questions")
    return h.nav(aria_label=view.t("maturity.contents"))[
        h.ul(".rc-jump")[
            (h.li[h.a(href=f"#{name}")[view.t(f"maturity.jump.{name}")]] for name in names)
        ]
    ]


# ---- By criterion ---------------------------------------------------------------------------------


def criteria_section(scope: Scope, view: View) -> Element:
    """Each criterion over the cities: how many say yes, partly, no, and how many nobody knows."""
    counts = criterion_counts(view.dataset, scope.city_ids, view.today)
    by_id = {row.criterion_id: row for row in counts}
    return h.section(".rc-maturity", id="criteria")[
        h.h2[criteria_finding(counts, scope, view)],
        h.p(".rc-measure")[view.t("maturity.criteria.measure", scope=scope_name(scope, view))],
        h.table(".rc-criteria-table")[
            h.caption(".rc-hidden")[view.t("maturity.criteria.caption")],
            h.thead[
                h.tr[
                    h.th(scope="col")[h.span(".rc-hidden")[view.t("maturity.criterion")]],
                    h.td(".rc-plot"),
                    (
                        h.th(scope="col")[state_mark(state), h.span[view.term("answer", state)]]
                        for state in _states(counts)
                    ),
                ]
            ],
            (
                h.tbody[
                    h.tr[
                        h.th(".rc-group", scope="rowgroup", colspan=str(len(_states(counts)) + 2))[
                            view.text(dimension, "label")
                        ]
                    ],
                    (
                        _criterion_row(by_id[criterion.criterion_id], criterion, counts, view)
                        for criterion in _criteria_of(dimension.dimension_id, view)
                    ),
                ]
                for dimension in view.dataset.dimensions.values()
            ),
        ],
        carry("criteria", scope, view),
    ]


def carry(chart: str, scope: Scope, view: View) -> Element:
    """The files of a chart of these cities, under it."""
    return take_away(chart, view.language, view.t, cities=scope.chart_cities)


def criteria_finding(counts: Sequence[CriterionCounts], scope: Scope, view: View) -> str:
    """The practice most cities document, and how much of the whole table nobody knows."""
    scored = [row for row in counts if view.dataset.criteria[row.criterion_id].is_scored]
    if not scored or not scope.cities:
        return view.t("maturity.criteria.none")
    most = max(practised(row) for row in scored)
    unknown = sum(len(row.cities[Answer.UNKNOWN]) for row in scored)
    if not most:
        return view.t("maturity.criteria.nothing")
    tied = [row.criterion_id for row in scored if practised(row) == most]
    cities = view.t("maturity.cities_of", count=most, total=len(scope.cities))
    rest = view.t("maturity.criteria.rest", unknown=unknown, total=len(scored) * len(scope.cities))
    if len(tied) > TIED_NAMED:
        return view.t("maturity.criteria.tied", count=len(tied), cities=cities) + " " + rest
    names = [view.t("city.quoted", text=view.criterion(name)) for name in tied]
    finding = view.t(
        "maturity.criteria.finding",
        count=len(tied),
        criteria=format_list(names, locale=view.language),
        cities=cities,
    )
    return f"{finding} {rest}"


def practised(row: CriterionCounts) -> int:
    """Number of cities where a source says « yes » or « partial »."""
    return len(row.cities[Answer.YES]) + len(row.cities[Answer.PARTIAL])


def _states(counts: Sequence[CriterionCounts]) -> tuple[Answer, ...]:
    """States to show: « not applicable » only where it occurs."""
    if any(row.cities[Answer.NOT_APPLICABLE] for row in counts):
        return (*STATES[:3], Answer.NOT_APPLICABLE, Answer.UNKNOWN)
    return STATES


def _criterion_row(
    row: CriterionCounts,
    criterion: CriterionDefinition,
    counts: Sequence[CriterionCounts],
    view: View,
) -> Element:
    states = _states(counts)
    return h.tr[
        h.th(scope="row")[
            h.details(".rc-practice")[
                h.summary[
                    h.span(".rc-practice-name")[isolated(view.text(criterion, "label"))],
                    h.span(".rc-small.rc-muted")[" ", view.t("maturity.context_mark")]
                    if not criterion.is_scored
                    else None,
                ],
                h.div(".rc-practice-body")[
                    h.p(".rc-small.rc-muted")[view.text(criterion, "question")],
                    (_named_cities(row, state, view) for state in states if row.cities[state]),
                ],
            ],
        ],
        h.td(".rc-plot")[
            h.span(".rc-stack", aria_hidden="true")[
                (
                    h.span(
                        class_=f"rc-stack-{state.value.replace('_', '-')}",
                        style=f"flex-grow: {len(row.cities[state])}",
                    )
                    for state in states
                    if row.cities[state]
                )
            ]
        ],
        (
            h.td(class_=f"rc-figure rc-state-{state.value}")[
                number(len(row.cities[state]), view.language)
            ]
            for state in states
        ),
    ]


def _named_cities(row: CriterionCounts, state: Answer, view: View) -> Element:
    """« ● Oui : Hué, Namur », each name leading to its evidence; old facts are marked."""
    return h.p(".rc-small")[
        state_mark(state),
        " ",
        h.b[view.term("answer", state)],
        view.t("separator"),
        (
            [
                ", " if position else None,
                evidence_link(city_id, row.criterion_id, view, isolated(view.city(city_id))),
                h.span(".rc-confirm")[" ", view.t("fact.to_confirm")]
                if city_id in row.stale
                else None,
            ]
            for position, city_id in enumerate(row.cities[state])
        ),
    ]


# ---- Footprints -----------------------------------------------------------------------------------


def footprints_section(scope: Scope, view: View) -> Element:
    """One footprint a city: 6 × 4 marks, every mark opens its evidence."""
    known, asked = _known(scope, view)
    return h.section(".rc-maturity", id="footprints")[
        h.h2[
            view.t(
                "maturity.footprints.finding",
                count=known,
                asked=asked,
                unknown=asked - known,
            )
        ],
        h.p(".rc-measure")[view.t("maturity.footprints.measure", scope=scope_name(scope, view))],
        state_legend(view),
        h.div(".rc-footprints")[(city_footprint(city, view) for city in scope.cities)],
        carry("footprints", scope, view),
    ]


def state_legend(view: View) -> Element:
    """The five shapes and their names, and the mark of an old fact."""
    return h.ul(".rc-marks-legend")[
        (h.li[state_mark(state), " ", view.term("answer", state)] for state in Answer),
        h.li[h.span(".rc-old")[state_mark(Answer.YES)], " ", view.t("fact.to_confirm.long")],
        h.li[
            h.span(".rc-context-mark")[state_mark(Answer.YES)], " ", view.t("maturity.context_mark")
        ],
    ]


def city_footprint(city: City, view: View) -> Element:
    """The marks of one city, dimension by dimension, under its name and its count."""
    coverage = _coverage(city, view)
    name = view.city(city)
    return h.article(".rc-city-footprint")[
        h.h3[
            internal_link(
                isolated(name), address("city", view.language, city=city.city_id) + "#criteres"
            )
        ],
        h.p(".rc-small.rc-muted")[counts_in_words(coverage, view)],
        h.table(".rc-footprint")[
            h.caption(".rc-hidden")[view.t("maturity.footprints.caption", city=name)],
            (
                h.tr[
                    h.th(scope="row")[view.text(dimension, "label")],
                    (
                        h.td(class_=None if criterion.is_scored else "rc-context-mark")[
                            evidence_mark(city, criterion, view)
                        ]
                        for criterion in _criteria_of(dimension.dimension_id, view)
                    ),
                ]
                for dimension in view.dataset.dimensions.values()
            ),
        ],
    ]


def counts_in_words(coverage: Coverage, view: View) -> str:
    """« 11 oui, 2 partiels, 0 non, 10 inconnus » : the headline of a city is a count."""
    parts = [
        view.t(f"maturity.count.{state.value}", count=coverage.counts[state])
        for state in Answer
        if state is not Answer.NOT_APPLICABLE or coverage.counts[state]
    ]
    return ", ".join(parts)


# ---- Documented to possible -----------------------------------------------------------------------


def intervals_section(
    scope: Scope, view: View, rules: Rules, dimension: Dimension | None, choice: Node
) -> Element:
    """What is documented and what is possible, city by city, in the order of the alphabet.

    Args:
        rules: How answers count.
        dimension: One dimension, or None for all scored criteria together.
        choice: Links to the dimensions and to the « what if », drawn above the bars.
    """
    scores = city_scores(scope, view, rules)
    chosen = {
        city_id: score.whole if dimension is None else score.dimensions[dimension]
        for city_id, score in scores.items()
    }
    name = (
        view.t("maturity.intervals.all")
        if dimension is None
        else view.text(view.dataset.dimensions[dimension], "label")
    )
    return h.section(".rc-maturity", id="intervals")[
        h.h2[intervals_finding(chosen, view)],
        h.p(".rc-measure")[
            view.t(
                "maturity.intervals.measure",
                dimension=name,
                scope=scope_name(scope, view),
            )
        ],
        choice,
        interval_legend(view),
        interval_table(chosen, dimension, view),
        pair_statements(chosen, view),
        carry("intervals", scope, view),
        h.p(".rc-small.rc-muted.rc-prose")[view.t("maturity.intervals.why")],
    ]


def city_scores(scope: Scope, view: View, rules: Rules) -> Mapping[str, CityScore]:
    """Score of each city of the scope, in its order."""
    criteria = tuple(view.dataset.criteria.values())
    return {
        city_id: score_city(
            city_id, view.dataset.answers_of_city(city_id), criteria, view.today, rules
        )
        for city_id in scope.city_ids
    }


def intervals_finding(scores: Mapping[str, Score | None], view: View) -> str:
    """How many pairs of cities the sources tell apart."""
    pairs = pairs_told_apart(scores.values())
    if not pairs.pairs:
        return view.t("maturity.intervals.single")
    if not pairs.told_apart:
        return view.t("maturity.intervals.no_pair", count=pairs.pairs)
    return view.t("maturity.intervals.finding", count=pairs.told_apart, total=pairs.pairs)


def interval_legend(view: View) -> Element:
    """What the parts of a bar mean."""
    return h.ul(".rc-marks-legend")[
        (
            h.li[
                h.span(f".rc-swatch.rc-part-{part}", aria_hidden="true"),
                " ",
                view.t(f"maturity.part.{part}"),
            ]
            for part in ("documented", "old", "possible", "missed")
        )
    ]


def interval_table(
    scores: Mapping[str, Score | None], dimension: Dimension | None, view: View
) -> Element:
    """City, bar with its figures, words, strength of the evidence."""
    return h.table(".rc-extent-table")[
        h.caption(".rc-hidden")[view.t("maturity.intervals.caption")],
        h.thead[
            h.tr[
                h.th(scope="col")[view.t("maturity.city")],
                h.th(scope="col")[view.t("maturity.interval")],
                h.th(scope="col")[view.t("maturity.word")],
                h.th(scope="col")[view.t("maturity.grades")],
            ]
        ],
        h.tbody[
            (
                h.tr[
                    h.th(scope="row")[
                        internal_link(
                            isolated(view.city(city_id)),
                            address("city", view.language, city=city_id) + "#criteres",
                        )
                    ],
                    h.td[
                        [interval_bar(score), interval_words(score, view)]
                        if score
                        else h.span(".rc-muted")[view.t("maturity.not_applicable")]
                    ],
                    h.td[label_words(score, view)],
                    h.td(".rc-small")[grades_in_words(city_id, dimension, view)],
                ]
                for city_id, score in scores.items()
            )
        ],
    ]


def interval_bar(score: Score) -> Element:
    """Documented (hatched where it is to be confirmed), then possible, then missed."""
    parts = (
        ("documented", score.earned - score.stale_earned),
        ("old", score.stale_earned),
        ("possible", score.unknown),
        ("missed", score.missed),
    )
    return h.span(".rc-extent", aria_hidden="true")[
        (
            h.span(class_=f"rc-part-{part}", style=f"flex-grow: {points:g}")
            for part, points in parts
            if points
        )
    ]


def interval_words(score: Score, view: View) -> Element:
    """« 9 sur 23 documentés : 5 oui… » then « de 30 % à 91 % »."""
    known = round(score.applicable - score.unknown)
    return h.span(".rc-small.rc-extent-words")[
        h.b[view.t("maturity.known", count=known, total=score.applicable)],
        " · ",
        view.t(
            "maturity.range",
            low=percent(score.documented, view.language),
            high=percent(score.possible, view.language),
        ),
    ]


def label_words(score: Score | None, view: View) -> Node:
    """One word, a range of two words, or « documentation insuffisante »."""
    label = label_of(score)
    if label is None:
        return h.span(".rc-muted")[view.t("maturity.label.none")]
    low = view.t(f"maturity.band.{label.low.value}")
    if not label.is_range:
        return low
    return view.t("maturity.label.range", low=low, high=view.t(f"maturity.band.{label.high.value}"))


def grades_in_words(city_id: str, dimension: Dimension | None, view: View) -> Node:
    """« A 5 · B 3 » : best source of each answer, beside the bar and never inside."""
    criteria = view.dataset.criteria
    answers = [
        answer
        for answer in view.dataset.answers_of_city(city_id).values()
        if criteria[answer.criterion_id].is_scored
        and (dimension is None or answer.dimension is dimension)
    ]
    grades = grades_of(answers, view.dataset.sources)
    held = [(grade, count) for grade, count in grades.items() if count]
    if not held:
        return h.span(".rc-muted")[view.t("maturity.no_evidence")]
    return [
        [
            " · " if position else None,
            h.span(title=view.term("evidence_grade", grade))[
                h.b[grade.value], " ", number(count, view.language)
            ],
        ]
        for position, (grade, count) in enumerate(held)
    ]


def pair_statements(scores: Mapping[str, Score | None], view: View) -> Node:
    """The pairs that the sources tell apart, in words; the first twelve, the others counted."""
    decided = []
    for first, second in combinations(scores, 2):
        order = order_of(scores[first], scores[second])
        if order is Order.FIRST_MORE:
            decided.append((first, second))
        elif order is Order.SECOND_MORE:
            decided.append((second, first))
    if not decided:
        return None
    left = len(decided) - PAIRS_SHOWN
    return h.details(".rc-sources")[
        h.summary[view.t("maturity.pairs.open", count=len(decided))],
        h.ul[
            (
                h.li[view.t("maturity.pairs.one_pair", more=view.city(more), less=view.city(less))]
                for more, less in decided[:PAIRS_SHOWN]
            ),
            h.li[view.t("maturity.pairs.left", count=left)] if left > 0 else None,
        ],
    ]


# ---- Ladder ---------------------------------------------------------------------------------------


def ladder_section(scope: Scope, view: View) -> Element:
    """Steps of the vision with the names on them; those without a source stand apart, on none."""
    places = ladder_places(view.dataset, scope.city_ids)
    steps = [(step, cities) for step, cities in places.steps if step is not None]
    started = next((cities for step, cities in places.steps if step is None), ())
    reached = sum(len(cities) for _, cities in steps)
    return h.section(".rc-maturity", id="ladder")[
        h.h2[
            view.t(
                "maturity.ladder.finding",
                cities=view.t("maturity.cities_of", count=reached, total=len(scope.cities)),
                unknown=view.t("maturity.ladder.unknown", count=len(places.undocumented)),
            )
        ],
        h.p(".rc-measure")[view.t("maturity.ladder.measure", scope=scope_name(scope, view))],
        h.div(".rc-ladder")[
            h.ol[
                _step(None, started, view.t("maturity.ladder.partial"), view),
                (_step(step, cities, view.criterion(step), view) for step, cities in steps),
            ],
            h.section(".rc-ladder-unknown")[
                h.h3[view.t("maturity.ladder.undocumented")],
                h.p(".rc-small.rc-muted")[view.t("maturity.unknown_is_not_absent")],
                _names(places.undocumented, "VIS1", view),
            ],
        ],
        carry("ladder", scope, view),
    ]


def _step(step: str | None, cities: Sequence[str], name: str, view: View) -> Element:
    return h.li[
        h.h3[name, " ", h.span(".rc-figure.rc-muted")[number(len(cities), view.language)]],
        _names(cities, step or "VIS1", view)
        if cities
        else h.p(".rc-small.rc-muted")[view.t("maturity.ladder.nobody")],
    ]


def _names(city_ids: Iterable[str], criterion_id: str, view: View) -> Element:
    if criterion_id not in view.dataset.criteria:
        return h.ul(".rc-names")[(h.li[isolated(view.city(city_id))] for city_id in city_ids)]
    return h.ul(".rc-names")[
        (
            h.li[evidence_link(city_id, criterion_id, view, isolated(view.city(city_id)))]
            for city_id in city_ids
        )
    ]


# ---- Questions to ask -----------------------------------------------------------------------------


def questions_section(scope: Scope, view: View) -> Element:
    """Practices documented in comparable cities and unknown here: what to ask, and whom to call."""
    questions = {city.city_id: questions_to_ask(city, view.dataset) for city in scope.cities}
    asked = {city_id: found for city_id, found in questions.items() if found}
    return h.section(".rc-maturity", id="questions")[
        h.h2[
            view.t(
                "maturity.questions.finding",
                count=sum(len(found) for found in asked.values()),
                cities=view.t("scope.cities", count=len(asked)),
            )
            if asked
            else view.t("maturity.questions.none")
        ],
        h.p(".rc-measure")[view.t("maturity.questions.measure")],
        (
            h.details(".rc-question-city")[
                h.summary[
                    h.b[isolated(view.city(city_id))],
                    " ",
                    h.span(".rc-muted")[view.t("maturity.questions.count", count=len(found))],
                ],
                h.ul(".rc-questions")[
                    (
                        h.li[
                            evidence_link(
                                city_id,
                                question.criterion_id,
                                view,
                                isolated(view.criterion(question.criterion_id)),
                            ),
                            h.span(".rc-small.rc-muted.rc-meaning")[
                                view.t("maturity.questions.practised"),
                                (
                                    [
                                        ", " if position else None,
                                        evidence_link(
                                            peer_id,
                                            question.criterion_id,
                                            view,
                                            [
                                                state_mark(
                                                    state_of(
                                                        view.dataset.answers_of_city(peer_id),
                                                        question.criterion_id,
                                                    )
                                                ),
                                                " ",
                                                isolated(view.city(peer_id)),
                                            ],
                                        ),
                                    ]
                                    for position, peer_id in enumerate(question.practised_by)
                                ),
                            ],
                        ]
                        for question in found
                    )
                ],
            ]
            for city_id, found in asked.items()
        ),
    ]


def _criteria_of(dimension: Dimension, view: View) -> list[CriterionDefinition]:
    return sorted(
        (
            criterion
            for criterion in view.dataset.criteria.values()
            if criterion.dimension_id is dimension
        ),
        key=lambda criterion: criterion.position,
    )


def _coverage(city: City, view: View) -> Coverage:
    return coverage_of(view.dataset.answers_of_city(city.city_id), view.dataset.criteria.values())


def _known(scope: Scope, view: View) -> tuple[int, int]:
    """Answers known, and questions asked, over the cities of the scope."""
    coverages = [_coverage(city, view) for city in scope.cities]
    return sum(item.known for item in coverages), sum(item.total for item in coverages)
