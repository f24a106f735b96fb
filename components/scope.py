"""Which cities a page speaks of: a group or a list in the address, chosen by links.

Links and no widget: they work before and without Streamlit's script, by keyboard, and can be copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import htpy as h

from analysis.groups import (
    ALL,
    CONFERENCE,
    SOUTH_EAST_ASIA,
    SPEAKERS,
    Group,
    GroupKind,
    city_groups,
)
from components.address import AddressReader, address
from components.i18n import Language, sort_key
from components.markup import Element, isolated
from components.view import View
from data.load import Dataset
from data.schema import City

FIRST = (CONFERENCE, SPEAKERS, SOUTH_EAST_ASIA, ALL)
"""Groups offered at once; the others are one click away."""

LinkTo = Callable[..., str]
"""Address of the page with some of its parameters changed: ``link(group="all")``."""


def page_link(page: str, language: Language, parameters: Mapping[str, str | None]) -> LinkTo:
    """A function that gives the address of this view with some parameters changed; None drops one."""

    def link(**changes: str | None) -> str:
        return address(page, language, **{**parameters, **changes})

    return link


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The cities a page speaks of.

    Attributes:
        cities: Sorted by name in the language of the reader.
        group: The group they are, or None for a list of one's own.
        parameters: What the address says of them: ``group`` or ``cities``.
    """

    cities: tuple[City, ...]
    group: Group | None
    parameters: dict[str, str]

    @property
    def city_ids(self) -> tuple[str, ...]:
        """Their ids, in the same order."""
        return tuple(city.city_id for city in self.cities)

    @property
    def chart_cities(self) -> tuple[str, ...]:
        """What the address of a chart says of them; nothing for all cities."""
        is_all = self.group is not None and self.group.kind is GroupKind.ALL
        return () if is_all else self.city_ids


def read_scope(
    reader: AddressReader,
    dataset: Dataset,
    language: Language,
    *,
    default: str = CONFERENCE,
    largest: int | None = None,
) -> Scope:
    """Cities of an address: ``cities=hue,namur`` if any exists, else ``group=…``, else ``default``.

    Args:
        default: Group without a word in the address; all cities if it has none (a dataset without
            a conference).
        largest: Number of cities above which a group is refused; None: no limit.
    """
    groups = offered_groups(dataset, largest)
    chosen = [dataset.cities[name] for name in reader.many("cities", dataset.cities)]
    group_id = reader.one("group", groups)
    if chosen:
        return Scope(
            cities=sorted_cities(chosen, language),
            group=None,
            parameters={"cities": ",".join(city.city_id for city in chosen)},
        )
    group = groups.get(group_id or default) or city_groups(dataset)[ALL]
    return Scope(
        cities=sorted_cities(group.cities, language),
        group=group,
        parameters={"group": group.group_id},
    )


def offered_groups(dataset: Dataset, largest: int | None = None) -> dict[str, Group]:
    """Groups of at most ``largest`` cities, by their name in the address."""
    return {
        name: group
        for name, group in city_groups(dataset).items()
        if largest is None or len(group.cities) <= largest
    }


def sorted_cities(cities: Iterable[City], language: Language) -> tuple[City, ...]:
    """Cities by name, as a reader of the language expects; never by a score."""
    return tuple(sorted(cities, key=lambda city: sort_key(getattr(city, f"name_{language}"))))


def group_name(group: Group, view: View) -> str:
    """« Toutes les villes », « RVASE », « Cambodge »."""
    if group.kind is GroupKind.NETWORK:
        return view.text(view.dataset.networks[group.group_id], "short")
    if group.kind is GroupKind.COUNTRY:
        return view.country(group.group_id)
    return view.t(f"scope.{group.kind.value}")


def scope_name(scope: Scope, view: View) -> str:
    """The cities in a few words, for subtitles: the group, or the number of cities chosen."""
    if scope.group is None:
        return view.t("scope.chosen", count=len(scope.cities))
    return view.t(
        "scope.group",
        group=group_name(scope.group, view),
        cities=view.t("scope.cities", count=len(scope.cities)),
    )


def scope_choice(scope: Scope, view: View, link: LinkTo, *, largest: int | None = None) -> Element:
    """The groups as links, the one that is shown marked; networks and countries folded."""
    groups = offered_groups(view.dataset, largest)
    current = scope.group.group_id if scope.group else None

    def entry(group: Group) -> Element:
        name = group_name(group, view)
        is_current = group.group_id == current
        return h.li[
            h.a(
                class_="rc-pick",
                href=link(group=group.group_id, cities=None),
                data_rc_nav=True,
                aria_current="true" if is_current else None,
            )[isolated(name), " ", h.span(".rc-figure.rc-muted")[str(len(group.cities))]]
        ]

    def folded(kind: GroupKind) -> Element | None:
        members = [
            group for group in groups.values() if group.kind is kind and group.group_id not in FIRST
        ]
        if not members:
            return None
        members.sort(key=lambda group: sort_key(group_name(group, view)))
        is_inside = any(group.group_id == current for group in members)
        return h.details(".rc-picks-more", open=is_inside)[
            h.summary[view.t(f"scope.more.{kind.value}")],
            h.ul(".rc-picks")[(entry(group) for group in members)],
        ]

    return h.nav(".rc-scope", aria_label=view.t("scope.label"))[
        h.ul(".rc-picks")[
            h.li[
                h.span(".rc-pick", aria_current="true")[
                    view.t("scope.chosen", count=len(scope.cities))
                ]
            ]
            if scope.group is None
            else None,
            (entry(groups[name]) for name in FIRST if name in groups),
        ],
        folded(GroupKind.NETWORK),
        folded(GroupKind.COUNTRY),
    ]
