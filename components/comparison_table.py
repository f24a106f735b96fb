"""The same comparison as one table: what is read aloud, printed, and taken away as CSV and XLSX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import htpy as h

from analysis.city_sources import city_source_ids
from analysis.comparison import CountRow, Facet, counts_by, factor_counts
from analysis.coverage import coverage_of, state_of
from analysis.maturity import PUBLISHED_RULES
from components.address import address
from components.city_card import network_names, population_text
from components.comparison import VOCABULARIES, columns_style
from components.i18n import number, percent
from components.markup import Element, internal_link, isolated
from components.maturity import city_scores, counts_in_words
from components.scope import Scope
from components.timeline import period_words
from components.view import View
from data.export import LIST_JOINT, Cell, Table, record_table, workbook
from data.geo import distance_km
from data.schema import FactorKind

Row = tuple[Cell, ...]


def comparison_table(scope: Scope, view: View) -> Table:
    """One row a fact, one column a city; what nobody documents says so and is never 0.

    Columns: part, subject, then the cities in the order of the scope.
    """
    t = view.t
    rows = [*_facts(scope, view), *_criteria(scope, view), *_strategies(scope, view)]
    lines = {key: view.text(line, "short") for key, line in view.dataset.lines.items()}
    rows += _counts("line", counts_by(view.dataset, scope.city_ids, Facet.LINE), lines, scope, view)
    for facet, vocabulary in VOCABULARIES.items():
        counted = counts_by(view.dataset, scope.city_ids, facet)
        labels = {row.code: view.term(vocabulary, row.code) for row in counted}
        rows += _counts(facet.value, counted, labels, scope, view)
    for kind in FactorKind:
        counted = factor_counts(view.dataset, scope.city_ids, kind)
        labels = {row.code: view.term("factor_category", row.code) for row in counted}
        rows += _counts(f"factor_{kind.value}", counted, labels, scope, view)
    return Table(
        name=t("compare.title.short"),
        columns=(t("compare.part"), t("compare.fact"), *(view.city(city) for city in scope.cities)),
        rows=tuple(rows),
    )


def comparison_workbook(scope: Scope, view: View) -> bytes:
    """The table, the distances and the sources of the cities as XLSX, with the sheet about it."""
    dataset = view.dataset
    ids = {name for city in scope.cities for name in city_source_ids(city.city_id, dataset)}
    sources = [source for key, source in dataset.sources.items() if key in ids]
    tables = [
        comparison_table(scope, view),
        distance_table(scope, view),
        record_table(dataset, "sources", view.language, sources),
    ]
    return workbook(tables, dataset, view.language)


def distance_table(scope: Scope, view: View) -> Table:
    """Distance between each two cities as the crow flies, in whole kilometres."""
    return Table(
        name=view.t("compare.distances"),
        columns=(
            view.t("compare.from"),
            view.t("compare.to"),
            view.t("compare.kilometres"),
        ),
        rows=tuple(
            (view.city(first), view.city(second), round(distance_km(first, second)))
            for first, second in combinations(scope.cities, 2)
        ),
    )


def table_view(scope: Scope, view: View) -> Element:
    """The comparison as a table on the page."""
    table = comparison_table(scope, view)
    return h.section(".rc-maturity.rc-compare", id="table")[
        h.h2[view.t("compare.table.title")],
        h.p(".rc-measure")[view.t("compare.table.measure")],
        h.div(".rc-side-by-side", style=columns_style(scope))[
            h.table(".rc-flat")[
                h.thead[
                    h.tr[
                        (h.th(scope="col")[name] for name in table.columns[:2]),
                        (
                            h.th(scope="col")[
                                internal_link(
                                    isolated(view.city(city)),
                                    address("city", view.language, city=city.city_id),
                                )
                            ]
                            for city in scope.cities
                        ),
                    ]
                ],
                (h.tbody[_part(rows, view)] for rows in _by_part(table.rows)),
            ]
        ],
    ]


def distances_view(scope: Scope, view: View) -> Element:
    """The distances as a table."""
    table = distance_table(scope, view)
    return h.table(".rc-values.rc-distances")[
        h.caption(".rc-hidden")[table.name],
        h.thead[h.tr[(h.th(scope="col")[name] for name in table.columns)]],
        h.tbody[
            (
                h.tr[
                    h.th(scope="row")[isolated(str(first))],
                    h.td[isolated(str(second))],
                    h.td(".rc-number")[number(float(kilometres or 0), view.language)],
                ]
                for first, second, kilometres in table.rows
            )
        ],
    ]


def _by_part(rows: Sequence[Row]) -> Iterator[list[Row]]:
    part: list[Row] = []
    for row in rows:
        if part and row[0] != part[0][0]:
            yield part
            part = []
        part.append(row)
    if part:
        yield part


def _part(rows: Sequence[Row], view: View) -> list[Element]:
    return [
        h.tr[
            h.th(scope="rowgroup", rowspan=str(len(rows)))[str(rows[0][0])] if not place else None,
            h.th(scope="row")[str(row[1])],
            (h.td[_shown(cell, view)] for cell in row[2:]),
        ]
        for place, row in enumerate(rows)
    ]


def _shown(cell: Cell, view: View) -> Element | str:
    if isinstance(cell, int | float):
        return number(cell, view.language)
    return isolated(str(cell))


def _facts(scope: Scope, view: View) -> Iterator[Row]:
    dataset, t = view.dataset, view.t
    part, none = t("compare.part.facts"), t("compare.none_documented")
    cities = scope.cities
    yield (part, t("compare.country"), *(view.country(city.country_iso3) for city in cities))
    yield (
        part,
        t("city.population"),
        *(population_text(city, dataset, view.language, t) for city in cities),
    )
    yield (
        part,
        t("city.networks"),
        *(
            LIST_JOINT.join(network_names(city, dataset, view.language, t)) or none
            for city in cities
        ),
    )
    ids = scope.city_ids
    yield (
        part,
        t("compare.strategies"),
        *(len(dataset.strategies_of_city(name)) or none for name in ids),
    )
    yield (
        part,
        t("compare.projects"),
        *(len(dataset.projects_of_city(name)) or none for name in ids),
    )


def _criteria(scope: Scope, view: View) -> Iterator[Row]:
    dataset, t = view.dataset, view.t
    part = t("compare.part.criteria")
    answers = {name: dataset.answers_of_city(name) for name in scope.city_ids}
    yield (
        part,
        t("compare.criteria"),
        *(
            counts_in_words(coverage_of(own, dataset.criteria.values()), view)
            for own in answers.values()
        ),
    )
    scores = city_scores(scope, view, PUBLISHED_RULES)
    yield (
        part,
        t("maturity.interval"),
        *(
            t(
                "maturity.range",
                low=percent(score.whole.documented, view.language),
                high=percent(score.whole.possible, view.language),
            )
            if score.whole
            else t("maturity.not_applicable")
            for score in scores.values()
        ),
    )
    for criterion in dataset.criteria.values():
        label = view.text(criterion, "label")
        if not criterion.is_scored:
            label = f"{label} ({t('maturity.context_mark')})"
        yield (
            part,
            label,
            *(
                view.term("answer", state_of(own, criterion.criterion_id))
                for own in answers.values()
            ),
        )


def _strategies(scope: Scope, view: View) -> Iterator[Row]:
    none = view.t("compare.none_documented")
    yield (
        view.t("compare.strategies"),
        view.t("compare.strategies.list"),
        *(
            LIST_JOINT.join(
                view.t(
                    "compare.strategies.entry",
                    title=view.text(row, "title"),
                    status=view.term("strategy_status", row.status).lower(),
                    period=period_words(row, view.t),
                )
                for row in view.dataset.strategies_of_city(city_id)
            )
            or none
            for city_id in scope.city_ids
        ),
    )


def _counts(
    name: str, rows: Sequence[CountRow], labels: dict[str, str], scope: Scope, view: View
) -> list[Row]:
    none = view.t("compare.none_documented")
    return [
        (
            view.t(f"compare.part.{name}"),
            labels[row.code],
            *(row.counts.get(city_id, none) for city_id in scope.city_ids),
        )
        for row in rows
    ]
