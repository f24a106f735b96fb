"""How many statements would change if answers counted otherwise than in the published method."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.maturity import NOISE, PUBLISHED_RULES, Rules, Score, label_of, score_city
from data.load import Dataset
from data.schema import Dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Statements of one kind that change, among ``total``."""

    changed: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """Statements that change against the published method.

    The ladder of the vision is not among them: it follows « yes » alone, whatever the rules.

    Attributes:
        whole: Labels of whole cities, one each.
        dimensions: Labels of each dimension, one for each city.
        pairs: Orders of two cities, one for each pair.
        city_ids: Cities with at least one label that changes, in the order asked for.
    """

    whole: Change
    dimensions: Mapping[Dimension, Change]
    pairs: Change
    city_ids: tuple[str, ...]

    @property
    def labels(self) -> Change:
        """All labels together: seven for each city."""
        kinds = (self.whole, *self.dimensions.values())
        return Change(
            changed=sum(kind.changed for kind in kinds), total=sum(kind.total for kind in kinds)
        )


def what_if(
    dataset: Dataset,
    city_ids: Collection[str],
    today: date,
    rules: Rules,
    searched: Mapping[str, Collection[str]] | None = None,
) -> WhatIf:
    """Compare what ``rules`` and the published method say of the same cities.

    Args:
        city_ids: Cities to compare, each once.
        today: Day from which the age of an answer is counted.
        searched: Criteria whose logged search found nothing, by ``city_id``; None: no search.
    """
    logged = searched or {}
    criteria = tuple(dataset.criteria.values())
    changed: dict[Dimension | None, int] = dict.fromkeys((None, *Dimension), 0)
    touched = []
    wholes: tuple[list[Score | None], list[Score | None]] = ([], [])
    for city_id in city_ids:
        answers = dataset.answers_of_city(city_id)
        before, after = (
            score_city(city_id, answers, criteria, today, each, searched=logged.get(city_id, ()))
            for each in (PUBLISHED_RULES, rules)
        )
        wholes[0].append(before.whole)
        wholes[1].append(after.whole)
        differing: list[Dimension | None] = [
            dimension
            for dimension in Dimension
            if label_of(before.dimensions[dimension]) != label_of(after.dimensions[dimension])
        ]
        if label_of(before.whole) != label_of(after.whole):
            differing.append(None)
        for place in differing:
            changed[place] += 1
        if differing:
            touched.append(city_id)
    total = len(city_ids)
    moved = _decided(wholes[0]) ^ _decided(wholes[1])
    return WhatIf(
        whole=Change(changed=changed[None], total=total),
        dimensions={
            dimension: Change(changed=changed[dimension], total=total) for dimension in Dimension
        },
        pairs=Change(
            changed=len({frozenset(pair) for pair in moved}), total=total * (total - 1) // 2
        ),
        city_ids=tuple(touched),
    )


def _decided(scores: Sequence[Score | None]) -> set[tuple[int, int]]:
    """Positions (more, less) of every pair that ``order_of`` decides."""
    ends = sorted(
        (score.documented, place) for place, score in enumerate(scores) if score is not None
    )
    documented = [share for share, _ in ends]
    return {
        (more, less)
        for less, score in enumerate(scores)
        if score is not None
        for _, more in ends[bisect_right(documented, score.possible + NOISE) :]
    }
