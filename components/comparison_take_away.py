"""The map of the cities compared, with their distances, and what can be taken away of a comparison."""

from __future__ import annotations

from urllib.parse import urlencode

import htpy as h

from analysis.groups import GroupKind
from components.address import address
from components.comparison_table import distances_view
from components.markup import Element, internal_link
from components.scope import Scope, scope_name
from components.take_away import chart_address, take_away
from components.view import View


def query(scope: Scope, view: View) -> str:
    """Query of an address that names the same cities: « lang=fr&cities=hue,namur »."""
    return urlencode({"lang": view.language, **scope.parameters}, safe=",")


def map_view(scope: Scope, view: View) -> Element:
    """Where the cities are, and how far from each other; every map has the disclaimer."""
    return h.section(".rc-maturity.rc-compare", id="map")[
        h.h2[view.t("compare.map.title", cities=scope_name(scope, view))],
        h.p(".rc-measure")[view.t("city.nearest.how")],
        h.img(
            ".rc-compare-map",
            src=chart_address("map", "png", view.language, cities=scope.chart_cities),
            alt=f"{view.t('compare.map.alt')} {view.t('map.disclaimer')}",
            width="1920",
            height="1080",
        ),
        take_away("map", view.language, view.t, cities=scope.chart_cities),
        h.p[
            internal_link(
                view.t("compare.map.open"),
                address("map", view.language, network=scope.group.group_id)
                if scope.group and scope.group.kind is GroupKind.NETWORK
                else address("map", view.language),
            )
        ],
        h.h3[view.t("compare.distances")],
        distances_view(scope, view)
        if len(scope.cities) > 1
        else h.p(".rc-muted")[view.t("compare.distances.need_two")],
    ]


def downloads(scope: Scope, view: View) -> Element:
    """The comparison as a document and as data; the address of the page is the way to share it."""
    asked = query(scope, view)
    files = (("pdf", "comparison.pdf"), ("xlsx", "comparison.xlsx"), ("csv", "comparison.csv"))
    return h.section(".rc-compare-files", aria_label=view.t("compare.take"))[
        h.h2[view.t("compare.take")],
        h.ul(".rc-picks")[
            (
                h.li[
                    h.a(".rc-pick", href=f"/downloads/{name}?{asked}", download=True)[
                        view.t(f"compare.take.{kind}")
                    ]
                ]
                for kind, name in files
            )
        ],
        h.p(".rc-small.rc-muted")[view.t("compare.take.link")],
    ]
