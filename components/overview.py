"""The parts of the overview: figures, lines of the programme, coverage, age, ways in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import htpy as h

from analysis.overview import (
    Age,
    DimensionCoverage,
    LineCount,
    count_records,
    coverage_by_dimension,
    gaps,
    projects_by_line,
    recency,
)
from components.address import address
from components.i18n import Language, Translate, content, number
from components.markup import Element, Node, internal_link, isolated
from components.project_card import axis_class, shown
from components.state_mark import state_mark
from components.world_svg import world_picture
from data.load import Dataset
from data.schema import Answer, StrategyStatus

STATES = (Answer.YES, Answer.PARTIAL, Answer.NO, Answer.UNKNOWN)


def headline(dataset: Dataset, t: Translate) -> Element:
    """One sentence with the unknown in it, computed."""
    counts = count_records(dataset)
    dimensions = coverage_by_dimension(dataset)
    known = sum(dimension.known for dimension in dimensions)
    unknown = sum(dimension.unknown for dimension in dimensions)
    return h.p(".rc-headline")[
        t(
            "overview.headline",
            cities=t("overview.cities", count=counts.cities),
            countries=t("overview.countries", count=counts.countries),
            known=known,
            all=known + unknown,
        ),
        " ",
        h.strong[t("overview.headline.unknown", count=unknown)],
    ]


def key_figures(dataset: Dataset, language: Language, t: Translate) -> Element:
    """How many of each; every figure leads to where they are listed."""
    counts = count_records(dataset)
    statuses = [status.value for status in StrategyStatus]
    figures = (
        ("cities", counts.cities, address("map", language)),
        ("countries", counts.countries, address("map", language)),
        ("strategies", counts.strategies, address("map", language, status=statuses)),
        ("projects", counts.projects, address("projects", language)),
        ("sources", counts.sources, address("sources", language) + "#all-sources"),
    )
    return h.ul(".rc-figures")[
        (
            h.li[
                internal_link(
                    [
                        h.b(".rc-figures-value")[number(count, language)],
                        " ",
                        h.span(".rc-figures-name")[t(f"overview.figure.{name}", count=count)],
                    ],
                    target,
                )
            ]
            for name, count, target in figures
        )
    ]


def map_door(dataset: Dataset, language: Language, t: Translate) -> Element:
    """Picture of the world that opens the map, with the disclaimer every map carries."""
    return h.figure(".rc-map-door")[
        internal_link(
            [
                world_picture(dataset.cities.values()),
                h.span(".rc-map-door-label")[t("overview.map.open")],
            ],
            address("map", language),
        ),
        h.figcaption[t("map.disclaimer")],
    ]


def panels(dataset: Dataset, today: date, language: Language, t: Translate) -> Element:
    """The three findings side by side: programme, coverage, age."""
    return h.div(".rc-panels")[
        programme_lines(dataset, language, t),
        coverage_panel(dataset, language, t),
        recency_panel(dataset, today, language, t),
    ]


def programme_lines(dataset: Dataset, language: Language, t: Translate) -> Element:
    """Projects per line of the programme as bars; each line leads to its projects."""
    counts = projects_by_line(dataset)
    longest = max((count.projects for count in counts), default=0) or 1
    return h.section(".rc-panel", aria_labelledby="overview-lines")[
        h.h2(id="overview-lines")[lines_finding(counts, dataset, language, t)],
        h.p(".rc-panel-measure")[t("overview.lines.measure")],
        (
            [
                h.h3(f".rc-axis-heading.{axis_class(axis.axis_id)}")[
                    h.span(".rc-axis-swatch", aria_hidden="true"),
                    content(axis, "short", language).text,
                    " ",
                    internal_link(
                        t(
                            "overview.lines.projects",
                            count=sum(
                                count.projects for count in counts if count.axis_id == axis.axis_id
                            ),
                        ),
                        address("projects", language, line=axis.axis_id),
                        "rc-axis-total",
                    ),
                ],
                h.ul(f".rc-line-list.{axis_class(axis.axis_id)}")[
                    (
                        _line_row(count, longest, dataset, language, t)
                        for count in counts
                        if count.axis_id == axis.axis_id
                    )
                ],
            ]
            for axis in dataset.axes.values()
        ),
    ]


def lines_finding(
    counts: Sequence[LineCount], dataset: Dataset, language: Language, t: Translate
) -> str:
    """The busiest line of the programme, and the emptiest; lines without projects come first."""
    if not counts:
        return t("overview.lines.none")
    empty = sum(count.projects == 0 for count in counts)
    if empty:
        return t("overview.lines.empty", count=empty, all=len(counts))
    most = max(counts, key=lambda count: count.projects)
    least = min(counts, key=lambda count: count.projects)
    return t(
        "overview.lines.finding",
        most=content(dataset.lines[most.line_id], "short", language).text,
        most_count=most.projects,
        all=sum(count.projects for count in counts),
        least=content(dataset.lines[least.line_id], "short", language).text,
        least_count=least.projects,
    )


def coverage_panel(dataset: Dataset, language: Language, t: Translate) -> Element:
    """Known and unknown per dimension: a table whose bars say no more than its figures."""
    dimensions = coverage_by_dimension(dataset)
    criteria = sum(dimension.criteria for dimension in dimensions)
    context = [name for name, item in dataset.criteria.items() if not item.is_scored]
    has_not_applicable = any(dimension.not_applicable for dimension in dimensions)
    return h.section(".rc-panel", aria_labelledby="overview-coverage")[
        h.h2(id="overview-coverage")[coverage_finding(dimensions, dataset, language, t)],
        h.p(".rc-panel-measure")[
            t("overview.coverage.measure", cities=len(dataset.cities), criteria=criteria),
            [" ", t("overview.coverage.context", names=", ".join(context))] if context else None,
        ],
        h.table(".rc-coverage-table")[
            h.thead[
                h.tr[
                    h.th(scope="col")[h.span(".rc-hidden")[t("overview.coverage.dimension")]],
                    (
                        h.th(scope="col")[
                            state_mark(state),
                            h.span[shown(dataset, "answer", state, language)],
                        ]
                        for state in STATES
                    ),
                ]
            ],
            h.tbody[(_coverage_row(item, dataset, language) for item in dimensions)],
        ],
        h.p(".rc-panel-measure")[
            t(
                "overview.coverage.not_applicable",
                count=sum(dimension.not_applicable for dimension in dimensions),
            )
        ]
        if has_not_applicable
        else None,
    ]


def coverage_finding(
    dimensions: Sequence[DimensionCoverage], dataset: Dataset, language: Language, t: Translate
) -> str:
    """The dimension of which the largest share is unknown, in figures."""
    counted = [dimension for dimension in dimensions if dimension.applicable]
    if not counted:
        return t("overview.coverage.none")
    least = max(counted, key=lambda dimension: dimension.unknown / dimension.applicable)
    return t(
        "overview.coverage.finding",
        dimension=content(dataset.dimensions[least.dimension_id], "label", language).text,
        unknown=least.unknown,
        all=least.applicable,
    )


def recency_panel(dataset: Dataset, today: date, language: Language, t: Translate) -> Element:
    """Facts by age: one column per table of facts, one row per age class."""
    tables = recency(dataset, today)
    total = sum(table.total for table in tables)
    old = sum(table.counts[Age.OVER_36] for table in tables)
    undated = sum(table.counts[Age.UNDATED] for table in tables)
    return h.section(".rc-panel", aria_labelledby="overview-recency")[
        h.h2(id="overview-recency")[
            t("overview.recency.finding", old=old, all=total, undated=undated)
        ],
        h.p(".rc-panel-measure")[t("overview.recency.measure")],
        h.table(".rc-recency-table")[
            h.thead[
                h.tr[
                    h.th(scope="col")[h.span(".rc-hidden")[t("overview.recency.age")]],
                    (h.th(scope="col")[t(f"overview.recency.{table.table}")] for table in tables),
                ]
            ],
            h.tbody[
                (
                    h.tr(class_=f"rc-age-{age.value.replace('_', '-')}")[
                        h.th(scope="row")[t(f"overview.age.{age.value}")],
                        (
                            h.td[
                                h.span(".rc-figure")[number(table.counts[age], language)],
                                _bar(table.counts[age], max(table.total, 1), "rc-age-bar"),
                            ]
                            for table in tables
                        ),
                    ]
                    for age in Age
                )
            ],
        ],
        h.p(".rc-panel-measure")[
            internal_link(t("overview.recency.why"), address("sources", language) + "#dates")
        ],
    ]


def speaker_door(dataset: Dataset, language: Language, t: Translate) -> Element:
    """Ways in for somebody who speaks or moderates."""
    in_network = sum("rvase" in city.network_ids for city in dataset.cities.values())
    links: list[Node] = []
    if in_network:
        links.append(
            internal_link(
                t("overview.speaker.rvase", count=in_network),
                address("map", language, network="rvase"),
            )
        )
    axes: list[Node] = [
        internal_link(
            t("overview.speaker.axis", axis=content(axis, "short", language).text),
            address("projects", language, line=axis.axis_id),
        )
        for axis in dataset.axes.values()
    ]
    return _door("speaker", [*links, *axes], t)


def staff_door(dataset: Dataset, language: Language, t: Translate) -> Element:
    """Ways in for the staff: what is missing, what is to be confirmed, how to correct."""
    left = gaps(dataset)
    unanswered = sum(dimension.unknown for dimension in coverage_by_dimension(dataset))
    links: list[Node] = [
        internal_link(
            t("overview.staff.unanswered", count=unanswered), address("completeness", language)
        ),
        internal_link(
            t("overview.staff.stages", count=left.unknown_stages),
            address("projects", language, stage="unknown"),
        ),
        internal_link(
            t("overview.staff.statuses", count=left.unknown_statuses),
            address("map", language, status=StrategyStatus.UNKNOWN.value),
        ),
        internal_link(
            t("overview.staff.undated", count=left.undated_sources),
            address("sources", language, dated="undated") + "#all-sources",
        ),
        internal_link(t("overview.staff.report"), address("sources", language) + "#report"),
    ]
    return _door("staff", links, t)


def city_door(language: Language, t: Translate) -> Element:
    """Ways in for a member city."""
    links: list[Node] = [
        internal_link(t("overview.city.all"), address("city", language)),
        internal_link(t("overview.city.downloads"), address("sources", language) + "#downloads"),
        internal_link(t("overview.city.report"), address("sources", language) + "#report"),
    ]
    return _door("city", links, t)


def _door(name: str, links: Sequence[Node], t: Translate) -> Element:
    return h.section(".rc-door")[
        h.h2[t(f"overview.{name}.title")],
        h.p(".rc-muted")[t(f"overview.{name}.lead")],
        h.ul[(h.li[link] for link in links)],
    ]


def _line_row(
    count: LineCount, longest: int, dataset: Dataset, language: Language, t: Translate
) -> Element:
    line = dataset.lines[count.line_id]
    return h.li(class_="rc-line-empty" if count.projects == 0 else None)[
        internal_link(
            [
                h.span(".rc-line-name")[isolated(content(line, "short", language).text)],
                h.span(".rc-line-plot")[
                    _bar(count.projects, longest, "rc-line-bar"),
                    h.span(".rc-line-count")[
                        h.b(".rc-figure")[number(count.projects, language)],
                        h.span(".rc-hidden")[" ", t("overview.lines.unit", count=count.projects)],
                        h.span(".rc-muted")[
                            " · ", t("overview.lines.in_cities", count=count.cities)
                        ]
                        if count.projects
                        else h.span(".rc-muted")[" · ", t("overview.lines.nothing")],
                    ],
                ],
            ],
            address("projects", language, line=count.line_id),
        )
    ]


def _coverage_row(item: DimensionCoverage, dataset: Dataset, language: Language) -> Element:
    figures = {
        Answer.YES: item.yes,
        Answer.PARTIAL: item.partial,
        Answer.NO: item.no,
        Answer.UNKNOWN: item.unknown,
    }
    name = content(dataset.dimensions[item.dimension_id], "label", language).text
    return h.tr[
        h.th(scope="row")[
            internal_link(
                isolated(name), address("sources", language) + f"#criteria-{item.dimension_id}"
            ),
            h.span(".rc-stack", aria_hidden="true")[
                (
                    h.span(class_=f"rc-stack-{state.value}", style=f"flex-grow: {figure}")
                    for state, figure in figures.items()
                    if figure
                )
            ],
        ],
        (
            h.td(class_=f"rc-figure rc-state-{state.value}")[number(figure, language)]
            for state, figure in figures.items()
        ),
    ]


def _bar(value: int, longest: int, class_: str) -> Element:
    return h.span(class_=class_, style=f"width: {100 * value / longest:.1f}%", aria_hidden="true")
