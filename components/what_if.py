"""« Et si… »: the reader counts otherwise, and sees how many statements change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import htpy as h

from analysis.maturity import PARTIAL_VALUES, PUBLISHED_RULES, Rules
from analysis.what_if import what_if
from components.address import AddressReader
from components.i18n import number
from components.markup import Element, Node
from components.scope import LinkTo, Scope
from components.view import View
from data.schema import Dimension

_PARTIAL = {f"{value:g}": value for value in PARTIAL_VALUES}
_OLD_IS_UNKNOWN = "unknown"


def read_rules(reader: AddressReader) -> Rules:
    """Rules of an address: ``partial=0.25``, ``old=unknown``; the published method otherwise."""
    partial = reader.one("partial", _PARTIAL)
    old = reader.one("old", (_OLD_IS_UNKNOWN,))
    return Rules(
        partial=PUBLISHED_RULES.partial if partial is None else _PARTIAL[partial],
        stale_is_unknown=old is not None,
    )


def rule_parameters(rules: Rules) -> dict[str, str | None]:
    """What the address says of the rules; nothing for the published method."""
    is_usual = rules.partial == PUBLISHED_RULES.partial
    return {
        "partial": None if is_usual else f"{rules.partial:g}",
        "old": _OLD_IS_UNKNOWN if rules.stale_is_unknown else None,
    }


def read_dimension(
    reader: AddressReader, dimensions: Mapping[Dimension, object]
) -> Dimension | None:
    """Dimension of an address (``dimension=DAT``), or None for all criteria."""
    name = reader.one("dimension", [dimension.value for dimension in dimensions])
    return Dimension(name) if name else None


def dimension_choice(chosen: Dimension | None, view: View, link: LinkTo) -> Element:
    """All criteria, or one dimension, as links."""
    entries: list[tuple[Dimension | None, str]] = [(None, view.t("maturity.intervals.all"))]
    for key, dimension in view.dataset.dimensions.items():
        entries.append((Dimension(key), view.text(dimension, "label")))
    return h.nav(aria_label=view.t("maturity.dimension"))[
        h.ul(".rc-picks")[
            (
                h.li[
                    _choice(
                        name,
                        link(dimension=key.value if key else None),
                        is_current=key is chosen,
                    )
                ]
                for key, name in entries
            )
        ]
    ]


def what_if_panel(scope: Scope, view: View, rules: Rules, link: LinkTo) -> Element:
    """The rules a reader may change, and what changing them does; open once one is changed."""
    is_changed = rules != PUBLISHED_RULES
    return h.details(".rc-what-if", open=is_changed)[
        h.summary[view.t("whatif.title")],
        h.div(".rc-what-if-body")[
            h.p(".rc-small.rc-muted")[view.t("whatif.lead")],
            h.div(".rc-what-if-row")[
                h.span[view.t("whatif.partial")],
                h.ul(".rc-picks")[
                    (
                        h.li[
                            _choice(
                                number(value, view.language),
                                link(**rule_parameters(replace(rules, partial=value))),
                                is_current=rules.partial == value,
                            )
                        ]
                        for value in PARTIAL_VALUES
                    )
                ],
            ],
            h.div(".rc-what-if-row")[
                h.span[view.t("whatif.old")],
                h.ul(".rc-picks")[
                    (
                        h.li[
                            _choice(
                                view.t(f"whatif.old.{'unknown' if is_unknown else 'kept'}"),
                                link(
                                    **rule_parameters(replace(rules, stale_is_unknown=is_unknown))
                                ),
                                is_current=rules.stale_is_unknown is is_unknown,
                            )
                        ]
                        for is_unknown in (False, True)
                    )
                ],
            ],
            h.div(".rc-what-if-row")[
                h.span[view.t("whatif.public")],
                h.span(".rc-muted.rc-small")[view.t("whatif.public.no_search")],
            ],
            what_changes(scope, view, rules),
        ],
    ]


def what_changes(scope: Scope, view: View, rules: Rules) -> Node:
    """How many statements the changed rules change: words of cities, and pairs told apart."""
    if rules == PUBLISHED_RULES:
        return h.p(".rc-small", role="status")[view.t("whatif.published")]
    found = what_if(view.dataset, scope.city_ids, view.today, rules)
    return h.p(role="status")[
        h.b[view.t("whatif.labels", count=found.labels.changed, total=found.labels.total),],
        " ",
        view.t("whatif.pairs", count=found.pairs.changed, total=found.pairs.total),
        [
            " ",
            view.t("whatif.cities", names=", ".join(view.city(name) for name in found.city_ids)),
        ]
        if 0 < len(found.city_ids) <= 12
        else None,
    ]


def _choice(name: str, target: str, *, is_current: bool) -> Element:
    return h.a(
        class_="rc-pick",
        href=target,
        data_rc_nav=True,
        aria_current="true" if is_current else None,
    )[name]
