"""What a city could be asked, and which comparable cities practise it already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.coverage import coverage_of
from analysis.peers import comparable_cities
from data.load import Dataset
from data.schema import Answer, City, CriterionAnswer, Dimension

PRACTISED = frozenset({Answer.YES, Answer.PARTIAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionToAsk:
    """A criterion nobody has documented in a city.

    Attributes:
        practised_by: Comparable cities where a source says « yes » or « partial », those that
            resemble the city most first; at least one.
    """

    criterion_id: str
    practised_by: tuple[str, ...]


def questions_to_ask(
    city: City, dataset: Dataset, limit: int | None = None
) -> tuple[QuestionToAsk, ...]:
    """Scored criteria unknown in ``city`` and practised in comparable cities.

    The dimension with the least coverage comes first, then the order of the criteria.

    Args:
        limit: Most questions to give; None: all.
    """
    answers = dataset.answers_of_city(city.city_id)
    unknown_share = {
        dimension: _unknown_share(dimension, answers, dataset) for dimension in Dimension
    }
    peers = [peer.city.city_id for peer in comparable_cities(city, dataset)]
    questions = []
    for criterion in dataset.criteria.values():
        if not criterion.is_scored or criterion.criterion_id in answers:
            continue
        practised_by = tuple(
            city_id
            for city_id in peers
            if (answer := dataset.answers_of_city(city_id).get(criterion.criterion_id))
            and answer.answer in PRACTISED
        )
        if practised_by:
            question = QuestionToAsk(criterion_id=criterion.criterion_id, practised_by=practised_by)
            questions.append((unknown_share[criterion.dimension_id], question))
    questions.sort(key=lambda pair: -pair[0])
    return tuple(question for _, question in questions[:limit])


def _unknown_share(
    dimension: Dimension, answers: Mapping[str, CriterionAnswer], dataset: Dataset
) -> float:
    """Share of the applicable criteria of a dimension that nobody documents; 0 if none applies."""
    criteria = dataset.criteria.values()
    coverage = coverage_of(answers, (each for each in criteria if each.dimension_id is dimension))
    applicable = coverage.total - coverage.counts[Answer.NOT_APPLICABLE]
    return coverage.unknown / applicable if applicable else 0.0
