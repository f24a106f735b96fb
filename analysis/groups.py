"""Groups of cities a reader may look at together: the conference, a network, a country, all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from data.load import Dataset
from data.schema import City

CONFERENCE = "conference"
SPEAKERS = "speakers"
ALL = "all"
SOUTH_EAST_ASIA = "rvase"
"""Network of the association in South-East Asia; with the speakers it makes the conference."""


class GroupKind(StrEnum):
    """What the cities of a group have in common."""

    CONFERENCE = "conference"
    SPEAKERS = "speakers"
    ALL = "all"
    NETWORK = "network"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cities that go together.

    Attributes:
        group_id: Name in the address: ``conference``, ``speakers``, ``all``, a network id or the
            ISO 3166 alpha-3 code of a country.
        cities: In the order of the table; at least one.
    """

    group_id: str
    kind: GroupKind
    cities: tuple[City, ...]


def city_groups(dataset: Dataset) -> dict[str, Group]:
    """Every group by its name in the address: conference first, then networks, countries, all.

    A group without a city is left out. An organisation is never a member: it is not a city.
    """
    cities = tuple(dataset.cities.values())
    speakers = [city for city in cities if city.is_conference_speaker]
    conference = [
        city for city in cities if city.is_conference_speaker or SOUTH_EAST_ASIA in city.network_ids
    ]
    found = [
        _group(CONFERENCE, GroupKind.CONFERENCE, conference),
        _group(SPEAKERS, GroupKind.SPEAKERS, speakers),
        *(
            _group(name, GroupKind.NETWORK, (city for city in cities if name in city.network_ids))
            for name in dataset.networks
        ),
        *(
            _group(code, GroupKind.COUNTRY, (city for city in cities if city.country_iso3 == code))
            for code in dataset.countries
        ),
        _group(ALL, GroupKind.ALL, cities),
    ]
    return {group.group_id: group for group in found if group.cities}


def _group(group_id: str, kind: GroupKind, cities: Iterable[City]) -> Group:
    return Group(group_id=group_id, kind=kind, cities=tuple(cities))
