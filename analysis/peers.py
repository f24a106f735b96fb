"""Cities that resemble each other, with the reason. Never an order of merit.

Two cities are comparable when they share at least two of: the class of population (figures of the
same scope only), a network that not everybody is in, the country or a similar GDP per head, the region of the
world (between two countries only: one country is in one region).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from analysis.context import have_similar_income
from data.load import Dataset
from data.schema import City

POPULATION_BOUNDS = (100_000, 500_000, 1_000_000, 5_000_000)
"""Class ``n`` holds populations from bound ``n - 1`` to below bound ``n``."""

SHARED_AT_LEAST = 2


class Likeness(StrEnum):
    """What two cities have in common."""

    POPULATION = "population"
    NETWORK = "network"
    COUNTRY = "country"
    INCOME = "income"
    REGION = "region"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A comparable city.

    Attributes:
        shared: What is shared, in the order of :class:`Likeness`; at least two.
        network_ids: Networks in common that tell something; empty unless shared.
    """

    city: City
    shared: tuple[Likeness, ...]
    network_ids: tuple[str, ...]


def population_class(city: City) -> int | None:
    """Number of the class, 0 for the smallest cities; None when the population is unknown."""
    if city.population is None:
        return None
    return bisect_right(POPULATION_BOUNDS, city.population)


def telling_networks(dataset: Dataset) -> frozenset[str]:
    """Networks documented for at most half of the cities: being in the others tells nothing."""
    counts = Counter(name for city in dataset.cities.values() for name in city.network_ids)
    return frozenset(name for name, count in counts.items() if 2 * count <= len(dataset.cities))


def comparable_cities(city: City, dataset: Dataset) -> tuple[Peer, ...]:
    """Cities that share at least two traits with ``city``, those that share most first.

    Between equals the order of the table is kept; a page sorts names itself.
    """
    networks = telling_networks(dataset)
    peers = []
    for other in dataset.cities.values():
        if other.city_id == city.city_id:
            continue
        common = tuple(
            name for name in city.network_ids if name in other.network_ids and name in networks
        )
        same_country = other.country_iso3 == city.country_iso3
        traits = {
            Likeness.POPULATION: _have_similar_population(city, other),
            Likeness.NETWORK: bool(common),
            Likeness.COUNTRY: same_country,
            Likeness.INCOME: not same_country
            and have_similar_income(dataset, city.country_iso3, other.country_iso3),
            Likeness.REGION: not same_country
            and dataset.countries[city.country_iso3].region
            == dataset.countries[other.country_iso3].region,
        }
        shared = tuple(likeness for likeness, holds in traits.items() if holds)
        if len(shared) >= SHARED_AT_LEAST:
            peers.append(Peer(city=other, shared=shared, network_ids=common))
    return tuple(sorted(peers, key=lambda peer: -len(peer.shared)))


def _have_similar_population(first: City, second: City) -> bool:
    """Same class of population, counted over the same kind of place."""
    known = population_class(first)
    return (
        known is not None
        and known == population_class(second)
        and first.population_scope is not None
        and first.population_scope is second.population_scope
    )
