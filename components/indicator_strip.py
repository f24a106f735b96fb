"""National figures as strips: the country of the city among comparable countries, in grey."""

from __future__ import annotations

import math
from collections.abc import Sequence

import htpy as h

from analysis.context import (
    CONTEXT_INDICATORS,
    CountryContext,
    city_ranks,
    comparable_countries,
    country_context,
)
from components.desk.report_link import report_link
from components.i18n import Language, Translate, content, number, sort_key
from components.markup import Element, Node, isolated, prose
from components.source_note import source_note
from data.load import Dataset
from data.schema import City, Indicator, Observation, Redistribution


def national_context(city: City, dataset: Dataset, language: Language, t: Translate) -> Element:
    """The rule of comparison, one strip per indicator, the city's own rank if it has one."""
    country = city.country_iso3
    similar = comparable_countries(dataset, country)
    others = similar or ()
    contexts = [
        country_context(dataset, country, indicator_id, others)
        for indicator_id in CONTEXT_INDICATORS
        if indicator_id in dataset.indicators
    ]
    name = country_name(dataset, country, language)
    if similar is None:
        rule = t("city.context.rule.all", country=name)
    elif similar:
        names = sorted((country_name(dataset, code, language) for code in similar), key=sort_key)
        rule = t("city.context.rule", count=len(names), country=name, names=", ".join(names))
    else:
        rule = t("city.context.rule.none", country=name)
    without = [context for context in contexts if context.own is None]
    return h.div(".rc-context")[
        h.p(".rc-prose")[isolated(rule)],
        h.p(".rc-prose")[t("city.context.nothing", country=name)]
        if len(without) == len(contexts)
        else h.div(".rc-strips")[
            (indicator_strip(context, country, dataset, language, t) for context in contexts)
        ],
        city_rank(city, dataset, language, t),
    ]


def indicator_strip(
    context: CountryContext, country: str, dataset: Dataset, language: Language, t: Translate
) -> Element:
    """Name, latest value with its year, strip, who publishes it and under which terms."""
    indicator, own = context.indicator, context.own
    unit = content(indicator, "unit", language).text
    name = country_name(dataset, country, language)
    return h.article(".rc-card.rc-strip-card")[
        h.h3[content(indicator, "name", language).text],
        h.p(".rc-strip-value")[
            [
                h.b(".rc-figure")[value_text(own, indicator, language)],
                " ",
                h.span(".rc-muted")[unit, ", ", str(own.year)],
            ]
            if own is not None
            else h.span(".rc-muted")[t("city.context.missing", country=name)]
        ],
        strip(context, dataset, language, t) if own is not None or context.others else None,
        h.p(".rc-small")[_takeaway(context, t)] if own and context.others else None,
        h.p(".rc-small.rc-muted")[_years_note(context, dataset, language, t)],
        h.details(".rc-sources")[
            h.summary[t("city.context.about")],
            h.p(".rc-small")[prose(content(indicator, "description", language), t)],
            _values_table(context, country, dataset, language, t),
            h.p(".rc-small.rc-muted")[
                t(
                    "city.context.licence",
                    publisher=content(indicator, "publisher", language).text,
                    licence=content(indicator, "licence", language).text,
                ),
                " ",
                t("city.context.cite_only")
                if indicator.redistribution is Redistribution.CITE_ONLY
                else None,
            ],
            source_note(
                sorted(
                    {row.source_id for row in (own, *context.others) if row is not None}
                    | {indicator.source_id}
                ),
                dataset,
                language,
                t,
                report=_report(own, language, t),
            ),
        ],
    ]


def strip(context: CountryContext, dataset: Dataset, language: Language, t: Translate) -> Element:
    """Dots on one axis that starts at the indicator's lowest value; the ends are written."""
    low, high = axis_range(context)

    def dot(row: Observation, css: str) -> Element:
        share = (row.value - low) / (high - low) if high > low else 0.5
        name = country_name(dataset, row.entity_id, language)
        return h.span(
            css,
            style=f"left: {100 * min(1.0, max(0.0, share)):.2f}%",
            title=t(
                "city.context.dot",
                country=name,
                value=value_text(row, context.indicator, language),
                year=str(row.year),
            ),
        )

    decimals = 0 if high - low >= 10 else 1
    low_text, high_text = (
        number(end, language, decimals=decimals).replace("-", "−") for end in (low, high)
    )
    return h.div(".rc-strip", aria_hidden="true")[
        h.span(".rc-strip-line")[
            (dot(row, ".rc-strip-other") for row in context.others),
            dot(context.own, ".rc-strip-own") if context.own is not None else None,
        ],
        h.span(".rc-strip-ends")[h.span[low_text], h.span[high_text]],
    ]


