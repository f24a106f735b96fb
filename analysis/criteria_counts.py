"""Which cities stand in each state of each criterion, and on each step of the vision; and on what.

Counts and names only: nothing here orders cities.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from analysis.coverage import state_of, vision_ladder
from data.dates import is_stale
from data.load import Dataset
from data.schema import Answer, CriterionAnswer, Dimension, EvidenceGrade, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionCounts:
    """One criterion over a set of cities.

    Attributes:
        cities: Every state of :class:`Answer` to ``city_id``s, in the order asked for; those
            without an answer are under ``UNKNOWN``.
        stale: Cities whose answer is over 36 months old.
    """

    criterion_id: str
    cities: Mapping[Answer, tuple[str, ...]]
    stale: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderPlaces:
    """How far the vision of each city got without a gap.

    Attributes:
        steps: Highest step reached (a ``criterion_id`` of ``VIS``) and the cities that stand on it,
            in the order of the steps, empty ones too. The first is None: something is documented,
            no step is reached.
        undocumented: Cities without any answer about their vision; on no step, not even the first.
    """

    steps: tuple[tuple[str | None, tuple[str, ...]], ...]
    undocumented: tuple[str, ...]


def criterion_counts(
    dataset: Dataset, city_ids: Collection[str], today: date
) -> tuple[CriterionCounts, ...]:
    """Every criterion in the order shown, context (GOV4) too: its definition says it is not scored.

    Args:
        city_ids: Cities to count; each is in one state of each criterion.
        today: Day from which the age of an answer is counted.
    """
    answers = {city_id: dataset.answers_of_city(city_id) for city_id in city_ids}
    counted = []
    for criterion_id in dataset.criteria:
        cities: dict[Answer, list[str]] = {state: [] for state in Answer}
        stale = set()
        for city_id, own in answers.items():
            cities[state_of(own, criterion_id)].append(city_id)
            if criterion_id in own and is_stale(own[criterion_id].as_of, today):
                stale.add(city_id)
        counted.append(
            CriterionCounts(
                criterion_id=criterion_id,
                cities={state: tuple(held) for state, held in cities.items()},
                stale=frozenset(stale),
            )
        )
    return tuple(counted)


def ladder_places(dataset: Dataset, city_ids: Iterable[str]) -> LadderPlaces:
    """Put each city on the highest step of the vision it reached without a gap.

    Args:
        city_ids: Cities to place, each once.
    """
    criteria = dataset.criteria.values()
    steps = sorted(
        (criterion for criterion in criteria if criterion.dimension_id is Dimension.VISION),
        key=lambda criterion: criterion.position,
    )
    places: dict[str | None, list[str]] = {None: []}
    places |= {step.criterion_id: [] for step in steps}
    undocumented = []
    for city_id in city_ids:
        answers = dataset.answers_of_city(city_id)
        if not any(step.criterion_id in answers for step in steps):
            undocumented.append(city_id)
            continue
        reached = vision_ladder(answers, criteria).reached
        places[reached[-1] if reached else None].append(city_id)
    return LadderPlaces(
        steps=tuple((step, tuple(held)) for step, held in places.items()),
        undocumented=tuple(undocumented),
    )


def grades_of(
    answers: Iterable[CriterionAnswer], sources: Mapping[str, Source]
) -> Mapping[EvidenceGrade, int]:
    """Number of answers whose best source has each grade, 0 included; beside a score, never in it.

    Args:
        answers: Those to count; leave GOV4 out where the figure stands beside a score.
        sources: By ``source_id``.

    Raises:
        KeyError: An answer cites a source that is not there.
    """
    counts = dict.fromkeys(EvidenceGrade, 0)
    for answer in answers:
        counts[min(sources[source_id].grade for source_id in answer.source_ids)] += 1
    return counts
