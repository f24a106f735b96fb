"""The page that sets cities side by side: choice, sentences, charts. The table and the map stand apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import htpy as h
from babel.lists import format_list

from analysis.comparison import (
    MOST_CITIES,
    CountRow,
    Difference,
    Facet,
    counts_by,
    differences,
    factor_counts,
    lines_by_technology,
    suggested_cities,
)
from analysis.coverage import coverage_of, state_of
from analysis.maturity import PUBLISHED_RULES
from components.address import AddressReader, address
from components.city_card import local_name, network_names, population_text
from components.city_profile import likeness_words
from components.evidence import evidence_link
from components.i18n import number
from components.markup import Element, Node, internal_link, isolated
from components.maturity import (
    carry,
    city_footprint,
    city_scores,
    counts_in_words,
    criteria_section,
    interval_legend,
    interval_table,
    intervals_finding,
    pair_statements,
    state_legend,
)
from components.project_card import axis_class
from components.scope import LinkTo, Scope, scope_name
from components.source_note import source_note
from components.state_mark import state_mark
from components.timeline import period_words, strategy_track, year_axis, year_scale
from components.view import View
from data.schema import Answer, City, FactorKind, TechnologyLevel

VIEWS = ("chart", "table", "map")
SUGGESTED = 6
VOCABULARIES = {
    Facet.STAGE: "project_stage",
    Facet.TECHNOLOGY: "technology_level",
    Facet.ACTOR: "actor",
    Facet.FORM: "collaboration_form",
}

CHART_OF = {
    "stage": "stages",
    "actor": "actors",
    "form": "forms",
    "factor_success": "factors-success",
    "factor_difficulty": "factors-difficulties",
}
"""The chart in which the counts of a part are taken away."""


def read_view(reader: AddressReader) -> str:
    """Tab of an address: ``view=table``; the charts without one."""
    return reader.one("view", VIEWS) or VIEWS[0]


def lead(view: View) -> Element:
    """What is compared, and what is not."""
    return h.p(".rc-lead")[view.t("compare.lead")]


def within_limit(scope: Scope) -> tuple[Scope, tuple[City, ...]]:
    """The scope with six chosen cities at most, and the cities left out; a group is kept whole."""
    if scope.group is not None or len(scope.cities) <= MOST_CITIES:
        return scope, ()
    wanted = scope.parameters["cities"].split(",")[:MOST_CITIES]
    kept = tuple(city for city in scope.cities if city.city_id in wanted)
    left = tuple(city for city in scope.cities if city.city_id not in wanted)
    return Scope(cities=kept, group=None, parameters={"cities": ",".join(wanted)}), left


# ---- Choice ---------------------------------------------------------------------------------------


def chosen_cities(scope: Scope, view: View, link: LinkTo) -> Element:
    """The cities compared, each with a link that takes it out, and a box to add one."""
    ids = list(scope.city_ids)
    is_full = len(ids) >= MOST_CITIES

    def without(city_id: str) -> str:
        return link(group=None, cities=",".join(name for name in ids if name != city_id))

    return h.div(".rc-chosen")[
        h.ul(".rc-picks", aria_label=view.t("compare.chosen"))[
            (
                h.li(".rc-chosen-city")[
                    isolated(view.city(city)),
                    h.a(
                        href=without(city.city_id),
                        data_rc_nav=True,
                        aria_label=view.t("compare.remove", city=view.city(city)),
                        title=view.t("compare.remove", city=view.city(city)),
                    )["×"]
                    if 1 < len(ids) <= MOST_CITIES + 1
                    else None,
                ]
                for city in scope.cities
            )
        ],
        h.p(".rc-small.rc-muted")[view.t("compare.full")]
        if is_full
        else h.div(
            ".rc-finder.rc-finder-add",
            data_rc_add=",".join(ids),
        )[
            h.input(
                type="text",
                role="combobox",
                aria_expanded="false",
                aria_autocomplete="list",
                aria_label=view.t("compare.add"),
                placeholder=view.t("compare.add"),
                autocomplete="off",
                maxlength="80",
            )
        ],
    ]


def left_out(cities: Sequence[City], view: View) -> Node:
    """Says which cities of the address are not compared, and why."""
    if not cities:
        return None
    names = ", ".join(view.city(city) for city in cities)
    return h.p(".rc-notice", role="status")[
        view.t("compare.left_out", most=MOST_CITIES, names=names)
    ]


def suggestions(scope: Scope, view: View, link: LinkTo) -> Node:
    """Comparable cities, each with the reason, one click from being added."""
    ids = list(scope.city_ids)
    if len(ids) >= MOST_CITIES:
        return None
    found = suggested_cities(view.dataset, ids)[:SUGGESTED]
    if not found:
        return None
    return h.details(".rc-choices-more", open=len(ids) == 1)[
        h.summary[view.t("compare.suggested")],
        h.ul(".rc-suggestions")[
            (
                h.li[
                    h.a(
                        href=link(group=None, cities=",".join([*ids, item.city.city_id])),
                        data_rc_nav=True,
                    )[view.t("compare.add_city", city=view.city(item.city))],
                    h.span(".rc-small.rc-muted.rc-meaning")[
                        (
                            [
                                view.t("compare.like", city=view.city(city_id)),
                                likeness_words(peer, view.dataset, view.language, view.t),
                                ". ",
                            ]
                            for city_id, peer in item.alike.items()
                        )
                    ],
                ]
                for item in found
            )
        ],
    ]


def tabs(chosen: str, view: View, link: LinkTo) -> Element:
    """Charts, table and map of the same cities, as links."""
    return h.nav(".rc-tabs", aria_label=view.t("compare.views"))[
        (
            h.a(
                href=link(view=None if name == VIEWS[0] else name),
                data_rc_nav=True,
                aria_current="page" if name == chosen else None,
            )[view.t(f"compare.view.{name}")]
            for name in VIEWS
        )
    ]


def charts(scope: Scope, view: View) -> list[Node]:
    """Every part of the comparison, in the order a reader asks."""
    return [
        facts_section(scope, view),
        differences_section(scope, view),
        footprints(scope, view),
        intervals(scope, view),
        strategies_section(scope, view),
        lines_section(scope, view),
        *(facet_section(facet, scope, view) for facet in (Facet.STAGE, Facet.ACTOR, Facet.FORM)),
        *(factor_section(kind, scope, view) for kind in FactorKind),
    ]


# ---- Facts ----------------------------------------------------------------------------------------


def facts_section(scope: Scope, view: View) -> Element:
    """What each city is: country, population with its scope and year, networks, what is documented."""
    t = view.t
    rows: list[tuple[str, list[Node]]] = [
        (
            t("compare.country"),
            [isolated(view.country(city.country_iso3)) for city in scope.cities],
        ),
        (
            t("city.population"),
            [
                [
                    population_text(city, view.dataset, view.language, t),
                    source_note(city.source_ids, view.dataset, view.language, t),
                ]
                for city in scope.cities
            ],
        ),
        (
            t("city.networks"),
            [
                ", ".join(network_names(city, view.dataset, view.language, t))
                or h.span(".rc-muted")[t("compare.none_documented")]
                for city in scope.cities
            ],
        ),
        (
            t("compare.strategies"),
            [_count(len(view.dataset.strategies_of_city(name)), view) for name in scope.city_ids],
        ),
        (
            t("compare.projects"),
            [_count(len(view.dataset.projects_of_city(name)), view) for name in scope.city_ids],
        ),
        (
            t("compare.criteria"),
            [
                counts_in_words(
                    coverage_of(view.dataset.answers_of_city(name), view.dataset.criteria.values()),
                    view,
                )
                for name in scope.city_ids
            ],
        ),
    ]
    return _section(
        "facts",
        t("compare.facts.title", cities=scope_name(scope, view)),
        t("compare.facts.measure"),
        h.div(".rc-side-by-side", style=columns_style(scope))[
            h.table[
                h.thead[
                    h.tr[
                        h.th(scope="col")[h.span(".rc-hidden")[t("compare.fact")]],
                        (h.th(scope="col")[_name(city, view)] for city in scope.cities),
                    ]
                ],
                h.tbody[
                    (
                        h.tr[h.th(scope="row")[label], (h.td[cell] for cell in cells)]
                        for label, cells in rows
                    )
                ],
            ]
        ],
    )


def _name(city: City, view: View) -> Node:
    name = view.city(city)
    return [
        internal_link(isolated(name), address("city", view.language, city=city.city_id)),
        h.span(".rc-meaning.rc-small")[local_name(city, name)],
    ]


def _count(count: int, view: View) -> Node:
    return (
        h.b(".rc-figure")[number(count, view.language)]
        if count
        else h.span(".rc-muted")[view.t("compare.none_documented")]
    )


# ---- Differences ----------------------------------------------------------------------------------


def differences_section(scope: Scope, view: View) -> Element:
    """What the sources say differently, in sentences; a large group is counted instead."""
    if len(scope.cities) > MOST_CITIES:
        return criteria_section(scope, view)
    found = differences(view.dataset, scope.city_ids)
    documented = [item for item in found if item.is_documented]
    silent = [item for item in found if not item.is_documented]
    total = sum(criterion.is_scored for criterion in view.dataset.criteria.values())
    return _section(
        "differences",
        view.t(
            "compare.differences.title",
            count=len(documented),
            total=total,
            silent=len(silent),
        ),
        view.t("compare.differences.measure"),
        h.ul(".rc-differences")[(_difference(item, view) for item in documented)]
        if documented
        else None,
        h.details(".rc-sources")[
            h.summary[view.t("compare.differences.silent", count=len(silent))],
            h.ul(".rc-differences")[(_difference(item, view) for item in silent)],
        ]
        if silent
        else None,
    )


def _difference(item: Difference, view: View) -> Element:
    return h.li[
        h.span[
            h.b[isolated(view.criterion(item.criterion_id))],
            view.t("separator"),
            difference_words(item, view),
        ],
        h.span(".rc-small.rc-meaning")[
            (
                [
                    " ",
                    evidence_link(
                        city_id,
                        item.criterion_id,
                        view,
                        [state_mark(state), " ", isolated(view.city(city_id))],
                    ),
                ]
                for state, city_ids in item.cities.items()
                if state is not Answer.UNKNOWN
                for city_id in city_ids
            )
        ],
    ]


def difference_words(item: Difference, view: View) -> str:
    """« Hué documente cette pratique ; pour Namur, inconnu. » : true for every state that occurs."""
    parts = []
    for state, city_ids in item.cities.items():
        names = listed([view.city(city_id) for city_id in city_ids], view)
        parts.append(view.t(f"compare.difference.{state.value}", count=len(city_ids), cities=names))
    return view.t("compare.difference.joint").join(parts) + "."


def listed(names: Sequence[str], view: View) -> str:
    """« Hué, Namur et Tunis »."""
    return format_list(names, locale=view.language)


# ---- Criteria -------------------------------------------------------------------------------------


def footprints(scope: Scope, view: View) -> Element:
    """Footprints side by side."""
    return _section(
        "footprints",
        view.t("compare.footprints.title"),
        view.t("compare.footprints.measure"),
        state_legend(view),
        h.div(".rc-footprints")[(city_footprint(city, view) for city in scope.cities)],
        carry("footprints", scope, view),
    )


def intervals(scope: Scope, view: View) -> Element:
    """What is documented and possible of each, and which of them the sources tell apart."""
    scores = {
        city_id: score.whole for city_id, score in city_scores(scope, view, PUBLISHED_RULES).items()
    }
    return _section(
        "intervals",
        intervals_finding(scores, view),
        view.t("compare.intervals.measure"),
        interval_legend(view),
        interval_table(scores, None, view),
        pair_statements(scores, view),
        carry("intervals", scope, view),
    )


# ---- Strategies -----------------------------------------------------------------------------------


def strategies_section(scope: Scope, view: View) -> Element:
    """Every strategy of the cities on one axis of years; where none is found, it is said."""
    strategies = {
        city.city_id: view.dataset.strategies_of_city(city.city_id) for city in scope.cities
    }
    every = [row for rows in strategies.values() for row in rows]
    scale = year_scale(every, view.today)
    without = [city_id for city_id, rows in strategies.items() if not rows]
    return _section(
        "strategies",
        view.t("compare.strategies.title", count=len(every))
        if not without
        else view.t(
            "compare.strategies.title_without",
            strategies=view.t("compare.strategies.count", count=len(every)),
            count=len(without),
        ),
        view.t("compare.strategies.measure"),
        h.div(".rc-strategy-line")[h.div, year_axis(scale, view.today, view.t)] if scale else None,
        (
            h.div(".rc-strategy-city")[
                h.h3[isolated(view.city(city_id)), " ", _adoption(city_id, view)],
                (
                    h.div(".rc-strategy-line")[
                        h.div[
                            internal_link(
                                isolated(view.text(row, "title")),
                                address("city", view.language, city=city_id)
                                + f"#strategie-{row.strategy_id}",
                            ),
                            h.span(".rc-meaning.rc-small")[
                                view.term("strategy_status", row.status),
                                h.span(".rc-muted.rc-figure")[" · ", period_words(row, view.t)],
                            ],
                            source_note(row.source_ids, view.dataset, view.language, view.t),
                        ],
                        strategy_track(row, scale, view.today, view.t) if scale else None,
                    ]
                    for row in sorted(
                        rows, key=lambda row: (row.start_year is None, row.start_year or 0)
                    )
                )
                if rows
                else h.p(".rc-muted")[view.t("compare.strategies.none")],
            ]
            for city_id, rows in strategies.items()
        ),
        carry("strategies", scope, view),
    )


def _adoption(city_id: str, view: View) -> Node:
    """Whether an adoption is documented (criterion VIS2), with its evidence."""
    if "VIS2" not in view.dataset.criteria:
        return None
    state = state_of(view.dataset.answers_of_city(city_id), "VIS2")
    words = view.t("compare.adoption", state=view.term("answer", state).lower())
    return h.span(".rc-small.rc-adoption")[
        evidence_link(city_id, "VIS2", view, [state_mark(state), " ", words])
    ]


# ---- Projects -------------------------------------------------------------------------------------


def lines_section(scope: Scope, view: View) -> Element:
    """Projects on the nine lines of the programme, by how much technology they need."""
    found = lines_by_technology(view.dataset, scope.city_ids)
    total = sum(sum(levels.values()) for line in found.values() for levels in line.values())
    empty = [line_id for line_id, cities in found.items() if not cities]
    return _section(
        "lines",
        view.t(
            "compare.lines.empty",
            count=len(empty),
            lines=len(found),
            projects=view.t("compare.lines.title", count=total),
        )
        if empty
        else view.t("compare.lines.title_full", count=total),
        view.t("compare.lines.measure"),
        h.ul(".rc-marks-legend")[
            (
                h.li[
                    h.span(f".rc-square.rc-square-{level.value}", aria_hidden="true"),
                    " ",
                    view.t(
                        "compare.technology", level=view.term("technology_level", level).lower()
                    ),
                ]
                for level in TechnologyLevel
            )
        ],
        h.div(".rc-side-by-side", style=columns_style(scope))[
            h.table[
                _city_heads(scope, view.t("compare.line"), view),
                h.tbody[
                    (
                        h.tr(class_=axis_class(view.dataset.lines[line_id].axis_id))[
                            h.th(scope="row")[view.text(view.dataset.lines[line_id], "short")],
                            (
                                h.td[_levels(line_id, city_id, cities.get(city_id), view)]
                                for city_id in scope.city_ids
                            ),
                        ]
                        for line_id, cities in found.items()
                    )
                ],
            ]
        ],
        carry("lines", scope, view),
    )


def _levels(
    line_id: str, city_id: str, levels: Mapping[TechnologyLevel, int] | None, view: View
) -> Node:
    """One square a project, filled by its technology; the words are for who does not see them."""
    if not levels:
        return _nothing(view)
    words = ", ".join(
        view.t(f"compare.level.{level.value}", count=levels[level])
        for level in TechnologyLevel
        if level in levels
    )
    return h.a(
        ".rc-squares",
        href=address("city", view.language, city=city_id) + "#projets",
        data_rc_nav=True,
        title=words,
    )[
        (
            h.span(f".rc-square.rc-square-{level.value}", aria_hidden="true")
            for level in TechnologyLevel
            for _ in range(levels.get(level, 0))
        ),
        h.span(".rc-figure.rc-small")[number(sum(levels.values()), view.language)],
        h.span(".rc-hidden")[" ", words],
    ]


def facet_section(facet: Facet, scope: Scope, view: View) -> Element:
    """Projects by stage, actor or form: a figure and a bar for each city."""
    rows = counts_by(view.dataset, scope.city_ids, facet)
    return counts_section(
        facet.value,
        rows,
        {row.code: view.term(VOCABULARIES[facet], row.code) for row in rows},
        scope,
        view,
    )


def factor_section(kind: FactorKind, scope: Scope, view: View) -> Element:
    """What sources cite as a help, or as an obstacle."""
    rows = factor_counts(view.dataset, scope.city_ids, kind)
    labels = {row.code: view.term("factor_category", row.code) for row in rows}
    return counts_section(f"factor_{kind.value}", rows, labels, scope, view)


def counts_section(
    name: str, rows: Sequence[CountRow], labels: Mapping[str, str], scope: Scope, view: View
) -> Element:
    """One table of counts: rows are codes, columns cities; no cell claims that nothing exists."""
    most = max((count for row in rows for count in row.counts.values()), default=0) or 1
    silent = [name for name in scope.city_ids if not any(name in row.counts for row in rows)]
    return _section(
        name.replace("_", "-"),
        counts_finding(name, rows, labels, len(silent), view),
        view.t(f"compare.{name}.measure"),
        h.div(".rc-side-by-side", style=columns_style(scope))[
            h.table[
                _city_heads(scope, view.t(f"compare.{name}.row"), view),
                h.tbody[
                    (
                        h.tr[
                            h.th(scope="row")[labels[row.code]],
                            (
                                h.td[_bar(row.counts.get(city_id), most, view)]
                                for city_id in scope.city_ids
                            ),
                        ]
                        for row in rows
                        if row.total
                    )
                ],
            ]
        ]
        if any(row.total for row in rows)
        else None,
        _empty_rows(rows, labels, view),
        carry(CHART_OF[name], scope, view),
    )


def counts_finding(
    name: str, rows: Sequence[CountRow], labels: Mapping[str, str], silent: int, view: View
) -> str:
    """The code cited most, with its figure, and the cities of which nothing is documented."""
    most = max(rows, key=lambda row: row.total, default=None)
    if most is None or not most.total:
        return view.t(f"compare.{name}.none")
    tied = [row for row in rows if row.total == most.total]
    names = listed([view.t("city.quoted", text=labels[row.code]) for row in tied], view)
    unit = "citations" if name.startswith("factor") else "projects"
    figure = view.t(f"compare.unit.{unit}", count=most.total)
    text = view.t(f"compare.{name}.finding", count=len(tied), names=names, figure=figure)
    return text if not silent else text + " " + view.t("compare.silent_cities", count=silent)


def _empty_rows(rows: Iterable[CountRow], labels: Mapping[str, str], view: View) -> Node:
    empty = [labels[row.code] for row in rows if not row.total]
    if not empty:
        return None
    return h.p(".rc-small.rc-muted")[view.t("compare.empty_rows", names=", ".join(empty))]


def _bar(count: int | None, most: int, view: View) -> Node:
    if not count:
        return _nothing(view)
    return h.span(".rc-count-bar")[
        h.span(".rc-count-fill", style=f"width: {100 * count / most:.1f}%", aria_hidden="true"),
        h.span(".rc-figure")[number(count, view.language)],
    ]


def _nothing(view: View) -> Element:
    return h.span(".rc-muted", title=view.t("compare.none_documented"))[
        h.span(aria_hidden="true")["–"],
        h.span(".rc-hidden")[view.t("compare.none_documented")],
    ]


def _city_heads(scope: Scope, label: str, view: View) -> Element:
    return h.thead[
        h.tr[
            h.th(scope="col")[h.span(".rc-hidden")[label]],
            (h.th(scope="col")[isolated(view.city(city))] for city in scope.cities),
        ]
    ]


def columns_style(scope: Scope) -> str:
    """How many cities a table has, for its smallest width; it scrolls in its own box."""
    return f"--rc-columns: {len(scope.cities)}"


def _section(name: str, title: str, measure: str, *body: Node) -> Element:
    return h.section(".rc-maturity.rc-compare", id=name)[
        h.h2[title], h.p(".rc-measure")[measure], body
    ]
