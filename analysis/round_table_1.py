"""Facts of the first round table: how strategies are led, drawn up and put into practice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.load import Dataset
from data.schema import StrategyStatus

STRATEGY_STEPS = tuple(status for status in StrategyStatus if status is not StrategyStatus.UNKNOWN)
"""Steps of a strategy, in the order of its life."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyLadder:
    """Where each city stands by its most advanced strategy.

    Attributes:
        steps: City ids on each of ``STRATEGY_STEPS``, in the order asked.
        unknown: Cities for which no strategy was found, or none whose status a source tells.
        source_ids: Sources of the strategies counted, without repeats.
    """

    steps: tuple[tuple[StrategyStatus, tuple[str, ...]], ...]
    unknown: tuple[str, ...]
    source_ids: tuple[str, ...]


def strategy_ladder(dataset: Dataset, city_ids: Sequence[str]) -> StrategyLadder:
    """The ladder of some cities."""
    furthest: dict[str, StrategyStatus] = {}
    sources: dict[str, None] = {}
    for city_id in city_ids:
        known = [
            strategy
            for strategy in dataset.strategies_of_city(city_id)
            if strategy.status is not StrategyStatus.UNKNOWN
        ]
        if known:
            best = max(known, key=lambda strategy: STRATEGY_STEPS.index(strategy.status))
            furthest[city_id] = best.status
            sources |= dict.fromkeys(best.source_ids)
    return StrategyLadder(
        steps=tuple(
            (step, tuple(city_id for city_id in city_ids if furthest.get(city_id) is step))
            for step in STRATEGY_STEPS
        ),
        unknown=tuple(city_id for city_id in city_ids if city_id not in furthest),
        source_ids=tuple(sources),
    )