def axis_range(context: CountryContext) -> tuple[float, float]:
    """From the lowest possible value to a round one above those shown."""
    indicator = context.indicator
    shown_values = [row.value for row in context.others]
    if context.own is not None:
        shown_values.append(context.own.value)
    if indicator.minimum < 0 or not shown_values:
        return indicator.minimum, indicator.maximum
    top = max(shown_values) * 1.05
    if top <= 0:
        return indicator.minimum, indicator.maximum
    unit = 10 ** math.floor(math.log10(top))
    rounded = next(unit * step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if unit * step >= top)
    return indicator.minimum, min(indicator.maximum, rounded)


def value_text(row: Observation, indicator: Indicator, language: Language) -> str:
    """The value, with as many decimals as its size deserves."""
    span = indicator.maximum - indicator.minimum
    decimals = 0 if span > 200 else 1 if span > 10 else 2
    return number(row.value, language, decimals=decimals).replace("-", "−")


def country_name(dataset: Dataset, country_iso3: str, language: Language) -> str:
    """Name of a country in the language of the reader."""
    name: str = getattr(dataset.countries[country_iso3], f"name_{language}")
    return name


def city_rank(city: City, dataset: Dataset, language: Language, t: Translate) -> Node:
    """IMD's rank of the city by edition, the two methods apart; nothing when it has none."""
    groups = city_ranks(dataset, city.city_id)
    if not groups:
        return None
    indicator = dataset.indicators[groups[0][0].indicator_id]
    return h.article(".rc-card.rc-rank")[
        h.h3[content(indicator, "name", language).text],
        h.p[
            [
                [
                    h.span(".rc-rank-group")[
                        " · ".join(
                            t("city.rank", year=str(row.year), rank=number(row.value, language))
                            for row in group
                        )
                    ],
                    h.br,
                ]
                for group in groups
            ]
        ],
        h.p(".rc-small")[t("city.rank.caution")],
        h.p(".rc-small.rc-muted")[
            prose(content(indicator, "description", language), t),
            " ",
            t("city.context.cite_only")
            if indicator.redistribution is Redistribution.CITE_ONLY
            else None,
        ],
        source_note(
            sorted({row.source_id for group in groups for row in group}),
            dataset,
            language,
            t,
            report=_report(groups[-1][-1], language, t),
        ),
    ]


def _report(row: Observation | None, language: Language, t: Translate) -> Element | None:
    """The way to say that a value is wrong."""
    if row is None:
        return None
    return report_link(language, t, indicator=row.indicator_id, place=row.entity_id)


def _takeaway(context: CountryContext, t: Translate) -> str:
    """How many of the comparable countries lie below and above: counts, no judgement."""
    if context.own is None:
        return ""
    value = context.own.value
    below = sum(row.value < value for row in context.others)
    above = sum(row.value > value for row in context.others)
    equal = len(context.others) - below - above
    text = t("city.context.takeaway", below=below, above=above, count=len(context.others))
    return f"{text} {t('city.context.equal', count=equal)}" if equal else text


def _years_note(
    context: CountryContext, dataset: Dataset, language: Language, t: Translate
) -> Node:
    parts = []
    if context.is_older and context.own is not None:
        parts.append(
            t("city.context.older", year=str(context.own.year), usual=str(context.reference_year))
        )
    if context.other_years:
        parts.append(t("city.context.other_years", count=len(context.other_years)))
    if context.missing:
        names = [country_name(dataset, code, language) for code in context.missing]
        parts.append(t("city.context.no_value", names=", ".join(sorted(names, key=sort_key))))
    return " ".join(parts)


def _values_table(
    context: CountryContext, country: str, dataset: Dataset, language: Language, t: Translate
) -> Element:
    rows: Sequence[Observation] = sorted(
        (row for row in (*context.others, context.own) if row is not None),
        key=lambda row: sort_key(country_name(dataset, row.entity_id, language)),
    )
    return h.table(".rc-values")[
        h.caption(".rc-hidden")[content(context.indicator, "name", language).text],
        h.thead[
            h.tr[
                h.th(scope="col")[t("city.context.column.country")],
                h.th(".rc-number", scope="col")[t("city.context.column.value")],
                h.th(".rc-number", scope="col")[t("city.context.column.year")],
            ]
        ],
        h.tbody[
            (
                h.tr(".rc-values-own" if row.entity_id == country else "")[
                    h.th(scope="row")[country_name(dataset, row.entity_id, language)],
                    h.td(".rc-number")[value_text(row, context.indicator, language)],
                    h.td(".rc-number")[str(row.year)],
                ]
                for row in rows
            )
        ],
    ]
