"""Local power in the country beside the practices of the city: two lists, no chart."""

from __future__ import annotations

import htpy as h

from analysis.indicators import AlignedRow, aligned_lists
from components.address import address
from components.explorer.story import Story, Table, tell
from components.explorer.view import ExplorerView
from components.i18n import Language, Translate, content, number, sort_key
from components.indicator_strip import country_name, value_text
from components.markup import Node, internal_link, isolated
from components.state_mark import state_mark
from data.load import Dataset
from data.schema import Answer, Indicator

SHOWN_STATES = (Answer.YES, Answer.PARTIAL, Answer.NO, Answer.NOT_APPLICABLE, Answer.UNKNOWN)


def lists_story(view: ExplorerView, dataset: Dataset, language: Language, t: Translate) -> Story:
    """Local power in the country beside the practices documented in the city, as two lists."""
    indicator = view.indicator
    rows = sorted(
        aligned_lists(dataset, indicator.indicator_id, view.countries, view.cities),
        key=lambda row: sort_key(getattr(row.city, f"name_{language}")),
    )
    total = max((row.practices.total for row in rows), default=0)
    known = [row.practices.known for row in rows]
    powers = {row.power.entity_id: row.power for row in rows if row.power is not None}
    if powers:
        ends = sorted(powers.values(), key=lambda row: row.value)
        finding = t(
            "indicators.lists.finding",
            count=len(rows),
            low=value_text(ends[0], indicator, language),
            high=value_text(ends[-1], indicator, language),
            few=min(known),
            many=max(known),
            total=total,
        )
    else:
        finding = t("indicators.lists.nothing")
    without = sorted(
        {
            country_name(dataset, row.city.country_iso3, language)
            for row in rows
            if row.power is None
        },
        key=sort_key,
    )
    table = Table(
        caption=finding,
        columns=(
            t("indicators.column.city"),
            t("indicators.lists.power"),
            t("indicators.lists.practices", count=total, total=total),
        ),
        rows=tuple(
            (
                internal_link(
                    isolated(getattr(row.city, f"name_{language}")),
                    address("city", language, city=row.city.city_id),
                ),
                _power_cell(row, indicator, dataset, language, t),
                _practices_cell(row, dataset, language),
            )
            for row in rows
        ),
        source_ids=tuple((row.power.source_id,) if row.power is not None else () for row in rows),
        marked=tuple(False for _ in rows),
    )
    remarks = [
        t("indicators.lists.caution"),
        t("indicators.lists.unknown"),
        t("indicators.missing", count=len(without), names=", ".join(without)) if without else "",
    ]
    measure = t("indicators.lists.measure", indicator=content(indicator, "name", language).text)
    return tell(finding, measure, None, table, remarks, indicator)


def _power_cell(
    row: AlignedRow, indicator: Indicator, dataset: Dataset, language: Language, t: Translate
) -> Node:
    name = country_name(dataset, row.city.country_iso3, language)
    if row.power is None:
        return h.span(".rc-power")[
            h.span(".rc-muted")[isolated(name)], h.b(".rc-muted")[t("unknown")]
        ]
    share = (row.power.value - indicator.minimum) / (indicator.maximum - indicator.minimum)
    return h.span(".rc-power")[
        h.span(".rc-muted")[isolated(name), ", ", str(row.power.year)],
        h.b[value_text(row.power, indicator, language)],
        h.span(".rc-power-line", aria_hidden="true")[
            h.span(style=f"left: {100 * min(1.0, max(0.0, share)):.1f}%")
        ],
    ]


def _practices_cell(row: AlignedRow, dataset: Dataset, language: Language) -> Node:
    return h.span(".rc-practices")[
        (
            h.span(".rc-practice")[
                state_mark(state),
                " ",
                number(row.practices.counts[state], language),
                " ",
                getattr(dataset.term("answer", state.value), f"label_{language}"),
            ]
            for state in SHOWN_STATES
            if row.practices.counts[state] or state is Answer.UNKNOWN
        )
    ]
