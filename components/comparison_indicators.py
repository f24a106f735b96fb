"""National figures around the cities compared: one indicator over the years, and the latest of each.

They describe countries, never cities: the section says so, and names the country under each city.
"""

from __future__ import annotations

import htpy as h

from analysis.context import CONTEXT_INDICATORS, latest
from components.address import AddressReader, address
from components.explorer.lines import lines_story
from components.explorer.sections import page_look, show_chart
from components.explorer.view import FIRST_INDICATOR, ExplorerView
from components.indicator_strip import value_text
from components.markup import Element, Node, internal_link, isolated, show
from components.scope import LinkTo, Scope
from components.source_note import source_note
from components.take_away import take_away
from components.view import View
from data.load import Dataset
from data.schema import Indicator


def read_indicator(reader: AddressReader, dataset: Dataset) -> Indicator | None:
    """Indicator of an address, else the first; None: the dataset has none of them."""
    known = [name for name in CONTEXT_INDICATORS if name in dataset.indicators]
    if not known:
        return None
    usual = FIRST_INDICATOR if FIRST_INDICATOR in known else known[0]
    return dataset.indicators[reader.one("indicator", known) or usual]


def show_indicators(scope: Scope, view: View, indicator: Indicator | None, link: LinkTo) -> None:
    """Draw the section: choice, chart over the years, latest values of every indicator."""
    if indicator is None:
        return
    asked = ExplorerView(
        name="lines",
        indicator=indicator,
        second=None,
        countries=(),
        cities=scope.city_ids,
        scale="linear",
        form="chart",
    )
    story = lines_story(asked, view.dataset, page_look(view.language), view.t)
    show(
        h.section(".rc-maturity.rc-compare", id="national")[
            h.h2[isolated(story.finding)],
            h.p(".rc-measure")[isolated(story.measure), ". ", view.t("compare.national.measure")],
            indicator_choice(indicator, view, link),
        ]
    )
    show_chart(story)
    show(
        h.section(".rc-compare")[
            h.ul[(h.li[isolated(note)] for note in story.notes)],
            source_note(story.source_ids, view.dataset, view.language, view.t),
            take_away(
                "indicator-lines",
                view.language,
                view.t,
                indicator=indicator.indicator_id,
                cities=scope.city_ids,
            ),
            latest_values(scope, view),
            h.p[
                internal_link(
                    view.t("compare.national.more"),
                    address(
                        "indicators",
                        view.language,
                        indicator=indicator.indicator_id,
                        cities=scope.city_ids,
                    ),
                )
            ],
        ]
    )


def indicator_choice(chosen: Indicator, view: View, link: LinkTo) -> Element:
    """The indicators of context as links."""
    return h.nav(aria_label=view.t("compare.national.choose"))[
        h.ul(".rc-picks")[
            (
                h.li[
                    h.a(
                        class_="rc-pick",
                        href=link(indicator=name) + "#national",
                        data_rc_nav=True,
                        aria_current="true" if name == chosen.indicator_id else None,
                    )[view.text(view.dataset.indicators[name], "name")]
                ]
                for name in CONTEXT_INDICATORS
                if name in view.dataset.indicators
            )
        ]
    ]


def latest_values(scope: Scope, view: View) -> Element:
    """Latest value of each indicator for the country of each city, with its year."""
    return h.div(".rc-side-by-side", style=f"--rc-columns: {len(scope.cities)}")[
        h.table(".rc-national")[
            h.caption(".rc-hidden")[view.t("compare.national.caption")],
            h.thead[
                h.tr[
                    h.th(scope="col")[h.span(".rc-hidden")[view.t("compare.national.row")]],
                    (
                        h.th(scope="col")[
                            isolated(view.city(city)),
                            h.span(".rc-meaning.rc-small.rc-muted")[
                                view.country(city.country_iso3)
                            ],
                        ]
                        for city in scope.cities
                    ),
                ]
            ],
            h.tbody[
                (
                    h.tr[
                        h.th(scope="row")[
                            view.text(indicator, "name"),
                            h.span(".rc-meaning.rc-small")[view.text(indicator, "unit")],
                        ],
                        (h.td[_value(city.country_iso3, indicator, view)] for city in scope.cities),
                    ]
                    for name in CONTEXT_INDICATORS
                    if (indicator := view.dataset.indicators.get(name))
                )
            ],
        ]
    ]


def _value(country_iso3: str, indicator: Indicator, view: View) -> Node:
    row = latest(view.dataset, country_iso3, indicator.indicator_id)
    if row is None:
        return h.span(".rc-muted")[view.t("unknown")]
    return [
        h.b(".rc-figure")[value_text(row, indicator, view.language)],
        h.span(".rc-small.rc-muted")[f" ({row.year})"],
    ]
